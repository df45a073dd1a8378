"""Time left and arithmetic in words and colours, in both languages."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QApplication

from services.contracts.clocks import ArithmeticLine, ClockKind, ClockState, Limit, LimitUnit, TicketClock
from ui import clock_words as words
from ui.language import CHINESE, ENGLISH, Language
from widgets.theme import Tone

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)

LINES = [
    ArithmeticLine(code="received", values={"at": "2026-02-13T16:40:00+08:00"}),
    ArithmeticLine(code="counts_from", values={"day": "2026-02-14"}),
    ArithmeticLine(code="limit", values={"amount": 15, "unit": "working_days"}),
    ArithmeticLine(code="work_day", values={"day": "2026-02-14", "name": "春节"}),
    ArithmeticLine(code="days_off", values={"since": "2026-02-15", "until": "2026-02-23", "name": "春节"}),
    ArithmeticLine(
        code="paused",
        values={"since": "2026-02-25T14:00:00+08:00", "until": "2026-02-25T17:00:00+08:00", "seconds": 10_800},
    ),
    ArithmeticLine(code="due", values={"at": "2026-03-13T11:30:00+08:00"}),
]


@pytest.fixture
def english(qapp: QApplication) -> Language:
    return Language(ENGLISH)


def clock(**fields: object) -> TicketClock:
    values = {
        "kind": ClockKind.FINISH,
        "state": ClockState.RUNNING,
        "limit": Limit(amount=8, unit=LimitUnit.HOURS),
        "calendar": "cn",
        "started_at": NOW - 4 * HOUR,
        "due_at": NOW + 4 * HOUR,
        **fields,
    }
    return TicketClock.model_validate(values)


def test_the_arithmetic_in_english(english: Language) -> None:
    assert words.arithmetic_sentence(LINES) == (
        "received Fri 2026-02-13 16:40; counts from Sat 2026-02-14; limit 15 working day(s);"
        " Sat 2026-02-14 is a work day (Spring Festival);"
        " Sun 2026-02-15 to Mon 2026-02-23 are off (Spring Festival);"
        " paused Wed 2026-02-25 14:00 to Wed 2026-02-25 17:00, 3 h of it not counted; due Fri 2026-03-13 11:30"
    )


def test_the_arithmetic_in_chinese(chinese: Language) -> None:
    assert words.arithmetic_words(LINES)[:4] == [
        *("周五 2026-02-13 16:40 受理", "自 周六 2026-02-14 起算", "时限 15 个工作日"),
        "周六 2026-02-14 上班（春节调休）",
    ]


@pytest.mark.parametrize("language", [CHINESE, ENGLISH])
def test_every_line_has_words(qapp: QApplication, language: str) -> None:
    spoken = Language(language)
    more = [
        ("of_matter", {"version": 3, "category": "0601", "place": ""}),
        ("of_matter", {"version": 3, "category": "0601", "place": "440605011"}),
        ("extended", {"amount": 5, "unit": "working_days"}),
        ("shifts", {"hours": "08:30–12:00"}),
        ("paused", {"since": "2026-02-25T14:00:00+08:00", "seconds": 60}),
        ("days_off", {"since": "2026-04-06", "until": "2026-04-06", "name": "清明节"}),
        ("moved", {"day": "2026-03-07"}),
        ("provisional", {"year": 2027}),
        ("stopped", {"at": "2026-03-13T11:30:00+08:00", "late": 0}),
        ("stopped", {"at": "2026-03-13T11:30:00+08:00", "late": 1}),
    ]
    lines = [*LINES, *(ArithmeticLine(code=code, values=values) for code, values in more)]
    said = words.arithmetic_words(lines)
    assert len(set(said)) == len(lines)
    assert not any("{" in each or "?" in each for each in said)
    for kind in ClockKind:
        assert words.clock_words(kind.value) != kind.value
    assert len({words.rung_words(level) for level in range(5)}) == 5
    spoken.switch(ENGLISH)


def test_a_line_of_a_newer_server_is_left_out(english: Language) -> None:
    assert words.arithmetic_words([ArithmeticLine(code="tide", values={})]) == []


@pytest.mark.parametrize(
    ("left", "alarm", "expected"),
    [
        (30 * HOUR, 0, ("1 d 6 h", Tone.GOOD)),
        (48 * HOUR, 0, ("2 d", Tone.GOOD)),
        (30 * HOUR, 1, ("1 d 6 h", Tone.WARN)),
        (3.5 * HOUR, 0, ("3 h 30 min", Tone.WARN)),
        (3 * HOUR, 3, ("3 h", Tone.BAD)),
        (timedelta(0), 2, ("0 min", Tone.WARN)),
        (-timedelta(seconds=1), 2, ("0 min over", Tone.BAD)),
        (-50 * HOUR, 4, ("2 d 2 h over", Tone.BAD)),
    ],
)
def test_time_left(english: Language, left: timedelta, alarm: int, expected: tuple[str, Tone]) -> None:
    found = words.time_left_words(NOW + left, NOW, alarm=alarm)
    assert (found.words, found.tone) == expected


def test_the_colour_goes_by_the_share_that_is_gone(english: Language) -> None:
    assert words.clock_left(clock(), NOW).tone is Tone.GOOD
    assert words.clock_left(clock(), NOW + 2 * HOUR).tone is Tone.WARN
    assert words.clock_left(clock(), NOW + 5 * HOUR).tone is Tone.BAD


def test_without_a_running_clock(chinese: Language) -> None:
    assert words.time_left_words(None, NOW) == words.TimeLeft("", Tone.QUIET)
    assert words.time_left_words(None, NOW, ClockState.PAUSED).words == "暂停计时"
    assert words.clock_left(clock(state=ClockState.STOPPED), NOW) == words.TimeLeft("按时", Tone.GOOD)
    assert words.clock_left(clock(state=ClockState.STOPPED, overdue=True), NOW).tone is Tone.BAD
    assert words.clock_left(clock(state=ClockState.PAUSED, due_at=None, overdue=True), NOW).tone is Tone.BAD
    assert words.rung_tone(4) is Tone.BAD
