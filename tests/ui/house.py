"""A whole window on real services, with a server and a network that the test plays."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from services.clock import DEFAULT_ZONE, ManualClock
from services.contracts.accounts import (
    Account,
    AccountChange,
    NewAccount,
    Permission,
    Role,
    Session,
    SignIn,
    Team,
    permissions_of,
)
from services.contracts.common import Page as ListPage
from services.contracts.events import TrainingChange, TrainingState
from services.contracts.notices import Followed, Following, Notice, NoticePage, ReadState
from services.contracts.people import PersonRow
from services.contracts.quality import Question, Scorecard, Section
from services.contracts.search import Group, PlaceHit, PlaceLevel, SearchAnswer, TicketHit, Why
from services.contracts.tickets import Catalogue, Category, SkillEntry, TicketRow, TicketStatus, Unit
from services.contracts.views import SavedView, ViewFields
from services.errors import AppError, NotSignedIn, StaleVersion
from services.live import LiveFeed
from services.outbox import Outbox, OutboxItem
from services.session import CurrentSession
from services.store.store import LocalStore
from services.tasks import ImmediateTasks, Progress, Task
from tests.showing import show_active
from ui.commands import Command
from ui.language import Language
from ui.page import Link, Page, PageContext
from ui.presenter import Presenter
from ui.shell.controller import ShellController
from ui.shell.entries import PageEntry
from ui.shell.main_window import MainWindow
from widgets.remember import InMemory

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PASSWORD = "correct horse"


def account(username: str = "lead01", *roles: Role, **more: Any) -> Account:
    return Account(id=username, username=username, name=f"Name of {username}", roles=list(roles) or [Role.LEAD], **more)


class Work(ImmediateTasks):
    """Runs at once; tells of errors as the program does; can hold work back."""

    def __init__(self) -> None:
        self.titled: list[Task] = []
        self.errors: list[Exception] = []
        self.held: list[Callable[[], None]] | None = None
        self._listeners: list[Callable[[], None]] = []

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell(self) -> None:
        for listener in list(self._listeners):
            listener()

    def hold(self) -> None:
        self.held = []

    def release(self) -> None:
        held, self.held = self.held or [], None
        for run in held:
            run()

    def start(self, work: Any, done: Any = None, failed: Any = None, title: str = "") -> Task:
        def run() -> None:
            super(Work, self).start(work, done, failed or self.errors.append, title)

        if self.held is not None:
            self.held.append(run)
            return Task(title)
        run()
        return Task(title)


class Accounts:
    """The server's part of sign-in and staff."""

    def __init__(self) -> None:
        self.accounts = {
            "lead01": account("lead01"),
            "agent01": account("agent01", Role.AGENT, team="A", locked_until=START),
            "admin": account("admin", Role.ADMINISTRATOR),
        }
        self.zone = DEFAULT_ZONE
        self.trouble: AppError | None = None
        self.changes: list[tuple[str, AccountChange, int]] = []
        self.created: list[NewAccount] = []

    def sign_in(self, given: SignIn) -> Session:
        if self.trouble is not None:
            raise self.trouble
        found = self.accounts.get(given.username)
        if found is None or given.password != PASSWORD:
            raise NotSignedIn("wrong_password")
        permissions = sorted(permissions_of(frozenset(found.roles)))
        return Session(
            access_token="a",
            refresh_token="r",
            expires_in=60,
            account=found,
            permissions=permissions,
            zone=self.zone,
        )

    def refresh(self, token: str) -> Session:
        raise NotSignedIn

    def sign_out(self, key: str) -> None:
        pass

    def list_accounts(self, cursor: str | None = None, limit: int = 500) -> ListPage[Account]:
        everybody = sorted(self.accounts.values(), key=lambda a: a.username)
        place = int(cursor or 0)
        return ListPage(items=everybody[place : place + 2], next=str(place + 2) if place + 2 < len(everybody) else None)

    def list_teams(self) -> list[Team]:
        return [Team(name="A", members=1)]

    def create_account(self, new: NewAccount) -> Account:
        if self.trouble is not None:
            raise self.trouble
        self.created.append(new)
        made = Account(**new.model_dump(exclude={"password"}))
        self.accounts[made.id] = made
        return made

    def change_account(self, account_id: str, change: AccountChange, version: int, key: str) -> Account:
        before = self.accounts[account_id]
        if before.version != version:
            raise StaleVersion(before.model_dump(mode="json"))
        self.changes.append((account_id, change, version))
        after = {**before.model_dump(), **change.model_dump(exclude_unset=True), "version": version + 1}
        self.accounts[account_id] = Account.model_validate(after)
        return self.accounts[account_id]

    def unlock_account(self, account_id: str, key: str) -> Account:
        self.accounts[account_id] = self.accounts[account_id].model_copy(update={"locked_until": None})
        return self.accounts[account_id]


class Training:
    def __init__(self) -> None:
        self.changes: list[TrainingChange] = []

    def change_training(self, change: TrainingChange, key: str) -> TrainingState:
        self.changes.append(change)
        return TrainingState()


class Preferences(InMemory):
    """Settings in memory."""

    def __init__(self) -> None:
        super().__init__()
        self.language, self.theme, self.large_text, self.sounds, self.server = "en", "light", False, True, ""

    def change(self, **values: Any) -> None:
        if not str(values.get("server", "")).startswith(("http", "")) or "ftp" in str(values.get("server", "")):
            raise ValueError("no address")
        for name, value in values.items():
            setattr(self, name, value)


class Connection:
    is_embedded, name = True, "embedded"

    def __init__(self) -> None:
        self.is_ready = False
        self.trouble: AppError | None = None

    def open(self, _progress: Progress) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.is_ready = True


class Desktop:
    def __init__(self) -> None:
        self.told: list[str] = []

    def open(self, username: str) -> None:
        self.told.append(f"open {username}")

    def follow(self) -> None:
        self.told.append("follow")

    def close(self) -> None:
        self.told.append("close")


CATALOGUE = Catalogue(
    version=1,
    places=[],
    categories=[Category(code="01", name="教育", english="Education", unit="D01")],
    units=[Unit(code="D01", name="区教育局", english="Education bureau")],
    templates=[],
    phrases=[],
    skills=[
        SkillEntry(key="general", name="综合", english="General"),
        SkillEntry(key="city", name="城管", english="City"),
    ],
)


class Desk:
    def choices(self) -> Any:
        return SimpleNamespace(
            catalogue=CATALOGUE,
            places={},
            categories={c.code: c for c in CATALOGUE.categories},
            units={u.code: u for u in CATALOGUE.units},
            category_options=lambda english: [
                SimpleNamespace(code="01", text="Education" if english else "教育", path="", sounds="jy")
            ],
            unit_options=lambda english: [],
            place_options=list,
            place_name=lambda town, village: village or town,
            unit_name=lambda code, english: "Education bureau" if code == "D01" else code,
        )


class Finding:
    """The global search: a ticket by its number, people by the letter a, places by g."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []
        self.trouble: AppError | None = None
        self.alert = False

    def find(self, text: str, *, person: str = "", place: str = "", limit: int = 8) -> SearchAnswer:
        self.asked.append((text, person, place))
        if self.trouble is not None:
            raise self.trouble
        if person or place or text in ("20260302-000007", "noise"):
            row = TicketRow(
                id="t7",
                number="20260302-000007",
                status=TicketStatus.ACCEPTED,
                title="Noise at night",
                alert=self.alert,
                created_at=START,
                updated_at=START,
            )
            return SearchAnswer(tickets=Group(items=[TicketHit(ticket=row, why=Why.NUMBER)], more=text == "noise"))
        if text == "chen":
            row = PersonRow(id="p1", name_masked="陈**", number_masked="138****0042")
            return SearchAnswer(persons=Group(items=[row]))
        if text == "gc":
            return SearchAnswer(
                places=Group(items=[PlaceHit(level=PlaceLevel.TOWN, town="440605011", name="桂城街道")])
            )
        return SearchAnswer()


class Personal:
    """What the server keeps for a person."""

    def __init__(self) -> None:
        self.kept: list[Notice] = []
        self.saved: dict[str, SavedView] = {}
        self.asked: list[str] = []
        self.trouble: AppError | None = None

    def notices(self, cursor: str | None = None, limit: int = 100) -> NoticePage:
        self._ask(f"notices {cursor or ''}".strip())
        unread = sum(not notice.read for notice in self.kept)
        if cursor:
            return NoticePage(items=self.kept[3:], unread=unread)
        return NoticePage(items=self.kept[:3], next="older" if len(self.kept) > 3 else None, unread=unread)

    def read_notice(self, notice_id: int, key: str) -> ReadState:
        self._ask(f"read {notice_id}")
        return self._mark(lambda each: each.id == notice_id)

    def read_notices(self, through: int, key: str) -> ReadState:
        self._ask(f"read through {through}")
        return self._mark(lambda each: each.id <= through)

    def followed(self) -> Followed:
        return Followed()

    def follow(self, ticket_id: str, key: str) -> Following:
        self._ask(f"follow {ticket_id}")
        return Following(ticket_id=ticket_id, following=True)

    def leave(self, ticket_id: str, key: str) -> None:
        self._ask(f"leave {ticket_id}")

    def views(self, page: str) -> list[SavedView]:
        return [view for view in self.saved.values() if view.page == page]

    def save_view(self, view_id: str, view: ViewFields, key: str) -> SavedView:
        self._ask(f"save {view.name}")
        self.saved[view_id] = SavedView(id=view_id, **view.model_dump())
        return self.saved[view_id]

    def delete_view(self, view_id: str, key: str) -> None:
        self._ask("delete")
        del self.saved[view_id]

    def _ask(self, what: str) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.asked.append(what)

    def _mark(self, which: Callable[[Notice], bool]) -> ReadState:
        self.kept = [each.model_copy(update={"read": each.read or which(each)}) for each in self.kept]
        return ReadState(unread=sum(not each.read for each in self.kept))


class Knowledge:
    def search(self, text: str, limit: int = 20) -> list[Any]:
        return [SimpleNamespace(article_id="a1", title=f"About {text}", summary="", category="", unit="", score=1.0)]


class Quality:
    def scorecards(self) -> list[Scorecard]:
        question = Question(key="q", text="开头语", english="Greeting", points=5)
        return [
            Scorecard(
                id="s",
                name="Card",
                version=2,
                sections=[Section(key="x", name="开场", weight=10, questions=[question])],
            )
        ]


class Notes(Presenter):
    """Keeps what is typed, as a page's presenter must."""

    def __init__(self, tasks: Any) -> None:
        super().__init__(tasks)
        self.text = ""
        self.told: list[str] = []

    def start(self) -> None:
        self.told.append("start")

    def close(self) -> None:
        self.told.append("close")


class NotesPage(Page):
    """A page with one field."""

    def __init__(self, presenter: Notes, context: PageContext) -> None:
        super().__init__(context)
        self.field = QLineEdit(presenter.text)
        self.field.setObjectName("notes.field")
        self.field.textEdited.connect(lambda text: setattr(presenter, "text", text))
        column = QVBoxLayout(self)
        column.addWidget(self.field)
        self.presenter = presenter
        self.links: list[Link] = []
        self.bind("clear", self._clear)

    def _clear(self) -> None:
        self.presenter.told.append("clear")

    def entered(self) -> None:
        self.presenter.told.append("entered")
        self.field.setFocus()

    def left(self) -> None:
        self.presenter.told.append("left")

    def open_link(self, link: Link) -> None:
        self.links.append(link)


class Parts:
    def commands(self) -> Sequence[Command]:
        return [Command("clear", "Clear the note", "Ctrl+L")]

    def make_presenter(self, container: Any) -> Presenter:
        return Notes(container.tasks)

    def make_page(self, presenter: Presenter, context: PageContext) -> Page:
        assert isinstance(presenter, Notes)
        return NotesPage(presenter, context)


@dataclass(frozen=True)
class NotesEntry(PageEntry):
    def exists(self) -> bool:
        return True

    def parts(self) -> Any:
        return Parts()


def entry(key: str, *permissions: Permission, icon: str = "desk") -> NotesEntry:
    allowed = frozenset(permissions or {Permission.SIGNED_IN})
    return NotesEntry(key, lambda: f"Page {key}", icon, allowed, "nowhere")


@dataclass
class House:
    """The services of a window."""

    folder: Path
    tasks: Work = field(default_factory=Work)
    preferences: Preferences = field(default_factory=Preferences)
    connection: Connection = field(default_factory=Connection)
    desktop: Desktop = field(default_factory=Desktop)
    staff: Accounts = field(default_factory=Accounts)
    training: Training = field(default_factory=Training)
    desk: Desk = field(default_factory=Desk)
    knowledge: Knowledge = field(default_factory=Knowledge)
    finding: Finding = field(default_factory=Finding)
    personal: Personal = field(default_factory=Personal)
    quality: Quality = field(default_factory=Quality)
    clock: ManualClock = field(default_factory=lambda: ManualClock(START))

    def __post_init__(self) -> None:
        self.users: list[Session | None] = []
        self.session = CurrentSession(self.staff, self.users.append)
        self.live = LiveFeed(SimpleNamespace(), self.clock, lambda callback: callback())  # type: ignore[arg-type]
        self.sent: list[OutboxItem] = []
        self.answers: list[Exception] = []
        self.outbox = Outbox(
            LocalStore(self.folder / "desk.db"), {"ticket.new": self._send, "ticket.change": self._send}, lambda c: c()
        )
        self.closed = False

    @property
    def remember(self) -> Preferences:
        return self.preferences

    def _send(self, item: OutboxItem) -> None:
        if self.answers:
            raise self.answers.pop(0)
        self.sent.append(item)

    def deliver(self) -> None:
        """Sends what the outbox may send now."""
        while (item := self.outbox._next()) is not None:
            self.outbox._send(item)

    def close(self) -> None:
        self.closed = True


def open_window(
    house: House, entries: Sequence[PageEntry], qtbot: Any, language: str = "en"
) -> tuple[MainWindow, ShellController]:
    """Opens the window of a house in English, at its sign-in page."""
    house.preferences.language = language
    controller = ShellController(house, Language(language), entries)  # type: ignore[arg-type]
    window = MainWindow(house, controller)  # type: ignore[arg-type]
    qtbot.addWidget(window, before_close_func=lambda w: w.close_now())
    window.resize(1280, 800)
    with qtbot.waitExposed(window):
        window.show_at_start()
    show_active(qtbot, window)
    return window, controller


def sign_in(window: MainWindow, username: str = "lead01") -> None:
    """Signs in as somebody."""
    assert window.signin is not None
    window.signin.username.setText(username)
    window.signin.password.setText(PASSWORD)
    window.signin.button.click()
