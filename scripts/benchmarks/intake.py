"""Intake by REST: sixteen portals send signed appeals, one in ten of them a second time."""

import asyncio
import json
import secrets
import time
from collections.abc import Sequence
from typing import Any

from benchmarks.databases import KINDS, Filled, filled
from benchmarks.load import Client, of_replicas, replicas
from benchmarks.report import Result, percentile, tell

from services.contracts.channels import Channel, ChannelChange, ChannelClientFields
from services.contracts.signatures import Signed, digest_of
from services.server.app import build_kernel
from services.server.channels import clients, settings
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.tickets import catalogue

_MANY, _FEW = 1_000_000, 10_000
_CLIENTS = 16
_AGAIN = 10
"""Of so many appeals one comes twice."""
_PATH = "/v1/intake/portal"
_SECRET = "-".join(["benchmark"] * 5)


def run(short: bool) -> list[Result]:
    """Measures on both kinds of database."""
    results: list[Result] = []
    for kind in KINDS:
        with filled(kind, _FEW if short else _MANY) as database, database.copy() as spoiled:
            results += tell(measure(spoiled, 4 if short else 10))
    return results


def measure(database: Filled, seconds: float) -> list[Result]:
    """Measures on a database that is spoiled by it."""
    category, town, village = _open_portal(database)
    message = {"category": category, "town": town, "village": village, "kind": "help"}
    with replicas(database) as addresses:
        times, elapsed = asyncio.run(_many(addresses, message, seconds))
    note = f"{database.words}, {_CLIENTS} clients{of_replicas(addresses)}, every {_AGAIN}th sent twice"
    return [
        Result("intake by REST, per second", len(times) / elapsed, 300.0, "/s", at_most=False, note=note),
        Result("intake by REST, p95", percentile(times, 0.95), None, "ms", note=note),
    ]


def _open_portal(database: Filled) -> tuple[str, str, str]:
    """Opens the portal; returns a category, a town and a village that there are."""
    opened = Database(database.url)
    kernel = build_kernel(ServerConfig(database.url, database.folder), opened)
    fields = ChannelClientFields(name="bench", secret=_SECRET)
    kernel.write(lambda tx: clients.put(tx, Channel.PORTAL, "bench", fields))
    kernel.write(lambda tx: settings.change(tx, Channel.PORTAL, ChannelChange(enabled=True)))
    found = kernel.read(catalogue.read)
    village = next(place for place in found.places if place.parent)
    opened.close()
    return found.categories[-1].code, village.parent, village.code


async def _many(addresses: Sequence[str], message: dict[str, Any], seconds: float) -> tuple[list[float], float]:
    times: list[float] = []
    # The first second is not counted.
    start = time.perf_counter() + 1.0
    end = start + seconds

    async def work(worker: int) -> None:
        client = Client(addresses[worker % len(addresses)])
        count = 0
        while time.perf_counter() < end:
            count += 1
            body = json.dumps(_appeal(message, worker, count)).encode()
            numbers = []
            for _ in range(2 if count % _AGAIN == 0 else 1):
                began = time.perf_counter()
                numbers.append(await _send(client, body))
                if began >= start:
                    times.append((time.perf_counter() - began) * 1000)
            if len(set(numbers)) != 1:
                raise AssertionError("the same appeal was filed twice")
        client.close()

    await asyncio.gather(*(work(worker) for worker in range(_CLIENTS)))
    return times, time.perf_counter() - start


def _appeal(message: dict[str, Any], worker: int, count: int) -> dict[str, Any]:
    return {
        **message,
        "external_id": f"{worker}-{count}-{secrets.token_hex(4)}",
        "sender": {"name": "陈女士", "number": f"161{worker:04}{count % 10_000:04}"},
        "title": "门口路灯不亮",
        "content": f"小区门口第 {count} 盏路灯一周不亮，晚上老人和孩子进出很不方便，请尽快安排维修。",
    }


async def _send(client: Client, body: bytes) -> str:
    signed = Signed("POST", _PATH, "bench", str(int(time.time())), secrets.token_urlsafe(16), digest_of(body))
    status, answer = await client.request("POST", _PATH, body, headers=signed.headers(_SECRET))
    if status not in (200, 201):
        raise AssertionError(f"{status}: {answer[:300].decode()}")
    return str(json.loads(answer)["number"])
