"""What a table shows at one moment, free of Qt, so that another thread can write it to a file."""

from collections.abc import Sequence
from dataclasses import dataclass

CellValue = str | int | float | bool | None


@dataclass(frozen=True)
class TableSnapshot:
    """Titles and rows as shown: the visible columns in their order, the rows in theirs, filtered."""

    name: str
    """A name for the file, without suffix."""
    titles: Sequence[str]
    rows: Sequence[Sequence[CellValue]]


def as_tab_separated(snapshot: TableSnapshot) -> str:
    """Returns the rows as lines of cells between tabs, as spreadsheets paste them, titles first."""
    lines = [list(snapshot.titles), *snapshot.rows]
    return "\n".join("\t".join(_flat(cell) for cell in line) for line in lines)


def _flat(cell: CellValue) -> str:
    text = "" if cell is None else str(cell)
    return guarded(" ".join(text.split()) if any(sign in text for sign in "\t\r\n") else text)


def guarded(text: str) -> str:
    """Returns a text that a spreadsheet takes as words: what starts like a formula gets an apostrophe in front.

    See OWASP, "CSV Injection": a cell that starts with one of ``= + - @``, tab or carriage return may be run.
    """
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") and text else text
