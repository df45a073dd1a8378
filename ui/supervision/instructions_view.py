"""Leaders' instructions: the list, the one that is read, and the form for a new one."""

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDateEdit,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from services.clock import DISTRICT_ZONE
from services.contracts.followups import Instruction
from ui.language import translate
from ui.page import PageContext
from ui.quality.room import wide
from ui.supervision.presenter import SupervisionPresenter
from ui.supervision.sheet import state_words
from widgets import icons, theme
from widgets.empty import EmptyHint
from widgets.fields.frame import FieldFrame
from widgets.looks import label
from widgets.split import SplitPane
from widgets.table import Column, DataTable
from widgets.theme import Tone


def state_tone(each: Instruction) -> Tone:
    """Returns the colour of how far an instruction has come."""
    if each.ended_at is None:
        return Tone.BAD if each.overdue else Tone.ACCENT
    return Tone.GOOD if each.solved else Tone.WARN


class InstructionsView(QWidget):
    """The nearest deadline on top; beside it what the instruction says, or the form."""

    ticket_requested = Signal(str)
    """The person wants to see a ticket (its id)."""
    sheet_requested = Signal()

    def __init__(self, presenter: SupervisionPresenter, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        space = theme.current().space
        self.table = self._make_table(context)
        self._open = self._choice(translate("Supervision", "Open"), True)
        self._ended = self._choice(translate("Supervision", "Ended"), False)
        group = QButtonGroup(self)
        group.addButton(self._open)
        group.addButton(self._ended)
        self._new = QPushButton(icons.icon("add", "on_accent"), translate("Supervision", "New instruction  Ctrl+N"))
        self._new.setProperty("look", "primary")
        self._new.clicked.connect(lambda: self.begin())
        self._sheet = QPushButton(icons.icon("export"), translate("Supervision", "Weekly sheet  Ctrl+P"))
        self._sheet.clicked.connect(self.sheet_requested)
        top = QHBoxLayout()
        top.setSpacing(space.s)
        for part in (self._open, self._ended):
            top.addWidget(part)
        top.addStretch(1)
        top.addWidget(self._sheet)
        top.addWidget(self._new)
        self._detail = _Detail(presenter)
        self._detail.ticket_requested.connect(self.ticket_requested)
        self._form = InstructionForm(presenter)
        self._form.closed.connect(self.enter)
        left = QFrame()
        left.setProperty("look", "card")
        column = QVBoxLayout(left)
        column.setContentsMargins(space.m, space.m, space.m, space.m)
        column.addWidget(self.table)
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self._detail)
        beside.addWidget(self._form)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, space.s, 0, 0)
        whole.setSpacing(space.s)
        whole.addLayout(top)
        whole.addWidget(SplitPane([left, right], [5, 3], context.remember, "supervision.instructions"), 1)
        self.table.row_selected.connect(self._detail.show_instruction)
        self.table.row_activated.connect(lambda row: self.ticket_requested.emit(row.ticket_id))
        presenter.instructions_changed.connect(self.refresh)
        presenter.names_changed.connect(self.refresh)
        presenter.form_changed.connect(self._show_form)
        self.refresh()
        self._show_form()

    def enter(self) -> None:
        """Puts the focus where work goes on."""
        if self._presenter.typed is not None:
            self._form.focus_first()
        else:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin(self, number: str = "") -> None:
        """Opens the form."""
        self._presenter.begin(number)
        self._form.focus_first()

    def refresh(self) -> None:
        """Shows the presenter's list."""
        self.table.model.set_rows(self._presenter.instructions)
        if self._presenter.entered and self.table.go_to(self._presenter.entered):
            self._presenter.entered = ""
        words = (
            translate("Supervision", "No open instruction. Ctrl+N enters one.")
            if self._presenter.shows_open
            else translate("Supervision", "No instruction has ended yet.")
        )
        self.table.set_empty(words)
        self._detail.show_instruction(self.table.current_row())

    def _show_form(self) -> None:
        typing = self._presenter.typed is not None
        had_focus = self._form.isAncestorOf(self.focusWidget() or self)
        self._form.setVisible(typing)
        if had_focus and not typing:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._detail.setVisible(not typing)
        self._form.refresh()

    def _choice(self, words: str, is_open: bool) -> QPushButton:
        button = QPushButton(words)
        button.setCheckable(True)
        button.setChecked(self._presenter.shows_open is is_open)
        button.setObjectName(f"supervision.{'open' if is_open else 'ended'}")
        button.clicked.connect(lambda: self._presenter.show_open(is_open))
        return button

    def _make_table(self, context: PageContext) -> DataTable[Instruction]:
        columns: list[Column[Instruction]] = [
            Column(
                "deadline",
                translate("Supervision", "Deadline"),
                value=lambda e: e.deadline.isoformat(),
                text=lambda e: f"{e.deadline.astimezone(DISTRICT_ZONE):%m-%d %H:%M}",
                tone=lambda e: Tone.BAD if e.overdue else None,
                width=wide(92),
            ),
            Column(
                "state",
                translate("Supervision", "State"),
                value=state_words,
                tone=state_tone,
                badge=True,
                width=wide(120),
            ),
            Column(
                "title",
                translate("Supervision", "Ticket"),
                value=lambda e: e.title,
                tip=lambda e: e.text,
                width=wide(200),
                stretch=True,
            ),
            Column("leader", translate("Supervision", "Leader"), value=lambda e: e.leader, width=wide(120)),
            Column(
                "unit",
                translate("Supervision", "Unit"),
                value=lambda e: self._presenter.unit_name(e.unit),
                tip=lambda e: self._presenter.unit_name(e.unit),
                width=wide(130),
            ),
            Column(
                "document",
                translate("Supervision", "Document"),
                value=lambda e: e.document,
                width=wide(150),
                shown=False,
            ),
            Column(
                "number", translate("Supervision", "Number"), value=lambda e: e.number, width=wide(130), shown=False
            ),
            Column(
                "text", translate("Supervision", "Instruction"), value=lambda e: e.text, width=wide(240), shown=False
            ),
        ]
        table: DataTable[Instruction] = DataTable(
            translate("Supervision", "Leaders' instructions"),
            columns,
            key=lambda e: e.id,
            remember=context.remember,
            remember_as="supervision.instructions",
            empty="",
        )
        table.export_requested.connect(context.export)
        return table


class _Detail(QFrame):
    """What an instruction says."""

    ticket_requested = Signal(str)

    def __init__(self, presenter: SupervisionPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._shown: Instruction | None = None
        space = theme.current().space
        self.setProperty("look", "card")
        self.setAccessibleName(translate("Supervision", "Instruction"))
        self._hint = EmptyHint(
            translate("Supervision", "Choose an instruction to read it; Enter opens its ticket."), "priority"
        )
        self._title = label("", "title", wrap=True)
        self._about = label("", "muted", wrap=True)
        self._text = label("", wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._state = label("", "strong", wrap=True)
        self._button = QPushButton(icons.icon("ticket"), translate("Supervision", "Open the ticket"))
        self._button.setObjectName("supervision.ticket")
        self._button.clicked.connect(lambda: self._shown and self.ticket_requested.emit(self._shown.ticket_id))
        column = QVBoxLayout(self)
        column.setContentsMargins(space.l, space.l, space.l, space.l)
        column.setSpacing(space.s)
        self._parts = (self._title, self._about, self._text, self._state, self._button)
        column.addWidget(self._hint, 1)
        for part in self._parts:
            column.addWidget(part)
        column.setAlignment(self._button, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.show_instruction(None)

    def show_instruction(self, each: Instruction | None) -> None:
        """Shows one, or what to do."""
        self._shown = each
        self._hint.setVisible(each is None)
        for part in self._parts:
            part.setVisible(each is not None)
        if each is None:
            return
        self._title.setText(each.title)
        words = (each.leader, each.document, each.number, self._presenter.unit_name(each.unit))
        self._about.setText(" · ".join(word for word in words if word))
        self._text.setText(each.text)
        until = f"{each.deadline.astimezone(DISTRICT_ZONE):%Y-%m-%d %H:%M}"
        self._state.setText(
            translate("Supervision", "{state} · deadline {until}").format(state=state_words(each), until=until)
        )


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
        self.deadline = QDateEdit()
        self.deadline.setCalendarPopup(True)
        self.deadline.setDisplayFormat("yyyy-MM-dd")
        self._frames = {
            "number": FieldFrame(translate("Supervision", "Ticket number"), self.number, required=True),
            "leader": FieldFrame(translate("Supervision", "Leader's office"), self.leader, required=True),
            "document": FieldFrame(translate("Supervision", "Document number"), self.document),
            "text": FieldFrame(translate("Supervision", "Instruction"), self.text, required=True),
            "deadline": FieldFrame(
                translate("Supervision", "Deadline (to the end of the day)"), self.deadline, required=True
            ),
        }
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
        column.addWidget(self._problem)
        row = QHBoxLayout()
        row.addWidget(self._send)
        row.addWidget(cancel)
        row.addStretch(1)
        column.addLayout(row)
        self.number.textEdited.connect(lambda text: presenter.type_in("number", text))
        self.leader.textEdited.connect(lambda text: presenter.type_in("leader", text))
        self.document.textEdited.connect(lambda text: presenter.type_in("document", text))
        self.text.textChanged.connect(lambda: presenter.type_in("text", self.text.toPlainText()))
        self.deadline.dateChanged.connect(
            lambda day: presenter.type_in("deadline", day.toString(Qt.DateFormat.ISODate))
        )

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
        self.deadline.setDate(QDate.fromString(typed.deadline, Qt.DateFormat.ISODate))
        for name, frame in self._frames.items():
            frame.set_error(self._presenter.errors.get(name, ""))
        self._problem.setText(self._presenter.problem)
        self._problem.setVisible(bool(self._presenter.problem))
        self._send.setEnabled(not self._presenter.is_sending)

    def _on_cancel_clicked(self) -> None:
        self._presenter.give_up()
        self.closed.emit()
