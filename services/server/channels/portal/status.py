"""The public status: number and code open what the citizen was told, and nothing about anybody."""

from sqlalchemy import bindparam, select

from services.contracts.channels import CitizenNotice, PublicStatus, PublicStep
from services.contracts.tickets import TicketStatus
from services.errors import AppError
from services.server.channels import codes, repository, words
from services.server.tickets.tables import tickets
from services.server.transaction import Transaction

_FACTS = select(tickets.c.id, tickets.c.number, tickets.c.status, tickets.c.created_at, tickets.c.closed_at).where(
    tickets.c.number == bindparam("wanted"), tickets.c.status != TicketStatus.DRAFT.value
)
_NOBODYS = "-"


def look_up(tx: Transaction, number: str, code: str) -> PublicStatus:
    """Returns where a matter stands.

    A wrong code and an unknown number are refused alike and take the same way: the code is checked by computing alone, and
    a wrong one has the number of no ticket looked up in its place.

    Raises:
        AppError: ``wrong_code`` (404).
    """
    right = codes.is_code(codes.secret(tx), number, code)
    row = tx.connection.execute(_FACTS, {"wanted": number if right else _NOBODYS}).first()
    told = repository.told(tx.connection, row.id if row is not None else _NOBODYS)
    if row is None:
        raise AppError("wrong_code", status=404)
    sentences = words.Sentences(tx.connection)
    history = [
        PublicStep(
            at=entry.created_at,
            notice=CitizenNotice(entry.notice),
            words=sentences.said(CitizenNotice(entry.notice), entry.created_at, entry.words, tx.actor.language),
        )
        for entry in told
    ]
    return PublicStatus(
        number=row.number, status=row.status, received_at=row.created_at, closed_at=row.closed_at, history=history
    )
