"""Versions of the rules of the intake."""

from sqlalchemy import Column, Integer, String, Table

from services.server.tables import metadata
from services.server.tickets.tables import EpochMoment

intake_rules = Table(
    "intake_rules",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("effective_from", EpochMoment, nullable=False),
    # Whole percent of likeness.
    Column("alike_near", Integer, nullable=False),
    Column("alike_alone", Integer, nullable=False),
    Column("alike_matter", Integer, nullable=False),
    Column("attachment_mb", Integer, nullable=False),
    Column("created_at", EpochMoment, nullable=False),
    Column("created_by", String(60), nullable=False, default=""),
)
"""What counts as alike, and how large a file may be, in versions that never change."""
