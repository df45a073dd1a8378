"""A year's calendar from a file: the JSON that is published for the State Council's notices, or a table with day, off or not, name."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

from services.errors import AppError
from services.spreadsheet import read_table

_MOST_BYTES = 1_000_000
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d).*")
"""As people and spreadsheets write one; a time of day behind it says nothing."""
_YES = frozenset({"1", "true", "yes", "off", "休", "休息", "是", "放假"})


def read_year(file: Path) -> dict[str, Any]:
    """Returns ``calendar``, ``year``, ``papers`` and ``days``; what is wrong in them the server says.

    Raises:
        AppError: ``file_not_read``: it is too large or not what it should be; ``row_without_day``: a row's day is none.
    """
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise AppError("file_not_read", status=422, details={"file": file.name})
        if file.suffix.lower() != ".json":
            return _from_table(file)
        given = json.loads(file.read_text(encoding="utf-8-sig"))
        days = [
            {"name": str(day.get("name", "")), "date": str(day["date"]), "is_off_day": bool(_off(day))}
            for day in given["days"]
        ]
        year, papers = int(given["year"]), [str(paper) for paper in given.get("papers", [])]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise AppError("file_not_read", status=422, details={"file": file.name}) from error
    return {"calendar": "cn", "year": year, "papers": papers, "days": days}


def _off(day: dict[str, Any]) -> object:
    return day["isOffDay"] if "isOffDay" in day else day["is_off_day"]


def _from_table(file: Path) -> dict[str, Any]:
    _titles, rows = read_table(file)
    days = [
        {
            "date": _day(file, number, row[0]),
            "is_off_day": row[1].strip().lower() in _YES,
            "name": row[2] if len(row) > 2 else "",
        }
        # Above the first line of a table stand the titles.
        for number, row in enumerate(rows, 2)
        if len(row) > 1 and row[0]
    ]
    if not days:
        raise ValueError("no days")
    years = sorted(int(str(day["date"])[:4]) for day in days)
    return {"calendar": "cn", "year": years[len(years) // 2], "papers": [], "days": days}


def _day(file: Path, number: int, written: str) -> str:
    found = _DAY.fullmatch(written.strip())
    try:
        year, month, day = map(int, found.groups()) if found is not None else (0, 0, 0)
        return date(year, month, day).isoformat()
    except ValueError as error:
        details = {"file": file.name, "row": number, "written": written[:40]}
        raise AppError("row_without_day", status=422, details=details) from error
