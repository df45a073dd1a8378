"""Tickets: what a citizen asked for, where, and what was done with it."""

from enum import StrEnum

from pydantic import Field

from services.contracts.common import Answer, Body, Code, Detail, Id, Line, Message, Moment, Name, Number


class TicketKind(StrEnum):
    """The six kinds of appeal of GB/T 33358."""

    CONSULT = "consult"
    HELP = "help"
    COMPLAINT = "complaint"
    REPORT = "report"
    SUGGESTION = "suggestion"
    PRAISE = "praise"


class Urgency(StrEnum):
    """How fast somebody has to act."""

    NORMAL = "normal"
    URGENT = "urgent"
    EMERGENCY = "emergency"


class TicketStatus(StrEnum):
    """Where a ticket stands."""

    DRAFT = "draft"
    ACCEPTED = "accepted"
    """Filed; waits for a dispatcher 待派单."""
    DISPATCHED = "dispatched"
    """Given to a unit that has not signed for it yet 待签收."""
    HANDLING = "handling"
    """Signed in 办理中."""
    SUSPENDED = "suspended"
    """Waits until a date 挂起."""
    REVIEW = "review"
    """Replied; a dispatcher looks at the reply 待审核."""
    FOLLOW_UP = "follow_up"
    """The citizen is to be asked whether it is solved 待回访."""
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    """By the citizen 撤单."""
    MERGED = "merged"
    """Goes on as a part of another ticket 并单."""


class Pending(StrEnum):
    """What was asked for and is not decided or answered yet."""

    NOTHING = ""
    RETURN = "return"
    """The unit objects to the dispatch 退单."""
    EXTENSION = "extension"
    """The unit asks for more time 延期."""
    ANSWER = "answer"
    """The citizen was asked by message whether it is solved 消息回访."""


class Finish(StrEnum):
    """What the agent does with a ticket at the end of the form."""

    DRAFT = "draft"
    ACCEPT = "accept"
    """File it and leave the department to the dispatcher."""
    ANSWER = "answer"
    """Answered at once; closed."""
    DISPATCH = "dispatch"
    """Filed and sent to the department named in ``unit``."""
    EMERGENCY = "emergency"
    """Danger: passed on to ``unit`` at once, with what is known so far; red everywhere until acknowledged."""
    ATTACH = "attach"
    """Filed as one more voice of the open ticket named in ``into``; answered together with it."""


class TicketFields(Message):
    """The form. Every field may be left out of a change; a new ticket needs what its ``finish`` needs.

    To file: ``kind``, ``category``, ``title`` and ``content``; to answer at once also ``answer``; to dispatch also
    ``unit``, and ``town`` for anything but a consultation.
    """

    person_id: Id | None = None
    call_id: Id | None = None
    caller_name: Name | None = None
    caller_number: Number | None = None
    contact_number: Number | None = None
    kind: TicketKind | None = None
    category: Code | None = None
    town: Code | None = None
    village: Code | None = None
    grid: Line | None = None
    detail: Detail | None = None
    title: Line | None = None
    content: Body | None = None
    urgency: Urgency | None = None
    confidential: bool | None = None
    wants_callback: bool | None = None
    answer: Body | None = None
    cited_articles: list[Id] | None = Field(default=None, max_length=20)
    unit: Code | None = None


class NewTicket(TicketFields):
    """A new ticket, with the id that the client gave its draft, and what to do with it."""

    id: Id
    finish: Finish = Finish.ACCEPT
    into: Id | None = None
    """The ticket that it is attached to."""
    call_back_id: Id | None = None
    """The call-back that it comes of, where no call says so: that of a message whose citizen hid their number."""


class TicketChange(TicketFields):
    """Fields to change, and optionally what to do with the ticket afterwards."""

    finish: Finish | None = None


class Note(Answer):
    """A remark beside a ticket, in the order they were written."""

    id: Id
    at: Moment
    author: str
    text: str


class TicketSort(StrEnum):
    """Orders of a ticket list; all of them newest or most urgent first."""

    CREATED = "created"
    UPDATED = "updated"
    URGENCY = "urgency"
    """Most urgent first, newest first within one urgency."""


class PresenceChange(Message):
    """Sent every few seconds while a ticket is open on a screen, and once when it is closed."""

    typing: bool = False
    present: bool = True


class Viewer(Answer):
    """Somebody who has the ticket open now."""

    account_id: Id
    name: str
    typing: bool = False


class Presence(Answer):
    """All who have a ticket open."""

    ticket_id: Id
    viewers: list[Viewer] = []


class NewNote(Message):
    """A remark to add."""

    id: Id
    text: Body = Field(min_length=1)
    call_id: Id | None = None
    """The call in which it was said; a call-back that this call is one of belongs to the ticket."""
    call_back_id: Id | None = None
    """As of a new ticket."""


class Step(Answer):
    """One entry of the audit trail: who did what to the ticket, when, why, and which fields went from what to what."""

    at: Moment
    actor: str
    action: str
    changes: dict[str, list[str | None]] = Field(default_factory=dict)
    unit: str = ""
    """For which unit they acted."""
    reason: str = ""
    text: str = ""
    """What was said or decided with it: a record, a reply, a decision."""
    basis: str = ""
    attachments: list[str] = Field(default_factory=list)
    candidates: list[str] = Field(default_factory=list)
    """Of a joint meeting: the units that it was between."""
    participants: list[str] = Field(default_factory=list)
    limit: dict[str, int | str] = Field(default_factory=dict)
    """Of an extension: how much time was asked for or granted, as a ``Limit`` (``amount``, ``unit``); else empty."""
    other: str = ""
    """Number of the ticket that it was linked with, or not any more."""
    late: bool = False
    """After its limit."""


class Ticket(Answer):
    """A ticket in full, for those who may read it. Of a confidential one others see no identity."""

    id: Id
    number: str
    status: TicketStatus
    version: int
    person_id: Id | None = None
    call_id: Id | None = None
    caller_name: str = ""
    caller_number: str = ""
    contact_number: str = ""
    kind: TicketKind | None = None
    category: str = ""
    town: str = ""
    village: str = ""
    grid: str = ""
    detail: str = ""
    title: str = ""
    content: str = ""
    urgency: Urgency = Urgency.NORMAL
    confidential: bool = False
    wants_callback: bool = False
    answer: str = ""
    cited_articles: list[str] = Field(default_factory=list)
    unit: str = ""
    """Who handles it."""
    channel: str = ""
    pending: Pending = Pending.NOTHING
    suspended_until: Moment | None = None
    handler_id: Id | None = None
    handler: str = ""
    """Who of the unit; nobody while it lies in the unit's pool."""
    assisting: list[str] = Field(default_factory=list)
    """Units that were asked to assist."""
    dispatch_count: int = 0
    return_count: int = 0
    merged_into: Id | None = None
    part_of: Id | None = None
    supervised: bool = False
    wrote_again: bool = False
    """The citizen has written after the end, and nobody has looked yet."""
    alert: bool = False
    """An emergency that nobody has acknowledged."""
    due_at: Moment | None = None
    """When the nearest running clock is due."""
    due_kind: str = ""
    alarm: int = 0
    """Rung of the escalation ladder: 0 none, 1 reminder, 2 yellow, 3 red, 4 leaders."""
    created_by: str = ""
    """Name of the member of the staff."""
    created_by_id: str = ""
    created_at: Moment
    updated_at: Moment
    closed_at: Moment | None = None
    notes: list[Note] = Field(default_factory=list)
    steps: list[Step] = Field(default_factory=list)
    identity_hidden: bool = False


class TicketRow(Answer):
    """A ticket in a list: no citizen's data beyond a masked name."""

    id: Id
    number: str
    status: TicketStatus
    kind: TicketKind | None = None
    category: str = ""
    town: str = ""
    village: str = ""
    title: str = ""
    urgency: Urgency = Urgency.NORMAL
    confidential: bool = False
    unit: str = ""
    caller_masked: str = ""
    created_by: str = ""
    created_at: Moment
    updated_at: Moment
    due_at: Moment | None = None
    """When the clock that runs out first does; nothing where none runs."""
    due_kind: str = ""
    alarm: int = 0
    """The rung of the ladder that it stands on."""
    alert: bool = False
    """An emergency that its unit has not acknowledged: red wherever it is shown."""
    version: int = 1


class Likeness(Answer):
    """A ticket that may be about the same matter, and why it is thought so."""

    ticket: TicketRow
    score: float
    reasons: list[str]
    """Codes: ``known_matter``, ``same_person``, ``same_place``, ``similar_text``, ``same_category``, ``recent``."""
    words: str = ""
    """Of a matter that many ask about: what to say."""


class LikenessQuery(Message):
    """What is known so far of a ticket being typed."""

    ticket_id: Id | None = None
    person_id: Id | None = None
    caller_number: Number = ""
    category: Code = ""
    town: Code = ""
    village: Code = ""
    detail: Detail = ""
    title: Line = ""
    content: Body = ""


class Category(Answer):
    """A node of the category tree; code of 2, 4 or 6 digits, a prefix of its children's."""

    code: str
    name: str
    english: str = ""
    parent: str = ""
    unit: str = ""
    """Code of the department that usually solves it."""


class UnitLevel(StrEnum):
    """The three levels of command, and the departments beside them."""

    DISTRICT = "district"
    TOWN = "town"
    VILLAGE = "village"
    DEPARTMENT = "department"


class Unit(Answer):
    """Who tickets are dispatched to: the district centre, a town or village centre, or a department sub-centre."""

    code: str
    name: str
    english: str = ""
    level: UnitLevel = UnitLevel.DEPARTMENT
    parent: str = ""
    """Code of the unit above: a village's town, a town's district centre."""
    place: str = ""
    """Code of the town or village that it looks after; empty for the whole district."""
    telephone: str = ""
    """Where callers can be put through to it, with an extension if it has one; empty where they cannot."""


class Template(Answer):
    """A form template: fills only fields that nobody has typed in."""

    key: str
    name: str
    category: str = ""
    kind: TicketKind | None = None
    title: str = ""
    content: str = ""
    answer: str = ""


class Phrase(Answer):
    """A canned text."""

    key: str
    name: str
    text: str


class Catalogue(Answer):
    """What the form offers to choose from. ``version`` changes when any of it does."""

    version: int
    places: list["PlaceEntry"]
    categories: list[Category]
    units: list[Unit]
    templates: list[Template]
    phrases: list[Phrase]
    skills: list["SkillEntry"]
    former: list["FormerEntry"] = []
    """Places and skills of the past: what is over still names them."""


class PlaceEntry(Answer):
    """A town (no parent) or a village or community."""

    code: str
    name: str
    parent: str = ""


class SkillEntry(Answer):
    """A queue skill."""

    key: str
    name: str
    english: str = ""

    @property
    def code(self) -> str:
        """Its key, as other entries have a code."""
        return self.key


class FormerEntry(Answer):
    """A place or skill that was taken out. Nothing new can name it."""

    kind: str
    """``place`` or ``skill``."""
    code: str
    name: str
    english: str = ""
    parent: str = ""
    successor: str = ""
    until: Moment | None = None
