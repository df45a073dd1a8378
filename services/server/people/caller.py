"""What the desk shows about who is calling."""

from sqlalchemy import or_, select

from services.contracts.accounts import Permission
from services.contracts.people import CallerCard, EarlierContact
from services.contracts.text import number_key
from services.server.accounts.tables import accounts
from services.server.calls.tables import calls
from services.server.people import service
from services.server.tickets import contacts
from services.server.transaction import Transaction

CONTACTS = 20
"""How many earlier calls and tickets are shown."""


def card(tx: Transaction, number: str) -> CallerCard:
    """Returns the person behind a number, the others with the same number, and what there was before, newest first.

    A withheld number (empty) gives an empty card. Of confidential tickets only those are among the contacts that the
    person at the desk may know the asker of; otherwise the card would name them.
    """
    if not number:
        return CallerCard(person=None)
    person, others = service.by_number(tx, number)
    person_id = person.id if person else None
    viewer = "" if tx.actor.may(Permission.TICKET_CONFIDENTIAL) else tx.actor.account_id
    earlier = [*_calls(tx, person_id, number), *_tickets(tx, person_id, number, viewer)]
    earlier.sort(key=lambda contact: (contact.at, contact.id), reverse=True)
    return CallerCard(
        person=person,
        others=others,
        contacts=earlier[:CONTACTS],
        open_tickets=contacts.count_open(tx.connection, person_id, number, viewer),
    )


def _tickets(tx: Transaction, person_id: str | None, number: str, viewer: str) -> list[EarlierContact]:
    return [
        EarlierContact(
            kind="ticket",
            id=row.id,
            at=row.created_at,
            title=row.title,
            status=row.status,
            number=row.number,
            agent=row.created_by,
        )
        for row in contacts.newest(tx.connection, person_id, number, viewer, CONTACTS)
    ]


def _calls(tx: Transaction, person_id: str | None, number: str) -> list[EarlierContact]:
    whose = [
        calls.c.number_key == (number_key(number) or number),
        *([calls.c.person_id == person_id] if person_id else []),
    ]
    query = (
        select(calls.c.id, calls.c.offered_at, calls.c.state, accounts.c.name)
        .select_from(calls.outerjoin(accounts, accounts.c.id == calls.c.agent_id))
        .where(or_(*whose), calls.c.ended_at.is_not(None))
        .order_by(calls.c.offered_at.desc())
        .limit(CONTACTS)
    )
    return [
        EarlierContact(kind="call", id=row.id, at=row.offered_at, status=row.state, agent=row.name or "")
        for row in tx.connection.execute(query)
    ]
