"""Asterisk's clock and our own count of seconds, tied together."""

import time
from datetime import UTC, datetime

from services.clock import Clock
from services.telephony.asterisk.pbxcall import Event
from services.telephony.protocol import Stamp

_OFF = 5.0
"""Seconds by which Asterisk's clock may jump before its moments are tied to ours anew."""
_WINDOW = 600.0
"""Seconds after which the quickest event of a while is forgotten for that of the while after it."""
_ORDERED = 0.5
"""By so much two events that happen at once may be told in the other order."""


class Tie:
    """Says of an event's moment which place it has in our count. The event that came quickest says it best.

    Args:
        clock: the district's clock.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead: float | None = None
        """By how many seconds our count is ahead of Asterisk's clock."""
        self._lately: float | None = None
        """The same, by the events of the present while alone."""
        self._began = 0.0
        self._last = 0.0
        """The latest moment that Asterisk told."""

    def forget(self) -> None:
        """Begins anew: what comes next may be another machine's."""
        self._ahead, self._lately, self._last = None, None, 0.0

    def hear(self, event: Event) -> None:
        """Learns from an event at the moment in which it comes in."""
        told = event.get("Timestamp")
        if isinstance(told, str):
            now = self._clock.monotonic()
            ahead = now - float(told)
            if now - self._began > _WINDOW:
                # Who is always later than a while ago has a clock that was set back by little.
                self._ahead, self._lately, self._began = self._lately, ahead, now
            self._lately = ahead if self._lately is None else min(self._lately, ahead)
            # Events come in their order: one of an earlier moment than the last says that the clock was set back.
            is_set = self._ahead is None or ahead - self._ahead > _OFF or float(told) < self._last - _ORDERED
            if is_set or ahead < (self._ahead or 0.0):
                self._ahead = ahead
            if is_set:
                self._lately = ahead
            self._last = float(told) if is_set else max(self._last, float(told))

    def stamp(self, event: Event) -> Stamp:
        """Returns an event's moment by Asterisk's clock, and its place in our count."""
        now, told = self._clock.monotonic(), event.get("Timestamp")
        if not isinstance(told, str):
            # Known from a look at everything, not from an event.
            at = float(told or time.time())
            return Stamp(datetime.fromtimestamp(at, UTC), now - max(0.0, time.time() - at))
        at = float(told)
        return Stamp(datetime.fromtimestamp(at, UTC), min(now, at + self._ahead) if self._ahead is not None else now)
