"""The last word about each queue that was ever closed, and all of them."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table

from services.server.tables import RowId, UtcMoment, metadata

queue_closings = Table(
    "queue_closings",
    metadata,
    Column("skill", String(32), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("treatment", String(12), nullable=False),
    Column("until", UtcMoment, nullable=True),
    Column("reason", String(200), nullable=False, default=""),
    Column("by", String(60), nullable=False, default=""),
    Column("at", UtcMoment, nullable=False),
)

queue_closing_trail = Table(
    "queue_closing_trail",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("skill", String(32), nullable=False),
    Column("at", UtcMoment, nullable=False),
    Column("what", String(12), nullable=False),
    Column("by_id", String(64), nullable=False, default=""),
    Column("by", String(60), nullable=False, default=""),
    Column("reason", String(200), nullable=False, default=""),
    Column("treatment", String(12), nullable=True),
    Column("until", UtcMoment, nullable=True),
    Index("ix_queue_closing_trail_skill", "skill", "id"),
)
"""Append-only."""
