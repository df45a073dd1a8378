"""How each kind of item that the desk puts into the outbox reaches the server."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from services.api.people import PeopleApi
from services.api.tickets import TicketsApi
from services.contracts.people import NewPerson, PersonFields
from services.contracts.tickets import NewNote, NewTicket, TicketChange
from services.outbox import OutboxItem, Send

NEW_TICKET = "ticket.new"
TICKET_CHANGE = "ticket.change"
NEW_NOTE = "ticket.note"
NEW_PERSON = "person.new"
PERSON_CHANGE = "person.change"


def desk_senders(tickets: TicketsApi, people: PeopleApi) -> Mapping[str, Send]:
    """Returns what sends each kind; every one passes the item's own idempotency key on."""

    def new_ticket(item: OutboxItem) -> BaseModel:
        return tickets.create(NewTicket.model_validate(item.payload), item.key)

    def ticket_change(item: OutboxItem) -> BaseModel:
        return tickets.change(item.subject, TicketChange.model_validate(item.payload), item.version or 0, item.key)

    def new_note(item: OutboxItem) -> BaseModel:
        body: dict[str, Any] = dict(item.payload)
        ticket_id = str(body.pop("ticket_id"))
        return tickets.add_note(ticket_id, NewNote.model_validate(body), item.key)

    def new_person(item: OutboxItem) -> BaseModel:
        return people.create(NewPerson.model_validate(item.payload), item.key)

    def person_change(item: OutboxItem) -> BaseModel:
        return people.change(item.subject, PersonFields.model_validate(item.payload), item.version or 0, item.key)

    return {
        NEW_TICKET: new_ticket,
        TICKET_CHANGE: ticket_change,
        NEW_NOTE: new_note,
        NEW_PERSON: new_person,
        PERSON_CHANGE: person_change,
    }
