"""Rules and calendars: kept in versions, in force from a date on, everything counted anew afterwards."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.contracts.clocks import ClockKind
from services.server.app import build_app
from services.server.clocks import recount, settings
from services.server.clocks.config import carried
from services.server.kernel import Kernel
from services.server.timers.service import Timers
from tests.services.server.clocks.test_alarms import fire
from tests.services.server.clocks.test_service import DAY, at, clocks_of, row_of, timer_of
from tests.services.server.conftest import Api, SignIn
from tests.services.server.lifecycle.conftest import Cast, cast
from tests.zone import ZONE

__all__ = ["cast"]

CALENDARS = Path(__file__).parents[4] / "resources" / "calendar"


@pytest.fixture
def admin(sign_in: SignIn) -> Api:
    return sign_in(Role.ADMINISTRATOR)


@pytest.fixture
def timers(kernel: Kernel, cast: Cast) -> Timers:
    return kernel.room(Timers)


def next_year(**days: bool) -> dict[str, Any]:
    """A calendar file of 2027 with New Year's day off, and what a test adds."""
    named = {"2027-01-01": True} | {day.replace("_", "-").lstrip("d"): is_off for day, is_off in days.items()}
    return {
        "$schema": "https://example.org/schema.json",
        "year": 2027,
        "papers": ["https://example.org/paper"],
        "days": [{"name": "元旦", "date": day, "isOffDay": is_off} for day, is_off in named.items()],
    }


def rules_of(admin: Api) -> dict[str, Any]:
    return admin.get("/v1/clock-rules").json()  # type: ignore[no-any-return]


def body_of(rules: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {name: value for name, value in rules.items() if name not in ("version", "author")} | changes


def with_finish(rules: dict[str, Any], amount: int) -> list[dict[str, Any]]:
    """The limits, with another one for finishing a request for help."""
    return [
        {**limit, "limit": {"amount": amount, "unit": "working_days"}}
        if (limit["clock"], limit["kind"]) == ("finish", "help")
        else limit
        for limit in rules["limits"]
    ]


def test_a_published_year_makes_a_provisional_limit_firm(
    cast: Cast, kernel: Kernel, clock: ManualClock, admin: Api, timers: Timers
) -> None:
    clock.advance((at(24, 10, month=12) - clock.now()) / timedelta(seconds=1))
    ticket = cast.file(kind="complaint")
    before = clocks_of(kernel, ticket)[ClockKind.FINISH]
    assert before.provisional
    # Without a calendar of 2027 its first of January is a Friday like any other.
    assert before.due_at == at(14, 17, 30, month=1) + timedelta(days=365)
    assert ("provisional", {"year": 2027}) in [(line.code, line.values) for line in before.arithmetic]
    answer = admin.post("/v1/calendars", json=next_year(d2027_01_09=False))
    assert answer.status_code == 201, answer.text
    assert answer.json()["years"] == [2024, 2025, 2026, 2027]
    assert admin.get("/v1/clock-rules/recount").json()["running"]
    fire(timers)
    after = clocks_of(kernel, ticket)[ClockKind.FINISH]
    assert not after.provisional
    # One day off and one Saturday worked: the same day as before.
    assert after.due_at == before.due_at
    assert admin.post("/v1/calendars", json=next_year(d2027_01_04=True)).status_code == 201
    fire(timers)
    again = clocks_of(kernel, ticket)[ClockKind.FINISH]
    assert again.due_at == at(18, 17, 30, month=1) + timedelta(days=365)
    done = {"running": False, "done": 1, "changed": 1, "total": 1}
    assert admin.get("/v1/clock-rules/recount").json() == done


def test_the_last_day_of_a_known_calendar_is_not_provisional(cast: Cast, kernel: Kernel, clock: ManualClock) -> None:
    clock.advance((at(10, 10, month=12) - clock.now()) / timedelta(seconds=1))
    last = cast.file(kind="complaint")
    found = clocks_of(kernel, last)[ClockKind.FINISH]
    assert (found.due_at, found.provisional) == (at(31, 17, 30, month=12), False)
    clock.advance(DAY)
    beyond = clocks_of(kernel, cast.file(kind="complaint"))[ClockKind.FINISH]
    assert (beyond.due_at, beyond.provisional) == (at(1, 17, 30, month=1) + timedelta(days=365), True)


def test_rules_hold_for_what_is_started_since(
    cast: Cast, kernel: Kernel, clock: ManualClock, admin: Api, timers: Timers
) -> None:
    earlier = cast.file(kind="help")
    clock.advance(DAY)
    later = cast.file(kind="help")
    rules = rules_of(admin)
    change = body_of(rules["current"], effective_from=at(3, 0).isoformat(), limits=with_finish(rules["current"], 3))
    answer = admin.put("/v1/clock-rules", version=rules["version"], json=change)
    assert answer.status_code == 200, answer.text
    assert answer.json()["version"] == rules["version"] + 1
    fire(timers)
    assert clocks_of(kernel, earlier)[ClockKind.FINISH].due_at == at(16, 17, 30)
    assert clocks_of(kernel, later)[ClockKind.FINISH].due_at == at(6, 17, 30)
    assert row_of(kernel, later).due_kind == "dispatch"
    assert clocks_of(kernel, cast.file(kind="help"))[ClockKind.FINISH].due_at == at(6, 17, 30)


def test_rules_of_the_future_wait(cast: Cast, kernel: Kernel, clock: ManualClock, admin: Api) -> None:
    rules = rules_of(admin)
    change = body_of(rules["current"], effective_from=at(9, 0).isoformat(), limits=with_finish(rules["current"], 1))
    assert admin.put("/v1/clock-rules", version=rules["version"], json=change).status_code == 200
    assert rules_of(admin)["current"]["version"] == rules["version"]
    assert clocks_of(kernel, cast.file(kind="help"))[ClockKind.FINISH].due_at == at(16, 17, 30)
    clock.advance(7 * DAY)
    assert rules_of(admin)["current"]["version"] == rules["version"] + 1
    assert clocks_of(kernel, cast.file(kind="help"))[ClockKind.FINISH].due_at == at(10, 17, 30)


def test_two_who_change_the_rules(admin: Api) -> None:
    rules = rules_of(admin)
    change = body_of(rules["current"])
    assert admin.put("/v1/clock-rules", version=rules["version"], json=change).status_code == 200
    answer = admin.put("/v1/clock-rules", version=rules["version"], json=change)
    assert answer.status_code == 412
    assert answer.json()["current"]["version"] == rules["version"] + 1


@pytest.mark.parametrize(
    "change",
    [
        {"calendar": "nowhere"},
        {"calendars_of_units": {"D06": "nowhere"}},
        {"limits": []},
        {"limits": [{"clock": "finish", "limit": {"amount": 1, "unit": "hours"}}]},
        {"ladder": [{"level": 1, "when": "share"}]},
        {"ladder": [{"level": 5, "when": "due"}]},
        {"short_ladder": [{"level": 1, "when": "due", "after": {"amount": 1, "unit": "hours"}}]},
    ],
)
def test_rules_that_make_no_sense_are_refused(admin: Api, change: dict[str, Any]) -> None:
    rules = rules_of(admin)
    answer = admin.put("/v1/clock-rules", version=rules["version"], json=body_of(rules["current"], **change))
    assert answer.status_code == 422, answer.text
    assert rules_of(admin)["version"] == rules["version"]


def six_days(**changes: Any) -> dict[str, Any]:
    shift = [{"start": "09:00", "end": "12:00"}, {"start": "13:00", "end": "16:00"}]
    return {
        "code": "counter",
        "name": "办事大厅",
        "effective_from": "2026-01-01",
        "week": [shift] * 6 + [[]],
        "make_up": shift,
        "days_of": "cn",
        **changes,
    }


def test_a_unit_with_a_calendar_of_its_own(
    cast: Cast, kernel: Kernel, admin: Api, timers: Timers, clock: ManualClock
) -> None:
    assert admin.put("/v1/calendars", version=0, json=six_days()).json()["version"] == 1
    rules = rules_of(admin)
    change = body_of(rules["current"], effective_from=at(1, 0).isoformat(), calendars_of_units={"D06": "counter"})
    assert admin.put("/v1/clock-rules", version=rules["version"], json=change).status_code == 200
    ticket = cast.take(cast.dispatcher, cast.file(kind="help"), "dispatch", unit="D06")
    found = clocks_of(kernel, ticket)
    assert found[ClockKind.SIGN_IN].calendar == "counter"
    # Ten days of six a week: Friday the 13th and not Monday the 16th.
    assert found[ClockKind.FINISH].due_at == at(13, 16)
    # From the tenth on they close at three.
    early = [{"start": "09:00", "end": "15:00"}]
    change = six_days(effective_from="2026-03-10", week=[early] * 6 + [[]])
    stale = admin.put("/v1/calendars", version=0, json=change)
    assert (stale.status_code, stale.json()["current"]["version"]) == (412, 1)
    assert admin.put("/v1/calendars", version=1, json=change).json()["version"] == 2
    fire(timers)
    assert clocks_of(kernel, ticket)[ClockKind.FINISH].due_at == at(13, 15)
    assert clocks_of(kernel, ticket)[ClockKind.SIGN_IN].due_at == at(3, 16)


@pytest.mark.parametrize(
    "change",
    [
        {"zone": "Asia/Nowhere"},
        {"zone": "../../etc/passwd"},
        {"days_of": "nowhere"},
        {"days_of": "six-days"},
        {"week": [[]] * 7},
        {"week": [[{"start": "10:00", "end": "09:00"}]] * 7},
        {"week": [[{"start": "09:00", "end": "12:00"}, {"start": "11:00", "end": "16:00"}]] * 7},
        {"make_up": []},
        {"make_up": [{"start": "09:00", "end": "24:01"}]},
    ],
)
def test_calendars_that_make_no_sense_are_refused(admin: Api, change: dict[str, Any]) -> None:
    assert admin.put("/v1/calendars", version=0, json=six_days(**change)).status_code == 422


@pytest.mark.parametrize(
    "change",
    [
        {"calendar": "nowhere"},
        {"calendar": "six-days"},
        {"days": [{"date": "2030-01-01", "isOffDay": True}]},
        {"days": [{"date": "2027-01-01", "isOffDay": True}, {"date": "2027-01-01", "isOffDay": False}]},
        {"days": [{"date": "2027-02-30", "isOffDay": True}]},
    ],
)
def test_a_broken_calendar_file_is_refused(admin: Api, change: dict[str, Any]) -> None:
    assert admin.post("/v1/calendars", json={**next_year(), **change}).status_code == 422


def test_the_files_that_are_carried_can_be_loaded(admin: Api) -> None:
    for file in sorted(CALENDARS.glob("*.json")):
        answer = admin.post("/v1/calendars", json=json.loads(file.read_text("utf-8")))
        assert answer.status_code == 201, answer.text


def test_a_recount_goes_on_where_it_was(
    cast: Cast, kernel: Kernel, clock: ManualClock, admin: Api, timers: Timers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recount, "BATCH", 2)
    tickets = [cast.file(kind="complaint") for _ in range(5)]
    # Monday to Saturday and none of the holidays: everything is due earlier.
    plain = six_days(code="cn", days_of="", week=[six_days()["make_up"]] * 7)
    assert admin.put("/v1/calendars", version=1, json=plain).status_code == 200
    assert timers.fire_due()
    half = admin.get("/v1/clock-rules/recount").json()
    assert half == {"running": True, "done": 2, "changed": 2, "total": 5}
    # Another process goes on.
    build_app(kernel)
    fire(kernel.room(Timers))
    assert admin.get("/v1/clock-rules/recount").json() == {"running": False, "done": 5, "changed": 5, "total": 5}
    for ticket in tickets:
        assert clocks_of(kernel, ticket)[ClockKind.FINISH].due_at == at(17, 16)
        assert timer_of(kernel, ticket) == at(2, 10, 30)


def test_a_recount_waits_for_one_that_is_being_changed(
    cast: Cast, kernel: Kernel, clock: ManualClock, admin: Api, timers: Timers
) -> None:
    if kernel.database.is_sqlite:
        pytest.skip("one writer")
    tickets = [cast.file(kind="complaint") for _ in range(3)]
    plain = six_days(code="cn", days_of="", week=[six_days()["make_up"]] * 7)
    assert admin.put("/v1/calendars", version=1, json=plain).status_code == 200
    with kernel.database.write() as somebody:
        settings.repository.open_of(somebody, row_of(kernel, tickets[1]).key)  # type: ignore[attr-defined]
        timers.fire_due()
        assert clocks_of(kernel, tickets[2])[ClockKind.FINISH].due_at == at(17, 16)
        assert clocks_of(kernel, tickets[1])[ClockKind.FINISH].due_at != at(17, 16)
    fire(timers)
    assert clocks_of(kernel, tickets[1])[ClockKind.FINISH].due_at == at(17, 16)


def test_what_is_carried_is_kept_once(kernel: Kernel) -> None:
    for _ in range(2):
        kernel.write(settings.ensure)
    found = kernel.read(settings.rules)
    assert [rules.version for rules in found.versions] == [1]
    assert found.current.limits == carried(ZONE).rules[0].limits
    assert kernel.read(settings.calendars) == sorted(carried(ZONE).calendars, key=lambda each: each.code)


def test_how_long_a_close_can_be_taken_back_and_when_a_meeting_decides(
    cast: Cast, clock: ManualClock, admin: Api
) -> None:
    rules = rules_of(admin)
    change = body_of(rules["current"], effective_from=at(2, 0).isoformat(), undo_minutes=30, returns_until_meeting=1)
    answer = admin.put("/v1/clock-rules", version=rules["version"], json=change)
    assert answer.status_code == 200, answer.text
    closed = cast.closed()
    clock.advance(29 * 60)
    assert cast.take(cast.agent, closed, "undo_close")["status"] == "follow_up"
    late = cast.closed()
    clock.advance(31 * 60)
    refused = cast.ask(cast.agent, late, "undo_close").json()
    assert (refused["code"], "30" in refused["detail"]) == ("too_late_to_undo", True)
    ticket = cast.take(cast.dispatcher, cast.file(), "dispatch", unit="D06")
    assert cast.ask(cast.dispatcher, cast.file(), "meet", unit="D04", text="x").json()["code"] == "no_meeting_needed"
    ticket = cast.take(cast.handler, ticket, "request_return", reason="不属于本部门职责")
    ticket = cast.take(cast.dispatcher, ticket, "uphold_return")
    assert cast.ask(cast.dispatcher, ticket, "dispatch", unit="D04").json()["code"] == "needs_meeting"
    assert cast.dispatcher.get(f"/v1/tickets/{ticket['id']}/suggestion").json()["needs_meeting"]


@pytest.mark.parametrize("change", [{"undo_minutes": 0}, {"undo_minutes": 241}, {"returns_until_meeting": 0}])
def test_steps_have_limits_that_make_sense(cast: Cast, admin: Api, change: dict[str, int]) -> None:
    rules = rules_of(admin)
    body = body_of(rules["current"], effective_from=at(2, 0).isoformat(), **change)
    answer = admin.put("/v1/clock-rules", version=rules["version"], json=body)
    assert [problem["field"] for problem in answer.json()["fields"]] == list(change)
