"""What keeps a recording and what leaves the house: legal hold, and copies with the mark of who took them."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from services.contracts.recordings import Hold
from services.quality.service import CallFile
from services.tasks import Progress, Tasks
from ui.language import translate
from ui.problems import field_words, problem_words

Result = TypeVar("Result")


class Custody(Protocol):
    """What this needs of :class:`services.quality.service.QualityService`."""

    def open_hold(self, call_id: str) -> Hold | None:
        """Gives who holds a recording."""
        ...

    def hold(self, call_id: str, reason: str) -> Hold:
        """Keeps it from being deleted."""
        ...

    def lift(self, call_id: str, reason: str) -> Hold:
        """Lets it go."""
        ...

    def export(self, progress: Progress, call_id: str, reason: str, target: Path) -> str:
        """Writes a marked copy to a file; gives the mark."""
        ...


class CustodyPresenter(QObject):
    """Follows the call that is open. Each act needs a reason, which the server keeps."""

    changed = Signal()
    """Another call, another hold, something begun or ended."""
    done = Signal()
    """What was asked for is done: its reason is not needed any more."""
    refused = Signal(str)
    stated = Signal(str)

    def __init__(self, custody: Custody, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._custody = custody
        self._tasks = tasks
        self.may_hold = False
        self.may_export = False
        self.file: CallFile | None = None
        self.hold: Hold | None = None
        self.is_held = False
        self.is_busy = False

    @property
    def call_id(self) -> str:
        """The call whose recording is here; empty where it has none."""
        return self.file.call.id if self.file is not None and self.file.waveform is not None else ""

    def allow(self, may_hold: bool, may_export: bool) -> None:
        """Says what the person may do."""
        self.may_hold, self.may_export = may_hold, may_export

    def open(self, file: CallFile | None) -> None:
        """Follows another call."""
        self.file, self.hold, self.is_busy = file, None, False
        wave = file.waveform if file is not None else None
        self.is_held = bool(wave is not None and wave.on_hold)
        self.changed.emit()
        if self.is_held and self.may_hold:
            self._read_hold()

    def set_hold(self, reason: str) -> None:
        """Keeps the recording, or lets it go where it is held."""
        call_id, held = self.call_id, self.is_held
        if not call_id or self.is_busy or not self.may_hold:
            return
        act = self._custody.lift if held else self._custody.hold
        words = (
            translate("Quality", "The hold is lifted: the rules of retention count again.")
            if held
            else translate("Quality", "The recording is held: it stays until the hold is lifted.")
        )
        self._run(call_id, lambda _progress: act(call_id, reason), lambda hold: self._on_set(call_id, hold, words))

    def export(self, reason: str, target: Path) -> None:
        """Writes a marked copy; the window shows how far it is, and stops it when asked to."""
        call_id = self.call_id
        if not call_id or self.is_busy or not self.may_export:
            return

        def done(mark: str) -> None:
            words = translate("Quality", "Saved to {file}. The copy carries the mark {mark}, which names you.")
            self.stated.emit(words.format(file=target.name, mark=mark))
            if call_id == self.call_id:
                self.done.emit()

        title = translate("Quality", "Exporting the recording")
        self._run(call_id, lambda progress: self._custody.export(progress, call_id, reason, target), done, title)

    # -- facts

    def _run(
        self,
        call_id: str,
        work: Callable[[Progress], Result],
        done: Callable[[Result], None],
        title: str = "",
    ) -> None:
        def finish(result: Result) -> None:
            self._end(call_id)
            done(result)

        def fail(error: Exception) -> None:
            self._end(call_id)
            if isinstance(error, OSError):
                words = translate("Quality", "The copy could not be saved: {why}").format(why=error.strerror or error)
            else:
                words = " ".join(field_words(error).values()) or problem_words(error)
            self.refused.emit(words)
            if call_id == self.call_id and not title:
                # Somebody else may have been faster.
                self._read_hold()

        # A copy that somebody stops tells nothing: another may be asked for at once.
        self.is_busy = not title
        self.changed.emit()
        self._tasks.start(work, finish, fail, title)

    def _end(self, call_id: str) -> None:
        if call_id == self.call_id:
            self.is_busy = False
            self.changed.emit()

    def _on_set(self, call_id: str, hold: Hold, words: str) -> None:
        self.stated.emit(words)
        if call_id == self.call_id:
            self.hold = hold if hold.lifted_at is None else None
            self.is_held = self.hold is not None
            self.done.emit()
            self.changed.emit()

    def _read_hold(self) -> None:
        call_id = self.call_id

        def read(hold: Hold | None) -> None:
            if call_id == self.call_id:
                self.hold, self.is_held = hold, hold is not None
                self.changed.emit()

        self._tasks.start(lambda _progress: self._custody.open_hold(call_id), read, lambda _error: None)
