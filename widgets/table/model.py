"""The rows of a table, sorted and filtered in Python.

Qt's own QSortFilterProxyModel costs 28 ms a tick with 10,000 rows and 200 changes a second; this costs well under one:
changes are gathered for a moment, a row that stays where it is only repaints its own cells, and all moves of one tick are one
change of layout.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from widgets import icons, theme
from widgets.table.columns import Column

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

ROW_ROLE = Qt.ItemDataRole.UserRole

_TICK_MS = 50
_REBUILD_FROM = 500
"""From so many structural changes in a tick it is cheaper to sort everything again."""


class _Entry(Generic[Row]):
    __slots__ = ("key", "order", "row", "sequence", "shown", "words")

    def __init__(self, key: str, row: Row, sequence: int) -> None:
        self.key = key
        self.row = row
        self.sequence = sequence
        self.order: tuple[Any, int] = ((), sequence)
        self.shown = False
        self.words: str | None = None


def _order(entry: _Entry[Any]) -> tuple[Any, int]:
    return entry.order


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows by key. ``put`` and ``drop`` gather changes and apply them at most 20 times a second; ``set_rows`` is at once."""

    rows_changed = Signal()
    """How many rows there are, or which are shown, may have changed."""

    def __init__(
        self, columns: Sequence[Column[Row]], key: Callable[[Row], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self._key = key
        self._entries: dict[str, _Entry[Row]] = {}
        self._shown: list[_Entry[Row]] = []
        self._sort: Column[Row] | None = None
        self._descending = False
        self._terms: list[str] = []
        self._condition: Callable[[Row], bool] | None = None
        self._pending: dict[str, Row | None] = {}
        self._sequence = 0
        self._theme = theme.current()
        self._timer = QTimer(self, singleShot=True, interval=_TICK_MS)
        self._timer.timeout.connect(self.flush)

    # What comes in

    def set_rows(self, rows: Iterable[Row]) -> None:
        """Replaces everything, at once. A selection on a row that is still there stays."""
        self._pending.clear()
        self._rearrange(lambda: self._fill(rows))
        self.rows_changed.emit()

    def put(self, *rows: Row) -> None:
        """Adds rows or changes those with the same key, with the next tick."""
        for row in rows:
            self._pending[self._key(row)] = row
        self._schedule()

    def drop(self, *keys: str) -> None:
        """Takes rows out, with the next tick."""
        self._pending |= dict.fromkeys(keys)
        self._schedule()

    def flush(self) -> None:
        """Applies what was gathered now."""
        pending, self._pending = self._pending, {}
        elsewhere: list[tuple[str, Row | None]] = []
        for key, row in pending.items():
            entry = self._entries.get(key)
            if entry is not None and row is not None and self._stays(entry, row):
                self._change_in_place(entry, row)
            elif entry is not None or row is not None:
                elsewhere.append((key, row))
        if not elsewhere:
            return
        if len(elsewhere) >= _REBUILD_FROM:
            self._rearrange(lambda: self._merge_all(elsewhere))
        else:
            self._merge(elsewhere)
        self.rows_changed.emit()

    # What is shown

    def set_sort(self, column: str | None, descending: bool = False) -> None:
        """Sorts by a column (``None``: as the rows came in)."""
        self._sort = next((c for c in self.columns if c.key == column), None)
        self._descending = descending
        self._rearrange(self._reorder)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    @property
    def sorted_by(self) -> tuple[str | None, bool]:
        """The key of the column sorted by, and whether descending."""
        return (self._sort.key if self._sort else None), self._descending

    def set_filter(self, text: str) -> None:
        """Shows rows that contain every word of a text in any column, whatever the case."""
        self._terms = text.casefold().split()
        self._rearrange(self._reorder)
        self.rows_changed.emit()

    def set_condition(self, condition: Callable[[Row], bool] | None) -> None:
        """Shows only rows that satisfy a condition, beside the filter text."""
        self._condition = condition
        self._rearrange(self._reorder)
        self.rows_changed.emit()

    @property
    def total(self) -> int:
        """How many rows there are, shown or not."""
        return len(self._entries)

    def row_at(self, position: int) -> Row:
        """Returns the row shown at a position, from 0 at the top."""
        return self._shown[self._flip(position)].row

    def key_at(self, position: int) -> str:
        """Returns the key of the row shown at a position."""
        return self._shown[self._flip(position)].key

    def position_of(self, key: str) -> int | None:
        """Returns where a row is shown, ``None`` where it is not."""
        entry = self._entries.get(key)
        if entry is None or not entry.shown:
            return None
        return self._flip(bisect_left(self._shown, entry.order, key=_order))

    def get(self, key: str) -> Row | None:
        """Returns a row by its key."""
        entry = self._entries.get(key)
        return entry.row if entry else None

    def shown_rows(self) -> list[Row]:
        """Returns the rows as shown, from the top."""
        rows = [entry.row for entry in self._shown]
        return rows[::-1] if self._descending else rows

    # Qt's side

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """Counts the rows shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """Counts all columns, hidden ones too."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Gives what a cell shows."""
        column = self.columns[index.column()]
        row = self._shown[self._flip(index.row())].row
        if role == Qt.ItemDataRole.DisplayRole:
            return column.shown_text(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(column, row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.align.value
        if role == Qt.ItemDataRole.ForegroundRole and column.tone is not None:
            tone = column.tone(row)
            return self._theme.tone(tone)[0] if tone is not None else None
        if role == Qt.ItemDataRole.DecorationRole and column.icon is not None:
            meaning = column.icon(row)
            return icons.icon(meaning.split()[0]) if meaning else None
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip(row) if column.tip is not None else column.shown_text(row)
        return row if role == ROW_ROLE else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | Qt.AlignmentFlag | None:
        """Gives a column's title."""
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self._heading(self.columns[section])
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return self.columns[section].align.value
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sorts, as a click on a heading asks; a negative column keeps the order of arrival."""
        self.set_sort(self.columns[column].key if column >= 0 else None, order == Qt.SortOrder.DescendingOrder)

    # Inside

    def _heading(self, column: Column[Row]) -> str:
        if column is not self._sort:
            return column.title
        return f"{column.title} {'↓' if self._descending else '↑'}"

    def _schedule(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _flip(self, position: int) -> int:
        return len(self._shown) - 1 - position if self._descending else position

    def _order_of(self, entry: _Entry[Row], row: Row) -> tuple[Any, int]:
        return (self._sort.sort_key(row) if self._sort else (), entry.sequence)

    def _is_wanted(self, entry: _Entry[Row]) -> bool:
        if self._condition is not None and not self._condition(entry.row):
            return False
        if not self._terms:
            return True
        if entry.words is None:
            entry.words = "\n".join(column.searched_text(entry.row) for column in self.columns).casefold()
        return all(term in entry.words for term in self._terms)

    def _stays(self, entry: _Entry[Row], row: Row) -> bool:
        """Whether a new state of a row leaves it where it is. Takes the state in when it does."""
        if self._sort is not None and self._sort.sort_key(row) != entry.order[0]:
            return False
        if not self._terms and self._condition is None:
            return entry.shown
        before, words = entry.row, entry.words
        entry.row, entry.words = row, None
        same = self._is_wanted(entry) == entry.shown
        if not same:
            entry.row, entry.words = before, words
        return same

    def _change_in_place(self, entry: _Entry[Row], row: Row) -> None:
        entry.row, entry.words = row, None
        if entry.shown:
            position = self._flip(bisect_left(self._shown, entry.order, key=_order))
            self.dataChanged.emit(self.index(position, 0), self.index(position, len(self.columns) - 1))

    def _rearrange(self, change: Callable[[], None]) -> None:
        """Changes the rows and keeps selection and current cell on the rows they were on."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        keys = [self.key_at(index.row()) for index in before]
        change()
        after = []
        for index, key in zip(before, keys, strict=True):
            position = self.position_of(key)
            after.append(QModelIndex() if position is None else self.index(position, index.column()))
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _fill(self, rows: Iterable[Row]) -> None:
        entries: dict[str, _Entry[Row]] = {}
        for sequence, row in enumerate(rows):
            key = self._key(row)
            entries[key] = _Entry(key, row, sequence)
        self._sequence = len(entries)
        self._entries = entries
        self._reorder()

    def _reorder(self) -> None:
        shown = []
        for entry in self._entries.values():
            entry.order = self._order_of(entry, entry.row)
            entry.shown = self._is_wanted(entry)
            if entry.shown:
                shown.append(entry)
        shown.sort(key=_order)
        self._shown = shown

    def _merge(self, changes: list[tuple[str, Row | None]]) -> None:
        """Takes changes in one by one. Rows that come or go are told as such; rows that move count as changed cells.

        A change of layout makes the view count all its rows anew (15 ms for 10,000), so moves are told as what they are
        on the screen: other words in the rows between. Only where several rows are selected does the selection need
        a change of layout to follow.
        """
        moves: list[tuple[str, Row]] = []
        for key, row in changes:
            entry = self._entries.get(key)
            was_shown = entry is not None and entry.shown
            if row is not None and was_shown and self._is_wanted(_Entry(key, row, 0)):
                moves.append((key, row))
                continue
            if entry is not None and was_shown:
                self._take_away(entry)
            entry = self._take_in(key, row)
            if entry is not None and self._is_wanted(entry):
                self._place(entry)
        if moves and len({index.row() for index in self.persistentIndexList()}) > 1:
            self._rearrange(lambda: self._move(moves))
        elif moves:
            self._keep_cursor(lambda: self._move(moves))

    def _take_away(self, entry: _Entry[Row]) -> None:
        place = bisect_left(self._shown, entry.order, key=_order)
        position = self._flip(place)
        self.beginRemoveRows(QModelIndex(), position, position)
        del self._shown[place]
        entry.shown = False
        self.endRemoveRows()

    def _place(self, entry: _Entry[Row]) -> None:
        place = bisect_left(self._shown, entry.order, key=_order)
        position = len(self._shown) - place if self._descending else place
        self.beginInsertRows(QModelIndex(), position, position)
        self._shown.insert(place, entry)
        entry.shown = True
        self.endInsertRows()

    def _move(self, moves: list[tuple[str, Row]]) -> None:
        for key, row in moves:
            entry = self._entries[key]
            place = bisect_left(self._shown, entry.order, key=_order)
            del self._shown[place]
            self._take_in(key, row)
            insort(self._shown, entry, key=_order)
            ends = sorted((self._flip(place), self._flip(bisect_left(self._shown, entry.order, key=_order))))
            # One by one: together they would cover what is on the screen even where each of them does not.
            self.dataChanged.emit(self.index(ends[0], 0), self.index(ends[1], len(self.columns) - 1))

    def _keep_cursor(self, change: Callable[[], None]) -> None:
        before = self.persistentIndexList()
        key = self.key_at(before[0].row()) if before else ""
        change()
        position = self.position_of(key)
        if position is not None:
            self.changePersistentIndexList(before, [self.index(position, index.column()) for index in before])

    def _merge_all(self, changes: list[tuple[str, Row | None]]) -> None:
        for key, row in changes:
            self._take_in(key, row)
        self._reorder()

    def _take_in(self, key: str, row: Row | None) -> _Entry[Row] | None:
        if row is None:
            self._entries.pop(key, None)
            return None
        entry = self._entries.get(key)
        if entry is None:
            entry = self._entries[key] = _Entry(key, row, self._sequence)
            self._sequence += 1
        else:
            entry.row, entry.words = row, None
        entry.order = self._order_of(entry, row)
        return entry


def _spoken(column: Column[Row], row: Row) -> str:
    """Returns what a screen reader says of a cell: a picture is told by its tip."""
    words = column.shown_text(row)
    if column.icon is None or column.tip is None or not column.icon(row):
        return words
    return ", ".join(part for part in (words, column.tip(row)) if part)
