"""Closed queues in Asterisk's own database: put there when they change, and compared when the line is opened.

As blocked numbers are (:mod:`~services.telephony.asterisk.blocks`): both stay there while our server is away.
"""

import asyncio
import contextlib
from collections.abc import Callable, Mapping

from services.telephony.asterisk.board import Event
from services.telephony.asterisk.connection import Line, Refused
from services.telephony.asterisk.database import entries
from services.telephony.asterisk.names import CLOSED, TURNED
from services.telephony.protocol import Closing


class Closings:
    """What is to be closed, and what Asterisk was given.

    Args:
        line: the manager interface; all but :meth:`want` runs on its thread.
        repaired: told of each difference that is put right.
        turned: takes in an event about a call that was turned away.
    """

    def __init__(self, line: Line, repaired: Callable[[str], None], turned: Callable[[Event], None]) -> None:
        self._line = line
        self._turned = turned
        self._repaired = repaired
        self._wanted: Mapping[str, Closing] | None = None
        """``None`` until our server has said it: until then nothing is taken out."""
        self._given: dict[str, str] = {}
        self._lock = asyncio.Lock()

    def want(self, queues: Mapping[str, Closing]) -> None:
        """Takes over which queues are to be closed, all of them; from any thread."""
        first, self._wanted = self._wanted is None, dict(queues)
        self._line.soon(self.opened if first else self.align)

    async def opened(self) -> None:
        """Compares with what Asterisk has, and takes in who was turned away while nobody listened."""
        async with self._lock:
            self._given = dict(await entries(self._line, CLOSED) or {})
            if self._wanted is not None:
                for _ in self._given.keys() - self._wanted.keys():
                    self._repaired("closing")
        await self.align()
        for call_id, said in (await entries(self._line, TURNED) or {}).items():
            self._turned({"Event": "UserEvent", "UserEvent": "TongfuTurned", "Call": call_id, "Said": said})

    async def align(self) -> None:
        """Puts in what is new or has changed, and takes out what is over."""
        async with self._lock:
            if self._wanted is None:
                return
            wanted = {skill: _value(closing) for skill, closing in self._wanted.items()}
            for skill in self._given.keys() - wanted.keys():
                # Of one that is not there Asterisk says so, and that is as good.
                with contextlib.suppress(Refused):
                    await self._line.ask({"Action": "DBDel", "Family": CLOSED, "Key": skill})
                self._given.pop(skill)
            for skill, value in wanted.items():
                if self._given.get(skill) != value:
                    await self._line.ask({"Action": "DBPut", "Family": CLOSED, "Key": skill, "Val": value})
                    self._given[skill] = value


def _value(closing: Closing) -> str:
    return f"{closing.treatment}:{int(closing.until.timestamp()) if closing.until is not None else 0}"
