"""Closing a queue for new callers, and opening it: from the wall, with a reason, in effect at once."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from services.contracts.opening import ClosedTreatment, ClosingEntry, NewClosing, QueueClosing
from services.contracts.tickets import SkillEntry
from ui import moments
from ui.closing_words import closed_words, entry_words, moment_text, why_words
from ui.language import translate
from ui.problems import is_chinese, problem_words
from ui.wall.closings_presenter import ClosingsPresenter
from widgets import theme
from widgets.looks import label

_WIDTH, _STORY = 520, 4
_LONGEST_REASON = 200
_HOURS = (0.5, 1, 2, 4)


class ClosingDialog(QDialog):
    """Stays open with what was chosen and typed until the server has agreed.

    Args:
        skills: all queues.
        known: the last word about each queue that was ever closed.
        presenter: closes and opens.
        wanted: the queue that is chosen at first.
    """

    close_requested = Signal(str, object, int)
    """A queue, a :class:`NewClosing` and the version it is about."""
    open_requested = Signal(str, str, int)
    """A queue, the reason and the version it is about."""

    def __init__(
        self,
        skills: Sequence[SkillEntry],
        known: Mapping[str, QueueClosing],
        presenter: ClosingsPresenter,
        wanted: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._known = dict(known)
        space = theme.current().space
        self.setWindowTitle(translate("Wall", "Close or open a queue"))
        self.setMinimumWidth(_WIDTH)
        self.queue, self.until, self.treatment = QComboBox(), QComboBox(), QComboBox()
        for entry in skills:
            self.queue.addItem(entry.name if is_chinese() else entry.english or entry.name, entry.key)
        self.queue.setAccessibleName(translate("Wall", "Which queue"))
        self.queue.setObjectName("closing.queue")
        self.until.setObjectName("closing.until")
        self.reason = QLineEdit()
        self.reason.setObjectName("closing.reason")
        self.reason.setMaxLength(_LONGEST_REASON)
        self.reason.setAccessibleName(translate("Wall", "Reason"))
        self.reason.setPlaceholderText(translate("Wall", "Everybody at the desks reads it"))
        self._fill_until()
        self._usual_ends = self.until.count()
        self.until.setAccessibleName(translate("Wall", "Until"))
        self.treatment.addItem(
            translate("Wall", "We will call you back, and a call-back is opened"), ClosedTreatment.CALL_BACK
        )
        self.treatment.addItem(translate("Wall", "They may leave a message"), ClosedTreatment.MESSAGE)
        self.treatment.addItem(translate("Wall", "Only an announcement"), ClosedTreatment.ANNOUNCE)
        self.treatment.setAccessibleName(translate("Wall", "New callers hear"))
        self._state = label("", wrap=True)
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        self._story = label("", "caption", wrap=True)
        self._story.setTextFormat(Qt.TextFormat.PlainText)
        self._problem = label("", "error", wrap=True)
        self._problem.hide()
        form = QFormLayout()
        form.setHorizontalSpacing(space.l)
        form.setVerticalSpacing(space.s)
        form.addRow(translate("Wall", "Which queue"), self.queue)
        form.addRow("", self._state)
        form.addRow(translate("Wall", "Reason"), self.reason)
        form.addRow(translate("Wall", "Until"), self.until)
        form.addRow(translate("Wall", "New callers hear"), self.treatment)
        self.shut = QPushButton()
        self.shut.setProperty("look", "primary")
        self.shut.setDefault(True)
        self.reopen = QPushButton(translate("Wall", "Open it again"))
        self.reopen.setObjectName("closing.open")
        self.reopen.setAutoDefault(False)
        cancel = QPushButton(translate("Wall", "Cancel"))
        cancel.setAutoDefault(False)
        foot = QHBoxLayout()
        foot.setSpacing(space.s)
        foot.addWidget(self.reopen)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.shut)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.xl, space.l, space.xl, space.l)
        column.setSpacing(space.m)
        words = translate("Wall", "It counts at once for new callers. Who waits goes on waiting and is served.")
        column.addWidget(label(words, "caption", wrap=True))
        column.addLayout(form)
        column.addWidget(self._story)
        column.addWidget(self._problem)
        column.addLayout(foot)
        cancel.clicked.connect(self.reject)
        self.shut.clicked.connect(self._on_shut_clicked)
        self.reopen.clicked.connect(self._on_reopen_clicked)
        self.queue.currentIndexChanged.connect(self._show_queue)
        presenter.decided.connect(self._on_presenter_decided)
        presenter.failed.connect(self._on_presenter_failed)
        presenter.story_found.connect(self._on_presenter_story_found)
        first = wanted or next((key for key, closing in self._known.items() if closing.closed), "")
        self.queue.setCurrentIndex(max(0, self.queue.findData(first)))
        self._show_queue()
        self.reason.setFocus()

    @property
    def skill(self) -> str:
        """The queue that is chosen."""
        return str(self.queue.currentData() or "")

    def error(self) -> str:
        """Returns what the dialog complains of, or an empty text."""
        return self._problem.text()

    def texts(self) -> tuple[str, str]:
        """Returns what the dialog says of the queue, and its story."""
        return self._state.text(), self._story.text()

    def _fill_until(self) -> None:
        now = self._presenter.now()
        self.until.addItem(translate("Wall", "until somebody opens it"), None)
        for hours in _HOURS:
            moment = now + timedelta(hours=hours)
            words = translate("Wall", "{hours} hours, until {moment}") if hours >= 1 else ""
            words = words or translate("Wall", "half an hour, until {moment}")
            self.until.addItem(words.format(hours=f"{hours:g}", moment=moment_text(moment, now)), moment)
        midnight = moments.day_begins(moments.day_of(now) + timedelta(days=1))
        for words, moment in (
            (translate("Wall", "for the rest of the day"), midnight),
            (translate("Wall", "until tomorrow morning, {moment}"), midnight + timedelta(hours=8)),
        ):
            self.until.addItem(words.format(moment=moment_text(moment, now)), moment)

    def _show_choices(self, closing: QueueClosing | None) -> None:
        """Chooses what is in force for a closed queue, so that a change of one thing leaves the other."""
        while self.until.count() > self._usual_ends:
            self.until.removeItem(self._usual_ends)
        if closing is None:
            return
        self.treatment.setCurrentIndex(max(0, self.treatment.findData(closing.treatment)))
        if closing.until is not None:
            words = translate("Wall", "as it is now, until {moment}")
            now = self._presenter.now()
            self.until.addItem(words.format(moment=moment_text(closing.until, now)), closing.until)
        self.until.setCurrentIndex(self.until.count() - 1 if closing.until is not None else 0)

    def _show_queue(self) -> None:
        closing = self._known.get(self.skill)
        is_closed = closing is not None and closing.closed
        self._show_choices(closing if is_closed else None)
        self.reopen.setVisible(is_closed)
        self.shut.setText(
            translate("Wall", "Change the closing") if is_closed else translate("Wall", "Close the queue")
        )
        if closing is not None and is_closed:
            said = closed_words(closing, self.queue.currentText(), self._presenter.now())
            self._state.setText(f"{said}\n{why_words(closing)}")
        else:
            self._state.setText(translate("Wall", "It is open."))
        self._story.hide()
        self._presenter.look_at_story(self.skill)

    def _on_shut_clicked(self) -> None:
        reason = " ".join(self.reason.text().split())
        if not reason:
            self._complain(translate("Wall", "Say why, in a few words: the desks and the journal show it."))
            self.reason.setFocus()
            return
        self._busy()
        new = NewClosing(reason=reason, until=self.until.currentData(), treatment=self.treatment.currentData())
        self.close_requested.emit(self.skill, new, self._version())

    def _on_reopen_clicked(self) -> None:
        self._busy()
        self.open_requested.emit(self.skill, " ".join(self.reason.text().split()), self._version())

    def _version(self) -> int:
        closing = self._known.get(self.skill)
        return closing.version if closing is not None else 0

    def _busy(self) -> None:
        self.shut.setEnabled(False)
        self.reopen.setEnabled(False)
        self._problem.hide()
        self._problem.setText("")

    def _complain(self, words: str) -> None:
        self._problem.setText(words)
        self._problem.show()

    def _on_presenter_decided(self, closing: QueueClosing) -> None:
        if closing.skill == self.skill:
            self.accept()

    def _on_presenter_failed(self, error: Exception) -> None:
        self.shut.setEnabled(True)
        self.reopen.setEnabled(True)
        self._complain(problem_words(error))

    def _on_presenter_story_found(self, skill: str, story: list[ClosingEntry]) -> None:
        if skill == self.skill and story:
            now = self._presenter.now()
            self._story.setText("\n".join(entry_words(entry, now) for entry in story[:_STORY]))
            self._story.show()
