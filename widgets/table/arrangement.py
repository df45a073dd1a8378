"""How a person arranged a table: which columns, in which order, how wide, sorted by which. Kept, and put back."""

import json
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QHeaderView

from widgets import theme
from widgets.remember import Remember
from widgets.table.model import RowsModel
from widgets.table.view import TableView

_WRITE_AFTER_MS = 400
_SORTED_BY_ARRIVAL = -1


class Arrangement(QObject):
    """Follows the heading of a table and keeps its arrangement under one key; unknown columns in what was kept are skipped."""

    def __init__(self, view: TableView, model: RowsModel[Any], remember: Remember, key: str) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._remember = remember
        look = theme.current()
        self._scale = look.type.body / theme.TypeScale().body
        self._large = look.large
        # Widths that fit one size of text do not fit the other.
        self._key = f"table.{key}.large" if look.large else f"table.{key}"
        self._position = {column.key: place for place, column in enumerate(model.columns)}
        self._timer = QTimer(self, singleShot=True, interval=_WRITE_AFTER_MS)
        self._timer.timeout.connect(self.keep)
        header = view.horizontalHeader()
        header.setSortIndicatorClearable(True)
        header.setSortIndicatorShown(True)
        header.setSectionsClickable(True)
        self._restore()
        for signal in (header.sectionMoved, header.sectionResized):
            signal.connect(lambda *_: self._timer.start())
        header.sortIndicatorChanged.connect(self._on_header_sort_changed)

    def is_shown(self, column: str) -> bool:
        """Whether a column is shown."""
        return not self._view.isColumnHidden(self._position[column])

    def show_column(self, column: str, shown: bool) -> None:
        """Shows or hides a column; the last one stays."""
        visible = [key for key in self._position if self.is_shown(key)]
        if shown or visible != [column]:
            self._view.setColumnHidden(self._position[column], not shown)
            self._timer.start()

    def order(self) -> list[str]:
        """Returns the keys of the shown columns from left to right."""
        header = self._view.horizontalHeader()
        places = [header.logicalIndex(visual) for visual in range(header.count())]
        return [self._model.columns[place].key for place in places if not header.isSectionHidden(place)]

    def sort(self, column: str | None, descending: bool = False) -> None:
        """Sorts and shows it in the heading."""
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        place = self._position.get(column, _SORTED_BY_ARRIVAL) if column else _SORTED_BY_ARRIVAL
        self._view.horizontalHeader().setSortIndicator(place, order)

    def reset(self) -> None:
        """Goes back to the columns, order and widths that the page was made with."""
        header = self._view.horizontalHeader()
        for place, column in enumerate(self._model.columns):
            header.moveSection(header.visualIndex(place), place)
            self._view.setColumnHidden(place, not column.is_usual(self._large))
            self._view.setColumnWidth(place, round(column.width * self._scale))
        self._timer.start()

    def keep(self) -> None:
        """Writes the arrangement now."""
        header = self._view.horizontalHeader()
        places = [header.logicalIndex(visual) for visual in range(header.count())]
        columns = self._model.columns
        sort, descending = self._model.sorted_by
        kept = {
            "order": [columns[place].key for place in places],
            "hidden": [column.key for column in columns if not self.is_shown(column.key)],
            "widths": {c.key: header.sectionSize(p) for p, c in enumerate(columns) if header.sectionSize(p) > 0},
            "sort": [sort, descending],
        }
        self._remember.put(self._key, json.dumps(kept))

    def _restore(self) -> None:
        header = self._view.horizontalHeader()
        kept = self._read()
        widths = kept.get("widths", {})
        hidden = kept.get("hidden")
        for place, column in enumerate(self._model.columns):
            stretches = QHeaderView.ResizeMode.Stretch if column.stretch else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(place, stretches)
            width = widths.get(column.key)
            usual = round(column.width * self._scale)
            self._view.setColumnWidth(place, width if isinstance(width, int) else usual)
            self._view.setColumnHidden(
                place, column.key in hidden if isinstance(hidden, list) else not column.is_usual(self._large)
            )
        known = [key for key in kept.get("order", []) if key in self._position]
        for visual, key in enumerate(known):
            header.moveSection(header.visualIndex(self._position[key]), visual)
        match kept.get("sort"):
            case [str(key), bool(descending)] if self._sorts(key):
                self._model.set_sort(key, descending)
                self.sort(key, descending)
            case _:
                self.sort(None)

    def _read(self) -> dict[str, Any]:
        try:
            kept = json.loads(self._remember.get(self._key) or "{}")
        except ValueError:
            return {}
        return kept if isinstance(kept, dict) else {}

    def _sorts(self, key: str) -> bool:
        return key in self._position and self._model.columns[self._position[key]].sortable

    def _on_header_sort_changed(self, place: int, order: Qt.SortOrder) -> None:
        if 0 <= place < len(self._position) and not self._model.columns[place].sortable:
            self.sort(*self._model.sorted_by)
            return
        self._model.sort(place if place < len(self._position) else _SORTED_BY_ARRIVAL, order)
        self._timer.start()
