"""Leaders' instructions: the list, the one that is read, and the form for a new one."""

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from services.contracts.followups import Instruction
from ui import moments
from ui.language import translate
from ui.page import PageContext
from ui.quality.room import wide
from ui.supervision.instruction_form import InstructionForm
from ui.supervision.presenter import SupervisionPresenter
from ui.supervision.sheet import state_words
from ui.work.files import size_words
from widgets import icons, theme
from widgets.empty import EmptyHint
from widgets.looks import label
from widgets.split import SplitPane
from widgets.table import Align, Column, DataTable
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

    def attach(self) -> None:
        """Adds files to the instruction that is being typed."""
        self._form.attach()

    def look_at(self) -> None:
        """Opens the document of the chosen instruction."""
        row = self.table.current_row()
        if row is not None:
            self._presenter.look_at(row)

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
                text=lambda e: f"{moments.local(e.deadline):%m-%d %H:%M}",
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
                "files",
                translate("Supervision", "Files"),
                value=lambda e: len(e.attachments),
                text=lambda e: str(len(e.attachments) or ""),
                tip=lambda e: "\n".join(file.name for file in e.attachments),
                align=Align.RIGHT,
                width=wide(56),
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
        self._files = label("", wrap=True)
        self._files.setObjectName("supervision.files")
        self._files.setTextFormat(Qt.TextFormat.RichText)
        self._files.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self._files.linkActivated.connect(lambda file: self._shown and self._presenter.look_at(self._shown, file))
        self._text = label("", wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._state = label("", "strong", wrap=True)
        self._button = QPushButton(icons.icon("ticket"), translate("Supervision", "Open the ticket"))
        self._button.setObjectName("supervision.ticket")
        self._button.clicked.connect(lambda: self._shown and self.ticket_requested.emit(self._shown.ticket_id))
        column = QVBoxLayout(self)
        column.setContentsMargins(space.l, space.l, space.l, space.l)
        column.setSpacing(space.s)
        self._parts = (self._title, self._about, self._text, self._files, self._state, self._button)
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
        self._files.setVisible(bool(each.attachments))
        colour = theme.current().colours.accent
        names = [
            f"<a style='color:{colour}' href='{escape(file.id)}'>{escape(file.name)}</a> ({size_words(file.size)})"
            for file in each.attachments
        ]
        key = translate("Supervision", "Ctrl+Shift+I opens it")
        self._files.setText("<br>".join([*names, f"<span>{escape(key)}</span>"]))
        until = f"{moments.local(each.deadline):%Y-%m-%d %H:%M}"
        self._state.setText(
            translate("Supervision", "{state} · deadline {until}").format(state=state_words(each), until=until)
        )
