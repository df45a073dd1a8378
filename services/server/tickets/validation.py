"""What a ticket needs before it is filed, answered or dispatched, and which ways lead from where it stands."""

from typing import Any

from services.contracts.tickets import Finish, TicketKind, TicketStatus
from services.errors import AppError, Conflict, InvalidFields
from services.server.dispatching import villages
from services.server.dispatching.resolution import Matter
from services.server.people import repository as people
from services.server.tickets import catalogue, repository
from services.server.tickets.catalogue import Problems, Wanted
from services.server.transaction import Transaction

STATUS = {
    Finish.DRAFT: TicketStatus.DRAFT,
    Finish.ACCEPT: TicketStatus.ACCEPTED,
    Finish.ANSWER: TicketStatus.CLOSED,
    Finish.DISPATCH: TicketStatus.DISPATCHED,
    Finish.EMERGENCY: TicketStatus.DISPATCHED,
    Finish.ATTACH: TicketStatus.MERGED,
}
"""Where each finish leads."""

_FILED = ("kind", "category", "title", "content")
_NEEDED = {
    Finish.DRAFT: (),
    Finish.ACCEPT: _FILED,
    Finish.ANSWER: (*_FILED, "answer"),
    Finish.DISPATCH: (*_FILED, "unit"),
    # In danger nobody is asked for a category.
    Finish.EMERGENCY: ("content", "unit"),
    Finish.ATTACH: _FILED,
}
_WAYS = {
    TicketStatus.DRAFT: (Finish.DRAFT, Finish.ACCEPT, Finish.ANSWER, Finish.DISPATCH),
    TicketStatus.ACCEPTED: (Finish.ACCEPT, Finish.ANSWER, Finish.DISPATCH),
    TicketStatus.DISPATCHED: (Finish.DISPATCH, Finish.ANSWER),
}
"""What the form may do with a ticket; all else is a step of the life cycle."""
_CORRECTED = (TicketStatus.HANDLING, TicketStatus.SUSPENDED, TicketStatus.REVIEW, TicketStatus.FOLLOW_UP)
"""Where the form may only correct fields, and what was needed for a dispatch has to stay."""


def finish_from(status: TicketStatus, finish: Finish | None) -> Finish:
    """Returns what a change ends in: what is asked for, or where the ticket stands already.

    Raises:
        Conflict: ``wrong_state``: no way leads there; a closed ticket is not changed any more.
    """
    if status in _CORRECTED and finish is None:
        return Finish.DISPATCH
    ways = _WAYS.get(status, ())
    if not ways or (finish is not None and finish not in ways):
        raise Conflict("wrong_state", state=status.value)
    return finish or ways[0]


def takes_voices(row: Any) -> bool:
    """Tells whether others may be merged into a ticket: only while it is open will its answer still reach them."""
    return row.closed_at is None and row.status != TicketStatus.DRAFT


def objection_to_end(tx: Transaction, row: Any) -> AppError | None:
    """Returns why a ticket is not simply ended, by an answer, a merge or a withdrawal; nothing where it may be."""
    if row.supervised:
        return Conflict("instruction_open")
    return objection_of_parts(tx, row)


def objection_of_parts(tx: Transaction, row: Any) -> AppError | None:
    """Returns why a ticket waits: parts of it are still open."""
    is_open = any(part.closed_at is None for part in repository.parts_of(tx.connection, row.id))
    return Conflict("parts_open") if is_open else None


def target_of(status: TicketStatus, finish: Finish) -> TicketStatus:
    """Returns where a ticket stands after the form is done with it."""
    return status if status in _CORRECTED else STATUS[finish]


def check(tx: Transaction, values: dict[str, Any], given: set[str], finish: Finish) -> None:
    """Checks a ticket as it would be stored; codes only where they are given, so that a retired one stays valid.

    Raises:
        InvalidFields: with each field that needs a correction.
        Conflict: ``not_for_villages``.
    """
    needed = list(_NEEDED[finish])
    if finish is Finish.DISPATCH and values["kind"] not in ("", TicketKind.CONSULT):
        needed.append("town")
    problems: Problems = {field: ("required", {}) for field in needed if not values[field]}
    wanted = [
        Wanted(field, kind, values[field])
        for field, kind in (("category", "category"), ("unit", "unit"), ("town", "place"), ("village", "place"))
        # Town and village are one place: who changes one answers for both.
        if field in given or (kind == "place" and given & {"town", "village"})
    ]
    unknown, known = catalogue.problems_of(tx, wanted)
    problems |= unknown
    if given & {"town", "village"}:
        problems |= catalogue.village_problem(known, values["town"], values["village"])
    if "person_id" in given and values["person_id"] and not people.exists(tx.connection, values["person_id"]):
        problems["person_id"] = ("unknown_code", {"value": values["person_id"]})
    if problems:
        raise InvalidFields(problems)
    if finish is Finish.DISPATCH and given & {"unit", "category"}:
        matter = Matter(values["category"], values["town"], values["village"], values["kind"])
        villages.check(tx, values["unit"], matter)
