"""The draft journal: what is being typed is on disk a moment later, whatever happens to the console."""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from services.errors import AppError
from services.store.store import LocalStore
from services.store.tables import drafts, filed
from services.tasks import Progress

_BETWEEN_SECONDS = 0.12
"""Least time between two writes: quick typing becomes eight writes a second, and none is older than half a second."""


@dataclass(frozen=True)
class Draft:
    """Something unfinished. ``fields`` is what the form held; times are seconds since 1970."""

    id: str
    kind: str
    fields: dict[str, Any]
    created_at: float
    saved_at: float


@dataclass(frozen=True)
class DraftSaved:
    """A draft is on disk as of ``saved_at``; or, with ``error``, it is not, and stays in memory until it is."""

    draft_id: str
    saved_at: float
    error: AppError | None = None


Listener = Callable[[DraftSaved], None]


class DraftJournal:
    """Writes drafts in the background, in order, newest state only.

    ``write`` takes no time and may be called at each key press. ``run`` lives in a thread of
    :meth:`services.tasks.ThreadTasks.long_running`. Where the disk is full the journal says so and goes on trying; nothing is
    dropped from memory.

    Args:
        store: the local store.
        deliver: runs a callable on the GUI thread soon.
        now: seconds since 1970.
    """

    def __init__(
        self,
        store: LocalStore,
        deliver: Callable[[Callable[[], None]], object],
        now: Callable[[], float] = time.time,
    ) -> None:
        self._store = store
        self._deliver = deliver
        self._now = now
        self._changed = threading.Condition()
        self._pending: dict[str, tuple[str, dict[str, Any]]] = {}
        self._writing = False
        self._closed: set[str] = set()
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Calls ``listener`` on the GUI thread after each write; returns the way to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def write(self, draft_id: str, kind: str, fields: dict[str, Any]) -> None:
        """Keeps the present state of a draft. ``fields`` must be plain JSON and must not be changed afterwards."""
        with self._changed:
            self._closed.discard(draft_id)
            self._pending[draft_id] = (kind, fields)
            self._changed.notify_all()

    def close(self, draft_id: str) -> None:
        """Forgets a draft that the person threw away. One that is filed is closed by the outbox, in one transaction."""
        self.drop_pending(draft_id)
        with self._store.write() as connection:
            connection.execute(delete(drafts).where(drafts.c.id == draft_id))

    def drop_pending(self, draft_id: str) -> None:
        """Keeps a write that is still under way from bringing a closed draft back."""
        with self._changed:
            self._pending.pop(draft_id, None)
            self._closed.add(draft_id)
            while self._writing:
                self._changed.wait(1)

    def open_drafts(self, kind: str | None = None) -> list[Draft]:
        """Returns what is unfinished, newest first. Blocks for a few milliseconds."""
        query = select(drafts).order_by(drafts.c.saved_at.desc())
        if kind is not None:
            query = query.where(drafts.c.kind == kind)
        with self._store.read() as connection:
            return [
                Draft(row.id, row.kind, json.loads(row.fields), row.created_at, row.saved_at)
                for row in connection.execute(query)
            ]

    def flush(self, wait_seconds: float = 2.0) -> bool:
        """Waits until everything is on disk; ``False`` where it could not be written in time."""
        until = time.monotonic() + wait_seconds
        with self._changed:
            while self._pending or self._writing:
                left = until - time.monotonic()
                if left <= 0:
                    return False
                self._changed.wait(min(left, 0.05))
        return True

    def run(self, progress: Progress) -> None:
        """Writes until it is cancelled, and what is pending then."""
        with progress.waking(self._notice):
            self._run(progress)

    def _notice(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _run(self, progress: Progress) -> None:
        while True:
            with self._changed:
                while not self._pending and not progress.cancelled:
                    self._changed.wait()
                if not self._pending:
                    return
                batch, self._pending = self._pending, {}
                self._writing = True
            problem = self._save(batch)
            with self._changed:
                self._writing = False
                if problem is not None:
                    # A newer state that came meanwhile wins over what could not be written.
                    self._pending = {k: v for k, v in batch.items() if k not in self._closed} | self._pending
                self._changed.notify_all()
            if progress.cancelled and problem is not None:
                return
            time.sleep(1.0 if problem else _BETWEEN_SECONDS)

    def _save(self, batch: dict[str, tuple[str, dict[str, Any]]]) -> AppError | None:
        saved_at = self._now()
        problem: AppError | None = None
        elsewhere: set[str] = set()
        statement = insert(drafts)
        news = {name: statement.excluded[name] for name in ("fields", "saved_at", "kind")}
        try:
            with self._store.write() as connection:
                gone = set(connection.execute(select(filed.c.draft_id).where(filed.c.draft_id.in_(batch))).scalars())
                elsewhere = gone - self._closed
                for draft_id, (kind, fields) in batch.items():
                    if draft_id in self._closed or draft_id in gone:
                        continue
                    connection.execute(
                        statement.on_conflict_do_update(index_elements=["id"], set_=news),
                        {
                            "id": draft_id,
                            "kind": kind,
                            "fields": json.dumps(fields, ensure_ascii=False),
                            "created_at": saved_at,
                            "saved_at": saved_at,
                        },
                    )
        except AppError as error:
            problem = error
        except Exception as error:
            problem = AppError("unexpected", details={"why": type(error).__name__})
        for draft_id in batch:
            filed_elsewhere = AppError("filed_elsewhere", status=409) if draft_id in elsewhere else None
            self._tell(DraftSaved(draft_id, saved_at, problem or filed_elsewhere))
        return problem

    def _tell(self, saved: DraftSaved) -> None:
        def tell() -> None:
            for listener in list(self._listeners):
                listener(saved)

        self._deliver(tell)
