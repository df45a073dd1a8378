"""Picks calls for scoring, by rule or at random, so that anybody can pick the same calls again.

Every call gets a place in a queue that depends on the seed and the call's id alone (a hash, not a random generator), and
the first ones that fit the rule are taken. The order of rows, the database and the process do not matter, and a call
that joins the period later moves no other call out of its place.
"""

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from services.contracts.quality import SampleRequest, SampleRule

LOW_SATISFACTION = 2
"""Ratings up to this one (of 5) count as low."""
LARGEST_SAMPLE = 500


@dataclass(frozen=True)
class Candidate:
    """An answered and ended call that may be picked.

    ``connected_seconds`` is talk and hold together; ``silent_seconds`` is how much of it nobody spoke or the caller
    was on hold.
    """

    call_id: str
    agent_id: str
    connected_seconds: float = 0.0
    silent_seconds: float = 0.0
    satisfaction: int | None = None
    ticket_kinds: frozenset[str] = frozenset()

    @property
    def silent_share(self) -> float:
        """The silent share of the connected time, 0 to 1."""
        return min(1.0, self.silent_seconds / self.connected_seconds) if self.connected_seconds > 0 else 0.0


@dataclass(frozen=True)
class Picked:
    """A call that was picked, and why (codes of :class:`services.contracts.quality.SampledCall`)."""

    call_id: str
    reasons: tuple[str, ...]


def pick(request: SampleRequest, candidates: Iterable[Candidate]) -> tuple[list[Picked], int]:
    """Returns the sample, in its own fixed order, and how many calls it was picked from."""
    fitting = [candidate for candidate in candidates if _fits(request, candidate)]
    fitting.sort(key=lambda candidate: place(request.seed, candidate.call_id))
    if request.rule is SampleRule.PER_AGENT:
        groups: dict[str, list[Candidate]] = defaultdict(list)
        for candidate in fitting:
            groups[candidate.agent_id].append(candidate)
        chosen = [c for agent in sorted(groups) for c in groups[agent][: _size(request, len(groups[agent]))]]
    else:
        chosen = fitting[: _size(request, len(fitting))]
    return [Picked(c.call_id, _reasons(request, c)) for c in chosen[:LARGEST_SAMPLE]], len(fitting)


def place(seed: int, call_id: str) -> bytes:
    """Returns a call's place in the queue of a seed."""
    return hashlib.sha256(f"{seed}:{call_id}".encode()).digest()


def _size(request: SampleRequest, population: int) -> int:
    return request.count if request.share is None else math.ceil(round(request.share * population, 9))


def _fits(request: SampleRequest, candidate: Candidate) -> bool:
    match request.rule:
        case SampleRule.LOW_SATISFACTION:
            return _is_low(candidate)
        case SampleRule.LONG:
            return candidate.connected_seconds >= request.long_seconds
        case SampleRule.SILENT:
            return candidate.connected_seconds > 0 and candidate.silent_share >= request.silent_share
        case SampleRule.KIND:
            return request.kind in candidate.ticket_kinds
        case SampleRule.RANDOM | SampleRule.PER_AGENT:
            return True


def _is_low(candidate: Candidate) -> bool:
    return candidate.satisfaction is not None and candidate.satisfaction <= LOW_SATISFACTION


def _reasons(request: SampleRequest, candidate: Candidate) -> tuple[str, ...]:
    """Returns the rule first, then whatever else is remarkable about the call."""
    remarks = {
        SampleRule.LOW_SATISFACTION: f"low_satisfaction:{candidate.satisfaction}" if _is_low(candidate) else "",
        SampleRule.LONG: (
            f"long:{candidate.connected_seconds:.0f}" if candidate.connected_seconds >= request.long_seconds else ""
        ),
        SampleRule.SILENT: (
            f"silent:{candidate.silent_share:.2f}"
            if candidate.connected_seconds > 0 and candidate.silent_share >= request.silent_share
            else ""
        ),
    }
    first = remarks.pop(request.rule, request.rule.value)
    return (first, *(remark for remark in remarks.values() if remark))
