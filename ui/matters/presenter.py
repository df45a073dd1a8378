"""What the page of known matters does: the list, what is typed about one, its end."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from uuid_utils import uuid7

from services.contracts.accounts import Role
from services.contracts.common import Typed
from services.contracts.events import Topic
from services.contracts.followups import Matter
from services.errors import StaleVersion
from services.live import ChangeKind, LiveChange
from ui.container import Container
from ui.language import translate
from ui.presenter import Presenter
from ui.problems import field_words, problem_words
from ui.settings.names import Names
from widgets.theme import Tone

Row = dict[str, Any]
_DRAFT = "matter"
_FIELDS = ("title", "words", "categories", "places", "ends_at")


class MattersPresenter(Presenter):
    """Lives from sign-in to sign-out."""

    matters_changed = Signal()
    form_changed = Signal()
    """Another matter is shown, or what is wrong with what is typed."""
    names_changed = Signal()

    def __init__(self, container: Container) -> None:
        super().__init__(container.tasks)
        self._container = container
        self.names = Names(None)
        self.shows_open = True
        self.matters: list[Matter] = []
        self.chosen = ""
        self.typed: Row | None = None
        """What is typed: ``id`` of a matter with the ``version`` it began with, or ``is_new`` with its ``number``."""
        self.errors: dict[str, str] = {}
        self.problem = ""
        self.is_saving = False
        account = container.session.account
        roles = set(account.roles) if account is not None else set()
        self.may_reply = bool(roles & {Role.DISPATCHER, Role.LEAD, Role.SUPERVISOR})
        self._stop: Callable[[], None] = lambda: None

    def start(self) -> None:
        """Brings back what was being typed, and follows what others do."""
        self._stop = self._container.live.listen(self._on_live_changed)
        kept = self._container.drafts.open_drafts(_DRAFT)
        if kept:
            self.typed = dict(kept[0].fields)
        self.work(
            lambda _progress: Names(self._container.desk.choices().catalogue),
            done=self._on_names_read,
            failed=lambda _error: None,
        )
        self.load()

    def close(self) -> None:
        """Ends following."""
        self._stop()

    @property
    def matter(self) -> Matter | None:
        """The matter that is looked at."""
        return next((each for each in self.matters if each.id == self.chosen), None)

    def load(self) -> None:
        """Asks for the list."""
        is_open = self.shows_open
        self.work(lambda _progress: self._container.supervision.matters(is_open), done=self._on_matters_read)

    def show_open(self, is_open: bool) -> None:
        """Shows those that are on, or those that have ended."""
        self.shows_open = is_open
        self.load()

    def choose(self, matter_id: str) -> None:
        """Looks at a matter; what is typed about another one stays until it is saved or thrown away."""
        if matter_id == self.chosen:
            return
        self.chosen = matter_id
        self.errors, self.problem = {}, ""
        self.form_changed.emit()

    def begin(self, number: str = "") -> None:
        """Begins a new matter, from a ticket where its number is given."""
        if self.typed is None or not self.typed.get("is_new"):
            blank: Row = {"title": "", "words": "", "categories": [], "places": [], "ends_at": None}
            self.typed = {"is_new": True, "id": str(uuid7()), "number": number, "reply": "", **blank}
        elif number:
            self.typed = {**self.typed, "number": number}
        self.errors, self.problem = {}, ""
        self._keep()
        self.form_changed.emit()

    @property
    def is_new_shown(self) -> bool:
        """Whether the form is that of a new matter."""
        return self.typed is not None and bool(self.typed.get("is_new"))

    @property
    def is_typed(self) -> bool:
        """Whether what is shown has something typed in it."""
        return self.typed is not None and (self.is_new_shown or self.typed.get("id") == self.chosen)

    def row(self) -> Row:
        """Returns what the form shows."""
        if self.typed is not None and self.is_typed:
            return self.typed
        matter = self.matter
        return {**matter.model_dump(mode="json"), "reply": matter.reply} if matter is not None else {}

    def type_in(self, row: Row) -> None:
        """Keeps what is typed."""
        if self.is_saving or not row:
            return
        self.typed = row
        self.problem = ""
        self._keep()

    def give_up(self) -> None:
        """Throws it away."""
        self._forget()
        self.form_changed.emit()

    def save(self) -> None:
        """Opens or changes the matter."""
        row = self.typed
        if row is None or self.is_saving or not self.is_typed:
            return
        if row.get("is_new"):
            self._send(lambda: self._open(row), translate("Matters", "Every desk is told of it now."))
            return
        matter = self.matter
        if matter is None:
            return
        now = matter.model_dump(mode="json")
        changed = {name: row[name] for name in _FIELDS if row.get(name) != now.get(name)}
        self._change(row, changed, translate("Matters", "The matter is kept."))

    def end(self, reply: str) -> None:
        """Ends the matter: with a reply everybody who asked is told, without one nobody is."""
        matter = self.matter
        if matter is None or self.is_saving or self.is_new_shown:
            return
        words = translate("Matters", "It has ended.")
        if reply:
            words = translate("Matters", "It has ended; told of it, each by the own channel: {count}").format(
                count=matter.voices
            )
        self._change(self.row(), {"reply": reply} if reply else {"open": False}, words)

    def _open(self, row: Row) -> Matter:
        ticket = self._container.desk.ticket_by_number(row["number"].strip())
        new = {"id": row["id"], "ticket_id": ticket.id, **{name: row[name] for name in _FIELDS}}
        return self._container.supervision.open_matter(Typed(new), row["id"])

    def _change(self, row: Row, changes: Row, said: str) -> None:
        version, key = int(row["version"]), f"matter-{uuid7()}"
        matter_id = str(row["id"])
        self._send(lambda: self._container.supervision.change_matter(matter_id, Typed(changes), version, key), said)

    def _send(self, send: Callable[[], Matter], said: str) -> None:
        self.is_saving, self.errors, self.problem = True, {}, ""
        self.form_changed.emit()
        self.work(lambda _progress: send(), done=lambda matter: self._on_kept(matter, said), failed=self._on_refused)

    def _keep(self) -> None:
        if self.typed is not None:
            self._container.drafts.write(_DRAFT, _DRAFT, dict(self.typed))

    def _forget(self) -> None:
        self._container.drafts.close(_DRAFT)
        self.typed, self.errors, self.problem = None, {}, ""

    def _on_names_read(self, names: Names) -> None:
        self.names = names
        self.names_changed.emit()

    def _on_matters_read(self, found: list[Matter]) -> None:
        self.matters = found
        if self.shows_open:
            self.badge_changed.emit(str(len(found)) if found else "")
        if self.matter is None:
            self.chosen = found[0].id if found else ""
        self.matters_changed.emit()
        self.form_changed.emit()

    def _on_kept(self, matter: Matter, said: str) -> None:
        self.is_saving = False
        self._forget()
        self.chosen = matter.id
        self.notice_stated.emit(said, str(Tone.GOOD))
        self.form_changed.emit()
        self.load()

    def _on_refused(self, error: Exception) -> None:
        self.is_saving = False
        self.problem, self.errors = problem_words(error), field_words(error)
        if isinstance(error, StaleVersion):
            # What was typed stays and is now over what somebody else has kept: the person saw the sentence.
            current = error.current or {}
            if self.typed is not None and "version" in current:
                self.typed = {**self.typed, "version": current["version"]}
                self._keep()
            self.load()
        self.form_changed.emit()

    def _on_live_changed(self, change: LiveChange) -> None:
        is_matter = change.event is not None and change.event.topic == Topic.MATTER
        if not self.is_saving and (is_matter or change.kind == ChangeKind.SNAPSHOT):
            self.load()
