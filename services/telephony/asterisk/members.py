"""The agents' telephones as members of Asterisk's queues: who may be rung for what, and who is paused."""

import asyncio
import contextlib
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from services.contracts.calls import AgentState
from services.telephony.asterisk import survey as surveys
from services.telephony.asterisk.configuration.queues import memberships
from services.telephony.asterisk.connection import Line, Refused
from services.telephony.asterisk.desks import Desk, Directory
from services.telephony.asterisk.names import (
    BREATH,
    BREATHES,
    endpoint_of,
    extension_of,
    interface_of,
    personal_queue,
    queue_of,
    skill_of,
)
from services.telephony.asterisk.pbxcall import PAUSED_BY_US

_OF_MEMBERS = ("QueueMemberStatus", "QueueMemberPause", "QueueMemberAdded")
_LOOKS, _BETWEEN_LOOKS = 10, 0.15
_NOTHING = (AgentState.OFFLINE, "")
"""What counts for whoever the floor has not spoken of."""
_NOTHING_YET = (AgentState.READY, "")
_ENGAGED = ("2", "3", "6", "7", "8")
"""States of a device that is rung or talks: Asterisk rings it for nobody else."""
ENGAGED_SECONDS = 5.0
"""So long a pause may last until the telephone of somebody who asked for a call is engaged; then something has gone otherwise."""
SETTLED_SECONDS = 2.0
"""What differs for less is on its way to be aligned."""


class Members:
    """Brings memberships, penalties and pauses to what the floor says.

    Args:
        line: the manager interface; :meth:`align` runs on its thread.
        directory: the district's agents and skills, as they are now.
    """

    def __init__(self, line: Line, directory: Directory) -> None:
        self._line = line
        self._directory = directory
        self._desks: dict[str, Desk] = {}
        self.skills: frozenset[str] = frozenset()
        self._wanted: dict[str, tuple[AgentState, str]] = {}
        """What the floor says of each extension."""
        self._unheard: dict[str, tuple[AgentState, str]] = {}
        """Who was paused while nothing was heard, until the floor speaks of them for the first time."""
        self._seen: dict[str, tuple[bool, bool]] = {}
        """Whether each extension is away, and whether it is paused, as Asterisk says."""
        self._breathing: set[str] = set()
        """Whose telephone Asterisk has paused by itself at the end of a talk."""
        self._let_in: set[str] = set()
        """Who is rung for a caller of their own although they are paused, until the floor says what they do next."""
        self._said: set[str] = set()
        """Who is free and in no queue but their own, and whom Asterisk's log says to be free: nothing else would."""
        self._to_engage: set[str] = set()
        """Whose telephone is about to be rung for a call that they asked for: until then they stay paused, if they are."""
        self._since: dict[str, float] = {}
        """The machine's monotonic second of the last change, on either side."""
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.refresh()

    def refresh(self) -> None:
        """Reads the directory again."""
        desks, self.skills = self._directory()
        self._desks = {desk.extension: desk for desk in desks}

    def desk(self, account_id: str) -> Desk | None:
        """Returns an agent's desk; one that is not known yet is looked up in the directory."""
        found = self._find(account_id)
        if found is None and account_id:
            self.refresh()
            found = self._find(account_id)
        return found

    def _find(self, account_id: str) -> Desk | None:
        return next((desk for desk in self._desks.values() if desk.account_id == account_id), None)

    def account_of(self, extension: str) -> str:
        """Returns whose extension it is; empty where nobody's."""
        desk = self._desks.get(extension)
        return desk.account_id if desk else ""

    def told(self) -> list[Desk]:
        """Returns the desks of which the floor has said something, and not those whose talk is just over; right after a start it has not yet."""
        said = self._wanted.keys() - self._breathing
        return [desk for extension, desk in self._desks.items() if extension in said]

    def paused_unheard(self, extension: str, state: AgentState, reason: str) -> bool:
        """Notes that somebody was paused while nothing was heard; tells whether that is news: the floor has said ready, or nothing yet."""
        if extension not in self._desks or self._wanted.get(extension, _NOTHING_YET)[0] is not AgentState.READY:
            return False
        if extension in self._wanted:
            self._wanted[extension] = (state, reason)
        else:
            self._unheard[extension] = (state, reason)
        return True

    def want(self, desk: Desk, state: AgentState, reason: str) -> None:
        """Notes what the floor says of an agent; who is ready for a floor that knows nothing of a pause yet stays paused."""
        unheard = self._unheard.pop(desk.extension, None)
        self._wanted[desk.extension] = unheard if unheard and state is AgentState.READY else (state, reason)
        self._let_in.discard(desk.extension)
        if state is not AgentState.READY:
            self._to_engage.discard(desk.extension)
        self._since[desk.extension] = time.monotonic()

    def will_engage(self, desk: Desk) -> None:
        """Keeps a pause until the telephone of somebody who has asked for a call is engaged by it.

        Who comes out of a wrap-up for a call is ready from now on, and must not be rung by the queue in between.
        """
        self._to_engage.add(desk.extension)
        self._line.soon(partial(self._engages_at_last, desk))

    async def _engages_at_last(self, desk: Desk) -> None:
        await asyncio.sleep(ENGAGED_SECONDS)
        await self.engaged(desk)

    async def engaged(self, desk: Desk) -> None:
        """Ends what :meth:`will_engage` began: the telephone is engaged, or never will be."""
        if desk.extension in self._to_engage:
            self._to_engage.discard(desk.extension)
            await self.align(desk)

    def hear(self, event: Mapping[str, Any]) -> None:
        """Takes in what Asterisk says of a member by itself."""
        extension = extension_of(str(event.get("Interface", "")))
        if event.get("Event") in _OF_MEMBERS and extension:
            self._see(extension, str(event.get("Status")) in surveys.AWAY, event.get("Paused") == "1")
            desk = self._desks.get(extension)
            if desk is not None and extension in self._to_engage and str(event.get("Status")) in _ENGAGED:
                self._line.soon(partial(self.engaged, desk))
            self._breathe(extension, event.get("Paused") == "1" and event.get("PausedReason") == BREATH)

    def _breathe(self, extension: str, breathes: bool) -> None:
        """Notes who breathes after a talk; of whom the floor has said already what they do next, its word is put in place."""
        desk = self._desks.get(extension)
        if not breathes or desk is None:
            self._breathing.discard(extension)
        elif extension not in self._breathing:
            self._breathing.add(extension)
            if self._wanted.get(extension, (AgentState.READY, ""))[0] is not AgentState.READY:
                self._line.soon(partial(self.align, desk))

    def _see(self, extension: str, away: bool, paused: bool) -> None:
        if (away, paused) != self._seen.get(extension):
            self._seen[extension], self._since[extension] = (away, paused), time.monotonic()

    def difference(self, account_id: str) -> str:
        """Returns ``away`` or ``paused`` where a telephone has differed for some time from what the floor says; else empty."""
        desk = self._find(account_id)
        if desk is None or desk.extension not in self._seen:
            return ""
        state, _ = self._wanted.get(desk.extension, _NOTHING)
        away, paused = self._seen[desk.extension]
        if state is AgentState.OFFLINE or time.monotonic() - self._since[desk.extension] < SETTLED_SECONDS:
            return ""
        paused = paused and state is AgentState.READY and desk.extension not in self._breathing
        return "away" if away else "paused" if paused else ""

    async def align(self, desk: Desk) -> bool:
        """Brings an agent's queues and pause to what the floor says; tells whether anything was to do."""
        async with self._locks[desk.extension]:
            state, reason = self._wanted.get(desk.extension, _NOTHING)
            if state is AgentState.READY and desk.extension in self._to_engage:
                return False
            queues = {} if state is AgentState.OFFLINE else memberships(dict(desk.skills), self.skills)
            interface, paused = interface_of(desk.extension), state is not AgentState.READY
            why = f"{PAUSED_BY_US} {reason or state.value}" if paused else ""
            status = await self._line.ask({"Action": "QueueStatus", "Member": interface})
            survey = surveys.read(status, ())
            now, changed = surveys.skills_of(survey, desk.extension), False
            for skill in now.keys() - queues.keys():
                await self._line.ask({"Action": "QueueRemove", "Queue": queue_of(skill), "Interface": interface})
                changed = True
            for skill, penalty in queues.items():
                queue = queue_of(skill)
                if skill not in now:
                    await self._add(queue, interface, penalty, desk.account_id, paused, why)
                    changed = True
                elif now[skill].penalty != penalty:
                    where = {"Queue": queue, "Interface": interface, "Penalty": str(penalty)}
                    await self._line.ask({"Action": "QueuePenalty", **where})
                    changed = True
            stays = survey.members.get(desk.extension, {})
            if stays:
                # Whoever was away before our server was there says nothing by itself.
                self._see(desk.extension, any(one.away for one in stays.values()), _is_paused(stays))
            personal = () if desk.extension in self._let_in else ("",)
            ours = [member for queue, member in stays.items() if skill_of(queue) in (*personal, *queues)]
            if any(member.reason == BREATH for member in ours):
                # From now on our word counts, and does not end by itself.
                await self._line.ask({"Action": "Setvar", "Variable": f"{BREATHES}{desk.extension}", "Value": ""})
            # The reason as well: a break right after a wrap-up is a break in the queue log too.
            differs = any(member.paused != paused or (paused and member.reason != why) for member in ours)
            unsaid = bool(stays) and not queues and not paused and desk.extension not in self._said
            if differs or unsaid:
                changed = changed or differs
                pause = {"Interface": interface, "Paused": "true" if paused else "false", "Reason": why}
                await self._line.ask({"Action": "QueuePause", **pause})
                if desk.extension in self._let_in:
                    await self._open(desk)
            if paused or queues:
                self._said.discard(desk.extension)
            elif differs or unsaid:
                self._said.add(desk.extension)
            if queues and any(member.away for member in stays.values()):
                await self._look_for(desk)
            return changed

    async def take_out(self, extension: str) -> bool:
        """Takes a telephone of nobody (any more) out of the queues of skills; tells whether it stood in any."""
        async with self._locks[extension]:
            interface = interface_of(extension)
            status = await self._line.ask({"Action": "QueueStatus", "Member": interface})
            stands = surveys.skills_of(surveys.read(status, ()), extension)
            for skill in stands:
                await self._line.ask({"Action": "QueueRemove", "Queue": queue_of(skill), "Interface": interface})
            return bool(stands)

    def strangers(self, extensions: Iterable[str]) -> list[str]:
        """Returns those of the extensions that are nobody's."""
        return [extension for extension in extensions if extension not in self._desks]

    async def let_in(self, desk: Desk) -> None:
        """Lets somebody be rung for callers who are sent to exactly them, whatever else they are paused for."""
        async with self._locks[desk.extension]:
            self._let_in.add(desk.extension)
            await self._open(desk)

    async def _open(self, desk: Desk) -> None:
        personal = {"Queue": personal_queue(desk.extension), "Interface": interface_of(desk.extension)}
        await self._line.ask({"Action": "QueuePause", **personal, "Paused": "false"})

    async def unpause(self, extension: str) -> None:
        """Takes back a pause that Asterisk is about to set by itself, because a ring was ended for another reason."""
        desk = self._desks.get(extension)
        if desk is None:
            return
        for _ in range(_LOOKS):
            await asyncio.sleep(_BETWEEN_LOOKS)
            if await self.align(desk):
                return

    async def _look_for(self, desk: Desk) -> None:
        """Lets Asterisk ask a telephone whether it is there; after a restart it would do so only some time later."""
        with contextlib.suppress(Refused):
            await self._line.ask({"Action": "PJSIPQualify", "Endpoint": endpoint_of(desk.extension)})

    async def _add(self, queue: str, interface: str, penalty: int, name: str, paused: bool, why: str) -> None:
        action = {
            "Action": "QueueAdd",
            "Queue": queue,
            "Interface": interface,
            "StateInterface": interface,
            "MemberName": name,
            "Penalty": str(penalty),
            "Paused": "true" if paused else "false",
            **({"Reason": why} if why else {}),
        }
        try:
            await self._line.ask(action)
        except Refused as error:
            if "Already there" not in str(error):
                raise


def _is_paused(stays: Mapping[str, surveys.Member]) -> bool:
    """Tells whether an agent is paused in the queues of skills; in no queue but their own, there."""
    skills = [member.paused for queue, member in stays.items() if skill_of(queue)]
    return any(skills or [member.paused for member in stays.values()])
