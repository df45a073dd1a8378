"""Routes of live state."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from services.api.pieces import ended
from services.api.transport import Transport
from services.contracts.events import Snapshot
from services.tasks import Progress


class EventsApi:
    """The snapshot and the event stream."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def snapshot(self) -> Snapshot:
        """Gives all live state."""
        return self._transport.get("/v1/snapshot", Snapshot)

    @contextmanager
    def events(self, after: int, read_seconds: float, progress: Progress) -> Iterator[Iterator[bytes]]:
        """Opens the event stream after an id; it ends when ``progress`` is cancelled."""
        stream = self._transport.stream("/v1/events", read_seconds, after=after)
        with stream as response, progress.waking(partial(ended, response)):
            # Small chunks: an event must not wait in a buffer for the next one.
            yield response.iter_content(chunk_size=None)
