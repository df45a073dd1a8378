"""PostgreSQL is killed in the middle of steps: afterwards each is whole or not there, and sent again it is taken once."""

import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import orjson
import pytest
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
from tests.services.server.postgres import Cluster
from tests.services.server.serving import Serving, run

ROUNDS = 3
CLIENTS = 4
_WAY = ("dispatch", "recall")


@pytest.fixture
def durable() -> Iterator[Cluster]:
    """A cluster of its own whose commits are in the log when they are answered; a kill takes no file with it."""
    cluster = Cluster(synchronous_commit="on")
    yield cluster
    cluster.stop()


@dataclass
class _Desk:
    """Somebody who files a ticket, gives it to a unit and takes it back, and sends again what was not answered."""

    base_url: str
    token: str
    until: threading.Event
    answered: dict[str, int] = field(default_factory=dict)
    """The version of each ticket as it was last told."""
    refused: int = 0

    def work(self) -> None:
        with httpx.Client(base_url=self.base_url, trust_env=False, timeout=30) as client:
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
            answer = client.post(path, json=body, headers=headers)
            if answer.is_success:
                return answer.json()  # type: ignore[no-any-return]
            assert answer.status_code == 503, answer.text
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


@pytest.mark.timeout(300)
def test_no_step_is_half_done_or_done_twice(durable: Cluster) -> None:
    url = durable.create("tongfu")
    assert run("database", "administrator", "boss", "--database-url", url, stdin="a password\n").returncode == 0
    database = Database(url)
    with database.write() as connection:
        boss = accounts.everyone(connection)[0].model_copy(
            update={"roles": [Role.AGENT, Role.DISPATCHER], "version": 2}
        )
        accounts.put(connection, boss, 1, None)
    serving = Serving(url)
    until = threading.Event()
    desks = [_Desk(serving.base_url, serving.sign_in("boss", "a password"), until) for _ in range(CLIENTS)]
    threads = [threading.Thread(target=desk.work) for desk in desks]
    try:
        for thread in threads:
            thread.start()
        for number in range(ROUNDS):
            _until(lambda least=(number + 1) * CLIENTS: sum(len(desk.answered) for desk in desks) >= least)
            time.sleep(random.Random(number).uniform(0.0, 0.3))
            durable.kill()
            time.sleep(0.2)
            durable.start()
        _until(lambda: sum(len(desk.answered) for desk in desks) >= (ROUNDS + 1) * CLIENTS)
    finally:
        until.set()
        for thread in threads:
            thread.join()
        serving.stop()
    assert any(desk.refused for desk in desks)
    with database.read() as connection:
        _check(connection, {ticket: version for desk in desks for ticket, version in desk.answered.items()})
    database.close()


def _check(connection: Connection, answered: dict[str, int]) -> None:
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


def _until(condition: Any) -> None:
    until = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)
