"""Whether a queue takes a new caller, by its plan, the calendar, who waits, who is there, and what a lead has said. Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from services.contracts.plans import ONWARD, OpenHours, Outside, QueuePlan, Why
from services.server.clocks.worktime import WorkTime, wall
from services.telephony.protocol import Closing, Stretch

WAIT_LIFE = timedelta(minutes=5)
"""How long callers are sent on because somebody waits too long, where nobody looks again: our server may be gone."""
AHEAD = timedelta(days=35)
"""So far plans are told to the exchange, and so long they hold there by themselves."""
SOON = timedelta(days=2)
"""So far is looked first: most plans change by then."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MIDNIGHT = 24 * 60


def plan(
    skill: QueuePlan, at: datetime, waiting: float, agents: int, manual: Closing | None, calendar: WorkTime
) -> Closing | None:
    """Returns what a new caller of a queue gets instead of a place in it; ``None``: the place.

    Args:
        skill: the queue's plan.
        at: the moment.
        waiting: seconds for which the first of the queue has waited.
        agents: how many who serve the queue take calls now; who is on a break does not.
        manual: what a lead has said, which comes before all else.
        calendar: whose days off and make-up days count, in its own zone.
    """
    if said(manual, at) is not None:
        return manual
    closed = hours(skill, calendar, at, at + SOON)
    if closed and closed[0].since <= at and closed[0].until == at + SOON:
        closed = hours(skill, calendar, at, at + AHEAD)
    if closed and closed[0].since <= at:
        found = closed[0]
        return Closing(found.until, found.treatment, found.to, Why.HOURS)
    closes = closed[0].since if closed else None
    if skill.overflow_no_agent and not agents:
        return Closing(closes, skill.overflow, skill.overflow_to, Why.NO_AGENT)
    if skill.overflow_seconds and waiting > skill.overflow_seconds:
        until = at + WAIT_LIFE
        return Closing(min(until, closes or until), skill.overflow, skill.overflow_to, Why.WAIT)
    return None


def said(manual: Closing | None, at: datetime) -> Closing | None:
    """Returns what a lead has said of a queue, while it holds."""
    return manual if manual is not None and (manual.until is None or at < manual.until) else None


def hours(skill: QueuePlan, calendar: WorkTime, since: datetime, until: datetime) -> list[Stretch]:
    """Returns when a queue is closed by its plan between two moments, in order; a stretch that lasts is cut at both ends."""
    found: list[Stretch] = []
    last = since
    for begins, ends in [*_open(skill, calendar, since, until), (until, until)]:
        if last < begins:
            to = skill.outside_to if skill.outside in ONWARD else ""
            found.append(Stretch(last, min(begins, until), skill.outside, to))
        last = max(last, ends)
    return found


def _open(skill: QueuePlan, calendar: WorkTime, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
    """Returns when a queue is open, beginning with the hours of the day before: they may go on over midnight."""
    first = since.astimezone(calendar.zone).date().toordinal() - 1
    last = until.astimezone(calendar.zone).date().toordinal()
    found = []
    for day in range(first, last + 1):
        for each in of_day(skill, calendar, day):
            begins, ends = _minute(each.begins), _minute(each.ends)
            ends += _MIDNIGHT if ends <= begins else 0
            opens, closes = _moment(calendar, day, begins), _moment(calendar, day, ends)
            if opens < closes and since < closes and opens < until:
                found.append((opens, closes))
    return sorted(found)


def of_day(skill: QueuePlan, calendar: WorkTime, day: int) -> Sequence[OpenHours]:
    """Returns the hours that begin on a day (an ordinal): the calendar's word comes before the day of the week."""
    is_worked = calendar.days.get(day)
    usual = skill.week[(day - 1) % 7]
    if is_worked is None:
        return usual
    if not is_worked:
        return skill.day_off
    return skill.make_up if (day - 1) % 7 > 4 else usual


def let_out(closing: Closing | None, agents: int) -> Closing | None:
    """Returns what those get who wait already; ``None``: they go on waiting, because they can be served or the queue is open.

    Nobody who has waited is only announced to: they are called back.
    """
    if closing is None or agents or closing.why not in ("", Why.HOURS):
        return None
    treatment = Outside.CALL_BACK if closing.treatment == Outside.ANNOUNCE else Outside(closing.treatment.value)
    return Closing(closing.until, treatment, closing.to, closing.why or Why.CLOSED)


def _minute(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def _moment(calendar: WorkTime, day: int, minute: int) -> datetime:
    day, minute = (day + 1, minute - _MIDNIGHT) if minute > _MIDNIGHT else (day, minute)
    return _EPOCH + timedelta(microseconds=wall(calendar.zone, day, minute))
