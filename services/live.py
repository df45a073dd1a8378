"""Live state: a snapshot, then the event stream, and an honest word about how old what is shown is."""

import json
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Any, Protocol

from sseclient import SSEClient

from services.clock import Clock
from services.contracts.alarms import Alarm
from services.contracts.calls import AgentState, AgentStatus, Call, CallState, QueueEntry
from services.contracts.common import API_VERSION
from services.contracts.events import Alert, Event, ExchangeStatus, Heartbeat, Snapshot, Topic, TrainingState
from services.contracts.opening import QueueClosing
from services.errors import AppError, NotSignedIn
from services.tasks import Progress

STALE_SECONDS = 5.0
"""Without a sign of life for so long, every live page says when what it shows was last true."""
_READ_SECONDS = 6.0
_FIRST_PAUSE = 0.3
_LONGEST_PAUSE = 8.0


class LiveSource(Protocol):
    """The routes of live state."""

    def snapshot(self) -> Snapshot:
        """Gives all live state."""
        ...

    def events(self, after: int, read_seconds: float, progress: Progress) -> AbstractContextManager[Iterator[bytes]]:
        """Opens the event stream after an id, as chunks of bytes; it ends when ``progress`` is cancelled."""
        ...


class ChangeKind(StrEnum):
    """What a listener is told."""

    SNAPSHOT = "snapshot"
    """Everything may have changed."""
    EVENT = "event"
    """One fact; ``event`` says which."""
    STALE = "stale"
    """Nothing has been heard for five seconds; ``last_true_at`` says since when."""
    FRESH = "fresh"
    """The server is heard again."""


@dataclass(frozen=True)
class LiveChange:
    """A change of live state, after it was applied."""

    kind: ChangeKind
    event: Event | None = None


Listener = Callable[[LiveChange], None]


@dataclass
class LiveState:
    """What is true at the server, as far as this console has heard. Belongs to the GUI thread."""

    queue: dict[str, QueueEntry] = field(default_factory=dict)
    agents: dict[str, AgentStatus] = field(default_factory=dict)
    me: AgentStatus | None = None
    call: Call | None = None
    training: TrainingState = field(default_factory=TrainingState)
    catalogue_version: int = 0
    alerts: dict[str, Alert] = field(default_factory=dict)
    """Emergencies that nobody has acknowledged, by ticket."""
    alarms: dict[int, Alarm] = field(default_factory=dict)
    """Alarms of the floor that are on, by id; for who sees the wall."""
    closings: dict[str, QueueClosing] = field(default_factory=dict)
    """Queues that take no new callers, by skill; for who sees queues."""
    exchange: ExchangeStatus = field(default_factory=ExchangeStatus)
    """Whether the server hears the telephone exchange; while it does not, what is shown of calls grows old."""
    followed: set[str] = field(default_factory=set)
    """Tickets that the person follows."""
    as_of: int = 0
    stale: bool = True
    last_true_at: datetime | None = None
    """Server time of the last sign of life."""

    @property
    def calls_stale(self) -> bool:
        """Tells whether what is shown of calls may be out of date: the server is silent, or does not hear its exchange."""
        return self.stale or not self.exchange.connected

    @property
    def calls_true_at(self) -> datetime | None:
        """The server's time at which what is shown of calls was last known to be true."""
        if not self.exchange.connected and self.exchange.last_true_at is not None:
            return self.exchange.last_true_at
        return self.last_true_at

    def keep_closing(self, closing: QueueClosing) -> None:
        """Takes in that a queue was closed or opened; what was said before counts no more."""
        if closing.closed:
            self.closings[closing.skill] = closing
        else:
            self.closings.pop(closing.skill, None)

    def closed_queues(self, now: datetime) -> list[QueueClosing]:
        """Returns the queues that take no new callers at a moment; one whose end has come is not among them."""
        return sorted((c for c in self.closings.values() if c.until is None or now < c.until), key=lambda c: c.skill)

    def queue_in_order(self) -> list[QueueEntry]:
        """Returns who waits, in the order of service: larger priority first, then who has waited longest."""
        return sorted(self.queue.values(), key=lambda entry: (-entry.priority, entry.since, entry.call_id))


class LiveFeed:
    """Follows the server while somebody is signed in.

    ``run`` lives in a thread of :meth:`services.tasks.ThreadTasks.long_running`; state and listeners are touched on the GUI
    thread only, through ``deliver``.

    Args:
        source: the routes.
        clock: the machine's clock, for ages.
        deliver: runs a callable on the GUI thread soon.
        on_signed_out: the session is lost; told on the GUI thread.
    """

    def __init__(
        self,
        source: LiveSource,
        clock: Clock,
        deliver: Callable[[Callable[[], None]], object],
        on_signed_out: Callable[[], None] = lambda: None,
    ) -> None:
        self._source = source
        self._clock = clock
        self._deliver = deliver
        self._on_signed_out = on_signed_out
        self._listeners: list[Listener] = []
        self._account_id = ""
        self._offset: tuple[datetime, float, float] | None = None
        self._heard = -STALE_SECONDS
        self._wake = threading.Event()
        self._reached: int | None = None
        """The last id that the feed's thread has read, kept when a stream breaks; ``None`` asks for a snapshot."""
        self.state = LiveState()
        self.problem: AppError | None = None
        """Why the server is not heard, while it is not."""

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Calls ``listener`` on the GUI thread after each change; returns the way to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def server_now(self) -> datetime:
        """Returns the server's time (the training day's in training mode), counted on from what was last heard."""
        if self._offset is None:
            return self._clock.now()
        moment, heard, speed = self._offset
        return moment + timedelta(seconds=(self._clock.monotonic() - heard) * speed)

    @property
    def speed(self) -> float:
        """How many of the server's seconds pass in one real second."""
        return self._offset[2] if self._offset else 1.0

    def seconds_since(self, moment: datetime) -> float:
        """Returns the age of something in the server's seconds, never below zero."""
        return max(0.0, (self.server_now() - moment).total_seconds())

    def tick(self) -> None:
        """Notices silence; call it twice a second on the GUI thread."""
        if not self.state.stale and self._clock.monotonic() - self._heard > STALE_SECONDS:
            self.state.stale = True
            self._tell(LiveChange(ChangeKind.STALE))

    def retry_now(self) -> None:
        """Tries to reach the server at once instead of after the pause."""
        self._wake.set()

    def reset(self) -> None:
        """Forgets everything, at sign-out."""
        self.state = LiveState()
        self._offset = None
        self._tell(LiveChange(ChangeKind.SNAPSHOT))

    def run(self, progress: Progress) -> None:
        """Follows the server until it is cancelled or the session is lost."""
        with progress.waking(self._wake.set):
            self._run(progress)

    def _run(self, progress: Progress) -> None:
        pause = _FIRST_PAUSE
        self._reached = None
        while not progress.cancelled:
            try:
                if self._reached is None:
                    snapshot = self._source.snapshot()
                    _check_version(snapshot.api_version)
                    self._reached = snapshot.as_of
                    self._later(progress, partial(self._apply_snapshot, snapshot))
                self._follow(progress, self._reached)
                pause = _FIRST_PAUSE
                # A server that stops ends its streams in peace; it must not be asked without a breath.
                self._wake.wait(_FIRST_PAUSE * random.uniform(0.3, 1.0))
                self._wake.clear()
            except NotSignedIn:
                self._later(progress, self._on_signed_out)
                return
            except AppError as error:
                self._later(progress, partial(self._note_problem, error))
                # Jitter, so that two hundred desks do not come back in the same instant.
                self._wake.wait(pause * random.uniform(0.5, 1.0))
                self._wake.clear()
                pause = min(pause * 2, _LONGEST_PAUSE)

    def _follow(self, progress: Progress, as_of: int) -> None:
        """Reads the stream to its end, and notes how far it came, or ``None`` where a new snapshot is needed."""
        with self._source.events(as_of, _READ_SECONDS, progress) as chunks:
            for message in SSEClient(chunks).events():
                if progress.cancelled:
                    break
                if message.event == "gone":
                    self._reached = None
                    return
                if message.event == "heartbeat":
                    beat = Heartbeat.model_validate_json(message.data)
                    self._later(progress, partial(self._apply_heartbeat, beat))
                    continue
                body: dict[str, Any] = json.loads(message.data)
                if body.get("topic") not in _TOPICS:
                    as_of = self._reached = max(as_of, int(body.get("id", 0)))
                    continue  # a newer server speaks of things this client does not know
                event = Event.model_validate(body)
                if event.id > as_of:
                    as_of = self._reached = event.id
                    self._later(progress, partial(self._apply_event, event))

    def _later(self, progress: Progress, callback: Callable[[], None]) -> None:
        if not progress.cancelled:
            self._deliver(lambda: None if progress.cancelled else callback())

    def _apply_snapshot(self, snapshot: Snapshot) -> None:
        self._account_id = snapshot.account.id
        self.state = LiveState(
            queue={entry.call_id: entry for entry in snapshot.queue},
            agents={agent.account_id: agent for agent in snapshot.agents},
            me=snapshot.me,
            call=snapshot.call,
            training=snapshot.training,
            catalogue_version=snapshot.catalogue_version,
            alerts={alert.ticket_id: alert for alert in snapshot.alerts},
            followed=set(snapshot.followed),
            exchange=snapshot.exchange,
            alarms={alarm.id: alarm for alarm in snapshot.alarms},
            closings={closing.skill: closing for closing in snapshot.closings},
            as_of=snapshot.as_of,
            stale=False,
        )
        self._hear(snapshot.now, snapshot.speed)
        self._tell(LiveChange(ChangeKind.SNAPSHOT))

    def _apply_heartbeat(self, beat: Heartbeat) -> None:
        self.state.as_of = max(self.state.as_of, beat.as_of)
        self._hear(beat.now, beat.speed)

    def _apply_event(self, event: Event) -> None:
        if event.id <= self.state.as_of:
            return
        self.state.as_of = event.id
        _APPLY.get(event.topic, _nothing)(self.state, event, self._account_id)
        self._hear(None, 0)
        self._tell(LiveChange(ChangeKind.EVENT, event))

    def _hear(self, now: datetime | None, speed: float) -> None:
        self._heard = self._clock.monotonic()
        self.problem = None
        if now is not None:
            self._offset = (now.astimezone(UTC), self._heard, speed)
        self.state.last_true_at = self.server_now()
        if self.state.stale:
            self.state.stale = False
            self._tell(LiveChange(ChangeKind.FRESH))

    def _note_problem(self, error: AppError) -> None:
        self.problem = error
        self._tell(LiveChange(ChangeKind.STALE if self.state.stale else ChangeKind.FRESH))

    def _tell(self, change: LiveChange) -> None:
        for listener in list(self._listeners):
            listener(change)


def _check_version(server: str) -> None:
    theirs, ours = server.split(".")[0], API_VERSION.split(".")[0]
    if theirs != ours:
        newer = int(theirs) > int(ours) if theirs.isdigit() else True
        code = "server_too_new" if newer else "server_too_old"
        raise AppError(code, details={"server": server, "client": API_VERSION})


def _on_queue(state: LiveState, event: Event, _account_id: str) -> None:
    if "left" in event.data:
        state.queue.pop(str(event.data["left"]), None)
    if "entry" in event.data:
        entry = QueueEntry.model_validate(event.data["entry"])
        state.queue[entry.call_id] = entry


def _on_agent(state: LiveState, event: Event, account_id: str) -> None:
    agent = AgentStatus.model_validate(event.data)
    state.agents[agent.account_id] = agent
    if agent.account_id == account_id:
        state.me = agent
        if agent.state not in _IN_CALL:
            state.call = None


def _on_call(state: LiveState, event: Event, account_id: str) -> None:
    call = Call.model_validate(event.data)
    over = call.state in (CallState.ENDED, CallState.ABANDONED)
    mine = call.agent_id == account_id
    if mine and not over:
        state.call = call
    elif state.call is not None and state.call.id == call.id:
        # Kept through wrap-up, so that the form still knows what it is about.
        state.call = call if over and mine and state.me is not None and state.me.state in _IN_CALL else None


def _on_exchange(state: LiveState, event: Event, _account_id: str) -> None:
    state.exchange = ExchangeStatus.model_validate(event.data)


def _on_training(state: LiveState, event: Event, _account_id: str) -> None:
    state.training = TrainingState.model_validate(event.data)


def _on_catalogue(state: LiveState, event: Event, _account_id: str) -> None:
    state.catalogue_version = int(event.data.get("version", 0))


def _on_alert(state: LiveState, event: Event, _account_id: str) -> None:
    alert = Alert.model_validate(event.data)
    if alert.open:
        state.alerts[alert.ticket_id] = alert
    else:
        state.alerts.pop(alert.ticket_id, None)


def _on_alarm(state: LiveState, event: Event, _account_id: str) -> None:
    alarm = Alarm.model_validate(event.data)
    if alarm.cleared_at is None:
        state.alarms[alarm.id] = alarm
    else:
        state.alarms.pop(alarm.id, None)


def _on_closing(state: LiveState, event: Event, _account_id: str) -> None:
    state.keep_closing(QueueClosing.model_validate(event.data))


def _on_notice(state: LiveState, event: Event, _account_id: str) -> None:
    ticket_id = event.data.get("followed")
    if isinstance(ticket_id, str):
        (state.followed.add if event.data.get("following") else state.followed.discard)(ticket_id)


def _nothing(_state: LiveState, _event: Event, _account_id: str) -> None:
    """For facts that change no live state; listeners hear of them."""


_IN_CALL = frozenset({AgentState.RINGING, AgentState.TALKING, AgentState.HELD, AgentState.WRAP_UP})
_TOPICS = frozenset(topic.value for topic in Topic)
_APPLY: dict[Topic, Callable[[LiveState, Event, str], None]] = {
    Topic.QUEUE: _on_queue,
    Topic.AGENT: _on_agent,
    Topic.CALL: _on_call,
    Topic.EXCHANGE: _on_exchange,
    Topic.TRAINING: _on_training,
    Topic.CATALOGUE: _on_catalogue,
    Topic.ALERT: _on_alert,
    Topic.ALARM: _on_alarm,
    Topic.QUEUE_CLOSING: _on_closing,
    Topic.NOTICE: _on_notice,
}
