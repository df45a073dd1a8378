"""Timers that have not fired yet. A row goes when its timer fires, in the transaction that does the work."""

from sqlalchemy import Column, Index, SmallInteger, String, Table, Text, UniqueConstraint

from services.server.tables import RowId, metadata
from services.server.tickets.tables import EpochMoment

timers = Table(
    "timers",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    # Which handler it is for.
    Column("kind", String(24), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("due_at", EpochMoment, nullable=False),
    # When it is tried: when it is due, later after a failure.
    Column("wake_at", EpochMoment, nullable=False),
    Column("attempts", SmallInteger, nullable=False, default=0),
    # Whatever the handler wants to know, as JSON.
    Column("payload", Text, nullable=False, default="{}"),
    UniqueConstraint("kind", "subject", name="uq_timers_kind"),
    Index("ix_timers_wake_at", "wake_at", "id"),
    sqlite_autoincrement=True,
)
