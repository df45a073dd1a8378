"""What was written into a folder that people may change too, by digests: what differs from them is a person's."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def read(file: Path) -> dict[str, Any]:
    """Returns a record; an empty one where there is none, or none that can be read."""
    try:
        return dict(json.loads(file.read_text("utf-8")))
    except (FileNotFoundError, ValueError):
        return {}


def text_of(record: Mapping[str, Any]) -> str:
    """Returns a record as it is written."""
    return json.dumps(record, indent=1, sort_keys=True) + "\n"


def digest(file: Path) -> str:
    """Returns what tells a file's content from any other."""
    return hashlib.sha256(file.read_bytes()).hexdigest()
