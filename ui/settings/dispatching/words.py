"""Lines of the dispatch catalogue in words, and the fields that they are edited with."""

from collections.abc import Callable
from typing import Any

from services.contracts.tickets import UnitLevel
from ui.language import translate
from ui.lifecycle_words import kind_words, listed
from ui.settings.clocks.words import said
from ui.settings.forms.fields import ChoiceField, CodeField, LimitField, TextField, YesField
from ui.settings.forms.form import FieldSpec
from ui.settings.names import Names, kinds

Row = dict[str, Any]


def whom(row: Row, names: Names) -> str:
    """Returns who handles it."""
    if row.get("unit"):
        return names.unit(row["unit"]).text
    if row.get("level") == UnitLevel.VILLAGE:
        return translate("Settings", "the village's own centre")
    return translate("Settings", "the town's own centre") if row.get("level") else ""


def about(row: Row, names: Names) -> str:
    """Returns what a line is about: ``Noise · Guicheng · Complaint``."""
    parts = [
        names.category(row["category"]).text if row.get("category") else "",
        names.place(row["place"]).text if row.get("place") else "",
        kind_words(row["kind"]) if row.get("kind") else "",
    ]
    return listed(parts) or translate("Settings", "everything else")


def rule_words(row: Row, names: Names) -> str:
    """Returns a line: what it is about, who handles it, its limits."""
    limits = [
        translate("Settings", "sign {limit}").format(limit=said(row["sign_in"])) if row.get("sign_in") else "",
        translate("Settings", "finish {limit}").format(limit=said(row["finish"])) if row.get("finish") else "",
        translate("Settings", "not to villages") if row.get("department_only") else "",
    ]
    return listed([f"{about(row, names)} → {whom(row, names)}", *limits])


def danger_words(row: Row, names: Names) -> str:
    """Returns who danger goes to."""
    signs = ", ".join([*(names.category(code).text for code in row.get("categories", [])), *row.get("words", [])])
    return f"{signs} → {names.unit(row.get('unit', '')).text}"


def rule_fields(names: Callable[[], Names]) -> list[FieldSpec]:
    """Returns the fields of a line."""

    def levels() -> list[tuple[str | None, str]]:
        return [
            (None, translate("Settings", "a unit")),
            (UnitLevel.TOWN.value, translate("Settings", "the town's own centre")),
            (UnitLevel.VILLAGE.value, translate("Settings", "the village's own centre")),
        ]

    return [
        FieldSpec("category", translate("Settings", "Category"), lambda: category_field(names)),
        FieldSpec("place", translate("Settings", "Place"), lambda: place_field(names)),
        FieldSpec("kind", translate("Settings", "Kind"), lambda: ChoiceField(kinds)),
        FieldSpec("level", translate("Settings", "Handled by"), lambda: ChoiceField(levels)),
        FieldSpec(
            "unit",
            translate("Settings", "Unit"),
            lambda: unit_field(names),
            required=True,
            shown=lambda row: not row.get("level"),
        ),
        FieldSpec("basis", translate("Settings", "Legal basis"), TextField),
        FieldSpec("sign_in", translate("Settings", "Limit for signing"), lambda: LimitField(optional=True)),
        FieldSpec("finish", translate("Settings", "Limit for finishing"), lambda: LimitField(optional=True)),
        FieldSpec(
            "department_only",
            translate("Settings", "Villages"),
            lambda: YesField(translate("Settings", "Not pushed down to villages")),
        ),
    ]


def category_field(names: Callable[[], Names], hint: str | None = None) -> CodeField:
    """Returns a field for a category; ``hint`` says what an empty one means, all of them if nothing is given."""
    return CodeField(
        translate("Settings", "Category"),
        lambda: names().category_matcher(),
        lambda code: names().category(code),
        translate("Settings", "all") if hint is None else hint,
    )


def place_field(names: Callable[[], Names], hint: str | None = None) -> CodeField:
    """Returns a field for a town or village; ``hint`` says what an empty one means, the whole district if nothing is given."""
    return CodeField(
        translate("Settings", "Place"),
        lambda: names().place_matcher(),
        lambda code: names().place(code),
        translate("Settings", "the whole district") if hint is None else hint,
    )


def unit_field(names: Callable[[], Names]) -> CodeField:
    """Returns a field for a unit."""
    return CodeField(translate("Settings", "Unit"), lambda: names().unit_matcher(), lambda code: names().unit(code))


def settled(row: Row) -> Row:
    """Returns a line that names either a unit or a level."""
    return {**row, "unit": ""} if row.get("level") else row
