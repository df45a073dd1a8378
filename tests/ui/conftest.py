"""What tests of windows share: English texts from the source, unless a test switches."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication

from tests.ui.house import House
from tests.zone import ZONE
from ui import moments
from ui.language import Language


@pytest.fixture(autouse=True)
def _district_zone() -> None:
    """Pages that are shown without a sign-in show the usual district's time."""
    moments.show_in(ZONE)
    moments.follow(lambda: datetime.now(UTC))


@pytest.fixture
def house(tmp_path: Path, qapp: QApplication) -> House:
    """The services of a window, with a server that the test plays."""
    return House(tmp_path)


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[Language]:
    """Switches to Chinese for one test."""
    language = Language("zh_CN")
    yield language
    language.switch("en")
    QLocale.setDefault(QLocale("en"))
    QCoreApplication.processEvents()
