"""What can be set of Open311."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.contracts.common import Code, Line
from services.server.channels.protocol import ChannelSettings


class Datatype(StrEnum):
    """The specification's kinds of questions."""

    STRING = "string"
    NUMBER = "number"
    DATETIME = "datetime"
    TEXT = "text"
    SINGLE = "singlevaluelist"
    MULTI = "multivaluelist"


class Choice(BaseModel):
    """One answer to choose."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_.-]{1,64}$")]
    name: Line = Field(min_length=1)


class Question(BaseModel):
    """A question about a service; without ``variable`` it is only read, not answered."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_.-]{1,64}$")]
    description: Line = Field(min_length=1)
    datatype: Datatype = Datatype.STRING
    required: bool = False
    variable: bool = True
    datatype_description: Line = ""
    values: list[Choice] = Field(default=[], max_length=100)


class Open311Settings(ChannelSettings):
    """What can be set.

    Attributes:
        jurisdiction_id: the district's name among others; where it is set, clients must give it or leave it out.
        categories: which categories are offered as services, with those below them; none given: all of the lowest level.
        questions: of a category, or of all below a category; of ``""``, of every service.
        answer_with_token: answer a new request with a token, as a district does that numbers later.
        publish: whether everybody may read what was asked and where exactly; otherwise only the client that asked.
        contact: for the discovery document: whom to ask.
        key_service: for the discovery document: how to get an ``api_key``.
        per_minute_and_address: how often one address may ask.
    """

    jurisdiction_id: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_.-]{0,60}$")] = ""
    categories: list[Code] = Field(default=[], max_length=500)
    questions: dict[Code, list[Question]] = Field(default={}, max_length=500)
    answer_with_token: bool = False
    publish: bool = False
    contact: Line = ""
    key_service: Line = ""
    per_minute_and_address: int = Field(default=300, ge=1, le=100_000)
