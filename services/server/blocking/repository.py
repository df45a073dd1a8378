"""Queries on cases, reports and decisions."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, case, func, insert, or_, select, update

from services.contracts.blocking import BlockEntry, CaseState, Report
from services.server.blocking.tables import block_cases, block_reports, block_rules, block_trail
from services.server.calls.tables import call_events, calls
from services.server.prepared import Prepared

_c = block_cases.c
_OPEN_OF = Prepared(select(block_cases).where(_c.open_number == bindparam("number")).with_for_update())
_IN_FORCE = and_(_c.state == CaseState.BLOCKED.value, _c.until > bindparam("now"))
_BLOCKED_OF = Prepared(select(_c.id).where(_c.open_number == bindparam("number"), _IN_FORCE))
_ATTEMPT = Prepared(
    update(block_cases)
    .where(_c.open_number == bindparam("key"))
    .values(attempts=_c.attempts + 1, last_attempt_at=bindparam("at"))
)
_TOLD = Prepared(
    select(func.count()).where(call_events.c.call_id == bindparam("call_id"), call_events.c.kind == "blocked")
)


def rules_at(connection: Connection, moment: datetime) -> Row[Any] | None:
    """Returns the version that is in force at a moment."""
    r = block_rules.c
    query = select(block_rules).where(r.effective_from <= moment).order_by(r.effective_from.desc(), r.version.desc())
    return connection.execute(query.limit(1)).first()


def rules_rows(connection: Connection, limit: int) -> Sequence[Row[Any]]:
    """Returns the versions of the rules, the newest first."""
    return connection.execute(select(block_rules).order_by(block_rules.c.version.desc()).limit(limit)).all()


def add_rules(connection: Connection, values: dict[str, Any]) -> None:
    """Writes a version."""
    connection.execute(insert(block_rules), values)


def open_of(connection: Connection, number: str) -> Row[Any] | None:
    """Returns the open case of a number, which then is the transaction's until its end."""
    return _OPEN_OF.first(connection, {"number": number})


def is_blocked(connection: Connection, number: str, now: datetime) -> bool:
    """Tells whether a number is blocked at a moment."""
    return _BLOCKED_OF.first(connection, {"number": number, "now": now}) is not None


def blocked_of(connection: Connection, numbers: Collection[str], now: datetime) -> set[str]:
    """Returns those of some numbers that are blocked at a moment."""
    query = select(_c.open_number).where(_c.open_number.in_(numbers), _IN_FORCE)
    return set(connection.execute(query, {"now": now}).scalars())


def locked(connection: Connection, case_id: str) -> Row[Any] | None:
    """Returns a case, which then is the transaction's until its end."""
    return connection.execute(select(block_cases).where(_c.id == case_id).with_for_update()).first()


def find(connection: Connection, case_id: str) -> Row[Any] | None:
    """Returns a case."""
    return connection.execute(select(block_cases).where(_c.id == case_id)).first()


def opened(connection: Connection) -> Sequence[Row[Any]]:
    """Returns all open cases."""
    return connection.execute(select(block_cases).where(_c.open_number.is_not(None)).with_for_update()).all()


def over(connection: Connection) -> list[tuple[str, datetime]]:
    """Returns the cases that are over and have their number still, each with when it ended."""
    ended = select(func.max(block_trail.c.at)).where(block_trail.c.case_id == _c.id).scalar_subquery()
    query = select(_c.id, ended).where(_c.open_number.is_(None), ~_c.number.contains("*"))
    return [(case_id, at) for case_id, at in connection.execute(query)]


def in_force(connection: Connection, now: datetime) -> Sequence[Row[Any]]:
    """Returns the cases whose number is blocked at a moment."""
    return connection.execute(select(block_cases).where(_c.state == CaseState.BLOCKED.value, _c.until > now)).all()


def listed(connection: Connection, is_open: bool, limit: int) -> Sequence[Row[Any]]:
    """Returns cases: of the open ones first those to decide, then the blocked ones; each kind the latest first."""
    rank = case({CaseState.PROPOSED.value: 0, CaseState.BLOCKED.value: 1}, value=_c.state, else_=2)
    wanted = _c.open_number.is_not(None) if is_open else _c.open_number.is_(None)
    return connection.execute(select(block_cases).where(wanted).order_by(rank, _c.last_at.desc()).limit(limit)).all()


def counts(connection: Connection, now: datetime) -> tuple[int, int]:
    """Returns how many cases are to be decided, and how many numbers are blocked."""
    found = connection.execute(
        select(
            func.count().filter(_c.state == CaseState.PROPOSED.value),
            func.count().filter(_c.state == CaseState.BLOCKED.value, _c.until > now),
        ).where(or_(_c.state == CaseState.PROPOSED.value, _c.state == CaseState.BLOCKED.value))
    ).one()
    return found[0], found[1]


def add(connection: Connection, values: dict[str, Any]) -> None:
    """Writes a new case."""
    connection.execute(insert(block_cases), values)


def change(connection: Connection, case_id: str, values: dict[str, Any]) -> None:
    """Writes what has changed."""
    connection.execute(update(block_cases).where(_c.id == case_id).values(values))


def attempt(connection: Connection, number: str, at: datetime) -> None:
    """Counts a call of a blocked number."""
    _ATTEMPT.run(connection, {"key": number, "at": at})


def told(connection: Connection, call_id: str) -> int:
    """Returns how often the exchange has told of a refused call."""
    return int(_TOLD.scalar(connection, {"call_id": call_id}))


def reported(connection: Connection, call_id: str, agent_id: str) -> Row[Any] | None:
    """Returns an agent's report of a call."""
    r = block_reports.c
    return connection.execute(select(block_reports).where(r.call_id == call_id, r.agent_id == agent_id)).first()


def add_report(connection: Connection, values: dict[str, Any]) -> None:
    """Writes a report."""
    connection.execute(insert(block_reports), values)


def change_report(connection: Connection, report_id: int, values: dict[str, Any]) -> None:
    """Writes a report's other words."""
    connection.execute(update(block_reports).where(block_reports.c.id == report_id).values(values))


def reports(connection: Connection, case_id: str) -> list[Report]:
    """Returns the reports of a case, the newest first."""
    query = select(block_reports).where(block_reports.c.case_id == case_id).order_by(block_reports.c.id.desc())
    return [Report.model_validate(dict(row._mapping)) for row in connection.execute(query.limit(200))]


def report_moments(connection: Connection, case_id: str, since: datetime) -> list[tuple[str, datetime]]:
    """Returns who has reported a number since a moment, and when."""
    r = block_reports.c
    query = select(r.agent_id, r.at).where(r.case_id == case_id, r.at > since)
    return [(row.agent_id, row.at) for row in connection.execute(query)]


def reporters(connection: Connection, case_id: str) -> tuple[int, int]:
    """Returns how many reports a case has, and of how many agents."""
    r = block_reports.c
    query = select(func.count(), func.count(r.agent_id.distinct())).where(r.case_id == case_id)
    found = connection.execute(query).one()
    return found[0], found[1]


def note(connection: Connection, values: dict[str, Any]) -> None:
    """Adds a line to the story."""
    connection.execute(insert(block_trail), values)


def trail(connection: Connection, case_id: str) -> list[BlockEntry]:
    """Returns the story, oldest first."""
    query = select(block_trail).where(block_trail.c.case_id == case_id).order_by(block_trail.c.id)
    return [BlockEntry.model_validate(dict(row._mapping)) for row in connection.execute(query)]


def call(connection: Connection, call_id: str) -> Row[Any] | None:
    """Returns what is stored of a call."""
    return connection.execute(select(calls).where(calls.c.id == call_id)).first()
