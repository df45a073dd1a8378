"""A random walk at a real Asterisk: whatever people do, what desks say is what telephones ring, hear and record.

``TONGFU_WALK_SEED`` chooses another walk, ``TONGFU_WALK_STEPS`` how long it is, ``TONGFU_WALK_VERSION`` the Asterisk. A failure says
the seed and all steps.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.server.empty import put_sqlite
from tests.services.server.pbx import moves, truth
from tests.services.server.pbx.walking import Floor, Walk

SEED = int(os.environ.get("TONGFU_WALK_SEED", "1"))
STEPS = int(os.environ.get("TONGFU_WALK_STEPS", "24"))
VERSION = os.environ.get("TONGFU_WALK_VERSION", "asterisk22")
BURST, KILL = 0.25, 12
"""The share of steps that another one follows at once; after so many steps, again and again, our server is killed."""

BREATHS = (0.0, 0.3, 0.7)


@pytest.fixture
def walk(tmp_path: Path) -> Iterator[Walk]:
    floor = Floor(VERSION, tmp_path, put_sqlite(tmp_path / "tongfu.sqlite"))
    try:
        yield Walk(floor, SEED)
    finally:
        floor.close()


@pytest.mark.timeout(60 + 8 * STEPS)
def test_whatever_people_do_desks_telephones_and_records_agree(walk: Walk) -> None:
    walk.settle(truth.problems)
    for step in range(1, STEPS + 1):
        if step % KILL == 0:
            walk.say("our server is killed")
            walk.kill_server(lambda: go(walk))
        else:
            go(walk)
        if walk.chance.random() < BURST:
            walk.all_may_end()
            go(walk)
        # Some do the next thing as soon as it is possible, others later.
        time.sleep(walk.chance.choice(BREATHS))
        walk.settle(truth.problems)
    walk.everybody_goes()
    left = truth.at_the_end(walk)
    assert not left, walk.report(left)


def go(walk: Walk) -> None:
    """Somebody does something that is possible by what was seen last."""
    found = moves.possible(walk, walk.view)
    _, what, work = walk.chance.choices(found, [weight for weight, _, _ in found])[0]
    walk.say(what)
    work()
