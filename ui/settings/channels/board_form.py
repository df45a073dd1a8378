"""The form of one mapping: which column holds what, the first rows of a file beside it, and the tickets that it would make."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from services.contracts.channels import BoardField, BoardTicket
from ui import moments
from ui.language import translate
from ui.lifecycle_words import kind_words
from ui.page import PageContext
from ui.settings.channels.boards_presenter import BoardsPresenter
from ui.settings.channels.presenter import ChannelsPresenter
from ui.settings.forms.fields import ChoiceField, TextField
from ui.settings.forms.form import FieldSpec, Form
from ui.settings.forms.scrolled import scrolled
from ui.settings.keys import SAVE_KEY, with_key
from widgets import icons, theme
from widgets.looks import label
from widgets.split import SplitPane
from widgets.table import Align, Column, DataTable
from widgets.theme import Tone

_NEEDED = (BoardField.SOURCE_ID,)
_ONE_OF = (BoardField.TITLE, BoardField.CONTENT)
_SAMPLE = 16
Line = tuple[str, str, list[str]]
"""A heading, the field that it holds, and its first cells."""


class BoardForm(QWidget):
    """At the left what each column holds, at the right what comes of it."""

    def __init__(
        self, presenter: ChannelsPresenter, context: PageContext, choose_file: Callable[[], Path | None]
    ) -> None:
        super().__init__()
        self._channels = presenter
        self._presenter: BoardsPresenter = presenter.boards
        self._choose_file = choose_file
        self._offered: object = None
        self.about = label("", "strong")
        self.hint = label("", "caption", wrap=True)
        self.form = Form(self._fields(), "settings.board")
        self._boards = QStringListModel(self)
        self.form.editors["board"].setCompleter(QCompleter(self._boards, self))
        self.tickets: DataTable[BoardTicket] = DataTable(
            translate("Settings", "The first tickets"),
            self._ticket_columns(),
            key=lambda ticket: str(ticket.row),
            remember=context.remember,
            remember_as="settings.board.tickets",
            empty=translate("Settings", "Nothing to show yet."),
        )
        self.lines: DataTable[Line] = DataTable(
            translate("Settings", "First rows"),
            _line_columns(),
            key=lambda line: line[0],
            remember=context.remember,
            remember_as="settings.board.lines",
            empty=translate("Settings", "Nothing to show yet."),
        )
        for table in (self.tickets, self.lines):
            table.hide_tools()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setObjectName("settings.board.tabs")
        self.tabs.addTab(self.tickets, translate("Settings", "The first tickets"))
        self.tabs.addTab(self.lines, translate("Settings", "First rows"))
        self.counted = label("", "caption", wrap=True)
        self.problem = label("", "error", wrap=True)
        self._build(context)
        self._connect()
        self._show()
        self._show_preview()

    def focus_first(self) -> None:
        """Puts the cursor where something is to be said first."""
        fields = self.form.editors
        draft = self._presenter.draft or {"board": "", "columns": {}}
        empty = [field for field in (*_NEEDED, BoardField.CONTENT) if not draft["columns"].get(field)]
        fields["board" if not draft["board"] else str((empty or [*_NEEDED])[0])].setFocus()

    def _fields(self) -> list[FieldSpec]:
        def choice(field: BoardField) -> FieldSpec:
            hint = translate("Settings", "one of the two") if field in _ONE_OF else ""
            return FieldSpec(
                field.value,
                field_name(field.value),
                lambda: ChoiceField(self._offers),
                required=field in (*_NEEDED, *_ONE_OF),
                hint=hint,
            )

        board = FieldSpec("board", translate("Settings", "Board"), lambda: TextField(60), required=True, wide=True)
        return [board, *(choice(field) for field in BoardField)]

    def _offers(self) -> list[tuple[Any, str]]:
        samples = {heading: cells for heading, _field, cells in self._lines()}
        draft = self._presenter.draft
        found: list[tuple[Any, str]] = [("", translate("Settings", "– not in the file –"))]
        for heading in draft["headings"] if draft is not None else []:
            sample = next((cell for cell in samples.get(heading, []) if cell), "")
            cut = sample if len(sample) <= _SAMPLE else f"{sample[:_SAMPLE]}…"
            found.append((heading, f"{heading}   ({cut})" if cut else heading))
        return found

    def _build(self, context: PageContext) -> None:
        look = theme.current()
        self.file_button = QPushButton(icons.icon("search"), translate("Settings", "Look at a file …"))
        self.save_button = QPushButton(
            icons.icon("save", "on_accent"), with_key(translate("Settings", "Save"), SAVE_KEY)
        )
        self.save_button.setProperty("look", "primary")
        self.discard_button = QPushButton(translate("Settings", "Discard"))
        self.over_button = QPushButton(translate("Settings", "Put mine over it"))
        for button, what in (
            (self.file_button, "file"),
            (self.save_button, "save"),
            (self.discard_button, "discard"),
            (self.over_button, "over"),
        ):
            button.setObjectName(f"settings.board.{what}")
        head = QHBoxLayout()
        head.addWidget(self.about)
        head.addWidget(self.hint, 1)
        head.addWidget(self.file_button)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.space.xs)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.counted)
        pane = SplitPane([scrolled(self.form), right], [4, 6], context.remember, "settings.board.main")
        row = QHBoxLayout()
        row.setSpacing(look.space.s)
        row.addWidget(self.problem, 1)
        row.addStretch(0)
        for button in (self.over_button, self.discard_button, self.save_button):
            row.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, look.space.s, 0, 0)
        whole.setSpacing(look.space.s)
        whole.addLayout(head)
        whole.addWidget(pane, 1)
        whole.addLayout(row)

    def _connect(self) -> None:
        presenter = self._presenter
        self.form.edited.connect(self._on_form_edited)
        self.save_button.clicked.connect(presenter.save)
        self.discard_button.clicked.connect(presenter.give_up)
        self.over_button.clicked.connect(presenter.put_over)
        self.file_button.clicked.connect(self._on_file_button_clicked)
        presenter.form_changed.connect(self._show)
        presenter.preview_changed.connect(self._show_preview)
        self._channels.names_changed.connect(self._show_preview)

    def _show(self) -> None:
        presenter, draft = self._presenter, self._presenter.draft
        if draft is None:
            return
        offered = (draft["headings"], presenter.preview.rows if presenter.preview is not None else None)
        row = {"board": draft["board"], **{f.value: draft["columns"].get(f.value, "") for f in BoardField}}
        if offered != self._offered or row != self.form.row():
            self._offered = offered
            self.form.show_row(row, True)
        self._boards.setStringList(presenter.boards)
        self.about.setText(draft["file"].get("name") or draft["board"])
        words = translate("Settings", "Headings: {count}").format(count=len(draft["headings"]))
        known = translate("Settings", "changes what is remembered for these headings")
        self.hint.setText(words if presenter.is_new else f"{words} · {known}")
        self.form.show_errors(presenter.errors)
        self.save_button.setEnabled(presenter.is_changed and not presenter.is_saving and not presenter.is_overtaken)
        self.over_button.setVisible(presenter.is_overtaken)
        rest = [words for name, words in presenter.errors.items() if name not in self.form.editors]
        problem = " ".join([presenter.problem, *rest]).strip()
        if presenter.is_overtaken:
            problem = translate(
                "Settings", "Somebody has changed this mapping since you began. What you typed is kept."
            )
        self.problem.setText(problem)
        self._show_lines()

    def _show_preview(self) -> None:
        presenter = self._presenter
        found = presenter.preview
        self.tickets.model.set_rows(found.tickets if found is not None else [])
        empty = translate("Settings", "Choose a file to see what would be made of it.")
        if presenter.preview_problem:
            empty = presenter.preview_problem
        elif found is not None and found.lacking:
            names = ", ".join(field_name(field) for field in found.lacking)
            empty = translate("Settings", "Still needed: {names}").format(names=names)
        elif found is not None:
            empty = translate("Settings", "The file has no rows.")
        self.tickets.set_empty(empty)
        self.counted.setText(_counted(found.tickets) if found is not None and found.tickets else "")
        self._show()

    def _show_lines(self) -> None:
        self.lines.model.set_rows(self._lines())

    def _lines(self) -> list[Line]:
        draft, found = self._presenter.draft, self._presenter.preview
        if draft is None:
            return []
        fields = {heading: field for field, heading in draft["columns"].items()}
        lines: dict[str, Line] = {}
        for at, heading in enumerate(found.headings if found is not None else draft["headings"]):
            cells = [row[at] for row in found.rows] if found is not None else []
            # Of two columns of one name the first is read.
            if heading:
                lines.setdefault(heading, (heading, fields.get(heading, ""), cells))
        return list(lines.values())

    def _ticket_columns(self) -> list[Column[BoardTicket]]:
        def place(ticket: BoardTicket) -> str:
            code = ticket.village or ticket.town
            name = self._channels.names.place(code).text if code else ""
            return " ".join(part for part in (name, ticket.detail) if part)

        def category(ticket: BoardTicket) -> str:
            return self._channels.names.category(ticket.category).text if ticket.category else ""

        def at(ticket: BoardTicket) -> str:
            moment = ticket.received_at
            return f"{moments.local(moment):%Y-%m-%d %H:%M}" if moment is not None else ""

        def caller(ticket: BoardTicket) -> str:
            parts = (ticket.caller_name, ticket.caller_number, ticket.caller_email)
            return " ".join(part for part in parts if part)

        return [
            Column("row", translate("Settings", "Row"), value=lambda t: t.row, align=Align.RIGHT, width=56),
            Column(
                "state",
                translate("Settings", "What becomes of it"),
                value=_outcome,
                tone=_outcome_tone,
                tip=lambda t: t.problem or t.remark,
                badge=True,
                width=100,
            ),
            Column("id", field_name("source_id"), value=lambda t: t.source_id, width=90),
            Column(
                "title",
                translate("Settings", "Subject, or why not"),
                # A row that becomes nothing has no subject to show; in its place stands why.
                value=lambda t: t.problem or t.title,
                tone=lambda t: Tone.BAD if t.problem else None,
                tip=lambda t: t.problem or "\n".join(part for part in (t.remark, t.content) if part),
                width=260,
            ),
            Column("at", field_name("created_at"), value=at, width=130),
            Column("caller", translate("Settings", "Citizen"), value=caller, tip=caller, width=150),
            Column("kind", field_name("kind"), value=lambda t: kind_words(t.kind) if t.kind else "", width=70),
            Column("category", field_name("category"), value=category, width=110),
            Column("place", translate("Settings", "Place"), value=place, tip=place, width=140),
        ]

    def _on_form_edited(self, row: dict[str, Any]) -> None:
        self._presenter.edit(row["board"], {field.value: row[field.value] for field in BoardField})

    def _on_file_button_clicked(self) -> None:
        file = self._choose_file()
        if file is not None:
            self._presenter.add_file(file)


def field_name(field: str) -> str:
    """Returns what a field is called; one of a newer server as its code."""
    return {
        "source_id": translate("Settings", "Board's number"),
        "title": translate("Settings", "Subject"),
        "content": translate("Settings", "Content"),
        "created_at": translate("Settings", "Written at"),
        "kind": translate("Settings", "Kind of appeal"),
        "category": translate("Settings", "Category"),
        "town": translate("Settings", "Town"),
        "village": translate("Settings", "Village"),
        "detail": translate("Settings", "Where exactly"),
        "caller_name": translate("Settings", "Citizen's name"),
        "caller_number": translate("Settings", "Citizen's number"),
        "caller_email": translate("Settings", "Citizen's e-mail"),
    }.get(field, field)


def _line_columns() -> list[Column[Line]]:
    def cell(at: int) -> Callable[[Line], str]:
        return lambda line: line[2][at] if at < len(line[2]) else ""

    rows = [
        Column(
            f"row{at}",
            translate("Settings", "Row {number}").format(number=at + 1),
            value=cell(at),
            tip=cell(at),
            width=130,
        )
        for at in range(5)
    ]
    held = Column[Line](
        "field",
        translate("Settings", "Holds"),
        value=lambda line: field_name(line[1]) if line[1] else "–",
        tone=lambda line: None if line[1] else Tone.QUIET,
        width=110,
    )
    return [Column("heading", translate("Settings", "Heading"), value=lambda line: line[0], width=130), held, *rows]


def _outcome(ticket: BoardTicket) -> str:
    if ticket.problem:
        return translate("Settings", "not taken")
    if ticket.known:
        return translate("Settings", "taken before")
    return translate("Settings", "check it") if ticket.remark else translate("Settings", "new ticket")


def _outcome_tone(ticket: BoardTicket) -> Tone:
    if ticket.problem:
        return Tone.BAD
    return Tone.QUIET if ticket.known else Tone.WARN if ticket.remark else Tone.GOOD


def _counted(tickets: list[BoardTicket]) -> str:
    bad = sum(1 for ticket in tickets if ticket.problem)
    words = translate("Settings", "The first {count} rows of the file; not taken of them: {bad}")
    said = words.format(count=len(tickets), bad=bad)
    remarks = list(dict.fromkeys(ticket.remark for ticket in tickets if ticket.remark))
    return "\n".join([said, *remarks[:1]])
