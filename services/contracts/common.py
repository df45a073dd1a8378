"""Shapes that every subject shares: the base message, limits of text, pages of results, problems."""

from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    RootModel,
    StringConstraints,
)

from services.contracts.text import clean_line, clean_number, clean_text

API_VERSION = "1.0"
"""Major.minor of the contract; a client refuses a server of another major version, and passes over what a newer minor one adds."""


Item = TypeVar("Item")


class Message(BaseModel):
    """A frozen message of the API; unknown fields are refused on the way in."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Answer(BaseModel):
    """A frozen message that the server sends; a client ignores fields that a newer server has added."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Typed(RootModel[dict[str, Any]]):
    """What a person has typed, on its way to the server as it is: the server checks it and says what is wrong where."""


def _text(value: Any) -> Any:
    return clean_text(value) if isinstance(value, str) else value


def _line(value: Any) -> Any:
    return clean_line(value) if isinstance(value, str) else value


def _number(value: Any) -> Any:
    return clean_number(value) if isinstance(value, str) else value


Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-zA-Z_-]{1,64}$")]
"""An opaque identifier; clients make version-7 UUIDs for what they create, so that work can be saved offline."""
Name = Annotated[str, BeforeValidator(_line), StringConstraints(max_length=60)]
Line = Annotated[str, BeforeValidator(_line), StringConstraints(max_length=120)]
Detail = Annotated[str, BeforeValidator(_line), StringConstraints(max_length=200)]
Body = Annotated[str, BeforeValidator(_text), StringConstraints(max_length=8_000)]
LongBody = Annotated[str, BeforeValidator(_text), StringConstraints(max_length=60_000)]
Number = Annotated[str, BeforeValidator(_number), StringConstraints(max_length=32)]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_.-]{0,32}$")]


def _utc(value: datetime) -> datetime:
    return value.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_utc)]
"""A moment in UTC; on the wire ISO 8601 with offset."""


class Page(Answer, Generic[Item]):
    """A page of a listing. ``next`` is the cursor of the page after it, ``None`` at the end."""

    items: list[Item]
    next: str | None = None


class FieldProblem(Answer):
    """What is wrong with one field: its name in the message, and a sentence."""

    field: str
    code: str
    message: str


class Problem(Answer):
    """A problem response (RFC 9457). ``code`` is stable; ``detail`` is a sentence in the caller's language.

    ``current`` carries the present state of what a stale write wanted to change (412).
    """

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    fields: list[FieldProblem] = Field(default_factory=list)
    current: dict[str, Any] | None = None
    retry_after: int | None = None
