"""A lead at the wall takes a caller, or sends one to another queue or agent; what was sent can be taken back."""

from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import Signal
from uuid_utils import uuid7

from services.contracts.calls import AgentState, AgentStatus, MoveCall, QueueEntry, TakeCall
from services.tasks import Tasks
from ui.presenter import Presenter

_WITH_A_CALLER = (AgentState.RINGING, AgentState.TALKING, AgentState.HELD)


class MoveSource(Protocol):
    """What the presenter asks the server."""

    def take(self, call_id: str, asked: TakeCall, key: str) -> None:
        """Brings a caller to the lead."""
        ...

    def move(self, call_id: str, asked: MoveCall, key: str) -> None:
        """Sends a caller elsewhere."""
        ...


@dataclass(frozen=True)
class Subject:
    """A caller as the lead sees them: who they wait for, or who has them.

    Attributes:
        number_masked: empty where it is not known yet.
        skill: the queue; empty where it is not known.
        agent: who has them, or at whom it rings; ``None`` where they wait.
    """

    call_id: str
    number_masked: str
    skill: str
    agent: AgentStatus | None = None

    @property
    def talks(self) -> bool:
        """Tells whether an agent has answered."""
        return self.agent is not None and self.agent.state is not AgentState.RINGING


@dataclass(frozen=True)
class Moved:
    """What was done: with whom, whereto, and how it is undone (``None``: not at all)."""

    subject: Subject
    asked: MoveCall
    undo: MoveCall | None


class MovesPresenter(Presenter):
    """Asks the server; what happens then is told by live events."""

    taken = Signal(object)
    """The :class:`Subject` who rings at the lead's telephone now."""
    moved = Signal(object)
    """A :class:`Moved`."""
    failed = Signal(object)
    """An exception; what was chosen and typed is still in the dialog."""

    def __init__(self, source: MoveSource, tasks: Tasks, may_move: bool, may_take: bool) -> None:
        super().__init__(tasks)
        self._source = source
        self.may_move = may_move
        self.may_take = may_move and may_take
        self._attempt: tuple[object, str] = (None, "")

    def take(self, subject: Subject) -> None:
        """Brings a caller whom nobody has answered to the lead."""
        asked = TakeCall(from_agent_id=_agent_of(subject))
        key = self._key((subject.call_id, asked))
        self.work(
            lambda _progress: self._source.take(subject.call_id, asked, key),
            lambda _nothing: self.taken.emit(subject),
            self.failed.emit,
        )

    def move(self, subject: Subject, agent_id: str | None, skill: str | None, why: str) -> None:
        """Sends a caller elsewhere. Asked again after a failure, it counts once."""
        asked = MoveCall(agent_id=agent_id, skill=skill, why=why, from_agent_id=_agent_of(subject))
        # Who has talked stands at the head of a queue or rings; their agent writes the call up and cannot have them back.
        undo = None
        if not subject.talks and subject.skill:
            undo = MoveCall(skill=subject.skill, why=why, from_agent_id=agent_id)
        self._ask(Moved(subject, asked, undo))

    def undo(self, moved: Moved, why: str) -> None:
        """Puts a caller back into the queue in which they waited, as long as nobody has answered."""
        if moved.undo is not None:
            subject = replace(moved.subject, agent=None)
            self._ask(Moved(subject, moved.undo.model_copy(update={"why": why}), None))

    def _ask(self, wanted: Moved) -> None:
        key = self._key((wanted.subject.call_id, wanted.asked))
        self.work(
            lambda _progress: self._source.move(wanted.subject.call_id, wanted.asked, key),
            lambda _nothing: self._on_moved(wanted),
            self.failed.emit,
        )

    def _key(self, asked: object) -> str:
        if self._attempt[0] != asked:
            self._attempt = (asked, str(uuid7()))
        return self._attempt[1]

    def _on_moved(self, moved: Moved) -> None:
        self._attempt = (None, "")
        self.moved.emit(moved)


def of_entry(entry: QueueEntry) -> Subject:
    """Returns a caller in the queue."""
    return Subject(entry.call_id, entry.number_masked, entry.skill)


def of_agent(agent: AgentStatus, number_masked: str, skill: str) -> Subject | None:
    """Returns the caller whom an agent has, or who rings there; ``None`` where there is none."""
    if agent.call_id is None or agent.state not in _WITH_A_CALLER:
        return None
    return Subject(agent.call_id, number_masked, skill, agent)


def _agent_of(subject: Subject) -> str | None:
    return subject.agent.account_id if subject.agent is not None else None
