"""The scorecard of the open call: answers, fatal items, pinned comments, remark; its score and where it is saved."""

from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from services.contracts.quality import EvaluationStatus
from services.quality.draft import ScoreDraft
from ui import moments
from ui.language import translate
from ui.quality.answer_bar import ANSWERS
from ui.quality.filling import FillingPresenter, Saving
from ui.quality.pins_view import PinsView
from ui.quality.scoring import ScoringPresenter
from ui.quality.sheet_view import SheetView
from ui.quality.words import score_tone, score_words, status_words
from widgets import icons, theme
from widgets.badges import KeyHint, StateBadge, key_text
from widgets.empty import EmptyHint
from widgets.key_button import KeyButton
from widgets.looks import label, set_look
from widgets.theme import Tone

_REMARK_LINES = 3
_KEYS_IN_A_ROW = 3


class ScorePanel(QFrame):
    """Fills in by keys: 1 full, 2 partly, 3 none, 0 not applicable; everything is saved by itself."""

    seek_requested = Signal(float)
    next_requested = Signal()

    def __init__(self, scoring: FillingPresenter, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scoring = scoring
        self._publishing = scoring if isinstance(scoring, ScoringPresenter) else None
        self._shown = ""
        self.setProperty("look", "card")
        space = theme.current().space
        self._empty = EmptyHint(
            empty or translate("Quality", "The scorecard opens with a call that you claim."), "scorecard"
        )
        self._body = QWidget()
        self.sheet = SheetView(translate("Quality", "Scorecard"))
        self.sheet.answer_requested.connect(self._on_sheet_answer_requested)
        self.sheet.comment_requested.connect(scoring.comment)
        self.sheet.fatal_requested.connect(scoring.set_fatal)
        self._pins = PinsView()
        self._pins.seek_requested.connect(self.seek_requested)
        self._pins.remove_requested.connect(scoring.remove_pin)
        self.remark = QPlainTextEdit()
        self.remark.setObjectName("quality.remark")
        self.remark.setAccessibleName(translate("Quality", "Remark on the whole call"))
        self.remark.setPlaceholderText(translate("Quality", "What the agent should know about this call"))
        self.remark.setTabChangesFocus(True)
        self.remark.setFixedHeight(self.remark.fontMetrics().lineSpacing() * _REMARK_LINES + 2 * space.m)
        self.remark.textChanged.connect(self._on_remark_text_changed)
        for words, part in (
            (translate("Quality", "Pinned comments"), self._pins),
            (translate("Quality", "Remark"), self.remark),
        ):
            self.sheet.tail.addSpacing(space.m)
            self.sheet.tail.addWidget(label(words, "strong"))
            self.sheet.tail.addWidget(part)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(self.sheet, 1)
        column.addWidget(self._foot())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.addWidget(self._empty)
        outer.addWidget(self._body)
        scoring.draft_changed.connect(self._on_scoring_draft_changed)
        scoring.saving_changed.connect(self._on_scoring_saving_changed)
        self._on_scoring_draft_changed(scoring.draft)
        self._on_scoring_saving_changed(scoring.saving.value)

    def submit_or_publish(self) -> None:
        """Does what comes next."""
        if self._scoring.draft is not None and self._submit.isEnabled():
            self._scoring.submit()

    def focus_remark(self) -> None:
        """Goes to the remark."""
        self.remark.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.sheet.reveal(self.remark)

    def go_to_unanswered(self) -> None:
        """Goes to the next question without an answer."""
        if self._scoring.draft is not None:
            self.sheet.go_to_unanswered(self._scoring.draft.verdicts)

    # -- making

    def _head(self) -> QVBoxLayout:
        space = theme.current().space
        self._score = label("–", "figure")
        self._score.setFont(theme.current().font("figure", bold=True, digits=True))
        self._score_words = label("", "caption")
        self._status = StateBadge()
        self._saving = StateBadge()
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(translate("Quality", "Questions answered"))
        about = QVBoxLayout()
        about.setSpacing(0)
        about.addWidget(label(translate("Quality", "Scorecard"), "title"))
        about.addWidget(self._score_words)
        top = QHBoxLayout()
        top.setSpacing(space.s)
        top.addLayout(about, 1)
        top.addWidget(self._saving, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._status, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._score)
        column = QVBoxLayout()
        column.setContentsMargins(space.m, space.m, space.m, space.xs)
        column.setSpacing(space.s)
        column.addLayout(top)
        column.addWidget(self._progress)
        column.addLayout(_keys())
        return column

    def _foot(self) -> QWidget:
        space = theme.current().space
        self._release = QPushButton(translate("Quality", "Give back"))
        self._release.setProperty("look", "quiet")
        self._release.setToolTip(
            translate("Quality", "Let another inspector score this call; what was filled in goes.")
        )
        self._submit = KeyButton(translate("Quality", "Submit"), key_text("Ctrl+Return"))
        self._submit.setProperty("look", "primary")
        self._submit.clicked.connect(self._scoring.submit)
        self._publish = KeyButton(translate("Quality", "Publish"), key_text("Ctrl+Shift+Return"))
        self._publish.setProperty("look", "primary")
        self._publish.setToolTip(translate("Quality", "Show it to the agent now (Ctrl+Shift+Enter)"))
        self._later = QPushButton(icons.icon("calendar"), translate("Quality", "Later …"))
        self._later.setToolTip(translate("Quality", "Show it to the agent later"))
        self._later.setAccessibleName(translate("Quality", "Show it to the agent later"))
        self._later.clicked.connect(self._open_later_menu)
        self.next_button = KeyButton(translate("Quality", "Next call"), key_text("Ctrl+N"))
        self.next_button.clicked.connect(self.next_requested)
        scoring = self._publishing
        if scoring is not None:
            self._release.clicked.connect(scoring.release)
            self._publish.clicked.connect(lambda: scoring.publish())
        self.next_button.setVisible(scoring is not None)
        foot = QFrame()
        foot.setProperty("look", "status")
        row = QHBoxLayout(foot)
        row.setContentsMargins(space.m, space.s, space.m, space.s)
        row.setSpacing(space.s)
        row.addWidget(self._release)
        row.addStretch(1)
        for part in (self.next_button, self._later, self._publish, self._submit):
            row.addWidget(part)
        return foot

    def _open_later_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        now = moments.now()
        local = moments.local(now)
        tomorrow = (local + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
        choices = {
            translate("Quality", "In one hour"): now + timedelta(hours=1),
            translate("Quality", "Tomorrow at 9:00"): tomorrow,
            translate("Quality", "In one week"): tomorrow + timedelta(days=6),
        }
        for words, moment in choices.items():
            menu.addAction(words, partial(self._publish_at, moment))
        menu.popup(self._later.mapToGlobal(self._later.rect().topLeft()))

    def _publish_at(self, moment: datetime) -> None:
        if self._publishing is not None:
            self._publishing.publish(moment)

    # -- facts

    def _on_sheet_answer_requested(self, key: str, answer: str) -> None:
        share, not_applicable = ANSWERS[answer]
        self._scoring.answer(key, share, not_applicable=not_applicable)

    def _on_remark_text_changed(self) -> None:
        if self._scoring.is_open:
            self._scoring.set_remark(self.remark.toPlainText()[:8_000])

    def _on_scoring_draft_changed(self, draft: ScoreDraft | None) -> None:
        self._body.setVisible(draft is not None)
        self._empty.setVisible(draft is None)
        if draft is None:
            self._shown = ""
            return
        editable = self._scoring.is_open
        if draft.base.id != self._shown:
            self._shown = draft.base.id
            self.sheet.forget()
            self.remark.blockSignals(True)
            self.remark.setPlainText(draft.remark)
            self.remark.blockSignals(False)
        result = draft.result
        self.sheet.show_state(draft.base.scorecard, draft.verdicts, draft.fatal, result, editable)
        self._pins.show_pins(draft.pins, editable)
        self.remark.setReadOnly(not editable)
        # Qt paints a progress bar, and all around it, in the middle of ``setValue``, before the new rows have their places.
        self._progress.setUpdatesEnabled(False)
        self._progress.setMaximum(max(1, len(result.asked)))
        self._progress.setValue(len(result.asked) - len(result.unanswered))
        self._progress.setUpdatesEnabled(True)
        self._score.setText(score_words(result.so_far))
        set_look(self._score, "words", str(score_tone(result.so_far)))
        self._score_words.setText(self._progress_words(draft))
        status = draft.base.status
        claimed, submitted = status is EvaluationStatus.CLAIMED, status is EvaluationStatus.SUBMITTED
        words, tone = status_words(status)
        self._status.set_state("" if claimed else words, tone)
        publishes = self._publishing is not None
        self._release.setVisible(claimed and publishes)
        self._submit.setVisible(claimed)
        self._submit.setEnabled(not result.unanswered and result.score is not None)
        self._publish.setVisible(submitted and publishes)
        self._later.setVisible(submitted and publishes)

    def _progress_words(self, draft: ScoreDraft) -> str:
        result = draft.result
        if result.unanswered:
            return translate("Quality", "{done} of {all} answered · score so far").format(
                done=len(result.asked) - len(result.unanswered), all=len(result.asked)
            )
        if draft.fatal:
            return translate("Quality", "Fatal item: the call scores 0")
        if result.score is None:
            return translate("Quality", "Nothing is applicable: there is no score")
        return translate("Quality", "All answered")

    def _on_scoring_saving_changed(self, saving: str) -> None:
        words, tone = {
            Saving.SAVED: (translate("Quality", "Saved"), Tone.GOOD),
            Saving.WAITING: (translate("Quality", "Saving …"), Tone.QUIET),
            Saving.SAVING: (translate("Quality", "Saving …"), Tone.QUIET),
            Saving.OFFLINE: (translate("Quality", "Offline: kept on this machine"), Tone.WARN),
            Saving.REFUSED: (translate("Quality", "Not saved"), Tone.BAD),
        }[Saving(saving)]
        self._saving.set_state(words, tone)


def _keys() -> QGridLayout:
    """What the keys do, in two rows: in one, the words were cut off on a narrow screen."""
    hints = QGridLayout()
    hints.setSpacing(theme.current().space.xs)
    for place, (key, words) in enumerate(
        (
            ("1", translate("Quality", "Full")),
            ("2", translate("Quality", "Partly")),
            ("3", translate("Quality", "None", "no points")),
            ("0", translate("Quality", "N/A", "not applicable")),
            ("N", translate("Quality", "Next open")),
            ("C", translate("Quality", "Comment", "on the answer")),
        )
    ):
        row, column = divmod(place, _KEYS_IN_A_ROW)
        hints.addWidget(KeyHint(key), row, 2 * column)
        hints.addWidget(label(words, "caption"), row, 2 * column + 1)
        hints.setColumnStretch(2 * column + 1, 1)
    return hints
