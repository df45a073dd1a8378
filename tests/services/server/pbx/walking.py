"""People at a real Asterisk who do whatever comes into their heads: citizens, agents, a lead, a number in the city.

A walk is made of steps. After most of them everything is looked at (:mod:`tests.services.server.pbx.truth`): what the desks
say must be what telephones ring, hear and record. Now and then two steps follow each other at once, and our server is killed.
What is done next is chosen by a seed among what is possible at that moment.
"""

import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.services.server.pbx.aside import Aside
from tests.services.server.pbx.district import Console, District, until
from tests.services.telephony.asterisk.pbx import RATE_HZ, sound
from tests.services.telephony.asterisk.phone import Phone

AGENTS = ("anna", "bo")
TONES = {"anna": 900, "bo": 1100, "lead": 1300, "city": 1500}
CITIZEN_TONES = (380, 460, 560)
SECRET_HZ, OPEN_HZ, SAYS_SECONDS = 2300, (2700, 3100), 0.7
"""What is said while the recording is silent; what citizen and agent say while it is not; how long that takes."""
LIVE = ("waiting", "ringing", "talking", "held", "conference", "parked")
CONNECTED = ("talking", "held", "conference")
SETTLES = 15.0


class Floor(District):
    """A district whose telephones ring for a short time, and whose callers are asked how it was."""

    def __init__(self, version: str, folder: Path, url: str) -> None:
        self._prompts = folder / "prompts"
        self._prompts.mkdir()
        (self._prompts / "rate.wav").touch()
        super().__init__(version, folder, url)

    def settle(self) -> None:
        super().settle()
        etc = self.pbx.folder / "etc"
        for name, was, now in (
            ("queues.conf", "timeout = 15", "timeout = 3"),
            ("queues.conf", "wrapuptime = 3", "wrapuptime = 1"),
            ("pjsip.conf", "contact = sip:127.0.0.1", f"contact = sip:127.0.0.1:{self.pbx.outside_port}"),
        ):
            text = (etc / name).read_text()
            assert was in text
            (etc / name).write_text(text.replace(was, now))
        sound(self.pbx, "rate", RATE_HZ)

    @property
    def more(self) -> list[str]:
        return ["--prompts", str(self._prompts)]


@dataclass
class Citizen:
    """Somebody who has called. ``may_end``: an agent, or whoever they talk with, has ended it, or they chose to be called."""

    phone: Phone
    number: str
    tone: int
    call_id: str = ""
    hung_up: bool = False
    may_end: bool = False
    wished: bool = False
    marked: int = 0

    @property
    def there(self) -> bool:
        return self.phone.call is not None


@dataclass
class View:
    """What our server says, at one moment."""

    agents: dict[str, dict[str, Any]] = field(default_factory=dict)
    """By name."""
    calls: dict[str, dict[str, Any]] = field(default_factory=dict)
    """All of the walk, by id."""

    def state(self, name: str) -> str:
        return str(self.agents.get(name, {}).get("state", "offline"))

    def call_of(self, name: str) -> dict[str, Any]:
        return self.calls.get(self.agents.get(name, {}).get("call_id") or "", {})

    def visited_by(self, name: str) -> list[str]:
        """The calls in which somebody is as a lead."""
        return [
            agent["call_id"] for agent in self.agents.values() for one in agent["supervisors"] if one["name"] == name
        ]

    @property
    def live(self) -> list[dict[str, Any]]:
        return [call for call in self.calls.values() if call["state"] in LIVE]


class Walk:
    """The people, and what they have done so far."""

    def __init__(self, floor: Floor, seed: int) -> None:
        self.floor, self.seed = floor, seed
        self.chance = random.Random(seed)
        self.log: list[str] = []
        self.citizens: list[Citizen] = []
        self.asked: dict[str, str] = {}
        """Who is rung to come to a call, which."""
        self.aside = Aside()
        self.said: dict[str, int] = {}
        """How often something was said in a call that is to be heard in its recording."""
        self.server_was_away: list[float] = []
        self.view = View()
        # Beside the recordings: a second name wants the same disk.
        self.kept = floor.pbx.recordings.parent / "kept"
        self.kept.mkdir()
        floor.serve()
        self.phones = {name: floor.pbx.phone(name) for name in (*AGENTS, "lead")}
        self.outside = floor.pbx.outside()
        for name, phone in {**self.phones, "city": self.outside}.items():
            phone.tone = TONES[name]
        # One telephone knows how to hold when it is asked to, the other does not.
        self.phones["bo"].holds = False
        self.consoles: dict[str, Console] = {}
        self._sign_in()
        for name in AGENTS:
            self.consoles[name].be("ready")

    def _sign_in(self) -> None:
        for name in self.phones:
            before = self.consoles.get(name)
            if before is not None:
                before.close()
            self.consoles[name] = self.floor.console(name, before.token if before else "")

    # -- what is told

    def say(self, what: str) -> None:
        self.log.append(f"{len(self.log) + 1:4} {time.strftime('%H:%M:%S')} {what}")

    def report(self, problems: list[str]) -> str:
        """The seed, the steps, and how everything stands."""
        lines = [f"seed {self.seed}", *self.log, "", *problems, ""]
        lines += [f"{name}: {self.view.state(name)}, {_line(phone)}" for name, phone in self.phones.items()]
        lines += [f"city: {_line(self.outside)}; {self.outside.seen[-6:]}"]
        lines += [f"{each.number} ({each.call_id}): {_line(each.phone)}" for each in self.citizens]
        lines += [
            f"{key}: {call['state']} agent {call['agent_name']!r} helper {call['helper_name']!r}: {self._told(key)}"
            for key, call in self.view.calls.items()
        ]
        lines += ["|".join(line) for line in self.floor.pbx.queue_log()[-25:]]
        lines += [self.floor.pbx.command("core show channels concise")]
        serving = self.floor.serving
        lines += serving.log[-25:] if serving is not None else []
        return "\n".join(lines)

    def _told(self, key: str) -> str:
        answer = self.consoles["lead"].try_get(f"/v1/calls/{key}/events")
        return " ".join(event["kind"] for event in answer.json()) if answer.status_code == 200 else answer.text

    # -- what is done

    def act(self, name: str, what: str, call_id: str = "", **body: Any) -> None:
        """Asks by somebody's console; what is refused is told and is no mistake."""
        console = self.consoles[name]
        path = f"/v1/calls/{call_id}/{what}" if call_id else what
        try:
            console.send("PUT" if path.endswith("/state") else "POST", path, **body)
        except httpx.TransportError:
            self.log[-1] += " – nobody answered"
        except AssertionError as error:
            if '"status":5' in str(error):
                raise
            self.log[-1] += f" – refused: {str(error)[:160]}"

    def kill_server(self, meanwhile: Callable[[], None]) -> None:
        """Our server is gone from one moment to the next, and comes back; people go on meanwhile."""
        self.floor.kill()
        self.server_was_away.append(time.time())
        meanwhile()
        self.floor.serve()
        self._sign_in()

    def citizen_calls(self) -> Citizen:
        number = f"0139{len(self.citizens) + 1:07}"
        tone = next(tone for tone in CITIZEN_TONES if tone not in [each.tone for each in self.citizens if each.there])
        made = Citizen(self.floor.pbx.citizen(number, tone), number, tone)
        self.citizens.append(made)
        made.phone.dial("12345")
        return made

    def everybody_goes(self) -> None:
        """Citizens hang up, agents finish what they have."""
        self.say("everybody goes")
        for citizen in self.citizens:
            citizen.hung_up = citizen.hung_up or citizen.there
            citizen.phone.hang_up()
        for phone in (*self.phones.values(), self.outside):
            phone.hang_up()
        until(lambda: not self.look().live, 20)
        for name in self.phones:
            if self.view.state(name) == "wrap_up":
                self.act(name, "wrap-up", self.view.agents[name]["call_id"], ready=False)

    def all_may_end(self) -> None:
        """Two things were done at once: what came of them cannot be foretold."""
        for citizen in self.citizens:
            citizen.may_end = citizen.may_end or citizen.there
        self.aside.may_fall(*(call["id"] for call in self.view.live))

    # -- what is so

    def look(self, anew: bool = False) -> View:
        """Asks our server how everything stands; ``anew`` also of what is over."""
        lead = self.consoles["lead"]
        snapshot = lead.get("/v1/snapshot")
        view = View({agent["name"]: agent for agent in snapshot["agents"]})
        for row in lead.get("/v1/calls?limit=200")["items"]:
            known = None if anew else self.view.calls.get(row["id"])
            if row["state"] in LIVE or known is None or known["state"] in LIVE:
                known = lead.get(f"/v1/calls/{row['id']}")
            view.calls[row["id"]] = known
        self.view = view
        self.aside.look(view.calls.values())
        for citizen in self.citizens:
            if not citizen.call_id:
                found = [k for k, call in view.calls.items() if not call["outgoing"] and _same(call, citizen)]
                citizen.call_id = found[0] if found else ""
        self._keep_recordings()
        return view

    def of(self, call: dict[str, Any]) -> Phone | None:
        """The telephone of a call's citizen."""
        if call["outgoing"]:
            return self.outside
        return next((each.phone for each in self.citizens if each.call_id == call["id"]), None)

    def _keep_recordings(self) -> None:
        """Another name for each file: our server takes them in and deletes them."""
        for file in self.floor.pbx.recordings.glob("*.*.*.wav"):
            mine = self.kept / file.name
            if not mine.exists():
                try:
                    os.link(file, mine)
                except FileNotFoundError:
                    continue

    def settle(self, problems: Callable[["Walk", View], list[str]]) -> None:
        """Waits until what is said and what is so agree; raises where they do not."""
        end, found = time.monotonic() + SETTLES, ["nobody answered"]
        while found:
            if time.monotonic() > end:
                raise AssertionError(self.report(found))
            time.sleep(0.05)
            try:
                found = problems(self, self.look())
            except httpx.TransportError as error:
                found = [repr(error)]


def _same(call: dict[str, Any], citizen: Citizen) -> bool:
    return bool(call["number_masked"]) and call["number_masked"][-4:] == citizen.number[-4:]


def _line(phone: Phone) -> str:
    call = phone.call
    if call is None:
        return "no call"
    tones = phone.ear.tones(0.4, 1700, RATE_HZ, *TONES.values(), *CITIZEN_TONES)
    heard = [hz for hz, loud in tones.items() if loud > 0.2]
    return (
        f"{'rings' if phone.ringing else 'up' if call.up else 'calls'}{', holds' if call.held else ''}, hears {heard}"
    )
