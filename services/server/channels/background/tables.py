"""Who of several replicas does a channel's work."""

from sqlalchemy import Column, String, Table

from services.server.tables import UtcMoment, metadata

channel_leases = Table(
    "channel_leases",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("holder", String(64), nullable=False),
    Column("until", UtcMoment, nullable=False),
)
