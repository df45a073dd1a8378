"""What a batch of lost and answered calls has to know of their numbers: read for all of them at once, where they are many."""

from collections.abc import Collection
from functools import cached_property
from typing import Any

from sqlalchemy import Row

from services.contracts.callbacks import CallBackRules
from services.contracts.text import number_key
from services.server.blocking import repository as blocking
from services.server.callbacks import repository, settings
from services.server.transaction import Transaction

_FEW = 3
"""Numbers that are asked for one by one as quickly as together."""
_AT_ONCE = 500


class Book:
    """Answers for one transaction. What was read ahead and has changed since is read again.

    Args:
        tx: the transaction.
    """

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx
        self._blocked: dict[str, bool] = {}
        self._noted: dict[str, set[str]] = {}
        self._open: dict[str, Row[Any] | None] = {}

    @cached_property
    def rules(self) -> CallBackRules:
        """The rules in force."""
        return settings.rules(self._tx)

    def read(self, call_ids: Collection[str], numbers: Collection[str]) -> None:
        """Reads ahead what these calls of these numbers will be asked about."""
        wanted, told = sorted({number_key(number) for number in numbers} - {""}), sorted(set(call_ids))
        if len(wanted) <= _FEW:
            return
        connection, now = self._tx.connection, self._tx.now
        for first in range(0, len(wanted), _AT_ONCE):
            some = wanted[first : first + _AT_ONCE]
            blocked = blocking.blocked_of(connection, set(some), now)
            self._blocked.update({key: key in blocked for key in some})
            self._open.update(dict.fromkeys(some))
            self._open.update({row.open_number: row for row in repository.open_of_these(connection, some)})
        for first in range(0, len(told), _AT_ONCE):
            these = told[first : first + _AT_ONCE]
            self._noted.update({call_id: set() for call_id in these})
            for call_id, what in repository.noted_of(connection, these):
                self._noted[call_id].add(what)

    def is_blocked(self, number: str) -> bool:
        """Tells whether a number is blocked now."""
        key = number_key(number)
        known = self._blocked.get(key)
        return blocking.is_blocked(self._tx.connection, key, self._tx.now) if known is None else known

    def noted(self, call_id: str) -> set[str]:
        """Returns what a call has done already."""
        known = self._noted.get(call_id)
        return repository.noted(self._tx.connection, call_id) if known is None else known

    def open_of(self, number: str) -> Row[Any] | None:
        """Returns the open call-back of a number, which is the transaction's until its end."""
        key = number_key(number)
        if key in self._open:
            return self._open[key]
        return repository.open_of(self._tx.connection, key) if key else None

    def changed(self, call_id: str, number: str) -> None:
        """A call has changed the call-back of its number."""
        self._noted.pop(call_id, None)
        self._open.pop(number_key(number), None)
