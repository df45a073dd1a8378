"""What takes seconds to compute is computed only while somebody waits for it, on either database."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from services.api.supervision import SupervisionApi
from services.api.transport import Transport
from services.contracts.accounts import Role
from services.contracts.followups import RateBy
from services.server.followups import rates
from services.server.runner import ApiServer
from services.server.transaction import Transaction
from services.tasks import CancelledError, Progress

_LONG = {
    False: "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 300000000) SELECT max(i) FROM n",
    True: "SELECT pg_sleep(60)",
}


def test_a_report_that_nobody_waits_for_any_more_is_stopped_in_the_database(
    server: ApiServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, stopped = threading.Event(), threading.Event()
    compute = rates.report

    def report(tx: Transaction, *asked: Any) -> Any:
        begun.set()
        try:
            tx.connection.execute(text(_LONG[tx.is_postgresql]))
        except OperationalError:
            stopped.set()
            raise
        return compute(tx, *asked)

    monkeypatch.setattr(rates, "report", report)
    transport = Transport(server.base_url)
    transport._access = server.kernel.tokens.issue("a-1", "督办员", list(Role), "session")
    api, progress = SupervisionApi(transport), Progress()
    asked = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC), RateBy.UNIT)
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(api.rates, *asked, progress)
        assert begun.wait(30)
        progress.cancel()
        assert isinstance(answer.exception(30), CancelledError)
    assert stopped.wait(30), "the statement ended before its time"
    # The connection that was interrupted serves others as before.
    monkeypatch.undo()
    assert api.rates(*asked, Progress()).groups == []
    transport.close()
