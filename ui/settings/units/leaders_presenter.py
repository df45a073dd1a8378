"""Who is written to when a ticket of a unit reaches the last rung, and what became of such letters."""

from typing import Any

from PySide6.QtCore import QObject, Signal
from uuid_utils import uuid7

from services.contracts.common import Typed
from services.contracts.leaders import LeaderMail, UnitLeaders
from services.errors import StaleVersion
from services.tasks import Progress
from ui.container import Container
from ui.language import translate
from ui.presenter import Presenter
from ui.problems import field_words, problem_words
from widgets.theme import Tone


class LeadersPresenter(Presenter):
    """Addresses of one unit at a time; what is typed is kept in the journal until it is saved."""

    changed = Signal()
    """The addresses, what is typed, what is wrong with it, or the letters."""

    def __init__(self, container: Container, parent: QObject | None = None) -> None:
        super().__init__(container.tasks, parent)
        self._container = container
        self._units = container.administration.units
        self.unit = ""
        self.kept: UnitLeaders | None = None
        self.typed: list[str] | None = None
        self.letters: list[LeaderMail] = []
        self.problem = ""
        self.is_saving = False
        self._base = 0

    def look_at(self, unit: str) -> None:
        """Shows a unit's addresses; what was typed about another one stays in the journal."""
        if unit != self.unit:
            self.unit, self.kept, self.typed, self.problem = unit, None, None, ""
            drafts = self._container.drafts.open_drafts(self._draft)
            if drafts:
                self.typed, self._base = list(drafts[0].fields["addresses"]), int(drafts[0].fields["version"])
        self.load()

    def load(self) -> None:
        """Asks for the addresses and for the letters."""
        if self.unit:
            self.work(lambda progress: self._read(self.unit, progress), done=self._on_read)

    @property
    def addresses(self) -> list[str]:
        """What is shown."""
        if self.typed is not None:
            return self.typed
        return self.kept.addresses if self.kept is not None else []

    def type(self, addresses: list[str]) -> None:
        """Keeps what is typed."""
        if self.is_saving or self.kept is None:
            return
        if self.typed is None:
            self._base = self.kept.version
        self.typed, self.problem = addresses, ""
        self._container.drafts.write(self._draft, self._draft, {"addresses": addresses, "version": self._base})
        self.changed.emit()

    def give_up(self) -> None:
        """Throws it away."""
        self._container.drafts.close(self._draft)
        self.typed, self.problem = None, ""
        self.changed.emit()

    def save(self) -> None:
        """Keeps the addresses."""
        if self.typed is None or self.is_saving:
            return
        self.is_saving, self.problem = True, ""
        unit, addresses, version, key = self.unit, self.typed, self._base, f"leaders-{uuid7()}"
        self.changed.emit()
        self.work(
            lambda _progress: self._units.put_leaders(unit, Typed({"addresses": addresses}), version, key),
            done=self._on_kept,
            failed=self._on_refused,
        )

    @property
    def _draft(self) -> str:
        return f"settings.leaders.{self.unit}"

    def _read(self, unit: str, progress: Progress) -> tuple[UnitLeaders, list[LeaderMail]]:
        leaders = self._units.leaders(unit)
        progress.check()
        return leaders, self._units.leader_mail()

    def _on_read(self, found: tuple[UnitLeaders, list[LeaderMail]]) -> None:
        leaders, self.letters = found
        if leaders.unit == self.unit:
            self.kept = leaders
        self.changed.emit()

    def _on_kept(self, leaders: UnitLeaders) -> None:
        self.is_saving, self.kept = False, leaders
        self.give_up()
        self.notice_stated.emit(translate("Settings", "The leaders' addresses are kept."), str(Tone.GOOD))

    def _on_refused(self, error: Exception) -> None:
        self.is_saving = False
        if isinstance(error, StaleVersion):
            # What they have kept is shown beside what is typed; saving once more puts this over it.
            self._take_over(error.current or {"unit": self.unit})
            self.problem = translate(
                "Settings", "Somebody else has set them meanwhile: {theirs}. Save to put yours over."
            )
            self.problem = self.problem.format(theirs=", ".join(self.kept.addresses if self.kept else []) or "–")
        else:
            self.problem = " ".join(dict.fromkeys(field_words(error).values())) or problem_words(error)
        self.changed.emit()

    def _take_over(self, current: dict[str, Any]) -> None:
        self.kept = UnitLeaders.model_validate(current)
        self._base = self.kept.version
