"""The three rates 三率 and their neighbours, from the trail and the follow-ups.

Everything is counted in the interval in which it happened, for the unit it happened to and for what the ticket was then, from
records that are only ever added to, and every answer by the weights of its moment: so the figures of a past interval never
change once the minutes are over in which a wrong close is undone, whatever is corrected later. They are shown side by side, never as one league table: a single
figure does not tell a good unit from a lucky one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select, text

from services.clock import DISTRICT_ZONE
from services.contracts.followups import RateBy, RateFigure, RateReport, Rates
from services.contracts.lifecycle import Satisfaction, Step
from services.server.followups import weights as weighing
from services.server.followups.tables import tries
from services.server.followups.weights import Weights
from services.server.pagination import decode_cursor, page_of
from services.server.tickets import view
from services.server.tickets.tables import COUNTED, ticket_steps, tickets
from services.server.transaction import Transaction

VERSION = "2"
"""Of the formulas; kept with every report."""
_GROUPS = {RateBy.CATEGORY: "branch", RateBy.TOWN: "town", RateBy.KIND: "kind"}
_SATISFIED = frozenset({Satisfaction.VERY.value, Satisfaction.SATISFIED.value, Satisfaction.BASICALLY.value})


@dataclass(frozen=True)
class Mark:
    """One thing that happened to a ticket.

    Attributes:
        what: ``dispatched``, ``signed``, ``replied``, ``returned``, ``redone`` or ``asked``.
        at: when; an answer counts by the weights of this moment.
        late: a sign-in or a reply after its limit.
    """

    key: int
    group: str
    what: str
    at: datetime
    late: bool = False
    contacted: bool = False
    solved: bool = False
    satisfaction: str = ""


def report(tx: Transaction, since: datetime, until: datetime, by: RateBy) -> RateReport:
    """Returns the figures of an interval, in all and by group."""
    weights = weighing.read(tx)
    marks = list(read(tx, since, until, by))
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
    )


def rates_of(group: str, marks: list[Mark], weights: Weights) -> Rates:
    """Returns the figures of what happened: a pure function."""
    by_what: dict[str, list[Mark]] = {}
    for mark in marks:
        by_what.setdefault(mark.what, []).append(mark)
    asked, dispatched = by_what.get("asked", []), by_what.get("dispatched", [])
    replied, signed = by_what.get("replied", []), by_what.get("signed", [])
    response = _share(sum(mark.contacted for mark in asked), len(asked))
    solved = _share(sum(mark.solved for mark in asked), len(asked))
    satisfied = score = 0.0
    for mark in asked:
        of_then = weights.at(mark.at)
        grade = (of_then.basically if mark.satisfaction == Satisfaction.BASICALLY else 100) / 100
        grade *= mark.satisfaction in _SATISFIED
        satisfied += grade
        score += of_then.response * mark.contacted + of_then.solved * mark.solved + of_then.satisfied * grade
    return Rates(
        group=group,
        tickets=len(dispatched),
        valid=len(asked),
        response=response,
        solved=solved,
        satisfied=_share(satisfied, len(asked)),
        score=_share(score / 100, len(asked)),
        on_time=_share(sum(not mark.late for mark in replied), len(replied)),
        signed_on_time=_share(sum(not mark.late for mark in signed), len(signed)),
        returned=_share(len(by_what.get("returned", [])), len(dispatched)),
        redone=_share(len(by_what.get("redone", [])), len(replied)),
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
    marks = read(tx, asked.since, asked.until, asked.by)
    counted = (mark for mark in marks if asked.group in (None, mark.group) and _counts(mark, asked.figure))
    keys = sorted({mark.key for mark in counted}, reverse=True)
    page = page_of([key for key in keys if before is None or key < before][: limit + 1], limit, lambda key: (key,))
    found = {row.key: row for row in tx.connection.execute(select(tickets).where(tickets.c.key.in_(page.items)))}
    rows = view.rows(tx.actor, (found[key] for key in page.items))
    return {"items": rows, "next": page.next, "total": len(keys)}


def _counts(mark: Mark, figure: RateFigure) -> bool:
    asked = mark.what == "asked"
    return {
        RateFigure.TICKETS: mark.what == "dispatched",
        RateFigure.VALID: asked,
        RateFigure.NOT_CONTACTED: asked and not mark.contacted,
        RateFigure.NOT_SOLVED: asked and not mark.solved,
        RateFigure.NOT_SATISFIED: asked and mark.satisfaction not in _SATISFIED,
        RateFigure.LATE: mark.what == "replied" and mark.late,
        RateFigure.SIGNED_LATE: mark.what == "signed" and mark.late,
        RateFigure.RETURNED: mark.what == "returned",
        RateFigure.REDONE: mark.what == "redone",
    }[figure]


def read(tx: Transaction, since: datetime, until: datetime, by: RateBy) -> Iterator[Mark]:
    """Gives what happened in an interval, in no order."""
    happened = select(ticket_steps).where(text(COUNTED), ticket_steps.c.at >= since, ticket_steps.c.at < until)
    for step in tx.connection.execute(happened):
        changes, said = orjson.loads(step.changes), orjson.loads(step.said)
        for what, unit in _marks_of(step, changes):
            named = _group(by, step, unit)
            yield Mark(step.ticket_key, named, what, step.at, late=bool(said.get("late")))
    answered = select(tries).where(
        tries.c.reached, tries.c.undone_at.is_(None), tries.c.at >= since, tries.c.at < until
    )
    for row in tx.connection.execute(answered):
        named = _group(by, row, row.unit)
        yield Mark(row.ticket_key, named, "asked", row.at, False, row.contacted, row.solved, row.satisfaction)


def _marks_of(step: Any, changes: dict[str, list[str | None]]) -> Iterator[tuple[str, str]]:
    """Gives what a step counts as, and the unit it counts for."""
    before, after = changes.get("unit", [None, None])
    match step.action:
        case Step.SIGN_IN:
            yield "signed", step.unit
        case Step.REPLY:
            yield "replied", step.unit
        case Step.UPHOLD_RETURN:
            yield "returned", before or ""
        case Step.REDO | Step.FOLLOW_UP:
            if changes.get("status", [None, None])[1] == "dispatched":
                yield "redone", before or step.unit
        case _:
            yield "dispatched", after or ""


def _group(by: RateBy, happened: Any, unit: str) -> str:
    """Returns the group of something, by what the ticket was when it happened."""
    match by:
        case RateBy.UNIT:
            return unit
        case RateBy.MONTH:
            return f"{happened.at.astimezone(DISTRICT_ZONE):%Y-%m}"
    name: str = getattr(happened, _GROUPS[by])
    return name


def _share(part: float, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
