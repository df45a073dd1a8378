"""The page of known matters: the list at the left, the one that is looked at and its end at the right."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from services.contracts.followups import Matter
from ui import moments
from ui.language import translate
from ui.matters.codes_field import CodesField
from ui.matters.presenter import MattersPresenter
from ui.page import Link, Page, PageContext
from ui.settings.dispatching.words import category_field, place_field
from ui.settings.forms.fields import MomentField, TextField, WordsField
from ui.settings.forms.form import FieldSpec, Form
from ui.settings.mine_view import Segments
from widgets import icons, theme
from widgets.fields.frame import FieldFrame
from widgets.looks import label
from widgets.split import SplitPane
from widgets.table import Align, Column, DataTable
from widgets.theme import Tone

_MANY = 10
"""So many voices are told in colour."""


class MattersPage(Page):
    """What many ask about."""

    def __init__(self, presenter: MattersPresenter, context: PageContext) -> None:
        super().__init__(context)
        self._presenter = presenter
        look = theme.current()
        self.which = Segments(
            translate("Matters", "Known matters"),
            [(True, translate("Matters", "Now")), (False, translate("Matters", "Ended"))],
            presenter.shows_open,
        )
        for button in self.which.buttons.values():
            button.setObjectName("matters.which")
        self.new_button = QPushButton(icons.icon("add"), translate("Matters", "New"))
        self.new_button.setObjectName("matters.new")
        self.table: DataTable[Matter] = DataTable(
            translate("Matters", "Known matters"),
            _columns(),
            key=lambda matter: matter.id,
            remember=context.remember,
            remember_as="matters.list",
            empty=translate("Matters", "Nothing is asked about by many now. Make a ticket a known matter with Ctrl+N."),
        )
        self.table.tools.insertWidget(0, self.which)
        self.table.tools.insertWidget(1, self.new_button)
        self.panel = self._panel()
        pane = SplitPane([self.table, self.panel], [6, 5], context.remember, "matters.main")
        column = QVBoxLayout(self)
        column.setContentsMargins(look.space.l, look.space.m, look.space.l, look.space.l)
        column.addWidget(pane)
        self._connect()
        self.bind("new", self._on_new)
        self.bind("save", presenter.save)
        self.bind("reply", self._go_to_reply)
        self.bind("open_ticket", self._open_ticket)
        self.bind("refresh", presenter.load)
        self._on_presenter_matters_changed()
        self._on_presenter_form_changed()

    def entered(self) -> None:
        """Puts the cursor into the list."""
        self._presenter.load()
        if self.focusWidget() is None:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_link(self, link: Link) -> None:
        """Begins a matter from a ticket (its number), or shows one."""
        if link.what == "ticket_number":
            self._presenter.begin(link.value)
            self.form.editors["words"].setFocus()
        elif link.what == "matter":
            self._presenter.choose(link.value)

    def _connect(self) -> None:
        presenter = self._presenter
        self.which.chosen.connect(presenter.show_open)
        self.new_button.clicked.connect(self._on_new)
        self.table.export_requested.connect(self.context.export)
        self.table.row_selected.connect(self._on_table_row_selected)
        self.table.row_activated.connect(lambda _row: self._open_ticket())
        self.form.edited.connect(self._on_form_edited)
        self.ends.clicked.connect(self._on_ends_clicked)
        self.save_button.clicked.connect(presenter.save)
        self.discard_button.clicked.connect(presenter.give_up)
        self.reply.edited.connect(self._on_reply_edited)
        self.reply_button.clicked.connect(lambda: presenter.end(self.reply.value()))
        self.end_button.clicked.connect(lambda: presenter.end(""))
        presenter.matters_changed.connect(self._on_presenter_matters_changed)
        presenter.form_changed.connect(self._on_presenter_form_changed)
        presenter.names_changed.connect(self._on_presenter_form_changed)

    def _panel(self) -> QWidget:
        look = theme.current()
        presenter = self._presenter

        def categories() -> CodesField:
            field = category_field(lambda: presenter.names)
            field.setPlaceholderText(translate("Matters", "add a category"))
            return CodesField(field, lambda code: presenter.names.category(code))

        def places() -> CodesField:
            field = place_field(lambda: presenter.names)
            field.setPlaceholderText(translate("Matters", "add a town or village"))
            return CodesField(field, lambda code: presenter.names.place(code))

        self.title = label("", "title", wrap=True)
        self.ends = QCheckBox(translate("Matters", "Ends by itself"))
        self.ends.setObjectName("matters.ends")
        self.form = Form(
            [
                FieldSpec(
                    "number",
                    translate("Matters", "Number of the ticket"),
                    lambda: TextField(20),
                    required=True,
                    wide=True,
                    shown=lambda row: bool(row.get("is_new")),
                ),
                FieldSpec(
                    "title",
                    translate("Matters", "What it is called"),
                    lambda: TextField(120, translate("Matters", "as its ticket")),
                    wide=True,
                ),
                FieldSpec(
                    "words", translate("Matters", "Words to say"), lambda: WordsField(lines=4), required=True, wide=True
                ),
                FieldSpec("categories", translate("Matters", "Categories it is about"), categories),
                FieldSpec("places", translate("Matters", "Places it is about"), places),
                FieldSpec(
                    "ends_at",
                    translate("Matters", "Ends"),
                    MomentField,
                    shown=lambda row: row.get("ends_at") is not None,
                ),
            ],
            "matters.form",
        )
        self.problem = label("", "error", wrap=True)
        self.save_button = QPushButton(icons.icon("save", "on_accent"), translate("Matters", "Save"))
        self.save_button.setProperty("look", "primary")
        self.save_button.setObjectName("matters.save")
        self.discard_button = QPushButton(translate("Matters", "Discard"))
        self.discard_button.setObjectName("matters.discard")
        buttons = QHBoxLayout()
        buttons.addWidget(self.save_button)
        buttons.addWidget(self.discard_button)
        buttons.addStretch(1)
        buttons.addWidget(self.ends)
        body = QWidget()
        body.setProperty("look", "plain")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, look.space.s, 0)
        column.setSpacing(look.space.m)
        for part in (self.title, self.form, self.problem):
            column.addWidget(part)
        column.addLayout(buttons)
        column.addWidget(self._end_card())
        column.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setWidget(body)
        return area

    def _end_card(self) -> QFrame:
        look = theme.current()
        self.end_card = QFrame()
        self.end_card.setProperty("look", "sunken")
        self.reply = WordsField(lines=3)
        self.reply.setObjectName("matters.reply")
        self.reply_frame = FieldFrame(translate("Matters", "One reply to everybody who asked"), self.reply)
        self.reply_button = QPushButton(icons.icon("send"), translate("Matters", "End it with this reply"))
        self.reply_button.setObjectName("matters.reply_to_all")
        self.end_button = QPushButton(translate("Matters", "End it without a reply"))
        self.end_button.setObjectName("matters.end")
        row = QHBoxLayout()
        row.addWidget(self.reply_button)
        row.addWidget(self.end_button)
        row.addStretch(1)
        column = QVBoxLayout(self.end_card)
        column.setContentsMargins(look.space.m, look.space.m, look.space.m, look.space.m)
        column.addWidget(self.reply_frame)
        column.addLayout(row)
        return self.end_card

    def _on_new(self) -> None:
        self._presenter.begin()
        self.form.focus_first()

    def _go_to_reply(self) -> None:
        if self.end_card.isVisible():
            self.reply.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _open_ticket(self) -> None:
        matter = self._presenter.matter
        if matter is not None:
            self.open_requested.emit(Link("ticket", "ticket", matter.ticket_id))

    def _on_table_row_selected(self, matter: Matter | None) -> None:
        if matter is not None:
            self._presenter.choose(matter.id)

    def _on_form_edited(self, row: dict[str, Any]) -> None:
        if not self.ends.isChecked():
            row = {**row, "ends_at": None}
        self._presenter.type_in(row)
        self._show_buttons()

    def _on_reply_edited(self) -> None:
        self._presenter.type_in({**self._presenter.row(), "reply": self.reply.value()})
        self._show_buttons()

    def _on_ends_clicked(self, on: bool) -> None:
        row = {**self.form.row(), "ends_at": MomentField.next_hour(24) if on else None}
        self._presenter.type_in(row)
        self.form.show_row(row, True)
        self._show_buttons()

    def _on_presenter_matters_changed(self) -> None:
        self.table.model.set_rows(self._presenter.matters)
        self.table.go_to(self._presenter.chosen)

    def _on_presenter_form_changed(self) -> None:
        presenter = self._presenter
        row, matter = presenter.row(), presenter.matter
        self.panel.setVisible(bool(row))
        if not row:
            return
        is_new = presenter.is_new_shown
        is_open = is_new or (matter is not None and matter.open)
        if self.form.row() != {**self.form.row(), **row} or not presenter.is_typed:
            self.form.show_row(row, is_open)
        self.form.show_errors(presenter.errors | ({"number": presenter.problem} if self._is_unknown_number() else {}))
        self.ends.setChecked(row.get("ends_at") is not None)
        self.ends.setEnabled(is_open)
        if is_new:
            self.title.setText(translate("Matters", "A new known matter"))
        elif matter is not None:
            words = translate("Matters", "{number} · asked about by {count}")
            self.title.setText(words.format(number=matter.number, count=matter.voices))
        self.problem.setText("" if self._is_unknown_number() else presenter.problem)
        self.problem.setVisible(bool(self.problem.text()))
        self.end_card.setVisible(not is_new and (is_open or bool(row.get("reply"))))
        if not presenter.is_saving and not presenter.problem:
            self.reply.set_value(row.get("reply") or "")
        self.reply.set_editable(is_open)
        self.reply_frame.set_error(presenter.errors.get("reply", ""))
        self.reply_button.setVisible(is_open and presenter.may_reply)
        self.end_button.setVisible(is_open)
        self._show_buttons()

    def _is_unknown_number(self) -> bool:
        return self._presenter.is_new_shown and bool(self._presenter.problem) and not self._presenter.errors

    def _show_buttons(self) -> None:
        presenter = self._presenter
        ready = presenter.is_typed and not presenter.is_saving
        self.save_button.setEnabled(ready)
        self.discard_button.setEnabled(ready)
        self.reply_button.setEnabled(bool(self.reply.value()) and not presenter.is_saving)
        self.end_button.setEnabled(not presenter.is_saving)


def _columns() -> list[Column[Matter]]:
    return [
        Column("title", translate("Matters", "Matter"), value=lambda m: m.title, tip=lambda m: m.words, stretch=True),
        Column(
            "voices",
            translate("Matters", "Asked"),
            value=lambda m: m.voices,
            tone=lambda m: Tone.WARN if m.voices >= _MANY else None,
            align=Align.RIGHT,
            width=70,
        ),
        Column("number", translate("Matters", "Ticket"), value=lambda m: m.number, width=140),
        Column("opened", translate("Matters", "Since"), value=lambda m: _moment(m.opened_at), width=96),
        Column("ends", translate("Matters", "Ends"), value=lambda m: _moment(m.ends_at), width=96),
    ]


def _moment(moment: datetime | None) -> str:
    return f"{moments.local(moment):%m-%d %H:%M}" if moment is not None else ""
