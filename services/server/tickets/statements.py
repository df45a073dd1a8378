"""The statements of ticket lists: made of fragments, each text once."""

from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Boolean, Integer, String, TextClause, bindparam, text
from sqlalchemy.sql.selectable import TextualSelect

from services.server.prepared import Prepared
from services.server.tickets.tables import EpochMoment

COLUMNS: dict[str, Any] = {
    "key": BigInteger,
    "id": String,
    "number": String,
    "status": String,
    "kind": String,
    "category": String,
    "town": String,
    "village": String,
    "title": String,
    "urgency": Integer,
    "confidential": Boolean,
    "unit": String,
    "grid": String,
    "assisting": String,
    "caller_name": String,
    # What is hidden in the title of a confidential one.
    "caller_number": String,
    "contact_number": String,
    "detail": String,
    "created_by": String,
    "created_by_id": String,
    "created_at": EpochMoment,
    "updated_at": EpochMoment,
    "due_at": EpochMoment,
    "due_kind": String,
    "alarm": Integer,
    "alert": Boolean,
    "version": Integer,
}


def sql(source: str, tests: tuple[str, ...], order: str, limit: str) -> str:
    """Returns a query for rows of a list; what comes in is fragments of this package, never what a client sent."""
    where = " AND ".join(tests) or "1 = 1"
    columns = ", ".join("tickets." + name for name in COLUMNS)
    # Only fragments of this module come together here; whatever a client sent is a bound value.
    return f"SELECT {columns} FROM {source} WHERE {where} ORDER BY {order} LIMIT :{limit}"  # noqa: S608


@lru_cache(maxsize=2048)
def nth(tests: tuple[str, ...]) -> TextClause:
    """Returns the query for the key of the one that stands ``:beyond`` rows below the newest."""
    return text(f"SELECT key FROM tickets WHERE {' AND '.join(tests)} ORDER BY key DESC OFFSET :beyond LIMIT 1")  # noqa: S608


@lru_cache(maxsize=2048)
def query(source: str, tests: tuple[str, ...], order: str) -> TextualSelect:
    """Returns the same with the types of its columns and moments."""
    whole = sql(source, tests, order, "limit")
    moments = [name for name in ("since", "updated_at") if f":{name}" in whole]
    return text(whole).bindparams(*(bindparam(name, type_=EpochMoment) for name in moments)).columns(**COLUMNS)


@lru_cache(maxsize=2048)
def prepared(statement: TextualSelect) -> Prepared:
    """Returns what runs it on SQLite past SQLAlchemy."""
    return Prepared(statement)
