"""Whose ticket it is: the chain of units above it, and who of them may see and move it."""

from typing import Any

from sqlalchemy import bindparam, select

from services.contracts.accounts import Permission, Role
from services.contracts.notices import NoticeCode
from services.errors import NotAllowed
from services.server.notices.tables import notices
from services.server.prepared import Prepared
from services.server.tables import server_settings
from services.server.tickets.tables import catalogue_entries
from services.server.transaction import Actor, Transaction

_SEE_ALL = frozenset(
    {Role.AGENT, Role.DISPATCHER, Role.INSPECTOR, Role.LEAD, Role.SUPERVISOR},
)
_DEEPEST = 6
"""More levels than any district has; a loop in the catalogue must not become one here."""

_PARENT = Prepared(
    select(catalogue_entries.c.parent).where(
        catalogue_entries.c.kind == "unit", catalogue_entries.c.code == bindparam("unit")
    )
)

_BELOW = Prepared(
    select(catalogue_entries.c.code)
    .where(catalogue_entries.c.kind == "unit", catalogue_entries.c.parent == bindparam("unit"))
    .limit(1)
)

_SUCCESSOR = Prepared(select(server_settings.c.value).where(server_settings.c.key == bindparam("key")))


def successor_key(unit: str) -> str:
    """Returns under which name the district remembers who has the work of a unit that is gone."""
    return f"successor:{unit}"


def present(tx: Transaction, unit: str) -> str:
    """Returns a unit, or who has its work now where it is gone; empty where nobody has."""
    seen: set[str] = set()
    while unit and unit not in seen and _PARENT.first(tx.connection, {"unit": unit}) is None:
        seen.add(unit)
        unit = _SUCCESSOR.scalar(tx.connection, {"key": successor_key(unit)}) or ""
    return "" if unit in seen else unit


_CALLED = Prepared(
    select(notices.c.id)
    .where(
        notices.c.account_id == bindparam("account"),
        notices.c.ticket_id == bindparam("ticket"),
        notices.c.code == NoticeCode.MEETING_DUE.value,
    )
    .limit(1)
)


def has_below(tx: Transaction, unit: str) -> bool:
    """Tells whether there are units below a unit."""
    return _BELOW.first(tx.connection, {"unit": unit}) is not None


def chain(tx: Transaction, unit: str) -> list[str]:
    """Returns a unit and the units above it, the highest last."""
    found: list[str] = []
    while unit and unit not in found and len(found) < _DEEPEST:
        found.append(unit)
        unit = _PARENT.scalar(tx.connection, {"unit": unit}) or ""
    return found


def is_of(tx: Transaction, actor: Actor, unit: str) -> bool:
    """Tells whether a unit is the actor's own or lies below it."""
    return bool(actor.unit) and (actor.unit == unit or actor.unit in chain(tx, unit))


def assists(actor: Actor, row: Any) -> bool:
    """Tells whether the actor's unit was asked to assist."""
    return bool(actor.unit) and actor.unit in row.assisting.split()


def only_handles(actor: Actor) -> bool:
    """Tells whether somebody sees no more than what their unit has to do with."""
    return not actor.roles & _SEE_ALL


def may_see(tx: Transaction, row: Any) -> bool:
    """Tells whether the actor may know of a ticket: who only handles sees what their unit has or assists in."""
    return may_be_seen_by(tx, tx.actor, row)


def may_be_seen_by(tx: Transaction, actor: Actor, row: Any) -> bool:
    """Tells whether somebody may know of a ticket."""
    return (
        not only_handles(actor)
        or is_of(tx, actor, row.unit)
        or assists(actor, row)
        or _is_called_to_meet(tx, actor, row)
    )


def _is_called_to_meet(tx: Transaction, actor: Actor, row: Any) -> bool:
    """Tells whether somebody was told of a joint meeting about a ticket that nobody has until it was held."""
    if row.unit or not row.return_count:
        return False
    return _CALLED.first(tx.connection, {"account": actor.account_id, "ticket": row.id}) is not None


def require(tx: Transaction, row: Any) -> None:
    """Refuses a ticket that is none of the actor's business.

    Raises:
        NotAllowed: it lies with another unit.
    """
    if not may_see(tx, row):
        raise NotAllowed(Permission.TICKET_READ)
