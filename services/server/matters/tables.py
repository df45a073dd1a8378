"""Known matters."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from services.server.tables import metadata
from services.server.tickets.tables import EpochMoment

matters = Table(
    "matters",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("version", Integer, nullable=False, default=1),
    Column("ticket_key", ForeignKey("tickets.key"), nullable=False, unique=True),
    Column("words", Text, nullable=False),
    # Empty: as the ticket's.
    Column("title", String(120), nullable=False, default=""),
    # Codes with blanks between.
    Column("categories", Text, nullable=False, default=""),
    Column("places", Text, nullable=False, default=""),
    Column("ends_at", EpochMoment, nullable=True),
    # What everybody was told at the end.
    Column("reply", Text, nullable=False, default=""),
    Column("open", Boolean, nullable=False, default=True),
    Column("opened_by_id", String(64), nullable=False),
    Column("opened_at", EpochMoment, nullable=False),
    Index("ix_matters_open", "open", "opened_at"),
)
