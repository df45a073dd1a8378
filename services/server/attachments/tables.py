"""What is attached to tickets. The contents lie in the data folder under their digest; equal contents lie there once."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, text

from services.server.tables import RowId, UtcMoment, metadata

attachments = Table(
    "attachments",
    metadata,
    Column("key", RowId, primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("ticket_id", String(64), ForeignKey("tickets.id"), nullable=False),
    # The channel message that it came with; none where a colleague added it.
    Column("message_id", RowId, nullable=True),
    # The leader's instruction whose document it is; none where it is nobody's.
    Column("instruction_id", String(64), nullable=True),
    Column("name", String(200), nullable=False),
    # SHA-256 of the content, as hexadecimal digits.
    Column("digest", String(64), nullable=False, index=True),
    Column("size", Integer, nullable=False),
    # By content, never as claimed.
    Column("media_type", String(100), nullable=False),
    Column("added_at", UtcMoment, nullable=False),
    Column("added_by_id", String(64), nullable=False),
    Column("added_by", String(60), nullable=False, default=""),
    Index("ix_attachments_ticket_id", "ticket_id", "key"),
    Index(
        "ix_attachments_instruction_id",
        "instruction_id",
        sqlite_where=text("instruction_id IS NOT NULL"),
        postgresql_where=text("instruction_id IS NOT NULL"),
    ),
)
