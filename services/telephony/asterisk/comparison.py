"""What the board knows compared with what Asterisk has: at a start, after each break of the line, every minute.

A look at everything takes two questions and some time, and events go on meanwhile. They are kept back until the look is
taken in, and read then: a caller who was answered between the two questions would otherwise be taken for one who waits,
with nobody to say that they were answered.
"""

import logging
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from services.contracts.calls import AgentState, CallEventKind
from services.telephony.asterisk import survey as surveys
from services.telephony.asterisk.agreement import Agreement
from services.telephony.asterisk.backlog import Backlog, Step
from services.telephony.asterisk.board import Board
from services.telephony.asterisk.connection import Line
from services.telephony.asterisk.members import Members
from services.telephony.asterisk.names import BY_TELEPHONE, MISSED, call_of
from services.telephony.asterisk.pbxcall import Event, PbxCall

log = logging.getLogger(__name__)

_ENDED = 5_000
_UNHEARD = {BY_TELEPHONE: (AgentState.BREAK, "other"), MISSED: (AgentState.PAUSED, "ring_missed")}
"""What pauses mean that our server did not set."""


class Comparison:
    """Puts right what differs. On the line's thread only.

    Args:
        line: the manager interface.
        board: what is known of calls.
        members: the agents' telephones.
        read: takes in an event that was kept back.
    """

    def __init__(self, line: Line, board: Board, members: Members, read: Callable[[Event], None]) -> None:
        self._line, self._board, self._members, self._read = line, board, members, read
        self._agreement = Agreement(board)
        self._kept: list[Event] | None = None
        self._ended: OrderedDict[str, None] = OrderedDict()
        self.queues: frozenset[str] = frozenset()
        """The queues that Asterisk has."""
        self._standing: list[str] = []
        """Whose telephones stand in queues of skills."""
        self.backlog: Backlog | None = None
        """Where it can be read what happened while nothing was heard, if anywhere."""
        self.repairs: Counter[str] = Counter()
        """Differences that were put right, by kind."""

    def keeps(self, event: Event) -> bool:
        """Keeps an event back while a look goes on; tells whether it did."""
        if self._kept is None:
            return False
        self._kept.append(event)
        return True

    def ended(self, call_id: str) -> None:
        """Notes a call whose end was told; the floor may not have stored it yet."""
        self._ended[call_id] = None
        while len(self._ended) > _ENDED:
            self._ended.popitem(last=False)

    async def look(self, first: bool, last_true: datetime | None) -> None:
        """Looks at everything and puts right what the board has otherwise.

        Args:
            first: nothing was heard before, since a start or since the line broke.
            last_true: until when something was heard, if the line broke.
        """
        kept = self._kept = list[Event]()
        try:
            queues = await self._line.ask({"Action": "QueueStatus"})
            channels = await self._line.ask(
                {"Action": "Status", "AllVariables": "false", "Variables": surveys.VARIABLES}
            )
            self._compare(surveys.read(queues, channels), _by_call(kept), first, last_true)
        finally:
            self._kept = None
            for event in kept:
                try:
                    self._read(event)
                except (KeyError, ValueError, TypeError, AttributeError):
                    log.exception("an event of the exchange could not be read")

    async def look_at_members(self) -> None:
        """Brings each telephone to what the floor says; one that is nobody's any more is rung for no queue."""
        for desk in self._members.told():
            if await self._members.align(desk):
                self.repaired("member")
        for extension in self._members.strangers(self._standing):
            if await self._members.take_out(extension):
                self.repaired("stranger")

    def _compare(
        self,
        found: surveys.Survey,
        kept: dict[str, list[Event]],
        first: bool,
        last_true: datetime | None,
    ) -> None:
        board = self._board
        self.queues = frozenset(found.queues)
        self._standing = [extension for extension in found.members if surveys.skills_of(found, extension)]
        # Of what went while nothing was heard it is known only that it was there until then.
        heard: Event = {"Timestamp": last_true.timestamp()} if last_true is not None else {}
        joined = [call_id for call_id, events in kept.items() if _has(events, "QueueCallerJoin")]
        if first and self.backlog is not None:
            self._unheard(self.backlog.unheard(last_true, {*found.calls, *self._ended, *joined}))
        with board.lock:
            self._gone(found, kept, heard)
            self._otherwise(found, kept, first)
            self._left_over(found, kept, first)
            if first:
                self._paused(found, heard)
            if first and board.leads.agree(found.visits):
                self.repaired("lead otherwise")

    def _paused(self, found: surveys.Survey, heard: Event) -> None:
        """Who has paused at the telephone, or was paused after a missed ring, while nothing was heard: it holds, and is told."""
        for extension in self._standing:
            stands = surveys.skills_of(found, extension).values()
            reasons = {member.reason if member.paused else "" for member in stands}
            state, reason = _UNHEARD.get(reasons.pop() if len(reasons) == 1 else "", (None, ""))
            if state is not None and self._members.paused_unheard(extension, state, reason):
                self.repaired("pause unheard")
                since = max(float(heard.get("Timestamp") or 0), *(member.paused_at for member in stands))
                at = {"Timestamp": since} if since else {}
                self._board.fact(at, CallEventKind.AGENT_STATE, "", extension, state=state.value, reason=reason)

    def _gone(self, found: surveys.Survey, kept: Mapping[str, Sequence[Event]], heard: Event) -> None:
        for call_id, known in list(self._board.calls.items()):
            is_beginning = known.outgoing and not known.agent_channel
            if call_id not in found.calls and call_id not in kept and not is_beginning:
                self.repaired("call gone")
                self._board.lose(heard, known)

    def _otherwise(self, found: surveys.Survey, kept: Mapping[str, Sequence[Event]], first: bool) -> None:
        for call_id, there in found.calls.items():
            known, events = self._board.calls.get(call_id), kept.get(call_id, ())
            answer_follows = _has(events, "AgentConnect")
            call = _waiting(there) if answer_follows else there
            if known is None:
                self._unknown(call, _has(events, "QueueCallerJoin"), first)
            elif first and answer_follows and not known.connected:
                continue
            elif (first or (not events and call.connected and not known.connected)) and self._agreement.agree(
                known, call
            ):
                self.repaired("call otherwise")

    def _left_over(self, found: surveys.Survey, kept: Mapping[str, Sequence[Event]], first: bool) -> None:
        """Who is there for a citizen who has gone unheard, or for an agent who has, is let go of."""
        for call_id, channels in found.alone.items():
            left = call_id not in self._board.calls or (first and call_id in found.calls)
            if channels and left and call_id not in kept:
                self.repaired("line left over")
                self._board.left_over.append((tuple(channels), ""))

    def _unknown(self, call: PbxCall, joins: bool, first: bool) -> None:
        """Takes in a call that nobody told of, unless the events that were kept back tell of it from its beginning."""
        somewhere = call.waiting or call.connected or call.parked or (first and call.aside)
        if not somewhere or (joins and not call.connected):
            return
        if not first:
            self.repaired("call unknown")
        # What the channel says is when it came to us; the opening announcement and the menu came before the queue.
        entered = self.backlog.entered.get(call.id) if first and self.backlog is not None else None
        self._agreement.adopt({"Timestamp": float(entered or call.since or time.time())}, call)

    def _unheard(self, steps: Sequence[Step]) -> None:
        """States what happened to calls that are over, while nothing was heard."""
        before = {call_id: call.answered for call_id, call in self._board.calls.items()}
        for step in steps:
            if step.kind is CallEventKind.OFFERED and step.call_id not in before:
                self.repaired("call unheard")
            # Of a call that is known the beginning was heard.
            heard = step.call_id in before and (
                step.kind is CallEventKind.OFFERED or (step.kind is CallEventKind.ANSWERED and before[step.call_id])
            )
            desk = self._members.desk(step.account)
            if not heard:
                self._agreement.tell(step, desk.extension if desk else "")

    def repaired(self, what: str) -> None:
        """Counts and logs a difference that was put right."""
        self.repairs[what] += 1
        log.warning("a difference to the exchange was put right: %s", what)


def _by_call(events: Sequence[Event]) -> dict[str, list[Event]]:
    """Returns events by the call that they are about; those on an agent's channel bear the citizen's as linked.

    A call that an agent has placed has the id of the channel with which it began.
    """
    found: dict[str, list[Event]] = {}
    for event in events:
        for unique in {str(event.get(name, "")) for name in ("Uniqueid", "Linkedid")}:
            for call_id in (call_of(unique), unique):
                found.setdefault(call_id, []).append(event)
    return found


def _has(events: Sequence[Event], name: str) -> bool:
    return any(event.get("Event") == name for event in events)


def _waiting(call: PbxCall) -> PbxCall:
    """Returns a call as it was before its answer, of which an event tells that was kept back."""
    return replace(
        call,
        waiting=True,
        agent="",
        agent_channel="",
        helper="",
        helper_channel="",
        outside="",
        expected="",
        held=False,
        consulting=False,
        muted=False,
        recording_paused=False,
        answered=False,
    )
