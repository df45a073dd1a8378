"""How far a mailbox was read, and what was read."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, UniqueConstraint

from services.server.tables import RowId, UtcMoment, metadata

email_mailboxes = Table(
    "email_mailboxes",
    metadata,
    # Server, user and folder.
    Column("mailbox", String(250), primary_key=True),
    # Ids of messages rise within one validity; with another one they mean nothing and all is read anew.
    Column("uid_validity", BigInteger, nullable=False),
    Column("last_uid", BigInteger, nullable=False),
)

email_messages = Table(
    "email_messages",
    metadata,
    Column("key", RowId, primary_key=True, autoincrement=True),
    Column("mailbox", String(250), nullable=False),
    Column("uid_validity", BigInteger, nullable=False),
    Column("uid", BigInteger, nullable=False),
    Column("message_id", String(250), nullable=False),
    # In small letters; how many came from one of late decides whether a loop is suspected.
    Column("sender", String(250), nullable=False, default=""),
    Column("at", UtcMoment, nullable=False),
    # ``taken``, ``repeated``, ``aside`` (not taken: a machine's) or ``wanted`` (aside, and somebody wants it taken).
    Column("result", String(12), nullable=False),
    # Why it was put aside, in one word.
    Column("reason", String(20), nullable=False, default=""),
    Column("size", Integer, nullable=False, default=0),
    UniqueConstraint("mailbox", "uid_validity", "uid"),
    Index("ix_email_messages_sender_at", "sender", "at"),
    Index("ix_email_messages_result", "result", "key"),
)
"""Every message that was read, with what became of it. It stays in its mailbox in any case."""
