"""A console that runs the embedded API until it is killed."""

from pathlib import Path
from threading import Event
from typing import Any

from console.embedded import EmbeddedServer


def main(given: dict[str, Any]) -> None:
    """``given``: data, the folder."""
    EmbeddedServer(Path(given["data"])).start()
    Event().wait()
