"""The line to the manager interface against a server that misbehaves: it never ends, never grows, never lies."""

import asyncio
import contextlib
import logging
import socket
import threading
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.telephony.asterisk.connection import BEAT_SECONDS, DEAD_SECONDS, RETRY_SECONDS, Access, Line
from tests.services.telephony.asterisk.phone import until


class Server:
    """Says what a test tells it to; answers a sign-in and each sign of life, unless it is silent."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.lines: list[socket.socket] = []
        self.silent = False
        self.heard = b""
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                line, _ = self.socket.accept()
            except OSError:
                return
            self.lines.append(line)
            threading.Thread(target=self._talk, args=(line,), daemon=True).start()

    def _talk(self, line: socket.socket) -> None:
        rest = b""
        try:
            line.sendall(b"Asterisk Call Manager/11.0.0\r\n")
            while data := line.recv(4096):
                self.heard += data
                *actions, rest = (rest + data).split(b"\r\n\r\n")
                for action in actions:
                    fields = dict(part.split(b": ", 1) for part in action.split(b"\r\n") if b": " in part)
                    if self.silent:
                        continue
                    line.sendall(b"Response: Success\r\nActionID: " + fields[b"ActionID"] + b"\r\nMessage: ok\r\n\r\n")
                    if fields[b"Action"] == b"Login":
                        line.sendall(b"Event: FullyBooted\r\nStatus: Fully Booted\r\n\r\n")
        except OSError:
            return

    def say(self, data: bytes) -> None:
        self.lines[-1].sendall(data)

    def close(self) -> None:
        self.socket.close()
        for line in self.lines:
            line.close()


class Listener:
    def __init__(self) -> None:
        self.events: list[Mapping[str, Any]] = []
        self.opened = 0
        self.lost: list[str] = []

    def on_event(self, event: Mapping[str, Any]) -> None:
        if event["Event"] == "Broken":
            raise ValueError("as a reader of an event may")
        self.events.append(event)

    async def on_open(self) -> None:
        self.opened += 1

    def on_lost(self, why: str) -> None:
        self.lost.append(why)


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def line(server: Server, listener: Listener) -> Iterator[Line]:
    made = Line(Access("127.0.0.1", server.port, "tongfu", "se-cret"), listener)
    made.start()
    until(lambda: made.is_open)
    yield made
    made.stop()


def names(listener: Listener) -> list[str]:
    return [str(event.get("Name", "")) for event in listener.events if event["Event"] == "Told"]


def test_what_cannot_be_read_is_passed_over(server: Server, listener: Listener, line: Line) -> None:
    for nonsense in (
        b"\xff\xfe\x00\r\n\r\n",
        b"no colon at all\r\n\r\n",
        b": \r\n\r\n",
        b"Event: Broken\r\n\r\n",
        b"\r\n" * 50,
    ):
        server.say(nonsense)
    server.say(b"Event: Told\r\nName: after\r\n\r\n")
    until(lambda: names(listener) == ["after"])
    assert (listener.opened, listener.lost) == (1, [])


def test_a_name_that_comes_in_pieces_is_whole(server: Server, listener: Listener, line: Line) -> None:
    for piece in "Event: Told\r\nName: 陈女士\r\n\r\n".encode():
        server.say(bytes([piece]))
    until(lambda: names(listener) == ["陈女士"])


def test_an_event_without_an_end_does_not_fill_the_memory(server: Server, listener: Listener, line: Line) -> None:
    with contextlib.suppress(OSError):
        for _ in range(200):
            server.say(b"Event: Told\r\n" + b"X: " + b"y" * 100_000 + b"\r\n")
    until(lambda: listener.opened == 2, 10)
    server.say(b"Event: Told\r\nName: again\r\n\r\n")
    until(lambda: names(listener) == ["again"])


def test_a_flood_is_read_to_its_end_in_order(server: Server, listener: Listener, line: Line) -> None:
    server.say(b"".join(b"Event: Told\r\nName: %d\r\n\r\n" % n for n in range(20_000)))
    until(lambda: len(names(listener)) == 20_000, 20)
    assert names(listener) == [str(n) for n in range(20_000)]
    assert line.is_open


def test_silence_is_noticed(server: Server, listener: Listener, line: Line) -> None:
    server.silent = True
    until(lambda: listener.lost, 5)
    assert not line.is_open
    server.silent = False
    until(lambda: line.is_open, 10)


def test_a_line_that_closes_during_the_sign_in_writes_no_secret_into_the_log(
    server: Server, listener: Listener, caplog: pytest.LogCaptureFixture
) -> None:
    """As where Asterisk ends in that moment: what is left without an answer is of interest to nobody, and holds the secret."""
    caplog.set_level(logging.DEBUG)
    server.silent = True
    made = Line(Access("127.0.0.1", server.port, "tongfu", "se-cret"), listener)
    made.start()
    try:
        until(lambda: b"se-cret" in server.heard)
        for line in server.lines:
            line.shutdown(socket.SHUT_RDWR)
        until(lambda: listener.lost)
    finally:
        made.stop()
    assert "se-cret" not in caplog.text


def test_nobody_adds_a_header_of_their_own(server: Server, line: Line) -> None:
    line.wait({"Action": "Setvar", "Value": "x\r\nAction: Originate\r\n\r\nAction: Hangup"})
    assert b"\r\nAction: Originate" not in server.heard
    assert b"se-cret" not in repr(Access("h", 1, "u", "se-cret")).encode()


class _Skips(asyncio.SelectorEventLoop):
    """A loop whose clock goes to the next moment at once: what is to happen after seconds is proved without waiting for them."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0
        select = self._selector.select  # type: ignore[attr-defined]
        self._selector.select = lambda timeout=None: (self._skip(timeout), select(0))[1]  # type: ignore[attr-defined]

    def _skip(self, timeout: float | None) -> None:
        self.now += timeout or 0.0

    def time(self) -> float:
        return self.now


@settings(deadline=None)
@given(answers=st.lists(st.floats(0.0, DEAD_SECONDS - 0.01), max_size=6))
def test_a_line_that_goes_silent_is_lost_in_less_than_five_seconds(answers: list[float]) -> None:
    """Nothing closes it and nothing is refused, as where a network drops what passes: only an answer is missing."""
    loop = _Skips()
    line = Line(Access("127.0.0.1", 1, "tongfu", "se-cret"), Listener())
    slow = iter(answers)
    heard = 0.0

    async def ask(_action: object) -> list[Mapping[str, Any]]:
        nonlocal heard
        await asyncio.sleep(next(slow, 1e9))
        heard = loop.time()
        return []

    async def until_lost() -> None:
        lost = asyncio.Event()
        beat = loop.create_task(line._beat(lost))
        await lost.wait()
        await beat

    line.ask = ask  # type: ignore[method-assign]
    try:
        loop.run_until_complete(until_lost())
    finally:
        loop.close()
        line._loop.close()
    assert loop.time() - heard <= BEAT_SECONDS + DEAD_SECONDS + 1e-6 < 5


def test_a_line_that_is_let_in_and_not_answered_is_tried_again_within_seconds(
    server: Server, listener: Listener
) -> None:
    """A network that drops everything lets nobody sign in: it is not waited for longer than for a sign of life."""
    server.silent = True
    made = Line(Access("127.0.0.1", server.port, "tongfu", "se-cret"), listener)
    made.start()
    try:
        until(lambda: len(listener.lost) >= 2, 2 * (DEAD_SECONDS + RETRY_SECONDS) + 1)
        server.silent = False
        until(lambda: made.is_open, DEAD_SECONDS + RETRY_SECONDS + 2)
    finally:
        made.stop()
