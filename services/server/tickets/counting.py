"""What figures count a step as, and for which unit: written down with it, so that a year of them is read from one index."""

from collections.abc import Mapping
from typing import Any

from services.contracts.lifecycle import Step

_DISPATCHES = frozenset({Step.DISPATCH, Step.MEET, Step.EMERGENCY, Step.SPLIT, Step.DELEGATE, Step.ESCALATE})


def counted(action: str, unit: str, changes: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the columns of a trail's entry that figures read.

    Args:
        action: of the entry.
        unit: for which the step was taken.
        changes: ``{"field": [from, to]}``.
        said: what the step said; ``late`` in it where a limit was over.
    """
    counts, counts_for = _counts(action, unit, changes)
    return {"counts": counts, "counts_for": counts_for, "late": bool(counts and said.get("late"))}


def _counts(action: str, unit: str, changes: Mapping[str, Any]) -> tuple[str, str]:
    if action in _DISPATCHES:
        return "dispatched", changes.get("unit", _NONE)[1] or ""
    match action:
        case Step.SIGN_IN:
            return "signed", unit
        case Step.REPLY:
            return "replied", unit
        case Step.UPHOLD_RETURN:
            return "returned", changes.get("unit", _NONE)[0] or ""
        case Step.REDO | Step.FOLLOW_UP if changes.get("status", _NONE)[1] == "dispatched":
            return "redone", changes.get("unit", _NONE)[0] or unit
    return "", ""


_NONE = (None, None)
