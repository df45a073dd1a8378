from services.clock import ManualClock
from tests.services.server.conftest import Api
from tests.services.server.district import OTHER_TOWN, OTHER_VILLAGE, TOWN, VILLAGE, new_ticket

MATTER = {"title": "工地夜间施工噪音扰民", "content": "南海大道旁工地凌晨两点还在打桩，影响休息。"}


def likes(api: Api, **fields: str) -> list[tuple[str, list[str]]]:
    answer = api.post("/v1/tickets/likeness", json=fields)
    assert answer.status_code == 200, answer.text
    scores = [like["score"] for like in answer.json()]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    return [(like["ticket"]["id"], like["reasons"]) for like in answer.json()]


def test_the_reasons_are_named(agent: Api) -> None:
    agent.post("/v1/tickets", json=new_ticket(id="same"))
    agent.post("/v1/tickets", json=new_ticket(id="other", title="垃圾无人清运", content="小区门口垃圾堆了三天。"))
    agent.post(
        "/v1/tickets",
        json=new_ticket(id="far", town=OTHER_TOWN, village=OTHER_VILLAGE, caller_number="1", category="0602"),
    )
    # The number may be written in any way.
    person = likes(agent, caller_number="+86 161 0000-0042")
    assert {name: "same_person" in reasons for name, reasons in person} == {"same": True, "other": True}
    found = dict(likes(agent, town=TOWN, village=VILLAGE, category="060101", **MATTER))
    assert list(found) == ["same"]
    assert found["same"] == ["same_place", "similar_text", "same_category", "recent"]
    # Nearly the same words are shown whatever the place, where a candidate comes up at all.
    assert [name for name, _ in likes(agent, town=OTHER_TOWN, **MATTER)] == ["far"]


def test_its_own_draft_is_not_like_itself(agent: Api) -> None:
    agent.post("/v1/tickets", json=new_ticket(id="mine"))
    assert likes(agent, ticket_id="mine", caller_number="16100000042") == []
    assert [name for name, _ in likes(agent, caller_number="16100000042")] == ["mine"]


def test_old_tickets_are_not_looked_at(agent: Api, clock: ManualClock) -> None:
    agent.post("/v1/tickets", json=new_ticket(id="old"))
    clock.advance(4 * 86400)
    assert likes(agent, caller_number="16100000042") == [("old", ["same_person"])]
    clock.advance(27 * 86400)
    assert likes(agent, caller_number="16100000042") == []


def test_nothing_known_is_like_nothing(agent: Api) -> None:
    agent.post("/v1/tickets", json=new_ticket(caller_number="", person_id=None))
    assert likes(agent) == []
    assert likes(agent, **MATTER) == []
    assert likes(agent, caller_number="匿名") == []
