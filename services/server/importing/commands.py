"""``tongfu import tickets FILE`` and ``tongfu import knowledge FILE``."""

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from services.errors import AppError, sentence
from services.server import terminal
from services.server.importing import engine
from services.server.importing.engine import Importer, Outcome
from services.server.importing.knowledge import KnowledgeImporter
from services.server.importing.mapping import ColumnMap, guess, override
from services.server.importing.reader import open_table
from services.server.importing.report import Report
from services.server.importing.tickets import TicketImporter
from services.server.kernel import Kernel
from services.server.tickets import catalogue

_WORDS = {
    "zh": {
        "column": "列",
        "field": "字段",
        "unused": "未使用的列：",
        "nothing": "没有任何列可以对应，请用 --map 列名=字段 指定。",
        "confirm": "按此对应导入？[y/N] ",
        "not_confirmed": "未导入任何内容。确认后请加 --yes，或用 --map 列名=字段 调整。",
        "cancelled": "已取消：已导入的内容保留，再次运行会从断点继续。",
        "done": "读取 {read} 行：导入 {imported}，先前已导入 {known}，未导入 {rejected}（用时 {seconds:.1f} 秒）。",
        "report": "未导入的行及原因：{path}",
        "progress": "{percent:3.0f}%  已导入 {imported}",
    },
    "en": {
        "column": "column",
        "field": "field",
        "unused": "Columns not used: ",
        "nothing": "No column fits any field. Please say so with --map column=field.",
        "confirm": "Import like this? [y/N] ",
        "not_confirmed": "Nothing was imported. Confirm with --yes, or change the mapping with --map column=field.",
        "cancelled": "Cancelled: what has been imported stays, and a second run goes on from there.",
        "done": "{read} rows read: {imported} imported, {known} known already, {rejected} rejected ({seconds:.1f} s).",
        "report": "Rejected rows with reasons: {path}",
        "progress": "{percent:3.0f}%  {imported} imported",
    },
}


def add_commands(subparsers: "argparse._SubParsersAction[Any]", default_url: str = "") -> None:
    """Adds ``import``.

    It sets ``handler``, a function of the parsed arguments that returns the exit code: 0 done, 1 failed or not confirmed,
    130 cancelled.

    Args:
        subparsers: of the program's own parser.
        default_url: the database where none is named: that of the embedded API.
    """
    default_url = os.environ.get("TONGFU_DATABASE_URL", default_url)
    parser = subparsers.add_parser("import", help="import tickets or knowledge articles from xlsx or csv")
    kinds = parser.add_subparsers(dest="kind", required=True)
    for kind in ("tickets", "knowledge"):
        command = kinds.add_parser(kind, help=f"import {kind}")
        command.add_argument("file", type=Path, help="xlsx, or csv in UTF-8 or GB18030")
        command.add_argument("--map", action="append", default=[], metavar="COLUMN=FIELD", help="correct the mapping")
        command.add_argument("--yes", action="store_true", help="do not ask")
        command.add_argument(
            "--database-url",
            default=default_url,
            required=not default_url,
            metavar="URL",
            help="sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/NAME (or set TONGFU_DATABASE_URL)",
        )
        command.set_defaults(handler=run)


def run(arguments: argparse.Namespace) -> int:
    """Runs an import as the command line says."""
    language = terminal.language()
    try:
        with terminal.opened(arguments.database_url) as kernel:
            return _import(kernel, arguments, language)
    except AppError as error:
        print(sentence(error.code, language, error.details), file=sys.stderr)  # noqa: T201 - a command line
        return 1
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)  # noqa: T201 - a command line
        return 1


def _import(kernel: Kernel, arguments: argparse.Namespace, language: str) -> int:
    words = _WORDS[language]
    if kernel.read(catalogue.version) == 0:
        kernel.write(catalogue.ensure)
    shown = kernel.read(catalogue.read)
    importer: Importer[Any] = (
        TicketImporter(shown, kernel.clock.now(), kernel.zone)
        if arguments.kind == "tickets"
        else KnowledgeImporter(shown)
    )
    with open_table(arguments.file) as table:
        mapping = override(guess(table.headings, importer.fields), arguments.map, importer.fields)
        _say(_described(mapping, words))
        if not mapping.columns:
            _say(words["nothing"])
            return 1
        if not arguments.yes and not _confirmed(words["confirm"]):
            _say(words["not_confirmed"])
            return 1
        began = time.monotonic()

        def progress(outcome: Outcome, share: float) -> None:
            said = words["progress"].format(percent=share * 100, imported=outcome.imported)
            print(f"\r{said}", end="", file=sys.stderr, flush=True)  # noqa: T201 - a command line

        with Report(arguments.file, mapping.headings) as report, _interruptible() as cancelled:
            order = importer.order if isinstance(importer, TicketImporter) else None
            outcome = engine.run(kernel, table, mapping, importer, report, language, progress, cancelled, order=order)
    print(file=sys.stderr)  # noqa: T201 - a command line
    _say(words["done"].format(**vars(outcome), seconds=time.monotonic() - began))
    if report.count:
        _say(words["report"].format(path=report.path))
    if outcome.cancelled:
        _say(words["cancelled"])
        return 130
    return 0


def _described(mapping: ColumnMap, words: dict[str, str]) -> str:
    width = max((len(mapping.heading(field)) for field in mapping.columns), default=0)
    lines = [f"  {mapping.heading(field):<{width}} → {field}" for field in mapping.columns]
    unused = mapping.unused()
    if unused:
        lines.append(words["unused"] + ", ".join(unused))
    return "\n".join([f"{words['column']} → {words['field']}", *lines])


def _confirmed(question: str) -> bool:
    if not sys.stdin.isatty():
        return False
    return input(question).strip().lower() in ("y", "yes", "是")


@contextmanager
def _interruptible() -> Iterator[Callable[[], bool]]:
    """Turns the first Ctrl-C into a wish to stop at the next row; the second one stops at once."""
    wished = False

    def stop(_number: int, _frame: object) -> None:
        nonlocal wished
        if wished:
            raise KeyboardInterrupt
        wished = True

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield lambda: wished
    finally:
        signal.signal(signal.SIGINT, before)


def _say(text: str) -> None:
    print(text)  # noqa: T201 - a command line
