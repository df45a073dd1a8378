"""What somebody sees of a ticket. Of a confidential one, only who took it down or has the right sees who asked."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import Row

from services.contracts.accounts import Permission
from services.contracts.text import mask_name
from services.contracts.tickets import Note, Step, Ticket
from services.server.tickets import repository, search
from services.server.tickets.trace import URGENCIES
from services.server.transaction import Actor, Transaction

IDENTITY = ("person_id", "call_id", "caller_name", "caller_number", "contact_number", "detail")
"""Fields that say who asked, or where they live."""
HIDDEN = "＊＊＊"
_WRITTEN = ("title", "content", "answer")
_SHORT_NUMBER = 5
_TO_FULL_WIDTH = ord("０") - ord("0")

_PLAIN = [
    "id",
    "number",
    "version",
    "caller_name",
    "caller_number",
    "contact_number",
    "category",
    "town",
    "village",
    "grid",
    "detail",
    "title",
    "content",
    "confidential",
    "wants_callback",
    "answer",
    "unit",
    "created_by",
    "created_by_id",
    "created_at",
    "updated_at",
    "closed_at",
    "person_id",
    "call_id",
    "status",
    "channel",
    "pending",
    "suspended_until",
    "handler_id",
    "handler",
    "dispatch_count",
    "return_count",
    "merged_into",
    "part_of",
    "supervised",
    "wrote_again",
    "alert",
    "due_at",
    "due_kind",
    "alarm",
]


def is_hidden(actor: Actor, row: Any) -> bool:
    """Tells whether somebody may not know who asked."""
    return bool(
        row.confidential and row.created_by_id != actor.account_id and not actor.may(Permission.TICKET_CONFIDENTIAL)
    )


# A number as long as a telephone's, also in the groups of three and four in which a mobile's is written; a date is none.
_LONG_NUMBER = re.compile(r"(?<!\d)(?:\d{7,}|1\d{2}[ .-]\d{4}[ .-]\d{4})(?!\d)")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}", re.ASCII)


def without_identity(words: str, row: Any) -> str:
    """Returns words of a ticket in which its name, numbers and addresses are hidden, whoever wrote them there, and however."""
    for name in ("caller_name", "caller_number", "contact_number", "detail"):
        known = getattr(row, name, "")
        if len(known) > 1:
            words = words.replace(known, HIDDEN)
            if known.isdigit() and len(known) > _SHORT_NUMBER:
                words = _written(known).sub(HIDDEN, words)
    return _ADDRESS.sub(HIDDEN, _LONG_NUMBER.sub(HIDDEN, words))


@lru_cache(maxsize=512)
def _written(number: str) -> re.Pattern[str]:
    """Returns how somebody may write a number: with full-width digits, and signs or blanks between."""
    either = (f"[{digit}{chr(ord(digit) + _TO_FULL_WIDTH)}]" for digit in number)
    return re.compile("[ .－—·-]{0,2}".join(either))


def ticket(tx: Transaction, row: Any) -> Ticket:
    """Returns a ticket as the actor may see it, with its notes and audit trail."""
    hidden = is_hidden(tx.actor, row)
    values = {name: getattr(row, name) for name in _PLAIN}
    if hidden:
        values |= {name: without_identity(values[name], row) for name in _WRITTEN}
        values |= {name: None if name.endswith("_id") else "" for name in IDENTITY}
    steps = [Step(at=row.created_at, actor=row.created_by, action=row.opened_as)]
    # A rung of the ladder leaves an entry, but is no change that anybody's typing could be in the way of.
    if row.version > 1 or row.merged_into or row.alarm:
        # The first entry says all that the ticket was filed with; here, that it was filed is enough.
        steps += [_step(step, row if hidden else None) for step in repository.steps(tx.connection, row.key)[1:]]
    notes = repository.notes(tx.connection, row.key) if row.note_count else []
    return Ticket(
        **values,
        kind=row.kind or None,
        urgency=URGENCIES[row.urgency],
        cited_articles=row.cited_articles.split(),
        assisting=row.assisting.split(),
        notes=[
            Note(
                id=note.id,
                at=note.at,
                author=note.author,
                text=without_identity(note.text, row) if hidden else note.text,
            )
            for note in notes
        ],
        steps=steps,
        identity_hidden=hidden,
    )


def names_somebody(seen: Ticket) -> bool:
    """Tells whether a ticket as seen says who asked, so that the look is recorded."""
    return bool(seen.person_id or seen.caller_name or seen.caller_number or seen.contact_number)


def honestly_found(tx: Transaction, found: Sequence[Any], words: search.Words | None) -> list[Any]:
    """Leaves out rows that words were found in only with what is hidden of them: a hit would confirm a guess."""
    hidden = [row.key for row in found if is_hidden(tx.actor, row)] if words is not None else []
    if words is None or not hidden:
        return list(found)
    whole = repository.rows(tx.connection, hidden)
    return [row for row in found if row.key not in whole or _stands(words, whole[row.key])]


def _stands(words: search.Words, row: Any) -> bool:
    shown = search.plain("\n".join(without_identity(text, row) for text in (row.title, row.content)))
    return all(piece in shown for piece in words.pieces)


def rows(actor: Actor, found: Iterable[Any]) -> list[dict[str, Any]]:
    """Returns list rows as plain data (:class:`TicketRow`): a page of fifty is encoded in microseconds."""
    return [
        {
            "id": row.id,
            "number": row.number,
            "status": row.status,
            "kind": row.kind or None,
            "category": row.category,
            "town": row.town,
            "village": row.village,
            "title": without_identity(row.title, row) if is_hidden(actor, row) else row.title,
            "urgency": URGENCIES[row.urgency],
            "confidential": row.confidential,
            "unit": row.unit,
            "caller_masked": "" if is_hidden(actor, row) else mask_name(row.caller_name),
            "created_by": row.created_by,
            "created_at": row.created_at,
            "updated_at": row.updated_at,
            "due_at": row.due_at,
            "due_kind": row.due_kind or "",
            "alarm": row.alarm,
            "alert": row.alert,
            "version": row.version,
        }
        for row in found
    ]


def _step(row: Any, hidden: Any) -> Step:
    """Returns an entry of the trail; ``hidden`` is the ticket's row where who asked must not be seen."""
    if hidden is None:
        return _whole_step(row)
    changes, said = orjson.loads(row.changes), orjson.loads(row.said)
    changes = {
        name: [without_identity(words, hidden) if words else words for words in pair]
        for name, pair in changes.items()
        if name not in IDENTITY
    }
    said |= {name: without_identity(said[name], hidden) for name in ("reason", "text", "basis") if name in said}
    return Step(at=row.at, actor=row.actor, unit=row.unit, action=row.action, changes=changes, **said)


@lru_cache(maxsize=4_096)
def _whole_step(row: Row[Any]) -> Step:
    """Entries never change, and whoever works on a ticket gets all of them with each step: made once, while it is worked on."""
    changes, said = orjson.loads(row.changes), orjson.loads(row.said)
    return Step(at=row.at, actor=row.actor, unit=row.unit, action=row.action, changes=changes, **said)
