"""The page as a person uses it: by keys, without a mouse."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QScrollArea, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from services.contracts.accounts import Role
from services.contracts.quality import EvaluationStatus, RecordingFlaw
from services.contracts.recordings import TroubleCause
from tests.keys import type_text
from tests.ui.quality.conftest import MakePresenter
from tests.ui.quality.fakes import FakePlayer, FakeQuality, published
from ui.commands import clashes
from ui.page import Link, PageContext
from ui.quality import entry
from ui.quality import filling as filling_module
from ui.quality.page import QualityPage
from ui.quality.presenter import QualityPresenter
from widgets import theme
from widgets.remember import InMemory
from widgets.table.snapshot import TableSnapshot
from widgets.theme import Tone


class Notices:
    def say(self, text: str, tone: Tone = Tone.NEUTRAL, undo: Callable[[], None] | None = None) -> None:
        """Nobody reads them here."""


OpenPage = Callable[[QualityPresenter], QualityPage]


@pytest.fixture
def exported() -> list[TableSnapshot]:
    return []


@pytest.fixture
def open_page(
    qtbot: QtBot, qapp: QApplication, exported: list[TableSnapshot], monkeypatch: pytest.MonkeyPatch
) -> Iterator[OpenPage]:
    monkeypatch.setattr(filling_module, "_SAVE_AFTER_MS", 5)
    theme.apply(qapp, theme.make_theme())
    remember = InMemory()
    pages: list[QualityPage] = []

    def open_(presenter: QualityPresenter) -> QualityPage:
        page = QualityPage(presenter, PageContext(entry.commands(), remember, Notices(), exported.append))
        page.resize(1204, 720)
        qtbot.addWidget(page)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        page.entered()
        pages.append(page)
        return page

    yield open_
    for page in pages:
        page.close()


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """A key to whatever has the focus."""
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key, modifier)


def focus_name() -> str:
    widget = QApplication.focusWidget()
    return widget.objectName() if widget else ""


Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(presenter: QualityPresenter, open_page: OpenPage) -> QualityPage:
    """An inspector's page with a sample drawn and its first call open, all by keys."""
    page = open_page(presenter)
    assert focus_name() == "quality.rule"
    press(Key.Key_G, CONTROL)
    press(Key.Key_Down)
    press(Key.Key_Up)
    press(Key.Key_Return)
    return page


def test_the_next_day_the_same_sample_is_asked_for_by_one_key(
    page: QualityPage, quality: FakeQuality, make_presenter: MakePresenter, open_page: OpenPage
) -> None:
    page.inspect.sample._seed.setValue(77)  # type: ignore[union-attr]
    press(Key.Key_G, CONTROL)
    again = make_presenter(Role.INSPECTOR)
    open_page(again)
    press(Key.Key_G, CONTROL)
    assert again.sampling.request.seed == 77


def test_the_loop_is_a_button_that_says_where_it_is(
    qtbot: QtBot, page: QualityPage, presenter: QualityPresenter
) -> None:
    assert page.inspect is not None
    button = page.inspect.findChild(QToolButton, "quality.loop")
    press(Key.Key_A)
    assert button.isChecked()
    presenter.listening.seek(5.0)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.toolTip().startswith("Loop 0:00 to 0:05")
    press(Key.Key_A)
    assert not button.isChecked()


def test_the_sample_says_how_much_of_it_is_done(page: QualityPage) -> None:
    assert page.inspect is not None
    assert page.inspect.sample._summary.text().startswith("Scored 0 of ")


def test_a_call_is_sampled_claimed_scored_and_published_without_a_mouse(
    qtbot: QtBot, page: QualityPage, presenter: QualityPresenter, quality: FakeQuality
) -> None:
    assert ("claim", "call-1") in quality.asked
    assert focus_name() == "question.greets"
    press(Key.Key_1)
    assert focus_name() == "question.closes"
    press(Key.Key_2)
    assert focus_name() == "question.right"
    press(Key.Key_3)
    # The wrong answer opens the question behind it.
    assert focus_name() == "question.corrects"
    press(Key.Key_1)
    press(Key.Key_Return, CONTROL)
    evaluations = quality.evaluations_by_id
    qtbot.waitUntil(lambda: evaluations["ev-call-1"].status is EvaluationStatus.SUBMITTED, timeout=2000)
    assert evaluations["ev-call-1"].score == 50
    press(Key.Key_Return, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert evaluations["ev-call-1"].status is EvaluationStatus.PUBLISHED
    press(Key.Key_N, CONTROL)
    assert ("claim", "call-2") in quality.asked
    assert focus_name() == "question.greets"


def test_submitting_does_nothing_while_a_question_is_open(page: QualityPage, quality: FakeQuality) -> None:
    press(Key.Key_1)
    press(Key.Key_Return, CONTROL)
    assert not [asked for asked in quality.asked if asked[0] == "submit"]


def test_not_applicable_is_refused_where_the_scorecard_does_not_allow_it(
    page: QualityPage, presenter: QualityPresenter
) -> None:
    press(Key.Key_0)
    press(Key.Key_0)
    assert presenter.scoring.draft is not None
    assert set(presenter.scoring.draft.verdicts) == {"greets"}
    assert focus_name() == "question.closes"


def test_arrows_move_and_n_finds_what_is_open(page: QualityPage) -> None:
    press(Key.Key_Down)
    press(Key.Key_Down)
    assert focus_name() == "question.right"
    press(Key.Key_Up)
    press(Key.Key_1)
    assert focus_name() == "question.right"
    press(Key.Key_N)
    assert focus_name() == "question.greets"
    press(Key.Key_N)
    assert focus_name() == "question.right"


def test_a_conditional_question_appears_and_goes(page: QualityPage) -> None:
    row = page.findChild(QWidget, "question.corrects")
    assert row is not None
    assert not row.isVisible()
    press(Key.Key_Down)
    press(Key.Key_Down)
    press(Key.Key_3)
    assert row.isVisible()
    press(Key.Key_Up)
    press(Key.Key_1)
    assert not row.isVisible()


def test_space_plays_and_j_and_l_skip(page: QualityPage, players: list[FakePlayer]) -> None:
    press(Key.Key_Space)
    assert players[0].is_playing
    players[0].run_to(30)
    press(Key.Key_L)
    assert players[0].position == 35
    press(Key.Key_J)
    assert players[0].position == 30
    press(Key.Key_Period)
    assert players[0].rate == 1.25
    press(Key.Key_Comma)
    press(Key.Key_Comma)
    assert players[0].rate == 0.75
    press(Key.Key_Space)
    assert not players[0].is_playing


def test_space_presses_a_button_that_has_the_focus(
    page: QualityPage, players: list[FakePlayer], quality: FakeQuality
) -> None:
    buttons = [b for b in page.findChildren(QAbstractButton) if b.text() == "Pick calls"]
    buttons[0].setFocus()
    before = len([asked for asked in quality.asked if asked[0] == "sample"])
    press(Key.Key_Space)
    assert len([asked for asked in quality.asked if asked[0] == "sample"]) == before + 1
    assert players == []


def test_p_pins_a_comment_to_the_second_at_which_it_was_begun(
    page: QualityPage, presenter: QualityPresenter, players: list[FakePlayer]
) -> None:
    press(Key.Key_Space)
    players[0].run_to(12.5)
    press(Key.Key_P)
    assert focus_name() == "quality.pin"
    players[0].run_to(15)
    field = QApplication.focusWidget()
    assert field is not None
    type_text(field, "抢话 1 次")
    press(Key.Key_Return)
    assert presenter.scoring.draft is not None
    assert [(pin.second, pin.text) for pin in presenter.scoring.draft.pins] == [(12.5, "抢话 1 次")]
    press(Key.Key_P)
    press(Key.Key_Escape)
    assert len(presenter.scoring.draft.pins) == 1
    assert focus_name() == "quality.waveform"


def test_shares_are_of_the_talk_alone_and_stand_whole_in_the_panel(page: QualityPage) -> None:
    """Hold and pauses are told besides; in English all of it needs a second line."""
    shares = page.inspect.listen.findChild(QLabel, "quality.shares")
    assert shares is not None
    for words in ("Agent 50%", "Caller 30%", "Both at once 5%", "Silence 25%", "on hold 0:15", "recording paused 0:05"):
        assert words in shares.text()
    assert shares.fontMetrics().horizontalAdvance(shares.text()) > shares.width(), "or this shows nothing"
    assert 2 * shares.fontMetrics().height() <= shares.heightForWidth(shares.width()) <= shares.height()


def test_digits_typed_into_a_remark_are_words_and_no_answers(page: QualityPage, presenter: QualityPresenter) -> None:
    press(Key.Key_R)
    assert focus_name() == "quality.remark"
    for key in (Key.Key_1, Key.Key_0, Key.Key_N, Key.Key_Space, Key.Key_J):
        press(key)
    assert presenter.scoring.draft is not None
    assert presenter.scoring.draft.remark == "10n j"
    assert presenter.scoring.draft.verdicts == {}


def test_c_comments_on_an_answer(page: QualityPage, presenter: QualityPresenter) -> None:
    press(Key.Key_C)
    assert focus_name() == "comment.greets"
    for key in (Key.Key_O, Key.Key_K):
        press(key)
    press(Key.Key_Return)
    assert focus_name() == "question.greets"
    assert presenter.scoring.draft is not None
    assert presenter.scoring.draft.verdicts["greets"].comment == "ok"


def test_f_goes_to_the_fatal_items_and_space_marks_one(page: QualityPage, presenter: QualityPresenter) -> None:
    press(Key.Key_F)
    assert focus_name() == "fatal.abuse"
    press(Key.Key_Space)
    assert presenter.scoring.draft is not None
    assert presenter.scoring.draft.fatal == ["abuse"]
    press(Key.Key_Space)
    assert presenter.scoring.draft.fatal == []


def test_a_page_built_anew_shows_the_same(page: QualityPage, presenter: QualityPresenter, open_page: OpenPage) -> None:
    press(Key.Key_1)
    presenter.scoring.set_remark("总评")
    again = open_page(presenter)
    assert again.inspect is not None
    assert again.inspect.score.remark.toPlainText() == "总评"
    assert again.inspect.sample.table.model.rowCount() == 4
    row = again.findChild(QWidget, "question.greets")
    assert row is not None
    assert row.accessibleName() == "Greets properly: Full"


def test_a_missing_recording_is_said(page: QualityPage, presenter: QualityPresenter, quality: FakeQuality) -> None:
    quality.has_recording = False
    press(Key.Key_N, CONTROL)
    assert page.inspect is not None
    labels = [label.text() for label in page.inspect.listen.findChildren(type(page.inspect.listen._notice))]
    assert "这通电话没有录音。" in labels
    assert not page.inspect.listen._wave.isVisible()
    assert not page.inspect.listen._transport.isVisible()


def test_a_cut_recording_is_said_whatever_else_there_is_to_say(page: QualityPage, quality: FakeQuality) -> None:
    quality.flaw = RecordingFlaw(cause=TroubleCause.SHORT, talk_seconds=312, seconds=220)
    press(Key.Key_N, CONTROL)
    assert page.inspect is not None
    listen = page.inspect.listen
    assert listen._flaw.isVisible()
    assert "3:40 of 5:12" in listen._flaw.text()
    listen._say("")
    assert listen._flaw.isVisible()


def test_a_machine_without_sound_is_said(page: QualityPage, players: list[FakePlayer]) -> None:
    press(Key.Key_Space)
    players[0].has_sound = False
    press(Key.Key_Space)
    press(Key.Key_Space)
    assert page.inspect is not None
    assert "no sound device" in page.inspect.listen._notice.text()


def test_an_agent_sees_only_their_own_and_appeals_by_keys(
    make_presenter: MakePresenter, open_page: OpenPage, quality: FakeQuality
) -> None:
    published(quality, "e")
    page = open_page(make_presenter(Role.AGENT))
    assert page.inspect is None
    press(Key.Key_Down)
    press(Key.Key_Return)
    field = page.findChild(QWidget, "quality.mine.text")
    assert field is not None
    field.setFocus()
    type_text(field, "结束语说了")
    press(Key.Key_Return, CONTROL)
    assert quality.evaluations_by_id["e"].appeal == "结束语说了"
    # An appeal is not acknowledged, and its answers cannot be changed by the agent.
    press(Key.Key_Return, CONTROL)
    assert ("acknowledge", "e") not in quality.asked


def test_an_agent_acknowledges_with_one_key(
    make_presenter: MakePresenter, open_page: OpenPage, quality: FakeQuality
) -> None:
    published(quality, "e")
    page = open_page(make_presenter(Role.AGENT))
    page.open_link(Link("quality", "evaluation", "e"))
    press(Key.Key_Return, CONTROL)
    assert quality.evaluations_by_id["e"].status is EvaluationStatus.ACKNOWLEDGED


def test_an_inspector_answers_an_appeal_with_a_new_score(
    make_presenter: MakePresenter, open_page: OpenPage, quality: FakeQuality, players: list[FakePlayer]
) -> None:
    published(quality, "e", agent_id="a", status=EvaluationStatus.APPEALED, appeal="请复核", may_answer=True)
    presenter = make_presenter(Role.INSPECTOR)
    page = open_page(presenter)
    press(Key.Key_PageDown, CONTROL)
    press(Key.Key_Down)
    press(Key.Key_Return)
    press(Key.Key_Space)
    assert players[0].is_playing
    view = page._views["appeals"]
    row = view.findChild(QWidget, "question.closes")
    assert row is not None
    row.setFocus()
    press(Key.Key_1)
    field = view.findChild(QWidget, "quality.appeals.text")
    assert field is not None
    field.setFocus()
    type_text(field, "已更正")
    press(Key.Key_Return, CONTROL)
    assert quality.evaluations_by_id["e"].verdicts["closes"].share == 1
    assert quality.evaluations_by_id["e"].appeal_answer == "已更正"


def test_figures_are_shown_and_exported(
    make_presenter: MakePresenter, open_page: OpenPage, quality: FakeQuality, exported: list[TableSnapshot]
) -> None:
    page = open_page(make_presenter(Role.LEAD))
    assert quality.asked[-1][0] == "figures"
    view = page._views["figures"]
    view._agents.request_export()  # type: ignore[union-attr]
    assert exported[0].rows[0][0] == "陈静"


def test_all_commands_are_bound_and_do_not_clash(page: QualityPage) -> None:
    assert page.unbound_commands() == []
    assert clashes(entry.commands()) == []


def test_every_control_has_a_name(page: QualityPage) -> None:
    nameless = [
        (type(widget).__name__, widget.objectName())
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and not (widget.accessibleName() or getattr(widget, "text", str)())
        and type(widget).__name__ not in ("QTabBar", "QSplitterHandle")
    ]
    assert nameless == []


def test_the_page_fits_a_small_screen(page: QualityPage) -> None:
    # 1280 wide, less the navigation; with large text the panels scroll sideways instead of making the window larger.
    assert page.minimumSizeHint().width() <= 600
    bars = [area.horizontalScrollBar() for area in page.findChildren(QScrollArea) if area.isVisible()]
    assert all(not bar.isVisible() for bar in bars)


def test_a_call_that_a_link_names_is_opened_for_listening_and_asked_what_for(
    make_presenter: MakePresenter, open_page: OpenPage, players: list[FakePlayer]
) -> None:
    presenter = make_presenter(Role.INSPECTOR)
    page = open_page(presenter)
    asked: list[bool] = []
    presenter.review.why_wanted.connect(lambda: asked.append(True))
    page.open_link(Link("quality", "recording", "call-2"))
    assert (presenter.view, presenter.review.call_id) == ("appeals", "call-2")
    presenter.review.toggle()
    assert asked
    assert not any(player.is_playing for player in players)
