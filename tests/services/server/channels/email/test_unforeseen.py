"""An error that nobody foresaw in one message, and one that every message would meet."""

import logging
import threading
from typing import Any

import pytest
from imapclient.exceptions import IMAPClientError
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from console.tour.counterparts.dovecot import Dovecot
from services.contracts.accounts import Role
from services.contracts.channels import Channel
from services.errors import AppError
from services.server.channels import settings
from services.server.channels.email import intake, parsing
from services.server.channels.email.parsing import Mail
from services.server.kernel import Kernel
from tests.services.server.channels.email.conftest import outcomes, set_up, until
from tests.services.server.channels.email.test_inbox import Reading, all_tickets, written
from tests.services.server.conftest import SignIn


def spoil(monkeypatch: pytest.MonkeyPatch, error: BaseException, times: int = 10**6) -> list[int]:
    """Has the second message meet an error; returns how often it did."""
    read, met = parsing.read, [0]

    def reading(content: bytes) -> Mail:
        if b"<2@example.org>" in content and met[0] < times:
            met[0] += 1
            raise error
        return read(content)

    monkeypatch.setattr(parsing, "read", reading)
    return met


@pytest.mark.parametrize(
    "error", [RecursionError("chen"), KeyError("chen"), AppError("content_type", status=422)], ids=type
)
def test_one_message_keeps_no_other_back(
    kernel: Kernel,
    mailbox: Dovecot,
    reading: Reading,
    sign_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
) -> None:
    caplog.set_level(logging.WARNING)
    spoil(monkeypatch, error, times=2)
    set_up(kernel, mailbox)
    mailbox.bring(*(written(number) for number in (1, 2, 3)))
    reading()
    until(lambda: len(outcomes(kernel)) == 3)
    assert outcomes(kernel) == [("taken", ""), ("aside", "unreadable"), ("taken", "")]
    until(lambda: "\\Flagged" in mailbox.flags()[1] and "\\Seen" not in mailbox.flags()[1])
    assert type(error).__name__ in caplog.text
    assert "chen" not in caplog.text
    state = next(each for each in kernel.read(settings.every) if each.channel is Channel.EMAIL)
    assert (state.aside, state.problem) == (1, "")
    # Whoever wants it taken has it tried again: it meets the error once more, and then no more.
    manager = sign_in(Role.ADMINISTRATOR)
    (item,) = manager.get("/v1/email/aside").json()["items"]
    for result in ("aside", "taken"):
        assert manager.post(f"/v1/email/aside/{item['id']}/take").status_code == 200
        until(lambda result=result: outcomes(kernel)[1][0] == result)
    assert len(all_tickets(kernel)) == 3


def test_words_that_the_database_refuses_are_the_messages(
    kernel: Kernel, mailbox: Dovecot, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = intake.repository.taken_since

    def refused(connection: Any, sender: str, since: Any) -> int:
        connection.execute(text("INSERT INTO email_mailboxes (mailbox) VALUES (NULL)"))
        return take(connection, sender, since)

    monkeypatch.setattr(intake.repository, "taken_since", refused)
    set_up(kernel, mailbox)
    mailbox.bring(written(1))
    reading()
    until(lambda: outcomes(kernel) == [("aside", "unreadable")])


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("x", None, Exception()),
        IMAPClientError("x"),
        OSError(28, "full"),
        AppError("server_busy", status=503),
    ],
    ids=type,
)
def test_what_would_fail_for_all_is_tried_again(
    kernel: Kernel, mailbox: Dovecot, reading: Reading, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    met = spoil(monkeypatch, error, times=3)
    set_up(kernel, mailbox)
    mailbox.bring(*(written(number) for number in (1, 2, 3)))
    reading()
    until(lambda: len(outcomes(kernel)) == 3)
    assert met == [3]
    assert outcomes(kernel) == [("taken", "")] * 3


def test_a_database_without_its_table_puts_nothing_aside(kernel: Kernel, mailbox: Dovecot, reading: Reading) -> None:
    set_up(kernel, mailbox)
    kernel.write(lambda tx: tx.connection.execute(text("ALTER TABLE channel_messages RENAME TO away")))
    mailbox.bring(written(1), written(2))
    reading()
    threading.Event().wait(0.5)
    assert outcomes(kernel) == []
    kernel.write(lambda tx: tx.connection.execute(text("ALTER TABLE away RENAME TO channel_messages")))
    until(lambda: outcomes(kernel) == [("taken", "")] * 2)
