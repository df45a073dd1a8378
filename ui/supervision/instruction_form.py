"""The form in which a leader's instruction is written down, with its document."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.language import translate
from ui.lifecycle_words import status_words
from ui.supervision.presenter import SupervisionPresenter
from widgets import icons, theme
from widgets.fields.frame import FieldFrame
from widgets.fields.moment import DAY, MomentEdit
from widgets.looks import label


class DocumentField(QWidget):
    """The files of the document: one more is added, each can be taken out again."""

    add_requested = Signal()
    removed = Signal(str)
    """A file (its path) is to be left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.add = QPushButton(icons.icon("add"), translate("Supervision", "Add a file  Ctrl+Shift+F"))
        self.add.setObjectName("supervision.form.add_file")
        self.add.clicked.connect(self.add_requested)
        self.setFocusProxy(self.add)
        self._files: list[str] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.current().space.xs)
        self._column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def show_files(self, files: list[str]) -> None:
        """Shows what is attached."""
        if files == self._files:
            return
        self._files = list(files)
        for button in self.findChildren(QPushButton, "supervision.form.file"):
            self._column.removeWidget(button)
            button.setParent(None)
            button.deleteLater()
        for place, file in enumerate(files):
            button = QPushButton(icons.icon("remove"), Path(file).name.replace("&", "&&"))
            button.setProperty("look", "quiet")
            button.setObjectName("supervision.form.file")
            words = translate("Supervision", "Leave {file} out").format(file=Path(file).name)
            button.setToolTip(words)
            button.setAccessibleName(words)
            button.clicked.connect(lambda _checked=False, file=file: self.removed.emit(file))
            self._column.insertWidget(place, button, 0, Qt.AlignmentFlag.AlignLeft)


class InstructionForm(QFrame):
    """Writes what is typed straight into the presenter, which keeps it on disk."""

    closed = Signal()

    def __init__(self, presenter: SupervisionPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        space = theme.current().space
        self.setProperty("look", "card")
        self.number = QLineEdit()
        self.number.setPlaceholderText("20261124-000123")
        self.number.setMaxLength(20)
        self.leader = QLineEdit()
        self.leader.setMaxLength(120)
        self.document = QLineEdit()
        self.document.setMaxLength(120)
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.deadline = MomentEdit(DAY)
        self.attachments = DocumentField()
        self.choose_files: Callable[[], list[str]] = self._ask_for_files
        """Asks which files; a test answers itself."""
        self._frames = {
            "number": FieldFrame(translate("Supervision", "Ticket number"), self.number, required=True),
            "leader": FieldFrame(translate("Supervision", "Leader's office"), self.leader, required=True),
            "document": FieldFrame(translate("Supervision", "Document number"), self.document),
            "text": FieldFrame(translate("Supervision", "Instruction"), self.text, required=True),
            "attachments": FieldFrame(translate("Supervision", "The document itself"), self.attachments),
            "deadline": FieldFrame(
                translate("Supervision", "Deadline (to the end of the day)"), self.deadline, required=True
            ),
        }
        self.ticket = label("", "caption", wrap=True)
        self.ticket.setTextFormat(Qt.TextFormat.PlainText)
        self.ticket.hide()
        self._problem = label("", "error", wrap=True)
        self._send = QPushButton(icons.icon("send", "on_accent"), translate("Supervision", "Enter  Ctrl+Enter"))
        self._send.setProperty("look", "primary")
        self._send.clicked.connect(presenter.enter)
        cancel = QPushButton(translate("Supervision", "Throw away"))
        cancel.setProperty("look", "quiet")
        cancel.clicked.connect(self._on_cancel_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.l, space.l, space.l, space.l)
        column.setSpacing(space.m)
        column.addWidget(label(translate("Supervision", "New instruction"), "title"))
        for name, frame in self._frames.items():
            frame.editor.setObjectName(f"supervision.form.{name}")
            column.addWidget(frame, 1 if name == "text" else 0)
            if name == "number":
                column.addWidget(self.ticket)
        column.addWidget(self._problem)
        row = QHBoxLayout()
        row.addWidget(self._send)
        row.addWidget(cancel)
        row.addStretch(1)
        column.addLayout(row)
        presenter.ticket_changed.connect(self._on_presenter_ticket_changed)
        presenter.names_changed.connect(self._on_presenter_ticket_changed)
        self._on_presenter_ticket_changed()
        self.number.textEdited.connect(lambda text: presenter.type_in("number", text))
        self.leader.textEdited.connect(lambda text: presenter.type_in("leader", text))
        self.document.textEdited.connect(lambda text: presenter.type_in("document", text))
        self.attachments.add_requested.connect(self.attach)
        self.attachments.removed.connect(self._on_file_removed)
        self.text.textChanged.connect(lambda: presenter.type_in("text", self.text.toPlainText()))
        self.deadline.dateChanged.connect(
            lambda day: presenter.type_in("deadline", day.toString(Qt.DateFormat.ISODate))
        )

    def attach(self) -> None:
        """Asks for files of the document and takes them in."""
        typed = self._presenter.typed
        if typed is not None:
            self._presenter.type_in("attachments", list(dict.fromkeys([*typed.attachments, *self.choose_files()])))
            self.refresh()

    def focus_first(self) -> None:
        """Puts the focus on the first field that is empty."""
        first = next((f for f in (self.number, self.leader, self.document) if not f.text()), None)
        (first or self.text).setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Shows what is typed and what is wrong in it."""
        typed = self._presenter.typed
        if typed is None:
            return
        for editor, value in (
            (self.number, typed.number),
            (self.leader, typed.leader),
            (self.document, typed.document),
        ):
            if editor.text() != value:
                editor.setText(value)
        if self.text.toPlainText() != typed.text:
            self.text.setPlainText(typed.text)
        self.attachments.show_files(typed.attachments)
        self.deadline.setDate(QDate.fromString(typed.deadline, Qt.DateFormat.ISODate))
        for name, frame in self._frames.items():
            frame.set_error(self._presenter.errors.get(name, ""))
        self._problem.setText(self._presenter.problem)
        self._problem.setVisible(bool(self._presenter.problem))
        self._send.setEnabled(not self._presenter.is_sending)

    def _on_presenter_ticket_changed(self) -> None:
        ticket = self._presenter.ticket
        self.ticket.setVisible(ticket is not None)
        if ticket is not None:
            status = status_words(ticket.status.value, ticket.pending.value)
            parts = (ticket.title, status, self._presenter.unit_name(ticket.unit))
            self.ticket.setText(" · ".join(part for part in parts if part))

    def _on_cancel_clicked(self) -> None:
        self._presenter.give_up()
        self.closed.emit()

    def _on_file_removed(self, file: str) -> None:
        typed = self._presenter.typed
        if typed is not None:
            self._presenter.type_in("attachments", [each for each in typed.attachments if each != file])
            self.refresh()
            self.attachments.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_for_files(self) -> list[str]:
        files, _kind = QFileDialog.getOpenFileNames(self, translate("Supervision", "The leader's document"))
        return files
