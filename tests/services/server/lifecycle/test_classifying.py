"""A channel does not always say what kind of appeal it is, what it is about, and where: who dispatches says it."""

from typing import Any

import pytest

from services.contracts.channels import Channel
from services.contracts.clocks import ClockState
from services.contracts.tickets import TicketKind
from services.server.channels import core
from services.server.channels.protocol import Incoming, Sender
from services.server.lifecycle.repository import changes_of
from services.server.tickets import repository
from services.server.tickets.trace import COLUMNS, replayed
from services.server.transaction import Transaction
from tests.services.server import district
from tests.services.server.lifecycle.conftest import UNIT, Cast

SAID = {"kind": "complaint", "category": "060101", "town": district.TOWN, "village": district.VILLAGE}
Ticket = dict[str, Any]


def by_email(cast: Cast) -> Ticket:
    """Returns a ticket of somebody who only wrote."""
    incoming = Incoming(
        channel=Channel.EMAIL,
        external_id="<1@example.org>",
        received_at=cast.kernel.clock.now(),
        title="工地夜间施工",
        content="南海大道旁工地凌晨两点仍在打桩。",
        sender=Sender("陈女士", "", "chen@example.org"),
        original=b"as it came",
        content_type="message/rfc822",
    )
    receipt = core.receive(cast.kernel, incoming)
    ticket: Ticket = cast.dispatcher.get(f"/v1/tickets/{receipt.ticket_id}").json()
    assert (ticket["kind"], ticket["category"], ticket["town"]) == (None, "", "")
    return ticket


def limits(cast: Cast, ticket: Ticket) -> list[tuple[str, str]]:
    """Returns what runs for a ticket, and until when."""
    clocks = cast.dispatcher.get(f"/v1/tickets/{ticket['id']}/clocks").json()
    return sorted((clock["kind"], clock["due_at"]) for clock in clocks if clock["state"] == ClockState.RUNNING)


def test_who_dispatches_says_what_the_channel_did_not(cast: Cast) -> None:
    came = by_email(cast)
    done = cast.take(cast.dispatcher, came, "dispatch", unit=UNIT, **SAID)
    assert {name: done[name] for name in SAID} == SAID
    assert (done["status"], done["unit"]) == ("dispatched", UNIT)
    whole = cast.file("dispatch", unit=UNIT, **SAID)
    assert limits(cast, done) == limits(cast, whole), "it has the time of any ticket like it"

    def trail(tx: Transaction) -> None:
        row = repository.find(tx.connection, str(came["id"]))
        assert row is not None
        entries = [changes_of(step) for step in repository.steps(tx.connection, row.key)]
        assert {name: entries[-1][name][1] for name in SAID} == SAID
        assert replayed(entries) == {name: getattr(row, name) for name in COLUMNS}

    cast.kernel.read(trail)


@pytest.mark.parametrize("left_out", ["kind", "category", "town"])
def test_what_is_missing_is_named(cast: Cast, left_out: str) -> None:
    came = by_email(cast)
    given = {name: value for name, value in SAID.items() if name not in (left_out, "village")}
    answer = cast.ask(cast.dispatcher, came, "dispatch", unit=UNIT, **given)
    assert answer.status_code == 422
    assert [field["field"] for field in answer.json()["fields"]] == [left_out]
    now = cast.dispatcher.get(f"/v1/tickets/{came['id']}").json()
    assert (now["version"], now["status"]) == (came["version"], "accepted")


def test_a_place_that_is_none_is_named(cast: Cast) -> None:
    came = by_email(cast)
    answer = cast.ask(cast.dispatcher, came, "dispatch", unit=UNIT, **(SAID | {"village": district.OTHER_VILLAGE}))
    assert [field["field"] for field in answer.json()["fields"]] == ["village"]
    answer = cast.ask(cast.dispatcher, came, "dispatch", unit=UNIT, **(SAID | {"town": "nowhere", "village": ""}))
    assert [field["field"] for field in answer.json()["fields"]] == ["town"]


def test_a_question_needs_no_place(cast: Cast) -> None:
    came = by_email(cast)
    done = cast.take(cast.dispatcher, came, "dispatch", unit=UNIT, kind="consult", category="060101")
    assert (done["kind"], done["town"]) == (TicketKind.CONSULT, "")


def test_it_is_answered_at_once_with_its_kind(cast: Cast) -> None:
    came = by_email(cast)
    answer = cast.ask(cast.dispatcher, came, "answer", text="已答复。")
    assert sorted(field["field"] for field in answer.json()["fields"]) == ["category", "kind"]
    done = cast.take(cast.dispatcher, came, "answer", text="已答复。", kind="consult", category="060101")
    assert (done["status"], done["kind"]) == ("closed", "consult")


def test_in_danger_nobody_is_asked_what_kind_it_is(cast: Cast) -> None:
    came = by_email(cast)
    done = cast.take(cast.dispatcher, came, "emergency", unit=UNIT)
    assert (done["status"], done["urgency"], done["alert"], done["kind"]) == ("dispatched", "emergency", True, None)


def test_of_many_each_says_what_it_lacks(cast: Cast) -> None:
    came = by_email(cast)
    items = [{"ticket_id": came["id"], "version": came["version"]}]
    body = {"items": items, "request": {"step": "dispatch", "unit": UNIT}, "preview": True}
    (found,) = cast.dispatcher.post("/v1/steps", json=body).json()
    assert found["code"] == "invalid_fields"
    assert [(field["field"], field["code"]) for field in found["fields"]] == [
        ("kind", "required"),
        ("category", "required"),
    ]


def test_of_many_only_what_is_missing_is_filled_and_the_preview_says_where(cast: Cast) -> None:
    came, whole = by_email(cast), cast.file()
    question = cast.file(kind="consult", category="060101", town="", village="")
    items = [{"ticket_id": each["id"], "version": each["version"]} for each in (came, whole, question)]
    given = {"kind": "report", "category": "0601", "town": district.OTHER_TOWN, "village": district.OTHER_VILLAGE}
    body = {"items": items, "request": {"step": "dispatch", "unit": UNIT, **given}}
    for preview in (True, False):
        answer = cast.dispatcher.post("/v1/steps", json=body | {"preview": preview}).json()
        assert [each["code"] for each in answer] == ["", "", ""]
        assert [each["filled"] for each in answer] == [["kind", "category", "town"], [], []]
    found = [cast.dispatcher.get(f"/v1/tickets/{each['id']}").json() for each in (came, whole, question)]
    assert {name: found[0][name] for name in given} == given
    assert [{name: each[name] for name in given} for each in found[1:]] == [
        {name: each[name] for name in given} for each in (whole, question)
    ]
