"""Reads known matters; imported where tickets are compared with them."""

from typing import Any

from sqlalchemy import func, select

from services.contracts.followups import Matter
from services.contracts.tickets import TicketStatus
from services.server.matters.tables import matters
from services.server.tickets import view
from services.server.tickets.tables import tickets
from services.server.transaction import Transaction

MOST = 200
"""Open matters that a desk is told of; a district that has more has another problem."""


def all_open(tx: Transaction, is_open: bool = True) -> list[Matter]:
    """Returns what many ask about now, or what they asked about before, the newest first."""
    return where(tx, matters.c.open if is_open else ~matters.c.open)


def where(tx: Transaction, condition: Any) -> list[Matter]:
    """Returns the matters that a condition holds for, the newest first."""
    voices = (
        select(tickets.c.merged_into, func.count().label("others"))
        .where(tickets.c.merged_into.is_not(None))
        .group_by(tickets.c.merged_into)
        .subquery()
    )
    source = matters.join(tickets, tickets.c.key == matters.c.ticket_key).outerjoin(
        voices, voices.c.merged_into == tickets.c.id
    )
    query = (
        select(
            matters, tickets.c.id.label("ticket"), tickets.c.number, tickets.c.title.label("called"), tickets.c.status
        )
        .add_columns(tickets.c.category, tickets.c.town, tickets.c.village, tickets.c.detail, tickets.c.confidential)
        .add_columns(tickets.c.caller_name, tickets.c.caller_number, tickets.c.contact_number)
        .add_columns(func.coalesce(voices.c.others, 0).label("others"))
        .select_from(source)
        .where(condition)
        .order_by(matters.c.opened_at.desc())
        .limit(MOST)
    )
    return [
        Matter(
            id=row.id,
            version=row.version,
            ticket_id=row.ticket,
            number=row.number,
            title=_shown(row.title or row.called, row),
            status=TicketStatus(row.status),
            category=row.category,
            town=row.town,
            village=row.village,
            # It may have become confidential since; every desk reads this.
            detail="" if row.confidential else row.detail,
            words=row.words,
            voices=row.others + 1,
            open=row.open,
            opened_at=row.opened_at,
            categories=row.categories.split(),
            places=row.places.split(),
            ends_at=row.ends_at,
            reply=row.reply,
        )
        for row in tx.connection.execute(query)
    ]


def _shown(words: str, row: Any) -> str:
    return view.without_identity(words, row) if row.confidential else words
