"""Versions of the dispatch catalogue, joint meetings, and what they want changed in it."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from services.server.tables import UtcMoment, metadata
from services.server.tickets.tables import EpochMoment

rules_versions = Table(
    "rules_versions",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("effective_from", EpochMoment, nullable=False),
    Column("created_at", UtcMoment, nullable=False),
    Column("created_by_id", String(64), nullable=False),
    Column("created_by", String(60), nullable=False, default=""),
    Column("note", String(120), nullable=False, default=""),
    Column("count", Integer, nullable=False),
    # Who danger is passed on to (``DangerRule``), as JSON: always read as one.
    Column("dangers", Text, nullable=False, default="[]"),
    # The lines that decide limits of clocks (``limits.packed``); empty for none.
    Column("limits", Text, nullable=False, default=""),
    Index("ix_rules_versions_effective_from", "effective_from", "version"),
)
"""Versions of the dispatch catalogue. None ever changes: a ticket's suggestion can be explained years later."""

dispatch_rules = Table(
    "dispatch_rules",
    metadata,
    Column("version", ForeignKey("rules_versions.version"), primary_key=True),
    # Empty for all: part of the key, so that no two lines of a version say the same thing twice.
    Column("category", String(32), primary_key=True),
    Column("place", String(32), primary_key=True),
    Column("kind", String(12), primary_key=True),
    Column("unit", String(32), nullable=False, default=""),
    Column("level", String(12), nullable=False, default=""),
    Column("basis", String(120), nullable=False, default=""),
    Column("department_only", Boolean, nullable=False, default=False),
    # Limits as JSON; empty for none.
    Column("sign_in", String(60), nullable=False, default=""),
    Column("finish", String(60), nullable=False, default=""),
    Index("ix_dispatch_rules_unit", "version", "unit"),
)

meetings = Table(
    "meetings",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("ticket_key", ForeignKey("tickets.key"), nullable=False, index=True),
    Column("at", EpochMoment, nullable=False),
    # The ``Meeting`` as JSON.
    Column("body", Text, nullable=False),
)
"""Joint meetings and their decisions."""

rule_proposals = Table(
    "rule_proposals",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("status", String(12), nullable=False),
    Column("created_at", EpochMoment, nullable=False),
    # The ``RuleProposal`` as JSON.
    Column("body", Text, nullable=False),
    Index("ix_rule_proposals_status", "status", "id"),
)
"""Lines that joint meetings want in the dispatch catalogue."""
