"""Changes of units, categories, places and skills: planned for a later moment, written down when they are done, and what was at a past moment."""

from datetime import datetime
from typing import Any, Literal

import orjson
from pydantic import BaseModel

from services.contracts.changes import CatalogueChange, ChangeAction, ChangeState, EntryKind
from services.contracts.events import Topic
from services.contracts.tickets import Catalogue, Category, PlaceEntry, SkillEntry, Unit
from services.errors import Conflict, NotFound, sentence
from services.server import versions
from services.server.tickets import catalogue
from services.server.timers import service as timers
from services.server.transaction import Transaction
from services.server.units import repository, tree

TIMER = "catalogue_change"
SHOWN = 200
"""How many changes the list gives."""
Kind = Literal["unit", "category", "place", "skill"]
Node = Unit | Category | PlaceEntry | SkillEntry


def begins(tx: Transaction, asked: datetime | None, planned: int) -> datetime:
    """Returns from when on a change counts: now, where nothing is asked for or a ``planned`` one's moment has come.

    Raises:
        InvalidFields: it would change the past.
    """
    return tx.now if planned else max(versions.begins(tx, asked), tx.now)


def find(tx: Transaction, kind: Kind, code: str, at: datetime) -> str | None:
    """Returns an entry as JSON, as it is now, or as it will come or be gone by what is planned until a later moment."""
    row = repository.planned_until(tx.connection, kind, code, at) if at > tx.now else None
    return row.after if row is not None else repository.entry(tx.connection, kind, code)


def plan(
    tx: Transaction,
    kind: Kind,
    code: str,
    action: ChangeAction,
    fields: BaseModel,
    starts: datetime,
    after: Node | None = None,
) -> None:
    """Keeps a change for its moment; ``after`` is what a new one will be."""
    values = {
        **_values(tx, kind, code, action, fields),
        **{"state": ChangeState.PLANNED.value, "effective_from": starts},
        "after": after.model_dump_json() if after is not None else None,
    }
    timers.set(tx, TIMER, str(repository.add_change(tx.connection, values)), starts)
    tell(tx)


def done(
    tx: Transaction,
    kind: Kind,
    before: Node | None,
    after: Node | None,
    fields: BaseModel | None = None,
    planned: int = 0,
) -> None:
    """Writes down what was changed, with the change that it was ``planned`` by, if it was."""
    entry = after or before
    if entry is None or before == after:
        return
    action = ChangeAction.CREATE if before is None else ChangeAction.REMOVE if after is None else ChangeAction.CHANGE
    said = {
        "before": before.model_dump_json() if before is not None else None,
        "after": after.model_dump_json() if after is not None else None,
    }
    if planned:
        repository.change_change(tx.connection, planned, said)
        return
    values = {**_values(tx, kind, entry.code, action, fields), **said, "state": ChangeState.DONE.value}
    repository.add_change(tx.connection, {**values, "effective_from": tx.now, "ended_at": tx.now})


def listed(tx: Transaction, kind: EntryKind, code: str = "") -> list[CatalogueChange]:
    """Returns the newest changes of entries of a kind, or of one of them: those to come first, then the newest."""
    return [_shown(tx, row) for row in repository.changes(tx.connection, kind.value, code, SHOWN)]


def take_back(tx: Transaction, change_id: int) -> CatalogueChange:
    """Takes a planned change back before its moment.

    Raises:
        NotFound: there is none.
        Conflict: ``change_over``: it is done, or was taken back, already; ``plan_needed``: another planned one builds on it.
    """
    row = repository.change(tx.connection, change_id)
    if row is None:
        raise NotFound("change")
    if row.kind == "unit" and (why := tree.needed(tx, change_id)) is not None:
        raise Conflict(why[0], **why[1])
    values = {"state": ChangeState.TAKEN_BACK.value, "ended_at": tx.now, "ended_by": tx.actor.name}
    if not repository.end_change(tx.connection, change_id, values):
        raise Conflict("change_over")
    timers.cancel(tx, TIMER, str(change_id))
    tell(tx)
    return _shown(tx, repository.change(tx.connection, change_id))


def at(tx: Transaction, moment: datetime) -> Catalogue:
    """Returns the catalogue of now with the units, categories, places and skills of a past moment."""
    known = catalogue.read(tx)
    found: dict[str, dict[str, Any]] = {
        "unit": {entry.code: entry for entry in known.units},
        "category": {entry.code: entry for entry in known.categories},
        "place": {entry.code: entry for entry in known.places},
        "skill": {entry.code: entry for entry in known.skills},
    }
    for row in repository.done_since(tx.connection, moment):
        if row.before is None:
            found[row.kind].pop(row.code, None)
        else:
            found[row.kind][row.code] = orjson.loads(row.before)
    return Catalogue.model_validate(
        {
            **known.model_dump(),
            **{"units": list(found["unit"].values()), "categories": list(found["category"].values())},
            **{"places": list(found["place"].values()), "skills": list(found["skill"].values())},
        }
    )


def names(tx: Transaction, kind: Kind, since: datetime, until: datetime) -> dict[str, str]:
    """Returns what units or categories were called at the end of a past interval, or last in it."""
    then = at(tx, until)
    entries: list[Unit] | list[Category] = then.units if kind == "unit" else then.categories
    found = {entry.code: entry.name for entry in entries}
    for row in repository.done_since(tx.connection, since, until):
        if row.kind == kind and row.before is not None:
            found.setdefault(row.code, str(orjson.loads(row.before)["name"]))
    return found


def tell(tx: Transaction) -> None:
    """Has whoever looks at the list read it anew; the catalogue itself is what it was."""
    tx.append(Topic.CATALOGUE, "changes", {"version": catalogue.version(tx)})


def _values(tx: Transaction, kind: Kind, code: str, action: ChangeAction, fields: BaseModel | None) -> dict[str, Any]:
    asked = fields.model_dump(mode="json", exclude_unset=True) if fields is not None else {}
    return {
        **{"kind": kind, "code": code, "action": action.value, "fields": orjson.dumps(asked).decode()},
        **{"created_at": tx.now, "created_by_id": tx.actor.account_id, "created_by": tx.actor.name},
    }


def _shown(tx: Transaction, row: Any) -> CatalogueChange:
    before = orjson.loads(row.before) if row.before else None
    after = orjson.loads(row.after) if row.after else None
    entry = before or after
    if entry is None:
        body = repository.entry(tx.connection, row.kind, row.code)
        entry = orjson.loads(body) if body else {}
    wrong = orjson.loads(row.problem) if row.problem else None
    return CatalogueChange(
        **{name: getattr(row, name) for name in ("id", "kind", "code", "action", "state", "effective_from")},
        **{name: getattr(row, name) for name in ("created_at", "created_by", "ended_at", "ended_by")},
        name=entry.get("name", ""),
        fields=orjson.loads(row.fields),
        before=before,
        after=after,
        problem=sentence(wrong["code"], tx.actor.language, wrong["details"]) if wrong else "",
    )
