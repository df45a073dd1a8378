"""Clocks at a district's size: timers that are due among 100,000 pending ones, and counting all open tickets anew."""

import asyncio
import contextlib
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks import postgres
from benchmarks.databases import KINDS
from benchmarks.report import Result, percentile, tell
from sqlalchemy import func, select

from services.contracts.clocks import Calendar, NewCalendar
from services.server.app import build_app, build_kernel
from services.server.clocks import recount, settings
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.kernel import Kernel
from services.server.migrations import upgrade
from services.server.tickets import repository
from services.server.tickets.service import blank
from services.server.tickets.tables import ticket_steps
from services.server.timers.runner import Timers
from services.server.transaction import Transaction

_CHUNK = 10_000
_SPREAD = 2_000
_SECONDS = 10
_AT_ONCE = 500
_REMINDER = timedelta(minutes=15)
"""An urgent ticket is to be signed for within 20 minutes, and its unit reminded after three quarters of them."""


def run(short: bool) -> list[Result]:
    """Measures on both kinds of database."""
    count = 10_000 if short else 100_000
    results: list[Result] = []
    for kind in KINDS:
        with _database(kind) as (url, folder):
            results += tell(_measure(kind, url, folder, count))
    return results


@contextlib.contextmanager
def _database(kind: str) -> Iterator[tuple[str, Path]]:
    with tempfile.TemporaryDirectory() as folder:
        if kind == "sqlite":
            yield f"sqlite:///{folder}/bench.db", Path(folder)
            return
        with postgres.running() as server:
            server.create("clocks")
            yield server.url("clocks"), Path(folder)
            server.drop("clocks")


def _measure(kind: str, url: str, folder: Path, count: int) -> list[Result]:
    database = Database(url)
    upgrade(database)
    kernel = build_kernel(ServerConfig(url, folder), database)
    build_app(kernel)
    now = datetime.now(UTC)
    # Open for up to eight working days: the next rung of none is near.
    for first in range(0, count, _CHUNK):
        made = [
            _ticket(f"old-{number}", now - timedelta(days=1, seconds=number * 5), 0)
            for number in range(first, first + _CHUNK)
        ]
        kernel.write(lambda tx, made=made: repository.add_many(tx, made, now))
    words = f"{'SQLite' if kind == 'sqlite' else 'PostgreSQL'}, {count:,} open tickets"
    results = _lateness(kernel, words)
    results.append(_recount(kernel, words))
    database.close()
    return results


def _ticket(ticket_id: str, created_at: datetime, urgency: int) -> dict[str, Any]:
    return {
        **blank(),
        "id": ticket_id,
        "digest": "",
        "status": "dispatched",
        "version": 1,
        "opened_as": "dispatch",
        "kind": "complaint",
        "category": "010101",
        "title": "路灯不亮",
        "content": "路口的路灯三天不亮。",
        "urgency": urgency,
        "unit": "D06",
        "created_by_id": "bench",
        "created_by": "bench",
        "created_at": created_at,
        "updated_at": created_at,
        "closed_at": None,
        "note_count": 0,
    }


class _Watched(Timers):
    """Notes when each batch was committed, and how many timers it held."""

    def __init__(self, kernel: Kernel, handlers: Timers) -> None:
        super().__init__(kernel)
        self._handlers = handlers._handlers
        self.done: list[datetime] = []

    def fire_due(self) -> int:
        fired = super().fire_due()
        self.done += [datetime.now(UTC)] * fired
        return fired


def _lateness(kernel: Kernel, words: str) -> list[Result]:
    """Urgent tickets come to their reminders one after another, and then many at one moment."""
    timers = _Watched(kernel, kernel.room(Timers))
    while timers.fire_due():
        pass
    spread = _due_in(kernel, timers, [3 + n * _SECONDS / _SPREAD for n in range(_SPREAD)])
    burst = _due_in(kernel, timers, [3.0] * _AT_ONCE)
    alarms = kernel.read(
        lambda tx: tx.connection.execute(
            select(func.count()).select_from(ticket_steps).where(ticket_steps.c.action == "alarm")
        ).scalar_one()
    )
    if alarms < _SPREAD + _AT_ONCE:
        raise AssertionError(f"{alarms} rungs were reached, not all")
    note = f"{words}, {_SPREAD // _SECONDS} a second"
    return [
        Result("a rung after it was due, p95", percentile(spread, 0.95), 2.0, "s", note=note),
        Result("a rung after it was due, the latest", max(spread), 2.0, "s", note=note),
        Result("the last of many due at once", max(burst), 2.0, "s", note=f"{words}, {_AT_ONCE} at once"),
    ]


def _due_in(kernel: Kernel, timers: _Watched, seconds: list[float]) -> list[float]:
    """Files tickets whose reminders are due in so many seconds, and returns how late each was."""
    now = datetime.now(UTC) + timedelta(seconds=len(seconds) / 500)
    moments = [now + timedelta(seconds=each) for each in seconds]
    made = [
        _ticket(f"urgent-{now.timestamp():.0f}-{number}", moment - _REMINDER, 1)
        for number, moment in enumerate(moments)
    ]
    kernel.write(lambda tx: repository.add_many(tx, made, tx.now))
    timers.done.clear()

    async def wait() -> None:
        async with timers.beside():
            while len(timers.done) < len(moments) and datetime.now(UTC) < moments[-1] + timedelta(seconds=60):
                await asyncio.sleep(0.2)

    asyncio.run(wait())
    return [(done - moment).total_seconds() for done, moment in zip(timers.done, moments, strict=False)]


def _recount(kernel: Kernel, words: str) -> Result:
    """Loads a calendar by which everything is due at another moment."""
    calendar = next(each for each in kernel.read(settings.calendars) if each.code == "cn")
    other = _shorter(calendar)
    timers = kernel.room(Timers)
    start = time.perf_counter()

    def load(tx: Transaction) -> Calendar:
        return settings.define(tx, other)

    kernel.write(load)
    while kernel.read(recount.progress).running:
        timers.fire_due()
    taken = time.perf_counter() - start
    done = kernel.read(recount.progress)
    if done.changed < done.total:
        raise AssertionError(f"{done.changed} of {done.total} tickets have changed")
    return Result("all open tickets counted anew", taken, 30.0, "s", note=f"{words}, all of them changed")


def _shorter(calendar: Calendar) -> NewCalendar:
    shift = [{"start": "09:00", "end": "12:00"}, {"start": "13:00", "end": "16:00"}]
    return NewCalendar.model_validate(
        {
            **calendar.model_dump(include={"code", "name", "zone"}),
            "effective_from": date(1970, 1, 1),
            "week": [shift] * 5 + [[], []],
            "make_up": shift,
        }
    )
