"""Attempts to ask citizens; append-only, so that the figures of any past interval can be worked out again.

One that was a mistake is marked as undone, which is possible for a few minutes, and counts nowhere.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, text

from services.server.tables import RowId, metadata
from services.server.tickets.tables import EpochMoment

follow_up_rules = Table(
    "follow_up_rules",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("effective_from", EpochMoment, nullable=False),
    # Kinds of tickets as JSON lists: who is always asked, and who is asked by message.
    Column("always", String(200), nullable=False),
    # Of the others, in percent.
    Column("sample", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("hours", Integer, nullable=False),
    # How often one matter is done once more because of an answer.
    Column("redos", Integer, nullable=False),
    Column("kinds", String(200), nullable=False),
    Column("days", Integer, nullable=False),
    Column("public_url", String(200), nullable=False),
    Column("created_at", EpochMoment, nullable=False),
    Column("created_by", String(60), nullable=False, default=""),
)
"""Who is asked, how often and how, in versions that never change."""

rate_weights = Table(
    "rate_weights",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("effective_from", EpochMoment, nullable=False),
    # Whole percent.
    Column("response", Integer, nullable=False),
    Column("solved", Integer, nullable=False),
    Column("satisfied", Integer, nullable=False),
    Column("basically", Integer, nullable=False),
    Column("created_at", EpochMoment, nullable=False),
    Column("created_by", String(60), nullable=False, default=""),
)
"""What the three rates are worth, in versions that never change."""

invitations = Table(
    "follow_up_invitations",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("ticket_key", ForeignKey("tickets.key"), nullable=False),
    # The merged ticket whose citizen it was sent to; empty: the ticket's own.
    Column("voice_key", ForeignKey("tickets.key"), nullable=True),
    Column("created_at", EpochMoment, nullable=False),
    Column("expires_at", EpochMoment, nullable=False),
    Column("closed_at", EpochMoment),
    Index("ix_follow_up_invitations_ticket_key", "ticket_key", "id"),
)
"""Citizens who were sent a link. What a link says is computed from the row and stored nowhere."""

tries = Table(
    "follow_up_tries",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("ticket_key", ForeignKey("tickets.key"), nullable=False),
    # The merged ticket whose citizen was asked; empty: the ticket's own.
    Column("voice_key", ForeignKey("tickets.key"), nullable=True),
    Column("at", EpochMoment, nullable=False),
    Column("by_id", String(64), nullable=False),
    Column("by", String(60), nullable=False),
    # Whom and what the answer is about: the unit that had handled it at that time, and what the ticket was then.
    Column("unit", String(32), nullable=False, default=""),
    Column("kind", String(12), nullable=False, default=""),
    Column("branch", String(2), nullable=False, default=""),
    Column("town", String(32), nullable=False, default=""),
    Column("reached", Boolean, nullable=False),
    Column("contacted", Boolean, nullable=False, default=False),
    Column("solved", Boolean, nullable=False, default=False),
    Column("satisfaction", String(20), nullable=False, default=""),
    Column("reason", Text, nullable=False, default=""),
    Column("undone_at", EpochMoment, nullable=True),
    Index("ix_follow_up_tries_ticket_key", "ticket_key", "id"),
    # For the figures of an interval: all they need stands in it.
    Index(
        "ix_follow_up_tries_counts",
        *("at", "unit", "kind", "branch", "town", "contacted", "solved", "satisfaction", "ticket_key"),
        sqlite_where=text("reached AND undone_at IS NULL"),
        postgresql_where=text("reached AND undone_at IS NULL"),
    ),
)
