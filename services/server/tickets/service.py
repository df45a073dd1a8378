"""Rules for tickets: filed once, changed by one hand at a time, every change with its trace."""

from types import SimpleNamespace
from typing import Any

from services.contracts.accounts import Permission
from services.contracts.channels import CitizenNotice
from services.contracts.events import Topic
from services.contracts.notices import NoticeCode
from services.contracts.tickets import (
    Finish,
    NewNote,
    NewTicket,
    Note,
    Ticket,
    TicketChange,
    TicketFields,
    TicketStatus,
    Urgency,
)
from services.errors import Conflict, InvalidFields, NotAllowed, NotFound, StaleVersion
from services.server.callbacks import linking
from services.server.channels import outgoing
from services.server.clocks import service as clocks
from services.server.lifecycle import alerts
from services.server.people import repository as people
from services.server.people.service import digest_of
from services.server.subscriptions import service as subscriptions
from services.server.tickets import repository, scope, validation, view, voices
from services.server.tickets.repository import Entry
from services.server.tickets.trace import URGENCIES, said
from services.server.transaction import Transaction, everyone_with

_BLANK: dict[str, Any] = {
    "person_id": None,
    "call_id": None,
    "caller_name": "",
    "caller_number": "",
    "contact_number": "",
    "kind": "",
    "category": "",
    "town": "",
    "village": "",
    "grid": "",
    "detail": "",
    "title": "",
    "content": "",
    "urgency": 0,
    "confidential": False,
    "wants_callback": False,
    "answer": "",
    "cited_articles": "",
    "unit": "",
}


_NO_ALARM = SimpleNamespace(alert=False, unit="")
_FIRST_WORDS = 40
"""So much of the content names an emergency that nobody had time to name."""


def blank() -> dict[str, Any]:
    """Returns the columns of the form with nothing in them."""
    return dict(_BLANK)


def new_row(
    tx: Transaction, ticket_id: str, status: TicketStatus, opened_as: str, values: dict[str, Any]
) -> dict[str, Any]:
    """Returns what a ticket that is filed now begins with, for the repository to number.

    Args:
        tx: the transaction; its actor files the ticket.
        ticket_id: its id.
        status: where it begins.
        opened_as: the first word of its trail.
        values: the columns of the form, and what else it begins with.
    """
    return {
        "digest": "",
        **values,
        "id": ticket_id,
        "status": status.value,
        "version": 1,
        "opened_as": opened_as,
        "created_by_id": tx.actor.account_id,
        "created_by": tx.actor.name,
        "created_at": tx.now,
        "updated_at": tx.now,
        "closed_at": tx.now if status in (TicketStatus.CLOSED, TicketStatus.MERGED) else None,
        "note_count": 0,
    }


def get(tx: Transaction, ticket_id: str) -> Ticket:
    """Returns a ticket as the actor may see it.

    Raises:
        NotAllowed: the actor only handles, and it lies with another unit.
    """
    row = row_of(tx, ticket_id)
    scope.require(tx, row)
    return view.ticket(tx, row)


def get_by_number(tx: Transaction, number: str) -> Ticket:
    """Returns the ticket with a number as the actor may see it."""
    row = repository.find_by_number(tx.connection, number)
    if row is None:
        raise NotFound("ticket")
    scope.require(tx, row)
    return view.ticket(tx, row)


def create(tx: Transaction, new: NewTicket) -> Ticket:
    """Files a ticket, or keeps its draft. The same ticket sent again under its id is filed once.

    Raises:
        InvalidFields: something is missing for what it is to be.
        Conflict: ``already_exists``: the id belongs to another ticket.
    """
    digest = digest_of(new)
    earlier = repository.find(tx.connection, new.id)
    if earlier is not None:
        if earlier.digest != digest or earlier.created_by_id != tx.actor.account_id:
            raise Conflict("already_exists", what=new.id)
        return view.ticket(tx, earlier)
    given = _of_present_person(tx, _columns(new))
    values = {**_BLANK, **given}
    validation.check(tx, values, set(given), new.finish)
    status = validation.STATUS[new.finish]
    into = _open_for_others(tx, new) if status is TicketStatus.MERGED else None
    if into is not None:
        values["merged_into"] = into.id
    if new.finish is Finish.EMERGENCY:
        values |= {
            "urgency": URGENCIES.index(Urgency.EMERGENCY),
            "alert": True,
            "title": values["title"] or values["content"][:_FIRST_WORDS],
        }
    row = new_row(tx, new.id, status, new.finish.value, values) | {"digest": digest}
    filed = SimpleNamespace(**repository.add(tx, row))
    linking.filed(tx, filed.id, filed.call_id, new.call_back_id)
    tell(tx, filed)
    alerts.tell(tx, _NO_ALARM, filed)
    _tell_citizen(tx, filed, new.finish)
    if into is not None:
        voices.joined(tx, filed, into)
    return view.ticket(tx, filed)


def receive(tx: Transaction, ticket_id: str, channel: str, values: dict[str, Any]) -> Any:
    """Files a ticket that came by a channel; returns its row. It waits for a dispatcher, who adds what was not said.

    Raises:
        InvalidFields: a code is not in the catalogue.
    """
    whole = {**_BLANK, **values}
    validation.check(tx, whole, {*values} - {"person_id"}, Finish.DRAFT)
    row = new_row(tx, ticket_id, TicketStatus.ACCEPTED, Finish.ACCEPT.value, whole) | {"channel": channel}
    filed = SimpleNamespace(**repository.add(tx, row))
    tell(tx, filed)
    return filed


def _open_for_others(tx: Transaction, new: NewTicket) -> Any:
    """Returns the ticket that another one is attached to: open, and not more public than that one is."""
    repository.hold(tx.connection, new.into or "")
    into = repository.find(tx.connection, new.into or "")
    if into is None or not validation.takes_voices(into):
        raise InvalidFields({"into": ("not_a_choice", {})})
    if new.confidential and not into.confidential:
        raise InvalidFields({"into": ("confidential_apart", {})})
    return into


def check(tx: Transaction, row: Any, fields: TicketChange, finish: Finish) -> None:
    """Checks a ticket as it would be with the given fields, for what it is to become.

    Raises:
        InvalidFields: with each field that needs a correction.
        NotAllowed: who asked confidentially may be changed only by those who may know it.
    """
    before, after = _corrected(tx, row, fields)
    if view.is_hidden(tx.actor, row) and after.keys() & {*view.IDENTITY, "confidential"}:
        raise NotAllowed(Permission.TICKET_CONFIDENTIAL)
    validation.check(tx, {**before, **after}, set(after), finish)


def change(tx: Transaction, row: Any, fields: TicketChange) -> Any:
    """Changes those of the given fields that differ, as :func:`check` allows; returns the row then.

    Raises:
        StaleVersion: somebody else has changed it; it carries the ticket as the actor may see it.
    """
    before, after = _corrected(tx, row, fields)
    if not after:
        return row
    trace = {name: [said(name, before[name]), said(name, value)] for name, value in after.items()}
    changed = repository.change(tx.connection, row, after | _clocks(tx, row, after), tx.now)
    if changed is None:
        raise StaleVersion(view.ticket(tx, row_of(tx, row.id)).model_dump(mode="json"))
    entry = Entry(
        tx.now, tx.actor.account_id, tx.actor.name, "change", trace, tx.actor.unit, group=repository.group_of(changed)
    )
    repository.add_step(tx.connection, row.key, entry)
    tell(tx, changed)
    told: dict[str, str | int] = {"step": "change", "status": changed.status, "name": tx.actor.name}
    subscriptions.tell(tx, changed, NoticeCode.STEP, told)
    return changed


def _corrected(tx: Transaction, row: Any, fields: TicketChange) -> tuple[dict[str, Any], dict[str, Any]]:
    """Returns the columns of the form as they are, and those of them that change."""
    before = {name: getattr(row, name) for name in _BLANK}
    given = _of_present_person(tx, _columns(fields))
    return before, {name: value for name, value in given.items() if value != before[name]}


_NOTICES: dict[Finish, tuple[CitizenNotice, ...]] = {
    Finish.ACCEPT: (CitizenNotice.ACCEPTED,),
    Finish.ANSWER: (CitizenNotice.REPLIED,),
    Finish.DISPATCH: (CitizenNotice.ACCEPTED, CitizenNotice.DISPATCHED),
    Finish.EMERGENCY: (CitizenNotice.ACCEPTED, CitizenNotice.DISPATCHED),
    Finish.ATTACH: (CitizenNotice.MERGED,),
}


def _tell_citizen(tx: Transaction, row: Any, finish: Finish) -> None:
    """What a finish of the form says to the citizen is what the steps would have said."""
    for notice in _NOTICES.get(finish, ()):
        outgoing.tell(tx, row, notice, row.answer if notice is CitizenNotice.REPLIED else "")


def _clocks(tx: Transaction, row: Any, after: dict[str, Any]) -> dict[str, Any]:
    """Fits the clocks to a corrected ticket; returns what its row then says of them."""
    if row.status != TicketStatus.DRAFT and after.keys() & {"kind", "urgency", "category", "town", "village"}:
        facts = clocks.Facts(*(after.get(name, getattr(row, name)) for name in clocks.FACTS))
        return clocks.refit(tx, row.key, facts)
    return {}


def add_note(tx: Transaction, ticket_id: str, new: NewNote) -> Note:
    """Adds a remark, once for its id; a ticket in any state takes remarks."""
    row = row_of(tx, ticket_id)
    earlier = repository.find_note(tx.connection, new.id)
    if earlier is not None:
        if (earlier.ticket_key, earlier.author_id, earlier.text) != (row.key, tx.actor.account_id, new.text):
            raise Conflict("already_exists", what=new.id)
        return Note(id=earlier.id, at=earlier.at, author=earlier.author, text=earlier.text)
    author = (tx.actor.account_id, tx.actor.name)
    repository.add_note(tx.connection, row.key, new.id, tx.now, author, new.text)
    linking.filed(tx, row.id, new.call_id, new.call_back_id)
    tell(tx, row)
    subscriptions.tell(tx, row, NoticeCode.REMARK, {"name": tx.actor.name})
    return Note(id=new.id, at=tx.now, author=tx.actor.name, text=new.text)


def row_of(tx: Transaction, ticket_id: str) -> Any:
    """Returns a ticket's row."""
    row = repository.find(tx.connection, ticket_id)
    if row is None:
        raise NotFound("ticket")
    return row


def _columns(fields: TicketFields) -> dict[str, Any]:
    """Returns the given fields as columns; a field that is given as null is emptied."""
    given = {name: getattr(fields, name) for name in fields.model_fields_set if name in _BLANK}
    return {name: _BLANK[name] if value is None else _stored(name, value) for name, value in given.items()}


def _of_present_person(tx: Transaction, columns: dict[str, Any]) -> dict[str, Any]:
    """Returns the columns with the record that a citizen's was joined into, where somebody had not heard of it yet."""
    if columns.get("person_id"):
        columns["person_id"] = people.present(tx.connection, columns["person_id"])
    return columns


def _stored(name: str, value: Any) -> Any:
    match name:
        case "kind":
            return value.value
        case "urgency":
            return URGENCIES.index(Urgency(value))
        case "cited_articles":
            return " ".join(value)
    return value


def tell(tx: Transaction, row: Any) -> None:
    """Writes the event of a change, for everybody who may read tickets."""
    data = {
        "id": row.id,
        "number": row.number,
        "status": row.status,
        "version": row.version,
        # A title may name somebody.
        "title": "" if row.confidential else row.title,
        "created_by_id": row.created_by_id,
    }
    tx.append(Topic.TICKET, row.id, data, everyone_with(Permission.TICKET_READ))


def require(tx: Transaction, ticket_id: str) -> None:
    """Refuses where there is no such ticket."""
    row_of(tx, ticket_id)
