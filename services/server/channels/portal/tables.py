"""What protects the portal's requests from being played again."""

from sqlalchemy import Column, String, Table

from services.server.tables import UtcMoment, metadata

channel_nonces = Table(
    "channel_nonces",
    metadata,
    Column("client", String(64), primary_key=True),
    Column("nonce", String(64), primary_key=True),
    Column("at", UtcMoment, nullable=False, index=True),
)
"""Nonces of signed requests that were taken, for as long as their timestamps would be."""
