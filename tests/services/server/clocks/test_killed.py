"""The server is killed while it fires: afterwards each rung was reached once, with its entry and its event, or not yet."""

import random
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import Connection, func, select

from services.server.app import build_kernel
from services.server.clocks.state import TIMER
from services.server.clocks.tables import ticket_clocks
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.tables import events
from services.server.tickets import repository
from services.server.tickets.service import blank
from services.server.tickets.tables import ticket_steps, tickets
from services.server.timers.tables import timers
from tests.services.server.serving import Serving, run

TICKETS = 3_000
ROUNDS = 4


def _ticket(number: int, created_at: datetime) -> dict[str, Any]:
    return {
        **blank(),
        "id": f"t{number:05}",
        "digest": "",
        "status": "dispatched",
        "version": 1,
        "opened_as": "dispatch",
        "kind": "help",
        "urgency": 1,
        "title": "路灯不亮",
        "content": "路灯三天不亮。",
        "unit": "D06",
        "created_by_id": "test",
        "created_by": "test",
        "created_at": created_at,
        "updated_at": created_at,
        "closed_at": None,
        "note_count": 0,
    }


def _ready(database_url: str) -> None:
    """Files urgent tickets whose reminders, after 15 minutes, were due while no server ran; 20 are not over yet."""
    assert (
        run("database", "administrator", "boss", "--database-url", database_url, stdin="a password\n").returncode == 0
    )
    began = datetime.now(UTC) - timedelta(minutes=16)
    database = Database(database_url)
    rows = [_ticket(number, began + timedelta(milliseconds=number)) for number in range(TICKETS)]
    kernel = build_kernel(ServerConfig(database_url, Path()), database)
    kernel.write(lambda tx: repository.add_many(tx, rows, began))
    database.close()


def _climbed(connection: Connection) -> dict[int, list[list[str]]]:
    found: dict[int, list[list[str]]] = {}
    query = select(ticket_steps.c.ticket_key, ticket_steps.c.changes).where(ticket_steps.c.action == "alarm")
    for row in connection.execute(query.order_by(ticket_steps.c.id)):
        found.setdefault(row.ticket_key, []).append(orjson.loads(row.changes)["alarm"])
    return found


def _check(connection: Connection) -> int:
    """Compares rows, trail, events and timers; returns how many tickets have been reminded."""
    climbed = _climbed(connection)
    assert all(rungs == [["0", "1"]] for rungs in climbed.values()), "each once"
    reminded = set(connection.execute(select(tickets.c.key).where(tickets.c.alarm == 1)).scalars())
    assert reminded == climbed.keys()
    lifted = select(ticket_clocks.c.ticket_key).where(ticket_clocks.c.level == 1)
    assert sorted(connection.execute(lifted).scalars()) == sorted(climbed)
    told = select(events.c.subject).where(events.c.topic == "clock")
    ids = select(tickets.c.id).where(tickets.c.alarm == 1)
    assert sorted(connection.execute(told).scalars()) == sorted(connection.execute(ids).scalars())
    rungs = select(func.count()).select_from(timers).where(timers.c.kind == TIMER)
    assert connection.execute(rungs).scalar_one() == TICKETS, "each has its next rung"
    return len(climbed)


@pytest.mark.timeout(240)
def test_each_rung_is_reached_once_however_often_the_server_is_killed(database_url: str) -> None:
    _ready(database_url)
    database = Database(database_url)
    reached = [0]
    for round_number in range(ROUNDS):
        serving = Serving(database_url)
        time.sleep(random.Random(round_number).uniform(0.05, 0.4))
        serving.stop()
        with database.read() as connection:
            reached.append(_check(connection))
    assert reached == sorted(reached)
    serving = Serving(database_url)
    try:
        until = time.monotonic() + 60
        while reached[-1] < TICKETS and time.monotonic() < until:
            time.sleep(0.2)
            with database.read() as connection:
                reached.append(_check(connection))
    finally:
        serving.stop()
    assert reached[-1] == TICKETS
    with database.read() as connection:
        # After the outage in the order in which they had been due.
        query = select(ticket_steps.c.ticket_key).where(ticket_steps.c.action == "alarm").order_by(ticket_steps.c.id)
        order = list(connection.execute(query).scalars())
    assert order == sorted(order)
    database.close()


@pytest.mark.timeout(240)
def test_several_servers_reach_each_rung_once(database_url: str) -> None:
    """Three processes fire at the same time, and one of them is killed while it does."""
    _ready(database_url)
    database = Database(database_url)
    servers = [Serving(database_url) for _ in range(3)]
    try:
        servers[0].stop()
        until = time.monotonic() + 120
        reached = 0
        while reached < TICKETS and time.monotonic() < until:
            time.sleep(0.2)
            with database.read() as connection:
                reached = _check(connection)
    finally:
        for server in servers:
            server.stop()
    assert reached == TICKETS
    database.close()
