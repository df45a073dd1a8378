"""Somebody who takes steps while things are killed, and what has to be true of the database afterwards."""

import threading
import time
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson
from sqlalchemy import Connection, func, select
from uuid_utils import uuid7

from services.contracts.accounts import Role
from services.server.accounts import repository as accounts
from services.server.clocks.tables import ticket_clocks
from services.server.database import Database
from services.server.tables import events, idempotency
from services.server.tickets.tables import ticket_steps, tickets
from services.server.tickets.trace import COLUMNS, replayed
from services.server.timers.tables import timers
from tests.services.server.serving import run

_WAY = ("dispatch", "recall")


def boss_of(url: str) -> Database:
    """Opens an account that may file and dispatch, ``boss`` with ``a password``; returns the database."""
    assert run("database", "administrator", "boss", "--database-url", url, stdin="a password\n").returncode == 0
    database = Database(url)
    with database.write() as connection:
        boss = accounts.everyone(connection)[0].model_copy(
            update={"roles": [Role.AGENT, Role.DISPATCHER], "version": 2}
        )
        accounts.put(connection, boss, 1, None)
    return database


@dataclass
class Desk:
    """Somebody who files a ticket, gives it to a unit and takes it back, and sends again what was not answered."""

    at: dict[str, str]
    """``url`` is where the server is now."""
    token: str
    until: threading.Event
    answered: dict[str, int] = field(default_factory=dict)
    """The version of each ticket as it was last told."""
    refused: int = 0

    def work(self) -> None:
        with httpx.Client(trust_env=False, timeout=30) as client:
            while not self.until.is_set():
                ticket = self._send(client, "/v1/tickets", _ticket(), 0)
                for step in _WAY * 2:
                    self.answered[ticket["id"]] = ticket["version"]
                    given = {"step": step, "unit": "D06"} if step == "dispatch" else {"step": step, "reason": "错派"}
                    ticket = self._send(client, f"/v1/tickets/{ticket['id']}/steps", given, ticket["version"])
                self.answered[ticket["id"]] = ticket["version"]

    def _send(self, client: httpx.Client, path: str, body: dict[str, Any], version: int) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {self.token}", "idempotency-key": str(uuid7())}
        if version:
            headers["if-match"] = f'"{version}"'
        while True:
            try:
                answer = client.post(f"{self.at['url']}{path}", json=body, headers=headers)
            except httpx.TransportError:
                answer = None
            if answer is not None and answer.is_success:
                return answer.json()  # type: ignore[no-any-return]
            assert answer is None or answer.status_code == 503, answer.text
            self.refused += 1
            time.sleep(0.02)


def _ticket() -> dict[str, Any]:
    return {
        **{"id": str(uuid7()), "finish": "accept", "kind": "complaint", "category": "060401", "town": "440605124"},
        **{
            "title": "路灯不亮",
            "content": "村口路灯三天不亮。",
            "caller_name": "陈女士",
            "caller_number": "16100000042",
        },
    }


def check(connection: Connection, answered: dict[str, int]) -> None:
    """Compares rows, trails, clocks, timers, events and keys with each other and with what was answered."""
    rows = {row.key: row for row in connection.execute(select(tickets))}
    assert {row.id: row.version for row in rows.values()} == answered, "each step that was answered, once"
    trails: dict[int, list[dict[str, Any]]] = {key: [] for key in rows}
    for step in connection.execute(select(ticket_steps).order_by(ticket_steps.c.id)):
        trails[step.ticket_key].append(orjson.loads(step.changes))
    for key, row in rows.items():
        assert len(trails[key]) == row.version
        assert replayed(trails[key]) == {name: getattr(row, name) for name in COLUMNS}
    told = connection.execute(
        select(events.c.subject, func.count()).where(events.c.topic == "ticket").group_by(events.c.subject)
    )
    assert {row.subject: row[1] for row in told} == answered, "each has its one event"
    assert len(list(connection.execute(select(idempotency.c.key)))) == sum(answered.values())
    running = connection.execute(
        select(ticket_clocks.c.ticket_key, ticket_clocks.c.kind).where(ticket_clocks.c.stopped_at.is_(None))
    ).all()
    assert len(running) == len(set(running)) == 2 * len(rows), "each waits for a dispatcher, by two clocks"
    waiting = connection.execute(select(timers.c.subject).where(timers.c.kind == "clock")).scalars()
    assert sorted(waiting) == sorted(str(key) for key in rows)


def wait_until(condition: Any) -> None:
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)
