"""Speech-like sound for training: no words, but two voices that rise and fall, breathe, and fall silent.

A voice is a bank of syllables, each a buzz (harmonics of the pitch, shaped by three vowel resonances, with one of the
four tones) behind a short hiss, under an envelope. Turns of a conversation are filled with syllables from the bank.
Made for looking at (the waveform) and listening for (who speaks, when nobody does); it imitates no person.

Imported only where a recording is made, because numpy is not needed to start a server.
"""

import random
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from services.server.quality.turns import Talk, Turn, Voice, plan

RATE = 8_000
"""Samples a second: what telephones carry."""

_VOWELS = (
    (730, 1090, 2440),
    (530, 1840, 2480),
    (300, 2250, 2900),
    (570, 840, 2410),
    (320, 870, 2250),
    (490, 1350, 1690),
)
"""Formants in Hz of a, e, i, o, u, er (Peterson and Barney 1952, rounded)."""
_TONES = ((1.10, 1.10), (0.92, 1.15), (0.95, 0.82), (1.20, 0.78))
"""Pitch at the beginning and the end of the four tones of Mandarin, as a share of the voice's pitch."""
_BANDWIDTH = 110.0
_LOUDNESS = 0.42

Samples = NDArray[np.int16]


def synthesise(talk: Talk) -> Samples:
    """Returns the conversation as samples of shape (frames, 2)."""
    seed = random.Random(talk.call_id)
    pitches = _pitches(seed)
    sound = np.zeros((max(1, round(talk.seconds * RATE)), 2), dtype=np.int16)
    for voice in Voice:
        bank = _bank(pitches[voice], seed.randrange(2**32))
        turns = [turn for turn in plan(talk) if turn.voice is voice]
        _speak(sound[:, voice.value], turns, bank, random.Random(seed.random()))
    return sound


def _pitches(seed: random.Random) -> dict[Voice, float]:
    """Returns two pitches in Hz that nobody takes for one: a high and a low voice."""
    low, high = seed.uniform(95, 122), seed.uniform(195, 235)
    agent_high = seed.random() < 0.6
    return {Voice.AGENT: high if agent_high else low, Voice.CITIZEN: low if agent_high else high}


def _bank(pitch: float, seed: int) -> list[Samples]:
    noise = np.random.default_rng(seed)
    return [
        _syllable(pitch, vowel, tone, length, noise)
        for vowel in _VOWELS
        for tone, length in zip(_TONES, (0.20, 0.17, 0.23, 0.15), strict=True)
    ]


def _syllable(
    pitch: float, vowel: tuple[int, ...], tone: tuple[float, float], length: float, noise: np.random.Generator
) -> Samples:
    count = round(length * RATE)
    time = np.arange(count) / RATE
    frequency = pitch * np.linspace(tone[0], tone[1], count)
    phase = 2 * np.pi * np.cumsum(frequency) / RATE
    sound = np.zeros(count)
    for harmonic in range(1, int(3_400 / (pitch * max(tone))) + 1):
        at = harmonic * pitch
        strength = sum(1 / (1 + ((at - formant) / _BANDWIDTH) ** 2) for formant in vowel) + 0.02
        sound += strength / harmonic**0.5 * np.sin(harmonic * phase)
    sound /= np.max(np.abs(sound))
    rise, fall = 0.025, 0.06
    envelope = np.minimum(1, time / rise) * np.minimum(1, (length - time) / fall)
    hiss = np.diff(noise.standard_normal(count + 1)) * np.exp(-time / 0.012) * 0.22
    samples: Samples = ((sound * envelope + hiss) * _LOUDNESS * 32_767).clip(-32_767, 32_767).astype(np.int16)
    return samples


def _speak(channel: Samples, turns: Sequence[Turn], bank: Sequence[Samples], rng: random.Random) -> None:
    """Fills the turns; loudness falls towards the end of a turn, as it does when people speak."""
    for turn in turns:
        at, last = turn.start, turn.end
        while True:
            syllable = bank[rng.randrange(len(bank))]
            start = round(at * RATE)
            if at + len(syllable) / RATE > last or start + len(syllable) > len(channel):
                break
            left = (last - at) / (last - turn.start)
            loudness = (0.6 + 0.4 * left) * rng.uniform(0.75, 1.0)
            channel[start : start + len(syllable)] = (syllable * loudness).astype(np.int16)
            # Words of one to three syllables, then a small gap.
            at += len(syllable) / RATE + (rng.uniform(0.06, 0.2) if rng.random() < 0.3 else 0.015)
