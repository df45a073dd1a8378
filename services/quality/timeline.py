"""What happened in a call, by the second of its recording, so that a list can follow the sound."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from services.contracts.calls import CallEventKind, RawCallEvent
from services.contracts.quality import Span

_SHOWN = frozenset(
    {
        CallEventKind.OFFERED,
        CallEventKind.ANSWERED,
        CallEventKind.HELD,
        CallEventKind.RESUMED,
        CallEventKind.TRANSFERRED,
        CallEventKind.CONFERENCE,
        CallEventKind.SPOKEN,
        CallEventKind.ENDED,
        CallEventKind.RATED,
    }
)

ENTER_SILENCE = 0.4
"""Seconds of a silence that are played before it is skipped, so that a skip is noticed."""
LEAVE_SILENCE = 0.3
"""Seconds of it that are played before the next word, so that its beginning is heard."""


@dataclass(frozen=True)
class Entry:
    """Something that happened, at a second of the recording (negative before the call was answered)."""

    second: float
    kind: CallEventKind
    text: str = ""
    """The line that was said; who ended the call; the rating."""


def entries(events: Sequence[RawCallEvent], started_at: datetime) -> list[Entry]:
    """Returns what is worth showing, in order.

    The exchange's monotonic seconds are used as long as they rise throughout; otherwise the call outlived a restart of
    the exchange and only its wall clock is left.
    """
    answered = next((event for event in events if event.kind is CallEventKind.ANSWERED), None)
    rises = all(one.monotonic <= two.monotonic for one, two in pairwise(events))

    def second(event: RawCallEvent) -> float:
        if answered is not None and rises:
            return event.monotonic - answered.monotonic
        return (event.at - started_at).total_seconds()

    found = [Entry(round(second(event), 2), event.kind, _text(event)) for event in events if event.kind in _SHOWN]
    return sorted(found, key=lambda entry: entry.second)


def _text(event: RawCallEvent) -> str:
    name = {CallEventKind.SPOKEN: "text", CallEventKind.ENDED: "by", CallEventKind.RATED: "satisfaction"}.get(
        event.kind
    )
    value = event.data.get(name) if name else None
    return "" if value is None else str(value)


def current(timeline: Sequence[Entry], second: float) -> int:
    """Returns the position of the last entry at or before a second, -1 before the first."""
    return bisect_right([entry.second for entry in timeline], second + 0.05) - 1


def skip_to(silent: Sequence[Span], second: float) -> float | None:
    """Returns where to go on when a second lies in a silence that is being skipped, ``None`` where it does not."""
    for span in silent:
        if span.start + ENTER_SILENCE <= second < span.end - LEAVE_SILENCE - ENTER_SILENCE:
            return span.end - LEAVE_SILENCE
    return None
