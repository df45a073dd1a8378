"""Buttons of a recording's custody: hold, lift, export; each asks for its reason first."""

from pathlib import Path

from PySide6.QtCore import QEvent, QStandardPaths, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui import moments
from ui.language import translate
from ui.quality.custody import CustodyPresenter
from ui.quality.words import when
from widgets import icons, theme
from widgets.looks import label

_SHORTEST = 2


class CustodyBar(QWidget):
    """Who holds the recording, and what may be done with it. Not there for who may do neither."""

    def __init__(self, custody: CustodyPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._custody = custody
        self._asks = ""
        space = theme.current().space
        self.about = label("", "caption", wrap=True)
        self.hold_button = _button("quality.hold", self._ask_hold)
        self.export_button = _button("quality.export", self._ask_export)
        self.export_button.setText(translate("Quality", "Take out a copy …"))
        self.export_button.setIcon(icons.icon("export"))
        self.reason = QLineEdit()
        self.reason.setObjectName("quality.custody_reason")
        self.reason.setMaxLength(200)
        self.reason.installEventFilter(self)
        self.do_button = _button("quality.custody_do", self._do)
        self.do_button.setProperty("look", "primary")
        self.error = label("", wrap=True)
        self.error.setProperty("words", "bad")
        self._line = QWidget()
        line = QHBoxLayout(self._line)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(space.s)
        line.addWidget(self.reason, 1)
        line.addWidget(self.do_button)
        row = QHBoxLayout()
        row.setSpacing(space.s)
        row.addWidget(self.about, 1)
        row.addWidget(self.hold_button)
        row.addWidget(self.export_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.xs)
        column.addLayout(row)
        column.addWidget(self._line)
        column.addWidget(self.error)
        self.reason.returnPressed.connect(self._do)
        self.reason.textChanged.connect(lambda _text: self._show())
        custody.changed.connect(self._on_custody_changed)
        custody.done.connect(self._leave)
        custody.refused.connect(self._say)
        self._call_id = custody.call_id
        self._leave()
        self._show()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Escape leaves the reason."""
        if (
            watched is self.reason
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
        ):
            self._leave()
            return True
        return False

    def choose_file(self, suggested: str) -> Path | None:
        """Asks for a file with Qt's dialog."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen, kind = QFileDialog.getSaveFileName(
            self, translate("Quality", "Take out a copy"), str(Path(folder) / suggested), "FLAC (*.flac);;WAV (*.wav)"
        )
        if not chosen:
            return None
        file = Path(chosen)
        if file.suffix.lower() in (".flac", ".wav"):
            return file
        return file.with_name(f"{file.name}{'.wav' if 'wav' in kind else '.flac'}")

    # -- asking

    def _ask_hold(self) -> None:
        self._ask("lift" if self._custody.is_held else "hold")

    def _ask_export(self) -> None:
        self._ask("export")

    def _ask(self, what: str) -> None:
        self._asks = what
        asked, does = {
            "hold": (
                translate("Quality", "Why it must be kept, such as a court's or an audit's number"),
                translate("Quality", "Hold it"),
            ),
            "lift": (translate("Quality", "Why it need not be kept any more"), translate("Quality", "Lift the hold")),
            "export": (
                translate("Quality", "What for and for whom; it is kept, and the copy is marked"),
                translate("Quality", "Choose where …"),
            ),
        }[what]
        self.reason.clear()
        self.reason.setPlaceholderText(asked)
        self.reason.setAccessibleName(asked)
        self.do_button.setText(does)
        self._say("")
        self._line.show()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _do(self) -> None:
        reason = self.reason.text().strip()
        if len(reason) < _SHORTEST or self._custody.is_busy:
            return
        self._say("")
        if self._asks == "export":
            file = self._custody.file
            moment = moments.local(file.call.offered_at) if file is not None else None
            name = translate("Quality", "Recording {when}").format(when=f"{moment:%Y-%m-%d %H%M}" if moment else "")
            target = self.choose_file(f"{name}.flac")
            if target is not None:
                self._custody.export(reason, target)
        else:
            self._custody.set_hold(reason)

    def _leave(self) -> None:
        self._asks = ""
        self._line.hide()
        self._say("")

    # -- showing

    def _on_custody_changed(self) -> None:
        if self._custody.call_id != self._call_id:
            self._call_id = self._custody.call_id
            self._leave()
        if self._asks in ("hold", "lift") and (self._asks == "lift") != self._custody.is_held:
            # Somebody else was faster; what was asked has no sense any more.
            self._asks = ""
            self._line.hide()
        self._show()

    def _show(self) -> None:
        custody = self._custody
        self.setVisible(bool(custody.call_id) and (custody.may_hold or custody.may_export))
        held, hold = custody.is_held, custody.hold
        self.hold_button.setVisible(custody.may_hold)
        self.hold_button.setText(translate("Quality", "Lift the hold …") if held else translate("Quality", "Hold …"))
        self.hold_button.setToolTip(translate("Quality", "A held recording is not deleted, whatever the rules say"))
        self.hold_button.setIcon(icons.icon("unlock" if held else "lock"))
        self.export_button.setVisible(custody.may_export)
        for button in (self.hold_button, self.export_button):
            button.setEnabled(not custody.is_busy)
        self.do_button.setEnabled(not custody.is_busy and len(self.reason.text().strip()) >= _SHORTEST)
        words = translate("Quality", "On hold: not deleted until somebody lifts it") if held else ""
        if hold is not None:
            words = translate("Quality", "On hold since {when} by {name}: {reason}")
            words = words.format(when=when(hold.set_at), name=hold.set_by, reason=hold.reason)
        self.about.setText(words)

    def _say(self, words: str) -> None:
        self.error.setText(words)
        self.error.setVisible(bool(words))


def _button(name: str, run: object) -> QPushButton:
    made = QPushButton()
    made.setObjectName(name)
    made.clicked.connect(run)
    return made
