"""Who has a ticket open now, and who types in it. Kept in memory: it is true for seconds only.

Each console speaks for itself every ten seconds, to whichever replica it reaches. A replica tells all others, and all
clients, only when somebody comes, goes, or begins or stops typing: by an event, which names its own viewers too, so that
every replica knows those of the others.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson
from pydantic import TypeAdapter
from sqlalchemy.exc import SQLAlchemyError
from uuid_utils import uuid7

from services.clock import Clock
from services.contracts.accounts import Permission
from services.contracts.events import Topic
from services.contracts.tickets import Presence, PresenceChange, Viewer
from services.errors import AppError
from services.server.background import running
from services.server.events.repository import StoredEvent
from services.server.kernel import Kernel
from services.server.transaction import Actor, everyone_with

EXPIRES = 25.0
"""Seconds after which a console that says nothing more is gone. It speaks every 10 s."""
OTHERS_EXPIRE = 90.0
"""Seconds after which the viewers of a replica that says nothing are gone. One that lives puts right what lacks them."""
_SWEEP_SECONDS = 3.0
_VIEWERS = TypeAdapter(list[Viewer])

Viewers = list[Viewer]


@dataclass
class _Seen:
    viewer: Viewer
    at: float


@dataclass
class _Heard:
    viewers: Viewers
    at: float


class PresenceBoard:
    """Viewers by ticket: this replica's by session, the other replicas' as they were told last.

    Two consoles of one person are one viewer, who is gone when both are.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._replica = str(uuid7())
        self._lock = threading.Lock()
        self._telling = threading.Lock()
        self._own: dict[str, dict[str, _Seen]] = {}
        self._others: dict[str, dict[str, _Heard]] = {}
        self._told: dict[str, Viewers] = {}
        """What the last event of the log says that was heard."""
        self._telling_now: dict[str, tuple[int, Viewers]] = {}
        """What was written and not yet heard, by its number."""
        self._own_told: dict[str, Viewers] = {}
        """What the other replicas believe of this one."""
        self._number = 0

    def see(self, ticket_id: str, actor: Actor, change: PresenceChange) -> Presence:
        """Takes note of a console; returns who has the ticket open."""
        viewer = Viewer(account_id=actor.account_id, name=actor.name, typing=change.typing)
        with self._lock:
            own = self._own.setdefault(ticket_id, {})
            if change.present:
                own[actor.session_id] = _Seen(viewer, self._clock.monotonic())
            else:
                own.pop(actor.session_id, None)
            return Presence(ticket_id=ticket_id, viewers=self._all(ticket_id))

    def leave(self, session_id: str) -> None:
        """Forgets a console that signed out."""
        with self._lock:
            for own in self._own.values():
                own.pop(session_id, None)

    def hear(self, data: dict[str, Any]) -> None:
        """Takes in an event, in the order of the log: another replica's, or one's own that has come round."""
        ticket_id, replica = str(data.get("ticket_id")), str(data.get("replica"))
        with self._lock:
            self._told[ticket_id] = _VIEWERS.validate_python(data.get("viewers", []))
            if replica != self._replica:
                heard = _Heard(_VIEWERS.validate_python(data.get("own", [])), self._clock.monotonic())
                self._others.setdefault(ticket_id, {})[replica] = heard
            elif self._telling_now.get(ticket_id, (0,))[0] == data.get("number"):
                del self._telling_now[ticket_id]
            self._all(ticket_id)

    def changed(self) -> list[str]:
        """Returns the tickets of which something other is true than was told; forgets those that nobody has open."""
        with self._lock:
            known = {*self._own, *self._others, *self._told, *self._telling_now, *self._own_told}
            return [ticket_id for ticket_id in known if self._is_news(ticket_id, self._all(ticket_id))]

    def tell(self, ticket_id: str, write: Callable[[dict[str, Any]], None]) -> None:
        """Tells of a ticket where something other is true than was told; one after another, so that the last is the newest."""
        with self._telling:
            with self._lock:
                viewers = self._all(ticket_id)
                if not self._is_news(ticket_id, viewers):
                    return
                own = self._of_own(ticket_id)
                before = self._telling_now.get(ticket_id)
                self._number += 1
                self._telling_now[ticket_id] = (self._number, viewers)
            data = Presence(ticket_id=ticket_id, viewers=viewers).model_dump(mode="json")
            data |= {"replica": self._replica, "number": self._number, "own": _VIEWERS.dump_python(own, mode="json")}
            try:
                write(data)
            except BaseException:
                with self._lock:
                    if before is None:
                        self._telling_now.pop(ticket_id, None)
                    else:
                        self._telling_now[ticket_id] = before
                raise
            with self._lock:
                _keep(self._own_told, ticket_id, own)

    def _is_news(self, ticket_id: str, viewers: Viewers) -> bool:
        telling = self._telling_now.get(ticket_id)
        said = telling[1] if telling is not None else self._told.get(ticket_id, [])
        return viewers != said or self._of_own(ticket_id) != self._own_told.get(ticket_id, [])

    def _of_own(self, ticket_id: str) -> Viewers:
        return _together(seen.viewer for seen in self._own.get(ticket_id, {}).values())

    def _all(self, ticket_id: str) -> Viewers:
        """Returns everybody who has a ticket open, by account; forgets who is gone."""
        now = self._clock.monotonic()
        own = {key: seen for key, seen in self._own.get(ticket_id, {}).items() if now - seen.at < EXPIRES}
        others = {
            key: heard
            for key, heard in self._others.get(ticket_id, {}).items()
            if heard.viewers and now - heard.at < OTHERS_EXPIRE
        }
        _keep(self._own, ticket_id, own)
        _keep(self._others, ticket_id, others)
        viewers = [seen.viewer for seen in own.values()]
        for heard in others.values():
            viewers += heard.viewers
        together = _together(viewers)
        if not together and not self._told.get(ticket_id):
            self._told.pop(ticket_id, None)
        return together


def _keep(where: dict[str, Any], key: str, value: Any) -> None:
    if value:
        where[key] = value
    else:
        where.pop(key, None)


def _together(viewers: Any) -> Viewers:
    """One entry a person, who types where one of their consoles does."""
    found: dict[str, Viewer] = {}
    for viewer in viewers:
        before = found.get(viewer.account_id)
        found[viewer.account_id] = viewer if before is None or viewer.typing else before
    return [found[key] for key in sorted(found)]


def install(kernel: Kernel) -> None:
    """Makes the board, lets it hear of other replicas, and looks every few seconds for consoles that have died."""
    board = kernel.rooms[PresenceBoard] = PresenceBoard(kernel.real_clock)

    def hear(event: StoredEvent) -> None:
        if event.topic == Topic.PRESENCE.value:
            body = orjson.loads(event.encoded.split(b"data: ", 1)[1])
            board.hear(body["data"])

    async def sweep() -> None:
        while True:
            await asyncio.sleep(_SWEEP_SECONDS)
            for ticket_id in board.changed():
                # The next round does what could not be written now.
                with contextlib.suppress(SQLAlchemyError, OSError, AppError):
                    await asyncio.to_thread(tell, kernel, ticket_id)

    kernel.feed.listeners.append(hear)
    kernel.background.append(lambda: running(sweep()))
    kernel.signed_out.append(lambda actor: board.leave(actor.session_id))


def tell(kernel: Kernel, ticket_id: str) -> None:
    """Writes the event of who has a ticket open, where that has changed."""

    def write(data: dict[str, Any]) -> None:
        audience = everyone_with(Permission.TICKET_READ)
        kernel.write(lambda tx: tx.append(Topic.PRESENCE, ticket_id, data, audience))

    kernel.room(PresenceBoard).tell(ticket_id, write)
