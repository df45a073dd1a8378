"""What the section of harassing calls does: the list, the case that is looked at, decisions; and the rule's versions."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import Signal
from uuid_utils import uuid7

from services.contracts.accounts import Permission
from services.contracts.blocking import Approval, BlockCase, BlockCases, BlockRules, BlockStory, Decision, Treatment
from services.contracts.events import Topic
from services.errors import StaleVersion
from services.live import ChangeKind, LiveChange
from ui.container import Container
from ui.language import translate
from ui.presenter import Presenter
from ui.problems import field_words, problem_words
from ui.settings.blocking.source import BlockRulesSource
from ui.settings.names import Names
from ui.settings.versioned.order import VersionState
from ui.settings.versioned.presenter import VersionedPresenter
from widgets.theme import Tone


class BlocksPresenter(Presenter):
    """Lives as long as the page's presenter. The list follows what others do."""

    names_changed = Signal()
    cases_changed = Signal()
    case_changed = Signal()
    """The case that is looked at, its story, or what is wrong with a decision."""
    decided = Signal()

    def __init__(self, container: Container, _names: Callable[[], Names]) -> None:
        super().__init__(container.tasks)
        self._blocking = container.administration.blocking
        self._live = container.live
        self.may_edit = container.session.may(Permission.FLOOR_MANAGE)
        self.may_listen = container.session.may(Permission.RECORDING_PLAY)
        self.rules = VersionedPresenter(container, BlockRulesSource(container.administration), self)
        self.rules.notice_stated.connect(self.notice_stated)
        self.shows_over = False
        self.is_read = False
        self.cases = BlockCases(items=[])
        self.chosen = ""
        self.story = BlockStory(reports=[], entries=[])
        self.number = ""
        """The whole number of the case that is looked at, where it was asked for."""
        self.problem = ""
        self.is_busy = False
        self._stop = container.live.listen(self._on_live_changed)

    def close(self) -> None:
        """Stops following."""
        self._stop()

    def now(self) -> datetime:
        """Returns the district's time."""
        return self._live.server_now()

    @property
    def case(self) -> BlockCase | None:
        """The case that is looked at."""
        return next((case for case in self.cases.items if case.id == self.chosen), None)

    @property
    def rule(self) -> BlockRules:
        """The rule in force; what comes with the program until it is read."""
        history = self.rules.history
        number = next((v.number for v in history.versions if self.rules.state_of(v) is VersionState.IN_FORCE), 0)
        return BlockRules.model_validate(history.bodies.get(number, {}))

    def usual_end(self) -> datetime:
        """Returns when a block ends that begins now and lasts as long as the rule says."""
        return self.now() + timedelta(days=self.rule.block_days)

    def load(self) -> None:
        """Asks for the list, and for the story of the case that is looked at."""
        over = self.shows_over
        self.work(lambda _progress: self._blocking.cases(over), done=lambda found: self._on_read(found, over))

    def show_over(self, over: bool) -> None:
        """Shows what is over, or what is open."""
        self.shows_over, self.is_read, self.chosen = over, False, ""
        self.cases_changed.emit()
        self.load()

    def choose(self, case_id: str) -> None:
        """Looks at a case."""
        if case_id != self.chosen:
            self.chosen, self.number, self.problem = case_id, "", ""
            self.story = BlockStory(reports=[], entries=[])
            self.case_changed.emit()
            self._read_story()

    def look(self) -> None:
        """Shows the whole number; the look is recorded."""
        case_id = self.chosen
        if case_id and not self.number:
            self.work(lambda _progress: self._blocking.look(case_id, str(uuid7())), done=self._on_looked)

    def approve(self, until: datetime, treatment: Treatment) -> None:
        """Blocks the number until a moment."""
        asked = Approval(until=until, treatment=treatment)
        words = translate("Settings", "The number is blocked.")
        self._decide(lambda case: self._blocking.approve(case.id, asked, case.version, str(uuid7())), words)

    def reject(self, reason: str) -> None:
        """Decides against a block."""
        why = Decision(reason=reason)
        words = translate("Settings", "The number is not blocked; its reports count no more.")
        self._decide(lambda case: self._blocking.reject(case.id, why, case.version, str(uuid7())), words)

    def lift(self, reason: str) -> None:
        """Ends a block now."""
        why = Decision(reason=reason)
        words = translate("Settings", "The block is lifted.")
        self._decide(lambda case: self._blocking.lift(case.id, why, case.version, str(uuid7())), words)

    def _decide(self, do: Callable[[BlockCase], BlockCase], words: str) -> None:
        case = self.case
        if case is None or self.is_busy:
            return
        self.is_busy, self.problem = True, ""
        self.case_changed.emit()
        self.work(lambda _progress: do(case), done=lambda _case: self._on_decided(words), failed=self._on_refused)

    def _read_story(self) -> None:
        case_id = self.chosen
        if case_id:
            self.work(
                lambda _progress: self._blocking.story(case_id), done=lambda story: self._on_story(case_id, story)
            )

    def _on_read(self, found: BlockCases, over: bool) -> None:
        if over != self.shows_over:
            return
        self.cases, self.is_read = found, True
        if self.case is None:
            self.chosen, self.number = (found.items[0].id if found.items else ""), ""
            self.story = BlockStory(reports=[], entries=[])
        self.cases_changed.emit()
        self.case_changed.emit()
        self._read_story()

    def _on_story(self, case_id: str, story: BlockStory) -> None:
        if case_id == self.chosen:
            self.story = story
            self.case_changed.emit()

    def _on_looked(self, case: BlockCase) -> None:
        if case.id == self.chosen:
            self.number = case.number
            self.case_changed.emit()

    def _on_decided(self, words: str) -> None:
        self.is_busy = False
        self.notice_stated.emit(words, str(Tone.GOOD))
        self.decided.emit()
        self.load()

    def _on_refused(self, error: Exception) -> None:
        self.is_busy = False
        if isinstance(error, StaleVersion):
            self.problem = translate("Settings", "There is a new report or decision. Look again, then decide.")
        else:
            self.problem = " ".join(field_words(error).values()) or problem_words(error)
        self.load()
        self.case_changed.emit()

    def _on_live_changed(self, change: LiveChange) -> None:
        if not self.is_read:
            return
        told = change.event is not None and change.event.topic == Topic.BLOCK
        if told or change.kind is ChangeKind.SNAPSHOT:
            self.load()
