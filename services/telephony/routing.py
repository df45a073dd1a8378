"""Who is served next, and by whom: skills with levels, longest idle agent, priorities, overflow.

The rules, in order:

1. A caller who was put back (missed ring, dead console, transfer) stands at the head.
2. Each step of priority is worth ``priority_seconds`` of waiting. A head start, and not a class of its own: an elderly
   caller passes those who came a little earlier, and nobody waits for ever.
3. Then the longest wait.
4. A caller takes an idle agent of level 1 in the skill; after each ``widen_seconds`` of waiting one level more; after
   ``general_seconds`` also anybody with the general skill. Of those it is the best level, then the longest idle agent.

All sets are kept sorted, so that a decision looks at the skills and not at the callers: with 1,000 waiting, 500 agents
and 20 skills it takes well under a millisecond. Nothing here knows calls, clocks or databases.
"""

from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

GENERAL = "general"
"""The skill whose holders help out in every queue."""

LEVELS = 5

_EPSILON = 1e-6
"""Seconds; a moment computed by adding is reached although the sum was rounded."""


@dataclass(frozen=True)
class RoutingRules:
    """When the search widens, in seconds of waiting, and what a step of priority is worth."""

    widen_seconds: float = 10.0
    general_seconds: float = 20.0
    priority_seconds: float = 90.0


@dataclass(frozen=True, slots=True)
class Assignment:
    """A decision: this agent's phone rings with this call."""

    call_id: str
    agent_id: str


@dataclass(frozen=True, slots=True, order=True)
class _Place:
    """Where a caller stands in the queue; smaller is served earlier."""

    tail: bool
    effective: float
    since: float
    call_id: str


class Router:
    """Waiting callers and idle agents, and the next match between them. Deterministic: ties fall by id."""

    def __init__(self, rules: RoutingRules | None = None) -> None:
        self.rules = rules or RoutingRules()
        self._queues: dict[str, list[_Place]] = {}
        self._places: dict[str, tuple[str, _Place]] = {}
        self._idle: dict[str, list[list[tuple[float, str]]]] = {}
        self._agents: dict[str, tuple[float, dict[str, int]]] = {}

    # -- callers

    def wait(self, call_id: str, skill: str, since: float, priority: int = 0, head: bool = False) -> None:
        """Puts a caller into a queue, or moves them."""
        self.leave(call_id)
        place = _Place(not head, since - priority * self.rules.priority_seconds, since, call_id)
        self._places[call_id] = (skill, place)
        insort(self._queues.setdefault(skill, []), place)

    def leave(self, call_id: str) -> None:
        """Takes a caller out of the queue, if there."""
        found = self._places.pop(call_id, None)
        if found is not None:
            queue = self._queues[found[0]]
            del queue[bisect_left(queue, found[1])]

    @property
    def waiting(self) -> int:
        """How many callers wait."""
        return len(self._places)

    def in_order(self, skill: str | None = None) -> list[str]:
        """Returns the callers of one queue, or of all, in the order of service."""
        if skill is not None:
            return [place.call_id for place in self._queues.get(skill, [])]
        return [place.call_id for place in sorted(place for _, place in self._places.values())]

    def position(self, call_id: str) -> int:
        """Returns where a caller stands in their queue: 1 is served next, 0 does not wait."""
        found = self._places.get(call_id)
        return 0 if found is None else bisect_left(self._queues[found[0]], found[1]) + 1

    # -- agents

    def idle(self, agent_id: str, since: float, skills: Mapping[str, int]) -> None:
        """An agent is ready since a moment, with these skills and levels (1 is the best)."""
        self.busy(agent_id)
        kept = {skill: min(max(level, 1), LEVELS) for skill, level in skills.items()}
        self._agents[agent_id] = (since, kept)
        for skill, level in kept.items():
            insort(self._levels(skill)[level - 1], (since, agent_id))

    def busy(self, agent_id: str) -> None:
        """An agent cannot be rung (any more)."""
        found = self._agents.pop(agent_id, None)
        if found is not None:
            since, skills = found
            for skill, level in skills.items():
                row = self._levels(skill)[level - 1]
                del row[bisect_left(row, (since, agent_id))]

    def _levels(self, skill: str) -> list[list[tuple[float, str]]]:
        levels = self._idle.get(skill)
        if levels is None:
            levels = self._idle[skill] = [[] for _ in range(LEVELS)]
        return levels

    # -- decisions

    def reach(self, waited: float) -> int:
        """Returns the highest level that a caller takes after waiting so long."""
        return min(LEVELS, 1 + int((waited + _EPSILON) / self.rules.widen_seconds)) if waited > 0 else 1

    def overflowed(self, waited: float) -> bool:
        """Tells whether the search for this caller has widened."""
        return waited >= min(self.rules.widen_seconds, self.rules.general_seconds)

    def decide(self, now: float) -> Assignment | None:
        """Returns the next match, or ``None``. Changes nothing: the caller of this method says who left and who is busy."""
        if not self._places or not self._agents:
            return None
        best: tuple[_Place, str] | None = None
        general = self._first(GENERAL, LEVELS)
        for skill, queue in self._queues.items():
            if not queue:
                continue
            for place in queue:
                if best is not None and best[0] <= place:
                    break
                agent = self._agent_for(skill, now - place.since, general)
                if agent is not None:
                    best = (place, agent)
                    break
                if general is None and not self._any(skill):
                    break
        return None if best is None else Assignment(best[0].call_id, best[1])

    def _agent_for(self, skill: str, waited: float, general: str | None) -> str | None:
        agent = self._first(skill, self.reach(waited))
        if agent is None and waited + _EPSILON >= self.rules.general_seconds:
            return general
        return agent

    def _first(self, skill: str, reach: int) -> str | None:
        for row in self._idle.get(skill, ())[:reach]:
            if row:
                return row[0][1]
        return None

    def _any(self, skill: str) -> bool:
        return any(self._idle.get(skill, ()))

    def next_change(self, now: float) -> float | None:
        """Returns the next moment at which waiting alone makes a match possible, ``None`` where it cannot."""
        if not self._agents or not self._places:
            return None
        return min((moment for moment in self._widenings(now)), default=None)

    def _widenings(self, now: float) -> Iterator[float]:
        general = self._first(GENERAL, LEVELS)
        for skill, queue in self._queues.items():
            levels = [level for level, row in enumerate(self._idle.get(skill, ())) if row]
            waits = [levels[0] * self.rules.widen_seconds] if levels else []
            if general is not None:
                waits.append(self.rules.general_seconds)
            if waits:
                for place in queue:
                    yield max(now, place.since + min(waits))


def estimated_wait(position: int, handle_seconds: float, agents: int) -> float | None:
    """Returns the seconds that the caller at a position (1 is next) has still to expect, ``None`` without agents.

    The queue-length predictor of Ibrahim and Whitt, "Real-Time Delay Estimation Based on Delay History" (Manufacturing
    & Service Operations Management 11, 2009): with ``n`` callers ahead and ``s`` agents who are each done every
    ``handle_seconds`` (mean of the recent calls, wrap-up included), (n + 1) · handle / s.
    """
    return None if agents <= 0 else position * handle_seconds / agents
