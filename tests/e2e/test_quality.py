"""An inspector's work on the page, by keys, against the embedded server with the training district."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
import soundfile
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.embedded import EmbeddedServer, Endpoint
from services.api.accounts import AccountsApi
from services.api.calibrations import CalibrationApi
from services.api.calls import CallsApi
from services.api.quality import QualityApi
from services.api.tickets import TicketsApi
from services.api.transport import Transport
from services.contracts.calibrations import AgreedChange, CalibrationState
from services.contracts.quality import EvaluationStatus, Verdict
from services.quality.calibrations import CalibrationService
from services.quality.service import QualityService
from services.server.recordings import watermark
from services.server.recordings.sound import decode
from services.server.training.staff import PASSWORD
from services.session import CurrentSession
from services.tasks import ImmediateTasks
from tests.ui.quality.fakes import FakeLive, FakePlayer, FakeUnsaved
from ui import moments
from ui.page import Link, PageContext
from ui.quality import entry
from ui.quality.calibration_view import CalibrationView
from ui.quality.custody_bar import CustodyBar
from ui.quality.page import QualityPage
from ui.quality.presenter import QualityPresenter
from widgets import theme
from widgets.remember import InMemory


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    """The embedded API on a new training district."""
    server = EmbeddedServer(tmp_path_factory.mktemp("district"))
    yield server.start()
    server.stop()


class Person:
    """Somebody signed in, with what the page needs."""

    def __init__(self, endpoint: Endpoint, username: str) -> None:
        self.transport = Transport(endpoint.base_url, lambda: "zh_CN", endpoint.gate_token)
        accounts = AccountsApi(self.transport)
        self.session = CurrentSession(accounts, self.transport.use)
        self.session.sign_in(username, PASSWORD)
        moments.show_in(self.session.zone)
        self.api = QualityApi(self.transport)
        self.quality = QualityService(self.api, CallsApi(self.transport), TicketsApi(self.transport), accounts)
        self.calibrations = CalibrationService(CalibrationApi(self.transport), accounts)


class Notices:
    def say(self, *_words: object, **_more: object) -> None:
        """Nobody reads them here."""


class PresentLive(FakeLive):
    """The training day's time is the machine's at speed 1."""

    def server_now(self):  # type: ignore[no-untyped-def]
        from datetime import UTC, datetime

        return datetime.now(UTC)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key, modifier)


def test_a_call_is_sampled_heard_scored_published_and_appealed(
    qtbot: QtBot, qapp: QApplication, endpoint: Endpoint, tmp_path: Path
) -> None:
    theme.apply(qapp, theme.make_theme())
    inspector = Person(endpoint, "inspector01")
    players: list[FakePlayer] = []

    def make_player() -> FakePlayer:
        players.append(FakePlayer())
        return players[-1]

    told: list[str] = []
    presenter = QualityPresenter(
        ImmediateTasks(),
        inspector.quality,
        PresentLive(),
        inspector.session,
        FakeUnsaved(),
        make_player,
        inspector.calibrations,
    )
    presenter.notice_stated.connect(lambda words, _tone: told.append(words))
    presenter.start()
    page = QualityPage(presenter, PageContext(entry.commands(), InMemory(), Notices(), lambda _table: None))
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.entered()
    control = Qt.KeyboardModifier.ControlModifier

    press(Qt.Key.Key_G, control)
    sample = presenter.sampling.sample
    assert sample is not None
    assert len(sample.calls) == 10
    presenter.open_next()
    assert presenter.scoring.draft is not None, told
    assert presenter.listening.file is not None
    press(Qt.Key.Key_Space)
    played = players[0].sound
    assert played is not None
    qtbot.waitUntil(lambda: played.is_whole, timeout=5000)
    samples, rate = soundfile.read(io.BytesIO(played.read(0, played.size)))
    assert presenter.listening.file.waveform is not None
    assert abs(len(samples) - presenter.listening.file.waveform.seconds * rate) < 100
    players[0].run_to(5)

    for _ in range(60):
        if not presenter.scoring.draft.result.unanswered:
            break
        press(Qt.Key.Key_N)
        press(Qt.Key.Key_1)
    assert presenter.scoring.draft.result.score == 100
    press(Qt.Key.Key_Return, control)
    qtbot.waitUntil(lambda: _status(presenter) is EvaluationStatus.SUBMITTED, timeout=5000)
    press(Qt.Key.Key_Return, control | Qt.KeyboardModifier.ShiftModifier)
    assert _status(presenter) is EvaluationStatus.PUBLISHED
    evaluation = inspector.quality.evaluation(presenter.scoring.draft.base.id)
    assert evaluation.score == 100
    assert told == []

    # The agent, a simulated colleague here, sees it with their own eyes.
    agent = Person(endpoint, evaluation.agent_id)
    seen = agent.quality.evaluation(evaluation.id)
    assert [step.action for step in seen.history] == ["published"]
    appealed = agent.quality.appeal(seen, "结束语应得满分，请复核")
    assert appealed.status is EvaluationStatus.APPEALED
    colleague = Person(endpoint, "inspector02")
    assert colleague.quality.evaluation(evaluation.id).may_answer
    assert not inspector.quality.evaluation(evaluation.id).may_answer
    presenter.close()


def test_a_recording_is_held_and_a_marked_copy_taken_out(
    qtbot: QtBot, qapp: QApplication, endpoint: Endpoint, tmp_path: Path
) -> None:
    theme.apply(qapp, theme.make_theme())
    inspector = Person(endpoint, "inspector01")
    presenter = QualityPresenter(
        ImmediateTasks(),
        inspector.quality,
        PresentLive(),
        inspector.session,
        FakeUnsaved(),
        FakePlayer,
        inspector.calibrations,
    )
    told: list[str] = []
    presenter.notice_stated.connect(lambda words, _tone: told.append(words))
    presenter.start()
    page = QualityPage(presenter, PageContext(entry.commands(), InMemory(), Notices(), lambda _table: None))
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.entered()
    press(Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    presenter.open_next()
    assert page.inspect is not None
    (bar,) = page.inspect.listen.findChildren(CustodyBar)
    assert bar.isVisible()
    call_id = presenter.listening.call_id
    bar.hold_button.click()
    bar.reason.insert("法院调取，2026 民初 118 号")
    bar.do_button.click()
    assert inspector.api.waveform(call_id).on_hold
    assert bar.about.text().endswith("法院调取，2026 民初 118 号")

    copy = tmp_path / "copy.wav"
    bar.choose_file = lambda _name: copy  # type: ignore[method-assign]
    bar.export_button.click()
    bar.reason.insert("送法院")
    bar.do_button.click()
    mark = watermark.read(*decode(copy))
    assert f"{mark.number}" in told[-1], "the number said is the one that is in the sound"
    assert [file.name for file in tmp_path.iterdir()] == ["copy.wav"]

    bar.hold_button.click()
    bar.reason.insert("案件已结")
    bar.do_button.click()
    assert not inspector.api.waveform(call_id).on_hold
    presenter.close()


def _status(presenter: QualityPresenter) -> EvaluationStatus | None:
    return presenter.scoring.draft.base.status if presenter.scoring.draft else None


def test_a_calibration_is_scored_blind_compared_and_agreed(
    qtbot: QtBot, qapp: QApplication, endpoint: Endpoint
) -> None:
    theme.apply(qapp, theme.make_theme())
    first, leader = Person(endpoint, "inspector01"), Person(endpoint, "inspector02")
    (waiting,) = first.calibrations.calibrations()
    presenter = QualityPresenter(
        ImmediateTasks(), first.quality, PresentLive(), first.session, FakeUnsaved(), FakePlayer, first.calibrations
    )
    presenter.start()
    page = QualityPage(presenter, PageContext(entry.commands(), InMemory(), Notices(), lambda _table: None))
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.entered()
    page.open_link(Link("quality", "calibration", waiting.id))
    view = page._views["calibrations"]
    assert isinstance(view, CalibrationView)
    draft = presenter.calibrations.filling.draft
    while draft is not None and draft.result.unanswered:
        press(Qt.Key.Key_1)
        draft = presenter.calibrations.filling.draft
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: view.is_comparing, timeout=10_000)

    found, _scoring = leader.calibrations.calibration(waiting.id)
    assert found.state is CalibrationState.COMPARING
    full = {key: Verdict(share=1) for key in found.unanswered}
    notes = dict.fromkeys(found.missing_notes, "一起听了录音")
    found = leader.calibrations.write_down(found, AgreedChange(verdicts=full, notes=notes))
    while found.unanswered:
        full = {key: Verdict(share=1) for key in found.unanswered}
        found = leader.calibrations.write_down(found, AgreedChange(verdicts=full))
    assert leader.calibrations.agree(found).state is CalibrationState.AGREED
    (row,) = first.calibrations.calibrations()
    assert row.distance is not None
    page.close()
    presenter.close()
