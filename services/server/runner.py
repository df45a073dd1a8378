"""Runs the API: in a thread of the console (embedded), or as a process of its own (``tongfu serve``)."""

import contextlib
import logging
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import uvicorn

from services.clock import Clock, SystemClock
from services.server import zone
from services.server.app import build_app, build_kernel
from services.server.clocks import settings as clock_settings
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.dispatching import service as dispatching
from services.server.kernel import Kernel
from services.server.migrations import upgrade
from services.server.tickets import catalogue
from services.server.training.clock import training_clock
from services.server.transaction import Transaction
from services.server.wire import Protocol

log = logging.getLogger(__name__)

_GRACE_SECONDS = 3
"""How long running requests may take to finish once the server is told to stop; after 5 s a supervisor would kill it."""

_TURN_SECONDS = 0.0005
"""After which a thread that computes lets another one go on. Whoever holds SQLite's write lock asks for its turn after each
statement, and by Python's own 5 ms all others wait with it."""


class ApiServer:
    """One API process on a socket of its own.

    Embedded: ``start()`` in any thread, later ``stop()``. Alone: ``run()`` in the main thread, until SIGTERM or SIGINT.

    Args:
        config: the settings.
        host: address to listen on.
        port: port to listen on; 0 takes a free one.
        clock: the district's clock; by default the machine's, or a training clock in training mode.
    """

    def __init__(
        self, config: ServerConfig, host: str = "127.0.0.1", port: int = 0, clock: Clock | None = None
    ) -> None:
        self.config = config
        self._host = host
        self._port = port
        self._clock = clock
        self._ready = threading.Event()
        self._thread: threading.Thread | None = None
        self._server: _Server | None = None
        self._kernel: Kernel | None = None
        self._failure: BaseException | None = None
        self.base_url = ""

    @property
    def kernel(self) -> Kernel:
        """The kernel of the running server."""
        if self._kernel is None:
            raise RuntimeError("the server has not been started")
        return self._kernel

    def start(self) -> str:
        """Starts the server in a thread of its own and returns its base URL once it answers.

        Raises:
            OSError: the port is taken.
            AppError: the database belongs to a newer version, or to a district in another time zone.
        """
        server, listener = self._prepare()

        def serve() -> None:
            try:
                server.run(sockets=[listener])
            except BaseException as error:
                self._failure = error
            finally:
                self._ready.set()

        self._thread = threading.Thread(target=serve, name="tongfu-api", daemon=True)
        self._thread.start()
        self._ready.wait()
        if not server.started:
            self.stop()
            raise RuntimeError("the server could not start") from self._failure
        return self.base_url

    def stop(self) -> None:
        """Ends the event streams, lets running requests finish, and closes the database. Twice is as good as once."""
        if self._server is not None:
            self._server.should_exit = True
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if self._kernel is not None:
            self._kernel.database.close()

    def run(self) -> None:
        """Serves in the calling thread until the process is told to stop."""
        server, listener = self._prepare()
        log.info("listening on %s", self.base_url)
        try:
            server.run(sockets=[listener])
        finally:
            self.kernel.database.close()

    def _prepare(self) -> "tuple[_Server, socket.socket]":
        sys.setswitchinterval(_TURN_SECONDS)
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        # With the protocol named, asyncio turns Nagle's algorithm off; without, each answer waits 40 ms for the client's ACK.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((self._host, self._port))
            host = f"[{self._host}]" if family == socket.AF_INET6 else self._host
            self.base_url = f"http://{host}:{listener.getsockname()[1]}"
            database = Database(self.config.database_url)
            try:
                upgrade(database)
                where = zone.settle(database, self.config.zone)
            except BaseException:
                database.close()
                raise
            self._kernel = build_kernel(self.config, database, self._clock or _clock(self.config, database, where))
            if self._kernel.read(catalogue.version) == 0:
                self._kernel.write(_carried)
            self._server = _Server(self._kernel, self._ready)
        except BaseException:
            listener.close()
            raise
        return self._server, listener


def _carried(tx: Transaction) -> None:
    """Gives a district that has nothing yet the catalogues that the program carries."""
    catalogue.ensure(tx)
    dispatching.ensure(tx)
    clock_settings.ensure(tx)


def _clock(config: ServerConfig, database: Database, where: ZoneInfo) -> Clock:
    real = SystemClock()
    return training_clock(database, real, config.training_speed, where) if config.training else real


class _Server(uvicorn.Server):
    """uvicorn, which by itself would wait for event streams that never end, and die of the signal it was stopped with."""

    def __init__(self, kernel: Kernel, ready: threading.Event) -> None:
        super().__init__(
            uvicorn.Config(
                build_app(kernel),
                loop="asyncio",
                http=Protocol,
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                # Nothing here asks where a request came from.
                proxy_headers=False,
                # Longer than a desk's pauses, so that its next request finds the connection open.
                timeout_keep_alive=75,
                timeout_graceful_shutdown=_GRACE_SECONDS,
            )
        )
        self._kernel = kernel
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._kernel.feed.end_streams()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
