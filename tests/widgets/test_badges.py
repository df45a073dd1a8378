from datetime import UTC, datetime, timedelta

import pytest
from pytestqt.qtbot import QtBot

from widgets.badges import AgeLabel, KeyHint, StateBadge, tone_of_age
from widgets.call_timer import CallTimer
from widgets.durations import clock_text
from widgets.theme import Tone

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Now:
    def __init__(self) -> None:
        self.moment = START

    def __call__(self) -> datetime:
        return self.moment


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0:00"), (7.9, "0:07"), (65, "1:05"), (3600, "1:00:00"), (36_061, "10:01:01"), (-5, "0:00")],
)
def test_clock_text(seconds: float, text: str) -> None:
    assert clock_text(seconds) == text


def test_badge_without_words_is_hidden(qtbot: QtBot) -> None:
    badge = StateBadge("通话中", Tone.GOOD)
    qtbot.addWidget(badge)
    assert badge.accessibleName() == "通话中"
    assert badge.property("tone") == "good"
    badge.set_state("", Tone.QUIET)
    assert badge.isHidden()


def test_age_changes_colour(qtbot: QtBot) -> None:
    now = Now()
    label = AgeLabel(now, ((15, Tone.WARN), (30, Tone.BAD)), "waits {age}")
    qtbot.addWidget(label)
    label.set_since(START)
    assert (label.text(), label.property("words")) == ("waits 0:00", "neutral")
    now.moment += timedelta(seconds=31)
    qtbot.waitUntil(lambda: label.text() == "waits 0:31", timeout=2000)
    assert label.property("words") == "bad"
    label.set_since(None)
    assert label.text() == ""


def test_age_survives_a_clock_put_back(qtbot: QtBot) -> None:
    now = Now()
    label = AgeLabel(now)
    qtbot.addWidget(label)
    now.moment -= timedelta(hours=1)
    label.set_since(START)
    assert label.text() == "0:00"


def test_tone_of_age() -> None:
    steps = ((15, Tone.WARN), (30, Tone.BAD))
    assert [tone_of_age(age, steps) for age in (14.9, 15, 30)] == [Tone.NEUTRAL, Tone.WARN, Tone.BAD]


def test_key_hint_shows_the_first_key(qtbot: QtBot) -> None:
    hint = KeyHint("Ctrl+Return; F5")
    qtbot.addWidget(hint)
    assert hint.text() == "Ctrl+Enter"


def test_call_timer_counts_up_and_down(qtbot: QtBot) -> None:
    now = Now()
    timer = CallTimer("Talk time", now)
    qtbot.addWidget(timer)
    timer.count_up(START)
    now.moment += timedelta(seconds=61)
    qtbot.waitUntil(lambda: timer.text() == "1:01")
    timer.count_down(START + timedelta(seconds=66))
    assert (timer.text(), timer.property("words")) == ("0:05", "warn")
    now.moment += timedelta(seconds=8)
    qtbot.waitUntil(lambda: timer.text() == "+0:03")
    assert timer.property("words") == "bad"
    timer.stop()
    assert timer.text() == ""
