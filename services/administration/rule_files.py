"""The dispatch catalogue as a table: written for a spreadsheet, and read back with what is wrong in which row."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from services.contracts.clocks import LimitUnit
from services.contracts.tickets import TicketKind, UnitLevel
from services.errors import AppError
from services.spreadsheet import read_table, write_table
from services.tasks import Progress

Row = dict[str, Any]
Problem = tuple[str, dict[str, Any]]

_TITLES: dict[str, tuple[str, str]] = {
    # column: (Chinese, English); a file may use either, or the column's own name
    "category": ("分类代码", "Category code"),
    "category_name": ("分类", "Category name"),
    "place": ("地点代码", "Place code"),
    "place_name": ("地点", "Place name"),
    "kind": ("诉求类型", "Kind"),
    "unit": ("承办单位代码", "Unit code"),
    "unit_name": ("承办单位", "Unit name"),
    "level": ("承办层级", "Level"),
    "department_only": ("不下派村居", "Not to villages"),
    "sign_in": ("签收时限", "Limit for signing"),
    "finish": ("办结时限", "Limit for finishing"),
    "basis": ("依据", "Legal basis"),
}
_KINDS = {
    "咨询": TicketKind.CONSULT,
    "求助": TicketKind.HELP,
    "投诉": TicketKind.COMPLAINT,
    "举报": TicketKind.REPORT,
    "建议": TicketKind.SUGGESTION,
    "表扬": TicketKind.PRAISE,
}
_LEVELS = {"镇街": UnitLevel.TOWN, "镇": UnitLevel.TOWN, "村居": UnitLevel.VILLAGE, "村": UnitLevel.VILLAGE}
_UNITS = {
    "工作日": LimitUnit.WORKING_DAYS,
    "个工作日": LimitUnit.WORKING_DAYS,
    "working days": LimitUnit.WORKING_DAYS,
    "自然日": LimitUnit.CALENDAR_DAYS,
    "个自然日": LimitUnit.CALENDAR_DAYS,
    "天": LimitUnit.CALENDAR_DAYS,
    "calendar days": LimitUnit.CALENDAR_DAYS,
    "小时": LimitUnit.HOURS,
    "分钟": LimitUnit.MINUTES,
    "工作分钟": LimitUnit.WORKING_MINUTES,
}
_YES = frozenset({"1", "true", "yes", "是", "y"})
_NO = frozenset({"", "0", "false", "no", "否", "n"})
_LIMIT = re.compile(r"^(\d{1,6})\s*(\D+)$")


@dataclass(frozen=True)
class Codes:
    """What codes there are, with their names, to find one by either."""

    categories: dict[str, str]
    places: dict[str, str]
    units: dict[str, str]


@dataclass
class ReadRules:
    """Lines of a file. ``problems`` by row and field; such rows are there all the same, to be put right by hand."""

    rules: list[Row] = field(default_factory=list)
    problems: dict[int, dict[str, Problem]] = field(default_factory=dict)


def write_rules(file: Path, rules: Iterable[Row], codes: Codes, english: bool, progress: Progress) -> int:
    """Writes lines with codes and names; returns how many."""
    titles = [title[1] if english else title[0] for title in _TITLES.values()]
    rows = [[_said(name, rule, codes, english) for name in _TITLES] for rule in rules]
    return write_table(file, titles, rows, progress)


def read_rules(file: Path, codes: Codes) -> ReadRules:
    """Reads lines of a file; columns may stand in any order, and names do where codes are missing.

    Raises:
        AppError: ``file_not_read``: it is no table; ``no_unit_column``: no column says who handles a line.
    """
    titles, rows = read_table(file)
    places = {name: n for n, title in enumerate(titles) if (name := _column(title)) is not None}
    if not {"unit", "unit_name", "level"} & places.keys():
        raise AppError("no_unit_column", status=422, details={"file": file.name})
    found = ReadRules()
    for number, cells in enumerate(rows):
        given = {name: cells[n] if n < len(cells) else "" for name, n in places.items()}
        problems: dict[str, Problem] = {}
        found.rules.append(_rule(given, codes, problems))
        if problems:
            found.problems[number] = problems
    return found


def _rule(given: dict[str, str], codes: Codes, problems: dict[str, Problem]) -> Row:
    def code(name: str, known: dict[str, str]) -> str:
        typed = given.get(name, "") or given.get(f"{name}_name", "")
        if not typed or typed in known:
            return typed
        named = [code for code, called in known.items() if called == typed]
        if len(named) != 1:
            problems[name] = ("unknown_code", {"value": typed})
            return typed[:32]
        return named[0]

    def choice(name: str, choices: dict[str, Any], values: Iterable[Any]) -> str | None:
        typed = given.get(name, "").strip()
        if not typed:
            return None
        value = choices.get(typed, typed.lower())
        if value not in {str(each) for each in values}:
            problems[name] = ("not_a_choice", {})
            return None
        return str(value)

    row: Row = {
        "category": code("category", codes.categories),
        "place": code("place", codes.places),
        "kind": choice("kind", _KINDS, TicketKind),
        "unit": code("unit", codes.units),
        "level": choice("level", _LEVELS, (UnitLevel.TOWN, UnitLevel.VILLAGE)),
        "basis": given.get("basis", ""),
        "department_only": given.get("department_only", "").strip().lower() in _YES,
        "sign_in": _limit(given, "sign_in", problems),
        "finish": _limit(given, "finish", problems),
    }
    if given.get("department_only", "").strip().lower() not in _YES | _NO:
        problems["department_only"] = ("not_a_choice", {})
    if len(row["basis"]) > 120:
        problems["basis"] = ("too_long", {"limit": 120})
    if bool(row["unit"]) == bool(row["level"]) and not {"unit", "level"} & problems.keys():
        problems["unit"] = ("unit_or_level", {})
    return row


def _limit(given: dict[str, str], name: str, problems: dict[str, Problem]) -> Row | None:
    typed = given.get(name, "").strip()
    if not typed:
        return None
    found = _LIMIT.match(typed)
    unit = found[2].strip().lower() if found else ""
    known: dict[str, str] = {**{each.value: each.value for each in LimitUnit}, **_UNITS}
    if found is None or unit not in known or not int(found[1]):
        problems[name] = ("bad_value", {})
        return None
    return {"amount": int(found[1]), "unit": str(known[unit])}


def _said(name: str, rule: Row, codes: Codes, english: bool) -> str:
    if name.endswith("_name"):
        names = {"category_name": codes.categories, "place_name": codes.places, "unit_name": codes.units}[name]
        return names.get(rule.get(name.removesuffix("_name")) or "", "")
    value = rule.get(name)
    if name in ("sign_in", "finish"):
        return "" if not value else f"{value['amount']} {_back(_UNITS, value['unit'], english)}"
    if name == "department_only":
        return ("yes" if english else "是") if value else ""
    if name in ("kind", "level") and value:
        return _back(_KINDS if name == "kind" else _LEVELS, value, english)
    return str(value or "")


def _back(words: dict[str, Any], value: str, english: bool) -> str:
    return value if english else next((word for word, each in words.items() if each == value), value)


def _column(title: str) -> str | None:
    wanted = title.strip().casefold()
    for name, titles in _TITLES.items():
        if wanted in (name, *(each.casefold() for each in titles)):
            return name
    return None
