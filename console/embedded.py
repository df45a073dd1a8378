"""The embedded API: the very same server, in a thread of the console, for this console only."""

import contextlib
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import requests

if TYPE_CHECKING:
    from services.server.runner import ApiServer


@dataclass(frozen=True)
class Endpoint:
    """Where an API is, and the token that its gate asks for."""

    base_url: str
    gate_token: str = ""


class EmbeddedServer:
    """Starts the API on a free loopback port, with a token of its own, on SQLite in the data folder.

    A second console on the same data folder finds the first one's API (its address and token lie beside the database,
    readable by this person only) and uses that, so that two windows of one person show the same district.
    """

    def __init__(self, data: Path, speed: float = 1.0) -> None:
        self._data = data
        self._speed = speed
        self._server: ApiServer | None = None

    @property
    def server(self) -> "ApiServer | None":
        """The server that runs in this process; ``None`` where another console's is used."""
        return self._server

    def start(self) -> Endpoint:
        """Starts the API, or finds the one that already runs on this data folder. Blocks until it answers."""
        self._data.mkdir(parents=True, exist_ok=True, mode=0o700)
        running = self._find_running()
        if running is not None:
            return running
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
        )
        self._server = ApiServer(config)
        endpoint = Endpoint(self._server.start(), token)
        self._write_address(endpoint)
        return endpoint

    def stop(self) -> None:
        """Stops the API where this console runs it."""
        if self._server is not None:
            self._address_file.unlink(missing_ok=True)
            self._server.stop()
            self._server = None

    @property
    def _address_file(self) -> Path:
        return self._data / "api.json"

    def _write_address(self, endpoint: Endpoint) -> None:
        fresh = self._address_file.with_suffix(".new")
        descriptor = os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            json.dump({"base_url": endpoint.base_url, "gate_token": endpoint.gate_token}, stream)
        fresh.replace(self._address_file)

    def _find_running(self) -> Endpoint | None:
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, requests.RequestException):
            found = json.loads(self._address_file.read_text(encoding="utf-8"))
            endpoint = Endpoint(found["base_url"], found["gate_token"])
            with requests.Session() as http:
                http.trust_env = False
                answer = http.get(
                    f"{endpoint.base_url}/v1/health", headers={"Tongfu-Gate": endpoint.gate_token}, timeout=1
                )
            if answer.status_code == 200:
                return endpoint
        return None
