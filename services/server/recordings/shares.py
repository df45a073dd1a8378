"""Who spoke for how long in a recording: a pure function of who speaks when, of the time on hold and of pauses, in versions.

Who speaks when is measured once, when a recording is taken in (:mod:`~services.server.recordings.waveform`); when the citizen was on
hold, and when the recording was paused for a secret, say the raw events of the call. **Versions** (:data:`~services.contracts.quality.SHARES_VERSION` is in force, every one stays
computable; none is ever changed):

- 2026.1: the whole recording counts, so that time on hold is silence, or whoever could be heard meanwhile spoke.
- 2026.2: time on hold is time on hold, whatever is heard then, and no part of the talk.
- 2026.3: time in which the recording was paused is no part of it either: somebody spoke, and nobody can say who. Before, it was silence.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.contracts.quality import SHARES_VERSION, SharesVersion, TalkShares

Stretch = tuple[float, float]
"""From one second of a recording to another."""


@dataclass(frozen=True)
class _Rules:
    """Where versions differ."""

    hold_apart: bool
    """Whether time on hold is no part of the talk."""
    pause_apart: bool
    """Whether time in which the recording was paused is none."""


_VERSIONS: dict[SharesVersion, _Rules] = {
    "2026.1": _Rules(hold_apart=False, pause_apart=False),
    "2026.2": _Rules(hold_apart=True, pause_apart=False),
    "2026.3": _Rules(hold_apart=True, pause_apart=True),
}


def talk_shares(
    agent: Iterable[Sequence[float]],
    citizen: Iterable[Sequence[float]],
    held: Iterable[Sequence[float]],
    paused: Iterable[Sequence[float]],
    seconds: float,
    version: SharesVersion = SHARES_VERSION,
) -> TalkShares:
    """Returns who spoke for how long.

    Args:
        agent: when the agent speaks.
        citizen: when whoever the agent hears does.
        held: when the citizen was on hold.
        paused: when the recording was paused; where the citizen was on hold as well, it is time on hold.
        seconds: how long the recording is.
        version: of the rules.
    """
    rules = _VERSIONS[version]
    hold = _apart(held, seconds) if rules.hold_apart else []
    pause = _without(_apart(paused, seconds), hold) if rules.pause_apart else []
    out = _apart([*hold, *pause], seconds)
    left, right = (_without(_apart(voice, seconds), out) for voice in (agent, citizen))
    one, other, both = (_length(spans) for spans in (left, right, _common(left, right)))
    return TalkShares(
        agent=round(one, 2),
        citizen=round(other, 2),
        both=round(both, 2),
        silent=round(max(0.0, seconds - _length(out) - (one + other - both)), 2),
        held=round(_length(hold), 2),
        paused=round(_length(pause), 2),
        rules=version,
    )


def _apart(spans: Iterable[Sequence[float]], seconds: float) -> list[Stretch]:
    """Returns stretches within a recording, in their order, of which none lies over another."""
    found: list[Stretch] = []
    for start, end in sorted((max(0.0, span[0]), min(span[1], seconds)) for span in spans):
        begin = max(start, found[-1][1]) if found else start
        if end > begin:
            found.append((begin, end))
    return found


def _without(spans: Iterable[Stretch], holes: Sequence[Stretch]) -> list[Stretch]:
    """Returns what lies outside of some stretches; both in their order."""
    found: list[Stretch] = []
    for start, end in spans:
        begin = start
        for hole, over in holes:
            if over > begin and hole < end:
                if hole > begin:
                    found.append((begin, hole))
                begin = over
        if begin < end:
            found.append((begin, end))
    return found


def _common(one: Sequence[Stretch], other: Sequence[Stretch]) -> list[Stretch]:
    """Returns what lies in both; both in their order."""
    found: list[Stretch] = []
    left = right = 0
    while left < len(one) and right < len(other):
        start, end = max(one[left][0], other[right][0]), min(one[left][1], other[right][1])
        if end > start:
            found.append((start, end))
        if one[left][1] < other[right][1]:
            left += 1
        else:
            right += 1
    return found


def _length(spans: Iterable[Stretch]) -> float:
    return sum(end - start for start, end in spans)
