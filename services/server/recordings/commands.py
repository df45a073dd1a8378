"""``tongfu recordings new-key``, ``reseal``, ``check``, ``read-mark``: keys of the recordings, and the mark of a copy."""

import argparse
import os
from pathlib import Path
from typing import Any

from services.errors import AppError, sentence
from services.server import terminal
from services.server.config import ServerConfig
from services.server.recordings import keys, repository, service
from services.server.recordings.store import RecordingStore


def add_commands(subparsers: "argparse._SubParsersAction[Any]", default_url: str = "") -> None:
    """Adds ``recordings``; each action sets ``handler``, a function of the parsed arguments that returns the exit code."""
    default_url = os.environ.get("TONGFU_DATABASE_URL", default_url)
    parser = subparsers.add_parser("recordings", help="look after the recordings' keys, and read the mark of a copy")
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    words = {
        "new-key": "put a new key on top of the file of keys; it encrypts from the next start of the server on",
        "reseal": "encrypt with the newest key what was encrypted with others",
        "check": "count which key how many recordings need",
        "read-mark": "tell from a sound file which export it is, who took it out and when",
    }
    for name, help_text in words.items():
        action = actions.add_parser(name, help=help_text, description=help_text)
        action.set_defaults(handler=_ACTIONS[name])
        if name == "read-mark":
            action.add_argument("file", type=Path, metavar="FILE")
        action.add_argument("--database-url", default=default_url, metavar="URL")
        action.add_argument("--data-folder", type=Path, default=Path("tongfu-data"))
        takes_keys(action)


def takes_keys(parser: argparse.ArgumentParser) -> None:
    """Adds the option that names the file of keys."""
    named = os.environ.get("TONGFU_RECORDING_KEYS")
    parser.add_argument(
        "--recording-keys",
        type=Path,
        default=Path(named) if named else None,
        metavar="FILE",
        help="the keys that recordings are encrypted with (or set TONGFU_RECORDING_KEYS; default: in the data folder)",
    )


def _config(arguments: argparse.Namespace) -> ServerConfig:
    return ServerConfig(arguments.database_url, arguments.data_folder, recording_keys=arguments.recording_keys)


def _new_key(arguments: argparse.Namespace) -> int:
    return _telling(lambda: f"{keys.keys_file(_config(arguments))}: {keys.add(keys.keys_file(_config(arguments)))}")


def _reseal(arguments: argparse.Namespace) -> int:
    def act() -> str:
        with terminal.opened(arguments.database_url) as kernel:
            count = service.seal_all_anew(kernel, RecordingStore.of(_config(arguments)))
        return f"{count} recordings are encrypted with the newest key now."

    return _telling(act)


def _check(arguments: argparse.Namespace) -> int:
    lost = False

    def act() -> str:
        nonlocal lost
        ring = keys.load(keys.keys_file(_config(arguments)))
        with terminal.opened(arguments.database_url) as kernel:
            needed = kernel.read(lambda tx: repository.keys_in_use(tx.connection))
        lost = not set(needed) <= set(ring.keys)
        lines = [
            f"{key_id}: {needed.get(key_id, 0)} recordings"
            + (" (encrypts)" if key_id == ring.current else "" if key_id in ring.keys else " - LOST: put it back")
            for key_id in [*ring.keys, *(set(needed) - set(ring.keys))]
        ]
        return "\n".join(lines)

    return _telling(act) or int(lost)


def _read_mark(arguments: argparse.Namespace) -> int:
    def act() -> str:
        from services.server.recordings import watermark
        from services.server.recordings.sound import decode

        try:
            mark = watermark.read(*decode(arguments.file))
        except ValueError as error:
            raise AppError("no_mark", status=404) from error
        lines = [f"{mark.number}  {mark.at.isoformat()}"]
        if arguments.database_url:
            with terminal.opened(arguments.database_url) as kernel:
                found = kernel.read(lambda tx: service.exports(tx, mark.number))
            lines += [f"{each.account}  {each.call_id}  {each.reason}" for each in found if each.at == mark.at]
        return "\n".join(lines)

    return _telling(act)


def _telling(act: Any) -> int:
    try:
        print(act())  # noqa: T201 - a command's answer
    except AppError as error:
        print(sentence(error.code, terminal.language(), error.details))  # noqa: T201
        return 1
    return 0


_ACTIONS = {"new-key": _new_key, "reseal": _reseal, "check": _check, "read-mark": _read_mark}
