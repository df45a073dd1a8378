"""What commands that work on a database have in common."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import OperationalError

from services.errors import AppError
from services.server.app import build_kernel
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.kernel import Kernel
from services.server.migrations import upgrade


def language() -> str:
    """Returns ``zh`` or ``en``, whichever the terminal speaks."""
    return "zh" if os.environ.get("LANG", "").startswith("zh") else "en"


@contextlib.contextmanager
def opened(database_url: str) -> Iterator[Kernel]:
    """Gives the kernel on a database whose schema is brought up to date; closes it at the end.

    Raises:
        AppError: the database belongs to another version, or there is none at this address.
    """
    database = Database(database_url)
    try:
        try:
            upgrade(database)
        except OperationalError as error:
            # One that is only busy is another matter.
            if isinstance(error.orig, sqlite3.Error) and "unable to open" not in str(error.orig):
                raise
            raise AppError("no_database", status=503) from error
        yield build_kernel(ServerConfig(database_url, Path()), database)
    finally:
        database.close()
