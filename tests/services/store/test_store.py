"""A damaged file is set aside and what can be read of it is carried over."""

import contextlib
import os
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from services.drafts import DraftJournal
from services.errors import AppError
from services.outbox import Outbox
from services.store.store import LocalStore


def filled(file: Path) -> LocalStore:
    store = LocalStore(file)
    DraftJournal(store, lambda callback: callback())._save({"d": ("ticket", {"content": "写了一半"})})
    Outbox(store, {}, lambda callback: callback()).put("ticket.new", "t", {"title": "甲"})
    return store


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    store = filled(tmp_path / "desk.db")
    store.close()
    assert stat.S_IMODE((tmp_path / "desk.db").stat().st_mode) == 0o600


def test_nonsense_in_place_of_the_file_is_set_aside(tmp_path: Path) -> None:
    file = tmp_path / "desk.db"
    file.write_bytes(b"this is not a database" * 1000)
    store = LocalStore(file)
    assert store.set_aside is not None
    assert store.set_aside.read_bytes().startswith(b"this is not")
    assert DraftJournal(store, lambda callback: callback()).open_drafts() == []


@pytest.mark.parametrize("page", [5, 7, 9])
def test_a_damaged_page_costs_at_most_what_stood_on_it(tmp_path: Path, page: int) -> None:
    file = tmp_path / "desk.db"
    filled(file).close()
    body = bytearray(file.read_bytes())
    body[page * 4096 : page * 4096 + 400] = os.urandom(400)
    file.write_bytes(body)
    store = LocalStore(file)
    drafts = DraftJournal(store, lambda callback: callback()).open_drafts()
    items = Outbox(store, {}, lambda callback: callback()).items()
    if store.set_aside is not None:
        assert store.set_aside.exists()
        assert store.salvaged == len(drafts) + len(items)
        assert drafts or items
    else:
        assert [d.fields for d in drafts] == [{"content": "写了一半"}]
        assert [i.payload for i in items] == [{"title": "甲"}]


def test_a_newer_programs_file_is_left_to_it(tmp_path: Path) -> None:
    file = tmp_path / "desk.db"
    store = filled(file)
    with store.write() as connection:
        connection.exec_driver_sql("PRAGMA user_version = 99")
    store.close()
    again = LocalStore(file)
    assert again.set_aside is not None
    assert again.salvaged == 2


def test_the_last_answers_of_the_server_are_remembered_and_the_oldest_forgotten(tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "desk.db")
    for number in range(510):
        store.remember("caller", f"161{number:08}", f"card {number}")
    assert store.recall("caller", "16100000509") == "card 509"
    assert store.recall("caller", "16100000000") is None
    store.forget("caller")
    assert store.recall("caller", "16100000509") is None


def test_a_file_that_is_held_by_another_program_is_no_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "desk.db"
    filled(file).close()
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        monkeypatch.setattr("services.store.store._WAIT_SECONDS", 0.1)
        with pytest.raises(AppError, match="store_unavailable"):
            LocalStore(file)
    assert [found.name for found in tmp_path.glob("*damaged*")] == []
    assert len(Outbox(LocalStore(file), {}, lambda callback: callback()).items()) == 1


def test_a_start_writes_nothing(tmp_path: Path) -> None:
    """So that a person can sign in, and see what is unsent, on a full disk."""
    file = tmp_path / "desk.db"
    filled(file).close()
    before = file.read_bytes()
    store = LocalStore(file)
    Outbox(store, {}, lambda callback: callback())
    wal = file.with_name("desk.db-wal")
    assert not wal.exists() or wal.stat().st_size == 0
    store.close()
    assert file.read_bytes() == before


def test_a_new_file_that_another_console_is_making_is_waited_for(tmp_path: Path) -> None:
    """SQLite itself does not wait when a file gets its log."""
    file = tmp_path / "desk.db"
    with contextlib.closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
        other.execute("CREATE TABLE made (here)")
        other.execute("BEGIN EXCLUSIVE")
        with ThreadPoolExecutor(1) as pool:
            opening = pool.submit(LocalStore, file)
            with pytest.raises(TimeoutError):
                opening.result(0.3)
            other.execute("COMMIT")
            store = opening.result(10)
    assert store.set_aside is None
    store.close()


def test_two_consoles_may_make_it_in_the_same_moment(tmp_path: Path) -> None:
    for number in range(20):
        file = tmp_path / f"{number}.db"
        with ThreadPoolExecutor(4) as pool:
            stores = list(pool.map(LocalStore, [file] * 4))
        assert [store.set_aside for store in stores] == [None] * 4
        for store in stores:
            store.close()
