"""Who follows which ticket."""

from sqlalchemy import Column, ForeignKey, Index, String, Table

from services.server.tables import UtcMoment, metadata

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("ticket_key", ForeignKey("tickets.key"), primary_key=True),
    Column("account_id", String(64), ForeignKey("accounts.id"), primary_key=True),
    Column("since", UtcMoment, nullable=False),
    Index("ix_subscriptions_account_id_since", "account_id", "since"),
)
