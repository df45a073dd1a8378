import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from services.contracts.accounts import Role
from services.contracts.calls import AgentStatus
from services.contracts.events import Event, ExchangeStatus, Snapshot, Topic, TrainingState
from services.errors import AppError
from services.tasks import Task
from tests.ui.house import START, House, account, entry, open_window, sign_in
from ui.shell.main_window import MainWindow
from ui.shell.status_presenter import ConnectionState
from ui.shell.training_badge import TrainingBadge


def opened(house: House, qtbot: QtBot, username: str = "lead01") -> MainWindow:
    window, _controller = open_window(house, [entry("one")], qtbot)
    sign_in(window, username)
    return window


def hear(house: House, **more: object) -> None:
    house.live._apply_snapshot(
        Snapshot(as_of=1, now=START, api_version="1.0", account=account(), permissions=[], **more)  # type: ignore[arg-type]
    )


def words(window: MainWindow, name: str) -> str:
    from PySide6.QtWidgets import QLabel

    return window.findChild(QLabel, f"status.{name}").text()


def test_connection_from_start_to_silence_and_back(house: House, qtbot: QtBot) -> None:
    window = opened(house, qtbot)
    status = window._controller.status
    assert status.connection == ConnectionState.CONNECTING
    hear(house)
    assert words(window, "connection") == "Connected"
    house.clock.advance(6)
    house.live.tick()
    assert status.connection == ConnectionState.STALE
    assert words(window, "connection") == "No sign of life; last true at 09:00:00"
    house.live._note_problem(AppError("unreachable", status=503))
    assert words(window, "connection") == "Offline; last true at 09:00:00"
    hear(house)
    assert words(window, "connection") == "Connected"


def test_a_lost_exchange_is_told_from_a_lost_server(house: House, qtbot: QtBot) -> None:
    window = opened(house, qtbot)
    hear(house)
    lost = ExchangeStatus(connected=False, last_true_at=START - timedelta(seconds=4))
    data = lost.model_dump(mode="json")
    house.live._apply_event(Event(id=2, at=START, topic=Topic.EXCHANGE, subject="exchange", data=data))
    assert words(window, "connection") == "Calls: last true at 08:59:56"
    assert house.live.state.calls_stale
    assert not house.live.state.stale
    back = ExchangeStatus().model_dump(mode="json")
    house.live._apply_event(Event(id=3, at=START, topic=Topic.EXCHANGE, subject="exchange", data=back))
    assert words(window, "connection") == "Connected"


def test_outbox_counts(house: House, qtbot: QtBot) -> None:
    window = opened(house, qtbot)
    assert window.workspace is not None
    house.outbox.put("ticket.new", "t1", {"title": "x"}, title="x")
    assert words(window, "unsent") == "Will be filed: 1"
    house.answers = [AppError("invalid_fields", status=422)]
    house.deliver()
    assert not window.workspace.status.unsent.isVisible()
    assert window.workspace.status.needs_you.text() == "Needs you: 1"
    assert window.workspace.status.needs_you.isVisible()
    item = house.outbox.needs_you()[0]
    house.outbox.resend(item.id, item.payload, None)
    house.deliver()
    assert not window.workspace.status.needs_you.isVisible()


def test_running_work_shows_and_cancels(house: House, qtbot: QtBot) -> None:
    window = opened(house, qtbot)
    assert window.workspace is not None
    task = Task("Exporting")
    house.tasks.titled = [task]
    task.done, task.total = 50, 200
    house.tasks.tell()
    assert words(window, "work") == "Exporting  25 %"
    window.workspace.status._cancel.click()
    assert task.progress.cancelled
    house.tasks.titled = [task, Task("Other")]
    house.tasks.tell()
    assert "1 more" in words(window, "work")
    house.tasks.titled = []
    house.tasks.tell()
    assert not window.workspace.status.work.isVisible()


def test_training_clock_and_control(house: House, qtbot: QtBot) -> None:
    window = opened(house, qtbot)
    badge = window.findChild(TrainingBadge)
    assert badge is not None
    assert not badge.isVisible()
    hear(house, training=TrainingState(active=True, speed=10))
    assert badge.isVisible()
    assert badge.text() == "Training · 09:00:00 · ×10"
    house.clock.advance(1)
    qtbot.waitUntil(lambda: "09:00:01" in badge.text(), timeout=2500)
    menu = badge.menu()
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["Speed ×10"]
    menu.actions()[0].trigger()
    menu.actions()[-1].trigger()
    assert [(c.speed, c.paused) for c in house.training.changes] == [(None, True), (60.0, None)]


@pytest.fixture
def machine_in_lisbon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Lisbon")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("machine_in_lisbon")
def test_the_window_shows_the_time_of_the_district_it_is_signed_in_to(house: House, qtbot: QtBot) -> None:
    house.staff.zone = "Europe/Berlin"
    window = opened(house, qtbot)
    hear(house, training=TrainingState(active=True))
    badge = window.findChild(TrainingBadge)
    assert badge is not None
    # Nine in Shanghai.
    assert badge.text() == "Training · 02:00:00 · ×1"
    house.clock.advance(6)
    house.live.tick()
    assert words(window, "connection") == "No sign of life; last true at 02:00:00"
    window._controller.sign_out()
    house.staff.zone = "Asia/Urumqi"
    sign_in(window)
    hear(house, training=TrainingState(active=True))
    badge = window.findChild(TrainingBadge)
    assert badge is not None
    assert badge.text().startswith("Training · 07:00")


def test_agent_sees_the_clock_and_no_control(house: House, qtbot: QtBot) -> None:
    window = opened(house, qtbot, "agent01")
    badge = window.findChild(TrainingBadge)
    assert badge is not None
    assert badge.menu() is None


def test_counts_are_asked_again_when_things_change_meanwhile(house: House, qtbot: QtBot) -> None:
    window = opened(house, qtbot)
    house.tasks.hold()
    house.outbox.put("ticket.new", "t1", {}, title="x")
    house.outbox.put("ticket.new", "t2", {}, title="y")
    house.tasks.release()
    assert words(window, "unsent") == "Will be filed: 2"


def test_stays_quiet_after_sign_out(house: House, qtbot: QtBot) -> None:
    window = opened(house, qtbot)
    status = window._controller.status
    window._controller.sign_out()
    house.outbox.put("ticket.new", "t1", {}, title="x")
    house.tasks.tell()
    assert status.will_be_filed == 0
    assert window.workspace is None


def test_person_and_roles_are_shown(house: House, qtbot: QtBot) -> None:
    house.staff.accounts["both"] = account("both", Role.AGENT, Role.LEAD)
    window = opened(house, qtbot, "both")
    button = window.findChild(QPushButton, "top.person")
    assert button is not None
    assert button.text() == "Name of both · Agent, Shift lead"


def test_last_true_at_counts_from_the_last_sign_of_life(house: House, qtbot: QtBot) -> None:
    window = opened(house, qtbot)
    hear(house, me=AgentStatus(account_id="lead01", name="x", state="ready", since=START))
    house.clock.advance(3)
    house.live._hear(None, 0)
    house.clock.set_back(3600)
    house.clock.advance(6)
    house.live.tick()
    at = window._controller.status.last_true_at
    assert at is not None
    assert at - START == timedelta(seconds=3)
