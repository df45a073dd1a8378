"""The embedded API: the very same server, in a thread of the console, for this console only."""

import contextlib
import json
import logging
import os
import secrets
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import requests

from console import memory
from services import collecting
from services.errors import AppError
from services.tasks import Progress

if TYPE_CHECKING:
    from services.server.runner import ApiServer

log = logging.getLogger(__name__)

_WAIT_SECONDS = 30.0
_LOOK_SECONDS = 0.5


@dataclass(frozen=True)
class Endpoint:
    """Where an API is, and the token that its gate asks for."""

    base_url: str
    gate_token: str = ""


class EmbeddedServer:
    """Starts the API on a free loopback port, with a token of its own, on SQLite in the data folder.

    A second console on the same data folder finds the first one's API (its address and token lie beside the database,
    readable by this person only) and uses that, so that two windows of one person show the same district. Whoever runs
    the API holds a lock as long as the process lives; when it is free, the window that is left takes over.
    """

    def __init__(self, data: Path, speed: float = 1.0, zone: str = "") -> None:
        self._data = data
        self._speed = speed
        self._zone = zone
        self._server: ApiServer | None = None
        self._lock: sqlite3.Connection | None = None
        self._endpoint: Endpoint | None = None
        self.set_aside: Path | None = None
        """The new name of a training district that another version had made; ``None`` where there was none."""

    @property
    def server(self) -> "ApiServer | None":
        """The server that runs in this process; ``None`` where another console's is used."""
        return self._server

    def start(self) -> Endpoint:
        """Starts the API, or finds the one that already runs on this data folder. Blocks until it answers.

        Raises:
            AppError: ``unreachable``: the console that runs it does not answer.
        """
        self._data.mkdir(parents=True, exist_ok=True, mode=0o700)
        until = time.monotonic() + _WAIT_SECONDS
        while time.monotonic() < until:
            if self._is_ours():
                return self._start_ours()
            # Another console starts it, or runs it and is busy.
            if (running := self._find_running()) is not None:
                return running
            time.sleep(0.1)
        raise AppError("unreachable", status=503)

    def take_over(self, moved: Callable[[Endpoint], object], progress: Progress) -> None:
        """Waits, where another console runs the API, for that one to end, and runs it then; tells ``moved`` of the new place."""
        known = self._read_address()
        while not progress.cancelled and self._server is None:
            if self._is_ours():
                moved(self._start_ours())
            elif (found := self._read_address()) is not None and found != known:
                # A third console was faster.
                known = found
                moved(found)
            time.sleep(_LOOK_SECONDS)

    def stop(self) -> None:
        """Stops the API where this console runs it."""
        if self._server is not None:
            self._address_file.unlink(missing_ok=True)
            self._server.stop()
            self._server = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _is_ours(self) -> bool:
        """Takes the lock where nobody has it. SQLite's own locks fall with the process that holds them, on every system."""
        if self._lock is not None:
            return True
        lock = sqlite3.connect(self._data / "api.lock", timeout=0, isolation_level=None, check_same_thread=False)
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            lock.close()
            return False
        self._lock = lock
        return True

    def _start_ours(self) -> Endpoint:
        if self._server is not None and self._endpoint is not None:
            return self._endpoint
        # Imported here, in the thread that starts it: the window is on the screen meanwhile.
        from services.server.config import ServerConfig
        from services.server.runner import ApiServer

        token = secrets.token_urlsafe(24)
        config = ServerConfig(
            f"sqlite:///{self._data / 'tongfu.db'}",
            self._data,
            gate_token=token,
            training=True,
            training_speed=self._speed,
            zone=self._zone,
        )
        server = ApiServer(config)
        try:
            endpoint = Endpoint(self._start(server), token)
            # A first start has made a district; what that took is not needed again.
            memory.give_back()
            collecting.set_aside()
            self._write_address(endpoint)
        except BaseException:
            server.stop()
            self.stop()
            raise
        self._server, self._endpoint = server, endpoint
        return endpoint

    def _start(self, server: "ApiServer") -> str:
        """Starts the API. A training district that another version made in another structure is kept aside, and made anew."""
        try:
            return server.start()
        except AppError as error:
            if error.code != "schema_unreleased":
                raise
        database = self._data / "tongfu.db"
        self.set_aside = database.with_name(f"tongfu-earlier-{int(time.time())}.db")
        log.warning("the training district was made by another version; set aside")
        for suffix in ("-wal", "-shm", ""):
            file = database.with_name(database.name + suffix)
            if file.exists():
                file.replace(self.set_aside.with_name(self.set_aside.name + suffix))
        return server.start()

    @property
    def _address_file(self) -> Path:
        return self._data / "api.json"

    def _write_address(self, endpoint: Endpoint) -> None:
        fresh = self._address_file.with_suffix(".new")
        descriptor = os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            json.dump({"base_url": endpoint.base_url, "gate_token": endpoint.gate_token}, stream)
        fresh.replace(self._address_file)

    def _read_address(self) -> Endpoint | None:
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            found = json.loads(self._address_file.read_text(encoding="utf-8"))
            return Endpoint(found["base_url"], found["gate_token"])
        return None

    def _find_running(self) -> Endpoint | None:
        endpoint = self._read_address()
        if endpoint is None:
            return None
        with contextlib.suppress(requests.RequestException), requests.Session() as http:
            http.trust_env = False
            headers = {"Tongfu-Gate": endpoint.gate_token}
            if http.get(f"{endpoint.base_url}/v1/health", headers=headers, timeout=1).status_code == 200:
                return endpoint
        return None
