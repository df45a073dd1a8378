"""What quality reads of calls and tickets: candidates for a sample, and the timeline behind a recording."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Row, select

from services.contracts.calls import CallEventKind, CallRow, CallState
from services.contracts.quality import SampleRequest
from services.contracts.text import mask_number
from services.server.accounts.tables import accounts
from services.server.calls.tables import call_events, calls
from services.server.quality.sampling import Candidate
from services.server.quality.turns import Talk
from services.server.tickets.tables import tickets


@dataclass(frozen=True)
class TicketOf:
    """The first ticket that a call led to, as far as a list shows it."""

    id: str
    title: str
    kind: str


def candidates(connection: Connection, request: SampleRequest, since: datetime, until: datetime) -> list[Candidate]:
    """Returns the answered and ended calls offered in a period, of one agent or team where the request names one."""
    c = calls.c
    query = select(
        c.id, c.agent_id, c.answered_at, c.ended_at, c.hold_seconds, c.silence_seconds, c.satisfaction
    ).where(*_scorable(), c.offered_at >= since, c.offered_at < until)
    if request.agent_id is not None:
        query = query.where(c.agent_id == request.agent_id)
    if request.team:
        query = query.join(accounts, accounts.c.id == c.agent_id).where(accounts.c.team == request.team)
    kinds: dict[str, set[str]] = defaultdict(set)
    if request.kind:
        narrowed = query.subquery()
        found = select(tickets.c.call_id, tickets.c.kind).join(narrowed, narrowed.c.id == tickets.c.call_id)
        for call_id, kind in connection.execute(found):
            kinds[call_id].add(kind)
    return [
        Candidate(
            call_id=row.id,
            agent_id=row.agent_id,
            connected_seconds=max(0.0, (row.ended_at - row.answered_at).total_seconds()),
            silent_seconds=max(row.hold_seconds, row.silence_seconds),
            satisfaction=row.satisfaction,
            ticket_kinds=frozenset(kinds[row.id]),
        )
        for row in connection.execute(query)
    ]


def _scorable() -> tuple[Any, ...]:
    c = calls.c
    return (
        c.state == CallState.ENDED.value,
        c.answered_at.is_not(None),
        c.ended_at.is_not(None),
        c.agent_id.is_not(None),
    )


def find_scorable(connection: Connection, call_id: str) -> Row[Any] | None:
    """Returns a call's row where it may be scored: answered and ended."""
    return connection.execute(select(calls).where(calls.c.id == call_id, *_scorable())).first()


def exists(connection: Connection, call_id: str) -> bool:
    """Tells whether there is such a call."""
    return connection.execute(select(calls.c.id).where(calls.c.id == call_id)).first() is not None


def rows(connection: Connection, call_ids: Sequence[str]) -> dict[str, CallRow]:
    """Returns calls as a list shows them, by id; the number masked."""
    query = (
        select(calls, accounts.c.name.label("agent_name"))
        .outerjoin(accounts, accounts.c.id == calls.c.agent_id)
        .where(calls.c.id.in_(call_ids))
    )
    return {
        row.id: CallRow(
            id=row.id,
            state=CallState(row.state),
            number_masked=mask_number(row.number),
            skill=row.skill,
            offered_at=row.offered_at,
            answered_at=row.answered_at,
            ended_at=row.ended_at,
            agent_id=row.agent_id,
            agent_name=row.agent_name or "",
            talk_seconds=row.talk_seconds,
            wait_seconds=row.wait_seconds,
            satisfaction=row.satisfaction,
            wrap_up_code=row.wrap_up_code,
        )
        for row in connection.execute(query)
    }


def first_tickets(connection: Connection, call_ids: Sequence[str], hides: bool) -> dict[str, TicketOf]:
    """Returns the first ticket of each call, by call; without confidential ones where it ``hides`` them."""
    t = tickets.c
    query = select(t.call_id, t.id, t.title, t.kind).where(t.call_id.in_(call_ids)).order_by(t.key.desc())
    if hides:
        query = query.where(~t.confidential)
    return {row.call_id: TicketOf(row.id, row.title, row.kind) for row in connection.execute(query)}


def handled_by(connection: Connection, call_id: str, account_id: str) -> bool:
    """Tells whether somebody talked with the caller, also before a transfer or in a conference."""
    last = select(calls.c.id).where(calls.c.id == call_id, calls.c.agent_id == account_id)
    took_part = (CallEventKind.ANSWERED.value, CallEventKind.CONFERENCE.value, CallEventKind.TRANSFERRED.value)
    earlier = select(call_events.c.id).where(
        call_events.c.call_id == call_id, call_events.c.agent_id == account_id, call_events.c.kind.in_(took_part)
    )
    return connection.execute(last).first() is not None or connection.execute(earlier).first() is not None


@dataclass(frozen=True)
class Heard:
    """A call as its recording needs it: when second 0 was, and what happened after it."""

    started_at: datetime
    talk: Talk


def heard(connection: Connection, call_id: str) -> Heard | None:
    """Returns what a call's recording is made from, ``None`` for a call that was never answered or still goes on."""
    call = find_scorable(connection, call_id)
    if call is None:
        return None
    query = select(call_events).where(call_events.c.call_id == call_id).order_by(call_events.c.id)
    timeline = list(connection.execute(query))
    begin = next((event for event in timeline if event.kind == CallEventKind.ANSWERED), None)

    def second(event: Row[Any]) -> float:
        # The exchange's monotonic seconds do not jump with a clock, but compare only within one run of it.
        if begin is not None and event.exchange == begin.exchange:
            return float(event.monotonic - begin.monotonic)
        return float((event.at - call.answered_at).total_seconds())

    ends = [second(event) for event in timeline if event.kind == CallEventKind.ENDED]
    seconds = max(0.0, ends[-1] if ends else (call.ended_at - call.answered_at).total_seconds())
    lines = tuple(
        (round(second(event), 3), str(orjson.loads(event.data).get("text", "")))
        for event in timeline
        if event.kind == CallEventKind.SPOKEN
    )
    talk = Talk(
        call_id,
        round(min(seconds, LONGEST), 3),
        lines,
        holds=_stretches(timeline, second, seconds, _HOLD_BEGINS, _HOLD_ENDS),
        pauses=_stretches(timeline, second, seconds, (CallEventKind.RECORDING_PAUSED,), _PAUSE_ENDS),
    )
    return Heard(call.answered_at, talk)


_HOLD_BEGINS = (CallEventKind.HELD, CallEventKind.TRANSFERRED)
"""Parked, or on the way to somebody else, a citizen hears music as well."""
_HOLD_ENDS = (CallEventKind.RESUMED, CallEventKind.CONFERENCE, CallEventKind.ANSWERED, CallEventKind.ENDED)
_PAUSE_ENDS = (CallEventKind.RECORDING_RESUMED, CallEventKind.TRANSFERRED, CallEventKind.ENDED)
_HANDED_SECONDS = 0.05
"""A colleague who was there already has the citizen at once."""
LONGEST = 7_200.0
"""Seconds of a call that a recording holds at most; more would not fit into memory at once."""


def _stretches(
    timeline: Sequence[Row[Any]],
    second: Any,
    seconds: float,
    begins: Sequence[CallEventKind],
    ends: Sequence[CallEventKind],
) -> tuple[tuple[float, float], ...]:
    found: list[tuple[float, float]] = []
    start: float | None = None
    for event in timeline:
        if event.kind in begins and start is None:
            start = second(event)
        elif start is not None and event.kind in ends:
            end = min(second(event), seconds)
            if end - start > _HANDED_SECONDS:
                found.append((round(start, 3), round(end, 3)))
            start = None
    if start is not None:
        found.append((round(start, 3), round(seconds, 3)))
    return tuple(found)
