"""A lead takes and moves callers over the API: who may, what is kept, who is told, what the figures say."""

from typing import Any

from services.contracts.accounts import Role, Skill
from services.server.calls.floor import CallFloor
from services.server.calls.tables import call_events
from services.server.kernel import Kernel
from services.server.notices.tables import notices
from tests.services.server.calls.conftest import OnDuty, act, ring
from tests.services.server.calls.test_endpoints import code, me, rows
from tests.services.server.conftest import Api, SignIn


def lead_with_desk(sign_in: SignIn) -> Api:
    return sign_in(Role.LEAD, Role.AGENT, skills=[Skill(key="general", level=1)])


def told(kernel: Kernel) -> list[tuple[str, Any]]:
    return [(row.code, row.values) for row in rows(kernel, notices)]


def test_a_lead_takes_a_caller_who_rings_at_an_agent(
    kernel: Kernel, floor: CallFloor, on_duty: OnDuty, sign_in: SignIn
) -> None:
    agent, lead = on_duty(general=1), lead_with_desk(sign_in)
    call_id, agent_id = ring(floor), me(agent)["account_id"]
    assert me(agent)["state"] == "ringing"
    assert code(act(agent, call_id, "take", from_agent_id=agent_id)) == (403, "not_allowed")
    assert code(act(sign_in(Role.LEAD), call_id, "take", from_agent_id=agent_id)) == (409, "no_desk")
    assert code(act(lead, call_id, "take", from_agent_id="somebody")) == (409, "call_elsewhere")
    taken = act(lead, call_id, "take", from_agent_id=agent_id)
    assert taken.status_code == 200, taken.text
    assert taken.json()["number"] == "13800000042", "it is the lead's call now"
    assert (me(agent)["state"], me(lead)["state"]) == ("ready", "talking")
    ((said, values),) = told(kernel)
    assert said == "call_taken"
    assert "138" not in str(values)
    assert code(act(lead, call_id, "take", from_agent_id=None)) == (409, "call_elsewhere")
    act(lead, call_id, "end")
    act(lead, call_id, "wrap-up", code="done")
    assert me(lead)["state"] == "offline", "off duty before, off duty again"


def test_a_waiting_caller_is_moved_and_keeps_the_wait(
    kernel: Kernel, floor: CallFloor, on_duty: OnDuty, sign_in: SignIn
) -> None:
    lead, call_id = sign_in(Role.LEAD), ring(floor)
    since = lead.get("/v1/snapshot").json()["queue"][0]["since"]
    assert act(lead, call_id, "move", skill="city").status_code == 422, "not without a reason"
    assert act(lead, call_id, "move", why="x").status_code == 422
    assert act(lead, call_id, "move", why="x", skill="no-such").status_code == 422
    assert code(act(on_duty(city=5), call_id, "move", why="x", skill="city")) == (403, "not_allowed")
    assert act(lead, call_id, "move", why="no Cantonese there", skill="city").status_code == 200
    (entry,) = lead.get("/v1/snapshot").json()["queue"]
    assert (entry["skill"], entry["since"]) == ("city", since)
    (moved,) = [row for row in rows(kernel, call_events) if row.kind == "moved"]
    assert all(part in str(moved.data) for part in ("no Cantonese there", "city", '"by"'))
    agent = on_duty(city=1)
    act(agent, call_id, "answer")
    today = lead.get("/v1/wall").json()["today"]
    assert (today["offered"], today["answered"]) == (1, 1), "one caller, however often they are moved"


def test_one_agent_gets_the_caller_and_is_told(
    kernel: Kernel, floor: CallFloor, on_duty: OnDuty, sign_in: SignIn
) -> None:
    lead, first = sign_in(Role.LEAD), on_duty(general=1)
    call_id, second = ring(floor), on_duty(city=1)
    ids = [me(api)["account_id"] for api in (first, second)]
    assert code(act(lead, call_id, "move", why="x", agent_id=ids[0], from_agent_id=ids[0])) == (409, "agent_busy")
    moved = act(lead, call_id, "move", why="knows the place", agent_id=ids[1], from_agent_id=ids[0])
    assert moved.status_code == 200, moved.text
    assert moved.json()["number"] == "", "a lead moves a caller and sees no number"
    assert (me(first)["state"], me(second)["state"]) == ("ready", "ringing")
    assert [said for said, _ in told(kernel)] == ["call_taken", "call_sent"]
    # The undo: as long as nobody has answered.
    assert act(lead, call_id, "move", why="undone", skill="general", from_agent_id=ids[1]).status_code == 200
    assert (me(first)["state"], me(second)["state"]) == ("ringing", "ready")


def test_a_talk_is_moved_only_from_whom_the_lead_saw(floor: CallFloor, on_duty: OnDuty, sign_in: SignIn) -> None:
    lead, first = sign_in(Role.LEAD), on_duty(general=1)
    call_id = ring(floor)
    act(first, call_id, "answer")
    second = on_duty(city=1)
    ids = [me(api)["account_id"] for api in (first, second)]
    assert code(act(lead, call_id, "move", why="x", agent_id=ids[1])) == (409, "call_elsewhere")
    assert act(lead, call_id, "move", why="shift ends", agent_id=ids[1], from_agent_id=ids[0]).status_code == 200
    assert (me(first)["state"], me(second)["state"]) == ("wrap_up", "ringing")
    act(second, call_id, "answer")
    act(second, call_id, "conference", number="110")
    assert code(act(lead, call_id, "move", why="x", skill="city", from_agent_id=ids[1])) == (409, "third_there")
