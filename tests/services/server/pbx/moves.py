"""What somebody in a walk may do next, by what desks and telephones show."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from tests.services.server.pbx.district import until
from tests.services.server.pbx.walking import (
    AGENTS,
    CONNECTED,
    OPEN_HZ,
    SAYS_SECONDS,
    SECRET_HZ,
    Citizen,
    View,
    Walk,
)
from tests.services.telephony.asterisk.pbx import RATE_HZ
from tests.services.telephony.asterisk.phone import Phone

Move = tuple[float, str, Callable[[], None]]
"""How often, what is told, what is done."""
CITIZENS = 3
NUMBER = "057312345"
EMERGENCY = "120"


def possible(walk: Walk, view: View) -> list[Move]:
    """Returns all that somebody may do now."""
    return [*_citizens(walk, view), *_agents(walk, view), *_lead(walk, view), *_city(walk, view)]


# -- citizens


def _citizens(walk: Walk, view: View) -> Iterator[Move]:
    if sum(each.there for each in walk.citizens) < CITIZENS:
        yield 3, "a citizen calls", lambda: _calls(walk)
    for each in walk.citizens:
        if not each.there or not each.phone.talking:
            continue
        state = view.calls.get(each.call_id, {}).get("state", "")
        yield 0.4, f"{each.number} hangs up ({state})", partial(_hangs_up, each)
        if state == "waiting":
            yield 0.2, f"{each.number} asks to be called", partial(_wishes, each)
        if state == "ended" and each.phone.ear.tones(0.3, RATE_HZ)[RATE_HZ] > 0.5 and not each.marked:
            yield 5, f"{each.number} says how it was", partial(_marks, walk, each, walk.chance.randint(1, 5))


def _calls(walk: Walk) -> None:
    made = walk.citizen_calls()
    walk.log[-1] += f": {made.number}"


def _hangs_up(citizen: Citizen) -> None:
    citizen.hung_up = True
    citizen.phone.hang_up()


def _wishes(citizen: Citizen) -> None:
    citizen.may_end = citizen.wished = True
    citizen.phone.press("1")


def _marks(walk: Walk, citizen: Citizen, mark: int) -> None:
    citizen.may_end = True
    citizen.marked = mark
    citizen.phone.press(str(mark))


# -- agents


def _agents(walk: Walk, view: View) -> Iterator[Move]:
    for name in (*AGENTS, "lead"):
        state, call, phone = view.state(name), view.call_of(name), walk.phones[name]
        if phone.ringing:
            yield 3, f"{name} picks up by hand", phone.pick_up
            yield 0.5, f"{name} rejects at the telephone", phone.reject
        if state == "ringing":
            yield 3, f"{name} answers", partial(walk.act, name, "answer", call["id"])
            yield 0.3, f"{name} turns down", partial(walk.act, name, "reject", call["id"], reason="other")
        elif state == "wrap_up":
            key = view.agents[name]["call_id"]
            yield 3, f"{name} has wrapped up", partial(walk.act, name, "wrap-up", key, code="")
        elif name != "lead" and state in ("break", "paused", "offline"):
            yield 3, f"{name} is ready", partial(walk.act, name, "/v1/agents/me/state", state="ready")
        elif state == "ready":
            yield (
                0.3,
                f"{name} takes a break",
                partial(walk.act, name, "/v1/agents/me/state", state="break", reason="rest"),
            )
            if not phone.ringing and walk.outside.call is None:
                yield 0.4, f"{name} calls a number", partial(_dial, walk, name)
            for one in view.live:
                if one["state"] in ("waiting", "parked"):
                    yield 1, f"{name} picks {one['id']} ({one['state']})", partial(_picks, walk, name, one["id"])
        elif call and call["helper_name"] == name:
            yield 0.5, f"{name}, who was asked, hangs up", phone.hang_up
            yield 0.4, f"{name}, who was asked, ends", partial(walk.act, name, "end", call["id"])
        elif call and call["agent_name"] == name and call["state"] in CONNECTED:
            yield from _talk(walk, view, name, call)


def _talk(walk: Walk, view: View, name: str, call: dict[str, Any]) -> Iterator[Move]:
    phone, key, state = walk.phones[name], call["id"], call["state"]
    act = partial(walk.act, name)
    third = bool(call["helper_name"]) or call["consulting"] or state == "conference"
    yield 0.5, f"{name} ends {key} ({state})", partial(_ends, walk, name, key)
    yield 0.5, f"{name} puts the telephone down ({key} is {state})", partial(_puts_down, walk, call, phone)
    if state in ("talking", "conference"):
        yield 0.3, f"a secret is said in {key}", partial(_says, walk, call, name, True)
        if not call["recording_paused"] and not call["muted"]:
            yield 0.7, f"something is said in {key}", partial(_says, walk, call, name, False)
    if call["recording_paused"]:
        yield 1.5, f"{name} lets {key} be recorded again", partial(act, "resume-recording", key)
    yield 0.2, f"{name} {'un' * call['muted']}mutes", partial(act, "unmute" if call["muted"] else "mute", key)
    if state == "talking":
        yield 0.7, f"{name} holds {key}", partial(act, "hold", key)
        yield 0.4, f"{name} holds {key} at the telephone", phone.hold
    if state == "held" and not third:
        yield 1.5, f"{name} resumes {key}", partial(act, "resume", key)
        if phone.call is not None and phone.call.held:
            yield 0.7, f"{name} takes {key} back at the telephone", partial(phone.hold, False)
    if not third and key in walk.asked.values():
        yield 0.6, f"{name} takes an invitation to {key} back", partial(act, "release", key)
    if third:
        yield 0.8, f"{name} lets go of who was asked", partial(act, "release", key)
        yield 0.8, f"{name} hands {key} over", partial(act, "hand-over", key)
        if state == "held":
            yield 0.8, f"{name} joins {key}", partial(act, "join", key)
        return
    yield 0.3, f"{name} parks {key}", partial(act, "park", key, ticket_id=None)
    yield 0.3, f"{name} sends {key} to a queue", partial(act, "transfer", key, skill="general")
    for other in (*AGENTS, "lead"):
        if other != name and view.state(other) == "ready" and other not in walk.asked:
            whom = f"account-{other}"
            yield 0.5, f"{name} sends {key} to {other}", partial(act, "transfer", key, agent_id=whom)
            for what in ("consult", "conference"):
                yield 1, f"{name} asks {other} to a {what}", partial(_asks, walk, name, what, key, other)
    if walk.outside.call is None and not call["outgoing"]:
        yield 0.3, f"{name} sends {key} outside", partial(_sends_outside, walk, name, key)
        for what, number in (("consult", NUMBER), ("conference", NUMBER), ("conference", EMERGENCY)):
            yield 0.4, f"{name} asks {number} to a {what}", partial(act, what, key, number=number)


def _picks(walk: Walk, name: str, key: str) -> None:
    walk.aside.taken(key)
    walk.act(name, "answer", key)


def _sends_outside(walk: Walk, name: str, key: str) -> None:
    walk.aside.may_fall(key)
    walk.act(name, "transfer", key, number=NUMBER)


def _dial(walk: Walk, name: str) -> None:
    key = f"out-{len(walk.log)}"
    walk.act(name, "/v1/calls", id=key, number=NUMBER)


def _asks(walk: Walk, name: str, what: str, key: str, other: str) -> None:
    walk.asked[other] = key
    walk.act(name, what, key, agent_id=f"account-{other}")


def _ends(walk: Walk, name: str, key: str) -> None:
    for citizen in walk.citizens:
        citizen.may_end = citizen.may_end or citizen.call_id == key
    walk.act(name, "end", key)


def _puts_down(walk: Walk, call: dict[str, Any], phone: Phone) -> None:
    """Ends a talk of two; who waits with music is brought to somebody else, and so is who is with a third."""
    alone = not (call["helper_name"] or call["consulting"])
    if alone and (call["state"] == "talking" or (phone.call is not None and phone.call.held)):
        for citizen in walk.citizens:
            citizen.may_end = citizen.may_end or citizen.call_id == call["id"]
    phone.hang_up()


def _says(walk: Walk, call: dict[str, Any], name: str, secret: bool) -> None:
    """Both say something by a tone of its own; a secret only once the recording is silent."""
    citizen = walk.of(call)
    if walk.floor.serving is None:
        return
    if secret and not call["recording_paused"]:
        walk.act(name, "pause-recording", call["id"])
        until(lambda: walk.look().calls[call["id"]]["recording_paused"])
    if citizen is None or not citizen.talking or not walk.phones[name].talking:
        return
    if not secret:
        walk.said[call["id"]] = walk.said.get(call["id"], 0) + 1
    before = citizen.tone, walk.phones[name].tone
    citizen.tone, walk.phones[name].tone = (SECRET_HZ, SECRET_HZ) if secret else OPEN_HZ
    time.sleep(SAYS_SECONDS)
    citizen.tone, walk.phones[name].tone = before
    time.sleep(0.1)


# -- the lead, and the number in the city


def _lead(walk: Walk, view: View) -> Iterator[Move]:
    act = partial(walk.act, "lead")
    visits = view.visited_by("lead")
    for call in view.live:
        key = call["id"]
        if call["state"] in CONNECTED and call["agent_name"] != "lead" and call["helper_name"] != "lead":
            for mode in ("listen", "whisper", "join"):
                yield 0.15, f"the lead comes to {key}: {mode}", partial(act, "supervise", key, mode=mode)
        if call["state"] in ("waiting", "ringing"):
            seen = {"from_agent_id": call["agent_id"] if call["state"] == "ringing" else None}
            yield 0.15, f"the lead takes {key} ({call['state']})", partial(act, "take", key, **seen)
            for name in AGENTS:
                if view.state(name) == "ready":
                    to = {"agent_id": f"account-{name}", "why": "x"}
                    yield 0.15, f"the lead moves {key} to {name}", partial(act, "move", key, **seen, **to)
    for key in visits:
        yield 0.7, f"the lead leaves {key}", partial(act, "unsupervise", key)
        yield 0.3, "the lead puts the telephone down", walk.phones["lead"].hang_up


def _city(walk: Walk, view: View) -> Iterator[Move]:
    if walk.outside.talking:
        yield 0.8, "the number in the city hangs up", partial(_city_hangs_up, walk, view)


def _city_hangs_up(walk: Walk, view: View) -> None:
    """Ends it for a citizen who was left with them."""
    for citizen in walk.citizens:
        if view.calls.get(citizen.call_id, {}).get("state") in ("ended", "parked"):
            citizen.may_end = True
    walk.outside.hang_up()
