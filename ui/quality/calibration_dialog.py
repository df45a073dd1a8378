"""Beginning a calibration of the call that is open: with whom, and until when."""

from datetime import datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from services.contracts.accounts import Account
from services.contracts.calibrations import Calibration
from ui import moments
from ui.language import translate
from ui.quality.calibrating import CalibrationsPresenter
from ui.quality.words import error_words
from widgets import theme
from widgets.badges import key_text
from widgets.key_button import KeyButton
from widgets.looks import label

_WIDTH, _ROWS, _EVENING = 460, 7, 18
_DAYS = (1, 3, 7)


class CalibrationDialog(QDialog):
    """Stays open with what was chosen until the server has agreed.

    Args:
        calibrations: begins it.
        call_id: the call.
        about: whose call it is, and when.
        now: the server's time.
    """

    def __init__(
        self,
        calibrations: CalibrationsPresenter,
        call_id: str,
        about: str,
        now: datetime,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._calibrations = calibrations
        self._call_id = call_id
        space = theme.current().space
        self.setWindowTitle(translate("Quality", "Calibrate this call"))
        self.setMinimumWidth(_WIDTH)
        self.people = QListWidget()
        self.people.setObjectName("calibration.people")
        self.people.setAccessibleName(translate("Quality", "Who scores with you"))
        self.people.setFixedHeight(theme.current().space.control * _ROWS)
        self.people.itemChanged.connect(self._on_people_item_changed)
        self.until = QComboBox()
        self.until.setObjectName("calibration.until")
        self.until.setAccessibleName(translate("Quality", "Score until"))
        evening = moments.local(now).replace(hour=_EVENING, minute=0, second=0, microsecond=0)
        for days in _DAYS:
            moment = evening + timedelta(days=days)
            self.until.addItem(f"{moment:%m-%d %H:%M}", moment)
        self._problem = label("", "error", wrap=True)
        self._problem.hide()
        self.begin_button = KeyButton(translate("Quality", "Begin"), key_text("Ctrl+Return"))
        self.begin_button.setProperty("look", "primary")
        # A button that is given words anew forgets a shortcut of its own.
        QShortcut(QKeySequence("Ctrl+Return"), self, self.begin_button.click)
        self.begin_button.clicked.connect(self._on_begin_clicked)
        cancel = QPushButton(translate("Quality", "Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        form = QFormLayout()
        form.setHorizontalSpacing(space.l)
        form.setVerticalSpacing(space.s)
        form.addRow(translate("Quality", "Call"), label(about))
        form.addRow(translate("Quality", "Who scores with you"), self.people)
        form.addRow(translate("Quality", "Score until"), self.until)
        foot = QHBoxLayout()
        foot.setSpacing(space.s)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.begin_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.xl, space.l, space.xl, space.l)
        column.setSpacing(space.m)
        words = translate(
            "Quality",
            "Each scores the call by the scorecard in force, blind to the others; you lead it and score too. It is practice: it "
            "counts in no figure, and the agent is not told. Space ticks a name.",
        )
        column.addWidget(label(words, "caption", wrap=True))
        column.addLayout(form)
        column.addWidget(self._problem)
        column.addLayout(foot)
        calibrations.colleagues_changed.connect(self._on_colleagues_changed)
        calibrations.begun.connect(self._on_begun)
        calibrations.begin_failed.connect(self._on_begin_failed)
        calibrations.load_colleagues()
        self._show_button()
        self.people.setFocus()

    def chosen(self) -> list[str]:
        """Returns the accounts that are ticked."""
        items = (self.people.item(row) for row in range(self.people.count()))
        return [item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() == Qt.CheckState.Checked]

    def _show_button(self) -> None:
        self.begin_button.setEnabled(bool(self.chosen()))

    def _say(self, words: str) -> None:
        self._problem.setText(words)
        self._problem.setVisible(bool(words))

    # -- facts

    def _on_colleagues_changed(self, people: list[Account]) -> None:
        self.people.clear()
        for account in people:
            item = QListWidgetItem(account.name)
            item.setData(Qt.ItemDataRole.UserRole, account.id)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.people.addItem(item)
        if people:
            self.people.setCurrentRow(0)
        else:
            self._say(translate("Quality", "There is no other inspector to calibrate with."))
        self._show_button()

    def _on_people_item_changed(self, _item: QListWidgetItem) -> None:
        self._show_button()

    def _on_begin_clicked(self) -> None:
        self._say("")
        self._calibrations.begin(self._call_id, self.chosen(), self.until.currentData())

    def _on_begun(self, _calibration: Calibration) -> None:
        self.accept()

    def _on_begin_failed(self, error: Exception) -> None:
        self._say(error_words(error))
