"""Leads brought into agents' calls by their own telephones. Everything here runs on the line's thread.

A talk of two is heard, and spoken into, on the agent's line (ChanSpy). So are three heard, and the agent whispered to; who wants to
speak with all three comes into the conference in which they are, as the agent's line leads to nobody there.
"""

import asyncio

from uuid_utils import uuid7

from services.contracts.calls import SupervisionMode
from services.telephony.asterisk.actions import Actions
from services.telephony.asterisk.board import Board
from services.telephony.asterisk.connection import Line
from services.telephony.asterisk.leads import DIGITS, OPTIONS, Visit
from services.telephony.asterisk.names import SPIED, VISIT, VISIT_MODE, interface_of
from services.telephony.asterisk.pbxcall import PbxCall

_LOOKS = 20


class Visiting:
    """Brings leads into calls and out of them."""

    def __init__(self, line: Line, board: Board, actions: Actions) -> None:
        self._line, self._board, self._actions = line, board, actions

    async def supervise(self, call: PbxCall, extension: str, mode: SupervisionMode) -> None:
        """Rings a lead's telephone, which then hears the call; or changes how a lead who is there takes part."""
        await self.leave_others(extension, call.id)
        found = self._board.leads.of(call.id, extension)
        joins_three = mode is SupervisionMode.JOIN and call.together
        if found is None:
            await self._ring(call, extension, mode, joins_three)
        elif found[1].channel and (found[1].mode is not mode or (joins_three and not found[1].conference)):
            await self._change(call, found[1], mode, joins_three)

    async def bring(self, call: PbxCall, visit: Visit) -> None:
        """Takes a lead who spoke with two along into the conference that these are in now."""
        if visit.channel and visit.mode is SupervisionMode.JOIN and not visit.conference and call.together:
            await self._to_conference(visit)

    async def unsupervise(self, call_id: str, extension: str) -> None:
        """Hangs up a lead's telephone."""
        found = self._board.leads.of(call_id, extension)
        if found is not None:
            await self._actions.end_of(found[0])

    async def leave_others(self, extension: str, call_id: str = "") -> None:
        """Takes a lead out of all calls but this one: they have one telephone, which is wanted now."""
        for unique in self._board.leads.elsewhere(extension, call_id):
            await self._actions.end_of(unique)
            # A telephone that has not hung up yet would say that it is busy.
            for _ in range(_LOOKS):
                await asyncio.sleep(0.1)
                if all(
                    event.get("Uniqueid") != unique for event in await self._line.ask({"Action": "CoreShowChannels"})
                ):
                    break

    async def _change(self, call: PbxCall, visit: Visit, mode: SupervisionMode, joins_three: bool) -> None:
        await self._actions.set(visit.channel, VISIT_MODE, mode.value)
        if joins_three:
            await self._to_conference(visit)
        elif visit.conference and mode is not SupervisionMode.JOIN:
            visit.conference = False
            await self._actions.set(visit.channel, SPIED, call.agent_channel)
            await self._actions.redirect(visit.channel, "tongfu-conference", f"lead-{mode.value}")
        elif not visit.conference:
            key = {"Channel": visit.channel, "Digit": DIGITS[mode], "Receive": "true"}
            await self._line.ask({"Action": "PlayDTMF", **key})
        visit.mode = mode
        self._board.leads.told({}, visit)

    async def _to_conference(self, visit: Visit) -> None:
        # Before the answer comes: the end of listening is told first, and is no end of the visit.
        visit.conference = True
        await self._actions.redirect(visit.channel, "tongfu-conference", "lead")

    async def _ring(self, call: PbxCall, extension: str, mode: SupervisionMode, joins_three: bool) -> None:
        unique = f"lead-{uuid7()}"
        self._board.leads.expect(unique, Visit(call.id, extension, mode, conference=joins_three))
        spies = {"Application": "ChanSpy", "Data": f"{call.agent_channel},qdES{OPTIONS[mode]}"}
        joins = {"Context": "tongfu-conference", "Exten": "lead", "Priority": "1"}
        action: dict[str, str | list[str]] = {
            "Action": "Originate",
            "Channel": interface_of(extension),
            "ChannelId": unique,
            **(joins if joins_three else spies),
            "CallerID": call.agent,
            "Timeout": "20000",
            "Async": "true",
            "Variable": [f"{VISIT}={call.id}", f"{VISIT_MODE}={mode.value}"],
        }
        await self._line.ask(action)
        for _ in range(_LOOKS):
            await asyncio.sleep(0.05)
            for event in await self._line.ask({"Action": "CoreShowChannels"}):
                if event.get("Uniqueid") == unique:
                    await self._actions.wish(str(event["Channel"]), "talk")
                    return
