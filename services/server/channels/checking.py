"""Trying a channel's connections."""

from typing import Any, Protocol

from services.contracts.channels import Channel, ChannelCheck
from services.errors import NotFound
from services.server.channels import settings
from services.server.channels.protocol import Configured
from services.server.channels.registry import adapters
from services.server.kernel import Kernel


class Testable(Protocol):
    """An adapter that can be tried."""

    def check(self, kernel: Kernel, configured: Configured) -> dict[str, str]:
        """Tries each of its connections; returns what went wrong by what was tried, an empty text where nothing did."""
        ...


def check(kernel: Kernel, channel: Channel) -> list[ChannelCheck]:
    """Tries a channel with the settings as they are kept, outside of any transaction; blocks for some seconds.

    Raises:
        NotFound: there is nothing of this channel that could be tried.
    """
    adapter: Any = adapters().get(channel)
    if not hasattr(adapter, "check"):
        raise NotFound("channel")
    testable: Testable = adapter
    configured = kernel.read(lambda tx: settings.of(tx, channel))
    found = testable.check(kernel, configured)
    return [ChannelCheck(what=what, problem=problem) for what, problem in found.items()]
