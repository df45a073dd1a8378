"""The rule by which an alarm is raised and cleared, as a pure function of what was seen."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.contracts.alarms import LOW_IS_BAD, AlarmRule


@dataclass(frozen=True)
class Watched:
    """What is remembered of one subject between two looks.

    Attributes:
        raised: whether its alarm is on.
        since: from when on the value has been on the other side without a break: bad where the alarm is off, good where it
            is on; ``None`` where it is not.
    """

    raised: bool = False
    since: datetime | None = None


def step(rule: AlarmRule, before: Watched, value: float | None, now: datetime) -> Watched:
    """Returns what is to be remembered after a look.

    Args:
        rule: levels and least durations.
        before: what was remembered.
        value: what was seen; ``None`` where there was nothing to see, which is never bad.
        now: the moment of the look, never before that of the last one.
    """
    crossed = is_good(rule, value) if before.raised else is_bad(rule, value)
    if not crossed:
        return Watched(before.raised)
    since = before.since or now
    lasts = timedelta(seconds=rule.clear_seconds if before.raised else rule.hold_seconds)
    if now - since < lasts:
        return Watched(before.raised, since)
    return Watched(not before.raised)


def is_bad(rule: AlarmRule, value: float | None) -> bool:
    """Tells whether a value is at the level that raises, or worse."""
    if value is None:
        return False
    return value <= rule.raise_at if rule.kind in LOW_IS_BAD else value >= rule.raise_at


def is_good(rule: AlarmRule, value: float | None) -> bool:
    """Tells whether a value is at the level that clears, or better, and not bad at the same time."""
    if value is None:
        return True
    better = value >= rule.clear_at if rule.kind in LOW_IS_BAD else value <= rule.clear_at
    return better and not is_bad(rule, value)
