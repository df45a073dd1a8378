"""Rules for matters: who asks about the same thing is heard, and answered with it."""

from typing import Any

from sqlalchemy import bindparam, insert, select, update

from services.contracts.events import Topic
from services.contracts.followups import Matter, MatterChange, NewMatter
from services.contracts.tickets import TicketStatus
from services.errors import Conflict, NotFound, StaleVersion
from services.server.matters import read
from services.server.matters.tables import matters
from services.server.prepared import Prepared
from services.server.tickets import service as tickets_service
from services.server.tickets.tables import tickets
from services.server.transaction import Transaction

_END = Prepared(
    update(matters)
    .where(matters.c.ticket_key == bindparam("of"), matters.c.open)
    .values(open=False, version=matters.c.version + 1)
    .returning(matters.c.id, matters.c.version)
)


def open_one(tx: Transaction, new: NewMatter) -> Matter:
    """Makes an open ticket a known matter, once for its id.

    Raises:
        Conflict: ``wrong_state``: the ticket is over; ``already_exists``: it is a matter already.
    """
    row = tickets_service.row_of(tx, new.ticket_id)
    earlier = tx.connection.execute(select(matters).where(matters.c.ticket_key == row.key)).first()
    if earlier is not None:
        if earlier.id != new.id:
            raise Conflict("already_exists", what=row.number)
        return one(tx, new.id)
    if row.closed_at is not None or row.status == TicketStatus.DRAFT or row.confidential:
        raise Conflict("wrong_state", state=row.status)
    tx.connection.execute(
        insert(matters),
        {
            "id": new.id,
            "version": 1,
            "ticket_key": row.key,
            "words": new.words,
            "open": True,
            "opened_by_id": tx.actor.account_id,
            "opened_at": tx.now,
        },
    )
    tx.append(Topic.MATTER, new.id, {"id": new.id, "version": 1})
    return one(tx, new.id)


def change(tx: Transaction, matter_id: str, changes: MatterChange) -> Matter:
    """Changes the words to say, or ends the matter.

    Raises:
        StaleVersion: somebody else has changed it.
    """
    before = one(tx, matter_id)
    values = changes.model_dump(exclude_none=True)
    done = tx.connection.execute(
        update(matters)
        .where(matters.c.id == matter_id, matters.c.version == tx.expected_version)
        .values(**values, version=before.version + 1)
    )
    if not done.rowcount:
        raise StaleVersion(before.model_dump(mode="json"))
    tx.append(Topic.MATTER, matter_id, {"id": matter_id, "version": before.version + 1})
    return one(tx, matter_id)


def one(tx: Transaction, matter_id: str) -> Matter:
    """Returns a matter."""
    found = read.where(tx, matters.c.id == matter_id)
    if not found:
        raise NotFound("matter")
    return found[0]


def end_with(tx: Transaction, row: Any) -> None:
    """Ends the matter of a ticket that is over."""
    ended = _END.first(tx.connection, {"of": row.key})
    if ended is not None:
        tx.append(Topic.MATTER, ended.id, {"id": ended.id, "version": ended.version})


def heard(tx: Transaction, ticket_id: str) -> None:
    """Tells everybody that one more has asked about a matter, or one less."""
    joined = matters.join(tickets, tickets.c.key == matters.c.ticket_key)
    query = select(matters.c.id, matters.c.version).select_from(joined).where(tickets.c.id == ticket_id)
    found = tx.connection.execute(query).first()
    if found is not None:
        tx.append(Topic.MATTER, found.id, {"id": found.id, "version": found.version})
