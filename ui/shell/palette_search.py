"""What the palette finds at the server: tickets, citizens, telephone numbers, places."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from services.contracts.people import PersonRow
from services.contracts.search import PlaceHit, PlaceLevel, SearchAnswer, TicketHit, Why
from services.desk.choices import Choices
from services.errors import AppError
from services.tasks import Task, Tasks
from ui.clock_words import time_left_words
from ui.container import Finding
from ui.language import translate
from ui.lifecycle_words import alarm_tone, alarm_words, listed, status_words
from ui.page import Link
from ui.problems import problem_words
from ui.shell.palette_list import PaletteItem

Found = Callable[[Sequence[PaletteItem]], None]
_SHORTEST = 2
_MORE = 30


@dataclass(frozen=True)
class Scope:
    """What a search is narrowed to: a citizen, a town or a village; ``words`` are added to what is typed (a grid's name)."""

    person: str = ""
    place: str = ""
    words: str = ""


class SearchProvider:
    """Asks the server while somebody types; only the last answer counts.

    Args:
        tasks: work off the GUI thread.
        finding: the search; blocks.
        choices: gives names of places; blocks.
        go: opens a link.
        pages: keys of the pages that the person may use.
        scope: what this search is narrowed to.
    """

    def __init__(
        self,
        tasks: Tasks,
        finding: Finding,
        choices: Callable[[], Choices],
        go: Callable[[Link], object],
        pages: frozenset[str],
        now: Callable[[], datetime],
        scope: Scope = Scope(),
    ) -> None:
        self._tasks = tasks
        self._finding = finding
        self._choices = choices
        self._go = go
        self._pages = pages
        self._now = now
        self._scope = scope
        self._task: Task | None = None

    def find(self, text: str, found: Found) -> None:
        """Answers when the server has; where it cannot be reached, with a word on that."""
        if self._task is not None:
            self._task.cancel()
        is_narrow = self._scope != Scope()
        if len(text) < (1 if not text.isascii() else _SHORTEST) and not is_narrow:
            found([])
            return
        scope, limit = self._scope, _MORE if is_narrow else 6
        words = f"{scope.words} {text}".strip()
        self._task = self._tasks.start(
            lambda _progress: (
                self._finding.find(words, person=scope.person, place=scope.place, limit=limit),
                self._names(),
            ),
            done=lambda both: found(self._items(*both)),
            failed=lambda error: found([_failed(error)]),
        )

    def _names(self) -> Choices | None:
        try:
            return self._choices()
        except AppError:
            return None

    def _items(self, answer: SearchAnswer, names: Choices | None) -> list[PaletteItem]:
        tickets = [self._ticket(hit, names) for hit in answer.tickets.items]
        tickets += _more(answer.tickets.more)
        if self._scope != Scope():
            return _grouped(translate("Palette", "Tickets"), tickets)
        tickets = _grouped(translate("Palette", "Tickets"), tickets)
        # Tickets that only lie where was typed, come after the place itself.
        only_there = bool(answer.tickets.items) and answer.tickets.items[0].why in (Why.PLACE, Why.CATEGORY)
        return [
            *([] if only_there else tickets),
            *_grouped(
                translate("Palette", "People"),
                [self._person(row, names) for row in answer.persons.items] + _more(answer.persons.more),
            ),
            *_grouped(
                translate("Palette", "Telephone numbers"),
                [self._person(row, names, by_number=True) for row in answer.numbers.items] + _more(answer.numbers.more),
            ),
            *_grouped(
                translate("Palette", "Places"),
                [self._place(hit) for hit in answer.places.items] + _more(answer.places.more),
            ),
            *(tickets if only_there else []),
        ]

    def _ticket(self, hit: TicketHit, names: Choices | None) -> PaletteItem:
        row = hit.ticket
        parts = [row.number, status_words(row.status.value)]
        if names is not None and (row.town or row.village):
            parts.append(names.place_name(row.town, row.village))
        left = time_left_words(row.due_at, self._now(), alarm=row.alarm).words
        if left:
            parts.append(left)
        page = "ticket" if "ticket" in self._pages else "desk"
        icon = "confidential" if row.confidential else "ticket"
        title = listed((alarm_words(row.alert), row.title or translate("Palette", "(no title)")))
        run = partial(self._open, Link(page, "ticket", row.id))
        return PaletteItem(title, " · ".join(parts), icon, run, tone=alarm_tone(row.alert))

    def _person(self, row: PersonRow, names: Choices | None, by_number: bool = False) -> PaletteItem:
        known = [row.name_masked or translate("Palette", "(no name)"), row.number_masked]
        title = "  ".join(part for part in (reversed(known) if by_number else known) if part)
        where = names.place_name(row.town, row.village) if names is not None and (row.town or row.village) else ""
        detail = " · ".join(part for part in (where, translate("Palette", "tickets of this person")) if part)
        narrowed = self._narrowed(Scope(person=row.id))
        return PaletteItem(title, detail, "call" if by_number else "person", narrows=narrowed)

    def _place(self, hit: PlaceHit) -> PaletteItem:
        title = hit.name
        detail = " · ".join(part for part in (hit.within, _level_words(hit.level)) if part)
        work = next((page for page in ("dispatch", "tasks") if page in self._pages), "")
        if work and hit.level is not PlaceLevel.GRID:
            there = translate("Palette", "{place} · work list").format(place=detail)
            return PaletteItem(title, there, "place", lambda: self._open(Link(work, "place", hit.name)))
        words = hit.name if hit.level is PlaceLevel.GRID else ""
        narrowed = self._narrowed(Scope(place=hit.village or hit.town, words=words))
        return PaletteItem(title, detail, "place", narrows=narrowed)

    def _narrowed(self, scope: Scope) -> "SearchProvider":
        return SearchProvider(self._tasks, self._finding, self._choices, self._go, self._pages, self._now, scope)

    def _open(self, link: Link) -> None:
        self._go(link)


def _grouped(group: str, items: list[PaletteItem]) -> list[PaletteItem]:
    return [replace(item, group=group) for item in items]


def _more(there_are: bool) -> list[PaletteItem]:
    if not there_are:
        return []
    return [PaletteItem(translate("Palette", "There are more: add a word to see others."))]


def _failed(error: Exception) -> PaletteItem:
    """What cannot be found while typing is told in its place; anything unexpected goes the usual way."""
    if not isinstance(error, AppError):
        raise error
    words = translate("Palette", "Tickets, people and places are not searched now: {why}")
    return PaletteItem(words.format(why=problem_words(error)), icon="warn")


def _level_words(level: PlaceLevel) -> str:
    return {
        PlaceLevel.TOWN: translate("Palette", "town"),
        PlaceLevel.VILLAGE: translate("Palette", "village or community"),
        PlaceLevel.GRID: translate("Palette", "grid"),
    }[level]
