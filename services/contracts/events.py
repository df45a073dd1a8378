"""The event log and the snapshot: how a client's screens stay true.

A client takes ``GET /v1/snapshot``, which says the event id it is true at, then reads ``GET /v1/events`` from that id.
Every change of state is written in one transaction with its event, so nothing between the two is missed.
"""

from enum import StrEnum
from typing import Any

from pydantic import Field

from services.contracts.accounts import Account, Permission
from services.contracts.alarms import Alarm
from services.contracts.calls import AgentStatus, Call, QueueEntry
from services.contracts.common import Answer, Message, Moment
from services.contracts.opening import QueueClosing


class Topic(StrEnum):
    """What an event is about. ``data`` of each topic is described beside it."""

    QUEUE = "queue"
    """A caller joined or changed: ``{"entry": QueueEntry}``; or left: ``{"left": call_id, "why": ...}``."""
    CALL = "call"
    """A call of the receiving agent changed: ``data`` is a :class:`Call`. Audience: that agent."""
    CALL_BACK = "call_back"
    """Somebody is to be called back, or it changed: ``{"id", "version", "state", "cause"}``."""
    QUEUE_CLOSING = "queue_closing"
    """A queue was closed for new callers, or opened: a :class:`~services.contracts.opening.QueueClosing`."""
    QUEUE_PLANS = "queue_plans"
    """The plans of queues have a new version: ``{"version"}``."""
    BLOCK = "block"
    """A number was reported, or something was decided about it: ``{"id", "version", "state"}``."""
    AGENT = "agent"
    """An agent's row changed: ``data`` is an :class:`AgentStatus`."""
    TICKET = "ticket"
    """A ticket changed: ``{"id", "number", "status", "version", "title", "created_by_id"}``."""
    ALERT = "alert"
    """An emergency was passed on, or somebody has acknowledged it: an :class:`Alert`. Every screen shows it."""
    RULE_PROPOSAL = "rule_proposal"
    """A joint meeting wants a line in the dispatch catalogue, or it was decided: ``{"id", "status", "number"}``."""
    NOTICE = "notice"
    """Something that the person should know of: a :class:`~services.contracts.notices.Notice`; or what they have read, at
    whichever console: ``{"marked" or "marked_through": id, "unread": count}``; or that they
    follow a ticket now, or no more: ``{"followed": ticket_id, "following": bool}``."""
    MATTER = "matter"
    """What many ask about changed: ``{"id", "version"}``."""
    CLOCK = "clock"
    """A ticket's clock has reached a rung: ``{"id", "number", "status", "version", "due_at", "due_kind", "alarm"}``; or
    clocks are counted anew: ``{"recount": Recount}``."""
    PERSON = "person"
    """A citizen's record changed: ``{"id", "version"}``."""
    ARTICLE = "article"
    """An article changed: ``{"id", "version", "status"}``."""
    EVALUATION = "evaluation"
    """An evaluation changed: ``{"id", "version", "status", "call_id", "agent_id"}``."""
    CALIBRATION = "calibration"
    """A calibration changed: ``{"id", "version", "state"}``. Audience: who takes part. Nothing of any scoring is in it."""
    PRESENCE = "presence"
    """Who looks at or types in a ticket: ``{"ticket_id", "viewers": [{"account_id", "name", "typing"}]}``."""
    ACCOUNT = "account"
    """An account changed: ``{"id"}``."""
    CATALOGUE = "catalogue"
    """Categories, units, templates or phrases changed: ``{"version"}``."""
    DUTY = "duty"
    """A unit's plan of duty changed, or an absence began: ``{"unit", "version"}``."""
    ALARM = "alarm"
    """An alarm of the floor was raised, acknowledged or cleared: an :class:`~services.contracts.alarms.Alarm`."""
    EXCHANGE = "exchange"
    """The exchange was lost, or is heard again: an :class:`ExchangeStatus`."""
    TRAINING = "training"
    """The training clock or simulator changed: a :class:`TrainingState`."""


class Event(Answer):
    """An entry of the event log. ``id`` rises; ``at`` is the server's time when it was written."""

    id: int
    at: Moment
    topic: Topic
    subject: str
    data: dict[str, Any]


class Alert(Answer):
    """An emergency; shown red everywhere while it is ``open``. A confidential one has no title."""

    ticket_id: str
    number: str
    title: str = ""
    unit: str = ""
    town: str = ""
    village: str = ""
    open: bool = True


class TrainingState(Answer):
    """The training mode of a server: whether calls are simulated, and how fast its clock runs."""

    active: bool = False
    speed: float = 1.0
    paused: bool = False
    seed: int = 0
    day: str = ""


class ExchangeStatus(Answer):
    """Whether the server hears the telephone exchange; where not, until when what it says of calls was true."""

    connected: bool = True
    last_true_at: Moment | None = None


class TrainingChange(Message):
    """What a lead may change of the training mode; fields left out stay."""

    speed: float | None = Field(default=None, ge=1, le=60)
    paused: bool | None = None


class Snapshot(Answer):
    """All live state that the signed-in person may see, and the event id it is true at.

    ``now`` and ``speed`` let a client show the server's time: now + elapsed × speed.
    """

    as_of: int
    now: Moment
    speed: float = 1.0
    api_version: str
    account: Account
    permissions: list[Permission]
    queue: list[QueueEntry] = []
    agents: list[AgentStatus] = []
    me: AgentStatus | None = None
    call: Call | None = None
    training: TrainingState = TrainingState()
    catalogue_version: int = 0
    alerts: list[Alert] = []
    followed: list[str] = []
    """Ids of the tickets that the person follows."""
    exchange: ExchangeStatus = ExchangeStatus()
    alarms: list[Alarm] = []
    """Alarms of the floor that are on, for who sees the wall."""
    closings: list[QueueClosing] = []
    """Queues that take no new callers, for who sees queues."""


class Heartbeat(Answer):
    """Sent on the event stream every 2 s (event name ``heartbeat``): the server's time and the newest id."""

    now: Moment
    speed: float = 1.0
    as_of: int


class Gone(Answer):
    """Sent on the event stream (event name ``gone``) where the log no longer reaches back: take a new snapshot."""

    oldest: int
