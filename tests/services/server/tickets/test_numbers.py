import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from services.clock import day_of
from services.contracts.accounts import Role, permissions_of
from services.contracts.tickets import NewTicket
from services.server.kernel import Kernel
from services.server.tickets import repository, service
from services.server.tickets.tables import MOST_PER_DAY, EpochMoment, key_at, microseconds, moment_of, ticket_key
from services.server.transaction import Actor, Transaction
from tests.services.server.conftest import Api
from tests.zone import ZONE

moments = st.datetimes(datetime(1990, 1, 1), datetime(2199, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(moments, st.integers(1, MOST_PER_DAY), moments, st.integers(1, MOST_PER_DAY))
def test_keys_are_in_the_order_of_creation(one: datetime, first: int, other: datetime, second: int) -> None:
    assert key_at(one) < ticket_key(one, first) < 2**63
    if one - other >= timedelta(milliseconds=1):
        assert ticket_key(one, first) > ticket_key(other, second)
    # The same key means the same millisecond and the same number of the same day: the same ticket.
    if ticket_key(one, first) == ticket_key(other, second):
        assert (day_of(one, ZONE), first) == (day_of(other, ZONE), second)


@given(moments)
def test_moments_come_back_to_the_microsecond(moment: datetime) -> None:
    assert moment_of(microseconds(moment)) == moment
    with pytest.raises(ValueError):
        EpochMoment().process_bind_param(moment.replace(tzinfo=None), None)  # type: ignore[arg-type]


def test_concurrent_filing_gives_each_its_number_without_gaps(kernel: Kernel) -> None:
    actor = Actor("a", "x", frozenset({Role.AGENT}), permissions_of(frozenset({Role.AGENT})))
    failures: list[BaseException] = []

    def file(worker: int) -> None:
        try:
            for n in range(12):
                new = NewTicket(id=f"{worker}-{n}", finish="draft")
                kernel.write(lambda tx, new=new: service.create(tx, new), actor)  # type: ignore[misc]
                if n % 3 == 0:
                    # A transaction that takes many and then fails gives them back.
                    with pytest.raises(ZeroDivisionError):
                        kernel.write(lambda tx: repository.take_numbers(tx.connection, "2026-03-02", 1) / 0)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=file, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with kernel.database.read() as connection:
        numbers = sorted(connection.execute(text("SELECT number FROM tickets")).scalars())
    assert numbers == [f"20260302-{n:06}" for n in range(1, 97)]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_who_files_waits_for_nobody_who_files_more_slowly(kernel: Kernel) -> None:
    numbered, other_done = threading.Event(), threading.Event()
    found: list[int] = []

    def slow(tx: Transaction) -> None:
        found.append(repository.take_number(tx, "2026-03-02"))
        numbered.set()
        assert other_done.wait(20)

    thread = threading.Thread(target=kernel.write, args=(slow,))
    thread.start()
    assert numbered.wait(20)
    found.append(kernel.write(lambda tx: repository.take_number(tx, "2026-03-02")))
    other_done.set()
    thread.join()
    with pytest.raises(ZeroDivisionError):
        kernel.write(lambda tx: repository.take_number(tx, "2026-03-02") / 0)
    # What failed has left a gap; nobody gets its number.
    assert [*found, kernel.write(lambda tx: repository.take_number(tx, "2026-03-02"))] == [1, 2, 4]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4)), min_size=1, max_size=8))
def test_numbers_count_up_by_day(kernel: Kernel, takes: list[tuple[int, int]]) -> None:
    with kernel.database.write() as connection:
        connection.execute(text("DELETE FROM ticket_days"))
    last = dict.fromkeys(range(4), 0)
    for day, count in takes:
        first = kernel.write(lambda tx, d=day, c=count: repository.take_numbers(tx.connection, f"2026-01-0{d + 1}", c))  # type: ignore[misc]
        assert first == last[day] + 1
        last[day] += count


def test_a_day_starts_at_the_districts_midnight(agent: Api, clock: object) -> None:
    numbers = []
    for minutes in (0, 894, 12):
        clock.advance(minutes * 60)  # type: ignore[attr-defined]
        new = {"id": f"at-{minutes}", "finish": "draft"}
        numbers.append(agent.post("/v1/tickets", json=new).json()["number"])
    # 09:00, 23:54 and 00:06
    assert numbers == ["20260302-000001", "20260302-000002", "20260303-000001"]


def test_a_clock_that_is_set_back_gives_no_number_twice(agent: Api, clock: object) -> None:
    numbers = set()
    for n in range(6):
        clock.set_back(0.001 * n)  # type: ignore[attr-defined]
        numbers.add(agent.post("/v1/tickets", json={"id": f"n{n}", "finish": "draft"}).json()["number"])
    assert len(numbers) == 6
