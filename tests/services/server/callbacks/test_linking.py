"""What is filed in a call-back belongs to it, with the calls that were lost and what was said."""

from typing import Any

import pytest

from services.contracts.accounts import Role
from services.server.calls.floor import CallFloor
from services.server.kernel import Kernel
from tests.services.server import district
from tests.services.server.callbacks.test_call_backs import (
    NUMBER,
    act,
    agent,
    clock,
    code,
    exchange,
    floor,
    hang_up,
    listed,
    lose,
    ring,
)
from tests.services.server.conftest import Api, SignIn

__all__ = ["clock", "floor"]


@pytest.fixture
def api(kernel: Kernel, floor: CallFloor, sign_in: SignIn) -> Api:
    """An agent in a district."""
    district.load(kernel)
    return agent(sign_in)


def leave(floor: CallFloor, number: str = NUMBER) -> str:
    """A citizen leaves a message of five seconds."""
    call_id = ring(floor, number)
    exchange(floor).leave_message(call_id, 5.0)
    floor.turn()
    return call_id


def dial(api: Api, call_id: str) -> Any:
    """Takes the first call-back and calls."""
    task = act(api, listed(api)["items"][0], "take").json()
    assert api.post("/v1/calls", json={"id": call_id, "number": task["number"]}).status_code == 200
    return task


def file(api: Api, **fields: Any) -> Any:
    answer = api.post("/v1/tickets", json=district.new_ticket(**fields))
    assert answer.status_code == 201, answer.text
    return answer.json()


def whole(api: Api, ticket: Any) -> Any:
    return api.get(f"/v1/tickets/{ticket['id']}/whole").json()


def tickets(api: Api, task: Any) -> list[str]:
    return [each["number"] for each in api.get(f"/v1/call-backs/{task['id']}").json()["tickets"]]


def test_a_ticket_filed_while_the_call_back_is_made_shows_all_its_calls(floor: CallFloor, api: Api) -> None:
    lost, said = lose(floor), leave(floor)
    task = dial(api, "out-1")
    assert [each["id"] for each in api.get("/v1/calls/out-1/call-backs").json()] == [task["id"]]
    ticket = file(api, call_id="out-1")
    api.post("/v1/calls/out-1/end")
    found = whole(api, ticket)
    assert [call["id"] for call in found["calls"]] == [lost, said, "out-1"]
    (linked,) = found["call_backs"]
    assert (linked["id"], linked["cause"]) == (task["id"], "voicemail")
    assert [(each["call_id"], each["seconds"]) for each in linked["messages"]] == [(said, 5.0)]
    assert {entry["call_id"] for entry in linked["entries"]} == {lost, said, "out-1"}
    (closed,) = listed(api, closed=True)["items"]
    assert [(each["id"], each["number"]) for each in closed["tickets"]] == [(ticket["id"], ticket["number"])]
    story = [line["what"] for line in api.get(f"/v1/call-backs/{task['id']}/story").json()]
    assert story[-4:] == ["taken", "calling", "ticket", "closed"]
    assert NUMBER not in str(found["calls"]) + str(found["call_backs"])


def test_it_may_be_filed_after_the_call_and_is_joined_once(floor: CallFloor, api: Api) -> None:
    lose(floor)
    task = dial(api, "out-1")
    api.post("/v1/calls/out-1/end")
    body = district.new_ticket(call_id="out-1", call_back_id=task["id"])
    first, again = (api.post("/v1/tickets", json=body, key=key) for key in ("k1", "k2"))
    assert (first.status_code, first.json()["id"]) == (201, again.json()["id"])
    assert tickets(api, task) == [first.json()["number"]]


def test_a_voice_of_an_open_ticket_and_a_remark_are_joined_too(floor: CallFloor, api: Api) -> None:
    lost = lose(floor)
    standing, other = file(api), file(api)
    task = dial(api, "out-1")
    voice = file(api, call_id="out-1", finish="attach", into=standing["id"])
    remark = {"id": "note-1", "text": "市民回电说还在施工", "call_id": "out-1"}
    assert api.post(f"/v1/tickets/{other['id']}/notes", json=remark).status_code == 201
    assert sorted(tickets(api, task)) == [other["number"], voice["number"]]
    for each in (standing, voice, other):
        assert [call["id"] for call in whole(api, each)["calls"]] == [lost, "out-1"], each["number"]


def test_a_citizen_who_calls_again_is_not_asked_twice_for_what_they_said(floor: CallFloor, api: Api) -> None:
    """Their own call ends the call-back; what is filed in it belongs to the message."""
    said = leave(floor)
    (task,) = listed(api)["items"]
    again = ring(floor)
    assert api.put("/v1/agents/me/state", json={"state": "ready"}).status_code == 200
    assert api.post(f"/v1/calls/{again}/answer").status_code == 200
    ticket = file(api, call_id=again)
    hang_up(floor, again)
    assert tickets(api, task) == [ticket["number"]]
    assert [each["call_id"] for each in whole(api, ticket)["call_backs"][0]["messages"]] == [said]


def test_a_message_without_a_number_is_named_by_whoever_listened(floor: CallFloor, api: Api, sign_in: SignIn) -> None:
    said = leave(floor, "")
    (task,) = listed(api)["items"]
    ticket = file(api, call_back_id=task["id"])
    assert tickets(api, task) == [ticket["number"]]
    (linked,) = whole(api, ticket)["call_backs"]
    assert [each["call_id"] for each in linked["messages"]] == [said]
    unknown = api.post("/v1/tickets", json=district.new_ticket(call_back_id="nothing"))
    assert code(unknown)[0] == 422
    assert [each["field"] for each in unknown.json()["fields"]] == ["call_back_id"]
    dispatcher = sign_in(Role.DISPATCHER)
    body = district.new_ticket(call_back_id=task["id"])
    assert code(dispatcher.post("/v1/tickets", json=body)) == (403, "not_allowed")


def test_who_asked_confidentially_is_not_found_by_a_call_back(floor: CallFloor, api: Api, sign_in: SignIn) -> None:
    leave(floor)
    task = dial(api, "out-1")
    ticket = file(api, call_id="out-1", confidential=True)
    other, handler = agent(sign_in), sign_in(Role.LEAD)
    assert tickets(api, task) == [ticket["number"]], "the agent's own"
    assert (tickets(other, task), tickets(handler, task)) == ([], [])
    seen = whole(handler, ticket)
    assert (seen["calls"], seen["call_backs"]) == ([], [])


def test_an_ordinary_call_belongs_to_no_call_back(floor: CallFloor, api: Api) -> None:
    lose(floor)
    (task,) = listed(api)["items"]
    call_id = ring(floor, "13900000001")
    hang_up(floor, call_id)
    ticket = file(api, call_id="another")
    assert (tickets(api, task), whole(api, ticket)["call_backs"]) == ([], [])
