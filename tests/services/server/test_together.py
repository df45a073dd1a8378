"""Several writes in one transaction of SQLite: each counts for itself, and none is answered before all are on the disk."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from services.contracts.events import Topic
from services.server.database import Database
from services.server.kernel import Kernel
from services.server.together import Together
from services.server.transaction import Transaction

_ADD = text("INSERT INTO server_settings (key, value) VALUES (:key, '')")
_FOUND = text("SELECT key FROM server_settings WHERE key LIKE 'test-%' ORDER BY key")

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Gathering:
    """Holds up the first write until others wait behind it."""

    def __init__(self, database: Database) -> None:
        self.opened = 0
        self.flushes: list[list[str]] = []
        self.broken = ""
        self._database = database
        self._go = threading.Event()
        self.together = Together(self._write, self._flush)

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        self._go.wait()
        self.opened += 1
        with self._database._write_sqlite() as connection:
            yield connection
            if self.broken == "commit":
                raise OperationalError("commit", None, Exception())

    def _flush(self) -> None:
        if self.broken == "flush":
            raise OperationalError("fsync", None, Exception())
        self.flushes.append(found(self._database))

    def run(self, works: list[Callable[[Connection], object]], ended: list[bool]) -> list[Future[object]]:
        with ThreadPoolExecutor(len(works)) as threads:
            futures = []
            for number, work in enumerate(works, 1):
                futures.append(threads.submit(self.together.run, work, ended.append))
                while not futures[-1].running() or len(self.together._waiting) < number:
                    pass
            self._go.set()
        return futures


def found(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.execute(_FOUND).scalars())


def adding(name: str) -> Callable[[Connection], str]:
    def work(connection: Connection) -> str:
        connection.execute(_ADD, {"key": name})
        return name

    return work


def failing(name: str) -> Callable[[Connection], str]:
    def work(connection: Connection) -> str:
        connection.execute(_ADD, {"key": name})
        raise KeyError(name)

    return work


def test_one_that_fails_concerns_nobody_else(database: Database) -> None:
    gathering, ended = Gathering(database), list[bool]()
    futures = gathering.run([failing("test-a"), adding("test-b"), failing("test-c"), adding("test-d")], ended)
    assert found(database) == ["test-b", "test-d"]
    assert gathering.opened == 1
    assert gathering.flushes == [["test-b", "test-d"]]
    assert [futures[n].result() for n in (1, 3)] == ["test-b", "test-d"]
    assert [str(futures[n].exception()) for n in (0, 2)] == ["'test-a'", "'test-c'"]
    assert sorted(ended) == [False, False, True, True]


@pytest.mark.parametrize(("broken", "kept"), [("commit", []), ("flush", ["test-a", "test-b"])])
def test_what_is_not_on_the_disk_is_told_to_everybody(database: Database, broken: str, kept: list[str]) -> None:
    gathering, ended = Gathering(database), list[bool]()
    gathering.broken = broken
    futures = gathering.run([adding("test-a"), adding("test-b")], ended)
    assert [type(future.exception()) for future in futures] == [OperationalError] * 2
    assert ended == [False, False]
    assert found(database) == kept
    gathering.broken = ""
    assert gathering.together.run(adding("test-z"), ended.append) == "test-z"


def test_a_transaction_that_sqlite_has_taken_back_counts_for_nobody(database: Database) -> None:
    def full(connection: Connection) -> None:
        connection.exec_driver_sql("ROLLBACK")
        raise OperationalError("write", None, Exception("disk is full"))

    gathering, ended = Gathering(database), list[bool]()
    futures = gathering.run([adding("test-a"), full, adding("test-c")], ended)
    assert [type(future.exception()) for future in futures[:2]] == [OperationalError] * 2
    # Who was not begun goes on in a transaction of its own.
    assert futures[2].result() == "test-c"
    assert found(database) == ["test-c"]
    assert ended == [False, False, True]


def test_a_database_that_cannot_be_written_is_told_to_each(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def busy() -> Iterator[Connection]:
        raise OperationalError("BEGIN IMMEDIATE", None, Exception("database is locked"))
        yield

    together, ended = Together(busy, lambda: None), list[bool]()
    for name in ("test-a", "test-b"):
        with pytest.raises(OperationalError):
            together.run(adding(name), ended.append)
    assert ended == [False, False]


def test_a_write_inside_a_write_is_refused(kernel: Kernel) -> None:
    def nothing(tx: Transaction) -> None:
        pass

    def inside(tx: Transaction) -> None:
        for together in (True, False):
            with pytest.raises(RuntimeError):
                kernel.write(nothing, together=together)

    kernel.write(inside, together=True)
    kernel.write(inside)
    kernel.write(nothing, together=True)


def test_events_of_many_at_once_come_in_order_and_those_of_a_failure_never(kernel: Kernel) -> None:
    def telling(number: int) -> Callable[[Transaction], None]:
        def work(tx: Transaction) -> None:
            tx.append(Topic.TICKET, f"t{number}", {})
            if number % 5 == 0:
                raise KeyError(number)

        return work

    with ThreadPoolExecutor(16) as threads:
        futures = [threads.submit(kernel.write, telling(n), together=bool(n % 3)) for n in range(100)]
    assert sum(future.exception() is not None for future in futures) == 20
    query = text("SELECT subject FROM events WHERE subject LIKE 't%' ORDER BY id")
    with kernel.database.read() as connection:
        told = list(connection.execute(query).scalars())
    assert sorted(told) == sorted(f"t{n}" for n in range(100) if n % 5)
