"""Leaders' instructions."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text

from services.server.tables import metadata
from services.server.tickets.tables import EpochMoment

instructions = Table(
    "instructions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("ticket_key", ForeignKey("tickets.key"), nullable=False),
    Column("document", String(120), nullable=False, default=""),
    Column("leader", String(120), nullable=False),
    Column("text", Text, nullable=False),
    Column("deadline", EpochMoment, nullable=False),
    Column("entered_by_id", String(64), nullable=False),
    Column("entered_by", String(60), nullable=False),
    Column("entered_at", EpochMoment, nullable=False),
    Column("ended_at", EpochMoment, nullable=True),
    Index("ix_instructions_ticket_key", "ticket_key"),
    Index("ix_instructions_deadline", "deadline"),
    Index("ix_instructions_entered_at", "entered_at"),
)
