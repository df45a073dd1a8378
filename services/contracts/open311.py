"""Open311 GeoReport v2 (wiki.open311.org/GeoReport_v2), as far as names and shapes go.

Names are the specification's own. What it does not have stands under ``extended_attributes`` and is given only where
``extensions=true`` asks for it.
"""

from enum import StrEnum

from pydantic import Field

from services.contracts.common import Answer, Moment


class Form(StrEnum):
    """The two forms of every answer, as the end of the address."""

    JSON = "json"
    XML = "xml"


class Endpoint(Answer):
    """One endpoint of the discovery document."""

    specification: str
    url: str
    changeset: Moment
    type: str = "production"
    formats: list[str] = ["text/xml", "application/json"]


class Discovery(Answer):
    """Where what is spoken (wiki.open311.org/Service_Discovery)."""

    changeset: Moment
    contact: str = ""
    key_service: str = ""
    endpoints: list[Endpoint] = []


class Service(Answer):
    """Something that can be asked for."""

    service_code: str
    service_name: str
    description: str = ""
    metadata: bool = False
    """Whether there are attributes to ask for."""
    type: str = "realtime"
    keywords: str = ""
    group: str = ""


class AttributeValue(Answer):
    """A choice of a list attribute."""

    key: str
    name: str


class Attribute(Answer):
    """A question of a service."""

    variable: bool = True
    code: str
    datatype: str
    required: bool = False
    datatype_description: str | None = None
    order: int = 1
    description: str
    values: list[AttributeValue] = []


class ServiceDefinition(Answer):
    """The questions of a service."""

    service_code: str
    attributes: list[Attribute] = []


def _is_none(value: object) -> bool:
    return value is None


class Created(Answer):
    """The answer to a new request: its id, or a token for it where ids come later.

    The one that there is not is left out, as the specification has it: clients look which of the two is there.
    """

    service_request_id: str | None = Field(default=None, exclude_if=_is_none)
    token: str | None = Field(default=None, exclude_if=_is_none)
    service_notice: str = ""
    account_id: str | None = None


class TokenAnswer(Answer):
    """The id behind a token."""

    service_request_id: str
    token: str


class HistoryEntry(Answer):
    """What was told at some moment (an extension)."""

    datetime: Moment
    notice: str
    status: str
    description: str


class Comment(Answer):
    """What was said about a request, by the citizen or by the district (an extension)."""

    datetime: Moment
    author: str
    """``citizen`` or ``agency``."""
    description: str


class Extended(Answer):
    """What the specification has no place for."""

    status_history: list[HistoryEntry] = []
    comments: list[Comment] = []


class ServiceRequest(Answer):
    """A request as it stands."""

    service_request_id: str
    status: str
    status_notes: str = ""
    service_name: str = ""
    service_code: str = ""
    description: str = ""
    agency_responsible: str = ""
    service_notice: str = ""
    requested_datetime: Moment
    updated_datetime: Moment
    expected_datetime: Moment | None = None
    address: str = ""
    address_id: str = ""
    zipcode: str = ""
    lat: float | None = None
    long: float | None = None
    media_url: str = ""
    extended_attributes: Extended | None = None


class Fault(Answer):
    """What is wrong with a request for something."""

    code: int
    description: str
