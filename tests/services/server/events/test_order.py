"""Ids become visible in their own order, whoever commits first and whatever the clock says."""

import threading

import pytest
from sqlalchemy import select

from services.clock import ManualClock
from services.contracts.events import Topic
from services.server.database import Database
from services.server.events import repository
from services.server.kernel import Kernel
from services.server.transaction import SYSTEM, Transaction

# SQLite has one writer.
_postgresql_only = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@_postgresql_only
def test_overlapping_transactions_become_visible_in_order(kernel: Kernel, database: Database) -> None:
    """The one that appended first is still busy when the other commits: a reader must not skip over its event."""
    appended, other_done = threading.Event(), threading.Event()

    def slow(tx: Transaction) -> None:
        tx.append(Topic.TICKET, "slow", {})
        appended.set()
        other_done.wait(10)

    thread = threading.Thread(target=kernel.write, args=(slow,))
    thread.start()
    appended.wait(10)
    kernel.write(lambda tx: tx.append(Topic.TICKET, "quick", {}))
    with database.read() as connection:
        first = repository.after(connection, 0, 10)
    other_done.set()
    thread.join()
    with database.read() as connection:
        second = repository.after(connection, first[-1].id, 10)
    assert [event.subject for event in first] == ["quick"]
    assert [event.subject for event in second] == ["slow"]


@_postgresql_only
def test_a_commit_in_progress_holds_back_later_ids(kernel: Kernel, database: Database) -> None:
    """Between taking its id and its commit a transaction keeps others from taking theirs."""
    with database.write() as connection:
        transaction = kernel.transaction(connection, SYSTEM)
        transaction.append(Topic.TICKET, "first", {})
        transaction.settle()
        # Its events go to the database with the next statement, at the latest with the commit.
        connection.execute(select(1))
        thread = threading.Thread(target=kernel.write, args=(lambda tx: tx.append(Topic.TICKET, "second", {}),))
        thread.start()
        thread.join(0.3)
        assert thread.is_alive()
        with database.read() as reader:
            assert repository.after(reader, 0, 10) == []
    thread.join(10)
    with database.read() as reader:
        assert [event.subject for event in repository.after(reader, 0, 10)] == ["first", "second"]


def test_many_writers_at_once_leave_no_gap_for_a_reader(kernel: Kernel, database: Database) -> None:
    seen: list[int] = []
    done = threading.Event()

    def read_on() -> None:
        while True:
            last_look = done.is_set()
            with database.read() as connection:
                seen.extend(event.id for event in repository.after(connection, seen[-1] if seen else 0, 500))
            if last_look:
                return

    reader = threading.Thread(target=read_on)
    reader.start()
    writers = [
        threading.Thread(target=lambda: [kernel.write(lambda tx: tx.append(Topic.TICKET, "x", {})) for _ in range(40)])
        for _ in range(6)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    done.set()
    reader.join()
    assert len(seen) == 240
    assert seen == sorted(set(seen))


def test_a_clock_set_back_does_not_disturb_the_order(kernel: Kernel, clock: ManualClock) -> None:
    kernel.write(lambda tx: tx.append(Topic.TICKET, "before", {}))
    clock.set_back(3600)
    kernel.write(lambda tx: tx.append(Topic.TICKET, "after", {}))
    found = kernel.read(lambda tx: repository.after(tx.connection, 0, 10))
    assert [event.subject for event in found] == ["before", "after"]
    # Pruning goes by id as well: the younger event with the older time does not go before its elder.
    clock.advance(1800)
    kernel.write(lambda tx: repository.forget_before(tx.connection, tx.now, 10))
    assert [e.subject for e in kernel.read(lambda tx: repository.after(tx.connection, 0, 10))] == ["before", "after"]
