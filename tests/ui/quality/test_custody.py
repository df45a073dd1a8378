"""Holding a recording and taking a copy out, by the buttons of the player."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from services.contracts.accounts import Role
from services.errors import Conflict
from tests.ui.quality.conftest import MakePresenter
from tests.ui.quality.fakes import FakeQuality
from ui.quality.custody_bar import CustodyBar
from ui.quality.presenter import QualityPresenter


@pytest.fixture
def bar(qtbot: QtBot, presenter: QualityPresenter) -> CustodyBar:
    bar = CustodyBar(presenter.listening.custody)
    qtbot.addWidget(bar)
    presenter.listening.open("call-1", None, "质检")
    bar.show()
    return bar


def acts(quality: FakeQuality) -> list[tuple[object, ...]]:
    return [asked for asked in quality.asked if asked[0] in ("hold", "lift", "export")]


def test_a_hold_is_set_with_a_reason_shown_and_lifted(
    qtbot: QtBot, bar: CustodyBar, quality: FakeQuality, presenter: QualityPresenter
) -> None:
    said: list[str] = []
    presenter.notice_stated.connect(lambda words, _tone: said.append(words))
    assert not bar.reason.isVisible()
    bar.hold_button.click()
    assert bar.reason.isVisible()
    bar.do_button.click()
    assert acts(quality) == [], "nothing without a reason"
    bar.reason.insert("法院调取")
    bar.do_button.click()
    assert acts(quality) == [("hold", "call-1", "法院调取")]
    assert "李质检" in bar.about.text()
    assert "法院调取" in bar.about.text()
    assert not bar.reason.isVisible()
    bar.hold_button.click()
    assert bar.reason.text() == ""
    bar.reason.insert("案件已结")
    bar.reason.returnPressed.emit()
    assert acts(quality)[-1] == ("lift", "call-1", "案件已结")
    assert bar.about.text() == ""
    assert len(said) == 2


def test_who_was_faster_is_shown(qtbot: QtBot, bar: CustodyBar, quality: FakeQuality) -> None:
    bar.hold_button.click()
    bar.reason.insert("信访核查")
    quality.hold("call-1", "theirs")
    quality.fails = [Conflict("already_held")]
    bar.do_button.click()
    assert bar.error.text()
    assert "theirs" in bar.about.text()
    assert not bar.reason.isVisible()


def test_a_copy_is_taken_out_to_where_one_says(
    qtbot: QtBot, bar: CustodyBar, quality: FakeQuality, presenter: QualityPresenter, tmp_path: Path
) -> None:
    said: list[str] = []
    presenter.notice_stated.connect(lambda words, _tone: said.append(words))
    answers: list[Path | None] = [None, tmp_path / "copy.flac"]
    suggested: list[str] = []
    bar.choose_file = lambda name: (suggested.append(name), answers.pop(0))[1]  # type: ignore[method-assign,func-returns-value]
    bar.export_button.click()
    bar.reason.insert("派出所调取")
    bar.do_button.click()
    assert acts(quality) == [], "leaving the dialog takes nothing out"
    assert bar.reason.text() == "派出所调取"
    bar.do_button.click()
    assert acts(quality) == [("export", "call-1", "派出所调取")]
    assert (tmp_path / "copy.flac").read_bytes() == b"fLaC"
    assert "4711" in said[0]
    assert suggested[0].endswith(".flac")
    assert "call-1" not in suggested[0]


def test_a_disk_that_takes_nothing_is_said_and_the_reason_stays(
    qtbot: QtBot, bar: CustodyBar, quality: FakeQuality, tmp_path: Path
) -> None:
    bar.choose_file = lambda _name: tmp_path / "copy.flac"  # type: ignore[method-assign]
    bar.export_button.click()
    bar.reason.insert("派出所调取")
    quality.fails = [OSError(28, "No space left on device")]
    bar.do_button.click()
    assert "No space left" in bar.error.text()
    assert bar.reason.text() == "派出所调取"
    assert list(tmp_path.iterdir()) == []


def test_another_call_begins_without_the_reason_of_the_last(
    qtbot: QtBot, bar: CustodyBar, presenter: QualityPresenter
) -> None:
    bar.hold_button.click()
    bar.reason.insert("法院")
    presenter.listening.open("call-2", None, "质检")
    assert not bar.reason.isVisible()
    assert bar.isVisible()
    presenter.listening.clear()
    assert not bar.isVisible()


def test_who_may_not_sees_no_buttons(qtbot: QtBot, make_presenter: MakePresenter, quality: FakeQuality) -> None:
    presenter = make_presenter(Role.AGENT)
    bar = CustodyBar(presenter.listening.custody)
    qtbot.addWidget(bar)
    presenter.listening.open("call-1", None, "质检")
    assert not bar.isVisible()
    presenter.listening.custody.set_hold("法院调取")
    presenter.listening.custody.export("法院调取", Path("x"))
    assert acts(quality) == []


def test_without_a_recording_there_is_nothing_to_hold(
    qtbot: QtBot, presenter: QualityPresenter, quality: FakeQuality
) -> None:
    quality.has_recording = False
    bar = CustodyBar(presenter.listening.custody)
    qtbot.addWidget(bar)
    presenter.listening.open("call-1", None, "质检")
    assert not bar.isVisible()
