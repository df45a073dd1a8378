"""What was changed of units, categories, places and skills, and what will be."""

from sqlalchemy import Column, Index, String, Table, Text

from services.server.tables import RowId, metadata
from services.server.tickets.tables import EpochMoment

catalogue_changes = Table(
    "catalogue_changes",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    # An ``EntryKind``.
    Column("kind", String(12), nullable=False),
    Column("code", String(32), nullable=False),
    # A ``ChangeAction`` and a ``ChangeState``.
    Column("action", String(12), nullable=False),
    Column("state", String(12), nullable=False),
    # What was asked for, as JSON.
    Column("fields", Text, nullable=False, default="{}"),
    # The whole entry as the contract has it, as JSON: nothing before it came, nothing after it went.
    Column("before", Text, nullable=True),
    Column("after", Text, nullable=True),
    Column("effective_from", EpochMoment, nullable=False),
    Column("created_at", EpochMoment, nullable=False),
    Column("created_by_id", String(64), nullable=False),
    Column("created_by", String(60), nullable=False, default=""),
    # When it was done, taken back or refused, who took it back, and why it was refused (code and details as JSON).
    Column("ended_at", EpochMoment, nullable=True),
    Column("ended_by", String(60), nullable=False, default=""),
    Column("problem", Text, nullable=False, default=""),
    Index("ix_catalogue_changes_code", "kind", "code", "id"),
    Index("ix_catalogue_changes_state", "state", "effective_from"),
    sqlite_autoincrement=True,
)
"""What is done never changes: with what entries are now it tells what they were at any moment."""
