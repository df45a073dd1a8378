"""What a lead does with an agent: puts them right, changes their skills, comes into their call."""

from typing import Protocol

from PySide6.QtCore import QObject, Signal
from uuid_utils import uuid7

from services.contracts.accounts import Account, Skill
from services.contracts.calls import AgentState, AgentStatus, RawCallEvent, SupervisionMode
from services.contracts.tickets import SkillEntry
from services.tasks import Progress, Tasks
from ui.presenter import Presenter


class ActSource(Protocol):
    """What the presenter asks the server."""

    def put_right(self, account_id: str, state: AgentState, why: str, key: str) -> AgentStatus:
        """Corrects an agent's state."""
        ...

    def evidence(self, account_id: str) -> list[RawCallEvent]:
        """Gives what was last stated about an agent."""
        ...

    def account(self, account_id: str) -> Account:
        """Gives an agent's account."""
        ...

    def set_skills(self, account: Account, skills: list[Skill], key: str) -> Account:
        """Changes an agent's skills."""
        ...

    def supervise(self, call_id: str, mode: SupervisionMode | None, key: str) -> None:
        """Brings the lead into a call, changes how they are in it, or takes them out (``None``)."""
        ...

    def skills(self) -> list[SkillEntry]:
        """Gives the queues' names."""
        ...


class ActsPresenter(Presenter):
    """Asks the server, each wish once; what becomes of it on the board is told by live events."""

    put_right_done = Signal(object)
    """The agent as they are now."""
    put_right_failed = Signal(object)
    """An exception; what was chosen and typed is still in the dialog."""
    evidence_found = Signal(str, list)
    """An account, and what was last stated about it."""
    account_found = Signal(object, list)
    """The account whose skills are to be changed, and all queues."""
    skills_set = Signal(object)
    skills_failed = Signal(object)
    """An exception; what was chosen is still in the dialog."""
    supervised = Signal(object, str)
    """The lead is in a call now (a ``SupervisionMode``) or has left it (``None``), and whose call it is."""

    def __init__(self, source: ActSource, tasks: Tasks, allowed: bool, parent: QObject | None = None) -> None:
        super().__init__(tasks, parent)
        self._source = source
        self._allowed = allowed
        self._attempt: tuple[tuple[str, AgentState, str], str] = (("", AgentState.READY, ""), "")

    def put_right(self, account_id: str, state: AgentState, why: str) -> None:
        """Sets the state of an agent who is stuck, with the reason. Asked again after a failure, it counts once."""
        asked = (account_id, state, why)
        if self._attempt[0] != asked:
            self._attempt = (asked, str(uuid7()))
        key = self._attempt[1]
        self.work(
            lambda _progress: self._source.put_right(account_id, state, why, key),
            self._on_agent_put_right,
            self.put_right_failed.emit,
        )

    def look_for_evidence(self, account_id: str) -> None:
        """Asks what was last stated about an agent; without an answer one decides without it."""
        self.work(
            lambda _progress: self._source.evidence(account_id),
            lambda found: self.evidence_found.emit(account_id, found),
            lambda _error: None,
        )

    def open_skills(self, account_id: str) -> None:
        """Asks for an agent's account and for all queues."""

        def read(_progress: Progress) -> tuple[Account, list[SkillEntry]]:
            return self._source.account(account_id), self._source.skills()

        self.work(read, lambda found: self.account_found.emit(*found))

    def set_skills(self, account: Account, skills: list[Skill]) -> None:
        """Changes an agent's skills, in force at once."""
        key = str(uuid7())
        self.work(
            lambda _progress: self._source.set_skills(account, skills, key),
            self.skills_set.emit,
            self.skills_failed.emit,
        )

    def supervise(self, agent: AgentStatus, mode: SupervisionMode | None) -> None:
        """Comes into an agent's call, changes how one is in it, or leaves it (``None``)."""
        call_id, key = agent.call_id, str(uuid7())
        if call_id is None or not self._allowed:
            return
        self.work(
            lambda _progress: self._source.supervise(call_id, mode, key),
            lambda _nothing: self.supervised.emit(mode, agent.name),
        )

    def _on_agent_put_right(self, agent: AgentStatus) -> None:
        self._attempt = (("", AgentState.READY, ""), "")
        self.put_right_done.emit(agent)
