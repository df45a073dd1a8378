"""A column of a table: what of a row it shows, and how it is sorted."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import total_ordering
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QCollator, QCollatorSortKey, QLocale, Qt

from widgets.table.snapshot import CellValue
from widgets.theme import Tone

Row = TypeVar("Row")

_COLLATOR = QCollator(QLocale("zh_CN"))


class Align(Enum):
    """Where a cell's text stands. Numbers and times stand right."""

    LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    CENTER = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column. ``value`` is what is exported and, without ``sort``, what is sorted by; ``text`` is what is shown."""

    key: str
    title: str
    value: Callable[[Row], CellValue]
    text: Callable[[Row], str] | None = None
    sort: Callable[[Row], Any] | None = None
    """A sort key where ``value`` does not sort well (a state shown as a word)."""
    sortable: bool = True
    """Whether rows can be put in its order."""
    tone: Callable[[Row], Tone | None] | None = None
    """Colour of the text; with ``badge`` also of a mark behind it."""
    badge: bool = False
    icon: Callable[[Row], str] | None = None
    """A meaning of :mod:`widgets.icons`, several with spaces between them, or empty."""
    tip: Callable[[Row], str] | None = None
    sounds: Callable[[Row], str] | None = None
    """What a filter finds beside the text: a name's pinyin and its initials."""
    align: Align = Align.LEFT
    width: int = 120
    stretch: bool = False
    """Takes what is left of the width."""
    shown: bool = True
    """Shown until the person chooses columns."""
    gives_way: bool = False
    """With large text it is not shown until the person chooses columns: the others need its room."""

    goes_along: bool = False
    """Is copied and exported also where it is not shown: without it nobody knows what a row is about."""

    def is_usual(self, large: bool) -> bool:
        """Whether it is shown as long as nobody has chosen columns."""
        return self.shown and not (large and self.gives_way)

    def shown_text(self, row: Row) -> str:
        """Returns what the cell shows."""
        if self.text is not None:
            return self.text(row)
        value = self.value(row)
        return "" if value is None else str(value)

    def searched_text(self, row: Row) -> str:
        """Returns what a filter looks into."""
        return self.shown_text(row) + (f"\n{self.sounds(row)}" if self.sounds is not None else "")

    def sort_key(self, row: Row) -> Any:
        """Returns something that sorts against other rows of this column; empty cells come last."""
        value = self.sort(row) if self.sort is not None else self.value(row)
        if value is None or value == "":
            return (1, 0)
        return (0, Words(value) if isinstance(value, str) else value)


@total_ordering
class Words:
    """A text in the order of a Chinese dictionary (by sound), Latin letters after it."""

    __slots__ = ("_key", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._key: QCollatorSortKey = _COLLATOR.sortKey(text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Words) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __lt__(self, other: "Words") -> bool:
        if self._key < other._key:
            return True
        return not other._key < self._key and self._text < other._text
