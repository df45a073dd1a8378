"""The database behind the API: one engine, reading and writing connections, on SQLite or PostgreSQL."""

import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from services.server import prepared
from services.server.apart import Apart
from services.server.durable import GroupSync, flush_file
from services.server.prepared import Prepared
from services.server.together import Together, Write, end
from services.sqlite import use_write_ahead_log

Result = TypeVar("Result")

_BESIDE = 2
"""So many connections on which statements are committed by themselves: apart from the others, of which each may be one's that waits for this."""
_WAIT_SECONDS = 10.0
"""For a program of another process to finish its write."""


class Database:
    """Opens reading and writing transactions.

    SQLite allows one writer at a time. A process-wide lock in front of ``BEGIN IMMEDIATE`` lets writers queue in order
    instead of polling the file lock (measured: several times the throughput at 16 clients). A write inside a write in
    the same thread would wait for itself; it is refused.
    """

    def __init__(self, url: str, pool_size: int = 20) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._write_lock = threading.Lock()
        self._writer = 0
        self._on_disk = GroupSync(self._flush_sqlite if self.is_sqlite else self._flush_postgresql)
        self._together = Together(self._write_sqlite, self._on_disk.wait)
        self._apart = Apart(self._write_apart, self._on_disk.wait)
        self.engine = self._sqlite_engine(pool_size) if self.is_sqlite else self._postgresql_engine(pool_size)
        self._beside = self.engine if self.is_sqlite else self._postgresql_engine(_BESIDE, waits=False)

    @cached_property
    def _log(self) -> Path:
        """SQLite's write-ahead log."""
        return Path(f"{self.url.database}-wal")

    def _sqlite_engine(self, pool_size: int) -> Engine:
        engine = create_engine(
            self.url,
            pool_size=pool_size,
            max_overflow=40,
            connect_args={"check_same_thread": False, "timeout": _WAIT_SECONDS},
            # An error's text goes to the log; what citizens said must not.
            hide_parameters=True,
        )

        @event.listens_for(engine, "connect")
        def _on_connect(connection: Any, _record: Any) -> None:
            # The driver must not begin transactions by itself: reads take BEGIN, writes BEGIN IMMEDIATE.
            connection.isolation_level = None
            cursor = connection.cursor()
            use_write_ahead_log(cursor, _WAIT_SECONDS)
            for pragma in (
                # An acknowledged ticket survives a power cut all the same: see GroupSync. Measured (NVMe): FULL 0.3 ms a
                # commit on an idle disk and up to 16 ms beside other writers, with the write lock held; NORMAL 0.05 ms.
                "synchronous=NORMAL",
                "foreign_keys=ON",
                f"busy_timeout={_WAIT_SECONDS * 1000:.0f}",
                # A commit folds the log into the file only when it has grown to 128 MB; the server does it beside the
                # requests long before that (``fold_log``).
                "wal_autocheckpoint=32000",
                "journal_size_limit=33554432",
                "temp_store=MEMORY",
                "cache_size=-16000",
                "mmap_size=268435456",
            ):
                cursor.execute(f"PRAGMA {pragma}")
            cursor.close()

        @event.listens_for(engine, "begin")
        def _on_begin(connection: Connection) -> None:
            mode = connection.get_execution_options().get("begin", "BEGIN")
            # Past SQLAlchemy's own execution, which costs ten times the statement and is paid by every request.
            driver = connection.connection.dbapi_connection
            try:
                driver.execute(mode)  # type: ignore[union-attr]
            except sqlite3.OperationalError as error:
                raise OperationalError(mode, None, error) from error

        return engine

    def _postgresql_engine(self, pool_size: int, waits: bool = True) -> Engine:
        from psycopg import pq

        engine = create_engine(
            self.url,
            pool_size=pool_size,
            max_overflow=20,
            # Hot paths prepare their own (``pipeline``), and psycopg would throw away all of a connection with each rollback.
            # The rest, lists above all, is planned for its values.
            connect_args={"prepare_threshold": None},
            # See ``_on_reset``.
            pool_reset_on_return=None,
            hide_parameters=True,
        )

        @event.listens_for(engine, "connect")
        def _on_connect(connection: Any, _record: Any) -> None:
            # PostgreSQL guesses high what a search by words costs and then compiles it: 100 ms for what takes one.
            connection.autocommit = True
            connection.execute("SET jit = off")
            if not waits:
                # What needs it waits for the disk, and for all that was written before it.
                connection.execute("SET synchronous_commit = off")
            connection.autocommit = False

        @event.listens_for(engine, "reset")
        def _on_reset(connection: Any, _record: Any, _state: Any) -> None:
            # Nearly always the transaction is over: psycopg would look after it once more all the same, at a cost.
            if connection.pgconn.transaction_status != pq.TransactionStatus.IDLE:
                connection.rollback()

        prepared.install(engine)
        return engine

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Opens a connection on one consistent state of the database, for reading only."""
        if self.is_sqlite:
            with self.engine.connect() as connection, connection.begin():
                yield connection
        else:
            options: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            with self.engine.connect().execution_options(**options) as connection, connection.begin():
                yield connection

    def interrupt(self, connection: Connection) -> None:
        """Ends the statement that another thread runs on a connection, which then fails there; without one nothing happens."""
        driver: Any = connection.connection.driver_connection
        if self.is_sqlite:
            driver.interrupt()
        else:
            driver.cancel_safe()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Opens a writing transaction; commits at the end, rolls back on an error. What it wrote is then on the disk.

        But for a transaction that said otherwise on PostgreSQL (``Transaction.settle``); ``settle`` waits for that one.
        """
        if self.is_sqlite:
            with self._write_sqlite() as connection:
                yield connection
            self._on_disk.wait()
        else:
            with self.engine.connect() as connection, connection.begin():
                yield connection

    @contextmanager
    def _write_sqlite(self) -> Iterator[Connection]:
        """Opens a transaction of the one writer; it is not flushed at its end."""
        with self._alone(), self.engine.connect() as plain:
            connection = plain.execution_options(begin="BEGIN IMMEDIATE")
            with connection.begin():
                yield connection

    def write_together(self, work: Callable[[Connection], Result], ended: Callable[[bool], None]) -> Result:
        """Runs a write in a transaction of SQLite that it may share with others (see ``Together``)."""
        self._refuse_nested()
        return self._together.run(work, ended)

    async def answer(self, work: Callable[[Connection], Result], ended: Callable[[bool], None]) -> Result:
        """Runs a write for whoever waits on an event loop, and returns when it is on the disk.

        On SQLite it may share its transaction with others (see ``Together``), on PostgreSQL its flush (see ``Apart``).
        """
        return await (self._together if self.is_sqlite else self._apart).answer(work, ended)

    def _write_apart(self, each: Write) -> None:
        try:
            with self.engine.connect() as connection, connection.begin():
                each.result = each.work(connection)
        except BaseException as error:
            each.error = error
        end(each)

    def aside(self, connection: Connection, statement: Prepared, values: Mapping[str, Any]) -> Any:
        """Runs a statement that is committed by itself, whatever becomes of the transaction of ``connection``.

        Nobody waits for that transaction then because of what it locks. SQLite has one writer anyway: there it is a part of it.
        Such a commit is on the disk with the transaction's own at the latest.

        Returns:
            The first column of the first row.
        """
        if self.is_sqlite:
            return statement.scalar(connection, values)
        with self._beside.connect().execution_options(isolation_level="AUTOCOMMIT") as beside:
            return statement.scalar(beside, values)

    def settle(self) -> None:
        """Waits until a transaction that was committed ahead of the disk is on it (see ``Transaction.settle``).

        On SQLite ``write`` has waited already.

        Raises:
            OperationalError: it may be lost in a power cut.
        """
        if not self.is_sqlite:
            self._on_disk.wait()

    def _flush_sqlite(self) -> None:
        try:
            flush_file(self._log)
        except OSError as error:
            raise OperationalError("fsync", None, sqlite3.OperationalError("disk I/O error")) from error

    def _flush_postgresql(self) -> None:
        # A commit of its own that has something to write: PostgreSQL flushes its log up to there, and all before it.
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("SELECT pg_logical_emit_message(true, 'tongfu', '')")

    def fold_log(self) -> None:
        """Copies the write-ahead log's pages into the file, as far as no reader needs the old ones; writers go on."""
        with self.engine.connect() as connection:
            driver = connection.connection.dbapi_connection
            driver.execute("PRAGMA wal_checkpoint(PASSIVE)")  # type: ignore[union-attr]

    def log_bytes(self) -> int:
        """Returns the size of SQLite's write-ahead log, 0 on PostgreSQL."""
        return self._log.stat().st_size if self.is_sqlite and self._log.exists() else 0

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._refuse_nested()
        with self._write_lock:
            self._writer = threading.get_ident()
            try:
                yield
            finally:
                self._writer = 0

    def _refuse_nested(self) -> None:
        if self._writer == threading.get_ident():
            raise RuntimeError("a write inside a write would wait for itself")

    def close(self) -> None:
        """Closes all pooled connections."""
        self._together.close()
        self._apart.close()
        self.engine.dispose()
        self._beside.dispose()
