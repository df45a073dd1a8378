"""How a call-back goes from one state to the next: a table, and when the next try may be made. Pure.

A call-back is open (waiting or taken) until it is closed, and closed for good: a call that is lost later opens a new one.
"""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from services.contracts.callbacks import CallBackCause, CallBackOutcome, CallBackRules, CallBackState
from services.errors import AppError, Conflict

HOLD = timedelta(minutes=30)
"""So long a call-back is one agent's; then another one may take it."""


class Happening(StrEnum):
    """What can happen to a call-back that is there."""

    LOST = "lost"
    """Another call of the same number was lost; ``cause`` says how."""
    CALLED_AGAIN = "called_again"
    TAKE = "take"
    RELEASE = "release"
    REACHED = "reached"
    NOT_REACHED = "not_reached"
    GIVE_UP = "give_up"


_W, _T, _C = CallBackState.WAITING, CallBackState.TAKEN, CallBackState.CLOSED
TABLE: dict[tuple[CallBackState, Happening], CallBackState] = {
    (_W, Happening.LOST): _W,
    (_T, Happening.LOST): _T,
    (_W, Happening.CALLED_AGAIN): _C,
    (_T, Happening.CALLED_AGAIN): _C,
    (_W, Happening.TAKE): _T,
    # Only by who has it already, or after ``HOLD``.
    (_T, Happening.TAKE): _T,
    (_T, Happening.RELEASE): _W,
    (_W, Happening.REACHED): _C,
    (_T, Happening.REACHED): _C,
    # Closed where it was the last try.
    (_T, Happening.NOT_REACHED): _W,
    (_W, Happening.GIVE_UP): _C,
    (_T, Happening.GIVE_UP): _C,
}
"""What is not here is refused."""
_RANK = {cause: place for place, cause in enumerate(CallBackCause)}


@dataclass(frozen=True)
class Task:
    """A call-back as the rules see it."""

    cause: CallBackCause
    since: datetime
    next_at: datetime
    state: CallBackState = CallBackState.WAITING
    calls: int = 1
    tries: int = 0
    holder_id: str = ""
    taken_at: datetime | None = None
    outcome: CallBackOutcome | None = None
    reason: str = ""
    closed_at: datetime | None = None

    def held(self, now: datetime) -> bool:
        """Tells whether an agent has it at this moment."""
        return self.state is _T and self.taken_at is not None and now - self.taken_at < HOLD

    def due(self, now: datetime) -> bool:
        """Tells whether somebody is to call now."""
        return self.state is not _C and not self.held(now) and self.next_at <= now


def opened(cause: CallBackCause, since: datetime, now: datetime, rules: CallBackRules, zone: ZoneInfo) -> Task:
    """Returns a new call-back. Who wished one is called when their turn comes, at any hour; others in the hours for it."""
    return Task(cause, since, now if cause is CallBackCause.WISHED else sensible(now, rules, zone))


def step(
    task: Task,
    happening: Happening,
    now: datetime,
    rules: CallBackRules,
    zone: ZoneInfo,
    by: str = "",
    cause: CallBackCause = CallBackCause.ABANDONED,
    reason: str = "",
) -> Task:
    """Returns the call-back after something has happened to it.

    Args:
        task: as it is.
        happening: what has happened.
        now: when.
        rules: hours and tries.
        zone: the district's, whose hours they are.
        by: account of who did it.
        cause: of a lost call, how it was lost.
        reason: of giving up.

    Raises:
        Conflict: ``call_back_closed``, ``call_back_taken``, ``call_back_early``, ``call_back_not_taken``.
    """
    state = TABLE.get((task.state, happening))
    if state is None:
        raise Conflict("call_back_closed" if task.state is _C else "call_back_not_taken")
    objection = _objection(task, happening, now, zone, by)
    if objection is not None:
        raise objection
    return _moved(replace(task, state=state), happening, now, rules, zone, by, cause, reason)


def _objection(task: Task, happening: Happening, now: datetime, zone: ZoneInfo, by: str) -> AppError | None:
    mine = task.holder_id == by
    if happening is Happening.TAKE:
        if task.held(now) and not mine:
            return Conflict("call_back_taken")
        if task.next_at > now and not (mine and task.held(now)):
            return Conflict("call_back_early", at=f"{task.next_at.astimezone(zone):%m-%d %H:%M}")
    elif happening in (Happening.RELEASE, Happening.NOT_REACHED) and not mine:
        return Conflict("call_back_not_taken")
    return None


def _moved(
    task: Task,
    happening: Happening,
    now: datetime,
    rules: CallBackRules,
    zone: ZoneInfo,
    by: str,
    cause: CallBackCause,
    reason: str,
) -> Task:
    match happening:
        case Happening.LOST:
            stronger = _RANK[cause] > _RANK[task.cause]
            wished = cause is CallBackCause.WISHED
            return replace(
                task,
                calls=task.calls + 1,
                cause=cause if stronger else task.cause,
                next_at=min(task.next_at, now) if wished else task.next_at,
            )
        case Happening.TAKE:
            return task if task.holder_id == by and task.held(now) else replace(task, holder_id=by, taken_at=now)
        case Happening.RELEASE:
            return replace(task, holder_id="", taken_at=None)
        case Happening.NOT_REACHED:
            tried = replace(task, holder_id="", taken_at=None, tries=task.tries + 1)
            if tried.tries >= rules.tries:
                return _closed(tried, CallBackOutcome.NOT_REACHED, now)
            return replace(tried, next_at=sensible(now + timedelta(minutes=rules.minutes_between), rules, zone))
        case Happening.CALLED_AGAIN:
            return _closed(task, CallBackOutcome.CALLED_AGAIN, now)
        case Happening.REACHED:
            return _closed(replace(task, tries=task.tries + 1), CallBackOutcome.REACHED, now)
        case Happening.GIVE_UP:
            return _closed(replace(task, reason=reason), CallBackOutcome.GIVEN_UP, now)


def _closed(task: Task, outcome: CallBackOutcome, now: datetime) -> Task:
    return replace(task, state=_C, outcome=outcome, closed_at=now)


def sensible(moment: datetime, rules: CallBackRules, zone: ZoneInfo) -> datetime:
    """Returns the first moment from this one on at which citizens may be called, by the district's day."""
    local = moment.astimezone(zone)
    windows = sorted((window.begins, window.ends) for window in rules.windows)
    clock = f"{local:%H:%M}"
    if any(begins <= clock < ends for begins, ends in windows):
        return moment
    later = next((begins for begins, _ in windows if begins > clock), None)
    day = local.date() if later else local.date() + timedelta(days=1)
    begins = later or windows[0][0]
    return datetime.combine(day, time.fromisoformat(begins), zone).astimezone(moment.tzinfo)


def place(task: Task, now: datetime) -> tuple[bool, int, datetime]:
    """Returns what call-backs are sorted by: who may be called now, who wished it, who came first."""
    first = task.next_at if task.next_at > now else task.since
    return (not task.due(now), -_RANK[task.cause], first)
