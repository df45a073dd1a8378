"""Who of several replicas does a channel's work, and what it met last."""

from sqlalchemy import Column, String, Table

from services.server.tables import UtcMoment, metadata

channel_leases = Table(
    "channel_leases",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("holder", String(64), nullable=False),
    Column("until", UtcMoment, nullable=False),
)

channel_health = Table(
    "channel_health",
    metadata,
    Column("channel", String(12), primary_key=True),
    Column("reached_at", UtcMoment, nullable=True),
    # What a connection ended with, in short; nothing personal.
    Column("problem", String(200), nullable=False, default=""),
    Column("problem_at", UtcMoment, nullable=True),
)
