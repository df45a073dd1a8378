"""Each person has files of their own on a machine that several share; a damaged one is told of."""

import contextlib
import sqlite3
import threading
from pathlib import Path

import pytest

from console.container import Container, build
from console.paths import find_paths
from console.settings import SettingsFile
from console.workspace import file_name
from services.errors import AppError


def console(home: Path, errors: list[Exception]) -> Container:
    """A console whose server does not answer."""
    paths = find_paths(home)
    settings = SettingsFile(paths.settings)
    settings.override(server="http://127.0.0.1:9")
    return build(paths, settings, lambda callback: callback(), errors.append)


def root_page(file: Path, table: str) -> int:
    with contextlib.closing(sqlite3.connect(file)) as connection:
        # A connection of another thread that is not closed yet keeps pages in the write-ahead log, from where the damage would be mended.
        assert connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
        return int(connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0])


def test_no_two_people_share_a_file() -> None:
    names = {file_name("embedded", username) for username in ("li.ming", "li-ming", "li_ming", "liming", "li.ming-")}
    assert len(names) == 5


@pytest.mark.parametrize(("username", "end"), [("agent01", "agent01"), ("li.ming", "li-ming-3cf31eac")])
def test_a_file_keeps_its_name_for_good(username: str, end: str) -> None:
    assert file_name("https://hotline.example:8443", username) == f"hotline-example-8443-{end}"


def test_a_damaged_store_is_set_aside_told_and_what_was_unsent_is_still_there(tmp_path: Path) -> None:
    errors: list[Exception] = []
    others = set(threading.enumerate())
    first = console(tmp_path, errors)
    first.desktop.open("agent01")
    first.outbox.put("ticket.new", "t", {"id": "t", "title": "甲"})
    store = first.desktop.workspace.store
    first.close()
    # What they still had to write opened the file again, and would mend the damage.
    for thread in set(threading.enumerate()) - others:
        if thread.name in ("tongfu-drafts", "tongfu-outbox"):
            thread.join(20)
    store.close()
    file = tmp_path / "data" / "desks" / "127-0-0-1-9-agent01.db"
    page = root_page(file, "articles")
    body = bytearray(file.read_bytes())
    body[(page - 1) * 4096 : (page - 1) * 4096 + 400] = b"\xff" * 400
    file.write_bytes(body)

    again = console(tmp_path, errors)
    again.desktop.open("agent01")
    kept = again.outbox.items()
    again.close()
    assert [item.payload for item in kept] == [{"id": "t", "title": "甲"}]
    assert [error.code for error in errors if isinstance(error, AppError)] == ["store_set_aside"]
    assert "-damaged-" in str(errors[0])
    assert "1 draft(s)" in str(errors[0])
