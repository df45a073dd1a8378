"""The tree of units as it will be: what is planned, done in its order with the tree that there is.

A plan that could not be done on its day is refused when it is made, and so is one that would be in the way of another.
One that another builds on is not taken back before that one.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from services.contracts.changes import ChangeAction
from services.server.transaction import Transaction
from services.server.units import repository

Why = tuple[str, dict[str, Any]]
_LAST = 2**63
"""In the place of the id of who gets one only when it is kept: of the same moment it is done last."""


@dataclass(frozen=True)
class Planned:
    """A change of the tree.

    Attributes:
        at: when it will be done.
        action: what is done.
        code: the unit.
        other: its parent, or who succeeds it; ``None`` where its parent stays what it is.
        id: of the plan; of one moment the lowest comes first.
    """

    at: datetime
    action: ChangeAction
    code: str
    other: str | None
    id: int = _LAST


def objection(tx: Transaction, mine: Planned) -> Why | None:
    """Returns why a change cannot be planned: it, or something planned already, could not be done on its day."""
    would_fail, broken = _compared(tx, lambda plans: [*plans, mine])
    return would_fail.get(mine.id) or (None if broken is None else ("against_plan", broken))


def needed(tx: Transaction, change_id: int) -> Why | None:
    """Returns why a planned change cannot be taken back: another one builds on it, and could not be done on its day."""
    _would_fail, broken = _compared(tx, lambda plans: [plan for plan in plans if plan.id != change_id])
    return None if broken is None else ("plan_needed", broken)


def _compared(
    tx: Transaction, change: Callable[[list[Planned]], list[Planned]]
) -> tuple[dict[int, Why], dict[str, Any] | None]:
    """Does what is planned as it is and changed; returns what would fail, and how the first is named that only the change breaks."""
    parents = repository.parents(tx.connection, "unit")
    rows = {row.id: row for row in repository.planned(tx.connection, "unit")}
    plans = [_read(row) for row in rows.values()]
    would_fail, fails_anyhow = dict(_failing(parents, change(plans))), dict(_failing(parents, plans))
    broken = next((rows[each] for each in would_fail if each in rows and each not in fails_anyhow), None)
    return would_fail, None if broken is None else _named(tx, broken)


def _named(tx: Transaction, row: Any) -> dict[str, Any]:
    """Returns a plan as a sentence names it: whose it is, and its day."""
    body = orjson.loads(row.after or repository.entry(tx.connection, "unit", row.code) or "{}")
    return {"unit": body.get("name", row.code), "day": f"{row.effective_from.astimezone(tx.zone):%Y-%m-%d}"}


def _failing(parents: dict[str, str], plans: Iterable[Planned]) -> Iterator[tuple[int, Why]]:
    """Does plans in their order; gives those that cannot be done, with why."""
    tree = dict(parents)
    for plan in sorted(plans, key=lambda each: (each.at, each.id)):
        why = _wrong(tree, plan)
        if why is not None:
            yield plan.id, why
        elif plan.action is ChangeAction.REMOVE:
            successor = plan.other or ""
            del tree[plan.code]
            tree |= {child: successor for child, parent in tree.items() if parent == plan.code}
        elif plan.other is not None:
            tree[plan.code] = plan.other


def _wrong(tree: dict[str, str], plan: Planned) -> Why | None:
    if (plan.code in tree) is (plan.action is ChangeAction.CREATE):
        return "not_a_choice", {}
    if not plan.other:
        return None
    if plan.other not in tree or plan.other == plan.code:
        return "not_a_choice", {}
    return ("is_below", {}) if plan.code in _chain(tree, plan.other) else None


def _chain(tree: dict[str, str], code: str) -> list[str]:
    found: list[str] = []
    while code and code not in found:
        found.append(code)
        code = tree.get(code, "")
    return found


def _read(row: Any) -> Planned:
    fields, action = orjson.loads(row.fields), ChangeAction(row.action)
    other = fields.get("successor", "") if action is ChangeAction.REMOVE else fields.get("parent")
    if action is ChangeAction.CREATE:
        other = other or ""
    return Planned(row.effective_from, action, row.code, other, row.id)
