"""The plans of queues, in versions."""

from sqlalchemy import Column, Integer, String, Table, Text

from services.server.tables import UtcMoment, metadata

queue_plans = Table(
    "queue_plans",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("effective_from", UtcMoment, nullable=False),
    # As JSON.
    Column("content", Text, nullable=False),
    Column("created_at", UtcMoment, nullable=False),
    Column("created_by", String(60), nullable=False, default=""),
)
