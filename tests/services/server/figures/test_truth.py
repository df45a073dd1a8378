"""Figures are functions of raw events: the same for any interval however it is asked for, by every version of the rules."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.contracts.calls import CallEventKind
from services.contracts.figures import FORMULA_VERSION, FormulaVersion
from services.server.calls import repository as calls
from services.server.calls.floor import CallFloor
from services.server.figures import formulas
from services.server.figures.history import WISHED, History
from services.server.figures.raw import Raw
from services.server.figures.service import FigureBook
from services.server.kernel import Kernel
from services.telephony.protocol import Fact, Stamp
from tests.services.server.calls.conftest import OnDuty, act, floor, on_duty, ring
from tests.services.server.conftest import SignIn

__all__ = ["floor", "on_duty"]
_K = CallEventKind
START = datetime(2026, 3, 10, 1, tzinfo=UTC)
NOW = START + timedelta(days=2)


def raw(kind: Any, at: float, call: str, agent: str = "", wall: float | None = None, **data: object) -> Raw:
    """An event at a monotonic second; ``wall``: what the exchange's clock said, if that is something else."""
    moment = START + timedelta(seconds=at if wall is None else wall)
    raw.count += 1  # type: ignore[attr-defined]
    return Raw(raw.count, call, agent, kind, moment, at, "x", data)  # type: ignore[attr-defined]


raw.count = 0  # type: ignore[attr-defined]


def talk(call: str, at: float, wait: float, length: float, wall: float | None = None, number: str = "") -> list[Raw]:
    """A call that is answered; ``wall``: the exchange's clock at the offer."""
    off = 0.0 if wall is None else wall - at
    return [
        raw(_K.OFFERED, at, call, wall=at + off, number=number),
        raw(_K.ANSWERED, at + wait, call, "a", wall=at + wait + off),
        raw(_K.ENDED, at + wait + length, call, "a", wall=at + wait + length + off),
        raw(_K.AGENT_STATE, at + wait + length, call, "a", wall=at + wait + length + off, state="ready"),
    ]


@pytest.fixture
def worked(floor: CallFloor, on_duty: OnDuty, clock: ManualClock) -> datetime:
    """Two calls, ten minutes apart, the first one answered; returns when they began."""
    began = clock.now()
    api = on_duty(general=1)
    call_id = ring(floor)
    clock.advance(4)
    act(api, call_id, "answer")
    clock.advance(100)
    act(api, call_id, "end")
    clock.advance(20)
    act(api, call_id, "wrap-up", code="done", ready=False)
    clock.advance(476)
    ring(floor)
    clock.advance(30)
    return began


@pytest.mark.parametrize("zone", ["UTC", "Asia/Urumqi", "Asia/Kathmandu", "Europe/Berlin", "America/St_Johns"])
def test_in_which_zone_an_interval_is_asked_for_changes_nothing(
    worked: datetime, sign_in: SignIn, clock: ManualClock, zone: str
) -> None:
    lead = sign_in(Role.LEAD)
    clock.advance(86_400 * 40)
    until = worked + timedelta(minutes=9)
    asked = [
        lead.get("/v1/figures", params={"since": a.isoformat(), "until": b.isoformat()}).json()
        for a, b in ((worked, until), (worked.astimezone(ZoneInfo(zone)), until.astimezone(ZoneInfo(zone))))
    ]
    assert asked[0] == {**asked[1], "since": asked[0]["since"], "until": asked[0]["until"]}
    assert (asked[0]["offered"], asked[0]["asa"], asked[0]["formula"]) == (1, 4.0, FORMULA_VERSION)


def test_every_version_stays_computable_and_says_its_name(worked: datetime, sign_in: SignIn) -> None:
    lead = sign_in(Role.LEAD)
    params = {"since": worked.isoformat(), "until": (worked + timedelta(hours=1)).isoformat()}
    for version in get_args(FormulaVersion):
        found = lead.get("/v1/figures", params={**params, "formula": version}).json()
        assert (found["formula"], found["offered"]) == (version, 2)
    assert lead.get("/v1/figures", params={**params, "formula": "1999.1"}).status_code == 422
    assert lead.get("/v1/wall").json()["today"]["formula"] == FORMULA_VERSION


def test_what_the_wall_said_of_a_day_is_what_the_day_gives_later(
    worked: datetime, kernel: Kernel, floor: CallFloor, clock: ManualClock
) -> None:
    book = kernel.room(FigureBook)
    midnight = worked.astimezone(ZoneInfo("Asia/Shanghai")).replace(hour=0, minute=0, second=0, microsecond=0)
    wall = kernel.read(lambda tx: book.wall(tx, floor, 20.0)).today
    clock.advance(86_400 * 3)
    later = kernel.read(lambda tx: FigureBook().figures(tx, midnight, wall.until, 20.0))
    same = ("offered", "answered", "abandoned", "asa", "aht", "service_level", "occupancy", "connection_rate")
    assert {name: getattr(wall, name) for name in same} == {name: getattr(later, name) for name in same}


@pytest.mark.parametrize(
    ("zone", "day", "minutes"),
    [
        ("Asia/Urumqi", date(2026, 3, 10), 1440),
        ("Europe/Berlin", date(2026, 3, 29), 1380),
        ("Europe/Berlin", date(2026, 10, 25), 1500),
        ("Australia/Lord_Howe", date(2026, 4, 5), 1470),
    ],
)
def test_a_day_is_as_long_as_it_is_in_its_zone(
    kernel: Kernel, clock: ManualClock, sign_in: SignIn, zone: str, day: date, minutes: int
) -> None:
    where = ZoneInfo(zone)
    lead = sign_in(Role.LEAD)
    midnight = datetime(day.year, day.month, day.day, tzinfo=where).astimezone(UTC)
    facts = [
        Fact(_K.OFFERED, Stamp(midnight + timedelta(minutes=at), 60.0 * at), f"call{at}", "", {"number": ""})
        for at in (-1, 0, minutes - 1, minutes)
    ]
    kernel.write(lambda tx: calls.add_events(tx.connection, [calls.event_values(f, "x", tx.now) for f in facts]))
    clock.advance((midnight + timedelta(days=3) - clock.now()).total_seconds())
    found = lead.get("/v1/figures/day", params={"day": day.isoformat(), "zone": zone}).json()
    assert (found["minutes"], found["zone"], sum(found["arrivals"])) == (minutes, zone, 2)
    assert (found["arrivals"][0], found["arrivals"][-1]) == (1, 1)
    assert lead.get("/v1/figures/day", params={"zone": "Mars/Olympus"}).status_code == 422
    assert lead.get("/v1/figures/day", params={"zone": "../../etc/passwd"}).status_code == 422


def test_a_day_that_was_asked_for_before_it_came_is_not_empty_afterwards(
    floor: CallFloor, sign_in: SignIn, clock: ManualClock
) -> None:
    lead = sign_in(Role.LEAD)
    tomorrow = (clock.now() + timedelta(days=1)).date().isoformat()
    assert lead.get(f"/v1/figures/day?day={tomorrow}").json()["minutes"] == 0
    clock.advance(86_400)
    ring(floor)
    clock.advance(86_400)
    assert sum(lead.get(f"/v1/figures/day?day={tomorrow}").json()["arrivals"]) == 1


def test_a_clock_that_is_corrected_moves_no_call_twice_and_changes_no_length() -> None:
    """The exchange's clock is set back by an hour between two calls, and forward by two in the middle of a third."""
    events = [
        *talk("one", 100, 10, 50),
        *talk("two", 4000, 10, 50, wall=400),
        raw(_K.OFFERED, 5000, "three", wall=1400),
        raw(_K.ANSWERED, 5010, "three", "a", wall=8610),
        raw(_K.ENDED, 5060, "three", "a", wall=8660),
    ]
    history = History(events)

    def of(since: float, until: float) -> int:
        a, b = (START + timedelta(seconds=at) for at in (since, until))
        return formulas.figures(history, a, b, 20, NOW).offered

    assert [of(0, 300), of(300, 1000), of(1000, 2000), of(2000, 100_000)] == [1, 1, 1, 0]
    whole = formulas.figures(history, START, NOW, 20, NOW)
    assert (whole.asa, whole.aht, whole.service_level) == (10.0, 50.0, 1.0)


def test_a_wish_that_is_told_after_the_end_counts_as_one() -> None:
    """Asterisk's log tells a server that comes back of the end first."""
    wishes = [raw(_K.OFFERED, 0, "w", number="1"), raw(_K.ABANDONED, 40, "w"), raw(WISHED, 50, "w")]
    found = formulas.figures(History(wishes), START, NOW, 20, NOW)
    assert (found.abandoned, found.callbacks_wished) == (0, 1)


def test_who_wishes_to_be_called_back_has_not_abandoned() -> None:
    wishes = [raw(_K.OFFERED, 0, "w", number="1"), raw(WISHED, 40, "w"), raw(_K.ENDED, 41, "w", by="system")]
    gone = [raw(_K.OFFERED, 50, "g", number="2"), raw(_K.ABANDONED, 90, "g")]
    withheld = [raw(_K.OFFERED, 60, "h", number=""), raw(_K.ABANDONED, 90, "h")]
    twice = [raw(_K.OFFERED, 100, "t", number="2"), raw(_K.ABANDONED, 130, "t")]
    back = [raw(_K.DIALLED, 200, "out", "a", number="1"), raw(_K.ANSWERED, 210, "out", "a")]
    tried = [raw(_K.DIALLED, 220, "no", "a", number="2"), raw(_K.ENDED, 230, "no", "a", by="agent")]
    history = History([*wishes, *gone, *withheld, *twice, *back, *tried])
    new = formulas.figures(history, START, NOW, 20, NOW)
    assert (new.offered, new.answered, new.abandoned, new.callbacks_wished) == (4, 0, 3, 1)
    assert (new.callbacks_due, new.callbacks_reached, new.callback_rate) == (2, 1, 0.5)
    old = formulas.figures(history, START, NOW, 20, NOW, "2026.1")
    assert (old.abandoned, old.callbacks_wished, old.callbacks_due, old.callback_rate) == (4, 0, 0, None)
    for event in talk("again", 300, 5, 60, number="2"):
        history.take(event)
    assert formulas.figures(history, START, NOW, 20, NOW).callbacks_reached == 2


def test_both_moments_of_a_fact_are_kept(floor: CallFloor, kernel: Kernel, clock: ManualClock) -> None:
    """The exchange's clock is an hour late and its word came two seconds before it could be stored."""
    told = Stamp(clock.now() - timedelta(hours=1), clock.monotonic())
    heard = clock.now() - timedelta(seconds=2)
    fact = Fact(_K.OFFERED, told, "call", "", {"number": "", "skill": "general"}, heard)
    floor.core.exchange._facts.append(fact)  # type: ignore[attr-defined]
    kernel.write(lambda tx: floor.act(tx, lambda _core: None))
    first, queued = kernel.read(lambda tx: calls.events_of(tx.connection, "call"))
    assert (first.at, first.received_at) == (told.at, heard)
    assert queued.received_at == clock.now(), "what the floor itself states is received when it is stored"


def test_nothing_changes_or_deletes_raw_events() -> None:
    """Append-only: there is no statement for anything else."""
    pattern = re.compile(
        r"(update|delete)\(\s*call_events|call_events\.(update|delete)\(|(UPDATE|DELETE FROM) call_events"
    )
    for file in Path("services").rglob("*.py"):
        assert not pattern.search(file.read_text("utf-8")), file
    assert pattern.search("update(call_events)")


def test_an_offset_is_as_good_as_a_zone(worked: datetime, kernel: Kernel) -> None:
    until = worked + timedelta(minutes=9)
    strange = timezone(timedelta(hours=-9, minutes=-30))
    book = FigureBook()
    plain = kernel.read(lambda tx: book.figures(tx, worked, until, 20.0))
    moved = kernel.read(lambda tx: book.figures(tx, worked.astimezone(strange), until.astimezone(strange), 20.0))
    assert plain == moved
