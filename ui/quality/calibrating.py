"""Calibrations: the list, the one that is open, what its leader writes down."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from services.contracts.accounts import Account
from services.contracts.calibrations import AgreedChange, Calibration, CalibrationRow, CalibrationState
from services.contracts.events import Event
from services.contracts.quality import Evaluation, Verdict
from services.errors import StaleVersion
from services.tasks import Tasks
from ui.quality.filling import Filler, FillingPresenter, Unsaved
from ui.quality.listening import ListeningPresenter

_SAVE_AFTER_MS = 350


class Calibrator(Filler, Protocol):
    """What this needs of :class:`services.quality.calibrations.CalibrationService`."""

    def calibrations(self) -> list[CalibrationRow]:
        """Gives one's calibrations."""
        ...

    def calibration(self, calibration_id: str) -> tuple[Calibration, Evaluation | None]:
        """Gives one with one's own scoring."""
        ...

    def inspectors(self) -> list[Account]:
        """Gives who can be asked to take part."""
        ...

    def begin(self, call_id: str, colleagues: Sequence[str], until: datetime) -> Calibration:
        """Begins one."""
        ...

    def write_down(self, calibration: Calibration, change: AgreedChange) -> Calibration:
        """Saves what is agreed."""
        ...

    def compare(self, calibration: Calibration) -> Calibration:
        """Ends the scoring early."""
        ...

    def agree(self, calibration: Calibration) -> Calibration:
        """Ends the comparison."""
        ...

    def call_off(self, calibration: Calibration) -> Calibration:
        """Ends it without a result."""
        ...


class CalibrationsPresenter(QObject):
    """One calibration at a time, with its own sound and its own sheet: what is scored elsewhere stays open beside it.

    What the leader writes down is kept on this machine first and sent a moment later, like all that is filled in here.

    Args:
        calibrator: the service.
        listening: plays the call.
        unsaved: where what the server does not have yet is kept.
        me: the person's account.
        tasks: work off the GUI thread.
    """

    rows_changed = Signal(list)
    opened = Signal(object)
    """The open :class:`Calibration` as it is now, or ``None``."""
    colleagues_changed = Signal(list)
    """Who can be asked to take part (accounts)."""
    begun = Signal(object)
    """A :class:`Calibration` that the person has begun."""
    begin_failed = Signal(object)
    failed = Signal(object)
    """The server did not do it (an exception)."""

    def __init__(
        self,
        calibrator: Calibrator,
        listening: ListeningPresenter,
        unsaved: Unsaved,
        me: str,
        tasks: Tasks,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._calibrator = calibrator
        self._unsaved = unsaved
        self._tasks = tasks
        self.me = me
        self.listening = listening
        self.filling = FillingPresenter(calibrator, unsaved, tasks, self)
        self.rows: list[CalibrationRow] = []
        self.open_calibration: Calibration | None = None
        self._wanted = ""
        self._acting = False
        self._sending: dict[str, Any] = {}
        self._waiting: dict[str, Any] = {}
        self._then: Callable[[], None] | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._send)
        self.filling.status_changed.connect(lambda _evaluation: self._reload())
        self.filling.refused.connect(self.failed)

    # -- the list

    @property
    def waiting(self) -> int:
        """How many wait for the person."""
        return sum(row.waits for row in self.rows)

    def load(self) -> None:
        """Asks for the list."""
        self._tasks.start(
            lambda _progress: self._calibrator.calibrations(), done=self._on_rows_loaded, failed=self.failed.emit
        )

    def on_event(self, event: Event) -> None:
        """Somebody has begun, submitted, written down or ended."""
        self.load()
        open_one = self.open_calibration
        if open_one is not None and event.data.get("id") == open_one.id and not self._is_known(event):
            self._reload()

    # -- beginning

    def load_colleagues(self) -> None:
        """Asks who can take part."""
        self._tasks.start(
            lambda _progress: self._calibrator.inspectors(),
            done=lambda found: self.colleagues_changed.emit([each for each in found if each.id != self.me]),
            failed=self.begin_failed.emit,
        )

    def begin(self, call_id: str, colleagues: Sequence[str], until: datetime) -> None:
        """Begins a calibration of a call."""
        if self._acting:
            return
        self._acting = True
        self._tasks.start(
            lambda _progress: self._calibrator.begin(call_id, colleagues, until),
            done=self._on_begun,
            failed=self._on_begin_failed,
        )

    # -- the open one

    def open(self, calibration_id: str) -> None:
        """Opens one; its call is played for the calibration, and the access log says so."""
        self._wanted = calibration_id
        self._tasks.start(
            lambda _progress: self._calibrator.calibration(calibration_id),
            done=lambda found: self._on_opened(*found),
            failed=self.failed.emit,
        )

    @property
    def leads(self) -> bool:
        """Whether the person leads the open one."""
        return self.open_calibration is not None and self.open_calibration.led_by_id == self.me

    @property
    def may_write_down(self) -> bool:
        """Whether what is agreed can be changed by the person."""
        found = self.open_calibration
        return found is not None and self.leads and found.state is CalibrationState.COMPARING

    def compare(self) -> None:
        """Ends the scoring early."""
        self._act(self._calibrator.compare)

    def agree(self) -> None:
        """Ends the comparison, after everything is saved."""
        if not self.may_write_down:
            return
        if self._sending or self._waiting:
            self._then = self.agree
            self._send()
        else:
            self._act(self._calibrator.agree)

    def call_off(self) -> None:
        """Ends it without a result."""
        self._act(self._calibrator.call_off)

    def leave(self) -> None:
        """Sends what is not saved yet."""
        self.filling.leave()
        self._send()

    # -- what is agreed

    def answer(self, key: str, verdict: Verdict) -> None:
        """Writes down an answer."""
        self._write("verdicts", {**self._waiting.get("verdicts", {}), key: verdict.model_dump(mode="json")})

    def set_fatal(self, key: str, found: bool) -> None:
        """Writes down whether a fatal item is one."""
        if self.open_calibration is not None:
            before = self._waiting.get("fatal", self._sending.get("fatal", self.open_calibration.agreed.fatal))
            self._write("fatal", sorted(set(before) - {key} | ({key} if found else set())))

    def note(self, key: str, text: str) -> None:
        """Writes down why."""
        self._write("notes", {**self._waiting.get("notes", {}), key: text})

    def shown_note(self, key: str) -> str:
        """Returns a note as it was typed last, on its way or not."""
        found = self.open_calibration
        kept = found.notes if found is not None else {}
        typed = {**kept, **self._sending.get("notes", {}), **self._waiting.get("notes", {})}
        return str(typed.get(key, ""))

    def _write(self, name: str, value: object) -> None:
        found = self.open_calibration
        if found is None or not self.may_write_down:
            return
        self._waiting = {**self._waiting, name: value}
        self._unsaved.keep(found.id, _merged(self._sending, self._waiting))
        if not self._timer.isActive():
            self._timer.start(_SAVE_AFTER_MS if name == "notes" else 0)

    def _send(self) -> None:
        self._timer.stop()
        found = self.open_calibration
        if found is None or self._sending or not self._waiting:
            return
        self._sending, self._waiting = self._waiting, {}
        change = AgreedChange.model_validate(self._sending)
        self._tasks.start(
            lambda _progress: self._calibrator.write_down(found, change),
            done=self._on_written,
            failed=lambda error: self._on_write_failed(found.id, error),
        )

    def _on_written(self, calibration: Calibration) -> None:
        if self.open_calibration is None or calibration.id != self.open_calibration.id:
            self._unsaved.forget(calibration.id)
            return
        self._sending = {}
        if self._waiting:
            self._unsaved.keep(calibration.id, self._waiting)
        else:
            self._unsaved.forget(calibration.id)
        self._take_in(calibration)
        if self._waiting:
            self._timer.start(0 if self._then else _SAVE_AFTER_MS)
        elif self._then is not None:
            then, self._then = self._then, None
            then()

    def _on_write_failed(self, calibration_id: str, error: Exception) -> None:
        if self.open_calibration is None or calibration_id != self.open_calibration.id:
            return  # kept on this machine; it comes back when the calibration is opened
        self._waiting, self._sending, self._then = _merged(self._sending, self._waiting), {}, None
        if isinstance(error, StaleVersion) and error.current:
            # Another console of the person has written: theirs is below, this on top.
            self._take_in(Calibration.model_validate(error.current))
            self._timer.start(0)
        else:
            self.failed.emit(error)

    # -- facts

    def _act(self, act: Callable[[Calibration], Calibration]) -> None:
        found = self.open_calibration
        if found is None or self._acting:
            return
        self._acting = True
        self._tasks.start(lambda _progress: act(found), done=self._on_acted, failed=self._on_act_failed)

    def _on_acted(self, calibration: Calibration) -> None:
        self._acting = False
        self._take_in(calibration)
        self.load()

    def _on_act_failed(self, error: Exception) -> None:
        self._acting = False
        self.failed.emit(error)

    def _on_begun(self, calibration: Calibration) -> None:
        self._acting = False
        self.load()
        self.begun.emit(calibration)
        self.open(calibration.id)

    def _on_begin_failed(self, error: Exception) -> None:
        self._acting = False
        self.begin_failed.emit(error)

    def _on_rows_loaded(self, rows: list[CalibrationRow]) -> None:
        self.rows = rows
        self.rows_changed.emit(rows)

    def _on_opened(self, calibration: Calibration, scoring: Evaluation | None) -> None:
        if calibration.id != self._wanted:
            return
        before = self.open_calibration
        if before is None or before.id != calibration.id:
            self.leave()
            self._sending, self._waiting = {}, dict(self._unsaved.kept(calibration.id))
        self.listening.open(calibration.call_id, None, f"calibration {calibration.id}")
        self._take_in(calibration, scoring)
        if self._waiting and self.may_write_down:
            self._send()

    def _take_in(self, calibration: Calibration, scoring: Evaluation | None = None) -> None:
        if self._wanted and calibration.id != self._wanted:
            return
        self.open_calibration = calibration
        if calibration.state is not CalibrationState.OPEN:
            self.filling.leave()
        elif scoring is not None and not self._is_filling(scoring):
            self.filling.open(scoring)
        self.opened.emit(calibration)

    def _is_filling(self, scoring: Evaluation) -> bool:
        """Tells whether the sheet has it already, with what was filled in since."""
        draft = self.filling.draft
        return draft is not None and draft.base.id == scoring.id and draft.base.status is scoring.status

    def _is_known(self, event: Event) -> bool:
        found = self.open_calibration
        return found is not None and int(event.data.get("version", 0)) <= found.version

    def _reload(self) -> None:
        self.load()
        if self.open_calibration is not None and self._wanted:
            self.open(self._wanted)


def _merged(earlier: dict[str, Any], later: dict[str, Any]) -> dict[str, Any]:
    """Returns two changes as one: answers and notes by their keys, fatal items as the later one has them."""
    merged = {**earlier, **later}
    for name in ("verdicts", "notes"):
        if name in earlier and name in later:
            merged[name] = {**earlier[name], **later[name]}
    return merged
