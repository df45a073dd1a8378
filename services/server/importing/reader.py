"""Reads tables as offices keep them: xlsx, and csv in UTF-8 or GB18030 with whatever delimiter.

Rows are read one at a time, so that a file of any length needs little memory.
"""

import codecs
import csv
import itertools
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from services.errors import AppError

_DELIMITERS = ",\t;|，"
_HEADING_ROWS = 10
_LONGEST_CELL = 1_000_000
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True)
class Table:
    """An open table: its headings, and its rows with their numbers as a spreadsheet shows them.

    ``done`` tells how much of the file has been read, 0 to 1.
    """

    headings: list[str]
    rows: Iterator[tuple[int, list[Any]]]
    done: Callable[[], float]


@contextmanager
def open_table(path: Path, name: str = "") -> Iterator[Table]:
    """Opens a file as a table; ``name`` says what it is where the path does not.

    Raises:
        AppError: ``bad_table``: it is not a table that can be read; the sentence says why.
    """
    suffix = Path(name or path).suffix.lower()
    if suffix in (".xlsx", ".xlsm"):
        with _open_workbook(path) as table:
            yield table
    elif suffix in (".csv", ".tsv", ".txt"):
        with _open_csv(path) as table:
            yield table
    else:
        raise AppError("bad_table", details={"why": suffix or path.name})


@contextmanager
def _open_workbook(path: Path) -> Iterator[Table]:
    # Not at the start of the server: spreadsheets bring half a second of other modules along.
    from openpyxl import load_workbook

    # As a stream: of a path openpyxl wants to see its own endings.
    raw = path.open("rb")
    try:
        with _damage_told():
            book = load_workbook(raw, read_only=True, data_only=True)
            sheet = book.worksheets[0]
            length = sheet.max_row or 0
    except AppError:
        raw.close()
        raise
    # Some programs write a wrong extent; then rows would be missing.
    sheet.reset_dimensions()
    at = 0

    def rows() -> Iterator[tuple[int, list[Any]]]:
        nonlocal at
        with _damage_told():
            for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
                at = number
                yield number, list(cells)

    try:
        yield _table(rows(), lambda: min(at / length, 1.0) if length else 0.0)
    finally:
        book.close()
        raw.close()


@contextmanager
def _damage_told() -> Iterator[None]:
    """Turns whatever a damaged workbook makes of its reader into a sentence for people."""
    from openpyxl.utils.exceptions import InvalidFileException

    kinds = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, IndexError, ValueError, TypeError, AttributeError)
    try:
        yield
    except (InvalidFileException, ElementTree.ParseError, *kinds) as error:
        raise AppError("bad_table", details={"why": "xlsx"}) from error


@contextmanager
def _open_csv(path: Path) -> Iterator[Table]:
    encoding = encoding_of(path)
    csv.field_size_limit(_LONGEST_CELL)
    size = path.stat().st_size or 1
    with path.open("rb") as raw:
        text = codecs.getreader(encoding)(raw)
        first = next((line for line in iter(text.readline, "") if line.strip()), "")
        raw.seek(0)
        text.reset()
        reader = csv.reader(text, delimiter=delimiter_of(first))

        def rows() -> Iterator[tuple[int, list[Any]]]:
            try:
                yield from enumerate(reader, 1)
            except csv.Error as error:
                raise AppError("bad_table", details={"why": f"csv, {reader.line_num}: {error}"}) from error

        yield _table(rows(), lambda: min(raw.tell() / size, 1.0))


def encoding_of(path: Path) -> str:
    """Returns the encoding of a text file: by its mark, UTF-8 where all of it is, else GB18030.

    Raises:
        AppError: ``bad_table``: it is neither.
    """
    with path.open("rb") as file:
        start = file.read(4)
    for mark, name in _BOMS:
        if start.startswith(mark):
            return name
    for name in ("utf-8", "gb18030"):
        decoder = codecs.getincrementaldecoder(name)()
        try:
            with path.open("rb") as file:
                while block := file.read(1 << 20):
                    decoder.decode(block)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return name
    raise AppError("bad_table", details={"why": "UTF-8, GB18030"})


def delimiter_of(line: str) -> str:
    """Returns what most likely separates the cells of a heading line."""
    outside = "".join(line.split('"')[::2])
    return max(_DELIMITERS, key=outside.count)


def _table(rows: Iterable[tuple[int, list[Any]]], done: Callable[[], float]) -> Table:
    """Finds the headings: the first row with several cells filled; above it stands at most a title."""
    rest = iter(rows)
    first = list(itertools.islice(rest, _HEADING_ROWS))
    widths = [sum(1 for cell in cells if cell not in (None, "")) for _, cells in first]
    # A table of one column has no row with several.
    wanted = 2 if max(widths, default=0) > 1 else 1
    at = next((n for n, width in enumerate(widths) if width >= wanted), None)
    if at is None:
        raise AppError("bad_table", details={"why": "no headings"})
    headings = [str(cell or "").strip() for cell in first[at][1]]
    return Table(headings, itertools.chain(first[at + 1 :], rest), done)
