"""Queries on attachments."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update
from uuid_utils import uuid7

from services.server.attachments.blobs import Kept
from services.server.attachments.tables import attachments

_BY_ID = select(attachments).where(attachments.c.id == bindparam("wanted"))
_OF_TICKET = select(attachments).where(attachments.c.ticket_id == bindparam("wanted")).order_by(attachments.c.key)
_ADD = insert(attachments)


def add(
    connection: Connection,
    ticket_id: str,
    files: Iterable[Kept],
    at: datetime,
    by: tuple[str, str],
    message_id: int | None = None,
) -> list[str]:
    """Links contents to a ticket; ``by`` is the account's id and name. Returns the attachments' ids."""
    rows: list[dict[str, Any]] = [
        {
            "id": str(uuid7()),
            "ticket_id": ticket_id,
            "message_id": message_id,
            "name": file.name,
            "digest": file.digest,
            "size": file.size,
            "media_type": file.media_type,
            "added_at": at,
            "added_by_id": by[0],
            "added_by": by[1],
        }
        for file in files
    ]
    if rows:
        connection.execute(_ADD, rows)
    return [row["id"] for row in rows]


def find(connection: Connection, attachment_id: str) -> Row[Any] | None:
    """Returns an attachment."""
    return connection.execute(_BY_ID, {"wanted": attachment_id}).first()


def of_ticket(connection: Connection, ticket_id: str) -> Sequence[Row[Any]]:
    """Returns a ticket's attachments in the order they came."""
    return connection.execute(_OF_TICKET, {"wanted": ticket_id}).all()


def of_instructions(connection: Connection, instruction_ids: Sequence[str]) -> Sequence[Row[Any]]:
    """Returns the documents of leaders' instructions in the order they came."""
    wanted = attachments.c.instruction_id.in_(instruction_ids)
    return connection.execute(select(attachments).where(wanted).order_by(attachments.c.key)).all()


def give_to(connection: Connection, ticket_id: str, attachment_ids: Sequence[str], instruction_id: str) -> int:
    """Makes files beside a ticket the documents of an instruction; returns how many could be.

    What came from a citizen is no leader's document, and what is one instruction's does not become another's.
    """
    free = attachments.c.message_id.is_(None) & attachments.c.instruction_id.is_(None)
    wanted = attachments.c.id.in_(attachment_ids) & (attachments.c.ticket_id == ticket_id)
    return connection.execute(update(attachments).where(wanted, free).values(instruction_id=instruction_id)).rowcount


def digests(connection: Connection, prefix: str) -> set[str]:
    """Returns those digests of attachments that begin so."""
    wanted = attachments.c.digest
    query = select(wanted).where(wanted >= prefix, wanted < prefix + "g").distinct()
    return set(connection.execute(query).scalars())
