"""Files whose headings no mapping fits: set aside in ``BOARD/aside``, told, and taken up again when a mapping fits."""

import logging
from collections.abc import Iterable
from pathlib import Path

import orjson

from services.contracts.accounts import Role
from services.contracts.channels import BoardAside, Channel
from services.contracts.notices import NoticeCode
from services.errors import AppError
from services.server.channels import core
from services.server.channels.board import mappings, repository
from services.server.importing.reader import open_table
from services.server.kernel import Kernel
from services.server.notices import service as notices
from services.server.notices.repository import people_with
from services.server.transaction import Transaction

log = logging.getLogger(__name__)

FOLDER = "aside"
"""In a board's folder."""


def every(tx: Transaction) -> list[BoardAside]:
    """Returns the files that wait."""
    rows = repository.aside(tx.connection)
    return [BoardAside(board=row.board, name=row.name, headings=orjson.loads(row.headings), at=row.at) for row in rows]


def settle(kernel: Kernel, board: Path, there: Iterable[Path]) -> list[Path]:
    """Brings what is remembered into line with what lies there; returns the files that a mapping fits by now.

    The folder is what counts: a file that somebody has taken away waits no more, and one that somebody put there does.
    """
    files = {file.name: file for file in there}
    waiting = {
        row.name: orjson.loads(row.headings)
        for row in kernel.read(lambda tx: repository.aside(tx.connection, board.name))
    }
    new = {name: _headings(file) for name, file in files.items() if name not in waiting}
    gone = waiting.keys() - files.keys()
    known = {name: headings for name, headings in {**waiting, **new}.items() if name in files}
    fitting = kernel.read(lambda tx: [name for name, headings in known.items() if _fits(tx, board.name, headings)])
    told = [name for name in new if name not in fitting]
    ended = [name for name in waiting if name in gone or name in fitting]
    if told or ended:
        kernel.write(
            lambda tx: _note(tx, board.name, {name: new[name] for name in told}, ended), core.actor_of(Channel.BOARD)
        )
    if told:
        log.warning("board: %d files set aside: no mapping fits their headings", len(told))
    return [files[name] for name in fitting]


def _note(tx: Transaction, board: str, new: dict[str, list[str]], ended: list[str]) -> None:
    for name in ended:
        repository.forget_aside(tx.connection, board, name)
    for name, headings in new.items():
        values = {"board": board, "name": name, "headings": repository.packed(headings), "at": tx.now}
        repository.set_aside(tx.connection, values)
    if new:
        # The file's name stays out of it: people name files after citizens.
        people = people_with(tx.connection, Role.ADMINISTRATOR)
        notices.tell(tx, people, NoticeCode.BOARD_FILES, {"board": board, "count": len(new)})


def _fits(tx: Transaction, board: str, headings: list[str]) -> bool:
    try:
        mappings.chosen(tx, board, headings)
    except AppError:
        return False
    return True


def _headings(file: Path) -> list[str]:
    try:
        with open_table(file) as table:
            return table.headings
    except AppError:
        # Somebody put it there; it waits like the others, and whoever looks at it is told why it cannot be read.
        return []
