"""The channels there are: every folder beside this file that holds an ``adapter``."""

import importlib
from functools import cache
from pathlib import Path

from services.contracts.channels import Channel
from services.server.channels.protocol import Adapter


@cache
def adapters() -> dict[Channel, Adapter]:
    """Returns the adapter of each channel that has a folder; the hotline is the desk itself and has none."""
    found: dict[Channel, Adapter] = {}
    for folder in sorted(Path(__file__).parent.iterdir()):
        if (folder / "adapter.py").is_file():
            adapter: Adapter = importlib.import_module(f"{__package__}.{folder.name}.adapter").ADAPTER
            found[adapter.channel] = adapter
    return found
