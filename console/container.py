"""The wiring: every service of the console, built once, in one frozen dataclass."""

from collections.abc import Callable
from dataclasses import dataclass

from console.embedded import EmbeddedServer, Endpoint
from console.paths import Paths
from console.settings import SettingsFile
from console.workspace import Workspace
from services.administration.service import AdministrationService
from services.api.accounts import AccountsApi
from services.api.alarms import AlarmsApi
from services.api.blocking import BlockingApi
from services.api.calibrations import CalibrationApi
from services.api.callbacks import CallBacksApi
from services.api.calls import CallsApi, FiguresApi
from services.api.channels import AttachmentsApi, ChannelsApi
from services.api.clocks import ClocksApi
from services.api.dispatching import DispatchingApi
from services.api.entries import EntriesApi, IntakeRulesApi
from services.api.events import EventsApi
from services.api.followups import FollowUpRulesApi
from services.api.knowledge import KnowledgeApi
from services.api.lifecycle import LifecycleApi
from services.api.opening import OpeningApi
from services.api.people import PeopleApi
from services.api.personal import PersonalApi
from services.api.plans import QueuePlansApi
from services.api.quality import QualityApi
from services.api.recordings import RecordingsApi
from services.api.search import SearchApi
from services.api.supervision import SupervisionApi
from services.api.texts import TextsApi
from services.api.tickets import TicketsApi
from services.api.transport import Transport
from services.api.units import UnitsApi
from services.api.whole import WholeTicketApi
from services.callbacks.service import CallBackService
from services.clock import SystemClock
from services.contracts.accounts import Session
from services.desk.service import DeskService
from services.drafts import DraftJournal
from services.errors import AppError
from services.knowledge.service import KnowledgeService
from services.lifecycle.service import LifecycleService
from services.live import LiveFeed
from services.outbox import Outbox
from services.quality.calibrations import CalibrationService
from services.quality.service import QualityService
from services.session import CurrentSession
from services.supervision.service import SupervisionService
from services.tasks import Progress, ThreadTasks
from services.wall.service import WallService
from services.whole.service import WholeTicketService

Deliver = Callable[[Callable[[], None]], object]


class Connection:
    """The way to the API: the embedded one is started, or a server's address is used."""

    def __init__(
        self,
        transport: Transport,
        server: str,
        embedded: EmbeddedServer | None,
        tasks: ThreadTasks,
        tell: Callable[[Exception], object],
    ) -> None:
        self._transport = transport
        self._tell = tell
        self._server = server
        self._embedded = embedded
        self._tasks = tasks
        self._waits = False
        self.endpoint = Endpoint(server)
        self.is_ready = False
        self.on_moved: Callable[[], None] = lambda: None
        """Called when the API is to be found at another address, from any thread."""

    @property
    def is_embedded(self) -> bool:
        """Whether the API is the console's own, with the training district."""
        return self._embedded is not None

    @property
    def name(self) -> str:
        """What names the server in files and in the keyring: its address, or ``embedded``."""
        return self._server or "embedded"

    def open(self, _progress: Progress) -> None:
        """Makes the API ready to be asked; blocks while the embedded one starts."""
        self._use(self._embedded.start() if self._embedded else Endpoint(self._server))
        self.is_ready = True
        if self._embedded and self._embedded.set_aside is not None:
            self._tell(AppError("training_set_aside", details={"file": self._embedded.set_aside.name}))
        if self._embedded and self._embedded.server is None and not self._waits:
            # Another window of this person runs the API; when that window ends, this one goes on with it.
            self._waits = True
            embedded = self._embedded
            self._tasks.long_running(lambda progress: embedded.take_over(self._on_embedded_moved, progress), "embedded")

    def close(self) -> None:
        """Closes connections and stops the embedded API."""
        self._transport.close()
        if self._embedded:
            self._embedded.stop()

    def _use(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._transport.redirect(endpoint.base_url, endpoint.gate_token)

    def _on_embedded_moved(self, endpoint: Endpoint) -> None:
        self._use(endpoint)
        self.on_moved()


class Desktop:
    """Opens and closes what belongs to the person who is signed in."""

    def __init__(self, open_workspace: Callable[[str], Workspace], tasks: ThreadTasks, live: LiveFeed) -> None:
        self._open_workspace = open_workspace
        self._tasks = tasks
        self._live = live
        self._workspace: Workspace | None = None
        self._live_thread: Progress | None = None

    @property
    def workspace(self) -> Workspace:
        """The open workspace.

        Raises:
            AppError: nobody is signed in.
        """
        if self._workspace is None:
            raise AppError("not_signed_in", status=401)
        return self._workspace

    def open(self, username: str) -> None:
        """Opens the workspace of who has signed in, and follows the server. Reads a few rows from disk."""
        if self._workspace is None:
            self._workspace = self._open_workspace(username)
        self.follow()

    def follow(self) -> None:
        """Follows the server anew, after a sign-in that came in the middle of work."""
        if self._live_thread is not None:
            self._live_thread.cancel()
        self._live_thread = self._tasks.long_running(self._live.run, "live")
        self.workspace.outbox.retry_now()

    def keep(self) -> None:
        """Brings everything typed to disk; for the crash reporter, on any thread."""
        if self._workspace is not None:
            self._workspace.drafts.flush(1.0)

    def close(self) -> None:
        """Brings everything to disk, ends the threads and forgets what was live."""
        if self._live_thread is not None:
            self._live_thread.cancel()
            self._live_thread = None
        if self._workspace is not None:
            self._workspace.close()
            self._workspace = None
        self._live.reset()


@dataclass(frozen=True)
class Container:
    """All services. Those of the person who is signed in exist between ``desktop.open`` and ``desktop.close``."""

    paths: Paths
    tasks: ThreadTasks
    preferences: SettingsFile
    connection: Connection
    desktop: Desktop
    session: CurrentSession
    live: LiveFeed
    staff: AccountsApi
    training: FiguresApi
    people: PeopleApi
    tickets: TicketsApi
    quality: QualityService
    calibrations: CalibrationService
    wall: WallService
    supervision: SupervisionService
    callbacks: CallBackService
    whole: WholeTicketService
    administration: AdministrationService
    finding: SearchApi
    personal: PersonalApi

    @property
    def remember(self) -> SettingsFile:
        """Where widgets keep their arrangement."""
        return self.preferences

    @property
    def drafts(self) -> DraftJournal:
        """The draft journal of who is signed in."""
        return self.desktop.workspace.drafts

    @property
    def outbox(self) -> Outbox:
        """What is still to be sent."""
        return self.desktop.workspace.outbox

    @property
    def knowledge(self) -> KnowledgeService:
        """Articles and their search."""
        return self.desktop.workspace.knowledge

    @property
    def desk(self) -> DeskService:
        """Calls, callers and tickets as an agent needs them."""
        return self.desktop.workspace.desk

    @property
    def lifecycle(self) -> LifecycleService:
        """Work lists and steps."""
        return self.desktop.workspace.lifecycle

    def close(self) -> None:
        """Keeps what is typed, ends all threads, stops the embedded API."""
        self.desktop.close()
        self.tasks.shutdown()
        self.connection.close()


def build(
    paths: Paths,
    preferences: SettingsFile,
    deliver: Deliver,
    on_error: Callable[[Exception], None],
    speed: float = 1.0,
    zone: str = "",
) -> Container:
    """Returns the services. Nothing is started but threads that wait; ``connection.open`` makes the API ready.

    Args:
        paths: where files are kept.
        preferences: the settings; an empty ``server`` means the embedded API.
        deliver: runs a callable on the GUI thread soon.
        on_error: told of errors that nobody else handles.
        speed: of the training clock of the embedded API.
        zone: of a new training district; empty for the usual one.
    """
    tasks = ThreadTasks(deliver, on_error)
    transport = Transport(preferences.server, lambda: preferences.language)
    embedded = None if preferences.server else EmbeddedServer(paths.data, speed, zone)
    connection = Connection(
        transport, preferences.server, embedded, tasks, lambda error: deliver(lambda: on_error(error))
    )
    accounts, calls, figures = AccountsApi(transport), CallsApi(transport), FiguresApi(transport)
    people, tickets, knowledge = PeopleApi(transport), TicketsApi(transport), KnowledgeApi(transport)
    lifecycle, files = LifecycleApi(transport), AttachmentsApi(transport)
    session = CurrentSession(accounts, transport.use)

    def on_session(renewed: Session | None) -> None:
        deliver(lambda: session.on_renewed(renewed))

    transport.on_session = on_session
    live = LiveFeed(EventsApi(transport), SystemClock(), deliver)
    connection.on_moved = live.retry_now

    def open_workspace(username: str) -> Workspace:
        return Workspace(
            paths.data / "desks",
            username,
            connection.name,
            tasks,
            deliver,
            calls,
            people,
            tickets,
            knowledge,
            lifecycle,
            files,
            on_error,
        )

    return Container(
        paths=paths,
        tasks=tasks,
        preferences=preferences,
        connection=connection,
        desktop=Desktop(open_workspace, tasks, live),
        session=session,
        live=live,
        staff=accounts,
        training=figures,
        people=people,
        tickets=tickets,
        quality=QualityService(QualityApi(transport), calls, tickets, accounts),
        calibrations=CalibrationService(CalibrationApi(transport), accounts),
        wall=WallService(figures, calls, tickets, AlarmsApi(transport), OpeningApi(transport)),
        supervision=SupervisionService(SupervisionApi(transport), tickets),
        callbacks=CallBackService(CallBacksApi(transport), calls),
        whole=WholeTicketService(WholeTicketApi(transport)),
        administration=AdministrationService(
            ClocksApi(transport),
            DispatchingApi(transport),
            ChannelsApi(transport),
            UnitsApi(transport),
            people,
            FollowUpRulesApi(transport),
            RecordingsApi(transport),
            AlarmsApi(transport),
            BlockingApi(transport),
            CallBacksApi(transport),
            QueuePlansApi(transport),
            TextsApi(transport),
            EntriesApi(transport),
            IntakeRulesApi(transport),
            QualityApi(transport),
        ),
        finding=SearchApi(transport),
        personal=PersonalApi(transport),
    )
