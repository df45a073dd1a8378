"""What commands that work on a database have in common."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

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
        AppError: the database belongs to another version.
    """
    database = Database(database_url)
    try:
        upgrade(database)
        yield build_kernel(ServerConfig(database_url, Path()), database)
    finally:
        database.close()
