"""Clocks of tickets on their way through the life cycle, on both databases."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.clock import ManualClock
from services.contracts.clocks import ClockKind, ClockState, Limit, LimitUnit, TicketClock
from services.server.clocks import service
from services.server.clocks.service import Facts
from services.server.kernel import Kernel
from services.server.tickets import repository
from services.server.timers import repository as timers
from services.server.transaction import Transaction
from tests.services.server.conftest import SignIn
from tests.services.server.lifecycle.conftest import Cast, Tomorrow, cast, tomorrow

__all__ = ["cast", "tomorrow"]

HOUR = 3600.0
DAY = 24 * HOUR


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    """A moment of 2026 by Shanghai's clocks; 2 March is a Monday."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def row_of(kernel: Kernel, ticket: dict[str, Any]) -> Any:
    return kernel.read(lambda tx: repository.find(tx.connection, ticket["id"]))


def clocks_of(kernel: Kernel, ticket: dict[str, Any]) -> dict[ClockKind, TicketClock]:
    """The newest clock of each kind."""
    key = row_of(kernel, ticket).key
    return {clock.kind: clock for clock in kernel.read(lambda tx: service.of(tx, key))}


def states(kernel: Kernel, ticket: dict[str, Any]) -> dict[str, str]:
    return {kind.value: clock.state.value for kind, clock in clocks_of(kernel, ticket).items()}


def timer_of(kernel: Kernel, ticket: dict[str, Any]) -> datetime | None:
    key = row_of(kernel, ticket).key
    row = kernel.read(lambda tx: timers.find(tx.connection, service.TIMER, str(key)))
    return row.due_at if row else None


def test_the_whole_way(cast: Cast, kernel: Kernel, clock: ManualClock) -> None:
    # Monday 2026-03-02, 09:00.
    ticket = cast.file(kind="complaint")
    assert states(kernel, ticket) == {"dispatch": "running", "finish": "running"}
    assert (ticket["due_at"], ticket["due_kind"]) == ("2026-03-02T03:00:00Z", "dispatch")
    assert timer_of(kernel, ticket) == at(2, 10, 30)
    clock.advance(HOUR)
    ticket = cast.take(cast.dispatcher, ticket, "dispatch", unit="D06")
    assert states(kernel, ticket) == {"dispatch": "stopped", "sign_in": "running", "finish": "running"}
    assert (ticket["due_at"], ticket["due_kind"]) == ("2026-03-03T09:30:00Z", "sign_in")
    ticket = cast.take(cast.handler, ticket, "sign_in")
    assert ticket["due_kind"] == "first_contact"
    ticket = cast.take(cast.handler, ticket, "contact", text="已电话联系")
    found = clocks_of(kernel, ticket)[ClockKind.FINISH]
    # The finish clock runs from the filing on: the 15th working day after Monday 2 March.
    assert (found.started_at, found.due_at) == (at(2, 9), at(23, 17, 30))
    assert ticket["due_at"] == "2026-03-23T09:30:00Z"
    ticket = cast.take(cast.handler, ticket, "reply", text="已处理")
    assert states(kernel, ticket)["finish"] == "paused"
    assert ticket["due_kind"] == "review"
    ticket = cast.take(cast.dispatcher, ticket, "approve")
    assert states(kernel, ticket)["finish"] == "stopped"
    if ticket["status"] == "follow_up":
        assert ticket["due_kind"] == "follow_up"
        outcome = {"contacted": True, "solved": True, "satisfaction": "satisfied"}
        ticket = cast.take(cast.agent, ticket, "follow_up", outcome=outcome)
    assert set(states(kernel, ticket).values()) == {"stopped"}
    assert (ticket["due_at"], ticket["due_kind"], ticket["alarm"]) == (None, "", 0)
    assert timer_of(kernel, ticket) is None


def test_a_pause_moves_the_limit_by_the_work_that_was_lost(
    cast: Cast, kernel: Kernel, clock: ManualClock, tomorrow: Tomorrow
) -> None:
    ticket = cast.handled()
    clock.advance(DAY + HOUR)
    before = clocks_of(kernel, ticket)[ClockKind.FINISH].due_at
    ticket = cast.take(cast.handler, ticket, "suspend", reason="等待材料", until=tomorrow())
    paused = clocks_of(kernel, ticket)[ClockKind.FINISH]
    assert (paused.state, paused.due_at, ticket["due_at"]) == (ClockState.PAUSED, None, None)
    clock.advance(3 * HOUR)
    ticket = cast.take(cast.handler, ticket, "resume")
    found = clocks_of(kernel, ticket)[ClockKind.FINISH]
    # Tuesday 10:00 to 13:00 holds two hours of work; lost at the end of a day they come on the next morning.
    assert before is not None
    assert found.due_at == before.replace(hour=2, minute=30) + timedelta(days=1)
    assert found.paused_seconds == 3 * HOUR
    line = next(line for line in found.arithmetic if line.code == "paused")
    assert line.values["seconds"] == 2 * HOUR


def test_extension_is_asked_for_and_granted(cast: Cast, kernel: Kernel) -> None:
    ticket = cast.handled()
    limit = {"amount": 5, "unit": "working_days"}
    before = clocks_of(kernel, ticket)[ClockKind.FINISH].due_at
    ticket = cast.take(cast.handler, ticket, "request_extension", reason="需要检测", limit=limit)
    assert clocks_of(kernel, ticket)[ClockKind.FINISH].due_at == before
    ticket = cast.take(cast.dispatcher, ticket, "grant_extension")
    found = clocks_of(kernel, ticket)[ClockKind.FINISH]
    assert before is not None
    assert found.due_at == before + timedelta(days=7)
    assert found.extended_by == [Limit(amount=5, unit=LimitUnit.WORKING_DAYS)]


def test_a_return_under_review_pauses_as_the_rules_say(cast: Cast, kernel: Kernel) -> None:
    ticket = cast.take(cast.handler, cast.handled(), "request_return", reason="不属于本部门职责")
    assert states(kernel, ticket)["finish"] == "paused"
    assert ticket["due_at"] is None
    kept = cast.take(cast.dispatcher, ticket, "refuse_return", reason="属于贵局职责")
    assert states(kernel, kept)["finish"] == "running"
    assert kept["due_at"] is not None


def test_a_wrong_close_is_undone_with_its_clocks(cast: Cast, kernel: Kernel, clock: ManualClock) -> None:
    ticket = cast.file()
    before = clocks_of(kernel, ticket)
    clock.advance(60)
    ticket = cast.take(cast.agent, ticket, "withdraw", reason="不再需要")
    assert ticket["due_at"] is None
    clock.advance(60)
    ticket = cast.take(cast.agent, ticket, "undo_close")
    after = clocks_of(kernel, ticket)
    assert {kind: c.due_at for kind, c in after.items()} == {kind: c.due_at for kind, c in before.items()}
    assert states(kernel, ticket) == {"dispatch": "running", "finish": "running"}
    assert timer_of(kernel, ticket) is not None


def test_each_unit_has_its_own_time_to_sign_for_it(cast: Cast, kernel: Kernel, clock: ManualClock) -> None:
    ticket = cast.handled(unit=cast.town.account.unit, by=cast.town)
    clock.advance(DAY)
    ticket = cast.take(cast.town, ticket, "delegate", unit=cast.village.account.unit)
    key = row_of(kernel, ticket).key
    signing = [c for c in kernel.read(lambda tx: service.of(tx, key)) if c.kind is ClockKind.SIGN_IN]
    assert [c.state for c in signing] == [ClockState.STOPPED, ClockState.RUNNING]
    assert signing[1].started_at == clock.now()


def test_late_is_said_in_the_trail(cast: Cast, clock: ManualClock) -> None:
    ticket = cast.take(cast.dispatcher, cast.file(), "dispatch", unit="D06")
    clock.advance(3 * DAY)
    ticket = cast.take(cast.handler, ticket, "sign_in")
    assert ticket["steps"][-1]["late"]
    ticket = cast.take(cast.handler, ticket, "reply", text="已处理")
    assert not ticket["steps"][-1]["late"]


def test_another_kind_has_another_limit(cast: Cast, kernel: Kernel) -> None:
    ticket = cast.file(kind="complaint")
    answer = cast.agent.patch(f"/v1/tickets/{ticket['id']}", version=ticket["version"], json={"kind": "consult"})
    assert answer.status_code == 200, answer.text
    assert clocks_of(kernel, ticket)[ClockKind.FINISH].due_at == at(4, 17, 30)


def test_more_time_for_what_does_not_run_is_refused(cast: Cast, kernel: Kernel) -> None:
    key = row_of(kernel, cast.file()).key
    limit = Limit(amount=1, unit=LimitUnit.HOURS)
    with pytest.raises(Exception, match="no_clock"):
        kernel.write(lambda tx: service.extend(tx, key, ClockKind.REVIEW, limit))


def test_single_functions_keep_the_row(cast: Cast, kernel: Kernel, clock: ManualClock, sign_in: SignIn) -> None:
    ticket = cast.file()
    key = row_of(kernel, ticket).key

    def write(work: Any) -> Any:
        kernel.write(lambda tx: work(tx))
        return row_of(kernel, ticket)

    def start(tx: Transaction) -> None:
        service.start(tx, key, [ClockKind.SIGN_IN], Facts("help", 1))

    assert write(start).due_kind == "sign_in"
    kinds = [ClockKind.SIGN_IN, ClockKind.DISPATCH]
    assert write(lambda tx: service.pause(tx, key, kinds)).due_kind == "finish"
    clock.advance(60)
    row = write(lambda tx: service.resume(tx, key, kinds))
    assert (row.due_kind, row.due_at) == ("sign_in", at(2, 9, 21))
    assert write(lambda tx: service.stop(tx, key, list(ClockKind))).due_at is None
    found = kernel.read(lambda tx: service.of_many(tx, [key, 5]))
    assert [c.kind for c in found[key]] == [ClockKind.DISPATCH, ClockKind.FINISH, ClockKind.SIGN_IN]
    assert found[5] == []


def test_the_clock_set_back_makes_no_time_run_backwards(cast: Cast, kernel: Kernel, clock: ManualClock) -> None:
    ticket = cast.file()
    key = row_of(kernel, ticket).key
    before = clocks_of(kernel, ticket)[ClockKind.FINISH].due_at
    clock.set_back(2 * HOUR)
    kernel.write(lambda tx: service.pause(tx, key, list(ClockKind)))
    clock.set_back(HOUR)
    kernel.write(lambda tx: service.resume(tx, key, list(ClockKind)))
    kernel.write(lambda tx: service.stop(tx, key, list(ClockKind)))
    found = clocks_of(kernel, ticket)[ClockKind.FINISH]
    assert (found.due_at, found.paused_seconds) == (before, 0)
    assert found.stopped_at is not None
    assert found.stopped_at >= found.started_at
