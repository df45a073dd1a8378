from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from services.contracts.quality import EvaluationStatus, SampleRequest, Verdict
from services.errors import AppError, Conflict, StaleVersion
from tests.ui.quality.fakes import NOW, FakeQuality, FakeUnsaved, offline
from ui import moments
from ui.quality import filling as filling_module
from ui.quality.filling import Saving
from ui.quality.presenter import QualityPresenter
from ui.quality.score_panel import ScorePanel
from ui.quality.scoring import ScoringPresenter


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filling_module, "_SAVE_AFTER_MS", 10)
    monkeypatch.setattr(filling_module, "_RETRY_MS", 30)


@pytest.fixture
def scoring(presenter: QualityPresenter) -> ScoringPresenter:
    """With the first call of a sample claimed."""
    presenter.sampling.draw(SampleRequest(), "week", NOW)
    assert presenter.sampling.sample is not None
    presenter.open_call(presenter.sampling.sample.calls[0])
    return presenter.scoring


def _saved(quality: FakeQuality) -> dict[str, Verdict]:
    return quality.evaluations_by_id["ev-call-1"].verdicts


def _settle(qtbot: QtBot, scoring: ScoringPresenter) -> None:
    qtbot.waitUntil(lambda: scoring.saving is Saving.SAVED, timeout=2000)


def _fill(scoring: ScoringPresenter) -> None:
    for key in ("greets", "closes", "right"):
        scoring.answer(key, 1.0)


def test_what_is_filled_in_is_kept_here_at_once_and_at_the_server_soon(
    qtbot: QtBot, scoring: ScoringPresenter, quality: FakeQuality, unsaved: FakeUnsaved
) -> None:
    scoring.answer("greets", 0.5)
    assert scoring.saving is Saving.WAITING
    assert unsaved.kept("ev-call-1")["verdicts"]["greets"]["share"] == 0.5
    assert _saved(quality) == {}
    _settle(qtbot, scoring)
    assert _saved(quality) == {"greets": Verdict(share=0.5)}
    assert unsaved.changes == {}


def test_typing_without_a_pause_is_saved_all_the_same(
    qtbot: QtBot, scoring: ScoringPresenter, quality: FakeQuality, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling_module, "_SAVE_AFTER_MS", 60)
    text = ""
    while quality.evaluations_by_id["ev-call-1"].remark == "" and len(text) < 100:
        text += "字"
        scoring.set_remark(text)
        qtbot.wait(15)
    assert 1 <= len(quality.evaluations_by_id["ev-call-1"].remark) < 50


def test_offline_everything_is_kept_and_sent_later(
    qtbot: QtBot, scoring: ScoringPresenter, quality: FakeQuality, unsaved: FakeUnsaved
) -> None:
    quality.fails = [offline(), offline()]
    scoring.answer("greets", 1.0)
    qtbot.waitUntil(lambda: scoring.saving is Saving.OFFLINE, timeout=2000)
    assert "greets" in unsaved.kept("ev-call-1")["verdicts"]
    scoring.answer("right", 0.0)
    _settle(qtbot, scoring)
    assert _saved(quality) == {"greets": Verdict(share=1), "right": Verdict(share=0)}
    assert unsaved.changes == {}


def test_after_a_crash_what_was_not_saved_comes_back(
    qtbot: QtBot, presenter: QualityPresenter, quality: FakeQuality, unsaved: FakeUnsaved
) -> None:
    evaluation = quality.put("ev", remark="alt")
    unsaved.keep("ev", {"verdicts": {"greets": {"share": 0.5}}, "remark": "没有存上"})
    presenter.scoring.open(evaluation)
    assert presenter.scoring.draft is not None
    assert presenter.scoring.draft.remark == "没有存上"
    _settle(qtbot, presenter.scoring)
    assert quality.evaluations_by_id["ev"].remark == "没有存上"


def test_a_change_from_another_console_stays_and_ones_own_stands_on_top(
    qtbot: QtBot, scoring: ScoringPresenter, quality: FakeQuality
) -> None:
    rebased: list[bool] = []
    scoring.rebased.connect(lambda: rebased.append(True))
    present = quality.evaluations_by_id["ev-call-1"]
    theirs = present.model_copy(update={"version": 5, "verdicts": {"closes": Verdict(share=0)}})
    quality.evaluations_by_id["ev-call-1"] = theirs
    quality.fails = [StaleVersion(theirs.model_dump(mode="json"))]
    scoring.answer("greets", 1.0)
    _settle(qtbot, scoring)
    assert rebased == [True]
    assert _saved(quality) == {"closes": Verdict(share=0), "greets": Verdict(share=1)}


def test_what_the_server_refuses_is_told_and_stays(
    qtbot: QtBot, scoring: ScoringPresenter, quality: FakeQuality, unsaved: FakeUnsaved
) -> None:
    told: list[Exception] = []
    scoring.refused.connect(told.append)
    quality.fails = [Conflict("wrong_state", state="published")]
    scoring.answer("greets", 1.0)
    qtbot.waitUntil(lambda: scoring.saving is Saving.REFUSED, timeout=2000)
    assert isinstance(told[0], AppError)
    assert scoring.draft is not None
    assert "greets" in scoring.draft.verdicts
    assert "ev-call-1" in unsaved.changes


def test_submitting_waits_until_everything_is_saved(
    qtbot: QtBot, scoring: ScoringPresenter, quality: FakeQuality
) -> None:
    _fill(scoring)
    scoring.submit()
    qtbot.waitUntil(lambda: quality.evaluations_by_id["ev-call-1"].status is EvaluationStatus.SUBMITTED, timeout=2000)
    order = [asked[0] for asked in quality.asked if asked[0] in ("fill_in", "submit")]
    assert order[-1] == "submit"
    assert quality.evaluations_by_id["ev-call-1"].score == 100
    scoring.publish()
    assert quality.evaluations_by_id["ev-call-1"].status is EvaluationStatus.PUBLISHED
    assert not scoring.is_open
    scoring.answer("greets", 0.0)
    assert scoring.draft is not None
    assert scoring.draft.is_saved


def test_publishing_later_names_the_moment(qtbot: QtBot, scoring: ScoringPresenter, quality: FakeQuality) -> None:
    _fill(scoring)
    scoring.submit()
    qtbot.waitUntil(lambda: ("submit", 2) in quality.asked or ("submit", 3) in quality.asked, timeout=2000)
    scoring.publish(NOW)
    assert quality.asked[-2] == ("publish", NOW) or ("publish", NOW) in quality.asked


def test_in_one_hour_is_counted_by_the_district_s_clock(
    qtbot: QtBot, scoring: ScoringPresenter, quality: FakeQuality, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime(2031, 5, 6, 1, 20, tzinfo=UTC)
    panel = ScorePanel(scoring)
    qtbot.addWidget(panel)
    _fill(scoring)
    scoring.submit()
    qtbot.waitUntil(lambda: any(asked[0] == "submit" for asked in quality.asked), timeout=2000)
    moments.follow(lambda: now)
    monkeypatch.setattr(QMenu, "popup", lambda menu, _place: menu.actions()[0].trigger())
    panel._open_later_menu()
    assert ("publish", now + timedelta(hours=1)) in quality.asked


def test_leaving_sends_what_was_not_saved_yet(
    qtbot: QtBot, scoring: ScoringPresenter, quality: FakeQuality, unsaved: FakeUnsaved
) -> None:
    scoring.answer("greets", 1.0)
    scoring.leave()
    assert scoring.draft is None
    assert _saved(quality) == {"greets": Verdict(share=1)}
    assert unsaved.changes == {}


def test_leaving_while_offline_keeps_it_for_the_next_time(
    qtbot: QtBot, presenter: QualityPresenter, scoring: ScoringPresenter, quality: FakeQuality, unsaved: FakeUnsaved
) -> None:
    scoring.answer("greets", 1.0)
    quality.fails = [offline()]
    scoring.leave()
    assert _saved(quality) == {}
    scoring.open(quality.evaluations_by_id["ev-call-1"])
    _settle(qtbot, scoring)
    assert _saved(quality) == {"greets": Verdict(share=1)}


def test_giving_back_frees_the_call(
    qtbot: QtBot, presenter: QualityPresenter, scoring: ScoringPresenter, quality: FakeQuality
) -> None:
    scoring.release()
    assert quality.evaluations_by_id == {}
    assert scoring.draft is None
    assert presenter.call is None
    assert presenter.listening.call_id == ""


def test_a_call_that_somebody_else_was_faster_to_claim_is_closed_again(
    presenter: QualityPresenter, quality: FakeQuality
) -> None:
    presenter.sampling.draw(SampleRequest(), "week", NOW)
    assert presenter.sampling.sample is not None
    told: list[str] = []
    presenter.notice_stated.connect(lambda words, _tone: told.append(words))
    quality.fails = [Conflict("already_claimed", name="王复核")]
    presenter.open_call(presenter.sampling.sample.calls[0])
    assert "王复核" in told[0]
    assert presenter.call is None
    assert presenter.scoring.draft is None
    assert presenter.listening.file is None


def test_an_empty_pin_is_not_pinned(scoring: ScoringPresenter) -> None:
    scoring.add_pin(12.34, "   ")
    assert scoring.draft is not None
    assert scoring.draft.pins == []
    scoring.add_pin(12.34, "语速快")
    assert scoring.draft.pins[0].second == 12.3
    scoring.remove_pin(scoring.draft.pins[0])
    assert scoring.draft.pins == []
