"""How the queues are called: asked for once, as soon as one of them is spoken of."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from services.contracts.tickets import SkillEntry
from services.tasks import Tasks
from ui.presenter import Presenter
from ui.problems import is_chinese


class QueueNames(Presenter):
    """Until they are known, a queue is called by its key.

    Args:
        ask: gives all queues; blocking.
        tasks: runs it.
    """

    learnt = Signal()

    def __init__(self, ask: Callable[[], list[SkillEntry]], tasks: Tasks) -> None:
        super().__init__(tasks)
        self._ask = ask
        self._asking = False
        self.skills: dict[str, SkillEntry] = {}
        """All queues by their keys, in the catalogue's order."""

    def name(self, key: str) -> str:
        """Returns the name of a queue in the language that is on, or its key."""
        skill = self.skills.get(key)
        return key if skill is None else (skill.name if is_chinese() else skill.english or skill.name)

    def learn(self) -> None:
        """Asks for them where they are not known; after a failure the next time asks again."""
        if not self.skills and not self._asking:
            self._asking = True
            self.work(lambda _progress: self._ask(), self._on_found, self._on_failed)

    def with_all(self, then: Callable[[list[SkillEntry]], None]) -> None:
        """Calls ``then`` with all queues; they are asked for where they are not known yet."""

        def done(found: list[SkillEntry]) -> None:
            self.take(found)
            then(found)

        if self.skills:
            then(list(self.skills.values()))
        else:
            self.work(lambda _progress: self._ask(), done)

    def take(self, found: list[SkillEntry]) -> None:
        """Keeps what somebody has read."""
        self.skills = {skill.key: skill for skill in found}

    def _on_found(self, found: list[SkillEntry]) -> None:
        self._asking = False
        self.take(found)
        self.learnt.emit()

    def _on_failed(self, _error: Exception) -> None:
        self._asking = False
