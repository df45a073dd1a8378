"""Parts of the quality page on fakes, at once and without threads."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from services.contracts.accounts import Role
from services.tasks import ImmediateTasks
from tests.ui.quality.fake_calibrations import FakeCalibrations
from tests.ui.quality.fakes import FakeLive, FakePlayer, FakeQuality, FakeUnsaved, FakeWho
from ui.quality.presenter import QualityPresenter


@pytest.fixture
def quality() -> FakeQuality:
    """The server."""
    return FakeQuality()


@pytest.fixture
def calibrations() -> FakeCalibrations:
    """The server's calibrations."""
    return FakeCalibrations()


@pytest.fixture
def live() -> FakeLive:
    """The live feed."""
    return FakeLive()


@pytest.fixture
def unsaved() -> FakeUnsaved:
    """What this machine keeps."""
    return FakeUnsaved()


@pytest.fixture
def players() -> list[FakePlayer]:
    """The players that were made, in order."""
    return []


MakePresenter = Callable[..., QualityPresenter]


@pytest.fixture
def make_presenter(
    qapp: QApplication,
    quality: FakeQuality,
    live: FakeLive,
    unsaved: FakeUnsaved,
    players: list[FakePlayer],
    calibrations: FakeCalibrations,
) -> MakePresenter:
    """Gives a presenter, started, for somebody with some roles."""

    def make_player() -> FakePlayer:
        players.append(FakePlayer())
        return players[-1]

    def make(*roles: Role) -> QualityPresenter:
        who = FakeWho(*roles)
        presenter = QualityPresenter(ImmediateTasks(), quality, live, who, unsaved, make_player, calibrations)
        presenter.start()
        return presenter

    return make


@pytest.fixture
def presenter(make_presenter: MakePresenter) -> QualityPresenter:
    """An inspector's presenter."""
    return make_presenter(Role.INSPECTOR)
