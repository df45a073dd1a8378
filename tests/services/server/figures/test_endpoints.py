from datetime import timedelta
from typing import Any

import pytest

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.server.calls.floor import CallFloor
from tests.services.server.calls.conftest import OnDuty, act, floor, on_duty, ring
from tests.services.server.conftest import SignIn

__all__ = ["floor", "on_duty"]


@pytest.fixture
def worked(floor: CallFloor, on_duty: OnDuty, clock: ManualClock) -> str:
    """One call answered after 4 s and done, one that waits since 10 s."""
    api = on_duty(general=1)
    call_id = ring(floor)
    clock.advance(4)
    act(api, call_id, "answer")
    clock.advance(100)
    act(api, call_id, "end")
    clock.advance(20)
    act(api, call_id, "wrap-up", code="done", ready=False)
    ring(floor)
    clock.advance(10)
    return call_id


def test_the_wall(worked: str, sign_in: SignIn, clock: ManualClock) -> None:
    lead = sign_in(Role.LEAD)
    wall: dict[str, Any] = lead.get("/v1/wall").json()
    today = wall["today"]
    assert (today["offered"], today["answered"], today["abandoned"]) == (2, 1, 0)
    assert (today["asa"], today["aht"], today["service_level"], today["connection_rate"]) == (4.0, 120.0, 1.0, 0.5)
    assert today["occupancy"] == pytest.approx(120 / 124)
    assert today["threshold"] == 20.0
    assert wall["last_hour"]["offered"] == 2
    assert wall["live"] == {"waiting": 1, "longest_wait": 10.0, "agents": {"break": 1}, "in_call": 0}
    assert wall["agents"][0]["handled"] == 1
    assert lead.get("/v1/wall?threshold=3").json()["today"]["service_level"] == 0.0
    # Read on from the last event.
    clock.advance(3600)
    later = lead.get("/v1/wall").json()
    assert later["live"]["longest_wait"] == 3610.0
    assert later["last_hour"]["offered"] == 0


def test_any_interval_gives_the_same_figures_later(worked: str, sign_in: SignIn, clock: ManualClock) -> None:
    lead = sign_in(Role.LEAD)
    start = clock.now() - timedelta(seconds=140)
    params = {"since": start.isoformat(), "until": (start + timedelta(seconds=60)).isoformat()}
    now = lead.get("/v1/figures", params=params).json()
    assert (now["offered"], now["aht"], now["occupancy"]) == (1, 120.0, pytest.approx(50 / 54, abs=0.02))
    clock.advance(86_400 * 3)
    assert lead.get("/v1/figures", params=params).json() == now


def test_a_day_in_minutes(worked: str, sign_in: SignIn, clock: ManualClock) -> None:
    lead = sign_in(Role.LEAD)
    day = lead.get("/v1/figures/day").json()
    assert (day["day"], day["minutes"]) == ("2026-03-02", 9 * 60 + 3)
    assert (sum(day["arrivals"]), sum(day["answered"])) == (2, 1)
    assert lead.get("/v1/figures/day?day=2026-03-02").json() == day
    empty = lead.get("/v1/figures/day?day=2026-02-23").json()
    assert (empty["minutes"], sum(empty["arrivals"])) == (1440, 0)
    clock.advance(86_400)
    full = lead.get("/v1/figures/day?day=2026-03-02").json()
    assert full["minutes"] == 1440
    assert full["arrivals"][: day["minutes"]] == day["arrivals"]
    assert lead.get("/v1/figures/day?day=2026-03-09").json()["minutes"] == 0


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("since=2026-03-02T00:00:00Z&until=2026-03-02T00:00:00Z", 422),
        ("since=2026-01-01T00:00:00Z&until=2026-03-02T00:00:00Z", 422),
        ("since=2026-03-02T00:00:00&until=2026-03-03T00:00:00", 422),
        ("since=0001-01-01T00:00:00%2B14:00&until=2026-03-03T00:00:00Z", 422),
        ("since=2026-03-02T00:00:00Z&until=2026-03-03T00:00:00Z&threshold=0", 422),
        ("since=2026-03-02T00:00:00Z&until=2026-03-03T00:00:00Z", 200),
    ],
)
def test_intervals_that_make_no_sense(sign_in: SignIn, query: str, status: int) -> None:
    assert sign_in(Role.SUPERVISOR).get(f"/v1/figures?{query}").status_code == status


@pytest.mark.parametrize("path", ["/v1/wall", "/v1/figures/day"])
def test_figures_are_for_leads(sign_in: SignIn, path: str) -> None:
    assert sign_in(Role.AGENT).get(path).status_code == 403


def test_a_threshold_that_is_no_number(sign_in: SignIn) -> None:
    assert sign_in(Role.LEAD).get("/v1/wall?threshold=nan").status_code == 422
