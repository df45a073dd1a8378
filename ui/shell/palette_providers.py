"""What the command palette finds here: commands, the caller behind a telephone number, articles of the local index."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from services.contracts.text import clean_number
from services.errors import AppError
from services.tasks import Tasks
from ui.commands import Command
from ui.language import translate
from ui.page import Link
from ui.shell.palette_list import PaletteItem

if TYPE_CHECKING:
    from services.knowledge.index import Hit

Found = Callable[[Sequence[PaletteItem]], None]
Go = Callable[[Link], object]

_TELEPHONE_NUMBER = re.compile(r"^[+0-9０-９][0-9０-９() -]{2,29}$")
_TICKET_NUMBER = re.compile(r"^20\d{6}-\d{1,9}$")
_SHORTEST = 5
"""Four digits are the last ones of a number."""
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
        group_of_all = translate("Palette", "Pages and actions")
        found(
            [
                PaletteItem(command.title, group, command.icon, run, command.keys, group_of_all)
                for command, group, run in self._commands()
                if command.in_palette and all(word in f"{command.title} {group}".casefold() for word in words)
            ]
        )


class NumberProvider:
    """Offers the caller behind a telephone number that was typed in whole."""

    def __init__(self, go: Go) -> None:
        self._go = go

    def find(self, text: str, found: Found) -> None:
        """Answers at once."""
        digits = clean_number(text)
        is_number = _TELEPHONE_NUMBER.match(text) and not _TICKET_NUMBER.match(text) and _SHORTEST <= len(digits) <= 20
        found([self._caller_item(digits)] if is_number else [])

    def _caller_item(self, number: str) -> PaletteItem:
        return PaletteItem(
            translate("Palette", "Caller {number}").format(number=number),
            translate("Palette", "open the person behind this number"),
            "call",
            lambda: self._open(Link("desk", "number", number)),
        )

    def _open(self, link: Link) -> None:
        self._go(link)


class ArticleProvider:
    """Finds articles in the local index, from two letters on."""

    def __init__(self, tasks: Tasks, search: "Callable[[str, int], list[Hit]]", go: Go) -> None:
        self._tasks = tasks
        self._search = search
        self._go = go

    def find(self, text: str, found: Found) -> None:
        """Answers when the index has."""
        if len(text) < 2:
            found([])
            return
        self._tasks.start(
            lambda _progress: self._search(text, _MOST_ARTICLES),
            done=lambda hits: found([self._item(hit) for hit in hits]),
            failed=lambda error: found(_not_there(error)),
        )

    def _item(self, hit: "Hit") -> PaletteItem:
        item = PaletteItem(
            hit.title,
            translate("Palette", "article"),
            "article",
            lambda: self._open(Link("knowledge", "article", hit.article_id)),
        )
        return replace(item, group=translate("Palette", "Knowledge"))

    def _open(self, link: Link) -> None:
        self._go(link)


def _not_there(error: Exception) -> list[PaletteItem]:
    """What cannot be found while typing is no problem to tell; anything unexpected is."""
    if not isinstance(error, AppError):
        raise error
    return []
