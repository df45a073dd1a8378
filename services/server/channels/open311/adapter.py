"""Open311 as a channel: its clients ask for the status, with history and comments."""

from services.contracts.channels import Channel
from services.server.channels.limits import Limits
from services.server.channels.open311.endpoints import UPLOADS, router
from services.server.channels.open311.services import Offers
from services.server.channels.open311.settings import Open311Settings
from services.server.channels.protocol import ChannelSettings, PullChannel
from services.server.kernel import Kernel


class Open311(PullChannel):
    """Apps and sites that speak GeoReport v2."""

    channel = Channel.OPEN311
    label = "Open311"
    settings: type[ChannelSettings] = Open311Settings
    router = router
    uploads = UPLOADS

    def install(self, kernel: Kernel) -> None:
        """Makes the rooms that its routes ask for."""
        kernel.rooms[Offers] = Offers(kernel)
        kernel.rooms.setdefault(Limits, Limits(kernel.real_clock))


ADAPTER = Open311()
