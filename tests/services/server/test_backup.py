import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from services.contracts.accounts import Role
from services.contracts.events import Topic
from services.errors import AppError
from services.server import backup, migrations
from services.server.accounts import repository as accounts
from services.server.database import Database
from services.server.events import repository as events
from services.server.kernel import Kernel
from services.server.transaction import Transaction
from tests.services.server.conftest import add_account
from tests.services.server.postgres import Cluster


@pytest.fixture
def elsewhere(database: Database, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty database of the same kind, without tables."""
    if database.is_sqlite:
        other = Database(f"sqlite:///{tmp_path / 'other' / 'tongfu.sqlite'}")
        yield other
        other.close()
    else:
        cluster: Cluster = request.getfixturevalue("cluster")
        other = Database(cluster.create("elsewhere"))
        yield other
        other.close()
        cluster.drop("elsewhere")


def _names(database: Database) -> list[str]:
    with database.read() as connection:
        return sorted(account.name for account in accounts.everyone(connection))


def _write_event(kernel: Kernel) -> int:
    kernel.write(lambda tx: tx.append(Topic.TICKET, "x", {}))
    return kernel.read(lambda tx: events.newest_id(tx.connection))


def test_a_copy_brings_everything_back(kernel: Kernel, database: Database, elsewhere: Database, tmp_path: Path) -> None:
    add_account(kernel, Role.AGENT, name="陈大文")
    last = _write_event(kernel)
    backup.back_up(database, tmp_path / "copy")
    backup.restore(elsewhere, tmp_path / "copy", replace=False)
    assert _names(elsewhere) == ["陈大文"]
    assert migrations.current(elsewhere) == migrations.newest()
    with elsewhere.read() as connection:
        assert [event.id for event in events.after(connection, 0, 10)] == [last]


def test_consoles_start_anew_after_a_restore(kernel: Kernel, database: Database, tmp_path: Path) -> None:
    """Ids that were given out after the copy was made must never come a second time with another meaning."""
    add_account(kernel, Role.AGENT)
    _write_event(kernel)
    backup.back_up(database, tmp_path / "copy")
    seen_by_a_console = _write_event(kernel)
    database.close()
    backup.restore(database, tmp_path / "copy", replace=True)
    with database.read() as connection:
        assert events.pruned_through(connection) > seen_by_a_console
    assert _write_event(kernel) > seen_by_a_console


def test_data_is_not_overwritten_unasked(kernel: Kernel, database: Database, tmp_path: Path) -> None:
    add_account(kernel, Role.AGENT, name="before")
    backup.back_up(database, tmp_path / "copy")
    add_account(kernel, Role.AGENT, name="since")
    database.close()
    with pytest.raises(AppError) as caught:
        backup.restore(database, tmp_path / "copy", replace=False)
    assert caught.value.code == "restore_not_empty"
    assert _names(database) == ["before", "since"]
    database.close()
    backup.restore(database, tmp_path / "copy", replace=True)
    assert _names(database) == ["before"]


@pytest.mark.parametrize("damage", ["cut", "nonsense", "newer", "missing"])
def test_a_failed_restore_leaves_the_old_database(
    kernel: Kernel, database: Database, tmp_path: Path, damage: str
) -> None:
    add_account(kernel, Role.AGENT, name="kept")
    copy = tmp_path / "copy"
    if damage == "newer":
        with database.write() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    backup.back_up(database, copy)
    if damage == "newer":
        with database.write() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": migrations.newest()})
    if damage == "cut":
        copy.write_bytes(copy.read_bytes()[: copy.stat().st_size * 3 // 4])
    if damage == "nonsense":
        copy.write_bytes(b"not a database at all" * 1000)
    if damage == "missing":
        copy.unlink()
    database.close()
    with pytest.raises(AppError) as caught:
        backup.restore(database, copy, replace=True)
    assert caught.value.code in {"not_a_backup", "schema_too_new", "tool_failed"}
    assert _names(database) == ["kept"]
    assert not list(tmp_path.glob("*.restored*"))


def test_a_database_in_use_is_left_alone(kernel: Kernel, database: Database, tmp_path: Path) -> None:
    add_account(kernel, Role.AGENT, name="kept")
    backup.back_up(database, tmp_path / "copy")
    running = Database(database.url.render_as_string(hide_password=False))
    try:
        with running.read() as connection:
            connection.execute(text("SELECT 1"))
        with pytest.raises(AppError) as caught:
            backup.restore(database, tmp_path / "copy", replace=True)
        assert caught.value.code == "database_in_use"
    finally:
        running.close()
    assert _names(database) == ["kept"]


def test_there_must_be_something_to_copy(elsewhere: Database, tmp_path: Path) -> None:
    with pytest.raises(AppError) as caught:
        backup.back_up(elsewhere, tmp_path / "copy")
    assert caught.value.code == "no_database"
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_copy_made_while_others_write_is_whole(kernel: Kernel, database: Database, tmp_path: Path) -> None:
    done = threading.Event()

    def ten(tx: Transaction) -> None:
        for _ in range(10):
            tx.append(Topic.TICKET, "x", {"n": "x" * 200})

    def write() -> None:
        while not done.is_set():
            kernel.write(ten)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        backup.back_up(database, tmp_path / "copy")
    finally:
        done.set()
        writer.join()
    with sqlite3.connect(tmp_path / "copy") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) % 10 FROM events").fetchone() == (0,)
    connection.close()
