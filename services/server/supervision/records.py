"""What the life cycle of a ticket does to the instructions about it."""

from typing import Any

from sqlalchemy import bindparam, select, update

from services.server.prepared import Prepared
from services.server.supervision.tables import instructions
from services.server.transaction import Transaction

_OF = instructions.c.ticket_key == bindparam("of")
_END = Prepared(update(instructions).where(_OF, instructions.c.ended_at.is_(None)).values(ended_at=bindparam("at")))
_RESUME = Prepared(update(instructions).where(_OF).values(ended_at=None))
_OPEN = Prepared(select(instructions.c.id).where(_OF, instructions.c.ended_at.is_(None)).limit(1))


def end_with(tx: Transaction, row: Any) -> None:
    """Ends the instructions of a ticket that is over."""
    _END.soon(tx.connection, {"of": row.key, "at": tx.now})


def resume_with(tx: Transaction, row: Any) -> None:
    """Opens them again where the ticket is done once more."""
    _RESUME.soon(tx.connection, {"of": row.key})


def has_open(tx: Transaction, key: int) -> bool:
    """Tells whether an instruction of a ticket is still to be seen through."""
    return _OPEN.first(tx.connection, {"of": key}) is not None
