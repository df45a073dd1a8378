import threading
import time
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from services.server.database import Database
from services.server.durable import GroupSync
from services.server.problems import from_database


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


class _SlowSync(GroupSync):
    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.flushes = 0
        self.broken = False

    def _flush(self) -> None:
        self.flushes += 1
        time.sleep(0.05)
        if self.broken:
            raise OSError(5, "the disk")
        super()._flush()


def test_many_commits_share_a_flush(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"x")
    sync = _SlowSync(path)
    threads = [threading.Thread(target=sync.wait) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Who comes during a flush needs the next one: what they wrote may have missed the first.
    assert 2 <= sync.flushes <= 4


def test_a_flush_that_fails_covers_nobody(tmp_path: Path) -> None:
    sync = _SlowSync(tmp_path / "log")
    sync.broken = True
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
    sync.broken = False
    sync.wait()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_disk_that_takes_nothing_is_told_as_full(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def flush(_self: GroupSync) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(GroupSync, "_flush", flush)
    with pytest.raises(OperationalError) as caught, database.write():
        pass
    assert (from_database(caught.value).code, from_database(caught.value).status) == ("storage_full", 507)
