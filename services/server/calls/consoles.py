"""Which consoles give a sign of life: an open event stream, or a request a moment ago."""

from collections.abc import Callable

from services.server.events.feed import EventFeed


class StreamConsoles:
    """Implements :class:`~services.server.calls.rules.Consoles`. ``real`` is real monotonic time."""

    def __init__(self, feed: EventFeed, real: Callable[[], float]) -> None:
        self._feed = feed
        self._real = real
        self._start = real()
        self._seen: dict[tuple[str, str], float] = {}

    def saw(self, account_id: str, console: str) -> None:
        """A request has come from a console."""
        self._seen[account_id, console] = self._real()

    def unseen(self, account_id: str, console: str) -> float:
        """Returns the seconds since the last sign of a console; 0 while its stream is open.

        A console that was never seen counts from the start of the server: after a restart all have time to come back.
        """
        if console and console in self._feed.sessions_of(account_id):
            self._seen[account_id, console] = self._real()
            return 0.0
        return self._real() - self._seen.get((account_id, console), self._start)

    def other(self, account_id: str) -> str:
        """Returns a console of the person that has its event stream open; empty where none has."""
        return next(iter(self._feed.sessions_of(account_id)), "")
