"""Rules in versions, the case of each reported number, its reports, and what was decided."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from services.server.tables import RowId, UtcMoment, metadata, versions_table

block_rules = versions_table("block_rules")

block_cases = Table(
    "block_cases",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("state", String(12), nullable=False),
    # Personal data: shown masked; each look at the whole of it is recorded.
    Column("number", String(32), nullable=False),
    # The number while the case is open, so that there is one open case for a number and no second one.
    Column("open_number", String(32), nullable=True, unique=True),
    Column("reports", Integer, nullable=False),
    Column("agents", Integer, nullable=False),
    Column("first_at", UtcMoment, nullable=False),
    Column("last_at", UtcMoment, nullable=False),
    Column("treatment", String(12), nullable=True),
    Column("until", UtcMoment, nullable=True),
    Column("decided_by", String(60), nullable=False, default=""),
    Column("decided_at", UtcMoment, nullable=True),
    Column("reason", String(200), nullable=False, default=""),
    Column("attempts", Integer, nullable=False, default=0),
    Column("last_attempt_at", UtcMoment, nullable=True),
    Index("ix_block_cases_state_last_at", "state", "last_at"),
)

block_reports = Table(
    "block_reports",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("case_id", ForeignKey("block_cases.id"), nullable=False),
    Column("call_id", String(64), nullable=False),
    Column("at", UtcMoment, nullable=False),
    Column("agent_id", String(64), nullable=False),
    Column("agent", String(60), nullable=False),
    Column("reason", String(12), nullable=False),
    Column("note", String(200), nullable=False, default=""),
    UniqueConstraint("call_id", "agent_id", name="uq_block_reports_call_id_agent_id"),
    Index("ix_block_reports_case_id", "case_id", "id"),
)

block_trail = Table(
    "block_trail",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("case_id", ForeignKey("block_cases.id"), nullable=False),
    Column("at", UtcMoment, nullable=False),
    Column("what", String(12), nullable=False),
    Column("by_id", String(64), nullable=False, default=""),
    Column("by", String(60), nullable=False, default=""),
    Column("note", String(200), nullable=False, default=""),
    Index("ix_block_trail_case_id", "case_id", "id"),
)
"""Append-only."""
