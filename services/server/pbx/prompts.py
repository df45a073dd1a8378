"""What callers hear, spoken by a machine (espeak-ng): ``tongfu pbx prompts FOLDER``.

The folder gets the shape of Asterisk's own ``sounds``: ``zh/tongfu``, ``zh/digits`` and the same in English. Beside each sound stands
its text. Which text each sound was spoken from is kept by digests, so a text that was changed, by hand or by a newer release,
is spoken anew; a person's recording stays, unless ``--replace`` is given.
"""

import io
import subprocess
import tomllib
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np

from services.errors import AppError
from services.telephony.asterisk.configuration import record
from services.telephony.asterisk.configuration.record import digest

RATE = 8000
VOICES = {"zh": ("cmn", 250), "en": ("en-gb", 150)}
"""The tool's voice and speed: some four syllables of Chinese, or two and a half words of English, a second."""
TOOL = "espeak-ng"
RECORD = ".tongfu-prompts.json"
_TAPS = 63
"""Length of the filter that takes out what 8 kHz cannot hold."""
LEVEL = 2_700
"""How loud every sound is while it speaks (root of the mean square): some 22 dB under full scale, so that peaks have room."""
HIGHEST = 29_000
"""No sample is louder, so that nothing is cut off on the way to the telephone."""
_FRAME = RATE // 20
_AUDIBLE = 300
_LEAD, _TAIL = 0.03, 0.15
"""Seconds of silence that are left at both ends: sounds of which one sentence is made follow each other at once."""
_ENGLISH = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
]
_DIGITS = {
    "zh": dict(zip([*map(str, range(11)), "hundred", "thousand"], "零一二三四五六七八九十百千", strict=True)),
    "en": {
        **{str(number): word for number, word in enumerate(_ENGLISH)},
        **{"17": "seventeen", "18": "eighteen", "19": "nineteen", "20": "twenty", "30": "thirty", "40": "forty"},
        **{"50": "fifty", "60": "sixty", "70": "seventy", "80": "eighty", "90": "ninety"},
        **{"hundred": "hundred", "thousand": "thousand"},
    },
}


@dataclass(frozen=True)
class Spoken:
    """A sound, and whether it was made now."""

    file: Path
    made: bool


def texts() -> dict[str, dict[str, str]]:
    """Returns the texts by name and language."""
    return tomllib.loads((files("resources") / "prompts" / "prompts.toml").read_text("utf-8"))


def make(folder: Path, replace: bool = False) -> Iterator[Spoken]:
    """Speaks what is missing or was spoken from another text, or with ``replace`` everything, by the texts beside the sounds.

    Raises:
        AppError: ``tool_missing``, ``tool_failed``.
    """
    known = record.read(folder / RECORD)
    for language in VOICES:
        wanted = {f"tongfu/{name}": said[language] for name, said in texts().items()}
        wanted |= {f"digits/{name}": word for name, word in _DIGITS[language].items()}
        for name, text in wanted.items():
            sound = folder / language / f"{name}.wav"
            words = sound.with_suffix(".txt")
            sound.parent.mkdir(parents=True, exist_ok=True)
            released, from_text, spoken = known.get(f"{language}/{name}", ("", "", ""))
            ours = sound.exists() and digest(sound) == spoken
            # A text that nobody has changed follows the release.
            if not words.exists() or ((ours or replace) and digest(words) == released):
                words.write_text(text + "\n", "utf-8")
                released = digest(words)
            if replace or not sound.exists() or (ours and digest(words) != from_text):
                said = words.read_text("utf-8").strip()
                # The offer of English is in English for everybody.
                _write(sound, speak(said, *VOICES["en" if said.isascii() else language]))
                known[f"{language}/{name}"] = [released, digest(words), digest(sound)]
                (folder / RECORD).write_text(record.text_of(known), "utf-8")
                yield Spoken(sound, made=True)
            else:
                yield Spoken(sound, made=False)


def speak(text: str, voice: str, speed: int) -> "np.ndarray":
    """Returns a text as samples of 16 bit at 8 kHz; all are equally loud."""
    try:
        done = subprocess.run(  # noqa: S603 - our own text to a fixed tool
            [TOOL, "--stdout", "-v", voice, "-s", str(speed), "--stdin"],
            input=text.encode(),
            capture_output=True,
            timeout=120,
        )
    except FileNotFoundError as error:
        raise AppError("espeak_missing", status=500) from error
    if done.returncode or not done.stdout:
        raise AppError(
            "tool_failed", status=500, details={"tool": TOOL, "why": done.stderr.decode(errors="replace")[-200:]}
        )
    with wave.open(io.BytesIO(done.stdout)) as sound:
        rate = sound.getframerate()
        # A stream does not know its length beforehand, so what its head says of it is no use.
        samples = np.frombuffer(sound.readframes(2**28), "<i2").astype(np.float64)
    return _even(telephone(samples, rate))


def telephone(samples: "np.ndarray", rate: int) -> "np.ndarray":
    """Returns samples at 8 kHz: what is above 3.6 kHz is taken out first, or it would be heard as something else."""
    if len(samples) == 0:
        return samples
    places = np.arange(_TAPS) - _TAPS // 2
    low = np.sinc(2 * 3600 / rate * places) * np.hamming(_TAPS)
    filtered = np.convolve(samples, low / low.sum(), "same")
    moments = np.arange(0, len(samples), rate / RATE)
    made: np.ndarray = np.interp(moments, np.arange(len(samples)), filtered)
    return made


def loudness(samples: "np.ndarray") -> float:
    """Returns how loud a voice is while it speaks; its pauses do not count."""
    frames = samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME).astype(np.float64)
    power = np.mean(frames**2, axis=1)
    return float(np.sqrt(np.mean(power[power >= power.max() / 100]))) if len(power) and power.max() else 0.0


def _even(samples: "np.ndarray") -> "np.ndarray":
    """Returns a sound without long silences at its ends, and as loud as all others."""
    audible = np.flatnonzero(np.abs(samples) > _AUDIBLE)
    if len(audible):
        lead = round(_LEAD * RATE)
        before = np.zeros(max(0, lead - audible[0]))
        samples = np.concatenate([before, samples[max(0, audible[0] - lead) : audible[-1] + round(_TAIL * RATE)]])
        samples = samples * min(LEVEL / (loudness(samples) or LEVEL), HIGHEST / np.abs(samples).max())
    made: np.ndarray = np.clip(samples, -32768, 32767).astype("<i2")
    return made


def _write(file: Path, samples: "np.ndarray") -> None:
    part = file.with_name(f".{file.name}.part")
    with wave.open(str(part), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.tobytes())
    part.replace(file)
