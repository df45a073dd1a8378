"""Citizens who ask for help ("persons"), their numbers and their addresses. All of it is personal data."""

from pydantic import Field

from services.contracts.common import Answer, Body, Code, Detail, Id, Line, Message, Moment, Name, Number


class Person(Answer):
    """A citizen as the handling agent sees them. ``numbers`` are normalised; the first is the main one."""

    id: Id
    name: str = ""
    title: str = ""
    numbers: list[str] = []
    town: str = ""
    village: str = ""
    address: str = ""
    elderly: bool = False
    remark: str = ""
    emails: list[str] = []
    """In small letters."""
    joined_into: Id | None = None
    """The record that this one was joined into; it has everything now."""
    version: int = 1


class PersonFields(Message):
    """What may be written about a citizen; fields left out stay as they are."""

    name: Name | None = None
    title: Name | None = None
    numbers: list[Number] | None = Field(default=None, max_length=10)
    emails: list[Line] | None = Field(default=None, max_length=10)
    town: Code | None = None
    village: Code | None = None
    address: Detail | None = None
    elderly: bool | None = None
    remark: Body | None = None


class NewPerson(PersonFields):
    """A new citizen; the client makes the id so that it can be saved offline."""

    id: Id


class PersonRow(Answer):
    """A citizen in a list: masked, because a list is for finding and not for reading people's data."""

    id: Id
    name_masked: str
    number_masked: str
    town: str = ""
    village: str = ""


class JoinRequest(Message):
    """Which record is the same citizen's; everything of it moves to the one that is named in the path."""

    other: Id


class PersonJoin(Answer):
    """Two records that were joined, with how much moved from the one that went."""

    id: Id
    kept_id: Id
    gone_id: Id
    at: Moment
    by: str
    undone_at: Moment | None = None
    tickets: int = 0
    calls: int = 0


class PersonSuggestion(Answer):
    """A record that is likely the same citizen's. Reasons: ``same_identity``, ``same_number``, ``same_email``, ``same_name_and_place``."""

    person: PersonRow
    reasons: list[str]


class EarlierContact(Answer):
    """One earlier call or ticket of a citizen, newest first, for the caller panel."""

    kind: str
    """``call`` or ``ticket``."""
    id: Id
    at: Moment
    title: Line = ""
    status: str = ""
    number: str = ""
    agent: str = ""


class CallerCard(Answer):
    """All that the desk shows about who is calling: the person (``None`` for an unknown number) and earlier contacts."""

    person: Person | None
    others: list[PersonRow] = []
    """Further citizens known under the same number."""
    contacts: list[EarlierContact] = []
    open_tickets: int = 0
