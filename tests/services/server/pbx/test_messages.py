"""Voice messages through a real Asterisk into our store: the tone that a caller plays is what an agent hears."""

import time

from services.server.recordings.sound import decode
from tests.services.server.pbx.district import District, until
from tests.services.telephony.asterisk.phone import Phone, strengths

VOICE_HZ, BEEP_HZ = 620, 1000


def leave_message(district: District, number: str, seconds: float) -> None:
    """Presses 2 in the queue, waits for the beep and speaks."""
    citizen: Phone = district.pbx.citizen(number, tone=VOICE_HZ)
    citizen.dial("12345")
    until(lambda: citizen.talking, 20)
    time.sleep(0.5)
    citizen.press("2")
    until(lambda: citizen.ear.tones(0.2, BEEP_HZ)[BEEP_HZ] > 0.1, 20)
    time.sleep(seconds)
    citizen.press("#")
    until(lambda: citizen.call is None, 20)


def test_messages_are_taken_in_also_those_left_while_our_server_was_away(district: District) -> None:
    district.serve()
    district.kill()
    leave_message(district, "013800000091", 3)
    leave_message(district, "anonymous", 2.5)
    district.serve()
    anna = district.console("anna")

    def found() -> list[dict[str, object]]:
        items: list[dict[str, object]] = anna.get("/v1/call-backs")["items"]
        return [one for one in items if one["messages"]]

    until(lambda: len(found()) == 2, 30)
    by_number = {str(one["number_masked"]): one for one in found()}
    assert set(by_number) == {"", "013*****0091"}
    for one in by_number.values():
        assert (one["cause"], one["calls"]) == ("voicemail", 1)
        (message,) = one["messages"]  # type: ignore[misc]
        assert 1.5 <= message["seconds"] <= 6
        sound = anna.try_get(f"/v1/voice-messages/{message['call_id']}?why=test")
        both, rate = decode(sound.content)
        heard = strengths(both[4000:8000, 1].astype(float), VOICE_HZ, BEEP_HZ, 1700)
        assert (rate, heard[VOICE_HZ] > 0.5, heard[BEEP_HZ] < 0.05, heard[1700] < 0.05) == (8000, True, True, True)
        assert not both[:, 0].any()
    assert list(district.pbx.recordings.glob("*.message.wav")) == []

    # Never doubled: a server that comes back finds nothing more, and one that is there takes the next at once.
    district.kill()
    district.serve()
    anna = district.console("anna")
    leave_message(district, "013800000091", 2)
    until(lambda: sorted(len(one["messages"]) for one in found()) == [1, 2], 30)  # type: ignore[arg-type]
    assert len(anna.get("/v1/call-backs")["items"]) == 2
