"""Asterisk's clock and our own count of seconds, tied together."""

import time
from datetime import UTC, datetime

from services.clock import Clock
from services.telephony.asterisk.board import Event
from services.telephony.protocol import Stamp

_OFF = 5.0
"""Seconds by which Asterisk's clock may jump before its moments are tied to ours anew."""


class Tie:
    """Says of an event's moment which place it has in our count. The event that came quickest says it best.

    Args:
        clock: the district's clock.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead: float | None = None
        """By how many seconds our count is ahead of Asterisk's clock."""

    def forget(self) -> None:
        """Begins anew: what comes next may be another machine's."""
        self._ahead = None

    def hear(self, event: Event) -> None:
        """Learns from an event at the moment in which it comes in."""
        told = event.get("Timestamp")
        if isinstance(told, str):
            ahead = self._clock.monotonic() - float(told)
            if self._ahead is None or ahead < self._ahead or ahead - self._ahead > _OFF:
                self._ahead = ahead

    def stamp(self, event: Event) -> Stamp:
        """Returns an event's moment by Asterisk's clock, and its place in our count."""
        now, told = self._clock.monotonic(), event.get("Timestamp")
        if not isinstance(told, str):
            # Known from a look at everything, not from an event.
            at = float(told or time.time())
            return Stamp(datetime.fromtimestamp(at, UTC), now - max(0.0, time.time() - at))
        at = float(told)
        return Stamp(datetime.fromtimestamp(at, UTC), min(now, at + self._ahead) if self._ahead is not None else now)
