"""Who has a ticket open now, and who types in it. Kept in memory: it is true for seconds only."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from services.clock import Clock
from services.contracts.tickets import Presence, PresenceChange, Viewer

EXPIRES = 15.0
"""Seconds after which somebody who says nothing more is gone. A console speaks every 5 s."""


@dataclass
class _Seen:
    viewer: Viewer
    at: float


class PresenceBoard:
    """Viewers by ticket. Each replica knows those who speak to it; all hear of changes through events."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._tickets: dict[str, dict[str, _Seen]] = {}
        self._swept = clock.monotonic()

    def see(
        self, ticket_id: str, account_id: str, name: str, change: PresenceChange, tell: Callable[[Presence], None]
    ) -> Presence:
        """Takes note of a viewer; calls ``tell`` where somebody came, went, or began or stopped typing."""
        now = self._clock.monotonic()
        with self._lock:
            self._sweep(now)
            seen = self._tickets.get(ticket_id, {})
            before = [entry.viewer for entry in seen.values()]
            seen = {key: entry for key, entry in seen.items() if now - entry.at < EXPIRES}
            if change.present:
                seen[account_id] = _Seen(Viewer(account_id=account_id, name=name, typing=change.typing), now)
            else:
                seen.pop(account_id, None)
            if seen:
                self._tickets[ticket_id] = seen
            else:
                self._tickets.pop(ticket_id, None)
            viewers = sorted((entry.viewer for entry in seen.values()), key=lambda viewer: viewer.account_id)
        presence = Presence(ticket_id=ticket_id, viewers=viewers)
        if viewers != sorted(before, key=lambda viewer: viewer.account_id):
            tell(presence)
        return presence

    def _sweep(self, now: float) -> None:
        """Forgets tickets that nobody has open any more, so that the board does not grow."""
        if now - self._swept < EXPIRES:
            return
        self._swept = now
        for ticket_id in list(self._tickets):
            if all(now - entry.at >= EXPIRES for entry in self._tickets[ticket_id].values()):
                del self._tickets[ticket_id]
