"""Timers: in order, each once, together with what they are for, by one runner or several, and across crashes."""

import threading
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from services.clock import ManualClock
from services.server.app import build_app, build_kernel
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.kernel import Kernel
from services.server.security import Passwords
from services.server.tables import access_log
from services.server.timers import repository, service
from services.server.timers.service import Timer, Timers
from services.server.transaction import Transaction
from tests.services.server.conftest import CHEAP

MINUTE = timedelta(minutes=1)


@pytest.fixture
def timers(kernel: Kernel) -> Timers:
    timers = Timers(kernel)
    timers.on("note", note)
    return timers


def note(tx: Transaction, timer: Timer) -> None:
    """Leaves a trace in the same transaction."""
    row = {"at": tx.now, "account_id": "timer", "what": "note", "subject": timer.subject, "why": ""}
    tx.connection.execute(insert(access_log), row)


def noted(kernel: Kernel) -> list[str]:
    query = select(access_log.c.subject).where(access_log.c.what == "note").order_by(access_log.c.id)
    return kernel.read(lambda tx: list(tx.connection.execute(query).scalars()))


def put(kernel: Kernel, moments: dict[str, timedelta], kind: str = "note") -> None:
    now = kernel.clock.now()
    kernel.write(lambda tx: service.set_many(tx, kind, {subject: now + after for subject, after in moments.items()}))


def fire_all(timers: Timers) -> int:
    total = 0
    while fired := timers.fire_due():
        total += fired
    return total


def test_fires_when_it_is_due_and_once(kernel: Kernel, timers: Timers, clock: ManualClock) -> None:
    put(kernel, {"a": MINUTE})
    assert timers.fire_due() == 0
    clock.advance(59.9)
    assert timers.fire_due() == 0
    clock.advance(0.1)
    assert timers.fire_due() == 1
    assert timers.fire_due() == 0
    assert noted(kernel) == ["a"]


def test_a_second_moment_replaces_the_first(kernel: Kernel, timers: Timers, clock: ManualClock) -> None:
    put(kernel, {"a": MINUTE, "b": MINUTE})
    put(kernel, {"a": 3 * MINUTE})
    kernel.write(lambda tx: service.cancel(tx, "note", "b"))
    clock.advance(120)
    assert fire_all(timers) == 0
    clock.advance(60)
    assert fire_all(timers) == 1
    assert noted(kernel) == ["a"]


def test_after_an_outage_all_fire_in_order(kernel: Kernel, timers: Timers, clock: ManualClock) -> None:
    order = [(n * 7919) % 500 for n in range(500)]
    put(kernel, {f"t{n:03}": timedelta(seconds=n) for n in order})
    clock.advance(3600)
    assert fire_all(timers) == 500
    assert noted(kernel) == [f"t{n:03}" for n in range(500)]


def test_what_is_rolled_back_was_never_set(kernel: Kernel, timers: Timers) -> None:
    def fail(tx: Transaction) -> None:
        service.set(tx, "note", "a", tx.now)
        raise ValueError

    with pytest.raises(ValueError):
        kernel.write(fail)
    assert fire_all(timers) == 0


def test_the_clock_set_back_fires_nothing_twice(kernel: Kernel, timers: Timers, clock: ManualClock) -> None:
    put(kernel, {"a": MINUTE, "b": 2 * MINUTE})
    clock.advance(60)
    assert fire_all(timers) == 1
    clock.set_back(120)
    assert fire_all(timers) == 0
    clock.advance(180)
    assert fire_all(timers) == 1
    assert noted(kernel) == ["a", "b"]


def test_a_handler_may_set_the_next_one(kernel: Kernel, timers: Timers, clock: ManualClock) -> None:
    def again(tx: Transaction, timer: Timer) -> None:
        note(tx, timer)
        if timer.payload["left"]:
            service.set(tx, "again", timer.subject, timer.due_at + MINUTE, {"left": timer.payload["left"] - 1})

    timers.on("again", again)
    kernel.write(lambda tx: service.set(tx, "again", "a", tx.now, {"left": 3}))
    clock.advance(600)
    assert fire_all(timers) == 4
    assert noted(kernel) == ["a"] * 4
    assert kernel.read(lambda tx: service.payload_of(tx, "again", "a")) is None


def test_one_that_fails_holds_nobody_up_and_comes_again_later(
    kernel: Kernel, timers: Timers, clock: ManualClock
) -> None:
    failures = []

    def fails_twice(tx: Transaction, timer: Timer) -> None:
        note(tx, timer)
        if timer.attempts < 2:
            failures.append(timer.attempts)
            raise RuntimeError("not yet")

    timers.on("weak", fails_twice)
    put(kernel, {"x": timedelta()}, "weak")
    put(kernel, {f"t{n}": timedelta(seconds=n) for n in range(5)})
    clock.advance(10)
    fire_all(timers)
    assert noted(kernel) == [f"t{n}" for n in range(5)]
    clock.advance(1)
    fire_all(timers)
    clock.advance(1)
    assert fire_all(timers) == 0, "the second time it waits longer"
    clock.advance(1)
    fire_all(timers)
    assert noted(kernel)[-1] == "x"
    assert noted(kernel).count("x") == 1
    assert failures.count(1) == 2, "once with the others, once alone"


def test_what_cannot_be_dealt_with_now_comes_again(kernel: Kernel, timers: Timers, clock: ManualClock) -> None:
    busy = {"b"}

    def handle(tx: Transaction, due: Sequence[Timer]) -> Collection[int]:
        for timer in due:
            if timer.subject not in busy:
                note(tx, timer)
        return [timer.id for timer in due if timer.subject in busy]

    timers.on_many("note", handle)
    put(kernel, {"a": timedelta(), "b": timedelta(), "c": timedelta()})
    fire_all(timers)
    assert noted(kernel) == ["a", "c"]
    busy.clear()
    clock.advance(1)
    fire_all(timers)
    assert noted(kernel) == ["a", "c", "b"]


def test_a_timer_of_a_newer_program_waits(kernel: Kernel, timers: Timers, clock: ManualClock) -> None:
    put(kernel, {"a": timedelta()}, "unheard-of")
    fire_all(timers)
    assert kernel.read(lambda tx: service.payload_of(tx, "unheard-of", "a")) == {}
    timers.on("unheard-of", note)
    clock.advance(60)
    fire_all(timers)
    assert noted(kernel) == ["a"]


def test_several_runners_fire_each_once(
    kernel: Kernel, config: ServerConfig, database_url: str, clock: ManualClock, real_clock: ManualClock
) -> None:
    """As many processes on PostgreSQL would: each with a database connection of its own."""
    put(kernel, {f"t{n:03}": timedelta(seconds=n) for n in range(600)})
    clock.advance(3600)
    # Four replicas on PostgreSQL; SQLite belongs to one process.
    shared = [Database(database_url) for _ in range(4)] if not kernel.database.is_sqlite else [kernel.database] * 4
    errors: list[BaseException] = []

    def run(database: Database) -> None:
        try:
            timers = Timers(build_kernel(config, database, clock, real_clock, Passwords(CHEAP)))
            timers.on("note", note)
            fire_all(timers)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(database,)) for database in shared]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for database in shared if not kernel.database.is_sqlite else ():
        database.close()
    # What one runner had locked while the others ended is fired by the one that had it.
    assert not errors
    assert sorted(noted(kernel)) == [f"t{n:03}" for n in range(600)]
    assert kernel.read(lambda tx: repository.next_wake(tx.connection)) is None


def test_the_server_fires_beside_the_requests(kernel: Kernel, clock: ManualClock) -> None:
    from fastapi.testclient import TestClient

    app = build_app(kernel)
    fired = threading.Event()

    def handle(tx: Transaction, timer: Timer) -> None:
        note(tx, timer)
        fired.set()

    kernel.room(Timers).on("note", handle)
    put(kernel, {"a": MINUTE})
    with TestClient(app):
        clock.advance(61)
        assert fired.wait(20)
    assert noted(kernel) == ["a"]


def test_waits_only_as_long_as_nothing_is_due(kernel: Kernel, timers: Timers, clock: ManualClock) -> None:
    assert timers.seconds_to_next() == 0.5
    put(kernel, {"a": timedelta(seconds=6)})
    assert timers.seconds_to_next() == 0.5
    clock.speed = 60.0
    assert timers.seconds_to_next() == pytest.approx(0.1)
    clock.speed = 0.0
    assert timers.seconds_to_next() == 0.5


def test_subjects_are_apart_by_kind(kernel: Kernel, timers: Timers) -> None:
    seen: list[Any] = []
    timers.on("other", lambda _tx, timer: seen.append(timer.kind))
    put(kernel, {"a": timedelta()})
    put(kernel, {"a": timedelta()}, "other")
    fire_all(timers)
    assert noted(kernel) == ["a"]
    assert seen == ["other"]
