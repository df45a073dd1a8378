"""Empty databases with the schema, made once a process and copied: much faster than the migrations, which have tests of their own."""

import functools
import sqlite3
import tempfile
from pathlib import Path

from sqlalchemy import text

from services.server.database import Database
from services.server.migrations import newest, remember
from services.server.schema import metadata


def make_tables(database: Database) -> None:
    """Makes the declared tables, and says that no migration is missing (a test compares both)."""
    metadata.create_all(database.engine)
    with database.write() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": newest()})
        remember(connection)


def put_sqlite(file: Path) -> str:
    """Writes an empty database with the schema to ``file``; returns its URL."""
    file.write_bytes(_sqlite())
    return f"sqlite:///{file}"


@functools.cache
def _sqlite() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "empty.sqlite"
        database = Database(f"sqlite:///{file}")
        make_tables(database)
        database.close()
        connection = sqlite3.connect(file)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        return file.read_bytes()
