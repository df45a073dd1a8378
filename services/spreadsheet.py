"""Writing a table to a file that spreadsheets open: CSV or XLSX, with formulas escaped."""

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width
from zipfile import BadZipFile, ZipFile

from services.errors import AppError
from services.tasks import Progress

Cell = str | int | float | bool | None

_REPORT_EVERY = 500
_MOST_BYTES = 5_000_000
_MOST_ROWS = 20_000
_ILLEGAL_IN_XML = {number: None for number in range(32) if number not in (9, 10, 13)}
_LONGEST_CELL = 32_767
"""What a cell of a spreadsheet holds."""
_NARROWEST, _WIDEST = 6, 60
"""Signs in a column; what is longer goes on in the next line of its cell."""
_LOOKED_AT = 200
"""So many rows say how wide the columns are."""


def write_table(
    file: Path, titles: Sequence[str], rows: Sequence[Sequence[Cell]], progress: Progress, sheet: str = ""
) -> int:
    """Writes titles and rows; ``.xlsx`` as a workbook, everything else as CSV in UTF-8 with a mark that Excel wants.

    What is there already is replaced only when all is written; cancelling leaves it alone. Cells that start like a
    formula get an apostrophe in front (OWASP, "CSV Injection").

    Returns:
        The number of rows.

    Raises:
        AppError: ``storage_full``, or ``conflict`` where the file cannot be written.
        CancelledError: the person cancelled.
    """
    fresh = file.with_name(f".{file.name}.part")
    try:
        try:
            if file.suffix.lower() == ".xlsx":
                _write_workbook(fresh, titles, _counted(rows, progress), sheet, _widths(titles, rows))
            else:
                _write_csv(fresh, titles, _counted(rows, progress))
            fresh.replace(file)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        if error.errno == 28:  # ENOSPC
            raise AppError("storage_full", status=507) from error
        raise AppError("conflict", status=409, details={"why": f"{file.name}: {error.strerror}"}) from error
    return len(rows)


def read_table(file: Path) -> tuple[list[str], list[list[str]]]:
    """Returns titles and rows of a table that :func:`write_table` wrote or a spreadsheet saved; all cells as text.

    Raises:
        AppError: ``file_not_read``: too large, or neither CSV nor a workbook.
    """
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise ValueError("too large")
        rows = _read_workbook(file) if file.suffix.lower() == ".xlsx" else _read_csv(file)
    except (OSError, ValueError, KeyError, BadZipFile, csv.Error, SyntaxError) as error:
        raise AppError("file_not_read", status=422, details={"file": file.name}) from error
    if len(rows) > _MOST_ROWS:
        raise AppError("file_not_read", status=422, details={"file": file.name})
    filled = [row for row in rows if any(row)]
    width = max((n + 1 for row in filled for n, cell in enumerate(row) if cell), default=0)
    filled = [row[:width] for row in filled]
    return (filled[0], filled[1:]) if filled else ([], [])


def _read_csv(file: Path) -> list[list[str]]:
    data = file.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel saves on a Chinese system.
        text = data.decode("gb18030")
    return [[_plain(cell) for cell in row] for row in csv.reader(text.splitlines())]


def _read_workbook(file: Path) -> list[list[str]]:
    from openpyxl import load_workbook

    with ZipFile(file) as packed:
        if sum(part.file_size for part in packed.infolist()) > 20 * _MOST_BYTES:
            raise ValueError("too large")
    book = load_workbook(file, read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_row=_MOST_ROWS + 2, max_col=60, values_only=True)
        return [[_plain(cell) for cell in row] for row in rows]
    finally:
        book.close()


def _plain(cell: object) -> str:
    """Returns a cell's text; the apostrophe of :func:`guarded` is taken off again."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    text = "" if cell is None else str(cell).strip()
    return text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text


def guarded(cell: Cell) -> Cell:
    """Returns a cell that no spreadsheet runs as a formula."""
    if isinstance(cell, str):
        cell = cell.translate(_ILLEGAL_IN_XML)[: _LONGEST_CELL - 1]
        return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and cell else cell
    return cell


def _counted(rows: Sequence[Sequence[Cell]], progress: Progress) -> Iterator[list[Cell]]:
    for number, row in enumerate(rows):
        if number % _REPORT_EVERY == 0:
            progress.check()
            progress.report(number, len(rows))
        yield [guarded(cell) for cell in row]


def _write_csv(file: Path, titles: Sequence[str], rows: Iterator[list[Cell]]) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([guarded(title) for title in titles])
        writer.writerows(rows)


def _widths(titles: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[int]:
    """Returns how many signs wide each column has to be, by what stands in its first rows; a Chinese one counts as two."""
    looked_at = (titles, *rows[:_LOOKED_AT])
    found = (max((_wide(row[n]) for row in looked_at if n < len(row)), default=0) for n in range(len(titles)))
    return [min(_WIDEST, max(_NARROWEST, width + 2)) for width in found]


def _wide(cell: Cell) -> int:
    lines = str(cell if cell is not None else "").splitlines()
    return max((sum(2 if east_asian_width(sign) in "WF" else 1 for sign in line) for line in lines), default=0)


def _is_longer(cell: Cell, width: int) -> bool:
    return isinstance(cell, str) and ("\n" in cell or (2 * len(cell) > width and _wide(cell) > width))


def _write_workbook(
    file: Path, titles: Sequence[str], rows: Iterator[list[Cell]], sheet: str, widths: Sequence[int]
) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    page = book.create_sheet("".join(sign for sign in sheet if sign not in r"[]:*?/\'")[:31] or "1")
    page.freeze_panes = "A2"
    # Printed, all columns stand on one page, and each page has the titles.
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    for number, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(number)].width = width

    def wrapped(text: Cell) -> Any:
        cell = WriteOnlyCell(page, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        return cell

    try:
        heading = []
        for title in titles:
            cell = WriteOnlyCell(page, guarded(title))
            cell.font = Font(bold=True)
            heading.append(cell)
        page.append(heading)
        for row in rows:
            page.append([wrapped(cell) if _is_longer(cell, widths[n]) else cell for n, cell in enumerate(row)])
    except BaseException:
        # A sheet that is given up has to be closed, or its writer complains when it is collected.
        page.close()
        raise
    # In memory first: an archive that finds the disk full in the middle tries to finish itself later, and fails again.
    packed = BytesIO()
    book.save(packed)
    file.write_bytes(packed.getbuffer())
