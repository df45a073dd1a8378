"""Figures of an interval gone by through the console's own client, against a real server."""

from datetime import timedelta

import orjson
import pytest
from sqlalchemy import insert

from services.api.calls import FiguresApi
from services.api.transport import Transport
from services.errors import AppError
from services.server.calls.tables import call_events
from services.server.runner import ApiServer
from services.tasks import Progress
from services.wall.service import WallService
from ui.problems import field_words


@pytest.fixture
def wall(transport: Transport) -> WallService:
    return WallService(FiguresApi(transport))


def test_an_interval_and_the_one_before_it(server: ApiServer, wall: WallService) -> None:
    now = server.kernel.clock.now()
    data = {"number": "13800000042", "skill": "general", "scenario": ""}
    offered = {
        "call_id": "call-1",
        "kind": "offered",
        "at": now,
        "monotonic": 1.0,
        "exchange": "run",
        "data": orjson.dumps(data).decode(),
    }
    server.kernel.write(lambda tx: tx.connection.execute(insert(call_events), offered | {"received_at": now}))
    since, until = now - timedelta(hours=2), now + timedelta(hours=2)
    found = wall.past(since, until, 20, "2026.3", Progress())
    assert (found.asked.since, found.asked.until, found.asked.formula) == (since, until, "2026.3")
    assert (found.asked.offered, found.before.offered) == (1, 0)
    assert found.before.until == since


def test_too_long_an_interval_is_told_in_words(server: ApiServer, wall: WallService) -> None:
    now = server.kernel.clock.now()
    with pytest.raises(AppError) as told:
        wall.past(now - timedelta(days=32), now, 20, "2026.3", Progress())
    assert told.value.fields["until"][0] == "period_too_long"
    assert "31" in field_words(told.value)["until"]
