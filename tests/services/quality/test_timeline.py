from datetime import UTC, datetime, timedelta

from services.contracts.calls import CallEventKind, RawCallEvent
from services.contracts.quality import Span
from services.quality.timeline import current, entries, skip_to

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
Kind = CallEventKind


def _event(kind: CallEventKind, second: float, monotonic: float | None = None, **data: str | int) -> RawCallEvent:
    at = START + timedelta(seconds=second)
    return RawCallEvent(
        id=1, kind=kind, at=at, monotonic=100 + second if monotonic is None else monotonic, received_at=at, data=data
    )


def test_entries_stand_by_the_second_of_the_recording() -> None:
    found = entries(
        [
            _event(Kind.OFFERED, -12),
            _event(Kind.RINGING, -4),
            _event(Kind.ANSWERED, 0),
            _event(Kind.SPOKEN, 3.5, line=0, text="您好"),
            _event(Kind.ENDED, 60, by="caller"),
            _event(Kind.RATED, 65, satisfaction=4),
        ],
        START,
    )
    assert [(e.second, e.kind, e.text) for e in found] == [
        (-12, Kind.OFFERED, ""),
        (0, Kind.ANSWERED, ""),
        (3.5, Kind.SPOKEN, "您好"),
        (60, Kind.ENDED, "caller"),
        (65, Kind.RATED, "4"),
    ]


def test_a_jump_of_the_clock_moves_nothing() -> None:
    events = [_event(Kind.ANSWERED, 0), _event(Kind.SPOKEN, -3600, monotonic=105, text="x")]
    assert [e.second for e in entries(events, START)] == [0, 5]


def test_after_a_restart_of_the_exchange_the_wall_clock_counts() -> None:
    events = [_event(Kind.ANSWERED, 0, monotonic=5000), _event(Kind.SPOKEN, 7, monotonic=2, text="x")]
    assert [e.second for e in entries(events, START)] == [0, 7]


def test_the_current_entry_follows_the_sound() -> None:
    timeline = entries([_event(Kind.ANSWERED, 0), _event(Kind.SPOKEN, 4, text="a"), _event(Kind.ENDED, 9)], START)
    assert [current(timeline, second) for second in (-1, 0, 3.9, 4, 8.9, 30)] == [-1, 0, 0, 1, 1, 2]
    assert current([], 5) == -1


def test_a_silence_is_left_shortly_before_the_next_word() -> None:
    silent = [Span(start=10, end=20)]
    assert skip_to(silent, 9.9) is None
    assert skip_to(silent, 10.1) is None
    assert skip_to(silent, 10.5) == 19.7
    assert skip_to(silent, 19.5) is None
    assert skip_to(silent, 19.7) is None
    assert skip_to([Span(start=10, end=11)], 10.5) is None
