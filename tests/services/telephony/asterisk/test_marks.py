"""What a caller hears and keys in: their place while they wait, and after the talk how it was."""

import time
from collections.abc import Iterator

import pytest

from services.contracts.calls import AgentState
from services.telephony.asterisk.configuration import queues
from services.telephony.asterisk.names import MARKS
from tests.services.telephony.asterisk.pbx import MUSIC_HZ, RATE_HZ, Pbx, sound
from tests.services.telephony.asterisk.phone import Phone, until
from tests.services.telephony.contract import AsteriskRig, call_of, state_of

PLACE_HZ = 900


@pytest.fixture(params=["asterisk16", "asterisk22"])
def asking(request: pytest.FixtureRequest) -> Iterator[Pbx]:
    """An Asterisk that has the question as a sound."""
    pbx = Pbx(request.param, prompts=["rate", "callback-offer", *queues.PLACE], breath_seconds=1)
    for name, hz in {"rate": RATE_HZ, **dict.fromkeys([*queues.PLACE, "callback-offer"], PLACE_HZ)}.items():
        sound(pbx, name, hz)
    pbx.start()
    yield pbx
    pbx.remove()


def talk(rig: AsteriskRig) -> tuple[str, Phone]:
    """Has a citizen call, and Anna pick up."""
    rig.core.set_state("account-anna", AgentState.READY)
    call_id = rig.call()
    rig.until(lambda: rig.phones["anna"].ringing, 20)
    rig.phones["anna"].pick_up()
    rig.until(lambda: call_of(rig, call_id).connected, 20)
    return call_id, rig.citizens[call_id]


def says_how_it_was(rig: AsteriskRig, citizen: Phone, mark: int) -> None:
    """Waits until the citizen hears the question, and has them answer it; the mark is the only one that comes."""
    rig.until(lambda: citizen.ear.tones(0.3, RATE_HZ)[RATE_HZ] > 0.5, 20)
    citizen.press(str(mark))
    rig.until(lambda: [f.data["satisfaction"] for f in rig.core.facts if f.kind == "rated"] == [mark], 20)


def test_who_waits_hears_their_place_and_then_music(asking: Pbx) -> None:
    rig = AsteriskRig(asking)
    try:
        citizen = rig.citizens[rig.call()]
        rig.until(lambda: citizen.ear.tones(0.3, PLACE_HZ)[PLACE_HZ] > 0.5, 20)
        rig.until(lambda: citizen.ear.tones(0.3, MUSIC_HZ)[MUSIC_HZ] > 0.5, 20)
    finally:
        rig.close()


@pytest.mark.parametrize("how", ["handed over", "alone again", "held"])
def test_the_mark_arrives_after_more_than_a_talk_of_two(asking: Pbx, how: str) -> None:
    """The citizen has been in a conference, or parted from the agent by Asterisk, and is asked all the same."""
    rig = AsteriskRig(asking)
    try:
        anna, chen = rig.phones["anna"], rig.phones["chen"]
        anna.holds = False
        call_id, citizen = talk(rig)
        rig.core.set_state("account-chen", AgentState.READY)
        if how == "held":
            rig.core.ask(lambda: rig.exchange.hold(call_id))
            rig.until(lambda: call_of(rig, call_id).state == "held", 20)
            rig.core.ask(lambda: rig.exchange.resume(call_id))
        else:
            rig.core.ask(lambda: rig.exchange.conference(call_id, "account-chen"))
            rig.until(lambda: chen.ringing, 20)
            chen.pick_up()
            rig.until(lambda: call_of(rig, call_id).state == "conference", 20)
            if how == "handed over":
                rig.core.ask(lambda: rig.exchange.hand_over(call_id))
            else:
                rig.core.ask(lambda: rig.exchange.leave(call_id))
        rig.until(lambda: call_of(rig, call_id).state == "talking", 20)
        (chen if how == "handed over" else anna).hang_up()
        says_how_it_was(rig, citizen, 4)
        rig.until(lambda: citizen.call is None, 20)
    finally:
        rig.close()


@pytest.mark.parametrize("third", ["account-chen", "057312345", "120"])
def test_who_ends_a_talk_of_three_lets_the_citizen_be_asked_unless_help_was_there(asking: Pbx, third: str) -> None:
    rig = AsteriskRig(asking)
    try:
        anna, chen = rig.phones["anna"], rig.phones["chen"]
        call_id, citizen = talk(rig)
        rig.core.set_state("account-chen", AgentState.READY)
        inside = third.startswith("account")
        rig.core.ask(lambda: rig.exchange.conference(call_id, *((third,) if inside else ("", third))))
        rig.until(lambda: chen.ringing or not inside, 20)
        chen.pick_up()
        rig.until(lambda: call_of(rig, call_id).state == "conference", 20)
        rig.core.ask(lambda: rig.exchange.end(call_id, "agent"))
        if third == "120":
            rig.until(lambda: citizen.call is None, 20)
        else:
            says_how_it_was(rig, citizen, 3)
        rig.until(lambda: state_of(rig, "anna") == "wrap_up" and call_of(rig, call_id).over, 20)
        assert call_of(rig, call_id).ended_by == "agent"
        rig.until(lambda: not any(each.call for each in (citizen, anna, chen, rig.outside)), 20)
    finally:
        rig.close()


def test_the_mark_that_a_caller_keys_in_arrives(asking: Pbx) -> None:
    rig = AsteriskRig(asking)
    try:
        for key, marks in (("5", [5]), ("7", []), ("1", [1])):
            rig.core.set_state("account-anna", AgentState.READY)
            call_id = rig.call()
            rig.until(lambda: rig.phones["anna"].ringing, 20)
            rig.phones["anna"].pick_up()
            rig.until(lambda call_id=call_id: rig.core.state.calls[call_id].connected, 20)  # type: ignore[misc]
            rig.phones["anna"].hang_up()
            rig.until(lambda: rig.core.state.agents["account-anna"].state is AgentState.WRAP_UP, 20)
            citizen = rig.citizens[call_id]
            rig.until(lambda citizen=citizen: citizen.ear.tones(0.3, RATE_HZ)[RATE_HZ] > 0.5, 20)  # type: ignore[misc]
            citizen.press(key)
            rig.until(lambda citizen=citizen: citizen.call is None, 20)  # type: ignore[misc]
            rig.until(
                lambda call_id=call_id, marks=marks: (  # type: ignore[misc]
                    [f.data["satisfaction"] for f in rig.core.facts if f.kind == "rated" and f.call_id == call_id]
                    == marks
                ),
                20,
            )
    finally:
        rig.close()


@pytest.mark.parametrize(
    "how",
    [
        "held by Asterisk",
        "held by the telephone",
        "who is asked rings",
        "a colleague asked",
        "outside asked",
        "120 asked",
    ],
)
def test_who_ends_a_talk_on_hold_or_in_a_consultation_lets_the_citizen_be_asked(asking: Pbx, how: str) -> None:
    """But where police, fire brigade or ambulance were asked. Nobody else is left on a line, and nothing more is stated."""
    rig = AsteriskRig(asking)
    try:
        anna, chen = rig.phones["anna"], rig.phones["chen"]
        anna.holds = how == "held by the telephone"
        call_id, citizen = talk(rig)
        rig.core.set_state("account-chen", AgentState.READY)
        if how.startswith("held"):
            rig.core.ask(lambda: rig.exchange.hold(call_id))
        elif how in ("who is asked rings", "a colleague asked"):
            rig.core.ask(lambda: rig.exchange.consult(call_id, "account-chen"))
            rig.until(lambda: chen.ringing, 20)
            if how == "a colleague asked":
                chen.pick_up()
        else:
            number = "120" if how == "120 asked" else "057312345"
            rig.core.ask(lambda: rig.exchange.consult(call_id, "", number))
        third = how.endswith(" asked")
        rig.until(lambda: call_of(rig, call_id).state == "held" and call_of(rig, call_id).third is third, 20)
        time.sleep(0.5)
        rig.core.ask(lambda: rig.exchange.end(call_id, "agent"))
        if how == "120 asked":
            rig.until(lambda: citizen.call is None, 20)
        else:
            says_how_it_was(rig, citizen, 2)
        rig.until(lambda: state_of(rig, "anna") == "wrap_up" and call_of(rig, call_id).over, 20)
        assert call_of(rig, call_id).ended_by == "agent"
        rig.until(lambda: not any(each.call for each in (citizen, anna, chen, rig.outside)), 20)
        assert [kind for kind in rig.kinds(call_id) if kind in ("transferred", "queued", "ended", "resumed")] == [
            "queued",
            "ended",
        ]
        assert [line[4] for line in asking.queue_log()][-1] != "ABANDON"
    finally:
        rig.close()


def test_a_mark_keyed_in_while_our_server_is_away_is_told_until_it_is_kept(asking: Pbx) -> None:
    rig = AsteriskRig(asking)
    try:
        call_id, citizen = talk(rig)

        def meanwhile() -> None:
            rig.phones["anna"].hang_up()
            until(lambda: citizen.ear.tones(0.3, RATE_HZ)[RATE_HZ] > 0.5, 20)
            citizen.press("4")
            until(lambda: citizen.call is None, 20)

        before = int(time.time())
        for what in (meanwhile, lambda: None):
            # The first server that hears of it dies before it has it on disk.
            rig.settle()
            rig.facts = []
            rig.away(what)
            rig.until(lambda: "rated" in rig.kinds(call_id), 20)
            (fact,) = [fact for fact in rig.facts if fact.kind == "rated"]
            assert fact.data["satisfaction"] == 4
            assert before <= fact.stamp.at.timestamp() <= before + 60
            assert call_id in asking.command(f"database show {MARKS}")
        rig.exchange.kept([call_id])
        rig.until(lambda: call_id not in asking.command(f"database show {MARKS}"), 20)
        rig.settle()
        rig.facts = []
        rig.away(lambda: None)
        time.sleep(1)
        rig.turn()
        assert "rated" not in rig.kinds(call_id)
    finally:
        rig.close()
