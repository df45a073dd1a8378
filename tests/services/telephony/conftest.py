"""Exchanges of every kind. One Asterisk of each version is started for a test process and lent to its tests."""

from collections.abc import Iterator

import pytest

from services.telephony.asterisk.names import BLOCKS, CLOSED, MARKS, MESSAGES, PLANS, REFUSALS, TURNED, WISHES
from services.telephony.routing import RoutingRules
from tests.services.telephony.asterisk.pbx import Pbx
from tests.services.telephony.contract import AsteriskRig, LocalRig, Rig

VERSIONS = ("asterisk16", "asterisk22")


@pytest.fixture(scope="session")
def running() -> Iterator[dict[str, Pbx]]:
    """The Asterisks that have been started so far."""
    started: dict[str, Pbx] = {}
    yield started
    for pbx in started.values():
        pbx.remove()


@pytest.fixture(params=VERSIONS)
def pbx(request: pytest.FixtureRequest, running: dict[str, Pbx]) -> Iterator[Pbx]:
    """An Asterisk without calls and without agents in its queues."""
    found = lend(running, request.param)
    yield found
    clear(found)


@pytest.fixture(params=["local", "simulator", *VERSIONS])
def rig(request: pytest.FixtureRequest, running: dict[str, Pbx]) -> Iterator[Rig]:
    """An exchange of each kind with its people."""
    if request.param in VERSIONS:
        pbx = lend(running, request.param)
        made: Rig = AsteriskRig(pbx)
        yield made
        made.close()
        clear(pbx)
    else:
        yield LocalRig(simulated=request.param == "simulator")


def lend(running: dict[str, Pbx], version: str) -> Pbx:
    if version not in running:
        running[version] = Pbx(version, ring_seconds=2, breath_seconds=1, rules=RoutingRules(2, 4))
        running[version].start()
    return running[version]


def clear(pbx: Pbx) -> None:
    """Ends all calls, and empties the queues and what Asterisk keeps for our server, for the next test."""
    pbx.hang_up_all()
    pbx.command("channel request hangup all")
    for desk in pbx.desks.values():
        for skill in ("general", "city", "social"):
            pbx.command(f"queue remove member PJSIP/agent{desk.extension} from tongfu-{skill}")
        pbx.command(f"queue unpause member PJSIP/agent{desk.extension}")
    for family in (WISHES, REFUSALS, TURNED, MESSAGES, MARKS, BLOCKS, CLOSED, PLANS):
        pbx.command(f"database deltree {family}")
