"""Alarms on a real floor: raised once, acknowledged once, cleared by themselves, kept; also with two servers."""

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.contracts.alarms import DEFAULTS, AlarmKind
from services.contracts.calls import AgentState
from services.server.alarms.tables import alarms
from services.server.alarms.watch import AlarmWatch, waiting
from services.server.calls.floor import CallFloor
from services.server.kernel import Kernel
from services.server.tables import events
from services.telephony.protocol import ExchangeState
from tests.services.server.alarms.conftest import Pass
from tests.services.server.calls.conftest import OnDuty, ring
from tests.services.server.conftest import Api, SignIn


@pytest.fixture
def lead(sign_in: SignIn) -> Api:
    return sign_in(Role.LEAD)


def only(lead: Api, *kinds: AlarmKind, **fields: Any) -> None:
    """Leaves only rules of some kinds, changed by ``fields``."""
    kept = [rule.model_dump(mode="json") | fields for rule in DEFAULTS if rule.kind in kinds]
    version = lead.get("/v1/alarm-rules").json()["items"][0]["version"]
    answer = lead.put("/v1/alarm-rules", version=version, json={"rules": kept})
    assert answer.status_code == 200, answer.text


def listed(lead: Api) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = lead.get("/v1/alarms").json()["items"]
    return found


def test_a_long_wait_is_raised_once_acknowledged_and_cleared(
    lead: Api, floor: CallFloor, on_duty: OnDuty, seconds: Pass, sign_in: SignIn
) -> None:
    only(lead, AlarmKind.LONGEST_WAIT, raise_at=30, clear_at=10, hold_seconds=5, clear_seconds=5)
    call_id = ring(floor, "13800000042")
    assert seconds(34) == 0
    assert seconds(1) == 1
    assert seconds(60) == 0, "raised once"
    (alarm,) = listed(lead)
    assert (alarm["kind"], alarm["skill"], alarm["cleared_at"]) == ("longest_wait", "general", None)
    assert alarm["since"] < alarm["raised_at"]
    assert "42" not in json.dumps({key: alarm[key] for key in ("subject", "name", "remark")})
    done = lead.post(f"/v1/alarms/{alarm['id']}/acknowledge", json={"remark": "calling two from the break"})
    assert done.json()["acknowledged_by"] == lead.account.name
    second = sign_in(Role.LEAD).post(f"/v1/alarms/{alarm['id']}/acknowledge", json={"remark": "me too"})
    assert second.json() == done.json(), "who was first takes care of it"
    agent = on_duty(general=1)
    assert agent.post(f"/v1/calls/{call_id}/answer").status_code == 200
    assert seconds(5) == 0
    assert seconds(2) == 1
    (alarm,) = listed(lead)
    assert alarm["cleared_at"] is not None
    assert alarm["remark"] == "calling two from the break"


def test_a_queue_that_goes_up_and_down_does_not_flap(lead: Api, floor: CallFloor, seconds: Pass) -> None:
    only(lead, AlarmKind.LONGEST_WAIT, raise_at=30, clear_at=10, hold_seconds=5, clear_seconds=5)
    exchange: Any = floor.core.exchange

    def wait_and_go(count: int) -> int:
        call_id = ring(floor)
        changed = seconds(count)
        exchange.hang_up(call_id)
        floor.turn()
        return changed

    assert sum(wait_and_go(32) for _ in range(4)) == 0, "never bad for five seconds"
    assert wait_and_go(60) == 1
    # Three seconds without callers are too short to clear; the next caller is not long enough to raise again.
    assert seconds(3) == 0
    ring(floor)
    assert seconds(9) == 1, "good for five seconds"


def test_callers_of_a_skill_with_nobody_on_duty(lead: Api, floor: CallFloor, on_duty: OnDuty, seconds: Pass) -> None:
    only(lead, AlarmKind.NO_AGENT, hold_seconds=10, clear_seconds=0)
    on_duty(english=1)
    busy = on_duty(social=1)
    busy.put("/v1/agents/me/state", json={"state": "break", "reason": "meal"})
    ring(floor, skill="social")
    ring(floor, skill="social")
    assert seconds(11) == 1, "who is on a break takes no calls"
    (alarm,) = listed(lead)
    assert (alarm["kind"], alarm["subject"], alarm["value"]) == ("no_agent", "social", 2)
    busy.put("/v1/agents/me/state", json={"state": "training"})
    assert seconds(1) == 0
    busy.put("/v1/agents/me/state", json={"state": "ready"})
    assert seconds(1) == 1, "somebody is there"


def test_whose_telephone_is_not_there_serves_nobody(floor: CallFloor, on_duty: OnDuty) -> None:
    agent = on_duty(social=1)
    call_id = ring(floor, skill="english")
    with floor.look() as core:
        ready = core.state.agents[agent.account.id]
        call = replace(core.state.calls[call_id], skill="social")
        away = replace(ready, telephone="away")
        talks = replace(away, state=AgentState.TALKING)
        raised = [
            (AlarmKind.NO_AGENT, "social") in waiting([call], [each], core.now.at) for each in (ready, away, talks)
        ]
    assert raised == [False, True, False]


def test_the_exchange_is_lost_and_heard_again(
    lead: Api, floor: CallFloor, seconds: Pass, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(lead, AlarmKind.PBX_LOST, AlarmKind.LONGEST_WAIT, raise_at=30, clear_at=0, hold_seconds=0, clear_seconds=3)
    ring(floor)
    assert seconds(31) == 1
    lost = ExchangeState(connected=False, last_true_at=clock.now())
    monkeypatch.setattr(floor.core.exchange, "state", lost)
    assert seconds(31) == 1
    kinds = {alarm["kind"] for alarm in listed(lead) if alarm["cleared_at"] is None}
    assert kinds == {"pbx_lost", "longest_wait"}, "what is old clears nothing"
    monkeypatch.setattr(floor.core.exchange, "state", ExchangeState())
    assert seconds(4) == 1


def test_service_level_and_abandoned_share_of_the_running_interval(
    lead: Api, floor: CallFloor, on_duty: OnDuty, seconds: Pass
) -> None:
    fields = {"least_calls": 3, "minutes": 5, "hold_seconds": 0, "clear_seconds": 0}
    only(lead, AlarmKind.SERVICE_LEVEL, AlarmKind.ABANDONED, **fields, raise_at=50, clear_at=50)
    exchange: Any = floor.core.exchange
    for _ in range(2):
        exchange.hang_up(ring(floor))
        floor.turn()
    assert seconds(2) == 0, "too few to say anything"
    exchange.hang_up(ring(floor))
    floor.turn()
    assert seconds(1) == 1
    (alarm,) = listed(lead)
    assert (alarm["kind"], alarm["value"]) == ("abandoned", 100.0)
    assert seconds(301) == 1, "no call is in the interval any more"


def test_who_is_long_in_a_state_is_named_and_let_go(lead: Api, on_duty: OnDuty, seconds: Pass) -> None:
    only(lead, AlarmKind.LONG_BREAK, raise_at=60, clear_at=60)
    agent = on_duty(general=1)
    agent.put("/v1/agents/me/state", json={"state": "break", "reason": "meal"})
    assert seconds(61) == 1
    (alarm,) = listed(lead)
    assert (alarm["subject"], alarm["name"]) == (agent.account.id, agent.account.name)
    agent.put("/v1/agents/me/state", json={"state": "ready"})
    assert seconds(1) == 1


def test_two_servers_watch_and_one_raises(
    lead: Api, floor: CallFloor, seconds: Pass, kernel: Kernel, clock: ManualClock, real_clock: ManualClock
) -> None:
    only(lead, AlarmKind.LONGEST_WAIT, raise_at=30, clear_at=10, hold_seconds=5)
    other = AlarmWatch(kernel)
    ring(floor)
    assert seconds(2) == 0
    assert other.look() == 0, "the first one has the lease"
    assert seconds(40) == 1
    # The first one dies: its lease runs out, and the second one knows what is on.
    real_clock.advance(30)
    for _ in range(20):
        clock.advance(1)
        assert other.look() == 0
    assert seconds(3) == 0
    assert len(listed(lead)) == 1


def test_a_rule_that_is_switched_off_lets_its_alarm_go(lead: Api, floor: CallFloor, seconds: Pass) -> None:
    only(lead, AlarmKind.LONGEST_WAIT, raise_at=30, clear_at=10, hold_seconds=0)
    ring(floor)
    assert seconds(31) == 1
    only(lead, AlarmKind.LONGEST_WAIT, raise_at=30, clear_at=10, active=False)
    assert seconds(1) == 1
    assert listed(lead)[0]["cleared_at"] is not None


def test_leads_get_an_urgent_notice_and_the_stream_says_each_change(
    lead: Api, floor: CallFloor, seconds: Pass, kernel: Kernel, sign_in: SignIn
) -> None:
    only(lead, AlarmKind.LONGEST_WAIT, raise_at=30, clear_at=10, hold_seconds=0)
    agent = sign_in(Role.AGENT)
    ring(floor)
    seconds(31)
    (notice,) = lead.get("/v1/notices").json()["items"]
    assert (notice["code"], notice["urgent"], notice["values"]["skill"]) == ("floor_alarm", True, "general")
    assert agent.get("/v1/notices").json()["items"] == []
    assert [alarm["kind"] for alarm in lead.get("/v1/snapshot").json()["alarms"]] == ["longest_wait"]
    assert agent.get("/v1/snapshot").json()["alarms"] == []
    assert agent.get("/v1/alarms").status_code == 403
    said = select(events.c.audience).where(events.c.topic == "alarm")
    assert kernel.read(lambda tx: set(tx.connection.execute(said).scalars())) == {"p:figures.read"}


def test_the_database_refuses_a_second_one(lead: Api, floor: CallFloor, seconds: Pass, kernel: Kernel) -> None:
    only(lead, AlarmKind.LONGEST_WAIT, raise_at=30, clear_at=10, hold_seconds=0)
    ring(floor)
    seconds(31)
    row = kernel.read(lambda tx: dict(tx.connection.execute(select(alarms)).one()._mapping))
    with pytest.raises(Exception, match=r"(?i)unique"):
        kernel.write(lambda tx: tx.connection.execute(alarms.insert(), row | {"id": row["id"] + 1}))


def test_rules_have_versions_and_are_checked(lead: Api, sign_in: SignIn) -> None:
    first = lead.get("/v1/alarm-rules").json()["items"]
    assert [rules["version"] for rules in first] == [0]
    only(lead, AlarmKind.PBX_LOST)
    again = lead.put("/v1/alarm-rules", version=0, json={"rules": []})
    assert again.status_code == 412, "somebody else was faster"
    wrong = [{"kind": "longest_wait", "raise_at": 10, "clear_at": 20}]
    refused = lead.put("/v1/alarm-rules", version=1, json={"rules": [*wrong, *wrong]})
    assert refused.status_code == 422
    found = {field["field"]: field["code"] for field in refused.json()["fields"]}
    assert found == {
        "rules.0.clear_at": "clears_where_raised",
        "rules.1.clear_at": "clears_where_raised",
        "rules.1.kind": "stands_twice",
    }
    assert sign_in(Role.AGENT).get("/v1/alarm-rules").status_code == 403
    assert sign_in(Role.ADMINISTRATOR).get("/v1/alarm-rules").json()["items"][0]["version"] == 1
    assert lead.post("/v1/alarms/7/acknowledge", json={}).status_code == 404
