"""Addresses of leaders, and the letters on their way."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from services.server.tables import RowId, metadata
from services.server.tickets.tables import EpochMoment

unit_leaders = Table(
    "unit_leaders",
    metadata,
    Column("unit", String(32), primary_key=True),
    Column("version", Integer, nullable=False),
    # E-mail addresses as a JSON list.
    Column("addresses", Text, nullable=False),
)

leader_mail = Table(
    "leader_mail",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("unit", String(32), nullable=False),
    # Of the moment it was written: who is a leader later had nothing to do with it.
    Column("addresses", Text, nullable=False),
    # Numbers and clocks as JSON; nothing of citizens.
    Column("tickets", Text, nullable=False),
    Column("at", EpochMoment, nullable=False),
    Column("state", String(12), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("next_at", EpochMoment),
    Column("problem", String(200), nullable=False, default=""),
    Column("sent_at", EpochMoment),
    Index("ix_leader_mail_next_at", "next_at", "id"),
    sqlite_autoincrement=True,
)
