"""The local store: one SQLite file for each person and server, which survives whatever happens to the console."""

import contextlib
import json
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, delete, event, insert, select, text
from sqlalchemy.exc import DatabaseError, OperationalError

from services.errors import AppError
from services.sqlite import use_write_ahead_log
from services.store.tables import SCHEMA_VERSION, known, metadata

log = logging.getLogger(__name__)

_TABLES_TO_SAVE = ("drafts", "outbox")
_KNOWN_MOST = 500
_WAIT_SECONDS = 10.0
"""For another console of the same person to finish its write."""


class LocalStore:
    """Opens the file, sets a damaged one aside, and gives reading and writing transactions.

    Writing waits for the disk (``synchronous=FULL``): when a method returns, what it wrote is there after a power cut.

    Attributes:
        salvaged: how many drafts and unsent items were carried over from a damaged file, ``None`` where none was damaged.
        set_aside: the damaged file's new name, or ``None``.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self.salvaged: int | None = None
        self.set_aside: Path | None = None
        self._lock = threading.Lock()
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            self._engine = self._open()
        except (DatabaseError, sqlite3.DatabaseError) as error:
            if _is_full(error):
                raise AppError("storage_full", status=507) from error
            if not _is_damage(error):
                # Held by another console for long, or not ours to open: there is nothing wrong with what it holds.
                raise AppError("store_unavailable", status=507) from error
            self._engine = self._start_anew()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Opens a writing transaction. What it reads stays true until its end, beside another console of this person too.

        Raises:
            AppError: ``storage_full``, or ``store_unavailable`` where another console writes for long; what was to be
                written is still with the caller.
        """
        try:
            with self._lock, self._engine.begin() as connection:
                # The driver would begin at the first change only, after what was read before it.
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                yield connection
        except OperationalError as error:
            if _is_full(error):
                raise AppError("storage_full", status=507) from error
            if "locked" in str(error).lower():
                raise AppError("store_unavailable", status=507) from error
            raise

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Opens a reading transaction."""
        with self._engine.connect() as connection:
            yield connection

    def close(self) -> None:
        """Closes the file."""
        self._engine.dispose()

    def remember(self, kind: str, name: str, body: str) -> None:
        """Keeps the server's last answer of a kind, for working offline; only the newest few hundred of a kind."""
        with self.write() as connection:
            connection.execute(delete(known).where(known.c.kind == kind, known.c.name == name))
            connection.execute(insert(known), {"kind": kind, "name": name, "body": body, "at": time.time()})
            newest = select(known.c.name).where(known.c.kind == kind).order_by(known.c.at.desc()).limit(_KNOWN_MOST)
            connection.execute(delete(known).where(known.c.kind == kind, known.c.name.not_in(newest)))

    def recall(self, kind: str, name: str) -> str | None:
        """Returns what was last remembered, or ``None``."""
        with self.read() as connection:
            return connection.execute(select(known.c.body).where(known.c.kind == kind, known.c.name == name)).scalar()

    def forget(self, kind: str) -> None:
        """Forgets all answers of a kind."""
        with self.write() as connection:
            connection.execute(delete(known).where(known.c.kind == kind))

    def _open(self) -> Engine:
        # The file is made with narrow permissions before SQLite writes a citizen's name into it.
        with contextlib.suppress(FileExistsError):
            os.close(os.open(self.file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        engine = create_engine(
            f"sqlite:///{self.file}", connect_args={"check_same_thread": False, "timeout": _WAIT_SECONDS}
        )

        @event.listens_for(engine, "connect")
        def _on_connect(connection: Any, _record: Any) -> None:
            connection.execute(f"PRAGMA busy_timeout={_WAIT_SECONDS * 1000:.0f}")
            use_write_ahead_log(connection, _WAIT_SECONDS)
            connection.execute("PRAGMA synchronous=FULL")

        try:
            with engine.begin() as connection:
                found = connection.execute(text("PRAGMA quick_check(1)")).scalar()
                if found != "ok":
                    raise sqlite3.DatabaseError(str(found))
                version = connection.execute(text("PRAGMA user_version")).scalar() or 0
                if version > SCHEMA_VERSION:
                    # Written by a newer program: its drafts are read by that program, ours go to a file of our own.
                    raise sqlite3.DatabaseError(f"schema {version}")
                # Two consoles of one person may make the file together.
                connection.exec_driver_sql("BEGIN IMMEDIATE")
                metadata.create_all(connection)
                if version != SCHEMA_VERSION:
                    # Not at each start: that would be a write, and a start must succeed on a full disk too.
                    connection.execute(text(f"PRAGMA user_version = {SCHEMA_VERSION}"))
        except BaseException:
            engine.dispose()
            raise
        return engine

    def _start_anew(self) -> Engine:
        self.set_aside = self.file.with_name(f"{self.file.stem}-damaged-{int(time.time())}{self.file.suffix}")
        log.warning("local store is damaged; set aside")
        self.file.replace(self.set_aside)
        for suffix in ("-wal", "-shm"):
            side = self.file.with_name(self.file.name + suffix)
            if side.exists():
                side.replace(self.set_aside.with_name(self.set_aside.name + suffix))
        rows = _salvage(self.set_aside)
        engine = self._open()
        with engine.begin() as connection:
            for name, found in rows.items():
                table = metadata.tables[name]
                columns = set(table.columns.keys())
                for row in found:
                    with contextlib.suppress(DatabaseError), connection.begin_nested():
                        connection.execute(insert(table), {k: v for k, v in row.items() if k in columns})
        self.salvaged = sum(len(found) for found in rows.values())
        return engine


def _salvage(file: Path) -> dict[str, list[dict[str, Any]]]:
    """Reads what can still be read of drafts and unsent items, row by row."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in _TABLES_TO_SAVE}
    try:
        connection = sqlite3.connect(file)
    except sqlite3.Error:
        return rows
    connection.row_factory = sqlite3.Row
    with contextlib.closing(connection):
        for name, found in rows.items():
            with contextlib.suppress(sqlite3.Error):
                for row in connection.execute(f"SELECT * FROM {name}"):  # noqa: S608 - names are our own
                    values = dict(row)
                    with contextlib.suppress(ValueError):
                        json.loads(values.get("fields") or values.get("payload") or "")
                        found.append(values)
    return rows


def _is_damage(error: Exception) -> bool:
    """Tells whether the file itself is wrong; our own findings carry no code of SQLite."""
    cause = error.orig if isinstance(error, DatabaseError) else error
    code = getattr(cause, "sqlite_errorcode", None)
    return code is None or code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _is_full(error: Exception) -> bool:
    words = str(error).lower()
    return "full" in words or "no space" in words or "disk i/o" in words
