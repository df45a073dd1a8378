"""Knowledge articles: what agents answer from."""

from enum import StrEnum

from pydantic import Field

from services.contracts.common import Answer, Body, Code, Id, Line, LongBody, Message, Moment


class ArticleStatus(StrEnum):
    """Where an article or a proposal stands."""

    PUBLISHED = "published"
    PROPOSED = "proposed"
    REFUSED = "refused"
    RETIRED = "retired"


class ArticleContent(Message):
    """What an article says."""

    title: Line = Field(min_length=1)
    category: Code = ""
    unit: Code = ""
    keywords: list[Line] = Field(default=[], max_length=30)
    summary: Body = ""
    answer: Body = ""
    """The words to say to the caller."""
    body: LongBody = ""
    """Steps, materials, time limits and place, as Markdown."""
    check_with_department: bool = False
    related: list[Id] = Field(default=[], max_length=30)


class Article(Answer):
    """A published article. ``version`` counts published versions."""

    id: Id
    version: int
    status: ArticleStatus
    title: str
    category: str = ""
    unit: str = ""
    keywords: list[str] = []
    summary: str = ""
    answer: str = ""
    body: str = ""
    check_with_department: bool = False
    related: list[str] = []
    updated_at: Moment
    updated_by: str = ""


class ArticleRow(Answer):
    """An article in a list or a search result."""

    id: Id
    title: str
    category: str = ""
    unit: str = ""
    summary: str = ""
    version: int
    status: ArticleStatus
    updated_at: Moment
    cited: int = 0


class ArticleVersion(Answer):
    """One version of an article, or a proposal for one."""

    id: Id
    article_id: Id
    version: int
    """0 for a proposal that is not yet decided."""
    status: ArticleStatus
    content: ArticleContent
    author: str
    author_id: Id
    at: Moment
    why: str = ""
    decided_by: str = ""
    decided_at: Moment | None = None
    decision: str = ""
    based_on: int = 0


class Proposal(Message):
    """A change (or, with a new ``article_id``, a new article) that somebody proposes."""

    id: Id
    article_id: Id
    content: ArticleContent
    why: Body = ""
    based_on: int = Field(default=0, ge=0, le=999_999_999)


class Decision(Message):
    """An editor's decision about a proposal."""

    approve: bool
    why: Body = ""
