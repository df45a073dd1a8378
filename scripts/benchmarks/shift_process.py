"""An agent's shift in a console of its own process: answers whoever rings, writes, files, wraps up, until the time is over."""

import asyncio
import random
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from benchmarks.knowledge import training_entries

from console.tour.hand import Key, LostError
from tests.e2e.window import Desk, at_the_desk, elsewhere, go_to

_TALKS = 1.5
"""Seconds of listening in each call, beside the typing."""


async def _one_call(desk: Desk, rng: random.Random, texts: list[str]) -> bool:
    """Works one call from the ring to the filed ticket; ``False`` where the caller was gone before."""
    hand = desk.hand
    await hand.press(Key.Key_F2)
    try:
        await hand.wait("the call", lambda: hand.sees("desk.call.end"), 8)
    except LostError:
        return False
    await go_to(hand, "desk.form.content")
    await hand.write(rng.choice(texts)[:60])
    await asyncio.sleep(_TALKS)
    await hand.press(Key.Key_F3)
    await hand.write(rng.choice(["路灯", "yb", "医保缴费", "噪音", "入学"]))
    await asyncio.sleep(0.4)
    # Into the results, the first article beside the form, cited.
    for key in (Key.Key_Down, Key.Key_Return):
        await hand.press(key)
    await asyncio.sleep(0.3)
    await hand.ctrl(Key.Key_C, shift=True)
    await hand.ctrl(Key.Key_T)
    await hand.press(Key.Key_Return)
    await go_to(hand, "desk.form.category")
    await hand.write("060401")
    await hand.press(Key.Key_Return)
    await hand.ctrl(Key.Key_Return)
    await asyncio.sleep(0.3)
    await hand.press(Key.Key_F12)
    await asyncio.sleep(0.5)
    await hand.press(Key.Key_F9)
    return True


def _shift(seconds: float) -> Callable[[Desk], Awaitable[str]]:
    async def walk(desk: Desk) -> str:
        hand, rng = desk.hand, random.Random(6)
        texts = [entry["summary"] + entry["answer"] for entry in training_entries()]
        await hand.press(Key.Key_F9)
        began = await elsewhere(lambda: desk.container.live.server_now())
        print("begins", flush=True)
        end = time.monotonic() + seconds
        calls = 0
        while time.monotonic() < end:
            if hand.sees("desk.call.answer"):
                calls += await _one_call(desk, rng, texts)
            elif hand.sees("desk.call.ready"):
                await hand.press(Key.Key_F9)
            await asyncio.sleep(0.25)
        rows = await elsewhere(lambda: desk.container.tickets.rows(mine=True, since=began, limit=200))
        if calls and not rows.items:
            hand.picture("nothing-filed")
            raise LostError(f"{calls} calls were answered and no ticket was filed")
        return f"{calls} calls answered, {len(rows.items)} tickets filed"

    return walk


def main() -> None:
    """Works on a folder for some seconds."""
    folder, seconds, speed = Path(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])
    print(at_the_desk(folder, _shift(seconds), speed=speed), flush=True)


if __name__ == "__main__":
    main()
