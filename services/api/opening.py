"""Routes of queues that take no new callers."""

from services.api.transport import Transport
from services.contracts.opening import ClosingStory, NewClosing, QueueClosing, QueueClosings, Reopening


class OpeningApi:
    """Closes queues and opens them."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def closings(self) -> QueueClosings:
        """Gives the last word about each queue that was ever closed."""
        return self._transport.get("/v1/queue-closings", QueueClosings)

    def story(self, skill: str) -> ClosingStory:
        """Gives what was done with a queue, the newest first."""
        return self._transport.get(f"/v1/queue-closings/{skill}/story", ClosingStory)

    def close(self, skill: str, new: NewClosing, version: int, key: str) -> QueueClosing:
        """Closes a queue for new callers."""
        return self._transport.post(f"/v1/queue-closings/{skill}/close", QueueClosing, new, key=key, version=version)

    def open(self, skill: str, why: Reopening, version: int, key: str) -> QueueClosing:
        """Opens a queue."""
        return self._transport.post(f"/v1/queue-closings/{skill}/open", QueueClosing, why, key=key, version=version)
