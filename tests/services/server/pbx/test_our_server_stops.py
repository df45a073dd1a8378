"""No caller is ever cut off because our software stopped, and what is shown is right again when it is back."""

import signal
import time

from tests.services.server.pbx.district import Console, District, until


def test_the_server_is_killed_while_calls_go_on(district: District) -> None:
    """One talks, one waits; the server dies; a third calls and is rung; the server comes back and knows them all."""
    district.serve()
    _anna, annas = district.desk("anna")
    _bo, bos = district.desk("bo")
    talks = district.pbx.citizen("01380000001")
    talks.dial("12345")
    until(lambda: annas.ringing or bos.ringing)
    rung, other = (annas, bos) if annas.ringing else (bos, annas)
    rung.pick_up()
    until(lambda: talks.ear.tones(0.3, rung.tone or 700) is not None and talks.talking)
    rung.tone = 700
    until(lambda: talks.ear.tones(0.3, 700)[700] > 0.8)
    time.sleep(0.3)
    district.kill()

    # Nobody of ours is there. The talk goes on, and Asterisk rings the other agent by itself.
    calls = district.pbx.citizen("01380000002")
    calls.dial("12345")
    until(lambda: other.ringing)
    other.pick_up()
    until(lambda: calls.talking)
    waits = district.pbx.citizen("01380000003")
    waits.dial("12345")
    until(lambda: waits.talking)
    assert talks.ear.tones(0.3, 700)[700] > 0.8

    district.serve()
    back = time.monotonic()
    lead = district.console("lead")

    def right() -> bool:
        snapshot = lead.get("/v1/snapshot")
        states = {agent["name"]: agent["state"] for agent in snapshot["agents"]}
        return states.get("anna") == states.get("bo") == "talking" and len(snapshot["queue"]) == 1

    until(right, 5)
    assert time.monotonic() - back < 5
    assert all(phone.talking for phone in (talks, calls, waits))
    talks.hang_up()
    until(lambda: sorted(state_of(lead, name) for name in ("anna", "bo")) == ["talking", "wrap_up"])


def state_of(lead: object, name: str) -> str:
    snapshot = lead.get("/v1/snapshot")  # type: ignore[attr-defined]
    return {agent["name"]: agent["state"] for agent in snapshot["agents"]}[name]


def test_the_exchange_is_lost_and_comes_back(district: District) -> None:
    """Every desk is told within five seconds; after a restart of Asterisk agents are signed in again without hands."""
    district.serve()
    anna, phone = district.desk("anna")
    citizen = district.pbx.citizen()
    citizen.dial("12345")
    until(lambda: anna.call.get("state") == "ringing")
    call_id = anna.call["id"]
    anna.act(call_id, "answer")
    until(lambda: anna.call["state"] == "talking")

    district.pbx.freeze()
    frozen = time.monotonic()
    until(lambda: anna.of("exchange"), 6)
    assert time.monotonic() - frozen < 5
    assert anna.of("exchange")[-1]["connected"] is False
    assert anna.of("exchange")[-1]["last_true_at"]
    district.pbx.freeze(False)
    until(lambda: anna.of("exchange")[-1]["connected"] is True)
    assert anna.call["state"] == "talking", "the call has not noticed"

    district.pbx.stop(signal.SIGKILL)
    until(lambda: anna.of("exchange")[-1]["connected"] is False, 5)
    district.pbx.start()
    phone.call = citizen.call = None
    until(lambda: anna.of("exchange")[-1]["connected"] is True)
    until(lambda: anna.get(f"/v1/calls/{call_id}")["state"] == "ended", 5)
    assert anna.get(f"/v1/calls/{call_id}")["ended_by"] == "system"
    anna.act(call_id, "wrap-up", code="")
    phone.register()
    again = district.pbx.citizen("01390000001")
    again.dial("12345")
    until(lambda: phone.ringing)


def test_what_belongs_to_a_talk_is_right_again(district: District) -> None:
    """Muted, not recorded, help wanted, a lead who listens, the ticket that goes along, a hold of the telephone's own."""
    district.serve()
    anna, phone = district.desk("anna")
    lead, leads = district.console("lead"), district.pbx.phone("lead")
    citizen = district.pbx.citizen()
    citizen.dial("12345")
    until(lambda: anna.call.get("state") == "ringing")
    call_id = anna.call["id"]
    anna.act(call_id, "answer")
    until(lambda: anna.call["state"] == "talking")
    anna.act(call_id, "mute")
    anna.act(call_id, "pause-recording")
    lead.act(call_id, "supervise", mode="listen")
    until(lambda: leads.talking and supervisors(lead) == [("account-lead", "listen")])
    lead.act(call_id, "supervise", mode="whisper")
    until(lambda: supervisors(lead) == [("account-lead", "whisper")])
    anna.act(call_id, "help")
    phone.hold()
    until(lambda: anna.call["state"] == "held" and anna.call["recording_paused"])
    before = talk(anna)
    assert before == ("held", True, True, True)
    district.kill()

    district.serve()
    again = district.console("anna")
    until(lambda: talk(again) == before and supervisors(again) == [("account-lead", "whisper")], 5)
    names = [each["name"] for each in again.snapshot["me"]["supervisors"]]
    assert names == ["lead"]
    kinds = [event["kind"] for event in again.get(f"/v1/calls/{call_id}/events")]
    for kind in ("held", "recording_paused", "help_asked"):
        assert kinds.count(kind) == 1, "what was known is not stated again"
    district.kill()

    # Nobody of ours is there when the hold ends and the lead goes.
    phone.hold(False)
    leads.hang_up()
    time.sleep(0.3)
    district.serve()
    third = district.console("anna")
    until(lambda: talk(third) == ("talking", True, True, True) and supervisors(third) == [], 5)
    # The same console as before.
    third.headers = anna.headers
    third.act(call_id, "unmute")
    third.act(call_id, "resume-recording")
    until(lambda: talk(third) == ("talking", False, False, True))
    phone.tone = 700
    until(lambda: citizen.ear.tones(0.3, 700)[700] > 0.8)


def talk(console: Console) -> tuple[object, ...]:
    """How the person's call stands on their screen."""
    snapshot = console.get("/v1/snapshot")
    call = snapshot["call"] or {}
    has_asked = snapshot["me"]["help_since"] is not None
    return call.get("state"), call.get("muted"), call.get("recording_paused"), has_asked


def supervisors(console: Console) -> list[tuple[str, str]]:
    agents = {agent["name"]: agent for agent in console.get("/v1/snapshot")["agents"]}
    return [(each["account_id"], each["mode"]) for each in agents["anna"]["supervisors"]]
