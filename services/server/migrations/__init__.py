"""Brings a database to the schema of this version.

Opening the window must not wait for Alembic to be imported, so :func:`upgrade` first looks whether there is anything to do.
"""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, insert, inspect, select, text

from services.errors import AppError
from services.server.database import Database
from services.server.tables import UtcMoment, is_of_one_dialect, metadata, server_settings

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent
_HISTORY = "schema_history"
"""Which revisions made this database, so that one of an unreleased state is not taken for one of ours."""


def revisions() -> list[str]:
    """Returns the known revisions, oldest first: the part of each file's name before the underscore."""
    return sorted(file.name.split("_")[0] for file in (FOLDER / "versions").glob("[0-9]*_*.py"))


def newest() -> str:
    """Returns the revision that this version of the program works with."""
    return revisions()[-1]


def current(database: Database) -> str | None:
    """Returns the revision a database is at, ``None`` for one without tables."""
    with database.read() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def history(until: str) -> str:
    """Returns what tells the revisions up to one, as this version of the program has them, from any others."""
    digest = hashlib.sha256()
    for revision in revisions():
        if revision <= until:
            (file,) = (FOLDER / "versions").glob(f"{revision}_*.py")
            digest.update(file.read_bytes())
    return digest.hexdigest()


def upgrade(database: Database) -> bool:
    """Brings the schema up to date; tells whether there was anything to do.

    Raises:
        AppError: ``schema_too_new``: the database was made by a newer version, which this one must not write to.
            ``schema_unreleased``: it was made between two releases, when a revision was not yet what it became.
    """
    at = current(database)
    if at is not None and at not in revisions():
        raise AppError("schema_too_new", status=503, details={"server": at, "client": newest()})
    if at is not None and _history_of(database) != history(at):
        raise AppError("schema_unreleased", status=503, details={"server": at})
    if at == newest():
        return False
    from alembic import command

    with database.write() as connection:
        if not database.is_sqlite:
            # Replicas that start together: one upgrades, the others wait and find it done.
            connection.execute(text("SELECT pg_advisory_xact_lock(7, 1)"))
        config = configuration()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        remember(connection)
    return True


def remember(connection: Connection) -> None:
    """Writes down of which revisions a database is made that is up to date."""
    connection.execute(delete(server_settings).where(server_settings.c.key == _HISTORY))
    connection.execute(insert(server_settings), {"key": _HISTORY, "value": history(newest())})


def _history_of(database: Database) -> str | None:
    with database.read() as connection:
        return connection.execute(select(server_settings.c.value).where(server_settings.c.key == _HISTORY)).scalar()


def same_type(_context: Any, _inspected: Any, _declared: Any, found: Any, wanted: Any) -> bool | None:
    """Tells Alembic that a moment in SQLite is a DATETIME whatever its zone; ``None`` leaves the judgement to Alembic."""
    return False if isinstance(wanted, UtcMoment) and "DATETIME" in str(found).upper() else None


def is_declared(name: str | None, kind: str, _parents: Any) -> bool:
    """Leaves out of comparisons what is no table of the metadata: the index of words, made by ``tickets.search``."""
    return kind != "table" or not (name or "").startswith("ticket_words")


def is_everywhere(item: Any, name: str | None, kind: str, _is_reflected: bool, _other: Any) -> bool:
    """Leaves indexes of one kind of database out of comparisons."""
    return kind != "index" or not any(
        index.name == name and is_of_one_dialect(index) for index in metadata.tables[item.table.name].indexes
    )


def configuration() -> "Config":
    """Returns Alembic's settings; there is no ini file, because nothing in it is a matter of taste."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("path_separator", "os")
    return config
