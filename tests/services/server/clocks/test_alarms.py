"""The ladder: rungs are reached when they should be, said once, and lists hear of it."""

from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from services.clock import ManualClock
from services.contracts.clocks import ClockKind, Limit, LimitUnit
from services.contracts.events import Topic
from services.server.clocks import service
from services.server.kernel import Kernel
from services.server.tables import events
from services.server.tickets.tables import ticket_steps
from services.server.timers.service import Timers
from tests.services.server.clocks.test_service import DAY, HOUR, at, clocks_of, row_of
from tests.services.server.lifecycle.conftest import Cast, cast

__all__ = ["cast"]


@pytest.fixture
def ladder(kernel: Kernel, cast: Cast) -> Timers:
    """The timers as the application sets them up; they fire when a test says so."""
    return kernel.room(Timers)


def fire(timers: Timers) -> None:
    while timers.fire_due():
        pass


def rungs(kernel: Kernel, ticket: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What the trail says: clock, from which level, to which."""
    key = row_of(kernel, ticket).key
    query = select(ticket_steps.c.changes).where(ticket_steps.c.ticket_key == key, ticket_steps.c.action == "alarm")
    found = kernel.read(lambda tx: [orjson.loads(each) for each in tx.connection.execute(query).scalars()])
    return [(each["clock"][1], *each["alarm"]) for each in found]


def told(kernel: Kernel) -> list[dict[str, Any]]:
    query = select(events.c.data).where(events.c.topic == Topic.CLOCK.value).order_by(events.c.id)
    return kernel.read(lambda tx: [orjson.loads(each) for each in tx.connection.execute(query).scalars()])


def test_climbs_rung_by_rung(cast: Cast, kernel: Kernel, clock: ManualClock, ladder: Timers) -> None:
    ticket = cast.file()  # To be dispatched within two hours, from 09:00.
    seen = []
    for minutes in (89, 1, 29, 1, 29, 1):
        clock.advance(minutes * 60)
        fire(ladder)
        seen.append(row_of(kernel, ticket).alarm)
    assert seen == [0, 1, 1, 2, 2, 3]
    assert rungs(kernel, ticket) == [("dispatch", "0", "1"), ("dispatch", "1", "2"), ("dispatch", "2", "3")]
    assert [(each["id"], each["alarm"], each["due_kind"]) for each in told(kernel)] == [
        (ticket["id"], level, "dispatch") for level in (1, 2, 3)
    ]
    seen_by_people = cast.agent.get(f"/v1/tickets/{ticket['id']}").json()
    assert [step["action"] for step in seen_by_people["steps"]] == ["accept", "alarm", "alarm", "alarm"]
    assert seen_by_people["version"] == ticket["version"], "nobody's typing is in the way of a warning"
    assert clocks_of(kernel, ticket)[ClockKind.DISPATCH].overdue


def test_every_list_says_when_a_ticket_is_due(cast: Cast, clock: ManualClock, ladder: Timers) -> None:
    ticket = cast.file()
    clock.advance(2 * HOUR)
    fire(ladder)
    whole = cast.agent.get(f"/v1/tickets/{ticket['id']}").json()
    (row,) = cast.agent.get("/v1/tickets").json()["items"]
    (hit,) = cast.agent.get("/v1/search", params={"q": ticket["number"]}).json()["tickets"]["items"]
    for seen in (row, hit["ticket"]):
        assert datetime.fromisoformat(seen["due_at"]) == datetime.fromisoformat(whole["due_at"])
        assert (seen["due_kind"], seen["alarm"]) == ("dispatch", whole["alarm"]) == ("dispatch", 2)


def test_goes_down_with_what_it_stood_for(cast: Cast, kernel: Kernel, clock: ManualClock, ladder: Timers) -> None:
    ticket = cast.file()
    clock.advance(3 * HOUR)
    fire(ladder)
    assert row_of(kernel, ticket).alarm == 3
    ticket = cast.take(cast.dispatcher, ticket, "dispatch", unit="D06")
    assert ticket["alarm"] == 0


def test_more_time_takes_the_warning_back(cast: Cast, kernel: Kernel, clock: ManualClock, ladder: Timers) -> None:
    ticket = cast.take(cast.dispatcher, cast.file(kind="help"), "dispatch", unit="D06")
    ticket = cast.take(cast.handler, ticket, "sign_in")
    key = row_of(kernel, ticket).key
    kernel.write(lambda tx: service.stop(tx, key, [ClockKind.FIRST_CONTACT]))
    clock.advance(11 * DAY)  # Friday; ten working days end on Monday.
    fire(ladder)
    assert row_of(kernel, ticket).alarm == 1
    kernel.write(lambda tx: service.extend(tx, key, ClockKind.FINISH, Limit(amount=10, unit=LimitUnit.WORKING_DAYS)))
    assert row_of(kernel, ticket).alarm == 0
    clock.advance(4 * DAY)
    fire(ladder)
    assert row_of(kernel, ticket).alarm == 0


def test_nothing_rings_while_it_is_paused(cast: Cast, kernel: Kernel, clock: ManualClock, ladder: Timers) -> None:
    ticket = cast.file()
    key = row_of(kernel, ticket).key
    kernel.write(lambda tx: service.pause(tx, key, list(ClockKind)))
    clock.advance(30 * DAY)
    fire(ladder)
    assert rungs(kernel, ticket) == []
    kernel.write(lambda tx: service.resume(tx, key, list(ClockKind)))
    clock.advance(90 * 60)
    fire(ladder)
    assert rungs(kernel, ticket) == [("dispatch", "0", "1")]


def test_after_an_outage_rungs_are_climbed_in_order(
    cast: Cast, kernel: Kernel, clock: ManualClock, ladder: Timers
) -> None:
    first = cast.file()
    clock.advance(20 * 60)
    second = cast.file()
    clock.advance(DAY)
    fire(ladder)
    keys = {row_of(kernel, ticket).key: name for ticket, name in ((first, "first"), (second, "second"))}
    query = select(ticket_steps).where(ticket_steps.c.action == "alarm").order_by(ticket_steps.c.id)
    rows = kernel.read(lambda tx: tx.connection.execute(query).all())
    climbed = [(keys[row.ticket_key], orjson.loads(row.changes)["alarm"][1]) for row in rows]
    assert climbed == [
        # 10:30, 10:50, 11:00, 11:20, 11:30, 11:50, and the next day when work begins.
        *(("first", "1"), ("second", "1"), ("first", "2"), ("second", "2"), ("first", "3"), ("second", "3")),
        *(("first", "4"), ("second", "4")),
    ]
    assert {row.at for row in rows} == {clock.now()}


def test_set_back_keeps_a_rung_that_was_reached(cast: Cast, kernel: Kernel, clock: ManualClock, ladder: Timers) -> None:
    ticket = cast.file()
    clock.advance(2 * HOUR)
    fire(ladder)
    clock.set_back(HOUR)
    fire(ladder)
    assert row_of(kernel, ticket).alarm == 2
    clock.advance(HOUR)
    fire(ladder)
    assert rungs(kernel, ticket) == [("dispatch", "0", "1"), ("dispatch", "1", "2")]


def test_one_that_is_being_changed_is_left_alone_for_a_moment(
    cast: Cast, kernel: Kernel, clock: ManualClock, ladder: Timers
) -> None:
    """On PostgreSQL neither waits for the other; SQLite has one writer anyway."""
    if kernel.database.is_sqlite:
        pytest.skip("one writer")
    ticket = cast.file()
    row = row_of(kernel, ticket)
    clock.advance(90 * 60)
    with kernel.database.write() as somebody:
        service.repository.open_of(somebody, row.key)  # type: ignore[attr-defined]
        fire(ladder)
        assert row_of(kernel, ticket).alarm == 0
    clock.advance(1)
    fire(ladder)
    assert row_of(kernel, ticket).alarm == 1


def test_the_route_shows_the_arithmetic(cast: Cast, kernel: Kernel, clock: ManualClock) -> None:
    clock.advance((at(13, 16, 40, month=2) - clock.now()) / timedelta(seconds=1))
    ticket = cast.file(kind="complaint")
    answer = cast.agent.get(f"/v1/tickets/{ticket['id']}/clocks")
    assert answer.status_code == 200
    finish = next(each for each in answer.json() if each["kind"] == "finish")
    assert [(line["code"], line["values"]) for line in finish["arithmetic"]] == [
        ("received", {"at": "2026-02-13T16:40:00+08:00"}),
        ("counts_from", {"day": "2026-02-14"}),
        ("limit", {"amount": 15, "unit": "working_days"}),
        ("work_day", {"day": "2026-02-14", "name": "春节"}),
        ("days_off", {"since": "2026-02-15", "until": "2026-02-23", "name": "春节"}),
        ("work_day", {"day": "2026-02-28", "name": "春节"}),
        ("due", {"at": "2026-03-12T17:30:00+08:00"}),
    ]
    assert cast.other.get(f"/v1/tickets/{ticket['id']}/clocks").status_code == 403
    assert cast.agent.get("/v1/tickets/none/clocks").status_code == 404
