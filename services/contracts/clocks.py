"""Limits of time, the clocks that watch over them, and what they are set by: rules and calendars."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, AliasChoices, ConfigDict, Field, StringConstraints, model_validator

from services.contracts.common import Answer, Code, Line, Message, Moment, Name
from services.contracts.tickets import TicketKind, Urgency


class ClockKind(StrEnum):
    """What has to be done in time. A ticket may have several running at once."""

    DISPATCH = "dispatch"
    SIGN_IN = "sign_in"
    FIRST_CONTACT = "first_contact"
    FINISH = "finish"
    REVIEW = "review"
    FOLLOW_UP = "follow_up"


class LimitUnit(StrEnum):
    """What a limit is counted in.

    Days: the day of the beginning does not count, and the last one counts to its end (Civil Code of 2020, articles 201
    and 203): working days to the end of the last shift, calendar days to midnight, or, where the last one is a day off,
    to the end of the next working day.
    """

    MINUTES = "minutes"
    HOURS = "hours"
    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    WORKING_MINUTES = "working_minutes"
    """Only minutes inside of a shift count."""


class Limit(Message):
    """So much time for something."""

    amount: int = Field(ge=1, le=100_000)
    unit: LimitUnit

    @model_validator(mode="after")
    def _for_people(self) -> "Limit":
        if self.unit in DAYS and self.amount > MOST_DAYS:
            raise ValueError(f"at most {MOST_DAYS} days")
        return self


DAYS = frozenset({LimitUnit.CALENDAR_DAYS, LimitUnit.WORKING_DAYS})
MOST_DAYS = 1_000


class ClockState(StrEnum):
    """Whether the time of a clock runs."""

    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


class ArithmeticLine(Answer):
    """A step of the calculation of a due moment; the client makes a sentence of it (``ui/clock_words.py``).

    ``values`` hold moments as ISO 8601 in the calendar's own zone, days as ``2026-02-14``, numbers as numbers. Codes:

    - ``received`` (``at``): when it began; ``counts_from`` (``day``): the first day that counts;
    - ``limit`` (``amount``, ``unit``); ``extended`` (``amount``, ``unit``);
    - ``of_matter`` (``version``, ``category``, ``place``): the line of the dispatch catalogue that sets the limit, where it is not
      the general one; ``place`` is empty for the whole district;
    - ``shifts`` (``hours``): what counts of a working day, where minutes of it are counted;
    - ``work_day`` (``day``, ``name``): a Saturday or Sunday that is worked; ``days_off`` (``since``, ``until``,
      ``name``): days of the week that are not;
    - ``paused`` (``since``, ``until``, ``seconds``): so much was not counted; ``until`` is missing while it still is;
    - ``moved`` (``day``): the last day was one off; ``provisional`` (``year``): that year's calendar is not published;
    - ``due`` (``at``); ``stopped`` (``at``, ``late``).
    """

    code: str
    values: dict[str, str | int] = {}


class TicketClock(Answer):
    """One clock of a ticket, with how its due moment comes about."""

    kind: ClockKind
    state: ClockState
    limit: Limit
    calendar: Code
    started_at: Moment
    due_at: Moment | None = None
    """Nothing while paused. Of a stopped one, what it was."""
    stopped_at: Moment | None = None
    paused_seconds: int = 0
    extended_by: list[Limit] = []
    provisional: bool = False
    """Some year that it counts through has no published calendar yet."""
    level: int = 0
    """Rung of the ladder reached: 0 none, 1 reminder, 2 yellow, 3 red, 4 leaders."""
    overdue: bool = False
    """Past its limit; of a stopped one, whether it was stopped too late."""
    arithmetic: list[ArithmeticLine] = []


class RungWhen(StrEnum):
    """What the moment of a rung is counted from."""

    SHARE = "share"
    """So many percent of the limit are gone."""
    DUE_DAY = "due_day"
    """The beginning of work on the day it is due."""
    DUE = "due"
    AFTER = "after"
    """So long after it was due: for days, the beginning of that day."""


class Rung(Message):
    """One rung of the ladder: from when on a clock stands on ``level``."""

    level: int = Field(ge=1, le=4)
    when: RungWhen
    share: int = Field(default=0, ge=0, le=99)
    after: Limit | None = None

    @model_validator(mode="after")
    def _whole(self) -> "Rung":
        if (self.when is RungWhen.SHARE) != bool(self.share) or (self.when is RungWhen.AFTER) != bool(self.after):
            raise ValueError("a share needs its percent, an after its limit, and nothing else has either")
        return self


class LimitRule(Message):
    """How long something may take. The rule that names most of kind and urgency counts; of equals the first."""

    clock: ClockKind
    kind: TicketKind | None = None
    """Of which tickets; nothing means all."""
    urgency: Urgency | None = None
    limit: Limit
    note: Line = ""
    """Where it comes from."""


class ClockRulesBody(Message):
    """All that clocks are set by beside the calendars."""

    limits: list[LimitRule] = Field(min_length=1, max_length=400)
    ladder: list[Rung] = Field(max_length=12)
    """For limits in days."""
    short_ladder: list[Rung] = Field(max_length=12)
    """For limits in minutes and hours."""
    pause_while_return_is_reviewed: bool = False
    undo_minutes: int = Field(default=10, ge=1, le=240)
    """So long a wrong close can be taken back."""
    returns_until_meeting: int = Field(default=2, ge=1, le=9)
    """After so many upheld returns only a joint meeting decides who handles a ticket."""
    silent_minutes: int = Field(default=240, ge=15, le=4_800)
    """Whose console is not heard of for so many minutes of work has left: their open tickets go to the unit's pool."""
    calendar: Code = Field(min_length=1)
    """Of everybody who has none of their own."""
    calendars_of_units: dict[Code, Code] = Field(default={}, max_length=2_000)

    @model_validator(mode="after")
    def _every_clock(self) -> "ClockRulesBody":
        missing = [kind.value for kind in ClockKind if not any(_is_general(rule, kind) for rule in self.limits)]
        if missing:
            raise ValueError(f"a limit for every kind and urgency is missing: {', '.join(missing)}")
        return self


def _is_general(rule: LimitRule, kind: ClockKind) -> bool:
    return rule.clock is kind and rule.kind is None and rule.urgency is None


class NewClockRules(ClockRulesBody):
    """Rules to be in force from a moment on, for clocks that are started then or later."""

    effective_from: Moment


class ClockRules(ClockRulesBody, Answer):
    """A version of the rules."""

    version: int
    effective_from: Moment
    author: str = ""


class ClockRulesHistory(Answer):
    """The newest version, which a change is made to, and every one before it, the newest first."""

    version: int
    """The newest version's number, for ``If-Match``."""
    current: ClockRules
    """What is in force now."""
    versions: list[ClockRules]


def _a_time(value: str) -> str:
    hours, minutes = int(value[:2]), int(value[3:])
    if minutes > 59 or hours * 60 + minutes > 24 * 60:
        raise ValueError("a time of day from 00:00 to 24:00")
    return value


TimeOfDay = Annotated[str, StringConstraints(pattern=r"^[0-2]\d:[0-5]\d$"), AfterValidator(_a_time)]


class Shift(Message):
    """A stretch of work within a day; what lies between two is the lunch break."""

    start: TimeOfDay
    end: TimeOfDay


class CalendarDay(Message):
    """A day that differs from the plain week, in the words of the State Council's notices."""

    name: Line = ""
    date: date
    is_off_day: bool = Field(validation_alias=AliasChoices("is_off_day", "isOffDay"))


class NewCalendarYear(Message):
    """A year's calendar file, in the form of ``resources/calendar``; replaces what was loaded for the year before."""

    model_config = ConfigDict(populate_by_name=True)

    calendar: Code = "cn"
    year: int = Field(ge=1970, le=2199)
    papers: list[Line] = Field(default=[], max_length=20)
    days: list[CalendarDay] = Field(max_length=366)
    schema_: str = Field(default="", alias="$schema", max_length=300)
    id_: str = Field(default="", alias="$id", max_length=300)

    @model_validator(mode="after")
    def _of_the_year(self) -> "NewCalendarYear":
        # A notice tells of days around the turn of the year, too.
        if any(abs(day.date.year - self.year) > 1 for day in self.days):
            raise ValueError("a day of quite another year")
        if len({day.date for day in self.days}) != len(self.days):
            raise ValueError("a day stands there twice")
        return self


class NewCalendar(Message):
    """Who works when, in force from a day on.

    ``days_of`` names another calendar whose days off and make-up days count here too; ``days`` are this one's own and
    come before them.
    """

    code: Code = Field(min_length=1)
    name: Name = Field(min_length=1)
    english: Name = ""
    effective_from: date
    zone: str = Field(default="", max_length=60)
    """IANA name of the zone whose days and hours these are; where it is left out the district's, which is then kept."""
    week: list[Annotated[list[Shift], Field(max_length=6)]] = Field(min_length=7, max_length=7)
    """Shifts of Monday to Sunday; a day without any is off."""
    make_up: list[Shift] = Field(min_length=1, max_length=6)
    """Shifts of a day that is worked though the plain week has it off."""
    days_of: Code = ""
    days: list[CalendarDay] = Field(default=[], max_length=2_000)
    last_day_off_moves: bool = True
    """Whether a limit in calendar days that ends on a day off ends on the next working day instead."""

    @model_validator(mode="after")
    def _possible(self) -> "NewCalendar":
        for shifts in (*self.week, self.make_up):
            times = [time for shift in shifts for time in (shift.start, shift.end)]
            if any(shift.start >= shift.end for shift in shifts) or times != sorted(times):
                raise ValueError("shifts of a day follow each other")
        minutes = sum(_minute(shift.end) - _minute(shift.start) for shifts in self.week for shift in shifts)
        if minutes < LEAST_MINUTES_A_WEEK:
            raise ValueError(f"at least {LEAST_MINUTES_A_WEEK} minutes of work a week")
        return self


LEAST_MINUTES_A_WEEK = 240
"""So that every limit ends within a few years."""


def _minute(time: str) -> int:
    return int(time[:2]) * 60 + int(time[3:])


class Calendar(NewCalendar, Answer):
    """A version of a calendar, and the years whose days off are published."""

    version: int
    years: list[int] = []


class Recount(Answer):
    """How far the clocks of open tickets have been counted anew after a change of rules or calendars."""

    running: bool = False
    done: int = 0
    changed: int = 0
    total: int = 0


class ClockPreview(Message):
    """An example ticket, to be counted by rules that are not kept yet."""

    rules: ClockRulesBody
    received_at: Moment
    kind: TicketKind | None = None
    urgency: Urgency = Urgency.NORMAL
    unit: Code = ""
    category: Code = ""
    town: Code = ""
    village: Code = ""
