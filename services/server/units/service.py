"""Rules for editing units. What lies with one that goes, goes to its successor in the same transaction."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from services.contracts.changes import ChangeAction
from services.contracts.dispatching import (
    CategoryChange,
    DangerRule,
    NewUnit,
    Removal,
    Removed,
    Rule,
    Rules,
    UnitChange,
    UnitSaved,
)
from services.contracts.events import Topic
from services.contracts.text import dialable
from services.contracts.tickets import Category, Unit, UnitLevel
from services.errors import Conflict, InvalidFields, NotFound
from services.server import versions
from services.server.accounts import repository as accounts
from services.server.channels.sensor import repository as sensors
from services.server.clocks import service as clocks
from services.server.clocks import settings as calendars
from services.server.dispatching import service as dispatching
from services.server.kernel import Kernel
from services.server.lifecycle import notices
from services.server.tickets import catalogue, scope
from services.server.tickets import repository as tickets
from services.server.tickets import service as ticket_service
from services.server.tickets.repository import Entry
from services.server.tickets.trace import said
from services.server.transaction import Transaction
from services.server.units import changes, repository, tree
from services.server.units.tree import Planned

Node = TypeVar("Node", Unit, Category)
HAND_OVER = "hand_over"
"""In the trail: the unit or category was dissolved, and its successor has the ticket."""


def create(tx: Transaction, new: NewUnit, planned: int = 0) -> UnitSaved:
    """Adds a unit, at once or at its moment; ``planned`` is the change whose moment has come.

    Raises:
        InvalidFields: the code is taken, level, parent and place do not fit, or it would change the past.
    """
    starts = changes.begins(tx, new.effective_from, planned)
    if changes.find(tx, "unit", new.code, starts) is not None:
        raise InvalidFields({"code": ("already_exists", {"what": new.code})})
    unit = Unit(**new.model_dump(exclude={"effective_from"}))
    _check(tx, unit, starts)
    if starts > tx.now:
        _fits_plans(tx, Planned(starts, ChangeAction.CREATE, unit.code, unit.parent), "parent")
        changes.plan(tx, "unit", unit.code, ChangeAction.CREATE, new, starts, unit)
        return UnitSaved(unit=unit, version=catalogue.version(tx), effective_from=starts)
    repository.add(tx.connection, "unit", unit)
    changes.done(tx, "unit", None, unit, new, planned)
    return UnitSaved(unit=unit, version=catalogue.touch(tx))


def change(tx: Transaction, code: str, fields: UnitChange, planned: int = 0) -> UnitSaved:
    """Changes the given fields of a unit, at once or at their moment; its level stays what it is.

    Raises:
        StaleVersion: the catalogue has changed since.
    """
    starts = changes.begins(tx, fields.effective_from, planned)
    before, current = _unit(tx, code, starts), catalogue.version(tx)
    versions.refuse_stale(tx, current, lambda _tx: UnitSaved(unit=before, version=current))
    unit = changed(before, fields)
    _check(tx, unit, starts)
    if starts > tx.now:
        _fits_plans(tx, Planned(starts, ChangeAction.CHANGE, code, fields.parent), "parent")
        changes.plan(tx, "unit", code, ChangeAction.CHANGE, fields, starts)
        return UnitSaved(unit=unit, version=current, effective_from=starts)
    repository.put(tx.connection, "unit", unit)
    changes.done(tx, "unit", before, unit, fields, planned)
    return UnitSaved(unit=unit, version=catalogue.touch(tx))


def dissolve(kernel: Kernel, tx: Transaction, code: str, removal: Removal, planned: int = 0) -> Removed:
    """Takes a unit out, at once or at its moment; tickets, people, units below it, categories and rules go to its successor.

    Raises:
        Conflict: ``unit_in_use``: something hangs on it and no successor is named.
        InvalidFields: the successor is not another unit, or lies below it.
    """
    repository.wait_for_others(tx.connection)
    starts = changes.begins(tx, removal.effective_from, planned)
    unit, successor = _unit(tx, code, starts), removal.successor
    if starts > tx.now:
        _fits_plans(tx, Planned(starts, ChangeAction.REMOVE, code, successor), "successor")
    elif successor and (successor == code or repository.entry(tx.connection, "unit", successor) is None):
        raise InvalidFields({"successor": ("not_a_choice", {})})
    elif successor and code in scope.chain(tx, successor):
        raise InvalidFields({"successor": ("is_below", {})})
    mine = repository.open_of_unit(tx.connection, code)
    assisted = repository.open_assisted_by(tx.connection, code)
    people = repository.people_of(tx.connection, code)
    children = repository.below(tx.connection, "unit", code)
    rules = rules_naming(tx, lambda rule: rule.unit == code, lambda danger: danger.unit == code)
    if not successor and (mine or assisted or people or children or rules):
        raise Conflict(
            "unit_in_use", unit=unit.name, tickets=len(mine) + len(assisted), people=len(people), rules=rules
        )
    if starts > tx.now:
        changes.plan(tx, "unit", code, ChangeAction.REMOVE, removal, starts)
        return Removed(code=code, effective_from=starts)
    for row in mine:
        give(tx, row, {"unit": successor, "handler_id": None, "handler": ""}, removal.reason or unit.name)
    for row in assisted:
        others = [successor if each == code else each for each in row.assisting.split()]
        kept = " ".join(dict.fromkeys(each for each in others if each != row.unit))
        give(tx, row, {"assisting": kept}, removal.reason or unit.name)
        repository.move_assist(tx.connection, row.key, code, "" if successor == row.unit else successor)
    for child in children:
        below = _unit(tx, child, tx.now)
        moved = below.model_copy(update={"parent": successor})
        repository.put(tx.connection, "unit", moved)
        changes.done(tx, "unit", below, moved)
    repository.move_people(tx.connection, code, successor)
    repository.move_absences(tx.connection, code, successor, tx.now)
    sensors.move(tx.connection, code, successor)
    repository.remember(tx.connection, scope.successor_key(code), successor)
    for account_id in people:
        # Tokens carry the unit: the next sign-in is for the new one.
        accounts.revoke_all(tx.connection, account_id, kernel.real_clock.now(), "account_changed")
        tx.append(Topic.ACCOUNT, account_id, {"id": account_id})
    for was, now in repository.rename_in(tx.connection, "category", "unit", code, successor):
        changes.done(tx, "category", Category(**was), Category(**now))
    lines = dispatching.rewrite(tx, lambda old: _with_unit(old, code, successor), f"{unit.name} → {successor}")
    calendars.forget_unit(tx, code)
    repository.drop(tx.connection, "unit", code)
    changes.done(tx, "unit", unit, None, removal, planned)
    catalogue.touch(tx)
    if mine:
        notices.handed_over(tx, successor, len(mine), unit.name, "dissolved")
    return Removed(code=code, tickets=len(mine) + len(assisted), accounts=len(people), rules=lines)


def changed(before: Node, fields: UnitChange | CategoryChange) -> Node:
    """Returns an entry with the fields that were given."""
    given = {name: getattr(fields, name) for name in fields.model_fields_set - {"effective_from"}}
    return before.model_copy(update={name: value for name, value in given.items() if value is not None})


def give(tx: Transaction, row: Any, values: dict[str, Any], why: str) -> None:
    """Gives an open ticket to another unit, category or place, with its clocks, its trail and the event."""
    given = {name: value for name, value in values.items() if getattr(row, name) != value}
    columns: dict[str, Any] = {}
    if given.keys() & set(clocks.FACTS):
        facts = clocks.Facts(*(given.get(name, getattr(row, name)) for name in clocks.FACTS))
        columns = clocks.refit(tx, row.key, facts)
    tickets.change(tx.connection, row, {**given, **columns}, tx.now)
    trail = {name: [said(name, getattr(row, name)), said(name, value)] for name, value in given.items()}
    entry = Entry(tx.now, tx.actor.account_id, tx.actor.name, HAND_OVER, trail, tx.actor.unit, {"reason": why})
    tickets.add_step(tx.connection, row.key, entry)
    ticket_service.tell(tx, ticket_service.row_of(tx, row.id))


def name_of(tx: Transaction, code: str) -> str:
    """Returns a unit's name."""
    return _unit(tx, code, tx.now).name


def rules_naming(tx: Transaction, in_rule: Callable[[Rule], bool], in_danger: Callable[[DangerRule], bool]) -> int:
    """Counts the lines of the dispatch catalogue, now and later, that name something."""
    found = dispatching.in_force_and_later(tx)
    return sum(in_rule(rule) for each in found for rule in each.rules) + sum(
        in_danger(danger) for each in found for danger in each.dangers
    )


def _with_unit(old: Rules, code: str, successor: str) -> tuple[list[Rule], list[DangerRule]]:
    rules = [rule.model_copy(update={"unit": successor}) if rule.unit == code else rule for rule in old.rules]
    dangers = [each.model_copy(update={"unit": successor}) if each.unit == code else each for each in old.dangers]
    return (rules, dangers) if successor else (old.rules, old.dangers)


def _fits_plans(tx: Transaction, change: Planned, field: str) -> None:
    """Refuses a plan that could not be done on its day, or would be in the way of another."""
    why = tree.objection(tx, change)
    if why is not None:
        raise InvalidFields({field: why})


def _check(tx: Transaction, unit: Unit, at: datetime) -> None:
    problems: dict[str, tuple[str, dict[str, Any]]] = {}
    parent = changes.find(tx, "unit", unit.parent, at) if unit.parent else None
    if unit.parent and (parent is None or unit.parent == unit.code):
        problems["parent"] = ("not_a_choice", {})
    elif at <= tx.now and unit.code in scope.chain(tx, unit.parent):
        problems["parent"] = ("is_below", {})
    elif unit.level is not UnitLevel.DISTRICT and not unit.parent:
        problems["parent"] = ("required", {})
    elif unit.level is UnitLevel.VILLAGE and parent and Unit.model_validate_json(parent).level is not UnitLevel.TOWN:
        problems["parent"] = ("not_a_choice", {})
    has_place = unit.level in (UnitLevel.TOWN, UnitLevel.VILLAGE)
    if has_place and not unit.place:
        problems["place"] = ("required", {})
    elif unit.place and (not has_place or not _fits_place(tx, unit)):
        problems["place"] = ("not_a_choice", {})
    elif unit.place and repository.centre(tx.connection, unit.place) not in ("", unit.code):
        problems["place"] = ("already_exists", {"what": unit.place})
    if unit.telephone and dialable(unit.telephone) is None:
        problems["telephone"] = ("not_dialable", {})
    if problems:
        raise InvalidFields(problems)


def _fits_place(tx: Transaction, unit: Unit) -> bool:
    _unknown, known = catalogue.problems_of(tx, [catalogue.Wanted("place", "place", unit.place)])
    above = known.get(("place", unit.place))
    return above is not None and bool(above) == (unit.level is UnitLevel.VILLAGE)


def _unit(tx: Transaction, code: str, at: datetime) -> Unit:
    body = changes.find(tx, "unit", code, at)
    if body is None:
        raise NotFound("unit")
    return Unit.model_validate_json(body)
