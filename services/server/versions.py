"""Rules in versions: each is added to those before it, in force from a moment on that is not past."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel

from services.errors import InvalidFields, StaleVersion
from services.server.transaction import Transaction

_SLOW_CLOCK = timedelta(minutes=1)
"""So far a console's clock may be behind."""


def refuse_stale(tx: Transaction, newest: int, current: Callable[[Transaction], BaseModel]) -> None:
    """Refuses a change of another version than the newest.

    Raises:
        StaleVersion: somebody has added one since; with what ``current`` reads.
    """
    if tx.expected_version is not None and tx.expected_version != newest:
        raise StaleVersion(current(tx).model_dump(mode="json"))


def begins(
    tx: Transaction, asked: datetime | None, wrong: dict[str, tuple[str, dict[str, Any]]] | None = None
) -> datetime:
    """Returns from when on a version is in force: from now where nothing is asked for.

    Raises:
        InvalidFields: it would change the past, or something else is ``wrong``; all of it is told at once.
    """
    starts = asked or tx.now
    problems = dict(wrong or {})
    if starts < tx.now - _SLOW_CLOCK:
        problems = {"effective_from": ("not_in_future", {}), **problems}
    if problems:
        raise InvalidFields(problems)
    return starts
