"""What a channel is: a small adapter in a folder of its own (``channels/<name>/adapter.py``, ending in ``ADAPTER = …``).

The folder is all that a new channel needs: it is found by itself (:mod:`services.server.channels.registry`), its tables
by :mod:`services.server.channels.tables`. What comes in goes to :func:`services.server.channels.core.receive`; what goes
out comes from the queue, one message of a ticket after another, to :meth:`Adapter.deliver`.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from services.contracts.channels import Channel, CitizenNotice
from services.contracts.tickets import TicketKind, Urgency
from services.server.attachments.blobs import Kept
from services.server.kernel import Kernel
from services.server.routes import Router

INLINE_BYTES = 64_000
"""An original longer than this lies in the store of attachments."""


class ChannelSettings(BaseModel):
    """What can be set of a channel; each has its own fields, all with a value to start from.

    Fields named in ``SECRETS`` are stored apart, and no route gives them back.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True)
class Sender:
    """Who sent a message, as far as they said. ``identity`` is a proof of theirs; only its digest is stored."""

    name: str = ""
    number: str = ""
    email: str = ""
    identity: str = ""


@dataclass(frozen=True)
class Incoming:
    """A message that came in by a channel, in the words of the house.

    Attributes:
        external_id: the counterpart's own name of it, at most 250 characters: taken once in a channel.
        received_at: when the counterpart had it.
        original: the message as it came; kept beside the ticket. A longer one than :data:`INLINE_BYTES` is put into the store
            by :func:`~services.server.channels.core.receive`, and ``original_digest`` then names it.
        same_by: what tells two messages of one name apart, where the original says more than the citizen did.
        thread: ``external_id`` of the message that it answers, one that came in or one that was sent.
        references: further such ids, the likeliest first.
        client: the client of the channel that brought it; a thread goes on only with the client that began it.
        attachments: contents that lie in the store already (:class:`~services.server.attachments.blobs.BlobStore`).
        extra: what the channel itself wants to remember of it; plain data.
    """

    channel: Channel
    external_id: str
    received_at: datetime
    content: str
    title: str = ""
    sender: Sender = Sender()
    kind: TicketKind | None = None
    category: str = ""
    town: str = ""
    village: str = ""
    detail: str = ""
    latitude: float | None = None
    longitude: float | None = None
    urgency: Urgency = Urgency.NORMAL
    confidential: bool = False
    wants_callback: bool = False
    attachments: tuple[Kept, ...] = ()
    original: bytes = b""
    original_digest: str = ""
    content_type: str = ""
    same_by: bytes = b""
    thread: str = ""
    references: tuple[str, ...] = ()
    client: str = ""
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Receipt:
    """What became of a message.

    Attributes:
        number: of the ticket.
        code: opens the ticket's public status, together with the number.
        repeated: it had come before, and nothing was done again.
        differs: it had come before with other content; the first one counts.
        opened: whether it opened the ticket, or went on with one.
    """

    ticket_id: str
    number: str
    code: str
    repeated: bool = False
    differs: bool = False
    opened: bool = True


@dataclass(frozen=True)
class Letter:
    """A message on its way to a citizen.

    Attributes:
        key: its own; the same at every attempt, so that a counterpart can tell that it has it already.
        notice: what it is about.
        words: the sentence for the notice, and what was said beside it.
        code: opens the public status.
        thread: ``external_id`` of the message that opened the ticket.
        earlier: what was sent for this ticket before: the receipts, oldest first.
        client: who brought the opening message.
        recipient: its sender.
        extra: what the channel remembered of it.
    """

    key: int
    ticket_id: str
    number: str
    title: str
    notice: CitizenNotice
    words: str
    code: str
    at: datetime
    thread: str
    earlier: tuple[str, ...]
    client: str
    recipient: Sender
    extra: dict[str, Any]


class DeliveryFailed(Exception):
    """A message could not be delivered.

    Args:
        why: for whoever looks after the channel, in few words; nothing personal.
        forever: trying again would change nothing.
    """

    def __init__(self, why: str, forever: bool = False) -> None:
        super().__init__(why)
        self.why = why[:200]
        self.forever = forever


class Adapter(Protocol):
    """One channel."""

    channel: Channel
    label: str
    """Who a ticket or a note is by, where it was not one of the staff."""
    settings: type[ChannelSettings]
    secrets: tuple[str, ...]
    """Names of its secrets; each is text."""
    router: APIRouter
    """Its routes; an empty router where it has none."""
    uploads: tuple[str, ...]
    """Regular expressions of paths that take files, and therefore longer bodies than others."""

    def install(self, kernel: Kernel) -> None:
        """Makes its rooms and what runs beside the requests, once while the application is built."""
        ...

    def sends(self, settings: "Configured") -> bool:
        """Tells whether it brings messages to citizens by itself; otherwise they are kept for who asks."""
        ...

    def deliver(self, kernel: Kernel, settings: "Configured", letter: Letter) -> str:
        """Delivers a message, outside of any transaction; returns the counterpart's name of it, or nothing.

        Raises:
            DeliveryFailed: it is tried again later, or given up.
        """
        ...


@dataclass(frozen=True)
class Configured:
    """A channel's settings as they are now."""

    enabled: bool
    settings: Any
    secrets: dict[str, str]


class PullChannel:
    """Base of a channel that is asked and does not send."""

    settings: type[ChannelSettings] = ChannelSettings
    secrets: tuple[str, ...] = ()
    router: APIRouter = Router()
    uploads: tuple[str, ...] = ()

    def install(self, kernel: Kernel) -> None:
        """Has nothing to make."""

    def sends(self, settings: Configured) -> bool:  # noqa: ARG002 - the protocol's
        """Never sends."""
        return False

    def deliver(self, kernel: Kernel, settings: Configured, letter: Letter) -> str:  # noqa: ARG002 - the protocol's
        """Is not called."""
        raise DeliveryFailed("this channel does not send", forever=True)
