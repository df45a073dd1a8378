import argparse
import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from services.server.importing.commands import add_commands
from services.server.kernel import Kernel
from services.server.tickets.tables import tickets
from tests.services.server import district

Run = Callable[..., int]


@pytest.fixture
def run(kernel: Kernel) -> Run:
    """Runs ``import KIND FILE …`` on the test's database, in a district with a catalogue."""
    district.load(kernel)
    parser = argparse.ArgumentParser()
    url = kernel.database.engine.url.render_as_string(hide_password=False)
    add_commands(parser.add_subparsers(), url)

    def command(kind: str, file: Path, *more: str) -> int:
        arguments = parser.parse_args(["import", kind, str(file), "--yes", *more])
        return int(arguments.handler(arguments))

    return command


def stored(kernel: Kernel) -> list[Any]:
    with kernel.database.read() as connection:
        return list(connection.execute(tickets.select().order_by(tickets.c.key)))


def write_csv(path: Path, rows: Sequence[Sequence[object]], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def write_xlsx(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path
