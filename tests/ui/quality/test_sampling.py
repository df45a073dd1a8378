from datetime import UTC, datetime

import pytest

from services.contracts.accounts import Role
from services.contracts.quality import EvaluationStatus, SampleRequest
from tests.ui.quality.conftest import MakePresenter
from tests.ui.quality.fakes import NOW, FakeLive, FakeQuality, offline, sampled
from ui.quality.presenter import QualityPresenter
from ui.quality.sampling import bounds, is_free


@pytest.mark.parametrize(
    ("period", "since", "until"),
    [
        ("today", datetime(2026, 3, 8, 16, tzinfo=UTC), NOW),
        ("yesterday", datetime(2026, 3, 7, 16, tzinfo=UTC), datetime(2026, 3, 8, 16, tzinfo=UTC)),
        ("week", datetime(2026, 3, 2, 16, tzinfo=UTC), NOW),
        ("month", datetime(2026, 2, 7, 16, tzinfo=UTC), NOW),
    ],
)
def test_periods_are_days_of_the_district(period: str, since: datetime, until: datetime) -> None:
    assert bounds(period, NOW) == (since, until)


def test_a_refresh_asks_for_exactly_the_same_sample(presenter: QualityPresenter, quality: FakeQuality) -> None:
    presenter.sampling.draw(SampleRequest(seed=9), "week", NOW)
    presenter.sampling.refresh()
    requests = [asked[1] for asked in quality.asked if asked[0] == "sample"]
    assert requests[0] == requests[1]
    assert requests[0].since is not None
    assert requests[0].until == NOW


def test_a_failed_draw_is_told_and_can_be_repeated(presenter: QualityPresenter, quality: FakeQuality) -> None:
    told: list[str] = []
    presenter.notice_stated.connect(lambda words, _tone: told.append(words))
    quality.fails = [offline()]
    presenter.sampling.draw(SampleRequest(), "week", NOW)
    assert len(told) == 1
    assert not presenter.sampling.is_drawing
    presenter.sampling.draw(SampleRequest(), "week", NOW)
    assert presenter.sampling.sample is not None


def test_only_a_free_call_or_ones_own_claim_can_be_scored() -> None:
    assert is_free(sampled(1), "me")
    assert not is_free(sampled(1, own=True), "me")
    mine = {"evaluation_id": "e", "claimed_by_id": "me", "evaluation_status": "claimed"}
    assert is_free(sampled(1, **mine), "me")
    assert not is_free(sampled(1, **mine), "somebody")
    assert not is_free(sampled(1, **{**mine, "evaluation_status": "submitted"}), "me")


def test_the_next_call_goes_round_and_leaves_out_what_is_taken(
    presenter: QualityPresenter, quality: FakeQuality
) -> None:
    quality.put("x", "call-3", inspector_id="other")
    presenter.sampling.draw(SampleRequest(), "week", NOW)
    after = presenter.sampling.next_free
    assert after("", "me").call.id == "call-1"  # type: ignore[union-attr]
    assert after("call-2", "me").call.id == "call-4"  # type: ignore[union-attr]
    assert after("call-4", "me").call.id == "call-1"  # type: ignore[union-attr]


def test_a_colleagues_claim_shows_at_once(presenter: QualityPresenter, quality: FakeQuality, live: FakeLive) -> None:
    presenter.sampling.draw(SampleRequest(), "week", NOW)
    quality.put("x", "call-2", inspector_id="other", inspector_name="王复核")
    live.tell(id="x", call_id="call-2", status="claimed", agent_id="agent-2")
    found = presenter.sampling.sampled("call-2")
    assert found is not None
    assert found.claimed_by == "王复核"
    asked = len(quality.asked)
    live.tell(id="y", call_id="not-in-the-sample", status="claimed", agent_id="agent-2")
    assert len(quality.asked) == asked


def test_who_may_not_inspect_asks_for_nothing_of_it(make_presenter: MakePresenter, quality: FakeQuality) -> None:
    make_presenter(Role.AGENT)
    assert {asked[0] for asked in quality.asked} == {"evaluations"}
    assert ("evaluations", None, "me") in quality.asked


def test_the_badge_counts_what_waits_for_this_person(make_presenter: MakePresenter, quality: FakeQuality) -> None:
    quality.put("a", "c1", status=EvaluationStatus.APPEALED)
    quality.put("p", "c2", status=EvaluationStatus.PUBLISHED, agent_id="me")
    quality.put("k", "c3", status=EvaluationStatus.ACKNOWLEDGED, agent_id="me")
    presenter = make_presenter(Role.INSPECTOR, Role.AGENT)
    badges: list[str] = []
    presenter.badge_changed.connect(badges.append)
    presenter.appeals.load()
    assert badges[-1] == "2"
