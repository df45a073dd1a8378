"""From asking for a ticket to its painted page: 300 entries in its time line, read from the server each time."""

import asyncio
import random
import shutil
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

from benchmarks import databases
from benchmarks.desk import Painted
from benchmarks.report import Result, median, percentile
from PySide6.QtWidgets import QApplication

from console.tour.hand import LostError
from services import collecting
from services.contracts.lifecycle import Step
from services.server.app import build_kernel
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.runner import ApiServer
from services.server.tickets import repository
from services.server.tickets.repository import Entry
from services.server.tickets.tables import tickets
from services.server.transaction import Transaction
from tests.e2e.window import Desk, at_the_desk
from ui.page import Link
from ui.ticket.page import TicketPage

FOLDER = Path("build/bench-ticketpage")
ENTRIES = 300
TICKETS = 12
Times = tuple[list[float], list[float], list[float]]
"""Until painted, from the answer until painted, and processor time of both; milliseconds."""
_WORDS = (
    "到场核实，现场噪声 62 分贝，已要求施工方停止夜间作业。",
    "与市民电话沟通，说明处理进展，市民表示知悉。",
    "施工方提交整改方案，承诺 22 时后不再打桩；社区网格员将连续三晚巡查并记录，如再发现即移交执法。",
)


def _fill(folder: Path) -> tuple[ServerConfig, list[str]]:
    config = databases.training(folder)
    database = Database(config.database_url)
    kernel = build_kernel(config, database)

    def tell(tx: Transaction) -> list[str]:
        choose = random.Random(3)
        rows = tx.connection.execute(tickets.select().order_by(tickets.c.key.desc()).limit(TICKETS)).all()
        entries = []
        for row in rows:
            for number in range(ENTRIES):
                step = choose.choice((Step.RECORD, Step.CONTACT, Step.URGE, Step.ASSIGN))
                said = {"text": choose.choice(_WORDS)}
                at = tx.now - timedelta(minutes=ENTRIES - number)
                entries.append((row.key, Entry(at, "h", "承办员01", step.value, {}, "D06", said)))
        repository.add_steps(tx.connection, entries)
        # A ticket of version 1 has no trail beyond its first entry.
        grown = tickets.update().where(tickets.c.key.in_([row.key for row in rows]))
        tx.connection.execute(grown.values(version=tickets.c.version + ENTRIES))
        return [row.id for row in rows]

    ids = kernel.write(tell)
    database.close()
    return config, ids


def _walk(ids: list[str], rounds: int) -> Callable[[Desk], Awaitable[Times]]:
    async def walk(desk: Desk) -> Times:
        hand = desk.hand
        desk.window.open_link(Link("ticket", "ticket", ids[0]))
        await hand.wait("the page of a ticket", lambda: desk.window.findChildren(TicketPage))
        page = desk.window.findChildren(TicketPage)[0]
        presenter, painted = page.presenter, Painted(page.timeline.viewport())
        whole: list[float] = []
        shown: list[float] = []
        busy: list[float] = []
        for number in range(rounds + 3):
            wanted = ids[(number + 1) % len(ids)]
            seen: list[float] = []
            came: list[float] = []

            def on_changed(wanted: str = wanted, seen: list[float] = seen, came: list[float] = came) -> None:
                found = presenter.ticket
                if found is not None and found.id == wanted and not came:
                    came.append(time.perf_counter())
                    painted.tell_once(seen.append)

            presenter.opened.connect(on_changed)
            presenter.ticket_changed.connect(on_changed)
            worked, began = time.process_time(), time.perf_counter()
            desk.window.open_link(Link("ticket", "ticket", wanted))
            await hand.wait("the painted ticket", lambda seen=seen: seen, 10)  # type: ignore[misc]
            presenter.opened.disconnect(on_changed)
            presenter.ticket_changed.disconnect(on_changed)
            if number >= 3:
                whole.append((seen[0] - began) * 1000)
                shown.append((seen[0] - came[0]) * 1000)
                busy.append((time.process_time() - worked) * 1000)
            await asyncio.sleep(0.15)
        if len(page.timeline.entries.entries) < ENTRIES:
            raise LostError("not every entry is in the time line")
        painted.close()
        QApplication.processEvents()
        return whole, shown, busy

    return walk


def run(short: bool) -> list[Result]:
    """Measures with server and window in one process, as in the embedded console."""
    rounds = 12 if short else 120
    shutil.rmtree(FOLDER, ignore_errors=True)
    config, ids = _fill(FOLDER / "server")
    server = ApiServer(config)
    try:
        address = server.start()
        # As the embedded server does: what it is made of is not looked at again and again while somebody works.
        collecting.set_aside()
        whole, shown, busy = at_the_desk(FOLDER / "console", _walk(ids, rounds), address)
    finally:
        server.stop()
    shutil.rmtree(FOLDER, ignore_errors=True)
    note = f"{rounds} times, {ENTRIES} entries; median {median(whole):.0f} ms; of it on the GUI thread: p95 "
    note += f"{percentile(shown, 0.95):.0f} ms; processor time, server and window: median {median(busy):.0f} ms"
    return [Result("ticket page open to painted, p95", percentile(whole, 0.95), 150.0, "ms", note=note)]
