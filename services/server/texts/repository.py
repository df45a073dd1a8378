"""Queries on versions of texts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Row, func, insert, select

from services.server.texts.tables import text_versions

_v = text_versions.c


def in_force(connection: Connection, now: datetime) -> dict[str, Any] | None:
    """Returns the templates and phrases in force as plain data; nothing while those that the program carries are."""
    query = select(_v.body).where(_v.effective_from <= now).order_by(_v.effective_from.desc(), _v.version.desc())
    body = connection.execute(query.limit(1)).scalar()
    return None if body is None else dict(orjson.loads(body))


def notices(connection: Connection) -> list[tuple[datetime, list[dict[str, Any]]]]:
    """Returns what citizens are told from which moment on, the newest first; nothing where no version says so."""
    query = select(_v.effective_from, _v.notices).order_by(_v.effective_from.desc(), _v.version.desc())
    return [(row.effective_from, orjson.loads(row.notices)) for row in connection.execute(query)]


def newest(connection: Connection) -> int:
    """Returns the number of the newest version, 0 where there is none."""
    return int(connection.execute(select(func.max(_v.version))).scalar() or 0)


def page(connection: Connection, limit: int) -> Sequence[Row[Any]]:
    """Returns the newest versions, the newest first."""
    return connection.execute(select(text_versions).order_by(_v.version.desc()).limit(limit)).all()


def add(connection: Connection, values: dict[str, Any], body: dict[str, Any], told: list[dict[str, Any]]) -> None:
    """Adds a version: templates and phrases, and what citizens are told."""
    written = {"body": orjson.dumps(body).decode(), "notices": orjson.dumps(told).decode()}
    connection.execute(insert(text_versions), {**values, **written})
