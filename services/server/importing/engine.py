"""Runs an import: rows in, a batch at a time into the database, the bad ones into the report."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from services.errors import AppError, sentence
from services.server.importing.mapping import ColumnMap, Names
from services.server.importing.reader import Table
from services.server.importing.report import Report
from services.server.kernel import Kernel
from services.server.transaction import Transaction

BATCH = 1_000
"""Rows of one transaction: others who write wait for one at most."""
AHEAD = 10_000
"""So many rows are read before any of them is written, where they are written in another order than the file's. Rows that
belong together then meet the same pages of every index, instead of each row a page of its own somewhere in the table."""

Item = TypeVar("Item")


class RowProblem(AppError):
    """A row that cannot be imported. ``column`` is the heading of the cell that is wrong."""

    def __init__(self, code: str, column: str = "", **details: Any) -> None:
        super().__init__(code, details=details)
        self.column = column

    def reason(self, language: str) -> str:
        """Returns the sentence for the report."""
        said = sentence(self.code, language, self.details)
        return f"{self.column}: {said}" if self.column else said


@dataclass(frozen=True)
class Pending(Generic[Item]):
    """A row that reads well, with what becomes of it."""

    number: int
    cells: Sequence[Any]
    item: Item


class Importer(Protocol[Item]):
    """What kind of thing is imported."""

    fields: Names

    def convert(self, mapping: ColumnMap, cells: Sequence[Any]) -> Item:
        """Returns what a row becomes.

        Raises:
            RowProblem: it becomes nothing.
        """
        ...

    def write(self, tx: Transaction, items: Sequence[Item]) -> list[RowProblem | bool]:
        """Writes a batch; for each, ``True`` when new, ``False`` when it was there already, or what is wrong with it."""
        ...


@dataclass
class Outcome:
    """How an import went."""

    read: int = 0
    imported: int = 0
    known: int = 0
    """Rows that an earlier import had brought already."""
    rejected: int = 0
    cancelled: bool = False


def run(
    kernel: Kernel,
    table: Table,
    mapping: ColumnMap,
    importer: Importer[Item],
    report: Report,
    language: str,
    progress: Callable[[Outcome, float], None],
    cancelled: Callable[[], bool],
    batch_size: int | None = None,
    order: Callable[[Sequence[Item]], Sequence[int]] | None = None,
    taken: Callable[[int, Sequence[Any]], None] | None = None,
) -> Outcome:
    """Imports a table. Cancelled, it keeps what is committed; a second run goes on from there, because it knows it again.

    ``order`` says in which order items are written best, by their places; without it they are written as they come.
    ``taken`` hears of each row that is new, with its number and its cells.
    """
    outcome = Outcome()
    waiting: list[Pending[Item]] = []
    size = batch_size or BATCH

    def reject(number: int, problem: RowProblem, cells: Sequence[Any]) -> None:
        report.add(number, problem.reason(language), cells)
        outcome.rejected += 1

    def settle(batch: Sequence[Pending[Item]]) -> None:
        results = kernel.write(lambda tx: importer.write(tx, [pending.item for pending in batch]))
        for pending, result in zip(batch, results, strict=True):
            if isinstance(result, RowProblem):
                reject(pending.number, result, pending.cells)
            elif result:
                outcome.imported += 1
                if taken is not None:
                    taken(pending.number, pending.cells)
            else:
                outcome.known += 1
        progress(outcome, table.done())

    def settle_all() -> bool:
        """Writes what waits, and tells whether that was not cancelled."""
        ordered = [waiting[at] for at in order([pending.item for pending in waiting])] if order else [*waiting]
        waiting.clear()
        for at in range(0, len(ordered), size):
            if at and cancelled():
                # They do not count as read: the next run does that.
                outcome.read -= len(ordered) - at
                return False
            settle(ordered[at : at + size])
        return True

    for number, cells in table.rows:
        if cancelled():
            outcome.read -= len(waiting)
            outcome.cancelled = True
            return outcome
        if all(cell is None or str(cell).strip() == "" for cell in cells):
            continue
        outcome.read += 1
        try:
            waiting.append(Pending(number, cells, importer.convert(mapping, cells)))
        except RowProblem as problem:
            reject(number, problem, cells)
        if len(waiting) >= (AHEAD if order else size) and not settle_all():
            outcome.cancelled = True
            return outcome
    outcome.cancelled = not settle_all()
    return outcome
