"""Call events in bulk, from an exchange of this process through the floor into the database: how many a second, and what they cost.

Calls that wait and are given up, the half of them by somebody who has called before; and calls that agents answer and wrap up.
"""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import postgres
from benchmarks.report import Result, tell
from sqlalchemy import func, select

from services.contracts.accounts import Account, Role, Skill
from services.contracts.calls import AgentState
from services.server.accounts import repository as accounts
from services.server.app import build_app, build_kernel
from services.server.calls.core import FloorCore
from services.server.calls.floor import CallFloor
from services.server.calls.tables import call_events
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.kernel import Kernel
from services.server.migrations import upgrade
from services.telephony.exchange import LocalExchange

_A_BATCH = 100
_AGENTS = 100


def run(short: bool) -> list[Result]:
    """Measures both kinds on SQLite and on PostgreSQL."""
    count = 1_000 if short else 10_000
    results: list[Result] = []
    for kind in ("sqlite", "postgresql"):
        for answered in (False, True):
            with _empty(kind) as url, tempfile.TemporaryDirectory() as folder:
                results += tell(_hub(kind, url, Path(folder), count, answered))
    return results


@contextmanager
def _empty(kind: str) -> Iterator[str]:
    if kind == "sqlite":
        # Beside the checkout and not under /tmp, which may be memory.
        Path("build").mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir="build") as folder:
            yield f"sqlite:///{folder}/hub.sqlite"
    else:
        with postgres.running() as server:
            server.create("events")
            yield server.url("events")


def _hub(kind: str, url: str, folder: Path, count: int, answered: bool) -> list[Result]:
    database = Database(url)
    upgrade(database)
    people = [
        Account(id=f"a{n}", username=f"a{n}", name=f"a{n}", roles=[Role.AGENT], skills=[Skill(key="general", level=1)])
        for n in range(_AGENTS)
    ]
    with database.write() as connection:
        for person in people:
            accounts.add(connection, person, "")
    kernel = build_kernel(ServerConfig(url, folder), database)
    build_app(kernel)
    floor = kernel.room(CallFloor)
    if answered:
        kernel.write(lambda tx: floor.act(tx, lambda core: _on_duty(floor, core, people)))
    with database.read() as connection:
        before = connection.execute(select(func.count()).select_from(call_events)).scalar_one()
    began, processor = time.perf_counter(), time.process_time()
    for first in range(0, count, _A_BATCH):
        _batch(kernel, floor, first, answered)
    seconds, spent = time.perf_counter() - began, time.process_time() - processor
    with database.read() as connection:
        kinds: dict[str, int] = dict(
            connection.execute(select(call_events.c.kind, func.count()).group_by(call_events.c.kind)).tuples().all()
        )
        calls = connection.execute(select(func.count(func.distinct(call_events.c.call_id)))).scalar_one()
    database.close()
    stored = sum(kinds.values()) - before
    wanted = ("offered", "queued", "ringing", "answered", "ended") if answered else ("offered", "queued", "abandoned")
    wrong = abs(calls - count) + sum(abs(kinds.get(kind, 0) - count) for kind in wanted)
    what = f"{'SQLite' if kind == 'sqlite' else 'PostgreSQL'}, calls {'answered' if answered else 'given up'}"
    note = f"{stored:,} events of {count:,} calls"
    return [
        Result(f"Call events taken in and stored, {what}", stored / seconds, 2_000, "/s", False, note),
        Result(f"Processor time for 1,000 of them, {what}", spent / stored * 1e6, None, "ms", note=note),
        Result(f"Call events lost or doubled, {what}", wrong, 0, "", note=note),
    ]


def _on_duty(floor: CallFloor, core: FloorCore, people: list[Account]) -> None:
    for person in people:
        core.set_state(floor.enrol(core, person).id, AgentState.READY)


def _batch(kernel: Kernel, floor: CallFloor, first: int, answered: bool) -> None:
    """A hundred calls come, and a hundred go."""
    for agent in floor.core.state.agents.values():
        floor.consoles.saw(agent.id, agent.console)
    exchange = floor.core.exchange
    assert isinstance(exchange, LocalExchange)  # noqa: S101 - a benchmark
    ids = [f"call-{n}" for n in range(first, first + _A_BATCH)]
    for number, call_id in enumerate(ids, first):
        # Two calls from each number.
        exchange.call_in(call_id, f"138{number % 5_000 + number // 10_000 * 5_000:08}", "general")
    kernel.write(lambda tx: floor.act(tx, lambda _core: None))
    if answered:
        kernel.write(lambda tx: floor.act(tx, _answer))
    for call_id in ids:
        exchange.hang_up(call_id)
    kernel.write(lambda tx: floor.act(tx, lambda _core: None))
    if answered:
        kernel.write(lambda tx: floor.act(tx, _go_on))


def _answer(core: FloorCore) -> None:
    for agent in list(core.state.agents.values()):
        if agent.state is AgentState.RINGING:
            core.answer(agent, core.state.calls[agent.call_id])


def _go_on(core: FloorCore) -> None:
    for agent in list(core.state.agents.values()):
        core.set_state(agent.id, AgentState.READY)
