"""Rules for matters: who asks about the same thing is heard, and answered with it."""

from typing import Any

from sqlalchemy import bindparam, insert, select, update

from services.contracts.accounts import Permission, Role
from services.contracts.channels import CitizenNotice
from services.contracts.events import Topic
from services.contracts.followups import Matter, MatterChange, NewMatter
from services.contracts.tickets import TicketStatus
from services.errors import Conflict, InvalidFields, NotAllowed, NotFound, StaleVersion
from services.server.channels import outgoing
from services.server.matters import read
from services.server.matters.tables import matters
from services.server.prepared import Prepared
from services.server.tickets import catalogue
from services.server.tickets import repository as tickets_repository
from services.server.tickets import service as tickets_service
from services.server.tickets.repository import Entry
from services.server.tickets.tables import tickets
from services.server.timers import service as timers
from services.server.timers.runner import Timer
from services.server.transaction import Transaction

TIMER = "matter"
"""Ends a matter at the moment that was said when it was opened."""
_MAY_REPLY = frozenset({Role.DISPATCHER, Role.LEAD, Role.SUPERVISOR})

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
        InvalidFields: a category or place that there is not.
    """
    row = tickets_service.row_of(tx, new.ticket_id)
    earlier = tx.connection.execute(select(matters).where(matters.c.ticket_key == row.key)).first()
    if earlier is not None:
        if earlier.id != new.id:
            raise Conflict("already_exists", what=row.number)
        return one(tx, new.id)
    if row.closed_at is not None or row.status == TicketStatus.DRAFT or row.confidential:
        raise Conflict("wrong_state", state=row.status)
    _check(tx, new.categories, new.places)
    tx.connection.execute(
        insert(matters),
        {
            "id": new.id,
            "version": 1,
            "ticket_key": row.key,
            "words": new.words,
            "title": new.title,
            "categories": " ".join(new.categories),
            "places": " ".join(new.places),
            "ends_at": new.ends_at,
            "open": True,
            "opened_by_id": tx.actor.account_id,
            "opened_at": tx.now,
        },
    )
    if new.ends_at is not None:
        timers.set(tx, TIMER, new.id, new.ends_at)
    tx.append(Topic.MATTER, new.id, {"id": new.id, "version": 1})
    return one(tx, new.id)


def change(tx: Transaction, matter_id: str, changes: MatterChange) -> Matter:
    """Changes a matter, or ends it; a reply ends it and is told to everybody who asked, each by the own channel.

    Raises:
        StaleVersion: somebody else has changed it.
        Conflict: ``wrong_state``: a reply to one that has ended, or a new beginning of one whose ticket is over.
        NotAllowed: a reply to all by who only handles or only takes calls.
        InvalidFields: a category or place that there is not.
    """
    before = one(tx, matter_id)
    if changes.reply is not None and not _MAY_REPLY & set(tx.actor.roles):
        raise NotAllowed(Permission.TICKET_SUPERVISE)
    if (changes.reply is not None and not before.open) or (changes.open and not before.open and _is_over(before)):
        raise Conflict("wrong_state", state=before.status)
    _check(tx, changes.categories or [], changes.places or [])
    values = {name: getattr(changes, name) for name in changes.model_fields_set}
    # A moment may be taken back; all else that is not given stays.
    values = {name: value for name, value in values.items() if value is not None or name == "ends_at"}
    values |= {name: " ".join(values[name]) for name in ("categories", "places") if name in values}
    if changes.reply is not None:
        values["open"] = False
    done = tx.connection.execute(
        update(matters)
        .where(matters.c.id == matter_id, matters.c.version == tx.expected_version)
        .values(**values, version=before.version + 1)
    )
    if not done.rowcount:
        raise StaleVersion(before.model_dump(mode="json"))
    after = one(tx, matter_id)
    if after.open and after.ends_at is not None:
        timers.set(tx, TIMER, matter_id, after.ends_at)
    else:
        timers.cancel(tx, TIMER, matter_id)
    if changes.reply is not None:
        _reply_to_all(tx, before.ticket_id, changes.reply)
    tx.append(Topic.MATTER, matter_id, {"id": matter_id, "version": before.version + 1})
    return after


def end_in_time(tx: Transaction, timer: Timer) -> None:
    """Ends a matter whose moment has come; nobody is told anything."""
    ended = tx.connection.execute(
        update(matters)
        .where(matters.c.id == timer.subject, matters.c.open, matters.c.ends_at <= tx.now)
        .values(open=False, version=matters.c.version + 1)
        .returning(matters.c.version)
    ).first()
    if ended is not None:
        tx.append(Topic.MATTER, timer.subject, {"id": timer.subject, "version": ended.version})


def _reply_to_all(tx: Transaction, ticket_id: str, words: str) -> None:
    row = tickets_service.row_of(tx, ticket_id)
    if not tickets_repository.change(tx.connection, row, {}, tx.now):
        raise Conflict("same_time")
    for voice in (row, *tickets_repository.merged_into(tx.connection, ticket_id)):
        entry = Entry(tx.now, tx.actor.account_id, tx.actor.name, "matter_replied", {}, tx.actor.unit, {"text": words})
        tickets_repository.add_step(tx.connection, voice.key, entry)
        outgoing.tell(tx, voice, CitizenNotice.REPLIED, words)
        tickets_service.tell(tx, voice)


def _is_over(matter: Matter) -> bool:
    return matter.status in (TicketStatus.CLOSED, TicketStatus.WITHDRAWN, TicketStatus.MERGED)


def _check(tx: Transaction, categories: list[str], places: list[str]) -> None:
    wanted = [catalogue.Wanted(f"categories.{n}", "category", code) for n, code in enumerate(categories)]
    wanted += [catalogue.Wanted(f"places.{n}", "place", code) for n, code in enumerate(places)]
    problems, _known = catalogue.problems_of(tx, wanted)
    if problems:
        raise InvalidFields(problems)


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
