"""Training mode in one process: the district's content, its past, the simulated exchange, and the clock's speed."""

import logging
import time
from collections.abc import Callable
from zoneinfo import ZoneInfo

from services.clock import RunningClock, day_of
from services.contracts.accounts import Account
from services.contracts.events import Topic, TrainingChange, TrainingState
from services.contracts.people import Person
from services.errors import Conflict
from services.server.accounts import repository as accounts
from services.server.calls.rules import stamp_of
from services.server.kernel import Kernel
from services.server.quality import training as quality
from services.server.tickets import catalogue
from services.server.training import district, history, world
from services.server.transaction import Transaction
from services.telephony.day import World
from services.telephony.habits import shifts
from services.telephony.simulator import PEAK_PER_HOUR, Simulator

log = logging.getLogger(__name__)


class Training:
    """The room of the training feature. On a server without training mode it only says so."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._clock = kernel.clock if isinstance(kernel.clock, RunningClock) and kernel.config.training else None
        self._speed = kernel.config.training_speed
        self._paused = False

    def state(self) -> TrainingState:
        """Returns whether calls are simulated, and how fast the clock runs."""
        if self._clock is None:
            return TrainingState()
        return TrainingState(
            active=True,
            speed=self._speed,
            paused=self._paused,
            seed=self._kernel.config.training_seed,
            day=day_of(self._clock.now(), self._kernel.zone),
        )

    def change(self, tx: Transaction, asked: TrainingChange) -> TrainingState:
        """Changes the clock's speed, or stops and starts it; everybody hears of it.

        Raises:
            Conflict: the server is not in training mode.
        """
        clock = self._clock
        if clock is None:
            raise Conflict("no_training")
        speed = self._speed if asked.speed is None else asked.speed
        paused = self._paused if asked.paused is None else asked.paused
        state = self.state().model_copy(update={"speed": speed, "paused": paused})
        tx.append(Topic.TRAINING, "training", state.model_dump(mode="json"))
        tx.at_end.append(lambda committed: self._set(clock, speed, paused) if committed else None)
        return state

    def _set(self, clock: RunningClock, speed: float, paused: bool) -> None:
        self._speed, self._paused = speed, paused
        clock.speed = 0.0 if paused else speed


def simulator(kernel: Kernel) -> Simulator:
    """Fills the district where it is empty, writes its past, and returns the exchange of the present day."""
    begun = time.monotonic()
    district.seed(kernel)
    past = kernel.read(lambda tx: _past(tx, kernel.config.training_seed))
    written = kernel.write(lambda tx: history.write(tx, past))
    kernel.write(quality.seed)
    log.info("training district: %d past calls, %.1f s", written, time.monotonic() - begun)
    now = stamp_of(kernel.clock)
    return Simulator(
        f"training-{now.at:%Y%m%dT%H%M%S.%f}",
        now,
        past.world,
        past.seed,
        shifts(account.id for account in past.colleagues),
        speed=_speed(kernel),
        peak_per_hour=past.peak_per_hour,
    )


def _speed(kernel: Kernel) -> Callable[[], float]:
    return lambda: kernel.clock.speed


def _past(tx: Transaction, seed: int) -> history.Past:
    persons = district.regulars(tx)
    entries = catalogue.read(tx).places
    names = {place.code: place.name for place in entries}
    places = {place.code: (names.get(place.parent, ""), place.name) for place in entries if place.parent}
    return history.Past(
        world=_world(persons, places, tx.zone),
        colleagues=_colleagues(tx),
        known=_known(persons),
        places=places,
        seed=seed,
        peak_per_hour=PEAK_PER_HOUR,
    )


def _world(persons: list[Person], places: dict[str, tuple[str, str]], zone: ZoneInfo) -> World:
    return world.world(persons, places, zone)


def _colleagues(tx: Transaction) -> list[Account]:
    return [account for account in accounts.everyone(tx.connection) if account.simulated and account.active]


def _known(persons: list[Person]) -> dict[str, tuple[str, bool]]:
    """Returns who calls from a number; of a household's shared number only whether somebody there is elderly."""
    known: dict[str, tuple[str, bool]] = {}
    for person in persons:
        for number in person.numbers:
            shared = number in known
            known[number] = ("" if shared else person.id, person.elderly or (shared and known[number][1]))
    return known
