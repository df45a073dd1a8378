"""A district in a zone with summer time: numbers, limits, days, figures, duty and calendars go by its clocks, not by others.

On Sunday 29 March 2026 clocks in Berlin go from 02:00 to 03:00.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.contracts.callbacks import CallBackRules
from services.contracts.clocks import ClockKind
from services.server.callbacks.rules import sensible
from services.server.importing.moments import moment
from services.server.kernel import Kernel
from tests.services.server.calls.conftest import OnDuty, act, floor, on_duty, ring
from tests.services.server.clocks.test_service import clocks_of
from tests.services.server.clocks.test_settings import six_days
from tests.services.server.conftest import SignIn
from tests.services.server.lifecycle.conftest import UNIT, Cast, cast

__all__ = ["cast", "floor", "on_duty"]

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def zone() -> str:
    return BERLIN.key


@pytest.fixture
def clock() -> ManualClock:
    """Saturday, half past eleven at night; in Shanghai it is half past six on Sunday."""
    return ManualClock(datetime(2026, 3, 28, 22, 30, tzinfo=UTC))


def test_numbers_and_lists_go_by_the_days_of_its_clocks(cast: Cast, clock: ManualClock) -> None:
    numbers = [cast.file()["number"]]
    # At three, where two would have been; half an hour before the next midnight, and half an hour after it.
    for hours in (2.5, 20.5, 1):
        clock.advance(hours * 3600)
        numbers.append(cast.file()["number"])
    assert numbers == ["20260328-000001", "20260329-000001", "20260329-000002", "20260330-000001"]

    def found(path: str, q: str) -> list[str]:
        return [row["number"] for row in cast.agent.get(path, params={"q": q}).json()["items"]]

    assert found("/v1/tickets", "20260329") == ["20260329-000002", "20260329-000001"]
    assert found("/v1/tickets", "20260328") == ["20260328-000001"]
    hits = cast.agent.get("/v1/search", params={"q": "000002"}).json()["tickets"]["items"]
    assert [hit["ticket"]["number"] for hit in hits] == ["20260329-000002"]


def test_a_limit_ends_when_its_clocks_say_so_after_the_change_as_before(
    cast: Cast, kernel: Kernel, clock: ManualClock
) -> None:
    # Friday the 27th, ten in the morning.
    clock.set_back((clock.now() - datetime(2026, 3, 27, 9, tzinfo=UTC)) / timedelta(seconds=1))
    ticket = cast.take(cast.dispatcher, cast.file(kind="consult"), "dispatch", unit=UNIT)
    finish = clocks_of(kernel, ticket)[ClockKind.FINISH]
    assert finish.due_at == datetime(2026, 3, 31, 17, 30, tzinfo=BERLIN)
    said = {line.code: line.values for line in finish.arithmetic}
    assert said["due"]["at"] == "2026-03-31T17:30:00+02:00"


def test_a_day_of_23_hours_in_figures(floor: Any, on_duty: OnDuty, sign_in: SignIn, clock: ManualClock) -> None:
    api, lead = on_duty(general=1), sign_in(Role.LEAD)

    def one_call() -> None:
        call_id = ring(floor)
        act(api, call_id, "answer")
        clock.advance(60)
        act(api, call_id, "end")
        clock.advance(10)
        act(api, call_id, "wrap-up", code="done", ready=True)

    one_call()
    assert lead.get("/v1/wall").json()["today"]["offered"] == 1
    clock.advance(3600)
    one_call()
    wall = lead.get("/v1/wall").json()
    assert (wall["today"]["offered"], wall["agents"][0]["handled"]) == (1, 1), "a new day has begun"
    clock.advance(86_400)
    day = lead.get("/v1/figures/day?day=2026-03-29").json()
    assert (day["zone"], day["minutes"], sum(day["arrivals"])) == (BERLIN.key, 23 * 60, 1)
    assert datetime.fromisoformat(day["start"]) == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert lead.get("/v1/figures/day").json()["day"] == "2026-03-30"


def test_duty_goes_by_its_clocks(cast: Cast, clock: ManualClock) -> None:
    clock.set_back(3 * 86_400)
    hours = [{"days": "work_days", "start": "08:00", "end": "16:00"}]
    body = {"people": [{"account_id": cast.handler.account.id, "hours": hours}], "absences": []}
    path = f"/v1/units/{UNIT}/duty"
    assert cast.handler.put(path, json=body, version=0).status_code == 200

    def covered(day: int, *times: tuple[int, int]) -> list[bool]:
        moments = [datetime(2026, 3, day, hour, minute, tzinfo=UTC).isoformat() for hour, minute in times]
        return [bool(cast.agent.get(path, params={"at": at}).json()["on_duty"]) for at in moments]

    # Friday in winter time, Monday in summer time.
    assert covered(27, (6, 59), (7, 0), (14, 59), (15, 0)) == [False, True, True, False]
    assert covered(30, (5, 59), (6, 0), (13, 59), (14, 0)) == [False, True, True, False]


def test_a_calendar_that_names_no_zone_has_the_districts(sign_in: SignIn) -> None:
    admin = sign_in(Role.ADMINISTRATOR)
    without = {key: value for key, value in six_days().items() if key != "zone"}
    assert admin.put("/v1/calendars", version=0, json=without).json()["zone"] == BERLIN.key
    kept = {each["code"]: each["zone"] for each in admin.get("/v1/calendars").json()}
    assert (kept["counter"], kept["cn"]) == (BERLIN.key, BERLIN.key)
    elsewhere = admin.put("/v1/calendars", version=1, json={**without, "zone": "Asia/Urumqi"})
    assert elsewhere.json()["zone"] == "Asia/Urumqi"


def test_citizens_are_called_in_the_hours_of_its_clocks() -> None:
    night = datetime(2026, 3, 28, 22, 30, tzinfo=UTC)
    first = CallBackRules().windows[0].begins
    assert f"{sensible(night, CallBackRules(), BERLIN).astimezone(BERLIN):%m-%d %H:%M}" == f"03-29 {first}"


def test_a_time_in_a_table_is_of_its_clocks() -> None:
    assert moment("2026-03-29 09:00", BERLIN) == datetime(2026, 3, 29, 7, tzinfo=UTC)
    assert moment("2026-03-28 09:00", BERLIN) == datetime(2026, 3, 28, 8, tzinfo=UTC)
