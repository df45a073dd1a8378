"""An exchange inside this process: it has no voices, and carries out every command at once.

Servers without a PBX use it as it is (tests and measurements put calls in with :meth:`LocalExchange.call_in`); the
simulator builds on it and adds what callers and colleagues do by themselves.
"""

from collections.abc import Callable, Mapping, Sequence

from services.contracts.blocking import Treatment
from services.contracts.callbacks import LONGEST_MESSAGE
from services.contracts.calls import AgentState, CallEventKind, SupervisionMode
from services.contracts.plans import ONWARD, Outside
from services.contracts.text import number_key
from services.telephony.doors import Doors
from services.telephony.line import Line
from services.telephony.protocol import Block, Closing, ExchangeState, Fact, Stamp, Stretch, Talk, Value


class LocalExchange:
    """Implements :class:`~services.telephony.protocol.Telephony`. Not thread-safe; the floor's lock guards it."""

    routes = False
    state = ExchangeState()
    surveyed = 0

    def __init__(self, run: str, now: Stamp) -> None:
        self._run = run
        self._now = now
        self._facts: list[Fact] = []
        self._lines: dict[str, Line] = {}
        self._blocks: Mapping[str, Block] = {}
        self._doors = Doors()
        self._longest_message = LONGEST_MESSAGE

    @property
    def run(self) -> str:
        """Names this run of the exchange."""
        return self._run

    def take(self, now: Stamp) -> list[Fact]:
        """Returns the facts since the last time; what is asked next happens at ``now``."""
        self._now = now
        facts, self._facts = self._facts, []
        return facts

    def next_due(self) -> float | None:
        """Returns the moment of facts not yet taken, else ``None``: nothing happens here by itself."""
        return self._facts[0].stamp.monotonic if self._facts else None

    def listen(self, listener: Callable[[], None]) -> None:
        """Nothing happens here that the floor has not asked for."""

    def alive(self) -> frozenset[str]:
        """Returns the callers on the exchange."""
        return frozenset(self._lines)

    # -- callers

    def call_in(self, call_id: str, number: str, skill: str, scenario: str = "", language: str = "") -> None:
        """A caller dials the hotline."""
        skill = self.entered(call_id, number, skill)
        if skill:
            self.admit(call_id, number, skill, scenario, language)

    def admit(self, call_id: str, number: str, skill: str, scenario: str, language: str = "") -> None:
        """Lets a caller wait for a skill."""
        self._lines[call_id] = Line(call_id, number=number)
        more = {"language": language} if language else {}
        self._state(CallEventKind.OFFERED, call_id, "", number=number, skill=skill, scenario=scenario, **more)

    def entered(self, call_id: str, number: str, skill: str) -> str:
        """States that a caller was refused or sent on, where their number is blocked or the queue closed.

        Returns:
            The queue that they come into; empty where they come into none.
        """
        block, closing = self._blocks.get(number_key(number)), self._doors.met(skill, self._now.at, number)
        if block is not None and block.treatment is Treatment.ANNOUNCE and self._now.at < block.until:
            self._state(CallEventKind.BLOCKED, call_id, "", number=number)
        elif closing is not None:
            return self._go(call_id, number, skill, closing)
        else:
            return skill
        return ""

    def _go(self, call_id: str, number: str, skill: str, closing: Closing) -> str:
        """States that a caller is let go or sent on; returns the queue that takes them, if one does."""
        said: dict[str, Value] = {"number": number, "skill": skill, "treatment": closing.treatment.value}
        if closing.why:
            said["why"] = closing.why
        if closing.treatment in ONWARD:
            self._state(CallEventKind.OVERFLOWED, call_id, "", **said, target=closing.to)
            return closing.to if closing.treatment == Outside.SKILL else ""
        self._state(CallEventKind.TURNED_AWAY, call_id, "", **said)
        return ""

    def send_away(self, call_id: str, skill: str, closing: Closing) -> None:
        """Lets a waiting caller go, or wait for another skill."""
        line = self._lines.get(call_id)
        if line is None or line.agent_id:
            return
        given = self._doors.given(closing, self._now.at, line.number)
        if given is None:
            return
        line.ringing_id = ""
        if not self._go(call_id, line.number, skill, given):
            del self._lines[call_id]

    def hang_up(self, call_id: str) -> None:
        """The caller hangs up: abandons while waiting, ends a call otherwise."""
        line = self._lines.pop(call_id, None)
        if line is None:
            return
        if line.agent_id:
            self._state(CallEventKind.ENDED, call_id, line.agent_id, by="caller")
        else:
            self._state(CallEventKind.ABANDONED, call_id, line.ringing_id)

    def wish(self, call_id: str) -> None:
        """The caller chooses to be called back, and is let go; who hides their number waits on."""
        line = self._lines.get(call_id)
        if line is not None and not line.agent_id and line.number:
            self._state(CallEventKind.CALLBACK_WISHED, call_id, "")
            self.hang_up(call_id)

    def leave_message(self, call_id: str, seconds: float, number: str = "", skill: str = "") -> None:
        """A caller speaks a message instead of waiting; one who came to a closed queue says by which number and for what."""
        line, seconds = self._lines.get(call_id), min(seconds, self._longest_message)
        if line is None:
            self._state(CallEventKind.VOICEMAIL, call_id, "", seconds=seconds, number=number, skill=skill)
        elif not line.agent_id:
            self._state(CallEventKind.VOICEMAIL, call_id, "", seconds=seconds)
            self.hang_up(call_id)

    def speak(self, call_id: str, number: int, text: str) -> None:
        """The caller says a line."""
        if call_id in self._lines:
            self._state(CallEventKind.SPOKEN, call_id, self._lines[call_id].agent_id, line=number, text=text)

    def rate(self, call_id: str, satisfaction: int) -> None:
        """The caller rates the call after its end."""
        self._state(CallEventKind.RATED, call_id, "", satisfaction=satisfaction)

    # -- commands

    def offer(self, call_id: str, agent_id: str) -> None:
        """Rings an agent's phone."""
        line = self._lines.get(call_id)
        if line is not None and not line.agent_id:
            line.ringing_id = agent_id

    def withdraw(self, call_id: str) -> None:
        """Stops the ringing."""
        line = self._lines.get(call_id)
        if line is not None:
            line.ringing_id = ""

    def answer(self, call_id: str, agent_id: str) -> None:
        """Connects the caller with the agent."""
        line = self._lines.get(call_id)
        if line is not None and not line.agent_id:
            self._leave_calls_of_others(agent_id)
            line.agent_id, line.ringing_id, line.held = agent_id, "", False
            self._state(CallEventKind.ANSWERED, call_id, agent_id)

    def hold(self, call_id: str) -> None:
        """Plays music."""
        line = self._lines.get(call_id)
        if line is not None and line.agent_id and not line.held and not line.third:
            line.held = True
            self._state(CallEventKind.HELD, call_id, line.agent_id)

    def resume(self, call_id: str) -> None:
        """Ends the holding."""
        line = self._lines.get(call_id)
        if line is not None and line.held and not line.third:
            line.held = False
            self._state(CallEventKind.RESUMED, call_id, line.agent_id)

    def mute(self, call_id: str, muted: bool) -> None:
        """Notes it: there is no voice to silence."""
        line = self._lines.get(call_id)
        if line is not None and line.agent_id:
            line.muted = muted

    def has_queue(self, skill: str) -> bool:  # noqa: ARG002 - the floor keeps the queues
        """Callers can wait for every skill."""
        return True

    def talk(self, call_id: str) -> Talk | None:
        """Returns how the talk stands."""
        line = self._lines.get(call_id)
        return line.talk() if line is not None and line.agent_id else None

    def transfer(self, call_id: str, agent_id: str = "", skill: str = "", number: str = "") -> None:  # noqa: ARG002
        """Takes the caller from the agent; the floor offers them. A number outside is there at once."""
        line = self._lines.get(call_id)
        if not number:
            self._take_away(call_id)
        elif line is not None and line.agent_id:
            self._take_away(call_id, parked=True, number=number)
            del self._lines[call_id]
            self._state(CallEventKind.ENDED, call_id, "", by="agent", number=number)

    def move(self, call_id: str, agent_id: str = "", skill: str = "") -> None:
        """The floor keeps the queues; it is told where the caller stands from now on."""
        line = self._lines.get(call_id)
        if line is not None and not line.agent_id and (agent_id or skill):
            where: dict[str, Value] = {"to": agent_id} if agent_id else {"skill": skill}
            self._state(CallEventKind.QUEUED, call_id, "", **where)

    def park(self, call_id: str) -> None:
        """Takes the caller from the agent."""
        self._take_away(call_id, parked=True)

    def _take_away(self, call_id: str, **data: Value) -> None:
        line = self._lines.get(call_id)
        if line is not None and line.agent_id:
            agent_id = line.agent_id
            self._lines[call_id] = Line(call_id, number=line.number)
            self._state(CallEventKind.TRANSFERRED, call_id, agent_id, **data)

    def consult(self, call_id: str, agent_id: str = "", number: str = "") -> None:
        """Whoever is asked is there at once."""
        line = self._lines.get(call_id)
        if line is not None and line.agent_id and not line.third:
            if not line.held:
                self.hold(call_id)
            self._third(line, CallEventKind.CONSULTED, agent_id, number)

    def join(self, call_id: str) -> None:
        """Takes the caller into a consultation."""
        line = self._lines.get(call_id)
        if line is not None and line.third and line.held:
            line.held = False
            self._third(line, CallEventKind.CONFERENCE, line.helper_id, line.outside)

    def conference(self, call_id: str, agent_id: str = "", number: str = "") -> None:
        """Joins a second agent, or a number outside."""
        line = self._lines.get(call_id)
        if line is not None and line.agent_id and not line.third:
            line.held = False
            self._third(line, CallEventKind.CONFERENCE, agent_id, number)

    def _third(self, line: Line, kind: CallEventKind, agent_id: str, number: str) -> None:
        self._leave_calls_of_others(agent_id)
        line.helper_id, line.outside = agent_id, number
        who: dict[str, Value] = {"helper": agent_id} if agent_id else {"number": number}
        self._state(kind, line.call_id, line.agent_id, **who)

    def rings(self, call_id: str) -> bool:  # noqa: ARG002 - whoever is asked is there at once
        """Nobody is rung for long."""
        return False

    def leave(self, call_id: str, agent_id: str = "") -> None:
        """Takes the second agent, or the number outside, out."""
        line = self._lines.get(call_id)
        if line is not None and line.third and line.helper_id == agent_id:
            line.helper_id, line.outside, line.held = "", "", False
            self._state(CallEventKind.RESUMED, call_id, line.agent_id, left=agent_id)

    def hand_over(self, call_id: str) -> None:
        """The first agent leaves; whoever else is there has the caller."""
        line = self._lines.get(call_id)
        if line is None or not line.third:
            return
        agent_id, number, line.held = line.agent_id, line.outside, False
        if number:
            del self._lines[call_id]
            self._state(CallEventKind.ENDED, call_id, agent_id, by="agent", number=number)
            return
        line.agent_id, line.helper_id, line.supervisors, line.recording_paused = line.helper_id, "", {}, False
        line.muted = False
        self._state(CallEventKind.TRANSFERRED, call_id, agent_id, to=line.agent_id)
        self._state(CallEventKind.ANSWERED, call_id, line.agent_id)

    def press(self, call_id: str, keys: str) -> None:
        """Remembers the keys: nobody is really there."""
        line = self._lines.get(call_id)
        if line is not None and line.agent_id:
            line.pressed += keys

    def pause_recording(self, call_id: str, paused: bool) -> None:
        """States that the recording is silent, or goes on."""
        line = self._lines.get(call_id)
        if line is not None and line.agent_id and line.recording_paused != paused:
            line.recording_paused = paused
            kind = CallEventKind.RECORDING_PAUSED if paused else CallEventKind.RECORDING_RESUMED
            self._state(kind, call_id, line.agent_id)

    def reaches(self, account_id: str) -> bool:  # noqa: ARG002 - the desk itself is the telephone
        """Everybody is reached."""
        return True

    def telephone(self, account_id: str) -> str:  # noqa: ARG002 - the desk itself is the telephone
        """There are no telephones that could differ."""
        return ""

    def supervise(self, call_id: str, account_id: str, mode: SupervisionMode) -> None:
        """Brings a lead into a call."""
        line = self._lines.get(call_id)
        if line is not None and line.agent_id and line.supervisors.get(account_id) is not mode:
            self._leave_calls_of_others(account_id, call_id)
            line.supervisors[account_id] = mode
            self._state(CallEventKind.SUPERVISED, call_id, line.agent_id, lead=account_id, mode=mode.value)

    def unsupervise(self, call_id: str, account_id: str) -> None:
        """Takes a lead out of a call."""
        line = self._lines.get(call_id)
        if line is not None and line.supervisors.pop(account_id, None) is not None:
            self._state(CallEventKind.UNSUPERVISED, call_id, line.agent_id, lead=account_id)

    def _leave_calls_of_others(self, account_id: str, but: str = "") -> None:
        """A telephone is in one call at a time."""
        for call_id in self._lines.keys() - {but}:
            self.unsupervise(call_id, account_id)

    def arrange(self, skill: str, call_ids: Sequence[str]) -> None:
        """The floor itself keeps the order."""

    def end(self, call_id: str, by: str) -> None:
        """Disconnects the caller."""
        line = self._lines.pop(call_id, None)
        if line is not None:
            self._state(CallEventKind.ENDED, call_id, line.agent_id, by=by)

    def dial(self, call_id: str, agent_id: str, number: str, extension: str = "") -> None:
        """Whoever is called answers at once."""
        self._leave_calls_of_others(agent_id)
        self._lines[call_id] = Line(call_id, agent_id, number=number, pressed=extension)
        self._state(CallEventKind.ANSWERED, call_id, agent_id)

    def kept(self, call_ids: Sequence[str]) -> None:
        """Nothing outlives this process."""

    def block(self, numbers: Mapping[str, Block]) -> None:
        """Refuses these from now on; who is served last is known to the floor."""
        self._blocks = dict(numbers)

    def close_queues(self, queues: Mapping[str, Closing]) -> None:
        """Turns those away who call one of these from now on; who waits there goes on waiting."""
        self._doors.close(queues)

    def plan_queues(self, plans: Mapping[str, Sequence[Stretch]]) -> None:
        """Goes by these from now on."""
        self._doors.plan(plans)

    def limit_messages(self, seconds: int) -> None:
        """Ends messages after so many seconds."""
        self._longest_message = seconds

    def skills_changed(self, agent_id: str) -> None:
        """The floor rings by what it knows of skills."""

    def set_agent_state(self, agent_id: str, state: AgentState, reason: str) -> None:
        """There are no phones to pause."""

    def _state(self, kind: CallEventKind, call_id: str, agent_id: str, **data: Value) -> None:
        self._facts.append(Fact(kind, self._now, call_id, agent_id, data))
