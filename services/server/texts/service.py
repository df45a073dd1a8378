"""Rules for texts: each change is a version of all of them, in force from its moment on; consoles read them with the catalogue."""

from datetime import datetime
from typing import Any

import orjson

from services.contracts.texts import NewTexts, Texts, TextsHistory
from services.server import versions
from services.server.channels import words
from services.server.texts import repository
from services.server.tickets import catalogue
from services.server.tickets.catalogue import Wanted
from services.server.timers import service as timers
from services.server.timers.service import Timer
from services.server.transaction import Transaction

TIMER = "texts"
"""Fires when a version of a later date comes into force."""
_SHOWN = 100


def history(tx: Transaction) -> TextsHistory:
    """Returns the newest versions, and what holds without any."""
    found = [
        Texts(
            version=row.version,
            effective_from=row.effective_from,
            created_by=row.created_by,
            notices=words.whole(orjson.loads(row.notices)),
            **orjson.loads(row.body),
        )
        for row in repository.page(tx.connection, _SHOWN)
    ]
    return TextsHistory(items=[*found, Texts(**catalogue.carried_texts(tx), notices=words.whole([]))])


def set_texts(tx: Transaction, new: NewTexts) -> Texts:
    """Adds a version, in force from its moment on.

    Raises:
        StaleVersion: somebody has added one since.
        InvalidFields: it would change the past, a key stands there twice, or there is no such category.
    """
    last = repository.newest(tx.connection)
    versions.refuse_stale(tx, last, history)
    wanted = [Wanted(f"templates.{n}.category", "category", each.category) for n, each in enumerate(new.templates)]
    wrong, _known = catalogue.problems_of(tx, wanted)
    for name, entries in (("templates", new.templates), ("phrases", new.phrases)):
        keys = [each.key for each in entries]
        wrong |= {f"{name}.{n}.key": ("already_exists", {"what": key}) for n, key in enumerate(keys) if key in keys[:n]}
    told = [each.notice for each in new.notices]
    wrong |= {
        f"notices.{n}.notice": ("already_exists", {"what": each}) for n, each in enumerate(told) if each in told[:n]
    }
    # A clock that is a little slow does not reach into the past.
    starts = max(versions.begins(tx, new.effective_from, wrong), tx.now)
    body = new.model_dump(mode="json", include={"templates", "phrases"})
    return _keep(tx, last + 1, starts, body, [each.model_dump(mode="json") for each in new.notices])


def hand_over(tx: Transaction, category: str, successor: str) -> None:
    """Has templates in force name another category, where theirs is taken out; by a version of its own."""
    body = repository.in_force(tx.connection, tx.now)
    if body is not None and any(each["category"] == category for each in body["templates"]):
        templates = [
            each | {"category": successor} if each["category"] == category else each for each in body["templates"]
        ]
        told = next(said for since, said in repository.notices(tx.connection) if since <= tx.now)
        _keep(tx, repository.newest(tx.connection) + 1, tx.now, {**body, "templates": templates}, told)


def come_into_force(tx: Transaction, _timer: Timer) -> None:
    """Has consoles read the catalogue anew."""
    catalogue.touch(tx)


def _keep(tx: Transaction, version: int, starts: datetime, body: dict[str, Any], told: list[dict[str, Any]]) -> Texts:
    values = {"version": version, "effective_from": starts, "created_at": tx.now, "created_by": tx.actor.name}
    repository.add(tx.connection, values, body, told)
    if starts <= tx.now:
        catalogue.touch(tx)
    else:
        timers.set(tx, TIMER, str(version), starts)
    shown = {**body, "notices": words.whole(told)}
    return Texts(version=version, effective_from=starts, created_by=tx.actor.name, **shown)
