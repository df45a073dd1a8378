"""What simulated callers and colleagues are like, drawn by a call's id alone: all else of the day is the same without it."""

from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

_ONE_WISHES_OF = 3
"""Of those who would give up and not call again, one of so many asks to be called back instead."""
_ONE_SPEAKS_OF = 4
"""Of those who would give up, one of so many leaves a message."""
ONE_ASKS_OF = 20
"""Of the talks of colleagues that are long enough, one of so many needs a lead."""
_ASKS_IN_TALKS_FROM = 90.0


@dataclass(frozen=True)
class Colleague:
    """A simulated agent: account, hours of work (hours of the district's day), and breaks as start, minutes, reason."""

    id: str
    starts: float = 0.0
    ends: float = 24.0
    breaks: tuple[tuple[float, float, str], ...] = ()


def shifts(ids: Iterable[str]) -> list[Colleague]:
    """Returns colleagues with hours that fit the calls: all by day with staggered breaks, the last three round the clock."""
    names = list(ids)
    found = []
    for n, name in enumerate(names):
        lunch = (11.4 + 0.25 * (n % 8), 30.0, "meal")
        rests = ((9.6 + 0.17 * n, 8.0, "rest"), (14.8 + 0.2 * n, 8.0, "rest"))
        stays = n >= len(names) - 3
        found.append(Colleague(name, 0.0 if stays else 6.5 + 0.15 * n, 24.0 if stays else 20.2, (lunch, *rests)))
    return found


def wishes_call_back(call_id: str) -> bool:
    """Tells whether a caller who has waited too long would rather be called back."""
    return crc32(call_id.encode()) % _ONE_WISHES_OF == 0


def speaks_for(call_id: str) -> float:
    """Returns how many seconds a caller's message has; 0 where they leave none, and some say nothing."""
    drawn = crc32(f"message {call_id}".encode())
    return 0.0 if drawn % _ONE_SPEAKS_OF else float(drawn // _ONE_SPEAKS_OF % 40) + 0.4


def asks_for_help_after(call_id: str, talk: float) -> float:
    """Returns after how many seconds of a talk a colleague asks a lead for help; 0 where they manage alone."""
    drawn = crc32(f"help {call_id}".encode())
    if talk < _ASKS_IN_TALKS_FROM or drawn % ONE_ASKS_OF:
        return 0.0
    return talk * (0.2 + 0.2 * (drawn // ONE_ASKS_OF % 100) / 100)
