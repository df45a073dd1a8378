"""Leaders of a unit who are written to when one of its tickets reaches the last rung of the ladder."""

from typing import Annotated

from pydantic import Field

from services.contracts.common import Answer, Code, Message, Moment

Address = Annotated[str, Field(pattern=r"^[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,180}$")]


class LeadersChange(Message):
    """Who is written to; nobody where it is empty: then the leaders of the unit above are."""

    addresses: list[Address] = Field(max_length=20)


class UnitLeaders(Answer):
    """Addresses of one unit."""

    unit: Code
    version: int = 0
    addresses: list[str] = []


class LeaderMail(Answer):
    """A letter to a unit's leaders, as whoever looks after it sees it."""

    id: int
    unit: Code
    at: Moment
    tickets: int
    state: str
    """``waiting``, ``sent`` or ``failed``."""
    attempts: int = 0
    problem: str = ""
    sent_at: Moment | None = None
