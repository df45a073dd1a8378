"""Spoken prompts: of the right kind, complete, and a person's recording stays."""

import wave
from pathlib import Path

import numpy as np
import pytest

from services.errors import AppError
from services.server.pbx import prompts
from services.telephony.asterisk.configuration import render
from services.telephony.asterisk.configuration.plan import Manager, Plan


def test_they_are_made_for_a_telephone_with_their_texts_and_are_replaceable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = {name: prompts.texts()[name] for name in ("welcome", "callback-offer")}
    monkeypatch.setattr(prompts, "texts", lambda: few)
    monkeypatch.setattr(prompts, "_DIGITS", {"zh": {"1": "一"}, "en": {"1": "one"}})
    made = list(prompts.make(tmp_path))
    assert all(each.made for each in made)
    assert {str(each.file.relative_to(tmp_path)) for each in made} == {
        f"{language}/{name}.wav"
        for language in ("zh", "en")
        for name in ("tongfu/welcome", "tongfu/callback-offer", "digits/1")
    }
    welcome = tmp_path / "zh/tongfu/welcome.wav"
    assert "热线" in welcome.with_suffix(".txt").read_text("utf-8")
    with wave.open(str(welcome)) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (8000, 1, 2)
        assert 2 < sound.getnframes() / 8000 < 30
        assert np.abs(np.frombuffer(sound.readframes(10**6), "<i2")).max() > 3000
    welcome.write_bytes(b"a person's own")
    assert not any(each.made for each in prompts.make(tmp_path))
    assert welcome.read_bytes() == b"a person's own"
    (tmp_path / "zh/digits/1.txt").write_text("幺", "utf-8")
    before = (tmp_path / "zh/digits/1.wav").read_bytes()
    list(prompts.make(tmp_path, replace=True))
    assert (tmp_path / "zh/digits/1.wav").read_bytes() != before


def test_a_changed_text_is_spoken_anew_and_a_persons_recording_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {name: {"zh": "一", "en": "one"} for name in ("menu", "rate", "thanks", "welcome")}
    monkeypatch.setattr(prompts, "texts", lambda: said)
    monkeypatch.setattr(prompts, "_DIGITS", {"zh": {}, "en": {}})
    list(prompts.make(tmp_path))
    here = tmp_path / "zh/tongfu"
    by_hand, released, both = here / "menu", here / "rate", here / "thanks"
    by_hand.with_suffix(".txt").write_text("请稍候", "utf-8")
    said["rate"]["zh"] = said["thanks"]["zh"] = said["menu"]["zh"] = "谢谢"
    both.with_suffix(".wav").write_bytes(b"a person's own")
    made = {each.file.stem for each in prompts.make(tmp_path) if each.made}
    assert made == {"menu", "rate"}
    assert by_hand.with_suffix(".txt").read_text("utf-8") == "请稍候", "a person's text goes before the release's"
    assert released.with_suffix(".txt").read_text("utf-8") == "谢谢\n"
    assert both.with_suffix(".wav").read_bytes() == b"a person's own"
    assert both.with_suffix(".txt").read_text("utf-8") == "一\n", "the text of the person's recording"
    assert not any(each.made for each in prompts.make(tmp_path))
    assert by_hand.with_suffix(".txt").read_text("utf-8") == "请稍候", "also the next time"
    assert all(each.made for each in prompts.make(tmp_path, replace=True))
    assert both.with_suffix(".txt").read_text("utf-8") == "谢谢\n"
    assert both.with_suffix(".wav").read_bytes() == released.with_suffix(".wav").read_bytes()


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All prompts, once."""
    folder = tmp_path_factory.mktemp("sounds")
    assert all(each.made for each in prompts.make(folder))
    return folder


def heard(sound: Path) -> "np.ndarray":
    """The samples of a prompt, of the one format that every telephone line takes without a change."""
    with wave.open(str(sound)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (8000, 1, 2)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(float)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", sorted(prompts.texts()))
def test_every_prompt_is_there_audible_and_as_long_as_its_text(spoken: Path, language: str, name: str) -> None:
    text = prompts.texts()[name][language]
    sound = spoken / language / "tongfu" / f"{name}.wav"
    assert sound.with_suffix(".txt").read_text("utf-8").strip() == text
    samples = heard(sound)
    is_as_loud_as_all(samples)
    parts = len(text.split()) if text.isascii() else sum(sign.isalnum() for sign in text)
    slowest, fastest = (0.55, 0.28) if text.isascii() else (0.32, 0.2)
    # A word alone takes longer than its share of a sentence.
    assert fastest * parts < len(samples) / prompts.RATE < slowest * parts + 0.5, "as people speak"
    assert len(samples) / prompts.RATE < 12, "nobody listens for longer"


def is_as_loud_as_all(samples: "np.ndarray") -> None:
    """Within a decibel, cut nowhere, and with no silence at its ends that makes the line seem dead or a sentence fall apart."""
    assert np.abs(samples).max() <= prompts.HIGHEST
    assert abs(20 * np.log10(prompts.loudness(samples) / prompts.LEVEL)) < 1.0
    loud = np.flatnonzero(np.abs(samples) > 300)
    assert loud[0] < 0.1 * prompts.RATE
    assert len(samples) - loud[-1] < 0.25 * prompts.RATE


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_number_is_spoken(spoken: Path, language: str) -> None:
    for name in prompts._DIGITS[language]:
        samples = heard(spoken / language / "digits" / f"{name}.wav")
        assert 0.2 < len(samples) / prompts.RATE < 1.2
        is_as_loud_as_all(samples)


def test_each_text_is_in_its_language_but_the_offer_of_english() -> None:
    for name, said in prompts.texts().items():
        assert said["en"].isascii()
        assert said["zh"].isascii() is (name == "language")
    assert "object" in prompts.texts()["blocked"]["en"], "who is refused hears where to say that it is wrong"


def test_what_a_telephone_cannot_carry_is_taken_out() -> None:
    at = np.arange(22_050) / 22_050

    def strength(hz: int) -> float:
        out = prompts.telephone(8000 * np.sin(2 * np.pi * hz * at), 22_050)
        assert abs(len(out) - 8000) <= 1
        return float(np.sqrt(np.mean(out.astype(float) ** 2)))

    assert strength(1000) > 5000
    assert strength(6000) < 300


def test_a_machine_without_the_tool_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prompts, "TOOL", "no-such-speaker")
    with pytest.raises(AppError, match="espeak_missing"):
        list(prompts.make(tmp_path))


def test_only_what_there_is_a_sound_for_is_told() -> None:
    def files(*names: str) -> dict[str, str]:
        return render(Plan([], [("general", "General")], Manager("s"), prompts=names))

    assert "periodic-announce" not in files()["queues.conf"]
    assert "CHANNEL(language)" not in files()["extensions.conf"]
    all_ = files(*prompts.texts())
    assert "periodic-announce = tongfu/callback-offer" in all_["queues.conf"]
    assert "announce-position = yes" in all_["queues.conf"]
    for name in prompts.texts():
        assert f"tongfu/{name}" in all_["queues.conf"] + all_["extensions.conf"] or name == "menu"
