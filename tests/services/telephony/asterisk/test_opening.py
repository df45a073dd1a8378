"""What a caller hears before the queue, and what their keys lead to: opening words, language, menu."""

import time
from collections.abc import Iterator, Sequence

import pytest

from services.server.calls.core import FloorCore
from services.server.calls.rules import FloorRules
from services.telephony.asterisk.exchange import AsteriskExchange
from tests.services.telephony.asterisk.pbx import Pbx, sound
from tests.services.telephony.asterisk.phone import Phone
from tests.services.telephony.contract import AsteriskRig, Here
from tests.zone import ZONE

VERSIONS = ("asterisk16", "asterisk22")
HEARD = {("zh", "welcome"): 600, ("zh", "language"): 800, ("zh", "menu"): 1000, ("en", "menu"): 1300}
"""A tone for each sound, by language; those of the other language are silent."""


def asking(version: str, english: str) -> Pbx:
    """Returns an Asterisk that has these sounds and a menu of one key."""
    pbx = Pbx(version, prompts=["welcome", "language", "menu"], menu=[("1", "city")], english_skill=english)
    for language in ("zh", "en"):
        for name in ("welcome", "language", "menu"):
            sound(pbx, name, HEARD.get((language, name), 0), language)
    pbx.start()
    return pbx


@pytest.fixture(params=VERSIONS)
def rig(request: pytest.FixtureRequest) -> Iterator[AsteriskRig]:
    pbx = asking(request.param, "")
    made = AsteriskRig(pbx)
    yield made
    made.close()
    pbx.remove()


def call(rig: AsteriskRig, number: str) -> Phone:
    phone = rig.pbx.citizen(number)
    phone.dial("12345")
    return phone


def hears(rig: AsteriskRig, phone: Phone, language: str, names: Sequence[str]) -> None:
    """Waits until each of these was heard, one after another."""
    for name in names:
        hz = HEARD[language, name]
        rig.until(lambda hz=hz: phone.ear.tones(0.3, hz)[hz] > 0.5, 20)  # type: ignore[misc]


def offered(rig: AsteriskRig, number: str) -> dict[str, object]:
    """Waits for the call of a number, and returns what was stated of it."""
    rig.until(lambda: [call for call in rig.core.state.calls.values() if call.number == number], 20)
    (call,) = [call for call in rig.core.state.calls.values() if call.number == number]
    (fact,) = [fact for fact in rig.core.facts if fact.kind == "offered" and fact.call_id == call.id]
    return {"call": call.id, "skill": call.skill, "language": call.language, "said": fact.data.get("language")}


def test_opening_language_and_menu(rig: AsteriskRig) -> None:
    silent = call(rig, "13800000001")
    hears(rig, silent, "zh", ["welcome", "language", "menu"])
    found = offered(rig, "13800000001")
    assert (found["skill"], found["language"], found["said"]) == ("general", "", None), "who presses nothing is served"

    english = call(rig, "13800000002")
    hears(rig, english, "zh", ["welcome", "language"])
    english.press("2")
    hears(rig, english, "en", ["menu"])
    english.press("1")
    found = offered(rig, "13800000002")
    assert (found["skill"], found["language"], found["said"]) == ("city", "en", "en")

    # A server that starts now finds it too.
    rig.exchange.stop()
    rig.exchange = AsteriskExchange(rig.access, rig.directory, rig.clock)
    rig.exchange.start()
    rig.core = FloorCore(rig.exchange, rig.clock, time.monotonic, Here(), FloorRules(), ZONE)
    rig._enrol()
    rig.until(lambda: len(rig.core.state.calls) == 2, 20)
    assert {call.number: call.language for call in rig.core.state.calls.values()} == {
        "13800000001": "",
        "13800000002": "en",
    }


@pytest.mark.parametrize("version", VERSIONS)
def test_who_asks_for_english_waits_for_those_who_speak_it(version: str) -> None:
    pbx = asking(version, "social")
    rig = AsteriskRig(pbx)
    try:
        english = call(rig, "13800000003")
        hears(rig, english, "zh", ["welcome", "language"])
        english.press("2")
        found = offered(rig, "13800000003")
        assert (found["skill"], found["language"]) == ("social", "en")
    finally:
        rig.close()
        pbx.remove()
