"""Alarms of the floor: what is watched, from which level on it is raised, and what became of it.

An alarm never has a citizen's data in it: it names a queue, a figure or a member of the staff.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, SecretStr

from services.contracts.common import Answer, Id, Line, Message, Moment, Name, Page
from services.contracts.leaders import Address


class AlarmKind(StrEnum):
    """What is watched; beside each what its value is, and what ``subject`` names."""

    LONGEST_WAIT = "longest_wait"
    """Seconds that the caller has waited who has waited longest; the queue is in ``values.skill``."""
    SERVICE_LEVEL = "service_level"
    """Percent of the running interval; raised where it is *low*."""
    ABANDONED = "abandoned"
    """Percent of the running interval."""
    NO_AGENT = "no_agent"
    """Callers who wait for a skill (the subject) with nobody on duty who has it."""
    PBX_LOST = "pbx_lost"
    """Seconds since the exchange was last heard."""
    LONG_BREAK = "long_break"
    """Seconds of an agent's (the subject's) break; so with the next three."""
    LONG_WRAP_UP = "long_wrap_up"
    LONG_PAUSED = "long_paused"
    LONG_CALL = "long_call"


LOW_IS_BAD = frozenset({AlarmKind.SERVICE_LEVEL})
SHARES = frozenset({AlarmKind.SERVICE_LEVEL, AlarmKind.ABANDONED})
"""Kinds that are percent of a running interval."""


class AlarmRule(Answer):
    """When an alarm of a kind is raised, and when it ends.

    It is raised when the value has been at ``raise_at`` or worse for ``hold_seconds`` without a break, and cleared when it
    has been at ``clear_at`` or better for ``clear_seconds``. Between the levels nothing changes, so that nothing flaps.
    """

    kind: AlarmKind
    active: bool = True
    raise_at: float = Field(ge=0, le=86_400)
    clear_at: float = Field(ge=0, le=86_400)
    hold_seconds: int = Field(default=0, ge=0, le=3_600)
    clear_seconds: int = Field(default=0, ge=0, le=3_600)
    minutes: int = Field(default=30, ge=5, le=240)
    """Length of the running interval, for shares."""
    threshold: int = Field(default=20, ge=5, le=120)
    """T of the service level, seconds."""
    least_calls: int = Field(default=10, ge=1, le=1_000)
    """With fewer calls in the interval a share says nothing."""
    notice: bool = True
    """Leads get a notice, also where they want quiet."""
    email: bool = False
    webhook: bool = False

    @property
    def is_in_order(self) -> bool:
        """Whether what clears it is no worse than what raises it; else it would be raised and cleared in the same moment."""
        return self.raise_at <= self.clear_at if self.kind in LOW_IS_BAD else self.clear_at <= self.raise_at


def _rule(kind: AlarmKind, raise_at: float, clear_at: float, hold: int, clear: int, **more: bool) -> AlarmRule:
    return AlarmRule(kind=kind, raise_at=raise_at, clear_at=clear_at, hold_seconds=hold, clear_seconds=clear, **more)


DEFAULTS: tuple[AlarmRule, ...] = (
    _rule(AlarmKind.PBX_LOST, 5, 0, 0, 5, email=True, webhook=True),
    _rule(AlarmKind.NO_AGENT, 1, 0, 15, 10, email=True, webhook=True),
    _rule(AlarmKind.LONGEST_WAIT, 120, 60, 5, 20),
    _rule(AlarmKind.SERVICE_LEVEL, 70, 80, 60, 120),
    _rule(AlarmKind.ABANDONED, 10, 5, 60, 120),
    _rule(AlarmKind.LONG_BREAK, 3_600, 3_600, 0, 0),
    _rule(AlarmKind.LONG_WRAP_UP, 600, 600, 0, 0),
    _rule(AlarmKind.LONG_PAUSED, 600, 600, 0, 0),
    _rule(AlarmKind.LONG_CALL, 1_800, 1_800, 0, 0),
)
"""In force until a district has set its own."""


class AlarmRules(Answer):
    """One version of the rules."""

    version: int = 0
    created_at: Moment | None = None
    created_by: str = ""
    rules: list[AlarmRule] = list(DEFAULTS)


class AlarmRulesHistory(Answer):
    """All versions, the newest first; the first one is in force."""

    items: list[AlarmRules] = []


class NewAlarmRules(Message):
    """Rules to set; a kind that is left out is not watched."""

    rules: list[AlarmRule] = Field(max_length=len(AlarmKind))


Url = Annotated[str, Field(pattern=r"^https://[A-Za-z0-9.\-\[\]:]{1,200}(/[^\s#\\]*)?$", max_length=300)]


class AlarmHook(Answer):
    """A program that is told of alarms by a signed HTTPS request. Its secret is never shown."""

    id: Id
    url: str
    has_secret: bool = True


class AlarmHookFields(Message):
    """A program to be told; without a secret the one it has stays."""

    id: Id = Field(pattern=r"^[0-9a-zA-Z_-]{1,64}$")
    url: Url
    secret: SecretStr | None = Field(default=None, min_length=16, max_length=200)


class AlarmTargets(Answer):
    """Who is told outside of the consoles."""

    version: int = 0
    addresses: list[str] = []
    hooks: list[AlarmHook] = []


class AlarmTargetsChange(Message):
    """Sets who is told outside of the consoles."""

    addresses: list[Address] = Field(max_length=20)
    hooks: list[AlarmHookFields] = Field(default=[], max_length=10)


class Alarm(Answer):
    """Something that was wrong on the floor, or is (``cleared_at`` is ``None``)."""

    id: int
    kind: str
    """An :class:`AlarmKind`, or one of a newer server."""
    subject: str = ""
    name: str = ""
    """Of the member of the staff whom it is about."""
    skill: str = ""
    """The queue that it is about."""
    value: float
    """When it was raised."""
    level: float
    """The level that the rule asked for then."""
    since: Moment
    """From when on the value was as bad; ``raised_at`` is later by the rule's least duration."""
    raised_at: Moment
    acknowledged_at: Moment | None = None
    acknowledged_by: Name = ""
    remark: str = ""
    """What the lead who acknowledged it is doing about it."""
    cleared_at: Moment | None = None


class Acknowledgement(Message):
    """A lead has seen an alarm and takes care of it."""

    remark: Line = ""


class AlarmPage(Page[Alarm]):
    """Alarms, the newest first."""


class AlarmDelivery(Answer):
    """A letter or a request about an alarm, and what became of it."""

    id: int
    alarm_id: int
    way: str
    """``email`` or ``webhook``."""
    target: str
    """The hook's id; of letters nothing."""
    what: str
    """``raised`` or ``cleared``."""
    state: str
    attempts: int = 0
    problem: str = ""
    sent_at: Moment | None = None


class AlarmHookBody(Answer):
    """What a webhook is sent as JSON. ``id`` is the same at every attempt."""

    id: str
    what: str
    alarm: Alarm
