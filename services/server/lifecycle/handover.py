"""Work never waits for one who left: what lay with them goes to their unit's pool, where colleagues see it.

A console that crashes, is switched off or loses the network signs nobody out. Whoever has been heard of on no console for so
much working time as the rules of clocks say (``silent_minutes``) has left too.
"""

import contextlib
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

from services.contracts.lifecycle import Step
from services.server.accounts import repository as accounts
from services.server.background import looking
from services.server.clocks import repository as clocks
from services.server.clocks.worktime import MINUTE
from services.server.kernel import Kernel
from services.server.lifecycle import notices
from services.server.lifecycle import repository as own
from services.server.tickets import repository, service
from services.server.tickets.repository import Entry
from services.server.tickets.tables import microseconds
from services.server.tickets.trace import said
from services.server.transaction import Actor, Transaction

log = logging.getLogger(__name__)

HEARD = timedelta(minutes=5)
"""Whose console was there so lately is there now."""
GRACE = timedelta(minutes=10)
"""So long after a start of the server nobody is missed: consoles come back one after the other."""
_EVERY_SECONDS = 60.0


def on_sign_out(kernel: Kernel, actor: Actor) -> None:
    """Hands on the open tickets of somebody who signed out of the last of their consoles."""
    now = kernel.real_clock.now()

    def has_left(tx: Transaction) -> bool:
        heard_at = accounts.last_heard(tx.connection, actor.account_id, now)
        is_here = heard_at is not None and heard_at > now - HEARD
        return not is_here and own.holds_any(tx.connection, actor.account_id)

    if kernel.read(has_left):
        kernel.write(lambda tx: release(tx, actor.account_id, "signed_out"), actor)


def release(tx: Transaction, account_id: str, why: str) -> int:
    """Puts all open tickets that lie with a person into their unit's pool, with notice to the unit; returns how many."""
    released = own.open_of_handler(tx.connection, account_id)
    for row in released:
        changes = {"handler_id": None, "handler": ""}
        repository.change(tx.connection, row, changes, tx.now)
        trail = {name: [said(name, getattr(row, name)), said(name, value)] for name, value in changes.items()}
        entry = Entry(
            tx.now, tx.actor.account_id, tx.actor.name, Step.ASSIGN.value, trail, tx.actor.unit, {"reason": why}
        )
        repository.add_step(tx.connection, row.key, entry)
        service.tell(tx, service.row_of(tx, row.id))
    for unit in dict.fromkeys(row.unit for row in released):
        of_one = [row for row in released if row.unit == unit]
        notices.handed_over(tx, unit, len(of_one), of_one[0].handler, why)
    return len(released)


def is_silent(tx: Transaction, account_id: str) -> bool:
    """Tells whether somebody is signed in, and was heard of on no console for as much working time as the rules say."""
    heard_at = accounts.last_heard(tx.connection, account_id, tx.real_now)
    account = accounts.find(tx.connection, account_id)
    if heard_at is None or account is None:
        return False
    config = clocks.config(tx.connection, is_counting=False)
    rules = config.rules_at(tx.now)
    time = config.time(config.calendar_of(rules, account.unit))
    # Consoles are heard by real time: a training day may be faster, and nobody was away for its minutes.
    since = tx.now - (tx.real_now - heard_at)
    return time.worked(microseconds(since), microseconds(tx.now)) >= rules.silent_minutes * MINUTE


class Silence:
    """Notes whose consoles are there, and hands on what lies with whoever is heard of no more; several replicas do no harm."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._begun = kernel.real_clock.now()

    @contextlib.asynccontextmanager
    async def beside(self) -> AsyncIterator[None]:
        """Runs beside the requests."""
        async with looking(self.look, _EVERY_SECONDS, log, "consoles could not be looked for", at_once=False):
            yield

    def look(self) -> int:
        """Looks once; returns how many people's work was handed on."""
        kernel, now = self._kernel, self._kernel.real_clock.now()
        there = kernel.feed.sessions()
        if there:
            kernel.write(lambda tx: accounts.heard(tx.connection, there, now))
        if now - self._begun < GRACE:
            return 0
        return sum(kernel.write(lambda tx, who=who: self._release(tx, who)) for who in kernel.read(self._missing))  # type: ignore[misc]

    def _missing(self, tx: Transaction) -> list[str]:
        silent = accounts.not_heard(tx.connection, tx.real_now, tx.real_now - HEARD)
        return [who for who in silent if own.holds_any(tx.connection, who) and is_silent(tx, who)]

    def _release(self, tx: Transaction, account_id: str) -> bool:
        # Asked again: they may have come back, or another replica was faster.
        return is_silent(tx, account_id) and release(tx, account_id, "silent") > 0
