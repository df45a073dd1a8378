"""What the windows need of the program's wiring, as a protocol: ``console`` provides it, ``ui`` never imports ``console``."""

from typing import TYPE_CHECKING, Any, Protocol

from services.contracts.accounts import Account, AccountChange, NewAccount, Team
from services.contracts.common import Page
from services.contracts.events import TrainingChange, TrainingState
from services.contracts.notices import Followed, Following, NoticePage, ReadState
from services.contracts.search import SearchAnswer
from services.contracts.views import SavedView, ViewFields
from services.tasks import Progress, ThreadTasks
from widgets.remember import Remember

if TYPE_CHECKING:  # a page that is not shown costs nothing at the start
    from services.administration.service import AdministrationService
    from services.callbacks.service import CallBackService
    from services.desk.service import DeskService
    from services.drafts import DraftJournal
    from services.knowledge.service import KnowledgeService
    from services.lifecycle.service import LifecycleService
    from services.live import LiveFeed
    from services.outbox import Outbox
    from services.quality.calibrations import CalibrationService
    from services.quality.service import QualityService
    from services.session import CurrentSession
    from services.supervision.service import SupervisionService
    from services.wall.service import WallService
    from services.whole.service import WholeTicketService


class Preferences(Protocol):
    """What a person may choose for this machine."""

    @property
    def language(self) -> str:
        """``zh_CN`` or ``en``."""
        ...

    @property
    def theme(self) -> str:
        """``light`` or ``dark``."""
        ...

    @property
    def large_text(self) -> bool:
        """Whether text and controls are large."""
        ...

    @property
    def sounds(self) -> bool:
        """Whether a ringing call is heard."""
        ...

    @property
    def server(self) -> str:
        """Address of the API; empty for the embedded one. A change works from the next start."""
        ...

    def change(self, **values: Any) -> None:
        """Changes preferences by name and keeps them; raises ``ValueError`` for a value that is none of its kind."""
        ...


class Connection(Protocol):
    """The way to the API."""

    @property
    def is_embedded(self) -> bool:
        """Whether the API is the console's own, with the training district."""
        ...

    @property
    def name(self) -> str:
        """The server's address, or ``embedded``."""
        ...

    @property
    def is_ready(self) -> bool:
        """Whether the API can be asked."""
        ...

    def open(self, progress: Progress, /) -> None:
        """Makes the API ready; blocks while the embedded one starts."""
        ...


class Desktop(Protocol):
    """Opens and closes what belongs to the person who is signed in."""

    def open(self, username: str) -> None:
        """Opens store, drafts, outbox; follows the server."""
        ...

    def follow(self) -> None:
        """Follows the server anew, after a sign-in in the middle of work."""
        ...

    def close(self) -> None:
        """Brings everything to disk and closes."""
        ...


class Staff(Protocol):
    """Accounts and teams, for the administrator. All calls block."""

    def list_accounts(self, cursor: str | None = None, limit: int = 500) -> Page[Account]:
        """Gives the staff."""
        ...

    def create_account(self, new: NewAccount) -> Account:
        """Opens an account."""
        ...

    def change_account(self, account_id: str, change: AccountChange, version: int, key: str) -> Account:
        """Changes an account."""
        ...

    def unlock_account(self, account_id: str, key: str) -> Account:
        """Lifts a lock."""
        ...

    def list_teams(self) -> list[Team]:
        """Gives the teams."""
        ...


class Training(Protocol):
    """The simulator's clock, for who may control it. All calls block."""

    def change_training(self, change: TrainingChange, key: str) -> TrainingState:
        """Changes speed or pause."""
        ...


class Finding(Protocol):
    """The global search. Blocks."""

    def find(self, text: str, *, person: str = "", place: str = "", limit: int = 8) -> SearchAnswer:
        """Gives the best of each kind; with ``person`` or ``place``, tickets of that citizen or place."""
        ...


class Personal(Protocol):
    """What the server keeps for a person: notices, followed tickets, saved views. All calls block."""

    def notices(self, cursor: str | None = None, limit: int = 100) -> NoticePage:
        """Gives notices, the newest first."""
        ...

    def read_notice(self, notice_id: int, key: str) -> ReadState:
        """Marks one as read."""
        ...

    def read_notices(self, through: int, key: str) -> ReadState:
        """Marks all up to one as read."""
        ...

    def followed(self) -> Followed:
        """Gives the tickets that the person follows."""
        ...

    def follow(self, ticket_id: str, key: str) -> Following:
        """Follows a ticket."""
        ...

    def leave(self, ticket_id: str, key: str) -> None:
        """Follows it no more."""
        ...

    def views(self, page: str) -> list[SavedView]:
        """Gives the saved views of a page."""
        ...

    def save_view(self, view_id: str, view: ViewFields, key: str) -> SavedView:
        """Saves a view under its id."""
        ...

    def delete_view(self, view_id: str, key: str) -> None:
        """Deletes a view."""
        ...


class Container(Protocol):
    """The services, built once by ``console/container.py``. A page's presenter takes from it what it needs.

    ``drafts``, ``outbox``, ``lifecycle``, ``knowledge`` and ``desk`` are those of the person who is signed in.
    """

    @property
    def tasks(self) -> ThreadTasks:
        """Work off the GUI thread."""
        ...

    @property
    def preferences(self) -> Preferences:
        """Language, theme, text size, sounds, server."""
        ...

    @property
    def remember(self) -> Remember:
        """Where widgets keep their arrangement."""
        ...

    @property
    def connection(self) -> Connection:
        """The way to the API."""
        ...

    @property
    def desktop(self) -> Desktop:
        """Opens and closes what belongs to a person."""
        ...

    @property
    def session(self) -> "CurrentSession":
        """Who is signed in."""
        ...

    @property
    def live(self) -> "LiveFeed":
        """Live state."""
        ...

    @property
    def drafts(self) -> "DraftJournal":
        """The draft journal."""
        ...

    @property
    def outbox(self) -> "Outbox":
        """What is still to be sent."""
        ...

    @property
    def desk(self) -> "DeskService":
        """Calls, callers, tickets."""
        ...

    @property
    def lifecycle(self) -> "LifecycleService":
        """Work lists and steps."""
        ...

    @property
    def knowledge(self) -> "KnowledgeService":
        """Articles and their search."""
        ...

    @property
    def quality(self) -> "QualityService":
        """Sampling and scoring."""
        ...

    @property
    def calibrations(self) -> "CalibrationService":
        """Calls that several inspectors score."""
        ...

    @property
    def wall(self) -> "WallService":
        """Figures."""
        ...

    @property
    def supervision(self) -> "SupervisionService":
        """Leaders' instructions, rates, follow-ups."""
        ...

    @property
    def callbacks(self) -> "CallBackService":
        """Citizens who are called back."""
        ...

    @property
    def whole(self) -> "WholeTicketService":
        """One ticket with everything around it."""
        ...

    @property
    def administration(self) -> "AdministrationService":
        """What the sections of Settings ask."""
        ...

    @property
    def finding(self) -> Finding:
        """The global search."""
        ...

    @property
    def personal(self) -> Personal:
        """Notices, followed tickets, saved views."""
        ...

    @property
    def staff(self) -> Staff:
        """Accounts and teams."""
        ...

    @property
    def training(self) -> Training:
        """The simulator's clock."""
        ...

    def close(self) -> None:
        """Keeps what is typed, ends all threads."""
        ...
