"""Follow-up by message: which tickets go that way, the invitation with its one link, and what the citizen answers.

An invitation is a row; its link is computed from it and is in nothing that the staff can read. While it is open the ticket
stands among those that were asked by message; on its date it becomes a task for the telephone.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select, update

from services.contracts.channels import Channel
from services.contracts.tickets import Pending, TicketStatus
from services.errors import AppError, Conflict
from services.server.channels import settings
from services.server.channels.registry import adapters
from services.server.followups import links, rules
from services.server.followups.tables import invitations
from services.server.tickets.tables import tickets
from services.server.timers import service as timers
from services.server.transaction import Transaction

TIMER = "follow_up_answer"
"""Timers that end the waiting for an answer."""


def objection(tx: Transaction, row: Any) -> AppError | None:
    """Returns why a citizen cannot be asked by message; nothing where they can."""
    if not rules.in_force(tx).public_url:
        return Conflict("no_public_address")
    channel = Channel(row.channel or Channel.HOTLINE)
    adapter = adapters().get(channel)
    configured = settings.of(tx, channel) if adapter is not None else None
    if adapter is None or configured is None or not configured.enabled or not adapter.sends(configured):
        return Conflict("no_message_back")
    return None


def goes_by_rule(tx: Transaction, row: Any) -> bool:
    """Tells whether a ticket's kind goes by message and its channel can bring one."""
    return row.kind in {kind.value for kind in rules.in_force(tx).kinds} and objection(tx, row) is None


def invite(tx: Transaction, row: Any) -> None:
    """Opens an invitation; one that was open before is worth nothing any more."""
    expires = (tx.now + timedelta(days=rules.in_force(tx).days)).replace(microsecond=0)
    close(tx, row)
    tx.connection.execute(insert(invitations), {"ticket_key": row.key, "created_at": tx.now, "expires_at": expires})
    timers.set(tx, TIMER, row.id, expires)


def close(tx: Transaction, row: Any) -> None:
    """Ends the waiting for an answer: it came, somebody called, or the date has come."""
    tx.connection.execute(
        update(invitations)
        .where(invitations.c.ticket_key == row.key, invitations.c.closed_at.is_(None))
        .values(closed_at=tx.now)
    )
    timers.cancel(tx, TIMER, row.id)


def link(tx: Transaction, ticket_id: str) -> str:
    """Returns the link of a ticket's open invitation, for the message alone; empty where there is none."""
    row = tx.connection.execute(
        select(invitations.c.id, invitations.c.expires_at)
        .join(tickets, tickets.c.key == invitations.c.ticket_key)
        .where(tickets.c.id == ticket_id, invitations.c.closed_at.is_(None))
        .order_by(invitations.c.id.desc())
    ).first()
    if row is None:
        return ""
    return f"{rules.in_force(tx).public_url}/v1/public/follow-up/{links.token(tx, row.id, row.expires_at)}"


def opened(tx: Transaction, token: str) -> Any:
    """Returns the row of the ticket that a link asks about.

    Raises:
        AppError: ``bad_link`` (404): forged or mistyped. ``link_used``, ``link_expired`` (410).
    """
    said = links.read(tx, token)
    found = None
    if said is not None:
        found = tx.connection.execute(select(invitations).where(invitations.c.id == said.invitation)).first()
    if said is None or found is None:
        raise AppError("bad_link", status=404)
    if tx.now >= said.expires_at:
        raise AppError("link_expired", status=410)
    row = tx.connection.execute(select(tickets).where(tickets.c.key == found.ticket_key)).one()
    waits = row.status == TicketStatus.FOLLOW_UP and row.pending == Pending.ANSWER
    if found.closed_at is not None or not waits:
        raise AppError("link_used", status=410)
    return row
