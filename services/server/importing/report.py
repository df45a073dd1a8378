"""Reports of rows that were not imported, or were with a remark: what stood in them, and why."""

import csv
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Report:
    """Written beside the file as ``NAME.rejected.csv``; made with the first rejected row, so that a clean import leaves none.

    ``what`` other than ``rejected`` is another report of the same form. A report of an earlier import of the same file is replaced.
    """

    def __init__(self, source: Path, headings: Sequence[str], what: str = "rejected") -> None:
        self.path = source.with_name(f"{source.name}.{what}.csv")
        self.count = 0
        self._headings = headings
        self._file: TextIO | None = None
        self.path.unlink(missing_ok=True)

    def add(self, number: int, why: str, cells: Sequence[Any]) -> None:
        """Adds a row: its number in the file, the reason, and its cells as they were."""
        if self._file is None:
            # The mark tells spreadsheets that it is UTF-8.
            self._file = self.path.open("w", encoding="utf-8-sig", newline="", errors="replace")
            csv.writer(self._file).writerow(["行号 row", "原因 reason", *map(escaped, self._headings)])
        csv.writer(self._file).writerow([number, why, *map(escaped, cells)])
        self.count += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()


def escaped(cell: Any) -> str:
    """Returns a cell that no spreadsheet takes for a formula: an apostrophe stands before what looks like one."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text
