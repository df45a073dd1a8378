"""The command line: opens the window, or does what a subcommand says."""

import argparse
import asyncio
import logging
import sys
import time
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from console.paths import Paths, find_paths
from console.settings import SettingsFile
from services import collecting
from services.clock import DEFAULT_ZONE

log = logging.getLogger(__name__)


def run(arguments: Sequence[str]) -> int:
    """Parses the arguments and does what they ask for; returns the exit code."""
    collecting.seldom()
    given = _parser(arguments).parse_args(arguments)
    handler = getattr(given, "handler", None)
    if handler is not None:
        return int(handler(given) or 0)
    return open_window(given)


def open_window(given: argparse.Namespace) -> int:
    """Opens the console's window and runs until it is closed."""
    from console import logs, memory

    collecting.on_request_only()
    memory.keep_small()
    paths = find_paths(given.data)
    logs.set_up(paths.logs)
    preferences = SettingsFile(paths.settings)
    chosen = {"server": given.server, "language": given.language, "theme": given.theme}
    preferences.override(**{name: value for name, value in chosen.items() if value is not None})
    return start(paths, preferences, given.speed, given.zone)


def start(paths: Paths, preferences: SettingsFile, speed: float, zone: str = "") -> int:
    """Builds the services and the window and runs them."""
    from console.container import build
    from console.crash import CrashReporter
    from ui.shell.app import Gui

    began = time.monotonic()
    gui = Gui(sys.argv[:1])
    container = build(paths, preferences, gui.deliver, gui.on_error, speed, zone)
    crash = CrashReporter(paths.logs, container.desktop.keep, lambda error, _file: gui.on_error(error))
    crash.install(asyncio.get_event_loop_policy().get_event_loop())
    log.info("window after %.2f s", time.monotonic() - began)
    try:
        return gui.run(container)
    finally:
        crash.uninstall()


def _parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tongfu",
        description="The desktop console of a district's citizen hotline. Without a command it opens the window.",
    )
    # Only who asks for the version waits for it to be read.
    number = _version() if any(each.startswith("--v") for each in arguments) else ""
    parser.add_argument("--version", action="version", version=f"tongfu {number}")
    parser.add_argument("--server", metavar="URL", help="address of the central API (default: the embedded one)")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="keep all files under this folder")
    parser.add_argument("--language", choices=("zh_CN", "en"), help="language of this run")
    parser.add_argument("--theme", choices=("light", "dark"), help="look of this run")
    parser.add_argument("--speed", type=_speed, default=1.0, help="how fast the training day runs, 1 to 60")
    parser.add_argument(
        "--zone",
        default="",
        metavar="NAME",
        help=f"time zone of a new training district, as an IANA name (default: {DEFAULT_ZONE})",
    )
    subparsers = parser.add_subparsers(metavar="COMMAND")
    wanted = any(
        name in arguments
        for name in ("serve", "database", "backup", "restore", "import", "board", "pbx", "recordings", "tour")
    )
    if wanted or "--help" in arguments or "-h" in arguments:
        # The window starts without them: they bring spreadsheets and migrations along.
        _add_commands(subparsers)
    return parser


def _add_commands(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    from console import tour
    from services.server import commands
    from services.server.channels.board import commands as board
    from services.server.importing import commands as importing
    from services.server.pbx import commands as pbx
    from services.server.recordings import commands as recordings

    database = f"sqlite:///{find_paths().database}"
    commands.add_commands(subparsers, database)
    importing.add_commands(subparsers, database)
    board.add_commands(subparsers, database)
    pbx.add_commands(subparsers, database)
    recordings.add_commands(subparsers, database)
    tour.add_command(subparsers)


def _speed(text: str) -> float:
    value = float(text)
    if not 1 <= value <= 60:
        raise argparse.ArgumentTypeError("from 1 to 60")
    return value


def _version() -> str:
    try:
        return version("tongfu")
    except PackageNotFoundError:
        return "0 (not installed)"
