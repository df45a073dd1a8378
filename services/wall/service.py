"""What the wall asks the server for. All methods block; they belong in :class:`services.tasks.Tasks`."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from services.contracts.accounts import Account, AgentSkills, Skill
from services.contracts.alarms import Alarm, AlarmPage
from services.contracts.calls import (
    AgentState,
    AgentStatus,
    Call,
    CallRow,
    MoveCall,
    PutRight,
    RawCallEvent,
    SupervisionMode,
    TakeCall,
)
from services.contracts.common import Page
from services.contracts.figures import DaySeries, Figures, FormulaVersion, Wall
from services.contracts.opening import ClosingEntry, ClosingStory, NewClosing, QueueClosing, QueueClosings, Reopening
from services.contracts.tickets import Catalogue, SkillEntry
from services.errors import NotFound
from services.tasks import Progress

_MOST_CALLS = 200
"""What the listing gives at once."""


class WallSource(Protocol):
    """The routes that the wall uses."""

    def wall(self, threshold: float) -> Wall:
        """Gives what is true now."""
        ...

    def day(self, day: str) -> DaySeries:
        """Gives a day in minutes."""
        ...

    def figures(
        self, since: datetime, until: datetime, threshold: float, formula: FormulaVersion, progress: Progress
    ) -> Figures:
        """Gives the figures of an interval, until ``progress`` is cancelled."""
        ...

    def put_right(self, account_id: str, change: PutRight, key: str) -> AgentStatus:
        """Corrects an agent's state."""
        ...

    def agent_events(self, account_id: str) -> list[RawCallEvent]:
        """Gives what was last stated about an agent."""
        ...

    def account(self, account_id: str) -> Account | None:
        """Gives an account."""
        ...

    def set_skills(self, account_id: str, skills: AgentSkills, version: int, key: str) -> Account:
        """Changes an agent's skills."""
        ...


class CallSource(Protocol):
    """The listing of calls."""

    def list_calls(self, cursor: str | None = None, limit: int = 100, agent: str = "") -> Page[CallRow]:
        """Gives calls, newest first, with masked numbers."""
        ...

    def supervise(self, call_id: str, mode: SupervisionMode, key: str) -> Call:
        """Brings a lead into a call."""
        ...

    def unsupervise(self, call_id: str, key: str) -> Call:
        """Takes them out."""
        ...

    def take(self, call_id: str, asked: TakeCall, key: str) -> Call:
        """Brings a caller to the lead."""
        ...

    def move(self, call_id: str, asked: MoveCall, key: str) -> Call:
        """Sends a caller elsewhere."""
        ...


class AlarmSource(Protocol):
    """The routes of alarms."""

    def alarms(self, cursor: str | None = None, limit: int = 200) -> AlarmPage:
        """Gives alarms, newest first."""
        ...

    def acknowledge(self, alarm_id: int, remark: str, key: str) -> Alarm:
        """Takes care of an alarm."""
        ...


class ClosingSource(Protocol):
    """The routes of closed queues."""

    def closings(self) -> QueueClosings:
        """Gives the last word about each queue that was ever closed."""
        ...

    def story(self, skill: str) -> ClosingStory:
        """Gives what was done with a queue."""
        ...

    def close(self, skill: str, new: NewClosing, version: int, key: str) -> QueueClosing:
        """Closes a queue for new callers."""
        ...

    def open(self, skill: str, why: Reopening, version: int, key: str) -> QueueClosing:
        """Opens a queue."""
        ...


class SkillSource(Protocol):
    """Where the names of queue skills come from."""

    def catalogue(self) -> Catalogue:
        """Gives the catalogue."""
        ...


@dataclass(frozen=True)
class DayGraph:
    """A day beside the day before and the same weekday of the week before; ``None`` where nothing is known of one."""

    today: DaySeries
    yesterday: DaySeries | None
    last_week: DaySeries | None


@dataclass(frozen=True)
class PastFigures:
    """The figures of an interval, beside those of the interval of the same length that ends where it begins."""

    asked: Figures
    before: Figures


@dataclass(frozen=True)
class CurrentCall:
    """What the agent board says of a call: who calls (masked) and for which queue."""

    number_masked: str
    skill: str


@dataclass(frozen=True)
class FigureRow:
    """A figure as the wall and its exports name it: its key, its value, and that of the interval that stands beside it."""

    key: str
    value: float | None
    beside: float | None
    is_share: bool


SHARES = (
    "service_level",
    "service_level_2",
    "answer_rate_15",
    "connection_rate",
    "abandon_rate",
    "abandon_rate_without_short",
    "occupancy",
    "callback_rate",
)
_NUMBERS = (
    *(
        "offered",
        "answered",
        "abandoned",
        "blocked",
        "turned_away",
        "overflowed",
        "callbacks_promised",
        "callbacks_kept",
        "callbacks_wished",
        "callbacks_due",
        "callbacks_reached",
    ),
    *("asa", "aht", "longest_wait"),
)


def figure_rows(figures: Figures, beside: Figures) -> list[FigureRow]:
    """Returns every figure once, for the tables that are shown and exported."""
    return [FigureRow(key, getattr(figures, key), getattr(beside, key), key in SHARES) for key in (*_NUMBERS, *SHARES)]


class WallService:
    """Figures now, a day's graph with its comparisons, and putting an agent right.

    Args:
        source: the routes of figures.
        calls: the listing of calls; without it the board does not say who calls.
        skills: names of queues; without it the board shows their keys.
        alarms: the routes of alarms; without them there is no history.
        closings: the routes of closed queues; without them none can be closed.
    """

    def __init__(
        self,
        source: WallSource,
        calls: CallSource | None = None,
        skills: SkillSource | None = None,
        alarms: AlarmSource | None = None,
        closings: ClosingSource | None = None,
    ) -> None:
        self._closings = closings
        self._source = source
        self._alarms = alarms
        self._calls = calls
        self._skills = skills
        self._past: dict[str, DaySeries] = {}

    def wall(self, threshold: float) -> Wall:
        """Returns what is true now, with service levels for a threshold in seconds."""
        return self._source.wall(threshold)

    def day_graph(self, day: str) -> DayGraph:
        """Returns a day's graph; past days never change and are asked for once."""
        today = self._source.day(day)
        this = date.fromisoformat(day)
        return DayGraph(today, self._past_day(this - timedelta(days=1)), self._past_day(this - timedelta(days=7)))

    def past(
        self, since: datetime, until: datetime, threshold: float, formula: FormulaVersion, progress: Progress
    ) -> PastFigures:
        """Returns the figures of an interval and of the one before it, as long, by the same rules; both can be cancelled."""
        return PastFigures(
            self._source.figures(since, until, threshold, formula, progress),
            self._source.figures(since - (until - since), since, threshold, formula, progress),
        )

    def put_right(self, account_id: str, state: AgentState, why: str, key: str) -> AgentStatus:
        """Sets the state of an agent who is stuck; the reason is recorded."""
        return self._source.put_right(account_id, PutRight(state=state, why=why), key)

    def evidence(self, account_id: str) -> list[RawCallEvent]:
        """Returns what was last stated about an agent, the newest first."""
        return self._source.agent_events(account_id)

    def account(self, account_id: str) -> Account:
        """Returns an agent's account.

        Raises:
            NotFound: there is none.
        """
        found = self._source.account(account_id)
        if found is None:
            raise NotFound("agent")
        return found

    def set_skills(self, account: Account, skills: list[Skill], key: str) -> Account:
        """Changes an agent's skills, in force at once."""
        return self._source.set_skills(account.id, AgentSkills(skills=skills), account.version, key)

    def supervise(self, call_id: str, mode: SupervisionMode | None, key: str) -> None:
        """Brings the lead into a call, changes how they are in it, or takes them out (``None``)."""
        if self._calls is None:
            return
        if mode is None:
            self._calls.unsupervise(call_id, key)
        else:
            self._calls.supervise(call_id, mode, key)

    def take(self, call_id: str, asked: TakeCall, key: str) -> None:
        """Brings a caller whom nobody has answered to the lead's own telephone."""
        if self._calls is not None:
            self._calls.take(call_id, asked, key)

    def move(self, call_id: str, asked: MoveCall, key: str) -> None:
        """Sends a caller to another queue or agent."""
        if self._calls is not None:
            self._calls.move(call_id, asked, key)

    def alarms(self) -> list[Alarm]:
        """Returns the newest alarms, those that are over too."""
        return [] if self._alarms is None else self._alarms.alarms().items

    def acknowledge(self, alarm_id: int, remark: str, key: str) -> Alarm:
        """Takes care of an alarm; who was first stays."""
        if self._alarms is None:
            raise RuntimeError("there are no routes of alarms")
        return self._alarms.acknowledge(alarm_id, remark, key)

    def closings(self) -> list[QueueClosing]:
        """Returns the last word about each queue that was ever closed."""
        return [] if self._closings is None else self._closings.closings().items

    def closing_story(self, skill: str) -> list[ClosingEntry]:
        """Returns what was done with a queue, the newest first."""
        return [] if self._closings is None else self._closings.story(skill).items

    def close_queue(self, skill: str, new: NewClosing, version: int, key: str) -> QueueClosing:
        """Closes a queue for new callers, in effect at once."""
        if self._closings is None:
            raise RuntimeError("there are no routes of closed queues")
        return self._closings.close(skill, new, version, key)

    def open_queue(self, skill: str, reason: str, version: int, key: str) -> QueueClosing:
        """Opens a queue, in effect at once."""
        if self._closings is None:
            raise RuntimeError("there are no routes of closed queues")
        return self._closings.open(skill, Reopening(reason=reason), version, key)

    def current_calls(self, agents: int) -> dict[str, CurrentCall]:
        """Returns the calls that are not over, by id, looked for among the newest: some for each agent on duty."""
        if self._calls is None:
            return {}
        rows = self._calls.list_calls(limit=min(_MOST_CALLS, 20 + 3 * agents)).items
        return {row.id: CurrentCall(row.number_masked, row.skill) for row in rows if row.ended_at is None}

    def skills(self) -> list[SkillEntry]:
        """Returns the queues' names."""
        return self.queues()[0]

    def queues(self) -> tuple[list[SkillEntry], list[SkillEntry]]:
        """Returns the queues' names, and those of queues that are no more."""
        if self._skills is None:
            return [], []
        known = self._skills.catalogue()
        retired = [each for each in known.former if each.kind == "skill"]
        return known.skills, [SkillEntry(key=each.code, name=each.name, english=each.english) for each in retired]

    def _past_day(self, day: date) -> DaySeries | None:
        name = day.isoformat()
        if name not in self._past:
            self._past[name] = self._source.day(name)
        series = self._past[name]
        return series if any(series.arrivals) else None
