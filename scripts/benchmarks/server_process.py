"""Runs the API alone on a database, in a process of its own, as ``tongfu serve`` does; prints its address and stops with standard input."""

import sys
from pathlib import Path

from services import collecting
from services.server.config import ServerConfig
from services.server.runner import ApiServer


def main() -> None:
    """Serves until standard input is closed."""
    database_url, folder = sys.argv[1], Path(sys.argv[2])
    collecting.seldom()
    server = ApiServer(ServerConfig(database_url, folder, access_seconds=36_000))
    collecting.set_aside()
    print(server.start(), flush=True)
    sys.stdin.read()
    server.stop()


if __name__ == "__main__":
    main()
