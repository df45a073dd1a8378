from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from widgets.progress import ProgressPanel
from widgets.remember import InMemory
from widgets.split import SplitPane


def test_progress_of_huge_and_unknown_totals(qtbot: QtBot) -> None:
    panel = ProgressPanel("Import")
    qtbot.addWidget(panel)
    assert panel._bar.maximum() == 0
    panel.set_progress(5_000_000_000, 10_000_000_000)
    assert panel._bar.value() * 2 == panel._bar.maximum()
    assert panel._note.text() == "50 %"
    panel.set_progress(3, 2)
    assert panel._bar.value() == panel._bar.maximum()


def test_cancel_asks_once(qtbot: QtBot) -> None:
    panel = ProgressPanel("Import")
    qtbot.addWidget(panel)
    asked: list[None] = []
    panel.cancel_requested.connect(lambda: asked.append(None))
    panel._cancel.click()
    panel._cancel.click()
    assert len(asked) == 1


def panes(qtbot: QtBot, remember: InMemory) -> SplitPane:
    made = SplitPane([QWidget(), QWidget()], [1, 3], remember, "test")
    qtbot.addWidget(made)
    made.resize(808, 100)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_split_comes_back_as_it_was_left(qtbot: QtBot) -> None:
    remember = InMemory()
    first = panes(qtbot, remember)
    assert abs(first.sizes()[1] - 3 * first.sizes()[0]) <= 4
    first.setSizes([500, 300])
    first.keep()
    assert panes(qtbot, remember).sizes() == first.sizes()


def test_split_ignores_what_does_not_fit(qtbot: QtBot) -> None:
    for kept in ("x", "[1]", "[0, 0]", '{"a": 1}'):
        remember = InMemory()
        remember.put("split.test", kept)
        assert all(size > 0 for size in panes(qtbot, remember).sizes())
