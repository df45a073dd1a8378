"""Follow-up by message: which tickets go that way, the invitation with its one link, and what the citizen answers.

An invitation is a row; its link is computed from it and is in nothing that the staff can read. Everybody who asked has one of
their own, where their channel brings messages. While all who are still to be asked have one, the ticket stands among those
that were asked by message; where somebody has none, or on its date, it is a task for the telephone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select, update

from services.contracts.channels import Channel
from services.contracts.tickets import Pending, TicketStatus
from services.errors import AppError, Conflict
from services.server.channels import settings
from services.server.channels.registry import adapters
from services.server.followups import citizens, links, repository, rules
from services.server.followups.tables import invitations
from services.server.tickets import repository as known
from services.server.timers import service as timers
from services.server.transaction import Transaction

TIMER = "follow_up_answer"
"""Timers that end the waiting for an answer."""


def objection(tx: Transaction, row: Any) -> AppError | None:
    """Returns why nobody can be asked by message; nothing where at least one of them can."""
    if not rules.in_force(tx).public_url:
        return Conflict("no_public_address")
    left = _uninvited(tx, row)
    if not left:
        return Conflict("nobody_to_ask")
    return None if any(theirs is not None for theirs in left) else Conflict("no_message_back")


def goes_by_rule(tx: Transaction, row: Any) -> bool:
    """Tells whether a ticket's kind goes by message and the channel of somebody who asked can bring one."""
    return row.kind in {kind.value for kind in rules.in_force(tx).kinds} and objection(tx, row) is None


def reaches_all(tx: Transaction, row: Any) -> bool:
    """Tells whether messages reach everybody who is still to be asked, so that nobody has to be called meanwhile."""
    return all(theirs is not None for theirs in _uninvited(tx, row))


def is_waiting(tx: Transaction, row: Any) -> bool:
    """Tells whether somebody may still answer by a link."""
    return bool(repository.invited(tx.connection, row.key))


def invite(tx: Transaction, row: Any) -> list[Any]:
    """Opens an invitation for everybody who is still to be asked and gets messages; returns their tickets, to tell it to."""
    invited = [theirs for theirs in _uninvited(tx, row) if theirs is not None]
    expires = (tx.now + timedelta(days=rules.in_force(tx).days)).replace(microsecond=0)
    same = {"ticket_key": row.key, "created_at": tx.now, "expires_at": expires}
    rows = [{**same, "voice_key": None if theirs.key == row.key else theirs.key} for theirs in invited]
    if rows:
        tx.connection.execute(insert(invitations), rows)
        _wait(tx, row)
    return invited


def join(tx: Transaction, row: Any) -> list[Any]:
    """Invites who was merged into a ticket while answers to it are waited for; returns their tickets, to tell it to."""
    return invite(tx, row) if row.pending == Pending.ANSWER and rules.in_force(tx).public_url else []


def close(tx: Transaction, row: Any) -> None:
    """Ends the waiting for any answer: it is not asked any more, or they are called."""
    _close(tx, row, lambda _invitation: True)


def close_of(tx: Transaction, row: Any, voice_id: str | None) -> None:
    """Ends the waiting for an answer of one citizen, by any ticket of theirs: it came, or somebody has called them."""
    wanted = voice_id or row.id
    theirs = next((each for each in citizens.of(tx, row) if wanted in {one.id for one in each.rows}), None)
    if theirs is not None and theirs.invitation is not None:
        _close(tx, row, lambda invitation: invitation.id == theirs.invitation.id)


def close_voice(tx: Transaction, row: Any, voice: Any) -> None:
    """Ends the waiting for an answer of a ticket that was taken out of a matter."""
    _close(tx, row, lambda invitation: invitation.voice_key == voice.key)


def close_late(tx: Transaction, row: Any) -> None:
    """Ends the waiting for those whose date has come."""
    _close(tx, row, lambda invitation: invitation.expires_at <= tx.now)


def _close(tx: Transaction, row: Any, which: Callable[[Any], bool]) -> None:
    ended = [each.id for each in repository.invited(tx.connection, row.key) if which(each)]
    if ended:
        tx.connection.execute(update(invitations).where(invitations.c.id.in_(ended)).values(closed_at=tx.now))
        _wait(tx, row)


def _wait(tx: Transaction, row: Any) -> None:
    """Has the server look again when the first of the dates has come."""
    dates = [each.expires_at for each in repository.invited(tx.connection, row.key)]
    timers.set_many(tx, TIMER, {row.id: min(dates, default=None)})


def _uninvited(tx: Transaction, row: Any) -> list[Any]:
    """Returns, of each citizen who is still to be asked and was not sent a link, the ticket whose channel brings them one."""
    left = [each for each in citizens.left(citizens.of(tx, row)) if each.invitation is None]
    channels = {Channel(theirs.channel or Channel.HOTLINE) for each in left for theirs in each.rows}
    sending = {channel.value for channel in channels if _sends(tx, channel)}
    return [next((theirs for theirs in each.rows if theirs.channel in sending), None) for each in left]


def _sends(tx: Transaction, channel: Channel) -> bool:
    adapter = adapters().get(channel)
    if adapter is None:
        return False
    configured = settings.of(tx, channel)
    return configured.enabled and adapter.sends(configured)


def link(tx: Transaction, ticket_id: str) -> str:
    """Returns the link of the open invitation of a ticket's citizen, for their message alone; empty where there is none."""
    theirs = known.find(tx.connection, ticket_id)
    main = known.find(tx.connection, theirs.merged_into) if theirs is not None and theirs.merged_into else theirs
    if theirs is None or main is None:
        return ""
    open_ = repository.invited(tx.connection, main.key)
    row = next((each for each in reversed(open_) if (each.voice_key or main.key) == theirs.key), None)
    if row is None:
        return ""
    return f"{rules.in_force(tx).public_url}/v1/public/follow-up/{links.token(tx, row.id, row.expires_at)}"


@dataclass(frozen=True)
class Asked:
    """What a link asks about.

    Attributes:
        row: the ticket that is followed up.
        theirs: the ticket of the citizen who has the link; the same, or one that was merged into it.
    """

    row: Any
    theirs: Any


def opened(tx: Transaction, token: str) -> Asked:
    """Returns what a link asks about, and whom.

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
    rows = known.rows(tx.connection, [key for key in (found.ticket_key, found.voice_key) if key is not None])
    row = rows[found.ticket_key]
    if found.closed_at is not None or row.status != TicketStatus.FOLLOW_UP:
        raise AppError("link_used", status=410)
    return Asked(row, rows[found.voice_key or found.ticket_key])
