"""The exchange that the call floor is made on, where the district has one."""

import contextlib
import logging
from collections.abc import AsyncIterator, Collection, Sequence
from functools import partial
from pathlib import Path

from services.server.accounts import repository as accounts
from services.server.calls import repository as calls
from services.server.feature import Feature
from services.server.kernel import Kernel
from services.server.operations.metrics import Metrics
from services.server.pbx import settings as stored
from services.server.pbx.recordings import Recordings
from services.server.routes import Router
from services.server.tickets import catalogue
from services.server.transaction import Transaction
from services.telephony.asterisk.backlog import Backlog
from services.telephony.asterisk.connection import REFUSED, Access
from services.telephony.asterisk.desks import Desk
from services.telephony.asterisk.exchange import AsteriskExchange
from services.telephony.asterisk.journal import Journal
from services.telephony.asterisk.names import is_skill
from services.telephony.protocol import Telephony
from services.telephony.routing import GENERAL

log = logging.getLogger(__name__)


def install(kernel: Kernel) -> None:
    """Connects to the configured exchange. A training server has its simulated one."""
    found = kernel.read(lambda tx: stored.read(tx.connection))
    if found is None or not found.active or Telephony in kernel.rooms:
        return
    access = Access(found.host, found.port, found.user, found.secret)
    exchange = AsteriskExchange(access, lambda: kernel.read(directory), kernel.clock)
    log.info("calls come from the exchange at %s:%d", found.host, found.port)
    exchange.journal = journal = Journal(kernel.config.data_folder / "exchange", kernel.clock)
    journal.start()
    if found.queue_log:
        last = kernel.read(lambda tx: calls.last_recorded(tx.connection)) or kernel.clock.now()
        exchange.comparison.backlog = Backlog(
            Path(found.queue_log), last, partial(_over, kernel), partial(_told, kernel)
        )
    exchange.start()
    kernel.rooms[Telephony] = exchange
    kernel.troubles.append(lambda: _trouble(exchange, found.host, found.port))
    metrics = kernel.room(Metrics)
    metrics.gauge("tongfu_exchange_heard", "1 while the exchange is heard.", lambda: float(exchange.state.connected))
    metrics.gauge(
        "tongfu_exchange_repairs", "Differences to the exchange that were put right.", exchange.comparison.repairs.total
    )
    metrics.gauge(
        "tongfu_exchange_events_dropped",
        "Events of the exchange that could not be written down (disk, size, speed).",
        lambda: float(journal.dropped),
    )

    @contextlib.asynccontextmanager
    async def beside() -> AsyncIterator[None]:
        try:
            yield
        finally:
            exchange.stop()
            journal.stop()

    kernel.background.append(beside)
    if found.recordings:
        recordings = Recordings(kernel, Path(found.recordings))
        kernel.background.append(recordings.beside)
        for outcome, words in _OUTCOMES.items():
            metrics.gauge(f"tongfu_recordings_{outcome}", words, partial(_count, recordings, outcome))


_OUTCOMES = {
    "kept": "Recordings taken in.",
    "broken": "Recordings that could not be read.",
    "wrong": "Recordings that are shorter than their talk, or silent.",
    "missing": "Answered calls whose recording was not there in time.",
}


def _trouble(exchange: AsteriskExchange, host: str, port: int) -> str:
    """Says why the exchange is not heard; empty while it is."""
    why = exchange.lost
    if why == REFUSED:
        return (
            f"The exchange at {host}:{port} refuses our sign-in: name or secret of its manager interface are other ones "
            "than ours (tongfu pbx configure, tongfu pbx check)."
        )
    return f"The exchange at {host}:{port} is not heard: {why}." if why else ""


def _over(kernel: Kernel, call_ids: Collection[str]) -> Collection[str]:
    return kernel.read(lambda tx: calls.over(tx.connection, call_ids))


def _told(kernel: Kernel, call_ids: Collection[str]) -> dict[str, dict[str, int]]:
    return kernel.read(lambda tx: calls.told(tx.connection, call_ids))


def _count(recordings: Recordings, outcome: str) -> float:
    return recordings.counts[outcome]


FEATURE = Feature(Router(), install)


def directory(tx: Transaction) -> tuple[Sequence[Desk], frozenset[str]]:
    """Returns who has a telephone, with the skills of today, and the skills that have a queue."""
    found = stored.read(tx.connection)
    telephones = found.telephones if found else {}
    desks = [
        Desk(account.id, telephones[account.id].extension, [(skill.key, skill.level) for skill in account.skills])
        for account in accounts.everyone(tx.connection)
        if account.id in telephones and account.active
    ]
    return desks, frozenset(skills(tx))


def skills(tx: Transaction) -> dict[str, str]:
    """Returns the skills that have a queue, with their names: those of the catalogue, and the general one."""
    named = {skill.key: skill.name for skill in catalogue.read(tx).skills if is_skill(skill.key)}
    return {GENERAL: named.pop(GENERAL, "General"), **named}
