"""Blocked numbers in Asterisk's own database: put there when they change, and compared when the line is opened.

They stay there while our server is away, each with its end. What Asterisk has and our server does not want, because a block was
lifted meanwhile, is taken out.
"""

import asyncio
import contextlib
from collections.abc import Callable, Mapping

from services.telephony.asterisk.connection import Headers, Line, Refused
from services.telephony.asterisk.names import BLOCKS, TELL_BLOCKED_CONTEXT
from services.telephony.protocol import Block


class Blocks:
    """What is to be blocked, and what Asterisk was given.

    Args:
        line: the manager interface; all but :meth:`want` runs on its thread.
        repaired: told of each difference that is put right.
    """

    def __init__(self, line: Line, repaired: Callable[[str], None]) -> None:
        self._line = line
        self._repaired = repaired
        self._wanted: Mapping[str, Block] | None = None
        """``None`` until our server has said it: until then nothing is taken out."""
        self._given: dict[str, str] = {}
        self._lock = asyncio.Lock()

    def want(self, numbers: Mapping[str, Block]) -> None:
        """Takes over what is to be blocked, all of it; from any thread."""
        first, self._wanted = self._wanted is None, dict(numbers)
        self._line.soon(self.opened if first else self.align)

    async def opened(self) -> None:
        """Gives Asterisk everything anew, and lets it tell what else it has, and who was refused."""
        self._given.clear()
        await self.align()
        with contextlib.suppress(Refused):
            await self._line.ask(
                {
                    "Action": "Originate",
                    "Channel": f"Local/s@{TELL_BLOCKED_CONTEXT}",
                    "Application": "Wait",
                    "Data": "30",
                    "Async": "true",
                }
            )

    async def align(self) -> None:
        """Puts in what is new or has changed, and takes out what is over."""
        async with self._lock:
            if self._wanted is None:
                return
            wanted = {number: _value(block) for number, block in self._wanted.items()}
            for number in self._given.keys() - wanted.keys():
                await self._take_out(number)
            for number, value in wanted.items():
                if self._given.get(number) != value:
                    await self._line.ask({"Action": "DBPut", "Family": BLOCKS, "Key": number, "Val": value})
                    self._given[number] = value

    def hear(self, event: Headers) -> None:
        """Takes in a block that Asterisk has; one that nobody wants any more goes."""
        number = str(event.get("Number", ""))
        if (
            event.get("UserEvent") == "TongfuBlock"
            and number
            and self._wanted is not None
            and number not in self._wanted
        ):
            self._repaired("block")
            self._line.soon(lambda: self._take_out(number))

    async def _take_out(self, number: str) -> None:
        # Of one that is not there Asterisk says so, and that is as good.
        with contextlib.suppress(Refused):
            await self._line.ask({"Action": "DBDel", "Family": BLOCKS, "Key": number})
        self._given.pop(number, None)


def _value(block: Block) -> str:
    return f"{block.treatment}:{int(block.until.timestamp())}"
