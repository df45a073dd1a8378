"""Queries on calibrations and on the scorings of those who take part."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from services.contracts.calibrations import CalibrationState
from services.server.accounts.tables import accounts
from services.server.quality.tables import calibration_scorings, calibrations

_agent = accounts.alias("agent")
_leader = accounts.alias("leader")
_mine = calibration_scorings.alias("mine")


def _with_names() -> Any:
    return (
        select(
            calibrations,
            func.coalesce(_agent.c.name, "").label("agent_name"),
            func.coalesce(_leader.c.name, "").label("led_by"),
        )
        .outerjoin(_agent, _agent.c.id == calibrations.c.agent_id)
        .outerjoin(_leader, _leader.c.id == calibrations.c.led_by_id)
    )


def find(connection: Connection, calibration_id: str) -> Row[Any] | None:
    """Returns a calibration with the names of the agent and of who leads it."""
    row: Row[Any] | None = connection.execute(_with_names().where(calibrations.c.id == calibration_id)).first()
    return row


def of_inspector(connection: Connection, inspector_id: str, limit: int) -> list[Row[Any]]:
    """Returns the calibrations that an inspector takes part in, the one changed last first, with their own scoring."""
    query = (
        _with_names()
        .add_columns(
            _mine.c.submitted.label("mine_submitted"),
            _mine.c.verdicts.label("mine_verdicts"),
            _mine.c.fatal.label("mine_fatal"),
            _mine.c.score.label("mine_score"),
        )
        .join(_mine, (_mine.c.calibration_id == calibrations.c.id) & (_mine.c.inspector_id == inspector_id))
        .order_by(calibrations.c.updated_at.desc(), calibrations.c.id.desc())
        .limit(limit)
    )
    return list(connection.execute(query))


def counts(connection: Connection, calibration_ids: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Returns how many take part and how many have submitted, by calibration."""
    s = calibration_scorings.c
    query = (
        select(s.calibration_id, func.count(), func.count().filter(s.submitted))
        .where(s.calibration_id.in_(calibration_ids))
        .group_by(s.calibration_id)
    )
    return {calibration_id: (count, submitted) for calibration_id, count, submitted in connection.execute(query)}


def add(connection: Connection, values: dict[str, Any], scorings: Sequence[dict[str, Any]]) -> bool:
    """Keeps a calibration with an empty scoring of each who takes part; ``False`` where its id is taken."""
    try:
        with connection.begin_nested():
            connection.execute(insert(calibrations), values)
    except IntegrityError:
        return False
    connection.execute(insert(calibration_scorings), list(scorings))
    return True


def change(connection: Connection, calibration_id: str, version: int, **values: Any) -> bool:
    """Changes a calibration of a version and raises the version; ``False`` where it has another version by now."""
    done = connection.execute(
        update(calibrations)
        .where(calibrations.c.id == calibration_id, calibrations.c.version == version)
        .values(version=version + 1, **values)
    )
    return done.rowcount == 1


def touch_open(connection: Connection, calibration_id: str, now: datetime) -> bool:
    """Raises the version of an open calibration; ``False`` where it is open no more.

    It locks the row: of two who submit at the same moment, the second counts with the first.
    """
    c = calibrations.c
    done = connection.execute(
        update(calibrations)
        .where(c.id == calibration_id, c.state == CalibrationState.OPEN)
        .values(version=c.version + 1, updated_at=now)
    )
    return done.rowcount == 1


# -- scorings


def scorings(connection: Connection, calibration_id: str) -> list[Row[Any]]:
    """Returns the scorings of all who take part, by name, with their names."""
    s = calibration_scorings
    query = (
        select(s, func.coalesce(accounts.c.name, "").label("name"))
        .outerjoin(accounts, accounts.c.id == s.c.inspector_id)
        .where(s.c.calibration_id == calibration_id)
        .order_by("name", s.c.inspector_id)
    )
    return list(connection.execute(query))


def find_scoring(connection: Connection, scoring_id: str, inspector_id: str) -> Row[Any] | None:
    """Returns a scoring of an inspector's own; another's is not found."""
    s = calibration_scorings
    query = select(s).where(s.c.id == scoring_id, s.c.inspector_id == inspector_id)
    return connection.execute(query).first()


def change_scoring(connection: Connection, scoring_id: str, version: int, **values: Any) -> bool:
    """Changes a scoring of a version and raises the version; ``False`` where it has another version by now."""
    s = calibration_scorings.c
    done = connection.execute(
        update(calibration_scorings)
        .where(s.id == scoring_id, s.version == version)
        .values(version=version + 1, **values)
    )
    return done.rowcount == 1
