"""What time and consoles say of people: timed states that end, consoles that fall silent, what looks stuck."""

import heapq
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from services.clock import Clock
from services.contracts.calls import AgentState
from services.server.calls import reduce
from services.server.calls.rules import Consoles
from services.server.calls.state import LiveAgent, evolve
from services.telephony.protocol import Stamp

if TYPE_CHECKING:
    from services.server.calls.core import FloorCore


class People:
    """Looks after the agents of a floor. ``real`` is real monotonic time."""

    def __init__(self, core: "FloorCore", clock: Clock, real: Callable[[], float], consoles: Consoles) -> None:
        self._core = core
        self._clock = clock
        self._real = real
        self._consoles = consoles
        self._timers: list[tuple[float, str]] = []

    # -- timed states

    def next_due(self) -> float | None:
        """Returns the monotonic second at which the next timed state of a simulated colleague ends."""
        while self._timers and not self._is_timed(self._timers[0][1], self._timers[0][0]):
            heapq.heappop(self._timers)
        return self._timers[0][0] if self._timers else None

    def extend(self, agent: LiveAgent, seconds: float) -> None:
        """Lets a timed state end some seconds after now."""
        until = self._core.now.later(seconds * self._stretch(agent))
        changed = evolve(agent, until=until, real_until=self._real() + seconds)
        self._core.state.put_agent(changed)
        self._time(changed)

    def timed_out(self) -> bool:
        """Ends what is due; tells whether anything was."""
        moved = False
        while self._timers and self._timers[0][0] <= self._core.now.monotonic:
            moment, agent_id = heapq.heappop(self._timers)
            if self._is_timed(agent_id, moment):
                self._core.time_out(self._core.state.agents[agent_id])
                moved = True
        return moved

    def begin_again(self) -> None:
        """Takes the timed states from the agents, after a batch was taken back."""
        self._timers = []
        for agent in self._core.state.agents.values():
            self._time(agent)

    def _stretch(self, agent: LiveAgent) -> float:
        """A person must have the seconds in real time; a simulated colleague lives in the district's."""
        return 1.0 if agent.simulated else max(1.0, self._clock.speed)

    def _time(self, agent: LiveAgent) -> None:
        if agent.simulated and agent.until is not None:
            heapq.heappush(self._timers, (agent.until.monotonic, agent.id))

    def _is_timed(self, agent_id: str, moment: float) -> bool:
        agent = self._core.state.agents.get(agent_id)
        return agent is not None and agent.until is not None and agent.until.monotonic == moment

    # -- people at consoles

    def has_work(self, now: Stamp) -> bool:
        """Tells whether :meth:`look_after` would do anything."""
        return any(self._verdict(agent, now) is not None for agent in self._core.state.agents.values())

    def look_after(self) -> None:
        """Does what each person's time and console call for."""
        agents = self._core.state.agents
        for agent_id in list(agents):
            action = self._verdict(agents[agent_id], self._core.now)
            if action is not None:
                action()

    def _verdict(self, agent: LiveAgent, now: Stamp) -> Callable[[], None] | None:
        core, rules = self._core, self._core.rules
        if agent.simulated or agent.state is AgentState.OFFLINE:
            return None
        due = agent.until is not None and agent.until.monotonic <= now.monotonic
        if agent.state is AgentState.RINGING and core.exchange.routes:
            due = False  # the exchange says itself when a ring was missed
        if due and self._real() >= agent.real_until:
            return lambda: core.time_out(agent)
        unseen = self._consoles.unseen(agent.id, agent.console)
        if unseen >= rules.console_rings and (other := self._consoles.other(agent.id)):
            # The person has signed in again after their console died: they go on where they were.
            return lambda: core.state.put_agent(replace(agent, console=other))
        # Who talks by a real telephone goes on talking without a console, and so does the citizen.
        talks_on = core.exchange.routes and agent.state in (AgentState.TALKING, AgentState.HELD)
        stays = talks_on or agent.state in (AgentState.BREAK, AgentState.TRAINING)
        if unseen >= rules.console_talks and not stays:
            return lambda: core.free(agent.id, AgentState.OFFLINE, "no_console", "console_lost")
        if unseen >= rules.console_rings and agent.state in (AgentState.READY, AgentState.RINGING):
            return lambda: core.free(agent.id, AgentState.PAUSED, "no_console", "console_lost")
        if unseen < rules.console_rings and (agent.state, agent.reason) == (AgentState.PAUSED, "no_console"):
            return lambda: core.put(agent.id, AgentState.READY)
        stuck = self._stuck(agent, unseen, now)
        telephone = core.exchange.telephone(agent.id)
        if (stuck, telephone) == (agent.stuck, agent.telephone):
            return None
        return lambda: core.state.put_agent(replace(agent, stuck=stuck, telephone=telephone))

    def _stuck(self, agent: LiveAgent, unseen: float, now: Stamp) -> str:
        lasting, rules = reduce.elapsed(agent.since, now), self._core.rules
        if unseen >= rules.console_rings:
            return "no_console"
        if agent.state is AgentState.BREAK and lasting > rules.long_break:
            return "long_break"
        if agent.state is AgentState.WRAP_UP and lasting > rules.long_wrap_up:
            return "long_wrap_up"
        if agent.state in (AgentState.TALKING, AgentState.HELD) and lasting > rules.long_call:
            return "long_call"
        return ""
