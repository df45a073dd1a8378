import threading
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.contracts.calls import AgentState, CallState
from services.server.calls.floor import CallFloor
from services.server.calls.tables import agent_states, call_events, calls
from services.server.kernel import Kernel
from services.server.tables import access_log, events
from tests.services.server.calls.conftest import OnDuty, act, ring
from tests.services.server.conftest import Api, SignIn

NUMBER = "13800000042"


def rows(kernel: Kernel, table: Any) -> list[Any]:
    with kernel.database.read() as connection:
        return list(connection.execute(select(table)))


def log(kernel: Kernel, topic: str) -> list[tuple[str, Any]]:
    return [(row.audience, orjson.loads(row.data)) for row in rows(kernel, events) if row.topic == topic]


def me(api: Api) -> Any:
    return api.get("/v1/snapshot").json()["me"]


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_call_from_ring_to_the_end_of_wrap_up(
    kernel: Kernel, floor: CallFloor, on_duty: OnDuty, clock: ManualClock
) -> None:
    api = on_duty(general=1)
    call_id = ring(floor)
    snapshot = api.get("/v1/snapshot").json()
    assert snapshot["me"]["state"] == "ringing"
    assert snapshot["call"]["id"] == call_id
    assert snapshot["call"]["number"] == NUMBER
    clock.advance(4)
    answered = act(api, call_id, "answer").json()
    assert (answered["state"], answered["wait_seconds"], answered["number"]) == ("talking", 4.0, NUMBER)
    clock.advance(30)
    assert act(api, call_id, "hold").json()["state"] == "held"
    clock.advance(10)
    assert act(api, call_id, "resume").json()["state"] == "talking"
    assert act(api, call_id, "mute").json()["muted"] is True
    assert act(api, call_id, "unmute").json()["muted"] is False
    clock.advance(20)
    ended = act(api, call_id, "end").json()
    assert (ended["talk_seconds"], ended["hold_seconds"], ended["ended_by"]) == (50.0, 10.0, "agent")
    assert me(api)["state"] == "wrap_up"
    assert api.get("/v1/snapshot").json()["call"]["id"] == call_id
    clock.advance(12)
    done = act(api, call_id, "wrap-up", code="consult", ready=True)
    assert done.json()["wrap_up_code"] == "consult"
    state = me(api)
    assert (state["state"], state["handled"], state["mean_talk"], state["mean_wrap_up"]) == ("ready", 1, 60.0, 12.0)
    row = rows(kernel, calls)[0]
    assert (row.state, row.wait_seconds, row.talk_seconds, row.hold_seconds) == ("ended", 4.0, 50.0, 10.0)
    assert (row.wrap_up_seconds, row.wrap_up_code) == (12.0, "consult")
    kinds = [row.kind for row in rows(kernel, call_events)]
    assert kinds == (
        [
            "agent_state",
            "offered",
            "queued",
            "ringing",
            "answered",
            "held",
            "resumed",
            "ended",
            "agent_state",
            "agent_state",
        ]
    )
    timeline = api.get(f"/v1/calls/{call_id}/events").json()
    assert [event["kind"] for event in timeline][:3] == ["offered", "queued", "ringing"]
    assert NUMBER not in api.get(f"/v1/calls/{call_id}/events").text


def test_the_number_is_for_the_handling_agent_only(
    kernel: Kernel, floor: CallFloor, on_duty: OnDuty, sign_in: SignIn
) -> None:
    api, other, lead = on_duty(general=1), sign_in(Role.AGENT), sign_in(Role.LEAD)
    call_id = ring(floor)
    act(api, call_id, "answer")
    assert api.get(f"/v1/calls/{call_id}").json()["number"] == NUMBER
    for stranger in (other, lead):
        seen = stranger.get(f"/v1/calls/{call_id}")
        assert (seen.json()["number"], seen.json()["number_masked"]) == ("", "138****0042")
        assert NUMBER not in seen.text
        assert NUMBER not in stranger.get("/v1/calls").text
        assert NUMBER not in stranger.get("/v1/snapshot").text
        assert NUMBER not in stranger.get(f"/v1/calls/{call_id}/events").text
    looks = [(row.account_id, row.what, row.subject) for row in rows(kernel, access_log)]
    assert set(looks) == {(api.account.id, "call", call_id)}
    for topic in ("queue", "agent"):
        assert NUMBER not in str(log(kernel, topic))
    assert {audience for audience, _ in log(kernel, "call")} == {f"a:{api.account.id}"}
    act(api, call_id, "end")
    act(api, call_id, "wrap-up", code="x")
    assert api.get(f"/v1/calls/{call_id}").json()["number"] == NUMBER
    assert other.get(f"/v1/calls/{call_id}").json()["number"] == ""


def test_of_two_who_pick_the_same_caller_one_wins(floor: CallFloor, on_duty: OnDuty, kernel: Kernel) -> None:
    first, second = on_duty(housing=1), on_duty(housing=1)
    call_id = ring(floor, skill="elsewhere")
    answers: list[Any] = []
    barrier = threading.Barrier(2)

    def pick(api: Api) -> None:
        barrier.wait()
        answers.append(act(api, call_id, "answer"))

    threads = [threading.Thread(target=pick, args=(api,)) for api in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert [row.kind for row in rows(kernel, call_events)].count("answered") == 1


def test_the_same_key_answers_once(floor: CallFloor, on_duty: OnDuty, kernel: Kernel) -> None:
    api = on_duty(general=1)
    call_id = ring(floor)
    for _ in range(2):
        assert api.post(f"/v1/calls/{call_id}/answer", key="one").status_code == 200
    assert [row.kind for row in rows(kernel, call_events)].count("answered") == 1


def test_a_missed_ring_pauses_the_agent_and_puts_the_caller_at_the_head(
    kernel: Kernel, floor: CallFloor, on_duty: OnDuty, clock: ManualClock, real_clock: ManualClock
) -> None:
    api = on_duty(general=1)
    call_id = ring(floor)
    clock.advance(16)
    floor.turn()
    # The district's 15 s are over, but the person has not had them in real time.
    assert me(api)["state"] == "ringing"
    real_clock.advance(15)
    floor.consoles.saw(api.account.id, f"session-of-{api.account.id}")
    floor.turn()
    state = me(api)
    assert (state["state"], state["reason"]) == ("paused", "ring_missed")
    queue = api.get("/v1/snapshot").json()["queue"]
    assert [(entry["call_id"], entry["position"]) for entry in queue] == [(call_id, 1)]
    assert api.get("/v1/snapshot").json()["call"] is None
    assert [row.state for row in rows(kernel, calls)] == ["waiting"]
    api.put("/v1/agents/me/state", json={"state": "ready"})
    assert me(api)["state"] == "ringing"


def test_a_console_that_dies_mid_ring_gives_the_caller_back(
    floor: CallFloor, on_duty: OnDuty, real_clock: ManualClock
) -> None:
    dead, other = on_duty(general=1), on_duty(general=2)
    call_id = ring(floor)
    assert me(dead)["call_id"] == call_id
    real_clock.advance(6.1)
    floor.consoles.saw(other.account.id, f"session-of-{other.account.id}")
    floor.turn()
    with floor.look() as core:
        agent = core.state.agents[dead.account.id]
        assert (agent.state, agent.reason) == (AgentState.PAUSED, "no_console")
        # The colleague's level is reached only after a while; until then the caller stands at the head.
        assert core.state.router.in_order() == [call_id]
    floor.consoles.saw(dead.account.id, f"session-of-{dead.account.id}")
    floor.turn()
    assert me(dead)["state"] == "ringing"


def test_a_console_that_dies_while_talking_keeps_the_call_for_a_minute(
    floor: CallFloor, on_duty: OnDuty, real_clock: ManualClock
) -> None:
    api = on_duty(general=1)
    call_id = ring(floor)
    act(api, call_id, "answer")
    real_clock.advance(59)
    floor.turn()
    with floor.look() as core:
        assert core.state.calls[call_id].state is CallState.TALKING
        assert core.state.agents[api.account.id].stuck == "no_console"
    real_clock.advance(1.5)
    floor.turn()
    with floor.look() as core:
        assert core.state.calls[call_id].state is CallState.WAITING
        assert core.state.calls[call_id].head
        assert core.state.agents[api.account.id].state is AgentState.OFFLINE


def test_sign_off_with_a_call_is_refused(floor: CallFloor, on_duty: OnDuty) -> None:
    api = on_duty(general=1)
    call_id = ring(floor)
    act(api, call_id, "answer")
    answer = api.put("/v1/agents/me/state", json={"state": "offline"})
    assert code(answer) == (409, "holding_call")
    assert "通话" in answer.json()["detail"]
    act(api, call_id, "end")
    assert api.put("/v1/agents/me/state", json={"state": "offline"}).json()["state"] == "offline"


def test_signing_out_takes_an_idle_agent_off_duty_and_leaves_a_caller_alone(floor: CallFloor, on_duty: OnDuty) -> None:
    idle, talking = on_duty(general=1), on_duty(housing=1)
    call_id = ring(floor, skill="housing")
    act(talking, call_id, "answer")
    for api in (idle, talking):
        assert api.delete("/v1/session").status_code == 204
    with floor.look() as core:
        assert core.state.agents[idle.account.id].state is AgentState.OFFLINE
        assert core.state.agents[talking.account.id].state is AgentState.TALKING


def test_a_second_console_is_refused_until_it_takes_over(kernel: Kernel, floor: CallFloor, on_duty: OnDuty) -> None:
    first = on_duty(general=1)
    account = first.account
    token = kernel.tokens.issue(account.id, account.name, account.roles, "second")
    second = Api(first.client, account, token)
    call_id = ring(floor)
    assert code(act(second, call_id, "answer")) == (409, "other_console")
    assert code(second.put("/v1/agents/me/state", json={"state": "ready"})) == (409, "other_console")
    act(first, call_id, "answer")
    act(first, call_id, "end")
    taken = second.put("/v1/agents/me/state", json={"state": "ready", "take_over": True})
    assert taken.status_code == 200
    assert code(first.put("/v1/agents/me/state", json={"state": "break"})) == (409, "other_console")


def test_a_new_console_goes_on_where_a_dead_one_stopped(
    kernel: Kernel, floor: CallFloor, on_duty: OnDuty, real_clock: ManualClock
) -> None:
    first = on_duty(general=1)
    call_id = ring(floor)
    act(first, call_id, "answer")
    real_clock.advance(7)
    token = kernel.tokens.issue(first.account.id, first.account.name, first.account.roles, "second")
    second = Api(first.client, first.account, token)
    assert second.get("/v1/snapshot").json()["call"]["number"] == NUMBER
    assert act(second, call_id, "hold").json()["state"] == "held"


def test_transfer_to_a_colleague_and_to_a_queue(floor: CallFloor, on_duty: OnDuty, clock: ManualClock) -> None:
    one, two = on_duty(general=1), on_duty(housing=1)
    call_id = ring(floor)
    act(one, call_id, "answer")
    assert act(one, call_id, "transfer").status_code == 422
    assert code(act(one, call_id, "transfer", agent_id=one.account.id)) == (409, "agent_busy")
    assert act(one, call_id, "transfer", skill="nowhere").json()["fields"][0]["code"] == "unknown_code"
    clock.advance(20)
    assert act(one, call_id, "transfer", agent_id=two.account.id).json()["number"] == ""
    assert me(one)["state"] == "wrap_up"
    assert me(two)["call_id"] == call_id
    assert code(act(one, call_id, "end")) == (409, "call_gone")
    clock.advance(5)
    act(two, call_id, "answer")
    clock.advance(20)
    assert act(two, call_id, "transfer", skill="general").status_code == 200
    # The only one with the skill is in wrap-up; the caller stands at the head.
    assert one.get("/v1/snapshot").json()["queue"][0]["call_id"] == call_id
    act(one, call_id, "wrap-up", code="moved")
    assert me(one)["state"] == "ringing"
    again = act(one, call_id, "answer").json()
    assert (again["talk_seconds"], again["wait_seconds"]) == (40.0, 0.0)


def test_a_talk_of_three(floor: CallFloor, on_duty: OnDuty) -> None:
    one, two = on_duty(general=1), on_duty(housing=1)
    call_id = ring(floor)
    act(one, call_id, "answer")
    assert act(one, call_id, "conference", agent_id=two.account.id).json()["state"] == "conference"
    assert (me(two)["state"], me(two)["call_id"]) == ("talking", call_id)
    assert two.get(f"/v1/calls/{call_id}").json()["number"] == NUMBER
    assert act(two, call_id, "end").json()["state"] == "talking"
    assert me(two)["state"] == "ready"
    act(one, call_id, "conference", agent_id=two.account.id)
    act(one, call_id, "end")
    assert (me(one)["state"], me(two)["state"]) == ("wrap_up", "ready")


def test_wrap_up_runs_out_and_can_be_extended(
    kernel: Kernel, floor: CallFloor, on_duty: OnDuty, clock: ManualClock, real_clock: ManualClock
) -> None:
    api = on_duty(general=1)
    call_id = ring(floor)
    act(api, call_id, "answer")
    act(api, call_id, "end")
    path, asked = "/v1/agents/me/state", {"state": "wrap_up", "extend_seconds": 120}
    before = me(api)
    for reason in ("", "rest"):
        refused = api.put(path, json={**asked, "reason": reason})
        assert (refused.status_code, refused.json()["fields"][0]["field"]) == (422, "reason")
    assert me(api)["until"] == before["until"], "not without a reason"
    longer = api.put(path, json={**asked, "reason": "look_up"}).json()
    assert (longer["reason"], longer["since"]) == ("look_up", before["since"]), "the wrap-up goes on"
    assert longer["until"] > before["until"]
    events = [orjson.loads(row.data) for row in rows(kernel, call_events) if row.kind == "wrap_up_extended"]
    assert events == [{"reason": "look_up", "seconds": 120}]

    def pass_time(seconds: float) -> None:
        clock.advance(seconds)
        real_clock.advance(seconds)
        floor.consoles.saw(api.account.id, f"session-of-{api.account.id}")
        floor.turn()

    pass_time(60)
    assert me(api)["state"] == "wrap_up"
    pass_time(61)
    assert (me(api)["state"], me(api)["reason"]) == ("ready", "")
    # The code typed a moment too late is still taken.
    assert act(api, call_id, "wrap-up", code="late").json()["wrap_up_code"] == "late"
    assert rows(kernel, calls)[0].wrap_up_code == "late"


def test_a_lead_puts_right_with_a_reason_on_record(
    kernel: Kernel, floor: CallFloor, on_duty: OnDuty, sign_in: SignIn
) -> None:
    api, lead = on_duty(general=1), sign_in(Role.LEAD)
    call_id = ring(floor)
    act(api, call_id, "answer")
    path = f"/v1/agents/{api.account.id}/put-right"
    assert lead.post(path, json={"state": "ready", "why": ""}).status_code == 422
    assert lead.post(path, json={"state": "talking", "why": "x"}).status_code == 422
    assert api.post(path, json={"state": "ready", "why": "x"}).status_code == 403
    assert lead.post("/v1/agents/nobody/put-right", json={"state": "ready", "why": "x"}).status_code == 404
    right = lead.post(path, json={"state": "break", "why": "went home"})
    assert right.json()["state"] == "break"
    with floor.look() as core:
        assert core.state.router.in_order() == [call_id]
    data = [orjson.loads(row.data) for row in rows(kernel, call_events) if row.kind == "agent_state"]
    assert any(entry.get("why") == "went home" and entry["by"] == lead.account.id for entry in data)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"state": "ringing"}, 422),
        ({"state": "break", "reason": "hungry"}, 422),
        ({"state": "wrap_up", "reason": "ticket"}, 409),
        ({"state": "wrap_up"}, 422),
        ({"state": "break", "reason": "meal"}, 200),
        ({"state": "training"}, 200),
    ],
)
def test_states_that_may_be_asked_for(on_duty: OnDuty, body: dict[str, str], status: int) -> None:
    assert on_duty(general=1).put("/v1/agents/me/state", json=body).status_code == status


def test_who_is_not_on_duty_answers_nothing(floor: CallFloor, sign_in: SignIn) -> None:
    call_id = ring(floor)
    assert code(act(sign_in(Role.AGENT), call_id, "answer")) == (409, "no_agent_state")


def test_a_call_that_nobody_knows(on_duty: OnDuty) -> None:
    api = on_duty(general=1)
    for what in ("answer", "hold", "resume", "mute", "end"):
        assert code(act(api, "unknown", what)) == (409, "call_gone")
    assert act(api, "unknown", "wrap-up").status_code == 422
    assert act(api, "unknown", "wrap-up", code="x").status_code == 404
    assert api.get("/v1/calls/unknown").status_code == 404
    assert api.get("/v1/calls/unknown/events").status_code == 404


def test_pages_of_calls(floor: CallFloor, sign_in: SignIn, clock: ManualClock) -> None:
    ids = []
    for _ in range(5):
        ids.append(ring(floor))
        clock.advance(1)
    api = sign_in(Role.LEAD)
    first = api.get("/v1/calls?limit=3").json()
    second = api.get("/v1/calls", params={"limit": 3, "cursor": first["next"]}).json()
    assert [row["id"] for row in first["items"] + second["items"]] == ids[::-1]
    assert second["next"] is None
    assert api.get("/v1/calls?state=ended").json()["items"] == []
    assert api.get("/v1/calls", params={"since": "0001-01-01T00:00:00+14:00"}).status_code == 200


def test_a_repeated_and_an_elderly_caller(kernel: Kernel, floor: CallFloor, sign_in: SignIn) -> None:
    agent = sign_in(Role.AGENT)
    person = agent.post("/v1/persons", json={"id": "p1", "name": "陈伯", "numbers": ["13900001111"], "elderly": True})
    assert person.status_code == 201, person.text
    plain = ring(floor)
    known = ring(floor, number="+86 139 0000 1111")
    again = ring(floor)
    queue = {entry["call_id"]: entry for entry in agent.get("/v1/snapshot").json()["queue"]}
    assert queue[known]["elderly"]
    assert queue[known]["priority"] == 2
    assert (queue[again]["repeated"], queue[again]["priority"]) == (1, 1)
    assert [entry["call_id"] for entry in agent.get("/v1/snapshot").json()["queue"]] == [known, again, plain]
    assert {row.id: row.person_id for row in rows(kernel, calls)}[known] == "p1"


def test_who_takes_a_call_reads_which_language_the_caller_asked_for(
    kernel: Kernel, floor: CallFloor, on_duty: OnDuty, sign_in: SignIn
) -> None:
    lead = sign_in(Role.LEAD)
    floor.offer("call-english", "13800000042", "general", language="en")
    floor.offer("call-other", "13800000043", "general")
    waiting = {entry["call_id"]: entry["language"] for entry in lead.get("/v1/snapshot").json()["queue"]}
    assert waiting == {"call-english": "en", "call-other": ""}
    agent = on_duty(general=1)
    assert agent.get("/v1/snapshot").json()["call"]["language"] == "en"
    act(agent, "call-english", "answer")
    act(agent, "call-english", "end")
    assert agent.get("/v1/calls/call-english").json()["language"] == "en"
    stored = {row.id: row.language for row in rows(kernel, calls)}
    assert stored["call-english"] == "en"


def test_agents_are_kept(kernel: Kernel, on_duty: OnDuty) -> None:
    api = on_duty(general=1)
    api.put("/v1/agents/me/state", json={"state": "break", "reason": "meal"})
    row = rows(kernel, agent_states)[0]
    assert (row.account_id, row.state, row.reason) == (api.account.id, "break", "meal")


def test_an_agent_calls_a_number_and_it_counts_in_no_queue(floor: CallFloor, on_duty: OnDuty) -> None:
    api = on_duty(general=1)
    for wrong in ("0044123456", "hello", "1"):
        assert api.post("/v1/calls", json={"id": "out-1", "number": wrong}).status_code == 422
    called = api.post("/v1/calls", json={"id": "out-1", "number": "0573-8612 3456"})
    assert called.status_code == 200, called.text
    assert (called.json()["number"], called.json()["outgoing"]) == ("057386123456", True)
    assert api.post("/v1/calls", json={"id": "out-1", "number": "057386123456"}).status_code == 200
    assert api.post("/v1/calls", json={"id": "out-2", "number": "057386123456"}).json()["code"] == "holding_call"
    assert act(api, "out-1", "end").status_code == 200
    assert [event["kind"] for event in api.get("/v1/calls/out-1/events").json()] == [
        *("dialled", "answered", "ended", "agent_state")
    ]


def test_the_colleague_goes_on_alone(floor: CallFloor, on_duty: OnDuty) -> None:
    first, second = on_duty(general=1), on_duty(social=1)
    call_id = ring(floor)
    act(first, call_id, "answer")
    assert act(first, call_id, "hand-over").json()["code"] == "wrong_state"
    act(first, call_id, "conference", agent_id=second.account.id)
    assert act(first, call_id, "hand-over").status_code == 200
    assert first.get("/v1/snapshot").json()["me"]["state"] == "wrap_up"
    assert second.get("/v1/snapshot").json()["call"]["id"] == call_id
    assert act(second, call_id, "end").status_code == 200
