"""From a call event at the server to the painted pop-up on the desk."""

import asyncio
import random
import shutil
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from benchmarks import databases
from benchmarks.desk import Painted
from benchmarks.report import Result, percentile
from PySide6.QtWidgets import QPushButton

from console.tour.hand import Key, LostError
from services.server.calls.floor import CallFloor
from services.server.runner import ApiServer
from services.server.training import district
from services.telephony.exchange import LocalExchange
from tests.e2e.window import Desk, at_the_desk, elsewhere

FOLDER = Path("build/bench-popup")


def _hang_up(server: ApiServer, call_id: str) -> None:
    floor = server.kernel.room(CallFloor)
    exchange = floor.core.exchange
    if not isinstance(exchange, LocalExchange):
        raise TypeError("the exchange is not one of this process")

    def leave(_core: object) -> None:
        exchange.hang_up(call_id)
        floor.core.ask(lambda: None)

    server.kernel.write(lambda tx: floor.act(tx, leave))


def _walk(server: ApiServer, rounds: int) -> Callable[[Desk], Awaitable[list[float]]]:
    async def walk(desk: Desk) -> list[float]:
        hand, rng = desk.hand, random.Random(5)
        # Half of the callers are known, so that the caller panel has something to show too.
        known = [person.numbers[0] for person in server.kernel.read(district.regulars)]
        button = next(b for b in desk.window.findChildren(QPushButton) if b.objectName() == "desk.call.answer")
        painted = Painted(button)
        floor = server.kernel.room(CallFloor)
        times: list[float] = []
        await hand.press(Key.Key_F9)
        await hand.rest(1)
        for number in range(rounds + 2):
            call_id = f"bench-{number}"
            caller = rng.choice(known) if number % 2 else f"161{rng.randrange(10**8):08}"
            seen: list[float] = []
            painted.tell_once(seen.append)
            began = time.perf_counter()
            await elsewhere(lambda call_id=call_id, caller=caller: floor.offer(call_id, caller, "general"))  # type: ignore[misc]
            await hand.wait("the pop-up", lambda seen=seen: seen, 5)  # type: ignore[misc]
            # The first two also load what a first time loads.
            if number >= 2:
                times.append((seen[0] - began) * 1000)
            await asyncio.sleep(rng.uniform(0.1, 0.3))
            await elsewhere(lambda call_id=call_id: _hang_up(server, call_id))  # type: ignore[misc]
            await hand.wait("the end of the ringing", lambda: not button.isVisible(), 5)
            await asyncio.sleep(rng.uniform(0.1, 0.3))
        painted.close()
        if len(times) != rounds:
            raise LostError("not every call was seen")
        return times

    return walk


def run(short: bool) -> list[Result]:
    """Measures with server and window in one process, as in the embedded console; each call is hung up unanswered."""
    rounds = 12 if short else 200
    shutil.rmtree(FOLDER, ignore_errors=True)
    server = ApiServer(databases.training(FOLDER / "server"))
    try:
        times = at_the_desk(FOLDER / "console", _walk(server, rounds), server.start())
    finally:
        server.stop()
    shutil.rmtree(FOLDER, ignore_errors=True)
    return [
        Result(
            "call at the server to painted pop-up, p95", percentile(times, 0.95), 100.0, "ms", note=f"{rounds} calls"
        )
    ]
