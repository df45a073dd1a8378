import threading
from contextlib import contextmanager
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.transport import Unreachable
from services.errors import AppError
from services.streamed import PIECE, StreamedSound
from services.tasks import CancelledError, Progress
from tests.sounds import Server

CONTENT = bytes(n * 7 % 251 for n in range(20 * PIECE))


def test_the_first_piece_is_enough_to_begin_and_all_parts_are_one_play() -> None:
    server = Server(CONTENT)
    sound = server.sound()
    assert (sound.size, sound.is_whole) == (len(CONTENT), False)
    assert sound.read(100, 50) == CONTENT[100:150]
    assert server.asked == [(0, PIECE, "")]
    sound.fetch(Progress())
    assert sound.is_whole
    assert server.asked[1:] == [(PIECE, len(CONTENT), "play-1")]


def test_who_reads_far_ahead_gets_that_next_and_nothing_between() -> None:
    server = Server(CONTENT)
    sound = server.sound()
    far, got = 15 * PIECE, []
    reader = threading.Thread(target=lambda: got.append(sound.read(far, 10)))
    reader.start()
    while not sound.is_waiting:
        pass
    sound.fetch(Progress())
    reader.join(5)
    assert got == [CONTENT[far : far + 10]]
    assert [start for start, _end, _play in server.asked] == [0, far, PIECE], "then what was left out"
    assert server.asked[2][1] == far, "nothing is fetched twice"
    assert sound.is_whole


def test_who_waits_is_let_go_when_somebody_wants_to_be_elsewhere_and_who_reads_later_is_not() -> None:
    server = Server(CONTENT)
    sound = server.sound()
    got: list[bytes | None] = []
    first = threading.Thread(target=lambda: got.append(sound.read(9 * PIECE, 10)))
    first.start()
    while not sound.is_waiting:
        pass
    sound.let_go(sound.reads)
    first.join(5)
    assert got == [None]
    second = threading.Thread(target=lambda: got.append(sound.read(12 * PIECE, 10)))
    second.start()
    sound.let_go(sound.reads - 1)
    sound.fetch(Progress())
    second.join(5)
    assert got[1] == CONTENT[12 * PIECE : 12 * PIECE + 10]


def test_a_place_that_is_wanted_does_not_wait_for_a_connection_that_gives_nothing() -> None:
    ended = threading.Event()

    class Stalled(Server):
        def _pieces(self, start: int, end: int):  # type: ignore[no-untyped-def]
            if start != PIECE:
                return super()._pieces(start, end)
            return self._nothing()

        def _nothing(self):  # type: ignore[no-untyped-def]
            ended.wait(20)
            raise Unreachable("unreachable")
            yield b""

        def ask(self, start: int, end: int, play: str):  # type: ignore[no-untyped-def]
            return self._asked(super().ask(start, end, play))

        @contextmanager
        def _asked(self, context):  # type: ignore[no-untyped-def]
            with context as stretch:
                yield replace(stretch, end=ended.set)

    server = Stalled(CONTENT)
    sound = server.sound()
    ended.clear()
    got: list[bytes | None] = []
    lost: list[Exception] = []

    def fetch() -> None:
        try:
            sound.fetch(Progress())
        except Unreachable as error:
            lost.append(error)

    fetching = threading.Thread(target=fetch)
    fetching.start()
    while len(server.asked) < 2:
        pass
    reader = threading.Thread(target=lambda: got.append(sound.read(12 * PIECE, 10)))
    reader.start()
    reader.join(5)
    assert got == [CONTENT[12 * PIECE : 12 * PIECE + 10]]
    ended.set()
    fetching.join(5)
    assert len(lost) == 1


def test_after_a_lost_connection_it_goes_on_where_it_stopped() -> None:
    server = Server(CONTENT)
    server.up_to = 5 * PIECE
    sound = server.sound()
    for _ in range(2):
        with pytest.raises(Unreachable):
            sound.fetch(Progress())
    assert sound.read(4 * PIECE, 3) == CONTENT[4 * PIECE : 4 * PIECE + 3], "what has come can be heard"
    server.up_to = len(CONTENT)
    sound.fetch(Progress())
    assert server.asked[-1] == (5 * PIECE, len(CONTENT), "play-1")
    assert sound.read(19 * PIECE, 9) == CONTENT[19 * PIECE : 19 * PIECE + 9]


def test_an_answer_that_ends_too_early_is_a_lost_connection() -> None:
    class Cut(Server):
        def _pieces(self, start: int, end: int):  # type: ignore[no-untyped-def]
            return iter([self.content[start : start + 10]])

    with pytest.raises(AppError) as caught:
        Cut(CONTENT).sound()
    assert caught.value.status == 503


def test_another_file_under_the_same_name_is_no_part_of_this_one() -> None:
    server = Server(CONTENT)
    sound = server.sound()
    server.content = CONTENT + b"more"
    with pytest.raises(AppError, match="recording_changed"):
        sound.fetch(Progress())


def test_a_proxy_that_knows_no_ranges_sends_all_and_all_is_taken() -> None:
    class Simple(Server):
        def ask(self, _start: int, _end: int, play: str):  # type: ignore[no-untyped-def]
            return super().ask(0, len(self.content), play)

    sound = Simple(CONTENT).sound()
    assert sound.is_whole
    assert sound.read(0, len(CONTENT)) == CONTENT


def test_closing_wakes_who_waits_and_ends_the_fetching() -> None:
    server = Server(CONTENT)
    sound = server.sound()
    got = []
    reader = threading.Thread(target=lambda: got.append(sound.read(10 * PIECE, 10)))
    reader.start()
    while not sound.is_waiting:
        pass
    sound.close()
    reader.join(5)
    assert got == [b""]
    sound.fetch(Progress())
    assert len(server.asked) == 1


def test_cancelled_work_stops_at_the_next_piece() -> None:
    progress = Progress()

    def ask(start: int, end: int, play: str):  # type: ignore[no-untyped-def]
        context = server.ask(start, end, play)
        if start:
            progress.cancel()
        return context

    server = Server(CONTENT)
    sound = StreamedSound(ask).begin(progress)
    with pytest.raises(CancelledError):
        sound.fetch(progress)
    assert not sound.is_whole


@given(
    size=st.integers(1, 6 * PIECE),
    piece=st.integers(300, 2 * PIECE),
    reads=st.lists(st.integers(0, 6 * PIECE), max_size=5),
    breaks=st.lists(st.integers(1, 6 * PIECE), max_size=4),
)
def test_whatever_breaks_and_is_read_the_sound_is_the_file(
    size: int, piece: int, reads: list[int], breaks: list[int]
) -> None:
    server = Server(CONTENT[:size], piece)
    sound = server.sound()
    for at, stop in zip([*reads, 0, 0, 0, 0], sorted(breaks), strict=False):
        server.up_to = stop
        if at < PIECE:
            assert sound.read(at, 100) == CONTENT[:size][at : at + 100]
        try:
            sound.fetch(Progress())
        except Unreachable:
            assert not sound.is_whole
    server.up_to = size
    sound.fetch(Progress())
    assert sound.is_whole
    assert sound.read(0, size) == CONTENT[:size]
    assert sound.read(size, 10) == b""
    assert {play for _start, _end, play in server.asked[1:]} <= {"play-1"}
