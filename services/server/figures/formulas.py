"""The figures, as pure functions of raw events, in versions.

**Which calls belong to an interval.** A call belongs to the interval in which it was *offered*, with everything that
happened to it, also what happened after the interval's end. So each call is counted once, intervals add up, and a past
interval's figures do not change any more once its last call is wrapped up. Agents' time is cut at the interval's ends.
An interval is two moments; in which time zone they were asked for changes nothing.

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
- call-backs due = numbers of callers who wished to be called back, or abandoned, each once; withheld ones cannot be called.
  Reached = of those, with whom an agent talked within twelve hours after the last such call, whoever called whom.
- call-backs promised = numbers that were told by a closed queue that they will be called, each once, as of the last such call.
  Their calls are turned away and not abandoned, so they are not due in the sense above and have no part in its share; the log of
  the exchange's queues knows nothing of them. Kept = of those, with whom an agent talked within twelve hours after it.
- blocked = calls of blocked numbers that the exchange refused. They were never offered, so no share knows of them.
- wrap-ups extended = how often an agent made a wrap-up longer in the interval, by the reason they gave.
- turned away = calls to queues that were closed. They were never offered either.
- sent on = calls that a plan sent to another skill or outside, but for those whom nobody answered outside: they are turned away.

"Within" includes the threshold itself. A caller who still waits is offered and neither answered nor abandoned; the
longest wait includes them. Waits are those of :class:`~services.server.figures.history.CallRecord`.

**Versions** (:data:`~services.contracts.figures.FORMULA_VERSION` is in force, every one stays computable):

- 2026.1: a caller who wishes to be called back and leaves the queue counts as abandoned; no call-backs.
- 2026.2: such a caller is neither answered nor abandoned, and counts as a call-back.
- 2026.3: call-backs that a closed queue promised are counted, apart from those of 2026.2.
- 2026.4: who was sent on outside and is not answered there counts as turned away alone, and not as sent on besides.
- 2026.5: numbers are one citizen's with whatever extension, spaces and prefix of the country
  (:func:`~services.contracts.text.number_without_extension`); before, they had to be written alike. And an agent whose
  own telephone rings for a number that they have called does not talk where it is not picked up: they ring.
- 2026.6: so they are with or without a trunk's 0 before a mobile number (:func:`~services.contracts.text.number_key`).
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.contracts.calls import AgentState
from services.contracts.figures import FORMULA_VERSION, Figures, FormulaVersion
from services.contracts.opening import ClosedTreatment
from services.contracts.text import number_key, number_without_extension
from services.server.figures.history import CallRecord, History, Span

SHORT_ABANDON = 5.0
ANSWER_RATE_SECONDS = 15.0
CALL_BACK_WITHIN = timedelta(hours=12)
BUSY = frozenset({AgentState.TALKING, AgentState.HELD, AgentState.WRAP_UP})
SERVING = BUSY | {AgentState.READY, AgentState.RINGING}


@dataclass(frozen=True)
class _Rules:
    """Where versions differ."""

    wishes_count: bool
    """Whether a wished call-back is something of its own, and not an abandoned call."""
    promises_count: bool
    """Whether call-backs that closed queues promised are counted."""
    sent_on_once: bool
    """Whether who is turned away in the end was not sent on."""
    key: Callable[[str], str]
    """What numbers are compared by. Two of one key have one :func:`~services.contracts.text.number_key` by every version."""
    own_ring_is_talk: bool
    """Whether an agent talks while their own telephone rings for a number that they call, and is not picked up."""


def _as_written(number: str) -> str:
    return number


_FIRST = _Rules(wishes_count=False, promises_count=False, sent_on_once=False, key=_as_written, own_ring_is_talk=True)
_SECOND = replace(_FIRST, wishes_count=True)
_THIRD = replace(_SECOND, promises_count=True)
_FOURTH = replace(_THIRD, sent_on_once=True)
_FIFTH = replace(_FOURTH, key=number_without_extension, own_ring_is_talk=False)
_SIXTH = replace(_FIFTH, key=number_key)
_VERSIONS: dict[FormulaVersion, _Rules] = {
    "2026.1": _FIRST,
    "2026.2": _SECOND,
    "2026.3": _THIRD,
    "2026.4": _FOURTH,
    "2026.5": _FIFTH,
    "2026.6": _SIXTH,
}


def figures(
    history: History,
    since: datetime,
    until: datetime,
    threshold: float,
    now: datetime,
    version: FormulaVersion = FORMULA_VERSION,
) -> Figures:
    """Returns the figures of ``since`` ≤ t < ``until`` by a version's rules; ``now`` ends what still lasts."""
    rules = _VERSIONS[version]
    calls = [call for call in history.calls.values() if since <= call.offered.at < until]
    answered = [call for call in calls if call.answered]
    wished = [call for call in calls if rules.wishes_count and call.wished and not call.answered]
    abandoned = [call for call in calls if call.abandoned and not (rules.wishes_count and call.wished)]
    handled = [call for call in answered if call.handled]
    short = sum(call.wait < SHORT_ABANDON for call in abandoned)
    in_time = sum(call.wait <= threshold for call in answered)
    gone_in_time = sum(call.wait <= threshold for call in abandoned)
    busy, serving = occupied(history, since, min(until, now), now, rules.own_ring_is_talk)
    due = _to_call_back([*wished, *abandoned], rules) if rules.wishes_count else {}
    reached = sum(_talked_with(history, number, call.offered.at, rules) for number, call in due.items())
    elsewhere = history.overflowed.keys() - (history.turned_away.keys() if rules.sent_on_once else set())
    promised = _promised(history, since, until, rules) if rules.promises_count else {}
    kept = sum(_talked_with(history, number, at, rules) for number, at in promised.items())
    return Figures(
        since=since,
        until=until,
        formula=version,
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
        callbacks_wished=len(wished),
        callbacks_due=len(due),
        callbacks_reached=reached,
        callback_rate=_share(reached, len(due)),
        callbacks_promised=len(promised),
        callbacks_kept=kept,
        blocked=sum(since <= event.at < until for event in history.blocked.values()),
        turned_away=sum(since <= event.at < until for event in history.turned_away.values()),
        wrap_ups_extended=dict(
            Counter(str(event.data.get("reason") or "") for event in history.extended if since <= event.at < until)
        ),
        overflowed=sum(since <= history.overflowed[call_id].at < until for call_id in elsewhere),
    )


def _to_call_back(calls: Iterable[CallRecord], rules: _Rules) -> dict[str, CallRecord]:
    """Returns the last call of each number that is to be called back."""
    named = [
        (call.key if rules.key is number_key else rules.key(call.number), call)
        for call in sorted(calls, key=lambda c: c.offered.at)
    ]
    return {number: call for number, call in named if number}


def _promised(history: History, since: datetime, until: datetime, rules: _Rules) -> dict[str, datetime]:
    """Returns when each number was last promised a call-back by a closed queue."""
    told = [event for event in history.turned_away.values() if since <= event.at < until]
    called = [event for event in told if event.data.get("treatment") == ClosedTreatment.CALL_BACK]
    named = [(str(event.data.get("number") or ""), event.at) for event in sorted(called, key=lambda event: event.at)]
    return {key: at for number, at in named if (key := rules.key(number))}


def _talked_with(history: History, number: str, missed: datetime, rules: _Rules) -> bool:
    """Tells whether an agent talked with a number after a call of it that nobody answered."""
    # By their moments: what was read from the log of the exchange after an outage is stored later than it happened.
    end = missed + CALL_BACK_WITHIN
    key, wanted = number_key(number), rules.key(number)
    called = (
        made.answered for made in history.made_to.get(key, ()) if made.answered and rules.key(made.number) == wanted
    )
    got_through = (
        call.offered for call in history.calls_of.get(key, ()) if call.answered and rules.key(call.number) == wanted
    )
    return any(missed <= event.at < end for event in (*called, *got_through))


def waited(call: CallRecord, now: datetime) -> float:
    """Returns how long a caller waited, or has waited until now."""
    if call.answered or call.over:
        return call.wait
    return max(0.0, (now - call.offered.at).total_seconds())


def occupied(
    history: History, since: datetime, until: datetime, now: datetime, own_ring_is_talk: bool = False
) -> tuple[float, float]:
    """Returns the seconds in which agents were busy, and in which they served at all, within an interval."""
    busy = serving = 0.0
    begin, end = since.timestamp(), until.timestamp()
    for span in spans(history, now):
        if span.end > begin and span.start < end and span.state in SERVING:
            seconds = min(span.end, end) - max(span.start, begin)
            serving += seconds
            if span.state in BUSY and (own_ring_is_talk or not span.own_ring):
                busy += seconds
    return busy, serving


def spans(history: History, now: datetime) -> Iterable[Span]:
    """Yields all agents' states, those that still last as far as now."""
    end = now.timestamp()
    for timeline in history.agents.values():
        yield from timeline.spans
        if timeline.since is not None and timeline.state is not AgentState.OFFLINE:
            start = timeline.since.at.timestamp()
            yield Span(timeline.state, start, max(start, end), timeline.own_ring)


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole > 0 else None
