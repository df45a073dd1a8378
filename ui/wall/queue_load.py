"""How many wait in which queue, and since when the one who has waited longest."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from services.contracts.calls import QueueEntry


@dataclass(frozen=True)
class QueueLoad:
    """A queue in which somebody waits.

    Attributes:
        waiting: how many.
        since: since when the caller waits who has waited longest.
    """

    waiting: int
    since: datetime


def loads_of(entries: Iterable[QueueEntry]) -> dict[str, QueueLoad]:
    """Returns the load of each queue in which somebody waits, by its key."""
    since: dict[str, list[datetime]] = {}
    for entry in entries:
        since.setdefault(entry.skill, []).append(entry.since)
    return {skill: QueueLoad(len(moments), min(moments)) for skill, moments in since.items()}
