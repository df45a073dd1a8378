"""The form moves a ticket on by the same table as the steps: it is no second door."""

from typing import Any

import pytest

from services.server.channels import repository as outgoing
from tests.services.server.conftest import Api
from tests.services.server.lifecycle.conftest import UNIT, Cast
from tests.services.server.lifecycle.test_undoing import is_told_by_its_trail


def form(who: Api, ticket: dict[str, Any], **fields: Any) -> Any:
    return who.patch(f"/v1/tickets/{ticket['id']}", version=ticket["version"], json=fields)


def dispatched(cast: Cast) -> dict[str, Any]:
    return cast.take(cast.dispatcher, cast.file(), "dispatch", unit=UNIT)


def test_what_was_returned_twice_goes_to_a_meeting_by_the_form_too(cast: Cast) -> None:
    ticket = cast.file()
    for _ in range(2):
        ticket = cast.take(cast.dispatcher, ticket, "dispatch", unit=UNIT)
        ticket = cast.take(cast.handler, ticket, "request_return", reason="不属本单位职责")
        ticket = cast.take(cast.dispatcher, ticket, "uphold_return")
    refused = form(cast.agent, ticket, finish="dispatch", unit="D04", title="另一标题")
    assert (refused.status_code, refused.json()["code"]) == (409, "needs_meeting")
    # All of it or nothing.
    assert cast.agent.get(f"/v1/tickets/{ticket['id']}").json()["version"] == ticket["version"]


def test_an_objection_is_decided_before_it_is_answered(cast: Cast) -> None:
    ticket = cast.take(cast.handler, dispatched(cast), "request_return", reason="不属本单位职责")
    refused = form(cast.agent, ticket, finish="answer", answer="已答复。")
    assert (refused.status_code, refused.json()["code"]) == (409, "decide_first")


def test_what_is_answered_is_red_no_more_and_its_matter_is_over(cast: Cast) -> None:
    ticket = cast.file("emergency", unit=UNIT)
    assert cast.agent.post("/v1/matters", json={"id": "m1", "ticket_id": ticket["id"], "words": "正在抢修"}).is_success
    answered = form(cast.agent, ticket, finish="answer", answer="已排除险情。").json()
    assert (answered["status"], answered["alert"]) == ("closed", False)
    assert cast.agent.get("/v1/snapshot").json()["alerts"] == []
    assert cast.agent.get("/v1/matters").json() == []
    assert is_told_by_its_trail(cast, answered)


def test_another_unit_by_the_form_is_a_recall_and_a_dispatch(cast: Cast) -> None:
    ticket = dispatched(cast)
    me = cast.handler.get("/v1/me").json()["id"]
    ticket = cast.take(cast.handler, ticket, "assign", handler_id=me)
    # An agent takes back only what they have given away themselves.
    refused = form(cast.agent, ticket, unit="D04")
    assert (refused.status_code, refused.json()["code"]) == (409, "not_own_dispatch")
    moved = form(cast.dispatcher, ticket, unit="D04", category="0602").json()
    assert (moved["unit"], moved["handler_id"], moved["status"]) == ("D04", None, "dispatched")
    assert [step["action"] for step in moved["steps"]][-3:] == ["change", "recall", "dispatch"]
    assert is_told_by_its_trail(cast, moved)


def test_a_unit_that_has_signed_keeps_it(cast: Cast) -> None:
    ticket = cast.handled()
    refused = form(cast.agent, ticket, unit="D04")
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_state")
    corrected = form(cast.agent, ticket, grid="12", unit=UNIT).json()
    assert (corrected["grid"], corrected["unit"], corrected["status"]) == ("12", UNIT, "handling")


@pytest.mark.parametrize(
    ("finish", "told"),
    [("accept", ["accepted"]), ("answer", ["replied"]), ("dispatch", ["accepted", "dispatched"])],
)
def test_a_draft_that_is_finished_is_what_the_form_would_have_filed(cast: Cast, finish: str, told: list[str]) -> None:
    fields = {"unit": UNIT} if finish == "dispatch" else {"answer": "已答复。"}
    draft = cast.file("draft", **fields)
    done = form(cast.agent, draft, finish=finish, grid="7", **fields).json()
    filed = cast.file(finish, grid="7", **fields)
    same = ("status", "unit", "answer", "dispatch_count", "grid", "due_kind", "alert")
    assert {name: done[name] for name in same} == {name: filed[name] for name in same}
    assert [clock["kind"] for clock in cast.agent.get(f"/v1/tickets/{done['id']}/clocks").json()] == [
        clock["kind"] for clock in cast.agent.get(f"/v1/tickets/{filed['id']}/clocks").json()
    ]
    for ticket in (done, filed):
        said = cast.kernel.read(lambda tx, key=ticket["id"]: outgoing.told(tx.connection, key))
        assert [each.notice for each in said] == told
    assert is_told_by_its_trail(cast, done)
