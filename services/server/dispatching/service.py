"""Rules for the dispatch catalogue: whole versions, checked before they are kept, in force from a moment on."""

from collections.abc import Callable
from typing import Any

import orjson

from services.contracts.dispatching import DangerRule, NewRules, Rule, Rules, RulesVersion
from services.contracts.events import Topic
from services.errors import InvalidFields, NotFound, StaleVersion
from services.server.clocks import settings as clock_settings
from services.server.dispatching import carried, repository
from services.server.dispatching.limits import packed
from services.server.dispatching.resolution import Matter, resolve
from services.server.tickets import catalogue
from services.server.transaction import Transaction

SHOWN = 200
"""How many versions the history gives."""


def ensure(tx: Transaction) -> None:
    """Gives a district without a dispatch catalogue the one that the program carries, where its units are known."""
    if repository.newest(tx.connection) == 0:
        new = carried.rules()
        if not _problems(tx, new):
            _keep(tx, new)


def current(tx: Transaction, number: int | None = None) -> Rules:
    """Returns the catalogue in force, or a version of it.

    Raises:
        NotFound: there is no such version, or none is in force yet.
    """
    row = repository.in_force(tx.connection, tx.now) if number is None else repository.version(tx.connection, number)
    if row is None:
        raise NotFound("dispatch_rules")
    return Rules(
        **_header(row).model_dump(),
        rules=repository.rules(tx.connection, row.version),
        dangers=repository.dangers(row),
    )


def history(tx: Transaction) -> list[RulesVersion]:
    """Returns the newest versions, newest first; one of the future is among them."""
    return [_header(row) for row in repository.versions(tx.connection, SHOWN)]


def replace(tx: Transaction, new: NewRules) -> Rules:
    """Keeps a new version; all earlier ones stay.

    Raises:
        StaleVersion: the newest version is not the one that was changed.
        InvalidFields: a code that is not in the catalogue, or two lines that say the same.
    """
    newest = repository.newest(tx.connection)
    if tx.expected_version is not None and tx.expected_version != newest:
        raise StaleVersion(current(tx, newest).model_dump(mode="json") if newest else {})
    problems = _problems(tx, new)
    if problems:
        raise InvalidFields(problems)
    return current(tx, _keep(tx, new))


def put(tx: Transaction, rule: Rule, note: str) -> int:
    """Puts one line into the catalogue at once, in the place of the line for the same matters; returns the version."""
    row = repository.in_force(tx.connection, tx.now)
    lines = repository.rules(tx.connection, row.version) if row is not None else []
    kept = [line for line in lines if key_of(line) != key_of(rule)]
    new = NewRules(rules=[*kept, rule], dangers=repository.dangers(row) if row is not None else [], note=note)
    problems = _problems(tx, new)
    if problems:
        raise InvalidFields({"rule": next(iter(problems.values()))})
    return _keep(tx, new)


def rewrite(tx: Transaction, change: Callable[[Rules], tuple[list[Rule], list[DangerRule]]], note: str) -> int:
    """Rewrites the version in force and those to come; returns how many lines became other lines.

    For codes that go away: what is decided already for a later date must not bring them back.
    """
    changed = 0
    for row in repository.in_force_and_later(tx.connection, tx.now):
        old = current(tx, row.version)
        rules, dangers = change(old)
        if rules != old.rules or dangers != old.dangers:
            kept = {key_of(rule): rule for rule in rules}
            changed += sum(kept.get(key_of(rule)) != rule for rule in old.rules)
            later = row.effective_from if row.effective_from > tx.now else None
            _keep(tx, NewRules(rules=list(kept.values()), dangers=dangers, effective_from=later, note=note))
    return changed


def key_of(rule: Rule) -> tuple[str, str, str]:
    """Returns what a line is about; a version has one line for it."""
    return rule.category, rule.place, rule.kind or ""


def in_force_and_later(tx: Transaction) -> list[Rules]:
    """Returns the version in force and those that will be."""
    return [current(tx, row.version) for row in repository.in_force_and_later(tx.connection, tx.now)]


def rule_for(tx: Transaction, matter: Matter) -> tuple[int, Rule | None]:
    """Returns the version in force (0: none) and its line for a matter."""
    row = repository.in_force(tx.connection, tx.now)
    if row is None:
        return 0, None
    return row.version, resolve(repository.fitting(tx.connection, row.version, matter), matter)


def _keep(tx: Transaction, new: NewRules) -> int:
    number = repository.newest(tx.connection) + 1
    effective_from = new.effective_from or tx.now
    before = repository.in_force(tx.connection, effective_from)
    values = {
        "version": number,
        "effective_from": effective_from,
        "created_at": tx.now,
        "created_by_id": tx.actor.account_id,
        "created_by": tx.actor.name,
        "note": new.note,
        "count": len(new.rules),
        "dangers": orjson.dumps([each.model_dump(mode="json") for each in new.dangers]).decode(),
        "limits": packed(new.rules),
    }
    repository.add(tx.connection, values, new.rules)
    if values["limits"] != (before.limits if before is not None else ""):
        clock_settings.limits_changed(tx, effective_from)
    tx.append(Topic.CATALOGUE, "dispatch_rules", {"version": catalogue.version(tx), "rules_version": number})
    return number


def _problems(tx: Transaction, new: NewRules) -> dict[str, tuple[str, dict[str, Any]]]:
    known = repository.codes(tx.connection)
    problems: dict[str, tuple[str, dict[str, Any]]] = {}
    seen: set[tuple[str, str, str]] = set()
    for n, rule in enumerate(new.rules):
        for name, kind in (("category", "category"), ("place", "place"), ("unit", "unit")):
            code = getattr(rule, name)
            if code and (kind, code) not in known:
                problems[f"rules.{n}.{name}"] = ("unknown_code", {"value": code})
        key = key_of(rule)
        if key in seen:
            problems[f"rules.{n}"] = ("already_exists", {"what": " ".join(part for part in key if part)})
        seen.add(key)
    for n, danger in enumerate(new.dangers):
        if ("unit", danger.unit) not in known:
            problems[f"dangers.{n}.unit"] = ("unknown_code", {"value": danger.unit})
    return problems


def _header(row: Any) -> RulesVersion:
    return RulesVersion(
        version=row.version,
        effective_from=row.effective_from,
        created_at=row.created_at,
        created_by=row.created_by,
        note=row.note,
        count=row.count,
    )
