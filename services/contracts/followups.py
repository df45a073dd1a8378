"""Follow-up 回访 and the figures that come out of it, leaders' instructions 批示, and matters that many ask about."""

from enum import StrEnum

from pydantic import Field

from services.contracts.attachments import Attachment
from services.contracts.common import Answer, Body, Code, Detail, Id, Line, Message, Moment, Page
from services.contracts.lifecycle import Satisfaction
from services.contracts.tickets import TicketKind, TicketRow, TicketStatus


class Try(Answer):
    """One attempt to ask a citizen: what came of it."""

    at: Moment
    by: str
    voice: str = ""
    """Number of the merged ticket whose citizen it was; empty: the ticket's own."""
    reached: bool
    contacted: bool = False
    solved: bool = False
    satisfaction: Satisfaction | None = None
    reason: str = ""


class AskedState(StrEnum):
    """How far the asking of one citizen has come, since the last reply."""

    OPEN = "open"
    """To be called."""
    INVITED = "invited"
    """Was sent a link, and may still answer by it."""
    ANSWERED = "answered"
    OUT_OF_REACH = "out_of_reach"
    """Called in vain as often as is called."""


class AskedCitizen(Answer):
    """Somebody who is asked about a ticket: its own citizen, or one whose ticket was merged into it."""

    ticket_id: Id
    """Their own ticket; the one that is followed up, for its own citizen."""
    number: str
    """Of that ticket."""
    name_masked: str = ""
    number_masked: str = ""
    channel: str = ""
    state: AskedState = AskedState.OPEN
    next: int = 1
    """Number of the next try."""
    most: int = 3
    """After so many they are recorded as not reached: one, where there is no number to call."""
    next_at: Moment | None = None
    """Not before this moment, so that the tries fall at different times."""
    until: Moment | None = None
    """So long an answer by their link is waited for."""


class FollowUp(Answer):
    """How far the asking has come for one ticket."""

    ticket_id: Id
    wanted: bool
    """Whether the rules ask for one."""
    tries: list[Try] = []
    number: int = 1
    """Of the next try with the ticket's own citizen, counted since the ticket was last done."""
    most: int = 3
    """After so many the citizen is recorded as not reached."""
    next_at: Moment | None = None
    """Not before this moment, so that the tries fall at different times."""
    citizens: list[AskedCitizen] = []
    """Who is asked, each once however many tickets they have in it: the ticket's own citizen, then the others."""


_ALWAYS = (TicketKind.COMPLAINT, TicketKind.REPORT, TicketKind.HELP)
"""What citizens are dissatisfied about, or need."""


class NewFollowUpRules(Message):
    """Who is asked after the reply, how often somebody calls, and who is sent a message instead where the channel can bring one.

    Attributes:
        always: kinds of ticket that are all followed up. So is what is supervised, whatever its kind.
        sample: so many percent of the others.
        tries: so often a citizen is called before the follow-up is recorded as "not reached".
        hours: between two tries, so that they fall at different times.
        redos: so often an answer sends one matter back to be done once more; then a supervisor decides.
        kinds: their citizens are sent a link; all others are called.
        days: so long an answer is waited for; then the citizen is called.
        public_url: the address of this API as citizens reach it, ``https://…``, without a path.
        effective_from: from when on; at once without it.
    """

    always: list[TicketKind] = Field(default=list(_ALWAYS), max_length=len(TicketKind))
    sample: int = Field(default=20, ge=0, le=100)
    tries: int = Field(default=3, ge=1, le=10)
    hours: int = Field(default=2, ge=1, le=72)
    redos: int = Field(default=1, ge=0, le=5)
    kinds: list[TicketKind] = Field(default=[], max_length=len(TicketKind))
    days: int = Field(default=3, ge=1, le=30)
    public_url: str = Field(default="", max_length=200, pattern=r"^(https?://[A-Za-z0-9.:\[\]-]+/?)?$")
    effective_from: Moment | None = None


class FollowUpRules(Answer):
    """A version of these rules; version 0 is what holds until there is one."""

    version: int = 0
    effective_from: Moment | None = None
    always: list[TicketKind] = list(_ALWAYS)
    sample: int = 20
    tries: int = 3
    hours: int = 2
    redos: int = 1
    kinds: list[TicketKind] = []
    days: int = 3
    public_url: str = ""
    created_by: str = ""


class FollowUpRulesHistory(Answer):
    """Every version, the newest first."""

    items: list[FollowUpRules] = []


class RateBy(StrEnum):
    """What figures are broken down by."""

    UNIT = "unit"
    CATEGORY = "category"
    TOWN = "town"
    KIND = "kind"
    MONTH = "month"


class NewRateWeights(Message):
    """What the three rates are worth, in whole percent. The defaults are one city's.

    Attributes:
        response: share of the response rate in the score; the three shares add up to 100.
        solved: share of the solved rate.
        satisfied: share of the satisfied rate.
        basically: what a citizen who is basically satisfied counts in the satisfied rate.
        effective_from: from when on; at once without it.
    """

    response: int = Field(default=10, ge=0, le=100)
    solved: int = Field(default=50, ge=0, le=100)
    satisfied: int = Field(default=40, ge=0, le=100)
    basically: int = Field(default=90, ge=0, le=100)
    effective_from: Moment | None = None


class RateWeights(Answer):
    """A version of these weights; version 0 is what holds until there is one."""

    version: int = 0
    effective_from: Moment | None = None
    response: int = 10
    solved: int = 50
    satisfied: int = 40
    basically: int = 90
    created_by: str = ""


class RateWeightsHistory(Answer):
    """Every version, the newest first."""

    items: list[RateWeights] = []


class Rates(Answer):
    """Figures of a group of tickets. A rate is ``None`` where nothing was counted.

    Sources of the three rates: ``response = contacted / valid``, ``solved = solved / valid``,
    ``satisfied = (satisfied + weight × basically satisfied) / valid``, over valid follow-ups (the citizen was reached).
    The score is the mean of what each answer is worth by the weights of its moment: with the same weights all the time, their
    sum over the three rates.
    """

    group: str
    tickets: int
    """Dispatches in the interval."""
    valid: int
    response: float | None
    solved: float | None
    satisfied: float | None
    score: float | None
    on_time: float | None
    """Replies within the limit, of all replies."""
    signed_on_time: float | None
    returned: float | None
    """Upheld returns, of all dispatches."""
    redone: float | None
    """Done once more, of all replies."""


class RateReport(Answer):
    """Figures of an interval, in all and by group; the same interval gives the same figures at any later time."""

    since: Moment
    until: Moment
    by: RateBy
    version: str
    weights: list[RateWeights]
    """Those in force in the interval, the first of it first: each answer counts by those of its moment."""
    total: Rates
    groups: list[Rates]
    names: dict[str, str] = {}
    """What units or categories were called at the end of the interval, also those that are gone."""


class RateFigure(StrEnum):
    """Which tickets are behind a figure."""

    TICKETS = "tickets"
    VALID = "valid"
    NOT_CONTACTED = "not_contacted"
    NOT_SOLVED = "not_solved"
    NOT_SATISFIED = "not_satisfied"
    LATE = "late"
    SIGNED_LATE = "signed_late"
    RETURNED = "returned"
    REDONE = "redone"


class RateTickets(Page[TicketRow]):
    """A page of the tickets that a figure counts, newest first, and how many there are in all."""

    total: int


class NewInstruction(Message):
    """A leader's written instruction about a ticket."""

    id: Id
    ticket_id: Id
    document: Line = ""
    """Number of the document."""
    leader: Line = Field(min_length=1)
    """The office that instructs."""
    text: Body = Field(min_length=1)
    deadline: Moment
    attachments: list[Id] = Field(default=[], max_length=20)
    """The document itself: files that somebody has put beside the ticket."""


class Instruction(Answer):
    """An instruction and how far it has come: solved when its ticket was followed up and everybody who asked says so."""

    id: Id
    ticket_id: Id
    number: str
    title: str
    unit: str
    status: TicketStatus
    document: str
    leader: str
    text: str
    deadline: Moment
    entered_by: str
    entered_at: Moment
    ended_at: Moment | None = None
    solved: bool = False
    satisfied: bool = False
    overdue: bool = False
    attachments: list[Attachment] = []
    """The document itself, file by file."""


class NewMatter(Message):
    """An open ticket that many will ask about, and what to tell them meanwhile."""

    id: Id
    ticket_id: Id
    words: Body = Field(min_length=1)
    title: Line = ""
    """What it is called at the desks; empty: as its ticket."""
    categories: list[Code] = Field(default=[], max_length=20)
    """What else asks about it; with their branches."""
    places: list[Code] = Field(default=[], max_length=50)
    """Towns and villages that it is about; none: the ticket's own."""
    ends_at: Moment | None = None
    """When it ends by itself."""


class MatterChange(Message):
    """What to change of a matter, or the end of it; with a ``reply`` it ends, and everybody who asked is told."""

    words: Body | None = Field(default=None, min_length=1)
    open: bool | None = None
    title: Line | None = None
    categories: list[Code] | None = Field(default=None, max_length=20)
    places: list[Code] | None = Field(default=None, max_length=50)
    ends_at: Moment | None = None
    reply: Body | None = Field(default=None, min_length=1)


class Matter(Answer):
    """A matter that many ask about: one ticket has the handling, the others are merged into it."""

    id: Id
    version: int
    ticket_id: Id
    number: str
    title: str
    status: TicketStatus
    category: Code = ""
    town: Code = ""
    village: Code = ""
    detail: Detail = ""
    words: str
    voices: int
    """How many asked, the first one counted."""
    open: bool
    opened_at: Moment
    categories: list[Code] = []
    places: list[Code] = []
    ends_at: Moment | None = None
    reply: str = ""
    """What everybody was told at its end."""
