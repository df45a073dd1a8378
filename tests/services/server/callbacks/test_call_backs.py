"""From a lost call to a closed call-back, through the API and the floor."""

import itertools
import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from services.clock import ManualClock
from services.contracts.accounts import Role, Skill
from services.contracts.calls import CallEventKind
from services.contracts.text import clean_number
from services.server.callbacks import service
from services.server.callbacks.tables import call_back_trail
from services.server.calls.floor import CallFloor
from services.server.calls.tables import call_events
from services.server.kernel import Kernel
from services.server.tables import access_log, events
from services.telephony.exchange import LocalExchange
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


def agent(sign_in: SignIn, state: str = "break") -> Api:
    api = sign_in(Role.AGENT, skills=[Skill(key="general")])
    assert api.put("/v1/agents/me/state", json={"state": state}).status_code == 200
    return api


def ring(floor: CallFloor, number: str = NUMBER, skill: str = "general") -> str:
    call_id = f"lost-{next(_numbers)}"
    floor.offer(call_id, number, skill)
    return call_id


def exchange(floor: CallFloor) -> LocalExchange:
    found = floor.core.exchange
    assert isinstance(found, LocalExchange)
    return found


def hang_up(floor: CallFloor, call_id: str) -> None:
    exchange(floor).hang_up(call_id)
    floor.turn()


def lose(floor: CallFloor, number: str = NUMBER) -> str:
    call_id = ring(floor, number)
    hang_up(floor, call_id)
    return call_id


def listed(api: Api, **query: Any) -> Any:
    answer = api.get("/v1/call-backs", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def act(api: Api, task: Any, what: str, **body: Any) -> Any:
    return api.post(f"/v1/call-backs/{task['id']}/{what}", json=body or None)


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_lost_calls_of_a_number_are_one_call_back(floor: CallFloor, sign_in: SignIn, clock: ManualClock) -> None:
    api = agent(sign_in)
    first = lose(floor)
    clock.advance(60)
    last = lose(floor, f"+86 {NUMBER}")
    lose(floor, "13911110000")
    found = listed(api)
    assert (found["open"], found["due"], found["withheld"]) == (2, 2, 0)
    one = found["items"][0]
    assert (one["calls"], one["last_call_id"], one["cause"]) == (2, last, "abandoned")
    assert (one["number"], one["number_masked"]) == ("", "138****0042")
    story = api.get(f"/v1/call-backs/{one['id']}/story").json()
    assert [(line["what"], line["call_id"]) for line in story] == [("opened", first), ("joined", last)]
    assert NUMBER not in str(found) + str(story)


FORMS = ("057386123456", "+86 573 8612 3456", "tel:+86-573-8612-3456;ext=801", "0573-86123456 转 9")


@pytest.mark.parametrize("many", [False, True])
def test_one_citizen_is_called_back_once_however_the_number_was_written(
    floor: CallFloor, kernel: Kernel, sign_in: SignIn, clock: ManualClock, many: bool
) -> None:
    """Whether their calls are lost one by one or in one moment; the next one counts them all, and whoever it reaches is called no more."""
    api = agent(sign_in)
    if many:
        for place, number in enumerate(FORMS):
            exchange(floor).call_in(f"form-{place}", clean_number(number), "general")
        kernel.write(lambda tx: floor.act(tx, lambda _core: None))
        for place in range(len(FORMS)):
            exchange(floor).hang_up(f"form-{place}")
        kernel.write(lambda tx: floor.act(tx, lambda _core: None))
    else:
        for number in FORMS:
            lose(floor, number)
    (one,) = listed(api)["items"]
    assert (one["calls"], listed(api)["open"]) == (len(FORMS), 1)
    with floor.look() as core:
        before = len(core.state.calls)
    assert before == 0
    again = ring(floor, "0573 86123456#12")
    with floor.look() as core:
        assert core.state.calls[again].repeated == len(FORMS)
    assert api.put("/v1/agents/me/state", json={"state": "ready"}).status_code == 200
    assert api.post(f"/v1/calls/{again}/answer").status_code == 200
    assert listed(api)["open"] == 0


def test_a_block_of_a_number_closes_the_call_back_of_its_extension(
    kernel: Kernel, floor: CallFloor, sign_in: SignIn
) -> None:
    api = agent(sign_in)
    lose(floor, "057386123456#801")
    kernel.write(lambda tx: service.blocked(tx, "057386123456"))
    assert listed(api)["open"] == 0


def test_many_calls_that_are_lost_in_one_moment_are_those_that_are_lost_one_by_one(
    floor: CallFloor, kernel: Kernel, sign_in: SignIn, clock: ManualClock
) -> None:
    api = agent(sign_in)
    lose(floor, "13911110000")
    lose(floor, "13911110001")
    clock.advance(60)
    numbers = ["13911110000", NUMBER, "13911110002", "13911110003", NUMBER, "", "13911110004"]
    line = exchange(floor)
    for place, number in enumerate(numbers):
        line.call_in(f"many-{place}", number, "general")
    kernel.write(lambda tx: floor.act(tx, lambda _core: None))
    repeated = {place: floor.core.state.calls[f"many-{place}"].repeated for place in range(len(numbers))}
    assert repeated == {0: 1, 1: 0, 2: 0, 3: 0, 4: 0, 5: 0, 6: 0}
    # One of them leaves a wish, which is told twice: by itself and by the end of the call.
    line.wish("many-2")
    for place in range(len(numbers)):
        line.hang_up(f"many-{place}")
    kernel.write(lambda tx: floor.act(tx, lambda _core: None))
    found = listed(api)
    calls = sorted((item["calls"], item["cause"], item["last_call_id"]) for item in found["items"])
    assert [one for one in calls if one[0] == 2] == [(2, "abandoned", "many-0"), (2, "abandoned", "many-4")]
    assert [one[1:] for one in calls if one[1] == "wished"] == [("wished", "many-2")]
    assert (found["open"], found["withheld"]) == (6, 1)
    # Many who call again and are answered close what is open for them.
    sign = agent(sign_in, "ready")
    for place, number in enumerate(numbers[:5]):
        floor.offer(f"again-{place}", number, "general")
    assert sign.post("/v1/calls/again-0/answer").status_code == 200
    assert listed(api)["open"] == 5


def test_calls_without_a_number_are_counted(floor: CallFloor, sign_in: SignIn) -> None:
    lose(floor, "")
    lose(floor, "")
    found = listed(agent(sign_in))
    assert (found["items"], found["open"], found["withheld"]) == ([], 0, 2)


def test_who_calls_again_and_is_answered_is_not_called_back(floor: CallFloor, sign_in: SignIn) -> None:
    api = agent(sign_in, "ready")
    call_id = ring(floor)
    hang_up(floor, call_id)
    assert listed(api)["open"] == 1
    again = ring(floor)
    assert listed(api)["open"] == 1
    assert api.post(f"/v1/calls/{again}/answer").status_code == 200
    assert listed(api)["open"] == 0
    closed = listed(api, closed=True)["items"]
    assert [(each["state"], each["outcome"], each["tries_left"]) for each in closed] == [("closed", "called_again", 0)]


def test_a_call_that_was_answered_is_not_lost(floor: CallFloor, sign_in: SignIn) -> None:
    api = agent(sign_in, "ready")
    call_id = ring(floor)
    api.post(f"/v1/calls/{call_id}/answer")
    hang_up(floor, call_id)
    assert listed(api)["open"] == 0


def test_taking_is_exclusive_shows_the_number_and_is_recorded(
    kernel: Kernel, floor: CallFloor, sign_in: SignIn
) -> None:
    ann, bob = agent(sign_in), agent(sign_in)
    lose(floor)
    task = listed(ann)["items"][0]
    assert act(ann, task, "take").json()["number"] == NUMBER
    assert act(ann, task, "take").json()["number"] == NUMBER
    refused = act(bob, task, "take")
    assert code(refused) == (409, "call_back_taken")
    assert ann.account.name in refused.json()["detail"]
    assert (listed(bob)["items"][0]["holder"], listed(bob)["due"]) == (ann.account.name, 0)
    assert code(act(bob, task, "release")) == (409, "call_back_not_taken")
    assert code(act(bob, task, "result", reached=True)) == (409, "call_back_taken")
    assert act(ann, task, "release").json()["state"] == "waiting"
    assert act(bob, task, "take").status_code == 200
    with kernel.database.read() as connection:
        looks = connection.execute(select(access_log).where(access_log.c.what == "call_back")).all()
        told = connection.execute(select(events).where(events.c.topic == "call_back")).all()
    assert [(look.account_id, look.subject) for look in looks] == [
        (api.account.id, task["id"]) for api in (ann, ann, bob)
    ]
    assert told
    assert not any(NUMBER in row.data for row in told)


def test_of_many_who_take_at_once_one_gets_it(floor: CallFloor, sign_in: SignIn) -> None:
    agents = [agent(sign_in) for _ in range(4)]
    lose(floor)
    task = listed(agents[0])["items"][0]
    answers: list[int] = []
    threads = [
        threading.Thread(target=lambda api=api: answers.append(act(api, task, "take").status_code))  # type: ignore[misc]
        for api in agents
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(answers) == [200, 409, 409, 409]


def test_a_talk_closes_it_and_three_tries_without_one_too(
    floor: CallFloor, sign_in: SignIn, clock: ManualClock
) -> None:
    api = agent(sign_in)
    lose(floor)
    task = act(api, listed(api)["items"][0], "take").json()
    assert api.post("/v1/calls", json={"id": "out-1", "number": task["number"]}).status_code == 200
    assert listed(api)["open"] == 1
    api.post("/v1/calls/out-1/end")
    assert [each["outcome"] for each in listed(api, closed=True)["items"]] == ["reached"]
    lose(floor, "13911110000")
    task = listed(api)["items"][0]
    for number in range(3):
        assert act(api, task, "take").status_code == 200
        tried = act(api, task, "result", reached=False, note="忙音").json()
        assert tried["tries"] == number + 1
        if number < 2:
            assert code(act(api, task, "take")) == (409, "call_back_early")
            clock.advance(45 * 60)
    assert (tried["state"], tried["outcome"]) == ("closed", "not_reached")
    assert code(act(api, task, "take")) == (409, "call_back_closed")


def test_giving_up_wants_a_reason_and_leads_may_do_it_for_anybody(floor: CallFloor, sign_in: SignIn) -> None:
    ann, bob, lead = agent(sign_in), agent(sign_in), sign_in(Role.LEAD)
    lose(floor)
    task = listed(ann)["items"][0]
    act(ann, task, "take")
    assert act(ann, task, "give-up", reason="").status_code == 422
    assert code(act(bob, task, "give-up", reason="空号")) == (409, "call_back_taken")
    done = act(lead, task, "give-up", reason="空号").json()
    assert (done["outcome"], done["reason"], done["number"]) == ("given_up", "空号", "")
    lose(floor)
    assert listed(ann)["open"] == 1


def test_who_signs_out_or_forgets_gives_it_back(floor: CallFloor, sign_in: SignIn, clock: ManualClock) -> None:
    ann, bob = agent(sign_in), agent(sign_in)
    lose(floor)
    task = listed(ann)["items"][0]
    session = ann.really_signed_in()
    act(session, task, "take")
    assert session.delete("/v1/session", json={}).status_code in (200, 204)
    assert listed(bob)["items"][0]["state"] == "waiting"
    act(ann, task, "take")
    clock.advance(timedelta(minutes=31).total_seconds())
    waiting = listed(bob)
    assert (waiting["items"][0]["state"], waiting["due"]) == ("waiting", 1)
    assert act(bob, task, "take").status_code == 200


def test_the_hours_are_the_leads(floor: CallFloor, sign_in: SignIn, clock: ManualClock) -> None:
    lead, api = sign_in(Role.LEAD), agent(sign_in)
    hours = {"windows": [{"begins": "10:00", "ends": "11:00"}], "minutes_between": 30, "tries": 1}
    made = lead.put("/v1/call-back-rules", json=hours, version=0)
    assert made.status_code == 200, made.text
    assert {key: made.json()[key] for key in hours} == hours
    (kept,) = api.get("/v1/call-back-rules").json()["items"]
    assert (kept["version"], kept["windows"]) == (1, hours["windows"])
    assert lead.put("/v1/call-back-rules", json=hours, version=0).status_code == 412
    past = {**hours, "effective_from": (clock.now() - timedelta(days=1)).isoformat()}
    assert lead.put("/v1/call-back-rules", json=past, version=1).status_code == 422
    backwards = {**hours, "windows": [{"begins": "11:00", "ends": "10:00"}]}
    refused = lead.put("/v1/call-back-rules", json=backwards, version=1)
    assert [(each["field"], each["code"]) for each in refused.json()["fields"]] == [("windows.0", "ends_too_early")]
    lose(floor)
    task = listed(api)["items"][0]
    assert (task["due"], task["next_at"]) == (False, "2026-03-02T02:00:00Z")
    clock.advance(3600)
    act(api, task, "take")
    assert act(api, task, "result", reached=False).json()["outcome"] == "not_reached"


def test_hours_follow_each_other(sign_in: SignIn) -> None:
    lead = sign_in(Role.LEAD)

    def put(*windows: tuple[str, str]) -> Any:
        body = {"windows": [{"begins": begins, "ends": ends} for begins, ends in windows]}
        return lead.put("/v1/call-back-rules", json=body, version=0)

    for windows in (
        (("08:30", "12:00"), ("11:59", "14:00")),
        (("14:00", "20:00"), ("08:30", "14:01")),
        (("08:30", "20:00"), ("09:00", "10:00")),
        (("08:30", "12:00"), ("14:00", "20:00"), ("08:30", "12:00")),
    ):
        refused = put(*windows)
        assert refused.status_code == 422, windows
        ((field, words),) = ((each["field"], each["message"]) for each in refused.json()["fields"])
        assert (field, "重叠" in words) == ("windows", True)
    # The end is not part of the hours: one may begin where another ends, in whatever order they are given.
    made = put(("12:00", "14:00"), ("08:30", "12:00"))
    assert made.status_code == 200, made.text


def test_hours_to_come_hold_from_their_moment_on(floor: CallFloor, sign_in: SignIn, clock: ManualClock) -> None:
    lead, api = sign_in(Role.LEAD), agent(sign_in)
    hours = {"windows": [{"begins": "20:00", "ends": "21:00"}]}
    later = {**hours, "effective_from": (clock.now() + timedelta(hours=1)).isoformat()}
    assert lead.put("/v1/call-back-rules", json=later, version=0).status_code == 200
    lose(floor)
    assert listed(api)["items"][0]["due"]
    clock.advance(3600)
    lose(floor, "13911110000")
    assert [each["due"] for each in listed(api)["items"]] == [True, False]


def test_it_is_kept_with_the_raw_event_or_not_at_all(
    kernel: Kernel, floor: CallFloor, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = agent(sign_in)
    call_id = ring(floor)

    def full(*_args: Any, **_more: Any) -> None:
        raise OperationalError("INSERT", None, Exception("disk full"))

    with monkeypatch.context() as broken:
        broken.setattr(service.repository, "add", full)
        exchange(floor).hang_up(call_id)
        with pytest.raises(OperationalError):
            floor.turn()

    def ends() -> list[Any]:
        with kernel.database.read() as connection:
            wanted = (call_events.c.call_id == call_id, call_events.c.kind == "abandoned")
            return list(connection.execute(select(call_events).where(*wanted)))

    assert (ends(), listed(api)["open"]) == ([], 0)
    floor.turn()
    assert (len(ends()), listed(api)["open"]) == (1, 1)


def test_a_wish_keeps_the_place_and_counts_once(
    kernel: Kernel, floor: CallFloor, sign_in: SignIn, clock: ManualClock
) -> None:
    api = agent(sign_in)
    came = clock.now()
    call_id = ring(floor)
    lose(floor, "13911110000")
    clock.advance(120)
    exchange(floor).wish(call_id)
    floor.turn()
    exchange(floor).hang_up(call_id)
    floor.turn()
    found = listed(api)["items"]
    assert [(each["cause"], each["calls"]) for each in found] == [("wished", 1), ("abandoned", 1)]
    assert datetime.fromisoformat(found[0]["since"]) == came
    kinds = [CallEventKind(row["kind"]) for row in api.get(f"/v1/calls/{call_id}/events").json()]
    assert kinds[-2:] == [CallEventKind.CALLBACK_WISHED, CallEventKind.ABANDONED]
    with kernel.database.read() as connection:
        assert len(connection.execute(select(call_back_trail)).all()) == 2


def test_whom_the_exchange_cuts_off_is_called_back(kernel: Kernel, floor: CallFloor, sign_in: SignIn) -> None:
    api = agent(sign_in, "ready")
    call_id = ring(floor)
    floor.turn()
    assert api.post(f"/v1/calls/{call_id}/answer").status_code == 200
    assert listed(api)["open"] == 0
    kernel.write(lambda tx: floor.act(tx, lambda core: core.end_lost(call_id, core.now)))
    (one,) = listed(api)["items"]
    assert (one["cause"], one["last_call_id"]) == ("cut_off", call_id)
    story = api.get(f"/v1/call-backs/{one['id']}/story").json()
    assert [line["what"] for line in story] == ["cut_off"]
