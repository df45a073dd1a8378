"""E-mail as a channel."""

import re
from typing import Literal, Self

from fastapi import APIRouter
from pydantic import Field, field_validator, model_validator

from services.contracts.channels import Channel
from services.server.channels.background.worker import Worker
from services.server.channels.email import inbox, intake, outbox, repository
from services.server.channels.email.endpoints import router
from services.server.channels.protocol import ChannelSettings, Configured, Letter
from services.server.kernel import Kernel
from services.server.transaction import Transaction

Security = Literal["tls", "starttls", "none"]
_LOOPBACK = frozenset(["localhost", "127.0.0.1", "::1"])
_HOST = r"^[A-Za-z0-9.:_-]{0,200}$"


class EmailSettings(ChannelSettings):
    """How to reach the mailbox and who sends for us.

    Attributes:
        address: ours: messages come to it and are sent from it.
        name: how we are called in what we send.
        other_addresses: of ours too; what comes from them is not taken.
        folder: of the mailbox.
        per_sender: as many messages of one sender are taken in an hour; more would be a loop.
        largest: a longer message stays in the mailbox for somebody to look at; bytes.
    """

    address: str = ""
    name: str = Field(default="政务服务热线", max_length=60)
    other_addresses: list[str] = Field(default=[], max_length=50)
    imap_host: str = Field(default="", pattern=_HOST)
    imap_port: int = Field(default=993, ge=1, le=65_535)
    imap_security: Security = "tls"
    imap_user: str = Field(default="", max_length=200)
    folder: str = Field(default="INBOX", min_length=1, max_length=100)
    smtp_host: str = Field(default="", pattern=_HOST)
    smtp_port: int = Field(default=465, ge=1, le=65_535)
    smtp_security: Security = "tls"
    smtp_user: str = Field(default="", max_length=200)
    per_sender: int = Field(default=20, ge=1, le=1_000)
    largest: int = Field(default=40_000_000, ge=100_000, le=200_000_000)

    @field_validator("address")
    @classmethod
    def _is_address(cls, value: str) -> str:
        if value and not re.fullmatch(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,180}", value):
            raise ValueError("not an address")
        return value.lower()

    @model_validator(mode="after")
    def _keeps_passwords_from_others(self) -> Self:
        for host, security in ((self.imap_host, self.imap_security), (self.smtp_host, self.smtp_security)):
            if security == "none" and host and host not in _LOOPBACK:
                raise ValueError("without encryption only on this machine")
        return self

    def own(self) -> frozenset[str]:
        """Returns our addresses in small letters."""
        return frozenset(address.lower() for address in (self.address, *self.other_addresses) if address)


class Email:
    """Citizens write to an address and are answered from it."""

    channel = Channel.EMAIL
    label = "电子邮件"
    settings: type[ChannelSettings] = EmailSettings
    secrets: tuple[str, ...] = ("imap_password", "smtp_password")
    router: APIRouter = router
    uploads: tuple[str, ...] = ()

    def install(self, kernel: Kernel) -> None:
        """Reads the mailbox beside the requests."""
        kernel.background.append(Worker(kernel, Channel.EMAIL, inbox.session).beside)

    def aside(self, tx: Transaction) -> int:
        """Returns how many messages met an error nobody foresaw and wait for somebody to look at them."""
        return repository.count_aside(tx.connection, intake.UNREADABLE)

    def check(self, kernel: Kernel, configured: Configured) -> dict[str, str]:  # noqa: ARG002 - the protocol's
        """Signs in at the mailbox and at who sends for us; nothing is read and nothing sent."""
        return {"imap": inbox.check(configured), "smtp": outbox.check(configured)}

    def sends(self, settings: Configured) -> bool:
        """Sends where it knows by whom."""
        return bool(settings.settings.smtp_host and settings.settings.address)

    def deliver(self, kernel: Kernel, settings: Configured, letter: Letter) -> str:  # noqa: ARG002 - the protocol's
        """Sends a message; returns its Message-ID."""
        return outbox.send(settings, letter)


ADAPTER = Email()
