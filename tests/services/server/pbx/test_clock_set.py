"""Asterisk's clock is set while people talk and wait: no length changes by it, the order stays, and waits are true on the wall."""

import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from tests.services.server.pbx.district import District, until
from tests.services.server.pbx.proxy import Proxy
from tests.services.server.pbx.test_faults import network, settings

__all__ = ["network", "settings"]
pytestmark = pytest.mark.parametrize("district", ["asterisk22"], indirect=True)


@pytest.mark.timeout(180)
@pytest.mark.parametrize("seconds", [-3600.0, 3600.0])
def test_the_exchanges_clock_is_set(district: District, network: Proxy, seconds: float) -> None:
    """One is answered before and hangs up after it, one comes before and gives up after it, one comes after it and waits."""
    began = datetime.now(UTC)
    district.serve()
    anna, phone = district.desk("anna")
    lead = district.console("lead")
    talks = district.pbx.citizen("01380000001")
    talks.dial("12345")
    until(lambda: phone.ringing, 20)
    phone.pick_up()
    until(lambda: anna.call.get("state") == "talking", 20)
    first = anna.call["id"]
    waits = district.pbx.citizen("01380000002")
    waits.dial("12345")
    until(lambda: len(lead.get("/v1/snapshot")["queue"]) == 1, 20)
    time.sleep(2.0)
    network.set_by = seconds
    late = district.pbx.citizen("01380000003")
    late.dial("12345")
    until(lambda: len(lead.get("/v1/snapshot")["queue"]) == 2, 20)
    second, third = (entry["call_id"] for entry in lead.get("/v1/snapshot")["queue"])
    # Whoever looks at the wall sees how long they really wait.
    for entry in lead.get("/v1/snapshot")["queue"]:
        waited = datetime.now(UTC) - datetime.fromisoformat(entry["since"])
        assert timedelta(0) <= waited < timedelta(seconds=60)
    assert 0 <= lead.get("/v1/wall")["live"]["longest_wait"] < 60
    time.sleep(2.0)
    waits.hang_up()
    talks.hang_up()
    until(lambda: lead.get(f"/v1/calls/{first}")["state"] == "ended", 20)
    until(lambda: lead.get(f"/v1/calls/{second}")["state"] == "abandoned", 20)
    late.hang_up()
    until(lambda: lead.get(f"/v1/calls/{third}")["state"] in ("abandoned", "ended"), 20)
    took = (datetime.now(UTC) - began).total_seconds()
    assert 3.5 <= lead.get(f"/v1/calls/{first}")["talk_seconds"] <= took
    assert 3.5 <= lead.get(f"/v1/calls/{second}")["wait_seconds"] <= took
    for call_id in (first, second, third):
        events = lead.get(f"/v1/calls/{call_id}/events")
        assert events[0]["kind"] == "offered"
        counts = [event["monotonic"] for event in events]
        # What the floor adds to an event bears the moment at which it read it.
        assert all(later - earlier > -0.05 for earlier, later in pairwise(counts)), "the order in which it happened"
    moved = [event["at"] for event in lead.get(f"/v1/calls/{second}/events")]
    shown = datetime.fromisoformat(moved[-1]) - datetime.fromisoformat(moved[0])
    assert abs(shown.total_seconds() - seconds - lead.get(f"/v1/calls/{second}")["wait_seconds"]) < 1, (
        "the raw events keep what the exchange said"
    )
    edges = f"since={(began - timedelta(hours=2)).isoformat()}&until={(began + timedelta(hours=2)).isoformat()}"
    figures = lead.get("/v1/figures?" + edges.replace("+", "%2B"))
    assert figures["offered"] == 3
    assert 0 <= figures["asa"] < took
    assert 0 <= figures["longest_wait"] < took
