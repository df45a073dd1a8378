"""Queries for editing units and categories: what hangs on one, and moving it to another.

Tickets that are about to be given away are locked where the database lets several write: a step in the same moment would else
be in the way of the change, and the ticket would stay behind.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Row, case, delete, func, insert, select, text, update

from services.contracts.changes import ChangeAction, ChangeState
from services.contracts.tickets import Category, Unit
from services.server.accounts.tables import accounts
from services.server.duty.tables import absences
from services.server.tables import server_settings
from services.server.tickets.tables import catalogue_entries, ticket_assists, tickets
from services.server.units.tables import catalogue_changes

# On PostgreSQL whoever gives a ticket to a unit holds this until the commit (``catalogue.problems_of``), and whoever takes a
# unit or category out waits for them: nothing is given to what is gone.
_CLOSE = text("SELECT pg_advisory_xact_lock(7, 5)")
_FACETS = {2: "branch", 4: "stem"}
_c = catalogue_entries.c
_h = catalogue_changes.c


def wait_for_others(connection: Connection) -> None:
    """Waits until nobody gives tickets away any more, and keeps others from it until the commit."""
    if connection.dialect.name == "postgresql":
        connection.execute(_CLOSE)


def entry(connection: Connection, kind: str, code: str) -> str | None:
    """Returns an entry of the catalogue as JSON."""
    return connection.execute(select(_c.body).where(_c.kind == kind, _c.code == code)).scalar()


def below(connection: Connection, kind: str, code: str) -> list[str]:
    """Returns the codes that have an entry as their parent."""
    query = select(_c.code).where(_c.kind == kind, _c.parent == code).order_by(_c.code)
    return list(connection.execute(query).scalars())


def centre(connection: Connection, place: str) -> str:
    """Returns the code of the unit that looks after a place."""
    return connection.execute(select(_c.code).where(_c.kind == "unit", _c.place == place)).scalar() or ""


def add(connection: Connection, kind: str, given: Unit | Category) -> None:
    """Adds an entry behind all others."""
    position = int(connection.execute(select(func.max(_c.position))).scalar() or 0) + 1
    values = {"kind": kind, "code": given.code, "position": position, **_stored(given)}
    connection.execute(insert(catalogue_entries), values)


def put(connection: Connection, kind: str, given: Unit | Category) -> None:
    """Writes a changed entry."""
    connection.execute(update(catalogue_entries).where(_c.kind == kind, _c.code == given.code).values(**_stored(given)))


def drop(connection: Connection, kind: str, code: str) -> None:
    """Takes an entry out."""
    connection.execute(delete(catalogue_entries).where(_c.kind == kind, _c.code == code))


def _stored(given: Unit | Category) -> dict[str, Any]:
    place = given.place if isinstance(given, Unit) else ""
    return {"parent": given.parent, "place": place, "body": given.model_dump_json()}


def open_of_unit(connection: Connection, code: str) -> Sequence[Row[Any]]:
    """Returns the open tickets that lie with a unit."""
    query = select(tickets).where(tickets.c.unit == code, tickets.c.closed_at.is_(None)).order_by(tickets.c.key)
    return connection.execute(query.with_for_update()).all()


def open_assisted_by(connection: Connection, code: str) -> Sequence[Row[Any]]:
    """Returns the open tickets that a unit was asked to assist in and has not replied to."""
    query = select(tickets).join(ticket_assists, ticket_assists.c.ticket_key == tickets.c.key)
    query = query.where(ticket_assists.c.unit == code, ticket_assists.c.replied_at.is_(None))
    query = query.where(tickets.c.closed_at.is_(None)).order_by(tickets.c.key)
    return connection.execute(query.with_for_update(of=tickets)).all()


def open_of_category(connection: Connection, code: str) -> Sequence[Row[Any]]:
    """Returns the open tickets of a category or of one below it."""
    column = tickets.c[_FACETS.get(len(code), "category")]
    query = select(tickets).where(column == code, tickets.c.closed_at.is_(None)).order_by(tickets.c.key)
    return connection.execute(query.with_for_update()).all()


def move_assist(connection: Connection, key: int, code: str, successor: str) -> None:
    """Has another unit asked to assist with a ticket, if it was not asked already."""
    t = ticket_assists.c
    known = connection.execute(select(t.unit).where(t.ticket_key == key, t.unit == successor)).first()
    mine = (t.ticket_key == key) & (t.unit == code)
    if known is not None or not successor:
        connection.execute(delete(ticket_assists).where(mine))
    else:
        connection.execute(update(ticket_assists).where(mine).values(unit=successor))


def people_of(connection: Connection, code: str) -> list[str]:
    """Returns the ids of the open accounts of a unit."""
    query = select(accounts.c.id).where(accounts.c.unit == code, accounts.c.active).order_by(accounts.c.id)
    return list(connection.execute(query).scalars())


def move_people(connection: Connection, code: str, successor: str) -> None:
    """Has all people of a unit work for another one, also those whose account is closed."""
    connection.execute(
        update(accounts).where(accounts.c.unit == code).values(unit=successor, version=accounts.c.version + 1)
    )


def move_absences(connection: Connection, code: str, successor: str, now: datetime) -> None:
    """Has absences that are not over stand in the plan of the unit that the people come to."""
    open_ones = (absences.c.unit == code) & (absences.c.until > now) & absences.c.removed_at.is_(None)
    connection.execute(update(absences).where(open_ones).values(unit=successor))


def remember(connection: Connection, key: str, successor: str) -> None:
    """Keeps who has the work of a unit that goes: what is over now may be open again later."""
    connection.execute(delete(server_settings).where(server_settings.c.key == key))
    connection.execute(insert(server_settings), {"key": key, "value": successor})


def rename_in(
    connection: Connection, kind: str, field: str, code: str, successor: str
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Has entries of a kind (categories, templates) name another code in a field; returns them before and after."""
    found = []
    for row in connection.execute(select(_c.code, _c.body).where(_c.kind == kind)).all():
        body = orjson.loads(row.body)
        if body.get(field) == code:
            before, body = body, {**body, field: successor}
            found.append((before, body))
            changed = update(catalogue_entries).where(_c.kind == kind, _c.code == row.code)
            connection.execute(changed.values(body=orjson.dumps(body).decode()))
    return found


def add_change(connection: Connection, values: dict[str, Any]) -> int:
    """Keeps a change, planned or done; returns its id."""
    return int(connection.execute(insert(catalogue_changes).returning(_h.id), values).scalar_one())


def change(connection: Connection, change_id: int) -> Row[Any] | None:
    """Returns a change."""
    return connection.execute(select(catalogue_changes).where(_h.id == change_id)).first()


def change_change(connection: Connection, change_id: int, values: dict[str, Any]) -> None:
    """Writes what became of a change."""
    connection.execute(update(catalogue_changes).where(_h.id == change_id).values(**values))


def end_change(connection: Connection, change_id: int, values: dict[str, Any]) -> bool:
    """Ends a change that is planned; ``False`` where somebody else has ended it."""
    mine = (_h.id == change_id) & (_h.state == ChangeState.PLANNED.value)
    return connection.execute(update(catalogue_changes).where(mine).values(**values)).rowcount == 1


def changes(connection: Connection, kind: str, code: str, limit: int) -> Sequence[Row[Any]]:
    """Returns changes of a kind, or of one entry: those that wait by their moment, then the newest."""
    waits = _h.state == ChangeState.PLANNED.value
    query = select(catalogue_changes).where(_h.kind == kind, *([_h.code == code] if code else []))
    first = (case((waits, 0), else_=1), case((waits, _h.effective_from), else_=None))
    return connection.execute(query.order_by(*first, _h.ended_at.desc(), _h.id.desc()).limit(limit)).all()


def planned_until(connection: Connection, kind: str, code: str, at: datetime) -> Row[Any] | None:
    """Returns the last planned change by which an entry comes or goes until a moment."""
    query = select(catalogue_changes).where(
        *(_h.state == ChangeState.PLANNED.value, _h.kind == kind, _h.code == code, _h.effective_from <= at),
        _h.action != ChangeAction.CHANGE.value,
    )
    return connection.execute(query.order_by(_h.effective_from.desc(), _h.id.desc()).limit(1)).first()


def planned(connection: Connection, kind: str) -> Sequence[Row[Any]]:
    """Returns all planned changes of a kind in the order in which they will be done."""
    query = select(catalogue_changes).where(_h.state == ChangeState.PLANNED.value, _h.kind == kind)
    return connection.execute(query.order_by(_h.effective_from, _h.id)).all()


def parents(connection: Connection, kind: str) -> dict[str, str]:
    """Returns the code that each entry lies below."""
    query = select(_c.code, _c.parent).where(_c.kind == kind)
    return {row.code: row.parent for row in connection.execute(query)}


def done_since(connection: Connection, since: datetime, until: datetime | None = None) -> Sequence[Row[Any]]:
    """Returns what was done after a moment, the last first."""
    query = select(catalogue_changes).where(_h.state == ChangeState.DONE.value, _h.ended_at > since)
    if until is not None:
        query = query.where(_h.ended_at <= until)
    return connection.execute(query.order_by(_h.ended_at.desc(), _h.id.desc())).all()
