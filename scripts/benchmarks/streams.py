"""300 event streams open on one process: how long an event takes to reach every client."""

import asyncio
import json
import time
import uuid
from urllib.parse import urlsplit

from benchmarks.databases import filled
from benchmarks.load import Client, serving, sign_in
from benchmarks.report import Result, percentile

from services.server.training import staff

_STREAMS = 300


async def _listen(base_url: str, token: str, arrived: dict[str, list[float]], ready: asyncio.Semaphore) -> None:
    parts = urlsplit(base_url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write(f"GET /v1/events HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
    await reader.readuntil(b"\r\n\r\n")
    ready.release()
    try:
        while True:
            line = await reader.readline()
            if b'"topic":"ticket"' in line:
                now = time.perf_counter()
                ticket = json.loads(line[line.index(b"{") :])["subject"]
                arrived.setdefault(ticket, []).append(now)
    finally:
        writer.close()


async def _measure(base_url: str, token: str, rounds: int) -> tuple[list[float], int]:
    arrived: dict[str, list[float]] = {}
    ready = asyncio.Semaphore(0)
    listeners = [asyncio.create_task(_listen(base_url, token, arrived, ready)) for _ in range(_STREAMS)]
    for _ in range(_STREAMS):
        await ready.acquire()
    await asyncio.sleep(2)
    client = Client(base_url, token)
    sent: dict[str, float] = {}
    for _ in range(rounds):
        ticket = uuid.uuid4().hex
        body = {
            "id": ticket,
            "kind": "consult",
            "category": "060401",
            "title": "咨询",
            "content": "来电人咨询路灯报修。",
            "finish": "accept",
            "town": "440605124",
        }
        sent[ticket] = time.perf_counter()
        status, answer = await client.request("POST", "/v1/tickets", json.dumps(body).encode(), ticket)
        if status >= 300:
            raise AssertionError(answer.decode())
        await asyncio.sleep(0.5)
    await asyncio.sleep(1)
    for listener in listeners:
        listener.cancel()
    await asyncio.gather(*listeners, return_exceptions=True)
    client.close()
    times = [(moment - sent[ticket]) * 1000 for ticket, moments in arrived.items() for moment in moments]
    return times, rounds * _STREAMS - len(times)


def run(short: bool) -> list[Result]:
    """Measures from the request that causes an event to its arrival at each of the clients, the last one too."""
    with filled("sqlite", 10_000) as full, full.copy() as spoilt, serving(spoilt.url, spoilt.folder) as base_url:
        token = sign_in(base_url, "agent01", staff.PASSWORD)
        times, missing = asyncio.run(_measure(base_url, token, 10 if short else 60))
    note = f"{_STREAMS} streams" + (f", {missing} deliveries missing" if missing else "")
    return [Result("event to every client, p95", percentile(times, 0.95), 250, "ms", note=note)]
