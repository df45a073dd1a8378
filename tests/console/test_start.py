"""What a start of the window loads: only what leads to the sign-in and answers it. Nothing is timed here; ``scripts/bench startup`` is."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent.parent
NOT_AT_A_START = (
    # graphs, sound and pictures
    "numpy",
    "pyqtgraph",
    "soundfile",
    "PIL",
    "PySide6.QtMultimedia",
    # spreadsheets
    "openpyxl",
    # a database that is made anew, and one that is not the console's own
    "alembic",
    "psycopg",
    # other programs' conveniences
    "rich",
    "attr",
    "qtawesome",
    # pages are built when they are first shown
    "ui.desk.page",
    "ui.ticket.page",
    "ui.wall.page",
)
_START = """
import builtins, json, linecache, sys
from console import cli, crash, logs, memory, container
import ui.shell.app
import services.server.runner
from services.server.app import FEATURES
from services.server.routes import Route

routes = [route for feature in FEATURES for route in feature.router.routes]
print(json.dumps({
    "loaded": list(sys.modules),
    "plain_import": builtins.__import__ is not getattr(builtins, "__feature_import__", None),
    "read": list(linecache.cache),
    "not_ours": [route.path for route in routes if not isinstance(route, Route)],
    "made": [route.path for route in routes if isinstance(route, Route) and route.is_made],
}))
"""


@pytest.fixture(scope="module")
def start() -> dict[str, Any]:
    done = subprocess.run([sys.executable, "-c", _START], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_start_loads_nothing_that_the_sign_in_does_not_need(start: dict[str, Any]) -> None:
    assert not set(start["loaded"]) & set(NOT_AT_A_START)


def test_qt_does_not_read_the_source_of_what_is_loaded_after_it(start: dict[str, Any]) -> None:
    assert start["plain_import"]
    assert not [name for name in start["read"] if "/services/server/" in name]


def test_no_route_is_made_before_it_is_asked_for(start: dict[str, Any]) -> None:
    assert start["not_ours"] == []
    assert start["made"] == []
