"""What the section of citizens does: finding, who is likely the same, joining two records, taking it back. Rows are masked."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from uuid_utils import uuid7

from services.administration.service import AdministrationService
from services.contracts.people import PersonJoin, PersonRow, PersonSuggestion
from ui.container import Container
from ui.language import translate
from ui.presenter import Presenter
from ui.problems import problem_words
from ui.settings.names import Names
from widgets.theme import Tone

_SHOWN = 50


class CitizensPresenter(Presenter):
    """Lives as long as the page's presenter; nothing that is found here is kept on disk."""

    names_changed = Signal()
    found_changed = Signal()
    kept_changed = Signal()
    """Another record is to stay, or what is known about it."""

    def __init__(self, container: Container, names: Callable[[], Names]) -> None:
        super().__init__(container.tasks)
        self._names = names
        self.service: AdministrationService = container.administration
        self.text = ""
        self.found: list[PersonRow] = []
        self.kept: PersonRow | None = None
        """The record that stays."""
        self.suggestions: list[PersonSuggestion] = []
        self.joins: list[PersonJoin] = []
        self.problem = ""
        self.is_busy = False

    @property
    def names(self) -> Names:
        """Names of places."""
        return self._names()

    def close(self) -> None:
        """Nothing runs on."""

    def search(self, text: str) -> None:
        """Finds records by the beginning of a name or number."""
        self.text = text.strip()
        if not self.text:
            self.found = []
            self.found_changed.emit()
            return
        wanted = self.text
        self.work(
            lambda _progress: self.service.people.find(wanted, _SHOWN).items,
            done=lambda found: self._on_found(wanted, found),
        )

    def keep(self, person: PersonRow) -> None:
        """Says which record stays, and asks who is likely the same."""
        self.kept, self.suggestions, self.joins, self.problem = person, [], [], ""
        self.kept_changed.emit()
        self.load()

    def load(self) -> None:
        """Asks who is likely the same as who stays, and for the joins of it."""
        kept = self.kept
        if kept is None:
            return
        people = self.service.people
        self.work(
            lambda _progress: (people.suggestions(kept.id), people.joins(kept.id)),
            done=lambda known: self._on_known(kept, known),
        )

    def join(self, other: PersonRow) -> None:
        """Joins another record into the one that stays."""
        kept = self.kept
        if kept is None or self.is_busy or other.id == kept.id:
            return
        self.is_busy = True
        key = f"join-{uuid7()}"
        words = translate("Settings", "Joined: tickets {tickets} and calls {calls} are with the record that stays now.")
        self.work(
            lambda _progress: self.service.people.join(kept.id, other.id, key),
            done=lambda join: self._on_done(words.format(tickets=join.tickets, calls=join.calls)),
            failed=self._on_refused,
        )

    def undo(self, join: PersonJoin) -> None:
        """Takes a join back; everything goes where it was."""
        if self.is_busy:
            return
        self.is_busy = True
        key = f"undo-{uuid7()}"
        self.work(
            lambda _progress: self.service.people.undo_join(join.id, key),
            done=lambda _join: self._on_done(translate("Settings", "Taken back: they are two records again.")),
            failed=self._on_refused,
        )

    def _on_found(self, text: str, found: list[PersonRow]) -> None:
        if text == self.text:
            self.found = found
            self.found_changed.emit()

    def _on_known(self, kept: PersonRow, known: tuple[list[PersonSuggestion], list[PersonJoin]]) -> None:
        if self.kept is not None and kept.id == self.kept.id:
            self.suggestions, self.joins = known
            self.kept_changed.emit()

    def _on_done(self, words: str) -> None:
        self.is_busy, self.problem = False, ""
        self.notice_stated.emit(words, str(Tone.GOOD))
        self.load()
        self.search(self.text)

    def _on_refused(self, error: Exception) -> None:
        self.is_busy = False
        self.problem = problem_words(error)
        self.kept_changed.emit()


def reason_words(reasons: list[str]) -> str:
    """Returns why two records are likely one citizen's."""
    known: dict[str, Any] = {
        "same_identity": translate("Settings", "same proof of identity"),
        "same_number": translate("Settings", "same number"),
        "same_email": translate("Settings", "same e-mail"),
        "same_name_and_place": translate("Settings", "same name and place"),
    }
    return ", ".join(str(known.get(reason, reason)) for reason in reasons)
