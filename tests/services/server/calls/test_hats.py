"""A lead who takes calls too: one person, one telephone, two hats."""

import orjson

from services.contracts.accounts import Role, Skill
from services.server.calls.floor import CallFloor
from services.server.kernel import Kernel
from services.server.notices.tables import notices
from tests.services.server.calls.conftest import OnDuty, act, ring
from tests.services.server.calls.test_endpoints import code, me, rows
from tests.services.server.calls.test_others import talk
from tests.services.server.conftest import Api, SignIn


def on_duty_too(sign_in: SignIn, **skills: int) -> Api:
    """A lead who is ready as an agent."""
    given = [Skill(key=key, level=level) for key, level in skills.items()]
    lead = sign_in(Role.LEAD, Role.AGENT, skills=given)
    assert lead.put("/v1/agents/me/state", json={"state": "ready"}).status_code == 200
    return lead


def heard(api: Api) -> list[str]:
    """In whose calls a lead is."""
    return [row["account_id"] for row in api.get("/v1/snapshot").json()["agents"] if row["supervisors"]]


def test_who_listens_is_not_rung_until_they_leave(floor: CallFloor, on_duty: OnDuty, sign_in: SignIn) -> None:
    agent = on_duty(general=1)
    call_id = talk(floor, agent)
    lead = on_duty_too(sign_in, general=1)
    assert act(lead, call_id, "supervise", mode="listen").status_code == 200
    waiting = ring(floor, "13800000043")
    assert me(lead)["state"] == "ready"
    assert code(act(sign_in(Role.LEAD), waiting, "move", agent_id=me(lead)["account_id"], why="x")) == (
        409,
        "agent_busy",
    )
    act(lead, call_id, "supervise", mode="whisper")
    assert me(lead)["state"] == "ready"
    act(lead, call_id, "unsupervise")
    assert (me(lead)["state"], me(lead)["call_id"]) == ("ringing", waiting)
    assert code(act(lead, call_id, "supervise", mode="listen")) == (409, "holding_call")


def test_a_telephone_is_in_one_call(floor: CallFloor, on_duty: OnDuty, sign_in: SignIn) -> None:
    first, second = on_duty(general=1), on_duty(city=1)
    calls = [talk(floor, first), ring(floor, "13800000044", "city")]
    act(second, calls[1], "answer")
    lead = on_duty_too(sign_in, social=1)
    act(lead, calls[0], "supervise", mode="listen")
    assert heard(lead) == [me(first)["account_id"]]
    act(lead, calls[1], "supervise", mode="listen")
    assert heard(lead) == [me(second)["account_id"]], "out of the first one"
    waiting = ring(floor, "13800000045", "social")
    assert act(lead, waiting, "take", from_agent_id=None).status_code == 200
    assert (me(lead)["state"], heard(lead)) == ("talking", [])
    act(lead, waiting, "end")
    act(lead, waiting, "wrap-up", code="done")
    act(lead, calls[0], "supervise", mode="listen")
    assert lead.post("/v1/calls", json={"id": "out-1", "number": "057312345"}).status_code == 200
    assert heard(lead) == []
    assert me(first)["state"] == "talking", "nobody else notices"


def test_who_asks_for_help_calls_the_other_leads(
    kernel: Kernel, floor: CallFloor, on_duty: OnDuty, sign_in: SignIn
) -> None:
    other, lead = sign_in(Role.LEAD), on_duty_too(sign_in, general=1)
    call_id = talk(floor, lead)
    act(lead, call_id, "help")
    assert [row.account_id for row in rows(kernel, notices)] == [other.account.id]
    assert [orjson.loads(row.values)["agent"] for row in rows(kernel, notices)] == [me(lead)["account_id"]]
    assert code(act(lead, call_id, "supervise", mode="listen")) == (409, "holding_call")
    act(other, call_id, "supervise", mode="join")
    assert me(lead)["help_since"] is None


def test_leaving_the_wall_does_not_change_what_the_figures_say_of_the_agent(
    floor: CallFloor, on_duty: OnDuty, sign_in: SignIn
) -> None:
    agent, lead = on_duty(general=1), on_duty_too(sign_in, city=1)
    since = me(lead)["since"]
    call_id = talk(floor, agent)
    act(lead, call_id, "supervise", mode="listen")
    act(agent, call_id, "end")
    assert heard(lead) == []
    assert (me(lead)["state"], me(lead)["since"]) == ("ready", since)
    assert ring(floor, "13800000046", "city") == me(lead)["call_id"], "rung as before once the call is over"
