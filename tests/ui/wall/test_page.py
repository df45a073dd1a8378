"""The wall by key presses: figures, graph, board, exports, training, staleness."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from services.contracts.calls import AgentState
from services.contracts.events import Topic, TrainingState
from services.contracts.figures import Live
from services.errors import AppError
from services.wall.service import DayGraph
from tests.ui.wall.fakes import NOW, Exports, FakeFigures, FakeLive, FakeTraining, Notices, agent, alarm, day
from ui.commands import clashes
from ui.shell.shortcuts import window_commands
from ui.wall.choices import WallChoices
from ui.wall.entry import commands
from ui.wall.page import WallPage
from ui.wall.presenter import WallPresenter
from widgets import theme
from widgets.remember import InMemory
from widgets.theme import Tone

CONTROL = Qt.KeyboardModifier.ControlModifier


def press(qtbot: QtBot, page: WallPage, key: Qt.Key, modifier: Qt.KeyboardModifier = CONTROL) -> None:
    """Presses a key where the focus is."""
    qtbot.keyClick(QApplication.focusWidget() or page, key, modifier)


def focus() -> str:
    widget = QApplication.focusWidget()
    return "" if widget is None else widget.objectName()


def test_every_command_does_something_and_no_key_clashes(page: WallPage) -> None:
    assert page.unbound_commands() == []
    assert clashes(commands(), window_commands()) == []


def test_figures_are_shown_with_what_they_mean(page: WallPage) -> None:
    figures = page.figures.figures
    assert page.figures.waiting.value == "3"
    assert page.figures.in_call.value == "1"
    assert figures["service_level"].value == "90.0%"
    assert "50.0%" in figures["service_level"].foot
    assert figures["asa"].value == "0:08"
    assert figures["aht"].value == "–", "nothing counted is not zero"
    assert "15 s" in figures["service_level"].accessibleDescription()
    assert "90.0%" in figures["service_level"].accessibleName()
    assert page.figures.agents.count("talking") == "1"
    assert page.figures.agents.count("signed_in") == "2"
    assert "Talking 1" in page.figures.agents.accessibleName()


def test_calls_that_no_queue_took_are_figures_of_their_own(page: WallPage) -> None:
    outside = page.figures.outside
    shown = {key: outside.count(key) for key in ("turned_away", "callbacks_promised", "overflowed", "blocked")}
    assert shown == {"turned_away": "2", "callbacks_promised": "1", "overflowed": "3", "blocked": "7"}
    assert "Turned away 2" in outside.accessibleName()
    assert outside in page.figures.stops()
    assert "Not abandoned" in outside.accessibleDescription()


def test_only_what_is_wrong_has_a_colour(page: WallPage, figures: FakeFigures, presenter: WallPresenter) -> None:
    tiles = page.figures.figures
    assert {tile.tone for tile in tiles.values()} == {Tone.NEUTRAL}
    assert page.figures.longest.tone == Tone.WARN
    figures.today = {"offered": 100, "service_level": 0.5, "connection_rate": 0.94}
    presenter.refresh()
    assert tiles["service_level"].tone == Tone.BAD
    assert tiles["connection_rate"].tone == Tone.WARN
    assert tiles["abandon_rate"].tone == Tone.NEUTRAL


def test_arrows_walk_through_the_figures_and_one_tab_leaves(qtbot: QtBot, page: WallPage) -> None:
    press(qtbot, page, Qt.Key.Key_I)
    assert QApplication.focusWidget() is page.figures.waiting
    qtbot.keyClick(page.figures.waiting, Qt.Key.Key_Right)
    assert QApplication.focusWidget() is page.figures.longest
    qtbot.keyClick(page.figures.longest, Qt.Key.Key_Left)
    qtbot.keyClick(page.figures.waiting, Qt.Key.Key_Left)
    assert QApplication.focusWidget() is page.figures.waiting
    qtbot.keyClick(page.figures.waiting, Qt.Key.Key_Tab)
    assert focus() == "wall.graph"


def test_what_a_figure_means_is_shown_to_who_comes_by_keyboard(qtbot: QtBot, page: WallPage) -> None:
    press(qtbot, page, Qt.Key.Key_I)
    qtbot.keyClick(page.figures.waiting, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: QToolTip.text() == page.figures.longest.toolTip())
    assert QToolTip.isVisible()


def test_a_new_threshold_is_asked_for_and_named(qtbot: QtBot, page: WallPage, figures: FakeFigures) -> None:
    press(qtbot, page, Qt.Key.Key_T)
    assert QApplication.focusWidget() is page.head.threshold
    qtbot.keyClicks(page.head.threshold, "30")
    qtbot.keyClick(page.head.threshold, Qt.Key.Key_Return)
    assert figures.thresholds[-1] == 30
    assert "30" in page.figures.figures["service_level"].accessibleName()


def test_the_graph_shows_today_and_yesterday_and_reads_at_the_cursor(qtbot: QtBot, page: WallPage) -> None:
    press(qtbot, page, Qt.Key.Key_G)
    plot = page.graph.plot
    assert focus() == "wall.graph"
    assert [text.split("  ")[0] for text in plot.legend.texts()] == [
        "Arrivals",
        "Answered",
        "Abandoned",
        "Waiting",
        "Staffed",
        "Yesterday",
    ]
    qtbot.keyClick(plot, Qt.Key.Key_Plus)
    qtbot.keyClick(plot, Qt.Key.Key_Left)
    assert "Arrivals  15" in plot.legend.texts(), "one a minute, over a quarter of an hour"
    assert plot.view() != (0, 86_400)


def test_zoom_stays_when_the_graph_comes_anew(
    qtbot: QtBot, page: WallPage, presenter: WallPresenter, figures: FakeFigures
) -> None:
    qtbot.keyClick(page.graph.plot, Qt.Key.Key_Plus)
    view = page.graph.plot.view()
    figures.graph = DayGraph(day(5, 721), None, None)
    figures.now = NOW + timedelta(minutes=1)
    for _ in range(3):
        presenter.refresh()
    assert page.graph.plot.value_at("arrivals", 43_260) == 75
    assert page.graph.plot.view() == view


def test_a_curve_is_switched_off_by_keyboard_and_stays_off(
    qtbot: QtBot, page: WallPage, presenter: WallPresenter, remember: InMemory, make_page: Callable[..., WallPage]
) -> None:
    press(qtbot, page, Qt.Key.Key_G)
    buttons = page.graph.plot.legend._buttons
    buttons["answered"].setFocus()
    qtbot.keyClick(buttons["answered"], Qt.Key.Key_Space)
    assert WallChoices(remember).hidden_curves == {"answered"}
    again = make_page(presenter)
    assert not again.graph.plot.legend._buttons["answered"].isChecked()
    assert not again.graph.plot._curves["answered"].isVisible()
    assert again.graph.plot._curves["arrivals"].isVisible()


def test_an_empty_day_says_what_to_do(
    qtbot: QtBot, figures: FakeFigures, live: FakeLive, presenter: WallPresenter, make_page: Callable[..., WallPage]
) -> None:
    figures.agents = []
    figures.graph = DayGraph(day(0, 0), None, None)
    page = make_page(presenter)
    assert "Ctrl+." in page.graph._hint.sentence()
    live.state.training = TrainingState(active=True, paused=True)
    live.event(Topic.TRAINING, {})
    assert "Ctrl+P" in page.graph._hint.sentence()
    assert page.board.table._empty.isVisible()


def test_before_the_first_figures_an_error_offers_to_try_again(
    qtbot: QtBot, figures: FakeFigures, presenter: WallPresenter, make_page: Callable[..., WallPage]
) -> None:
    figures.error = AppError("unreachable", status=503)
    page = make_page(presenter)
    assert page._body.currentIndex() == 1
    figures.error = None
    button = next(b for b in page._empty.findChildren(QWidget) if b.metaObject().className() == "QPushButton")
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert page._body.currentIndex() == 0


def test_stale_figures_turn_grey_and_say_when_they_were_true(page: WallPage, live: FakeLive) -> None:
    live.fall_silent(30)
    assert page.banner.isVisible()
    assert "12:00:00" in page.banner.words.text()
    assert "12:00:00" not in page.head.clock.text()  # in training the head of the window tells the time
    tiles = [page.figures.waiting, page.figures.longest, *page.figures.figures.values()]
    assert {tile.tone for tile in tiles} == {Tone.QUIET}
    assert page.graph._veil.isVisible()
    state = next(column for column in page.board.table.model.columns if column.key == "state")
    assert state.tone is not None
    assert state.tone(page.board.table.model.row_at(0)) is Tone.QUIET
    live.come_back()
    assert not page.banner.isVisible()
    assert not page.graph._veil.isVisible()
    assert page.figures.longest.tone == Tone.WARN


def test_when_only_the_figures_fail_the_reason_is_said(
    page: WallPage, figures: FakeFigures, presenter: WallPresenter
) -> None:
    figures.error = AppError("timed_out", status=504)
    presenter.refresh()
    assert "tried again by itself" in page.banner.words.text()
    figures.error = AppError("server_busy", status=503)
    presenter.refresh()
    assert "busy" in page.banner.words.text()


def test_figures_are_larger_in_a_large_window(qtbot: QtBot, page: WallPage) -> None:
    small = page.figures.waiting.height()
    page.resize(1830, 1010)
    qtbot.waitUntil(lambda: page.figures.waiting.height() > 1.2 * small)


def test_on_a_screen_of_768_lines_callers_and_agents_are_seen_below_two_alarms(
    qtbot: QtBot, page: WallPage, live: FakeLive, figures: FakeFigures, presenter: WallPresenter
) -> None:
    live.alarm(alarm(1))
    live.alarm(alarm(2, skill="city"))
    figures.live = Live(waiting=1000, longest_wait=1500)
    presenter.refresh()
    page.resize(1290, 688)
    rows = theme.current().space.row
    for table in (page.queue.table, page.board.table):
        qtbot.waitUntil(lambda table=table: table.view.viewport().height() >= 3 * rows)  # type: ignore[misc]
    number = next(one for one in page.figures.waiting.findChildren(QLabel) if one.text() == "1000")
    assert number.sizeHint().width() <= number.width(), "a number that is cut off is a wrong number"


def test_with_large_text_on_768_lines_the_agents_stand_beside_the_queue_and_both_show_several(
    qtbot: QtBot, make_page: Callable[..., WallPage], presenter: WallPresenter, qapp: QApplication
) -> None:
    theme.apply(qapp, theme.make_theme("light", large=True))
    try:
        page = make_page(presenter)
        page.resize(1262, 670)
        rows = theme.current().space.row
        qtbot.waitUntil(lambda: page.board.table.view.viewport().height() >= 6 * rows)
        qtbot.waitUntil(lambda: page.queue.table.view.viewport().height() >= 2 * rows)
        assert page.minimumSizeHint().width() <= 1280 - 104, "less the rail"
        assert "handled" not in page.board.table.arrangement.order(), "what gives way leaves its room to the others"
        page.resize(1262, 900)
        qtbot.waitUntil(lambda: page.board.y() > page.graph.y() + page.graph.height())
    finally:
        theme.apply(qapp, theme.make_theme("light"))


def test_the_board_follows_and_shows_whom_they_speak_with(
    qtbot: QtBot, page: WallPage, live: FakeLive, presenter: WallPresenter
) -> None:
    model = page.board.table.model
    call = next(column for column in model.columns if column.key == "call")
    assert "138****0002" in call.shown_text(model.get("a2"))
    live.agent(agent("a1", AgentState.BREAK, reason="meal", since=NOW - timedelta(seconds=65), stuck="long_break"))
    model.flush()
    assert model.key_at(0) == "a1", "who looks stuck stands first"
    shown = {column.key: column.shown_text(model.row_at(0)) for column in model.columns}
    assert shown["state"] == "Break · meal"
    assert shown["since"] == "1:05"
    assert shown["stuck"] == "Very long break"
    assert page.board._stuck.text() == "Look stuck: 1"


def test_who_hides_their_number_is_said_to(
    figures: FakeFigures, make_presenter: Callable[..., WallPresenter], make_page: Callable[..., WallPage]
) -> None:
    figures.number_masked = ""
    page = make_page(make_presenter())
    row = page.board.table.model.get("a2")
    assert row is not None
    column = next(column for column in page.board.table.model.columns if column.key == "call")
    assert column.shown_text(row) == "number hidden · Social matters"


def test_who_is_off_duty_is_shown_on_request(
    qtbot: QtBot, page: WallPage, figures: FakeFigures, presenter: WallPresenter, remember: InMemory
) -> None:
    figures.agents = [
        agent("a1", AgentState.READY),
        agent("off", AgentState.OFFLINE),
        agent("gone", AgentState.OFFLINE, handled=7),
    ]
    presenter.refresh()
    model = page.board.table.model
    assert [row.account_id for row in model.shown_rows()] == ["a1", "gone"]
    press(qtbot, page, Qt.Key.Key_O)
    assert model.rowCount() == 3
    assert WallChoices(remember).show_offline


def test_ctrl_f_finds_an_agent(qtbot: QtBot, page: WallPage) -> None:
    press(qtbot, page, Qt.Key.Key_F)
    qtbot.keyClicks(QApplication.focusWidget(), "a2")
    qtbot.waitUntil(lambda: page.board.table.model.rowCount() == 1)


def test_board_figures_and_picture_are_exported(
    qtbot: QtBot, presenter: WallPresenter, make_page: Callable[..., WallPage], exports: Exports, tmp_path: Path
) -> None:
    page = make_page(presenter, str(tmp_path / "graph"))
    page.actions_by_name["export_board"].trigger()
    page.actions_by_name["export_figures"].trigger()
    board, figures = exports.tables
    assert board.titles[:3] == ["Name", "Team", "State"]
    assert [row[0] for row in board.rows] == ["话务员a1", "话务员a2"]
    assert figures.name.endswith("2026-03-10 1200")
    rows = {row[0]: list(row) for row in figures.rows}
    assert rows["As of"][2] == "2026-03-10 12:00:00"
    assert rows["T of the service level"][2] == 15
    assert rows["Waiting"][2] == 3
    assert rows["Agents: Talking"][2] == 1
    assert rows["Service level (15s)"][1:4] == ["%", 90.0, 50.0], "numbers, not words, so that they can be added up"
    assert rows["ASA"][1:4] == ["s", 8.0, None]
    assert rows["Calls offered"][2] == 100
    assert rows["Blocked"][2] == 7
    assert rows["Turned away"][2] == 2
    assert rows["Sent on"][2] == 3
    page.actions_by_name["export_graph"].trigger()
    picture = QImage(str(tmp_path / "graph.png"))
    assert picture.width() > 600, "the queue stands beside it"


def test_a_picture_that_cannot_be_written_is_said(
    qtbot: QtBot, presenter: WallPresenter, make_page: Callable[..., WallPage], notices: Notices, tmp_path: Path
) -> None:
    page = make_page(presenter, str(tmp_path / "missing" / "graph.png"))
    page.actions_by_name["export_graph"].trigger()
    assert notices.said[-1][1] is Tone.BAD
    assert "graph.png" in notices.said[-1][0]


def test_the_export_menu_opens_by_key(qtbot: QtBot, page: WallPage, exports: Exports) -> None:
    press(qtbot, page, Qt.Key.Key_E)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == [
        "Export the figures",
        "Export the agents",
        "Save the graph as a picture",
    ]
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert len(exports.tables) == 1


def test_the_training_day_is_paused_and_made_faster_by_key(
    qtbot: QtBot, page: WallPage, training: FakeTraining
) -> None:
    press(qtbot, page, Qt.Key.Key_Period)
    press(qtbot, page, Qt.Key.Key_Comma)
    press(qtbot, page, Qt.Key.Key_P)
    assert [(c.speed, c.paused) for c in training.changes] == [(20, None), (10, None), (None, True)]
    assert "paused" in page.head.training._badge.text()
    page.head.training.speeds.setFocus()
    qtbot.keyClick(page.head.training.speeds, Qt.Key.Key_End)
    assert training.changes[-1].speed == 60


def test_who_may_not_control_the_training_sees_its_speed_only(
    qtbot: QtBot, make_presenter: Callable[..., WallPresenter], make_page: Callable[..., WallPage]
) -> None:
    page = make_page(make_presenter(may_put_right=False, may_control=False))
    assert page.head.training._badge.text() == "Training ×10"
    assert not page.head.training.speeds.isVisible()
    assert not page.actions_by_name["put_right"].isEnabled()
    assert page.board.buttons == {}


def test_every_control_has_a_name_and_can_be_reached_by_tab(qtbot: QtBot, page: WallPage) -> None:
    start = page.head.threshold
    start.setFocus()
    seen: list[QWidget] = []
    widget = QApplication.focusWidget()
    while widget is not None and widget not in seen:
        seen.append(widget)
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
    names = [w.objectName() for w in seen]
    for wanted in (
        "wall.threshold",
        "wall.graph",
        "wall.speed",
        "wall.pause",
        "filter.wall.agents",
        "wall.close_queue",
        "wall.queue_menu",
        "wall.act.move",
        "table.wall.agents",
    ):
        assert wanted in names
    assert all(legend in seen for legend in page.graph.plot.legend._buttons.values())
    assert page.figures.waiting in seen
    assert [w for w in seen if not (w.accessibleName() or getattr(w, "text", str)())] == []
