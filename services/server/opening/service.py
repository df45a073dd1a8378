"""What closes a queue for new callers, and opens it again."""

from typing import Any

from sqlalchemy.exc import IntegrityError

from services.contracts.accounts import Permission
from services.contracts.events import Topic
from services.contracts.opening import (
    ClosedTreatment,
    ClosingStory,
    NewClosing,
    QueueClosing,
    QueueClosings,
    Reopening,
)
from services.errors import Conflict, InvalidFields, StaleVersion
from services.server.opening import repository
from services.server.opening.rules import end_of, in_force
from services.server.tickets import catalogue
from services.server.timers import service as timers
from services.server.transaction import Transaction, everyone_with

END_TIMER = "queue_opens"
_AUDIENCE = (everyone_with(Permission.QUEUE_WATCH), everyone_with(Permission.FIGURES_READ))
_SHOWN = 200


def closings(tx: Transaction) -> QueueClosings:
    """Returns what was said last about each queue that was ever closed."""
    return QueueClosings(items=[_view(tx, row) for row in repository.rows(tx.connection)])


def story(tx: Transaction, skill: str) -> ClosingStory:
    """Returns what was done with a queue."""
    return ClosingStory(items=repository.trail(tx.connection, skill, _SHOWN))


def snapshot_part(tx: Transaction) -> dict[str, Any]:
    """Returns the queues that are closed, for who sees queues."""
    if not (tx.actor.may(Permission.QUEUE_WATCH) or tx.actor.may(Permission.FIGURES_READ)):
        return {}
    return {"closings": [found for row in repository.rows(tx.connection, True) if (found := _view(tx, row)).closed]}


def close(tx: Transaction, skill: str, new: NewClosing) -> QueueClosing:
    """Closes a queue at once; of one that is closed already, changes until when, why and what callers get.

    Raises:
        InvalidFields: there is no such queue, or the end is no good.
        StaleVersion: somebody else was faster.
    """
    row = _locked(tx, skill)
    until = end_of(new.until, tx.now)
    made = _keep(tx, row, skill, "closed", True, new.reason, new.treatment, until)
    if until is None:
        timers.cancel(tx, END_TIMER, skill)
    else:
        timers.set(tx, END_TIMER, skill, until)
    return made


def open_again(tx: Transaction, skill: str, why: Reopening) -> QueueClosing:
    """Opens a queue at once.

    Raises:
        Conflict: ``queue_open``: it is open.
        StaleVersion: somebody else was faster.
    """
    row = _locked(tx, skill)
    if row is None or not in_force(row.closed, row.until, tx.now):
        raise Conflict("queue_open")
    timers.cancel(tx, END_TIMER, skill)
    return _keep(tx, row, skill, "opened", False, why.reason, ClosedTreatment(row.treatment))


def ended(tx: Transaction, timer: timers.Timer) -> None:
    """The end of a closing has come."""
    row = repository.locked(tx.connection, timer.subject)
    if row is not None and row.closed and not in_force(row.closed, row.until, tx.now):
        _keep(tx, row, row.skill, "ended", False, "", ClosedTreatment(row.treatment))


def _locked(tx: Transaction, skill: str) -> Any:
    problems, _ = catalogue.problems_of(tx, [catalogue.Wanted("skill", "skill", skill)])
    if problems:
        raise InvalidFields(problems)
    row = repository.locked(tx.connection, skill)
    if tx.expected_version is not None and tx.expected_version != (row.version if row is not None else 0):
        raise _stale(tx, row, skill)
    return row


def _stale(tx: Transaction, row: Any, skill: str) -> StaleVersion:
    found = _view(tx, row) if row is not None else QueueClosing(skill=skill)
    return StaleVersion(found.model_dump(mode="json"))


def _keep(
    tx: Transaction,
    row: Any,
    skill: str,
    what: str,
    closed: bool,
    reason: str,
    treatment: ClosedTreatment,
    until: Any = None,
) -> QueueClosing:
    said = {"skill": skill, "treatment": treatment.value, "until": until, "reason": reason, "by": tx.actor.name}
    version = row.version + 1 if row is not None else 1
    values = {**said, "version": version, "closed": closed, "at": tx.now}
    try:
        with tx.attempt():
            repository.keep(tx.connection, values, row is None)
    except IntegrityError:
        # Another lead has closed it in this very moment.
        raise _stale(tx, repository.locked(tx.connection, skill), skill) from None
    repository.note(tx.connection, {**said, "at": tx.now, "what": what, "by_id": tx.actor.account_id})
    made = QueueClosing(**values)
    tx.append(Topic.QUEUE_CLOSING, skill, made.model_dump(mode="json"), *_AUDIENCE)
    return made


def _view(tx: Transaction, row: Any) -> QueueClosing:
    found = QueueClosing.model_validate(dict(row._mapping))
    return found.model_copy(update={"closed": in_force(row.closed, row.until, tx.now)})
