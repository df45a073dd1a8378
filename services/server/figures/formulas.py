"""The figures, as pure functions of raw events (formula version :data:`~services.contracts.figures.FORMULA_VERSION`).

**Which calls belong to an interval.** A call belongs to the interval in which it was *offered*, with everything that
happened to it, also what happened after the interval's end. So each call is counted once, intervals add up, and a past
interval's figures do not change any more once its last call is wrapped up. Agents' time is cut at the interval's ends.

**The formulas** (all times in seconds):

- service level SL(T) = answered within T / answered
- SL2(T) = (answered within T + abandoned within T) / (answered + abandoned)
- 15-second answer rate 15秒接通率 = answered within 15 s / offered (GB/T 33358 asks for an answer within 15 s)
- connection rate 接通率 = answered / offered
- abandon rate = abandoned / offered; without short ones = (abandoned - short) / (offered - short), short: < 5 s
- ASA = sum of the waits of answered calls / answered
- AHT = sum of (talk + hold + wrap-up) / handled, over the calls that are handled to the end
- occupancy = (talk + hold + wrap-up) / (ready + ringing + talk + hold + wrap-up) of all agents. Breaks, training and pauses
  after a missed ring are neither above nor below the line.

"Within" includes the threshold itself. A caller who still waits is offered and neither answered nor abandoned; the
longest wait includes them. Waits are those of :class:`~services.server.figures.history.CallRecord`.
"""

from collections.abc import Iterable
from datetime import datetime

from services.contracts.calls import AgentState
from services.contracts.figures import Figures
from services.server.figures.history import CallRecord, History, Span

SHORT_ABANDON = 5.0
ANSWER_RATE_SECONDS = 15.0
BUSY = frozenset({AgentState.TALKING, AgentState.HELD, AgentState.WRAP_UP})
SERVING = BUSY | {AgentState.READY, AgentState.RINGING}


def figures(history: History, since: datetime, until: datetime, threshold: float, now: datetime) -> Figures:
    """Returns the figures of ``since`` ≤ t < ``until``; ``now`` ends what still lasts."""
    calls = [call for call in history.calls.values() if since <= call.offered.at < until]
    answered = [call for call in calls if call.answered]
    abandoned = [call for call in calls if call.abandoned]
    handled = [call for call in answered if call.handled]
    short = sum(call.wait < SHORT_ABANDON for call in abandoned)
    in_time = sum(call.wait <= threshold for call in answered)
    gone_in_time = sum(call.wait <= threshold for call in abandoned)
    busy, serving = occupied(history, since, min(until, now), now)
    return Figures(
        since=since,
        until=until,
        threshold=threshold,
        offered=len(calls),
        answered=len(answered),
        abandoned=len(abandoned),
        abandoned_short=short,
        service_level=_share(in_time, len(answered)),
        service_level_2=_share(in_time + gone_in_time, len(answered) + len(abandoned)),
        answer_rate_15=_share(sum(call.wait <= ANSWER_RATE_SECONDS for call in answered), len(calls)),
        connection_rate=_share(len(answered), len(calls)),
        abandon_rate=_share(len(abandoned), len(calls)),
        abandon_rate_without_short=_share(len(abandoned) - short, len(calls) - short),
        asa=_share(sum(call.wait for call in answered), len(answered)),
        aht=_share(sum(call.talk + call.hold + call.wrap_up for call in handled), len(handled)),
        occupancy=_share(busy, serving),
        longest_wait=max((waited(call, now) for call in calls), default=0.0),
    )


def waited(call: CallRecord, now: datetime) -> float:
    """Returns how long a caller waited, or has waited until now."""
    if call.answered or call.over:
        return call.wait
    return max(0.0, (now - call.offered.at).total_seconds())


def occupied(history: History, since: datetime, until: datetime, now: datetime) -> tuple[float, float]:
    """Returns the seconds in which agents were busy, and in which they served at all, within an interval."""
    busy = serving = 0.0
    begin, end = since.timestamp(), until.timestamp()
    for span in spans(history, now):
        if span.end > begin and span.start < end and span.state in SERVING:
            seconds = min(span.end, end) - max(span.start, begin)
            serving += seconds
            if span.state in BUSY:
                busy += seconds
    return busy, serving


def spans(history: History, now: datetime) -> Iterable[Span]:
    """Yields all agents' states, those that still last as far as now."""
    end = now.timestamp()
    for timeline in history.agents.values():
        yield from timeline.spans
        if timeline.since is not None and timeline.state is not AgentState.OFFLINE:
            start = timeline.since.at.timestamp()
            yield Span(timeline.state, start, max(start, end))


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole > 0 else None
