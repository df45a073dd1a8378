"""A console in a process of its own at a server of its own: an agent who wraps up what the telephone has ended, or a lead at the wall."""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from console.tour.hand import Key
from tests.e2e.window import Desk, at_the_desk


def _stay(works: bool, seconds: float) -> Callable[[Desk], Awaitable[int]]:
    async def walk(desk: Desk) -> int:
        hand = desk.hand
        if works:
            await hand.press(Key.Key_F9)
        print("begins", flush=True)
        end, calls, in_call = time.monotonic() + seconds, 0, False
        while time.monotonic() < end:
            if not works:
                await asyncio.sleep(0.25)
                continue
            if hand.sees("desk.call.end"):
                in_call = True
            elif in_call:
                in_call, calls = False, calls + 1
                await asyncio.sleep(0.5)
                await hand.press(Key.Key_F12)
            elif hand.sees("desk.call.ready"):
                # After a missed ring, a wrap-up that has run out, or a server that was away.
                await hand.press(Key.Key_F9)
            await asyncio.sleep(0.25)
        return calls

    return walk


def main() -> None:
    """Signs in at a server as somebody, works for some seconds, and says how many calls that were."""
    folder, server, name, password, seconds = Path(sys.argv[1]), *sys.argv[2:5], float(sys.argv[5])
    walk = _stay(name.startswith("agent"), seconds)
    print(at_the_desk(folder, walk, server, agent=name, password=password), flush=True)


if __name__ == "__main__":
    main()
