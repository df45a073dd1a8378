"""The server is killed in the middle of intake: afterwards each appeal is either whole or not there at all."""

import random
import threading
import time
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select, text

from services.server.app import build_kernel
from services.server.channels.tables import channel_messages, channel_outgoing
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.people.tables import persons
from services.server.tables import events
from services.server.tickets.tables import ticket_steps, tickets
from tests.services.server import district
from tests.services.server.channels.portal.conftest import Portal, appeal, open_portal
from tests.services.server.serving import Serving

ROUNDS = 3
CLIENTS = 4


@pytest.fixture(autouse=True)
def catalogue() -> None:
    """The server's process has its own."""


def _send_until_killed(base_url: str, worker: int, sent: list[str], answered: dict[str, str]) -> None:
    with httpx.Client(base_url=base_url, trust_env=False, timeout=20) as http:
        portal = Portal(http)
        for count in range(10_000):
            name = f"{worker}-{count}-{len(sent)}"
            sent.append(name)
            try:
                answer = portal.send(_named(name))
            except httpx.TransportError:
                return
            assert answer.status_code == 201, answer.text
            answered[name] = answer.json()["number"]


def _named(name: str) -> dict[str, object]:
    number = f"161{sum(name.encode()) % 50:08}"
    return appeal(external_id=name, sender={"name": "陈女士", "number": number})


@pytest.mark.timeout(300)
def test_nothing_is_half_taken_after_a_kill(database_url: str, tmp_path: Path) -> None:
    database = Database(database_url)
    kernel = build_kernel(ServerConfig(database_url, tmp_path), database)
    district.load(kernel)
    open_portal(kernel)
    database.close()
    sent: list[str] = []
    answered: dict[str, str] = {}
    for round_number in range(ROUNDS):
        serving = Serving(database_url)
        threads = [
            threading.Thread(target=_send_until_killed, args=(serving.base_url, worker, sent, answered))
            for worker in range(round_number * CLIENTS, (round_number + 1) * CLIENTS)
        ]
        before = len(answered)
        for thread in threads:
            thread.start()
        patience = time.monotonic() + 60
        while len(answered) <= before and time.monotonic() < patience:
            time.sleep(0.01)
        time.sleep(random.Random(round_number).uniform(0.3, 0.9))
        serving.stop()
        for thread in threads:
            thread.join()
    assert len(answered) >= ROUNDS

    _each_is_whole(database, sent, answered)

    # The portal sends again what it had no answer for, and some of what it had: after that each is there, once.
    serving = Serving(database_url)
    try:
        with httpx.Client(base_url=serving.base_url, trust_env=False, timeout=20) as http:
            portal = Portal(http)
            for name in [*sent[-5:], *(name for name in sent if name not in answered)]:
                answer = portal.send(_named(name))
                assert answer.status_code in (200, 201)
                assert answered.setdefault(name, answer.json()["number"]) == answer.json()["number"]
    finally:
        serving.stop()
    assert len(set(answered.values())) == len(sent)
    _each_is_whole(database, sent, answered)
    with database.read() as connection:
        assert connection.execute(select(func.count()).select_from(tickets)).scalar_one() == len(sent)
    database.close()


def _each_is_whole(database: Database, sent: list[str], answered: dict[str, str]) -> None:
    with database.read() as connection:
        taken = {
            row.external_id.removeprefix("gov/"): row.ticket_id for row in connection.execute(select(channel_messages))
        }
        filed = {row.id: row for row in connection.execute(select(tickets.c.id, tickets.c.number, tickets.c.key))}
        people = set(connection.execute(select(persons.c.id)).scalars())
        owners = list(connection.execute(select(tickets.c.person_id)).scalars())
        told = sorted(connection.execute(select(channel_outgoing.c.ticket_id)).scalars())
        steps = sorted(connection.execute(select(ticket_steps.c.ticket_key)).scalars())
        heard = sorted(connection.execute(select(events.c.subject).where(events.c.topic == "ticket")).scalars())
        nonces = connection.execute(text("SELECT count(*) FROM channel_nonces")).scalar_one()
    assert set(answered) <= set(taken) <= set(sent), "what was acknowledged is there"
    assert {name: filed[taken[name]].number for name in answered} == answered
    assert sorted(taken.values()) == sorted(filed), "each message has its ticket, each ticket its message"
    assert told == heard == sorted(filed), "each was told and announced once"
    assert steps == sorted(row.key for row in filed.values()), "each has the first entry of its trail"
    assert set(owners) == people, "nobody is there without a ticket"
    assert nonces >= len(filed)
