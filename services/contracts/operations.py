"""What whoever runs or audits the server asks it."""

from enum import StrEnum

from services.contracts.common import Answer, Moment


class HealthStatus(StrEnum):
    """Whether the server can do its work."""

    OK = "ok"
    FAILING = "failing"


class Health(Answer):
    """The state of one API process; answered with 503 when it is failing."""

    status: HealthStatus
    version: str
    """Of the program."""
    api_version: str
    database: bool
    """The database answers."""
    schema_current: bool
    """Its tables are those of this version."""
    troubles: list[str] = []
    """What is wrong beside that, in words for whoever looks after the server; it does its other work meanwhile."""


class AccessEntry(Answer):
    """One look at personal data: who, when, at what, why."""

    id: int
    at: Moment
    account_id: str
    name: str = ""
    """Name of the member of the staff; empty for the server itself."""
    what: str
    """Kind of thing: ``person``, ``ticket``, ``recording`` …"""
    subject: str
    why: str = ""
