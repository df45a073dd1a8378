"""The times and priorities of the floor, and what it needs to know from outside."""

from dataclasses import dataclass, field
from typing import Protocol

from services.clock import Clock
from services.telephony.protocol import Stamp
from services.telephony.routing import RoutingRules


@dataclass(frozen=True)
class FloorRules:
    """The times of the floor, in seconds of the district's clock unless said otherwise.

    Attributes:
        ring_seconds: how long an agent's phone rings; for a person also at least as long in real time.
        wrap_up_seconds: the wrap-up after a call; for a person also at least as long in real time.
        console_rings: real seconds without a sign of the console after which a ringing call is taken back.
        console_talks: real seconds without a sign of the console after which a caller is put back, and a person signed off.
        long_break: a break, wrap-up or call longer than these is marked on the agent board.
    """

    ring_seconds: float = 15.0
    wrap_up_seconds: float = 30.0
    console_rings: float = 6.0
    console_talks: float = 60.0
    long_break: float = 3_600.0
    long_wrap_up: float = 600.0
    long_call: float = 1_800.0
    routing: RoutingRules = field(default_factory=RoutingRules)


class Consoles(Protocol):
    """Who can still see their screen."""

    def unseen(self, account_id: str, console: str) -> float:
        """Returns the real seconds since the last sign of a console: 0 while its event stream is open."""
        ...

    def other(self, account_id: str) -> str:
        """Returns a console of the person that has its event stream open; empty where none has."""
        ...


LAST_PRIORITY = -1_000
"""Of a blocked caller who is served when nobody else waits: a day of waiting behind everybody."""


@dataclass(frozen=True)
class Caller:
    """What is known about a number when it calls."""

    person_id: str = ""
    elderly: bool = False
    repeated: int = 0
    last: bool = False
    """Blocked: served when nobody else waits."""

    @property
    def priority(self) -> int:
        """Elderly callers count two steps, those who call again within days one."""
        return LAST_PRIORITY if self.last else 2 * self.elderly + (self.repeated > 0)


def stamp_of(clock: Clock) -> Stamp:
    """Returns the present moment of a clock."""
    return Stamp(clock.now(), clock.monotonic())
