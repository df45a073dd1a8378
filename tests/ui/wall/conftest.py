"""The wall on fakes, at once and without threads."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from services.contracts.events import TrainingState
from services.tasks import ImmediateTasks
from tests.ui.wall.fakes import Exports, FakeFigures, FakeLive, FakeTraining, Notices
from ui.page import PageContext
from ui.wall.choices import WallChoices
from ui.wall.entry import commands
from ui.wall.page import WallPage
from ui.wall.presenter import WallPresenter
from widgets.remember import InMemory


@pytest.fixture
def figures() -> FakeFigures:
    """The server's figures."""
    return FakeFigures()


@pytest.fixture
def live() -> FakeLive:
    """The live feed."""
    return FakeLive()


@pytest.fixture
def training(live: FakeLive) -> FakeTraining:
    """The training clock, which is on."""
    live.state.training = TrainingState(active=True, speed=10)
    return FakeTraining()


@pytest.fixture
def remember() -> InMemory:
    """What this machine keeps."""
    return InMemory()


@pytest.fixture
def notices() -> Notices:
    """The notification area."""
    return Notices()


@pytest.fixture
def exports() -> Exports:
    """The window's export."""
    return Exports()


MakePresenter = Callable[..., WallPresenter]


@pytest.fixture
def make_presenter(
    qtbot: QtBot, figures: FakeFigures, live: FakeLive, training: FakeTraining, remember: InMemory
) -> Iterator[MakePresenter]:
    """Gives presenters and closes them at the end."""
    made: list[WallPresenter] = []

    def make(may_put_right: bool = True, may_control: bool = True, may_take: bool = True) -> WallPresenter:
        made.append(
            WallPresenter(
                figures,
                ImmediateTasks(),
                live,
                training,
                WallChoices(remember),
                may_put_right,
                may_control,
                may_take=may_take,
                me="lead",
            )
        )
        return made[-1]

    yield make
    for presenter in made:
        presenter.close()


@pytest.fixture
def presenter(make_presenter: MakePresenter) -> WallPresenter:
    """A lead's presenter."""
    return make_presenter()


MakePage = Callable[..., WallPage]


@pytest.fixture
def make_page(qtbot: QtBot, remember: InMemory, notices: Notices, exports: Exports) -> MakePage:
    """Shows a page of a presenter, as the window does."""

    def make(presenter: WallPresenter, file: str = "") -> WallPage:
        context = PageContext(commands(), remember, notices, exports)
        page = WallPage(presenter, context, choose_file=lambda _parent, _name: file)
        qtbot.addWidget(page)
        page.resize(1200, 740)
        with qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        page.entered()
        return page

    return make


@pytest.fixture
def page(make_page: MakePage, presenter: WallPresenter) -> WallPage:
    """A lead's wall."""
    return make_page(presenter)
