"""Asterisk's events read as facts about calls and agents. Pure: events in, facts out, nothing is asked here.

A call is a citizen's channel from the moment it stands in one of our queues. Which agent's channel belongs to it is
said by the queue (``AgentCalled``, ``AgentConnect``) or by a conference. Whatever does not concern one of our calls
(SIP noise, other queues, events without the fields they should have) is passed over.
"""

import threading
from collections.abc import Callable

from services.contracts.calls import AgentState, CallEventKind
from services.telephony.asterisk.leads import Leads, Visit
from services.telephony.asterisk.names import MISSED, call_of, extension_of, skill_of, unique_of
from services.telephony.asterisk.pbxcall import ENDING, PAUSED_BY_US, Event, PbxCall, number_of
from services.telephony.asterisk.userevents import UserEvents
from services.telephony.protocol import Value

K = CallEventKind
State = Callable[..., None]
"""``fact(event, kind, call_id, extension, **data)`` makes a fact of an event."""

_BY = ("agent", "system", "caller")


class Board:
    """The calls at Asterisk. ``fact`` is told each of them."""

    def __init__(self, fact: State) -> None:
        self.calls: dict[str, PbxCall] = {}
        self.lock = threading.RLock()
        """Held while a call may be gone from here already and the fact of its end not be stated yet."""
        self.fact = fact
        self.stranded: list[PbxCall] = []
        """Calls whose citizen hears music and has nobody to come back to them any more."""
        self.left_over: list[tuple[tuple[str, ...], str]] = []
        """Channels, and the unique id of one that still rings, of calls whose citizen has gone: nobody is to talk on."""
        self.handed: list[PbxCall] = []
        """Calls that another agent goes on with, on a channel that is not recorded yet."""
        self.unheard: list[PbxCall] = []
        """Calls whose agent's telephone holds in a conference, where the citizen hears no music of that."""
        self.taken_back: list[PbxCall] = []
        """Calls for which Asterisk plays the music and whose agent's telephone holds no more."""
        self.behind: list[tuple[PbxCall, Visit]] = []
        """Leads who spoke with two, who are in a conference now."""
        self.leads = Leads(self)
        self._by_agent: dict[str, str] = {}
        """Our call by an agent's channel."""
        self._called: dict[str, str] = {}
        """Our call by the channel of a citizen whom an agent has called: it does not bear the call's id."""
        self._left_with: dict[str, str] = {}
        """The line of a number outside by the channel of a citizen who was left with it: no call of ours any more."""
        self._user_events = UserEvents(self)
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
            "UserEvent": self._user_events.read,
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
        self.fact(event, kind, call.id, call.agent, **data)

    def of_channel(self, channel: str) -> PbxCall | None:
        """Returns the call that an agent's channel belongs to."""
        return self.calls.get(self._by_agent.get(channel, ""))

    # -- queues

    def _joined(self, event: Event) -> None:
        queue = str(event.get("Queue", ""))
        skill, ours = skill_of(queue), queue.startswith("tongfu-")
        call = self._call(event)
        if call is None:
            if ours and event.get("Uniqueid"):
                self._new(event, call_of(str(event["Uniqueid"])), skill)
            return
        before, call.skill, call.queue = call.skill, skill or call.skill, queue
        call.channel = str(event["Channel"])
        if call.connected:
            if call.aside or call.consulting:
                # Held for too long: whoever waits for them, or asks somebody, is on a line for nobody.
                there = tuple(channel for channel in (call.agent_channel, call.helper_channel) if channel)
                self.left_over.append((there, "" if call.third else call.expected))
            self.take_away(event, call)
            call.came_over = call.came_over or float(event.get("Timestamp") or 0)
        elif call.parked and skill:
            # Nobody has taken them back for long, or the number outside did not answer.
            self.fact(event, K.QUEUED, call.id, "", skill=skill)
        elif skill and skill != before:
            call.came_over = float(event.get("Timestamp") or 0)
            self.fact(event, K.QUEUED, call.id, "", skill=skill)
        call.waiting, call.leaving, call.parked, call.outward = True, "", False, ""

    def _new(self, event: Event, call_id: str, skill: str) -> None:
        number = number_of(event.get("CallerIDNum"))
        since = float(event.get("Timestamp") or 0)
        call = PbxCall(call_id, str(event["Channel"]), number, skill, since, queue=str(event["Queue"]))
        call.language = self._user_events.language_of(call_id)
        self.calls[call_id] = call
        self.offer(event, call)

    def offer(self, event: Event, call: PbxCall) -> None:
        """States that a call has come."""
        more: dict[str, Value] = {"language": call.language} if call.language else {}
        self.fact(event, K.OFFERED, call.id, "", number=call.number, skill=call.skill, scenario="", **more)

    def take_away(self, event: Event, call: PbxCall, **data: Value) -> None:
        """The citizen has left the agent, for a queue or to be put aside."""
        self.fact(event, K.TRANSFERRED, call.id, call.agent, **data)
        self.unbind(call)
        call.agent = call.agent_channel = call.helper = call.helper_channel = call.outside = call.expected = ""
        call.held = call.aside = call.presses = call.put_aside = call.consulting = call.met = False
        call.helper_presses = call.muted = call.recording_paused = False
        # From here on they stand, and come to an agent, as who calls does.
        call.outgoing = False

    def _rings(self, event: Event) -> None:
        call = self._call(event)
        extension = extension_of(str(event.get("Interface", "")))
        if call is not None and extension and not call.connected:
            call.ringing[extension] = str(event["DestChannel"])
            self.fact(event, K.RINGING, call.id, extension)

    def _not_heard(self, event: Event) -> None:
        call = self._call(event)
        extension = extension_of(str(event.get("Interface", "")))
        if call is not None and call.ringing.pop(extension, ""):
            self.fact(event, K.RING_MISSED, call.id, extension)

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
        self.fact(event, K.ANSWERED, call.id, extension)

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
            self.take_away(event, sent, parked=True, number=sent.outward)
            sent.parked, sent.leaving = True, ""
        call = self.calls.get(str(event.get("Uniqueid", "")))
        if call is not None and call.outgoing:
            call.channel, call.picked_up = str(event.get("DestChannel", "")), True
            self._called[call.channel] = call.id

    def _dialled(self, event: Event) -> None:
        sent = self._call(event)
        if sent is not None and sent.outward and sent.parked and event.get("DialStatus") == "ANSWER":
            self.forget(sent)
            self.fact(event, K.ENDED, sent.id, "", by="agent", number=sent.outward)
            return
        call = self.calls.get(str(event.get("Uniqueid", "")))
        if call is not None and call.outgoing and event.get("DialStatus") == "ANSWER" and not call.answered:
            call.answered = True
            self.fact(event, K.ANSWERED, call.id, call.agent)

    def _not_begun(self, event: Event) -> None:
        """The agent's own telephone, or whoever was asked, was not picked up."""
        unique = str(event.get("Uniqueid", ""))
        if event.get("Response") == "Failure":
            self.leads.ended({**event, "SpyerUniqueid": unique})
            self._not_there(unique)
        call = self.calls.get(unique)
        if call is not None and call.outgoing and event.get("Response") == "Failure":
            self._over(event, call, "agent")

    def _not_there(self, unique: str) -> None:
        call = next((call for call in self.calls.values() if unique and call.expected == unique), None)
        if call is not None and not call.third:
            call.expected = call.outside = ""
            if call.consulting:
                self.stranded.append(call)

    # -- during a talk

    def _held(self, event: Event) -> None:
        call = self.of_channel(str(event.get("Channel", "")))
        if call is None or self._helper_presses(event, call, True):
            return
        call.presses = True
        if call.met and not call.held and not call.third:
            self.unheard.append(call)
        elif not call.held and not call.third:
            call.held = True
            self.fact(event, K.HELD, call.id, call.agent)

    def _resumed(self, event: Event) -> None:
        call = self.of_channel(str(event.get("Channel", "")))
        if call is None or self._helper_presses(event, call, False):
            return
        call.presses = False
        if call.consulting or call.third:
            # A telephone's own hold says nothing of the citizen, who is elsewhere.
            return
        if call.aside:
            self.taken_back.append(call)
        elif call.held:
            call.held = False
            self.fact(event, K.RESUMED, call.id, call.agent)

    def _helper_presses(self, event: Event, call: PbxCall, holds: bool) -> bool:
        """Notes the hold of who was asked: it counts once they have the citizen alone. Tells whether it was theirs."""
        if call.agent_channel == event.get("Channel"):
            return False
        call.helper_presses = holds
        return True

    def _music(self, event: Event) -> None:
        """Music for a citizen who has an agent: Asterisk holds them for a telephone that cannot, or they are parked."""
        call = self._call(event)
        if call is not None and call.connected and event.get("Context") == "tongfu-parked":
            self.take_away(event, call, parked=True)
            call.parked, call.leaving = True, ""
            return
        if call is not None and call.connected and event.get("Context") == "tongfu-held" and not call.held:
            call.held, call.aside = True, not call.consulting
            self.fact(event, K.HELD, call.id, call.agent)

    def _bridged(self, event: Event) -> None:
        call = self._call(event)
        if call is not None and call.held and event.get("Context") == "tongfu-held":
            call.held = call.met = call.aside = False
            self.fact(event, K.RESUMED, call.id, call.agent)

    def _conference(self, event: Event) -> None:
        self.leads.joined(event)
        call, channel = self.calls.get(str(event.get("Conference", ""))), str(event.get("Channel", ""))
        if call is None or not call.connected:
            return
        if channel == call.channel:
            call.met = True
            self._citizen_back(event, call)
            return
        extension = extension_of(channel)
        known = extension or (call.outside and event.get("Uniqueid") == call.expected)
        if call.third or not known or extension == call.agent or channel == call.agent_channel:
            return
        call.helper, call.helper_channel, call.met = extension, channel, True
        self._by_agent[channel] = call.id
        if not call.consulting:
            call.held = False
        self.state(event, K.CONSULTED if call.consulting else K.CONFERENCE, call, **call.third_party())
        self._bring_leads(call)

    def _citizen_back(self, event: Event, call: PbxCall) -> None:
        """Taken out of the music, into the conference in which the agent and whoever was asked already are."""
        if call.consulting:
            call.consulting = call.held = False
            if call.third:
                self.state(event, K.CONFERENCE, call, **call.third_party())
                self._bring_leads(call)
            else:
                left, call.expected = call.expected, ""
                self.state(event, K.RESUMED, call, left=left)
                self._still_holds(call)
        elif not call.third and not call.expected:
            self._still_holds(call)

    def _still_holds(self, call: PbxCall) -> None:
        """The two are alone again, and the agent has pressed hold while somebody else was there."""
        if call.presses or call.put_aside:
            call.put_aside = False
            self.unheard.append(call)

    def _bring_leads(self, call: PbxCall) -> None:
        if call.together:
            self.behind += [(call, visit) for visit in self.leads.to_bring(call.id)]

    # -- ends

    def _hangs_up(self, event: Event) -> None:
        """Somebody has put the telephone down. Who was first is known only here: both channels end in any order."""
        channel = str(event.get("Channel", ""))
        call = self._call(event)
        if call is not None and call.channel == channel:
            call.leaving = call.leaving or "caller"
        elif (call := self.of_channel(channel)) is not None and not call.third:
            call.leaving = call.leaving or "agent"

    def _hung_up(self, event: Event) -> None:
        channel, unique = str(event.get("Channel", "")), str(event.get("Uniqueid", ""))
        self.leads.ended({**event, "SpyerUniqueid": unique})
        if outside := self._left_with.pop(channel, ""):
            self.left_over.append(((outside,), ""))
        call = self._call(event)
        if call is not None and call.channel == channel and (call.answered or not call.outgoing):
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
        elif (call.consulting or call.aside) and call.leaving not in ("system", ENDING):
            # The agent has gone, and the citizen hears music with nobody there: they wait again, first of all.
            call.leaving = "transfer"
            self.stranded.append(call)
        elif call.leaving != "transfer":
            if call.expected:
                # Somebody is still rung to come to this talk.
                self.left_over.append(((), call.expected))
            self._over(event, call, call.leaving if call.leaving in _BY else "agent")

    def _over(self, event: Event, call: PbxCall, by: str) -> None:
        """An agent's line has ended, and the call with it; of a number that was never called, as they did not pick up, that is said."""
        self.forget(call)
        more: dict[str, Value] = {"picked_up": False} if call.outgoing and not call.picked_up else {}
        self.fact(event, K.ENDED, call.id, call.agent, by=by, **more)

    def _helper_gone(self, event: Event, call: PbxCall) -> None:
        left, call.helper, call.helper_channel, call.outside = call.helper, "", "", ""
        call.helper_presses = False
        if call.consulting:
            # Said once the citizen is taken back.
            call.expected = left
            self.stranded.append(call)
        else:
            call.expected = ""
            self.state(event, K.RESUMED, call, left=left)
            self._still_holds(call)

    def _hand_over(self, event: Event, call: PbxCall) -> None:
        """The agent has left: the other one goes on."""
        comes_back = call.consulting
        if call.consulting:
            call.consulting = call.held = False
            self.stranded.append(call)
        if not call.helper:
            self._left_with[call.channel] = call.helper_channel
            self.forget(call)
            self.fact(event, K.ENDED, call.id, call.agent, by="agent", number=call.outside)
            return
        self.fact(event, K.TRANSFERRED, call.id, call.agent, to=call.helper)
        call.agent, call.agent_channel = call.helper, call.helper_channel
        call.helper = call.helper_channel = call.expected = ""
        call.muted = call.recording_paused = call.put_aside = False
        call.presses, call.helper_presses = call.helper_presses, False
        self.fact(event, K.ANSWERED, call.id, call.agent)
        self.handed.append(call)
        if not comes_back:
            self._still_holds(call)

    def _citizen_gone(self, event: Event, call: PbxCall) -> None:
        # The telephone of an agent who is not joined with the citizen alone would stay where it is.
        if call.third or call.consulting or call.expected or call.met or call.held:
            there = tuple(channel for channel in (call.agent_channel, call.helper_channel) if channel)
            self.left_over.append((there, "" if call.third else call.expected))
        self.forget(call)
        if call.connected:
            self.fact(event, K.ENDED, call.id, call.agent, by=call.leaving if call.leaving in _BY else "caller")
        elif call.leaving in ("agent", "system"):
            self.fact(event, K.ENDED, call.id, "", by=call.leaving)
        else:
            self.fact(event, K.ABANDONED, call.id, next(iter(call.ringing), ""))

    def end(self, call: PbxCall) -> None:
        """Our server has ended a talk, and its citizen is on the line still, to be asked how it was."""
        with self.lock:
            if self.calls.get(call.id) is call:
                self.forget(call)
                self.fact({}, K.ENDED, call.id, call.agent, by="agent")

    def forget(self, call: PbxCall) -> None:
        """Takes a call off the board."""
        self.calls.pop(call.id, None)
        self._called.pop(call.channel, None)
        self.unbind(call)

    def bind(self, call: PbxCall) -> None:
        """Knows the call by the channels of who is with the citizen, and by that of one who was called."""
        if call.channel and not unique_of(call.id):
            self._called[call.channel] = call.id
        for channel in (call.agent_channel, call.helper_channel):
            if channel:
                self._by_agent[channel] = call.id

    def unbind(self, call: PbxCall) -> None:
        """Knows the call by these channels no more."""
        for channel in (call.agent_channel, call.helper_channel):
            self._by_agent.pop(channel, None)

    # -- the rest

    def _paused(self, event: Event) -> None:
        """A pause that neither our server nor a missed ring has brought: the agent dialled it on their telephone."""
        extension, reason = extension_of(str(event.get("Interface", ""))), str(event.get("PausedReason", ""))
        personal = skill_of(str(event.get("Queue", ""))) == ""
        if not extension or not personal or event.get("Reason", reason) == MISSED or reason == MISSED:
            return
        if event.get("Paused") == "1" and not reason.startswith(PAUSED_BY_US):
            data: dict[str, Value] = {"state": AgentState.BREAK.value, "reason": "other"}
            self.fact(event, K.AGENT_STATE, "", extension, **data)

    def _call(self, event: Event) -> PbxCall | None:
        """Returns the call of a citizen's channel, also of one who was called."""
        called = self._called.get(str(event.get("Channel", "")), "")
        return self.calls.get(call_of(str(event.get("Uniqueid", "")))) or self.calls.get(called)

    def lose(self, event: Event, call: PbxCall) -> None:
        """Ends a call that Asterisk does not have any more and of whose end nobody told."""
        self.forget(call)
        kind = K.ENDED if call.connected else K.ABANDONED
        self.fact(event, kind, call.id, call.agent, by="system")
