"""Whether a queue takes a new caller at a moment. Pure."""

from datetime import datetime, timedelta

from services.contracts.opening import LONGEST_HOURS
from services.errors import InvalidFields


def in_force(closed: bool, until: datetime | None, now: datetime) -> bool:
    """Tells whether a closing holds at a moment; its end is not part of it."""
    return closed and (until is None or now < until)


def end_of(asked: datetime | None, now: datetime) -> datetime | None:
    """Returns when a closing ends by itself.

    Raises:
        InvalidFields: the moment is past, or further away than a closing may last.
    """
    if asked is None:
        return None
    if asked <= now:
        raise InvalidFields({"until": ("not_in_future", {})})
    if asked > now + timedelta(hours=LONGEST_HOURS):
        raise InvalidFields({"until": ("too_far", {"days": LONGEST_HOURS // 24})})
    return asked
