"""What the presenters of work lists need of the services, as protocols that a test can play."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from services.contracts.accounts import Account
from services.contracts.attachments import Attachment
from services.contracts.dispatching import Suggestion
from services.contracts.lifecycle import BulkResult, Colleague, Offer, StepRequest, WorkList, WorkRow
from services.contracts.tickets import Likeness, Ticket, Viewer
from services.desk.choices import Choices
from services.knowledge.index import Hit
from services.lifecycle.service import Listed, OpenTicket
from services.lifecycle.typed import Typed
from services.live import LiveChange, LiveState
from services.outbox import OutboxChange, OutboxItem
from services.tasks import Progress
from ui.work.following import Asking
from ui.work.views import Keeping


class Drafts(Protocol):
    """What is needed of :class:`services.lifecycle.typed.TypedDrafts`."""

    def write(self, typed: Typed) -> None:
        """Keeps what is typed."""
        ...

    def forget(self, typed: Typed) -> None:
        """Throws it away."""
        ...


class LifeCycle(Protocol):
    """What is needed of :class:`services.lifecycle.service.LifecycleService`. All calls block."""

    drafts: Any
    """:class:`Drafts`."""

    def work(self, which: WorkList, **filters: Any) -> Listed:
        """Returns a list."""
        ...

    def counts(self) -> dict[WorkList, int]:
        """Returns how much stands in each list."""
        ...

    def open(self, ticket_id: str) -> OpenTicket:
        """Returns a ticket with what may be done."""
        ...

    def refusals(self, ticket_id: str) -> list[Offer]:
        """Returns what may not be done, with why."""
        ...

    def suggestion(self, ticket: Ticket, category: str) -> Suggestion:
        """Returns units for a ticket if it had another category."""
        ...

    def attach(self, ticket_id: str, file: Path, progress: Progress | None = None) -> Attachment:
        """Puts a file beside a ticket."""
        ...

    def content(self, attachment: Attachment, progress: Progress) -> bytes:
        """Returns a file."""
        ...

    def thumbnail(self, attachment_id: str) -> bytes:
        """Returns a small picture."""
        ...

    def save_attachment(self, attachment: Attachment, target: Path, progress: Progress) -> None:
        """Writes a file to this computer."""
        ...

    def likenesses(self, ticket: Ticket) -> list[Likeness]:
        """Returns likely duplicates."""
        ...

    def ticket_by_number(self, number: str) -> Ticket:
        """Returns the ticket with a number."""
        ...

    def colleagues(self) -> list[Colleague]:
        """Returns who a ticket can be assigned to."""
        ...

    def unfinished(self) -> set[str]:
        """Returns tickets with something typed."""
        ...

    def unsent(self) -> set[str]:
        """Returns tickets with a step on its way."""
        ...

    def take(
        self, ticket_id: str, version: int, request: StepRequest, title: str, by: str, draft_id: str = ""
    ) -> OutboxItem:
        """Puts a step into the outbox."""
        ...

    def take_back(self, item: OutboxItem, typed: Typed | None) -> None:
        """Takes a refused step out of the outbox."""
        ...

    def refused(self, by: str) -> list[OutboxItem]:
        """Returns steps that were refused while nobody looked."""
        ...

    def take_many(self, rows: Sequence[WorkRow], request: StepRequest, preview: bool, key: str) -> list[BulkResult]:
        """Takes a step on many tickets."""
        ...


class Offering(Protocol):
    """What is needed of :class:`services.desk.service.DeskService`."""

    def say_presence(self, ticket_id: str, present: bool, typing: bool) -> Sequence[Viewer]:
        """Lets others see that one looks at a ticket."""
        ...

    def choices(self) -> Choices:
        """Returns the catalogue."""
        ...


class Reading(Protocol):
    """What is needed of :class:`services.knowledge.service.KnowledgeService`."""

    def search(self, text: str, limit: int = 20) -> list[Hit]:
        """Finds articles."""
        ...


class Live(Protocol):
    """What is needed of :class:`services.live.LiveFeed`."""

    state: LiveState

    def listen(self, listener: Callable[[LiveChange], None]) -> Callable[[], None]:
        """Tells of every change."""
        ...

    def server_now(self) -> datetime:
        """Gives the server's time."""
        ...


class Sending(Protocol):
    """What is needed of :class:`services.outbox.Outbox`."""

    def listen(self, listener: Callable[[OutboxChange], None]) -> Callable[[], None]:
        """Tells what becomes of each step."""
        ...

    def resend(self, item_id: str, payload: dict[str, Any], version: int | None) -> OutboxItem:
        """Sends a step again on another version."""
        ...


class Who(Protocol):
    """What is needed of :class:`services.session.CurrentSession`."""

    @property
    def account(self) -> Account | None:
        """Who is signed in."""
        ...


class Personal(Asking, Keeping, Protocol):
    """What is needed of :class:`services.api.personal.PersonalApi`. All calls block."""


class WorkServices(Protocol):
    """What a page of work lists takes from the container."""

    @property
    def lifecycle(self) -> LifeCycle:
        """Lists and steps."""
        ...

    @property
    def desk(self) -> Offering:
        """The catalogue."""
        ...

    @property
    def knowledge(self) -> Reading:
        """Articles."""
        ...

    @property
    def live(self) -> Live:
        """Live state."""
        ...

    @property
    def outbox(self) -> Sending:
        """What is on its way."""
        ...

    @property
    def personal(self) -> Personal:
        """Followed tickets and saved views."""
        ...

    @property
    def session(self) -> Who:
        """Who is signed in."""
        ...
