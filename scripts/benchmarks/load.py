"""A lean HTTP load: a few clients on one thread, so that the measuring costs the server as little as may be."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast
from urllib.parse import quote, urlsplit

from benchmarks.databases import Filled


@contextmanager
def serving(database_url: str, folder: Path) -> Iterator[str]:
    """Runs the API on a database in a process of its own; gives its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.server_process", database_url, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield cast(IO[str], process.stdout).readline().strip()
    finally:
        cast(IO[str], process.stdin).close()
        process.wait(20)


@contextmanager
def replicas(database: Filled) -> Iterator[list[str]]:
    """Runs the API as a district does; gives the addresses: on PostgreSQL a replica for each core, on SQLite there is one."""
    count = 1 if database.server is None else os.cpu_count() or 1
    with ExitStack() as all_of_them:
        yield [all_of_them.enter_context(serving(database.url, database.folder)) for _ in range(count)]


def of_replicas(addresses: Sequence[str]) -> str:
    """Says for a note how many replicas there were, where there was more than one."""
    return f", {len(addresses)} replicas" if len(addresses) > 1 else ""


@dataclass(frozen=True)
class Load:
    """What a load measured: requests in a second, and how long each took, in milliseconds."""

    per_second: float
    times: list[float]
    failures: int


class Client:
    """One connection, kept for as long as the server keeps it."""

    def __init__(self, base_url: str, token: str = "", headers: Mapping[str, str] | None = None) -> None:
        parts = urlsplit(base_url)
        self._host, self._port = parts.hostname or "", parts.port or 80
        given = {"Authorization": f"Bearer {token}"} if token else {}
        self._headers = "".join(f"{name}: {value}\r\n" for name, value in (given | dict(headers or {})).items())
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def request(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        key: str = "",
        version: int = 0,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, bytes]:
        """Sends a request and returns status and body; ``version`` is that of what is changed, ``headers`` are of this one."""
        if self._writer is None or self._reader is None:
            self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        head = f"{method} {path} HTTP/1.1\r\nHost: bench\r\nContent-Length: {len(body)}\r\n{self._headers}"
        if key:
            head += f"Idempotency-Key: {key}\r\n"
        if version:
            head += f'If-Match: "{version}"\r\n'
        head += "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
        if body:
            head += "Content-Type: application/json\r\n"
        self._writer.write(head.encode() + b"\r\n" + body)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        status = int(answer[9:12])
        told = answer.lower()
        length = 0
        for line in told.split(b"\r\n"):
            if line.startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        content = await self._reader.readexactly(length) if length else b""
        if b"\r\nconnection: close" in told:
            self.close()
        return status, content

    def close(self) -> None:
        """Closes the connection."""
        if self._writer is not None:
            self._writer.close()
        self._writer = self._reader = None


def sign_in(base_url: str, username: str, password: str) -> str:
    """Returns an access token."""

    async def run() -> str:
        client = Client(base_url)
        body = json.dumps({"username": username, "password": password}).encode()
        _status, answer = await client.request("POST", "/v1/session", body)
        client.close()
        return str(json.loads(answer)["access_token"])

    return asyncio.run(run())


def load(
    base_url: str,
    token: str,
    seconds: float,
    make: Callable[[int], tuple[str, str, bytes, str]],
    clients: int = 16,
    headers: Mapping[str, str] | None = None,
) -> Load:
    """Sends requests (method, path, body, key) by ``clients`` at once for some seconds."""

    async def run() -> Load:
        times: list[float] = []
        failures = 0
        number = 0
        end = time.perf_counter() + seconds

        async def work() -> None:
            nonlocal number, failures
            client = Client(base_url, token, headers)
            while time.perf_counter() < end:
                number += 1
                method, path, body, key = make(number)
                start = time.perf_counter()
                status, _ = await client.request(method, path, body, key)
                times.append((time.perf_counter() - start) * 1000)
                failures += status >= 300
            client.close()

        start = time.perf_counter()
        await asyncio.gather(*(work() for _ in range(clients)))
        return Load(len(times) / (time.perf_counter() - start), times, failures)

    return asyncio.run(run())


def one_after_another(base_url: str, token: str, calls: Sequence[tuple[str, str, object]]) -> list[float]:
    """Sends requests (method, path with its query, body) by one client and returns how long each took, in milliseconds.

    The first tenth is sent twice, and only the second time counts: the figures are of a server that has been used.
    """
    return [taken for taken, _answer in answers(base_url, token, calls)]


def answers(base_url: str, token: str, calls: Sequence[tuple[str, str, object]]) -> list[tuple[float, bytes]]:
    """Does the same, and returns what was answered too."""

    async def run() -> list[tuple[float, bytes]]:
        client = Client(base_url, token)
        times = []
        for number, (method, path, body) in enumerate([*calls[: len(calls) // 10], *calls]):
            sent = json.dumps(body).encode() if body is not None else b""
            start = time.perf_counter()
            status, answer = await client.request(method, quote(path, safe="/?&=%,:"), sent)
            if number >= len(calls) // 10:
                times.append(((time.perf_counter() - start) * 1000, answer))
            if status >= 300:
                raise AssertionError(f"{status} to {method} {path}: {answer[:300].decode()}")
        client.close()
        return times

    return asyncio.run(run())
