"""Nobody is rung before the pause of their wrap-up has come, by a talk whose end no queue knows of; also without our server."""

import time
from collections.abc import Callable, Iterator

import pytest

from services.contracts.calls import AgentState
from tests.services.telephony.asterisk.pbx import Pbx
from tests.services.telephony.conftest import VERSIONS, clear
from tests.services.telephony.contract import AsteriskRig, call_of, state_of

CALL = "out-1"
BREATH = 4
"""Seconds; the queue looks for somebody to ring once a second."""


@pytest.fixture(scope="module", params=VERSIONS)
def breathing(request: pytest.FixtureRequest) -> Iterator[Pbx]:
    pbx = Pbx(request.param, breath_seconds=BREATH)
    pbx.start()
    yield pbx
    pbx.remove()


@pytest.fixture
def rig(breathing: Pbx) -> Iterator[AsteriskRig]:
    rig = AsteriskRig(breathing)
    yield rig
    rig.close()
    clear(breathing)


def called(rig: AsteriskRig, name: str = "anna", state: AgentState = AgentState.READY) -> None:
    """An agent has called a citizen and talks with them."""
    rig.core.set_state(f"account-{name}", state)
    rig.core.dial(rig.core.state.agents[f"account-{name}"], CALL, "057312345")
    rig.until(lambda: call_of(rig, CALL).answered, 20)


def helped(rig: AsteriskRig) -> None:
    """A colleague is asked into such a call and talks too."""
    called(rig, "bo")
    rig.core.set_state("account-anna", AgentState.READY)
    rig.core.ask(lambda: rig.exchange.conference(CALL, "account-anna"))
    rig.until(lambda: rig.phones["anna"].ringing, 20)
    rig.phones["anna"].pick_up()
    rig.until(lambda: call_of(rig, CALL).third, 20)


def held(rig: AsteriskRig) -> None:
    """A caller who was held by Asterisk, and taken back."""
    rig.phones["anna"].holds = False
    rig.core.set_state("account-anna", AgentState.READY)
    call_id = rig.call("13900000001")
    rig.until(lambda: rig.phones["anna"].ringing, 20)
    rig.phones["anna"].pick_up()
    rig.until(lambda: state_of(rig, "anna") == "talking", 20)
    for what, state in ((rig.exchange.hold, "held"), (rig.exchange.resume, "talking")):
        rig.core.ask(lambda what=what: what(call_id))  # type: ignore[misc]
        rig.until(lambda state=state: call_of(rig, call_id).state == state, 20)  # type: ignore[misc]


def joined(rig: AsteriskRig) -> None:
    """A caller from the queue, into whose talk a colleague was asked, who has gone again."""
    rig.core.set_state("account-anna", AgentState.READY)
    call_id = rig.call("13900000001")
    rig.until(lambda: rig.phones["anna"].ringing, 20)
    rig.phones["anna"].pick_up()
    rig.until(lambda: state_of(rig, "anna") == "talking", 20)
    rig.core.set_state("account-bo", AgentState.READY)
    rig.core.ask(lambda: rig.exchange.conference(call_id, "account-bo"))
    rig.until(lambda: rig.phones["bo"].ringing, 20)
    rig.phones["bo"].pick_up()
    rig.until(lambda: call_of(rig, call_id).third, 20)
    rig.phones["bo"].hang_up()
    rig.until(lambda: state_of(rig, "anna") == "talking", 20)
    rig.core.set_state("account-bo", AgentState.BREAK)
    end = time.monotonic() + BREATH + 1
    rig.until(lambda: time.monotonic() > end, 20)


def rung(rig: AsteriskRig, name: str, seconds: float) -> bool:
    """Tells whether somebody's telephone rings within so many seconds, in which the floor hears of nothing."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if rig.phones[name].ringing:
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize(
    ("before", "ends"),
    [(called, "called"), (called, "agent"), (helped, "called"), (helped, "agent"), (held, "agent"), (joined, "agent")],
)
def test_nobody_is_rung_before_their_wrap_up(
    rig: AsteriskRig, before: Callable[[AsteriskRig], None], ends: str
) -> None:
    before(rig)
    waiting = rig.call()
    if ends == "called":
        rig.outside.hang_up()
    else:
        rig.phones["anna"].hang_up()
    assert not rung(rig, "anna", BREATH - 1)
    rig.until(lambda: state_of(rig, "anna") in ("wrap_up", "ready"), 20)
    rig.core.set_state("account-anna", AgentState.READY)
    rig.until(lambda: call_of(rig, waiting).state == "ringing", 20)


@pytest.mark.parametrize("how", ["sent on", "put down while they hear music"])
def test_who_called_a_citizen_is_not_rung_for_the_same_citizen(rig: AsteriskRig, how: str) -> None:
    """Nobody else serves the queue in which they stand then."""
    called(rig)
    if how == "sent on":
        rig.exchange.transfer(CALL)
    else:
        rig.phones["anna"].holds = False
        rig.core.ask(lambda: rig.exchange.hold(CALL))
        rig.until(lambda: call_of(rig, CALL).state == "held", 20)
        rig.phones["anna"].hang_up()
    assert not rung(rig, "anna", BREATH - 1)
    rig.until(lambda: state_of(rig, "anna") == "wrap_up" and call_of(rig, CALL).state == "waiting", 20)
    rig.core.set_state("account-anna", AgentState.READY)
    rig.until(lambda: state_of(rig, "anna") == "ringing", 20)


def test_without_our_server_they_breathe_and_are_rung_then(rig: AsteriskRig) -> None:
    called(rig)
    rig.call()
    rig.exchange.stop()
    rig.phones["anna"].hang_up()
    assert not rung(rig, "anna", BREATH - 1)
    assert rung(rig, "anna", 20)


def test_who_called_in_a_break_is_on_break_still(rig: AsteriskRig) -> None:
    """The breath is for who could be rung; without our server, too, its end brings nobody back from a break."""
    called(rig, state=AgentState.BREAK)
    rig.call()
    rig.exchange.stop()
    rig.phones["anna"].hang_up()
    assert not rung(rig, "anna", BREATH + 3)
    assert pauses(rig, "anna") == ["tongfu break"]


def test_a_breath_ends_no_pause_that_our_server_has_set(rig: AsteriskRig) -> None:
    called(rig)
    rig.outside.hang_up()
    rig.until(lambda: state_of(rig, "anna") == "wrap_up", 20)
    rig.call()
    rig.core.set_state("account-anna", AgentState.BREAK)
    assert not rung(rig, "anna", BREATH + 3)
    assert pauses(rig, "anna") == ["tongfu breath", "tongfu wrap_up", "tongfu break"]


def pauses(rig: AsteriskRig, name: str) -> list[str]:
    """Returns the reasons of the pauses since the agent came to the queues last, as Asterisk's own log has them."""
    found: list[str] = []
    for _, _, _, who, event, *data in rig.pbx.queue_log():
        if who == f"account-{name}" and event == "ADDMEMBER":
            found = []
        elif who == f"account-{name}" and event.endswith("PAUSEALL"):
            found = [*found, data[0]] if event == "PAUSEALL" else []
    return found
