"""A server, a live feed and a window for the wall, without threads."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from services.clock import DEFAULT_ZONE
from services.contracts.accounts import Account, Skill
from services.contracts.alarms import Alarm
from services.contracts.calls import (
    AgentState,
    AgentStatus,
    MoveCall,
    QueueEntry,
    RawCallEvent,
    SupervisionMode,
    TakeCall,
)
from services.contracts.events import Event, Topic, TrainingChange, TrainingState
from services.contracts.figures import DaySeries, Figures, FormulaVersion, Live, Wall
from services.contracts.opening import ClosingEntry, NewClosing, QueueClosing
from services.contracts.tickets import SkillEntry
from services.live import ChangeKind, LiveChange, LiveState
from services.tasks import Progress
from services.wall.service import CurrentCall, DayGraph, PastFigures
from widgets.table.snapshot import TableSnapshot
from widgets.theme import Tone

NOW = datetime(2026, 3, 10, 4, tzinfo=UTC)
"""12:00:00 in the district."""
MIDNIGHT = datetime(2026, 3, 9, 16, tzinfo=UTC)


def agent(key: str, state: AgentState, **more: object) -> AgentStatus:
    values: dict[str, object] = {"account_id": key, "name": f"话务员{key}", "state": state, "since": NOW, **more}
    return AgentStatus.model_validate(values)


def alarm(alarm_id: int, **more: object) -> Alarm:
    values: dict[str, object] = {
        "id": alarm_id,
        "kind": "longest_wait",
        "skill": "social",
        "value": 125,
        "level": 120,
        "since": NOW - timedelta(seconds=130),
        "raised_at": NOW,
        **more,
    }
    return Alarm.model_validate(values)


def day(arrivals: int, minutes: int = 720) -> DaySeries:
    counts = [arrivals] * minutes
    means = [float(arrivals)] * minutes
    return DaySeries(
        zone=DEFAULT_ZONE,
        day="2026-03-10",
        start=MIDNIGHT,
        minutes=minutes,
        arrivals=counts,
        answered=counts,
        abandoned=[0] * minutes,
        waiting=means,
        staffed=means,
    )


def type_chinese(editor: QWidget, text: str) -> None:
    """Types as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(editor, event)


def come_to_front(qtbot: QtBot, window: QWidget) -> None:
    """Waits until a window gets the keys; that its parent is active is not enough."""
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)


class FakeFigures:
    """Answers what a test set and counts what it is asked."""

    def __init__(self) -> None:
        self.thresholds: list[float] = []
        self.days: list[str] = []
        self.intervals: list[tuple[datetime, datetime, float, str]] = []
        self.put: list[tuple[str, AgentState, str, str]] = []
        self.error: Exception | None = None
        self.put_error: Exception | None = None
        self.as_of = 10
        self.now = NOW
        self.agents = [agent("a1", AgentState.READY), agent("a2", AgentState.TALKING, call_id="c2", handled=4)]
        self.today: dict[str, Any] = {
            **{"offered": 100, "answered": 97, "service_level": 0.9, "asa": 8.0},
            **{"blocked": 7, "turned_away": 2, "callbacks_promised": 1, "overflowed": 3},
        }
        self.live = Live(waiting=3, longest_wait=20, in_call=1)
        self.graph = DayGraph(day(1), day(2, 1440), None)
        self.calls_asked = 0
        self.number_masked = "138****0002"
        self.supervised: list[tuple[str, SupervisionMode | None]] = []
        self.taken: list[tuple[str, str | None]] = []
        self.moved: list[tuple[str, MoveCall]] = []
        self.acknowledged: list[tuple[int, str]] = []
        self.history: list[Alarm] = []
        self.events: list[RawCallEvent] = []
        self.closed: list[QueueClosing] = []
        self.decisions: list[tuple[str, int, object]] = []
        self.skills_asked: list[tuple[int, list[Skill]]] = []

    def wall(self, threshold: float) -> Wall:
        if self.error:
            raise self.error
        self.thresholds.append(threshold)
        today = Figures(since=MIDNIGHT, until=self.now, threshold=threshold, **self.today)
        last = Figures(since=self.now, until=self.now, threshold=threshold, service_level=0.5)
        return Wall(
            as_of=self.as_of, now=self.now, live=self.live, today=today, last_hour=last, agents=list(self.agents)
        )

    def day_graph(self, day: str) -> DayGraph:
        self.days.append(day)
        return self.graph

    def past(
        self, since: datetime, until: datetime, threshold: float, formula: FormulaVersion, progress: Progress
    ) -> PastFigures:
        progress.check()
        if self.error:
            raise self.error
        self.intervals.append((since, until, threshold, formula))
        asked = Figures(since=since, until=until, threshold=threshold, formula=formula, **self.today)
        return PastFigures(asked, asked.model_copy(update={"offered": 80, "service_level": None}))

    def put_right(self, account_id: str, state: AgentState, why: str, key: str) -> AgentStatus:
        self.put.append((account_id, state, why, key))
        if self.put_error:
            raise self.put_error
        return agent(account_id, state)

    def evidence(self, account_id: str) -> list[RawCallEvent]:
        return self.events

    def account(self, account_id: str) -> Account:
        skills = [Skill(key="social", level=2)]
        return Account(id=account_id, username=account_id, name="话务员", roles=[], skills=skills, version=3)

    def set_skills(self, account: Account, skills: list[Skill], key: str) -> Account:
        if self.put_error:
            raise self.put_error
        self.skills_asked.append((account.version, skills))
        return account.model_copy(update={"skills": skills})

    def supervise(self, call_id: str, mode: SupervisionMode | None, key: str) -> None:
        self.supervised.append((call_id, mode))

    def take(self, call_id: str, asked: TakeCall, key: str) -> None:
        if self.put_error:
            raise self.put_error
        self.taken.append((call_id, asked.from_agent_id))

    def move(self, call_id: str, asked: MoveCall, key: str) -> None:
        if self.put_error:
            raise self.put_error
        self.moved.append((call_id, asked))

    def alarms(self) -> list[Alarm]:
        return self.history

    def acknowledge(self, alarm_id: int, remark: str, key: str) -> Alarm:
        if self.put_error:
            raise self.put_error
        self.acknowledged.append((alarm_id, remark))
        done = {"acknowledged_at": NOW, "acknowledged_by": "班长", "remark": remark}
        self.history = [each.model_copy(update=done) if each.id == alarm_id else each for each in self.history]
        return alarm(alarm_id, **done)

    def closings(self) -> list[QueueClosing]:
        return self.closed

    def closing_story(self, skill: str) -> list[ClosingEntry]:
        return [ClosingEntry(at=NOW, what="closed", by="班长", reason="停电")] if self.closed else []

    def close_queue(self, skill: str, new: NewClosing, version: int, key: str) -> QueueClosing:
        if self.put_error:
            raise self.put_error
        self.decisions.append((skill, version, new))
        more = new.model_dump()
        return QueueClosing(skill=skill, version=version + 1, closed=True, by="班长", at=NOW, **more)

    def open_queue(self, skill: str, reason: str, version: int, key: str) -> QueueClosing:
        if self.put_error:
            raise self.put_error
        self.decisions.append((skill, version, reason))
        return QueueClosing(skill=skill, version=version + 1, by="班长", at=NOW, reason=reason)

    def current_calls(self, agents: int) -> dict[str, CurrentCall]:
        self.calls_asked += 1
        return {"c2": CurrentCall(self.number_masked, "social")}

    def skills(self) -> list[SkillEntry]:
        return [
            SkillEntry(key="social", name="社保民生", english="Social matters"),
            SkillEntry(key="city", name="城市管理", english="City management"),
        ]

    def queues(self) -> tuple[list[SkillEntry], list[SkillEntry]]:
        return self.skills(), [SkillEntry(key="foreign", name="外语", english="Foreign languages")]


class FakeLive:
    """A live feed that a test moves."""

    def __init__(self) -> None:
        self.state = LiveState(stale=False, last_true_at=NOW)
        self.now = NOW
        self.listeners: list[Callable[[LiveChange], None]] = []
        self._id = 10

    def listen(self, listener: Callable[[LiveChange], None]) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def server_now(self) -> datetime:
        return self.now

    def tell(self, kind: ChangeKind, event: Event | None = None) -> None:
        for listener in list(self.listeners):
            listener(LiveChange(kind, event))

    def event(self, topic: Topic, data: dict[str, Any], event_id: int | None = None) -> None:
        self._id = event_id or self._id + 1
        self.tell(ChangeKind.EVENT, Event(id=self._id, at=self.now, topic=topic, subject="", data=data))

    def agent(self, agent: AgentStatus, event_id: int | None = None) -> None:
        self.event(Topic.AGENT, agent.model_dump(mode="json"), event_id)

    def queue(self, call_id: str, number: str, skill: str) -> None:
        entry = QueueEntry(call_id=call_id, number_masked=number, skill=skill, since=self.now)
        self.state.queue[call_id] = entry
        self.event(Topic.QUEUE, {"entry": entry.model_dump(mode="json")})

    def alarm(self, alarm: Alarm) -> None:
        if alarm.cleared_at is None:
            self.state.alarms[alarm.id] = alarm
        else:
            self.state.alarms.pop(alarm.id, None)
        self.event(Topic.ALARM, alarm.model_dump(mode="json"))

    def closing(self, closing: QueueClosing) -> None:
        self.state.keep_closing(closing)
        self.event(Topic.QUEUE_CLOSING, closing.model_dump(mode="json"))

    def fall_silent(self, seconds: float) -> None:
        self.state.last_true_at = self.now
        self.now += timedelta(seconds=seconds)
        self.state.stale = True
        self.tell(ChangeKind.STALE)

    def come_back(self) -> None:
        self.state.stale = False
        self.tell(ChangeKind.FRESH)


class FakeTraining:
    """Keeps what was changed of the training clock."""

    def __init__(self) -> None:
        self.changes: list[TrainingChange] = []

    def change_training(self, change: TrainingChange, key: str) -> TrainingState:
        self.changes.append(change)
        return TrainingState(active=True, speed=change.speed or 10, paused=bool(change.paused))


class Notices:
    """Keeps what was said."""

    def __init__(self) -> None:
        self.said: list[tuple[str, Tone]] = []
        self.undo: Callable[[], None] | None = None

    def say(self, text: str, tone: Tone = Tone.NEUTRAL, undo: Callable[[], None] | None = None) -> None:
        self.said.append((text, tone))
        self.undo = undo


class Exports:
    """Keeps the tables that were to be written."""

    def __init__(self) -> None:
        self.tables: list[TableSnapshot] = []

    def __call__(self, table: TableSnapshot) -> None:
        self.tables.append(table)
