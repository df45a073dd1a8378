"""The government portal as a channel."""

from services.contracts.channels import Channel
from services.server.channels.protocol import PullChannel


class Portal(PullChannel):
    """Citizens write through the portal, and follow their matter by number and code."""

    channel = Channel.PORTAL


ADAPTER = Portal()
