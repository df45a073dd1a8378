"""What a step does to the clocks of its ticket: the table's column, and where the step's outcome or the rules say otherwise."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from services.contracts.clocks import ClockKind, Limit
from services.contracts.lifecycle import RULES, Clocks, Rule, Step, StepRequest
from services.contracts.tickets import TicketStatus
from services.server.clocks import service as clocks
from services.server.clocks.service import FACTS, Act, Facts
from services.server.tickets import repository
from services.server.transaction import Transaction

_OVER = frozenset({TicketStatus.CLOSED, TicketStatus.WITHDRAWN, TicketStatus.MERGED})
_ALL = tuple((Clocks.STOP, kind) for kind in ClockKind)
_PAUSED_BY_RETURN = (ClockKind.SIGN_IN, ClockKind.FIRST_CONTACT, ClockKind.FINISH)
_AGAIN: tuple[Act, ...] = (
    (Clocks.STOP, ClockKind.FOLLOW_UP),
    (Clocks.START, ClockKind.SIGN_IN),
    (Clocks.START, ClockKind.FINISH),
)


@dataclass(frozen=True)
class Timing:
    """What a step's clocks say.

    Attributes:
        columns: for the ticket's row.
        said: for the entry of the trail: ``late`` where a sign-in or a reply came after its limit.
    """

    columns: dict[str, Any] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)


def follow(tx: Transaction, row: Any, rule: Rule, request: StepRequest, changes: dict[str, Any]) -> Timing:
    """Moves the clocks of a ticket whose row is about to get ``changes``.

    Raises:
        Conflict: ``no_clock``: more time is granted for something that does not run.
    """
    if rule.step in (Step.UNDO_CLOSE, Step.UNMERGE):
        if changes.get("status") == TicketStatus.ACCEPTED and not clocks.of(tx, row.key):
            # It was over when it was filed: no clock has ever run.
            return Timing(clocks.apply(tx, row.key, RULES[Step.ACCEPT].clocks, _facts(row, changes)).columns)
        columns = clocks.restore(tx, row.key, row.closed_at or tx.now)
        if changes.get("unit"):
            columns = clocks.refit(tx, row.key, _facts(row, changes))
        elif "unit" in changes:
            # Its unit is gone: somebody has to dispatch it anew.
            columns = clocks.apply(tx, row.key, RULES[Step.UPHOLD_RETURN].clocks, _facts(row, changes)).columns
        return Timing(columns)
    if rule.step is Step.REQUEST_EXTENSION and request.limit is not None:
        return Timing(said={"limit": request.limit.model_dump(mode="json")})
    if rule.step is Step.GRANT_EXTENSION:
        limit = request.limit or _asked_for(tx, row.key)
        if limit is None:
            return Timing()
        return Timing(clocks.lengthen(tx, row.key, ClockKind.FINISH, limit), {"limit": limit.model_dump(mode="json")})
    status = TicketStatus(changes.get("status", row.status))
    acts = acts_of(row, rule, status, lambda: clocks.rules(tx).pause_while_return_is_reviewed)
    if not acts:
        return Timing()
    applied = clocks.apply(tx, row.key, acts, _facts(row, changes))
    judged = {Step.SIGN_IN: ClockKind.SIGN_IN, Step.REPLY: ClockKind.FINISH}.get(rule.step)
    return Timing(applied.columns, {"late": True} if judged in applied.late else {})


def acts_of(row: Any, rule: Rule, status: TicketStatus, is_paused_by_return: Callable[[], bool]) -> Sequence[Act]:
    """Returns what a step does to which clock; ``status`` is the one that it leads to."""
    if status in _OVER:
        return _ALL if row.closed_at is None else ()
    if rule.step is Step.FOLLOW_UP:
        # Nobody answered, and another try follows; or it is done once more.
        return () if status is TicketStatus.FOLLOW_UP else _AGAIN
    if rule.step is Step.REQUEST_RETURN and is_paused_by_return():
        return tuple((Clocks.PAUSE, kind) for kind in _PAUSED_BY_RETURN)
    return rule.clocks


def _facts(row: Any, changes: dict[str, Any]) -> Facts:
    return Facts(*(changes.get(name, getattr(row, name)) for name in FACTS))


def _asked_for(tx: Transaction, ticket_key: int) -> Limit | None:
    """Returns the time that the unit asked for last."""
    step = repository.last_step(tx.connection, ticket_key, (Step.REQUEST_EXTENSION.value,))
    asked = orjson.loads(step.said).get("limit") if step is not None else None
    return Limit.model_validate(asked) if asked else None
