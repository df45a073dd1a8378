"""The outbox: each save is on this disk first, then at the server, in order and once."""

import json
import logging
import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Connection, Row, delete, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError
from uuid_utils import uuid7

from services.errors import AppError, Conflict, NotSignedIn, StaleVersion
from services.store.store import LocalStore
from services.store.tables import drafts, filed, outbox
from services.tasks import Progress

log = logging.getLogger(__name__)

_LONGEST_PAUSE = 20.0
_REMEMBERED_SECONDS = 30 * 86_400.0
"""How long a filed draft is remembered, so that nothing files it again."""


class ItemState(StrEnum):
    """Where an item stands. What was sent is gone from the outbox; listeners were told."""

    QUEUED = "queued"
    """Will be filed."""
    SENDING = "sending"
    CONFLICT = "conflict"
    """Somebody else changed the thing; the person chooses, field by field."""
    REJECTED = "rejected"
    """The server refused it; the person corrects it, or throws it away."""


NEEDS_YOU = frozenset({ItemState.CONFLICT, ItemState.REJECTED})


@dataclass(frozen=True)
class OutboxItem:
    """A save on its way. ``payload`` is what was typed; ``answer`` what the server said to it."""

    position: int
    id: str
    key: str
    kind: str
    subject: str
    title: str
    payload: dict[str, Any]
    version: int | None
    state: ItemState
    tries: int
    answer: dict[str, Any]
    created_at: float
    draft_id: str = ""


@dataclass(frozen=True)
class OutboxChange:
    """A fact: an item was put, sent (with the server's ``result``), or changed its state; ``item`` as it is now."""

    item: OutboxItem
    sent: bool = False
    result: BaseModel | None = None
    discarded: bool = False


Listener = Callable[[OutboxChange], None]
Send = Callable[[OutboxItem], BaseModel | None]


class Outbox:
    """Keeps saves until the server has them.

    An item waits while an earlier one of the same subject, or of a thing it refers to, is unsent; items of other subjects
    go on. A repeated sending carries the same idempotency key, so the server does it once. ``run`` lives in a thread.

    Args:
        store: the local store.
        senders: by kind of item, what sends it.
        deliver: runs a callable on the GUI thread soon.
        drop_pending: keeps the journal from writing a draft that this outbox has closed.
    """

    def __init__(
        self,
        store: LocalStore,
        senders: Mapping[str, Send],
        deliver: Callable[[Callable[[], None]], object],
        drop_pending: Callable[[str], None] = lambda _draft_id: None,
    ) -> None:
        self._store = store
        self._senders = senders
        self._deliver = deliver
        self._drop_pending = drop_pending
        self._wake = threading.Event()
        self._listeners: list[Listener] = []
        self.is_offline = False
        """The last sending found no server."""
        with store.write() as connection:
            # Whatever was on its way when the console died is sent again under the same key.
            connection.execute(
                update(outbox).where(outbox.c.state == ItemState.SENDING.value).values(state=ItemState.QUEUED.value)
            )

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Calls ``listener`` on the GUI thread with each fact; returns the way to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def put(
        self,
        kind: str,
        subject: str,
        payload: dict[str, Any],
        *,
        title: str = "",
        version: int | None = None,
        draft_id: str = "",
    ) -> OutboxItem:
        """Keeps a save and closes its draft, in one transaction; it is sent soon. Blocks for one write to disk.

        A draft that is already on its way is not put twice: a double click files once.

        Raises:
            AppError: ``storage_full``; nothing was kept and the draft is still open. ``filed_elsewhere``: another console of
                this person has filed the draft with other content.
        """
        if draft_id:
            self._drop_pending(draft_id)
        item_id, now = str(uuid7()), time.time()
        values: dict[str, Any] = {
            "id": item_id,
            "key": f"outbox-{item_id}",
            "kind": kind,
            "subject": subject,
            "title": title[:200],
            "payload": json.dumps(payload, ensure_ascii=False),
            "version": version,
            "state": ItemState.QUEUED.value,
            "tries": 0,
            "answer": "",
            "created_at": now,
            "draft_id": draft_id,
        }
        with self._store.write() as connection:
            if draft_id:
                twin = connection.execute(select(filed.c.item).where(filed.c.draft_id == draft_id)).scalar()
                if twin is not None:
                    kept_item = _item_of(json.loads(twin))
                    if kept_item.payload != payload:
                        raise AppError("filed_elsewhere", status=409)
                    connection.execute(delete(drafts).where(drafts.c.id == draft_id))
                    return kept_item
                connection.execute(delete(drafts).where(drafts.c.id == draft_id))
            connection.execute(insert(outbox), values)
            row = connection.execute(select(outbox).where(outbox.c.id == item_id)).one()
            item = _item(row)
            if draft_id:
                connection.execute(delete(filed).where(filed.c.at < now - _REMEMBERED_SECONDS))
                kept = {"draft_id": draft_id, "item": json.dumps(dict(row._mapping)), "at": now}
                connection.execute(insert(filed), kept)
        self._tell(OutboxChange(item))
        self._wake.set()
        return item

    def items(self) -> list[OutboxItem]:
        """Returns everything that is not at the server yet, oldest first."""
        with self._store.read() as connection:
            return [_item(row) for row in connection.execute(select(outbox).order_by(outbox.c.position))]

    def needs_you(self) -> list[OutboxItem]:
        """Returns what waits for the person: conflicts and refusals."""
        return [item for item in self.items() if item.state in NEEDS_YOU]

    def count(self) -> tuple[int, int]:
        """Returns how many items will be filed, and how many need the person."""
        query = select(outbox.c.state, func.count()).group_by(outbox.c.state)
        with self._store.read() as connection:
            counts = {ItemState(state): number for state, number in connection.execute(query)}
        waiting = sum(number for state, number in counts.items() if state not in NEEDS_YOU)
        return waiting, sum(counts.values()) - waiting

    def resend(self, item_id: str, payload: dict[str, Any], version: int | None) -> OutboxItem:
        """Sends a refused or conflicting item again with what the person chose, on top of the version they saw.

        It is new content, so it gets a new idempotency key.

        Raises:
            Conflict: ``dealt_with``: another console of this person has sent it or thrown it away meanwhile.
        """
        news = {
            "payload": json.dumps(payload, ensure_ascii=False),
            "version": version,
            "key": f"outbox-{uuid7()}",
            "state": ItemState.QUEUED.value,
            "answer": "",
        }
        item = self._set(item_id, **news)
        self._wake.set()
        return item

    def discard(self, item_id: str) -> OutboxItem:
        """Throws an item away because the person said so; returns it as it was, for undo by ``put``.

        Raises:
            Conflict: ``dealt_with``: another console of this person was faster.
        """
        with self._store.write() as connection:
            item = _still_there(connection, item_id)
            connection.execute(delete(outbox).where(outbox.c.id == item_id))
            # Thrown away is not filed: undo may put it again.
            connection.execute(delete(filed).where(filed.c.draft_id == item.draft_id))
        self._tell(OutboxChange(item, discarded=True))
        self._wake.set()
        return item

    def retry_now(self) -> None:
        """Tries to send at once: after a sign-in, or when the server is heard again."""
        self._wake.set()

    def run(self, progress: Progress) -> None:
        """Sends until it is cancelled."""
        pause = 0.5
        while not progress.cancelled:
            try:
                item = self._next()
                if item is None:
                    self._wake.wait(0.5)
                    self._wake.clear()
                    continue
                is_sent = self._send(item)
            except (AppError, SQLAlchemyError) as error:
                # The disk takes nothing, or another console holds the file: the item stays, and is sent under the same key.
                log.warning("the outbox waits for its file: %s", type(error).__name__)
                is_sent = False
            if is_sent:
                pause = 0.5
            else:
                self._wake.wait(pause * random.uniform(0.7, 1.0))
                self._wake.clear()
                pause = min(pause * 2, _LONGEST_PAUSE)

    def _next(self) -> OutboxItem | None:
        """Returns the first item to send that nothing earlier stands in the way of.

        One that is marked as being sent is sent again: its answer could not be written down, or the other console that
        sent it has died. The key makes sure that it is done once.
        """
        blocked: set[str] = set()
        for item in self.items():
            refers_to = {item.subject, str(item.payload.get("person_id") or item.subject)}
            if item.state not in NEEDS_YOU and not refers_to & blocked:
                return item
            blocked.add(item.subject)
        return None

    def _send(self, item: OutboxItem) -> bool:
        """Sends one item; ``False`` where it has to wait for the server or for a sign-in."""
        begun = self._settle(item, state=ItemState.SENDING.value, tries=item.tries + 1)
        if begun is None:
            return True
        item = begun
        try:
            result = self._senders[item.kind](item)
        except StaleVersion as error:
            self._settle(item, state=ItemState.CONFLICT.value, answer=json.dumps(error.current, ensure_ascii=False))
        except NotSignedIn:
            self._settle(item, state=ItemState.QUEUED.value)
            return False
        except AppError as error:
            if error.status >= 500 or error.status in (429, 495):
                self.is_offline = True
                self._settle(item, state=ItemState.QUEUED.value)
                return False
            words = {"code": error.code, "message": str(error), "fields": getattr(error, "sentences", {})}
            self._settle(item, state=ItemState.REJECTED.value, answer=json.dumps(words, ensure_ascii=False))
        except Exception as error:
            # A mistake in this program must not stop the other items; what was typed is still here.
            log.exception("outbox item of kind %s could not be sent", item.kind)
            words = {
                "code": "unexpected",
                "message": str(AppError("unexpected", details={"why": type(error).__name__})),
            }
            self._settle(item, state=ItemState.REJECTED.value, answer=json.dumps(words, ensure_ascii=False))
        else:
            self._done(item, result)
        self.is_offline = False
        return True

    def _done(self, item: OutboxItem, result: BaseModel | None) -> None:
        version = getattr(result, "version", None)
        with self._store.write() as connection:
            connection.execute(delete(outbox).where(outbox.c.id == item.id, outbox.c.key == item.key))
            if isinstance(version, int):
                # Later changes that were typed on top of this one are on top of its new version.
                later = update(outbox).where(outbox.c.subject == item.subject, outbox.c.version.is_(item.version))
                connection.execute(later.values(version=version))
        self._tell(OutboxChange(item, sent=True, result=result))

    def _settle(self, item: OutboxItem, **values: Any) -> OutboxItem | None:
        """Writes down how a sending goes; ``None`` where another console of this person has dealt with the item meanwhile."""
        same = (outbox.c.id == item.id, outbox.c.key == item.key)
        with self._store.write() as connection:
            connection.execute(update(outbox).where(*same).values(**values))
            row = connection.execute(select(outbox).where(*same)).first()
        if row is None:
            return None
        settled = _item(row)
        self._tell(OutboxChange(settled))
        return settled

    def _set(self, item_id: str, **values: Any) -> OutboxItem:
        with self._store.write() as connection:
            connection.execute(update(outbox).where(outbox.c.id == item_id).values(**values))
            item = _still_there(connection, item_id)
        self._tell(OutboxChange(item))
        return item

    def _tell(self, change: OutboxChange) -> None:
        def tell() -> None:
            for listener in list(self._listeners):
                listener(change)

        self._deliver(tell)


def _still_there(connection: Connection, item_id: str) -> OutboxItem:
    """Returns an item; another console of this person may have dealt with it while it stood on this screen."""
    row = connection.execute(select(outbox).where(outbox.c.id == item_id)).first()
    if row is None:
        raise Conflict("dealt_with")
    return _item(row)


def _item(row: Row[Any]) -> OutboxItem:
    return _item_of(dict(row._mapping))


def _item_of(values: Mapping[str, Any]) -> OutboxItem:
    return OutboxItem(
        position=values["position"],
        id=values["id"],
        key=values["key"],
        kind=values["kind"],
        subject=values["subject"],
        title=values["title"],
        payload=json.loads(values["payload"]),
        version=values["version"],
        state=ItemState(values["state"]),
        tries=values["tries"],
        answer=json.loads(values["answer"]) if values["answer"] else {},
        created_at=values["created_at"],
        draft_id=values["draft_id"],
    )
