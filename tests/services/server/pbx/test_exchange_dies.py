"""Asterisk is killed with a call in each state: desks say so, nobody is forgotten, and all are signed in again without hands."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.contracts.accounts import Role
from tests.services.server.empty import put_sqlite
from tests.services.server.pbx.district import Console, District, until
from tests.services.telephony.asterisk.phone import Phone

STATES = ("talking", "held", "consulting", "conference", "parked", "wrap_up")
AGENTS = (*STATES, "asked", "joined", "rung")
PEOPLE = {name: [Role.AGENT] for name in AGENTS} | {"lead": [Role.LEAD]}


@pytest.fixture(params=["asterisk16", "asterisk22"])
def district(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[District]:
    made = District(request.param, tmp_path, put_sqlite(tmp_path / "tongfu.sqlite"), PEOPLE)
    yield made
    made.close()


def called(district: District, desk: tuple[Console, Phone], number: str) -> str:
    """A citizen calls, and the only agent who is ready answers."""
    console, phone = desk
    console.be("ready")
    district.pbx.citizen(number).dial("12345")
    until(lambda: phone.ringing and console.call.get("state") == "ringing", 20)
    phone.pick_up()
    until(lambda: console.call["state"] == "talking", 20)
    return str(console.call["id"])


@pytest.mark.timeout(200)
def test_asterisk_is_killed_with_a_call_in_each_state(district: District) -> None:
    district.serve()
    desks = {name: (district.console(name), district.pbx.phone(name)) for name in AGENTS}
    lead = district.console("lead")
    ids = {}
    for n, state in enumerate(STATES):
        console, phone = desks[state]
        ids[state] = key = called(district, desks[state], f"0138000000{n}")
        if state == "held":
            console.act(key, "hold")
            until(lambda console=console: console.call["state"] == "held", 20)  # type: ignore[misc]
        elif state in ("consulting", "conference"):
            other, how = ("asked", "consult") if state == "consulting" else ("joined", "conference")
            desks[other][0].be("ready")
            console.act(key, how, agent_id=f"account-{other}")
            until(lambda other=other: desks[other][1].ringing, 20)  # type: ignore[misc]
            desks[other][1].pick_up()
            until(lambda console=console: console.call["helper_id"], 20)  # type: ignore[misc]
        elif state == "parked":
            console.act(key, "park", ticket_id=None)
            until(lambda console=console, key=key: console.get(f"/v1/calls/{key}")["state"] == "parked", 20)  # type: ignore[misc]
            console.act(key, "wrap-up", code="", ready=False)
        elif state == "wrap_up":
            phone.hang_up()
            until(lambda: lead_says(lead, "wrap_up") == "wrap_up", 20)
    desks["rung"][0].be("ready")
    district.pbx.citizen("01380000008").dial("12345")
    until(lambda: desks["rung"][1].ringing, 20)
    district.pbx.citizen("01380000009").dial("12345")
    until(lambda: len(lead.get("/v1/snapshot")["queue"]) == 2, 20)

    district.pbx.stop(signal.SIGKILL)
    killed = time.monotonic()
    watchers = [console for console, _ in desks.values()] + [lead]
    until(lambda: all(each.of("exchange") and not each.of("exchange")[-1]["connected"] for each in watchers), 6)
    assert time.monotonic() - killed < 5
    for _, phone in desks.values():
        phone.call = None
    district.pbx.start()
    until(lambda: lead.get("/v1/snapshot")["exchange"]["connected"], 20)
    until(lambda: not lead.get("/v1/snapshot")["queue"], 20)

    # Each citizen but the one whose talk was over is to be called back, once.
    found = {each["number_masked"][-4:]: each["cause"] for each in lead.get("/v1/call-backs")["items"]}
    cut_off = {f"000{n}": "cut_off" for n, state in enumerate(STATES) if state != "wrap_up"}
    assert found == {**cut_off, "0008": "abandoned", "0009": "abandoned"}
    for state, key in ids.items():
        call = lead.get(f"/v1/calls/{key}")
        assert (call["state"], call["ended_by"]) == ("ended", "agent" if state == "wrap_up" else "system"), state
    states = {each["name"]: each["state"] for each in lead.get("/v1/snapshot")["agents"]}
    wrapping = {"talking", "held", "consulting", "conference", "wrap_up"}
    assert states == {
        name: "wrap_up" if name in wrapping else "break" if name == "parked" else "ready" for name in AGENTS
    }

    # Who was ready is rung without doing anything.
    for name in ("asked", "joined", "rung"):
        desks[name][1].register()
    again = district.pbx.citizen("01390000001")
    again.dial("12345")
    until(lambda: any(desks[name][1].ringing for name in ("asked", "joined", "rung")), 20)


def lead_says(lead: Console, name: str) -> str:
    return {each["name"]: each["state"] for each in lead.get("/v1/snapshot")["agents"]}[name]
