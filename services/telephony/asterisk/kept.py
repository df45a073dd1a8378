"""What Asterisk keeps of ours in its own database: blocked numbers, closed queues and plans, put there when they change.

It stays there while our server is away, each entry with its end. What Asterisk has and our server does not want, because it was
taken back meanwhile, is taken out when the line is opened; whom the dialplan sent away meanwhile is taken in.
"""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from services.telephony.asterisk.connection import Line, Refused
from services.telephony.asterisk.database import entries
from services.telephony.asterisk.names import BLOCKS, CLOSED, LIMITS, PLANS, REFUSALS, TURNED
from services.telephony.asterisk.pbxcall import Event


@dataclass(frozen=True)
class Shelf:
    """Where something is kept.

    Attributes:
        name: of a difference that is put right.
        family: of the entries in Asterisk's database.
        gone: of the entries that the dialplan writes about callers whom it sent away; empty where it sends nobody.
        event: the user event about such a caller.
    """

    name: str
    family: str
    gone: str
    event: str


BLOCKED_NUMBERS = Shelf("block", BLOCKS, REFUSALS, "TongfuRefused")
CLOSED_QUEUES = Shelf("closing", CLOSED, TURNED, "TongfuTurned")
ALLOWED = Shelf("limit", LIMITS, "", "")
PLANNED_HOURS = Shelf("plan", PLANS, TURNED, "TongfuTurned")


class Kept:
    """What is to be there, and what Asterisk was given.

    Args:
        line: the manager interface; all but :meth:`want` runs on its thread.
        shelf: where it is kept.
        repaired: told of each difference that is put right.
        read: takes in an event about a call that was sent away.
    """

    def __init__(
        self, line: Line, shelf: Shelf, repaired: Callable[[str], None], read: Callable[[Event], None]
    ) -> None:
        self._line = line
        self._shelf = shelf
        self._read = read
        self._repaired = repaired
        self._wanted: Mapping[str, str] | None = None
        """``None`` until our server has said it: until then nothing is taken out."""
        self._given: dict[str, str] = {}
        self._lock = asyncio.Lock()

    def want(self, values: Mapping[str, str]) -> None:
        """Takes over what is to be there, all of it; from any thread."""
        first, self._wanted = self._wanted is None, dict(values)
        self._line.soon(self.opened if first else self.align)

    async def opened(self) -> None:
        """Compares with what Asterisk has, and takes in who was sent away while nobody listened."""
        async with self._lock:
            self._given = dict(await entries(self._line, self._shelf.family) or {})
            if self._wanted is not None:
                for _ in self._given.keys() - self._wanted.keys():
                    self._repaired(self._shelf.name)
        await self.align()
        if not self._shelf.gone:
            return
        for call_id, said in (await entries(self._line, self._shelf.gone) or {}).items():
            self._read({"Event": "UserEvent", "UserEvent": self._shelf.event, "Call": call_id, "Said": said})

    async def align(self) -> None:
        """Puts in what is new or has changed, and takes out what is over."""
        async with self._lock:
            if self._wanted is None:
                return
            wanted = dict(self._wanted)
            for key in self._given.keys() - wanted.keys():
                # Of one that is not there Asterisk says so, and that is as good.
                with contextlib.suppress(Refused):
                    await self._line.ask({"Action": "DBDel", "Family": self._shelf.family, "Key": key})
                self._given.pop(key)
            for key, value in wanted.items():
                if self._given.get(key) != value:
                    await self._line.ask({"Action": "DBPut", "Family": self._shelf.family, "Key": key, "Val": value})
                    self._given[key] = value
