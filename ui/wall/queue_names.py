"""How the queues are called: asked for once, as soon as one of them is spoken of."""

from collections.abc import Callable

from PySide6.QtCore import Signal

from services.contracts.tickets import SkillEntry
from services.tasks import Tasks
from ui.language import translate
from ui.presenter import Presenter
from ui.problems import is_chinese

Queues = tuple[list[SkillEntry], list[SkillEntry]]
"""The queues there are, and those that are no more."""


class QueueNames(Presenter):
    """Until they are known, a queue is called by its key.

    Args:
        ask: gives all queues, and those that are no more; blocking.
        tasks: runs it.
    """

    learnt = Signal()

    def __init__(self, ask: Callable[[], Queues], tasks: Tasks) -> None:
        super().__init__(tasks)
        self._ask = ask
        self._asking = False
        self.skills: dict[str, SkillEntry] = {}
        """All queues by their keys, in the catalogue's order."""
        self._retired: dict[str, SkillEntry] = {}

    def name(self, key: str) -> str:
        """Returns the name of a queue in the language that is on, also of one that is no more; its key where nobody knows it."""
        skill = self.skills.get(key) or self._retired.get(key)
        if skill is None:
            return key
        name = skill.name if is_chinese() else skill.english or skill.name
        return name if key in self.skills else translate("Wall", "{name} (no more)").format(name=name)

    def learn(self) -> None:
        """Asks for them where they are not known; after a failure the next time asks again."""
        if not self.skills and not self._asking:
            self._asking = True
            self.work(lambda _progress: self._ask(), self._on_found, self._on_failed)

    def with_all(self, then: Callable[[list[SkillEntry]], None]) -> None:
        """Calls ``then`` with all queues; they are asked for where they are not known yet."""

        def done(found: Queues) -> None:
            self._keep(found)
            then(list(self.skills.values()))

        if self.skills:
            then(list(self.skills.values()))
        else:
            self.work(lambda _progress: self._ask(), done)

    def take(self, found: list[SkillEntry]) -> None:
        """Keeps what somebody has read."""
        self.skills = {skill.key: skill for skill in found}

    def _keep(self, found: Queues) -> None:
        there, retired = found
        self.take(there)
        self._retired = {skill.key: skill for skill in retired}

    def _on_found(self, found: Queues) -> None:
        self._asking = False
        self._keep(found)
        self.learnt.emit()

    def _on_failed(self, _error: Exception) -> None:
        self._asking = False
