"""The lead's figures. All are computed at the server from raw call events; the formula's version goes with them."""

from typing import Literal

from services.contracts.calls import AgentStatus
from services.contracts.common import Answer, Moment

FormulaVersion = Literal["2026.1", "2026.2", "2026.3", "2026.4", "2026.5", "2026.6"]
"""Rule sets by which figures can be computed. None is ever changed: a change of a rule is a new version."""
FORMULA_VERSION: FormulaVersion = "2026.6"
"""The one in force."""
LONGEST_DAYS = 31
"""Of an interval whose figures are asked for at once."""


class Figures(Answer):
    """Figures of an interval. Shares are 0 to 1, ``None`` where nothing was counted; times are seconds.

    Formulas: see ``services.server.figures.formulas``.
    """

    since: Moment
    until: Moment
    formula: FormulaVersion = FORMULA_VERSION
    """The rule set by which these were computed."""
    threshold: float
    """T of the service level, seconds."""
    offered: int = 0
    answered: int = 0
    abandoned: int = 0
    abandoned_short: int = 0
    """Abandoned in less than 5 s."""
    service_level: float | None = None
    service_level_2: float | None = None
    answer_rate_15: float | None = None
    connection_rate: float | None = None
    abandon_rate: float | None = None
    abandon_rate_without_short: float | None = None
    asa: float | None = None
    aht: float | None = None
    occupancy: float | None = None
    longest_wait: float = 0.0
    callbacks_wished: int = 0
    """Callers who chose to be called back instead of waiting (from 2026.2 on; before, they counted as abandoned)."""
    callbacks_due: int = 0
    """Numbers to be called back: of callers who wished it, or abandoned; each number once."""
    callbacks_reached: int = 0
    """Of those, whom an agent then talked with, whoever called whom."""
    callback_rate: float | None = None
    """Reached / due."""
    callbacks_promised: int = 0
    """Numbers that a closed queue promised to call back, each once (from 2026.3 on): none of them is among those due."""
    callbacks_kept: int = 0
    """Of those, whom an agent then talked with."""
    blocked: int = 0
    """Calls of blocked numbers that were refused: neither offered nor abandoned."""
    turned_away: int = 0
    """Calls to closed queues, told so: no new one of them is offered, and none is abandoned."""
    overflowed: int = 0
    """Calls that were sent on to another skill or a number outside: not abandoned; those to a number outside are offered only if they
    waited here before. Whom nobody answers outside is turned away, and from 2026.4 on not counted here too."""
    wrap_ups_extended: dict[str, int] = {}
    """How often agents made a wrap-up longer, by their reason (:class:`~services.contracts.calls.WrapUpReason`)."""


class Live(Answer):
    """What is true now: waiting callers and agents by state."""

    waiting: int = 0
    longest_wait: float = 0.0
    agents: dict[str, int] = {}
    in_call: int = 0


class Wall(Answer):
    """All that the wall shows, at one event id."""

    as_of: int
    now: Moment
    live: Live
    today: Figures
    last_hour: Figures
    agents: list[AgentStatus]


class DaySeries(Answer):
    """A day in minutes: each list has one number for each minute from ``start``; live days end at the present minute."""

    day: str
    zone: str
    """Whose day it is (IANA name)."""
    start: Moment
    minutes: int
    arrivals: list[int]
    answered: list[int]
    abandoned: list[int]
    waiting: list[float]
    """Callers waiting, mean over the minute."""
    staffed: list[float]
    """Agents signed in and not on a break, mean over the minute."""
