"""Blocked numbers in Asterisk's own database: put there when they change, and compared when the line is opened.

They stay there while our server is away, each with its end. What Asterisk has and our server does not want, because a block was
lifted meanwhile, is taken out.
"""

import asyncio
import contextlib
from collections.abc import Callable, Mapping

from services.telephony.asterisk.board import Event
from services.telephony.asterisk.connection import Line, Refused
from services.telephony.asterisk.database import entries
from services.telephony.asterisk.names import BLOCKS, REFUSALS
from services.telephony.protocol import Block


class Blocks:
    """What is to be blocked, and what Asterisk was given.

    Args:
        line: the manager interface; all but :meth:`want` runs on its thread.
        repaired: told of each difference that is put right.
        refused: takes in an event about a call that was refused.
    """

    def __init__(self, line: Line, repaired: Callable[[str], None], refused: Callable[[Event], None]) -> None:
        self._line = line
        self._refused = refused
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
        """Compares with what Asterisk has, and takes in who was refused while nobody listened."""
        async with self._lock:
            has = await entries(self._line, BLOCKS)
            self._given = dict(has or {})
            if self._wanted is not None:
                for _ in self._given.keys() - self._wanted.keys():
                    self._repaired("block")
        await self.align()
        for call_id, said in (await entries(self._line, REFUSALS) or {}).items():
            self._refused({"Event": "UserEvent", "UserEvent": "TongfuRefused", "Call": call_id, "Said": said})

    async def align(self) -> None:
        """Puts in what is new or has changed, and takes out what is over."""
        async with self._lock:
            if self._wanted is None:
                return
            wanted = {number: _value(block) for number, block in self._wanted.items()}
            for number in self._given.keys() - wanted.keys():
                # Of one that is not there Asterisk says so, and that is as good.
                with contextlib.suppress(Refused):
                    await self._line.ask({"Action": "DBDel", "Family": BLOCKS, "Key": number})
                self._given.pop(number)
            for number, value in wanted.items():
                if self._given.get(number) != value:
                    await self._line.ask({"Action": "DBPut", "Family": BLOCKS, "Key": number, "Val": value})
                    self._given[number] = value


def _value(block: Block) -> str:
    return f"{block.treatment}:{int(block.until.timestamp())}"
