"""Numbers as they come and go at a real Asterisk: what callers send, and what whoever is called gets to see."""

import pytest

from services.contracts.calls import AgentState
from tests.services.telephony.asterisk.pbx import Pbx
from tests.services.telephony.contract import AsteriskRig, call_of, state_of

CITIZEN = "13800000042"
SENT = {
    "sip:+8613800000042@127.0.0.1": "13800000042",
    "sip:008613800000042@127.0.0.1": "13800000042",
    "sip:+86-573-8612-3456@127.0.0.1": "057386123456",
    "sip:057386123456;ext=801@127.0.0.1": "057386123456",
    f"sip:{'9' * 60}@127.0.0.1": "9" * 32,
    "sip:sipvicious@127.0.0.1": "",
    "sip:12ab34%3Cscript%3E@127.0.0.1": "1234",
    "sip:anonymous@anonymous.invalid": "",
    "sip:127.0.0.1": "",
}
"""What carriers and scanners write, and the number that is kept of it."""


@pytest.mark.parametrize("sent", SENT)
def test_whatever_a_caller_sends_they_wait_and_are_answered(pbx: Pbx, sent: str) -> None:
    rig = AsteriskRig(pbx)
    try:
        rig.core.set_state("account-anna", AgentState.READY)
        phone = pbx.citizen("someone")
        phone.dial("12345", sent)
        rig.until(lambda: rig.phones["anna"].ringing, 20)
        rig.phones["anna"].pick_up()
        rig.until(lambda: state_of(rig, "anna") == "talking", 20)
        (call,) = rig.core.state.calls.values()
        assert (call.number, call.skill) == (SENT[sent], "general")
        rig.until(lambda: rig.phones["anna"].ear.tones(0.3, 440)[440] > 0.5, 20)
    finally:
        rig.close()


def test_a_number_of_another_scheme_harms_nobody(pbx: Pbx) -> None:
    """Older releases refuse ``tel:``, newer ones take the call; either way the next caller is served."""
    rig = AsteriskRig(pbx)
    try:
        phone = pbx.citizen("someone")
        phone.dial("12345", "tel:+86-573-8612-3456")
        rig.until(lambda: phone.refused or rig.core.state.calls, 20)
        assert [call.number for call in rig.core.state.calls.values()] == ([] if phone.refused else ["057386123456"])
        known = set(rig.core.state.calls)
        assert call_of(rig, rig.call(CITIZEN)).number == CITIZEN
        assert len(rig.core.state.calls) == len(known) + 1
    finally:
        rig.close()


def test_help_sees_who_needs_it_in_a_talk_of_three_and_others_see_the_hotline(pbx: Pbx) -> None:
    rig = AsteriskRig(pbx)
    try:
        rig.core.set_state("account-anna", AgentState.READY)
        rig.outside.tone, rig.phones["anna"].tone = 900, 700
        call_id = rig.call(CITIZEN)
        citizen = rig.citizens[call_id]
        rig.until(lambda: rig.phones["anna"].ringing, 20)
        rig.phones["anna"].pick_up()
        rig.until(lambda: state_of(rig, "anna") == "talking", 20)
        for number, seen in (("110", CITIZEN), ("119", CITIZEN), ("120", CITIZEN), ("057312345", "12345")):
            rig.core.ask(lambda number=number: rig.core.exchange.conference(call_id, number=number))  # type: ignore[misc]
            rig.until(lambda: call_of(rig, call_id).state == "conference", 20)
            assert rig.outside.call is not None
            assert f"<sip:{seen}@" in rig.outside.call.remote, number
            three = (citizen, rig.phones["anna"], rig.outside)
            rig.until(
                lambda three=three: all(  # type: ignore[misc]
                    one.ear.tones(0.3, other.tone)[other.tone] > 0.3
                    for one in three
                    for other in three
                    if one is not other
                ),
                20,
            )
            rig.core.ask(lambda: rig.core.exchange.leave(call_id))
            rig.until(lambda: call_of(rig, call_id).state == "talking" and rig.outside.call is None, 20)
    finally:
        rig.close()
