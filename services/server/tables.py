"""The tables that every feature shares, and the metadata that all tables are declared in.

A feature's own tables stand in its ``tables.py``; :mod:`services.server.migrations` sees them all through ``metadata``.
Moments are stored as timezone-aware UTC (SQLite keeps no zone, so :class:`UtcMoment` puts it back).
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    inspect,
)
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

SQLITE, POSTGRESQL = "sqlite", "postgresql"
_DIALECT = "dialect"


def only(dialect: str, index: Index) -> None:
    """Has an index on one kind of database alone: the other one finds its way without it."""
    index.info[_DIALECT] = dialect
    index.ddl_if(dialect=dialect)


def is_of_one_dialect(index: Index) -> bool:
    """Tells whether an index is for one kind of database alone."""
    return _DIALECT in index.info


def create_indexes_of_one_dialect(connection: Connection) -> None:
    """Makes those of the database's kind where they are missing and their tables are there."""
    for table in metadata.sorted_tables:
        wanted = [index for index in table.indexes if index.info.get(_DIALECT) == connection.dialect.name]
        if wanted and inspect(connection).has_table(table.name):
            for index in sorted(wanted, key=lambda each: str(each.name)):
                index.create(connection, checkfirst=True)


def _to_text(value: datetime | None) -> str | None:
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    if value.tzinfo is not UTC:
        value = value.astimezone(UTC)
    return value.isoformat(" ", "microseconds")[:26]


class UtcMoment(TypeDecorator[datetime]):
    """A moment in UTC; refuses naive datetimes, because a moment without a zone is a mistake."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Stores UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any] | None:
        """Writes SQLite's own form of a moment, which SQLAlchemy takes three times as long for."""
        return _to_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Gives UTC back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


RowId = BigInteger().with_variant(Integer, "sqlite")
"""A rising integer key; SQLite autoincrements only the type it calls INTEGER."""


def versions_table(name: str) -> Table:
    """Returns the table of a setting whose versions are bodies in JSON; a version never changes."""
    return Table(
        name,
        metadata,
        Column("version", Integer, primary_key=True, autoincrement=False),
        Column("effective_from", UtcMoment, nullable=False),
        Column("content", Text, nullable=False),
        Column("created_at", UtcMoment, nullable=False),
        Column("created_by", String(60), nullable=False, default=""),
    )


server_settings = Table(
    "server_settings",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("at", UtcMoment, nullable=False),
    Column("topic", String(20), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("audience", String(200), nullable=False, default=""),
    Column("data", Text, nullable=False),
    Index("ix_events_at", "at"),
    sqlite_autoincrement=True,
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("account_id", String(64), primary_key=True),
    Column("key", String(100), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("version", Integer, nullable=True),
    Column("at", UtcMoment, nullable=False, index=True),
)

access_log = Table(
    "access_log",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("at", UtcMoment, nullable=False),
    Column("account_id", String(64), nullable=False),
    Column("what", String(40), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("why", String(200), nullable=False, default=""),
    Index("ix_access_log_subject", "what", "subject"),
    Index("ix_access_log_account_id", "account_id", "id"),
    sqlite_autoincrement=True,
)
"""Every look at personal data: who, when, at what, why."""
