"""From an agent's report to a block and its end, through the API, the floor and the exchange of this process."""

import itertools
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from services.clock import ManualClock
from services.contracts.accounts import Role, Skill
from services.contracts.blocking import Approval, Decision, Treatment
from services.contracts.calls import CallEventKind
from services.server.blocking import service
from services.server.blocking.book import BlockBook
from services.server.calls.floor import CallFloor
from services.server.calls.tables import call_events
from services.server.figures.service import FigureBook
from services.server.kernel import Kernel
from services.server.tables import access_log
from services.server.timers.service import Timer, Timers
from services.telephony.exchange import LocalExchange
from services.telephony.protocol import Fact
from tests.services.server.conftest import Api, SignIn
from tests.zone import ZONE

NUMBER = "13800000042"
_numbers = itertools.count(1)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 3, 2, 9, 0, tzinfo=ZONE))


@pytest.fixture
def floor(kernel: Kernel, client: TestClient) -> CallFloor:
    return kernel.room(CallFloor)


def exchange(floor: CallFloor) -> LocalExchange:
    found = floor.core.exchange
    assert isinstance(found, LocalExchange)
    return found


def call(floor: CallFloor, number: str = NUMBER) -> str:
    call_id = f"call-{next(_numbers)}"
    floor.offer(call_id, number, "general")
    return call_id


def agent(sign_in: SignIn) -> Api:
    api = sign_in(Role.AGENT, skills=[Skill(key="general")])
    assert api.put("/v1/agents/me/state", json={"state": "break"}).status_code == 200
    return api


def talk(floor: CallFloor, api: Api, number: str = NUMBER) -> str:
    """A citizen calls, the agent takes the call and it ends."""
    api.put("/v1/agents/me/state", json={"state": "ready"})
    call_id = call(floor, number)
    answer = api.post(f"/v1/calls/{call_id}/answer")
    assert answer.status_code == 200, answer.text
    assert api.post(f"/v1/calls/{call_id}/end").status_code == 200
    assert api.put("/v1/agents/me/state", json={"state": "break"}).status_code == 200
    return call_id


def report(api: Api, call_id: str, reason: str = "abuse", note: str = "") -> Any:
    return api.post(f"/v1/calls/{call_id}/harassment", json={"reason": reason, "note": note})


def reported(floor: CallFloor, sign_in: SignIn, times: int = 3, number: str = NUMBER) -> None:
    """So many agents report the number."""
    for _ in range(times):
        api = agent(sign_in)
        assert report(api, talk(floor, api, number)).status_code == 200


def listed(api: Api, **query: Any) -> Any:
    answer = api.get("/v1/blocks", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def decide(api: Api, case: Any, what: str, **body: Any) -> Any:
    return api.post(f"/v1/blocks/{case['id']}/{what}", json=body, version=case["version"])


def blocked(floor: CallFloor, sign_in: SignIn, **asked: Any) -> tuple[Api, Any]:
    """A number that is blocked; with the lead who did it."""
    reported(floor, sign_in)
    lead = sign_in(Role.LEAD)
    answer = decide(lead, listed(lead)["items"][0], "approve", **asked)
    assert answer.status_code == 200, answer.text
    return lead, answer.json()


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_reports_by_different_agents_propose_a_block_and_the_number_stays_masked(
    floor: CallFloor, sign_in: SignIn, kernel: Kernel
) -> None:
    anna, inspector = agent(sign_in), sign_in(Role.INSPECTOR)
    for _ in range(4):
        assert report(anna, talk(floor, anna)).status_code == 200
    found = listed(inspector)
    assert (found["proposed"], found["items"][0]["state"], found["items"][0]["reports"]) == (0, "reported", 4)
    reported(floor, sign_in, 2)
    found = listed(inspector)
    (case,) = found["items"]
    assert (found["proposed"], case["state"], case["reports"], case["agents"]) == (1, "proposed", 6, 3)
    assert (case["number"], case["number_masked"]) == ("", "138****0042")
    assert NUMBER not in inspector.get(f"/v1/blocks/{case['id']}/story").text
    assert inspector.post(f"/v1/blocks/{case['id']}/look").json()["number"] == NUMBER
    with kernel.database.read() as connection:
        looks = connection.execute(select(access_log.c.subject).where(access_log.c.what == "blocked_number")).scalars()
        assert list(looks) == [case["id"]]


def test_who_decides_is_told_once_without_the_number(floor: CallFloor, sign_in: SignIn) -> None:
    lead, inspector, anna = sign_in(Role.LEAD), sign_in(Role.INSPECTOR), agent(sign_in)
    reported(floor, sign_in, 4)
    for api, count in ((lead, 1), (inspector, 1), (anna, 0)):
        found = [each for each in api.get("/v1/notices").json()["items"] if each["code"] == "block_proposed"]
        assert [each["values"]["agents"] for each in found] == [3] * count
        assert NUMBER not in str(found)


def test_a_decision_of_another_replica_reaches_this_ones_exchange(
    floor: CallFloor, sign_in: SignIn, kernel: Kernel
) -> None:
    reported(floor, sign_in)
    (case,) = listed(sign_in(Role.LEAD))["items"]
    kernel.write(lambda tx: service.approve(tx, case["id"], Approval()))
    until(lambda: NUMBER in exchange(floor)._blocks)
    kernel.write(lambda tx: service.lift(tx, case["id"], Decision(reason="x")))
    until(lambda: NUMBER not in exchange(floor)._blocks)


def until(what: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not what():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_what_an_agent_may_report(floor: CallFloor, sign_in: SignIn, clock: ManualClock) -> None:
    anna, bob, lead = agent(sign_in), agent(sign_in), sign_in(Role.LEAD)
    call_id = talk(floor, anna)
    assert code(report(bob, call_id)) == (409, "call_gone")
    assert report(lead, call_id).status_code == 403
    assert report(anna, "none").status_code == 404
    assert report(anna, call_id, "threat", "说要烧房子").status_code == 200
    assert report(anna, call_id, "abuse", "骂人").status_code == 200, "said again, it is the same report"
    (case,) = listed(lead)["items"]
    (told,) = lead.get(f"/v1/blocks/{case['id']}/story").json()["reports"]
    assert (case["reports"], told["reason"], told["note"], told["call_id"]) == (1, "abuse", "骂人", call_id)
    late = talk(floor, anna)
    clock.advance(31 * 60)
    assert code(report(anna, late)) == (409, "call_gone")
    assert code(report(anna, talk(floor, anna, ""))) == (409, "no_number")
    assert report(anna, talk(floor, anna), "because").status_code == 422
    assert anna.get("/v1/blocks").status_code == 403


def test_old_reports_do_not_count(floor: CallFloor, sign_in: SignIn, clock: ManualClock) -> None:
    reported(floor, sign_in, 2)
    clock.advance(8 * 86_400)
    reported(floor, sign_in, 2)
    lead = sign_in(Role.LEAD)
    assert listed(lead)["items"][0]["state"] == "reported"
    reported(floor, sign_in, 1)
    assert listed(lead)["items"][0]["state"] == "proposed"


def test_a_blocked_number_is_refused_counted_and_not_called_back(
    floor: CallFloor, sign_in: SignIn, kernel: Kernel, clock: ManualClock
) -> None:
    lead, case = blocked(floor, sign_in)
    assert (case["state"], case["treatment"]) == ("blocked", "announce")
    before = kernel.read(lambda tx: kernel.room(FigureBook).running(tx, timedelta(hours=2), 20))
    refused = call(floor, f"+86 {NUMBER}")
    assert refused not in floor.core.state.calls
    with kernel.database.read() as connection:
        told = connection.execute(select(call_events.c.kind).where(call_events.c.call_id == refused)).scalars()
        assert list(told) == ["blocked"]
    after = kernel.read(lambda tx: kernel.room(FigureBook).running(tx, timedelta(hours=2), 20))
    assert (before.blocked, after.blocked) == (0, 1)
    assert (after.offered, after.abandoned) == (before.offered, before.abandoned)
    found = listed(lead)
    assert (found["blocked"], found["items"][0]["attempts"], found["items"][0]["version"]) == (1, 1, case["version"])
    assert lead.get("/v1/call-backs").json()["open"] == 0
    again = call(floor, "13911110000")
    assert again in floor.core.state.calls, "nobody else is refused"


def test_an_attempt_that_is_told_twice_is_one(floor: CallFloor, sign_in: SignIn, kernel: Kernel) -> None:
    lead, _ = blocked(floor, sign_in)
    refused = call(floor)
    exchange(floor)._facts.append(Fact(CallEventKind.BLOCKED, floor.core.now, refused, "", {"number": NUMBER}))
    floor.turn()
    assert listed(lead)["items"][0]["attempts"] == 1
    assert kernel.read(lambda tx: kernel.room(FigureBook).running(tx, timedelta(hours=2), 20)).blocked == 1


def test_an_open_call_back_of_a_number_is_closed_with_the_block(floor: CallFloor, sign_in: SignIn) -> None:
    reported(floor, sign_in)
    lost = call(floor)
    exchange(floor).hang_up(lost)
    floor.turn()
    lead = sign_in(Role.LEAD)
    assert lead.get("/v1/call-backs").json()["open"] == 1
    assert decide(lead, listed(lead)["items"][0], "approve").status_code == 200
    assert lead.get("/v1/call-backs").json()["open"] == 0
    (closed,) = lead.get("/v1/call-backs", params={"closed": True}).json()["items"]
    assert (closed["outcome"], closed["reason"]) == ("given_up", "blocked")


def test_who_is_served_last_waits_behind_everybody_and_is_not_called_back(floor: CallFloor, sign_in: SignIn) -> None:
    lead, _ = blocked(floor, sign_in, treatment="last")
    last = call(floor)
    others = [call(floor, f"1391111000{n}") for n in range(3)]
    assert floor.core.state.router.in_order("general") == [*others, last]
    exchange(floor).hang_up(last)
    floor.turn()
    assert lead.get("/v1/call-backs").json()["open"] == 0
    assert listed(lead)["items"][0]["attempts"] == 1


def test_a_block_ends_at_its_date_also_before_anybody_says_so(
    floor: CallFloor, sign_in: SignIn, kernel: Kernel, clock: ManualClock
) -> None:
    until = (clock.now() + timedelta(days=2)).isoformat()
    lead, case = blocked(floor, sign_in, until=until)
    clock.advance(2 * 86_400 - 60)
    assert call(floor) not in floor.core.state.calls
    clock.advance(60)
    assert call(floor) in floor.core.state.calls
    assert listed(lead)["items"][0]["state"] == "ended"
    kernel.room(Timers).fire_due()
    assert listed(lead)["items"] == []
    (over,) = listed(lead, over=True)["items"]
    assert (over["id"], over["state"], over["attempts"]) == (case["id"], "ended", 1)
    told = [entry["what"] for entry in lead.get(f"/v1/blocks/{case['id']}/story").json()["entries"]]
    assert told == ["reported"] * 3 + ["proposed", "blocked", "ended"]


def test_after_the_end_a_new_case_begins(floor: CallFloor, sign_in: SignIn, clock: ManualClock) -> None:
    lead, _ = blocked(floor, sign_in)
    clock.advance(31 * 86_400)
    reported(floor, sign_in, 1)
    (new,) = listed(lead)["items"]
    assert (new["state"], new["reports"]) == ("reported", 1)
    assert [each["state"] for each in listed(lead, over=True)["items"]] == ["ended"]


def test_a_lifted_block_counts_no_more_at_once(floor: CallFloor, sign_in: SignIn) -> None:
    lead, case = blocked(floor, sign_in)
    assert decide(lead, case, "lift", reason="").status_code == 422
    answer = decide(lead, case, "lift", reason="家属说明情况")
    assert (answer.json()["state"], answer.json()["reason"]) == ("lifted", "家属说明情况")
    assert call(floor) in floor.core.state.calls
    assert code(decide(lead, answer.json(), "lift", reason="again")) == (409, "block_decided")


def test_a_case_that_is_over_for_half_a_year_has_no_number_any_more(
    floor: CallFloor, sign_in: SignIn, kernel: Kernel, clock: ManualClock
) -> None:
    lead, case = blocked(floor, sign_in)
    before = lead.post(f"/v1/blocks/{case['id']}/look").json()
    decide(lead, case, "lift", reason="家属说明情况")
    clock.advance(179 * 86_400)
    kernel.room(Timers).fire_due()
    assert sign_in(Role.LEAD).post(f"/v1/blocks/{case['id']}/look").json()["number"] == before["number"]
    clock.advance(2 * 86_400)
    while kernel.room(Timers).fire_due():
        pass
    lead = sign_in(Role.LEAD)
    after = lead.post(f"/v1/blocks/{case['id']}/look").json()
    assert after["number"] == after["number_masked"] == before["number_masked"]
    with kernel.database.read() as connection:
        stored = connection.exec_driver_sql("SELECT number, open_number FROM block_cases").all()
    assert [tuple(row) for row in stored] == [(before["number_masked"], None)]
    assert lead.get(f"/v1/blocks/{case['id']}/story").json()["entries"]


@pytest.mark.parametrize("is_later", [False, True])
def test_how_long_a_number_is_kept_is_the_rules_also_for_cases_that_are_over(
    floor: CallFloor, sign_in: SignIn, kernel: Kernel, clock: ManualClock, is_later: bool
) -> None:
    """A district that keeps numbers for 30 days: the version may come before the end of a block, or after it."""
    lead, case = blocked(floor, sign_in)
    if is_later:
        decide(lead, case, "lift", reason="家属说明情况")
    assert lead.put("/v1/block-rules", json={"kept_days": 30}, version=0).status_code == 200
    if not is_later:
        decide(lead, case, "lift", reason="家属说明情况")
    for days, kept in ((29, True), (2, False)):
        clock.advance(days * 86_400)
        while kernel.room(Timers).fire_due():
            pass
        with kernel.database.read() as connection:
            (stored,) = connection.exec_driver_sql("SELECT number FROM block_cases").scalars()
        assert (stored == NUMBER) is kept
    assert sign_in(Role.LEAD).get(f"/v1/blocks/{case['id']}/story").json()["reports"]


def test_a_rejected_number_begins_from_nothing(floor: CallFloor, sign_in: SignIn) -> None:
    reported(floor, sign_in)
    lead, inspector = sign_in(Role.LEAD), sign_in(Role.INSPECTOR)
    case = listed(lead)["items"][0]
    answer = decide(inspector, case, "reject", reason="老人，听力不好")
    assert answer.json()["state"] == "rejected"
    assert code(decide(lead, case, "approve")) == (412, "stale_version")
    reported(floor, sign_in, 2)
    assert listed(lead)["items"][0]["state"] == "reported"


def test_a_decision_on_what_has_changed_is_refused(floor: CallFloor, sign_in: SignIn) -> None:
    reported(floor, sign_in)
    lead = sign_in(Role.LEAD)
    case = listed(lead)["items"][0]
    reported(floor, sign_in, 1)
    answer = decide(lead, case, "approve")
    assert code(answer) == (412, "stale_version")
    assert answer.json()["current"]["reports"] == 4


@pytest.mark.parametrize(("days", "expected"), [(0, 422), (-1, 422), (400, 422), (366, 200)])
def test_every_end_is_a_date_to_come(
    floor: CallFloor, sign_in: SignIn, clock: ManualClock, days: int, expected: int
) -> None:
    reported(floor, sign_in)
    lead = sign_in(Role.LEAD)
    until = (clock.now() + timedelta(days=days)).isoformat()
    assert decide(lead, listed(lead)["items"][0], "approve", until=until).status_code == expected


def test_emergencies_are_never_proposed_and_the_list_lifts_what_is_blocked(floor: CallFloor, sign_in: SignIn) -> None:
    reported(floor, sign_in, 3, "057312345")
    lead, _ = blocked(floor, sign_in)
    assert [(each["state"], each["never"]) for each in listed(lead)["items"]] == [
        ("blocked", False),
        ("reported", True),
    ]
    rules = {"agents": 2, "days": 7, "block_days": 10, "treatment": "last", "never": [f"+86{NUMBER}"]}
    inspector = sign_in(Role.INSPECTOR)
    assert inspector.put("/v1/block-rules", json=rules, version=0).status_code == 403
    wrong = lead.put("/v1/block-rules", json={"never": [NUMBER, "abc", "12a45"]}, version=0)
    assert {field["field"]: field["code"] for field in wrong.json()["fields"]} == {
        "never.1": "not_a_number",
        "never.2": "not_a_number",
    }
    answer = lead.put("/v1/block-rules", json=rules, version=0)
    assert answer.status_code == 200, answer.text
    assert answer.json()["never"] == [NUMBER]
    assert lead.put("/v1/block-rules", json=rules, version=0).status_code == 412
    assert [each["version"] for each in inspector.get("/v1/block-rules").json()["items"]] == [1]
    assert call(floor) in floor.core.state.calls
    assert [each["state"] for each in listed(lead, over=True)["items"]] == ["lifted"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"agents": 0},
        {"days": 0},
        {"days": 1000},
        {"block_days": 0},
        {"block_days": 10_000},
        {"kept_days": 0},
        {"kept_days": 4000},
        {"treatment": "x"},
    ],
)
def test_rules_that_make_no_sense_are_refused(client: TestClient, sign_in: SignIn, wrong: dict[str, Any]) -> None:
    assert sign_in(Role.LEAD).put("/v1/block-rules", json=wrong, version=0).status_code == 422


def test_a_start_tells_the_exchange_what_is_blocked(floor: CallFloor, sign_in: SignIn, kernel: Kernel) -> None:
    _, case = blocked(floor, sign_in)
    exchange(floor).block({})
    kernel.room(BlockBook).refresh()
    found = exchange(floor)._blocks[NUMBER]
    assert (found.treatment, found.until.isoformat()[:16]) == (Treatment.ANNOUNCE, case["until"][:16])


def test_rules_to_come_let_in_at_their_moment(
    floor: CallFloor, sign_in: SignIn, kernel: Kernel, clock: ManualClock
) -> None:
    lead, _ = blocked(floor, sign_in)
    at = clock.now() + timedelta(hours=1)
    rules = {"never": [NUMBER], "effective_from": at.isoformat()}
    assert lead.put("/v1/block-rules", json=rules, version=0).status_code == 200
    past = {"effective_from": (clock.now() - timedelta(days=1)).isoformat()}
    assert lead.put("/v1/block-rules", json=past, version=1).status_code == 422
    assert call(floor) not in floor.core.state.calls
    clock.advance(3600)
    kernel.room(Timers).fire_due()
    assert call(floor) in floor.core.state.calls
    assert [each["state"] for each in listed(lead, over=True)["items"]] == ["lifted"]


def test_a_timer_for_a_block_that_was_lifted_does_nothing(floor: CallFloor, sign_in: SignIn, kernel: Kernel) -> None:
    lead, case = blocked(floor, sign_in)
    decide(lead, case, "lift", reason="x")
    timer = Timer(id=1, kind=service.END_TIMER, subject=case["id"], due_at=floor.core.now.at, payload={})
    kernel.write(lambda tx: service.ended(tx, timer))
    assert [each["state"] for each in listed(lead, over=True)["items"]] == ["lifted"]
