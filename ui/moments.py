"""The district's time on the screens: all pages show moments by it, whatever zone the machine is set to.

As with the language there is one for the whole window. It comes with the session, so it is known before the first page is.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from services import clock

_chosen: list[ZoneInfo] = []
_clock: list[Callable[[], datetime]] = []


def show_in(zone: ZoneInfo) -> None:
    """Shows all moments in a zone from now on: that of the district that somebody has signed in to."""
    _chosen[:] = [zone]


def follow(clock_of_district: Callable[[], datetime]) -> None:
    """Takes the present from the district's clock from now on: that of a training district is not the machine's."""
    _clock[:] = [clock_of_district]


def now() -> datetime:
    """Returns the district's present; before anybody has signed in, the machine's."""
    return _clock[0]() if _clock else datetime.now(UTC)


def zone() -> ZoneInfo:
    """Returns the district's time zone.

    Raises:
        RuntimeError: nobody has signed in yet, so there is no district whose time could be shown.
    """
    if not _chosen:
        raise RuntimeError("no district, no time of it")
    return _chosen[0]


def zone_words(now: datetime) -> str:
    """Returns the district's time zone with how far it is from UTC now, as ``Europe/Berlin (UTC+01:00)``."""
    return f"{zone().key} (UTC{local(now).isoformat()[-6:]})"


def local(moment: datetime) -> datetime:
    """Returns a moment as the district's clocks show it."""
    return moment.astimezone(zone())


def day_of(moment: datetime) -> date:
    """Returns the district's calendar day of a moment."""
    return local(moment).date()


def midnight(moment: datetime) -> datetime:
    """Returns when the district's day began that a moment falls into."""
    return clock.midnight(moment, zone())


def day_begins(day: date) -> datetime:
    """Returns when a calendar day begins in the district."""
    return clock.day_begins(day, zone())
