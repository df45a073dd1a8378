"""Links 关联: tickets that have to do with each other, each with its own handling and reply."""

from dataclasses import replace
from typing import Any

from services.contracts.lifecycle import Step, StepRequest
from services.contracts.tickets import TicketStatus
from services.errors import InvalidFields
from services.server.lifecycle import repository as own
from services.server.tickets import repository, scope
from services.server.tickets.repository import Entry
from services.server.transaction import Transaction

Values = dict[str, Any]


def begin(tx: Transaction, row: Any, request: StepRequest) -> Values:
    """Links a ticket with another one; nothing of the rows changes.

    Raises:
        InvalidFields: there is no such ticket that the actor sees, or they are linked already.
    """
    other = _other(tx, row, request)
    if _are_linked(tx, row, other):
        raise InvalidFields({"into": ("already_exists", {"what": other.number})})
    own.link(tx.connection, row.key, other.key, tx.now)
    return {}


def end(tx: Transaction, row: Any, request: StepRequest) -> Values:
    """Takes a link away.

    Raises:
        InvalidFields: they are not linked, or the actor does not see the other ticket.
    """
    other = _other(tx, row, request)
    if not _are_linked(tx, row, other):
        raise InvalidFields({"into": ("not_a_choice", {})})
    own.unlink(tx.connection, row.key, other.key)
    return {}


def other_of(tx: Transaction, request: StepRequest) -> Any:
    """Returns the row of the other ticket of a step that makes or ends a link; nothing for other steps."""
    is_one = request.step in (Step.LINK, Step.UNLINK)
    return repository.find(tx.connection, request.into or "") if is_one else None


def say_there(tx: Transaction, row: Any, other: Any, entry: Entry) -> None:
    """Says a link, or its end, in the story of the other ticket too: it is of both.

    Why is left out where it was said about a confidential ticket: the other one hides nothing of it.
    """
    why = {} if row.confidential or "reason" not in entry.said else {"reason": entry.said["reason"]}
    said = {**why, "other": row.number}
    there = replace(entry, changes={}, said=said, group=repository.group_of(other))
    repository.add_step(tx.connection, other.key, there)


def _other(tx: Transaction, row: Any, request: StepRequest) -> Any:
    other = other_of(tx, request)
    if other is None or other.id == row.id or other.status == TicketStatus.DRAFT or not scope.may_see(tx, other):
        raise InvalidFields({"into": ("not_a_choice", {})})
    return other


def _are_linked(tx: Transaction, row: Any, other: Any) -> bool:
    return other.key in {each.key for each in own.linked(tx.connection, row.key)}
