"""Time as the rest of the program sees it: a seam with a real, a fast-running and a hand-moved clock behind it."""

import threading
import time
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

DEFAULT_ZONE = "Asia/Shanghai"
"""The zone of a district that names no other when it is created. Everything else takes the zone that the district has."""


class Clock(Protocol):
    """The present moment and a monotonic count of seconds; both run at ``speed`` times real time."""

    @property
    def speed(self) -> float:
        """How many of this clock's seconds pass in one real second (0 while paused)."""
        ...

    def now(self) -> datetime:
        """Returns the present moment in UTC."""
        ...

    def monotonic(self) -> float:
        """Returns seconds that never run backwards, whatever happens to the machine's clock."""
        ...


class SystemClock:
    """The machine's own clock."""

    speed = 1.0

    def now(self) -> datetime:
        """Returns the present moment in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Returns the machine's monotonic seconds."""
        return time.monotonic()


class RunningClock:
    """A clock that starts at a chosen moment and runs at a speed that may change, for training days.

    It counts from the machine's monotonic clock, so a jump of the machine's time does not move it.
    """

    def __init__(self, start: datetime, speed: float = 1.0) -> None:
        self._lock = threading.Lock()
        self._start = start.astimezone(UTC)
        self._elapsed = 0.0
        self._mark = time.monotonic()
        self._speed = speed

    @property
    def speed(self) -> float:
        """Seconds of this clock in one real second."""
        return self._speed

    @speed.setter
    def speed(self, value: float) -> None:
        with self._lock:
            self._elapsed = self._elapsed_now()
            self._mark = time.monotonic()
            self._speed = value

    def _elapsed_now(self) -> float:
        return self._elapsed + (time.monotonic() - self._mark) * self._speed

    def now(self) -> datetime:
        """Returns the training day's present moment in UTC."""
        with self._lock:
            return self._start + timedelta(seconds=self._elapsed_now())

    def monotonic(self) -> float:
        """Returns the training seconds since the clock was made."""
        with self._lock:
            return self._elapsed_now()


class ManualClock:
    """A clock that a test moves by hand."""

    def __init__(self, start: datetime | None = None) -> None:
        self._now = start or datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
        self._monotonic = 1000.0
        self.speed = 1.0

    def now(self) -> datetime:
        """Returns the moment that was set."""
        return self._now

    def monotonic(self) -> float:
        """Returns seconds advanced so far."""
        return self._monotonic

    def advance(self, seconds: float) -> None:
        """Moves both counts forward."""
        self._now += timedelta(seconds=seconds)
        self._monotonic += seconds

    def set_back(self, seconds: float) -> None:
        """Moves the moment back, as when somebody corrects the machine's clock; the monotonic count stays."""
        self._now -= timedelta(seconds=seconds)


@cache
def zone_names() -> frozenset[str]:
    """Returns the names of all time zones, without what a machine calls its own."""
    return frozenset(available_timezones() - {"localtime", "Factory"})


def known_zone(name: str) -> ZoneInfo | None:
    """Returns the time zone with an IANA name that somebody gives, nothing where there is none."""
    return settled_zone(name) if name in zone_names() else None


def settled_zone(name: str) -> ZoneInfo | None:
    """Returns a time zone whose name was looked at when it was given, nothing where this machine does not know it.

    It asks for no list of all zones, for which each start would open six hundred files.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def day_of(moment: datetime, zone: ZoneInfo) -> str:
    """Returns the calendar day of a moment in a zone, as ``2026-11-24``."""
    return moment.astimezone(zone).date().isoformat()


def midnight(moment: datetime, zone: ZoneInfo) -> datetime:
    """Returns when the day began, in a zone, that a moment falls into."""
    return moment.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)


def day_begins(day: date, zone: ZoneInfo) -> datetime:
    """Returns when a calendar day begins in a zone."""
    return datetime(day.year, day.month, day.day, tzinfo=zone)
