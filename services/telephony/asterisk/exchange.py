"""Asterisk behind the protocol of the house: commands become actions, events become facts, differences are put right.

Asterisk's own queues ring the agents (docs/telephony.md says why). What our rules decide goes in as memberships,
penalties, pauses and the order of callers; where our server stops, all of this stays in force and calls go on.
"""

import asyncio
import contextlib
import logging
import threading
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from services.clock import Clock
from services.contracts.calls import AgentState, CallEventKind, SupervisionMode
from services.telephony.asterisk.actions import Actions
from services.telephony.asterisk.board import Board
from services.telephony.asterisk.comparison import Comparison
from services.telephony.asterisk.connection import Access, Line, LineLost, Refused
from services.telephony.asterisk.database import entries
from services.telephony.asterisk.desks import Desk, Directory
from services.telephony.asterisk.journal import Journal
from services.telephony.asterisk.kept import ALLOWED, BLOCKED_NUMBERS, CLOSED_QUEUES, PLANNED_HOURS, Kept
from services.telephony.asterisk.marks import ask_for_marks
from services.telephony.asterisk.members import Members
from services.telephony.asterisk.messages import ask_for_messages
from services.telephony.asterisk.names import (
    EMERGENCIES,
    MARKS,
    MESSAGE_LIMIT,
    MESSAGES,
    REFUSALS,
    TELL_CONTEXT,
    TURNED,
    WISHES,
    queue_of,
)
from services.telephony.asterisk.pbxcall import Event, PbxCall
from services.telephony.asterisk.stretches import by_day
from services.telephony.asterisk.tie import Tie
from services.telephony.asterisk.visiting import Visiting
from services.telephony.protocol import Block, Closing, ExchangeState, Fact, Stamp, Stretch, Talk, Value
from services.telephony.routing import GENERAL

log = logging.getLogger(__name__)

SURVEY_SECONDS = 60.0
_FORGET_SECONDS = 2.0
FIRST_SECONDS = 5.0
"""How long a start waits for Asterisk before it goes on without."""
_ON_CALL = (AgentState.RINGING, AgentState.TALKING, AgentState.HELD)


class AsteriskExchange:
    """Implements :class:`~services.telephony.protocol.Telephony`. Commands may come from any thread.

    Args:
        access: the manager interface.
        directory: the district's agents and skills, as they are now.
        clock: the district's clock.
        survey_seconds: how often everything is compared.
    """

    routes = True

    def __init__(
        self, access: Access, directory: Directory, clock: Clock, survey_seconds: float = SURVEY_SECONDS
    ) -> None:
        self._run = f"pbx-{clock.now():%Y%m%dT%H%M%S.%f}"
        self._clock = clock
        self._survey_seconds = survey_seconds
        self._facts: deque[Fact] = deque()
        self._listener: Callable[[], None] = lambda: None
        self._board = Board(self._state)
        self._picks: dict[str, str] = {}
        """Callers on their way out of the queue to the extension that picked them: it is to answer at once."""
        self._orders: dict[str, list[str]] = {}
        self._tie = Tie(clock)
        self._last_true: datetime | None = None
        self._why = "not reached yet"
        self._known = threading.Event()
        self.journal: Journal | None = None
        """Where events are written down as they came, if anywhere."""
        self.surveyed = 0
        self._line = Line(access, self)
        self._members = Members(self._line, directory)
        self._actions = Actions(self._line, self._board, self._members)
        self._visiting = Visiting(self._line, self._board, self._actions)
        self.comparison = Comparison(self._line, self._board, self._members, self._read)
        self._blocks = Kept(self._line, BLOCKED_NUMBERS, self.comparison.repaired, self._read)
        self._closings = Kept(self._line, CLOSED_QUEUES, self.comparison.repaired, self._read)
        self._allowed = Kept(self._line, ALLOWED, self.comparison.repaired, self._read)
        self._plans = Kept(self._line, PLANNED_HOURS, self.comparison.repaired, self._read)

    def start(self) -> None:
        """Connects; waits some seconds for Asterisk's truth, so that a start knows which calls go on."""
        self._line.start()
        if not self._known.wait(FIRST_SECONDS):
            log.warning("the exchange is not reached; calls go on there, and are looked up once it is")

    def stop(self) -> None:
        """Lets go of Asterisk, which goes on as it is."""
        self._line.stop()

    # -- what the floor asks

    @property
    def run(self) -> str:
        """Names this run."""
        return self._run

    @property
    def state(self) -> ExchangeState:
        """Tells whether what is shown of calls is true now, and until when it was."""
        if self._line.is_open:
            return ExchangeState(True, None)
        return ExchangeState(False, self._last_true)

    @property
    def lost(self) -> str:
        """Why the exchange is not heard, in words; empty while it is."""
        return "" if self._line.is_open else self._why

    def listen(self, listener: Callable[[], None]) -> None:
        """Calls ``listener`` when there is something to take."""
        self._listener = listener

    def take(self, now: Stamp) -> list[Fact]:  # noqa: ARG002 - facts bring their own moments
        """Returns the facts since the last time."""
        found = []
        while self._facts:
            found.append(self._facts.popleft())
        return found

    def next_due(self) -> float | None:
        """Returns the moment of the first fact that nobody has taken."""
        try:
            return self._facts[0].stamp.monotonic
        except IndexError:
            return None

    def alive(self) -> frozenset[str] | None:
        """Returns the calls at Asterisk, and those of whose end nobody has been told yet; ``None`` while nobody knows."""
        if not self._known.is_set():
            return None
        # Between the end of a call on the board and the fact that says so nobody may look.
        with self._board.lock:
            return frozenset([*self._board.calls, *(fact.call_id for fact in self._facts.copy() if fact.call_id)])

    def offer(self, call_id: str, agent_id: str) -> None:
        """Asterisk rings by itself."""

    def withdraw(self, call_id: str) -> None:
        """Ends the ringing at the agent's telephone; the caller stays in the queue."""
        call = self._board.calls.get(call_id)
        for channel in list(call.ringing.values()) if call else []:
            self._soon(Action="Hangup", Channel=channel)

    def answer(self, call_id: str, agent_id: str) -> None:
        """Lets the agent's telephone pick up; a caller who does not ring there is fetched from the queue first."""
        call, desk = self._board.calls.get(call_id), self._members.desk(agent_id)
        if call is None or desk is None or call.connected:
            return
        channel = call.ringing.get(desk.extension)
        if channel:
            self._line.soon(partial(self._actions.wish, channel, "talk"))
            return
        self._picks[call_id] = desk.extension
        self._members.will_engage(desk)
        bring = partial(self._actions.take_back if call.parked else self._actions.fetch, call, desk)
        work = bring if call.parked else partial(self._unrung, call, bring)
        self._line.soon(partial(self._picked, call_id, desk, partial(self._by_telephone, desk, work)))

    def hold(self, call_id: str) -> None:
        """Lets the telephone hold; one that does not know how is held by Asterisk."""
        call = self._board.calls.get(call_id)
        if call is not None and call.connected and not call.held and not call.third:
            self._line.soon(partial(self._actions.hold, call))

    def resume(self, call_id: str) -> None:
        """Takes the citizen back; whoever is still rung for a consultation is let go of first."""
        call = self._board.calls.get(call_id)
        if call is None or not call.held:
            return
        call.put_aside = False
        if not call.consulting:
            self._line.soon(partial(self._actions.resume, call))
        elif not call.third:
            self._line.soon(partial(self._actions.leave, call))

    def mute(self, call_id: str, muted: bool) -> None:
        """Silences the agent for the citizen."""
        call = self._board.calls.get(call_id)
        if call is not None and call.connected:
            call.muted = muted
            self._line.soon(partial(self._actions.mute, call, muted))

    def has_queue(self, skill: str) -> bool:
        """Tells whether Asterisk has a queue for a skill, as it said when everything was looked at."""
        return queue_of(skill) in self.comparison.queues

    def talk(self, call_id: str) -> Talk | None:
        """Returns how a talk stands on the board, unless there is news of it that nobody has taken yet."""
        with self._board.lock:
            call = self._board.calls.get(call_id)
            if call is None or not call.connected or not call.answered or not self._known.is_set():
                return None
            if any(fact.call_id == call_id for fact in self._facts.copy()):
                return None
            leads = {self._members.account_of(each): mode for each, mode in self._board.leads.modes(call_id).items()}
            helper = self._members.account_of(call.helper) if call.helper else ""
            outside = call.outside if call.third and not helper else ""
            held = call.held or call.consulting
            return Talk(
                self._members.account_of(call.agent), held, call.muted, call.recording_paused, helper, outside, leads
            )

    def transfer(self, call_id: str, agent_id: str = "", skill: str = "", number: str = "") -> None:
        """Sends the citizen to one person, to the head of a queue, or to a number outside."""
        call, desk = self._board.calls.get(call_id), self._members.desk(agent_id)
        if call is None or not call.connected or not call.answered:
            return
        wanted = skill or call.skill or GENERAL
        if not (desk or number or self.has_queue(wanted)):
            log.warning("a transfer to a skill without a queue was refused")
            return
        where = ("tongfu-person", desk.extension) if desk else ("tongfu-queue", wanted)
        self._line.soon(partial(self._actions.transfer, call, *(("tongfu-outside", number) if number else where)))

    def move(self, call_id: str, agent_id: str = "", skill: str = "") -> None:
        """Takes the caller out of the queue, for another one or for one person; a ring ends with that."""
        call, desk = self._board.calls.get(call_id), self._members.desk(agent_id)
        if call is None or call.connected or call.outgoing or not (desk or self.has_queue(skill)):
            return
        for order in self._orders.values():
            # Where they stood counts no more, also when they come back.
            if call_id in order:
                order.remove(call_id)
        self._line.soon(partial(self._unrung, call, partial(self._actions.move, call, desk, skill)))

    def park(self, call_id: str) -> None:
        """Sends the citizen to music, where anybody takes them back."""
        call = self._board.calls.get(call_id)
        if call is not None and call.connected and call.answered:
            self._line.soon(partial(self._actions.transfer, call, "tongfu-parked", "s"))

    def consult(self, call_id: str, agent_id: str = "", number: str = "") -> None:
        """Puts the citizen aside and rings somebody, to speak with the agent."""
        call, desk = self._board.calls.get(call_id), self._members.desk(agent_id)
        if call is not None and (desk or number) and call.connected and not call.third:
            self._line.soon(partial(self._actions.consult, call, desk, number))

    def join(self, call_id: str) -> None:
        """Takes the citizen into a consultation."""
        call = self._board.calls.get(call_id)
        if call is not None and call.consulting and call.third:
            call.put_aside = False
            self._line.soon(partial(self._actions.join, call))

    def conference(self, call_id: str, agent_id: str = "", number: str = "") -> None:
        """Rings a second agent, or a number outside; when they answer, three talk."""
        call, desk = self._board.calls.get(call_id), self._members.desk(agent_id)
        if call is not None and (desk or number) and call.connected and not call.third:
            self._line.soon(partial(self._actions.conference, call, desk, number))

    def rings(self, call_id: str) -> bool:
        """Tells whether somebody is rung to come to a call."""
        call = self._board.calls.get(call_id)
        return call is not None and bool(call.expected) and not call.third

    def leave(self, call_id: str, agent_id: str = "") -> None:  # noqa: ARG002 - there is only one
        """Takes the second agent, or the number outside, out; their ring is taken back where they are not there yet."""
        call = self._board.calls.get(call_id)
        if call is not None:
            call.put_aside = False
            self._line.soon(partial(self._actions.leave, call))

    def hand_over(self, call_id: str) -> None:
        """Takes the agent out; whoever else is there goes on with the citizen."""
        call = self._board.calls.get(call_id)
        if call is not None and call.third:
            self._line.soon(partial(self._actions.hand_over, call))

    def press(self, call_id: str, keys: str) -> None:
        """Sends keypad tones to the citizen, or to the number outside that talks too."""
        call = self._board.calls.get(call_id)
        if call is not None and call.connected:
            asked = call.outside and call.helper_channel
            self._line.soon(partial(self._actions.press, asked or call.channel, keys))

    def pause_recording(self, call_id: str, paused: bool) -> None:
        """Makes the recording silent, or lets it go on."""
        call = self._board.calls.get(call_id)
        if call is not None and call.connected:
            self._line.soon(partial(self._actions.pause_recording, call, paused))

    def reaches(self, account_id: str) -> bool:
        """Tells whether a person has a telephone here."""
        return self._members.desk(account_id) is not None

    def telephone(self, account_id: str) -> str:
        """Tells how an agent's telephone differs from what the floor says of them."""
        return self._members.difference(account_id)

    def supervise(self, call_id: str, account_id: str, mode: SupervisionMode) -> None:
        """Rings a lead's telephone into a call, or changes how the lead is in it."""
        call, desk = self._board.calls.get(call_id), self._members.desk(account_id)
        if call is not None and desk is not None and call.connected:
            self._line.soon(partial(self._visiting.supervise, call, desk.extension, mode))

    def unsupervise(self, call_id: str, account_id: str) -> None:
        """Hangs up the lead's telephone."""
        desk = self._members.desk(account_id)
        if desk is not None:
            self._line.soon(partial(self._visiting.unsupervise, call_id, desk.extension))

    def end(self, call_id: str, by: str) -> None:
        """Ends the talk: the agent's side first, so that the citizen is still asked how it was.

        Also where they are held, or somebody is asked about them. Not where police, fire brigade or ambulance talk with them
        or were asked, nor one whom an agent has called.
        """
        call = self._board.calls.get(call_id)
        if call is None:
            return
        call.leaving, apart = by, call.connected and (call.aside or call.consulting)
        asked = not call.outgoing and call.outside not in EMERGENCIES
        if call.together and asked:
            self._line.soon(partial(self._actions.dissolve, call))
        elif apart and asked:
            self._line.soon(partial(self._actions.farewell, call))
        else:
            alone = call.connected and not call.third and not apart and not (call.held and call.outgoing)
            self._soon(Action="Hangup", Channel=call.agent_channel if alone else call.channel)

    def dial(self, call_id: str, agent_id: str, number: str, extension: str = "") -> None:
        """Rings the agent's telephone, and the number once it is picked up."""
        desk = self._members.desk(agent_id)
        if desk is not None:
            self._board.expect(call_id, desk.extension, number)
            self._members.will_engage(desk)
            work = partial(self._actions.dial, call_id, desk, number, extension)
            self._line.soon(partial(self._by_telephone, desk, work))

    def arrange(self, skill: str, call_ids: Sequence[str]) -> None:
        """Puts the callers of a queue into an order."""
        wanted, calls = list(call_ids), self._board.calls
        before = [call_id for call_id in self._orders.get(skill, []) if call_id in wanted]
        # Whoever came since stands behind those who were given a place, in the order in which they came.
        new = sorted(
            (calls[call_id].came_over or calls[call_id].since, call_id)
            for call_id in wanted
            if call_id in calls and call_id not in before
        )
        self._orders[skill] = wanted
        present = before + [call_id for _, call_id in new]
        if present != wanted:
            self._line.soon(partial(self._ordered, skill, wanted, present))

    def kept(self, call_ids: Sequence[str]) -> None:
        """Takes wishes, marks, and who was refused, out of Asterisk's own database, some moments after ours has them: a lost write must not lose both."""
        for call_id in call_ids:
            self._line.soon(partial(self._forget, call_id))

    async def _forget(self, call_id: str) -> None:
        await asyncio.sleep(_FORGET_SECONDS)
        # Of a wish that was told twice the second one finds nothing.
        for family in (WISHES, REFUSALS, TURNED, MESSAGES, MARKS):
            with contextlib.suppress(Refused):
                await self._line.ask({"Action": "DBDel", "Family": family, "Key": call_id})

    async def _ask_for_wishes(self) -> None:
        """Takes in what came while nobody listened."""
        found = await entries(self._line, WISHES)
        if found is not None:
            for call_id, wish in found.items():
                self._board.read({"Event": "UserEvent", "UserEvent": "TongfuWished", "Call": call_id, "Wish": wish})
            return
        # An older release: its dialplan tells some dozens of them.
        action: dict[str, str | list[str]] = {
            "Action": "Originate",
            "Channel": f"Local/s@{TELL_CONTEXT}",
            "Application": "Wait",
            "Data": "30",
            "Async": "true",
        }
        try:
            await self._line.ask(action)
        except Refused as error:
            log.warning("wishes to be called back could not be asked for: %s", error)

    def block(self, numbers: Mapping[str, Block]) -> None:
        """Gives Asterisk the blocked numbers; it refuses them by itself, also while our server is away."""
        self._blocks.want({number: _entry(block.treatment, block.until) for number, block in numbers.items()})

    def close_queues(self, queues: Mapping[str, Closing]) -> None:
        """Gives Asterisk the closed queues; it turns new callers away by itself, also while our server is away."""
        self._closings.want({skill: _said(one) for skill, one in queues.items()})

    def plan_queues(self, plans: Mapping[str, Sequence[Stretch]]) -> None:
        """Gives Asterisk the stretches in which queues are closed; it goes by them also while our server is away."""
        self._plans.want(by_day(plans))

    def limit_messages(self, seconds: int) -> None:
        """Gives Asterisk the longest time of a message; it goes by it also while our server is away."""
        self._allowed.want({MESSAGE_LIMIT: str(seconds)})

    def send_away(self, call_id: str, skill: str, closing: Closing) -> None:  # noqa: ARG002 - its channel knows the skill
        """Takes a caller out of the queue; the dialplan tells them and sends them on."""
        call = self._board.calls.get(call_id)
        if call is not None and call.waiting and not call.connected:
            self._line.soon(partial(self._actions.send_away, call, _said(closing)))

    def skills_changed(self, agent_id: str) -> None:
        """Adds the telephone to queues and takes it out of others, at once; out of all where the account was closed."""
        before = self._members.desk(agent_id)
        self._members.refresh()
        desk = self._members.desk(agent_id)
        if desk is not None:
            self._line.soon(partial(self._members.align, desk))
        elif before is not None:
            self._line.soon(partial(self._members.take_out, before.extension))

    def set_agent_state(self, agent_id: str, state: AgentState, reason: str) -> None:
        """Signs a telephone in or off, pauses it or lets it ring."""
        desk = self._members.desk(agent_id)
        if desk is not None and state not in _ON_CALL:
            self._members.want(desk, state, reason)
            self._line.soon(partial(self._members.align, desk))

    # -- the same on the line's thread

    def _soon(self, **action: str | list[str]) -> None:
        self._line.soon(lambda: self._line.ask(action))

    async def _ordered(self, skill: str, wanted: list[str], present: list[str]) -> None:
        # Unless a newer order is on its way.
        if self._orders.get(skill) == wanted:
            await self._actions.arrange(wanted, present)

    async def _by_telephone(self, desk: Desk, work: Callable[[], Awaitable[None]]) -> None:
        """Does what needs somebody's telephone; a lead who hears another call by it leaves that first."""
        await self._visiting.leave_others(desk.extension)
        await work()

    async def _picked(self, call_id: str, desk: Desk, work: Callable[[], Awaitable[None]]) -> None:
        """Brings a caller to who picked them; where that is refused nobody's telephone is to answer by itself later."""
        try:
            await work()
        except BaseException:
            self._picks.pop(call_id, None)
            with contextlib.suppress(Refused, LineLost):
                await self._members.engaged(desk)
            raise

    async def _unrung(self, call: PbxCall, taken_out: Callable[[], Awaitable[None]]) -> None:
        """Takes a caller out of a queue; a queue that rings an agent notices only when the ring ends, so it is ended.

        Asterisk takes that for a missed ring and pauses the agent, who has missed nothing.
        """
        rung = dict(call.ringing)
        await taken_out()
        for extension, channel in rung.items():
            with contextlib.suppress(Refused):
                await self._line.ask({"Action": "Hangup", "Channel": channel})
            await self._members.unpause(extension)

    # -- what the line tells

    def on_event(self, event: Event) -> None:
        """Takes in an event of Asterisk, or keeps it back while everything is looked at."""
        if self._board.reads(event):
            self._tie.hear(event)
            if self.journal is not None:
                self.journal.note(self._run, event)
            if not self.comparison.keeps(event):
                self._read(event)
        self._members.hear(event)

    def _read(self, event: Event) -> None:
        """Takes in an event about calls; nobody is left with music and nobody to come back."""
        try:
            with self._board.lock:
                self._board.read(event)
        finally:
            self._follow()

    def _follow(self) -> None:
        """Does what the board has found that is to be done."""
        while self._board.stranded:
            self._line.soon(partial(self._actions.rescue, self._board.stranded.pop()))
        while self._board.left_over:
            self._line.soon(partial(self._actions.clear, *self._board.left_over.pop()))
        while self._board.handed:
            self._line.soon(partial(self._actions.record, self._board.handed.pop()))
        while self._board.unheard:
            self._line.soon(partial(self._actions.part, self._board.unheard.pop()))
        while self._board.taken_back:
            self._line.soon(partial(self._actions.bring_back, self._board.taken_back.pop()))
        while self._board.behind:
            self._line.soon(partial(self._visiting.bring, *self._board.behind.pop()))

    async def on_open(self) -> None:
        """Looks at everything before the line counts as open, and each minute from then on."""
        await self._survey(first=True)
        await self._ask_for_wishes()
        await ask_for_messages(self._line, self._board.read)
        await ask_for_marks(self._line, self._board.read)
        self._line.soon(self._blocks.opened)
        self._line.soon(self._closings.opened)
        self._line.soon(self._plans.opened)
        asyncio.get_running_loop().create_task(self._survey_again())

    def on_lost(self, why: str) -> None:
        """The line is not there."""
        self._why = why
        if self._last_true is None:
            silent = time.monotonic() - self._line.heard if self._line.heard else 0.0
            self._last_true = self._clock.now() - timedelta(seconds=silent)
            log.warning("the exchange is lost: %s", why)
        self._tie.forget()
        self._known.clear()
        self._listener()

    async def _survey_again(self) -> None:
        while True:
            await asyncio.sleep(self._survey_seconds)
            if not self._line.is_open:
                return
            try:
                await self._survey(first=False)
            except (LineLost, Refused) as error:
                log.warning("the exchange could not be looked at: %s", error)

    async def _survey(self, first: bool) -> None:
        self._members.refresh()
        await self.comparison.look(first, self._last_true)
        self._follow()
        self._last_true = None
        self._known.set()
        self.surveyed += 1
        await self.comparison.look_at_members()
        self._listener()

    # -- facts

    def _state(self, event: Event, kind: CallEventKind, call_id: str, extension: str, **data: Value) -> None:
        agent = self._members.account_of(extension)
        for key in ("helper", "left", "to", "lead"):
            if key in data:
                data[key] = self._members.account_of(str(data[key]))
        if kind in (CallEventKind.ENDED, CallEventKind.ABANDONED, CallEventKind.TURNED_AWAY):
            self.comparison.ended(call_id)
        if kind in (CallEventKind.ENDED, CallEventKind.ABANDONED, CallEventKind.TURNED_AWAY, CallEventKind.ANSWERED):
            self._picks.pop(call_id, None)
        self._facts.append(Fact(kind, self._tie.stamp(event), call_id, agent, data, self._clock.now()))
        self._listener()
        if kind is CallEventKind.RINGING and self._picks.pop(call_id, "") == extension:
            self.answer(call_id, agent)


def _said(closing: Closing) -> str:
    """Returns how the dialplan reads a closing: as any entry, and where callers go on to and why, where they do."""
    more = f":{closing.to}:{closing.why}" if closing.why else ""
    return _entry(closing.treatment, closing.until) + more


def _entry(treatment: str, until: datetime | None) -> str:
    """Returns how the dialplan reads what is kept: what is done with a caller, and until when (0: without an end)."""
    return f"{treatment}:{int(until.timestamp()) if until is not None else 0}"
