import re
from typing import Any

from sqlalchemy import select, text
from uuid_utils import uuid7

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.server.kernel import Kernel
from services.server.tables import access_log, events
from tests.services.server.conftest import Api, SignIn
from tests.services.server.district import OTHER_TOWN, OTHER_VILLAGE, TOWN, VILLAGE, new_ticket


def looks(kernel: Kernel, what: str = "ticket") -> list[tuple[str, str, str]]:
    with kernel.database.read() as connection:
        rows = connection.execute(select(access_log).where(access_log.c.what == what).order_by(access_log.c.id))
        return [(row.account_id, row.subject, row.why) for row in rows]


def test_a_filed_ticket_comes_back_as_it_was_told(agent: Api, clock: ManualClock) -> None:
    new = new_ticket(
        finish="dispatch", unit="D06", urgency="urgent", wants_callback=True, cited_articles=["noise", "a2"]
    )
    filed = agent.post("/v1/tickets", json=new)
    assert filed.status_code == 201, filed.text
    body = filed.json()
    # 09:00 on 2 March 2026 in the district
    assert re.fullmatch(r"20260302-\d{6}", body["number"])
    assert body["status"] == "dispatched"
    for name in set(new) - {"finish"}:
        assert body[name] == new[name], name
    assert [step["action"] for step in body["steps"]] == ["dispatch"]
    assert body["created_by"] == "话务员01"
    assert filed.headers["etag"] == '"1"'
    again = agent.get(f"/v1/tickets/{new['id']}")
    assert again.json() == body
    assert again.headers["etag"] == '"1"'
    assert agent.get(f"/v1/tickets/by-number/{body['number']}").json() == body


FINISHES: list[tuple[dict[str, Any], str]] = [
    (
        {"finish": "accept", "title": "", "content": " ", "kind": None, "category": ""},
        "kind category title content",
    ),
    ({"finish": "answer"}, "answer"),
    ({"finish": "dispatch"}, "unit"),
    ({"finish": "dispatch", "unit": "D06", "town": "", "village": ""}, "town"),
    ({"finish": "dispatch", "unit": "D06", "town": "", "village": "", "kind": "consult"}, ""),
    ({"finish": "draft", "title": "", "content": "", "kind": None, "category": ""}, ""),
]


def test_each_finish_asks_for_what_it_needs(agent: Api) -> None:
    for fields, missing in FINISHES:
        answer = agent.post("/v1/tickets", json=new_ticket(**fields))
        assert answer.status_code == (422 if missing else 201), answer.text
        if missing:
            problems = {problem["field"]: problem["code"] for problem in answer.json()["fields"]}
            assert problems == dict.fromkeys(missing.split(), "required")
            assert answer.json()["fields"][0]["message"] == "此项必须填写。"


CODES: list[tuple[dict[str, Any], str]] = [
    ({"category": "99"}, "category"),
    ({"town": "1"}, "town"),
    ({"town": VILLAGE, "village": ""}, "town"),
    ({"village": "1"}, "village"),
    ({"town": TOWN, "village": OTHER_VILLAGE}, "village"),
    ({"town": "", "village": VILLAGE}, "village"),
    ({"unit": "X"}, "unit"),
    ({"person_id": "nobody"}, "person_id"),
]


def test_codes_are_checked_against_the_catalogue(agent: Api) -> None:
    for fields, field in CODES:
        answer = agent.post("/v1/tickets", json=new_ticket(**fields))
        assert answer.status_code == 422, answer.text
        assert [(problem["field"], problem["code"]) for problem in answer.json()["fields"]] == [(field, "unknown_code")]


def test_the_same_ticket_under_two_keys_is_filed_once(agent: Api, kernel: Kernel) -> None:
    new = new_ticket()
    first = agent.post("/v1/tickets", json=new, key="one")
    second = agent.post("/v1/tickets", json=new, key="two")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    with kernel.database.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM tickets")).scalar() == 1
        told = connection.execute(select(events.c.topic).where(events.c.topic == "ticket")).all()
    assert len(told) == 1
    # And also after somebody has worked on it.
    agent.patch(f"/v1/tickets/{new['id']}", json={"grid": "3"}, version=1)
    third = agent.post("/v1/tickets", json=new, key="three")
    assert (third.status_code, third.json()["version"]) == (201, 2)


def test_another_ticket_under_a_taken_id_is_refused(agent: Api, dispatcher: Api) -> None:
    new = new_ticket()
    agent.post("/v1/tickets", json=new)
    other = agent.post("/v1/tickets", json={**new, "title": "别的事"})
    assert (other.status_code, other.json()["code"]) == (409, "already_exists")
    assert dispatcher.post("/v1/tickets", json=new).status_code == 409


def test_a_change_leaves_its_trace(agent: Api, dispatcher: Api, clock: ManualClock) -> None:
    new = new_ticket()
    agent.post("/v1/tickets", json=new)
    clock.advance(60)
    fields = {"finish": "dispatch", "unit": "D06", "urgency": "emergency", "title": new["title"], "confidential": True}
    changed = dispatcher.patch(f"/v1/tickets/{new['id']}", json=fields, version=1)
    assert changed.status_code == 200, changed.text
    body = changed.json()
    assert (body["version"], body["status"], changed.headers["etag"]) == (3, "dispatched", '"3"')
    # What was corrected, and then the step that the form ended in.
    assert [(step["actor"], step["action"]) for step in body["steps"][1:]] == [
        ("派单员01", "change"),
        ("派单员01", "dispatch"),
    ]
    assert body["steps"][1]["changes"] == {"urgency": ["normal", "emergency"], "confidential": ["false", "true"]}
    assert body["steps"][2]["changes"] == {
        "status": ["accepted", "dispatched"],
        "unit": [None, "D06"],
        "dispatch_count": [None, "1"],
    }
    assert body["updated_at"] > body["created_at"]


def test_a_change_that_changes_nothing_makes_no_version(agent: Api) -> None:
    new = new_ticket()
    agent.post("/v1/tickets", json=new)
    same = agent.patch(f"/v1/tickets/{new['id']}", json={"title": new["title"], "grid": ""}, version=1)
    assert (same.status_code, same.json()["version"], len(same.json()["steps"])) == (200, 1, 1)


def test_a_field_given_as_null_is_emptied(agent: Api) -> None:
    new = new_ticket(finish="draft", grid="12")
    agent.post("/v1/tickets", json=new)
    body = agent.patch(f"/v1/tickets/{new['id']}", json={"grid": None, "kind": None}, version=1).json()
    assert (body["grid"], body["kind"]) == ("", None)


def test_a_stale_change_gets_the_present_ticket(agent: Api, dispatcher: Api, kernel: Kernel) -> None:
    new = new_ticket()
    agent.post("/v1/tickets", json=new)
    agent.patch(f"/v1/tickets/{new['id']}", json={"grid": "7"}, version=1)
    stale = dispatcher.patch(f"/v1/tickets/{new['id']}", json={"title": "新标题"}, version=1)
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    assert stale.json()["current"] == agent.get(f"/v1/tickets/{new['id']}").json()
    assert (dispatcher.account.id, new["id"], "conflict") in looks(kernel)


def test_states_lead_only_where_they_may(agent: Api) -> None:
    new = new_ticket(finish="draft")
    path = f"/v1/tickets/{new['id']}"
    agent.post("/v1/tickets", json=new)
    assert agent.patch(path, json={"finish": "accept"}, version=1).json()["status"] == "accepted"
    assert agent.patch(path, json={"finish": "draft"}, version=2).json()["code"] == "wrong_state"
    # A filed ticket keeps what it needed to be filed.
    assert agent.patch(path, json={"title": ""}, version=2).status_code == 422
    assert agent.patch(path, json={"finish": "dispatch", "unit": "D06"}, version=2).json()["status"] == "dispatched"
    assert agent.patch(path, json={"finish": "accept"}, version=3).json()["code"] == "wrong_state"
    closed = agent.patch(path, json={"finish": "answer", "answer": "已处理"}, version=3).json()
    assert closed["status"] == "closed"
    assert closed["closed_at"] is not None
    refused = agent.patch(path, json={"title": "x"}, version=4)
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_state")


def test_a_retired_code_does_not_block_other_changes(agent: Api, kernel: Kernel) -> None:
    new = new_ticket(unit="D06")
    agent.post("/v1/tickets", json=new)
    with kernel.database.write() as connection:
        connection.execute(text("DELETE FROM catalogue_entries WHERE code = 'D06' OR code = '060101'"))
    assert agent.patch(f"/v1/tickets/{new['id']}", json={"grid": "1"}, version=1).status_code == 200
    assert agent.patch(f"/v1/tickets/{new['id']}", json={"town": OTHER_TOWN}, version=2).status_code == 422


def test_notes_stand_beside_the_ticket(agent: Api, dispatcher: Api) -> None:
    new = new_ticket()
    agent.post("/v1/tickets", json=new)
    note = {"id": str(uuid7()), "text": "已电话告知"}
    first = dispatcher.post(f"/v1/tickets/{new['id']}/notes", json=note)
    assert first.status_code == 201
    assert dispatcher.post(f"/v1/tickets/{new['id']}/notes", json=note).json() == first.json()
    assert agent.post(f"/v1/tickets/{new['id']}/notes", json=note).status_code == 409
    body = agent.get(f"/v1/tickets/{new['id']}").json()
    assert [(n["author"], n["text"]) for n in body["notes"]] == [("派单员01", "已电话告知")]
    assert body["version"] == 1
    assert dispatcher.post("/v1/tickets/none/notes", json=note).status_code == 404


def test_events_name_no_citizen(agent: Api, kernel: Kernel) -> None:
    new = new_ticket(confidential=True, title="陈女士反映噪音")
    agent.post("/v1/tickets", json=new)
    with kernel.database.read() as connection:
        event = connection.execute(select(events).where(events.c.topic == "ticket")).one()
    assert event.audience == "p:ticket.read"
    assert "陈" not in event.data
    assert new["caller_number"] not in event.data


def test_who_is_not_there_is_not_found(agent: Api) -> None:
    assert agent.get("/v1/tickets/none").status_code == 404
    assert agent.get("/v1/tickets/by-number/20260302-000001").status_code == 404
    assert agent.patch("/v1/tickets/none", json={}, version=1).status_code == 404


def test_handlers_may_read_and_not_write(agent: Api, sign_in: SignIn) -> None:
    new = new_ticket(finish="dispatch", unit="D06")
    agent.post("/v1/tickets", json=new)
    handler = sign_in(Role.HANDLER, unit="D06")
    assert handler.get(f"/v1/tickets/{new['id']}").status_code == 200
    assert handler.patch(f"/v1/tickets/{new['id']}", json={"grid": "1"}, version=1).status_code == 403
    assert handler.post("/v1/tickets", json=new_ticket()).status_code == 403


def test_a_look_at_who_asked_is_recorded(agent: Api, dispatcher: Api, kernel: Kernel) -> None:
    named, nameless = new_ticket(), new_ticket(caller_name="", caller_number="")
    agent.post("/v1/tickets", json=named)
    agent.post("/v1/tickets", json=nameless)
    dispatcher.get(f"/v1/tickets/{named['id']}")
    dispatcher.get(f"/v1/tickets/{nameless['id']}")
    assert looks(kernel) == [(dispatcher.account.id, named["id"], "")]
