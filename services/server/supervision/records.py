"""What the life cycle of a ticket does to the instructions about it."""

from typing import Any

from sqlalchemy import select, update

from services.server.supervision.tables import instructions
from services.server.transaction import Transaction


def end_with(tx: Transaction, row: Any) -> None:
    """Ends the instructions of a ticket that is over."""
    tx.connection.execute(
        update(instructions)
        .where(instructions.c.ticket_key == row.key, instructions.c.ended_at.is_(None))
        .values(ended_at=tx.now)
    )


def resume_with(tx: Transaction, row: Any) -> None:
    """Opens them again where the ticket is done once more."""
    tx.connection.execute(update(instructions).where(instructions.c.ticket_key == row.key).values(ended_at=None))


def has_open(tx: Transaction, key: int) -> bool:
    """Tells whether an instruction of a ticket is still to be seen through."""
    query = select(instructions.c.id).where(instructions.c.ticket_key == key, instructions.c.ended_at.is_(None))
    return tx.connection.execute(query.limit(1)).first() is not None
