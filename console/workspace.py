"""What belongs to the person who is signed in: the local store, drafts, outbox and knowledge copy."""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path

from services.api.calls import CallsApi
from services.api.channels import AttachmentsApi
from services.api.knowledge import KnowledgeApi
from services.api.lifecycle import LifecycleApi
from services.api.people import PeopleApi
from services.api.tickets import TicketsApi
from services.desk.senders import desk_senders
from services.desk.service import DeskService
from services.drafts import DraftJournal
from services.errors import AppError
from services.knowledge.service import KnowledgeService
from services.lifecycle.senders import step_senders
from services.lifecycle.service import LifecycleService
from services.lifecycle.typed import TypedDrafts
from services.outbox import Outbox
from services.store.articles import StoredArticles
from services.store.store import LocalStore
from services.tasks import Progress, ThreadTasks


class Workspace:
    """Opened at sign-in, closed at sign-out. One file for each person and server."""

    def __init__(
        self,
        folder: Path,
        username: str,
        server: str,
        tasks: ThreadTasks,
        deliver: Callable[[Callable[[], None]], object],
        calls: CallsApi,
        people: PeopleApi,
        tickets: TicketsApi,
        knowledge: KnowledgeApi,
        lifecycle: LifecycleApi,
        files: AttachmentsApi,
        on_error: Callable[[Exception], None] = lambda _error: None,
    ) -> None:
        name = file_name(server, username)
        self.store = LocalStore(folder / f"{name}.db")
        if self.store.set_aside is not None:
            details = {"file": self.store.set_aside.name, "count": self.store.salvaged or 0}
            on_error(AppError("store_set_aside", details=details))
        self.drafts = DraftJournal(self.store, deliver)
        senders = {**desk_senders(tickets, people), **step_senders(lifecycle)}
        self.outbox = Outbox(self.store, senders, deliver, self.drafts.drop_pending)
        self.desk = DeskService(calls, people, tickets, self.outbox, self.store)
        self.typed = TypedDrafts(self.drafts)
        self.lifecycle = LifecycleService(lifecycle, tickets, files, self.outbox, self.store, self.typed)
        self.knowledge = KnowledgeService(knowledge, StoredArticles(self.store), folder / f"{name}-index")
        self._threads: list[Progress] = [
            tasks.long_running(self.drafts.run, "drafts"),
            tasks.long_running(self.outbox.run, "outbox"),
        ]

    def close(self) -> None:
        """Brings everything to disk and ends the threads; what is in the outbox is sent after the next sign-in."""
        self.drafts.flush()
        for thread in self._threads:
            thread.cancel()
        self.outbox.retry_now()
        # What the threads still have to write opens the file again for a moment.
        self.store.close()


def file_name(server: str, username: str) -> str:
    """Returns the name of a person's files for a server: readable, and another one for ``li.ming`` than for ``li-ming``."""
    words = re.sub(r"[^a-z0-9]+", "-", f"{server.split('://')[-1]}-{username}".lower()).strip("-")
    return words if username.isalnum() else f"{words}-{hashlib.sha256(username.encode()).hexdigest()[:8]}"
