"""``tongfu board import FILE --board NAME`` and ``tongfu board export FOLDER --board NAME``."""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from services.errors import AppError, sentence
from services.server import terminal
from services.server.channels.board import files, replies
from services.server.kernel import Kernel

_WORDS = {
    "zh": (
        "读取 {read} 行：新留言 {imported}，先前已收 {known}，未收 {rejected}。",
        "未收的行及原因：{path}",
        "已导出 {count} 条答复：{path}",
        "没有待导出的答复。",
        "已收但请核对的行：{path}",
    ),
    "en": (
        "{read} rows read: {imported} new messages, {known} known already, {rejected} rejected.",
        "Rejected rows with reasons: {path}",
        "{count} replies written: {path}",
        "No reply waits to be exported.",
        "Rows that were taken and want a look: {path}",
    ),
}


def add_commands(subparsers: "argparse._SubParsersAction[Any]", default_url: str = "") -> None:
    """Adds ``board``; it sets ``handler``, a function of the parsed arguments that returns the exit code."""
    default_url = os.environ.get("TONGFU_DATABASE_URL", default_url)
    parser = subparsers.add_parser("board", help="take a message board's file, or write replies for upload")
    actions = parser.add_subparsers(dest="action", required=True)
    taking = actions.add_parser("import", help="take the messages of an xlsx or csv file, each once")
    taking.add_argument("file", type=Path)
    taking.add_argument(
        "--map", action="append", default=[], metavar="COLUMN=FIELD", help="correct the mapping; it is remembered"
    )
    writing = actions.add_parser("export", help="write the replies that no file holds yet")
    writing.add_argument("folder", type=Path)
    writing.add_argument("--as", dest="kind", choices=("xlsx", "csv"), default="xlsx")
    for action in (taking, writing):
        action.add_argument("--board", required=True, metavar="NAME", help="which board, such as 人民网")
        action.add_argument("--database-url", default=default_url, required=not default_url, metavar="URL")
        action.set_defaults(handler=run)


def run(arguments: argparse.Namespace) -> int:
    """Does what the command line says."""
    language = terminal.language()
    try:
        with terminal.opened(arguments.database_url) as kernel:
            (_export if arguments.action == "export" else _import)(kernel, arguments, _WORDS[language])
    except AppError as error:
        print(sentence(error.code, language, error.details), file=sys.stderr)  # noqa: T201 - a command line
        return 1
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)  # noqa: T201 - a command line
        return 1
    return 0


def _import(kernel: Kernel, arguments: argparse.Namespace, words: tuple[str, ...]) -> None:
    outcome, report = files.take(kernel, arguments.board, arguments.file, arguments.map)
    print(words[0].format(**vars(outcome)))  # noqa: T201 - a command line
    if report is not None:
        print(words[1].format(path=report))  # noqa: T201 - a command line
    remarks = arguments.file.with_name(f"{arguments.file.name}.{files.REMARKS}.csv")
    if remarks.exists():
        print(words[4].format(path=remarks))  # noqa: T201 - a command line


def _export(kernel: Kernel, arguments: argparse.Namespace, words: tuple[str, ...]) -> None:
    count, path = replies.export(kernel, arguments.board, arguments.folder, arguments.kind)
    print(words[2].format(count=count, path=path) if count else words[3])  # noqa: T201 - a command line
