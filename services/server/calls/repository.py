"""Queries on calls, raw events and agents' states."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Row, and_, bindparam, func, insert, or_, select, update

from services.contracts.calls import CallState, RawCallEvent
from services.contracts.text import number_key
from services.server.accounts.tables import accounts
from services.server.calls.state import LiveAgent, LiveCall
from services.server.calls.tables import agent_states, call_events, calls
from services.server.people.tables import person_numbers, persons
from services.server.prepared import Prepared
from services.server.tickets.tables import tickets
from services.telephony.protocol import Fact

_LIVE = (
    CallState.WAITING,
    CallState.RINGING,
    CallState.TALKING,
    CallState.HELD,
    CallState.CONFERENCE,
    CallState.PARKED,
)
_AT_ONCE = 500
"""Most numbers or calls in one question."""
_ROW = select(calls, func.coalesce(accounts.c.name, "").label("agent_name")).outerjoin_from(
    calls, accounts, accounts.c.id == calls.c.agent_id
)
_ADD_EVENT = Prepared(insert(call_events))
_ADD_CALL = Prepared(insert(calls))
_CHANGE_CALL = Prepared(
    update(calls)
    .where(calls.c.id == bindparam("key"))
    .values({column.name: bindparam(f"new_{column.name}") for column in calls.c if column.name != "id"})
)
_ADD_AGENT = Prepared(insert(agent_states))
_CHANGE_AGENT = Prepared(
    update(agent_states)
    .where(agent_states.c.account_id == bindparam("key"))
    .values({column.name: bindparam(f"new_{column.name}") for column in agent_states.c if column.name != "account_id"})
)


# -- writing


def call_values(call: LiveCall) -> dict[str, Any]:
    """Returns a call's row."""
    return {
        "id": call.id,
        "state": call.state.value,
        "number": call.number,
        "number_key": number_key(call.number),
        "skill": call.skill,
        "priority": call.priority,
        "repeated": call.repeated,
        "elderly": call.elderly,
        "language": call.language,
        "scenario": call.scenario,
        "person_id": call.person_id or None,
        "offered_at": call.offered.at,
        "answered_at": call.answered.at if call.answered else None,
        "ended_at": call.ended.at if call.ended else None,
        "agent_id": call.agent_id or None,
        "wait_seconds": round(call.wait, 3),
        "talk_seconds": round(call.talk, 3),
        "hold_seconds": round(call.hold, 3),
        "wrap_up_seconds": round(call.wrap_up, 3),
        "silence_seconds": round(call.silence, 3),
        "ended_by": call.ended_by,
        "satisfaction": call.satisfaction,
        "wrap_up_code": call.wrap_up_code,
        "outgoing": call.outgoing,
        "along_ticket_id": call.ticket_id or None,
    }


def event_values(fact: Fact, exchange: str, now: datetime) -> dict[str, Any]:
    """Returns a raw event's row; ``now`` is when it was received unless the fact says so itself."""
    return {
        "call_id": fact.call_id or None,
        "agent_id": fact.agent_id or None,
        "kind": fact.kind.value,
        "at": fact.stamp.at,
        "monotonic": fact.stamp.monotonic,
        "exchange": exchange,
        "received_at": fact.received or now,
        "data": orjson.dumps(dict(fact.data)).decode() if fact.data else "{}",
    }


def add_events(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Appends raw events."""
    _ADD_EVENT.soon(connection, *rows)


def add_calls(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Writes new calls."""
    _ADD_CALL.soon(connection, *rows)


def change_calls(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Writes changed calls."""
    _CHANGE_CALL.soon(connection, *_keyed(rows, "id"))


def rate(connection: Connection, call_id: str, satisfaction: int) -> None:
    """Writes what a caller said after the call was wrapped up."""
    connection.execute(update(calls).where(calls.c.id == call_id).values(satisfaction=satisfaction))


def rated(connection: Connection, call_ids: Collection[str]) -> frozenset[str]:
    """Returns those of some calls whose callers have said already how they were."""
    query = select(calls.c.id).where(calls.c.id.in_(call_ids), calls.c.satisfaction.is_not(None))
    return frozenset(connection.execute(query).scalars())


def set_wrap_up_code(connection: Connection, call_id: str, agent_id: str, code: str) -> bool:
    """Writes the code of a call whose wrap-up has run out already; ``False`` where the call was not this agent's."""
    done = connection.execute(
        update(calls).where(calls.c.id == call_id, calls.c.agent_id == agent_id).values(wrap_up_code=code)
    )
    return done.rowcount == 1


def agent_values(agent: LiveAgent) -> dict[str, Any]:
    """Returns an agent's row."""
    return {
        "account_id": agent.id,
        "state": agent.state.value,
        "reason": agent.reason,
        "since": agent.since.at,
        "until": agent.until.at if agent.until else None,
        "call_id": agent.call_id or None,
        "console": agent.console,
    }


def add_agents(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Writes agents who come on duty for the first time."""
    _ADD_AGENT.soon(connection, *rows)


def change_agents(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Writes agents' present states."""
    _CHANGE_AGENT.soon(connection, *_keyed(rows, "account_id"))


def _keyed(rows: Iterable[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    return [{"key": row[key], **{f"new_{name}": v for name, v in row.items() if name != key}} for row in rows]


# -- what is known about a caller


_PERSONS = Prepared(
    select(persons.c.id, persons.c.elderly)
    .join(person_numbers, person_numbers.c.person_id == persons.c.id)
    .where(person_numbers.c.number == bindparam("number"))
    .limit(2)
)
_BEFORE = Prepared(
    select(func.count())
    .select_from(calls)
    .where(calls.c.number_key == bindparam("key"), calls.c.offered_at >= bindparam("since"), ~calls.c.outgoing)
)


def caller(connection: Connection, number: str, since: datetime) -> tuple[str, bool, int]:
    """Returns the person of a number (empty where nobody or several), whether elderly, and the calls since a moment."""
    if not number:
        return "", False, 0
    found = _PERSONS.all(connection, {"number": number})
    before = int(_BEFORE.scalar(connection, {"key": number_key(number) or number, "since": since}))
    return found[0].id if len(found) == 1 else "", any(row.elderly for row in found), before


def callers(connection: Connection, numbers: Sequence[str], since: datetime) -> dict[str, tuple[str, bool, int]]:
    """Returns the same of many numbers at once."""
    wanted = sorted({number for number in numbers if number})
    people: dict[str, list[Any]] = {}
    before: dict[str, int] = {}
    for first in range(0, len(wanted), _AT_ONCE):
        some = wanted[first : first + _AT_ONCE]
        known = select(person_numbers.c.number, persons.c.id, persons.c.elderly).join(
            persons, person_numbers.c.person_id == persons.c.id
        )
        for row in connection.execute(known.where(person_numbers.c.number.in_(some))):
            people.setdefault(row.number, []).append(row)
        keys = {number_key(number) for number in some} - {""}
        counted = select(calls.c.number_key, func.count()).group_by(calls.c.number_key)
        counted = counted.where(calls.c.number_key.in_(keys), calls.c.offered_at >= since, ~calls.c.outgoing)
        before.update({row[0]: row[1] for row in connection.execute(counted)})
    found = {}
    for number in wanted:
        theirs = people.get(number, [])
        person = theirs[0].id if len(theirs) == 1 else ""
        found[number] = person, any(row.elderly for row in theirs), before.get(number_key(number), 0)
    return found


# -- reading


def find(connection: Connection, call_id: str) -> Row[Any] | None:
    """Returns a call's row with the agent's name."""
    return connection.execute(_ROW.where(calls.c.id == call_id)).first()


def page(
    connection: Connection, filters: dict[str, Any], after: tuple[datetime, str] | None, limit: int
) -> Sequence[Row[Any]]:
    """Returns calls, the latest first."""
    query = _ROW.order_by(calls.c.offered_at.desc(), calls.c.id.desc()).limit(limit)
    for name in ("agent_id", "state", "skill", "person_id"):
        if filters.get(name):
            query = query.where(calls.c[name] == filters[name])
    if filters.get("since"):
        query = query.where(calls.c.offered_at >= filters["since"])
    if filters.get("until"):
        query = query.where(calls.c.offered_at < filters["until"])
    if after is not None:
        at, call_id = after
        query = query.where(or_(calls.c.offered_at < at, and_(calls.c.offered_at == at, calls.c.id < call_id)))
    return connection.execute(query).all()


def of_these(
    connection: Connection, call_ids: Sequence[str], numbers: Collection[str], since: datetime, until: datetime | None
) -> Sequence[Row[Any]]:
    """Returns these calls, and those from and to numbers in a span of time; the oldest first, a hundred at most."""
    span = and_(calls.c.number_key.in_({number_key(number) for number in numbers} - {""}), calls.c.offered_at >= since)
    if until is not None:
        span = and_(span, calls.c.offered_at <= until)
    query = _ROW.where(or_(calls.c.id.in_(call_ids), span)).order_by(calls.c.offered_at, calls.c.id)
    return connection.execute(query.limit(100)).all()


def events_of(connection: Connection, call_id: str) -> list[RawCallEvent]:
    """Returns a call's raw events in the order in which they were stored."""
    query = select(call_events).where(call_events.c.call_id == call_id).order_by(call_events.c.id)
    return [
        RawCallEvent.model_validate({**row._mapping, "data": orjson.loads(row.data)})
        for row in connection.execute(query)
    ]


def events_of_agent(connection: Connection, agent_id: str, limit: int) -> list[RawCallEvent]:
    """Returns the last raw events of an agent, the newest first."""
    query = (
        select(call_events)
        .where(call_events.c.agent_id == agent_id)
        .order_by(call_events.c.at.desc(), call_events.c.id.desc())
        .limit(limit)
    )
    return [
        RawCallEvent.model_validate({**row._mapping, "data": orjson.loads(row.data)})
        for row in connection.execute(query)
    ]


def lines_of(connection: Connection, call_id: str) -> list[tuple[datetime, str]]:
    """Returns what the caller said, line by line."""
    query = (
        select(call_events.c.at, call_events.c.data)
        .where(call_events.c.call_id == call_id, call_events.c.kind == "spoken")
        .order_by(call_events.c.id)
    )
    return [(row.at, str(orjson.loads(row.data).get("text", ""))) for row in connection.execute(query)]


def tickets_of(connection: Connection, call_id: str, viewer: str) -> list[str]:
    """Returns the tickets that were made during a call; of confidential ones only the viewer's own, if one is given."""
    query = select(tickets.c.id).where(tickets.c.call_id == call_id).order_by(tickets.c.created_at, tickets.c.id)
    if viewer:
        query = query.where(or_(~tickets.c.confidential, tickets.c.created_by_id == viewer))
    return list(connection.execute(query).scalars())


# -- after a start


def unfinished(connection: Connection) -> Sequence[Row[Any]]:
    """Returns the calls that were not over when the server stopped, the oldest first."""
    query = select(calls).where(calls.c.state.in_([state.value for state in _LIVE]))
    return connection.execute(query.order_by(calls.c.offered_at, calls.c.id)).all()


def over(connection: Connection, call_ids: Collection[str]) -> set[str]:
    """Returns those of the calls that are known and over."""
    found: set[str] = set()
    wanted = list(call_ids)
    for first in range(0, len(wanted), _AT_ONCE):
        some = calls.c.id.in_(wanted[first : first + _AT_ONCE])
        found.update(connection.execute(select(calls.c.id).where(some, calls.c.ended_at.is_not(None))).scalars())
    return found


def told(connection: Connection, call_ids: Collection[str]) -> dict[str, dict[str, int]]:
    """Returns how many raw events of each kind there are of some calls."""
    found: dict[str, dict[str, int]] = {}
    wanted, c = list(call_ids), call_events.c
    for first in range(0, len(wanted), _AT_ONCE):
        some = c.call_id.in_(wanted[first : first + _AT_ONCE])
        query = select(c.call_id, c.kind, func.count()).where(some).group_by(c.call_id, c.kind)
        for call_id, kind, count in connection.execute(query):
            found.setdefault(call_id, {})[kind] = count
    return found


def stored_agents(connection: Connection) -> Sequence[Row[Any]]:
    """Returns the last known state of everyone who has been on duty."""
    return connection.execute(select(agent_states).order_by(agent_states.c.account_id)).all()


def handled_since(connection: Connection, since: datetime) -> Sequence[Row[Any]]:
    """Returns for each agent how many calls they handled since a moment, and the seconds of talk and of wrap-up."""
    query = (
        select(
            calls.c.agent_id,
            func.count().label("handled"),
            func.sum(calls.c.talk_seconds + calls.c.hold_seconds).label("talk"),
            func.sum(calls.c.wrap_up_seconds).label("wrap_up"),
        )
        .where(calls.c.offered_at >= since, calls.c.answered_at.is_not(None), calls.c.ended_at.is_not(None))
        .group_by(calls.c.agent_id)
    )
    return connection.execute(query).all()


def recent_handle_times(connection: Connection, limit: int = 200) -> list[tuple[str, float]]:
    """Returns skill and handle time in seconds of the last handled calls, the oldest of them first."""
    seconds = calls.c.talk_seconds + calls.c.hold_seconds + calls.c.wrap_up_seconds
    query = (
        select(calls.c.skill, seconds.label("seconds"))
        .where(calls.c.answered_at.is_not(None), calls.c.ended_at.is_not(None))
        .order_by(calls.c.offered_at.desc())
        .limit(limit)
    )
    return [(row.skill, row.seconds) for row in reversed(connection.execute(query).all())]


def last_recorded(connection: Connection) -> datetime | None:
    """Returns the latest moment that any raw event bears."""
    return connection.execute(select(func.max(call_events.c.at))).scalar()
