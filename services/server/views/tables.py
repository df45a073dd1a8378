"""Saved views of each person."""

from sqlalchemy import Boolean, Column, ForeignKey, String, Table, UniqueConstraint

from services.server.tables import UtcMoment, metadata

saved_views = Table(
    "saved_views",
    metadata,
    Column("account_id", String(64), ForeignKey("accounts.id"), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("page", String(32), nullable=False),
    Column("name", String(60), nullable=False),
    Column("list", String(32), nullable=False, default=""),
    Column("filter", String(120), nullable=False, default=""),
    Column("sort", String(32), nullable=False, default=""),
    Column("descending", Boolean, nullable=False, default=False),
    # When it was first saved: the order in which they are offered.
    Column("at", UtcMoment, nullable=False),
    UniqueConstraint("account_id", "page", "name"),
)
