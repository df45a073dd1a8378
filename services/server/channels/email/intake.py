"""What becomes of a message from the mailbox: a ticket, a remark, or nothing that anybody is told of. In one transaction."""

import contextlib
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.message import Message
from http import HTTPStatus
from typing import Any

import orjson
from imapclient.exceptions import IMAPClientError
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError, StatementError

from services.contracts.channels import Channel, OutgoingState
from services.errors import AppError, sentence
from services.server.attachments.blobs import BlobStore, Kept
from services.server.channels import core
from services.server.channels import repository as channels
from services.server.channels.email import automatic, parsing, repository
from services.server.channels.email.parsing import Mail
from services.server.channels.protocol import Incoming, Sender
from services.server.intake import rules
from services.server.kernel import Kernel
from services.server.tickets import repository as tickets
from services.server.transaction import Transaction

log = logging.getLogger(__name__)

UNREADABLE = "unreadable"
"""Why a message was put aside that met an error nobody foresaw."""
_NUMBER = re.compile(r"\[(\d{8}-\d{6})\]")
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Place:
    """Where a message lies."""

    mailbox: str
    uid_validity: int
    uid: int


@dataclass(frozen=True)
class Outcome:
    """What became of a message: ``taken``, ``repeated`` or ``aside`` with the reason."""

    result: str
    reason: str = ""


def take(kernel: Kernel, settings: Any, place: Place, content: bytes, at: datetime, wanted: bool = False) -> Outcome:
    """Takes a message, and notes in the same transaction that it was read: it is taken once, whatever happens.

    Args:
        kernel: of the process.
        settings: the channel's.
        place: where it lies.
        content: the message as it came.
        at: when the mail server had it.
        wanted: somebody has looked at it and wants it taken, whoever it is from.
    """
    mail = parsing.read(content)
    reason = "" if wanted else automatic.reason(mail.message, mail.sender, settings.own())
    if reason:
        return kernel.write(lambda tx: _put_aside(tx, place, mail, len(content), reason))
    store = rules.store(kernel)
    incoming = core.stored(store, _incoming(mail, content, at, _kept(store, mail)))

    def write(tx: Transaction) -> Outcome:
        is_more = repository.taken_since(tx.connection, mail.sender, tx.now - _HOUR) >= settings.per_sender
        if is_more and not wanted:
            return _put_aside(tx, place, mail, len(content), "rate")
        outcome = _take(tx, mail, incoming)
        _note(tx, place, mail, len(content), outcome)
        return outcome

    return kernel.write(write, core.actor_of(Channel.EMAIL))


def too_large(kernel: Kernel, place: Place, headers: bytes, size: int) -> Outcome:
    """Leaves a message that is too large in its mailbox, for somebody to look at."""
    mail = parsing.read(headers)
    return kernel.write(lambda tx: _put_aside(tx, place, mail, size, "too_large"))


def unforeseen(kernel: Kernel, place: Place, size: int, error: Exception) -> Outcome:
    """Leaves a message that nobody foresaw in its mailbox, whole, so that the next ones are read.

    Raises:
        Exception: the error itself where it is no message's: a database, a disk or a network that fails would do so for all.
    """
    is_the_messages = isinstance(error, (DataError, IntegrityError)) or type(error) is StatementError
    is_failing = isinstance(error, (OSError, IMAPClientError)) or (
        isinstance(error, SQLAlchemyError) and not is_the_messages
    )
    if is_failing or (isinstance(error, AppError) and error.status >= HTTPStatus.INTERNAL_SERVER_ERROR):
        raise error
    # Of the error only its kind: its text may quote a citizen.
    log.warning("mailbox: message %d was put aside: %s", place.uid, type(error).__name__)
    return kernel.write(lambda tx: _put_aside(tx, place, Mail("", Message()), size, UNREADABLE))


def _take(tx: Transaction, mail: Mail, incoming: Incoming) -> Outcome:
    incoming = replace(incoming, references=(*incoming.references, *_by_number(tx, mail)))
    earlier = channels.find(tx.connection, Channel.EMAIL.value, incoming.external_id)
    if earlier is not None and orjson.loads(earlier.extra).get("fingerprint") != mail.fingerprint:
        # Some programs give two messages one id: the second one is not the first.
        incoming = replace(incoming, external_id=f"{incoming.external_id[:200]}#{mail.fingerprint}")
    receipt = core.take(tx, incoming)
    return Outcome("repeated" if receipt.repeated else "taken")


def _by_number(tx: Transaction, mail: Mail) -> Sequence[str]:
    """Returns the messages that the number in the subject speaks of; only the one who began a ticket goes on with it so.

    Numbers can be guessed, Message-IDs cannot.
    """
    names = []
    for number in _NUMBER.findall(mail.subject)[:3]:
        row = tickets.find_by_number(tx.connection, number)
        opening = channels.opening(tx.connection, row.id) if row is not None else None
        if opening is not None and opening.channel == Channel.EMAIL and opening.sender_email.lower() == mail.sender:
            names.append(opening.external_id)
    return names


def _put_aside(tx: Transaction, place: Place, mail: Mail, size: int, reason: str) -> Outcome:
    if mail.bounced and mail.bounce_status:
        _bounced(tx, mail)
    outcome = Outcome("aside", reason)
    _note(tx, place, mail, size, outcome)
    return outcome


def _bounced(tx: Transaction, mail: Mail) -> None:
    """Marks what was sent and came back as not delivered, so that somebody sees it."""
    values = {"state": OutgoingState.FAILED.value, "problem": f"returned {mail.bounce_status}"}
    for key in repository.sent_as(tx.connection, mail.bounced[:5]):
        channels.move(tx.connection, key, [OutgoingState.SENT], values)


def _note(tx: Transaction, place: Place, mail: Mail, size: int, outcome: Outcome) -> None:
    repository.record(
        tx.connection,
        {
            "mailbox": place.mailbox,
            "uid_validity": place.uid_validity,
            "uid": place.uid,
            "message_id": mail.id[:250],
            "sender": mail.sender[:250],
            "at": tx.now,
            "result": outcome.result,
            "reason": outcome.reason,
            "size": size,
        },
    )
    repository.advance(tx.connection, place.mailbox, place.uid_validity, place.uid)


def _incoming(mail: Mail, content: bytes, at: datetime, kept: tuple[tuple[Kept, ...], list[str]]) -> Incoming:
    files, refused = kept
    said = [mail.fresh or mail.subject or "（无正文）", *(f"【{note}】" for note in [*mail.notes, *refused])]
    near = [name for name in mail.answers if name != mail.id]
    return Incoming(
        channel=Channel.EMAIL,
        external_id=mail.id,
        received_at=at,
        title=mail.subject,
        content="\n".join(said),
        sender=Sender(name=mail.name, email=mail.sender),
        attachments=files,
        original=content,
        content_type="message/rfc822",
        thread=near[0] if near else "",
        references=tuple(near[1:]),
        extra={"subject": mail.subject[:200], "fingerprint": mail.fingerprint},
    )


def _kept(store: BlobStore, mail: Mail) -> tuple[tuple[Kept, ...], list[str]]:
    """Puts the files into the store; returns them, and a sentence for each that is not taken."""
    kept, refused = [], []
    for file in mail.files:
        try:
            kept.append(store.keep(file.name, file.content))
        except AppError as error:
            with contextlib.suppress(KeyError):
                refused.append(f"附件“{file.name[:60]}”未收取：{sentence(error.code, 'zh', error.details)}")
    return tuple(kept), refused
