"""Tables of the local store. All but the articles are personal data: the file is readable by its owner only."""

from sqlalchemy import Column, Float, Index, Integer, MetaData, String, Table, Text

SCHEMA_VERSION = 1
"""Kept in SQLite's ``user_version``; raised with each step of :mod:`services.store.store`."""

metadata = MetaData()

drafts = Table(
    "drafts",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", String(20), nullable=False),
    # The form's fields as JSON, whole: a draft is small and always read as one.
    Column("fields", Text, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("saved_at", Float, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("key", String(100), nullable=False),
    Column("kind", String(30), nullable=False),
    # What the item is about; items of one subject are sent in order, one after the other.
    Column("subject", String(64), nullable=False, index=True),
    Column("title", String(200), nullable=False, default=""),
    Column("payload", Text, nullable=False),
    Column("version", Integer, nullable=True),
    Column("state", String(12), nullable=False, index=True),
    Column("tries", Integer, nullable=False, default=0),
    # The server's words where it refused: a problem, or the present state of what was changed, as JSON.
    Column("answer", Text, nullable=False, default=""),
    Column("created_at", Float, nullable=False),
    Column("draft_id", String(64), nullable=False, default=""),
    sqlite_autoincrement=True,
)

filed = Table(
    "filed",
    metadata,
    # Drafts that became outbox items: a second click, or a write that was still under way, brings none of them back.
    Column("draft_id", String(64), primary_key=True),
    Column("item", Text, nullable=False),
    Column("at", Float, nullable=False, index=True),
)

articles = Table(
    "articles",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("updated_at", String(40), nullable=False, index=True),
    Column("body", Text, nullable=False),
)

known = Table(
    "known",
    metadata,
    Column("kind", String(20), primary_key=True),
    Column("name", String(64), primary_key=True),
    Column("body", Text, nullable=False),
    Column("at", Float, nullable=False),
    Index("ix_known_kind_at", "kind", "at"),
)
"""Last known answers of the server, for working offline: callers by number, the catalogue."""
