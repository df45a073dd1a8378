"""The district's time zone: chosen when the district is created, kept in its database, and never changed after that.

Days of figures, numbers of tickets and what has been counted by calendars hang on it; in another zone they would say
something else than what they said when they were written.
"""

import contextlib
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from services.clock import DEFAULT_ZONE, known_zone, settled_zone
from services.errors import AppError
from services.server.database import Database
from services.server.tables import server_settings

_KEY = "district_zone"
_KEPT = select(server_settings.c.value).where(server_settings.c.key == _KEY)


def settle(database: Database, wanted: str = "") -> ZoneInfo:
    """Returns the district's zone; a district without one yet gets what is wanted, else the usual one.

    Raises:
        AppError: ``zone_unknown``: what is wanted is no zone. ``zone_settled``: the district has another one.
            ``zone_missing``: this machine does not know the district's.
    """
    kept = _kept(database)
    if kept is None or wanted not in ("", kept):
        zone = known_zone(wanted or DEFAULT_ZONE)
        if zone is None:
            raise AppError("zone_unknown", details={"zone": wanted, "example": DEFAULT_ZONE})
        if kept is None:
            # Of replicas that start together on a new database one is the first; the others take its zone.
            with contextlib.suppress(IntegrityError), database.write() as connection:
                connection.execute(insert(server_settings), {"key": _KEY, "value": zone.key})
            kept = str(_kept(database))
        if wanted not in ("", kept):
            raise AppError("zone_settled", status=409, details={"zone": kept, "wanted": wanted})
    found = settled_zone(kept)
    if found is None:
        raise AppError("zone_missing", status=503, details={"zone": kept})
    return found


def of(connection: Connection) -> ZoneInfo:
    """Returns the zone of a district that has one."""
    return ZoneInfo(connection.execute(_KEPT).scalar_one())


def _kept(database: Database) -> str | None:
    with database.read() as connection:
        return connection.execute(_KEPT).scalar()
