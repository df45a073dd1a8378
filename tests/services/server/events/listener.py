"""A client of the event stream, for tests."""

import threading
from collections.abc import Iterator
from types import TracebackType
from typing import Any

import httpx
import orjson

from services.contracts.accounts import Account
from services.server.runner import ApiServer


def token_for(server: ApiServer, account: Account) -> str:
    """Returns an access token."""
    return server.kernel.tokens.issue(account.id, account.name, account.roles, f"session-of-{account.id}")


class Listener:
    """Reads one stream; ``take`` gives ``(event name, data)``, ``None`` at its end."""

    def __init__(self, server: ApiServer, account: Account, after: int | None = None, by_header: bool = False) -> None:
        headers = {"authorization": f"Bearer {token_for(server, account)}"}
        if after is not None and by_header:
            headers["last-event-id"] = str(after)
        self._client = httpx.Client(base_url=server.base_url, headers=headers, timeout=10, trust_env=False)
        params = {"after": after} if after is not None and not by_header else {}
        self._context = self._client.stream("GET", "/v1/events", params=params)

    def __enter__(self) -> "Listener":
        self.response = self._context.__enter__()
        self._messages = self._read()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._context.__exit__(kind, error, trace)
        self._client.close()

    def take(self) -> tuple[str, dict[str, Any]] | None:
        """Waits for the next message."""
        return next(self._messages, None)

    def events(self, count: int) -> list[dict[str, Any]]:
        """Waits for so many events, passing over heartbeats."""
        found: list[dict[str, Any]] = []
        while len(found) < count:
            message = self.take()
            assert message is not None, "the stream ended"
            if message[0] == "message":
                found.append(message[1])
        return found

    def in_thread(self, count: int) -> "tuple[threading.Thread, list[dict[str, Any]]]":
        """Collects so many events beside what the test does."""
        found: list[dict[str, Any]] = []
        thread = threading.Thread(target=lambda: found.extend(self.events(count)))
        thread.start()
        return thread, found

    def _read(self) -> Iterator[tuple[str, dict[str, Any]]]:
        name, data = "message", ""
        for line in self.response.iter_lines():
            if line.startswith("event: "):
                name = line[7:]
            elif line.startswith("data: "):
                data += line[6:]
            elif not line and data:
                yield name, orjson.loads(data)
                name, data = "message", ""
