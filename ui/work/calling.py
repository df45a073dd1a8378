"""Calling the citizen of a ticket from any page: which numbers can be called, and the way to the desk's telephone."""

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QUrl

from services.contracts.text import dialable, mask_number
from services.contracts.tickets import Ticket
from ui.page import Link
from widgets import theme

SCHEME = "tel"


class Markup(str):
    """HTML among words that are escaped."""


def numbers_of(ticket: Ticket) -> list[str]:
    """Returns the numbers of a ticket that can be called, the contact number first; none where who asked is hidden."""
    if ticket.identity_hidden:
        return []
    numbers = dict.fromkeys((ticket.contact_number, ticket.caller_number))
    return [number for number in numbers if dialable(number) is not None]


def call(ticket: Ticket, number: str, go: Callable[[Link], None]) -> None:
    """Opens the ticket on the desk and calls one of its numbers there: the call is about what is read, and begins no new ticket."""
    go(Link("desk", "ticket", ticket.id))
    go(Link("desk", "dial", number))


def anchor(ticket: Ticket, shown: str, to_words: Callable[[str], str] = str) -> str:
    """Returns a number of a ticket as HTML: what can be called is a link, whether it is shown masked or in full.

    Args:
        ticket: whose number it is.
        shown: as it stands in the page.
        to_words: how numbers are written there.
    """
    for place, number in enumerate(numbers_of(ticket)):
        if shown in (to_words(number), number, mask_number(number)):
            colour = theme.current().colours.accent
            return f"<a style='color:{colour}' href='{SCHEME}:{place}'>{escape(shown)}</a>"
    return escape(shown)


def number_behind(ticket: Ticket | None, url: QUrl) -> str:
    """Returns the number that a link of :func:`anchor` stands for; empty for every other link."""
    numbers = numbers_of(ticket) if ticket is not None and url.scheme() == SCHEME else []
    place = url.path()
    return numbers[int(place)] if place.isdigit() and int(place) < len(numbers) else ""
