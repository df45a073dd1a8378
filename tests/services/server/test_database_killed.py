"""PostgreSQL or the server itself is killed in the middle of steps: afterwards each is whole or not there, and sent again it is taken once."""

import random
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from services.server.database import Database
from tests.services.server.postgres import Cluster
from tests.services.server.serving import Serving
from tests.services.server.stepping import Desk, boss_of, check, wait_until

ROUNDS = 3
CLIENTS = 4


@pytest.fixture
def durable() -> Iterator[Cluster]:
    """A cluster of its own whose commits are in the log when they are answered; a kill takes no file with it."""
    cluster = Cluster(synchronous_commit="on")
    yield cluster
    cluster.stop()


class House:
    """A server, desks that work, and how it is killed."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._serving = Serving(url)
        self._at = {"url": self._serving.base_url}
        self._over = threading.Event()
        token = self._serving.sign_in("boss", "a password")
        self.desks = [Desk(self._at, token, self._over) for _ in range(CLIENTS)]
        self._threads = [threading.Thread(target=desk.work) for desk in self.desks]

    def work_and_be_killed(self, kill: Callable[[], None]) -> None:
        try:
            for thread in self._threads:
                thread.start()
            for number in range(ROUNDS):
                wait_until(lambda least=(number + 1) * CLIENTS: self._worked() >= least)
                time.sleep(random.Random(number).uniform(0.0, 0.3))
                kill()
            wait_until(lambda: self._worked() >= (ROUNDS + 1) * CLIENTS)
        finally:
            self._over.set()
            for thread in self._threads:
                thread.join()
            self._serving.stop()

    def kill(self) -> None:
        self._serving.stop()
        self._serving = Serving(self._url)
        self._at["url"] = self._serving.base_url

    def all_is_whole(self, database: Database) -> None:
        assert any(desk.refused for desk in self.desks)
        with database.read() as connection:
            check(connection, {ticket: version for desk in self.desks for ticket, version in desk.answered.items()})
        database.close()

    def _worked(self) -> int:
        return sum(len(desk.answered) for desk in self.desks)


@pytest.mark.timeout(300)
def test_no_step_is_half_done_or_done_twice(durable: Cluster) -> None:
    url = durable.create("tongfu")
    database = boss_of(url)
    house = House(url)

    def kill() -> None:
        durable.kill()
        time.sleep(0.2)
        durable.start()

    house.work_and_be_killed(kill)
    house.all_is_whole(database)


@pytest.mark.timeout(300)
def test_no_step_is_half_done_or_done_twice_when_the_server_is_killed(database_url: str) -> None:
    database = boss_of(database_url)
    house = House(database_url)
    house.work_and_be_killed(house.kill)
    house.all_is_whole(database)
