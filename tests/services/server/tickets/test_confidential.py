import pytest
from sqlalchemy import update

from services.contracts.accounts import Role
from services.server.calls import repository as calls
from services.server.channels.tables import channel_outgoing
from services.server.kernel import Kernel
from services.server.quality import calls_read
from tests.services.server.conftest import Api, SignIn
from tests.services.server.district import new_ticket
from tests.services.server.tickets.test_service import looks

SECRET = ("陈女士", "16100000042", "13900000001", "南海大道1号302房", "person-1", "call-1")


@pytest.fixture
def other(agent: Api, sign_in: SignIn) -> Api:
    """A colleague of the agent who took the ticket down."""
    return sign_in(Role.AGENT, name="话务员02")


@pytest.fixture
def secret(agent: Api) -> str:
    """The id of a confidential ticket that names who asked in every field that can."""
    person = {"id": "person-1", "name": "陈女士", "numbers": ["16100000042"]}
    assert agent.post("/v1/persons", json=person).status_code == 201
    new = new_ticket(
        confidential=True,
        contact_number="13900000001",
        detail="南海大道1号302房",
        person_id="person-1",
        call_id="call-1",
        urgency="urgent",
    )
    assert agent.post("/v1/tickets", json=new).status_code == 201
    return str(new["id"])


def names_nobody(text: str) -> bool:
    return not any(word in text for word in SECRET)


def test_a_colleague_sees_the_matter_and_not_who_asked(other: Api, secret: str, kernel: Kernel) -> None:
    body = other.get(f"/v1/tickets/{secret}")
    assert body.json()["identity_hidden"] is True
    assert body.json()["title"] == "工地夜间施工噪音扰民"
    assert names_nobody(body.text)
    assert looks(kernel) == []


def test_its_taker_and_who_has_the_right_see_who_asked(
    agent: Api, dispatcher: Api, secret: str, kernel: Kernel
) -> None:
    for api in (agent, dispatcher):
        body = api.get(f"/v1/tickets/{secret}").json()
        assert (body["identity_hidden"], body["caller_name"], body["detail"]) == (False, "陈女士", "南海大道1号302房")
    assert looks(kernel) == [(agent.account.id, secret, ""), (dispatcher.account.id, secret, "")]


def test_lists_and_searches_do_not_give_it_away(agent: Api, other: Api, dispatcher: Api, secret: str) -> None:
    for query in ("", "?q=噪音", "?sort=urgency", "?q=工地夜间", "?sort=updated"):
        page = other.get(f"/v1/tickets{query}")
        assert [row["id"] for row in page.json()["items"]] == [secret]
        assert page.json()["items"][0]["caller_masked"] == ""
        assert names_nobody(page.text)
    # That it is among a person's tickets would name the person.
    for sort in ("created", "updated", "urgency"):
        path = f"/v1/tickets?person=person-1&sort={sort}"
        assert other.get(path).json()["items"] == []
        assert [row["id"] for row in agent.get(path).json()["items"]] == [secret]
        assert [row["id"] for row in dispatcher.get(path).json()["items"]] == [secret]
    for word in ("陈女士", "16100000042", "302房", "南海大道1号302房"):
        assert other.get("/v1/tickets", params={"q": word}).json()["items"] == []


def test_the_caller_card_does_not_give_it_away(agent: Api, other: Api, secret: str) -> None:
    card = other.get("/v1/caller?number=16100000042").json()
    assert (card["contacts"], card["open_tickets"]) == ([], 0)
    card = agent.get("/v1/caller?number=16100000042").json()
    assert ([contact["id"] for contact in card["contacts"]], card["open_tickets"]) == ([secret], 1)


def test_likenesses_do_not_give_it_away(agent: Api, other: Api, secret: str) -> None:
    by_person = {"person_id": "person-1", "caller_number": "16100000042"}
    assert other.post("/v1/tickets/likeness", json=by_person).json() == []
    assert [like["ticket"]["id"] for like in agent.post("/v1/tickets/likeness", json=by_person).json()] == [secret]
    by_matter = {**by_person, "village": "440605011001", "title": "工地夜间施工噪音扰民"}
    likes = other.post("/v1/tickets/likeness", json=by_matter)
    assert [like["ticket"]["id"] for like in likes.json()] == [secret]
    assert "same_person" not in likes.json()[0]["reasons"]
    assert names_nobody(likes.text)


def test_a_conflict_does_not_give_it_away(agent: Api, other: Api, secret: str) -> None:
    agent.patch(f"/v1/tickets/{secret}", json={"caller_number": "16100000077", "grid": "3"}, version=1)
    stale = other.patch(f"/v1/tickets/{secret}", json={"grid": "4"}, version=1)
    assert stale.status_code == 412
    assert names_nobody(stale.text)
    assert "16100000077" not in stale.text
    changed = other.patch(f"/v1/tickets/{secret}", json={"grid": "4"}, version=2)
    assert changed.status_code == 200
    assert names_nobody(changed.text)
    assert "caller_number" not in str(changed.json()["steps"])
    assert "caller_number" in agent.get(f"/v1/tickets/{secret}").text


@pytest.mark.parametrize("fields", [{"confidential": False}, {"caller_name": "x"}, {"person_id": None}])
def test_who_may_not_see_who_asked_may_not_change_it(other: Api, secret: str, fields: dict[str, object]) -> None:
    refused = other.patch(f"/v1/tickets/{secret}", json=fields, version=1)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")


@pytest.fixture
def told(agent: Api) -> str:
    """A confidential ticket whose own words say who asked."""
    new = new_ticket(
        confidential=True,
        contact_number="13900000001",
        detail="南海大道1号302房",
        title="陈女士举报工地夜间施工",
        content="陈女士（16100000042）住南海大道1号302房，举报工地夜间打桩，也可致电0757-86220000或13812345678。",
    )
    assert agent.post("/v1/tickets", json=new).status_code == 201
    agent.post(f"/v1/tickets/{new['id']}/notes", json={"id": "note-1", "text": "已回电13900000001，陈女士表示感谢。"})
    return str(new["id"])


def test_words_that_name_who_asked_are_hidden(agent: Api, other: Api, dispatcher: Api, told: str) -> None:
    for path in (f"/v1/tickets/{told}", "/v1/tickets", "/v1/tickets?q=夜间", "/v1/work?list=dispatch"):
        seen = other.get(path)
        assert "夜间" in seen.text, path
        assert names_nobody(seen.text), path
        assert "13812345678" not in seen.text
    assert "＊＊＊" in other.get(f"/v1/tickets/{told}").json()["content"]
    for api in (agent, dispatcher):
        assert api.get(f"/v1/tickets/{told}").json()["title"] == "陈女士举报工地夜间施工"


@pytest.mark.parametrize(
    "written",
    [
        *("161-0000-0042", "161 0000 0042", "1610000 0042", "１６１００００００４２", "161－0000－0042"),
        *("chen.nvshi@example.com", "138-1234-5678", "0757-86220000", "南海大道1号302房"),
    ],
)
def test_a_number_is_hidden_however_it_is_written(agent: Api, other: Api, written: str) -> None:
    words = {"content": f"2026-03-01晚施工，请联系{written}。", "title": f"夜间施工{written}"}
    new = new_ticket(confidential=True, detail="南海大道1号302房", **words)
    assert agent.post("/v1/tickets", json=new).status_code == 201
    for path in (f"/v1/tickets/{new['id']}", "/v1/tickets", "/v1/work?list=dispatch", "/v1/search?q=夜间施工"):
        seen = other.get(path).text
        assert "夜间施工＊＊＊" in seen or "夜间施工0757-＊＊＊" in seen
        assert written not in seen
    assert "2026-03-01晚施工" in other.get(f"/v1/tickets/{new['id']}").text
    assert written in agent.get(f"/v1/tickets/{new['id']}").text


def test_what_the_citizen_was_told_does_not_name_them(agent: Api, other: Api, dispatcher: Api, kernel: Kernel) -> None:
    new = new_ticket(confidential=True, finish="answer", answer="陈女士您好，已责令停工。")
    assert agent.post("/v1/tickets", json=new).status_code == 201
    with kernel.database.write() as connection:
        connection.execute(update(channel_outgoing).values(problem="550 <chen@example.com>: no such user"))
    for api, is_named in ((other, False), (dispatcher, True)):
        told = api.get(f"/v1/tickets/{new['id']}/whole").json()["correspondence"]["told"]
        assert ("陈女士" in told[0]["words"], "chen@example.com" in told[0]["problem"]) == (is_named, is_named)


def test_a_likeness_confirms_no_guess(agent: Api, other: Api, secret: str, sign_in: SignIn) -> None:
    new = new_ticket()
    matter = {"title": new["title"], "content": new["content"]}
    for guess in ({"caller_number": "16100000042"}, {"person_id": "person-1"}):
        # Whoever knows the matter, and guesses who asked, is told nothing.
        assert other.post("/v1/tickets/likeness", json={**matter, **guess}).json() == []
        assert len(agent.post("/v1/tickets/likeness", json={**matter, **guess}).json()) == 1
    named = new_ticket(
        confidential=True, title="陈女士举报", content="陈女士住南海大道1号302房。", detail="南海大道1号302房"
    )
    assert agent.post("/v1/tickets", json=named).status_code == 201
    guess = {"title": "陈女士举报", "content": "陈女士住南海大道1号302房。", "category": named["category"]}
    assert named["id"] not in [like["ticket"]["id"] for like in other.post("/v1/tickets/likeness", json=guess).json()]
    assert named["id"] in [like["ticket"]["id"] for like in agent.post("/v1/tickets/likeness", json=guess).json()]
    handler = sign_in(Role.HANDLER, unit="D04")
    assert handler.post("/v1/tickets/likeness", json={**matter, "category": new["category"]}).json() == []


def test_a_matter_that_becomes_confidential_is_known_no_more(agent: Api, other: Api) -> None:
    new = new_ticket(title="陈女士家水管爆裂", detail="南海大道1号302房")
    assert agent.post("/v1/tickets", json=new).status_code == 201
    matter = {"id": "m1", "ticket_id": new["id"], "words": "正在抢修"}
    assert agent.post("/v1/matters", json=matter).status_code == 201
    assert "302房" in other.get("/v1/matters").text
    assert agent.patch(f"/v1/tickets/{new['id']}", json={"confidential": True}, version=1).status_code == 200
    assert other.get("/v1/matters").json() == []
    ended = other.get("/v1/matters?open=false")
    assert [each["id"] for each in ended.json()] == ["m1"]
    assert names_nobody(ended.text)


@pytest.mark.parametrize(
    "typed", ["陈女士", "陈", "女士", "16100000042", "0000042", "13900000001", "302房", "南海大道", "陈女士 夜间"]
)
def test_not_even_a_search_tells_who_asked(agent: Api, other: Api, dispatcher: Api, told: str, typed: str) -> None:
    assert other.get("/v1/tickets", params={"q": typed}).json()["items"] == []
    open_one = new_ticket(
        title="陈女士反映夜间噪音", content="电话16100000042，住南海大道1号302房。", caller_name="王先生"
    )
    assert agent.post("/v1/tickets", json=open_one).status_code == 201
    found = [row["id"] for row in other.get("/v1/tickets", params={"q": typed}).json()["items"]]
    assert told not in found
    if typed in ("陈女士", "16100000042", "302房", "南海大道", "陈女士 夜间"):
        # Of what is not confidential, a search tells all that it did.
        assert found == [open_one["id"]]
        for api in (agent, dispatcher):
            assert told in [row["id"] for row in api.get("/v1/tickets", params={"q": typed}).json()["items"]]


def test_a_call_does_not_lead_to_it(agent: Api, other: Api, dispatcher: Api, told: str, kernel: Kernel) -> None:
    with kernel.database.write() as connection:
        connection.exec_driver_sql("UPDATE tickets SET call_id = 'call-9'")

    def linked(viewer: str) -> list[str]:
        return kernel.read(lambda tx: calls.tickets_of(tx.connection, "call-9", viewer))

    assert linked("") == linked(agent.account.id) == [told]
    assert linked(other.account.id) == []


def test_the_trail_and_parts_do_not_give_it_away(
    agent: Api, dispatcher: Api, sign_in: SignIn, told: str, kernel: Kernel
) -> None:
    handler = sign_in(Role.HANDLER, unit="D06")

    def take(who: Api, ticket_id: str, step: str, **given: object) -> str:
        version = dispatcher.get(f"/v1/tickets/{ticket_id}").json()["version"]
        answer = who.post(f"/v1/tickets/{ticket_id}/steps", version=version, json={"step": step, **given})
        assert answer.status_code == 200, answer.text
        return answer.text

    take(dispatcher, told, "dispatch", unit="D06", reason="已与陈女士核实，电话13900000001")
    assert names_nobody(take(handler, told, "sign_in"))
    assert names_nobody(take(handler, told, "record", text="陈女士（16100000042）已不在现场"))
    part = {"id": "part-9", "unit": "D06", "title": "工地检查", "content": "检查工地夜间施工许可。"}
    take(handler, told, "split", parts=[part])
    assert names_nobody(handler.get("/v1/tickets/part-9").text)
    assert names_nobody(handler.get("/v1/tickets").text)
    assert names_nobody(handler.get("/v1/work?list=tasks").text)
    # Only looks that could see who asked are looks at personal data.
    seen = {account for account, subject, _why in looks(kernel) if subject == told}
    assert seen == {dispatcher.account.id}


def test_every_look_is_written_down(dispatcher: Api, sign_in: SignIn, told: str, kernel: Kernel) -> None:
    supervisor = sign_in(Role.SUPERVISOR)
    for _ in range(3):
        supervisor.get(f"/v1/tickets/{told}")
    dispatcher.get(f"/v1/tickets/{told}")
    assert [account for account, subject, _why in looks(kernel) if subject == told] == [
        *[supervisor.account.id] * 3,
        dispatcher.account.id,
    ]


def test_a_sample_of_calls_does_not_lead_to_it(told: str, kernel: Kernel) -> None:
    with kernel.database.write() as connection:
        connection.exec_driver_sql("UPDATE tickets SET call_id = 'call-9'")

    def linked(hides: bool) -> list[str]:
        found = kernel.read(lambda tx: calls_read.first_tickets(tx.connection, ["call-9"], hides))
        return [ticket.id for ticket in found.values()]

    assert (linked(hides=True), linked(hides=False)) == ([], [told])
