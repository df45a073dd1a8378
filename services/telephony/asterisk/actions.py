"""What is done with a call at Asterisk, step by step. Everything here runs on the line's thread."""

import asyncio
import contextlib
import time
from datetime import UTC, datetime

from uuid_utils import uuid7

from services.contracts.calls import CallEventKind
from services.telephony.asterisk.board import Board
from services.telephony.asterisk.connection import Line, LineLost, Refused
from services.telephony.asterisk.desks import Desk
from services.telephony.asterisk.members import Members
from services.telephony.asterisk.names import (
    ASKED,
    AWAY,
    CALLED,
    EMERGENCIES,
    MUTED,
    STANDS,
    THIRD,
    UNRECORDED,
    interface_of,
    queue_of,
)
from services.telephony.asterisk.pbxcall import ENDING, PbxCall
from services.telephony.routing import GENERAL

HOLD_SECONDS = 1.0
"""How long a telephone may take to hold by itself before Asterisk does it."""
_WISHES = 20
_BREATH = 0.1
_BETWEEN_KEYS = 0.08
_MOVES_CALLERS = 9
"""Release of the manager interface (Asterisk 20) from which a caller's place in a queue can be changed."""

_MOMENT = "%Y%m%d%H%M%S%6q"
"""Asterisk's clock in one answer; its seconds since 1970 have no fraction."""
_KEEPS_STEP = 200_000
"""The first version whose two files of a recording keep in step by themselves."""


class Actions:
    """Moves channels. Whether something has happened is told by the events that follow."""

    def __init__(self, line: Line, board: Board, members: Members) -> None:
        self._line = line
        self._board = board
        self._members = members

    async def fetch(self, call: PbxCall, desk: Desk) -> None:
        """Takes a caller out of the queue for one agent, who may be paused everywhere else."""
        await self._members.let_in(desk)
        await self._withdraw(call, desk.extension)

    async def move(self, call: PbxCall, desk: Desk | None, skill: str) -> None:
        """Brings a caller whom nobody has to one agent, or to the queue of a skill."""
        if desk is not None:
            await (self.take_back(call, desk) if call.parked else self.fetch(call, desk))
            return
        await self.set(call.channel, "TONGFU_SKILL", skill)
        if call.parked:
            await self.set(call.channel, "TONGFU_HEAD", "yes")
            await self.redirect(call.channel, "tongfu-queue", skill)
        else:
            await self._withdraw(call, "again")

    async def _withdraw(self, call: PbxCall, where: str) -> None:
        """Takes a caller out of the queue in which they stand; the dialplan goes on with what is said here."""
        queue = call.queue or queue_of(call.skill)
        action = {"Action": "QueueWithdrawCaller", "Queue": queue, "Caller": call.channel}
        await self._line.ask({**action, "WithdrawInfo": where})

    async def send_away(self, call: PbxCall, said: str) -> None:
        """Takes a caller out of a queue that is closed, to be told so and what comes now."""
        await self.set(call.channel, "TONGFU_DOOR", said)
        caller = {"Queue": queue_of(call.skill), "Caller": call.channel}
        await self._line.ask({"Action": "QueueWithdrawCaller", **caller, "WithdrawInfo": AWAY})

    async def take_back(self, call: PbxCall, desk: Desk) -> None:
        """Brings a parked citizen to one agent, who may be paused everywhere else."""
        await self._members.let_in(desk)
        await self.redirect(call.channel, "tongfu-person", desk.extension)

    async def wish(self, channel: str, event: str) -> None:
        """Asks a telephone to pick up, to hold, or to take back: what desk telephones know as remote control."""
        for attempt in range(_WISHES):
            try:
                await self._line.ask({"Action": "PJSIPNotify", "Channel": channel, "Variable": [f"Event={event}"]})
                return
            except Refused:
                # The telephone has not said yet that it rings, so there is nobody to ask.
                if attempt == _WISHES - 1:
                    raise
                await asyncio.sleep(0.05)

    async def hold(self, call: PbxCall) -> None:
        """Lets the telephone hold; where it does not, or nobody would hear music of it, Asterisk plays the music itself."""
        if not call.met:
            await self.wish(call.agent_channel, "hold")
            end = time.monotonic() + HOLD_SECONDS
            while not call.held and time.monotonic() < end:
                await asyncio.sleep(0.05)
        await self.part(call)

    async def part(self, call: PbxCall) -> None:
        """Parts citizen and agent, who are not held yet, and plays the music."""
        if not call.held and call.connected and not call.third:
            await self.set(call.agent_channel, "TONGFU_OTHER", call.channel)
            await self.set(call.channel, "TONGFU_RESUMED", "")
            await self._equip(call)
            if call.met and call.expected:
                # Somebody is rung to come: they come to the agent, and the citizen hears music as if they were asked first.
                call.consulting = call.put_aside = True
                await self.redirect(call.channel, "tongfu-held", "citizen")
            elif await self._meet(call):
                await self._out_of_conference(call)
            else:
                await self._both(call, "tongfu-held")

    async def resume(self, call: PbxCall) -> None:
        """Lets the telephone take the citizen back; where it does not, Asterisk joins the two."""
        await self.wish(call.agent_channel, "talk")
        await self.bring_back(call)
        end = time.monotonic() + HOLD_SECONDS
        while call.held and time.monotonic() < end:
            await asyncio.sleep(0.05)

    async def bring_back(self, call: PbxCall) -> None:
        """Joins citizen and agent again whom Asterisk has parted; once, however often it is asked for."""
        if call.aside and call.connected:
            call.aside = False
            await self._waits(call.agent_channel)
            await self.set(call.channel, "TONGFU_RESUMED", "yes")
            action = {"Action": "Bridge", "Channel1": call.channel, "Channel2": call.agent_channel, "Tone": "no"}
            try:
                await self._line.ask(action)
            except (Refused, LineLost):
                call.aside = True
                raise
            # Its place in the dialplan would fetch the citizen back from wherever they are sent on to.
            with contextlib.suppress(Refused):
                await self.set(call.agent_channel, "TONGFU_OTHER", "")

    async def transfer(self, call: PbxCall, context: str, extension: str) -> None:
        """Sends the citizen to a place in the dialplan; the agent is free."""
        call.leaving = "transfer"
        call.outward = extension if context == "tongfu-outside" else ""
        channels, expected = [each for each in (call.agent_channel, call.helper_channel) if each], call.expected
        try:
            await self.set(call.channel, "TONGFU_HEAD", "yes")
            await self._equip(call)
            await self.set(call.channel, "TONGFU_SKILL", call.skill or GENERAL)
            if call.outgoing:
                # Now they are a caller: a look at everything takes them for nobody's but the queue's.
                await self.set(call.channel, "TONGFU_SINCE", str(int(time.time())))
            await self.redirect(call.channel, context, extension)
        except Refused:
            call.leaving = call.outward = ""
            raise
        # Where it was no talk of two, the agents' telephones do not hang up by themselves.
        await asyncio.sleep(_BREATH)
        await self.clear(tuple(channels), expected)

    async def conference(self, call: PbxCall, desk: Desk | None, number: str) -> None:
        """Sends citizen and agent to a conference, and rings somebody else into it."""
        if call.consulting:
            # Whoever is rung to be asked first is let go of, and the citizen, who hears music, comes back for it.
            await self.leave(call)
            end = time.monotonic() + HOLD_SECONDS
            while call.consulting and time.monotonic() < end:
                await asyncio.sleep(0.02)
        if call.held:
            await self.resume(call)
        await self.set(call.agent_channel, "TONGFU_CALL", call.id)
        await self._equip(call)
        if not await self._meet(call):
            await self._both(call, "tongfu-conference")
        await self._ring_third(call, desk, number)

    async def consult(self, call: PbxCall, desk: Desk | None, number: str) -> None:
        """Puts the citizen aside with music, and rings somebody into a conference with the agent."""
        if call.consulting:
            # Whoever was asked has not come yet: somebody else is asked, and the citizen hears music already.
            await self._ring_third(call, desk, number)
            return
        if call.held:
            # A telephone that holds by itself would hear nobody in the consultation.
            await self.resume(call)
        call.consulting = True
        await self.set(call.agent_channel, "TONGFU_CALL", call.id)
        await self.set(call.channel, "TONGFU_RESUMED", "")
        await self._equip(call)
        if await self._meet(call):
            await self.redirect(call.channel, "tongfu-held", "citizen")
        else:
            await self._both(call, "tongfu-held", "tongfu-conference")
        await self._ring_third(call, desk, number)

    async def _ring_third(self, call: PbxCall, desk: Desk | None, number: str) -> None:
        before, call.outside, call.expected = call.expected, number, f"{ASKED}{uuid7()}"
        if before:
            await self.end_of(before)
        action: dict[str, str | list[str]] = {
            "Action": "Originate",
            "Channel": interface_of(desk.extension) if desk else f"PJSIP/{number}@carrier",
            "ChannelId": call.expected,
            "Context": "tongfu-conference",
            "Exten": "agent",
            "Priority": "1",
            "CallerID": call.number if desk or number in EMERGENCIES else await self._variable("HOTLINE"),
            "Timeout": "20000" if desk else "40000",
            "Async": "true",
            "Variable": [f"TONGFU_CALL={call.id}", f"{THIRD}={desk.extension if desk else number}"],
        }
        await self._line.ask(action)

    async def join(self, call: PbxCall) -> None:
        """Takes a citizen who was put aside into the conference of the agent and whoever was asked."""
        await self.redirect(call.channel, "tongfu-conference", "citizen")

    async def leave(self, call: PbxCall) -> None:
        """Lets go of who was asked, there or still called; the citizen comes back to the agent."""
        if call.third:
            await self._line.ask({"Action": "Hangup", "Channel": call.helper_channel})
        elif call.expected:
            await self.end_of(call.expected)

    async def end_of(self, unique: str) -> None:
        """Hangs up a channel of which only the unique id is known: it may ring still."""
        for event in await self._line.ask({"Action": "CoreShowChannels"}):
            if event.get("Uniqueid") == unique:
                await self._line.ask({"Action": "Hangup", "Channel": str(event["Channel"])})

    async def dissolve(self, call: PbxCall) -> None:
        """Ends a talk of three: who was asked goes first, and with the agent the conference, so that the citizen is asked how it was."""
        call.presses = call.put_aside = False
        await self.leave(call)
        end = time.monotonic() + HOLD_SECONDS
        while call.third and time.monotonic() < end:
            await asyncio.sleep(0.02)
        await self.clear((call.agent_channel,), "")

    async def farewell(self, call: PbxCall) -> None:
        """Ends a talk whose citizen hears music: they are asked how it was, and everybody else is let go of."""
        call.leaving, there = ENDING, tuple(each for each in (call.agent_channel, call.helper_channel) if each)
        asked = "" if call.third else call.expected
        await self.redirect(call.channel, "tongfu-after", "s")
        self._board.end(call)
        await self.clear(there, asked)

    async def hand_over(self, call: PbxCall) -> None:
        """Takes the agent out; who was asked goes on with the citizen, who is brought to them first."""
        if call.consulting:
            await self.join(call)
            end = time.monotonic() + HOLD_SECONDS
            while call.consulting and time.monotonic() < end:
                await asyncio.sleep(0.02)
        if call.outgoing and call.helper:
            # From now on it is known by their channel.
            await self.set(call.helper_channel, "TONGFU_OUT", call.number)
        await self._line.ask({"Action": "Hangup", "Channel": call.agent_channel})

    async def rescue(self, call: PbxCall) -> None:
        """Brings a citizen who hears music back to whoever is there, or to the head of the queue where nobody is."""
        if call.leaving == ENDING:
            return
        if call.leaving == "transfer":
            await self.transfer(call, "tongfu-queue", call.skill or GENERAL)
        else:
            await self.join(call)

    async def clear(self, channels: tuple[str, ...], expected: str) -> None:
        """Hangs up whoever is left of a talk whose citizen has gone, and stops ringing whoever was still called."""
        for channel in channels:
            with contextlib.suppress(Refused):
                await self._line.ask({"Action": "Hangup", "Channel": channel})
        if expected:
            await self.end_of(expected)

    async def record(self, call: PbxCall) -> None:
        """Records an agent who goes on with a citizen: the recording of the one before has ended with their channel."""
        now = datetime.strptime(await self._variable(f"STRFTIME(,UTC,{_MOMENT})"), "%Y%m%d%H%M%S%f").replace(tzinfo=UTC)
        file = f"{await self._variable('RECORDINGS')}/{call.id}.{now.timestamp():.6f}"
        # As in the dialplan: older releases have to be asked to keep the two in step.
        step = "S" if int(await self._variable("VERSION(ASTERISK_VERSION_NUM)")) < _KEEPS_STEP else ""
        options = f"r({file}.agent.wav)t({file}.citizen.wav){step}"
        await self._line.ask({"Action": "MixMonitor", "Channel": call.agent_channel, "File": "", "options": options})
        # A server that comes back later knows by it that this goes on.
        await self.set(call.agent_channel, "TONGFU_FILE", file)

    async def _variable(self, name: str, channel: str = "") -> str:
        asked = {"Action": "Getvar", "Variable": name, **({"Channel": channel} if channel else {})}
        found = await self._line.ask(asked)
        return str(found[0].get("Value") or "")

    async def press(self, channel: str, keys: str) -> None:
        """Sends keypad tones out of a channel."""
        for key in keys:
            await self._line.ask({"Action": "PlayDTMF", "Channel": channel, "Digit": key, "Duration": "120"})
            await asyncio.sleep(_BETWEEN_KEYS)

    async def pause_recording(self, call: PbxCall, paused: bool) -> None:
        """Makes both sides of a recording silent; stopping it would let its two files lose their time."""
        mute = {"Channel": call.agent_channel, "Direction": "both", "State": "1" if paused else "0"}
        await self._line.ask({"Action": "MixMonitorMute", **mute})
        await self.set(call.agent_channel, UNRECORDED, "yes" if paused else "")
        call.recording_paused = paused
        kind = CallEventKind.RECORDING_PAUSED if paused else CallEventKind.RECORDING_RESUMED
        self._board.state({}, kind, call)

    async def mute(self, call: PbxCall, muted: bool) -> None:
        """Silences the agent for the citizen, or ends that."""
        state = "on" if muted else "off"
        await self._line.ask({"Action": "MuteAudio", "Channel": call.agent_channel, "Direction": "in", "State": state})
        await self.set(call.agent_channel, MUTED, "yes" if muted else "")

    async def dial(self, call_id: str, desk: Desk, number: str, extension: str) -> None:
        """Rings the agent's telephone, on a channel that bears the call's id; then the number."""
        action: dict[str, str | list[str]] = {
            "Action": "Originate",
            "Channel": interface_of(desk.extension),
            "ChannelId": call_id,
            "Context": "tongfu-out",
            "Exten": number,
            "Priority": "1",
            "CallerID": number,
            "Timeout": "20000",
            "Async": "true",
            "Variable": [f"TONGFU_CALL={call_id}", f"TONGFU_OUT={number}", f"TONGFU_KEYS={extension}"],
        }
        try:
            await self._line.ask(action)
        except (Refused, LineLost):
            call = self._board.calls.get(call_id)
            if call is not None:
                self._board.lose({}, call)
            raise
        await self._answer_soon(call_id)

    async def _answer_soon(self, call_id: str) -> None:
        """The agent has asked for this call, so their telephone picks up by itself where it can."""
        for _ in range(_WISHES):
            await asyncio.sleep(0.05)
            call = self._board.calls.get(call_id)
            if call is not None and call.agent_channel:
                await self.wish(call.agent_channel, "talk")
                return

    async def _equip(self, call: PbxCall) -> None:
        """Writes on the channel of a citizen who was called what one who calls brings along: the call, and where they wait at last."""
        if call.outgoing:
            # The call goes along to whoever takes them next, as the dialplan has it for who calls.
            wanted = {"__TONGFU_CALL": call.id, "TONGFU_SKILL": GENERAL, CALLED: call.id, "CALLERID(num)": call.number}
            for name, value in wanted.items():
                await self.set(call.channel, name, value)

    async def _meet(self, call: PbxCall) -> bool:
        """Tells whether citizen and agent are in a conference already: somebody else was with them, and has gone again.

        It ends for the citizen when the agent leaves it, so that the agent must not be sent from there to there, nor out before the citizen.
        """
        return await self._variable("CONTEXT", call.channel) == "tongfu-conference"

    async def _waits(self, channel: str) -> None:
        """Waits until an agent's telephone has come to where it waits for the citizen: joined on its way there, the citizen is cut off."""
        end = time.monotonic() + HOLD_SECONDS
        while time.monotonic() < end:
            for event in await self._line.ask({"Action": "CoreShowChannels"}):
                if event.get("Channel") == channel and event.get("Application") == "Read":
                    return
            await asyncio.sleep(0.05)

    async def _out_of_conference(self, call: PbxCall) -> None:
        """Brings the citizen out of a conference to the music, and then the agent."""
        await self.redirect(call.channel, "tongfu-held", "citizen")
        end = time.monotonic() + HOLD_SECONDS
        while not call.held and time.monotonic() < end:
            await asyncio.sleep(0.02)
        if call.connected:
            await self.redirect(call.agent_channel, "tongfu-held", "agent")

    async def _both(self, call: PbxCall, context: str, agents: str = "") -> None:
        """Sends the citizen and the agent to their places in one or two parts of the dialplan, together."""
        action = {
            "Action": "Redirect",
            "Channel": call.channel,
            "Context": context,
            "Exten": "citizen",
            "Priority": "1",
            "ExtraChannel": call.agent_channel,
            "ExtraContext": agents or context,
            "ExtraExten": "agent",
            "ExtraPriority": "1",
        }
        await self._line.ask(action)

    async def redirect(self, channel: str, context: str, extension: str) -> None:
        """Sends a channel to a place in the dialplan."""
        action = {"Action": "Redirect", "Channel": channel, "Context": context, "Exten": extension, "Priority": "1"}
        await self._line.ask(action)

    async def set(self, channel: str, name: str, value: str) -> None:
        """Writes a variable on a channel."""
        await self._line.ask({"Action": "Setvar", "Channel": channel, "Variable": name, "Value": value})

    async def arrange(self, wanted: list[str], present: list[str]) -> None:
        """Gives each caller a priority of their own, the first one the highest.

        Newer releases move a caller at once. Older ones look at priorities only when somebody comes, so whoever stands
        too far behind leaves the queue and comes again, without hearing of it. Who hides their number may be out of the
        queue just now, to be told that they cannot be called: they come back with their priority.
        """
        waiting = [call for call_id in wanted if (call := self._board.calls.get(call_id)) and call.waiting]
        moves = self._line.release >= _MOVES_CALLERS
        for place, call in enumerate(waiting):
            action = {"Action": "QueueChangePriorityCaller", "Queue": queue_of(call.skill), "Caller": call.channel}
            more = {"Immediate": "yes"} if moves else {}
            priority = str(len(waiting) - place)
            # Whoever has gone, or is out of the queue, costs the others nothing.
            with contextlib.suppress(Refused):
                if not call.number:
                    await self.set(call.channel, STANDS, priority)
                await self._line.ask({**action, "Priority": priority, **more})
        if not moves:
            for call_id in late(wanted, present):
                call = self._board.calls[call_id]
                action = {"Action": "QueueWithdrawCaller", "Queue": queue_of(call.skill), "Caller": call.channel}
                with contextlib.suppress(Refused):
                    await self.set(call.channel, "TONGFU_PRIORITY", str(len(waiting) - wanted.index(call_id)))
                    await self._line.ask({**action, "WithdrawInfo": "again"})


def late(wanted: list[str], present: list[str]) -> list[str]:
    """Returns who stands behind somebody who is to be served after them, the last one to be served first.

    In this order each of them comes again to a place before all who are to be served later.
    """
    found, place = [], {call_id: n for n, call_id in enumerate(present)}
    foremost = len(present)
    for call_id in reversed(wanted):
        here = place.get(call_id, len(present))
        if here > foremost:
            found.append(call_id)
        foremost = min(foremost, here)
    return found
