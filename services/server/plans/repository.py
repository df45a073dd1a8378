"""Queries on the plans of queues."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from services.server.plans.tables import queue_plans


def rows(connection: Connection, limit: int) -> Sequence[Row[Any]]:
    """Returns the versions, the newest first."""
    return connection.execute(select(queue_plans).order_by(queue_plans.c.version.desc()).limit(limit)).all()


def add(connection: Connection, values: dict[str, Any]) -> None:
    """Adds a version."""
    connection.execute(insert(queue_plans), values)
