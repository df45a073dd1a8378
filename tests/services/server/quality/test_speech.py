import numpy as np
import pytest

from services.server.quality.speech import RATE, synthesise
from services.server.quality.turns import Talk, Voice, plan
from services.server.recordings.waveform import MOST_SLICES, analyse, spans

TALK = Talk("call-1", 40.0, ((2.5, "您好，我想问问小学报名的事情"), (30.0, "好的谢谢")), ((14.0, 24.0),))


def _pitch(channel: np.ndarray, start: float, end: float) -> float:
    """The strongest repetition between 80 and 300 Hz, by autocorrelation."""
    part = channel[round(start * RATE) : round(end * RATE)].astype(float)
    spectrum = np.abs(np.fft.rfft(part, 2 * len(part))) ** 2
    correlation = np.fft.irfft(spectrum)
    lags = np.arange(RATE // 300, RATE // 80)
    return RATE / float(lags[np.argmax(correlation[lags])])


def test_a_recording_has_the_calls_length_two_channels_and_the_telephones_rate() -> None:
    sound = synthesise(TALK)
    assert (sound.shape, sound.dtype, RATE) == ((40 * 8000, 2), np.int16, 8000)


def test_the_same_call_sounds_the_same() -> None:
    assert synthesise(TALK).tobytes() == synthesise(TALK).tobytes()


def test_each_voice_sounds_in_its_turns_only() -> None:
    sound = synthesise(TALK)
    for voice in Voice:
        quiet = np.ones(len(sound), dtype=bool)
        for turn in plan(TALK):
            if turn.voice is voice:
                part = slice(round(turn.start * RATE), round(turn.end * RATE) + 1)
                assert np.abs(sound[part, voice.value]).max() > 3000
                quiet[part] = False
        assert not sound[quiet, voice.value].any()


@pytest.mark.parametrize("call_id", ["a", "b", "c", "d"])
def test_the_two_voices_have_clearly_different_pitches(call_id: str) -> None:
    talk = Talk(call_id, 40.0, TALK.lines)
    sound = synthesise(talk)
    pitches = {}
    for voice in Voice:
        longest = max((t for t in plan(talk) if t.voice is voice), key=lambda t: t.end - t.start)
        pitches[voice] = _pitch(sound[:, voice.value].astype(np.int32), longest.start, longest.end)
    assert max(pitches.values()) / min(pitches.values()) > 1.3


def test_the_waveform_shows_both_voices_and_the_hold_as_silence() -> None:
    drawn = analyse(synthesise(TALK), RATE)
    assert drawn["seconds"] == 40.0
    agent, citizen, silent = drawn["agent"], drawn["citizen"], drawn["silent"]
    assert isinstance(agent, list)
    assert isinstance(citizen, list)
    assert isinstance(silent, list)
    assert len(agent) == len(citizen) == 320
    assert 0.1 < max(agent) <= 1
    assert 0.1 < max(citizen) <= 1
    assert any(start <= 14.2 and end >= 23.8 for start, end in silent)


def test_a_long_recording_is_drawn_with_a_bounded_number_of_slices() -> None:
    assert len(analyse(synthesise(Talk("long", 600)), RATE)["agent"]) == MOST_SLICES


def test_a_recording_with_one_channel_and_the_lowest_sample_is_drawn() -> None:
    drawn = analyse(np.full((8000, 1), -32768, np.int16), RATE)
    assert drawn["agent"] == drawn["citizen"] == [1.0] * 8
    assert drawn["silent"] == []
    assert drawn["speaks"] == [[(0.0, 1.0)], [(0.0, 1.0)]]


def test_an_empty_recording_is_drawn_empty() -> None:
    nothing = {"seconds": 0.0, "agent": [], "citizen": [], "silent": [], "speaks": [[], []]}
    assert analyse(np.zeros((0, 2), np.int16), RATE) == nothing


def test_who_speaks_when_is_measured_in_the_sound() -> None:
    tone = np.tile(np.array([6000, -6000], np.int16), 4000)
    sound = np.zeros((10 * RATE, 2), np.int16)
    sound[0 : 3 * RATE, 0] = np.tile(tone, 3)
    sound[2 * RATE : 6 * RATE, 1] = np.tile(tone, 4)
    # A gap of 0.2 s lies between syllables; one of a second is silence.
    sound[round(4.0 * RATE) : round(4.2 * RATE), 1] = 0
    assert analyse(sound, RATE)["speaks"] == [[(0.0, 3.0)], [(2.0, 6.0)]]


def test_short_pauses_are_no_silence() -> None:
    quiet = [False] + [True] * 30 + [False] + [True] * 45
    assert spans(quiet, 0.05, 3.85) == [(1.6, 3.85)]
