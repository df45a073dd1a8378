"""A call from a real telephone through a real Asterisk to a console, and back, over the API."""

import hashlib

from services.server.recordings.sound import decode
from tests.services.server.pbx.district import District, tongfu, until
from tests.services.telephony.asterisk.phone import strengths


def test_a_call_from_the_first_ring_to_the_end_of_wrap_up(district: District) -> None:
    district.serve()
    anna, phone = district.desk("anna")
    lead = district.console("lead")
    citizen = district.pbx.citizen("013800000042")
    phone.tone = 700
    citizen.dial("12345")
    until(lambda: anna.call.get("state") == "ringing")
    call = anna.call
    assert call["number"] == "013800000042"
    assert lead.of("call") == [], "the number is on the screen of who is rung, and nowhere else"
    anna.act(call["id"], "answer")
    until(lambda: anna.call["state"] == "talking")
    until(lambda: citizen.ear.tones(0.3, 700)[700] > 0.8 and phone.ear.tones(0.3, 440)[440] > 0.8)
    anna.act(call["id"], "hold")
    until(lambda: anna.call["state"] == "held" and citizen.ear.tones(0.3, 700)[700] < 0.05)
    anna.act(call["id"], "resume")
    until(lambda: anna.call["state"] == "talking" and citizen.ear.tones(0.3, 700)[700] > 0.8)
    anna.act(call["id"], "mute")
    until(lambda: citizen.ear.tones(0.3, 700)[700] < 0.05)
    anna.act(call["id"], "unmute")
    until(lambda: citizen.ear.tones(0.3, 700)[700] > 0.8)
    citizen.hang_up()
    until(lambda: lead.state_of("anna") == "wrap_up")
    anna.act(call["id"], "wrap-up", code="consultation")
    until(lambda: lead.state_of("anna") == "ready")
    # The recording: the agent's tone left, the citizen's right, by the route that records who listens.
    inspector = district.console("inspector")
    until(lambda: inspector.try_get(f"/v1/recordings/{call['id']}?why=test").status_code == 200, 20)
    sound = inspector.try_get(f"/v1/recordings/{call['id']}?why=test").content
    both, rate = decode(sound)
    assert (both.shape[1], rate) == (2, 8000)
    begin = both[2000:4000].astype(float)
    left, right = strengths(begin[:, 0], 440, 700), strengths(begin[:, 1], 440, 700)
    assert left[700] > 0.5 > 0.05 > left[440]
    assert right[440] > 0.5 > 0.05 > right[700]
    (kept,) = (district.folder / "recordings" / "kept").rglob("*.flac.sealed")
    assert kept.name == f"{hashlib.sha256(sound).hexdigest()}.flac.sealed"
    assert b"fLaC" not in kept.read_bytes()
    assert list(district.pbx.recordings.glob("*.wav")) == []

    stored = anna.get(f"/v1/calls/{call['id']}")
    assert (stored["state"], stored["ended_by"], stored["wrap_up_code"]) == ("ended", "caller", "consultation")
    kinds = [event["kind"] for event in anna.get(f"/v1/calls/{call['id']}/events")]
    assert kinds == [
        *("offered", "queued", "ringing", "answered", "held", "resumed", "ended", "agent_state", "agent_state")
    ]
    compared = tongfu("pbx", "compare", str(district.pbx.folder / "log" / "queue_log"), "--database-url", district.url)
    assert compared.returncode == 0, compared.stdout
    assert compared.stdout.startswith("1 calls compared with the exchange's log; 0 differ (ours / the exchange's).\n")
    assert "All figures agree." in compared.stdout
