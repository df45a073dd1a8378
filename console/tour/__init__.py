"""The tour: works a whole shift in the real window, as a person would, and takes a picture of each step."""

import argparse
from pathlib import Path
from typing import Any


def add_command(subparsers: "argparse._SubParsersAction[Any]") -> None:
    """Adds ``tour``."""
    parser = subparsers.add_parser(
        "tour", help="work a shift in the real window by itself and save pictures", description=__doc__
    )
    parser.add_argument("--pictures", type=Path, default=Path("build/tour"), metavar="FOLDER", help="where they go")
    parser.add_argument("--size", default="1280x800", help="of the window (default: %(default)s)")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--language", choices=("zh_CN", "en"), default="zh_CN")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="work in this folder and leave its files")
    parser.add_argument("--large", action="store_true", help="with large text")
    parser.add_argument(
        "--readme", action="store_true", help="take only the pictures of the README, and put them into docs/pictures"
    )
    parser.set_defaults(handler=_run)


def _run(given: argparse.Namespace) -> int:
    from console.tour.guide import run

    width, _, height = given.size.partition("x")
    looks = {"theme": given.theme, "language": given.language, "large_text": given.large}
    return run(given.pictures, (int(width), int(height)), looks, given.keep, given.readme)
