"""The watched folder: ``FOLDER/BOARD/in`` is looked into; what was read goes to ``done``, ``failed`` or ``aside`` beside it.

A file is taken when it is complete: it has not changed from one look to the next, and it can be opened. Rows that were not
taken stand in ``failed/NAME.rejected.csv`` with the reasons, those that were taken and want a look in
``done/NAME.remarks.csv``; a file that is no table goes to ``failed`` with a sentence; one
whose headings no mapping fits goes to ``aside`` and comes back by itself when one does (:mod:`.asides`).
"""

import contextlib
import logging
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from services.contracts.channels import Channel
from services.errors import AppError, sentence
from services.server.channels import core
from services.server.channels.background.worker import Watch
from services.server.channels.board import asides, mappings, replies
from services.server.channels.board.importer import BATCH, BoardImporter
from services.server.channels.protocol import Configured
from services.server.importing import engine
from services.server.importing.engine import Outcome
from services.server.importing.reader import open_table
from services.server.importing.report import Report
from services.server.kernel import Kernel
from services.server.tickets import catalogue

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
KINDS = (".xlsx", ".csv")
REMARKS = "remarks"
_UNFINISHED = ("~$", ".", "_")
Seen = dict[Path, tuple[int, int]]


def session(kernel: Kernel, configured: Configured, watch: Watch) -> None:
    """Looks into the folders until the watch is over."""
    root = folder_of(kernel, configured)
    seen: Seen = {}
    while not watch.over():
        watch.worked = True
        for board in boards(root):
            seen = look(kernel, board, seen, watch)
            newest = max((file.stat().st_mtime for file in (board / "replies").glob("*")), default=0.0)
            if time.time() - newest >= configured.settings.export_minutes * 60:
                replies.export(kernel, board.name, board / "replies", configured.settings.export_as)
        until = time.monotonic() + configured.settings.every_seconds
        while time.monotonic() < until and not watch.over():
            watch.pause(min(LOOK_SECONDS, configured.settings.every_seconds))


def folder_of(kernel: Kernel, configured: Configured) -> Path:
    """Returns the folder with one folder for each board."""
    return Path(configured.settings.folder) if configured.settings.folder else kernel.config.data_folder / "boards"


def boards(root: Path) -> list[Path]:
    """Returns the folders of the boards: those that have an ``in``."""
    return sorted(folder for folder in root.glob("*") if (folder / "in").is_dir()) if root.is_dir() else []


def look(kernel: Kernel, board: Path, seen: Seen, watch: Watch | None = None) -> Seen:
    """Takes the files of a board that have not changed since the look before; returns what is seen now."""
    for file in asides.settle(kernel, board, _tables(board / asides.FOLDER)):
        _move(file, board / "in")
    now = dict(seen)
    for file in _tables(board / "in"):
        with contextlib.suppress(FileNotFoundError):
            facts = file.stat()
            state = (facts.st_size, facts.st_mtime_ns)
            if seen.get(file) == state and facts.st_size:
                now.pop(file)
                _settle(kernel, board, file, watch)
            else:
                now[file] = state
    return now


def _tables(folder: Path) -> list[Path]:
    """Returns the files of a folder that may be tables, without those that some program still has open."""
    there = sorted(folder.iterdir()) if folder.is_dir() else []
    return [
        file
        for file in there
        if file.suffix.lower() in KINDS and not file.name.startswith(_UNFINISHED) and file.is_file()
    ]


def take(
    kernel: Kernel, board: str, file: Path, wishes: list[str], watch: Watch | None = None
) -> tuple[Outcome, Path | None]:
    """Takes all messages of a file; returns how it went, and the report of the rows that were not taken.

    Rows that were taken and want a look stand beside the file in ``NAME.remarks.csv``.

    Raises:
        AppError: ``bad_table``: it is no table; ``no_mapping``: nothing says which column is which.
    """
    shown = kernel.read(catalogue.read)
    importer = BoardImporter(board, shown, kernel.clock.now(), kernel.zone)
    with open_table(file) as table:
        choice = kernel.read(lambda tx: mappings.chosen(tx, board, table.headings, wishes))
        mapping = choice.mapping
        with Report(file, mapping.headings) as report, Report(file, mapping.headings, REMARKS) as remarks:

            def taken(number: int, cells: Sequence[Any]) -> None:
                if (remark := importer.remark(mapping, cells)) is not None:
                    remarks.add(number, remark.reason("zh"), cells)

            outcome = engine.run(
                kernel,
                table,
                mapping,
                importer,
                report,
                "zh",
                lambda _outcome, _share: None,
                lambda: watch is not None and watch.over(),
                BATCH,
                taken=taken,
            )
    if choice.kept is None and (outcome.imported or outcome.known):
        guessed = not choice.is_wished
        kernel.write(lambda tx: mappings.remember(tx, board, mapping, guessed), core.actor_of(Channel.BOARD))
    return outcome, report.path if report.count else None


def _settle(kernel: Kernel, board: Path, file: Path, watch: Watch | None) -> None:
    try:
        outcome, report = take(kernel, board.name, file, [], watch)
    except AppError as error:
        if error.code == "no_mapping":
            _move(file, board / asides.FOLDER)
            return
        _move(file, board / "failed")
        reason = board / "failed" / f"{file.name}.reason.txt"
        reason.write_text(sentence(error.code, "zh", error.details) + "\n", encoding="utf-8")
        log.warning("a file of a board was not taken: %s", error.code)
        return
    if outcome.cancelled:
        # It stays where it is: begun anew, what was taken is known.
        return
    if report is not None:
        _move(report, board / "failed")
    remarks = file.with_name(f"{file.name}.{REMARKS}.csv")
    if remarks.exists():
        _move(remarks, board / "done")
    _move(file, board / "done")
    log.info("board: %d taken, %d known, %d rejected", outcome.imported, outcome.known, outcome.rejected)


def _move(file: Path, folder: Path) -> None:
    """Moves a file; one of the same name that is there already stays."""
    folder.mkdir(exist_ok=True)
    target = folder / file.name
    number = 1
    while target.exists():
        number += 1
        target = folder / f"{file.stem}-{number}{file.suffix}"
    file.replace(target)
