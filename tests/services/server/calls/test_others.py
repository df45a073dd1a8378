"""Colleagues, numbers outside and leads in a call, over the API."""

from typing import Any

import pytest

from services.contracts.accounts import Role
from services.server.calls.floor import CallFloor
from services.server.calls.tables import call_events, calls
from services.server.kernel import Kernel
from services.server.notices.tables import notices
from services.telephony.exchange import LocalExchange
from services.telephony.line import Line
from services.telephony.protocol import ExchangeState
from tests.services.server import district
from tests.services.server.calls.conftest import OnDuty, act, ring
from tests.services.server.calls.test_endpoints import code, me, rows
from tests.services.server.conftest import SignIn


def talk(floor: CallFloor, api: Any) -> str:
    call_id = ring(floor)
    assert act(api, call_id, "answer").status_code == 200
    return call_id


def kinds(kernel: Kernel, call_id: str) -> list[str]:
    return [row.kind for row in rows(kernel, call_events) if row.call_id == call_id and row.kind != "agent_state"]


def test_help_is_asked_and_a_lead_comes(kernel: Kernel, floor: CallFloor, on_duty: OnDuty, sign_in: SignIn) -> None:
    lead, agent = sign_in(Role.LEAD), on_duty(general=1)
    call_id = talk(floor, agent)
    for _ in range(2):
        assert act(agent, call_id, "help").status_code == 200
    assert me(agent)["help_since"]
    (notice,) = rows(kernel, notices)
    assert (notice.code, notice.urgent) == ("help", True)
    assert "138" not in notice.values
    board = {row["account_id"]: row for row in lead.get("/v1/snapshot").json()["agents"]}
    assert board[me(agent)["account_id"]]["help_since"]
    for mode in ("listen", "whisper", "join"):
        seen = act(lead, call_id, "supervise", mode=mode).json()
        assert seen["number"] == "", "a lead hears the call and sees no number"
        (there,) = me(agent)["supervisors"]
        assert there["mode"] == mode
    assert there["name"]
    assert me(agent)["help_since"] is None
    act(lead, call_id, "unsupervise")
    assert me(agent)["supervisors"] == []
    assert kinds(kernel, call_id)[-6:] == [
        "help_asked",
        "supervised",
        "help_ended",
        *["supervised"] * 2,
        "unsupervised",
    ]


def test_help_is_over_with_the_call(kernel: Kernel, floor: CallFloor, on_duty: OnDuty) -> None:
    agent = on_duty(general=1)
    call_id = talk(floor, agent)
    act(agent, call_id, "help")
    act(agent, call_id, "no-help")
    act(agent, call_id, "help")
    act(agent, call_id, "end")
    assert me(agent)["help_since"] is None
    ends = [row.data for row in rows(kernel, call_events) if row.kind == "help_ended"]
    assert ["withdrawn" in ends[0], "over" in ends[1]] == [True, True]


def test_who_may_be_in_a_call(floor: CallFloor, on_duty: OnDuty, sign_in: SignIn) -> None:
    lead, agent = sign_in(Role.LEAD), on_duty(general=1)
    call_id = ring(floor)
    assert code(act(lead, call_id, "supervise", mode="listen")) == (409, "call_gone")
    act(agent, call_id, "answer")
    assert act(agent, call_id, "supervise", mode="listen").status_code == 403
    assert act(lead, call_id, "supervise", mode="shout").status_code == 422
    act(agent, call_id, "conference", number="110")
    assert act(lead, call_id, "supervise", mode="join").json()["state"] == "conference"
    assert act(lead, call_id, "supervise", mode="whisper").status_code == 200
    floor.core.exchange.reaches = lambda _account: False  # type: ignore[method-assign]
    assert code(act(lead, call_id, "supervise", mode="listen")) == (409, "no_telephone")


def test_a_consultation_and_its_three_ends(floor: CallFloor, on_duty: OnDuty) -> None:
    agent, colleague = on_duty(general=1), on_duty(city=1)
    call_id = talk(floor, agent)
    other = me(colleague)["account_id"]
    asked = act(agent, call_id, "consult", agent_id=other, ticket_id="draft-1").json()
    assert (asked["state"], asked["consulting"], asked["helper_id"]) == ("held", True, other)
    assert (me(colleague)["helping"], me(agent)["helping"]) == (True, False), "the citizen is not the colleague's"
    assert code(act(agent, call_id, "consult", number="110")) == (409, "third_there")
    assert act(agent, call_id, "release").json()["state"] == "talking"
    assert me(colleague)["state"] == "ready"
    act(agent, call_id, "consult", agent_id=other)
    assert act(agent, call_id, "join").json()["state"] == "conference"
    assert code(act(agent, call_id, "join")) == (409, "wrong_state")
    act(agent, call_id, "release")
    act(agent, call_id, "consult", agent_id=other)
    assert act(agent, call_id, "hand-over").status_code == 200
    snapshot = colleague.get("/v1/snapshot").json()
    assert (snapshot["call"]["id"], snapshot["call"]["state"], snapshot["call"]["ticket_id"]) == (
        call_id,
        "talking",
        "draft-1",
    )
    assert (me(agent)["state"], me(colleague)["helping"]) == ("wrap_up", False)


def test_a_number_outside(kernel: Kernel, floor: CallFloor, on_duty: OnDuty) -> None:
    agent = on_duty(general=1)
    call_id = talk(floor, agent)
    three = act(agent, call_id, "conference", number="110").json()
    assert (three["state"], three["outside"]) == ("conference", "110")
    act(agent, call_id, "release")
    act(agent, call_id, "transfer", number="tel:+86-573-8212-0000")
    assert me(agent)["state"] == "wrap_up"
    (row,) = rows(kernel, calls)
    assert (row.state, row.ended_by) == ("ended", "agent")
    shown = agent.get(f"/v1/calls/{call_id}/events").text
    assert "82120000" not in shown
    assert kinds(kernel, call_id)[-3:] == ["transferred", "parked", "ended"]


def test_a_unit_by_its_telephone(kernel: Kernel, floor: CallFloor, on_duty: OnDuty) -> None:
    district.load(kernel)
    agent = on_duty(general=1)
    call_id = talk(floor, agent)
    for unit, why in (("D99", "unknown_code"), ("D06", "unit_without_telephone")):
        refused = act(agent, call_id, "transfer", unit=unit)
        assert [(f["field"], f["code"]) for f in refused.json()["fields"]] == [("unit", why)]
    assert act(agent, call_id, "transfer", unit="D04", number="110").status_code == 422
    assert act(agent, call_id, "consult", unit="D04").json()["outside"] == "16100001004"
    act(agent, call_id, "release")
    assert act(agent, call_id, "transfer", unit="D04").status_code == 200
    assert kinds(kernel, call_id)[-3:] == ["transferred", "parked", "ended"]


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        ("tel:+8613800000042", 200),
        ("0573-8212 0000 转 801", 200),
        ("１１０", 200),
        ("6" * 60, 422),
        ("12AB34", 422),
        ("0044 20 7946 0000", 422),
        ("+44 20 7946 0000", 422),
        ("12", 422),
        ("--", 422),
        ("057312345转abc", 422),
    ],
)
def test_what_can_be_dialled(on_duty: OnDuty, raw: str, status: int) -> None:
    answer = on_duty(general=1).post("/v1/calls", json={"id": "out-1", "number": raw})
    assert answer.status_code == status, answer.text
    if status == 422:
        assert "not_dialable" in answer.text


def test_a_parked_caller_is_seen_and_taken_by_a_colleague(floor: CallFloor, on_duty: OnDuty) -> None:
    agent, colleague = on_duty(general=1), on_duty(city=1)
    call_id = talk(floor, agent)
    act(agent, call_id, "park", ticket_id="draft-1")
    assert me(agent)["state"] == "wrap_up"
    (entry,) = colleague.get("/v1/snapshot").json()["queue"]
    assert (entry["call_id"], entry["parked"], entry["position"]) == (call_id, True, 0)
    assert "number" not in entry
    taken = act(colleague, call_id, "answer").json()
    assert (taken["state"], taken["ticket_id"]) == ("talking", "draft-1")
    assert colleague.get("/v1/snapshot").json()["queue"] == []


def test_a_ring_is_turned_down(kernel: Kernel, floor: CallFloor, on_duty: OnDuty) -> None:
    first = on_duty(general=1)
    call_id = ring(floor)
    second = on_duty(general=1)
    assert act(first, call_id, "reject", reason="acquainted").status_code == 200
    assert (me(first)["state"], me(first)["reason"]) == ("paused", "rejected")
    assert me(second)["call_id"] == call_id
    assert any("acquainted" in row.data for row in rows(kernel, call_events))
    assert code(act(first, call_id, "reject", reason="away"))[0] == 409


def test_keys_are_kept_nowhere(kernel: Kernel, floor: CallFloor, on_duty: OnDuty) -> None:
    agent = on_duty(general=1)
    call_id = talk(floor, agent)
    assert act(agent, call_id, "keys", keys="5913#").status_code == 200
    assert act(agent, call_id, "keys", keys="12A").status_code == 422
    assert not [row for row in rows(kernel, call_events) if "5913" in row.data]


def test_the_recording_is_silent_while_a_secret_is_spoken(kernel: Kernel, floor: CallFloor, on_duty: OnDuty) -> None:
    agent = on_duty(general=1)
    call_id = talk(floor, agent)
    for _ in range(2):
        assert act(agent, call_id, "pause-recording").json()["recording_paused"] is True
    assert act(agent, call_id, "resume-recording").json()["recording_paused"] is False
    assert kinds(kernel, call_id)[-2:] == ["recording_paused", "recording_resumed"]


def test_nothing_is_promised_while_the_exchange_is_not_heard(
    floor: CallFloor, on_duty: OnDuty, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent = on_duty(general=1)
    call_id = talk(floor, agent)
    with monkeypatch.context() as lost:
        lost.setattr(type(floor.core.exchange), "state", ExchangeState(False, None))
        for what in ("hold", "mute", "end"):
            assert code(act(agent, call_id, what)) == (409, "exchange_lost")
    assert act(agent, call_id, "hold").json()["state"] == "held"


def test_a_skill_without_a_queue_at_the_exchange_is_refused(floor: CallFloor, on_duty: OnDuty) -> None:
    agent = on_duty(general=1, city=1)
    call_id = talk(floor, agent)
    floor.core.exchange.has_queue = lambda skill: skill == "general"  # type: ignore[method-assign]
    assert code(act(agent, call_id, "transfer", skill="city")) == (409, "no_queue")
    assert act(agent, call_id, "transfer", skill="general").status_code == 200


def test_who_was_called_is_sent_on_and_parked_once_they_have_answered(
    floor: CallFloor, on_duty: OnDuty, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent, colleague = on_duty(general=1), on_duty(city=1)
    other, exchange = me(colleague)["account_id"], floor.core.exchange
    with monkeypatch.context() as nobody:
        nobody.setattr(exchange, "dial", lambda *_: None)
        assert agent.post("/v1/calls", json={"id": "out-1", "number": "057382120000"}).status_code == 200
    for body in ({"agent_id": other}, {"skill": "general"}, {"number": "110"}):
        assert code(act(agent, "out-1", "transfer", **body)) == (409, "not_answered")
    for how in ("consult", "conference"):
        assert code(act(agent, "out-1", how, agent_id=other)) == (409, "not_answered")
    assert code(act(agent, "out-1", "park", ticket_id="draft-1")) == (409, "not_answered")
    exchange.dial("out-1", me(agent)["account_id"], "057382120000")
    floor.turn()
    assert act(agent, "out-1", "park", ticket_id="draft-1").status_code == 200
    assert floor.core.state.calls["out-1"].state == "parked"
    assert act(agent, "out-1", "answer").status_code == 200
    assert act(agent, "out-1", "transfer", agent_id=other).status_code == 200
    assert me(colleague)["call_id"] == "out-1"


def test_who_is_put_right_loses_whom_they_have_called(
    floor: CallFloor, on_duty: OnDuty, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the lead was told on the board: somebody who has answered waits for the next agent, a call that still rings ends."""
    agent, lead = on_duty(general=1), sign_in(Role.LEAD)

    def row() -> tuple[bool, bool]:
        board = {each["account_id"]: each for each in lead.get("/v1/snapshot").json()["agents"]}
        return board[agent.account.id]["outgoing"], board[agent.account.id]["dialling"]

    def put_right() -> None:
        path, asked = f"/v1/agents/{agent.account.id}/put-right", {"state": "break", "why": "console frozen"}
        assert lead.post(path, json=asked).json()["state"] == "break"

    def rings(call_id: str, agent_id: str, *_: str) -> None:
        exchange._lines[call_id] = Line(call_id, agent_id)

    exchange = floor.core.exchange
    assert isinstance(exchange, LocalExchange)
    assert row() == (False, False)
    with monkeypatch.context() as nobody:
        nobody.setattr(exchange, "dial", rings)
        assert agent.post("/v1/calls", json={"id": "out-1", "number": "057382120000"}).status_code == 200
    assert row() == (True, True)
    put_right()
    with floor.look() as core:
        assert core.state.router.in_order() == []
        assert "out-1" not in core.state.calls
    assert row() == (False, False)
    agent.put("/v1/agents/me/state", json={"state": "ready"})
    assert agent.post("/v1/calls", json={"id": "out-2", "number": "057382120000"}).status_code == 200
    assert row() == (True, False)
    put_right()
    with floor.look() as core:
        assert core.state.router.in_order() == ["out-2"]
        assert core.state.calls["out-2"].skill == "general"


def test_an_invitation_that_rings_is_taken_back_and_without_one_nobody_is_let_go_of(
    floor: CallFloor, on_duty: OnDuty, monkeypatch: pytest.MonkeyPatch
) -> None:
    agent = on_duty(general=1)
    call_id = talk(floor, agent)
    assert code(act(agent, call_id, "release")) == (409, "nobody_asked")
    act(agent, call_id, "hold")
    assert code(act(agent, call_id, "release")) == (409, "nobody_asked"), "with the caller on hold as well"
    act(agent, call_id, "resume")
    exchange, left = floor.core.exchange, list[str]()
    monkeypatch.setattr(exchange, "rings", lambda call_id: call_id)
    monkeypatch.setattr(exchange, "leave", lambda call_id, _agent: left.append(call_id))
    assert act(agent, call_id, "release").json()["state"] == "talking"
    assert left == [call_id]
