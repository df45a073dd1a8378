"""Messages for tests, and a channel that sends."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from services.contracts.accounts import Role
from services.contracts.channels import Channel, ChannelChange
from services.contracts.tickets import TicketKind
from services.server.channels import registry, settings
from services.server.channels.protocol import Configured, DeliveryFailed, Incoming, Letter, PullChannel, Sender
from services.server.kernel import Kernel
from tests.services.server import district
from tests.services.server.conftest import Api, SignIn

RECEIVED = datetime(2026, 3, 1, 22, 15, tzinfo=UTC)


def message(external_id: str = "m-1", **fields: Any) -> Incoming:
    """A citizen's message; fields given replace its own."""
    incoming = Incoming(
        channel=Channel.PORTAL,
        external_id=external_id,
        received_at=RECEIVED,
        title="路灯不亮",
        content="桂一社区门口三盏路灯一周不亮。",
        sender=Sender("陈女士", "16100000042", "chen@example.org"),
        kind=TicketKind.HELP,
        category="060101",
        town=district.TOWN,
        village=district.VILLAGE,
        original=b'{"text": "as it came"}',
        content_type="application/json",
    )
    return replace(incoming, **fields)


class SendingPortal(PullChannel):
    """The portal as one that is called back; fails as often as it is told."""

    channel = Channel.PORTAL
    label = "政务网"

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self.failures: list[Exception] = []

    def sends(self, settings: Configured) -> bool:
        return True

    def deliver(self, kernel: Kernel, settings: Configured, letter: Letter) -> str:
        if self.failures:
            raise self.failures.pop(0)
        self.letters.append(letter)
        return f"sent-{letter.key}"

    def fail(self, *whys: str, forever: bool = False) -> None:
        self.failures += [DeliveryFailed(why, forever) for why in whys]


@pytest.fixture
def portal(kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> Iterator[SendingPortal]:
    """A portal that is enabled and sends."""
    adapter = SendingPortal()
    monkeypatch.setitem(registry.adapters(), Channel.PORTAL, adapter)
    kernel.write(lambda tx: settings.change(tx, Channel.PORTAL, ChannelChange(enabled=True)))
    return adapter


@pytest.fixture(autouse=True)
def catalogue(kernel: Kernel) -> int:
    """The small district."""
    return district.load(kernel)


@pytest.fixture
def administrator(sign_in: SignIn) -> Api:
    """Somebody who may set up channels."""
    return sign_in(Role.ADMINISTRATOR)
