"""Which consoles give a sign of life, by their event streams and requests."""

import asyncio
from dataclasses import dataclass

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.server.calls.consoles import StreamConsoles
from services.server.events.feed import EventFeed
from services.server.kernel import Kernel
from services.server.transaction import Actor


def actor(session: str) -> Actor:
    return Actor("anna", "Anna", frozenset({Role.AGENT}), session_id=session)


@dataclass
class Seen:
    unseen: float
    other: str


def look(consoles: StreamConsoles, console: str) -> Seen:
    return Seen(consoles.unseen("anna", console), consoles.other("anna"))


def test_an_open_stream_is_a_sign_of_life(kernel: Kernel, real_clock: ManualClock) -> None:
    feed: EventFeed = kernel.feed
    consoles = StreamConsoles(feed, real_clock.monotonic)

    async def story() -> list[Seen]:
        found = []
        async with feed.subscribe(actor("one")):
            real_clock.advance(100)
            found.append(look(consoles, "one"))
            async with feed.subscribe(actor("two")):
                found.append(look(consoles, "two"))
        real_clock.advance(7)
        found.append(look(consoles, "one"))
        async with feed.subscribe(actor("two")):
            found.append(look(consoles, "one"))
        return found

    assert asyncio.run(story()) == [Seen(0, "one"), Seen(0, "one"), Seen(7, ""), Seen(7, "two")]


def test_a_request_is_a_sign_of_life_for_a_moment(kernel: Kernel, real_clock: ManualClock) -> None:
    consoles = StreamConsoles(kernel.feed, real_clock.monotonic)
    real_clock.advance(50)
    consoles.saw("anna", "one")
    real_clock.advance(3)
    assert look(consoles, "one") == Seen(3, "")


def test_after_a_start_everybody_has_time_to_come_back(kernel: Kernel, real_clock: ManualClock) -> None:
    consoles = StreamConsoles(kernel.feed, real_clock.monotonic)
    real_clock.advance(2)
    assert look(consoles, "one") == Seen(2, "")
