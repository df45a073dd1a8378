"""The three rates 三率 and their neighbours, from the trail and the follow-ups.

Everything is counted in the interval in which it happened, for the unit it happened to and for what the ticket was then, from
records that are only ever added to, and every answer by the weights of its moment: so the figures of a past interval never
change once the minutes are over in which a wrong close is undone, whatever is corrected later. They are shown side by side, never as one league table: a single
figure does not tell a good unit from a lucky one.

The database counts what is alike; a district's year, which is millions of steps, is read from two indexes alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Table, and_, distinct, func, select, text, true

from services.contracts.followups import RateBy, RateFigure, RateReport, Rates
from services.contracts.lifecycle import Satisfaction
from services.errors import InvalidFields
from services.server.followups import weights as weighing
from services.server.followups.tables import tries
from services.server.followups.weights import Weights
from services.server.pagination import decode_cursor, page_of
from services.server.tickets import view
from services.server.tickets.tables import ticket_steps, tickets
from services.server.transaction import Transaction
from services.server.units import changes

VERSION = "2"
"""Of the formulas; kept with every report."""
_SATISFIED = tuple(each.value for each in (Satisfaction.VERY, Satisfaction.SATISFIED, Satisfaction.BASICALLY))
_COMMON = {RateBy.CATEGORY: "branch", RateBy.TOWN: "town", RateBy.KIND: "kind"}
_GROUPS = {ticket_steps: {RateBy.UNIT: "counts_for", **_COMMON}, tries: {RateBy.UNIT: "unit", **_COMMON}}
_INDEXED = {ticket_steps: text("counts <> ''"), tries: text("reached AND undone_at IS NULL")}
"""As the indexes have it, so that they are used."""
_ALIKE = {
    ticket_steps: {"what": "counts", "late": "late"},
    tries: {"contacted": "contacted", "solved": "solved", "satisfaction": "satisfaction"},
}
_ENTRIES: dict[RateBy, changes.Kind] = {RateBy.UNIT: "unit", RateBy.CATEGORY: "category"}


@dataclass(frozen=True)
class Mark:
    """Something that happened to tickets.

    Attributes:
        what: ``dispatched``, ``signed``, ``replied``, ``returned``, ``redone`` or ``asked``.
        at: when; an answer counts by the weights of this moment.
        late: a sign-in or a reply after its limit.
        times: how often, in one group and under the same weights.
    """

    group: str
    what: str
    at: datetime
    late: bool = False
    contacted: bool = False
    solved: bool = False
    satisfaction: str = ""
    times: int = 1


def _did(what: str, *more: ColumnElement[bool]) -> tuple[Table, ColumnElement[bool]]:
    return ticket_steps, and_(ticket_steps.c.counts == what, *more)


def _said(*more: ColumnElement[bool]) -> tuple[Table, ColumnElement[bool]]:
    return tries, and_(true(), *more)


_COUNTED = {
    RateFigure.TICKETS: _did("dispatched"),
    RateFigure.VALID: _said(),
    RateFigure.NOT_CONTACTED: _said(~tries.c.contacted),
    RateFigure.NOT_SOLVED: _said(~tries.c.solved),
    RateFigure.NOT_SATISFIED: _said(tries.c.satisfaction.not_in(_SATISFIED)),
    RateFigure.LATE: _did("replied", ticket_steps.c.late),
    RateFigure.SIGNED_LATE: _did("signed", ticket_steps.c.late),
    RateFigure.RETURNED: _did("returned"),
    RateFigure.REDONE: _did("redone"),
}
"""Where a figure is read, and what it counts there."""


def report(tx: Transaction, since: datetime, until: datetime, by: RateBy) -> RateReport:
    """Returns the figures of an interval, in all and by group."""
    weights = weighing.read(tx)
    marks = list(_read(tx, since, until, by, weights))
    groups: dict[str, list[Mark]] = {}
    for mark in marks:
        groups.setdefault(mark.group, []).append(mark)
    return RateReport(
        since=since,
        until=until,
        by=by,
        version=VERSION,
        weights=weights.within(since, until),
        total=rates_of("", marks, weights),
        groups=[rates_of(group, groups[group], weights) for group in sorted(groups)],
        names=changes.names(tx, _ENTRIES[by], since, until) if by in _ENTRIES else {},
    )


def rates_of(group: str, marks: list[Mark], weights: Weights) -> Rates:
    """Returns the figures of what happened: a pure function."""
    by_what: dict[str, list[Mark]] = {}
    for mark in marks:
        by_what.setdefault(mark.what, []).append(mark)
    asked, dispatched = by_what.get("asked", []), _times(by_what.get("dispatched", []))
    replied, signed = by_what.get("replied", []), by_what.get("signed", [])
    valid = _times(asked)
    satisfied = score = 0.0
    for mark in asked:
        of_then = weights.at(mark.at)
        grade = (of_then.basically if mark.satisfaction == Satisfaction.BASICALLY else 100) / 100
        grade *= mark.satisfaction in _SATISFIED
        satisfied += grade * mark.times
        worth = of_then.response * mark.contacted + of_then.solved * mark.solved + of_then.satisfied * grade
        score += worth * mark.times
    return Rates(
        group=group,
        tickets=dispatched,
        valid=valid,
        response=_share(_times([mark for mark in asked if mark.contacted]), valid),
        solved=_share(_times([mark for mark in asked if mark.solved]), valid),
        satisfied=_share(satisfied, valid),
        score=_share(score / 100, valid),
        on_time=_share(_times([mark for mark in replied if not mark.late]), _times(replied)),
        signed_on_time=_share(_times([mark for mark in signed if not mark.late]), _times(signed)),
        returned=_share(_times(by_what.get("returned", [])), dispatched),
        redone=_share(_times(by_what.get("redone", [])), _times(replied)),
    )


@dataclass(frozen=True)
class Behind:
    """Which tickets are asked for: of a figure, in an interval, of one group or of all."""

    since: datetime
    until: datetime
    by: RateBy
    figure: RateFigure
    group: str | None


def behind(tx: Transaction, asked: Behind, cursor: str | None, limit: int) -> dict[str, Any]:
    """Returns a page of the tickets that a figure counts, newest first, as plain data.

    Raises:
        AppError: ``bad_cursor`` (400).
    """
    before = decode_cursor(cursor, (int,))[0] if cursor else None
    happened, counted = _COUNTED[asked.figure]
    since, until = asked.since, asked.until
    fits: list[Any] = [_INDEXED[happened], counted]
    if asked.group is not None and asked.by is RateBy.MONTH:
        begin, end = _month_of(asked.group, tx.zone)
        since, until = max(since, begin), min(until, end)
    elif asked.group is not None:
        fits.append(happened.c[_GROUPS[happened][asked.by]] == asked.group)
    fits += [happened.c.at >= since, happened.c.at < until]
    key = happened.c.ticket_key
    total = tx.connection.execute(select(func.count(distinct(key))).where(*fits)).scalar_one()
    newest = select(key).where(*fits, *([key < before] if before is not None else [])).distinct()
    keys = tx.connection.execute(newest.order_by(key.desc()).limit(limit + 1)).scalars().all()
    page = page_of(keys, limit, lambda key: (key,))
    found = {row.key: row for row in tx.connection.execute(select(tickets).where(tickets.c.key.in_(page.items)))}
    rows = view.rows(tx.actor, (found[key] for key in page.items))
    return {"items": rows, "next": page.next, "total": total}


def _read(tx: Transaction, since: datetime, until: datetime, by: RateBy, weights: Weights) -> Iterator[Mark]:
    """Gives what happened in an interval, counted where it is alike, in no order."""
    for begin, end in _spans(tx, since, until, by, weights):
        for happened, alike in _ALIKE.items():
            columns = {name: happened.c[column] for name, column in alike.items()}
            named = {"group": _month(begin, tx.zone)} if by is RateBy.MONTH else {}
            if not named:
                columns["group"] = happened.c[_GROUPS[happened][by]]
            query = select(*(column.label(name) for name, column in columns.items()), func.count().label("times"))
            query = query.where(_INDEXED[happened], happened.c.at >= begin, happened.c.at < end)
            for row in tx.connection.execute(query.group_by(*columns.values())):
                yield Mark(**{"what": "asked", "at": begin, **named, **row._mapping})


def _spans(
    tx: Transaction, since: datetime, until: datetime, by: RateBy, weights: Weights
) -> Iterator[tuple[datetime, datetime]]:
    """Gives the parts of an interval in each of which one set of weights holds; of one month each where that is asked."""
    ends = [
        tx.connection.execute(select(extreme(happened.c.at)).where(indexed)).scalar()
        for extreme in (func.min, func.max)
        for happened, indexed in _INDEXED.items()
    ]
    known = [end for end in ends if end is not None]
    if not known:
        return
    since, until = max(since, min(known)), min(until, max(known) + timedelta(microseconds=1))
    while since < until:
        end = min(until, _month_of(_month(since, tx.zone), tx.zone)[1]) if by is RateBy.MONTH else until
        yield from pairwise([since, *weights.begun(since, end), end])
        since = end


def _month(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m}"


def _month_of(name: str, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Returns where a month begins and ends in the district.

    Raises:
        InvalidFields: it is none.
    """
    try:
        begin = datetime.strptime(name, "%Y-%m").replace(tzinfo=zone)
    except ValueError:
        raise InvalidFields({"group": ("bad_value", {})}) from None
    return begin, (begin + timedelta(days=31)).replace(day=1)


def _times(marks: list[Mark]) -> int:
    return sum(mark.times for mark in marks)


def _share(part: float, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
