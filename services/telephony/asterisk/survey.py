"""A look at everything that Asterisk has at one moment: channels, waiting callers, members of queues and their pauses."""

import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.contracts.calls import SupervisionMode
from services.telephony.asterisk.leads import Visit
from services.telephony.asterisk.names import (
    CALLED,
    LANGUAGE,
    MUTED,
    QUEUE_PREFIX,
    THIRD,
    UNRECORDED,
    VISIT,
    VISIT_MODE,
    call_of,
    extension_of,
    skill_of,
)
from services.telephony.asterisk.pbxcall import PbxCall, number_of

ON_HOLD = "CHANNEL(onhold)"
VARIABLES = (
    "TONGFU_CALL,TONGFU_SINCE,TONGFU_SKILL,TONGFU_OUT,TONGFU_FILE,"
    f"{CALLED},{LANGUAGE},{MUTED},{UNRECORDED},{THIRD},{VISIT},{VISIT_MODE},{ON_HOLD}"
)
"""Asked for with each channel: only a citizen's own channel has ``TONGFU_SINCE``, only a calling agent's ``TONGFU_OUT``."""
AWAY = ("0", "4", "5")
"""States of a device that cannot be rung: not known, invalid, unavailable."""
_UP, _RINGING = "6", "5"
_BEGIN = re.compile(r"/[^/.]+\.(\d+(?:\.\d+)?)$")


@dataclass(frozen=True)
class Member:
    """An agent in a queue."""

    penalty: int
    paused: bool
    reason: str = ""
    dynamic: bool = True
    status: str = ""
    paused_at: float = 0.0
    """Asterisk's second since 1970 of the last pause."""

    @property
    def away(self) -> bool:
        """Tells whether the queue takes the telephone for one that cannot be rung."""
        return self.status in AWAY


@dataclass
class Survey:
    """What Asterisk has. ``members`` by extension and queue."""

    calls: dict[str, PbxCall] = field(default_factory=dict)
    members: dict[str, dict[str, Member]] = field(default_factory=dict)
    queues: set[str] = field(default_factory=set)
    waiting: set[str] = field(default_factory=set)
    joined: dict[str, int] = field(default_factory=dict)
    """Asterisk's second in which each waiting caller came into the queue."""
    alone: dict[str, list[str]] = field(default_factory=dict)
    """Lines of agents, and of who was asked, that are there for a citizen who has gone, by call; of who was asked also for one whom nobody has."""
    visits: dict[str, Visit] = field(default_factory=dict)
    """Leads who are in calls, by the unique id of their channel."""


def read(queues: Iterable[Mapping[str, Any]], channels: Iterable[Mapping[str, Any]]) -> Survey:
    """Returns the survey.

    Args:
        queues: the events that ``QueueStatus`` was answered with.
        channels: the events that ``Status`` was answered with.
    """
    found, channels = Survey(), [event for event in channels if event.get("Event") == "Status"]
    call_ids = {str(each.get("Uniqueid", "")): _variables(each).get(CALLED, "") for each in channels}
    for event in queues:
        name, queue = event.get("Event"), str(event.get("Queue", ""))
        if not queue.startswith(QUEUE_PREFIX):
            continue
        found.queues.add(queue)
        if name == "QueueMember" and (extension := extension_of(str(event.get("Location", "")))):
            found.members.setdefault(extension, {})[queue] = Member(
                int(event.get("Penalty") or 0),
                event.get("Paused") == "1",
                str(event.get("PausedReason") or ""),
                event.get("Membership") == "dynamic",
                str(event.get("Status") or ""),
                float(event.get("LastPause") or 0),
            )
        elif name == "QueueEntry":
            call_id = call_ids.get(str(event.get("Uniqueid", ""))) or call_of(str(event.get("Uniqueid", "")))
            found.waiting.add(call_id)
            found.joined[call_id] = int(float(event.get("Timestamp") or time.time())) - int(event.get("Wait") or 0)
    _calls(found, channels, frozenset(call_ids.values()))
    return found


def _calls(found: Survey, channels: list[Mapping[str, Any]], called: frozenset[str]) -> None:
    """Reads calls out of channels. ``called``: the calls whose citizen was called and is there."""
    agents: dict[str, list[Mapping[str, Any]]] = {}
    for channel in channels:
        variables = _variables(channel)
        if variables.get("TONGFU_SINCE"):
            call = _citizen(found, channel, variables)
            # Also of one whom an agent had called and has sent on: that agent's line, if it is there still, has them no more.
            found.calls[call.id] = call
        elif variables.get(VISIT):
            _visit(found, channel, variables)
        elif variables.get("TONGFU_OUT") and (extension := extension_of(str(channel.get("Channel", "")))):
            call = _outgoing(channel, extension, variables["TONGFU_OUT"])
            _partner(call, channel, channels)
            if call.id not in called and _is_there_for(channel):
                found.alone.setdefault(call.id, []).append(call.agent_channel)
            else:
                found.calls.setdefault(call.id, call)
        elif variables.get("TONGFU_CALL") and (extension_of(str(channel.get("Channel", ""))) or variables.get(THIRD)):
            agents.setdefault(variables["TONGFU_CALL"], []).append(channel)
    for channel in channels:
        if (call_id := _variables(channel).get(CALLED, "")) not in ("", *found.calls) and _hears_music(channel):
            # Whoever had called them has gone, and nobody else has them.
            found.calls[call_id] = _citizen(found, channel, _variables(channel))
    for call_id, with_them in agents.items():
        if call_id not in found.calls and call_id not in called:
            names = [str(channel["Channel"]) for channel in with_them if _is_there_for(channel)]
            found.alone.setdefault(call_id, []).extend(names)
        elif call_id in found.calls and not found.calls[call_id].outgoing:
            _agents(found.calls[call_id], sorted(with_them, key=_order))
            if found.calls[call_id].aside and not found.calls[call_id].agent:
                # The agent asked somebody and has gone; the citizen, who hears music, goes back to the queue.
                found.alone[call_id] = [str(each["Channel"]) for each in with_them if _variables(each).get(THIRD)]
        elif call_id in found.calls:
            _thirds(found.calls[call_id], with_them)


def _citizen(found: Survey, channel: Mapping[str, Any], variables: Mapping[str, str]) -> PbxCall:
    call_id = variables.get(CALLED) or call_of(str(channel.get("Uniqueid", "")))
    return PbxCall(
        call_id,
        str(channel.get("Channel", "")),
        number_of(channel.get("CallerIDNum")),
        variables.get("TONGFU_SKILL", ""),
        float(found.joined.get(call_id) or variables.get("TONGFU_SINCE") or 0),
        waiting=call_id in found.waiting,
        held=_hears_music(channel) or variables.get(ON_HOLD) == "1",
        aside=_hears_music(channel),
        met=channel.get("Context") == "tongfu-conference",
        parked=channel.get("Context") == "tongfu-parked",
        language=variables.get(LANGUAGE, ""),
    )


def _hears_music(channel: Mapping[str, Any]) -> bool:
    """Tells whether a citizen is put aside with music."""
    return channel.get("Context") == "tongfu-held" and channel.get("Application") == "MusicOnHold"


def _is_there_for(channel: Mapping[str, Any]) -> bool:
    """Tells whether somebody waits for a citizen, or talks with who was asked, or is asked just now."""
    return channel.get("Context") in ("tongfu-held", "tongfu-conference") or bool(_variables(channel).get(THIRD))


def _outgoing(channel: Mapping[str, Any], extension: str, number: str) -> PbxCall:
    call_id = _variables(channel).get("TONGFU_CALL") or str(channel["Uniqueid"])
    call = PbxCall(call_id, "", number, waiting=False, agent=extension, outgoing=True)
    call.agent_channel, call.answered = str(channel["Channel"]), bool(channel.get("BridgeID"))
    call.picked_up = str(channel.get("ChannelState")) == _UP
    _marks(call, channel)
    return call


def _partner(call: PbxCall, channel: Mapping[str, Any], channels: Iterable[Mapping[str, Any]]) -> None:
    """Finds the number that an agent has called: it is joined with their channel, and music is played to it on hold."""
    for other in channels:
        if _variables(other).get(CALLED) == call.id:
            call.channel, call.answered = str(other.get("Channel", "")), True
            call.aside = _hears_music(other)
            call.met = other.get("Context") == "tongfu-conference"
            call.held = call.aside or _variables(other).get(ON_HOLD) == "1"
            call.consulting = call.held and channel.get("Context") == "tongfu-conference"
            return
    for other in channels:
        if other is not channel and channel.get("BridgeID") and other.get("BridgeID") == channel.get("BridgeID"):
            call.channel, call.held = str(other.get("Channel", "")), _variables(other).get(ON_HOLD) == "1"


def _marks(call: PbxCall, channel: Mapping[str, Any]) -> None:
    """Takes over what is written on the agent's channel, as nobody can ask Asterisk for it."""
    variables = _variables(channel)
    call.muted, call.recording_paused = bool(variables.get(MUTED)), bool(variables.get(UNRECORDED))


def _visit(found: Survey, channel: Mapping[str, Any], variables: Mapping[str, str]) -> None:
    name = str(channel.get("Channel", ""))
    if str(channel.get("ChannelState")) == _UP and extension_of(name):
        mode = SupervisionMode(variables.get(VISIT_MODE) or SupervisionMode.LISTEN)
        found.visits[str(channel.get("Uniqueid", ""))] = Visit(variables[VISIT], extension_of(name), mode, name)
        found.visits[str(channel.get("Uniqueid", ""))].conference = channel.get("Application") == "ConfBridge"


def _order(channel: Mapping[str, Any]) -> tuple[bool, int]:
    """Who was asked to a call comes after the agent, else whoever has been there for longest is the agent."""
    return bool(_variables(channel).get(THIRD)), -int(channel.get("Seconds") or 0)


def _agents(call: PbxCall, channels: list[Mapping[str, Any]]) -> None:
    """The first one who is there is the agent, the next one the helper."""
    channels = list(channels)
    for channel in channels:
        name, extension = str(channel["Channel"]), extension_of(str(channel["Channel"]))
        if str(channel.get("ChannelState")) == _RINGING and call.waiting:
            call.ringing[extension] = name
        elif extension and str(channel.get("ChannelState")) == _UP and not call.waiting and not call.agent:
            call.agent, call.agent_channel, call.answered = extension, name, True
            call.connected_at = _begin_of(_variables(channel).get("TONGFU_FILE", ""))
            call.unrecorded = not _variables(channel).get("TONGFU_FILE")
            _marks(call, channel)
            call.consulting = call.held and channel.get("Context") == "tongfu-conference"
    _thirds(call, [channel for channel in channels if str(channel["Channel"]) != call.agent_channel])


def _thirds(call: PbxCall, channels: Iterable[Mapping[str, Any]]) -> None:
    """A colleague, or a number outside, who was asked to a call: there already, or still called."""
    for channel in channels:
        name, extension, asked = str(channel["Channel"]), extension_of(str(channel["Channel"])), _variables(channel)
        is_up = str(channel.get("ChannelState")) == _UP
        if not call.agent or call.third or call.expected or (extension and extension == call.agent):
            continue
        if is_up and (extension or asked.get(THIRD)):
            call.helper, call.helper_channel = extension, name
        if not extension and asked.get(THIRD):
            call.outside = asked[THIRD]
        if asked.get(THIRD):
            call.expected = str(channel.get("Uniqueid", ""))


def _begin_of(recording: str) -> float:
    """Returns the moment in which an agent answered, which is in the name of the recording; 0 where there is none."""
    found = _BEGIN.search(recording)
    return float(found[1]) if found else 0.0


def _variables(channel: Mapping[str, Any]) -> dict[str, str]:
    raw = channel.get("Variable", [])
    pairs = [raw] if isinstance(raw, str) else list(raw)
    found = {}
    for pair in pairs:
        key, _, value = str(pair).partition("=")
        # What a channel does not have is given as this word.
        found[key] = "" if value == "(null)" else value
    return found


def skills_of(survey: Survey, extension: str) -> dict[str, Member]:
    """Returns the skills in whose queues an extension stands."""
    return {skill: member for queue, member in survey.members.get(extension, {}).items() if (skill := skill_of(queue))}
