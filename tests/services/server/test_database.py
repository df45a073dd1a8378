import threading
import time
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from services.contracts.events import Topic
from services.server.database import Database
from services.server.durable import GroupSync, flush_file
from services.server.kernel import Kernel
from services.server.problems import from_database
from services.server.transaction import Transaction


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_write_inside_a_write_is_refused(database: Database) -> None:
    with database.write(), pytest.raises(RuntimeError), database.write():
        pass
    with database.write():
        pass


def test_a_reader_keeps_its_state_while_others_write(database: Database) -> None:
    count = "SELECT count(*) FROM access_log"
    insert = "INSERT INTO access_log (at, account_id, what, subject, why) VALUES ('2026-03-02', 'a', 'b', 'c', '')"
    with database.read() as reader:
        assert reader.exec_driver_sql(count).scalar() == 0
        with database.write() as writer:
            writer.exec_driver_sql(insert)
        assert reader.exec_driver_sql(count).scalar() == 0
    with database.read() as reader:
        assert reader.exec_driver_sql(count).scalar() == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_busy_database_of_another_process_is_told_as_such(database: Database) -> None:
    other = Database(str(database.url))
    with database.write() as connection:
        connection.exec_driver_sql("DELETE FROM access_log")
        with other.engine.connect() as blocked:
            driver = blocked.connection.dbapi_connection
            assert driver is not None
            driver.execute("PRAGMA busy_timeout = 50")
        with pytest.raises(OperationalError) as caught, other.write():
            pass
    assert from_database(caught.value).code == "server_busy"
    other.close()


class _SlowDisk:
    def __init__(self) -> None:
        self.flushes = 0
        self.broken = False

    def flush(self) -> None:
        self.flushes += 1
        time.sleep(0.05)
        if self.broken:
            raise OSError(5, "the disk")


def test_many_commits_share_a_flush() -> None:
    disk = _SlowDisk()
    sync = GroupSync(disk.flush)
    threads = [threading.Thread(target=sync.wait) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Who comes during a flush needs the next one: what they wrote may have missed the first.
    assert 2 <= disk.flushes <= 4


def test_a_flush_that_fails_covers_nobody() -> None:
    disk = _SlowDisk()
    sync = GroupSync(disk.flush)
    disk.broken = True
    failed: list[str] = []

    def wait() -> None:
        try:
            sync.wait()
        except OSError:
            failed.append("failed")

    threads = [threading.Thread(target=wait) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(failed) == 5
    disk.broken = False
    sync.wait()


def test_a_file_that_is_gone_needs_no_flush(tmp_path: Path) -> None:
    flush_file(tmp_path / "log")
    (tmp_path / "log").write_bytes(b"x")
    flush_file(tmp_path / "log")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_disk_that_takes_nothing_is_told_as_full(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def flush(_path: Path) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr("services.server.database.flush_file", flush)
    with pytest.raises(OperationalError) as caught, database.write():
        pass
    assert (from_database(caught.value).code, from_database(caught.value).status) == ("storage_full", 507)


def test_what_names_a_missing_row_is_not_told_as_a_rival(database: Database) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE whole (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql("CREATE TABLE part (id INTEGER PRIMARY KEY, whole INTEGER REFERENCES whole (id))")
    with pytest.raises(IntegrityError) as caught, database.write() as connection:
        connection.exec_driver_sql("INSERT INTO part VALUES (1, 7)")
    told = from_database(caught.value)
    assert (told.code, told.status, len(told.details["reference"])) == ("reference_gone", 409, 8)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_what_was_committed_ahead_of_the_disk_is_on_it_before_the_answer(kernel: Kernel) -> None:
    """After a write with events the server's log is flushed as far as it had been written when the write was committed."""
    written: list[str] = []
    with kernel.database.write() as connection:
        # The tests' own server waits for no disk.
        connection.exec_driver_sql(f'ALTER DATABASE "{kernel.database.url.database}" SET synchronous_commit = on')
    kernel.database.engine.dispose()

    def work(tx: Transaction) -> None:
        tx.append(Topic.CATALOGUE, "catalogue", {"version": 1})
        tx.at_end.append(lambda _committed: written.append(_place(kernel, "pg_current_wal_insert_lsn()")))

    kernel.write(work)
    behind = f"pg_wal_lsn_diff(pg_current_wal_flush_lsn(), '{written[0]}') >= 0"
    assert _place(kernel, behind) == "True"
    with kernel.database.write() as connection:
        # Only writers of events commit ahead of the disk.
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"


def _place(kernel: Kernel, what: str) -> str:
    with kernel.database.read() as connection:
        return str(connection.exec_driver_sql(f"SELECT {what}").scalar())


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_who_is_no_superuser_may_flush_too(database: Database) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("DROP ROLE IF EXISTS plain")
        connection.exec_driver_sql("CREATE ROLE plain LOGIN")
    plain = Database(str(database.url.set(username="plain")))
    plain.settle()
    plain.close()
    with database.write() as connection:
        connection.exec_driver_sql("DROP ROLE plain")
