from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from services.clock import ManualClock
from services.contracts.accounts import Account, Role
from services.server.kernel import Kernel
from services.server.tickets.tables import ticket_key, tickets
from tests.services.server.conftest import Api, SignIn, add_account
from tests.services.server.quality.conftest import Floor, claimed


def _sample(inspector: Api, **request: Any) -> dict[str, Any]:
    answer = inspector.post("/v1/samples", json=request)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def _ids(sample: dict[str, Any]) -> list[str]:
    return [item["call"]["id"] for item in sample["calls"]]


def _ticket(kernel: Kernel, clock: ManualClock, number: int, call_id: str, kind: str, title: str) -> None:
    values = {
        "key": ticket_key(clock.now(), number),
        "id": f"ticket-{number}",
        "number": f"20260302{number:04}",
        "status": "closed",
        "version": 1,
        "opened_as": "answer",
        "call_id": call_id,
        "kind": kind,
        "title": title,
        "created_by_id": "x",
        "created_at": clock.now(),
        "updated_at": clock.now(),
    }
    kernel.write(lambda tx: tx.connection.execute(insert(tickets), values))


def test_a_sample_is_the_same_again_after_calls_were_claimed(floor: Floor, agent: Account, inspector: Api) -> None:
    for _ in range(30):
        floor.call(agent)
    first = _sample(inspector, seed=5, count=6, since=(floor.now - timedelta(days=1)).isoformat())
    claimed(inspector, _ids(first)[2])
    second = _sample(inspector, seed=5, count=6, since=(floor.now - timedelta(days=1)).isoformat())
    assert _ids(first) == _ids(second)
    assert [item["claimed_by"] for item in second["calls"]] == ["", "", "李质检", "", "", ""]
    assert second["calls"][2]["evaluation_status"] == "claimed"
    assert second["population"] == 30


def test_the_same_calls_are_picked_on_every_database(floor: Floor, agent: Account, inspector: Api) -> None:
    for _ in range(20):
        floor.call(agent)
    # A literal, so that SQLite and PostgreSQL are compared with each other.
    assert _ids(_sample(inspector, seed=1, count=3)) == ["call-20", "call-3", "call-18"]


def test_only_answered_and_ended_calls_of_the_period_are_picked(floor: Floor, agent: Account, inspector: Api) -> None:
    inside = floor.call(agent, ago=3600)
    floor.call(agent, ago=3600, state="talking")
    floor.call(agent, ago=3600, state="abandoned", answered_at=None)
    floor.call(agent, ago=8 * 86_400)
    sample = _sample(inspector)
    assert _ids(sample) == [inside]
    assert sample["since"].startswith((floor.now - timedelta(days=7)).strftime("%Y-%m-%dT%H:%M"))


def test_one_agent_or_one_team_can_be_asked_for(kernel: Kernel, floor: Floor, agent: Account, inspector: Api) -> None:
    other = add_account(kernel, Role.AGENT, team="二组")
    mine, theirs = floor.call(agent), floor.call(other)
    assert _ids(_sample(inspector, agent_id=agent.id)) == [mine]
    assert _ids(_sample(inspector, team="二组")) == [theirs]


def test_rules_read_the_calls_and_their_tickets(
    kernel: Kernel, clock: ManualClock, floor: Floor, agent: Account, inspector: Api
) -> None:
    long = floor.call(agent, seconds=700)
    low = floor.call(agent, satisfaction=1)
    silent = floor.call(agent, seconds=100, holds=((10.0, 70.0),))
    also_silent = floor.call(agent, seconds=100, silence_seconds=50.0)
    complaint = floor.call(agent)
    _ticket(kernel, clock, 1, complaint, "consult", "第一张")
    _ticket(kernel, clock, 2, complaint, "complaint", "第二张")
    assert _ids(_sample(inspector, rule="long")) == [long]
    assert _ids(_sample(inspector, rule="low_satisfaction")) == [low]
    assert set(_ids(_sample(inspector, rule="silent"))) == {silent, also_silent}
    found = _sample(inspector, rule="kind", kind="complaint")["calls"]
    assert [(item["call"]["id"], item["ticket_title"], item["ticket_kind"]) for item in found] == [
        (complaint, "第一张", "consult")
    ]
    assert _sample(inspector, rule="kind", kind="")["calls"] == []


def test_own_calls_are_marked_and_numbers_masked(floor: Floor, sign_in: SignIn) -> None:
    both = sign_in(Role.AGENT, Role.INSPECTOR)
    floor.call(both.account)
    (item,) = _sample(both)["calls"]
    assert item["own"] is True
    assert item["call"]["number_masked"] == "138****0042"


@pytest.mark.parametrize(
    "request_",
    [
        {"since": "2026-03-03T00:00:00Z", "until": "2026-03-02T00:00:00Z"},
        {"since": "2025-01-01T00:00:00Z", "until": "2026-03-02T00:00:00Z"},
        {"until": "0001-01-02T00:00:00Z"},
        {"since": "9998-12-31T00:00:00Z"},
        {"count": 0},
        {"share": 0},
        {"rule": "whatever"},
        {"seed": 1.5},
    ],
)
def test_a_request_that_makes_no_sense_is_refused(inspector: Api, request_: dict[str, Any]) -> None:
    answer = inspector.post("/v1/samples", json=request_)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_fields")
