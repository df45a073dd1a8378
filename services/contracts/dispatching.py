"""Who handles what: the dispatch catalogue 派单目录, and the suggestions made from it and from experience.

A rule says which unit handles a category at a place for a kind of appeal; what it leaves empty, it says for all. Of the
rules that fit a ticket the most specific one counts: the deeper category first, then the smaller place, then the kind.
"""

from enum import StrEnum

from pydantic import Field, model_validator

from services.contracts.clocks import Limit
from services.contracts.common import Answer, Body, Code, Id, Line, Message, Moment
from services.contracts.tickets import Category, TicketKind, Unit, UnitLevel, Urgency


class Rule(Message):
    """One line of the dispatch catalogue.

    Attributes:
        category: a category or a branch of the tree; empty for all.
        place: a village or a town; empty for the whole district.
        kind: of appeal; ``None`` for all.
        unit: who handles it. Empty: the centre of the event's own place at ``level``.
        level: ``town`` or ``village``, where ``unit`` is empty. A ticket without a village goes to the town.
        basis: the law or rule that makes it theirs.
        department_only: villages have no powers for it, and it is not pushed down to them.
        sign_in: how long they have to sign for it; ``None``: as for all.
        finish: how long they have to settle it; ``None``: as for all.
    """

    category: Code = ""
    place: Code = ""
    kind: TicketKind | None = None
    unit: Code = ""
    level: UnitLevel | None = None
    basis: Line = ""
    department_only: bool = False
    sign_in: Limit | None = None
    finish: Limit | None = None

    @model_validator(mode="after")
    def _names_one(self) -> "Rule":
        if bool(self.unit) == (self.level in (UnitLevel.TOWN, UnitLevel.VILLAGE)):
            raise ValueError("either a unit, or town or village")
        if self.department_only and self.level is UnitLevel.VILLAGE:
            raise ValueError("what villages have no powers for cannot go to them")
        return self


class DangerRule(Message):
    """Who danger is passed on to at once: by category, or by words in title or content."""

    unit: Code = Field(min_length=1)
    categories: list[Code] = Field(default=[], max_length=50)
    words: list[Line] = Field(default=[], max_length=50)


class NewRules(Message):
    """A whole catalogue, to take effect at a moment; ``None`` for at once."""

    rules: list[Rule] = Field(max_length=5_000)
    dangers: list[DangerRule] = Field(default=[], max_length=100)
    effective_from: Moment | None = None
    note: Line = ""


class RulesVersion(Answer):
    """A version of the dispatch catalogue without its rules."""

    version: int
    effective_from: Moment
    created_at: Moment
    created_by: str = ""
    note: str = ""
    count: int = 0


class Rules(RulesVersion):
    """A version of the dispatch catalogue."""

    rules: list[Rule] = []
    dangers: list[DangerRule] = []


class ReasonCode(StrEnum):
    """Why a unit is suggested, or what speaks against it. ``values`` of each are described beside it."""

    CATALOGUE = "catalogue"
    """The dispatch catalogue says so: ``category``, ``place``, ``kind``, ``basis``, ``version``."""
    CATEGORY = "category"
    """No rule, but the category names its department: ``category``."""
    LOWEST = "lowest"
    """The lowest level that may solve it: ``level``."""
    SOLVED = "solved"
    """Solved like tickets: ``count`` of ``total``, ``scope`` (``place`` or ``district``)."""
    RETURNED = "returned"
    """Sent like tickets back: ``count``."""
    REDONE = "redone"
    """Had to do like tickets again: ``count``."""
    RETURNED_THIS = "returned_this"
    """Sent this very ticket back: ``count``."""
    DANGER = "danger"
    """Danger: ``word`` or ``category``."""


class Reason(Answer):
    """A reason with its values, to be said in the reader's language."""

    code: ReasonCode
    values: dict[str, str] = {}


class SuggestedUnit(Answer):
    """A unit that a ticket may be dispatched to. ``confidence`` is 0 to 1."""

    unit: str
    level: UnitLevel
    confidence: float
    reasons: list[Reason] = []
    basis: str = ""
    sign_in: Limit | None = None
    finish: Limit | None = None


class Suggestion(Answer):
    """Units for a ticket, the best first.

    Attributes:
        danger: who it has to be passed on to at once, if it reads like danger.
        department_only: villages have no powers for it.
        needs_meeting: it was returned so often that a joint meeting decides.
        version: of the dispatch catalogue that was asked.
    """

    units: list[SuggestedUnit] = []
    danger: SuggestedUnit | None = None
    department_only: bool = False
    needs_meeting: bool = False
    version: int = 0


class SuggestionQuery(Message):
    """What is known so far of a ticket being typed."""

    kind: TicketKind | None = None
    category: Code = ""
    town: Code = ""
    village: Code = ""
    title: Line = ""
    content: Body = ""
    urgency: Urgency = Urgency.NORMAL


class Dated(Message):
    """A change that is in force from a moment on; at once without it."""

    effective_from: Moment | None = None


class UnitChange(Dated):
    """Fields of a unit to change; those left out stay."""

    name: Line | None = Field(default=None, min_length=1)
    english: Line | None = None
    parent: Code | None = None
    place: Code | None = None
    telephone: Line | None = None


class NewUnit(Dated):
    """A new unit."""

    code: Code = Field(min_length=1)
    name: Line = Field(min_length=1)
    english: Line = ""
    level: UnitLevel = UnitLevel.DEPARTMENT
    parent: Code = ""
    place: Code = ""
    telephone: Line = ""


class NewCategory(Dated):
    """A new category; its code begins with the code of the one above it, two digits a level."""

    code: str = Field(pattern=r"^([0-9]{2}){1,3}$")
    name: Line = Field(min_length=1)
    english: Line = ""
    unit: Code = ""


class CategoryChange(Dated):
    """Fields of a category to change; its code and place in the tree stay."""

    name: Line | None = Field(default=None, min_length=1)
    english: Line | None = None
    unit: Code | None = None


class CategorySaved(Answer):
    """A category as it is now, or as it will be from a moment on that it waits for; ``version`` is the catalogue's."""

    category: Category
    version: int
    effective_from: Moment | None = None


class Removal(Dated):
    """Takes a unit or category out of the catalogue. What is open under it goes to the successor, if one is named."""

    successor: Code = ""
    reason: Line = ""


class Removed(Answer):
    """What a removal has moved: open tickets, people of the staff, lines of the dispatch catalogue; nothing yet while it waits."""

    code: str
    tickets: int = 0
    accounts: int = 0
    rules: int = 0
    effective_from: Moment | None = None


class UnitSaved(Answer):
    """A unit as it is now, or as it will be from a moment on that it waits for; ``version`` is the catalogue's."""

    unit: Unit
    version: int
    effective_from: Moment | None = None


class ProposalStatus(StrEnum):
    """Where a proposed line stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class RuleProposal(Answer):
    """A line that a joint meeting wants in the dispatch catalogue, and what an editor decided."""

    id: Id
    rule: Rule
    status: ProposalStatus
    ticket_id: str
    number: str
    decision: str = ""
    """What the meeting decided, in its words."""
    created_at: Moment
    created_by: str = ""
    decided_at: Moment | None = None
    decided_by: str = ""
    reason: str = ""
    version: int = 0
    """Of the catalogue that took it in."""


class ProposalDecision(Message):
    """An editor's decision. ``rule`` replaces what was proposed."""

    accept: bool
    rule: Rule | None = None
    reason: Body = ""


class Meeting(Answer):
    """A joint meeting 联席会商 on a ticket that was returned: who might handle it, who took part, what was decided."""

    id: Id
    at: Moment
    candidates: list[str] = []
    participants: list[str] = []
    unit: str = ""
    assisting: list[str] = []
    decision: str = ""
    basis: str = ""
    chaired_by: str = ""


class MeetingView(Answer):
    """What a meeting on a ticket needs to know: who it is between, and what earlier ones decided."""

    candidates: list[SuggestedUnit] = []
    returns: list[Reason] = []
    meetings: list[Meeting] = []
