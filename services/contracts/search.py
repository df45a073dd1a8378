"""Looking for anything at once: tickets, citizens, telephone numbers and places, each kind ranked by itself."""

from enum import StrEnum
from typing import Generic, TypeVar

from services.contracts.common import Answer
from services.contracts.people import PersonRow
from services.contracts.tickets import TicketRow

Item = TypeVar("Item")

SHORTEST_NUMBER = 4
"""So many last digits of a telephone number find it."""


class SearchKind(StrEnum):
    """What may be looked for."""

    TICKETS = "tickets"
    PERSONS = "persons"
    NUMBERS = "numbers"
    PLACES = "places"


class Why(StrEnum):
    """What of a ticket fits what was typed; what says more comes first."""

    NUMBER = "number"
    """Its own number."""
    CALLER = "caller"
    """The telephone number that was called from."""
    TITLE = "title"
    CONTENT = "content"
    """Its words, or the words of its place."""
    PLACE = "place"
    """It lies in a place of this name."""
    CATEGORY = "category"
    """It is of a category of this name."""


class TicketHit(Answer):
    """A ticket that fits, masked as in every list."""

    ticket: TicketRow
    why: Why


class PlaceLevel(StrEnum):
    """How large a place is."""

    TOWN = "town"
    VILLAGE = "village"
    GRID = "grid"


class PlaceHit(Answer):
    """A place that fits.

    Attributes:
        name: what people call it; of a grid, as it stands in tickets.
        within: the name of the town (and village) around it.
    """

    level: PlaceLevel
    town: str
    village: str = ""
    name: str
    within: str = ""


class Group(Answer, Generic[Item]):
    """The best of one kind; ``more`` tells that there are others."""

    items: list[Item] = []
    more: bool = False


class SearchAnswer(Answer):
    """What was found; of a kind that the person may not look for, nothing."""

    tickets: Group[TicketHit] = Group()
    persons: Group[PersonRow] = Group()
    """By name."""
    numbers: Group[PersonRow] = Group()
    """By number: the one that fits is shown, masked."""
    places: Group[PlaceHit] = Group()
