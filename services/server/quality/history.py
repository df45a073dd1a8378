"""The history of an evaluation: who did what, and what went from what to what."""

import orjson

from services.server.quality import repository
from services.server.quality.sheet import Sheet
from services.server.transaction import Transaction

Changes = dict[str, list[str | None]]


def changes_between(before: Sheet, after: Sheet) -> Changes:
    """Returns the fields that differ, each as [from, to]; ``None`` for nothing."""
    old, new = before.as_words(), after.as_words()
    return {
        name: [old.get(name), new.get(name)]
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    }


def record(tx: Transaction, evaluation_id: str, action: str, changes: Changes | None = None) -> None:
    """Adds an entry. An inspector's saves while filling in follow each other by the second; they become one entry."""
    changes = changes or {}
    actor = (tx.actor.account_id, tx.actor.name)
    if action == "filled_in":
        if not changes:
            return
        last = repository.last_step(tx.connection, evaluation_id)
        if last is not None and last.action == "filled_in" and last.actor_id == actor[0]:
            merged = merge(orjson.loads(last.changes), changes)
            repository.replace_step(tx.connection, last.id, tx.now, merged)
            return
    repository.add_step(tx.connection, evaluation_id, tx.now, actor, action, changes)


def merge(earlier: Changes, later: Changes) -> Changes:
    """Returns two changes as one: from the earlier beginning to the later end; what came back to its beginning goes."""
    merged = dict(earlier)
    for name, (old, new) in later.items():
        first = earlier[name][0] if name in earlier else old
        merged[name] = [first, new]
    return {name: pair for name, pair in merged.items() if pair[0] != pair[1]}
