"""Clocks of tickets, and what they are set by: rules and calendars, each kept in all its versions."""

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    text,
)

from services.server.tables import RowId, metadata
from services.server.tickets.tables import EpochMoment

ticket_clocks = Table(
    "ticket_clocks",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("ticket_key", ForeignKey("tickets.key"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("state", String(8), nullable=False),
    # The facts of the ticket that limit and calendar were chosen by.
    Column("ticket_kind", String(12), nullable=False),
    Column("urgency", SmallInteger, nullable=False),
    Column("unit", String(32), nullable=False),
    Column("category", String(32), nullable=False, default=""),
    Column("town", String(32), nullable=False, default=""),
    Column("village", String(32), nullable=False, default=""),
    Column("calendar", String(32), nullable=False),
    Column("amount", Integer, nullable=False),
    Column("amount_unit", String(16), nullable=False),
    Column("started_at", EpochMoment, nullable=False),
    Column("stopped_at", EpochMoment, nullable=True),
    # Nothing while paused.
    Column("due_at", EpochMoment, nullable=True),
    Column("provisional", Boolean, nullable=False),
    # Rung of the ladder that was reached, and when the next one is.
    Column("level", SmallInteger, nullable=False),
    Column("next_at", EpochMoment, nullable=True),
    # As JSON: extensions ``[[amount, unit]]``, pauses in microseconds ``[[since, until or null]]``; mostly empty.
    Column("extended", Text, nullable=False, default=""),
    Column("pauses", Text, nullable=False, default=""),
    Index("ix_ticket_clocks_ticket_key", "ticket_key", "id"),
    Index(
        "ix_ticket_clocks_open",
        "ticket_key",
        sqlite_where=text("stopped_at IS NULL"),
        postgresql_where=text("stopped_at IS NULL"),
    ),
    # No index has what a recount changes: with room in its page, a row that changes leaves the indexes alone (HOT).
    postgresql_with={"fillfactor": 50},
)
"""Each time a clock was started. At most one of a ticket and kind is not stopped."""

clock_rules = Table(
    "clock_rules",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("effective_from", EpochMoment, nullable=False),
    Column("author", String(60), nullable=False, default=""),
    # A ``ClockRulesBody`` as JSON.
    Column("body", Text, nullable=False),
)

calendars = Table(
    "calendars",
    metadata,
    Column("code", String(32), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("effective_from", Date, nullable=False),
    # A ``NewCalendar`` as JSON.
    Column("body", Text, nullable=False),
)

calendar_years = Table(
    "calendar_years",
    metadata,
    Column("calendar", String(32), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    # The newest counts; earlier ones are kept.
    Column("version", Integer, primary_key=True, autoincrement=False),
    # A ``NewCalendarYear`` as JSON.
    Column("body", Text, nullable=False),
)
