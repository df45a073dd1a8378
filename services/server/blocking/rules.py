"""How the case of a number goes from one state to the next, when a block is proposed, and when one is in force. Pure."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from services.contracts.blocking import LONGEST_DAYS, BlockRules, CaseState
from services.contracts.text import number_key
from services.errors import Conflict, InvalidFields

JUST_ENDED = timedelta(minutes=30)
"""So long after its end a call can still be reported."""

NEVER = frozenset({"110", "119", "120", "122", "12110", "12119", "12123", "12315", "12345", "12348", "12355", "12395"})
"""Emergencies and public hotlines, with or without an area code: whoever sends such a number, a block would hit others."""
_AREA = re.compile(r"0\d{2,3}")


class Happening(StrEnum):
    """What can happen to a case that is there."""

    REPORT = "report"
    PROPOSE = "propose"
    APPROVE = "approve"
    REJECT = "reject"
    LIFT = "lift"
    END = "end"
    WITHDRAW = "withdraw"
    """The number is of those now that are never blocked."""


_R, _P, _B = CaseState.REPORTED, CaseState.PROPOSED, CaseState.BLOCKED
TABLE: dict[tuple[CaseState, Happening], CaseState] = {
    (_R, Happening.REPORT): _R,
    (_P, Happening.REPORT): _P,
    (_B, Happening.REPORT): _B,
    (_R, Happening.PROPOSE): _P,
    (_P, Happening.APPROVE): _B,
    (_P, Happening.REJECT): CaseState.REJECTED,
    (_P, Happening.WITHDRAW): _R,
    (_B, Happening.LIFT): CaseState.LIFTED,
    (_B, Happening.WITHDRAW): CaseState.LIFTED,
    (_B, Happening.END): CaseState.ENDED,
}
"""What is not here is refused."""
OPEN = frozenset({_R, _P, _B})


def step(state: CaseState, happening: Happening) -> CaseState:
    """Returns the state after something has happened.

    Raises:
        Conflict: ``block_decided``, the case is not where this is possible.
    """
    found = TABLE.get((state, happening))
    if found is None:
        raise Conflict("block_decided")
    return found


def is_never(number: str, also: Iterable[str] = ()) -> bool:
    """Tells whether a number is never blocked."""
    return number in {number_key(each) for each in also} or number in NEVER or _without_area(number) in NEVER


def _without_area(number: str) -> str:
    """Returns what follows an area code that is followed by one of the numbers that are never blocked; else nothing."""
    return next((each for each in NEVER if number.endswith(each) and _AREA.fullmatch(number.removesuffix(each))), "")


def proposes(reports: Iterable[tuple[str, datetime]], now: datetime, rules: BlockRules) -> bool:
    """Tells whether reports (agent and moment) are enough to propose a block: each agent counts once, old ones not."""
    since = now - timedelta(days=rules.days)
    return len({agent for agent, at in reports if at > since}) >= rules.agents


def end_of(asked: datetime | None, now: datetime, rules: BlockRules) -> datetime:
    """Returns when a block that begins now ends.

    Raises:
        InvalidFields: the end that was asked for is past, or too far away.
    """
    if asked is None:
        return now + timedelta(days=rules.block_days)
    if asked <= now:
        raise InvalidFields({"until": ("not_in_future", {})})
    if asked > now + timedelta(days=LONGEST_DAYS):
        raise InvalidFields({"until": ("too_far", {"days": LONGEST_DAYS})})
    return asked


def in_force(state: CaseState, until: datetime | None, now: datetime) -> bool:
    """Tells whether a number is blocked at a moment; its end is not part of the block."""
    return state is CaseState.BLOCKED and until is not None and now < until
