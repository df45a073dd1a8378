"""Sound as the store keeps it: FLAC, which loses nothing, so that what was kept can be compared with what came.

Imported only where there is sound to deal with, because numpy and libsndfile are not needed to start a server.
"""

import io
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

Samples = NDArray[np.int16]
"""Frames by channels: the agent first, the caller last."""


def encode(samples: Samples, rate: int, kind: str = "FLAC") -> bytes:
    """Returns a sound file: ``FLAC`` or ``WAV``, 16 bit."""
    out = io.BytesIO()
    soundfile.write(out, samples, rate, format=kind, subtype="PCM_16")
    return out.getvalue()


def decode(content: Any) -> tuple[Samples, int]:
    """Returns the samples of a sound file (bytes or a path), always of two dimensions, and how many there are in a second.

    Raises:
        ValueError: it is no sound, or a cut one.
    """
    source = io.BytesIO(content) if isinstance(content, bytes) else content
    try:
        samples, rate = soundfile.read(source, dtype="int16", always_2d=True)
    except (soundfile.LibsndfileError, RuntimeError, OSError) as error:
        raise ValueError("no readable sound") from error
    return samples, int(rate)
