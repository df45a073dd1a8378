"""Messages as they came in, messages that go out, and the channels' settings and clients.

A channel that needs tables of its own declares them in its folder; they are imported here, so that the schema knows them.
"""

import importlib
from pathlib import Path

from sqlalchemy import Boolean, Column, Float, Index, Integer, LargeBinary, String, Table, Text, UniqueConstraint, text

from services.server.tables import RowId, UtcMoment, metadata
from services.server.tickets.tables import EpochMoment

channel_messages = Table(
    "channel_messages",
    metadata,
    Column("key", RowId, primary_key=True, autoincrement=True),
    Column("channel", String(12), nullable=False),
    # The counterpart's own name of the message; taken once.
    Column("external_id", String(250), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("ticket_id", String(64), nullable=False),
    # Whether the ticket began with it.
    Column("opened", Boolean, nullable=False),
    Column("received_at", UtcMoment, nullable=False),
    Column("taken_at", UtcMoment, nullable=False),
    # Where the answer goes: the client of the channel, and the sender as they gave themselves.
    Column("client", String(64), nullable=False, default=""),
    Column("sender_name", String(60), nullable=False, default=""),
    Column("sender_number", String(32), nullable=False, default=""),
    Column("sender_email", String(120), nullable=False, default=""),
    Column("latitude", Float, nullable=True),
    Column("longitude", Float, nullable=True),
    # What the channel itself wants to remember, as JSON.
    Column("extra", Text, nullable=False, default="{}"),
    # The original: small ones packed (zlib) in the row, others in the store of attachments under their digest.
    Column("content_type", String(100), nullable=False, default=""),
    Column("size", Integer, nullable=False, default=0),
    Column("original_digest", String(64), nullable=False, default=""),
    Column("original", LargeBinary, nullable=True),
    UniqueConstraint("channel", "external_id"),
    Index("ix_channel_messages_ticket_id", "ticket_id", "key"),
    Index("ix_channel_messages_channel", "channel", "key"),
    Index(
        "ix_channel_messages_original_digest",
        "original_digest",
        sqlite_where=text("original_digest <> ''"),
        postgresql_where=text("original_digest <> ''"),
    ),
)

channel_outgoing = Table(
    "channel_outgoing",
    metadata,
    Column("key", RowId, primary_key=True, autoincrement=True),
    Column("ticket_id", String(64), nullable=False),
    Column("number", String(20), nullable=False),
    Column("channel", String(12), nullable=False),
    Column("notice", String(12), nullable=False),
    # Beside what the notice itself says: a reply, a reason.
    Column("words", Text, nullable=False, default=""),
    Column("state", String(12), nullable=False),
    Column("created_at", UtcMoment, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_at", UtcMoment, nullable=True),
    Column("sent_at", UtcMoment, nullable=True),
    # The counterpart's name of what was sent: an answer to it belongs to the same ticket.
    Column("receipt", String(250), nullable=False, default=""),
    Column("problem", String(200), nullable=False, default=""),
    Index("ix_channel_outgoing_ticket_id", "ticket_id", "key"),
    Index("ix_channel_outgoing_state", "state", "key"),
    Index(
        "ix_channel_outgoing_due",
        "next_at",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    Index(
        "ix_channel_outgoing_receipt",
        "channel",
        "receipt",
        sqlite_where=text("receipt <> ''"),
        postgresql_where=text("receipt <> ''"),
    ),
)
"""All that citizens were told, of every channel, in order; the public status history is read from it."""

channel_settings = Table(
    "channel_settings",
    metadata,
    Column("channel", String(12), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("effective_from", EpochMoment, nullable=False),
    Column("enabled", Boolean, nullable=False),
    # Both as JSON; the second leaves the server through no route.
    Column("settings", Text, nullable=False),
    Column("secrets", Text, nullable=False),
    Column("created_at", EpochMoment, nullable=False),
    Column("created_by", String(60), nullable=False, default=""),
)
"""In versions that never change, but for secrets that are said anew before a later one begins."""

channel_clients = Table(
    "channel_clients",
    metadata,
    Column("channel", String(12), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("name", String(60), nullable=False),
    Column("active", Boolean, nullable=False),
    # Signatures need the secret itself; leaves the server through no route.
    Column("secret", String(200), nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", UtcMoment, nullable=False),
)
"""Programs that may speak through a channel."""

for _folder in sorted(Path(__file__).parent.iterdir()):
    if (_folder / "tables.py").is_file():
        importlib.import_module(f"{__package__}.{_folder.name}.tables")
