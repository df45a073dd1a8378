"""What a player draws of a recording: peaks of each voice, and where nobody speaks. Works on any two-channel WAV file.

Imported only where a waveform is computed, because numpy is not needed to start a server.
"""

import wave
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FRAME_SECONDS = 0.05
SILENT_LEVEL = 0.012
"""Of full scale; under it a frame counts as silent (telephone lines hiss at about a third of that)."""
SHORTEST_SILENCE = 2.0
MOST_SLICES = 2_400


def analyse(file: Path) -> dict[str, object]:
    """Returns ``seconds``, ``agent`` and ``citizen`` (peaks, 0 to 1) and ``silent`` ((start, end) pairs) of a recording.

    A recording with one channel gives the same peaks for both voices.
    """
    with wave.open(str(file), "rb") as recording:
        rate, channels = recording.getframerate(), recording.getnchannels()
        if recording.getsampwidth() != 2:
            raise ValueError("only 16-bit recordings can be drawn")
        sound = np.frombuffer(recording.readframes(recording.getnframes()), dtype="<i2").reshape(-1, channels)
    seconds = len(sound) / rate
    slices = int(min(MOST_SLICES, max(1, seconds * 8)))
    return {
        "seconds": round(seconds, 3),
        "agent": _peaks(sound[:, 0], slices),
        "citizen": _peaks(sound[:, -1], slices),
        "silent": _silences(sound, rate),
    }


def _peaks(channel: NDArray[np.int16], slices: int) -> list[float]:
    if not len(channel):
        return []
    starts = np.linspace(0, len(channel), slices, endpoint=False).astype(int)
    # Highest and lowest sample separately: the absolute value of -32768 does not fit into 16 bits.
    peaks = np.maximum(
        np.maximum.reduceat(channel, starts).astype(np.int32), -np.minimum.reduceat(channel, starts).astype(np.int32)
    )
    return [round(float(peak), 3) for peak in peaks / 32_768]


def _silences(sound: NDArray[np.int16], rate: int) -> list[tuple[float, float]]:
    frame = max(1, round(FRAME_SECONDS * rate))
    starts = np.arange(0, len(sound), frame)
    if not len(starts):
        return []
    loudest = np.maximum(
        np.maximum.reduceat(sound, starts, axis=0).astype(np.int32).max(axis=1),
        -np.minimum.reduceat(sound, starts, axis=0).astype(np.int32).min(axis=1),
    )
    return spans(list(loudest <= SILENT_LEVEL * 32_768), frame / rate, len(sound) / rate)


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
