"""An agent calls a citizen back, and the very citizen calls in again meanwhile, at a real Asterisk."""

import pytest

from tests.services.server.pbx.district import Console, District, until

NUMBER = "013900000017"


def call_backs(console: Console) -> list[dict[str, object]]:
    found: list[dict[str, object]] = console.get("/v1/call-backs")["items"]
    return found


@pytest.mark.parametrize("answered", [True, False])
def test_the_citizen_calls_in_while_they_are_called_back(district: District, answered: bool) -> None:
    """Answered by a colleague: nobody is to call any more. Given up: it is the same call-back still, and the agent's to make."""
    pjsip = district.pbx.folder / "etc" / "pjsip.conf"
    text = pjsip.read_text().replace("contact = sip:127.0.0.1", f"contact = sip:127.0.0.1:{district.pbx.outside_port}")
    pjsip.write_text(text)
    district.pbx.command("core reload")
    district.serve()
    citizen, outside = district.pbx.citizen(NUMBER), district.pbx.outside()
    outside.answers = "never"
    anna, phone = district.desk("anna")
    anna.be("break", reason="rest")
    bo = district.console("bo")
    citizen.dial("12345")
    until(lambda: anna.get("/v1/snapshot")["queue"], 20)
    until(lambda: citizen.talking, 20)
    # Who asks for it may be called at any hour.
    citizen.press("1")
    until(lambda: call_backs(anna) and citizen.call is None, 20)
    key = call_backs(anna)[0]["id"]

    taken = anna.send("POST", f"/v1/call-backs/{key}/take")
    assert taken["number"] == NUMBER
    anna.send("POST", "/v1/calls", id="back-1", number=NUMBER)
    until(lambda: outside.ringing, 20)
    citizen.dial("12345")
    until(lambda: anna.get("/v1/snapshot")["queue"], 20)
    other = district.pbx.phone("bo")
    if answered:
        bo.be("ready")
        until(lambda: other.ringing, 20)
        other.pick_up()
        until(lambda: bo.call.get("state") == "talking", 20)
        until(lambda: [each["state"] for each in anna.of("call_back") if each["id"] == key][-1] == "closed", 20)
        phone.hang_up()
    else:
        citizen.hang_up()
        until(lambda: call_backs(anna)[0]["calls"] == 2, 20)
        assert (call_backs(anna)[0]["state"], call_backs(anna)[0]["holder"]) == ("taken", "anna")
        outside.pick_up()
        until(lambda: anna.call.get("state") == "talking", 20)
        phone.hang_up()
    until(lambda: anna.get("/v1/calls/back-1")["state"] == "ended", 20)
    other.hang_up()
    until(lambda: not call_backs(anna), 20)
    closed = anna.get(f"/v1/call-backs/{key}")
    assert (closed["state"], closed["outcome"]) == ("closed", "called_again" if answered else "reached")
    said = anna.try_get(f"/v1/call-backs/{key}/story").json()
    assert [each["what"] for each in said].count("closed") == 1
