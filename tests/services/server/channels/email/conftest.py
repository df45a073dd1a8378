"""A real mailbox, a real SMTP server, and the channel between them."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

from console.tour.counterparts import dovecot
from console.tour.counterparts.dovecot import Dovecot
from console.tour.counterparts.smtp import Post
from services.contracts.channels import Channel, ChannelChange
from services.server.channels import settings
from services.server.channels.background.worker import Worker
from services.server.channels.email import inbox
from services.server.channels.email.adapter import EmailSettings
from services.server.channels.email.tables import email_messages
from services.server.kernel import Kernel
from tests.services.server.postgres import free_port

OURS = "hotline@example.org"


@pytest.fixture(scope="session")
def mail_server() -> Iterator[Dovecot]:
    """One Dovecot for a test process."""
    server = Dovecot()
    yield server
    server.stop()


@pytest.fixture
def mailbox(mail_server: Dovecot) -> Dovecot:
    """Its mailbox, empty."""
    mail_server.empty()
    return mail_server


@pytest.fixture
def post() -> Iterator[Post]:
    """A real SMTP server on loopback."""
    handler = Post()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    handler.port = controller.port
    yield handler
    controller.stop()


def set_up(kernel: Kernel, mailbox: Dovecot | None = None, post: Any = None, **fields: Any) -> EmailSettings:
    """Sets the channel up and turns it on."""
    values: dict[str, Any] = {"address": OURS, "imap_user": dovecot.NAME, **fields}
    if mailbox is not None:
        values |= {"imap_host": "127.0.0.1", "imap_port": mailbox.port, "imap_security": "none"}
    if post is not None:
        values |= {"smtp_host": "127.0.0.1", "smtp_port": post.port, "smtp_security": "none"}
    change = ChannelChange(enabled=True, settings=values, secrets={"imap_password": dovecot.PASSWORD})  # type: ignore[dict-item]
    kernel.write(lambda tx: settings.change(tx, Channel.EMAIL, change))
    return EmailSettings(**values)


@pytest.fixture
def reading(kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Worker]]:
    """Starts the reader, in haste; it is stopped at the end."""
    for name in ("every_seconds", "first_wait", "longest_wait"):
        monkeypatch.setattr(Worker, name, 0.05)
    monkeypatch.setattr(inbox, "LOOK_SECONDS", 0.05)
    threads: list[tuple[Worker, threading.Thread]] = []

    def start() -> Worker:
        worker = Worker(kernel, Channel.EMAIL, inbox.session)
        thread = threading.Thread(target=worker.run)
        thread.start()
        threads.append((worker, thread))
        return worker

    yield start
    for worker, _ in threads:
        worker.stopping.set()
    for _, thread in threads:
        thread.join()


def outcomes(kernel: Kernel) -> list[tuple[str, str]]:
    """Returns what became of every message read, oldest first."""
    query = select(email_messages.c.result, email_messages.c.reason).order_by(email_messages.c.key)
    return [(row.result, row.reason) for row in kernel.read(lambda tx: tx.connection.execute(query).all())]


def until(true: Callable[[], Any]) -> None:
    """Waits until something is so."""
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)
