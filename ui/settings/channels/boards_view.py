"""What is remembered of boards' files, the files that wait, and the form of one mapping in their place while it is typed."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from services.contracts.channels import BoardAside, BoardMapping
from ui import moments
from ui.language import translate
from ui.page import PageContext
from ui.settings.channels.board_form import BoardForm, field_name
from ui.settings.channels.presenter import ChannelsPresenter
from widgets import icons, theme
from widgets.looks import label
from widgets.table import Align, Column, DataTable
from widgets.theme import Tone


class BoardsView(QStackedWidget):
    """Of each board one mapping for every set of headings: the headings of a file decide which one reads it."""

    def __init__(self, presenter: ChannelsPresenter, context: PageContext) -> None:
        super().__init__()
        self._presenter = presenter.boards
        self.table: DataTable[BoardMapping] = DataTable(
            translate("Settings", "Columns of boards"),
            _columns(),
            key=lambda mapping: f"{mapping.board}/{mapping.id}",
            remember=context.remember,
            remember_as="settings.boards",
            empty=translate(
                "Settings",
                "Nothing is remembered yet. Begin with a file of a board, or put one into its folder: "
                "its columns are guessed.",
            ),
        )
        self.new_button = QPushButton(icons.icon("add"), translate("Settings", "New, from a file …"))
        self.change_button = QPushButton(icons.icon("edit"), translate("Settings", "Change"))
        self.forget_button = QPushButton(icons.icon("remove"), translate("Settings", "Forget"))
        self.waiting: DataTable[BoardAside] = DataTable(
            translate("Settings", "Files that wait"),
            _waiting_columns(),
            key=_key,
            remember=context.remember,
            remember_as="settings.boards.waiting",
            empty=translate("Settings", "No file waits."),
        )
        self.say_button = QPushButton(icons.icon("edit"), translate("Settings", "Say what its columns are"))
        for place, (button, what) in enumerate(
            ((self.new_button, "new"), (self.change_button, "change"), (self.forget_button, "forget"))
        ):
            button.setObjectName(f"settings.boards.{what}")
            self.table.tools.insertWidget(place, button)
        self.say_button.setObjectName("settings.boards.say")
        self.waiting.tools.insertWidget(0, self.say_button)
        self.problem = label("", "error", wrap=True)
        self.form = BoardForm(presenter, context, self.choose_file)
        self._lists = self._list_page()
        self.addWidget(self._lists)
        self.addWidget(self.form)
        self._connect(context)
        self._show_lists()
        self._show_which()

    def choose_file(self) -> Path | None:
        """Asks for a file with Qt's dialog."""
        kinds = translate("Settings", "Tables")
        title = translate("Settings", "A file of a message board")
        chosen, _kind = QFileDialog.getOpenFileName(self, title, "", f"{kinds} (*.xlsx *.csv)")
        return Path(chosen) if chosen else None

    def _list_page(self) -> QWidget:
        page = QWidget()
        self._waiting_words = label(
            translate("Settings", "No mapping fits the headings of these files. They are taken as soon as one does."),
            wrap=True,
        )
        self._waiting_words.setProperty("words", "warn")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, theme.current().space.s, 0, 0)
        column.setSpacing(theme.current().space.s)
        column.addWidget(self._waiting_words)
        column.addWidget(self.waiting, 2)
        column.addWidget(self.table, 3)
        column.addWidget(self.problem)
        return page

    def _connect(self, context: PageContext) -> None:
        for table in (self.table, self.waiting):
            table.export_requested.connect(context.export)
            table.row_selected.connect(lambda _row: self._show_buttons())
        self.table.row_activated.connect(lambda _row: self._on_change_button_clicked())
        self.waiting.row_activated.connect(lambda _row: self._on_say_button_clicked())
        self.new_button.clicked.connect(self._on_new_button_clicked)
        self.change_button.clicked.connect(self._on_change_button_clicked)
        self.forget_button.clicked.connect(self._on_forget_button_clicked)
        self.say_button.clicked.connect(self._on_say_button_clicked)
        self._presenter.lists_changed.connect(self._show_lists)
        self._presenter.form_changed.connect(self._show_which)

    def _show_lists(self) -> None:
        presenter = self._presenter
        self.table.model.set_rows(presenter.mappings)
        self.waiting.model.set_rows(presenter.waiting)
        if presenter.waiting and self.waiting.current_row() is None:
            # The one to begin with: what to do about it is one key away.
            self.waiting.go_to(_key(presenter.waiting[0]))
        self.waiting.setVisible(bool(presenter.waiting))
        self._waiting_words.setVisible(bool(presenter.waiting))
        self.problem.setText(presenter.list_problem)
        self.problem.setVisible(bool(presenter.list_problem))
        self._show_buttons()

    def _show_buttons(self) -> None:
        is_free = not self._presenter.is_reading
        self.new_button.setEnabled(is_free)
        self.say_button.setEnabled(is_free and self.waiting.current_row() is not None)
        for button in (self.change_button, self.forget_button):
            button.setEnabled(self.table.current_row() is not None)

    def _show_which(self) -> None:
        wanted = self._lists if self._presenter.draft is None else self.form
        if self.currentWidget() is wanted:
            return
        had_focus = self.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self.setCurrentWidget(wanted)
        if wanted is self.form:
            self.form.focus_first()
        elif had_focus:
            self.table.setFocus()

    def _on_new_button_clicked(self) -> None:
        file = self.choose_file()
        if file is not None:
            mapping = self.table.current_row()
            boards = self._presenter.boards
            self._presenter.begin_with_file(file, mapping.board if mapping is not None else "".join(boards[:1]))

    def _on_change_button_clicked(self) -> None:
        mapping = self.table.current_row()
        if mapping is not None:
            self._presenter.begin_with(mapping)

    def _on_forget_button_clicked(self) -> None:
        mapping = self.table.current_row()
        if mapping is not None:
            self._presenter.forget(mapping)

    def _on_say_button_clicked(self) -> None:
        file = self.waiting.current_row()
        if file is not None and not self._presenter.is_reading:
            self._presenter.begin_with_waiting(file)


def _key(file: BoardAside) -> str:
    return f"{file.board}/{file.name}"


def _columns() -> list[Column[BoardMapping]]:
    def said(mapping: BoardMapping) -> list[str]:
        return [f"{field_name(field)} ← {heading}" for field, heading in mapping.columns.items()]

    return [
        Column("board", translate("Settings", "Board"), value=lambda m: m.board, width=130),
        Column(
            "columns",
            translate("Settings", "Columns"),
            value=lambda m: "; ".join(said(m)),
            tip=lambda m: "\n".join(said(m)),
            stretch=True,
        ),
        Column(
            "headings",
            translate("Settings", "Headings"),
            value=lambda m: len(m.headings),
            tip=lambda m: "\n".join(m.headings),
            align=Align.RIGHT,
            width=80,
        ),
        Column(
            "by",
            translate("Settings", "Said by"),
            value=lambda m: translate("Settings", "guessed") if m.guessed else m.changed_by,
            tone=lambda m: Tone.WARN if m.guessed else None,
            badge=True,
            width=110,
        ),
        Column(
            "changed",
            translate("Settings", "Changed"),
            value=lambda m: f"{moments.local(m.changed_at):%Y-%m-%d %H:%M}",
            width=130,
        ),
    ]


def _waiting_columns() -> list[Column[BoardAside]]:
    return [
        Column("board", translate("Settings", "Board"), value=lambda f: f.board, width=130),
        Column("name", translate("Settings", "File"), value=lambda f: f.name, width=200),
        Column(
            "headings",
            translate("Settings", "Its headings"),
            value=lambda f: ", ".join(f.headings),
            tip=lambda f: "\n".join(f.headings),
            stretch=True,
        ),
        Column(
            "at",
            translate("Settings", "Since"),
            value=lambda f: f"{moments.local(f.at):%m-%d %H:%M}",
            width=110,
        ),
    ]
