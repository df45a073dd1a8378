"""The mark that a copy carries in its sound: which export it was, and when.

Two faint tones near the upper end of what a telephone carries, one for 0 and one for 1, 50 ms each, go through the whole
copy again and again: 32 bits of the export's number, 32 of its second (Unix time), 16 of a checksum (CRC-16/CCITT): 4 s. The
number leads to who and why (``recording_exports``); the moment can be read without any database. All repetitions
are added up before a bit is decided, so the mark outlives speech over it, cutting at both ends, and lossy encoding.

Imported only where a copy is made or read, because numpy is not needed to start a server.
"""

import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from math import gcd

import numpy as np
from numpy.typing import NDArray

from services.errors import AppError
from services.server.recordings.sound import Samples

TONES = (2_960.0, 3_200.0)
"""Hz of 0 and 1: within what every telephone codec carries, over most of a voice."""
BIT_SECONDS = 0.05
LEVEL = 0.004
"""Of full scale (-48 dB): heard in a silence by who listens for it."""
SHORTEST = 12.0
"""Seconds; a shorter copy is made longer by silence, so that the mark is in it three times."""
_BITS = 80
_STEPS = 10
"""Places within a bit that are tried for its beginning."""
_RATE = 8_000
_EARLIEST, _LATEST = 1_735_689_600, 2_366_841_600
"""2025 to 2045: with the checksum, one sound in six hundred without a mark is taken for a marked one; no export has its number."""


@dataclass(frozen=True)
class Mark:
    """The number of an export, and when it was made (to the second)."""

    number: int
    at: datetime


def put(samples: Samples, rate: int, mark: Mark) -> Samples:
    """Returns the sound with the mark on every channel."""
    length = max(len(samples), round(SHORTEST * rate))
    padded = np.zeros((length, samples.shape[1]), np.int32)
    padded[: len(samples)] = samples
    bits = _bits(mark)
    places = (np.arange(length) / (BIT_SECONDS * rate)).astype(int) % _BITS
    frequency = np.where(bits[places] > 0, TONES[1], TONES[0])
    tone = np.sin(2 * np.pi * np.cumsum(frequency) / rate) * LEVEL * 32_767
    marked: Samples = (padded + np.round(tone).astype(np.int32)[:, None]).clip(-32_768, 32_767).astype(np.int16)
    return marked


def read(samples: Samples, rate: int) -> Mark:
    """Returns the mark that a sound carries.

    Raises:
        AppError: ``no_mark``: there is none, or too little of it is left.
    """
    sound = _at_rate(samples.astype(np.float64).mean(axis=1), rate)
    bit = round(BIT_SECONDS * _RATE)
    for step in range(_STEPS):
        shifted = sound[step * bit // _STEPS :]
        count = len(shifted) // bit
        if count < _BITS:
            break
        pieces = shifted[: count * bit].reshape(count, bit)
        # The share of the tone in what is heard of both: loud speech over a bit then counts no more than a quiet one.
        zero, one = (_strength(pieces, tone) for tone in TONES)
        leaning = (one - zero) / (one + zero + 1e-9)
        sums = np.zeros(_BITS)
        np.add.at(sums, np.arange(count) % _BITS, leaning)
        for turn in range(_BITS):
            found = _mark(np.roll(sums, -turn) > 0)
            if found is not None:
                return found
    raise AppError("no_mark", status=404)


def _strength(pieces: NDArray[np.float64], frequency: float) -> NDArray[np.float64]:
    wave = np.exp(-2j * np.pi * frequency * np.arange(pieces.shape[1]) / _RATE)
    strength: NDArray[np.float64] = np.abs(pieces @ wave)
    return strength


def _bits(mark: Mark) -> NDArray[np.int8]:
    content = mark.number.to_bytes(4, "big") + int(mark.at.timestamp()).to_bytes(4, "big")
    whole = content + binascii.crc_hqx(content, 0xFFFF).to_bytes(2, "big")
    return np.unpackbits(np.frombuffer(whole, np.uint8)).astype(np.int8)


def _mark(bits: NDArray[np.bool_]) -> Mark | None:
    whole = np.packbits(bits).tobytes()
    content, checksum = whole[:8], int.from_bytes(whole[8:], "big")
    second = int.from_bytes(content[4:], "big")
    if binascii.crc_hqx(content, 0xFFFF) != checksum or not _EARLIEST <= second < _LATEST:
        return None
    return Mark(int.from_bytes(content[:4], "big"), datetime.fromtimestamp(second, UTC))


def _at_rate(sound: NDArray[np.float64], rate: int) -> NDArray[np.float64]:
    """Returns the sound with 8,000 samples a second; an encoder may have given it another rate."""
    if rate == _RATE:
        return sound
    common = gcd(rate, _RATE)
    up, down = _RATE // common, rate // common
    if up == 1:
        # The mark lies under 4 kHz: the mean over a window is filter enough before every so manieth sample is taken.
        spectrum = np.fft.rfft(sound)
        spectrum[round(len(sound) * _RATE / 2 / rate) :] = 0
        filtered: NDArray[np.float64] = np.fft.irfft(spectrum, len(sound))[::down]
        return filtered
    places = np.arange(round(len(sound) * _RATE / rate)) * rate / _RATE
    resampled: NDArray[np.float64] = np.interp(places, np.arange(len(sound)), sound)
    return resampled
