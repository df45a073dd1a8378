"""What all tests share: nothing leaves this machine."""

import gc
import ipaddress
import os
import socket
import sys
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest

from services import collecting
from tests import compiling
from tests.display import PrivateDisplay

_MANY_OBJECTS = 10_000
_LOOKS = 40
"""After so many looks at what is new, one at everything."""
_display = pytest.StashKey[PrivateDisplay]()


def pytest_configure(config: pytest.Config) -> None:
    """Gives each process that runs tests a display of its own; ``QT_QPA_PLATFORM=offscreen`` does without."""
    runs_tests = hasattr(config, "workerinput") or not getattr(config.option, "numprocesses", None)
    if runs_tests and not config.option.collectonly and os.environ.get("QT_QPA_PLATFORM") != "offscreen":
        config.stash[_display] = PrivateDisplay()
        config.stash[_display].use()
    # How long an example takes says how busy the machine is.
    hypothesis.settings.register_profile(
        "untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("untimed")
    compiling.once()
    # Servers run in threads of the process that has the windows.
    collecting.on_request_only()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Takes the display away."""
    if _display in config.stash:
        config.stash[_display].stop()


def pytest_collection_finish() -> None:
    """Leaves out of all later looks for garbage what stays to the end: modules and tests."""
    gc.collect()
    collecting.set_aside()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """Takes away what a test left behind, in the thread that its windows live in, once its fixtures are gone."""
    yield
    if gc.get_count()[0] > _MANY_OBJECTS:
        # Only among what was made since the last look: what stays for long (applications' models, compiled statements) grows, and
        # a look at all of it after each test took a fifth of the whole run.
        gc.collect(0)
        if gc.get_count()[1] > _LOOKS:
            gc.collect()
    _take_off_the_look()


def _take_off_the_look() -> None:
    """Takes away the style sheet of a test that applied a theme.

    With it each widget of all later tests costs two to three times as much, and a change of it walks over all that are still there.
    """
    widgets = sys.modules.get("PySide6.QtWidgets")
    application = widgets.QApplication.instance() if widgets else None
    if widgets and isinstance(application, widgets.QApplication) and application.styleSheet():
        application.setStyleSheet("")


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuses connections to any other machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            raise AssertionError(f"a test wanted to connect to {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return False
