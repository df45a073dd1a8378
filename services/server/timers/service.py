"""Timers: set and cancelled with whatever else a transaction does; fired once, also by several replicas.

A feature registers what its timers do when the application is built::

    kernel.room(Timers).on("suspension", resume)  # resume(tx, timer)

and sets them wherever it changes its own rows: ``timers.set(tx, "suspension", ticket_id, until)``.
"""

from datetime import datetime
from typing import Any

import orjson

from services.server.timers import repository
from services.server.timers.runner import Timer, Timers
from services.server.transaction import Transaction

__all__ = ["Timer", "Timers", "cancel", "payload_of", "set", "set_many"]


def set(  # noqa: A001 - timers.set(...) is what it does
    tx: Transaction, kind: str, subject: str, due_at: datetime, payload: dict[str, Any] | None = None
) -> None:
    """Has the handler of ``kind`` called when ``due_at`` has come; a timer has one moment for each subject.

    Args:
        tx: the transaction; without its commit nothing is set.
        kind: which handler, up to 24 characters.
        subject: of what, up to 64 characters; a second timer for it replaces the first.
        due_at: on the district's clock. A moment that is past fires at once.
        payload: whatever the handler wants to know, as plain data; nothing personal.
    """
    repository.put(tx.connection, [{"kind": kind, "subject": subject, "due_at": due_at, "payload": payload or {}}])


def set_many(tx: Transaction, kind: str, moments: dict[str, datetime | None]) -> None:
    """Sets or, where there is no moment, cancels many timers of one kind."""
    rows = [{"kind": kind, "subject": each, "due_at": at, "payload": {}} for each, at in moments.items() if at]
    repository.put(tx.connection, rows)
    repository.cancel(tx.connection, kind, [each for each, at in moments.items() if at is None])


def cancel(tx: Transaction, kind: str, subject: str) -> None:
    """Forgets a timer; where there is none, nothing happens."""
    repository.cancel(tx.connection, kind, [subject])


def payload_of(tx: Transaction, kind: str, subject: str) -> dict[str, Any] | None:
    """Returns the payload of a timer that has not fired yet."""
    row = repository.find(tx.connection, kind, subject)
    if row is None:
        return None
    payload: dict[str, Any] = orjson.loads(row.payload)
    return payload
