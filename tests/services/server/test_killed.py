"""The server is killed in the middle of writes: afterwards each of them is either whole or not there at all."""

import random
import threading
import time
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select
from uuid_utils import uuid7

from services.contracts.accounts import Role
from services.server.accounts import repository as accounts
from services.server.database import Database
from services.server.people.tables import persons
from services.server.tables import events, idempotency
from tests.services.server.serving import Serving, run

ROUNDS = 3
CLIENTS = 4


def _write_until_killed(base_url: str, token: str, sent: list[str], answered: list[str]) -> None:
    with httpx.Client(base_url=base_url, trust_env=False, timeout=20) as client:
        while True:
            person_id = str(uuid7())
            sent.append(person_id)
            try:
                answer = _send(client, token, person_id)
            except httpx.TransportError:
                return
            assert answer.status_code == 201, answer.text
            answered.append(person_id)


def _send(client: httpx.Client, token: str, person_id: str) -> httpx.Response:
    headers = {"authorization": f"Bearer {token}", "idempotency-key": person_id}
    return client.post("/v1/persons", json={"id": person_id, "name": "陈先生", "numbers": []}, headers=headers)


def _ids(database: Database, column: Any, *conditions: Any) -> list[str]:
    with database.read() as connection:
        return list(connection.execute(select(column).where(*conditions)).scalars())


@pytest.mark.timeout(180)
def test_nothing_is_half_done_after_a_kill(database_url: str) -> None:
    at = ("--database-url", database_url)
    assert run("database", "administrator", "boss", *at, stdin="a password\n").returncode == 0
    database = Database(database_url)
    with database.write() as connection:
        boss = accounts.everyone(connection)[0]
        accounts.put(connection, boss.model_copy(update={"roles": [Role.AGENT], "version": 2}), 1, None)
    database.close()
    sent: list[str] = []
    answered: list[str] = []
    for round_number in range(ROUNDS):
        serving = Serving(database_url)
        token = serving.sign_in("boss", "a password")
        threads = [
            threading.Thread(target=_write_until_killed, args=(serving.base_url, token, sent, answered))
            for _ in range(CLIENTS)
        ]
        for thread in threads:
            thread.start()
        before = len(answered)
        while len(answered) < before + CLIENTS:
            time.sleep(0.01)
        time.sleep(random.Random(round_number).uniform(0.0, 0.4))
        serving.stop()
        for thread in threads:
            thread.join()

    stored = set(_ids(database, persons.c.id))
    assert set(answered) <= stored, "what was acknowledged is there"
    assert stored <= set(sent)
    told = _ids(database, events.c.subject, events.c.topic == "person")
    assert sorted(told) == sorted(stored), "each has its one event"
    assert sorted(_ids(database, idempotency.c.key)) == sorted(stored), "each has its key"

    # The consoles send again what they had no answer for: after that each is there, once.
    serving = Serving(database_url)
    try:
        token = serving.sign_in("boss", "a password")
        with httpx.Client(base_url=serving.base_url, trust_env=False, timeout=20) as client:
            for person_id in sent[-3 * CLIENTS :] + [unknown for unknown in sent if unknown not in set(answered)]:
                assert _send(client, token, person_id).status_code == 201
    finally:
        serving.stop()
    with database.read() as connection:
        assert connection.execute(select(func.count()).select_from(persons)).scalar_one() == len(sent)
    assert sorted(_ids(database, events.c.subject, events.c.topic == "person")) == sorted(sent)
    database.close()
