"""How tickets like one were really solved: which units closed them, who sent them back, who had to do them again.

Read from the newest few hundred tickets of the place and of the category, along two indexes: at a million tickets it costs
what it costs at a thousand.
"""

from collections import Counter
from dataclasses import dataclass, field

import orjson
from sqlalchemy import Connection, TextClause, text

from services.contracts.lifecycle import Step

NEAR = 300
"""How many of the newest tickets of the village (or town) are looked at, and as many of the category."""
_TRAILS = 60
"""Of how many of them the trail is read, for returns and redos."""

_COLUMNS = "key, category, unit, status, dispatch_count, return_count"
_WALK = (
    "SELECT {columns} FROM (SELECT {columns} FROM tickets{hint} WHERE {column} = :value ORDER BY key DESC"
    " LIMIT :near) AS newest WHERE category = :category AND status = 'closed' AND unit <> ''"
)


@dataclass(frozen=True)
class Experience:
    """Counts by unit. ``local`` are of the same place, the others of the whole district."""

    local: Counter[str] = field(default_factory=Counter)
    district: Counter[str] = field(default_factory=Counter)
    returned: Counter[str] = field(default_factory=Counter)
    redone: Counter[str] = field(default_factory=Counter)


def of(connection: Connection, category: str, town: str, village: str) -> Experience:
    """Returns what became of closed tickets of the same category: in the village (the town without one), and anywhere."""
    found = Experience()
    if not category:
        return found
    odd: dict[int, str] = {}
    for counter, column, value in (
        (found.local, *(("village", village) if village else ("town", town))),
        (found.district, "category", category),
    ):
        if not value:
            continue
        for row in connection.execute(_walk(connection, column), {"value": value, "category": category, "near": NEAR}):
            counter[row.unit] += 1
            if row.dispatch_count > 1 or row.return_count > 0:
                odd[row.key] = row.unit
    _add_trails(connection, found, {key: odd[key] for key in sorted(odd, reverse=True)[:_TRAILS]})
    return found


def returned_by(connection: Connection, key: int) -> Counter[str]:
    """Returns which units sent one ticket back, and how often."""
    found = Experience()
    _add_trails(connection, found, {key: ""})
    return found.returned


def _walk(connection: Connection, column: str) -> TextClause:
    hint = f" INDEXED BY ix_tickets_{column}_key" if connection.dialect.name == "sqlite" else ""
    return text(_WALK.format(columns=_COLUMNS, column=column, hint=hint))


def _add_trails(connection: Connection, found: Experience, units: dict[int, str]) -> None:
    """Counts returns by who sent the ticket back, and redos by who closed it in the end (``units``, by key)."""
    if not units:
        return
    places = ", ".join(f":key{n}" for n in range(len(units)))
    query = text(
        f"SELECT ticket_key, action, changes FROM ticket_steps WHERE ticket_key IN ({places})"  # noqa: S608 - numbers only
        " AND action IN (:returned, :redone)"
    )
    values: dict[str, int | str] = {f"key{n}": key for n, key in enumerate(units)}
    values |= {"returned": Step.UPHOLD_RETURN.value, "redone": Step.REDO.value}
    for row in connection.execute(query, values):
        if row.action == Step.REDO.value:
            found.redone[units[row.ticket_key]] += 1
        else:
            found.returned[orjson.loads(row.changes).get("unit", [""])[0] or ""] += 1
    for counter in (found.returned, found.redone):
        counter.pop("", None)
