"""Returned twice: a joint meeting decides, its record stays, and the editor of the catalogue gets a line to decide."""

from typing import Any

import pytest

from services.contracts.accounts import Role
from tests.services.server import district
from tests.services.server.conftest import Api, SignIn
from tests.services.server.dispatching.conftest import first
from tests.services.server.lifecycle.conftest import Cast


@pytest.fixture
def admin(sign_in: SignIn) -> Api:
    return sign_in(Role.ADMINISTRATOR)


def returned_twice(cast: Cast) -> dict[str, Any]:
    ticket = cast.file()
    for unit, who in (("D06", cast.handler), ("D04", cast.other)):
        ticket = cast.take(cast.dispatcher, ticket, "dispatch", unit=unit)
        ticket = cast.take(who, ticket, "request_return", reason="不属于本部门职责")
        ticket = cast.take(cast.dispatcher, ticket, "uphold_return")
    return ticket


def met(cast: Cast, unit: str = "D04") -> dict[str, Any]:
    return cast.take(
        cast.dispatcher,
        returned_twice(cast),
        "meet",
        unit=unit,
        text="由公安主办，城管协办。",
        basis="治安管理处罚法",
        assisting=["D06"],
        candidates=["D06", "D04", district.TOWN_UNIT],
        participants=["公安分局 李主任", "城管局 陈科长"],
    )


def test_the_meeting_knows_between_whom_it_is_and_is_recorded(cast: Cast) -> None:
    ticket = returned_twice(cast)
    view = cast.dispatcher.get(f"/v1/tickets/{ticket['id']}/meeting").json()
    assert {unit["unit"] for unit in view["candidates"]} == {"D04", "D06"}
    assert [reason["values"] for reason in view["returns"]] == [
        {"unit": "D04", "count": "1"},
        {"unit": "D06", "count": "1"},
    ]
    assert cast.dispatcher.get(f"/v1/tickets/{ticket['id']}/suggestion").json()["needs_meeting"]
    ticket = met(cast)
    assert (ticket["unit"], ticket["status"]) == ("D04", "dispatched")
    assert ticket["steps"][-1]["participants"] == ["公安分局 李主任", "城管局 陈科长"]
    (meeting,) = cast.dispatcher.get(f"/v1/tickets/{ticket['id']}/meeting").json()["meetings"]
    assert meeting["candidates"] == ["D06", "D04", district.TOWN_UNIT]
    assert (meeting["decision"], meeting["unit"], meeting["assisting"]) == ("由公安主办，城管协办。", "D04", ["D06"])
    assert meeting["chaired_by"] == cast.dispatcher.account.name


def test_the_candidates_are_told_that_it_is_due_and_may_read_the_ticket_until_it_was_held(cast: Cast) -> None:
    def told(who: Api) -> list[tuple[str, dict[str, Any], str]]:
        found = who.get("/v1/notices").json()["items"]
        return [(n["code"], n["values"], n["ticket_id"]) for n in found if n["code"] == "meeting_due"]

    ticket = cast.take(cast.dispatcher, cast.file(), "dispatch", unit="D06")
    ticket = cast.take(cast.handler, ticket, "request_return", reason="不属于本部门职责")
    ticket = cast.take(cast.dispatcher, ticket, "uphold_return")
    assert told(cast.handler) == [], "returned once: the dispatcher decides"
    assert cast.handler.get(f"/v1/tickets/{ticket['id']}").status_code == 403
    ticket = cast.take(cast.dispatcher, ticket, "dispatch", unit="D04")
    ticket = cast.take(cast.other, ticket, "request_return", reason="不属于本部门职责")
    ticket = cast.take(cast.dispatcher, ticket, "uphold_return")
    for who in (cast.handler, cast.other):
        assert told(who) == [("meeting_due", {"count": 2}, ticket["id"])]
        assert who.get(f"/v1/tickets/{ticket['id']}/whole").json()["ticket"]["number"] == ticket["number"]
    assert told(cast.dispatcher) == []
    cast.take(cast.dispatcher, ticket, "meet", unit="D04", text="由公安主办。", participants=["李主任"])
    assert cast.handler.get(f"/v1/tickets/{ticket['id']}").status_code == 403, "decided: another's matter"
    assert cast.other.get(f"/v1/tickets/{ticket['id']}").status_code == 200


def test_an_unknown_candidate_is_refused(cast: Cast) -> None:
    answer = cast.ask(cast.dispatcher, returned_twice(cast), "meet", unit="D04", text="x", candidates=["D99"])
    assert [field["field"] for field in answer.json()["fields"]] == ["candidates"]


def test_the_editor_takes_the_line_in(cast: Cast, admin: Api) -> None:
    ticket = met(cast)
    (proposal,) = admin.get("/v1/catalogue-proposals").json()["items"]
    (notice,) = admin.get("/v1/notices").json()["items"]
    said = (notice["code"], notice["values"], notice["ticket_id"])
    assert said == ("rule_proposed", {"number": ticket["number"]}, None)
    assert (proposal["number"], proposal["status"]) == (ticket["number"], "proposed")
    assert {k: v for k, v in proposal["rule"].items() if v} == {
        **{"category": "060101", "unit": "D04", "basis": "治安管理处罚法", "department_only": True},
    }
    path = f"/v1/catalogue-proposals/{proposal['id']}/decision"
    decided = admin.post(path, json={"accept": True}).json()
    assert (decided["status"], decided["version"], decided["decided_by"]) == ("accepted", 2, admin.account.name)
    found = cast.agent.post("/v1/suggestions", json={"category": "060101", "town": district.TOWN}).json()
    assert first(found)["unit"] == "D04"
    assert admin.get("/v1/dispatch-rules").json()["note"] == f"联席会商 {ticket['number']}"
    again = admin.post(path, json={"accept": False, "reason": "个案"})
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")
    assert admin.get("/v1/dispatch-rules").json()["version"] == 2
    assert admin.get("/v1/catalogue-proposals").json()["items"] == []


def test_the_editor_changes_or_refuses_it(cast: Cast, admin: Api) -> None:
    met(cast)
    (proposal,) = admin.get("/v1/catalogue-proposals").json()["items"]
    path = f"/v1/catalogue-proposals/{proposal['id']}/decision"
    rule = {"category": "060101", "kind": "complaint", "unit": "D99"}
    assert admin.post(path, json={"accept": True, "rule": rule}).status_code == 422
    decided = admin.post(path, json={"accept": True, "rule": {**rule, "unit": "D04"}}).json()
    assert decided["rule"]["kind"] == "complaint"
    met(cast, "D04")
    # The catalogue says so by now: nothing is proposed.
    assert admin.get("/v1/catalogue-proposals").json()["items"] == []
    met(cast, district.TOWN_UNIT)
    (other,) = admin.get("/v1/catalogue-proposals").json()["items"]
    assert (other["rule"]["place"], other["rule"]["department_only"]) == (district.TOWN, False)
    silent = admin.post(f"/v1/catalogue-proposals/{other['id']}/decision", json={"accept": False})
    assert [field["field"] for field in silent.json()["fields"]] == ["reason"]
    refused = admin.post(f"/v1/catalogue-proposals/{other['id']}/decision", json={"accept": False, "reason": "个案"})
    assert (refused.json()["status"], refused.json()["reason"], refused.json()["version"]) == ("refused", "个案", 0)
    assert admin.post("/v1/catalogue-proposals/none/decision", json={"accept": True}).status_code == 404
