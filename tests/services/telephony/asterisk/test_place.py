"""Who hides their number and asks for a call-back all the same: they are told, and go on as they were, in menu, place and wait."""

from collections.abc import Iterator

import pytest

from services.contracts.calls import AgentState
from services.telephony.asterisk.configuration import queues
from tests.services.telephony.asterisk.pbx import MUSIC_HZ, Pbx, sound
from tests.services.telephony.asterisk.phone import Phone
from tests.services.telephony.contract import AsteriskRig, call_of

MENU_HZ, FIRST_HZ, BEHIND_HZ, WITHHELD_HZ = 1000, 900, 1500, 620
SOUNDS = {
    **dict.fromkeys(queues.PLACE, 0),
    **{"menu": MENU_HZ, "queue-youarenext": FIRST_HZ, "queue-thereare": BEHIND_HZ, "callback-withheld": WITHHELD_HZ},
}


@pytest.fixture(params=["asterisk16", "asterisk22"])
def rig(request: pytest.FixtureRequest) -> Iterator[AsteriskRig]:
    pbx = Pbx(request.param, prompts=list(SOUNDS), menu=[("1", "city")])
    for name, hz in SOUNDS.items():
        sound(pbx, name, hz)
    pbx.start()
    made = AsteriskRig(pbx)
    yield made
    made.close()
    pbx.remove()


def hears(rig: AsteriskRig, one: Phone, hz: int) -> None:
    rig.until(lambda: one.ear.tones(0.3, hz)[hz] > 0.5, 20)


def comes(rig: AsteriskRig, number: str) -> tuple[str, Phone]:
    """Somebody calls and chooses from the menu."""
    known = set(rig.core.state.calls)
    phone = rig.pbx.citizen(number)
    phone.dial("12345")
    hears(rig, phone, MENU_HZ)
    phone.press("1")
    rig.until(lambda: set(rig.core.state.calls) - known, 20)
    return (set(rig.core.state.calls) - known).pop(), phone


def test_who_cannot_be_called_back_is_told_their_place_again_and_keeps_skill_place_and_wait(rig: AsteriskRig) -> None:
    first, one = comes(rig, "13800000001")
    hears(rig, one, FIRST_HZ)
    hidden, other = comes(rig, "anonymous")
    hears(rig, other, BEHIND_HZ)
    last, _ = comes(rig, "13800000003")
    before = call_of(rig, hidden)
    came, waits = before.offered, before.since
    hears(rig, other, MUSIC_HZ)
    other.press("1")
    hears(rig, other, WITHHELD_HZ)
    # Not the menu, and not the place of who has just come.
    rig.until(lambda: other.ear.tones(0.3, BEHIND_HZ)[BEHIND_HZ] > 0.5 or menu_or_first(other), 20)
    assert not menu_or_first(other)
    hears(rig, other, MUSIC_HZ)
    now = call_of(rig, hidden)
    assert (now.state, now.skill, now.offered, now.since) == ("waiting", "city", came, waits)
    # Also for a server that has just come back.
    rig.away(lambda: None)
    now = call_of(rig, hidden)
    assert (now.state, now.skill, now.offered, now.since) == ("waiting", "city", came, waits)
    one.hang_up()
    rig.until(lambda: first not in rig.core.state.calls, 20)
    rig.core.set_state("account-chen", AgentState.READY)
    rig.until(lambda: rig.phones["chen"].ringing, 20)
    rig.until(lambda: call_of(rig, hidden).state == "ringing", 20)
    assert call_of(rig, last).state == "waiting"


def menu_or_first(one: Phone) -> bool:
    heard = one.ear.tones(0.3, MENU_HZ, FIRST_HZ)
    return max(heard.values()) > 0.3
