"""Limits that the dispatch catalogue itself sets: of each version the lines that decide them, small enough to keep in memory. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from services.contracts.clocks import ClockKind, Limit
from services.contracts.dispatching import Rule
from services.server.dispatching.resolution import Matter

Key = tuple[str, str, str]
_SET_BY_LINES = {ClockKind.SIGN_IN: "sign_in", ClockKind.FINISH: "finish"}


@dataclass(frozen=True)
class MatterLimits:
    """What a version of the catalogue says of limits, in force from a moment on.

    Attributes:
        version: of the catalogue.
        effective_from: when it comes into force.
        lines: by category, place and kind; a line without limits is there where it stands before one that has some.
    """

    version: int
    effective_from: datetime
    lines: Mapping[Key, Mapping[ClockKind, Limit]]

    def limit(self, clock: ClockKind, matter: Matter) -> tuple[Key, Limit] | None:
        """Returns the most specific line that fits, and its limit; nothing where that line sets none."""
        for category in matter.categories():
            for place in matter.places():
                for kind in matter.kinds():
                    found = self.lines.get((category, place, kind))
                    if found is not None:
                        limit = found.get(clock)
                        return None if limit is None else ((category, place, kind), limit)
        return None


def packed(rules: Iterable[Rule]) -> str:
    """Returns the lines that decide limits, as JSON; empty where no line sets any."""
    rules = list(rules)
    branches = {rule.category for rule in rules if rule.sign_in or rule.finish}
    if not branches:
        return ""
    # A line can only stand before one that has limits if its category is the same or lies deeper.
    kept = [rule for rule in rules if any(rule.category.startswith(branch) for branch in branches)]
    kept.sort(key=lambda rule: (rule.category, rule.place, rule.kind or ""))
    return orjson.dumps([_packed(rule) for rule in kept]).decode()


def unpacked(version: int, effective_from: datetime, text: str) -> MatterLimits:
    """Returns what :func:`packed` has packed."""
    lines: dict[Key, dict[ClockKind, Limit]] = {}
    for category, place, kind, limits in orjson.loads(text or "[]"):
        lines[(category, place, kind)] = {ClockKind(name): Limit.model_validate(each) for name, each in limits.items()}
    return MatterLimits(version, effective_from, lines)


def _packed(rule: Rule) -> list[Any]:
    limits = {
        clock.value: limit.model_dump(mode="json")
        for clock, name in _SET_BY_LINES.items()
        if (limit := getattr(rule, name)) is not None
    }
    return [rule.category, rule.place, rule.kind or "", limits]
