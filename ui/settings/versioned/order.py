"""Versions of a setting, and which of them counts: by their moments; of two with one moment the later kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True)
class Version:
    """A version without what is in it."""

    number: int
    effective_from: datetime
    author: str = ""
    note: str = ""


class VersionState(StrEnum):
    """Whether a version counts."""

    IN_FORCE = "in_force"
    TO_COME = "to_come"
    PAST = "past"


def state_of(version: Version, versions: Sequence[Version], now: datetime) -> VersionState:
    """Returns whether one of some versions counts at a moment."""
    if any(each.effective_from == version.effective_from and each.number > version.number for each in versions):
        # Taken back, or put right, before it ever counted.
        return VersionState.PAST
    if version.effective_from > now:
        return VersionState.TO_COME
    begun = [each for each in versions if each.effective_from <= now]
    latest = max(begun, key=lambda each: (each.effective_from, each.number))
    return VersionState.IN_FORCE if latest.number == version.number else VersionState.PAST


def before(version: Version, versions: Iterable[Version]) -> Version | None:
    """Returns what counts until a version does, if it is not what is preset."""
    earlier = [each for each in versions if _place(each) < _place(version)]
    return max(earlier, key=_place, default=None)


def next_after(moment: datetime, versions: Iterable[Version]) -> Version | None:
    """Returns what takes over after a moment: a version kept then would count only until it does."""
    later = [each for each in versions if each.effective_from > moment]
    return min(later, key=lambda each: (each.effective_from, -each.number), default=None)


def _place(version: Version) -> tuple[datetime, int]:
    return version.effective_from, version.number
