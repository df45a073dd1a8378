"""Versions of templates and phrases."""

from sqlalchemy import Column, Integer, String, Table, Text

from services.server.tables import metadata
from services.server.tickets.tables import EpochMoment

text_versions = Table(
    "text_versions",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("effective_from", EpochMoment, nullable=False),
    # Templates and phrases as JSON: always read as one.
    Column("body", Text, nullable=False),
    # What citizens are told, apart: it is read with each message, and as it was when that was written.
    Column("notices", Text, nullable=False, default="[]"),
    Column("created_at", EpochMoment, nullable=False),
    Column("created_by", String(60), nullable=False, default=""),
)
"""What agents and handlers are offered to say and citizens are told, in versions that never change."""
