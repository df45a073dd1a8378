"""A setting that is kept in versions: the versions, the one that is looked at, the draft of the next one. No widgets."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal
from uuid_utils import uuid7

from services.errors import StaleVersion
from services.tasks import Tasks
from ui.container import Container
from ui.language import translate
from ui.presenter import Presenter
from ui.problems import field_words, problem_words
from ui.settings.versioned.order import Version, VersionState, before, state_of
from widgets.theme import Tone

Body = dict[str, Any]
_FEW = 10


@dataclass(frozen=True)
class History:
    """All versions, the newest first, and the bodies that came with them."""

    versions: list[Version]
    bodies: dict[int, Body] = field(default_factory=dict)

    @property
    def newest(self) -> int:
        """The number that a change is made to; 0 where there is none yet."""
        return max((version.number for version in self.versions), default=0)


class Source(Protocol):
    """Where versions come from and go to. What asks the server blocks."""

    key: str
    """Names the setting in the draft journal."""
    has_note: bool
    """Whether a version carries a remark on why it was made."""
    by_day: bool
    """Whether a version begins with a day, and not at a moment."""

    def history(self) -> History:
        """Asks for the versions."""

    def body(self, number: int) -> Body:
        """Asks for what a version says."""

    def save(self, draft: "VersionDraft", effective_from: datetime) -> History:
        """Keeps the draft as the next version; raises ``StaleVersion`` where somebody was faster."""

    def differences(self, before: Body, after: Body) -> list[str]:
        """Returns what has changed, a short sentence each."""

    def empty(self) -> Body:
        """Returns what holds without any version; the first one starts from it."""


@dataclass
class VersionDraft:
    """The next version while it is being typed; plain JSON, so that the journal can keep it."""

    base: int
    """The newest version when it was begun."""
    body: Body
    effective_from: str = ""
    """ISO 8601; empty for at once."""
    note: str = ""
    key: str = field(default_factory=lambda: str(uuid7()))
    """Of the submission: sent twice, it is kept once."""


class VersionedPresenter(Presenter):
    """Lives as long as the page's presenter, so a draft is there again after a rebuilt page; the journal keeps it longer."""

    history_changed = Signal()
    shown_changed = Signal()
    """Another version, or the draft, is to be shown."""
    draft_changed = Signal()
    """The draft was changed by a person; its differences are others now."""
    state_changed = Signal()
    """Saving began or ended, something is wrong, somebody was faster."""
    saved = Signal()

    def __init__(self, container: Container, source: Source, parent: QObject | None = None) -> None:
        super().__init__(container.tasks, parent)
        self._container = container
        self.source = source
        self.history = History([])
        self.shown: int | None = None
        self.body: Body | None = None
        """What is shown while no draft is."""
        self.draft: VersionDraft | None = None
        self.before: Body = {}
        """What the draft differs from."""
        self.is_read = False
        self.is_draft_shown = True
        """While there is one; otherwise a kept version is looked at."""
        self.is_saving = False
        self.is_overtaken = False
        """Somebody has kept a version since the draft was begun."""
        self.problem = ""
        self.errors: dict[str, str] = {}

    @property
    def tasks(self) -> Tasks:
        """Work off the GUI thread."""
        return self._tasks

    def now(self) -> datetime:
        """Returns the district's time."""
        return self._container.live.server_now()

    def load(self) -> None:
        """Asks for the versions, and brings back what was being typed."""
        source = self.source
        if self.draft is None:
            self._bring_back()
        self.work(lambda _progress: source.history(), done=lambda history: self._on_read_of(source, history))

    def state_of(self, version: Version) -> VersionState:
        """Returns whether a version counts now."""
        return state_of(version, self.history.versions, self.now())

    def switch(self, source: Source) -> None:
        """Goes to another setting of the same kind; the draft of the one before stays in the journal."""
        if source.key == self.source.key:
            return
        self.source, self.history, self.is_read = source, History([]), False
        self.shown, self.body, self.draft, self.before = None, None, None, {}
        self.is_draft_shown, self.is_overtaken, self.problem, self.errors = True, False, "", {}
        self.load()

    def look_at(self, number: int) -> None:
        """Shows a version that a person has chosen, also in place of the draft."""
        if number != self.shown or self.body is None:
            self.is_draft_shown = False
            self.show(number)

    def show(self, number: int) -> None:
        """Shows a version; the draft stays where it is."""
        if number == self.shown and self.body is not None:
            return
        self.shown = number
        known = self.history.bodies.get(number)
        if known is not None:
            self._on_body_read(number, known)
            return
        self.work(lambda _progress: self.source.body(number), done=lambda body: self._on_body_read(number, body))

    def begin(self) -> None:
        """Begins the next version from the one that is shown; with one under way, goes on with it."""
        if self.draft is None:
            body = self.body if self.body is not None else self.source.empty()
            self._begin(body, body)
        self.is_draft_shown = True
        self.shown_changed.emit()
        self.state_changed.emit()

    def begin_instead(self, version: Version, previous: Version | None) -> None:
        """Begins one that gives back, from the moment of a version to come on, what counts until then."""

        def done(body: Body) -> None:
            if self.draft is None:
                self._begin(body, self.history.bodies.get(version.number, {}), version.effective_from.isoformat())
                self.begin()

        if previous is None:
            done(self.source.empty())
        else:
            self.work(lambda _progress: self.source.body(previous.number), done=done)

    def edit(self, body: Body) -> None:
        """Keeps what a person has changed."""
        if self.draft is not None and not self.is_saving:
            self.draft.body = body
            self._touched(self.draft)

    def say_when(self, effective_from: str) -> None:
        """Keeps from when it is to be in force; empty for at once."""
        if self.draft is not None and not self.is_saving and self.draft.effective_from != effective_from:
            self.draft.effective_from = effective_from
            self._touched(self.draft)

    def say_why(self, note: str) -> None:
        """Keeps the remark."""
        if self.draft is not None and not self.is_saving and self.draft.note != note:
            self.draft.note = note
            self._touched(self.draft)

    def differences(self) -> list[str]:
        """Returns what the draft changes."""
        return [] if self.draft is None else self.source.differences(self.before, self.draft.body)

    def changes_of(self, version: Version) -> list[str]:
        """Returns what a kept version changed of what counted until its moment; nothing while one of the two is not read."""
        earlier = before(version, self.history.versions)
        was = self.source.empty() if earlier is None else self.history.bodies.get(earlier.number)
        now = self.history.bodies.get(version.number)
        found = self.source.differences(was, now) if was and now is not None else []
        # All the rows of a list that began with them are no change that anybody would read.
        return found if earlier or len(found) <= _FEW else [translate("Settings", "the first version")]

    @property
    def is_changed(self) -> bool:
        """Whether there is something in the draft that would be lost."""
        return self.draft is not None and self.draft.body != self.before

    def give_up(self) -> None:
        """Throws the draft away."""
        self._forget()
        self.draft, self.is_draft_shown, self.is_overtaken, self.problem, self.errors = None, True, False, "", {}
        self.shown_changed.emit()
        self.state_changed.emit()

    def put_over(self) -> None:
        """Bases the draft on the newest version, after somebody was faster and the person has seen what they did."""
        if self.draft is None:
            return
        newest = self.history.newest
        self.draft.base, self.draft.key = newest, str(uuid7())
        self.before = self.history.bodies.get(newest, self.before)
        self.is_overtaken, self.problem = False, ""
        self._keep()
        self.draft_changed.emit()
        self.state_changed.emit()

    def save(self) -> None:
        """Keeps the draft as the next version; a second click while it is on its way does nothing."""
        draft = self.draft
        if draft is None or self.is_saving or self.is_overtaken or not self.is_changed:
            return
        self.is_saving, self.problem, self.errors = True, "", {}
        self.state_changed.emit()
        at = datetime.fromisoformat(draft.effective_from) if draft.effective_from else self.now()
        self.work(lambda _progress: self.source.save(draft, at), done=self._on_saved, failed=self._on_refused)

    def _begin(self, body: Body, before: Body, effective_from: str = "") -> None:
        self.before = before
        self.draft = VersionDraft(self.history.newest, body, effective_from)
        self._keep()

    def _touched(self, draft: VersionDraft) -> None:
        self.problem = ""
        # Another content is another submission.
        draft.key = str(uuid7())
        self._keep()
        self.draft_changed.emit()

    def _keep(self) -> None:
        if self.draft is not None:
            fields = asdict(self.draft) | {"before": self.before}
            self._container.drafts.write(self._draft_id, self._draft_id, fields)

    def _forget(self) -> None:
        self._container.drafts.close(self._draft_id)

    def _bring_back(self) -> None:
        kept = self._container.drafts.open_drafts(self._draft_id)
        if kept:
            fields = dict(kept[0].fields)
            self.before = fields.pop("before", {})
            try:
                self.draft = VersionDraft(**fields)
            except TypeError:
                # Of an older program: nothing that could still be kept.
                self._forget()

    @property
    def _draft_id(self) -> str:
        return f"settings.{self.source.key}"

    def _on_read_of(self, source: Source, history: History) -> None:
        if source is self.source:
            self._on_history_read(history)

    def _on_history_read(self, history: History) -> None:
        self.history, self.is_read = history, True
        if self.draft is not None and self.draft.base != history.newest:
            self.is_overtaken = True
        self.history_changed.emit()
        in_force = [v for v in history.versions if self.state_of(v) is VersionState.IN_FORCE]
        wanted = self.shown if any(v.number == self.shown for v in history.versions) else None
        if wanted is None and history.versions:
            wanted = (in_force or history.versions)[0].number
        if wanted is None:
            self.shown, self.body = None, self.source.empty()
            self.shown_changed.emit()
        else:
            self.shown, self.body = None, None
            self.show(wanted)
        self.state_changed.emit()

    def _on_body_read(self, number: int, body: Body) -> None:
        self.history.bodies[number] = body
        self._read_what_it_changed(number)
        if number == self.shown:
            self.body = body
            self.shown_changed.emit()

    def _read_what_it_changed(self, number: int) -> None:
        """Asks for the version before one that is looked at, where it did not come with the others."""
        shown = next((version for version in self.history.versions if version.number == number), None)
        earlier = before(shown, self.history.versions) if shown is not None else None
        if number != self.shown or earlier is None or earlier.number in self.history.bodies:
            return
        history, source, wanted = self.history, self.source, earlier.number

        def done(body: Body) -> None:
            history.bodies[wanted] = body
            self.shown_changed.emit()

        self.work(lambda _progress: source.body(wanted), done=done)

    def _on_saved(self, history: History) -> None:
        draft, self.draft = self.draft, None
        self._forget()
        self.is_saving = False
        self.shown = history.newest
        words = translate("Settings", "Version {number} is kept.")
        if draft is not None and draft.effective_from:
            words = translate("Settings", "Version {number} is kept and waits for its date.")
        self.notice_stated.emit(words.format(number=history.newest), str(Tone.GOOD))
        self._on_history_read(history)
        self.saved.emit()

    def _on_refused(self, error: Exception) -> None:
        self.is_saving = False
        if isinstance(error, StaleVersion):
            self.is_overtaken = True
            self.work(lambda _progress: self._newest(), done=self._on_overtaken)
            return
        self.problem, self.errors = problem_words(error), field_words(error)
        self.state_changed.emit()

    def _newest(self) -> History:
        history = self.source.history()
        if history.newest and history.newest not in history.bodies:
            history.bodies[history.newest] = self.source.body(history.newest)
        return history

    def _on_overtaken(self, history: History) -> None:
        self._on_history_read(history)

    def theirs(self) -> list[str]:
        """Returns what the newest version has changed since the draft was begun."""
        newest = self.history.bodies.get(self.history.newest)
        return [] if newest is None else self.source.differences(self.before, newest)
