"""What the program can do with a server from the command line: run it, and look after its database."""

import argparse
import getpass
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from pydantic import ValidationError
from uuid_utils import uuid7

from services import collecting
from services.clock import DEFAULT_ZONE
from services.contracts.accounts import NewAccount, Role
from services.errors import AppError, sentence
from services.server import backup, migrations, terminal, zone
from services.server.attachments import archive
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.recordings import archive as recordings_archive
from services.server.recordings import keys
from services.server.recordings.commands import takes_keys
from services.server.recordings.store import RecordingStore

DEFAULT_PORT = 8600


def add_commands(subparsers: "argparse._SubParsersAction[Any]", default_url: str = "") -> None:
    """Adds ``serve``, ``database``, ``backup`` and ``restore``.

    Each sets ``handler``, a function of the parsed arguments that returns the exit code.

    Args:
        subparsers: of the program's own parser.
        default_url: the database where none is named: that of the embedded API.
    """
    default_url = os.environ.get("TONGFU_DATABASE_URL", default_url)

    def command(name: str, help_text: str, handler: Callable[[argparse.Namespace], None]) -> argparse.ArgumentParser:
        parser: argparse.ArgumentParser = subparsers.add_parser(name, help=help_text, description=help_text)
        _takes_url(parser, default_url)
        parser.set_defaults(handler=_reporting(handler))
        return parser

    parser = command("serve", "run the central ticket API by itself", serve)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="port to listen on (default: %(default)s)")
    _takes_folder(parser)
    parser.add_argument("--training", action="store_true", help="simulate callers and colleagues")
    _takes_zone(parser)
    takes_keys(parser)

    parser = command("backup", "write a copy of the database; the server may go on working", _back_up)
    parser.add_argument("file", type=Path, metavar="FILE", help="the copy; attachments go to FILE.attachments.tar")
    _takes_folder(parser)
    parser.add_argument(
        "--recordings", action="store_true", help="recordings too, encrypted as they are, to FILE.recordings.tar"
    )
    parser.add_argument(
        "--keys-to", type=Path, metavar="KEYS", help="save the keys of the recordings; keep KEYS apart from the copy"
    )
    takes_keys(parser)

    parser = command("restore", "put the database back to what a copy holds; the server must be stopped", _restore)
    parser.add_argument("file", type=Path, metavar="FILE")
    _takes_folder(parser)
    parser.add_argument("--replace", action="store_true", help="give up what the database holds now")
    parser.add_argument(
        "--recordings", action="store_true", help="bring back the recordings of FILE.recordings.tar too; only adds"
    )
    parser.add_argument("--keys-from", type=Path, metavar="KEYS", help="bring back keys that were saved with --keys-to")
    takes_keys(parser)

    parser = subparsers.add_parser("database", help="look after the database")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    upgrade = actions.add_parser("upgrade", help="bring the tables to this version of the program")
    _takes_url(upgrade, default_url)
    _takes_zone(upgrade)
    upgrade.set_defaults(handler=_reporting(_upgrade))
    administrator = actions.add_parser(
        "administrator", help="open an administrator's account; asks for the password, or reads it from standard input"
    )
    _takes_url(administrator, default_url)
    _takes_zone(administrator)
    administrator.add_argument("username", metavar="USERNAME")
    administrator.set_defaults(handler=_reporting(_add_administrator))


def serve(arguments: argparse.Namespace) -> None:
    """Runs the API until the process is told to stop."""
    from services.server.runner import ApiServer

    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    database = Database(arguments.database_url)
    folder = _data_folder(arguments, database)
    database.close()
    folder.mkdir(parents=True, exist_ok=True)
    config = ServerConfig(
        arguments.database_url,
        folder,
        training=arguments.training,
        recording_keys=arguments.recording_keys,
        zone=arguments.zone,
    )
    server = ApiServer(config, arguments.host, arguments.port)
    collecting.set_aside()
    server.run()


def _data_folder(arguments: argparse.Namespace, database: Database) -> Path:
    if arguments.data_folder is not None:
        return Path(arguments.data_folder)
    return Path(database.url.database or "").parent if database.is_sqlite else Path("tongfu-data")


def _upgrade(arguments: argparse.Namespace) -> None:
    database = Database(arguments.database_url)
    try:
        changed = migrations.upgrade(database)
        where = zone.settle(database, arguments.zone)
    finally:
        database.close()
    _say(f"The database is at {migrations.newest()}." if changed else "The database is up to date.")
    _say(f"The district's time zone is {where.key}.")


def _back_up(arguments: argparse.Namespace) -> None:
    database = Database(arguments.database_url)
    folder = _data_folder(arguments, database)
    try:
        backup.back_up(database, arguments.file, folder, recordings=arguments.recordings)
    finally:
        database.close()
    besides = [archive.beside(arguments.file)]
    if arguments.recordings:
        besides.append(recordings_archive.beside(arguments.file))
    for file in (arguments.file, *(file for file in besides if file.exists())):
        _say(f"Written: {file} ({file.stat().st_size:,} bytes)")
    key_file = keys.keys_file(ServerConfig("", folder, recording_keys=arguments.recording_keys))
    if arguments.keys_to is not None:
        recordings_archive.save_keys(key_file, arguments.keys_to)
        _say(
            f"Keys of the recordings: {arguments.keys_to}. Keep it apart: with it and the copy every call can be heard."
        )
    elif arguments.recordings:
        _say(
            f"The keys are NOT in the copy. Save {key_file} apart from it (--keys-to): without it nobody can hear them."
        )


def _restore(arguments: argparse.Namespace) -> None:
    database = Database(arguments.database_url)
    folder = _data_folder(arguments, database)
    config = ServerConfig("", folder, recording_keys=arguments.recording_keys)
    packed = recordings_archive.beside(arguments.file)
    store = RecordingStore.of(config) if arguments.recordings else None
    try:
        brought = backup.restore(database, arguments.file, arguments.replace, folder, store)
    finally:
        database.close()
    _say(f"The database now holds what {arguments.file} held.")
    if arguments.keys_from is not None:
        count = recordings_archive.bring_back_keys(arguments.keys_from, keys.keys_file(config))
        _say(f"Keys brought back: {count}.")
    if arguments.recordings:
        _say(f"Files of recordings brought back: {brought.files}.")
        for key_id in sorted(brought.keys - set(keys.load(keys.keys_file(config)).keys)):
            _say(f"Key {key_id} is LOST: bring it back with --keys-from, else nobody can hear what needs it.")
    elif packed.is_file():
        _say(f"The recordings in {packed} were not brought back: say --recordings.")


def _add_administrator(arguments: argparse.Namespace) -> None:
    from services.server.accounts import service
    from services.server.app import build_kernel

    password = _password(sys.stdin)
    new = NewAccount(
        id=str(uuid7()),
        username=arguments.username,
        name=arguments.username,
        password=password,
        roles=[Role.ADMINISTRATOR],
    )
    database = Database(arguments.database_url)
    try:
        migrations.upgrade(database)
        kernel = build_kernel(ServerConfig(arguments.database_url, Path(), zone=arguments.zone), database)
        password_hash = kernel.passwords.hash(new.password)
        kernel.write(lambda tx: service.create(tx, new, password_hash))
    finally:
        database.close()
    _say(f"{arguments.username} may sign in now.")


def _password(source: TextIO) -> str:
    if source.isatty():
        return getpass.getpass("Password (at least 8 characters): ")
    return source.readline().rstrip("\r\n")


def _takes_folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data-folder", type=Path, help="where attachments, recordings and reports are kept")


def _takes_zone(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--zone",
        default="",
        metavar="NAME",
        help=f"time zone of a new district, as an IANA name (default: {DEFAULT_ZONE}); it stays what it is from then on",
    )


def _takes_url(parser: argparse.ArgumentParser, default: str) -> None:
    parser.add_argument(
        "--database-url",
        default=default,
        required=not default,
        metavar="URL",
        help="sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/NAME (or set TONGFU_DATABASE_URL)",
    )


def _reporting(handler: Callable[[argparse.Namespace], None]) -> Callable[[argparse.Namespace], int]:
    """Returns the handler with its refusals told in a sentence."""

    def handle(arguments: argparse.Namespace) -> int:
        language = terminal.language()
        try:
            handler(arguments)
        except AppError as error:
            print(sentence(error.code, language, error.details), file=sys.stderr)  # noqa: T201 - a command's answer
            for field, (code, details) in error.fields.items():
                print(f"  {field}: {sentence(code, language, details)}", file=sys.stderr)  # noqa: T201
            return 1
        except ValidationError as error:
            for item in error.errors():
                print(f"{item['loc'][0]}: {item['msg']}", file=sys.stderr)  # noqa: T201
            return 1
        except OSError as error:
            print(error, file=sys.stderr)  # noqa: T201
            return 1
        return 0

    return handle


def _say(line: str) -> None:
    print(line)  # noqa: T201 - a command's answer
