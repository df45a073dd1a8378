"""Counting many clocks with a memory comes to what counting each by itself does, which is tested against the slow oracle."""

import copy
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Row, text

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.contracts.clocks import ClockKind, ClockRules, ClockState, Limit, LimitUnit
from services.server.clocks import bulk, repository, state
from services.server.clocks.config import Config, Facts, carried
from services.server.clocks.counting import Counting, Standing
from services.server.clocks.state import TicketClockState
from services.server.dispatching.limits import MatterLimits
from services.server.kernel import Kernel
from services.server.prepared import array
from services.server.tickets.tables import microseconds
from services.server.timers.service import Timers
from services.server.transaction import Transaction
from tests.services.server.clocks.test_alarms import fire
from tests.services.server.clocks.test_service import DAY, row_of, timer_of
from tests.services.server.clocks.test_settings import six_days
from tests.services.server.conftest import SignIn
from tests.services.server.lifecycle.conftest import Cast, cast
from tests.services.server.tickets.test_listing import store
from tests.zone import ZONE

__all__ = ["cast"]

BEGIN = datetime(2026, 4, 25, tzinfo=UTC)
NEW_RULES, NEW_LINES = BEGIN + timedelta(days=4, hours=5), BEGIN + timedelta(days=6, microseconds=1)
UNITS = ("", "D06", "D07", "D08")
moments = st.integers(0, 12 * 86_400_000_000).map(lambda each: BEGIN + timedelta(microseconds=each))
limits = st.builds(
    lambda unit, amount: Limit(amount=amount, unit=unit), st.sampled_from(list(LimitUnit)), st.integers(1, 12)
)


def config() -> Config:
    """Rules that change twice, units with calendars of their own, and limits of the catalogue."""
    known = carried(ZONE)
    first: ClockRules = known.rules[0]
    every = [limit for limit in first.limits if limit.clock is not ClockKind.FOLLOW_UP]
    other = [
        limit.model_copy(update={"limit": Limit(amount=3 + number, unit=unit)})
        for number, (limit, unit) in enumerate(zip(first.limits, list(LimitUnit) * len(every), strict=False))
    ]
    units = {"D07": "six-days", "D08": "round-the-clock"}
    second = first.model_copy(
        update={"version": 2, "effective_from": NEW_RULES, "limits": other, "calendars_of_units": units}
    )
    line = {ClockKind.FINISH: Limit(amount=4, unit=LimitUnit.CALENDAR_DAYS)}
    of_matters = [MatterLimits(1, NEW_LINES, {("06", "", ""): line, ("06", "T1", "help"): {}})]
    return Config("", [first, second], known.calendars, known.years, of_matters)


clocks = st.builds(
    TicketClockState,
    id=st.just(1),
    ticket_key=st.just(1),
    kind=st.sampled_from([ClockKind.FINISH, ClockKind.SIGN_IN, ClockKind.DISPATCH, ClockKind.REVIEW]),
    facts=st.builds(
        Facts,
        kind=st.sampled_from(["help", "complaint", "consult"]),
        urgency=st.integers(0, 2),
        unit=st.sampled_from(UNITS),
        category=st.sampled_from(["", "0601", "01"]),
        town=st.sampled_from(["", "T1"]),
    ),
    limit=limits,
    calendar=st.just("cn"),
    started_at=moments,
    extended=st.lists(limits, max_size=1),
    level=st.integers(0, 4),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(clocks, st.lists(st.integers(1, 400_000), max_size=4)), min_size=1, max_size=25), moments)
def test_many_stand_where_each_does(made: list[tuple[TicketClockState, list[int]]], later: datetime) -> None:
    by = config()
    counting = Counting(by)
    now = later + timedelta(days=9)
    for clock, stretches in made:
        at = clock.started_at
        for number, seconds in enumerate(stretches):
            at += timedelta(seconds=seconds)
            (clock.resume if number % 2 else clock.pause)(at)
        row = clock.row()
        found = counting.standing(
            kind=row["kind"],
            state=row["state"],
            facts=tuple(row[name] for name in ("ticket_kind", "urgency", "unit", "category", "town", "village")),
            started=microseconds(clock.started_at),
            extended=row["extended"],
            pauses=row["pauses"],
            level=clock.level,
            now=microseconds(now),
        )
        assert found == slowly(by, clock, now)


def slowly(by: Config, clock: TicketClockState, now: datetime) -> Standing:
    alone = copy.deepcopy(clock)
    alone.choose(by, alone.facts)
    alone.recount(by, now, keeps_level=False)
    due, following = (None if at is None else microseconds(at) for at in (alone.due_at, alone.next_at))
    limit = alone.limit
    return Standing(alone.calendar, limit.amount, limit.unit.value, due, alone.provisional, alone.level, following)


def test_a_recount_writes_what_counting_each_by_itself_would(
    cast: Cast, kernel: Kernel, clock: ManualClock, sign_in: SignIn
) -> None:
    admin = sign_in(Role.ADMINISTRATOR)
    made = [cast.file(kind="complaint")]
    clock.advance(DAY / 3)
    made.append(cast.file(kind="consult", urgency="urgent"))
    made += [cast.take(cast.dispatcher, cast.file(), "dispatch", unit="D06") for _ in range(25)]
    clock.advance(DAY / 3)
    made.append(cast.closed())
    clock.advance(2 * DAY)
    timers = kernel.room(Timers)
    fire(timers)
    before = [row_of(kernel, ticket).due_at for ticket in made]
    plain = six_days(code="cn", days_of="", week=[six_days()["make_up"]] * 7)
    assert admin.put("/v1/calendars", version=1, json=plain).status_code == 200
    fire(timers)
    by = kernel.read(lambda tx: repository.config(tx.connection))
    for ticket in made:
        row = row_of(kernel, ticket)
        key = row.key
        found = kernel.read(lambda tx, key=key: repository.open_of_many(tx.connection, [key])[key])  # type: ignore[misc]
        for each in found:
            assert (each.state, slowly(by, each, clock.now())) == (ClockState.RUNNING, standing(each))
        said = state.summary(found)
        assert {name: getattr(row, name) for name in said} == said
        assert timer_of(kernel, ticket) == state.next_moment(found)
    after = [row_of(kernel, ticket).due_at for ticket in made]
    assert sum(one != other for one, other in zip(before, after, strict=True)) >= 25


def standing(clock: TicketClockState) -> Standing:
    due, following = (None if at is None else microseconds(at) for at in (clock.due_at, clock.next_at))
    limit = clock.limit
    return Standing(clock.calendar, limit.amount, limit.unit.value, due, clock.provisional, clock.level, following)


def test_arrays_hold_what_json_does(kernel: Kernel) -> None:
    if kernel.database.is_sqlite:
        return
    words = ["cn", 'a"b', "back\\slash", "{,}", "NULL", "", "通", None]
    query = "SELECT array_to_json(CAST(%s AS text[]))"
    with kernel.database.read() as connection:
        found = connection.exec_driver_sql(query, (array(words),)).scalar_one()
    assert found == orjson.loads(orjson.dumps(words))


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_recount_leaves_the_indexes_of_clocks_alone(kernel: Kernel) -> None:
    """PostgreSQL finds room for each changed clock in its page (a HOT update), though all of the page change at once."""
    keys = [row["key"] for row in store(kernel, ["somebody"], 240)]
    updated = text(
        "SELECT pg_stat_get_xact_tuples_updated(oid) AS all_of_them, pg_stat_get_xact_tuples_hot_updated(oid) AS hot"
        " FROM pg_class WHERE relname = 'ticket_clocks'"
    )

    def change(tx: Transaction) -> tuple[int, Row[Any]]:
        rows = bulk.open_of(tx.connection, keys)
        bulk.change(
            tx.connection, [(row[0], Standing(*row[bulk.STANDING])._replace(level=row.level + 1)) for row in rows]
        )
        return len(rows), tx.connection.execute(updated).one()

    count, found = kernel.write(change)
    assert count > 100
    assert tuple(found) == (count, count)
