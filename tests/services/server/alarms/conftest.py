"""A floor that is watched by hand, with its real clock and its district's clock moved together."""

from collections.abc import Callable

import pytest

from services.clock import ManualClock
from services.server.alarms.watch import AlarmWatch
from services.server.calls.floor import CallFloor
from services.server.kernel import Kernel
from tests.services.server.calls.conftest import floor, on_duty
from tests.services.server.channels.email.conftest import post

__all__ = ["floor", "on_duty", "post"]

Pass = Callable[..., int]


@pytest.fixture
def watch(kernel: Kernel, floor: CallFloor) -> AlarmWatch:
    return kernel.room(AlarmWatch)


@pytest.fixture
def seconds(watch: AlarmWatch, clock: ManualClock, real_clock: ManualClock) -> Pass:
    """Lets time pass with a look each second; returns how many alarms changed."""

    def let_pass(count: int) -> int:
        changed = 0
        for _ in range(count):
            clock.advance(1)
            real_clock.advance(1)
            changed += watch.look()
        return changed

    return let_pass
