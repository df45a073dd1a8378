"""The dispatch catalogue that the program carries: the training district's, from ``resources/training``."""

import tomllib
from importlib.resources import files
from typing import Any

from services.contracts.clocks import Limit
from services.contracts.dispatching import DangerRule, NewRules, Rule
from services.contracts.tickets import Category, TicketKind, UnitLevel
from services.server.tickets import catalogue


def rules() -> NewRules:
    """Returns each department's subjects, what towns and villages settle themselves, and who danger is passed on to."""
    content = tomllib.loads(files("resources").joinpath("training", "dispatching.toml").read_text(encoding="utf-8"))
    basis = {entry["stem"]: entry["text"] for entry in content["basis"]}
    levels = {entry["category"]: UnitLevel(entry["level"]) for entry in content["everyday"]}
    limits = {entry["category"]: _limits(entry) for entry in content["limits"]}
    lines: list[Rule] = []
    for category in catalogue.from_resources():
        if not isinstance(category, Category) or not category.unit:
            continue
        more: dict[str, Any] = {"basis": basis.get(category.code[:4], ""), **limits.get(category.code, {})}
        department = Rule(category=category.code, unit=category.unit, department_only=True, **more)
        level = levels.get(category.code)
        if level is None:
            lines.append(department)
            continue
        lines.append(Rule(category=category.code, level=level, **more))
        lines.append(department.model_copy(update={"kind": TicketKind.REPORT}))
    return NewRules(rules=lines, dangers=[DangerRule.model_validate(entry) for entry in content["dangers"]])


def _limits(entry: dict[str, Any]) -> dict[str, Limit]:
    return {name: Limit.model_validate(entry[name]) for name in ("sign_in", "finish")}
