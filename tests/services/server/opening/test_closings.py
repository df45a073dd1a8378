"""A lead closes a queue and opens it, through the API, the floor and the exchange of this process."""

import itertools
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from services.clock import ManualClock
from services.contracts.accounts import Role, Skill
from services.server.calls.floor import CallFloor
from services.server.calls.tables import call_events
from services.server.kernel import Kernel
from services.server.opening import service
from services.server.opening.book import ClosingBook
from services.server.tickets import catalogue
from services.server.timers.service import Timer
from tests.services.server.conftest import Api, SignIn
from tests.zone import ZONE

_numbers = itertools.count(1)
HOUR = timedelta(hours=1)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 3, 2, 9, 0, tzinfo=ZONE))


@pytest.fixture
def floor(kernel: Kernel, client: TestClient) -> CallFloor:
    kernel.write(catalogue.ensure)
    return kernel.room(CallFloor)


@pytest.fixture
def lead(floor: CallFloor, sign_in: SignIn) -> Api:
    return sign_in(Role.LEAD)


def call(floor: CallFloor, number: str = "13800000042", skill: str = "general") -> str:
    call_id = f"call-{next(_numbers)}"
    floor.offer(call_id, number, skill)
    return call_id


def close(api: Api, version: int = 0, skill: str = "general", **body: Any) -> Any:
    asked = {"reason": "系统升级", **body}
    return api.post(f"/v1/queue-closings/{skill}/close", json=asked, version=version)


def reopen(api: Api, version: int, skill: str = "general", **body: Any) -> Any:
    return api.post(f"/v1/queue-closings/{skill}/open", json=body, version=version)


def waiting(floor: CallFloor) -> set[str]:
    return set(floor.core.state.calls)


def open_call_backs(api: Api) -> list[Any]:
    items: list[Any] = api.get("/v1/call-backs").json()["items"]
    return items


def test_new_callers_are_turned_away_at_once_and_those_who_wait_are_served(
    floor: CallFloor, lead: Api, sign_in: SignIn
) -> None:
    waits = call(floor, "13800000041")
    closed = close(lead)
    assert closed.status_code == 200, closed.text
    assert closed.json()["closed"] is True
    call(floor)
    other = call(floor, "13800000043", "city")
    assert waiting(floor) == {waits, other}, "other queues are open"
    agent = sign_in(Role.AGENT, skills=[Skill(key="general")])
    agent.put("/v1/agents/me/state", json={"state": "ready"})
    assert agent.post(f"/v1/calls/{waits}/answer").status_code == 200
    agent.post(f"/v1/calls/{waits}/end")

    opened = reopen(lead, 1)
    assert (opened.status_code, opened.json()["closed"]) == (200, False)
    assert call(floor) in waiting(floor)
    story = lead.get("/v1/queue-closings/general/story").json()["items"]
    assert [entry["what"] for entry in story] == ["opened", "closed"]
    assert story[1]["reason"] == "系统升级"
    assert story[1]["by"]


def test_a_caller_who_is_told_that_somebody_will_call_is_on_the_list(floor: CallFloor, lead: Api) -> None:
    close(lead, treatment="call_back")
    call(floor)
    call(floor)
    (task,) = open_call_backs(lead)
    assert (task["skill"], task["calls"], task["cause"]) == ("general", 2, "closed")
    story = lead.get(f"/v1/call-backs/{task['id']}/story").json()
    assert [entry["what"] for entry in story] == ["turned_away", "turned_away"]
    close(lead, 1, treatment="announce")
    call(floor, "13800000044")
    call(floor, "")
    assert len(open_call_backs(lead)) == 1


def test_who_is_turned_away_is_counted_apart_from_the_abandoned(floor: CallFloor, lead: Api, kernel: Kernel) -> None:
    close(lead)
    call(floor)
    rows = kernel.read(lambda tx: tx.connection.execute(select(call_events.c.kind)).scalars().all())
    assert rows.count("turned_away") == 1
    assert "offered" not in rows
    figures = lead.get("/v1/wall").json()["today"]
    assert (figures["turned_away"], figures["offered"], figures["abandoned"]) == (1, 0, 0)


def test_promised_call_backs_are_their_own_count_and_kept_once_an_agent_talks(
    floor: CallFloor, lead: Api, sign_in: SignIn, clock: ManualClock
) -> None:
    close(lead, treatment="call_back")
    call(floor, "13800000045")
    call(floor, "13800000045")
    call(floor, "13800000046")
    call(floor, "")
    figures = lead.get("/v1/wall").json()["today"]
    promised = ("turned_away", "callbacks_promised", "callbacks_kept", "callbacks_due", "abandoned", "offered")
    assert [figures[key] for key in promised] == [4, 2, 0, 0, 0, 0]
    reopen(lead, 1)
    clock.advance(60)
    again = call(floor, "13800000045")
    agent = sign_in(Role.AGENT, skills=[Skill(key="general")])
    agent.put("/v1/agents/me/state", json={"state": "ready"})
    assert agent.post(f"/v1/calls/{again}/answer").status_code == 200
    figures = lead.get("/v1/wall").json()["today"]
    assert (figures["callbacks_promised"], figures["callbacks_kept"]) == (2, 1)
    params = {"since": figures["since"], "until": figures["until"], "formula": "2026.2"}
    assert lead.get("/v1/figures", params=params).json()["callbacks_promised"] == 0


def test_a_closing_ends_by_itself_at_its_moment(
    floor: CallFloor, lead: Api, clock: ManualClock, kernel: Kernel
) -> None:
    until = clock.now() + HOUR
    close(lead, until=until.isoformat())
    clock.advance(HOUR.total_seconds() - 1)
    call(floor)
    assert not waiting(floor)
    clock.advance(1)
    assert call(floor) in waiting(floor), "though no timer has come yet"
    assert lead.get("/v1/queue-closings").json()["items"][0]["closed"] is False
    assert reopen(lead, 1).json()["code"] == "queue_open"
    kernel.write(lambda tx: service.ended(tx, Timer(1, service.END_TIMER, "general", until, {})))
    (row,) = lead.get("/v1/queue-closings").json()["items"]
    assert (row["closed"], row["version"]) == (False, 2)
    assert lead.get("/v1/queue-closings/general/story").json()["items"][0]["what"] == "ended"


def test_two_leads_at_once(lead: Api, sign_in: SignIn) -> None:
    other = sign_in(Role.LEAD)
    assert close(lead, reason="第一个").status_code == 200
    late = close(other, reason="第二个")
    assert (late.status_code, late.json()["current"]["reason"]) == (412, "第一个")
    assert reopen(other, 0).status_code == 412
    changed = close(other, 1, reason="第二个", treatment="announce")
    assert (changed.json()["version"], changed.json()["reason"]) == (2, "第二个")


def test_what_is_refused(lead: Api, clock: ManualClock) -> None:
    past, far = clock.now() - HOUR, clock.now() + timedelta(days=30)
    for body, code in (
        ({"until": past.isoformat()}, "not_in_future"),
        ({"until": far.isoformat()}, "too_far"),
        ({"reason": ""}, None),
        ({"treatment": "shout"}, None),
    ):
        answer = close(lead, **body)  # type: ignore[arg-type]
        assert answer.status_code == 422, body
        if code:
            assert answer.json()["fields"][0]["code"] == code
    assert close(lead, skill="nothing").status_code == 422
    assert lead.get("/v1/queue-closings").json()["items"] == []
    assert reopen(lead, 0).json()["code"] == "queue_open"


def test_desks_hear_of_it_and_find_it_in_the_snapshot(lead: Api, sign_in: SignIn) -> None:
    agent = sign_in(Role.AGENT)
    assert agent.get("/v1/snapshot").json()["closings"] == []
    close(lead)
    (shown,) = agent.get("/v1/snapshot").json()["closings"]
    assert (shown["skill"], shown["reason"]) == ("general", "系统升级")
    assert sign_in(Role.HANDLER).get("/v1/snapshot").json()["closings"] == []
    reopen(lead, 1)
    assert agent.get("/v1/snapshot").json()["closings"] == []


def test_a_restart_tells_the_exchange_again(lead: Api, floor: CallFloor, kernel: Kernel) -> None:
    close(lead)
    floor.core.exchange.close_queues({})
    assert call(floor) in waiting(floor)
    kernel.room(ClosingBook).refresh()
    call(floor, "13800000049")
    assert len(waiting(floor)) == 1
