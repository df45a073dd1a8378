"""The table of the house: filter, columns, copy, export, an empty page that says what to do."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QMetaMethod, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QStackedLayout, QToolButton, QVBoxLayout, QWidget

from widgets import icons, theme
from widgets.empty import EmptyHint
from widgets.fields.search import SearchField
from widgets.language import translate
from widgets.remember import Remember
from widgets.table.arrangement import Arrangement
from widgets.table.columns import Column
from widgets.table.menu import fill_menu
from widgets.table.model import RowsModel
from widgets.table.snapshot import TableSnapshot, as_tab_separated
from widgets.table.view import TableView

Row = TypeVar("Row")


class DataTable(QWidget, Generic[Row]):
    """A table with its tool row. Rows go to ``model`` (``set_rows``, ``put``, ``drop``); what a person does comes as signals.

    Args:
        name: what the table holds, translated: accessible name, and part of exported file names.
        columns: see :class:`Column`.
        key: gives a row's own key.
        remember: where the arrangement is kept.
        remember_as: under which key: ``desk.queue``.
        empty: what an empty table says: a sentence on what is missing and what to do about it.
        ticking: repaint every second, for columns that show an age.
    """

    row_activated = Signal(object)
    """Enter or a double click on a row."""
    row_selected = Signal(object)
    """The cursor came to a row; ``None`` where it is on none."""
    menu_requested = Signal(object, QPoint)
    """The menu key or the right button on a row, and where in global coordinates. Where nobody listens, the table's menu opens."""
    export_requested = Signal(object)
    """The person wants the table in a file: a :class:`TableSnapshot`."""

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[Row]],
        key: Callable[[Row], str],
        remember: Remember,
        remember_as: str,
        empty: str,
        ticking: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._tools_hidden = False
        self.model: RowsModel[Row] = RowsModel(columns, key, self)
        self.view = TableView(self.model)
        self.view.setObjectName(f"table.{remember_as}")
        self.view.setAccessibleName(name)
        self.arrangement = Arrangement(self.view, self.model, remember, remember_as)
        self.filter_field = SearchField(translate("DataTable", "Filter"))
        self.filter_field.setObjectName(f"filter.{remember_as}")
        self._count = QLabel()
        self._count.setProperty("look", "caption")
        self._empty = EmptyHint(empty)
        self._empty_text = empty
        self._stack = QStackedLayout()
        self.tools = QHBoxLayout()
        """The row above the grid; a page may add its own controls at the left."""
        self._lay_out()
        self._connect()
        self._on_model_rows_changed()
        if ticking:
            clock = QTimer(self, interval=1_000)
            clock.timeout.connect(self.view.viewport().update)
            clock.start()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hands the focus to the grid. A focus proxy would do so too, but then Tab never stops at the tools above it."""
        super().focusInEvent(event)
        self.view.setFocus(event.reason())

    def selected_rows(self) -> list[Row]:
        """Returns the selected rows from the top."""
        positions = sorted({index.row() for index in self.view.selectionModel().selectedRows()})
        return [self.model.row_at(position) for position in positions]

    def current_row(self) -> Row | None:
        """Returns the row with the cursor."""
        key = self.view.current_key()
        return None if key is None else self.model.get(key)

    def go_to(self, key: str) -> bool:
        """Selects a row by key and scrolls to it; returns whether it is shown."""
        return self.view.go_to(key)

    def set_empty(self, sentence: str) -> None:
        """Changes what an empty table says (nothing found, offline …)."""
        self._empty_text = sentence
        self._on_model_rows_changed()

    def hide_tools(self) -> None:
        """Hides the tool row, for small tables. Ctrl+F brings the filter; all else is in the table's menu."""
        self._tools_hidden = True
        self._tool_row.hide()

    def show_menu_tools(self, shown: bool) -> None:
        """Shows the count and the buttons whose acts the table's menu has as well, or does without them in a narrow place."""
        for tool in (self._count, self._columns_button, self._copy_button, self._export_button):
            tool.setVisible(shown)

    def set_filter(self, text: str) -> None:
        """Filters by a text at once, as if it had been typed, and shows it where the filter is hidden."""
        if text:
            self._tool_row.show()
        self.filter_field.setText(text)
        self.model.set_filter(text)

    def go_to_filter(self) -> None:
        """Goes to the filter, and shows it where it is hidden."""
        self._tool_row.show()
        self.filter_field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def fill_menu(self, menu: QMenu) -> None:
        """Adds what can be done with the table to a menu of the page."""
        fill_menu(menu, self.model, self.arrangement, self.go_to_filter, self.copy, self.request_export)

    def open_menu(self, where: QPoint | None = None) -> None:
        """Opens the table's menu: columns, order, filter, copy, export."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_menu(menu)
        header = self.view.horizontalHeader()
        menu.popup(where if where is not None else header.mapToGlobal(QPoint(0, header.height())))
        menu.setActiveAction(menu.actions()[0])

    def snapshot(self, rows: Sequence[Row] | None = None) -> TableSnapshot:
        """Returns the visible columns of these rows (``None``: all that are shown), and those that go along."""
        by_key = {column.key: column for column in self.model.columns}
        order = self.arrangement.order()
        along = [column.key for column in self.model.columns if column.goes_along and column.key not in order]
        shown = [by_key[key] for key in (*order, *along)]
        wanted = self.model.shown_rows() if rows is None else rows
        cells = [[column.value(row) if column.text is None else column.text(row) for column in shown] for row in wanted]
        return TableSnapshot(self._name, [column.title for column in shown], cells)

    def copy(self) -> None:
        """Puts the selected rows (all, where none is selected) on the clipboard as tab-separated lines."""
        QGuiApplication.clipboard().setText(as_tab_separated(self.snapshot(self.selected_rows() or None)))

    def request_export(self) -> None:
        """Asks for the table in a file."""
        self.export_requested.emit(self.snapshot())

    def _lay_out(self) -> None:
        space = theme.current().space
        self._columns_button = self._tool_button("columns", translate("DataTable", "Choose columns"))
        self._copy_button = self._tool_button("copy", translate("DataTable", "Copy (Ctrl+C)"))
        self._export_button = self._tool_button("export", translate("DataTable", "Export"))
        self._tool_row = QWidget()
        self.tools.setContentsMargins(0, 0, 0, space.s)
        self.tools.setSpacing(space.xs)
        self.filter_field.setMaximumWidth(280)
        self.tools.addWidget(self.filter_field, 1)
        self.tools.addStretch(1)
        self.tools.addWidget(self._count)
        for button in (self._columns_button, self._copy_button, self._export_button):
            self.tools.addWidget(button)
        self._tool_row.setLayout(self.tools)
        body = QWidget()
        body.setLayout(self._stack)
        self._stack.setStackingMode(QStackedLayout.StackingMode.StackAll)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._tool_row)
        column.addWidget(body, 1)

    def _tool_button(self, meaning: str, words: str) -> QToolButton:
        button = QToolButton()
        button.setProperty("look", "quiet")
        button.setIcon(icons.icon(meaning))
        button.setToolTip(words)
        button.setAccessibleName(f"{self._name}: {words}")
        return button

    def _connect(self) -> None:
        self.view.row_activated.connect(lambda key: self.row_activated.emit(self.model.get(key)))
        self.view.menu_requested.connect(self._on_view_menu_requested)
        self.view.filter_requested.connect(self.go_to_filter)
        self.view.table_menu_requested.connect(self.open_menu)
        self.view.copy_requested.connect(self.copy)
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self.row_selected.emit(self.current_row()))
        self.model.rows_changed.connect(self._on_model_rows_changed)
        self.filter_field.text_settled.connect(self.model.set_filter)
        self.filter_field.down_pressed.connect(self.view.setFocus)
        self.filter_field.escape_pressed.connect(self._on_filter_field_escape_pressed)
        self._columns_button.clicked.connect(
            lambda: self.open_menu(self._columns_button.mapToGlobal(QPoint(0, self._columns_button.height())))
        )
        self._copy_button.clicked.connect(self.copy)
        self._export_button.clicked.connect(self.request_export)
        header = self.view.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(lambda where: self.open_menu(header.mapToGlobal(where)))

    def _on_model_rows_changed(self) -> None:
        shown, total = self.model.rowCount(), self.model.total
        if shown == total:
            self._count.setText(translate("DataTable", "Rows: {total}").format(total=total))
        else:
            self._count.setText(translate("DataTable", "Rows: {shown} of {total}").format(shown=shown, total=total))
        hidden = translate("DataTable", "No row contains what the filter says. Clear it to see all.")
        self._empty.set_sentence(hidden if total else self._empty_text)
        self._empty.setVisible(shown == 0)
        if shown == 0:
            self._empty.raise_()

    def _on_view_menu_requested(self, key: str, where: QPoint) -> None:
        if self.isSignalConnected(QMetaMethod.fromSignal(self.menu_requested)):
            self.menu_requested.emit(self.model.get(key), where)
        else:
            self.open_menu(where)

    def _on_filter_field_escape_pressed(self) -> None:
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._tools_hidden:
            self._tool_row.hide()
