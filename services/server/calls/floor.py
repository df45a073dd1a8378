"""The call floor: live calls and agents in memory, stored and announced with every change.

A batch is everything that happens in one transaction: facts of the exchange, what the rules make of them, what a person
asked for. Raw events, rows and events of the log are written in that transaction, and the memory is taken back when it
fails. The floor's lock is taken inside of the transaction and kept until its end, so what other threads see is committed.

Never take the floor's lock and open a writing transaction then: two threads could wait for each other.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as Waited

from services.contracts.accounts import Account, Permission
from services.contracts.calls import AgentState, AgentStatus, CallEventKind, CallState, QueueEntry
from services.contracts.events import Topic
from services.contracts.text import clean_number
from services.server.calls import repository, views
from services.server.calls.announce import announce, announce_entry
from services.server.calls.consoles import StreamConsoles
from services.server.calls.core import FloorCore
from services.server.calls.enrolled import as_account
from services.server.calls.recent import HandleTimes
from services.server.calls.restart import restore
from services.server.calls.rules import Caller, FloorRules, stamp_of
from services.server.calls.state import IN_QUEUE, LiveAgent
from services.server.kernel import Kernel
from services.server.transaction import Actor, Transaction
from services.telephony.exchange import LocalExchange
from services.telephony.protocol import ExchangeState, Fact, Stamp, Telephony

log = logging.getLogger(__name__)

Result = TypeVar("Result")

REPEATED_DAYS = 7
REFRESH_SECONDS = 5.0
"""Real seconds between two looks at everybody's place and estimate; joining and leaving are told at once."""
WAITS = (OperationalError, InterfaceError, InternalError, Waited, OSError)
"""What passes by itself: a full disk, a database that is away or busy. All else is the fault of what is stored."""
SHORTEST_WAIT, LONGEST_WAIT = 0.02, 0.25
"""Real seconds between two turns of the floor. People's consoles and timed states are looked at in each."""


class CallFloor:
    """The room of the calls feature; one in the whole district.

    Args:
        kernel: database, clocks and event feed.
        exchange: where the calls are.
        rules: times and routing.
    """

    def __init__(self, kernel: Kernel, exchange: Telephony, rules: FloorRules | None = None) -> None:
        self._kernel = kernel
        self._lock = threading.RLock()
        self._inside: Transaction | None = None
        self.consoles = StreamConsoles(kernel.feed, kernel.real_clock.monotonic)
        self.core = FloorCore(
            exchange, kernel.clock, kernel.real_clock.monotonic, self.consoles, rules or FloorRules(), kernel.zone
        )
        self.handle_times = HandleTimes()
        self.sent: dict[str, QueueEntry] = {}
        """What the desks were last told about each waiting caller."""
        self.sending: dict[str, QueueEntry] = {}
        """What they are told by the transaction that is open."""
        self.is_last: Callable[[str], bool] = lambda _number: False
        """Tells whether a number is blocked so that it is served last."""
        self._refresh_due = 0.0
        self.set_aside = 0
        """Facts that could not be stored, each by itself."""
        self.failing = ""
        """Why nothing can be stored now."""
        self.ended_by_survey = 0
        """Calls whose end the exchange did not tell."""
        self._known_agents: set[str] = set()
        self._callers: dict[str, tuple[str, bool, int]] = {}
        """What was looked up at once of the callers of a batch."""
        self._surveyed = 0
        self._told = ExchangeState()
        kernel.write(self._restore)
        self.core.tell_states()

    # -- transactions

    def act(self, tx: Transaction, work: Callable[[FloorCore], Result]) -> Result:
        """Brings the floor up to now, runs ``work`` on it, and stores and announces all changes. Once in a transaction."""
        self._enter(tx)
        self.core.run_until(stamp_of(self._kernel.clock))
        result = work(self.core)
        self._store(tx)
        return result

    def turn(self) -> float:
        """Lets happen what is due, in a transaction if there is anything; returns the real seconds until the next turn."""
        real = self._kernel.real_clock.monotonic()
        with self._lock:
            refresh = real >= self._refresh_due
            surveyed, state = self.core.exchange.surveyed, self.core.exchange.state
            news = surveyed != self._surveyed or state != self._told
            work = refresh or news or self.core.has_work(stamp_of(self._kernel.clock))
        if work:
            try:
                self._kernel.write(lambda tx: self._turn(tx, refresh, surveyed, state))
            except WAITS:
                raise
            except Exception:
                self._sift()
                return SHORTEST_WAIT
            self._surveyed, self._told = surveyed, state
            if refresh:
                self._refresh_due = real + REFRESH_SECONDS
        clock = self._kernel.clock
        with self._lock:
            due = self.core.next_due()
        if due is None or clock.speed <= 0:
            return LONGEST_WAIT
        return min(LONGEST_WAIT, max(SHORTEST_WAIT, (due - clock.monotonic()) / clock.speed))

    def _sift(self) -> None:
        """Finds what cannot be stored of the facts that were taken back: it is set aside, all others are stored.

        Raises:
            Exception: no fact is to blame.
        """
        log.exception("a batch of the floor could not be stored; its facts are taken in one by one")
        self._kernel.write(lambda tx: self._admit(tx, 0))
        while self.core.waiting_facts:
            try:
                self._kernel.write(lambda tx: self._admit(tx, 1))
            except WAITS:
                raise
            except Exception as error:
                with self._lock:
                    fact = self.core.set_aside()
                self.set_aside += 1
                log.error(
                    "a fact of the exchange cannot be stored and was set aside: %s of call %s (%s)",
                    fact.kind,
                    fact.call_id or "-",
                    type(error).__name__,
                )

    def _admit(self, tx: Transaction, count: int) -> None:
        self._enter(tx)
        self.core.admit(count, stamp_of(self._kernel.clock))
        self._store(tx)

    @property
    def trouble(self) -> str:
        """What is wrong, in words for whoever looks after the server; empty where nothing is."""
        said = [f"Calls cannot be stored: {self.failing}."] if self.failing else []
        if self.set_aside:
            said.append(
                f"{self.set_aside} events of the exchange could not be stored and were set aside since the start; the log names them."
            )
        return " ".join(said)

    def _turn(self, tx: Transaction, refresh: bool, surveyed: int, state: ExchangeState) -> None:
        gone = self.act(tx, lambda core: core.reconcile() if surveyed != self._surveyed else 0)
        if gone:
            log.warning("%d calls were ended that the exchange does not have any more", gone)
            self.ended_by_survey += gone
        if state != self._told:
            tx.append(Topic.EXCHANGE, "exchange", views.exchange_view(state).model_dump(mode="json"))
        if refresh:
            for entry in self.entries(list(self.sent)):
                if self.sending.get(entry.call_id, self.sent[entry.call_id]) != entry:
                    announce_entry(self, tx, entry)

    @contextmanager
    def look(self) -> Iterator[FloorCore]:
        """Opens the floor for reading; what is seen is committed."""
        with self._lock:
            yield self.core

    def _enter(self, tx: Transaction) -> None:
        if self._inside is tx:
            raise RuntimeError("the floor acts once in a transaction")
        self._lock.acquire()
        if self._inside is not None:
            self._lock.release()
            raise RuntimeError("the floor has no part in a transaction that several share")
        self._inside = tx
        tx.at_end.append(self._leave)
        self._callers = {}
        self.core.caller_of = partial(self._caller, tx)
        self.core.expect = partial(self._expect, tx)

    def _leave(self, committed: bool) -> None:
        try:
            if committed:
                self._remember()
                self.core.keep()
            else:
                self.core.take_back()
        finally:
            self._inside = None
            self.sending = {}
            self._lock.release()

    def _remember(self) -> None:
        """Takes over what is true only once it is committed."""
        for before, call in self.core.state.changed_calls():
            if call.id not in self.core.state.calls and call.answered is not None and before is not None:
                self.handle_times.add(call.skill, call.talk + call.hold + call.wrap_up)
            if call.state not in IN_QUEUE:
                self.sent.pop(call.id, None)
        self.sent.update(self.sending)
        self._known_agents.update(agent.id for _, agent in self.core.state.changed_agents())

    def _caller(self, tx: Transaction, number: str) -> Caller:
        known = self._callers.get(number) or repository.caller(tx.connection, number, self._lately())
        return Caller(*known, last=self.is_last(number))

    def _expect(self, tx: Transaction, numbers: Sequence[str]) -> None:
        self._callers.update(repository.callers(tx.connection, numbers, self._lately()))

    def _lately(self) -> datetime:
        """Returns since when a caller counts as one who calls again."""
        return self.core.now.at - timedelta(days=REPEATED_DAYS)

    # -- storing

    def _store(self, tx: Transaction) -> None:
        """Writes what the batch has brought so far."""
        core, connection = self.core, tx.connection
        told, core.facts = core.facts, []
        facts, run = _rated_once(connection, told), core.exchange.run
        repository.add_events(connection, [repository.event_values(fact, run, tx.now) for fact in facts])
        new, changed = [], []
        for before, call in core.state.changed_calls():
            values = repository.call_values(call)
            if before is None:
                new.append(values)
            elif values != repository.call_values(before):
                changed.append(values)
        repository.add_calls(connection, new)
        repository.change_calls(connection, changed)
        for fact in facts:
            if fact.kind is CallEventKind.RATED and fact.call_id not in core.state.calls:
                repository.rate(connection, fact.call_id, int(fact.data.get("satisfaction") or 0))
        agents = [agent for _, agent in core.state.changed_agents()]
        known = self._known_agents
        repository.add_agents(connection, [repository.agent_values(agent) for agent in agents if agent.id not in known])
        repository.change_agents(connection, [repository.agent_values(agent) for agent in agents if agent.id in known])
        kept = (
            CallEventKind.CALLBACK_WISHED,
            CallEventKind.VOICEMAIL,
            CallEventKind.BLOCKED,
            CallEventKind.TURNED_AWAY,
            CallEventKind.OVERFLOWED,
            CallEventKind.RATED,
        )
        wishes = [fact.call_id for fact in told if fact.kind in kept]
        if wishes:
            tx.at_end.append(lambda committed: core.exchange.kept(wishes) if committed else None)
        for follow in self._kernel.floor_batches:
            follow(tx, facts, core.state.changed_calls())
        announce(self, tx)

    def entries(self, call_ids: Iterable[str]) -> list[QueueEntry]:
        """Returns those of the calls that wait, as the queue shows them."""
        state, agents = self.core.state, dict[str, int]()
        found = []
        for call_id in call_ids:
            call = state.calls.get(call_id)
            if call is not None and call.state in IN_QUEUE:
                if call.skill not in agents:
                    agents[call.skill] = views.agents_for(state, call.skill)
                now = self.core.now.monotonic
                found.append(views.queue_entry(state, call, now, self.handle_times.means, agents[call.skill]))
        return found

    # -- agents

    def enrol(self, core: FloorCore, account: Account, console: str = "") -> LiveAgent:
        """Makes an account known to the floor, or brings what is known about it up to date."""
        known = core.state.agents.get(account.id)
        agent = known or LiveAgent(account.id, account.name, core.now, simulated=account.simulated)
        agent = as_account(agent, account, console or agent.console)
        if agent != known:
            core.change_agent(agent)
        return agent

    def signed_out(self, actor: Actor) -> None:
        """A session has ended. Whoever still has a caller keeps them, as when a console dies."""

        def off(core: FloorCore) -> None:
            agent = core.state.agents.get(actor.account_id)
            if agent is None or agent.console != actor.session_id:
                return
            if agent.state not in (AgentState.OFFLINE, AgentState.TALKING, AgentState.HELD):
                core.free(agent.id, AgentState.OFFLINE, "signed_out", "console_lost")

        self._kernel.write(lambda tx: self.act(tx, off))

    # -- for tests and measurements

    def offer(self, call_id: str, number: str, skill: str, scenario: str = "", language: str = "") -> None:
        """Lets a call arrive, as if somebody had dialled the hotline.

        Raises:
            TypeError: the exchange is a real one; there a telephone is needed.
        """
        exchange = self.core.exchange
        if not isinstance(exchange, LocalExchange):
            raise TypeError("calls can be put only into an exchange of this process")

        def arrive(core: FloorCore) -> None:
            exchange.call_in(call_id, clean_number(number), skill, scenario, language)
            core.ask(lambda: None)

        self._kernel.write(lambda tx: self.act(tx, arrive))

    # -- starting

    def _restore(self, tx: Transaction) -> None:
        self._enter(tx)
        self._known_agents = restore(self.core, tx, self.handle_times)
        self._store(tx)

    def snapshot(self, tx: Transaction) -> dict[str, Any]:
        """Returns the floor's share of a snapshot: what the actor may see."""
        fields: dict[str, Any] = {"exchange": views.exchange_view(self.core.exchange.state)}
        with self.look() as core:
            state = core.state
            if tx.actor.may(Permission.QUEUE_WATCH):
                parked = [call.id for call in state.calls.values() if call.state is CallState.PARKED]
                fields["queue"] = self.entries([*state.router.in_order(), *parked])
                fields["agents"] = [views.agent_view(state, agent) for agent in state.agents.values()]
            me = state.agents.get(tx.actor.account_id)
            if me is not None and tx.actor.may(Permission.CALL_HANDLE):
                fields["me"] = views.agent_view(state, me)
                call = state.calls.get(me.call_id)
                fields["call"] = views.call_view(state, call, numbered=True) if call else None
        return fields

    def agents(self) -> list[AgentStatus]:
        """Returns the agent board."""
        with self.look() as core:
            return [views.agent_view(core.state, agent) for agent in core.state.agents.values()]


def _rated_once(connection: Connection, facts: list[Fact]) -> list[Fact]:
    """Leaves out marks that are kept already: an exchange tells one again until it knows that."""
    rated = {fact.call_id for fact in facts if fact.kind is CallEventKind.RATED}
    known = repository.rated(connection, rated) if rated else frozenset()
    return [fact for fact in facts if fact.kind is not CallEventKind.RATED or fact.call_id not in known]


def local_exchange(kernel: Kernel) -> LocalExchange:
    """Returns an exchange without callers of its own, for a server without training mode and without a PBX."""
    now = stamp_of(kernel.clock)
    return LocalExchange(f"local-{now.at:%Y%m%dT%H%M%S.%f}", Stamp(now.at, now.monotonic))
