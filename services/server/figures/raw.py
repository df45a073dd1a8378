"""Raw events as the formulas read them."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from services.contracts.calls import CallEventKind


class Raw(NamedTuple):
    """A raw event. ``monotonic`` may be compared only between events of the same ``exchange``."""

    id: int
    call_id: str
    agent_id: str
    kind: CallEventKind
    at: datetime
    monotonic: float
    exchange: str
    data: Mapping[str, object]


def between(start: Raw, end: Raw) -> float:
    """Returns the seconds from one event to another; never below zero.

    Within one run of an exchange the monotonic count decides, whatever happened to the machine's clock in between.
    """
    if start.exchange == end.exchange:
        return max(0.0, end.monotonic - start.monotonic)
    return max(0.0, (end.at - start.at).total_seconds())
