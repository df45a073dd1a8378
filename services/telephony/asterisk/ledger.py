"""The figures once more, from nothing but what Asterisk itself wrote: its queue log and its call lines (``Master.csv``).

Evidence against our own figures. Nothing here is shared with the formulas, with the floor or with the reader of events;
only how Asterisk's names are spelled (:mod:`~services.telephony.asterisk.names`) is.

**How exact it can be.** The queue log has whole seconds: a moment in it is a second wide. A wait of 15 in the log is one
between 14 and 16 s, so how many were answered within 15 s is known only between two numbers. Each figure here is
therefore a :class:`Value`: the nearest, and the lowest and highest that fit the log. Counts have no width. A mean of many
waits is known better than one wait: the cut seconds are as often too long as too short, so its width is four times
√(1/6 n) s, at most a second. ``LAG`` is what Asterisk may need, on a busy machine, between something and its line about
it; a pause is asked for by our server after the talk, and its line comes when it arrives.

**Whose time.** An agent serves from the first skill's queue (``ADDMEMBER``) to the last (``REMOVEMEMBER``), or, in no such queue, from when they
were said to be free (``UNPAUSEALL``) until they go off duty (``tongfu offline``): who only calls numbers may have no skill. They are busy from
``CONNECT`` to the end of the talk and in a pause called ``tongfu wrap_up``; every other pause counts for nothing, and a ``tongfu
breath`` is none. Of a number that an agent called, and of a colleague's part in a call, the queue log knows nothing: those
are busy by the call lines, whatever pause they had. When Asterisk was killed, what it did not write any more ended with the last line before ``QUEUESTART``; the agent's own time in
the talk goes on until then, as nobody could know.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from services.contracts.text import number_key
from services.telephony.asterisk.names import BREATH, CALLED_LINE, MESSAGE_KEY, QUEUE_PREFIX, call_of, skill_of
from services.telephony.asterisk.pbxcall import PAUSED_BY_US, number_of
from services.telephony.asterisk.records import Line, beside_queues, read

LAG = 0.5
WRAP_UP, OFF_DUTY = f"{PAUSED_BY_US} wrap_up", f"{PAUSED_BY_US} offline"
_SHORT, _FIFTEEN = 5, 15
_HALF_A_DAY = 12 * 3600
_UNTIL_HEARD = 5
"""Seconds until our server hears a new Asterisk and has told it who is paused."""
_ON_ITS_WAY = 3
"""Seconds that a pause after a talk may take; a later one was asked for by a server that has come back, and begins then."""
_DONE = frozenset({"COMPLETEAGENT", "COMPLETECALLER", "BLINDTRANSFER", "ATTENDEDTRANSFER"})
_ELSEWHERE = frozenset({"MusicOnHold", "ConfBridge", "Bridge"})
"""Where a citizen may be outside of a queue and still with an agent."""


@dataclass(frozen=True)
class Value:
    """A figure as far as the log can tell: the nearest, the lowest, the highest; ``None``: nothing was counted."""

    nearest: float | None
    low: float | None = None
    high: float | None = None

    def fits(self, ours: float | None) -> bool:
        """Tells whether a figure of ours is one that the log allows."""
        if ours is None or self.nearest is None:
            return ours is None and self.nearest is None
        low = self.nearest if self.low is None else self.low
        high = self.nearest if self.high is None else self.high
        return low - 1e-9 <= ours <= high + 1e-9


@dataclass
class Talk:
    """An agent had the citizen, in seconds since 1970."""

    agent: str
    start: int
    end: int | None = None


@dataclass
class Call:
    """A caller as the two logs tell of them."""

    unique: str
    offered: int
    number: str = ""
    answered: int | None = None
    left: int | None = None
    wished: bool = False
    called: bool = False
    """An agent had called them: their talks are work, and they are nobody who called."""
    over: int | None = None
    talks: list[Talk] = field(default_factory=list)
    wrap_up: int = 0
    wrapping: int = 0
    slack: int = 0
    """By how much later than told it may have ended, because Asterisk was killed."""

    @property
    def wait(self) -> int:
        """Whole seconds until the answer, or until the caller left."""
        end = self.answered if self.answered is not None else self.left
        return 0 if end is None else end - self.offered


@dataclass
class _Agent:
    skills: set[str] = field(default_factory=set)
    here: bool = False
    """On duty, whatever their skills."""
    pause: str | None = None
    call: Call | None = None
    last: Call | None = None
    """Whose talk ended last, until the pause that follows it or something else does."""
    done: int = 0
    since: int = 0
    spans: list[tuple[bool, int, int]] = field(default_factory=list)
    """Whether busy, from, to."""

    def kind(self) -> bool | None:
        """Busy, free, or not there at all (``None``)."""
        if self.call is not None or self.pause == WRAP_UP:
            return True
        return False if (self.skills or self.here) and self.pause is None else None

    def until(self, at: int) -> None:
        """Closes the present span."""
        kind = self.kind()
        if kind is not None and at > self.since:
            self.spans.append((kind, self.since, at))
        self.since = at


class Ledger:
    """Reads a queue log, and the call lines beside it.

    Args:
        log: lines of the queue log, in their order.
        records: lines of ``Master.csv``.
    """

    def __init__(self, log: Iterable[str], records: Iterable[str] = ()) -> None:
        self.calls: dict[str, Call] = {}
        self.first = self.last = 0
        """Seconds of the first and the last line."""
        self._dark = 0
        """Seconds of agents in which Asterisk was not there, or not heard by our server again yet."""
        self.starts: list[int] = []
        """When Asterisk was started."""
        self.lines: dict[str, list[Line]] = {}
        for line in read(records):
            self.lines.setdefault(line.unique, []).append(line)
        self._agents: dict[str, _Agent] = {}
        self._called: set[str] = set()
        for text in log:
            fields = text.rstrip("\n").split("|")
            if len(fields) >= 5 and fields[0].isdigit():
                self._take(int(fields[0]), fields[1], fields[2], fields[3], fields[4], fields[5:])
        self._ends()

    # -- reading

    def _take(self, at: int, unique: str, queue: str, name: str, event: str, data: Sequence[str]) -> None:
        self.first = self.first or at
        if event == "QUEUESTART":
            self._started(at)
        self.last = at
        if event == CALLED_LINE:
            self._called.add(unique)
        elif event == "ENTERQUEUE" and queue.startswith(QUEUE_PREFIX):
            call = self.calls.setdefault(call_of(unique), Call(unique, at, number_of(data[1] if len(data) > 1 else "")))
            call.left, call.called = None, unique in self._called
            # Who stands in a queue again has left their agent; that agent's own line comes only when the whole call is over.
            self._done(at, call)
        elif event in ("PAUSEALL", "UNPAUSEALL") and data[:1] != [BREATH]:
            self._pause(at, name, (data[0] if data else "") if event == "PAUSEALL" else None)
        elif event in ("ADDMEMBER", "REMOVEMEMBER") and (skill := skill_of(queue)):
            agent = self._agent(name, at)
            agent.until(at)
            (agent.skills.add if event == "ADDMEMBER" else agent.skills.discard)(skill)
            # Who is on duty all the same is said to be free after it.
            agent.here = agent.here and bool(agent.skills)
            if event == "ADDMEMBER" and data and data[0] == "PAUSED":
                agent.pause = agent.pause or "added"
        elif (known := self.calls.get(call_of(unique))) is not None:
            self._of_call(at, known, name, event, data)

    def _of_call(self, at: int, call: Call, name: str, event: str, data: Sequence[str]) -> None:
        if event == "CONNECT":
            call.answered = at if call.answered is None else call.answered
            call.talks.append(Talk(name, at))
            agent = self._agent(name, at)
            agent.until(at)
            agent.call, agent.last = call, None
        elif event in _DONE:
            self._done(at, call, name=name)
            call.over = at
        elif event == "ABANDON":
            call.left = call.over = at
        elif event == "EXITWITHKEY":
            call.left = call.over = at
            # The other key leads to a message: such a call is one that nobody answered.
            call.wished = not data or data[0] != MESSAGE_KEY

    def _done(self, at: int, call: Call, told: int = 0, name: str = "") -> None:
        """A talk is over, with one agent or with whoever had it; ``told``: when that could be known, if later.

        Until then the agent's time goes on.
        """
        for talk in call.talks:
            if talk.end is None and name in ("", talk.agent):
                talk.end = at
                agent = self._agent(talk.agent, at)
                agent.until(told or at)
                # After a kill nobody could see when the talk ended, and wrap-up begins with its pause.
                agent.call, agent.last, agent.done = None, call, 0 if told else at

    def _pause(self, at: int, name: str, reason: str | None) -> None:
        agent = self._agent(name, at)
        if reason == WRAP_UP and agent.last is not None and agent.pause is None:
            # It was asked for after the talk: what lies between belongs to it.
            if at - agent.done <= _ON_ITS_WAY:
                agent.since = agent.done
                while agent.spans and agent.spans[-1][1] >= agent.done and not agent.spans[-1][0]:
                    agent.spans.pop()
            else:
                agent.until(at)
                agent.done = at
            agent.pause = reason
            agent.last.wrapping += 1
            return
        agent.until(at)
        if agent.pause == WRAP_UP and reason != WRAP_UP and agent.last is not None:
            agent.last.wrap_up += at - agent.done
            agent.last.wrapping -= 1
        if reason != WRAP_UP:
            agent.last = None
        agent.pause, agent.here = reason, reason is None or (agent.here and reason != OFF_DUTY)

    def _started(self, at: int) -> None:
        """Asterisk is new: what went on before ended with its last line. Members and pauses it has kept."""
        self.starts.append(at)
        serving = sum(agent.kind() is not None for agent in self._agents.values())
        self._dark += (at - self.last + _UNTIL_HEARD) * serving if self.last else 0
        for call in self.calls.values():
            if call.over is None or any(talk.end is None for talk in call.talks):
                ended = max([self.last, *(line.end for line in self.lines.get(call.unique, ()))])
                call.slack = max(0, at - ended)
                self._done(min(ended, at), call, at)
                call.over = min(ended, at)
                if call.answered is None:
                    call.left = call.over

    def _ends(self) -> None:
        """What the call lines know better: a talk that went on outside of the queue."""
        for call in self.calls.values():
            beyond = [line.end for line in self.lines.get(call.unique, ()) if line.application in _ELSEWHERE]
            if beyond and call.talks and call.talks[-1].end is not None:
                call.talks[-1].end = max(call.talks[-1].end, *beyond)

    def _agent(self, name: str, at: int) -> _Agent:
        return self._agents.setdefault(name, _Agent(since=at))

    # -- figures

    def figures(self, since: int, until: int, threshold: int) -> dict[str, Value]:
        """Returns the figures of the calls that were offered in ``since`` ≤ t < ``until`` (whole seconds), by our names."""
        calls = [call for call in self.calls.values() if since <= call.offered < until and not call.called]
        answered = [call for call in calls if call.answered is not None]
        wished = [call for call in calls if call.wished and call.answered is None]
        gone = [call for call in calls if call.answered is None and call.left is not None and not call.wished]
        handled = [call for call in answered if call.over is not None and not call.wrapping]
        work = [sum((talk.end or talk.start) - talk.start for talk in c.talks) + c.wrap_up for c in handled]
        cuts = sum(2 * len(call.talks) for call in handled)
        due = {
            key: call for call in sorted([*gone, *wished], key=lambda c: c.offered) if (key := number_key(call.number))
        }
        talked = self._talked_with() if due else {}
        reached = sum(
            any(call.offered <= at < call.offered + _HALF_A_DAY for at in talked.get(key, ()))
            for key, call in due.items()
        )
        total, over = len(calls), len(answered) + len(gone)
        occupancy = _share(*self._busy(since, until), self._dark)
        return {
            "offered": Value(total),
            "answered": Value(len(answered)),
            "abandoned": Value(len(gone)),
            "abandoned_short": _count(gone, _SHORT, strictly=True),
            "service_level": _part(_count(answered, threshold), len(answered)),
            "service_level_2": _part(_count([*answered, *gone], threshold), over),
            "answer_rate_15": _part(_count(answered, _FIFTEEN), total),
            "connection_rate": _part(Value(len(answered)), total),
            "abandon_rate": _part(Value(len(gone)), total),
            "asa": _mean([call.wait for call in answered], 2 * len(answered)),
            "aht": _mean(work, 2 * cuts, lags=4, slack=sum(call.slack for call in handled)),
            "occupancy": occupancy,
            "callbacks_wished": Value(len(wished)),
            "callbacks_due": Value(len(due)),
            "callbacks_reached": Value(reached),
        }

    def _busy(self, since: int, until: int) -> tuple[int, int, int]:
        """Returns the seconds busy, the seconds there, and how many spans these are made of."""
        busy = there = count = 0
        beside = beside_queues([line for lines in self.lines.values() for line in lines], self.starts)
        for name in self._agents.keys() | beside.keys():
            spans = beside.get(name, [])
            for is_busy, start, end in [*self._spans(name), *((True, *span) for span in spans)]:
                seconds = max(0, min(end, until) - max(start, since))
                there += seconds
                busy += seconds * is_busy
                count += 1
            # What the queue log says of them meanwhile is not counted twice.
            for is_busy, start, end in self._spans(name):
                for begun, over in spans:
                    seconds = max(0, min(end, until, over) - max(start, since, begun))
                    there -= seconds
                    busy -= seconds * is_busy
        return busy, there, count

    def _spans(self, name: str) -> list[tuple[bool, int, int]]:
        """Returns an agent's spans, also the one that lasts still."""
        agent = self._agents.get(name)
        if agent is None:
            return []
        kind = agent.kind()
        return [*agent.spans, *([] if kind is None else [(kind, agent.since, max(self.last, agent.since))])]

    def _talked_with(self) -> dict[str, list[int]]:
        """Returns the seconds in which an agent began to talk with a citizen, by what numbers are compared by."""
        called = [(line.called, line.start) for lines in self.lines.values() for line in lines if line.answered]
        got_through = [(call.number, call.offered) for call in self.calls.values() if call.answered and not call.called]
        found: dict[str, list[int]] = {}
        for number, at in (*called, *got_through):
            found.setdefault(number_key(number), []).append(at)
        return found

    def without_line(self) -> list[str]:
        """Returns the calls of the queue log that have no call line; those that a kill cut off have none."""
        return sorted(key for key, call in self.calls.items() if self.lines and call.unique not in self.lines)


def _count(calls: Iterable[Call], limit: int, strictly: bool = False) -> Value:
    """How many waited at most (or less than) so many seconds."""
    waits = [(call.wait, call.slack if call.answered is None else 0) for call in calls]
    nearest = sum(wait < limit if strictly else wait <= limit for wait, _ in waits)
    sure = sum(wait + 1 + slack <= limit for wait, slack in waits)
    return Value(nearest, sure, sum(wait - 1 < limit for wait, _ in waits))


def _share(busy: int, there: int, spans: int, dark: int) -> Value:
    """Occupancy, whose borders are each a second wide.

    A hundredth is what pauses need on their way; whether somebody worked while Asterisk was gone is known to nobody.
    """
    if not there:
        return Value(None)
    share, width = busy / there, 4 * math.sqrt(spans / 12) / there + 0.01 + dark / there
    return Value(share, share - width, share + width)


def _part(value: Value, whole: int) -> Value:
    if not whole or value.nearest is None:
        return Value(None)
    low = value.nearest if value.low is None else value.low
    high = value.nearest if value.high is None else value.high
    return Value(value.nearest / whole, low / whole, high / whole)


def _mean(seconds: Sequence[int], cuts: int, lags: int = 1, slack: int = 0) -> Value:
    """A mean of lengths, each of which was cut off at both ends; ``cuts`` is the number of ends."""
    if not seconds:
        return Value(None)
    mean = sum(seconds) / len(seconds)
    width = min(cuts / len(seconds) / 2, 4 * math.sqrt(cuts / 12) / len(seconds)) + lags * LAG
    return Value(mean, mean - width, mean + width + slack / len(seconds))


def differing(theirs: Mapping[str, Value], ours: Mapping[str, float | None]) -> list[str]:
    """Returns the figures on which the two do not agree."""
    return [name for name, value in theirs.items() if not value.fits(ours.get(name))]
