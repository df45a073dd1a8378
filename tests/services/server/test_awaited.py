"""What takes seconds to compute is computed only while somebody waits for it, on either database."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from services.api.calls import FiguresApi
from services.api.supervision import SupervisionApi
from services.api.transport import Transport
from services.contracts.accounts import Role
from services.contracts.figures import FORMULA_VERSION
from services.contracts.followups import RateBy
from services.server.figures import repository
from services.server.followups import rates
from services.server.runner import ApiServer
from services.server.transaction import Transaction
from services.tasks import CancelledError, Progress

_LONG = {
    False: "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 300000000) SELECT max(i) FROM n",
    True: "SELECT pg_sleep(60)",
}


_YEAR = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
_MONTH = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 31, tzinfo=UTC)


def _rates(transport: Transport, progress: Progress) -> Any:
    return SupervisionApi(transport).rates(*_YEAR, RateBy.UNIT, progress)


def _figures(transport: Transport, progress: Progress) -> Any:
    return FiguresApi(transport).figures(*_MONTH, 20, FORMULA_VERSION, progress)


@pytest.mark.parametrize(
    ("room", "name", "ask"), [(rates, "report", _rates), (repository, "between", _figures)], ids=["rates", "figures"]
)
def test_what_nobody_waits_for_any_more_is_stopped_in_the_database(
    server: ApiServer,
    monkeypatch: pytest.MonkeyPatch,
    room: ModuleType,
    name: str,
    ask: Callable[[Transport, Progress], Any],
) -> None:
    begun, stopped = threading.Event(), threading.Event()
    compute = getattr(room, name)

    def long(first: Transaction | Connection, *asked: Any) -> Any:
        connection = first.connection if isinstance(first, Transaction) else first
        begun.set()
        try:
            connection.execute(text(_LONG[connection.dialect.name == "postgresql"]))
        except OperationalError:
            stopped.set()
            raise
        return compute(first, *asked)

    monkeypatch.setattr(room, name, long)
    transport, progress = Transport(server.base_url), Progress()
    transport._access = server.kernel.tokens.issue("a-1", "督办员", list(Role), "session")
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(ask, transport, progress)
        assert begun.wait(30)
        progress.cancel()
        assert isinstance(answer.exception(30), CancelledError)
    assert stopped.wait(30), "the statement ended before its time"
    # The connection that was interrupted serves others as before.
    monkeypatch.undo()
    assert ask(transport, Progress())
    transport.close()
