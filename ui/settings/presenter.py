"""What the Settings page does: my own settings, and for administrators people, teams, catalogue, training."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol, TypeVar, cast

from PySide6.QtCore import QObject, Signal
from uuid_utils import uuid7

from services.contracts.accounts import Account, Permission, Team
from services.contracts.common import Page
from services.contracts.events import TrainingChange, TrainingState
from services.contracts.tickets import Catalogue
from services.errors import StaleVersion
from services.live import ChangeKind, LiveChange
from services.paging import items
from services.tasks import Progress, Task
from ui.container import Container, Preferences
from ui.presenter import Presenter
from ui.problems import field_words, problem_words
from ui.settings.account_draft import AccountDraft
from ui.settings.names import Names
from widgets.theme import Tone


class RoomPresenter(Protocol):
    """The presenter of one section."""

    notice_stated: Any
    names_changed: Any

    def close(self) -> None:
        """Ends what runs."""


Room = TypeVar("Room", bound=RoomPresenter)


class SettingsPresenter(Presenter):
    """Reads lists when they are first looked at, and keeps what is being typed about an account."""

    people_changed = Signal()
    """``accounts`` or ``teams`` changed."""
    account_saved = Signal(object)
    """An :class:`Account`, as it is now."""
    account_refused = Signal(str, dict)
    """A sentence, and sentences by field."""
    catalogue_changed = Signal()
    """``catalogue`` and ``names`` changed."""
    training_changed = Signal()

    def __init__(self, container: Container, parent: QObject | None = None) -> None:
        super().__init__(container.tasks, parent)
        self._container = container
        self.accounts: list[Account] = []
        self.teams: list[Team] = []
        self.catalogue: Catalogue | None = None
        self.draft: AccountDraft | None = None
        """The account that is being edited."""
        self.is_saving = False
        self.names = Names(None)
        self._rooms: dict[str, Any] = {}
        self._reading_catalogue: Task | None = None
        self._stop = container.live.listen(self._on_live_changed)

    @property
    def preferences(self) -> Preferences:
        """What is mine on this machine."""
        return self._container.preferences

    @property
    def account(self) -> Account | None:
        """Who is signed in."""
        return self._container.session.account

    def now(self) -> datetime:
        """Returns the server's time."""
        return self._container.live.server_now()

    @property
    def training(self) -> TrainingState:
        """The training mode."""
        return self._container.live.state.training

    def may(self, permission: Permission) -> bool:
        """Whether the person may do something."""
        return self._container.session.may(permission)

    def close(self) -> None:
        """Stops following."""
        self._stop()
        for room in self._rooms.values():
            room.close()

    def room(self, kind: Callable[["Container", Callable[[], Names]], Room]) -> Room:
        """Returns the presenter of a section, made when it is first asked for; it lives as long as this one."""
        name = getattr(kind, "__name__", "")
        if name not in self._rooms:
            made = kind(self._container, lambda: self.names)
            made.notice_stated.connect(self.notice_stated)
            self.catalogue_changed.connect(made.names_changed)
            touched = getattr(made, "catalogue_touched", None)
            if touched is not None:
                touched.connect(self.load_catalogue)
            self._rooms[name] = made
        return cast(Room, self._rooms[name])

    def set_sounds(self, on: bool) -> None:
        """Turns the ring on or off."""
        self.preferences.change(sounds=on)

    def set_server(self, address: str) -> bool:
        """Keeps the server's address for the next start; returns whether it is one."""
        address = address.strip()
        try:
            self.preferences.change(server=address)
        except ValueError:
            return False
        return True

    # People

    def load_people(self) -> None:
        """Reads all accounts and teams."""
        self.work(self._read_people, done=self._on_people_read)

    def edit(self, account: Account | None) -> None:
        """Begins to edit an account, or a new one; what was being typed about another one is left."""
        self.draft = AccountDraft.new() if account is None else AccountDraft.of(account)

    def save(self) -> None:
        """Saves the account that is being edited; a second click while it is on its way does nothing."""
        draft = self.draft
        if draft is None or self.is_saving:
            return
        problems = draft.problems()
        if problems:
            self.account_refused.emit("", problems)
            return
        self.is_saving = True
        self.work(lambda _progress: self._send(draft), done=self._on_saved, failed=self._on_refused)

    def unlock(self, account: Account) -> None:
        """Lifts the lock after wrong passwords."""
        key = f"unlock-{uuid7()}"
        self.work(lambda _progress: self._container.staff.unlock_account(account.id, key), done=self._on_saved)

    # Lists to read

    def load_catalogue(self) -> None:
        """Reads categories, departments and skills; of two that read at once, the later one says what is shown."""
        if self._reading_catalogue is not None:
            self._reading_catalogue.cancel()
        self._reading_catalogue = self.work(
            lambda _progress: Names(self._container.desk.choices().catalogue), done=self._on_catalogue_read
        )

    # Training

    def change_training(self, speed: float | None = None, paused: bool | None = None) -> None:
        """Changes the training clock; the new state comes back as an event."""
        change = TrainingChange(speed=speed, paused=paused)
        key = f"training-{uuid7()}"
        self.work(lambda _progress: self._container.training.change_training(change, key))

    def _read_people(self, progress: Progress) -> tuple[list[Account], list[Team]]:
        def fetch(cursor: str | None) -> Page[Account]:
            progress.check()
            return self._container.staff.list_accounts(cursor)

        return list(items(fetch)), self._container.staff.list_teams()

    def _send(self, draft: AccountDraft) -> Account:
        staff = self._container.staff
        if draft.account is None:
            return staff.create_account(draft.to_new())
        change = draft.to_change()
        if not change.model_fields_set:
            return draft.account
        return staff.change_account(draft.account.id, change, draft.account.version, draft.key)

    def _on_people_read(self, read: tuple[list[Account], list[Team]]) -> None:
        self.accounts, self.teams = read
        self.people_changed.emit()

    def _on_saved(self, account: Account) -> None:
        self.is_saving = False
        if self.draft is not None and (self.draft.account is None or self.draft.account.id == account.id):
            self.draft = AccountDraft.of(account)
        self.accounts = sorted([a for a in self.accounts if a.id != account.id] + [account], key=lambda a: a.username)
        self.people_changed.emit()
        self.account_saved.emit(account)

    def _on_refused(self, error: Exception) -> None:
        self.is_saving = False
        if isinstance(error, StaleVersion):
            self.notice_stated.emit(problem_words(error), Tone.WARN)
            self.load_people()
        self.account_refused.emit(problem_words(error), field_words(error))

    def _on_catalogue_read(self, names: Names) -> None:
        self.names, self.catalogue = names, names.catalogue
        self.catalogue_changed.emit()

    def _on_live_changed(self, change: LiveChange) -> None:
        if change.kind == ChangeKind.SNAPSHOT or (change.event is not None and change.event.topic == "training"):
            self.training_changed.emit()
