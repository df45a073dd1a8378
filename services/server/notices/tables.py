"""Notices of each person."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, Table, Text, text

from services.server.tables import RowId, UtcMoment, metadata

_UNREAD = text("read_at IS NULL")

notices = Table(
    "notices",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("account_id", String(64), ForeignKey("accounts.id"), nullable=False),
    Column("at", UtcMoment, nullable=False, index=True),
    Column("code", String(20), nullable=False),
    # As JSON.
    Column("values", Text, nullable=False, default="{}"),
    Column("ticket_id", String(64), nullable=True),
    Column("number", String(20), nullable=False, default=""),
    Column("urgent", Boolean, nullable=False, default=False),
    Column("read_at", UtcMoment, nullable=True),
    Index("ix_notices_account_id_id", "account_id", "id"),
    Index("ix_notices_unread", "account_id", "id", sqlite_where=_UNREAD, postgresql_where=_UNREAD),
    sqlite_autoincrement=True,
)
"""One row for each person who is told; old ones go (``operations.upkeep``)."""
