"""Steps of the life cycle through the API: sixteen people take tickets their whole way, each step with its version."""

import asyncio
import json
import time
import uuid
from collections.abc import Sequence
from typing import Any

from benchmarks.databases import Filled
from benchmarks.filling import HANDLER, UNIT
from benchmarks.load import Client, of_replicas, replicas, sign_in
from benchmarks.report import Result, percentile
from sqlalchemy import text

from services.contracts.lifecycle import Step
from services.contracts.tickets import Finish, TicketStatus
from services.server.app import build_kernel
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.tickets import repository, service
from services.server.training import staff
from services.server.transaction import Transaction

_CLIENTS = 16
_FEWEST = 1_500
"""So many tickets are there at least, so that few are taken their way twice."""
_DISPATCHER = "dispatcher01"
_OUTCOME = {"contacted": True, "solved": True, "satisfaction": "satisfied"}
_WAY: tuple[tuple[str, Step, dict[str, Any]], ...] = (
    (_DISPATCHER, Step.DISPATCH, {"unit": UNIT}),
    (HANDLER, Step.SIGN_IN, {}),
    (HANDLER, Step.CONTACT, {"text": "已电话联系来电人，约定上门时间。"}),
    (HANDLER, Step.RECORD, {"text": "现场查看，路灯线路老化，已安排更换。"}),
    (HANDLER, Step.REPLY, {"text": "路灯已修复并试亮，来电人表示认可。"}),
    (_DISPATCHER, Step.APPROVE, {}),
    (_DISPATCHER, Step.FOLLOW_UP, {"outcome": _OUTCOME}),
    # And the same again, where there are fewer tickets than time.
    (_DISPATCHER, Step.REOPEN, {"reason": "来电人反映路灯再次熄灭。"}),
)


def measure(database: Filled, seconds: float) -> list[Result]:
    """Measures on a database that is spoiled by it."""
    opened = Database(database.url)
    kernel = build_kernel(ServerConfig(database.url, database.folder), opened)
    ids = kernel.write(_waiting)
    opened.close()
    with replicas(database) as addresses:
        tokens = {who: sign_in(addresses[0], who, staff.PASSWORD) for who in (_DISPATCHER, HANDLER)}
        times, elapsed = asyncio.run(_many(addresses, tokens, ids, seconds))
    note = f"{database.words}, {_CLIENTS} clients{of_replicas(addresses)}"
    return [
        Result("life-cycle steps, per second", len(times) / elapsed, 300.0, "/s", at_most=False, note=note),
        Result("life-cycle step, p95", percentile(times, 0.95), 100.0, "ms", note=note),
    ]


def _waiting(tx: Transaction) -> list[str]:
    """Returns the ids of tickets that wait for a dispatcher; files some where there are few.

    Of ten thousand tickets few wait: taken their way again and again, each would soon have a trail of hundreds of entries, which
    every answer carries.
    """
    query = "SELECT id FROM tickets WHERE status = 'accepted' AND pending = '' AND id LIKE 'bench-%' LIMIT 20000"
    found = list(tx.connection.execute(text(query)).scalars())
    if len(found) < _FEWEST:
        query = "SELECT * FROM tickets WHERE id LIKE 'bench-%' AND NOT confidential ORDER BY key LIMIT :most"
        known = tx.connection.execute(text(query), {"most": _FEWEST}).mappings().all()
        fresh = {"unit": "", "answer": "", "person_id": None, "call_id": None}
        rows = [
            service.new_row(
                tx,
                f"fresh-{number}",
                TicketStatus.ACCEPTED,
                Finish.ACCEPT.value,
                {name: row[name] for name in service.blank()} | {"channel": "portal", **fresh},
            )
            for number, row in enumerate(known)
        ]
        repository.add_many(tx, rows, tx.now)
        found += [row["id"] for row in rows]
    return found


async def _many(
    addresses: Sequence[str], tokens: dict[str, str], ids: list[str], seconds: float
) -> tuple[list[float], float]:
    times: list[float] = []
    waiting = list(ids)
    # The first second is not counted.
    start = time.perf_counter() + 1.0
    end = start + seconds

    async def work(worker: int) -> None:
        base_url = addresses[worker % len(addresses)]
        clients = {who: Client(base_url, token) for who, token in tokens.items()}
        while time.perf_counter() < end and waiting:
            ticket = waiting.pop()
            version, status = 1, ""
            while time.perf_counter() < end:
                for who, step, more in _WAY:
                    if step is Step.FOLLOW_UP and status == TicketStatus.CLOSED:
                        # Not every citizen is asked.
                        continue
                    began = time.perf_counter()
                    request = {"step": step.value, **more}
                    version, status = await _take(clients[who], ticket, version, request)
                    if began >= start:
                        times.append((time.perf_counter() - began) * 1000)
                if waiting:
                    break
        for client in clients.values():
            client.close()

    await asyncio.gather(*(work(worker) for worker in range(_CLIENTS)))
    return times, time.perf_counter() - start


async def _take(client: Client, ticket: str, version: int, request: dict[str, Any]) -> tuple[int, str]:
    body = json.dumps(request).encode()
    status, answer = await client.request("POST", f"/v1/tickets/{ticket}/steps", body, uuid.uuid4().hex, version)
    if status >= 300:
        raise AssertionError(f"{status} to {request['step']}: {answer[:300].decode()}")
    ticket_now = json.loads(answer)
    return int(ticket_now["version"]), str(ticket_now["status"])
