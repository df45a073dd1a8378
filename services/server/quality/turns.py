"""Who speaks when in a training call: the plan of its recording, made from the call's own timeline.

What the caller said stands in the call's events with its moment; the agent's part is filled in between, and nobody
speaks while the call is held. The same call always gives the same plan.
"""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

SECONDS_PER_CHARACTER = 0.21
"""Mandarin at an easy pace: between four and five syllables a second."""
_SHORTEST_TURN = 0.35


class Voice(Enum):
    """Whose voice; the value is the channel of the recording."""

    AGENT = 0
    CITIZEN = 1


@dataclass(frozen=True)
class Turn:
    """Somebody speaks, from ``start`` to ``end`` in seconds since the call was answered."""

    start: float
    end: float
    voice: Voice


@dataclass(frozen=True)
class Talk:
    """What a recording is made from. Seconds count from the moment the call was answered.

    Attributes:
        call_id: also the seed.
        seconds: length of the recording.
        lines: what the caller said: (second, text).
        holds: stretches on hold: (start, end).
        pauses: stretches in which the recording was paused for a secret: (start, end).
    """

    call_id: str
    seconds: float
    lines: tuple[tuple[float, str], ...] = ()
    holds: tuple[tuple[float, float], ...] = ()
    pauses: tuple[tuple[float, float], ...] = ()

    @property
    def fingerprint(self) -> str:
        """Names the content: changes when anything that the recording is made from changes."""
        return hashlib.sha256(repr((_RECIPE, self)).encode()).hexdigest()


_RECIPE = 2
"""Raise it when the plan or the voices change, so that cached recordings are made anew."""


def plan(talk: Talk) -> list[Turn]:
    """Returns the turns in order; turns of one voice never overlap and none lies in a hold."""
    rng = random.Random(talk.call_id)
    turns = _citizen(talk) or _citizen_unknown(talk, rng)
    turns += _between(talk, turns, rng)
    return sorted(_outside_holds(turns, talk), key=lambda turn: (turn.start, turn.voice.value))


def _citizen(talk: Talk) -> list[Turn]:
    lines = sorted((max(0.0, at), text) for at, text in talk.lines if at < talk.seconds)
    turns = []
    for number, (start, text) in enumerate(lines):
        limit = lines[number + 1][0] - 0.2 if number + 1 < len(lines) else talk.seconds
        end = min(start + max(0.6, len(text) * SECONDS_PER_CHARACTER), limit, talk.seconds)
        if end - start >= _SHORTEST_TURN:
            turns.append(Turn(start, end, Voice.CITIZEN))
    return turns


def _citizen_unknown(talk: Talk, rng: random.Random) -> list[Turn]:
    """Returns a plausible conversation where no line was kept: calls from before the lines were stored."""
    turns, at = [], 2.5 + rng.random()
    while at < talk.seconds - 2:
        end = min(at + rng.uniform(1.5, 9), talk.seconds - 1)
        turns.append(Turn(at, end, Voice.CITIZEN))
        at = end + rng.uniform(2.5, 12)
    return turns


def _between(talk: Talk, citizen: Sequence[Turn], rng: random.Random) -> list[Turn]:
    """Returns what fills the caller's pauses: the agent's greeting, answers and farewell, and the caller's "yes, yes"."""
    edges = [0.0, *(edge for turn in citizen for edge in (turn.start, turn.end)), talk.seconds]
    pauses = [(start, end) for start, end in list(pairwise(edges))[::2] if end > start]
    turns = []
    for begin, end in pauses:
        at = begin + rng.uniform(0.25, 0.7)
        while end - at > 0.8:
            until = min(at + rng.uniform(1.2, 6.5), end - 0.25)
            turns.append(Turn(at, until, Voice.AGENT))
            # Mostly a breath, often a word of the caller's; now and then the silence of somebody who looks something up.
            kind = rng.random()
            if kind < 0.3 and end - until > 2:
                nod = Turn(until + 0.25, until + rng.uniform(0.7, 1.3), Voice.CITIZEN)
                turns.append(nod)
                at = nod.end + rng.uniform(0.2, 0.5)
            else:
                at = until + (rng.uniform(4, 9) if kind > 0.87 else rng.uniform(0.4, 1.2))
    return turns


def _outside_holds(turns: Sequence[Turn], talk: Talk) -> list[Turn]:
    kept = list(turns)
    for hold_start, hold_end in (*talk.holds, *talk.pauses):
        kept = [
            part
            for turn in kept
            for part in (
                Turn(turn.start, min(turn.end, hold_start), turn.voice),
                Turn(max(turn.start, hold_end), turn.end, turn.voice),
            )
            if part.end - part.start >= _SHORTEST_TURN
        ]
    return kept
