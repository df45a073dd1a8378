"""What people do to a talk of more than two while our server is away: when it is back, nobody waits with music for nobody."""

from collections.abc import Callable, Iterator

import pytest

from services.contracts.calls import AgentState
from tests.services.telephony.asterisk.pbx import MUSIC_HZ, Pbx
from tests.services.telephony.asterisk.phone import Phone, until
from tests.services.telephony.contract import AsteriskRig, call_of, state_of

CITIZEN, AGENT, COLLEAGUE = 440, 900, 1300
LOUD = 0.2


@pytest.fixture
def rig(pbx: Pbx) -> Iterator[AsteriskRig]:
    rig = AsteriskRig(pbx)
    rig.outside.tone = CITIZEN
    rig.phones["anna"].tone, rig.phones["chen"].tone = AGENT, COLLEAGUE
    rig.phones["anna"].holds = False
    for name in ("anna", "chen"):
        rig.core.set_state(f"account-{name}", AgentState.READY)
    yield rig
    rig.close()


def talk(rig: AsteriskRig, called: bool) -> tuple[str, Phone]:
    """Anna and a citizen; she has called them, or they her."""
    if called:
        rig.core.dial(rig.core.state.agents["account-anna"], "out-1", "057312345")
        rig.until(lambda: call_of(rig, "out-1").answered, 20)
        return "out-1", rig.outside
    call_id = rig.call()
    rig.citizens[call_id].tone = CITIZEN
    rig.until(lambda: call_of(rig, call_id).state == "ringing", 20)
    first = call_of(rig, call_id).agent_id.removeprefix("account-")
    rig.phones[first].pick_up()
    rig.until(lambda: call_of(rig, call_id).state == "talking", 20)
    return call_id, rig.citizens[call_id]


def ask(rig: AsteriskRig, call_id: str) -> tuple[Phone, Phone]:
    """Returns the telephone of the agent and of who was asked and is there."""
    agent = call_of(rig, call_id).agent_id.removeprefix("account-")
    other = "chen" if agent == "anna" else "anna"
    rig.core.ask(lambda: rig.exchange.consult(call_id, f"account-{other}"))
    rig.until(lambda: rig.phones[other].ringing, 20)
    rig.phones[other].pick_up()
    rig.until(lambda: call_of(rig, call_id).third, 20)
    return rig.phones[agent], rig.phones[other]


def hears(rig: AsteriskRig, one: Phone, tone: int) -> None:
    rig.until(lambda: one.ear.tones(0.5, tone)[tone] > LOUD, 20)


def gone(rig: AsteriskRig, phone: Phone) -> Callable[[], None]:
    """Puts a telephone down and waits until Asterisk has noticed."""
    before = rig.pbx.command("core show channels concise").count("PJSIP/")

    def put_down() -> None:
        phone.hang_up()
        until(lambda: rig.pbx.command("core show channels concise").count("PJSIP/") < before, 20)

    return put_down


@pytest.mark.parametrize("called", [False, True])
def test_the_citizen_hangs_up_and_both_telephones_are_let_go_of(rig: AsteriskRig, called: bool) -> None:
    call_id, citizen = talk(rig, called)
    agent, other = ask(rig, call_id)
    rig.away(gone(rig, citizen))
    rig.until(lambda: agent.call is None and other.call is None, 20)
    rig.until(lambda: call_id not in rig.core.state.calls or call_of(rig, call_id).over, 20)


@pytest.mark.parametrize("called", [False, True])
def test_the_agent_hangs_up_and_who_was_asked_goes_on_recorded(rig: AsteriskRig, called: bool) -> None:
    call_id, citizen = talk(rig, called)
    agent, other = ask(rig, call_id)
    rig.away(gone(rig, agent))
    hears(rig, citizen, other.tone)
    hears(rig, other, CITIZEN)
    if called:
        return
    rig.until(lambda: call_of(rig, call_id).state == "talking", 20)
    rig.until(lambda: len(list(rig.pbx.recordings.glob(f"{call_id}.*.agent.wav"))) == 2, 20)
    # It goes on, and is not begun a second time.
    rig.away(lambda: None)
    rig.until(lambda: state_of(rig, "chen") == "talking" or state_of(rig, "anna") == "talking", 20)
    citizen.hang_up()
    rig.until(lambda: other.call is None, 20)
    assert len(list(rig.pbx.recordings.glob(f"{call_id}.*.agent.wav"))) == 2


@pytest.mark.parametrize("answers", ["at once", "never"])
def test_the_agent_hangs_up_and_the_number_that_they_asked_is_let_go_of(rig: AsteriskRig, answers: str) -> None:
    """There already, or still called: the citizen waits again, and it would be on the line for nobody."""
    rig.core.set_state("account-chen", AgentState.BREAK)
    rig.outside.answers = answers
    call_id, citizen = talk(rig, called=False)
    rig.core.ask(lambda: rig.exchange.consult(call_id, number="057312345"))
    rig.until(lambda: call_of(rig, call_id).third if answers == "at once" else rig.outside.ringing, 20)
    hears(rig, citizen, MUSIC_HZ)
    rig.away(gone(rig, rig.phones["anna"]))
    rig.until(lambda: rig.outside.call is None, 20)
    rig.until(lambda: call_of(rig, call_id).state == "waiting" and call_of(rig, call_id).head, 20)
    hears(rig, citizen, MUSIC_HZ)


def test_who_was_asked_hangs_up_and_the_agent_has_the_citizen_again(rig: AsteriskRig) -> None:
    call_id, citizen = talk(rig, called=False)
    agent, other = ask(rig, call_id)
    rig.away(gone(rig, other))
    hears(rig, citizen, agent.tone)
    rig.until(lambda: call_of(rig, call_id).state == "talking" and not call_of(rig, call_id).third, 20)


@pytest.mark.parametrize("called", [False, True])
def test_the_agent_hangs_up_on_hold_and_the_citizen_waits_first_of_all(rig: AsteriskRig, called: bool) -> None:
    rig.core.set_state("account-chen", AgentState.BREAK)
    call_id, citizen = talk(rig, called)
    rig.core.ask(lambda: rig.exchange.hold(call_id))
    rig.until(lambda: call_of(rig, call_id).state == "held", 20)
    hears(rig, citizen, MUSIC_HZ)
    rig.away(gone(rig, rig.phones["anna"]))
    rig.until(lambda: "tongfu-wait" in rig.pbx.command("core show channels concise"), 20)
    rig.until(lambda: call_of(rig, call_id).state == "waiting" and call_of(rig, call_id).head, 20)
    rig.until(lambda: state_of(rig, "anna") == "wrap_up", 20)
