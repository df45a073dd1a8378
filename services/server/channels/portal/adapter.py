"""The government portal as a channel: signed intake by REST, status by number and code, and notices to where it wants them."""

import logging
from functools import partial
from typing import Annotated

from pydantic import Field, StringConstraints

from services.contracts.channels import Channel
from services.contracts.common import Id
from services.server.background import looking
from services.server.channels.limits import Limits
from services.server.channels.portal import callback, signed
from services.server.channels.portal.endpoints import UPLOADS, router
from services.server.channels.protocol import ChannelSettings, Configured, DeliveryFailed, Letter
from services.server.kernel import Kernel

log = logging.getLogger(__name__)

_FORGET_SECONDS = 300.0
_Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/?#@]+(/[^\s#]*)?$", max_length=300)]


class PortalSettings(ChannelSettings):
    """What can be set.

    Attributes:
        callbacks: where the notices of a client go, by its id; without an address the portal asks for the status.
        status_per_minute: how often the public may ask for a status, in all.
        status_per_minute_and_address: the same, from one address.
        status_per_minute_and_number: the same, for one ticket, by whomever.
        trusted_proxies: addresses of proxies of the house, whose ``X-Forwarded-For`` is believed.
    """

    callbacks: dict[Id, _Url] = Field(default={}, max_length=50)
    status_per_minute: int = Field(default=600, ge=1, le=100_000)
    status_per_minute_and_address: int = Field(default=30, ge=1, le=100_000)
    status_per_minute_and_number: int = Field(default=10, ge=1, le=100_000)
    trusted_proxies: list[Annotated[str, StringConstraints(max_length=60)]] = Field(default=[], max_length=20)


class Portal:
    """Citizens write through the portal, and follow their matter there or by number and code."""

    channel = Channel.PORTAL
    label = "政务网"
    settings: type[ChannelSettings] = PortalSettings
    secrets: tuple[str, ...] = ()
    router = router
    uploads = UPLOADS

    def install(self, kernel: Kernel) -> None:
        """Makes the limits of the public look-up and the memory of secrets, and lets old nonces be forgotten beside the requests."""
        kernel.rooms.setdefault(Limits, Limits(kernel.real_clock))
        kernel.rooms[signed.Remembered] = signed.Remembered()
        forget, failed = partial(signed.forget_nonces, kernel), "forgetting nonces failed"
        kernel.background.append(lambda: looking(forget, _FORGET_SECONDS, log, failed, at_once=False))

    def sends(self, settings: Configured) -> bool:
        """Sends where any client gave an address."""
        return bool(settings.settings.callbacks)

    def deliver(self, kernel: Kernel, settings: Configured, letter: Letter) -> str:
        """Sends a notice to the client that brought the message; one that gave no address asks for the status."""
        url = settings.settings.callbacks.get(letter.client)
        if url is None:
            return ""
        if not letter.thread:
            raise DeliveryFailed("the message is gone", forever=True)
        return callback.send(kernel, url, letter)


ADAPTER = Portal()
