"""The line to Asterisk's manager interface: kept open in a thread of its own, begun anew when it breaks.

panoramisk speaks the protocol (framing, matching answers to actions). What is added here is what a hotline needs around
it: a dead line is noticed within seconds, because each second a sign of life is asked for; nothing is sent twice after a
break; what strangers can put into an event (a caller's name) can neither split a line nor fill the memory.
"""

import asyncio
import contextlib
import logging
import re
import threading
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from panoramisk.ami_protocol import AMIProtocol

log = logging.getLogger(__name__)

BEAT_SECONDS = 1.0
DEAD_SECONDS = 3.0
"""A line on which a sign of life was asked for and none came for so long is dead. With the second between two questions that is
four, and one is left until every desk says so: nothing else has to happen first, whether the line was closed or only fell silent."""
RETRY_SECONDS = 1.0
REFUSED = "sign-in refused"
"""Why there is no line where name or secret are wrong."""
ANSWER_SECONDS = 10.0
_BOOT_SECONDS = 30.0
_LONGEST_EVENT = 1_000_000
_LISTS = frozenset({"QueueStatus", "Status", "PJSIPShowEndpoints", "CoreShowChannels", "DBGetTree"})
_SAYS_NOTHING = logging.Logger("panoramisk", logging.CRITICAL + 1)
"""panoramisk writes down each action that a closing line leaves without an answer, the sign-in with its secret too."""
_BREAKS = re.compile(r"[\r\n\0]+")

Headers = Mapping[str, Any]
Action = Mapping[str, str | list[str]]


class Refused(Exception):
    """Asterisk did not do what it was asked; its own words."""


class LineLost(Exception):
    """The line broke before Asterisk answered, or is not there."""


@dataclass(frozen=True)
class Access:
    """Where Asterisk is, and as whom to sign in."""

    host: str
    port: int
    user: str
    secret: str = field(repr=False)


class Listener(Protocol):
    """Who is told what the line brings. Everything is called on the line's own thread."""

    def on_event(self, event: Headers) -> None:
        """Something happened at Asterisk."""
        ...

    async def on_open(self) -> None:
        """Signed in; the line counts as open once this returns. May ask for things; :class:`LineLost` begins anew."""
        ...

    def on_lost(self, why: str) -> None:
        """The line is not there: it broke, or could not be opened. Told each time anew."""
        ...


class _Protocol(AMIProtocol):  # type: ignore[misc]
    """panoramisk's, fed with whole lines only: otherwise a Chinese name that arrives in two pieces would lose a character."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.log = _SAYS_NOTHING
        self._rest = b""
        self._length = 0

    def data_received(self, data: bytes) -> None:
        data = self._rest + data
        end = data.rfind(b"\n") + 1
        self._rest = data[end:]
        self._length = 0 if b"\r\n\r\n" in data else self._length + end
        if len(self._rest) > _LONGEST_EVENT or self._length > _LONGEST_EVENT:
            log.warning("the exchange sent an event without an end; the line is begun anew")
            self.transport.abort()
        elif end:
            super().data_received(data[:end])


class Line:
    """A kept connection.

    Args:
        access: where and as whom.
        listener: who is told.
    """

    awaiting_actions: "deque[Any]"
    forgetable_actions: tuple[str, ...] = ()

    def __init__(self, access: Access, listener: Listener) -> None:
        self._access = access
        self._listener = listener
        self._loop = asyncio.new_event_loop()
        self._protocol: _Protocol | None = None
        self._lost: asyncio.Event | None = None
        self._booted: asyncio.Event | None = None
        self._stopping = False
        self._task: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, name="tongfu-pbx", daemon=True)
        self.version = ""
        """Of the manager interface: 5 is Asterisk 16, 11 is 22."""
        self.is_open = False
        self.heard = 0.0
        """Machine's monotonic second of the last sign of life."""

    @property
    def release(self) -> int:
        """The first number of the manager interface's version: 5 is Asterisk 16, 11 is 22."""
        first = self.version.split(".")[0]
        return int(first) if first.isdigit() else 0

    def start(self) -> None:
        """Begins to connect."""
        self._thread.start()

    def stop(self) -> None:
        """Closes the line for good. Twice is as good as once."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._end)
            self._thread.join(5)

    def soon(self, work: Callable[[], Awaitable[object]]) -> None:
        """Runs something on the line's thread; may be called from any thread. What fails is logged."""

        async def guarded() -> None:
            try:
                await work()
            except (Refused, LineLost) as error:
                log.warning("the exchange did not do what was asked: %s", error)

        if not self._stopping:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(lambda: self._loop.create_task(guarded()))

    async def ask(self, action: Action) -> list[Headers]:
        """Sends an action and returns what came back: the answer, then the events of a list. On the line's thread only.

        Raises:
            Refused: Asterisk said no.
            LineLost: there was no answer.
        """
        protocol = self._protocol
        if protocol is None or protocol.closed:
            raise LineLost("no line")
        # ``None`` lets panoramisk see by the answer whether a list follows.
        listed = None if action["Action"] in _LISTS else False
        future = protocol.send({key: _clean(value) for key, value in action.items()}, as_list=listed)
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                found = await future
        except TimeoutError:
            raise LineLost(f"no answer to {action['Action']}") from None
        except asyncio.CancelledError:
            if future.cancelled():
                raise LineLost(f"no answer to {action['Action']}") from None
            raise
        answers = found if isinstance(found, list) else [found]
        if answers[0].get("response") in ("Error", "Fail", "Failure"):
            raise Refused(f"{action['Action']}: {answers[0].get('message', '')}")
        return answers

    def wait(self, action: Action) -> list[Headers]:
        """Asks from another thread, and waits for the answer.

        Raises:
            Refused: Asterisk said no.
            LineLost: there was no answer.
        """
        return asyncio.run_coroutine_threadsafe(self.ask(action), self._loop).result(ANSWER_SECONDS + 1)

    # -- the line's own thread

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._task = self._loop.create_task(self._keep())
            with contextlib.suppress(asyncio.CancelledError):
                self._loop.run_until_complete(self._task)
            rest = asyncio.all_tasks(self._loop)
            for task in rest:
                task.cancel()
            self._loop.run_until_complete(asyncio.gather(*rest, return_exceptions=True))
        finally:
            self._loop.close()

    def _end(self) -> None:
        self._stopping = True
        self.is_open = False
        if self._protocol is not None:
            self._drop(self._protocol)
        if self._task is not None:
            self._task.cancel()

    async def _keep(self) -> None:
        while True:
            try:
                await self._once()
                why = "closed"
            except (OSError, LineLost) as error:
                why = type(error).__name__
            except Refused:
                why = REFUSED
            except (KeyError, ValueError, TypeError, AttributeError):
                # Never the end: the line is begun anew, and what could not be read stands in the log.
                log.exception("what the exchange answered could not be read")
                why = "not understood"
            self.is_open = False
            if self._protocol is not None:
                self._drop(self._protocol)
                self._protocol = None
            self._listener.on_lost(why)
            await asyncio.sleep(RETRY_SECONDS)

    async def _once(self) -> None:
        self._lost, self._booted = lost, booted = asyncio.Event(), asyncio.Event()
        self.awaiting_actions = deque()
        async with asyncio.timeout(DEAD_SECONDS):
            _, protocol = await self._loop.create_connection(_Protocol, self._access.host, self._access.port)
        protocol.factory, protocol.encoding, protocol.config = self, "utf8", {}
        self._protocol = protocol
        signed_in = {"Username": self._access.user, "Secret": self._access.secret, "Events": "on"}
        # Nor is this waited for longer: after a cut the first try that gets through is not to be behind one that cannot.
        async with asyncio.timeout(DEAD_SECONDS):
            await self.ask({"Action": "Login", **signed_in})
        self.version = protocol.version or ""
        # Asterisk answers before its queues are there.
        async with asyncio.timeout(_BOOT_SECONDS):
            await booted.wait()
        self.heard = time.monotonic()
        beat = self._loop.create_task(self._beat(lost))
        try:
            await self._listener.on_open()
            self.is_open = not lost.is_set()
            await lost.wait()
        finally:
            beat.cancel()

    async def _beat(self, lost: asyncio.Event) -> None:
        while True:
            try:
                async with asyncio.timeout(DEAD_SECONDS):
                    await self.ask({"Action": "Ping"})
            except (TimeoutError, LineLost, Refused):
                lost.set()
                if self._protocol is not None:
                    self._drop(self._protocol)
                return
            self.heard = time.monotonic()
            await asyncio.sleep(BEAT_SECONDS)

    @staticmethod
    def _drop(protocol: "_Protocol") -> None:
        """Closes a connection and lets go of whoever waits for an answer on it."""
        waiting = list(protocol.responses.values())
        protocol.responses.clear()
        protocol.closed = True
        protocol.transport.abort()
        for action in waiting:
            action.future.cancel()

    # -- what panoramisk's protocol calls

    def dispatch(self, event: Headers) -> None:
        """Takes an event; one that cannot be read must not end the line."""
        self.heard = time.monotonic()
        if event.get("Event") == "FullyBooted" and self._booted is not None:
            self._booted.set()
        try:
            self._listener.on_event(event)
        except (KeyError, ValueError, TypeError, AttributeError):
            log.exception("an event of the exchange could not be read")

    def connection_lost(self, _why: object) -> None:
        """The connection is gone."""
        if self._protocol is not None:
            self._drop(self._protocol)
        if self._lost is not None:
            self._lost.set()


def _clean(value: str | list[str]) -> Any:
    """Returns a value without line ends: nobody can add a header of their own."""
    if isinstance(value, list):
        return [_BREAKS.sub(" ", item) for item in value]
    return _BREAKS.sub(" ", value)
