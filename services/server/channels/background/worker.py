"""Keeps a channel's connection: while the channel is on, in a thread of its own, again and again where it breaks."""

import asyncio
import contextlib
import logging
import threading
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Protocol

from sqlalchemy.exc import SQLAlchemyError
from uuid_utils import uuid7

from services.contracts.channels import Channel
from services.server.channels import health, settings
from services.server.channels.background import lease
from services.server.channels.protocol import Configured
from services.server.kernel import Kernel

log = logging.getLogger(__name__)


class Session(Protocol):
    """A channel's work on one connection."""

    def __call__(self, kernel: Kernel, configured: Configured, watch: "Watch", /) -> None:
        """Works until :meth:`Watch.over` says so; an error ends it, and it is begun anew after a while."""
        ...


class Broken(Exception):
    """The counterpart cannot be reached or does not understand; ``why`` is for the log, with nothing personal."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Watch:
    """What a session asks whether to go on."""

    def __init__(self, worker: "Worker", configured: Configured) -> None:
        self._worker = worker
        self._configured = configured
        self._told = False
        self.worked = False
        """The session sets it once it has reached its counterpart: the next wait is a short one again."""

    def over(self) -> bool:
        """Tells whether to end: the server stops, the channel was set up anew, or another replica has it. Renews the lease."""
        if self.worked and not self._told:
            self._told = True
            self._worker.tell_reached()
        return self._worker.stopping.is_set() or self._worker.mine() != self._configured

    def pause(self, seconds: float) -> None:
        """Waits, at most until the server stops."""
        self._worker.stopping.wait(seconds)


class Worker:
    """Runs the sessions of one channel in one process."""

    every_seconds = 1.0
    """How often settings are looked at while there is nothing to do."""
    first_wait = 1.0
    longest_wait = 60.0

    def __init__(self, kernel: Kernel, channel: Channel, session: Session) -> None:
        self._kernel = kernel
        self._channel = channel
        self._session = session
        self._holder = str(uuid7())
        self._renewed: datetime | None = None
        self.stopping = threading.Event()

    @contextlib.asynccontextmanager
    async def beside(self) -> AsyncIterator[None]:
        """Begins with the server and ends with it."""
        self.stopping.clear()
        thread = threading.Thread(target=self.run, name=f"channel-{self._channel.value}", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self.stopping.set()
            await asyncio.to_thread(thread.join, 10)

    def run(self) -> None:
        """Works until the server stops; whatever breaks is waited for twice as long each time."""
        wait = 0.0
        while not self.stopping.wait(wait or self.every_seconds):
            watch = None
            try:
                configured = self.mine()
                if configured is None:
                    wait = 0.0
                    continue
                watch = Watch(self, configured)
                self._session(self._kernel, configured, watch)
                wait = self.first_wait
            except Exception as error:
                # The thread must outlive everything. Of the error only its type: its text may quote a citizen.
                why = error.why if isinstance(error, Broken) else type(error).__name__
                wait = self.first_wait if watch is None or watch.worked else self._longer(wait)
                self._tell_broken(why)
                log.warning("channel %s: %s; again in %.0f s", self._channel.value, why, wait)
        self._give_up()

    def mine(self) -> Configured | None:
        """Returns the channel's settings where it is on and this process has it."""
        configured = self._kernel.read(lambda tx: settings.of(tx, self._channel))
        if not configured.enabled:
            return None
        now = self._kernel.real_clock.now()
        if self._renewed is None or not 0 <= (now - self._renewed).total_seconds() < lease.LIFE.total_seconds() / 4:
            name = f"channel-{self._channel.value}"
            if not self._kernel.write(lambda tx: lease.take(tx.connection, name, self._holder, now)):
                return None
            self._renewed = now
        return configured

    def tell_reached(self) -> None:
        """Keeps for whoever looks after the channel that the counterpart was reached."""
        now = self._kernel.real_clock.now()
        self._kernel.write(lambda tx: health.reached(tx.connection, self._channel, now))

    def _tell_broken(self, why: str) -> None:
        now = self._kernel.real_clock.now()
        # Where the database itself is what broke, the log has to do.
        with contextlib.suppress(SQLAlchemyError):
            self._kernel.write(lambda tx: health.broken(tx.connection, self._channel, why, now))

    def _longer(self, wait: float) -> float:
        return min(max(wait * 2, self.first_wait), self.longest_wait)

    def _give_up(self) -> None:
        if self._renewed is None:
            return
        self._renewed = None
        with contextlib.suppress(SQLAlchemyError):
            name = f"channel-{self._channel.value}"
            self._kernel.write(lambda tx: lease.give_up(tx.connection, name, self._holder))
