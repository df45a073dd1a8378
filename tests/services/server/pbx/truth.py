"""What must be so at any moment of a walk, and at its end: by what people hear, what Asterisk wrote and what our server says."""

import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from tests.services.server.pbx.district import tongfu, until
from tests.services.server.pbx.walking import (
    CONNECTED,
    LIVE,
    OPEN_HZ,
    SAYS_SECONDS,
    SECRET_HZ,
    TONES,
    Citizen,
    View,
    Walk,
)
from tests.services.telephony.asterisk.pbx import MUSIC_HZ, RATE_HZ
from tests.services.telephony.asterisk.phone import Phone, strengths

LOUD, EAR = 0.2, 0.4
_VOICES = (MUSIC_HZ, RATE_HZ, *TONES.values())


def problems(walk: Walk, view: View) -> list[str]:
    """Returns in what the desks, the telephones and the ears do not agree."""
    return [*_people(walk, view), *_citizens(walk, view), *_calls(walk, view)]


def hears(one: Phone, hz: int) -> bool:
    return one.ear.tones(EAR, hz)[hz] > LOUD


# -- agents and leads


def _people(walk: Walk, view: View) -> Iterator[str]:
    for name, phone in walk.phones.items():
        state, call = view.state(name), view.call_of(name)
        visits = view.visited_by(name)
        asked_by = view.calls.get(walk.asked.get(name, ""), {})
        if not phone.ringing:
            walk.asked.pop(name, None)
        elif state != "ringing" and asked_by.get("state") not in CONNECTED and not _dials(call):
            yield f"{name} is rung for nobody: the desk says {state}"
        if state == "ringing" and not phone.ringing:
            yield f"{name}'s desk says that it rings, and the telephone does not"
        if state in ("talking", "held") and not phone.talking and not _dials(call):
            yield f"{name}'s desk says {state}, and the telephone is not up"
        if phone.talking and state not in ("talking", "held") and not visits:
            yield f"{name} sits at a telephone that is up, and the desk says {state}"
        if visits and not phone.talking:
            yield f"{name} is in a call as a lead, and the telephone is not up"
        if state in ("talking", "held") and call.get("state") not in CONNECTED:
            yield f"{name}'s desk says {state}, and the call is {call.get('state')}"


def _dials(call: dict[str, Any]) -> bool:
    """An agent's own telephone rings, or the number does not answer yet."""
    return bool(call.get("outgoing")) and call.get("answered_at") is None


# -- citizens


def _citizens(walk: Walk, view: View) -> Iterator[str]:
    for each in walk.citizens:
        call = view.calls.get(each.call_id, {})
        if each.there and each.phone.talking and not _mute(call) and not any(hears(each.phone, hz) for hz in _VOICES):
            yield f"{each.number} sits in silence"
        if each.there and not each.call_id and each.phone.talking:
            yield f"{each.number} is not known to our server"
        if not each.there and not (each.hung_up or each.may_end):
            yield f"{each.number} was cut off"
        if not each.there and call.get("state") in LIVE:
            yield f"{each.number} has gone, and the call is {call['state']}"
        if each.there and each.phone.talking and call and call["state"] not in LIVE:
            after = (RATE_HZ, walk.outside.tone)
            if not any(hears(each.phone, hz) for hz in after):
                yield f"{each.number}'s call is {call['state']}, and they are on the line with nobody"


def _mute(call: dict[str, Any]) -> bool:
    return bool(call.get("muted")) and call["state"] in ("talking", "conference")


# -- who hears whom


def _calls(walk: Walk, view: View) -> Iterator[str]:
    for call in view.live:
        citizen = walk.of(call)
        if citizen is None or _dials(call):
            continue
        agent, third = walk.phones.get(call["agent_name"]), _third(walk, call)
        state = call["state"]
        if walk.aside.fell(call):
            yield f"{call['id']} was parked, and nobody has taken it back: it is {state}"
        if state not in CONNECTED:
            if not hears(citizen, MUSIC_HZ):
                yield f"{call['id']} is {state}, and the citizen hears no music"
            continue
        assert agent is not None
        if state == "held":
            if not hears(citizen, MUSIC_HZ):
                yield f"{call['id']} is held, and the citizen hears no music"
            if hears(citizen, agent.tone):
                yield f"{call['id']} is held, and the citizen hears the agent"
            if third is not None:
                yield from _both(call, ("agent", agent), ("third", third))
            continue
        yield from _both(call, ("agent", agent), ("citizen", citizen))
        if third is not None and state == "conference":
            yield from _both(call, ("agent", agent), ("third", third))
            yield from _both(call, ("third", third), ("citizen", citizen))


def _third(walk: Walk, call: dict[str, Any]) -> Phone | None:
    """Who was asked; a number outside is named to the agent alone."""
    if call["helper_name"]:
        return walk.phones.get(call["helper_name"])
    return walk.outside if call["consulting"] or call["state"] == "conference" else None


def _both(call: dict[str, Any], one: tuple[str, Phone], other: tuple[str, Phone]) -> Iterator[str]:
    for (who, ear), (whom, voice) in ((one, other), (other, one)):
        if whom == "agent" and call["muted"]:
            continue
        if not hears(ear, voice.tone):
            yield f"{call['id']} is {call['state']}, and the {who} does not hear the {whom}"


# -- at the end


def at_the_end(walk: Walk) -> list[str]:
    """Everybody has gone: returns what is left over, counted twice or not at all, and what was recorded wrongly."""
    found = []
    try:
        until(lambda: not _channels(walk), 10)
    except TimeoutError:
        found.append(f"lines are left over: {_channels(walk)}")
    view = walk.look(anew=True)
    found += [f"{key} never ended" for key in view.calls if view.calls[key]["state"] in LIVE]
    for citizen in walk.citizens:
        found += _one_place(walk, view, citizen)
    found += _recorded(walk, view)
    said = tongfu(
        *("pbx", "compare", str(walk.floor.pbx.folder / "log" / "queue_log"), "--database-url", walk.floor.url)
    )
    # Who was asked to a call is in no queue log, and so is not when somebody was: the seconds of agents are not compared.
    differ = [line for line in said.stderr.splitlines() if line.startswith("!") and "occupancy" not in line]
    if said.returncode and differ:
        found.append(f"our records and the exchange's differ:\n{said.stdout}{said.stderr}")
    return found


def _channels(walk: Walk) -> list[str]:
    return [line for line in walk.floor.pbx.command("core show channels concise").splitlines() if "!" in line]


def _one_place(walk: Walk, view: View, citizen: Citizen) -> Iterator[str]:
    """A talk, or somebody has to call back; never neither, and both only where they asked for it after the talk."""
    call = view.calls.get(citizen.call_id)
    if call is None:
        if citizen.call_id or not citizen.hung_up:
            yield f"{citizen.number} called, and no call is kept"
        return
    open_ = [
        each
        for each in walk.consoles["anna"].get("/v1/call-backs")["items"]
        if each["number_masked"][-4:] == citizen.number[-4:]
    ]
    answered = call["answered_at"] is not None
    wanted = not answered or call["ended_by"] == "system"
    if len(open_) != wanted and not (citizen.wished and len(open_) == 1):
        yield f"{citizen.number}: {call['state']} by {call['ended_by'] or 'nobody'}, and {len(open_)} call-backs"
    if call["ended_by"] == "system" and not walk.server_was_away:
        yield f"{citizen.number} was ended by the system, and it was there all the time"
    if call["state"] == "ended" and not answered:
        yield f"{citizen.number} is {call['state']}, and nobody answered"
    if citizen.marked and call["satisfaction"] != citizen.marked:
        yield f"{citizen.number} gave the mark {citizen.marked}, and {call['satisfaction']} is kept"


def _recorded(walk: Walk, view: View) -> Iterator[str]:
    """Each talk has its files; in them both are heard, and nothing that was to be left out."""
    for key, call in view.calls.items():
        if call["answered_at"] is None or call["talk_seconds"] < 1.5:
            continue
        files = sorted(walk.kept.glob(f"{key}.*.wav"))
        sides = {side: [file for file in files if file.name.endswith(f".{side}.wav")] for side in ("agent", "citizen")}
        if not sides["agent"] or len(sides["agent"]) != len(sides["citizen"]):
            yield f"{key} talked for {call['talk_seconds']:.1f} s and was recorded in {[file.name for file in files]}"
            continue
        for file in files:
            if (loud := _heard(file, SECRET_HZ)) > 0.5:
                yield f"{file.name} has a secret in it, for {loud:.1f} s"
        for side, hz in zip(("citizen", "agent"), OPEN_HZ, strict=True):
            heard, said = sum(_heard(file, hz) for file in sides[side]), walk.said.get(key, 0)
            if heard < said * SAYS_SECONDS / 2:
                yield f"{key}: the {side} said something {said} times, and {heard:.1f} s of it were recorded"


def _heard(file: Path, hz: int) -> float:
    """Returns the seconds in which a tone is in a file."""
    with wave.open(str(file)) as kept:
        samples = np.frombuffer(kept.readframes(kept.getnframes()), "<i2")
    step = 1600
    return sum(strengths(samples[at : at + step], hz)[hz] > LOUD for at in range(0, len(samples) - step, step)) * 0.2
