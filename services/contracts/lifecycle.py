"""The life cycle of a ticket: one table of steps. The server keeps to it; a client offers what it allows.

Beside the status a ticket may have one thing *pending* that a dispatcher decides: a return (objection to the dispatch)
or an extension. Sources of the steps: GB/T 33358-2016, and the State Council's notice 国办函〔2025〕66号 (objections are
reviewed, main and assisting handlers, repeated appeals are merged).
"""

from dataclasses import dataclass
from enum import StrEnum

from pydantic import Field

from services.contracts.accounts import Role
from services.contracts.channels import CitizenNotice
from services.contracts.clocks import ClockKind, Limit
from services.contracts.common import Answer, Body, Code, FieldProblem, Id, Line, Message, Moment
from services.contracts.tickets import Pending, TicketKind, TicketRow, TicketStatus, Urgency


class Step(StrEnum):
    """What somebody does with a ticket."""

    ACCEPT = "accept"
    ANSWER = "answer"
    DISPATCH = "dispatch"
    RECALL = "recall"
    """Take a dispatch back that nobody has signed in for; an agent only their own."""
    EMERGENCY = "emergency"
    """Pass danger on at once; red everywhere until acknowledged."""
    ACKNOWLEDGE = "acknowledge"
    SIGN_IN = "sign_in"
    ASSIGN = "assign"
    """Give it to one of the unit's people, or back to the unit's pool."""
    CONTACT = "contact"
    """The citizen was spoken to."""
    RECORD = "record"
    """What was done so far."""
    ASSIST = "assist"
    """Ask another unit to assist; the main handler stays responsible."""
    ASSIST_REPLY = "assist_reply"
    SPLIT = "split"
    """Give parts of it to units as tickets of their own; it waits for all of them."""
    DELEGATE = "delegate"
    """To a unit below."""
    ESCALATE = "escalate"
    """To the unit above."""
    REPLY = "reply"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    REQUEST_RETURN = "request_return"
    UPHOLD_RETURN = "uphold_return"
    REFUSE_RETURN = "refuse_return"
    REQUEST_EXTENSION = "request_extension"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    SUSPEND = "suspend"
    RESUME = "resume"
    URGE = "urge"
    SUPERVISE = "supervise"
    END_SUPERVISION = "end_supervision"
    """Closes it where its citizen was called in vain as often as is called."""
    ASK = "ask"
    """The citizen is asked by message; they answer by its link."""
    ASK_BY_PHONE = "ask_by_phone"
    """No answer by message is waited for any more."""
    FOLLOW_UP = "follow_up"
    """The citizen was asked whether it is solved; closes it."""
    ALL_ASKED = "all_asked"
    """Who was left to be asked belongs to it no more, and the others have answered; taken by the server, closes it."""
    REDO = "redo"
    """Not satisfied, or closed without being solved: once more, by the superior of who handled it."""
    REOPEN = "reopen"
    WRITE_AGAIN = "write_again"
    """The citizen wrote again after the end; taken by the channel, and a dispatcher has to look."""
    NOTED = "noted"
    """Somebody has read what the citizen wrote after the end; nothing more is to be done."""
    UNDO_CLOSE = "undo_close"
    """A wrong close, as long as the rules of clocks allow it."""
    WITHDRAW = "withdraw"
    MERGE = "merge"
    UNMERGE = "unmerge"
    LINK = "link"
    """Say that it has to do with another ticket; each keeps its handling and its reply."""
    UNLINK = "unlink"
    MEET = "meet"
    """Decision of a joint meeting on a ticket that was returned too often."""


OPEN_STATUSES = (
    TicketStatus.ACCEPTED,
    TicketStatus.DISPATCHED,
    TicketStatus.HANDLING,
    TicketStatus.SUSPENDED,
    TicketStatus.REVIEW,
    TicketStatus.FOLLOW_UP,
)
"""Somebody has to do something; a clock runs or is paused for a reason."""


class Clocks(StrEnum):
    """What a step does to a clock."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"


@dataclass(frozen=True)
class Rule:
    """One row of the table.

    Attributes:
        step: what is done.
        sources: the statuses it may be done in.
        target: the status afterwards; ``None`` where it stays or the step itself says (an undo).
        who: roles that may; a handler only for tickets of the own unit and those below it.
        needs: fields of :class:`StepRequest` that must be given.
        clocks: what happens to which clock.
        tells: what the citizen is told by the channel the ticket came by.
        pending: what must be pending (``Pending.NOTHING``: nothing may be); ``None`` where it does not matter.
        leaves: what is pending afterwards; ``None`` leaves it.
    """

    step: Step
    sources: tuple[TicketStatus, ...]
    target: TicketStatus | None
    who: frozenset[Role]
    needs: tuple[str, ...] = ()
    clocks: tuple[tuple[Clocks, ClockKind], ...] = ()
    tells: CitizenNotice | None = None
    pending: Pending | None = Pending.NOTHING
    leaves: Pending | None = None


_NEW, _IN, _OUT, _WORK = (
    TicketStatus.DRAFT,
    TicketStatus.ACCEPTED,
    TicketStatus.DISPATCHED,
    TicketStatus.HANDLING,
)
_HELD, _CHECK, _ASK, _DONE = (
    TicketStatus.SUSPENDED,
    TicketStatus.REVIEW,
    TicketStatus.FOLLOW_UP,
    TicketStatus.CLOSED,
)
_GONE, _MERGED = TicketStatus.WITHDRAWN, TicketStatus.MERGED
_UNIT_HAS = (_OUT, _WORK, _HELD)


def _who(letters: str) -> frozenset[Role]:
    by_letter = {
        "A": Role.AGENT,
        "D": Role.DISPATCHER,
        "H": Role.HANDLER,
        "Q": Role.INSPECTOR,
        "S": Role.SUPERVISOR,
        "L": Role.LEAD,
    }
    return frozenset(by_letter[letter] for letter in letters)


def _clocks(words: str) -> tuple[tuple[Clocks, ClockKind], ...]:
    """Reads ``+sign_in -dispatch =finish ~finish``: start, stop, pause, resume."""
    signs = {"+": Clocks.START, "-": Clocks.STOP, "=": Clocks.PAUSE, "~": Clocks.RESUME}
    return tuple((signs[word[0]], ClockKind(word[1:])) for word in words.split())


_N, _R, _E, _A = Pending.NOTHING, Pending.RETURN, Pending.EXTENSION, Pending.ANSWER
_TOLD = CitizenNotice

# fmt: off
RULES: dict[Step, Rule] = {rule.step: rule for rule in (
    # step, from, to, who, what must be given, clocks, what the citizen is told, what must be pending, what then is
    Rule(Step.ACCEPT, (_NEW,), _IN, _who("AD"), (), _clocks("+dispatch +finish"), _TOLD.ACCEPTED),
    Rule(Step.ANSWER, (_NEW, _IN, _OUT), _DONE, _who("AD"), ("text",), _clocks("-dispatch -sign_in -finish"), _TOLD.REPLIED),
    Rule(Step.DISPATCH, (_NEW, _IN), _OUT, _who("AD"), ("unit",), _clocks("-dispatch +sign_in +finish"), _TOLD.DISPATCHED),
    Rule(Step.RECALL, (_OUT,), _IN, _who("AD"), (), _clocks("-sign_in +dispatch")),
    Rule(Step.EMERGENCY, (_NEW, _IN, _OUT), _OUT, _who("AD"), ("unit",), _clocks("-dispatch +sign_in +finish"), _TOLD.DISPATCHED, None),
    Rule(Step.ACKNOWLEDGE, _UNIT_HAS, None, _who("DHS"), (), (), None, None),
    Rule(Step.SIGN_IN, (_OUT,), _WORK, _who("H"), (), _clocks("-sign_in +first_contact")),
    Rule(Step.ASSIGN, (_OUT, _WORK), None, _who("H"), (), (), None, None),
    Rule(Step.CONTACT, (_WORK,), None, _who("H"), ("text",), _clocks("-first_contact"), None, None),
    Rule(Step.RECORD, (_WORK, _HELD), None, _who("H"), ("text",), (), None, None),
    Rule(Step.ASSIST, (_IN, _OUT, _WORK), None, _who("DH"), ("unit",), (), None, None),
    Rule(Step.ASSIST_REPLY, (_OUT, _WORK, _HELD), None, _who("H"), ("text",), (), None, None),
    Rule(Step.SPLIT, (_IN, _WORK), None, _who("DH"), ("parts",)),
    Rule(Step.DELEGATE, (_OUT, _WORK), _OUT, _who("H"), ("unit",), _clocks("-first_contact +sign_in")),
    Rule(Step.ESCALATE, (_OUT, _WORK), _OUT, _who("H"), ("reason",), _clocks("-first_contact +sign_in")),
    Rule(Step.REPLY, (_WORK,), _CHECK, _who("H"), ("text",), _clocks("-first_contact =finish +review")),
    Rule(Step.APPROVE, (_CHECK,), _ASK, _who("D"), (), _clocks("-review -finish +follow_up"), _TOLD.REPLIED),
    Rule(Step.SEND_BACK, (_CHECK,), _WORK, _who("D"), ("reason",), _clocks("-review ~finish")),
    Rule(Step.REQUEST_RETURN, (_OUT, _WORK), None, _who("H"), ("reason",), (), None, _N, _R),
    Rule(Step.UPHOLD_RETURN, (_OUT, _WORK), _IN, _who("D"), (), _clocks("-sign_in -first_contact ~finish +dispatch"), None, _R, _N),
    Rule(Step.REFUSE_RETURN, (_OUT, _WORK), None, _who("D"), ("reason",), _clocks("~sign_in ~first_contact ~finish"), None, _R, _N),
    Rule(Step.REQUEST_EXTENSION, (_WORK,), None, _who("H"), ("reason", "limit"), (), None, _N, _E),
    Rule(Step.GRANT_EXTENSION, (_WORK,), None, _who("D"), (), (), _TOLD.EXTENDED, _E, _N),
    Rule(Step.REFUSE_EXTENSION, (_WORK,), None, _who("D"), ("reason",), (), None, _E, _N),
    Rule(Step.SUSPEND, (_WORK,), _HELD, _who("H"), ("reason", "until"), _clocks("=first_contact =finish"), _TOLD.SUSPENDED),
    Rule(Step.RESUME, (_HELD,), _WORK, _who("DH"), (), _clocks("~first_contact ~finish")),
    Rule(Step.URGE, (_IN, *_UNIT_HAS, _CHECK), None, _who("ADSL"), (), (), None, None),
    Rule(Step.SUPERVISE, OPEN_STATUSES, None, _who("S"), ("reason",), (), None, None),
    Rule(Step.END_SUPERVISION, (*OPEN_STATUSES, _DONE), None, _who("S"), ("reason",), (), _TOLD.CLOSED, None),
    Rule(Step.ASK, (_ASK,), None, _who("ADQ"), (), (), _TOLD.ASKED, _N, _A),
    Rule(Step.ASK_BY_PHONE, (_ASK,), None, _who("ADQ"), (), (), None, None, _N),
    Rule(Step.FOLLOW_UP, (_ASK,), _DONE, _who("ADQ"), ("outcome",), _clocks("-follow_up"), _TOLD.CLOSED, None, _N),
    Rule(Step.ALL_ASKED, (_ASK,), _DONE, _who(""), (), _clocks("-follow_up"), _TOLD.CLOSED, None, _N),
    Rule(Step.REDO, (_ASK, _DONE), _OUT, _who("DQS"), ("reason",), _clocks("-follow_up +sign_in +finish"), _TOLD.DISPATCHED, None, _N),
    Rule(Step.REOPEN, (_DONE, _GONE), _IN, _who("ADS"), ("reason",), _clocks("+dispatch +finish"), _TOLD.ACCEPTED),
    Rule(Step.WRITE_AGAIN, (_DONE, _GONE, _MERGED), None, _who(""), (), (), None, None),
    Rule(Step.NOTED, (_DONE, _GONE, _MERGED), None, _who("ADQS"), (), (), None, None),
    Rule(Step.UNDO_CLOSE, (_DONE, _GONE), None, _who("ADHQ")),
    Rule(Step.WITHDRAW, (_NEW, *OPEN_STATUSES), _GONE, _who("AD"), ("reason",), tuple((Clocks.STOP, kind) for kind in ClockKind), _TOLD.WITHDRAWN, None, _N),
    Rule(Step.MERGE, (_IN, _OUT, _WORK), _MERGED, _who("AD"), ("into",), tuple((Clocks.STOP, kind) for kind in ClockKind), _TOLD.MERGED),
    Rule(Step.UNMERGE, (_MERGED,), None, _who("AD")),
    Rule(Step.LINK, (*OPEN_STATUSES, _DONE), None, _who("ADHQS"), ("into",), (), None, None),
    Rule(Step.UNLINK, (*OPEN_STATUSES, _DONE), None, _who("ADHQS"), ("into",), (), None, None),
    Rule(Step.MEET, (_IN,), _OUT, _who("D"), ("unit", "text"), _clocks("-dispatch +sign_in +finish"), _TOLD.DISPATCHED),
)}
# fmt: on
"""Every step, by its name."""


class Satisfaction(StrEnum):
    """The five grades of a follow-up."""

    VERY = "very"
    SATISFIED = "satisfied"
    BASICALLY = "basically"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied"


class Outcome(Message):
    """What a follow-up found.

    Attributes:
        reached: whether the citizen answered; all else counts only where they did.
        contacted: whether the handler had been in touch with them.
        solved: whether it is solved, in their own words.
        satisfaction: one of five grades.
        redo: whether a matter that is not solved, or not to their satisfaction, is done once more.
    """

    reached: bool = True
    contacted: bool = False
    solved: bool = False
    satisfaction: Satisfaction | None = None
    redo: bool = True
    reason: Body = ""


class Part(Message):
    """A part of a ticket that a unit handles as a ticket of its own."""

    id: Id
    unit: Code = Field(min_length=1)
    title: Line = Field(min_length=1)
    content: Body = Field(min_length=1)


class StepRequest(Message):
    """One step, with what it needs (:attr:`Rule.needs`)."""

    step: Step
    reason: Body = ""
    text: Body = ""
    """The answer, reply, record, or decision."""
    basis: Line = ""
    """The rule or article that it rests on."""
    unit: Code = ""
    category: Code = ""
    """Given by a dispatcher where the channel gave none, or another one."""
    kind: TicketKind | None = None
    town: Code = ""
    village: Code = ""
    """As the category: not every channel says what kind it is and where."""
    urgency: Urgency | None = None
    assisting: list[Code] = Field(default=[], max_length=8)
    candidates: list[Code] = Field(default=[], max_length=20)
    """Of a joint meeting: the units that it was between."""
    participants: list[Line] = Field(default=[], max_length=40)
    """Of a joint meeting: who took part, in its own words."""
    handler_id: Id | None = None
    until: Moment | None = None
    limit: Limit | None = None
    into: Id | None = None
    """The ticket that this one is merged into, linked with, or not linked with any more."""
    parts: list[Part] = Field(default=[], max_length=20)
    outcome: Outcome | None = None
    voice_id: Id | None = None
    """Of a follow-up: the merged ticket whose citizen was asked; the ticket's own without it."""
    attachments: list[Id] = Field(default=[], max_length=20)


class Offer(Answer):
    """A step that the asking person may take now, or why they may not: the code and the sentence of what is in the way."""

    step: Step
    needs: list[str] = []
    code: str = ""
    message: str = ""


class Related(Answer):
    """What belongs together: rows without citizens' data, only of tickets that the asking person may see."""

    whole: TicketRow | None = None
    """What it is a part of, or was merged into."""
    parts: list[TicketRow] = []
    voices: list[TicketRow] = []
    """Tickets that were merged into it."""
    links: list[TicketRow] = []
    """What somebody has linked it with, newest first."""


class BulkItem(Message):
    """One ticket of many, with the version that the person saw."""

    ticket_id: Id
    version: int = Field(ge=0, le=999_999_999)


class BulkRequest(Message):
    """The same step for many tickets; ``preview`` only tells what would happen.

    Kind, category and place are filled in where a ticket lacks them (a question no place); what was said of a ticket stays.
    """

    items: list[BulkItem] = Field(min_length=1, max_length=200)
    request: StepRequest
    preview: bool = False


class BulkResult(Answer):
    """What became of one ticket of many: the code of what went wrong, empty where it went well."""

    ticket_id: Id
    number: str = ""
    code: str = ""
    message: str = ""
    fields: list[FieldProblem] = []
    filled: list[str] = []
    """Which of kind, category and town the ticket lacked and got."""


class WorkRow(Answer):
    """A ticket in a work list."""

    id: Id
    number: str
    version: int
    status: TicketStatus
    pending: Pending
    stage: str
    kind: str = ""
    category: str = ""
    town: str = ""
    village: str = ""
    title: str = ""
    urgency: Urgency = Urgency.NORMAL
    confidential: bool = False
    channel: str = ""
    unit: str = ""
    handler_id: Id | None = None
    handler: str = ""
    dispatch_count: int = 0
    supervised: bool = False
    alert: bool = False
    """An emergency that nobody has acknowledged."""
    caller_masked: str = ""
    created_at: Moment
    updated_at: Moment
    due_at: Moment | None = None
    due_kind: str = ""
    alarm: int = 0


class WorkList(StrEnum):
    """The lists that people work from."""

    DISPATCH = "dispatch"
    """Waits for a dispatcher."""
    RETURNS = "returns"
    EXTENSIONS = "extensions"
    REVIEW = "review"
    SIGN_IN = "sign_in"
    """Dispatched and not signed in."""
    TASKS = "tasks"
    """What lies with the asking handler's unit."""
    ASSISTING = "assisting"
    """What the unit was asked to assist in, and has not replied to."""
    FOLLOW_UP = "follow_up"
    ASKED = "asked"
    """Asked by message; the answer is waited for."""
    SUPERVISED = "supervised"
    OVERDUE = "overdue"
    """At the yellow rung of the ladder or above."""
    WROTE_AGAIN = "wrote_again"
    """Over, but the citizen has written again and nobody has looked."""
    ALERTS = "alerts"
    """Emergencies not yet acknowledged."""


class WorkCounts(Answer):
    """How many tickets stand in each list that the person may see."""

    counts: dict[WorkList, int]


class Colleague(Answer):
    """One of a unit's people to whom a ticket can be assigned."""

    id: Id
    name: str
    open_tickets: int = 0
    """How much lies with them now."""
