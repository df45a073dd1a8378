"""Texts that a district writes itself: templates of the form and of replies, phrases, and what citizens are told. Kept in versions."""

from pydantic import Field

from services.contracts.channels import CitizenNotice
from services.contracts.common import Answer, Body, Code, Line, Message, Moment
from services.contracts.tickets import Phrase, Template, TicketKind


class NewTemplate(Message):
    """A template: fills only fields that nobody has typed in; with an ``answer`` it is offered for replies too."""

    key: Code = Field(min_length=1)
    name: Line = Field(min_length=1)
    category: Code = ""
    kind: TicketKind | None = None
    title: Line = ""
    content: Body = ""
    answer: Body = ""


class NewPhrase(Message):
    """A canned text."""

    key: Code = Field(min_length=1)
    name: Line = Field(min_length=1)
    text: Body = Field(min_length=1)


class NewNoticeText(Message):
    """What citizens are told on one occasion, in Chinese and in English."""

    notice: CitizenNotice
    text: Body = Field(min_length=1)
    english: Body = Field(min_length=1)


class NoticeText(Answer):
    """What citizens are told on one occasion; below it stands what was said beside it: a reply, a reason, a link."""

    notice: CitizenNotice
    text: str
    english: str


class NewTexts(Message):
    """All of them, in the order in which they are offered.

    Attributes:
        templates: of the form and of replies.
        phrases: what is often said.
        notices: what citizens are told; what is left out is told as the program carries it.
        effective_from: from when on; at once without it.
    """

    templates: list[NewTemplate] = Field(default=[], max_length=200)
    phrases: list[NewPhrase] = Field(default=[], max_length=200)
    notices: list[NewNoticeText] = Field(default=[], max_length=50)
    effective_from: Moment | None = None


class Texts(Answer):
    """A version of them; version 0 is what the program carries."""

    version: int = 0
    effective_from: Moment | None = None
    templates: list[Template] = []
    phrases: list[Phrase] = []
    notices: list[NoticeText] = []
    """One for each occasion."""
    created_by: str = ""


class TextsHistory(Answer):
    """The newest versions, the newest first; the last is version 0, which holds until there is another."""

    items: list[Texts] = []
