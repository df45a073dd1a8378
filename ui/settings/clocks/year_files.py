"""A year's calendar from a file: the JSON that is published for the State Council's notices, or a table with day, off or not, name."""

import json
from pathlib import Path
from typing import Any

from services.errors import AppError
from services.spreadsheet import read_table

_MOST_BYTES = 1_000_000
_YES = frozenset({"1", "true", "yes", "off", "休", "休息", "是", "放假"})


def read_year(file: Path) -> dict[str, Any]:
    """Returns ``calendar``, ``year``, ``papers`` and ``days``; what is wrong in them the server says.

    Raises:
        AppError: ``file_not_read``: it is too large or not what it should be.
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
        {"date": row[0][:10], "is_off_day": row[1].strip().lower() in _YES, "name": row[2] if len(row) > 2 else ""}
        for row in rows
        if len(row) > 1 and row[0]
    ]
    if not days:
        raise ValueError("no days")
    years = sorted(int(day["date"][:4]) for day in days)  # type: ignore[index]
    return {"calendar": "cn", "year": years[len(years) // 2], "papers": [], "days": days}
