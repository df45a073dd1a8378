"""The command line as a life of a nursery: a process of its own that has loaded everything before it begins."""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import httpx

from console import cli
from services.pinyin import syllables
from services.server.config import ServerConfig
from services.server.runner import ApiServer
from tests.services.server.empty import put_sqlite


def prepare() -> None:
    """Serves once, so that what is made at the first use is there for every life."""
    syllables("路")
    with tempfile.TemporaryDirectory() as folder:
        server = ApiServer(ServerConfig(put_sqlite(Path(folder) / "first.sqlite"), Path(folder)))
        server.start()
        httpx.get(server.base_url + "/v1/health", trust_env=False)
        server.stop()


def main(given: dict[str, Any]) -> None:
    """Runs a command. ``given``: its arguments and environment, and a folder that has ``stdin``; what it says goes there."""
    folder = Path(given["folder"])
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        with (folder / name).open(mode) as file:
            os.dup2(file.fileno(), number)
        setattr(sys, name, os.fdopen(number, mode, buffering=1, encoding="utf-8"))
    os.environ.clear()
    os.environ.update(given["environment"])
    sys.exit(cli.run(given["arguments"]))
