from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, select

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.contracts.text import _FIXED_LINE, clean_number
from services.server.calls.tables import calls
from services.server.kernel import Kernel
from services.server.people.looks import LookBook
from services.server.tables import events
from services.server.transaction import SYSTEM
from tests.services.server import district
from tests.services.server.conftest import Api, SignIn
from tests.services.server.district import OTHER_VILLAGE, TOWN, VILLAGE, new_ticket
from tests.services.server.tickets.test_service import looks


@pytest.fixture
def agent(kernel: Kernel, sign_in: SignIn) -> Api:
    district.load(kernel)
    return sign_in(Role.AGENT, name="话务员01")


def new_person(**fields: Any) -> dict[str, Any]:
    return {
        "id": "p1",
        "name": "陈女士",
        "numbers": ["+86 161-0000-0042", "（0757）8636 0000", "16100000042", ""],
        "town": TOWN,
        "village": VILLAGE,
        "address": "南海大道1号",
        "elderly": True,
        **fields,
    }


def test_a_person_comes_back_with_normalised_numbers(agent: Api, kernel: Kernel) -> None:
    made = agent.post("/v1/persons", json=new_person())
    assert (made.status_code, made.headers["etag"]) == (201, '"1"'), made.text
    body = made.json()
    assert body["numbers"] == ["16100000042", "075786360000"]
    assert {name: body[name] for name in ("town", "village", "address", "elderly", "title", "version")} == {
        "town": TOWN, "village": VILLAGE, "address": "南海大道1号", "elderly": True, "title": "", "version": 1,
    }  # fmt: skip
    assert agent.get("/v1/persons/p1").json() == body
    assert looks(kernel, "person") == [(agent.account.id, "p1", "")]
    assert agent.get("/v1/persons/p2").status_code == 404
    with kernel.database.read() as connection:
        told = connection.execute(select(events.c.data).where(events.c.topic == "person")).scalars().all()
    assert told == ['{"id":"p1","version":1}']


def test_the_same_person_twice_is_written_once(agent: Api) -> None:
    first = agent.post("/v1/persons", json=new_person(), key="1")
    assert agent.post("/v1/persons", json=new_person(), key="2").json() == first.json()
    other = agent.post("/v1/persons", json=new_person(name="李先生"), key="3")
    assert (other.status_code, other.json()["code"]) == (409, "already_exists")


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"town": "1", "village": ""}, "town", "unknown_code"),
    ({"village": OTHER_VILLAGE}, "village", "unknown_code"),
    ({"numbers": ["161", "###"]}, "numbers.1", "bad_value"),
    ({"numbers": ["1" * 33]}, "numbers.0", "too_long"),
    ({"numbers": [str(n) for n in range(11)]}, "numbers", "too_long"),
    ({"name": "名" * 61}, "name", "too_long"),
    ({"remark": "长" * 100_000}, "remark", "too_long"),
    ({"age": 3}, "age", "unknown_field"),
]


def test_what_is_wrong_is_named(agent: Api) -> None:
    for fields, field, code in WRONG:
        answer = agent.post("/v1/persons", json=new_person(**fields))
        assert answer.status_code == 422, answer.text
        assert [(p["field"], p["code"]) for p in answer.json()["fields"]] == [(field, code)]


def test_a_change_keeps_the_rest(agent: Api) -> None:
    agent.post("/v1/persons", json=new_person())
    changed = agent.patch("/v1/persons/p1", json={"numbers": ["16100000077"], "remark": "耳背"}, version=1)
    assert changed.status_code == 200, changed.text
    assert changed.json() == {**agent.get("/v1/persons/p1").json()}
    assert (changed.json()["numbers"], changed.json()["name"], changed.json()["version"]) == (
        ["16100000077"], "陈女士", 2,
    )  # fmt: skip
    emptied = agent.patch("/v1/persons/p1", json={"numbers": None, "elderly": None, "name": None}, version=2).json()
    assert (emptied["numbers"], emptied["elderly"], emptied["name"]) == ([], False, "")
    # Changing only the town would leave a village of another one.
    assert agent.patch("/v1/persons/p1", json={"town": ""}, version=3).status_code == 422


def test_a_stale_change_gets_the_present_record(agent: Api, kernel: Kernel, sign_in: SignIn) -> None:
    agent.post("/v1/persons", json=new_person())
    agent.patch("/v1/persons/p1", json={"name": "陈女士（改）"}, version=1)
    other = sign_in(Role.DISPATCHER)
    stale = other.patch("/v1/persons/p1", json={"name": "x"}, version=1)
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    assert stale.json()["current"]["name"] == "陈女士（改）"
    assert (other.account.id, "p1", "conflict") in looks(kernel, "person")
    assert other.patch("/v1/persons/none", json={}, version=1).status_code == 404


def names(api: Api, q: str) -> list[str]:
    """Walks a search page by page."""
    found: list[str] = []
    cursor: dict[str, str] = {}
    for _ in range(20):
        page = api.get("/v1/persons", params={"q": q, "limit": 3, **cursor}).json()
        found += [row["id"] for row in page["items"]]
        if page["next"] is None:
            return found
        cursor = {"cursor": page["next"]}
    raise AssertionError("a list without an end")


def test_people_are_found_masked(agent: Api, kernel: Kernel) -> None:
    for n in range(8):
        name = "陈女士" if n < 5 else "李先生"
        person = new_person(id=f"p{n}", name=name, numbers=[f"1610000000{n}", f"1390000000{n}"])
        agent.post("/v1/persons", json=person)
    page = agent.get("/v1/persons", params={"q": "1610000000"})
    assert page.json()["items"][0] == {
        "id": "p0", "name_masked": "陈**", "number_masked": "161****0000", "town": TOWN, "village": VILLAGE,
    }  # fmt: skip
    assert names(agent, "") == ["p5", "p6", "p7", "p0", "p1", "p2", "p3", "p4"]
    assert names(agent, "陈") == [f"p{n}" for n in range(5)]
    assert names(agent, "李先生") == ["p5", "p6", "p7"]
    assert names(agent, "1610000000") == [f"p{n}" for n in range(8)]
    assert names(agent, "+86 139-0000 0003") == ["p3"]
    assert names(agent, "p6") == ["p6"]
    assert names(agent, "先生") == []
    assert names(agent, "%") == []
    assert looks(kernel, "person") == []


def test_the_callers_card(agent: Api, kernel: Kernel, clock: ManualClock) -> None:
    agent.post("/v1/persons", json=new_person(id="old", name="李先生", numbers=["075786360000", "16100000042"]))
    agent.post("/v1/persons", json=new_person())
    for n in range(25):
        clock.advance(3600)
        finish = {"finish": "answer", "answer": "x"} if n % 5 else {"finish": "accept"}
        agent.post("/v1/tickets", json=new_ticket(id=f"t{n}", person_id="p1" if n % 2 else None, **finish))
    clock.advance(1)
    call = {
        "id": "c1", "state": "ended", "number": "16100000042", "number_key": "16100000042", "skill": "city", "priority": 0, "repeated": 0,
        "elderly": False, "scenario": "", "offered_at": clock.now(), "ended_at": clock.now(),
        "agent_id": agent.account.id, "wait_seconds": 1.0, "talk_seconds": 2.0, "hold_seconds": 0.0,
        "wrap_up_seconds": 0.0, "ended_by": "caller", "wrap_up_code": "",
    }  # fmt: skip
    with kernel.database.write() as connection:
        connection.execute(insert(calls), call)
    card = agent.get("/v1/caller", params={"number": "１６１ 0000 0042"}).json()
    assert card["person"]["id"] == "p1"
    assert [(row["id"], row["name_masked"]) for row in card["others"]] == [("old", "李**")]
    assert len(card["contacts"]) == 20
    assert card["contacts"][0] == {
        "kind": "call", "id": "c1", "at": card["contacts"][0]["at"], "title": "", "status": "ended", "number": "",
        "agent": "话务员01",
    }  # fmt: skip
    assert [contact["id"] for contact in card["contacts"][1:4]] == ["t24", "t23", "t22"]
    assert card["contacts"][1]["title"] == "工地夜间施工噪音扰民"
    assert card["open_tickets"] == 5
    assert looks(kernel, "person") == [(agent.account.id, "p1", "call")]


@pytest.mark.parametrize("number", ["", "匿名", "16199999999"])
def test_an_unknown_or_withheld_number_gives_an_empty_card(agent: Api, kernel: Kernel, number: str) -> None:
    agent.post("/v1/persons", json=new_person(numbers=[]))
    agent.post("/v1/tickets", json=new_ticket(caller_number=""))
    card = agent.get("/v1/caller", params={"number": number}).json()
    assert card == {"person": None, "others": [], "contacts": [], "open_tickets": 0}
    assert looks(kernel, "person") == []


def test_only_who_may_reads_people(agent: Api, sign_in: SignIn) -> None:
    agent.post("/v1/persons", json=new_person())
    for role in (Role.LEAD, Role.HANDLER, Role.SUPERVISOR, Role.ADMINISTRATOR):
        api = sign_in(role)
        for path in ("/v1/persons", "/v1/persons/p1", "/v1/caller?number=16100000042"):
            assert api.get(path).status_code == 403, (role, path)


def test_looks_of_many_at_once_are_all_recorded(kernel: Kernel) -> None:
    import threading

    book = LookBook(kernel)
    threads = [
        threading.Thread(target=lambda n=n: [book.record(SYSTEM, "person", f"{n}-{i}") for i in range(20)])  # type: ignore[misc]
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(subject for _, subject, _ in looks(kernel, "person")) == sorted(
        f"{n}-{i}" for n in range(8) for i in range(20)
    )


def test_a_look_that_cannot_be_recorded_is_refused(kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
    book = LookBook(kernel)
    with monkeypatch.context() as patch:
        patch.setattr(type(kernel.database), "write", lambda _self: (_ for _ in ()).throw(OSError("disk is full")))
        with pytest.raises(OSError, match="disk is full"):
            book.record(SYSTEM, "person", "lost")
    book.record(SYSTEM, "person", "kept")
    assert [subject for _, subject, _ in looks(kernel, "person")] == ["kept"]


@given(
    st.text(alphabet="0123456789０１２３４５６７８９", min_size=3, max_size=15),
    st.sampled_from(["", "+86", "0086 ", "tel:+86"]),
)
def test_a_number_is_one_key_however_it_is_written(digits: str, prefix: str) -> None:
    plain = clean_number(digits)
    if not plain.startswith("0086"):
        spaced = " ".join(digits)
        whole = f"0{plain}" if prefix and _FIXED_LINE.match(plain) else plain
        assert clean_number(prefix + digits) == whole
        assert clean_number(prefix + spaced) == whole
        assert clean_number("-".join(digits)) == plain


@given(st.text(max_size=60))
def test_a_normalised_number_stays_as_it_is(text: str) -> None:
    number = clean_number(text)
    assert set(number) <= set("0123456789+*#")
    if not number.startswith(("+86", "0086")):
        assert clean_number(number) == number
