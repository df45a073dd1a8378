"""Lines of the dispatch catalogue with limits of their own: clocks go by those of the version in force when they began."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.contracts.clocks import ClockKind, Limit, LimitUnit
from services.contracts.dispatching import Rule
from services.contracts.tickets import TicketKind
from services.server.dispatching import limits
from services.server.dispatching.resolution import Matter, resolve
from services.server.kernel import Kernel
from services.server.timers.service import Timers
from tests.services.server import district
from tests.services.server.clocks.test_alarms import fire
from tests.services.server.clocks.test_service import DAY, at, clocks_of
from tests.services.server.conftest import Api, SignIn
from tests.services.server.lifecycle.conftest import UNIT, Cast, cast

__all__ = ["cast"]


@pytest.fixture
def admin(sign_in: SignIn) -> Api:
    return sign_in(Role.ADMINISTRATOR)


def days(amount: int) -> dict[str, Any]:
    return {"amount": amount, "unit": "working_days"}


def put(admin: Api, *rules: dict[str, Any], since: datetime | None = None) -> None:
    versions = admin.get("/v1/dispatch-rules/versions").json()
    body = {"rules": list(rules), "effective_from": since.isoformat() if since else None}
    answer = admin.put("/v1/dispatch-rules", json=body, version=versions[0]["version"] if versions else 0)
    assert answer.status_code == 200, answer.text


def finish(kernel: Kernel, ticket: dict[str, Any]) -> int:
    return clocks_of(kernel, ticket)[ClockKind.FINISH].limit.amount


def test_a_line_sets_limits_of_its_own(cast: Cast, kernel: Kernel, admin: Api) -> None:
    assert finish(kernel, cast.file()) == 15
    put(
        admin,
        {"category": "06", "unit": "D06", "finish": days(5), "sign_in": {"amount": 3, "unit": "hours"}},
        {"category": "0602", "unit": "D04"},
        {"category": "06", "kind": "consult", "unit": "D06", "finish": days(1)},
    )
    ticket = cast.take(cast.dispatcher, cast.file(), "dispatch", unit=UNIT)
    clocks = clocks_of(kernel, ticket)
    assert (clocks[ClockKind.FINISH].limit.amount, clocks[ClockKind.FINISH].limit.unit) == (5, "working_days")
    assert (clocks[ClockKind.SIGN_IN].limit.amount, clocks[ClockKind.SIGN_IN].limit.unit) == (3, "hours")
    # A line that says more of the matter and nothing of limits: as for all.
    assert finish(kernel, cast.file(category="0602")) == 15
    assert finish(kernel, cast.file(kind="consult")) == 1
    assert finish(kernel, cast.file(category="01")) == 15


def test_the_arithmetic_names_the_line_that_sets_a_limit(cast: Cast, admin: Api, clock: ManualClock) -> None:
    def said(ticket: dict[str, Any]) -> list[dict[str, Any]]:
        clocks = cast.agent.get(f"/v1/tickets/{ticket['id']}/clocks").json()
        lines = next(clock["arithmetic"] for clock in clocks if clock["kind"] == "finish")
        return [line["values"] for line in lines if line["code"] == "of_matter"]

    put(
        admin,
        {"category": "06", "unit": "D06", "finish": days(5)},
        {"category": "06", "place": district.TOWN, "unit": "D06", "finish": days(4)},
    )
    ticket = cast.file()
    assert said(ticket) == [{"version": 1, "category": "06", "place": district.TOWN}]
    assert said(cast.file(town=district.OTHER_TOWN, village=district.OTHER_VILLAGE)) == [
        {"version": 1, "category": "06", "place": ""}
    ]
    assert said(cast.file(category="01")) == []
    # What a ticket began with stays its reason in later versions.
    clock.advance(DAY)
    put(admin, {"category": "06", "unit": "D06", "finish": days(2)})
    assert said(ticket)[0]["version"] == 1


def test_what_is_urgent_stays_urgent(cast: Cast, kernel: Kernel, admin: Api) -> None:
    before = finish(kernel, cast.file(urgency="urgent"))
    put(admin, {"category": "06", "unit": "D06", "finish": days(9), "sign_in": days(2)})
    assert finish(kernel, cast.file()) == 9
    ticket = cast.take(cast.dispatcher, cast.file(urgency="urgent"), "dispatch", unit=UNIT)
    assert clocks_of(kernel, ticket)[ClockKind.SIGN_IN].limit.unit is LimitUnit.MINUTES
    general = {(rule["clock"], rule["urgency"]) for rule in admin.get("/v1/clock-rules").json()["current"]["limits"]}
    assert finish(kernel, ticket) == (before if ("finish", "urgent") in general else 9)


def test_each_version_from_its_moment_on(cast: Cast, kernel: Kernel, clock: ManualClock, admin: Api) -> None:
    put(admin, {"category": "06", "unit": "D06", "finish": days(7)}, since=clock.now() + timedelta(days=2))
    early = cast.file()
    assert finish(kernel, early) == 15
    clock.advance(2 * DAY)
    assert finish(kernel, cast.file()) == 7
    # What began before keeps its limit, whatever is done with it afterwards.
    sent = cast.take(cast.dispatcher, early, "dispatch", unit=UNIT)
    assert finish(kernel, sent) == 15
    put(admin, {"category": "06", "unit": "D06"})
    assert finish(kernel, cast.file()) == 15


def test_a_version_of_the_past_counts_open_tickets_anew(
    cast: Cast, kernel: Kernel, clock: ManualClock, admin: Api
) -> None:
    earlier = cast.file()
    clock.advance(DAY)
    later = cast.file()
    put(admin, {"category": "06", "unit": "D06", "finish": days(3)}, since=clock.now() - timedelta(hours=12))
    assert admin.get("/v1/clock-rules/recount").json()["running"]
    fire(kernel.room(Timers))
    assert (finish(kernel, earlier), finish(kernel, later)) == (15, 3)
    assert clocks_of(kernel, later)[ClockKind.FINISH].due_at == at(6, 17, 30)
    # Lines without other limits leave all clocks alone.
    put(admin, {"category": "06", "unit": "D04", "finish": days(3)}, since=clock.now() - timedelta(hours=12))
    assert not admin.get("/v1/clock-rules/recount").json()["running"]


def test_another_category_has_another_limit(cast: Cast, kernel: Kernel, admin: Api) -> None:
    put(admin, {"category": "0602", "unit": "D04", "finish": days(4)})
    ticket = cast.file()
    fields = {"category": "0602"}
    answer = cast.agent.patch(f"/v1/tickets/{ticket['id']}", json=fields, version=ticket["version"])
    assert answer.status_code == 200, answer.text
    assert finish(kernel, ticket) == 4
    assert admin.post("/v1/categories/0602/remove", json={"successor": "01"}).status_code == 200
    assert finish(kernel, cast.file(category="01")) == 4


_CODES = ("", "01", "06", "0601", "060101", "0602")
_LIMITS = st.none() | st.builds(Limit, amount=st.integers(1, 30), unit=st.sampled_from(LimitUnit))
_RULES = st.lists(
    st.builds(
        Rule,
        category=st.sampled_from(_CODES),
        place=st.sampled_from(("", district.TOWN, district.VILLAGE, district.OTHER_TOWN)),
        kind=st.none() | st.sampled_from((TicketKind.HELP, TicketKind.REPORT)),
        unit=st.just("D06"),
        level=st.none(),
        sign_in=_LIMITS,
        finish=_LIMITS,
    ),
    max_size=12,
    unique_by=lambda rule: (rule.category, rule.place, rule.kind),
)
_MATTERS = st.builds(
    Matter,
    category=st.sampled_from(_CODES),
    town=st.sampled_from(("", district.TOWN, district.OTHER_TOWN)),
    village=st.sampled_from(("", district.VILLAGE)),
    kind=st.sampled_from(("", "help", "report", "consult")),
)


@given(rules=_RULES, matter=_MATTERS)
def test_what_is_kept_of_a_version_says_what_its_lines_say(rules: list[Rule], matter: Matter) -> None:
    kept = limits.unpacked(7, at(2, 0), limits.packed(rules))
    line = resolve(rules, matter)
    for clock, limit in ((ClockKind.SIGN_IN, line and line.sign_in), (ClockKind.FINISH, line and line.finish)):
        key = (line.category, line.place, line.kind or "") if line else ("", "", "")
        assert kept.limit(clock, matter) == ((key, limit) if limit else None)
    assert kept.limit(ClockKind.REVIEW, matter) is None


def test_an_example_by_rules_that_are_not_kept(cast: Cast, admin: Api) -> None:
    put(admin, {"category": "0602", "unit": "D04", "finish": days(4)})
    history = admin.get("/v1/clock-rules").json()
    names = ("limits", "ladder", "short_ladder", "pause_while_return_is_reviewed", "calendar", "calendars_of_units")
    rules = {name: history["current"][name] for name in names}
    rules["limits"] = [
        {**rule, "limit": days(3)} if (rule["clock"], rule["kind"]) == ("finish", "help") else rule
        for rule in rules["limits"]
    ]
    asked = {"rules": rules, "received_at": at(2, 10).isoformat(), "kind": "help"}
    answer = admin.post("/v1/clock-rules/preview", json=asked)
    assert answer.status_code == 200, answer.text
    clocks = {clock["kind"]: clock for clock in answer.json()}
    assert clocks.keys() == {kind.value for kind in ClockKind}
    assert datetime.fromisoformat(clocks["finish"]["due_at"]) == at(5, 17, 30)
    assert clocks["finish"]["arithmetic"][-1]["code"] == "due"
    of_matter = admin.post("/v1/clock-rules/preview", json={**asked, "category": "0602"}).json()
    assert {clock["kind"]: clock["limit"] for clock in of_matter}["finish"] == days(4)
    assert admin.get("/v1/clock-rules").json() == history
    wrong = admin.post("/v1/clock-rules/preview", json={**asked, "rules": {**rules, "calendar": "moon"}})
    assert wrong.status_code == 422
    assert [problem["field"] for problem in wrong.json()["fields"]] == ["rules.calendar"]
