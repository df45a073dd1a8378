import os
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from services.contracts.accounts import Role
from services.contracts.people import NewPerson
from services.errors import Conflict, InvalidFields
from services.server.calls.tables import calls
from services.server.kernel import Kernel
from services.server.people import joins, known, service
from services.server.people.tables import person_contacts, person_joins, person_numbers, persons
from services.server.tables import access_log
from services.server.tickets.tables import tickets
from tests.services.server import district
from tests.services.server.conftest import SignIn
from tests.services.server.district import new_ticket


@pytest.fixture(autouse=True)
def catalogue(kernel: Kernel) -> int:
    return district.load(kernel)


def add(kernel: Kernel, id_: str, *numbers: str, **fields: Any) -> str:
    kernel.write(lambda tx: service.create(tx, NewPerson(id=id_, numbers=list(numbers), **fields)))
    return id_


def state(kernel: Kernel) -> dict[str, Any]:
    """Returns everything that a join may move."""
    queries = {
        "persons": select(persons.c.id, persons.c.joined_into, persons.c.name).order_by(persons.c.id),
        "numbers": select(person_numbers).order_by(person_numbers.c.person_id, person_numbers.c.position),
        "contacts": select(person_contacts).order_by(
            person_contacts.c.person_id, person_contacts.c.kind, person_contacts.c.value
        ),
        "tickets": select(tickets.c.key, tickets.c.person_id).order_by(tickets.c.key),
        "calls": select(calls.c.id, calls.c.person_id).order_by(calls.c.id),
    }
    return {name: kernel.read(lambda tx, q=q: tx.connection.execute(q).all()) for name, q in queries.items()}


def test_two_records_become_one_and_two_again(kernel: Kernel, sign_in: SignIn) -> None:
    agent = sign_in(Role.AGENT)
    add(kernel, "a", "16100000001", name="陈女士", emails=["Chen@Example.org"])
    add(kernel, "b", "16100000002", "16100000001", name="陈小姐", emails=["b@example.org", "chen@example.org"])
    assert agent.post("/v1/tickets", json=new_ticket(person_id="b")).status_code == 201
    before = state(kernel)
    (suggested,) = agent.get("/v1/persons/a/suggestions").json()
    assert suggested["reasons"] == ["same_email", "same_number"]
    assert suggested["person"]["name_masked"] == "陈**"
    done = agent.post("/v1/persons/a/join", json={"other": "b"})
    assert done.status_code == 200
    assert (done.json()["tickets"], done.json()["gone_id"]) == (1, "b")
    person = agent.get("/v1/persons/a").json()
    assert person["numbers"] == ["16100000001", "16100000002"]
    assert sorted(person["emails"]) == ["b@example.org", "chen@example.org"]
    assert agent.get("/v1/persons/b").json()["joined_into"] == "a"
    assert [row["id"] for row in agent.get("/v1/persons", params={"q": "陈"}).json()["items"]] == ["a"]
    assert agent.get("/v1/caller", params={"number": "16100000002"}).json()["person"]["id"] == "a"
    assert agent.get("/v1/persons/a/suggestions").json() == []
    assert [item["id"] for item in agent.get("/v1/persons/b/joins").json()] == [done.json()["id"]]
    # What is filed late under the record that went comes to the one that stayed.
    late = agent.post("/v1/tickets", json=new_ticket(person_id="b")).json()
    assert late["person_id"] == "a"
    assert agent.post(f"/v1/joins/{done.json()['id']}/undo").json()["undone_at"] is not None
    after = state(kernel)
    assert {**after, "tickets": after["tickets"][:-1]} == before
    assert agent.post(f"/v1/joins/{done.json()['id']}/undo").json()["code"] == "wrong_state"
    assert agent.post("/v1/joins/none/undo").status_code == 404
    looks = kernel.read(lambda tx: tx.connection.execute(select(access_log.c.why)).scalars().all())
    assert looks.count("join") == looks.count("undo join") == 2


@pytest.mark.parametrize("other", ["a", "none", "gone"])
def test_what_cannot_be_joined(kernel: Kernel, other: str) -> None:
    for id_ in ("a", "b", "gone"):
        add(kernel, id_)
    kernel.write(lambda tx: joins.join(tx, "b", "gone"))
    with pytest.raises(InvalidFields):
        kernel.write(lambda tx: joins.join(tx, "a", other))
    with pytest.raises(InvalidFields):
        kernel.write(lambda tx: joins.join(tx, "gone", "a"))


def test_the_last_join_is_undone_first(kernel: Kernel) -> None:
    for id_ in ("a", "b", "c", "d", "e"):
        add(kernel, id_)
    first = kernel.write(lambda tx: joins.join(tx, "a", "b"))
    second = kernel.write(lambda tx: joins.join(tx, "c", "a"))
    apart = kernel.write(lambda tx: joins.join(tx, "d", "e"))
    with pytest.raises(Conflict):
        kernel.write(lambda tx: joins.undo(tx, first.id))
    # Of others it does not matter.
    kernel.write(lambda tx: joins.undo(tx, second.id))
    kernel.write(lambda tx: joins.undo(tx, first.id))
    assert apart.undone_at is None


def test_what_was_changed_since_stays(kernel: Kernel, sign_in: SignIn) -> None:
    agent = sign_in(Role.AGENT)
    add(kernel, "a", "1", emails=["a@example.org"])
    add(kernel, "b", "2", emails=["b@example.org"])
    done = kernel.write(lambda tx: joins.join(tx, "a", "b"))
    version = agent.get("/v1/persons/a").json()["version"]
    fields = {"numbers": ["3", "1", "2"], "emails": ["a@example.org", "b@example.org", "new@example.org"]}
    assert agent.patch("/v1/persons/a", json=fields, version=version).status_code == 200
    kernel.write(lambda tx: joins.undo(tx, done.id))
    first, second = agent.get("/v1/persons/a").json(), agent.get("/v1/persons/b").json()
    assert (first["numbers"], first["emails"]) == (["3", "1"], ["a@example.org", "new@example.org"])
    assert (second["numbers"], second["emails"]) == (["2"], ["b@example.org"])


def test_addresses_are_normalised_and_checked(sign_in: SignIn) -> None:
    agent = sign_in(Role.AGENT)
    new = {"id": "a", "emails": [" Chen@Example.ORG ", "chen@example.org", "b@example.org"]}
    assert agent.post("/v1/persons", json=new).json()["emails"] == ["chen@example.org", "b@example.org"]
    answer = agent.post("/v1/persons", json={"id": "b", "emails": ["nobody"]})
    assert [field["field"] for field in answer.json()["fields"]] == ["emails.0"]


@settings(
    max_examples=int(os.environ.get("TONGFU_EXAMPLES", "25")), suppress_health_check=list(HealthCheck), deadline=None
)
@given(data=st.data())
def test_joins_and_undos_restore_everything(kernel: Kernel, data: st.DataObject) -> None:
    """Whatever is joined, in whatever order: undone last first, each state comes back exactly."""
    number, email = st.sampled_from(["1", "2", "3"]), st.sampled_from(["a@x.org", "b@x.org", "c@x.org"])
    round_id = uuid4().hex
    ids = [f"{round_id}-{n}" for n in range(data.draw(st.integers(2, 6)))]
    for id_ in ids:
        add(
            kernel,
            id_,
            *data.draw(st.lists(number, unique=True, max_size=3)),
            emails=data.draw(st.lists(email, unique=True, max_size=2)),
        )
    for _ in range(data.draw(st.integers(0, 3))):
        owner = data.draw(st.sampled_from(ids))

        def file(tx: Any, whose: str = owner) -> None:
            from services.server.tickets import service as ticket_rules

            ticket_rules.receive(tx, uuid4().hex, "portal", {"person_id": whose})

        kernel.write(file)
    states, undoable = [state(kernel)], list[str]()
    for _ in range(data.draw(st.integers(1, 10))):
        if undoable and data.draw(st.booleans()):
            last = undoable.pop()
            kernel.write(lambda tx, id_=last: joins.undo(tx, id_))
            states.pop()
            assert state(kernel) == states[-1]
            continue
        kept, gone = data.draw(st.lists(st.sampled_from(ids), min_size=2, max_size=2, unique=True))
        try:
            done = kernel.write(lambda tx, a=kept, b=gone: joins.join(tx, a, b))
        except InvalidFields:
            assert state(kernel) == states[-1]
            continue
        undoable.append(done.id)
        states.append(state(kernel))
    while undoable:
        last = undoable.pop()
        kernel.write(lambda tx, id_=last: joins.undo(tx, id_))
        states.pop()
        assert state(kernel) == states[-1]


def test_a_message_finds_who_was_joined(kernel: Kernel) -> None:
    add(kernel, "a", "1")
    other = kernel.write(lambda tx: known.find_or_add(tx, "陈", "", "b@example.org", "proof"))
    assert other is not None
    kernel.write(lambda tx: joins.join(tx, "a", other))
    assert kernel.write(lambda tx: known.find_or_add(tx, "", "", "B@example.org", "")) == "a"
    assert kernel.write(lambda tx: known.find_or_add(tx, "", "", "", "proof")) == "a"
    rows = kernel.read(lambda tx: tx.connection.execute(select(person_joins)).all())
    assert len(rows) == 1
