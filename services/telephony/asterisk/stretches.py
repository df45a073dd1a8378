"""What Asterisk is told of plans, and what it tells of callers who met a closed queue.

An entry holds the stretches of one day of UTC in which a queue is closed, as ``FROM-UNTIL-TREATMENT-TO``, joined by ``&``, in
seconds since 1970: a day can be found and changed by itself, and needs no zone that the machine may not know.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta

from services.contracts.calls import CallEventKind
from services.contracts.plans import ONWARD
from services.telephony.protocol import Stretch, Value

_DAY = timedelta(days=1)
_FEW, _MANY = 4, 6


def by_day(plans: Mapping[str, Sequence[Stretch]]) -> dict[str, str]:
    """Returns the entries, by skill and day (``general-20260302``)."""
    parts: dict[str, list[str]] = {}
    for skill, stretches in plans.items():
        for one in stretches:
            since = one.since.astimezone(UTC)
            while since < one.until:
                midnight = datetime.combine(since.date(), time(), UTC) + _DAY
                until = min(midnight, one.until)
                part = f"{int(since.timestamp())}-{int(until.timestamp())}-{one.treatment.value}-{one.to}"
                parts.setdefault(f"{skill}-{since:%Y%m%d}", []).append(part)
                since = midnight
    return {key: "&".join(found) for key, found in parts.items()}


def read_turned(said: Sequence[str]) -> tuple[float, CallEventKind, dict[str, Value]] | None:
    """Returns when somebody met a closed queue and what became of them; nothing where it cannot be read.

    Args:
        said: number, skill, treatment, second, and where they went on to and why, where that is said.
    """
    if len(said) not in (_FEW, _MANY) or not said[3].isdigit():
        return None
    data: dict[str, Value] = {"number": said[0], "skill": said[1], "treatment": said[2]}
    to, why = said[4:] if len(said) == _MANY else ("", "")
    if why:
        data["why"] = why
    if said[2] in ONWARD:
        return float(said[3]), CallEventKind.OVERFLOWED, {**data, "target": to}
    return float(said[3]), CallEventKind.TURNED_AWAY, data
