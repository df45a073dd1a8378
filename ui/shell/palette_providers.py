"""What the command palette finds: commands, a ticket by its number, a citizen by telephone number, articles."""

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from services.contracts.text import clean_number
from services.contracts.tickets import Ticket
from services.errors import AppError
from services.tasks import Tasks
from ui.commands import Command
from ui.language import translate
from ui.page import Link
from ui.shell.palette import PaletteItem

if TYPE_CHECKING:
    from services.knowledge.index import Hit

Found = Callable[[Sequence[PaletteItem]], None]
Go = Callable[[Link], None]

_TICKET_NUMBER = re.compile(r"^20\d{6}-\d{1,9}$")
_TELEPHONE_NUMBER = re.compile(r"^[+0-9０-９][0-9０-９() -]{2,29}$")
_MOST_ARTICLES = 8


class CommandProvider:
    """Finds commands by words of their title; gives all of them for an empty text.

    Args:
        commands: gives, for each command that can be run now, its group's title and what it does.
    """

    def __init__(self, commands: Callable[[], Sequence[tuple[Command, str, Callable[[], None]]]]) -> None:
        self._commands = commands

    def find(self, text: str, found: Found) -> None:
        """Answers at once."""
        words = text.casefold().split()
        found(
            [
                PaletteItem(command.title, group, command.icon, run, command.keys)
                for command, group, run in self._commands()
                if command.in_palette and all(word in f"{command.title} {group}".casefold() for word in words)
            ]
        )


class NumberProvider:
    """Offers the caller behind a telephone number, and the ticket with a number once the server knows it.

    Args:
        tasks: work off the GUI thread.
        ticket_by_number: asks for a ticket; blocks.
        go: opens a link.
    """

    def __init__(self, tasks: Tasks, ticket_by_number: Callable[[str], Ticket], go: Go) -> None:
        self._tasks = tasks
        self._ticket_by_number = ticket_by_number
        self._go = go

    def find(self, text: str, found: Found) -> None:
        """Answers with the telephone number at once; with the ticket when it is found."""
        if _TICKET_NUMBER.match(text):
            self._tasks.start(
                lambda _progress: self._ticket_by_number(text),
                done=lambda ticket: found([self._ticket_item(ticket)]),
                failed=_not_there,
            )
            return
        digits = clean_number(text)
        if _TELEPHONE_NUMBER.match(text) and 3 <= len(digits) <= 20:
            found([self._caller_item(digits)])

    def _caller_item(self, number: str) -> PaletteItem:
        return PaletteItem(
            translate("Palette", "Caller {number}").format(number=number),
            translate("Palette", "open the person behind this number"),
            "call",
            lambda: self._go(Link("desk", "number", number)),
        )

    def _ticket_item(self, ticket: Ticket) -> PaletteItem:
        return PaletteItem(
            translate("Palette", "Ticket {number}").format(number=ticket.number),
            ticket.title,
            "ticket",
            lambda: self._go(Link("desk", "ticket", ticket.id)),
        )


class ArticleProvider:
    """Finds articles in the local index, from two letters on."""

    def __init__(self, tasks: Tasks, search: "Callable[[str, int], list[Hit]]", go: Go) -> None:
        self._tasks = tasks
        self._search = search
        self._go = go

    def find(self, text: str, found: Found) -> None:
        """Answers when the index has."""
        if len(text) < 2:
            return
        self._tasks.start(
            lambda _progress: self._search(text, _MOST_ARTICLES),
            done=lambda hits: found([self._item(hit) for hit in hits]),
            failed=_not_there,
        )

    def _item(self, hit: "Hit") -> PaletteItem:
        return PaletteItem(
            hit.title,
            translate("Palette", "article"),
            "article",
            lambda: self._go(Link("knowledge", "article", hit.article_id)),
        )


def _not_there(error: Exception) -> None:
    """What cannot be found while typing is no problem to tell; anything unexpected is."""
    if not isinstance(error, AppError):
        raise error
