"""Plans of queues through the API, the watch and the exchange of this process."""

import itertools
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.clock import ManualClock
from services.contracts.accounts import Role, Skill
from services.contracts.clocks import NewClockRules
from services.server.calls.floor import CallFloor
from services.server.kernel import Kernel
from services.server.plans import service
from services.server.plans.watch import GONE_SECONDS, PlanWatch
from services.server.tickets import catalogue
from services.telephony.exchange import LocalExchange
from tests.services.server.conftest import Api, SignIn
from tests.zone import ZONE

_numbers = itertools.count(1)
OFFICE = [{"begins": "08:30", "ends": "18:00"}]
NEIGHBOUR = "06321234567"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 3, 2, 12, 0, tzinfo=ZONE))


@pytest.fixture
def floor(kernel: Kernel, client: TestClient) -> CallFloor:
    kernel.write(catalogue.ensure)
    return kernel.room(CallFloor)


@pytest.fixture
def lead(floor: CallFloor, sign_in: SignIn) -> Api:
    return sign_in(Role.LEAD)


def plan(**more: Any) -> dict[str, Any]:
    return {"skill": "general", "week": [OFFICE] * 5 + [[], []], "make_up": OFFICE, **more}


def put(api: Api, *plans: Any, version: int = 0, **more: Any) -> Any:
    return api.put("/v1/queue-plans", json={"plans": list(plans), **more}, version=version)


def call(floor: CallFloor, number: str = "13800000042", skill: str = "general") -> str:
    call_id = f"call-{next(_numbers)}"
    floor.offer(call_id, number, skill)
    return call_id


def look(kernel: Kernel) -> None:
    kernel.room(PlanWatch).look()


def today(api: Api) -> Any:
    return api.get("/v1/wall").json()["today"]


def test_a_night_plan_holds_from_its_moment_on(floor: CallFloor, lead: Api, kernel: Kernel, clock: ManualClock) -> None:
    made = put(lead, plan())
    assert made.status_code == 200, made.text
    look(kernel)
    assert call(floor) in floor.core.state.calls
    clock.advance(6 * 3600)
    # Nobody has looked since: the exchange itself goes by the plan.
    call(floor, "13800000043")
    assert len(floor.core.state.calls) == 1
    figures = today(lead)
    assert (figures["turned_away"], figures["offered"], figures["abandoned"]) == (1, 1, 0)
    (now,) = lead.get("/v1/queue-plans/now").json()["items"]
    assert (now["open"], now["why"], now["until"][:16]) == (False, "hours", "2026-03-03T00:30")
    assert [task["skill"] for task in lead.get("/v1/call-backs").json()["items"]] == ["general"]


def test_plans_are_read_when_they_change_and_once_a_minute(
    lead: Api, kernel: Kernel, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[datetime] = []
    in_force = service.in_force
    monkeypatch.setattr(service, "in_force", lambda tx: read.append(tx.now) or in_force(tx))  # type: ignore[func-returns-value]
    for _ in range(50):
        look(kernel)
        clock.advance(1)
    assert read == [], "read at the start, in this minute"
    assert put(lead, plan()).status_code == 200
    look(kernel)
    # The event of the change may come after that, and is read for once more.
    assert len(read) == 1
    clock.advance(10)
    for _ in range(9):
        look(kernel)
    assert 2 <= len(read) <= 3


def test_a_stale_or_wrong_plan_is_refused(lead: Api, clock: ManualClock) -> None:
    assert put(lead, plan()).status_code == 200
    assert put(lead, plan()).status_code == 412
    wrong = put(lead, plan(outside="number", outside_to="119x"), plan(outside="skill", outside_to="general"), version=1)
    assert wrong.status_code == 422
    assert {field["field"] for field in wrong.json()["fields"]} == {
        "plans.0.outside_to",
        "plans.1.skill",
        "plans.1.outside_to",
    }
    past = put(lead, plan(), version=1, effective_from=(clock.now() - timedelta(hours=1)).isoformat())
    assert past.status_code == 422


def test_who_calls_at_night_leaves_a_message_where_the_plan_says_so(
    floor: CallFloor, lead: Api, clock: ManualClock, kernel: Kernel
) -> None:
    assert put(lead, plan(outside="message")).status_code == 200
    look(kernel)
    clock.advance(6 * 3600)
    called = call(floor, "13800000049")
    exchange = floor.core.exchange
    assert isinstance(exchange, LocalExchange)
    exchange.leave_message(called, 9.0, "13800000049", "general")
    floor.turn()
    assert kernel.read(lambda tx: service_events(tx, called)) == ["turned_away", "voicemail"]
    (task,) = lead.get("/v1/call-backs").json()["items"]
    assert (task["cause"], task["messages"][0]["seconds"]) == ("voicemail", 9.0)
    assert today(lead)["callbacks_promised"] == 0


def test_days_off_are_those_of_the_districts_calendar_unless_the_plan_names_another(
    floor: CallFloor, lead: Api, sign_in: SignIn, kernel: Kernel, clock: ManualClock
) -> None:
    admin = sign_in(Role.ADMINISTRATOR)
    shift = [{"start": "09:00", "end": "17:00"}]
    off = {"date": "2026-03-02", "name": "建区日", "is_off_day": True}
    own = {"code": "town", "name": "本区", "effective_from": "2026-03-01", "week": [shift] * 5 + [[], []]}
    made = admin.put("/v1/calendars", json={**own, "make_up": shift, "days": [off]}, version=0)
    assert made.status_code == 200, made.text

    def is_open() -> bool:
        look(kernel)
        (now,) = lead.get("/v1/queue-plans/now").json()["items"]
        assert now["open"] is (call(floor) in floor.core.state.calls), "the exchange goes by the same calendar"
        return bool(now["open"])

    put(lead, plan())
    assert is_open()
    put(lead, plan(), version=1, calendar="town")
    assert not is_open()
    put(lead, plan(), version=2)
    assert is_open()
    rules = admin.get("/v1/clock-rules").json()["current"]
    change = {key: value for key, value in rules.items() if key in NewClockRules.model_fields}
    change |= {"calendar": "town", "effective_from": (clock.now() + timedelta(seconds=1)).isoformat()}
    kept = admin.put("/v1/clock-rules", json=change, version=rules["version"])
    assert kept.status_code == 200, kept.text
    clock.advance(60)
    assert not is_open(), "the district's clocks go by its own calendar now, and so do plans that name none"
    wrong = put(lead, plan(), version=3, calendar="mars")
    assert [each["field"] for each in wrong.json()["fields"]] == ["calendar"]


def test_too_long_a_wait_sends_new_callers_on_and_is_no_abandoned_call(
    floor: CallFloor, lead: Api, kernel: Kernel, clock: ManualClock
) -> None:
    put(lead, plan(overflow_seconds=60, overflow="number", overflow_to=NEIGHBOUR))
    waits = call(floor, "13800000051")
    clock.advance(61)
    look(kernel)
    sent = call(floor, "13800000052")
    assert list(floor.core.state.calls) == [waits]
    figures = today(lead)
    assert (figures["overflowed"], figures["offered"], figures["abandoned"]) == (1, 1, 0)
    events = lead.get(f"/v1/calls/{waits}/events")
    assert events.status_code == 200
    assert kernel.read(lambda tx: service_events(tx, sent)) == ["overflowed"]
    floor.core.exchange.end(waits, "system")
    look(kernel)
    floor.turn()
    look(kernel)
    assert call(floor, "13800000053") in floor.core.state.calls


def service_events(tx: Any, call_id: str) -> list[str]:
    from sqlalchemy import select

    from services.server.calls.tables import call_events

    query = select(call_events.c.kind).where(call_events.c.call_id == call_id)
    return list(tx.connection.execute(query).scalars())


def test_nobody_who_takes_calls_sends_new_callers_to_another_skill(
    floor: CallFloor, lead: Api, kernel: Kernel, sign_in: SignIn
) -> None:
    put(lead, plan(overflow_no_agent=True, overflow="skill", overflow_to="city"))
    look(kernel)
    sent = call(floor)
    assert floor.core.state.calls[sent].skill == "city"
    agent = sign_in(Role.AGENT, skills=[Skill(key="general")])
    agent.put("/v1/agents/me/state", json={"state": "break", "reason": "rest"})
    look(kernel)
    sent = call(floor, "13800000043")
    assert floor.core.state.calls[sent].skill == "city", "who is on a break takes no calls"
    (now,) = lead.get("/v1/queue-plans/now").json()["items"]
    assert (now["open"], now["why"]) == (False, "no_agent")
    agent.put("/v1/agents/me/state", json={"state": "ready"})
    look(kernel)
    stays = call(floor, "13800000044")
    assert floor.core.state.calls[stays].skill == "general"


def test_who_waits_when_the_queue_closes_is_told_and_called_back(
    floor: CallFloor, lead: Api, kernel: Kernel, clock: ManualClock
) -> None:
    put(lead, plan(outside="announce"))
    clock.advance(6 * 3600 - 30)
    waits = call(floor, "13800000061")
    clock.advance(30)
    look(kernel)
    assert waits in floor.core.state.calls
    clock.advance(GONE_SECONDS)
    look(kernel)
    assert waits not in floor.core.state.calls
    assert len(lead.get("/v1/call-backs").json()["items"]) == 1
    figures = today(lead)
    assert (figures["turned_away"], figures["offered"], figures["abandoned"]) == (1, 1, 0)


def test_a_leads_word_comes_before_the_plan(floor: CallFloor, lead: Api, kernel: Kernel) -> None:
    put(lead, plan(overflow_no_agent=True, overflow="skill", overflow_to="city"))
    lead.post("/v1/queue-closings/general/close", json={"reason": "停电", "treatment": "announce"}, version=0)
    look(kernel)
    call(floor)
    assert floor.core.state.calls == {}
    (now,) = lead.get("/v1/queue-plans/now").json()["items"]
    assert (now["why"], now["treatment"]) == ("closed", "announce")
