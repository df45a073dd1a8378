"""What a lead sees and changes of an agent: evidence without numbers, and skills that count at once."""

import time
from collections.abc import Callable

import pytest

from services.contracts.accounts import Role, Skill
from services.server.calls.floor import CallFloor
from services.server.kernel import Kernel
from tests.services.server.calls.conftest import OnDuty, act, ring
from tests.services.server.conftest import Api, SignIn


@pytest.fixture
def lead(sign_in: SignIn) -> Api:
    return sign_in(Role.LEAD)


def test_the_evidence_is_what_was_stated_last_without_numbers(lead: Api, floor: CallFloor, on_duty: OnDuty) -> None:
    agent = on_duty(general=1)
    call_id = ring(floor, "13812345678")
    assert act(agent, call_id, "answer").status_code == 200
    answer = lead.get(f"/v1/agents/{agent.account.id}/events")
    kinds = [event["kind"] for event in answer.json()]
    assert kinds[:2] == ["answered", "ringing"] or "answered" in kinds[:2]
    assert kinds[-1] == "agent_state"
    assert "13812345678" not in answer.text
    assert agent.get(f"/v1/agents/{agent.account.id}/events").status_code == 403


def test_a_new_skill_rings_the_waiting_caller_at_once(
    lead: Api, floor: CallFloor, on_duty: OnDuty, kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(floor.core.exchange, "skills_changed", told.append)
    agent = on_duty(english=1)
    path = f"/v1/agents/{agent.account.id}/skills"
    call_id = ring(floor, skill="social")
    with floor.look() as core:
        assert core.state.calls[call_id].state == "waiting"
    wanted = {"skills": [{"key": "english", "level": 1}, {"key": "social", "level": 1}]}
    changed = lead.put(path, version=agent.account.version, json=wanted)
    assert changed.status_code == 200, changed.text
    assert told == [agent.account.id], "the exchange hears of it, after the commit"
    floor.turn()
    with floor.look() as core:
        assert core.state.agents[agent.account.id].skills == (("english", 1), ("social", 1))
        assert core.state.calls[call_id].state == "ringing"
    assert lead.put(path, version=agent.account.version, json=wanted).status_code == 412, "somebody was faster"
    assert agent.put(path, version=2, json=wanted).status_code == 403


def test_only_agents_have_skills(lead: Api, sign_in: SignIn) -> None:
    handler = sign_in(Role.HANDLER, skills=[Skill(key="general")])
    answer = lead.put(f"/v1/agents/{handler.account.id}/skills", version=1, json={"skills": []})
    assert answer.status_code == 404


def test_what_an_administrator_changes_of_an_agent_counts_at_once(
    sign_in: SignIn, floor: CallFloor, on_duty: OnDuty, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Skills and name in the list of accounts, as by the lead's own dialog; an account that is closed leaves the queues."""
    told: list[str] = []
    monkeypatch.setattr(floor.core.exchange, "skills_changed", told.append)
    agent, other = on_duty(english=1), on_duty(english=1)
    admin = sign_in(Role.ADMINISTRATOR)
    call_id = ring(floor, skill="social")
    wanted = {"name": "新名", "skills": [{"key": "social", "level": 1}]}
    changed = admin.patch(f"/v1/accounts/{agent.account.id}", version=agent.account.version, json=wanted)
    assert changed.status_code == 200, changed.text

    def rings() -> bool:
        floor.turn()
        with floor.look() as core:
            known = core.state.agents[agent.account.id]
            is_known = (known.name, known.skills) == ("新名", (("social", 1),))
            return is_known and core.state.calls[call_id].state == "ringing"

    until(rings)
    until(lambda: told == [agent.account.id], "and nobody else")
    closed = admin.patch(f"/v1/accounts/{other.account.id}", version=other.account.version, json={"active": False})
    assert closed.status_code == 200, closed.text
    until(lambda: told == [agent.account.id, other.account.id])


def until(what: Callable[[], object], about: str = "") -> None:
    end = time.monotonic() + 20
    while not what():
        assert time.monotonic() < end, about
        time.sleep(0.02)
