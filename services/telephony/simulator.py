"""The simulated exchange: callers who arrive, lose patience, talk and hang up, and colleagues who answer them.

It states facts at exactly the moments at which they are due, whatever the clock's speed and however rarely it is asked:
the same seed gives the same day at ×1 and at ×60. Only what people at their desks do makes a difference. Everything
random about a call was drawn when it was planned (:mod:`services.telephony.day`).
"""

import heapq
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from services.clock import day_begins
from services.contracts.calls import AgentState, CallEventKind, SupervisionMode
from services.contracts.opening import ClosedTreatment
from services.telephony import habits
from services.telephony.day import PlannedCall, World, plan_day
from services.telephony.exchange import LocalExchange
from services.telephony.habits import Colleague
from services.telephony.line import Line
from services.telephony.protocol import Closing, Fact, Stamp, Value
from services.telephony.routing import GENERAL

PEAK_PER_HOUR = 130.0
"""Calls in the busiest hour: ten colleagues are then busy for about 80 % of their time."""

_LINE_GAP = (4.0, 7.0)
_PERSONS_TALK = 240.0
"""A caller with nothing more to say stays so long with a person who still types."""
_COMES_BACK = 25.0
_RATES_AFTER = 6.0
_WAITS_FOR_HELP = 90.0
"""Seconds after which a colleague who has asked for help manages alone."""
_LOOKS_AFTER_LEAD, _WITH_LEAD = 4.0, 180.0
"""Real seconds: how often a talk that would be over looks whether the lead who helps is still there, and up to when."""


class Simulator(LocalExchange):
    """An exchange with a world behind it.

    Args:
        run: names this run.
        now: where its time begins; calls before this moment do not happen.
        world: what callers are made of.
        seed: of the days.
        colleagues: the simulated agents.
        speed: the clock's speed at this moment. Who talks with a person speaks in real time, at any speed.
        peak_per_hour: calls in the busiest hour.
        extra: further calls by day, for the training district's past.
    """

    def __init__(
        self,
        run: str,
        now: Stamp,
        world: World,
        seed: int,
        colleagues: Iterable[Colleague],
        speed: Callable[[], float] = lambda: 1.0,
        peak_per_hour: float = PEAK_PER_HOUR,
        extra: Mapping[str, list[PlannedCall]] | None = None,
    ) -> None:
        super().__init__(run, now)
        self._world = world
        self._seed = seed
        self._speed = speed
        self._peak = peak_per_hour
        self._extra = extra or {}
        self._base = now
        self._colleagues = {colleague.id: colleague for colleague in colleagues}
        self._states = dict.fromkeys(self._colleagues, AgentState.OFFLINE)
        self._wrap_ups = dict.fromkeys(self._colleagues, 20.0)
        self._wants: dict[str, tuple[AgentState, str, float]] = {}
        self._plans: dict[str, PlannedCall] = {}
        self._said: dict[str, int] = {}
        self._asking: dict[str, bool] = {}
        """Calls in which a colleague has asked for help: whether a lead has come by now."""
        self._turns: dict[str, int] = {}
        """How often the course of a call or of an agent has changed; what was due before that does not happen."""
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0
        self._begin(now.at.astimezone(world.zone).date(), first=True)

    # -- time

    def next_due(self) -> float | None:
        """Returns when the next fact is due."""
        stated = super().next_due()
        return stated if stated is not None else self._due[0][0] if self._due else None

    def take(self, now: Stamp) -> list[Fact]:
        """Lets everything happen that is due and returns it."""
        while self._due and self._due[0][0] <= now.monotonic:
            due, _, happen = heapq.heappop(self._due)
            self._now = now.moved(due)
            happen()
        return super().take(now)

    def _later(self, seconds: float, happen: Callable[[], None]) -> None:
        self._count += 1
        heapq.heappush(self._due, (self._now.monotonic + max(0.0, seconds), self._count, happen))

    def _at(self, moment: datetime, happen: Callable[[], None]) -> None:
        self._count += 1
        monotonic = self._base.monotonic + (moment - self._base.at).total_seconds()
        heapq.heappush(self._due, (monotonic, self._count, happen))

    def _unless_changed(self, key: str, happen: Callable[[], None]) -> Callable[[], None]:
        turn = self._turns.get(key, 0)
        return lambda: happen() if self._turns.get(key, 0) == turn else None

    def _change(self, key: str) -> None:
        self._turns[key] = self._turns.get(key, 0) + 1

    # -- days

    def _begin(self, day: date, first: bool) -> None:
        """Plans the calls and the shifts of a day."""
        midnight = day_begins(day, self._world.zone)
        extra = self._extra.get(day.isoformat(), [])
        planned = [*plan_day(self._world, day, self._seed, self._peak), *extra]
        for plan in sorted(planned, key=lambda plan: plan.at):
            if plan.at > self._base.at:
                self._at(plan.at, partial(self._arrive, plan))
        for colleague in self._colleagues.values():
            self._plan_shift(colleague, midnight, first)
        tomorrow = day + timedelta(days=1)
        self._at(day_begins(tomorrow, self._world.zone), lambda: self._begin(tomorrow, first=False))

    def _plan_shift(self, colleague: Colleague, midnight: datetime, first: bool) -> None:
        start = midnight + timedelta(hours=colleague.starts)
        end = midnight + timedelta(hours=colleague.ends)
        if start > self._base.at or (first and end > self._base.at):
            self._at(max(start, self._base.at), lambda: self._sign_in(colleague.id))
        for begins, minutes, reason in colleague.breaks:
            moment = midnight + timedelta(hours=begins)
            if max(start, self._base.at) < moment < end:
                wanted = (AgentState.BREAK, reason, minutes * 60)
                self._at(moment, partial(self._want, colleague.id, wanted))
        if colleague.ends < 24 and end > self._base.at:
            self._at(end, lambda: self._want(colleague.id, (AgentState.OFFLINE, "shift_end", 0.0)))

    # -- callers

    def _arrive(self, plan: PlannedCall) -> None:
        self._plans[plan.id] = plan
        self.call_in(plan.id, plan.number, plan.skill, plan.scenario, plan.language)

    def call_in(self, call_id: str, number: str, skill: str, scenario: str = "", language: str = "") -> None:
        """A caller dials; one without a plan (put in by a test) tells what the scenario says and has all patience."""
        closing = self._doors.met(skill, self._now.at, number)
        came, skill = skill, self.entered(call_id, number, skill)
        if not skill:
            if closing is not None and closing.treatment == ClosedTreatment.MESSAGE and habits.speaks_for(call_id):
                self.leave_message(call_id, habits.speaks_for(call_id), number, came)
            self._forget(call_id)
            return
        if call_id not in self._plans:
            known = next((found for found in self._world.scenarios if found.key == scenario), None)
            lines = tuple(known.lines) if known else ()
            self._plans[call_id] = PlannedCall(call_id, self._now.at, number, skill, scenario, lines, stays=True)
        self.admit(call_id, number, skill, scenario, language)
        self._lose_patience_in(call_id)

    def send_away(self, call_id: str, skill: str, closing: Closing) -> None:
        """Lets a waiting caller go; who waits for another skill now has all patience anew."""
        super().send_away(call_id, skill, closing)
        self._change(call_id)
        if call_id in self._lines:
            self._lose_patience_in(call_id)
        else:
            self._forget(call_id)

    def _lose_patience_in(self, call_id: str) -> None:
        self._later(self._plans[call_id].patience, self._unless_changed(call_id, lambda: self._give_up(call_id)))

    def _give_up(self, call_id: str) -> None:
        line = self._lines.get(call_id)
        if line is None or line.agent_id:
            return
        plan = self._plans[call_id]
        if line.ringing_id:
            self._stop(line.ringing_id)
        if not plan.calls_again and plan.number and habits.wishes_call_back(call_id):
            self.wish(call_id)
            self._forget(call_id)
            return
        if not plan.calls_again and habits.speaks_for(call_id):
            self.leave_message(call_id, habits.speaks_for(call_id))
            self._forget(call_id)
            return
        self.hang_up(call_id)
        self._forget(call_id)
        if plan.calls_again:
            again = replace(plan, id=f"{plan.id}r", calls_again=0.0, patience=plan.patience * 2)
            self._later(plan.calls_again, lambda: self._arrive(again))

    def _forget(self, call_id: str) -> None:
        for memory in (self._plans, self._said, self._asking, self._turns):
            memory.pop(call_id, None)

    # -- the course of a call

    def dial(self, call_id: str, agent_id: str, number: str, extension: str = "") -> None:
        """Whoever is called answers at once; they have all patience, and say nothing that a scenario knows."""
        self._plans[call_id] = PlannedCall(call_id, self._now.at, number, GENERAL, stays=True)
        super().dial(call_id, agent_id, number, extension)

    def answer(self, call_id: str, agent_id: str) -> None:
        """Connects the caller, who begins to speak."""
        line = self._lines.get(call_id)
        if line is None or line.agent_id:
            return
        if line.ringing_id and line.ringing_id != agent_id:
            self._stop(line.ringing_id)
        super().answer(call_id, agent_id)
        self._change(call_id)
        plan = self._plans[call_id]
        if agent_id in self._colleagues:
            self._states[agent_id] = AgentState.TALKING
            self._wrap_ups[agent_id] = plan.wrap_up
            self._talk_with_colleague(plan)
        else:
            self._talk_with_person(plan, random.Random(call_id), self._stretch())

    def _talk_with_colleague(self, plan: PlannedCall) -> None:
        if plan.hold_after:
            self._later(plan.hold_after, self._unless_changed(plan.id, lambda: self.hold(plan.id)))
            self._later(plan.hold_after + plan.hold, self._unless_changed(plan.id, lambda: self.resume(plan.id)))
        rest = plan.lines[self._said.get(plan.id, 0) :]
        for n in range(len(rest)):
            moment = plan.talk * (n + 0.3) / (len(rest) + 0.3)
            pause = plan.hold if plan.hold_after and moment >= plan.hold_after else 0.0
            self._later(moment + pause, self._unless_changed(plan.id, lambda: self._say(plan)))
        if asks_after := habits.asks_for_help_after(plan.id, plan.talk):
            self._later(asks_after, self._unless_changed(plan.id, lambda: self._ask_for_help(plan.id)))
        whole = plan.talk + plan.hold
        latest = self._now.monotonic + whole + _WITH_LEAD * self._stretch()
        self._later(whole, self._unless_changed(plan.id, lambda: self._finish_with_colleague(plan, latest)))

    def _finish_with_colleague(self, plan: PlannedCall, latest: float) -> None:
        """The talk is over, unless a lead came to help and is still there."""
        line = self._lines.get(plan.id)
        if line is not None and line.supervisors and self._asking.get(plan.id) and self._now.monotonic < latest:
            again = self._unless_changed(plan.id, lambda: self._finish_with_colleague(plan, latest))
            self._later(_LOOKS_AFTER_LEAD * self._stretch(), again)
        else:
            self._finish(plan.id, "caller" if plan.ended_by_caller else "agent")

    def _ask_for_help(self, call_id: str) -> None:
        """A colleague asks a lead for help, except where one has come already."""
        line = self._lines.get(call_id)
        if line is None or line.agent_id not in self._colleagues:
            return
        if not any(mode is not SupervisionMode.LISTEN for mode in line.supervisors.values()):
            self._asking[call_id] = False
            self._state(CallEventKind.HELP_ASKED, call_id, line.agent_id)
            self._later(_WAITS_FOR_HELP, self._unless_changed(call_id, lambda: self._manage_alone(call_id)))

    def _manage_alone(self, call_id: str) -> None:
        line = self._lines.get(call_id)
        if line is not None and self._asking.get(call_id) is False:
            del self._asking[call_id]
            self._state(CallEventKind.HELP_ENDED, call_id, line.agent_id, why="withdrawn")

    def supervise(self, call_id: str, account_id: str, mode: SupervisionMode) -> None:
        """Brings a lead into a call; a colleague who has asked for help has it."""
        super().supervise(call_id, account_id, mode)
        if call_id in self._asking:
            self._asking[call_id] = True

    def _stretch(self) -> float:
        """Returns how much of the district's time is a second of a person's."""
        return max(1.0, self._speed())

    def _talk_with_person(self, plan: PlannedCall, choose: random.Random, stretch: float) -> None:
        """The caller says a line every few real seconds, waits while on hold, and in the end hangs up."""

        def go_on() -> None:
            line = self._lines.get(plan.id)
            if line is None:
                return
            if self._said.get(plan.id, 0) >= len(plan.lines):
                if not plan.stays:
                    self._later(
                        _PERSONS_TALK * stretch, self._unless_changed(plan.id, lambda: self._finish(plan.id, "caller"))
                    )
                return
            if not line.held:
                self._say(plan)
            self._later(choose.uniform(*_LINE_GAP) * stretch, self._unless_changed(plan.id, go_on))

        self._later(1.5 * stretch, self._unless_changed(plan.id, go_on))

    def _say(self, plan: PlannedCall) -> None:
        said = self._said.get(plan.id, 0)
        if said < len(plan.lines):
            self._said[plan.id] = said + 1
            self.speak(plan.id, said + 1, plan.lines[said])

    def _finish(self, call_id: str, by: str) -> None:
        line = self._lines.get(call_id)
        if line is not None and line.agent_id:
            self._rate_later(call_id)
            if by == "caller":
                self.hang_up(call_id)
            else:
                super().end(call_id, by)
            self._forget(call_id)

    def end(self, call_id: str, by: str) -> None:
        """An agent, or the system, disconnects the caller."""
        line = self._lines.get(call_id)
        if line is None:
            return
        if line.ringing_id:
            self._stop(line.ringing_id)
        if line.agent_id:
            self._rate_later(call_id)
        super().end(call_id, by)
        self._forget(call_id)

    def _rate_later(self, call_id: str) -> None:
        if satisfaction := self._plans[call_id].satisfaction:
            self._later(_RATES_AFTER, lambda: self.rate(call_id, satisfaction))

    def _take_away(self, call_id: str, **data: Value) -> None:
        """The caller waits again; what is left to say is said to the next agent."""
        line = self._lines.get(call_id)
        if line is not None and line.agent_id:
            super()._take_away(call_id, **data)
            self._change(call_id)
            self._asking.pop(call_id, None)
            if not data.get("number"):
                self._lose_patience_in(call_id)

    # -- colleagues

    def offer(self, call_id: str, agent_id: str) -> None:
        """Rings; a colleague picks up after some seconds, or does not hear it."""
        super().offer(call_id, agent_id)
        line = self._lines.get(call_id)
        if agent_id not in self._colleagues or line is None or line.ringing_id != agent_id:
            return
        self._states[agent_id] = AgentState.RINGING
        self._change(agent_id)
        plan = self._plans[call_id]
        if plan.ignored and not self._said.get(call_id):
            self._plans[call_id] = replace(plan, ignored=False)
        else:
            self._later(plan.pick_up, self._unless_changed(agent_id, lambda: self._pick_up(call_id, agent_id)))

    def _pick_up(self, call_id: str, agent_id: str) -> None:
        line = self._lines.get(call_id)
        if line is not None and line.ringing_id == agent_id:
            self.answer(call_id, agent_id)

    def withdraw(self, call_id: str) -> None:
        """Stops the ringing."""
        line = self._lines.get(call_id)
        if line is not None and line.ringing_id:
            self._stop(line.ringing_id)
        super().withdraw(call_id)

    def _stop(self, agent_id: str) -> None:
        if agent_id in self._colleagues:
            self._change(agent_id)
            self._states[agent_id] = AgentState.READY

    def _third(self, line: Line, kind: CallEventKind, agent_id: str, number: str) -> None:
        """A colleague who is asked comes."""
        super()._third(line, kind, agent_id, number)
        if agent_id in self._colleagues:
            self._states[agent_id] = AgentState.TALKING

    def set_agent_state(self, agent_id: str, state: AgentState, reason: str) -> None:  # noqa: ARG002
        """A colleague who is in wrap-up finishes it by themselves; one who was paused comes back."""
        if agent_id not in self._colleagues:
            return
        self._change(agent_id)
        self._states[agent_id] = state
        if state is AgentState.READY:
            self._do_what_is_wanted(agent_id)
        elif state is AgentState.WRAP_UP:
            self._later(self._wrap_ups[agent_id], self._unless_changed(agent_id, lambda: self._be_ready(agent_id)))
        elif state is AgentState.PAUSED:
            self._later(_COMES_BACK, self._unless_changed(agent_id, lambda: self._be_ready(agent_id)))

    def _sign_in(self, agent_id: str) -> None:
        if self._states[agent_id] is AgentState.OFFLINE:
            self._be_ready(agent_id)

    def _want(self, agent_id: str, wanted: tuple[AgentState, str, float]) -> None:
        if self._states[agent_id] is AgentState.OFFLINE:
            return
        self._wants[agent_id] = wanted
        if self._states[agent_id] is AgentState.READY:
            self._do_what_is_wanted(agent_id)

    def _be_ready(self, agent_id: str) -> None:
        if agent_id in self._wants:
            self._do_what_is_wanted(agent_id)
        else:
            self._be(agent_id, AgentState.READY, "")

    def _do_what_is_wanted(self, agent_id: str) -> None:
        wanted = self._wants.pop(agent_id, None)
        if wanted is not None:
            state, reason, seconds = wanted
            self._be(agent_id, state, reason)
            if state is AgentState.BREAK:
                self._later(seconds, self._unless_changed(agent_id, lambda: self._be_ready(agent_id)))

    def _be(self, agent_id: str, state: AgentState, reason: str) -> None:
        self._change(agent_id)
        self._states[agent_id] = state
        data = {"state": state.value, "reason": reason}
        self._facts.append(Fact(CallEventKind.AGENT_STATE, self._now, "", agent_id, data))
