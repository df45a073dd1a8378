"""Rules for editing categories. What lies with one that goes, goes to its successor in the same transaction."""

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
from services.server.units import repository, service

_LEVEL = 2
"""Digits of a code a level."""


def create(tx: Transaction, new: NewCategory) -> CategorySaved:
    """Adds a category below the one that its code begins with.

    Raises:
        InvalidFields: the code is taken, there is nothing to put it below, or no such unit.
    """
    if repository.entry(tx.connection, "category", new.code) is not None:
        raise InvalidFields({"code": ("already_exists", {"what": new.code})})
    parent = new.code[:-_LEVEL]
    if parent and repository.entry(tx.connection, "category", parent) is None:
        raise InvalidFields({"code": ("unknown_code", {"value": parent})})
    category = Category(parent=parent, **new.model_dump())
    _check_unit(tx, category)
    repository.add(tx.connection, "category", category)
    return CategorySaved(category=category, version=catalogue.touch(tx))


def change(tx: Transaction, code: str, fields: CategoryChange) -> CategorySaved:
    """Changes the given fields of a category.

    Raises:
        StaleVersion: the catalogue has changed since.
        InvalidFields: no such unit.
    """
    before, current = _category(tx, code), catalogue.version(tx)
    versions.refuse_stale(tx, current, lambda _tx: CategorySaved(category=before, version=current))
    category = service.changed(before, fields)
    _check_unit(tx, category)
    repository.put(tx.connection, "category", category)
    return CategorySaved(category=category, version=catalogue.touch(tx))


def remove(tx: Transaction, code: str, removal: Removal) -> Removed:
    """Takes a category out; open tickets and rules go to its successor. Closed tickets keep the code they have.

    Raises:
        Conflict: ``category_in_use``: open tickets, categories below or rules, and no successor.
        InvalidFields: the successor is not another category.
    """
    repository.wait_for_others(tx.connection)
    category, successor = _category(tx, code), removal.successor
    is_known = successor and repository.entry(tx.connection, "category", successor) is not None
    if successor and (not is_known or successor.startswith(code)):
        raise InvalidFields({"successor": ("not_a_choice", {})})
    children = repository.below(tx.connection, "category", code)
    open_ones = repository.open_of_category(tx.connection, code)
    rules = service.rules_naming(tx, lambda rule: rule.category == code, lambda danger: code in danger.categories)
    if children or (not successor and (open_ones or rules)):
        count = len(open_ones)
        raise Conflict("category_in_use", category=category.name, tickets=count, below=len(children), rules=rules)
    for row in open_ones:
        service.give(tx, row, {"category": successor}, removal.reason or category.name)
    changed = dispatching.rewrite(
        tx, lambda old: _with_category(old, code, successor), f"{category.name} → {successor}"
    )
    repository.rename_in(tx.connection, "template", "category", code, successor)
    texts.hand_over(tx, code, successor)
    repository.drop(tx.connection, "category", code)
    catalogue.touch(tx)
    return Removed(code=code, tickets=len(open_ones), rules=changed)


def _category(tx: Transaction, code: str) -> Category:
    body = repository.entry(tx.connection, "category", code)
    if body is None:
        raise NotFound("category")
    return Category.model_validate_json(body)


def _check_unit(tx: Transaction, category: Category) -> None:
    problems, _known = catalogue.problems_of(tx, [catalogue.Wanted("unit", "unit", category.unit)])
    if problems:
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
