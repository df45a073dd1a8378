"""An invitation to a conference that still rings is taken back: the ring ends, and citizen and agent talk on."""

import time

import pytest

from tests.services.server.pbx.district import District, until
from tests.services.telephony.asterisk.phone import Phone

CITIZEN, AGENT = 440, 900


def hear(one: Phone, other: Phone) -> None:
    for ear, voice in ((one, other), (other, one)):
        until(lambda ear=ear, voice=voice: ear.ear.tones(0.3, voice.tone)[voice.tone] > 0.3, 10)  # type: ignore[misc]


@pytest.mark.timeout(90)
def test_the_ring_of_who_was_invited_is_taken_back(district: District) -> None:
    district.serve()
    anna, phone = district.desk("anna")
    citizen = district.pbx.citizen("013800000071", tone=CITIZEN)
    phone.tone = AGENT
    citizen.dial("12345")
    until(lambda: anna.call.get("state") == "ringing", 20)
    key = anna.call["id"]
    anna.act(key, "answer")
    until(lambda: anna.call["state"] == "talking" and phone.talking)
    bo, other = district.desk("bo")
    for again in range(2):
        anna.act(key, "conference", agent_id="account-bo")
        until(lambda: other.ringing, 20)
        time.sleep(0.3)
        anna.act(key, "release")
        until(lambda: not other.ringing, 5)
        hear(citizen, phone)
        assert anna.get(f"/v1/calls/{key}")["state"] == "talking", again
        assert bo.state_of("bo") == "ready"
    refused = anna.client.post(f"/v1/calls/{key}/release", headers={**anna.headers, "idempotency-key": "nobody-rings"})
    assert (refused.status_code, refused.json()["code"]) == (409, "nobody_asked")
    anna.act(key, "conference", agent_id="account-bo")
    until(lambda: other.ringing, 20)
    other.pick_up()
    until(lambda: anna.call["state"] == "conference", 20)
    citizen.hang_up()
    until(lambda: anna.call["state"] == "ended" and phone.call is None and other.call is None, 20)
