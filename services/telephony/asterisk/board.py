"""Asterisk's events read as facts about calls and agents. Pure: events in, facts out, nothing is asked here.

A call is a citizen's channel from the moment it stands in one of our queues. Which agent's channel belongs to it is
said by the queue (``AgentCalled``, ``AgentConnect``) or by a conference. Whatever does not concern one of our calls
(SIP noise, other queues, events without the fields they should have) is passed over.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from services.contracts.calls import AgentState, CallEventKind
from services.contracts.plans import Outside
from services.contracts.text import clean_number
from services.telephony.asterisk.backlog import Step
from services.telephony.asterisk.leads import Leads, Visit
from services.telephony.asterisk.names import call_of, extension_of, skill_of, unique_of
from services.telephony.asterisk.stretches import read_turned
from services.telephony.protocol import Value

K = CallEventKind
Event = Mapping[str, Any]
State = Callable[..., None]
"""``state(event, kind, call_id, extension, **data)`` makes a fact of an event."""

PAUSED_BY_US = "tongfu"
"""What our own reasons for a pause begin with."""
_LONGEST_NUMBER = 32
_TOLD = 10_000
_BY = ("agent", "system", "caller")


@dataclass
class PbxCall:
    """A citizen's channel and who is with it."""

    id: str
    channel: str
    number: str = ""
    skill: str = ""
    since: float = 0.0
    """Asterisk's second since 1970 in which the call came."""
    connected_at: float = 0.0
    """Asterisk's second in which the agent answered, of a call that was found so."""
    waiting: bool = True
    ringing: dict[str, str] = field(default_factory=dict)
    """The agent's channel by extension."""
    agent: str = ""
    agent_channel: str = ""
    helper: str = ""
    helper_channel: str = ""
    outside: str = ""
    """The number outside that was asked, or talks too; ``helper`` is empty then."""
    expected: str = ""
    """The unique id of the channel on which somebody else is being called."""
    consulting: bool = False
    """The citizen is put aside with music while the agent asks somebody."""
    parked: bool = False
    outward: str = ""
    """The number outside to which the citizen is being sent on."""
    held: bool = False
    muted: bool = False
    recording_paused: bool = False
    answered: bool = False
    leaving: str = ""
    """``transfer`` while our server sends it elsewhere; else who ends it, once that is known."""

    outgoing: bool = False
    queue: str = ""
    """The queue in which it stands, which may be one person's own."""
    came_over: float = 0.0
    """The second in which a lead moved it to the queue it stands in; 0 where it is in its first one."""

    @property
    def connected(self) -> bool:
        """Tells whether an agent has the citizen."""
        return bool(self.agent)

    @property
    def third(self) -> bool:
        """Tells whether somebody else was asked and is there, or talks too."""
        return bool(self.helper_channel)

    @property
    def together(self) -> bool:
        """Tells whether three talk, the citizen too."""
        return self.third and not self.consulting


def number_of(raw: object) -> str:
    """Returns a caller's number as it is kept; empty where it is withheld or no number at all.

    Sixty digits or a word are what scanners send: the digits are cut, the word is dropped.
    """
    text = str(raw or "")
    if text.lower() in ("", "<unknown>", "anonymous", "unknown", "restricted", "unavailable", "private"):
        return ""
    cleaned = clean_number(text)
    return cleaned[:_LONGEST_NUMBER] if any(sign.isdigit() for sign in cleaned) else ""


def _third_of(call: PbxCall) -> dict[str, Value]:
    return {"helper": call.helper} if call.helper else {"number": call.outside}


class Board:
    """The calls at Asterisk. ``state`` is told each fact."""

    def __init__(self, state: State) -> None:
        self.calls: dict[str, PbxCall] = {}
        self.lock = threading.RLock()
        """Held while a call may be gone from here already and the fact of its end not be stated yet."""
        self._state = state
        self.stranded: list[PbxCall] = []
        """Calls whose citizen hears music and has nobody to come back to them any more."""
        self.left_over: list[tuple[tuple[str, ...], str]] = []
        """Channels, and the unique id of one that still rings, of calls whose citizen has gone: nobody is to talk on."""
        self.handed: list[PbxCall] = []
        """Calls that another agent goes on with, on a channel that is not recorded yet."""
        self.behind: list[tuple[PbxCall, Visit]] = []
        """Leads who spoke with two, who are in a conference now."""
        self.leads = Leads(self)
        self._by_agent: dict[str, str] = {}
        """Our call by an agent's channel."""
        self._told_of: dict[str, None] = {}
        """Calls whose wish, refusal or message was told already, the oldest first."""
        self._readers: dict[str, Callable[[Event], None]] = {
            "QueueCallerJoin": self._joined,
            "Newchannel": self._begun,
            "DialBegin": self._dialling,
            "DialEnd": self._dialled,
            "OriginateResponse": self._not_begun,
            "AgentCalled": self._rings,
            "AgentRingNoAnswer": self._not_heard,
            "AgentConnect": self._connected,
            "Hold": self._held,
            "Unhold": self._resumed,
            "MusicOnHoldStart": self._music,
            "BridgeEnter": self._bridged,
            "ConfbridgeJoin": self._conference,
            "HangupRequest": self._hangs_up,
            "Hangup": self._hung_up,
            "UserEvent": self._told,
            "QueueMemberPause": self._paused,
            "ChanSpyStart": self.leads.began,
            "ChanSpyStop": self.leads.stopped,
        }

    def reads(self, event: Event) -> bool:
        """Tells whether an event is of a kind that is read here."""
        return event.get("Event") in self._readers

    def read(self, event: Event) -> None:
        """Takes in an event."""
        reader = self._readers.get(str(event.get("Event")))
        if reader is not None:
            reader(event)

    def state(self, event: Event, kind: CallEventKind, call: PbxCall, **data: Value) -> None:
        """Makes a fact of a call with its agent."""
        self._state(event, kind, call.id, call.agent, **data)

    def of_channel(self, channel: str) -> PbxCall | None:
        """Returns the call that an agent's channel belongs to."""
        return self.calls.get(self._by_agent.get(channel, ""))

    # -- queues

    def _joined(self, event: Event) -> None:
        queue, call_id = str(event.get("Queue", "")), call_of(str(event.get("Uniqueid", "")))
        skill, ours = skill_of(queue), queue.startswith("tongfu-")
        call = self.calls.get(call_id)
        if call is None:
            if ours and event.get("Uniqueid"):
                self._new(event, call_id, skill)
            return
        before, call.skill, call.queue = call.skill, skill or call.skill, queue
        call.channel = str(event["Channel"])
        if call.connected:
            self._take_away(event, call)
        elif call.parked and skill:
            # Nobody has taken them back for long, or the number outside did not answer.
            self._state(event, K.QUEUED, call.id, "", skill=skill)
        elif skill and skill != before:
            call.came_over = float(event.get("Timestamp") or 0)
            self._state(event, K.QUEUED, call.id, "", skill=skill)
        call.waiting, call.leaving, call.parked, call.outward = True, "", False, ""

    def _new(self, event: Event, call_id: str, skill: str) -> None:
        number = number_of(event.get("CallerIDNum"))
        since = float(event.get("Timestamp") or 0)
        call = PbxCall(call_id, str(event["Channel"]), number, skill, since, queue=str(event["Queue"]))
        self.calls[call_id] = call
        self._state(event, K.OFFERED, call_id, "", number=number, skill=skill, scenario="")

    def _take_away(self, event: Event, call: PbxCall, **data: Value) -> None:
        """The citizen has left the agent, for a queue or to be put aside."""
        self._state(event, K.TRANSFERRED, call.id, call.agent, **data)
        for channel in (call.agent_channel, call.helper_channel):
            self._by_agent.pop(channel, None)
        call.agent = call.agent_channel = call.helper = call.helper_channel = call.outside = call.expected = ""
        call.held = call.consulting = call.muted = call.recording_paused = False

    def _rings(self, event: Event) -> None:
        call = self._call(event)
        extension = extension_of(str(event.get("Interface", "")))
        if call is not None and extension and not call.connected:
            call.ringing[extension] = str(event["DestChannel"])
            self._state(event, K.RINGING, call.id, extension)

    def _not_heard(self, event: Event) -> None:
        call = self._call(event)
        extension = extension_of(str(event.get("Interface", "")))
        if call is not None and call.ringing.pop(extension, ""):
            self._state(event, K.RING_MISSED, call.id, extension)

    def _connected(self, event: Event) -> None:
        call = self._call(event)
        extension = extension_of(str(event.get("Interface", "")))
        if call is None or not extension:
            return
        call.ringing.clear()
        call.waiting, call.answered, call.held = False, True, False
        call.muted = call.recording_paused = False
        call.agent, call.agent_channel = extension, str(event["DestChannel"])
        self._by_agent[call.agent_channel] = call.id
        self._state(event, K.ANSWERED, call.id, extension)

    # -- numbers that an agent calls

    def expect(self, call_id: str, extension: str, number: str, channel: str = "") -> None:
        """An agent is about to call a number; their channel will bear the call's id."""
        self.calls[call_id] = PbxCall(call_id, channel, number, waiting=False, agent=extension, outgoing=True)

    def _begun(self, event: Event) -> None:
        call = self.calls.get(str(event.get("Uniqueid", "")))
        if call is not None and call.outgoing:
            call.agent_channel = str(event.get("Channel", ""))
            self._by_agent[call.agent_channel] = call.id

    def _dialling(self, event: Event) -> None:
        sent = self._call(event)
        if sent is not None and sent.outward and sent.connected:
            self._take_away(event, sent, parked=True, number=sent.outward)
            sent.parked, sent.leaving = True, ""
        call = self.calls.get(str(event.get("Uniqueid", "")))
        if call is not None and call.outgoing:
            call.channel = str(event.get("DestChannel", ""))

    def _dialled(self, event: Event) -> None:
        sent = self._call(event)
        if sent is not None and sent.outward and sent.parked and event.get("DialStatus") == "ANSWER":
            self._forget(sent)
            self._state(event, K.ENDED, sent.id, "", by="agent", number=sent.outward)
            return
        call = self.calls.get(str(event.get("Uniqueid", "")))
        if call is not None and call.outgoing and event.get("DialStatus") == "ANSWER" and not call.answered:
            call.answered = True
            self._state(event, K.ANSWERED, call.id, call.agent)

    def _not_begun(self, event: Event) -> None:
        """The agent's own telephone, or whoever was asked, was not picked up."""
        unique = str(event.get("Uniqueid", ""))
        if event.get("Response") == "Failure":
            self.leads.ended({**event, "SpyerUniqueid": unique})
            self._not_there(unique)
        call = self.calls.get(unique)
        if call is not None and call.outgoing and event.get("Response") == "Failure":
            self._forget(call)
            self._state(event, K.ENDED, call.id, call.agent, by="agent")

    def _not_there(self, unique: str) -> None:
        call = next((call for call in self.calls.values() if unique and call.expected == unique), None)
        if call is not None and not call.third:
            call.expected = call.outside = ""
            if call.consulting:
                self.stranded.append(call)

    # -- during a talk

    def _held(self, event: Event) -> None:
        call = self.of_channel(str(event.get("Channel", "")))
        if call is not None and call.agent_channel == event.get("Channel") and not call.held and not call.third:
            call.held = True
            self._state(event, K.HELD, call.id, call.agent)

    def _resumed(self, event: Event) -> None:
        call = self.of_channel(str(event.get("Channel", "")))
        if call is None or call.consulting or call.third:
            # A telephone's own hold says nothing of the citizen, who is elsewhere.
            return
        if call.agent_channel == event.get("Channel") and call.held:
            call.held = False
            self._state(event, K.RESUMED, call.id, call.agent)

    def _music(self, event: Event) -> None:
        """Music for a citizen who has an agent: Asterisk holds them for a telephone that cannot, or they are parked."""
        call = self._call(event)
        if call is not None and call.connected and event.get("Context") == "tongfu-parked":
            self._take_away(event, call, parked=True)
            call.parked, call.leaving = True, ""
            return
        if call is not None and call.connected and event.get("Context") == "tongfu-held" and not call.held:
            call.held = True
            self._state(event, K.HELD, call.id, call.agent)

    def _bridged(self, event: Event) -> None:
        call = self._call(event)
        if call is not None and call.held and event.get("Context") == "tongfu-held":
            call.held = False
            self._state(event, K.RESUMED, call.id, call.agent)

    def _conference(self, event: Event) -> None:
        self.leads.joined(event)
        call, channel = self.calls.get(str(event.get("Conference", ""))), str(event.get("Channel", ""))
        if call is None or not call.connected:
            return
        if channel == call.channel:
            self._citizen_back(event, call)
            return
        extension = extension_of(channel)
        known = extension or (call.outside and event.get("Uniqueid") == call.expected)
        if call.third or not known or extension == call.agent or channel == call.agent_channel:
            return
        call.helper, call.helper_channel = extension, channel
        self._by_agent[channel] = call.id
        if not call.consulting:
            call.held = False
        self.state(event, K.CONSULTED if call.consulting else K.CONFERENCE, call, **_third_of(call))
        self._bring_leads(call)

    def _citizen_back(self, event: Event, call: PbxCall) -> None:
        """Taken out of the music, into the conference in which the agent and whoever was asked already are."""
        if call.consulting:
            call.consulting = call.held = False
            if call.third:
                self.state(event, K.CONFERENCE, call, **_third_of(call))
                self._bring_leads(call)
            else:
                left, call.expected = call.expected, ""
                self.state(event, K.RESUMED, call, left=left)

    def _bring_leads(self, call: PbxCall) -> None:
        if call.together:
            self.behind += [(call, visit) for visit in self.leads.to_bring(call.id)]

    # -- ends

    def _hangs_up(self, event: Event) -> None:
        """Somebody has put the telephone down. Who was first is known only here: both channels end in any order."""
        channel = str(event.get("Channel", ""))
        call = self._call(event) or next((c for c in self.calls.values() if c.outgoing and c.channel == channel), None)
        if call is not None and call.channel == channel:
            call.leaving = call.leaving or "caller"
        elif (call := self.of_channel(channel)) is not None and not call.third:
            call.leaving = call.leaving or "agent"

    def _hung_up(self, event: Event) -> None:
        channel, unique = str(event.get("Channel", "")), str(event.get("Uniqueid", ""))
        self.leads.ended({**event, "SpyerUniqueid": unique})
        call = self.calls.get(call_of(unique))
        if call is not None and call.channel == channel:
            self._citizen_gone(event, call)
            return
        call = self.of_channel(channel)
        if call is None:
            self._not_there(unique)
            return
        del self._by_agent[channel]
        if channel == call.helper_channel:
            self._helper_gone(event, call)
        elif call.third:
            self._hand_over(event, call)
        elif call.consulting and call.leaving != "system":
            # The agent has gone, and nobody was there yet: the citizen waits again, first of all.
            call.leaving = "transfer"
            self.stranded.append(call)
        elif call.leaving != "transfer":
            self._forget(call)
            self._state(event, K.ENDED, call.id, call.agent, by=call.leaving if call.leaving in _BY else "agent")

    def _helper_gone(self, event: Event, call: PbxCall) -> None:
        left, call.helper, call.helper_channel, call.outside = call.helper, "", "", ""
        if call.consulting:
            # Said once the citizen is taken back.
            call.expected = left
            self.stranded.append(call)
        else:
            self.state(event, K.RESUMED, call, left=left)

    def _hand_over(self, event: Event, call: PbxCall) -> None:
        """The agent has left: the other one goes on."""
        if call.consulting:
            call.consulting = call.held = False
            self.stranded.append(call)
        if not call.helper:
            self._forget(call)
            self._state(event, K.ENDED, call.id, call.agent, by="agent", number=call.outside)
            return
        self._state(event, K.TRANSFERRED, call.id, call.agent, to=call.helper)
        call.agent, call.agent_channel = call.helper, call.helper_channel
        call.helper = call.helper_channel = call.expected = ""
        call.muted = call.recording_paused = False
        self._state(event, K.ANSWERED, call.id, call.agent)
        self.handed.append(call)

    def _citizen_gone(self, event: Event, call: PbxCall) -> None:
        if call.third or call.consulting or call.expected:
            there = tuple(channel for channel in (call.agent_channel, call.helper_channel) if channel)
            self.left_over.append((there, "" if call.third else call.expected))
        self._forget(call)
        if call.connected:
            self._state(event, K.ENDED, call.id, call.agent, by=call.leaving if call.leaving in _BY else "caller")
        elif call.leaving in ("agent", "system"):
            self._state(event, K.ENDED, call.id, "", by=call.leaving)
        else:
            self._state(event, K.ABANDONED, call.id, next(iter(call.ringing), ""))

    def _forget(self, call: PbxCall) -> None:
        self.calls.pop(call.id, None)
        self._by_agent.pop(call.agent_channel, None)
        self._by_agent.pop(call.helper_channel, None)

    # -- the rest

    def _told(self, event: Event) -> None:
        mark = str(event.get("Mark", ""))
        if event.get("UserEvent") == "TongfuRated" and mark in ("1", "2", "3", "4", "5"):
            self._state(event, K.RATED, str(event.get("Call", "")), "", satisfaction=int(mark))
        elif event.get("UserEvent") == "TongfuRefused":
            self._refused(str(event.get("Call", "")), str(event.get("Said", "")).split(":"))
        elif event.get("UserEvent") == "TongfuTurned":
            self._turned(str(event.get("Call", "")), str(event.get("Said", "")).split(":"))
        elif event.get("UserEvent") == "TongfuSpeaks":
            self._speaks(event, str(event.get("Call", "")))
        elif event.get("UserEvent") == "TongfuMessage":
            self._left(str(event.get("Call", "")), str(event.get("Said", "")).split(":"))
        elif event.get("UserEvent") == "TongfuWished":
            self._wished(event, str(event.get("Call", "")), str(event.get("Wish", "")).split(":"))

    def _wished(self, event: Event, call_id: str, wish: list[str]) -> None:
        """Told when it happens, and again until our server has kept it."""
        if len(wish) == 3 and wish[2].isdigit() and self._is_new(call_id):
            since = datetime.fromtimestamp(int(wish[2]), UTC).isoformat()
            self._state(event, K.CALLBACK_WISHED, call_id, "", number=number_of(wish[0]), skill=wish[1], since=since)

    def _refused(self, call_id: str, said: list[str]) -> None:
        """A blocked number; told when it happens, and again until our server has counted it."""
        if len(said) == 2 and said[1].isdigit() and self._is_new(call_id):
            self._state({"Timestamp": float(said[1])}, K.BLOCKED, call_id, "", number=number_of(said[0]))

    def _turned(self, call_id: str, said: list[str]) -> None:
        """A caller of a closed queue; told as a refused one is."""
        known = read_turned(said)
        # Where nobody answered outside, it is told again that they will be called.
        if known is None or not self._is_new(call_id, f"turned {said[2]}"):
            return
        at, kind, data = known
        data["number"] = number_of(said[0])
        call = self.calls.get(call_id)
        if call is not None and not call.connected:
            if data["treatment"] != Outside.SKILL:
                self._forget(call)
            call.ringing.clear()
        self._state({"Timestamp": at}, kind, call_id, "", **data)

    def _speaks(self, event: Event, call_id: str) -> None:
        """Who leaves a message does not wait any more."""
        call = self.calls.get(call_id)
        if call is not None and not call.connected:
            self._forget(call)
            self._state(event, K.ABANDONED, call.id, next(iter(call.ringing), ""))

    def _left(self, call_id: str, said: list[str]) -> None:
        """A caller has left a message, or nothing; told as a refused one is."""
        if len(said) >= 4 and said[2].isdigit() and said[3].isdigit() and self._is_new(call_id, "message"):
            since = datetime.fromtimestamp(int(said[2]), UTC).isoformat()
            recorded = len(said) > 5 and said[5].isdigit()
            data = {"number": number_of(said[0]), "skill": said[1], "since": since, "recorded": recorded}
            self._state({"Timestamp": float(said[3])}, K.VOICEMAIL, call_id, "", **data)

    def _is_new(self, call_id: str, what: str = "") -> bool:
        """Tells whether this is a call of ours of which nothing (of its kind) was told yet."""
        told = f"{call_id} {what}"
        if not unique_of(call_id) or told in self._told_of:
            return False
        self._told_of[told] = None
        if len(self._told_of) > _TOLD:
            del self._told_of[next(iter(self._told_of))]
        return True

    def _paused(self, event: Event) -> None:
        """A pause that neither our server nor a missed ring has brought: the agent dialled it on their telephone."""
        extension, reason = extension_of(str(event.get("Interface", ""))), str(event.get("PausedReason", ""))
        personal = skill_of(str(event.get("Queue", ""))) == ""
        if not extension or not personal or event.get("Reason", reason) == "Auto-Pause" or reason == "Auto-Pause":
            return
        if event.get("Paused") == "1" and not reason.startswith(PAUSED_BY_US):
            data: dict[str, Value] = {"state": AgentState.BREAK.value, "reason": "other"}
            self._state(event, K.AGENT_STATE, "", extension, **data)

    def _call(self, event: Event) -> PbxCall | None:
        return self.calls.get(call_of(str(event.get("Uniqueid", ""))))

    # -- from a look at everything

    def adopt(self, event: Event, found: PbxCall) -> None:
        """Takes in a call that Asterisk has and nobody told of; says what it has come to."""
        self.calls[found.id] = found
        for channel in (found.agent_channel, found.helper_channel):
            if channel:
                self._by_agent[channel] = found.id
        if found.outgoing:
            # The floor knows it since it was asked for; at most the answer is news.
            if found.answered:
                self._connect(event, found, found)
            return
        self._state(event, K.OFFERED, found.id, "", number=found.number, skill=found.skill, scenario="")
        for extension in found.ringing:
            self._state(event, K.RINGING, found.id, extension)
        self._connect(event, found, found)

    def _connect(self, event: Event, call: PbxCall, found: PbxCall) -> None:
        """Takes over the agents of a call as they were found."""
        if not found.agent:
            return
        call.waiting, call.answered = False, True
        call.agent, call.agent_channel = found.agent, found.agent_channel
        answered = {"Timestamp": found.connected_at} if found.connected_at else event
        self._state(answered, K.ANSWERED, call.id, call.agent)
        self._take_over(call, found)
        if call.held:
            self._state({}, K.HELD, call.id, call.agent)
        if call.third:
            self.state({}, K.CONSULTED if call.consulting else K.CONFERENCE, call, **_third_of(call))

    def _take_over(self, call: PbxCall, found: PbxCall) -> None:
        """Takes over how a talk was found."""
        for channel in (call.agent_channel, call.helper_channel):
            self._by_agent.pop(channel, None)
        call.agent_channel, call.helper, call.helper_channel = found.agent_channel, found.helper, found.helper_channel
        call.outside, call.expected, call.consulting = found.outside, found.expected, found.consulting
        call.held, call.muted, call.recording_paused = found.held, found.muted, found.recording_paused
        for channel in (call.agent_channel, call.helper_channel):
            if channel:
                self._by_agent[channel] = call.id

    def _agree_talk(self, known: PbxCall, found: PbxCall) -> bool:
        """Brings a talk that goes on with the same agent to how it was found."""
        before, left = (known.held, known.consulting, known.third), known.helper
        self._take_over(known, found)
        if before == (known.held, known.consulting, known.third):
            return False
        if known.third:
            self.state({}, K.CONSULTED if known.consulting else K.CONFERENCE, known, **_third_of(known))
        elif known.held:
            self._state({}, K.HELD, known.id, known.agent)
        else:
            self._state({}, K.RESUMED, known.id, known.agent, **({"left": left} if left else {}))
        return True

    def agree(self, known: PbxCall, found: PbxCall) -> bool:
        """Brings a call to how it was found after a time in which nothing was heard; tells whether anything differed."""
        known.channel = found.channel or known.channel
        if (known.outgoing and not (known.answered and found.answered)) or known.parked or found.parked:
            return False
        if known.agent == found.agent:
            if known.connected:
                return self._agree_talk(known, found)
            gone = [extension for extension in known.ringing if found.waiting and extension not in found.ringing]
            for extension in gone:
                del known.ringing[extension]
                self._state({}, K.RING_MISSED, known.id, extension)
            return bool(gone)
        if known.connected:
            self._take_away({}, known)
            known.waiting = True
        known.ringing.clear()
        self._connect({}, known, found)
        return True

    def tell(self, step: Step, extension: str) -> None:
        """States what the queue log says of a call of which nobody heard."""
        known = self.calls.get(step.call_id)
        if step.kind in (K.ENDED, K.ABANDONED) and known is not None:
            self._forget(known)
        data = dict(step.data)
        if step.kind is K.OFFERED:
            data = {**data, "number": number_of(data.get("number")), "scenario": ""}
        self._state({"Timestamp": float(step.at)}, step.kind, step.call_id, extension, **data)

    def lose(self, event: Event, call: PbxCall) -> None:
        """Ends a call that Asterisk does not have any more and of whose end nobody told."""
        self._forget(call)
        kind = K.ENDED if call.connected else K.ABANDONED
        self._state(event, kind, call.id, call.agent, by="system")
