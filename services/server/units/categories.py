"""Rules for editing categories. What lies with one that goes, goes to its successor in the same transaction."""

from datetime import datetime

from services.contracts.changes import ChangeAction
from services.contracts.dispatching import (
    CategoryChange,
    CategorySaved,
    DangerRule,
    NewCategory,
    Removal,
    Removed,
    Rule,
    Rules,
)
from services.contracts.tickets import Category
from services.errors import Conflict, InvalidFields, NotFound
from services.server import versions
from services.server.dispatching import service as dispatching
from services.server.texts import service as texts
from services.server.tickets import catalogue
from services.server.transaction import Transaction
from services.server.units import changes, repository, service

_LEVEL = 2
"""Digits of a code a level."""


def create(tx: Transaction, new: NewCategory, planned: int = 0) -> CategorySaved:
    """Adds a category below the one that its code begins with, at once or at its moment.

    Raises:
        InvalidFields: the code is taken, there is nothing to put it below, no such unit, or it would change the past.
    """
    starts = changes.begins(tx, new.effective_from, planned)
    if changes.find(tx, "category", new.code, starts) is not None:
        raise InvalidFields({"code": ("already_exists", {"what": new.code})})
    parent = new.code[:-_LEVEL]
    if parent and changes.find(tx, "category", parent, starts) is None:
        raise InvalidFields({"code": ("unknown_code", {"value": parent})})
    category = Category(parent=parent, **new.model_dump(exclude={"effective_from"}))
    _check_unit(tx, category, starts)
    if starts > tx.now:
        changes.plan(tx, "category", category.code, ChangeAction.CREATE, new, starts, category)
        return CategorySaved(category=category, version=catalogue.version(tx), effective_from=starts)
    repository.add(tx.connection, "category", category)
    changes.done(tx, "category", None, category, new, planned)
    return CategorySaved(category=category, version=catalogue.touch(tx))


def change(tx: Transaction, code: str, fields: CategoryChange, planned: int = 0) -> CategorySaved:
    """Changes the given fields of a category, at once or at their moment.

    Raises:
        StaleVersion: the catalogue has changed since.
        InvalidFields: no such unit.
    """
    starts = changes.begins(tx, fields.effective_from, planned)
    before, current = _category(tx, code, starts), catalogue.version(tx)
    versions.refuse_stale(tx, current, lambda _tx: CategorySaved(category=before, version=current))
    category = service.changed(before, fields)
    _check_unit(tx, category, starts)
    if starts > tx.now:
        changes.plan(tx, "category", code, ChangeAction.CHANGE, fields, starts)
        return CategorySaved(category=category, version=current, effective_from=starts)
    repository.put(tx.connection, "category", category)
    changes.done(tx, "category", before, category, fields, planned)
    return CategorySaved(category=category, version=catalogue.touch(tx))


def remove(tx: Transaction, code: str, removal: Removal, planned: int = 0) -> Removed:
    """Takes a category out, at once or at its moment; open tickets and rules go to its successor. Closed tickets keep the code they have.

    Raises:
        Conflict: ``category_in_use``: open tickets, categories below or rules, and no successor.
        InvalidFields: the successor is not another category.
    """
    repository.wait_for_others(tx.connection)
    starts = changes.begins(tx, removal.effective_from, planned)
    category, successor = _category(tx, code, starts), removal.successor
    is_known = successor and changes.find(tx, "category", successor, starts) is not None
    if successor and (not is_known or successor.startswith(code)):
        raise InvalidFields({"successor": ("not_a_choice", {})})
    children = repository.below(tx.connection, "category", code)
    open_ones = repository.open_of_category(tx.connection, code)
    rules = service.rules_naming(tx, lambda rule: rule.category == code, lambda danger: code in danger.categories)
    if children or (not successor and (open_ones or rules)):
        count = len(open_ones)
        raise Conflict("category_in_use", category=category.name, tickets=count, below=len(children), rules=rules)
    if starts > tx.now:
        changes.plan(tx, "category", code, ChangeAction.REMOVE, removal, starts)
        return Removed(code=code, effective_from=starts)
    for row in open_ones:
        service.give(tx, row, {"category": successor}, removal.reason or category.name)
    changed = dispatching.rewrite(
        tx, lambda old: _with_category(old, code, successor), f"{category.name} → {successor}"
    )
    repository.rename_in(tx.connection, "template", "category", code, successor)
    texts.hand_over(tx, code, successor)
    repository.drop(tx.connection, "category", code)
    changes.done(tx, "category", category, None, removal, planned)
    catalogue.touch(tx)
    return Removed(code=code, tickets=len(open_ones), rules=changed)


def _category(tx: Transaction, code: str, at: datetime) -> Category:
    body = changes.find(tx, "category", code, at)
    if body is None:
        raise NotFound("category")
    return Category.model_validate_json(body)


def _check_unit(tx: Transaction, category: Category, at: datetime) -> None:
    problems, _known = catalogue.problems_of(tx, [catalogue.Wanted("unit", "unit", category.unit)])
    if problems and changes.find(tx, "unit", category.unit, at) is None:
        raise InvalidFields(problems)


def _with_category(old: Rules, code: str, successor: str) -> tuple[list[Rule], list[DangerRule]]:
    kept = [rule for rule in old.rules if rule.category != code]
    taken = {dispatching.key_of(rule) for rule in kept}
    moved = [
        rule.model_copy(update={"category": successor}) for rule in old.rules if rule.category == code and successor
    ]
    # What the successor says itself stays.
    kept += [rule for rule in moved if dispatching.key_of(rule) not in taken]
    dangers = []
    for danger in old.dangers:
        names = [successor if each == code else each for each in danger.categories]
        categories = list(dict.fromkeys(each for each in names if each))
        dangers.append(danger.model_copy(update={"categories": categories}))
    return kept, dangers
