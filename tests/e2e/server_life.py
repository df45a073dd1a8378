"""The central API as a process that a test may kill at any instant."""

from pathlib import Path
from threading import Event
from typing import Any

from services.server.config import ServerConfig
from services.server.runner import ApiServer
from services.server.security import Passwords
from tests.services.server import command_life
from tests.services.server.conftest import CHEAP

prepare = command_life.prepare


def main(given: dict[str, Any]) -> None:
    """Serves until it is killed. ``given``: database (a URL), folder, port."""
    server = ApiServer(ServerConfig(given["database"], Path(given["folder"])), port=given["port"])
    server.start()
    server.kernel.passwords = Passwords(CHEAP)
    Event().wait()
