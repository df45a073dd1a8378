"""What the section of recordings does."""

from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import Signal
from uuid_utils import uuid7

from services.contracts.accounts import Permission
from services.contracts.recordings import Deletion, Export, Hold, Trouble
from services.tasks import Progress
from ui.container import Container
from ui.language import translate
from ui.presenter import Presenter
from ui.problems import field_words, problem_words
from ui.settings.names import Names
from ui.settings.recordings.source import RetentionSource
from ui.settings.versioned.presenter import VersionedPresenter
from widgets.theme import Tone


class Lists(NamedTuple):
    """What the section shows."""

    troubles: list[Trouble]
    deletions: list[Deletion]
    holds: list[Hold]
    exports: list[Export]


class RecordingsPresenter(Presenter):
    """Lives as long as the page's presenter."""

    names_changed = Signal()
    lists_changed = Signal()
    settled = Signal()
    refused = Signal(str)
    lifted = Signal()
    lift_refused = Signal(str)

    def __init__(self, container: Container, _names: Callable[[], Names]) -> None:
        super().__init__(container.tasks)
        self._recordings = container.administration.recordings
        self.may_edit = container.session.may(Permission.CATALOGUE_MANAGE)
        self.may_lift = container.session.may(Permission.RECORDING_HOLD)
        self.rules = VersionedPresenter(container, RetentionSource(container.administration), self)
        self.rules.notice_stated.connect(self.notice_stated)
        self.troubles: list[Trouble] = []
        self.deletions: list[Deletion] = []
        self.holds: list[Hold] = []
        self.exports: list[Export] = []
        self.with_settled = False

    def close(self) -> None:
        """Nothing is followed."""

    def load(self) -> None:
        """Asks for what is missing and what was deleted."""
        with_settled = self.with_settled
        self.work(lambda progress: self._read(with_settled, progress), done=self._on_read)

    def show_settled(self, on: bool) -> None:
        """Shows also what somebody has looked into."""
        self.with_settled = on
        self.load()

    def settle(self, trouble: Trouble, remark: str) -> None:
        """Says what was found about a recording that is not whole."""
        key = f"trouble-{uuid7()}"
        self.work(
            lambda _progress: self._recordings.settle(trouble.call_id, remark, key),
            done=lambda _left: self._on_settled(),
            failed=self._on_refused,
        )

    def lift(self, hold: Hold, reason: str) -> None:
        """Lets a held recording go."""
        key = f"lift-{uuid7()}"
        self.work(
            lambda _progress: self._recordings.lift(hold.call_id, reason, key),
            done=lambda _hold: self._on_lifted(),
            failed=self._on_lift_refused,
        )

    def _read(self, with_settled: bool, progress: Progress) -> Lists:
        lists: list[Any] = []
        for read in (
            lambda: self._recordings.troubles(with_settled),
            self._recordings.deletions,
            self._recordings.holds,
            self._recordings.exports,
        ):
            progress.check()
            lists.append(read())
        return Lists(*lists)

    def _on_read(self, found: Lists) -> None:
        self.troubles, self.deletions = found.troubles, found.deletions
        self.holds, self.exports = found.holds, found.exports
        self.lists_changed.emit()

    def _on_settled(self) -> None:
        self.notice_stated.emit(translate("Settings", "Noted what was found about the recording."), str(Tone.GOOD))
        self.settled.emit()
        self.load()

    def _on_lifted(self) -> None:
        self.notice_stated.emit(translate("Settings", "The recording is held no more."), str(Tone.GOOD))
        self.lifted.emit()
        self.load()

    def _on_lift_refused(self, error: Exception) -> None:
        self.load()
        self.lift_refused.emit(" ".join(field_words(error).values()) or problem_words(error))

    def _on_refused(self, error: Exception) -> None:
        # Where somebody else was faster, what they wrote is in the list.
        self.load()
        self.refused.emit(" ".join(field_words(error).values()) or problem_words(error))
