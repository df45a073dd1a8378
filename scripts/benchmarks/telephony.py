"""Real calls: from the INVITE to the console, from F2 to the voice, a restart of the server in the middle of calls; what the hub alone takes in is ``events``.

Citizens who wait are sipp's, telephones that talk are the tests' own; Asterisk is the one of the tests, on loopback.
"""

import random
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.report import Result, percentile, tell

from services.contracts.accounts import Role
from services.server.database import Database
from services.server.migrations import upgrade
from services.telephony.routing import Router
from tests.services.server.pbx.district import Console, District, until
from tests.services.telephony.asterisk.phone import Phone

_VERSION = "asterisk22"
_TALKING = 6


def run(short: bool) -> list[Result]:
    """Measures all of it."""
    results = tell([_routing()])
    with tempfile.TemporaryDirectory() as folder:
        results += tell(_district(Path(folder), 6 if short else 30, 20 if short else 60))
    return results


def _routing() -> Result:
    """An agent becomes free, and is given to one of 1,000 callers; then the next caller comes."""
    choose, router = random.Random(1), Router()
    skills = [f"skill{n}" for n in range(20)]
    for n in range(1_000):
        router.wait(f"call{n}", choose.choice(skills), n / 10, choose.choice((0, 0, 0, 1, 2)))
    taken: list[float] = []
    for n in range(5_000):
        agent = f"agent{n % 500}"
        router.idle(agent, 100.0 + n, {skill: choose.randint(1, 5) for skill in choose.sample(skills, 4)})
        began = time.perf_counter()
        found = router.decide(200.0 + n)
        taken.append((time.perf_counter() - began) * 1000)
        if found is not None:
            router.busy(found.agent_id)
            router.leave(found.call_id)
            router.wait(f"next{n}", choose.choice(skills), 150.0 + n)
    what = "Routing decision, 1,000 waiting, 500 agents, 20 skills, p95"
    return Result(what, percentile(taken, 0.95), 2.0, "ms", note=f"{len(taken)} decisions")


def _district(folder: Path, calls: int, at_once: int) -> list[Result]:
    database = Database(f"sqlite:///{folder}/tongfu.sqlite")
    upgrade(database)
    database.close()
    people = {f"agent{n}": [Role.AGENT] for n in range(_TALKING)} | {"lead": [Role.LEAD]}
    district = District(_VERSION, folder, f"sqlite:///{folder}/tongfu.sqlite", people)
    try:
        district.serve()
        return [*_one_by_one(district, calls), *_restart(district, at_once)]
    finally:
        district.close()


def _one_by_one(district: District, calls: int) -> list[Result]:
    """One call after another at one agent: until the console hears of the ring, and until the citizen hears the agent."""
    console, phone = district.desk("agent0")
    phone.tone = 700
    to_console, to_voice = [], []
    for n in range(calls):
        citizen, seen = district.pbx.citizen(f"01380000{n:04}"), len(console.events)
        began = time.monotonic()
        citizen.dial("12345")
        until(lambda seen=seen: _ringing(console, seen), 20)  # type: ignore[misc]
        to_console.append((_ringing(console, seen) - began) * 1000)
        call_id = console.call["id"]
        asked = time.monotonic()
        console.act(call_id, "answer")
        until(lambda citizen=citizen: _voice(citizen), 10)  # type: ignore[misc]
        to_voice.append((time.monotonic() - asked) * 1000)
        citizen.close()
        until(lambda: console.state_of("agent0") == "wrap_up")
        console.act(call_id, "wrap-up", code="")
        # The breath that Asterisk leaves an agent between two calls.
        time.sleep(3.2)
    console.be("offline")
    note = f"{_VERSION}, {calls} calls one by one"
    return [
        Result(
            "INVITE at Asterisk → ring on the console's event stream, p95",
            percentile(to_console, 0.95),
            200,
            "ms",
            note=note,
        ),
        Result("F2 at the server → the citizen hears the agent, p95", percentile(to_voice, 0.95), 300, "ms", note=note),
    ]


def _ringing(console: Console, seen: int) -> float:
    """Returns when the stream said that it rings; 0 while it has not."""
    for at, event in list(console.events)[seen:]:
        if event.get("topic") == "call" and event["data"]["state"] == "ringing":
            return at
    return 0.0


def _voice(citizen: Phone) -> float:
    """Returns the present moment if the agent's tone is what the citizen hears; 0 while it is not."""
    return time.monotonic() if citizen.ear.tones(0.06, 700)[700] > 0.5 else 0.0


def _restart(district: District, at_once: int) -> list[Result]:
    """Some talk and all others wait; the server is killed and started again."""
    phones = [district.desk(f"agent{n}")[1] for n in range(1, _TALKING)]
    talks = [district.pbx.citizen(f"01390000{n:04}") for n in range(len(phones))]
    for citizen in talks:
        citizen.dial("12345")
    until(lambda: sum(phone.ringing for phone in phones) == len(phones), 20)
    for phone in phones:
        phone.pick_up()
    waiting = at_once - len(talks)
    sipp = _sipp(district, waiting)
    try:
        until(lambda: _channels(district) == at_once + len(phones), 30)
        before = _channels(district)
        district.kill()
        time.sleep(1)
        began = time.monotonic()
        district.serve()
        lead, up = district.console("lead"), time.monotonic()

        def right() -> bool:
            snapshot = lead.get("/v1/snapshot")
            talking = sum(agent["state"] == "talking" for agent in snapshot["agents"])
            return talking == len(phones) and len(snapshot["queue"]) == waiting

        until(right, 30)
        seconds = time.monotonic() - up
        cut = before - _channels(district)
        cut += sum(not citizen.talking for citizen in talks)
    finally:
        sipp.kill()
        sipp.wait()
    note = f"{len(talks)} talk, {waiting} wait (sipp); {up - began:.1f} s until it served again"
    return [
        Result(f"Calls cut by a kill of the server during {at_once} calls", cut, 0, "", note=note),
        Result("All states right again after the server is back", seconds, 5, "s", note=note),
    ]


def _channels(district: District) -> int:
    return len([line for line in district.pbx.command("core show channels concise").splitlines() if "!" in line])


def _sipp(district: District, count: int) -> "subprocess.Popen[bytes]":
    program = shutil.which("sipp")
    if program is None:
        raise RuntimeError("sipp is missing; scripts/setup tests installs it")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    host, to = district.pbx.sip
    return subprocess.Popen(
        [
            *("timeout", "300", program, "-sn", "uac", "-s", "12345", "-i", "127.0.0.1", "-p", str(port), "-nostdin"),
            *("-d", "250000", "-m", str(count), "-l", str(count), "-r", "20", f"{host}:{to}"),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
