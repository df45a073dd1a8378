"""What a player draws of a recording: peaks of each voice, who speaks when, and where nobody does.

Imported only where a waveform is computed, because numpy is not needed to start a server.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

FRAME_SECONDS = 0.05
SILENT_LEVEL = 0.012
"""Of full scale; under it a frame counts as silent (telephone lines hiss at about a third of that)."""
SHORTEST_SILENCE = 2.0
MOST_SLICES = 2_400
_BREATH_FRAMES = 6
"""A gap of up to 0.3 s lies between syllables."""


def analyse(sound: NDArray[np.int16], rate: int) -> dict[str, Any]:
    """Returns ``seconds``, ``agent`` and ``citizen`` (peaks, 0 to 1), ``silent`` and, by voice, ``speaks`` ((start, end) pairs) of a sound.

    A recording with one channel gives the same peaks for both voices.
    """
    seconds = len(sound) / rate
    slices = int(min(MOST_SLICES, max(1, seconds * 8)))
    frame = max(1, round(FRAME_SECONDS * rate))
    loud = _loudest(sound, frame) > SILENT_LEVEL * 32_768
    return {
        "seconds": round(seconds, 3),
        "agent": _peaks(sound[:, 0], slices),
        "citizen": _peaks(sound[:, -1], slices),
        "silent": spans([not any(voices) for voices in loud.tolist()], frame / rate, seconds),
        "speaks": [_stretches(_speaks(loud[:, voice]), frame / rate, seconds) for voice in (0, -1)],
    }


def _loudest(sound: NDArray[np.int16], frame: int) -> NDArray[np.int32]:
    """Returns the loudest sample of each frame, by channel."""
    starts = np.arange(0, len(sound), frame)
    if not len(starts):
        return np.zeros((0, sound.shape[1]), np.int32)
    # Highest and lowest sample separately: the absolute value of -32768 does not fit into 16 bits.
    highest, lowest = np.maximum.reduceat(sound, starts, axis=0), np.minimum.reduceat(sound, starts, axis=0)
    return np.maximum(highest.astype(np.int32), -lowest.astype(np.int32))


def _speaks(loud: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Returns in which frames a voice speaks: the short gaps between its syllables belong to it."""
    speaks = loud.copy()
    places = np.flatnonzero(loud)
    for one, two in pairwise(places):
        if 1 < two - one <= _BREATH_FRAMES:
            speaks[one:two] = True
    return speaks


def _stretches(speaks: NDArray[np.bool_], frame_seconds: float, seconds: float) -> list[tuple[float, float]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], speaks, [False])))).reshape(-1, 2) * frame_seconds
    return [(round(float(start), 3), round(min(float(end), seconds), 3)) for start, end in edges]


def _peaks(channel: NDArray[np.int16], slices: int) -> list[float]:
    if not len(channel):
        return []
    starts = np.linspace(0, len(channel), slices, endpoint=False).astype(int)
    peaks = np.maximum(
        np.maximum.reduceat(channel, starts).astype(np.int32), -np.minimum.reduceat(channel, starts).astype(np.int32)
    )
    return [round(float(peak), 3) for peak in peaks / 32_768]


def spans(silent: Sequence[bool], frame_seconds: float, seconds: float) -> list[tuple[float, float]]:
    """Returns the stretches of silent frames that last at least :data:`SHORTEST_SILENCE`."""
    found: list[tuple[float, float]] = []
    start: int | None = None
    for number, quiet in enumerate([*silent, False]):
        if quiet and start is None:
            start = number
        elif not quiet and start is not None:
            end = min(number * frame_seconds, seconds)
            if end - start * frame_seconds >= SHORTEST_SILENCE:
                found.append((round(start * frame_seconds, 2), round(end, 2)))
            start = None
    return found
