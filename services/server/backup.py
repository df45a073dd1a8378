"""Copies of the whole database, and the way back.

A restore replaces everything or nothing: it is prepared beside the old database, and takes its place in one step.
"""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, func, inspect, select, text
from sqlalchemy.engine import URL

from services.errors import AppError
from services.server import migrations
from services.server.accounts.tables import accounts
from services.server.attachments import archive
from services.server.attachments.blobs import BlobStore
from services.server.database import Database
from services.server.events import repository as events
from services.server.recordings import archive as recordings_archive
from services.server.recordings.store import RecordingStore

EVENT_GAP = 1_000_000
"""After a restore, event ids go on so far above all that any console has seen that each of them starts anew."""


def back_up(database: Database, file: Path, data_folder: Path | None = None, *, recordings: bool = False) -> None:
    """Writes a consistent copy while the server goes on working; ``file`` is complete or does not change.

    With a ``data_folder`` the attachments in it are written beside, as ``FILE.attachments.tar``; with ``recordings`` these
    too, encrypted as they are and without their keys, as ``FILE.recordings.tar``.

    Raises:
        AppError: ``no_database``; ``program_missing`` where PostgreSQL's tools are not installed; ``tool_failed``.
    """
    part = file.with_name(file.name + ".part")
    if (database.is_sqlite and not _file(database.url).exists()) or migrations.current(database) is None:
        raise AppError("no_database")
    try:
        if database.is_sqlite:
            with closing(sqlite3.connect(_file(database.url))) as source, closing(sqlite3.connect(part)) as target:
                # In one go: readers hold up no writer, and in steps every write would begin the copy anew.
                source.backup(target)
                target.execute("PRAGMA journal_mode=DELETE")
        else:
            _run("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", f"--file={part}"], database.url)
        _to_disk(part)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    if data_folder is not None and archive.pack(_store(data_folder), archive.beside(file)):
        _to_disk(archive.beside(file))
    if data_folder is not None and recordings:
        packed = recordings_archive.beside(file)
        if recordings_archive.pack(RecordingStore(data_folder / "recordings", Path()), packed):
            _to_disk(packed)


def _store(data_folder: Path) -> BlobStore:
    return BlobStore(data_folder / "attachments")


def restore(
    database: Database,
    file: Path,
    replace: bool,
    data_folder: Path | None = None,
    recordings: RecordingStore | None = None,
) -> recordings_archive.Unpacked:
    """Puts the database back to what ``file`` holds, brought to this version's schema.

    Args:
        database: where to; the server must be stopped.
        file: what :func:`back_up` has written, from the same kind of database.
        replace: whether a database that has accounts in it may be given up.
        data_folder: where attachments lie; those beside ``file`` are brought back first, which only adds.
        recordings: where recordings lie, if those beside ``file`` are wanted back; it only adds, too.

    Returns:
        What came back of recordings.

    Raises:
        AppError: ``restore_not_empty``, ``database_in_use``, ``not_a_backup``, ``schema_too_new``, ``program_missing``,
            ``tool_failed``. The old database is then as it was.
    """
    if not replace and not _is_empty(database):
        raise AppError("restore_not_empty", status=409)
    if not file.is_file():
        raise AppError("not_a_backup", details={"file": file.name})
    if data_folder is not None and archive.beside(file).is_file():
        archive.unpack(_store(data_folder), archive.beside(file))
    brought = recordings_archive.Unpacked()
    if recordings is not None:
        brought = recordings_archive.unpack(recordings, recordings_archive.beside(file))
    if database.is_sqlite:
        _restore_sqlite(database, file)
    else:
        _restore_postgresql(database, file)
    return brought


def _is_empty(database: Database) -> bool:
    if database.is_sqlite and not _file(database.url).exists():
        return True
    with database.read() as connection:
        if not inspect(connection).has_table(accounts.name):
            return True
        return connection.execute(select(func.count()).select_from(accounts)).scalar_one() == 0


def _newest_event(connection: Connection) -> int:
    return events.newest_id(connection) if inspect(connection).has_table("events") else 0


# --- SQLite ---------------------------------------------------------------------------------------------------------


def _file(url: URL) -> Path:
    return Path(url.database or "")


def _restore_sqlite(database: Database, file: Path) -> None:
    target = _file(database.url)
    target.parent.mkdir(parents=True, exist_ok=True)
    newest = 0
    if target.exists():
        with database.read() as connection:
            newest = _newest_event(connection)
    database.close()
    part = target.with_name(target.name + ".restored")
    try:
        shutil.copyfile(file, part)
        _check_sqlite(part, file.name)
        copy = Database(f"sqlite:///{part}")
        try:
            _check_revision(migrations.current(copy), file.name)
            migrations.upgrade(copy)
            with copy.write() as connection:
                base = max(newest, _newest_event(connection)) + EVENT_GAP
                events.mark_pruned(connection, base)
                connection.execute(text("DELETE FROM sqlite_sequence WHERE name = 'events'"))
                connection.execute(text("INSERT INTO sqlite_sequence VALUES ('events', :base)"), {"base": base})
        finally:
            copy.close()
        _fold_log(part)
        _to_disk(part)
        if target.exists():
            # Needs every other connection gone, and leaves no write-ahead log that would be taken for the new file's.
            _fold_log(target)
        part.replace(target)
        _to_disk(target)
    finally:
        for rest in ("", "-wal", "-shm"):
            part.with_name(part.name + rest).unlink(missing_ok=True)


def _check_sqlite(part: Path, name: str) -> None:
    try:
        with closing(sqlite3.connect(part)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise AppError("not_a_backup", details={"file": name})
    except sqlite3.DatabaseError as error:
        raise AppError("not_a_backup", details={"file": name}) from error


def _fold_log(path: Path) -> None:
    """Writes the write-ahead log into the file and removes it; refused while anybody else has the file open."""
    try:
        with closing(sqlite3.connect(path, timeout=1)) as connection:
            mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    except sqlite3.OperationalError as error:
        raise AppError("database_in_use", status=409) from error
    if mode != ("delete",):
        raise AppError("database_in_use", status=409)


def _to_disk(path: Path) -> None:
    """Waits until the file has reached the disk, and the folder knows its name."""
    for place in (path, path.parent):
        # Windows opens no folders.
        if os.name == "nt" and place.is_dir():
            continue
        handle = os.open(place, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _check_revision(revision: str | None, name: str) -> None:
    if revision is None:
        raise AppError("not_a_backup", details={"file": name})
    if revision not in migrations.revisions():
        raise AppError("schema_too_new", details={"server": revision, "client": migrations.newest()})


# --- PostgreSQL -----------------------------------------------------------------------------------------------------

_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_type = 'client backend'"
)


def _restore_postgresql(database: Database, file: Path) -> None:
    with database.read() as connection:
        if connection.execute(_OTHERS).scalar_one() > 0:
            raise AppError("database_in_use", status=409)
        newest = _newest_event(connection)
    database.close()
    _check_revision(_dumped_revision(file), file.name)
    _replace_postgresql(database.url, file, newest)
    migrations.upgrade(database)


def _dumped_revision(file: Path) -> str | None:
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL, found by name
        [_program("pg_restore"), "--data-only", "--table=alembic_version", "--file=-", str(file)],
        capture_output=True,
        check=False,
        text=True,
    )
    if done.returncode != 0:
        raise AppError("not_a_backup", details={"file": file.name})
    lines = done.stdout.splitlines()
    start = next((number for number, line in enumerate(lines) if line.startswith("COPY ")), None)
    return lines[start + 1].strip() if start is not None and lines[start + 1] != "\\." else None


def _replace_postgresql(url: URL, file: Path, newest: int) -> None:
    """Drops the old tables and makes the new ones in one transaction: psql gets its COMMIT only after a complete dump."""
    with tempfile.TemporaryFile() as errors:
        psql = subprocess.Popen(  # noqa: S603 - as above
            [_program("psql"), "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--output=" + os.devnull],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env=_environment(url),
        )
        assert psql.stdin is not None  # noqa: S101 - it was asked for
        complete = False
        try:
            psql.stdin.write(b"BEGIN;\nDROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n")
            psql.stdin.flush()
            dump = subprocess.run(  # noqa: S603 - as above
                [_program("pg_restore"), "--no-owner", "--no-privileges", "--exit-on-error", "--file=-", str(file)],
                stdout=psql.stdin,
                stderr=errors,
                check=False,
            )
            complete = dump.returncode == 0
            if complete:
                psql.stdin.write(_AFTERWARDS.format(newest=newest, gap=EVENT_GAP).encode() + b"COMMIT;\n")
        except BrokenPipeError:
            complete = False
        finally:
            # Without COMMIT, the end of the input is a rollback.
            try:
                psql.stdin.close()
            except BrokenPipeError:
                complete = False
        if psql.wait() != 0 or not complete:
            errors.seek(0)
            raise AppError("tool_failed", details={"tool": "pg_restore", "why": _last_line(errors.read())})


_AFTERWARDS = """
INSERT INTO public.server_settings (key, value)
SELECT 'events_pruned_through', ({gap} + GREATEST({newest}, (SELECT COALESCE(MAX(id), 0) FROM public.events),
    (SELECT COALESCE(MAX(value::bigint), 0) FROM public.server_settings WHERE key = 'events_pruned_through')))::text
ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value;
SELECT pg_catalog.setval(pg_catalog.pg_get_serial_sequence('public.events', 'id'),
    (SELECT value::bigint FROM public.server_settings WHERE key = 'events_pruned_through'));
"""


def _run(name: str, arguments: Sequence[str], url: URL) -> None:
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL, found by name
        [_program(name), *arguments], env=_environment(url), capture_output=True, check=False
    )
    if done.returncode != 0:
        raise AppError("tool_failed", details={"tool": name, "why": _last_line(done.stderr)})


def _last_line(output: bytes) -> str:
    lines = output.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else ""


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise AppError("program_missing", details={"program": name})
    return found


def _environment(url: URL) -> dict[str, str]:
    """Returns the environment that tells PostgreSQL's programs where to connect; arguments would show the password."""
    values = {
        "PGHOST": url.host,
        "PGPORT": str(url.port) if url.port else None,
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
        **{f"PG{key.upper()}": str(value) for key, value in url.query.items()},
    }
    return {**os.environ, **{key: value for key, value in values.items() if value}}
