"""Queries on scorecards and evaluations. What sampling and recordings read of calls stands in ``calls_read``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Row, and_, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from services.contracts.accounts import Role
from services.contracts.quality import EvaluationRow, EvaluationStatus, EvaluationStep, FatalItem, Scorecard, Section
from services.server.accounts.tables import accounts
from services.server.quality.tables import evaluation_steps, evaluations, scorecards

RELEASED = ("published", "acknowledged", "appealed", "answered")
"""Statuses from publication on."""

_agent = accounts.alias("agent")
_inspector = accounts.alias("inspector")
_answerer = accounts.alias("answerer")


# -- scorecards


def _scorecard(row: Row[Any]) -> Scorecard:
    content = orjson.loads(row.content)
    return Scorecard(
        id=row.id,
        name=row.name,
        version=row.version,
        effective_from=row.effective_from,
        created_by=row.created_by,
        sections=[Section.model_validate(section) for section in content["sections"]],
        fatal=[FatalItem.model_validate(item) for item in content["fatal"]],
    )


def scorecard_in_force(connection: Connection, now: datetime) -> Scorecard | None:
    """Returns the version that new evaluations are made with."""
    query = select(scorecards).where(scorecards.c.effective_from <= now)
    newest_first = query.order_by(scorecards.c.effective_from.desc(), scorecards.c.version.desc())
    row = connection.execute(newest_first.limit(1)).first()
    return _scorecard(row) if row else None


def list_scorecards(connection: Connection, limit: int) -> list[Scorecard]:
    """Returns the newest versions, the newest first."""
    query = select(scorecards).order_by(scorecards.c.version.desc()).limit(limit)
    return [_scorecard(row) for row in connection.execute(query)]


def find_scorecard(connection: Connection, scorecard_id: str) -> Scorecard | None:
    """Returns one version of the scorecard."""
    row = connection.execute(select(scorecards).where(scorecards.c.id == scorecard_id)).first()
    return _scorecard(row) if row else None


def last_version(connection: Connection) -> int:
    """Returns the number of the newest version, 0 where there is none."""
    return connection.execute(select(func.max(scorecards.c.version))).scalar() or 0


def add_scorecard(connection: Connection, scorecard: Scorecard, now: datetime) -> None:
    """Keeps a version of the scorecard."""
    content = scorecard.model_dump(include={"sections", "fatal"})
    connection.execute(
        insert(scorecards),
        {
            **scorecard.model_dump(include={"id", "name", "version", "effective_from", "created_by"}),
            "content": orjson.dumps(content).decode(),
            "created_at": now,
        },
    )


# -- evaluations


def _with_names() -> Any:
    return (
        select(
            evaluations,
            func.coalesce(_agent.c.name, "").label("agent_name"),
            func.coalesce(_inspector.c.name, "").label("inspector_name"),
            func.coalesce(_answerer.c.name, "").label("answered_by"),
        )
        .outerjoin(_agent, _agent.c.id == evaluations.c.agent_id)
        .outerjoin(_inspector, _inspector.c.id == evaluations.c.inspector_id)
        .outerjoin(_answerer, _answerer.c.id == evaluations.c.answered_by_id)
    )


def find(connection: Connection, evaluation_id: str) -> Row[Any] | None:
    """Returns an evaluation's row with the names of the people in it."""
    row: Row[Any] | None = connection.execute(_with_names().where(evaluations.c.id == evaluation_id)).first()
    return row


def of_call(connection: Connection, call_id: str) -> Row[Any] | None:
    """Returns the evaluation of a call."""
    query = _with_names().where(evaluations.c.call_id == call_id)
    row: Row[Any] | None = connection.execute(query).first()
    return row


def of_calls(connection: Connection, call_ids: Sequence[str]) -> dict[str, Row[Any]]:
    """Returns evaluations by call."""
    query = _with_names().where(evaluations.c.call_id.in_(call_ids))
    return {row.call_id: row for row in connection.execute(query)}


def add(connection: Connection, values: dict[str, Any]) -> bool:
    """Keeps a new evaluation; ``False`` where somebody else was first to claim the call."""
    try:
        with connection.begin_nested():
            connection.execute(insert(evaluations), values)
    except IntegrityError:
        return False
    return True


def change(connection: Connection, evaluation_id: str, version: int, **values: Any) -> bool:
    """Changes an evaluation of a version and raises the version; ``False`` where it has another version by now."""
    done = connection.execute(
        update(evaluations)
        .where(evaluations.c.id == evaluation_id, evaluations.c.version == version)
        .values(version=version + 1, **values)
    )
    return done.rowcount == 1


def remove(connection: Connection, evaluation_id: str, version: int) -> bool:
    """Deletes a claim of a version; ``False`` where it has another version by now."""
    done = connection.execute(
        delete(evaluations).where(evaluations.c.id == evaluation_id, evaluations.c.version == version)
    )
    return done.rowcount == 1


@dataclass(frozen=True)
class Filter:
    """What a list of evaluations is narrowed to.

    Attributes:
        reader_id: whose rights count: others' drafts are left out, and one's own evaluations until they are released.
        inspects: the reader is an inspector; otherwise only their own calls' evaluations are listed.
        now: the moment that decides what is released.
    """

    reader_id: str
    inspects: bool
    now: datetime
    statuses: tuple[EvaluationStatus, ...] = ()
    agent_id: str | None = None
    inspector_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def listing(
    connection: Connection, wanted: Filter, after: tuple[datetime, str] | None, limit: int
) -> list[EvaluationRow]:
    """Returns evaluations, the one changed last first."""
    e = evaluations.c
    released = and_(e.status.in_(RELEASED), e.published_at <= wanted.now)
    own = and_(e.agent_id == wanted.reader_id, released)
    others = and_(
        e.agent_id != wanted.reader_id, or_(e.status != EvaluationStatus.CLAIMED, e.inspector_id == wanted.reader_id)
    )
    query = _with_names().where(or_(own, others) if wanted.inspects else own)
    if wanted.statuses:
        query = query.where(e.status.in_([status.value for status in wanted.statuses]))
    if wanted.agent_id is not None:
        query = query.where(e.agent_id == wanted.agent_id)
    if wanted.inspector_id is not None:
        query = query.where(e.inspector_id == wanted.inspector_id)
    if wanted.since is not None:
        query = query.where(e.call_at >= wanted.since)
    if wanted.until is not None:
        query = query.where(e.call_at < wanted.until)
    if after is not None:
        query = query.where(or_(e.updated_at < after[0], and_(e.updated_at == after[0], e.id < after[1])))
    rows = connection.execute(query.order_by(e.updated_at.desc(), e.id.desc()).limit(limit))
    return [_listed(row) for row in rows]


def _listed(row: Row[Any]) -> EvaluationRow:
    return EvaluationRow(
        id=row.id,
        call_id=row.call_id,
        agent_id=row.agent_id,
        agent_name=row.agent_name,
        inspector_id=row.inspector_id,
        inspector_name=row.inspector_name,
        status=EvaluationStatus(row.status),
        score=row.score,
        fatal=row.is_fatal,
        call_at=row.call_at,
        published_at=row.published_at,
        updated_at=row.updated_at,
        version=row.version,
    )


def released_between(connection: Connection, since: datetime, until: datetime, now: datetime) -> list[Row[Any]]:
    """Returns what figures are made from: released evaluations of calls in a period, with the agent's team."""
    e = evaluations.c
    query = (
        select(
            e.agent_id,
            func.coalesce(_agent.c.name, "").label("agent_name"),
            func.coalesce(_agent.c.team, "").label("team"),
            e.scorecard_id,
            e.verdicts,
            e.score,
            e.is_fatal,
        )
        .outerjoin(_agent, _agent.c.id == e.agent_id)
        .where(e.status.in_(RELEASED), e.published_at <= now, e.call_at >= since, e.call_at < until)
    )
    return list(connection.execute(query))


def is_release_due(connection: Connection, now: datetime) -> bool:
    """Tells whether the release moment of any evaluation has come without its agent having been told."""
    query = select(evaluations.c.id).where(evaluations.c.announced.is_(False), evaluations.c.published_at <= now)
    return connection.execute(query.limit(1)).first() is not None


def take_due(connection: Connection, now: datetime) -> list[Row[Any]]:
    """Marks those evaluations as told and returns them; of several server processes one gets each.

    The version stays: nothing that a person may change has changed.
    """
    e = evaluations.c
    query = (
        update(evaluations)
        .where(e.announced.is_(False), e.published_at <= now)
        .values(announced=True)
        .returning(e.id, e.call_id, e.agent_id, e.status, e.version)
    )
    return list(connection.execute(query))


# -- history


def add_step(
    connection: Connection,
    evaluation_id: str,
    at: datetime,
    actor: tuple[str, str],
    action: str,
    changes: dict[str, list[str | None]],
) -> None:
    """Adds an entry to the history; ``actor`` is account id and name."""
    connection.execute(
        insert(evaluation_steps),
        {
            "evaluation_id": evaluation_id,
            "at": at,
            "actor_id": actor[0],
            "actor": actor[1],
            "action": action,
            "changes": orjson.dumps(changes).decode(),
        },
    )


def last_step(connection: Connection, evaluation_id: str) -> Row[Any] | None:
    """Returns the newest entry of the history."""
    query = select(evaluation_steps).where(evaluation_steps.c.evaluation_id == evaluation_id)
    return connection.execute(query.order_by(evaluation_steps.c.id.desc()).limit(1)).first()


def replace_step(connection: Connection, step_id: int, at: datetime, changes: dict[str, list[str | None]]) -> None:
    """Brings the newest entry up to date, while one person fills in without a break."""
    connection.execute(
        update(evaluation_steps)
        .where(evaluation_steps.c.id == step_id)
        .values(at=at, changes=orjson.dumps(changes).decode())
    )


def history(connection: Connection, evaluation_id: str) -> list[EvaluationStep]:
    """Returns the history, oldest first."""
    query = select(evaluation_steps).where(evaluation_steps.c.evaluation_id == evaluation_id)
    return [
        EvaluationStep(at=row.at, actor=row.actor, action=row.action, changes=orjson.loads(row.changes))
        for row in connection.execute(query.order_by(evaluation_steps.c.id))
    ]


# -- people


def has_other_inspector(connection: Connection, *except_ids: str) -> bool:
    """Tells whether an active person other than these is an inspector."""
    query = select(accounts.c.roles).where(
        accounts.c.active.is_(True), accounts.c.simulated.is_(False), accounts.c.id.not_in(except_ids)
    )
    return any(Role.INSPECTOR in roles for roles in connection.execute(query).scalars())
