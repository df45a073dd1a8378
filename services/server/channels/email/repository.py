"""Queries on mailboxes and what was read of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, text, update

from services.contracts.channels import Channel
from services.server.channels.email.tables import email_mailboxes as mailboxes
from services.server.channels.email.tables import email_messages as messages
from services.server.channels.tables import channel_outgoing as outgoing

_STATE = select(mailboxes.c.uid_validity, mailboxes.c.last_uid).where(mailboxes.c.mailbox == bindparam("wanted"))
_ADVANCE = text(
    "INSERT INTO email_mailboxes (mailbox, uid_validity, last_uid) VALUES (:mailbox, :uid_validity, :last_uid)"
    " ON CONFLICT (mailbox) DO UPDATE SET uid_validity = excluded.uid_validity, last_uid = CASE"
    " WHEN email_mailboxes.uid_validity = excluded.uid_validity AND email_mailboxes.last_uid > excluded.last_uid"
    " THEN email_mailboxes.last_uid ELSE excluded.last_uid END"
)
_RECORD = text(
    "INSERT INTO email_messages (mailbox, uid_validity, uid, message_id, sender, at, result, reason, size)"
    " VALUES (:mailbox, :uid_validity, :uid, :message_id, :sender, :at, :result, :reason, :size)"
    " ON CONFLICT (mailbox, uid_validity, uid) DO UPDATE SET result = excluded.result, reason = excluded.reason,"
    " at = excluded.at"
).bindparams(bindparam("at", type_=messages.c.at.type))
_RECENT = select(func.count()).where(
    messages.c.sender == bindparam("of"), messages.c.at > bindparam("since"), messages.c.result == "taken"
)


def last_uid(connection: Connection, mailbox: str, uid_validity: int) -> int:
    """Returns how far a mailbox was read; 0 where its ids have begun anew."""
    row = connection.execute(_STATE, {"wanted": mailbox}).first()
    return int(row.last_uid) if row is not None and row.uid_validity == uid_validity else 0


def advance(connection: Connection, mailbox: str, uid_validity: int, uid: int) -> None:
    """Notes that everything up to a message was read."""
    connection.execute(_ADVANCE, {"mailbox": mailbox, "uid_validity": uid_validity, "last_uid": uid})


def record(connection: Connection, values: dict[str, Any]) -> None:
    """Notes what became of a message."""
    connection.execute(_RECORD, values)


def taken_since(connection: Connection, sender: str, since: datetime) -> int:
    """Counts the messages of a sender that were taken of late."""
    return int(connection.execute(_RECENT, {"of": sender, "since": since}).scalar_one())


def wanted(connection: Connection, mailbox: str, uid_validity: int) -> list[int]:
    """Returns the messages that were put aside and that somebody wants taken."""
    query = select(messages.c.uid).where(
        messages.c.result == "wanted", messages.c.mailbox == mailbox, messages.c.uid_validity == uid_validity
    )
    return list(connection.execute(query.order_by(messages.c.key).limit(100)).scalars())


def aside(connection: Connection, before: int | None, limit: int) -> Sequence[Row[Any]]:
    """Returns what was put aside, the newest first."""
    query = select(messages).where(messages.c.result.in_(("aside", "wanted"))).order_by(messages.c.key.desc())
    if before is not None:
        query = query.where(messages.c.key < before)
    return connection.execute(query.limit(limit)).all()


def count_aside(connection: Connection, reason: str) -> int:
    """Counts what was put aside for a reason."""
    query = select(func.count()).where(messages.c.result == "aside", messages.c.reason == reason)
    return int(connection.execute(query).scalar_one())


def find(connection: Connection, key: int) -> Row[Any] | None:
    """Returns what became of a message."""
    return connection.execute(select(messages).where(messages.c.key == key)).first()


def want(connection: Connection, key: int) -> bool:
    """Notes that a message put aside is to be taken all the same."""
    done = connection.execute(
        update(messages).where(messages.c.key == key, messages.c.result == "aside").values(result="wanted")
    )
    return done.rowcount == 1


def sent_as(connection: Connection, receipts: Sequence[str]) -> list[int]:
    """Returns the messages to citizens that went out under some Message-IDs."""
    query = select(outgoing.c.key).where(
        outgoing.c.channel == Channel.EMAIL.value, outgoing.c.receipt.in_(receipts), outgoing.c.receipt != ""
    )
    return list(connection.execute(query).scalars())
