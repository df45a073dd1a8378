"""Who speaks for how long in a recording with a conference, a hold and a parking in it: by tones of a known length."""

import time

import pytest

from tests.services.server.pbx.district import District, until
from tests.services.telephony.asterisk.phone import Phone

SPOKEN = 1.5
TONES = {"anna": 900, "bo": 1100, "citizen": 440}


@pytest.mark.timeout(120)
@pytest.mark.parametrize("district", ["asterisk16", "asterisk22"], indirect=True)
def test_shares_and_talk_over_are_what_was_said_and_who_was_put_aside_is_shown_as_held(district: District) -> None:
    """A third counts where the citizen is heard, and not while they are asked about, held or parked: the player says that they had nobody."""
    district.serve()
    anna, phone = district.desk("anna")
    bo, other = district.console("bo"), district.pbx.phone("bo")
    phone.holds = False
    citizen = district.pbx.citizen("013800000051", tone=0)
    voices: dict[str, Phone] = {"anna": phone, "bo": other, "citizen": citizen}
    expected = dict.fromkeys(("agent", "citizen", "both"), 0.0)

    def speak(*names: str, heard: bool = True) -> None:
        began = time.monotonic()
        for name in names:
            voices[name].tone = TONES[name]
        time.sleep(SPOKEN)
        for name in names:
            voices[name].tone = 0
        lasted = time.monotonic() - began
        time.sleep(0.5)
        for side, speaks in {
            "agent": "anna" in names,
            "citizen": names != ("anna",),
            "both": "anna" in names and names != ("anna",),
        }.items():
            expected[side] += lasted * speaks * heard

    citizen.dial("12345")
    until(lambda: anna.call.get("state") == "ringing")
    key = anna.call["id"]
    anna.act(key, "answer")
    until(lambda: anna.call["state"] == "talking" and phone.talking)
    speak("anna")
    speak("citizen")
    speak("anna", "citizen")
    bo.be("ready")
    anna.act(key, "consult", agent_id="account-bo")
    until(lambda: other.ringing, 20)
    other.pick_up()
    until(lambda: anna.call["helper_id"], 20)
    speak("bo", heard=False)
    anna.act(key, "join")
    until(lambda: anna.call["state"] == "conference", 20)
    speak("bo")
    speak("bo", "anna")
    anna.act(key, "release")
    until(lambda: anna.call["state"] == "talking", 20)
    anna.act(key, "hold")
    until(lambda: anna.call["state"] == "held", 20)
    speak("citizen", heard=False)
    anna.act(key, "resume")
    until(lambda: anna.call["state"] == "talking", 20)
    speak("citizen")
    anna.act(key, "park", ticket_id=None)
    until(lambda: anna.get(f"/v1/calls/{key}")["state"] == "parked" and not phone.talking, 20)
    speak("citizen", heard=False)
    bo.act(key, "answer")
    until(lambda: bo.call.get("state") == "talking" and other.talking, 20)
    voices["anna"] = other
    speak("anna")
    citizen.hang_up()

    inspector = district.console("inspector")
    until(lambda: inspector.try_get(f"/v1/recordings/{key}/waveform").status_code == 200, 30)
    drawn = inspector.get(f"/v1/recordings/{key}/waveform")
    shares = drawn["shares"]
    assert {side: shares[side] for side in expected} == pytest.approx(expected, abs=0.8)
    spoken = shares["agent"] + shares["citizen"] - shares["both"]
    assert drawn["seconds"] == pytest.approx(spoken + shares["silent"] + shares["held"], abs=0.2)
    assert shares["held"] == pytest.approx(sum(span["end"] - span["start"] for span in drawn["held"]), abs=0.1)
    events = anna.get(f"/v1/calls/{key}/events")
    begin = next(each["monotonic"] for each in events if each["kind"] == "answered")

    def second(kind: str, nth: int) -> object:
        found = [each["monotonic"] - begin for each in events if each["kind"] == kind]
        return pytest.approx(found[nth], abs=0.01)

    assert [(span["start"], span["end"]) for span in drawn["held"]] == [
        (second("held", 0), second("conference", 0)),
        (second("held", 1), second("resumed", -1)),
        (second("transferred", 0), second("answered", 1)),
    ]
