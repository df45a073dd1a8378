"""Articles as they are published, and every version and proposal behind them."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text

from services.server.tables import UtcMoment, metadata

articles = Table(
    "articles",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("status", String(12), nullable=False),
    Column("title", String(120), nullable=False),
    Column("category", String(32), nullable=False, default=""),
    Column("unit", String(32), nullable=False, default=""),
    Column("summary", Text, nullable=False, default=""),
    # The whole content as JSON: it is always read and written as one.
    Column("content", Text, nullable=False),
    Column("check_with_department", Boolean, nullable=False, default=False),
    Column("updated_at", UtcMoment, nullable=False),
    Column("updated_by", String(60), nullable=False, default=""),
    Index("ix_articles_updated_at_id", "updated_at", "id"),
)

article_versions = Table(
    "article_versions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("article_id", String(64), nullable=False, index=True),
    # 0 until an editor has decided
    Column("version", Integer, nullable=False),
    Column("based_on", Integer, nullable=False, default=0),
    Column("status", String(12), nullable=False, index=True),
    Column("content", Text, nullable=False),
    Column("author", String(60), nullable=False, default=""),
    Column("author_id", String(64), nullable=False),
    Column("at", UtcMoment, nullable=False),
    Column("why", Text, nullable=False, default=""),
    Column("decided_by", String(60), nullable=False, default=""),
    Column("decided_at", UtcMoment, nullable=True),
    Column("decision", Text, nullable=False, default=""),
)
