"""Rules for editing places. What is open in one that goes, goes to its successor; what is over keeps the place it had."""

from typing import Any, Literal

from services.contracts.dispatching import DangerRule, Removed, Rule, Rules
from services.contracts.entries import NewPlace, PlaceChange, PlaceRemoval, PlaceSaved
from services.contracts.tickets import FormerEntry, PlaceEntry
from services.errors import Conflict, InvalidFields, NotFound
from services.server import versions
from services.server.dispatching import service as dispatching
from services.server.entries import repository
from services.server.tickets import catalogue
from services.server.transaction import Transaction
from services.server.units import changes
from services.server.units import repository as units
from services.server.units import service as unit_service

_KIND: Literal["place"] = "place"


def create(tx: Transaction, new: NewPlace) -> PlaceSaved:
    """Adds a town, or a village or community in one.

    Raises:
        InvalidFields: the code is taken, also by a place of the past, or the parent is no town.
    """
    if catalogue.is_taken(tx, _KIND, new.code):
        raise InvalidFields({"code": ("already_exists", {"what": new.code})})
    if new.parent and (_find(tx, new.parent) or PlaceEntry(code="", name="", parent="-")).parent:
        raise InvalidFields({"parent": ("not_a_choice", {})})
    place = PlaceEntry(**new.model_dump())
    repository.add(tx.connection, _KIND, place.code, place.parent, place.model_dump_json())
    changes.done(tx, _KIND, None, place, new)
    return PlaceSaved(place=place, version=catalogue.touch(tx))


def change(tx: Transaction, code: str, fields: PlaceChange) -> PlaceSaved:
    """Gives a place another name.

    Raises:
        StaleVersion: the catalogue has changed since.
    """
    before, current = _place(tx, code), catalogue.version(tx)
    versions.refuse_stale(tx, current, lambda _tx: PlaceSaved(place=before, version=current))
    place = before.model_copy(update={"name": fields.name})
    repository.put(tx.connection, _KIND, code, body=place.model_dump_json())
    changes.done(tx, _KIND, before, place, fields)
    return PlaceSaved(place=place, version=catalogue.touch(tx))


def remove(tx: Transaction, code: str, removal: PlaceRemoval) -> Removed:
    """Takes a place out; open tickets, rules, sensors and matters go to its successor. It stays readable where it was named.

    Raises:
        Conflict: ``place_in_use``: something is open there, or rules name it, and no successor; ``place_not_empty``: villages lie
            in it, or a unit looks after it.
        InvalidFields: the successor is not another place; of a town, not another town.
    """
    units.wait_for_others(tx.connection)
    place = _place(tx, code)
    successor = _successor(tx, place, removal.successor)
    below, centre = units.below(tx.connection, _KIND, code), units.centre(tx.connection, code)
    if below or centre:
        unit = unit_service.name_of(tx, centre) if centre else "–"
        raise Conflict("place_not_empty", place=place.name, below=len(below), unit=unit)
    opened = repository.open_at(tx.connection, code)
    sensors, matters = repository.sensors_at(tx.connection, code), repository.matters_of(tx.connection, code)
    rules = unit_service.rules_naming(tx, lambda rule: rule.place == code, lambda _danger: False)
    if successor is None and (opened or rules or sensors or matters):
        others = len(sensors) + len(matters)
        raise Conflict("place_in_use", place=place.name, tickets=len(opened), rules=rules, others=others)
    changed = 0
    if successor is not None:
        town, village = (successor.parent, successor.code) if successor.parent else (successor.code, "")
        # Lines first: a ticket's limit is found anew with the place it gets.
        changed = dispatching.rewrite(
            tx, lambda old: _with_place(old, code, successor.code), f"{place.name} → {successor.name}"
        )
        for row in opened:
            unit_service.give(tx, row, {"town": town, "village": village}, removal.reason or place.name)
        for sensor in sensors:
            repository.move_sensor(tx.connection, sensor.id, town, village)
        for matter in matters:
            names = (successor.code if each == code else each for each in matter.places.split())
            repository.move_matter(tx.connection, matter.id, list(dict.fromkeys(names)))
    catalogue.retire(
        tx,
        FormerEntry(
            kind=_KIND,
            code=code,
            name=place.name,
            parent=place.parent,
            successor=removal.successor,
            until=tx.now,
        ),
    )
    changes.done(tx, _KIND, place, None, removal)
    catalogue.touch(tx)
    return Removed(code=code, tickets=len(opened), rules=changed)


def _successor(tx: Transaction, place: PlaceEntry, code: str) -> PlaceEntry | None:
    if not code:
        return None
    found = _find(tx, code)
    if found is None or code == place.code or (found.parent and not place.parent):
        raise InvalidFields({"successor": ("not_a_choice", {})})
    return found


def _find(tx: Transaction, code: str) -> PlaceEntry | None:
    row: Any = repository.entry(tx.connection, _KIND, code)
    return PlaceEntry.model_validate_json(row.body) if row is not None else None


def _place(tx: Transaction, code: str) -> PlaceEntry:
    found = _find(tx, code)
    if found is None:
        raise NotFound("place")
    return found


def _with_place(old: Rules, code: str, successor: str) -> tuple[list[Rule], list[DangerRule]]:
    kept = [rule for rule in old.rules if rule.place != code]
    taken = {dispatching.key_of(rule) for rule in kept}
    moved = [rule.model_copy(update={"place": successor}) for rule in old.rules if rule.place == code]
    # What the successor says itself stays.
    return kept + [rule for rule in moved if dispatching.key_of(rule) not in taken], old.dangers
