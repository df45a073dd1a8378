"""Tells the exchange how long a voice message may be, by the rules in force."""

import logging
from contextlib import AbstractAsyncContextManager

from services.server.background import looking
from services.server.callbacks import settings
from services.server.calls.floor import CallFloor
from services.server.kernel import Kernel

log = logging.getLogger(__name__)
EVERY_SECONDS = 5.0


class MessageLimit:
    """The room of the limit: rules come into force at their moment, so they are looked at again and again.

    Args:
        kernel: the database and the call floor.
    """

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._told: int | None = None

    def beside(self) -> AbstractAsyncContextManager[None]:
        """Looks while the server is up."""
        return looking(self.look, EVERY_SECONDS, log, "looking at the limit of messages failed")

    def look(self) -> None:
        """Tells what has changed."""
        seconds = self._kernel.read(settings.rules).message_seconds
        if seconds != self._told:
            self._kernel.room(CallFloor).core.exchange.limit_messages(seconds)
            self._told = seconds
