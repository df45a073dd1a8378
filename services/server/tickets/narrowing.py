"""Which filter narrows a list most, on SQLite: it keeps no statistics, so the indexes are asked, in microseconds.

An index of a filter holds a ticket's key beside the filter's value. The key of the thousandth newest ticket tells how common
a value is: the older, the rarer. Which tickets have a rare value is read from the index alone, and words are looked for among
those: what the index of words finds costs a tenth of a microsecond, a ticket's row thirty times as much.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, text

from services.server.prepared import Prepared
from services.server.tickets.tables import FACETS

_DEPTH = 1_000
_FEW = 20_000
"""Up to so many tickets with a value, their keys are listed; of more, every fiftieth found by words is one on average."""


def _nth(column: str, depth: int) -> Prepared:
    return Prepared(
        text(
            f"SELECT key FROM tickets INDEXED BY ix_tickets_{column}_key WHERE {column} = :value AND key < :high"  # noqa: S608
            f" ORDER BY key DESC LIMIT 1 OFFSET {depth}"
        )
    )


_NTH = {column: _nth(column, _DEPTH) for column in FACETS}
_BEYOND = {column: _nth(column, _FEW) for column in FACETS}


def narrowest(connection: Connection, equalities: Mapping[str, str], high: int) -> str:
    """Returns the column of those with an index for every order whose value is the rarest before a key."""
    best, lowest = "", high
    for column, value in equalities.items():
        nth = _NTH[column].scalar(connection, {"value": value, "high": high})
        if nth is None:
            return column
        if nth < lowest or not best:
            best, lowest = column, nth
    return best


def is_rare(connection: Connection, column: str, value: str, high: int) -> bool:
    """Tells whether so few tickets before a key have a value that their keys may be listed."""
    return _BEYOND[column].scalar(connection, {"value": value, "high": high}) is None


def keys_with(column: str) -> str:
    """Returns the query for the keys of tickets with a value (``is_column``)."""
    return f"SELECT key FROM tickets INDEXED BY ix_tickets_{column}_key WHERE {column} = :is_{column}"  # noqa: S608


def newest_of(units: tuple[str, ...], newest: int, values: dict[str, Any]) -> str:
    """Returns the query for the keys of the newest tickets of each of some units; adds its values."""
    values |= {f"unit{n}": unit for n, unit in enumerate(units)} | {"newest": newest}
    return " UNION ALL ".join(
        f"SELECT key FROM (SELECT key FROM tickets INDEXED BY ix_tickets_unit_key WHERE unit = :unit{n}"  # noqa: S608
        " ORDER BY key DESC LIMIT :newest)"
        for n in range(len(units))
    )
