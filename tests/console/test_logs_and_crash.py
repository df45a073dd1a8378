"""Logs and crash files tell what went wrong, and nothing about a citizen."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from console import logs
from console.crash import CrashReporter
from services.contracts.tickets import NewTicket
from services.errors import AppError


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    yield logs.set_up(tmp_path / "logs")
    for handler in list(root.handlers):
        if handler not in before:
            handler.close()
    root.handlers[:] = before
    root.setLevel(level)


def entries(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("number", ["16100000042", "+86 161 0000 0042", "0757-86230000", "44060519900307123X"])
def test_numbers_do_not_reach_the_file(log_file: Path, number: str) -> None:
    logging.getLogger("test").warning("caller %s was not found", number)
    text = log_file.read_text(encoding="utf-8")
    assert number not in text
    assert entries(log_file)[0]["event"] == "caller … was not found"


def test_numbers_in_a_trace_do_not_reach_the_file(log_file: Path) -> None:
    try:
        raise ValueError("16100000042")
    except ValueError:
        logging.getLogger("test").exception("failed")
    assert "16100000042" not in log_file.read_text(encoding="utf-8")


TYPED = "陈女士的路灯"


def refused_text() -> None:
    NewTicket.model_validate({"title": TYPED})


def refused_row() -> None:
    with create_engine("sqlite://").connect() as connection:
        connection.exec_driver_sql("INSERT INTO people VALUES (?)", (TYPED,))


def quoted_by_another() -> None:
    try:
        refused_text()
    except ValueError as error:
        raise AppError("unexpected", details={"why": str(error)}) from error


@pytest.mark.parametrize("fails", [refused_text, refused_row, quoted_by_another])
def test_words_that_an_error_quotes_reach_neither_log_nor_crash_file(
    log_file: Path, tmp_path: Path, fails: Callable[[], None]
) -> None:
    try:
        fails()
    except Exception as error:
        logging.getLogger("test").exception("failed")
        file = CrashReporter(tmp_path, lambda: None, lambda *_: None).report(error)
    assert file is not None
    for text in (log_file.read_text("utf-8"), file.read_text("utf-8")):
        assert TYPED not in text
        assert "\\u9648" not in text
        assert "Error" in text
        assert fails.__name__ in text, "where it happened must be found"


def test_what_was_searched_for_does_not_reach_the_file(log_file: Path) -> None:
    logging.getLogger("test").warning("retrying /v1/persons?q=%E9%99%88&limit=5 once")
    logging.getLogger("urllib3.connectionpool").warning("Retrying: %s", "/v1/tickets?q=x")
    assert [entry["event"] for entry in entries(log_file)] == ["retrying /v1/persons?… once"]


def test_a_crash_keeps_the_drafts_writes_a_file_and_tells(tmp_path: Path) -> None:
    kept: list[bool] = []
    told: list[tuple[BaseException, Path | None]] = []
    reporter = CrashReporter(tmp_path, lambda: kept.append(True), lambda error, file: told.append((error, file)))
    secret = "陈女士 16100000042"
    try:
        raise RuntimeError(f"something about {secret[-11:]}")
    except RuntimeError as error:
        file = reporter.report(error)
    assert kept == [True]
    assert file is not None
    assert told[0][1] == file
    text = file.read_text(encoding="utf-8")
    assert "RuntimeError" in text
    assert "16100000042" not in text


def test_a_crash_with_a_full_disk_is_still_told(tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("")
    told: list[Path | None] = []
    reporter = CrashReporter(blocked / "logs", lambda: None, lambda _error, file: told.append(file))
    assert reporter.report(RuntimeError("x")) is None
    assert told == [None]


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["serve", "--help"], ["import", "--help"], ["tour", "--help"]]
)
def test_the_command_line_answers_without_a_display(arguments: list[str]) -> None:
    done = subprocess.run([sys.executable, "-m", "console", *arguments], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    assert "tongfu" in done.stdout


def test_an_unknown_choice_is_explained() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "console", "--speed", "99"], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 2
    assert "from 1 to 60" in done.stderr


_BREAKS = """
import asyncio, sys, threading
from pathlib import Path
from PySide6.QtCore import QTimer
from console.crash import CrashReporter
from ui.shell.app import Gui

gui = Gui(["tongfu"])
kept, told = [], []
reporter = CrashReporter(Path(sys.argv[1]), lambda: kept.append(1), lambda error, _file: told.append(str(error)))
reporter.install(gui.loop)

def fail(where):
    raise RuntimeError(where)

async def fail_later():
    fail("loop")

async def main():
    QTimer.singleShot(0, lambda: fail("slot"))
    threading.Thread(target=fail, args=("thread",)).start()
    task = asyncio.ensure_future(fail_later())
    await asyncio.sleep(0.3)
    del task
    import gc; gc.collect()
    await asyncio.sleep(0.1)

with gui.loop:
    gui.loop.run_until_complete(main())
reporter.uninstall()
print(len(kept), *sorted(told))
"""


def test_what_fails_in_a_slot_a_thread_or_the_event_loop_is_reported_and_the_program_goes_on(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _BREAKS, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["3", "loop", "slot", "thread"]
    assert len(list(tmp_path.glob("crash-*.txt"))) == 3
