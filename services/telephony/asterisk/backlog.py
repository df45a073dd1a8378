"""What happened at Asterisk while our server was not there, from the queue log: calls that came and went unheard.

Without it such calls would be in no figure, and nobody would call back who gave up meanwhile. The log has whole seconds,
so what comes from here is exact to the second.
"""

import logging
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from services.contracts.calls import CallEventKind
from services.telephony.asterisk.names import CALLED_LINE, QUEUE_PREFIX, call_of, skill_of
from services.telephony.protocol import Value

log = logging.getLogger(__name__)

K = CallEventKind
_TAIL = 32_000_000
"""Bytes of the log that are looked at, from its end: some 20,000 calls."""
_BEFORE = 5.0
_LATE = 1.0
"""Seconds by which a line may be later than what our records say of it."""
_BY = {"COMPLETEAGENT": "agent", "COMPLETECALLER": "caller"}


@dataclass(frozen=True)
class Step:
    """Something that the log says of a call. ``account`` is the agent."""

    at: int
    kind: CallEventKind
    call_id: str
    account: str = ""
    data: tuple[tuple[str, Value], ...] = ()


class Backlog:
    """The queue log of an exchange.

    Args:
        file: as our server sees it.
        since: the last moment of which our server knows.
        over: of some calls returns those that are over by our records.
        told: of some calls returns how often our records say each kind of step.
    """

    def __init__(
        self,
        file: Path,
        since: datetime,
        over: Callable[[Collection[str]], Collection[str]],
        told: Callable[[Collection[str]], Mapping[str, Mapping[str, int]]] = lambda _calls: {},
    ) -> None:
        self._file = file
        self._over = over
        self._told = told
        self._since = since.timestamp()
        self.entered: dict[str, int] = {}
        """When each call that was still there came into the queue; known by the last look."""

    def unheard(self, since: datetime | None, there: Collection[str]) -> list[Step]:
        """Returns the steps of calls that are not ``there`` any more and not over by our records, in their order.

        Args:
            since: when the exchange was last heard; ``None``: as the server started.
            there: calls that Asterisk still has, which say themselves how they stand.
        """
        last = since.timestamp() if since is not None else self._since
        begin = last - _BEFORE
        found = steps(self._tail())
        self.entered = {call_id: found[call_id][0].at for call_id in there if call_id in found}
        gone = {
            call_id: its
            for call_id, its in found.items()
            if call_id not in there and its[-1].at >= begin and its[-1].kind in (K.ENDED, K.ABANDONED)
        }
        over = set(self._over(list(gone))) if gone else set()
        new = [call_id for call_id in gone if call_id not in over]
        told = self._told(new) if new else {}
        news = (step for call_id in new for step in _news(gone[call_id], told.get(call_id, {}), last + _LATE))
        return sorted(news, key=lambda step: step.at)

    def _tail(self) -> list[str]:
        try:
            with self._file.open("rb") as file:
                size = file.seek(0, 2)
                file.seek(max(0, size - _TAIL))
                return file.read().decode("utf-8", "replace").splitlines()
        except OSError as error:
            log.warning("the queue log cannot be read, calls that nobody heard of are missing: %s", error.strerror)
            return []


def _news(its: list[Step], told: Mapping[str, int], last: float) -> list[Step]:
    """Returns the steps that our records do not have; said again, an answer of earlier would take the agent from whoever they have now.

    Args:
        its: all of a call.
        told: how often our records say each kind.
        last: what is later is not in them.
    """
    count: Counter[str] = Counter()
    found = []
    for step in its:
        count[step.kind.value] += 1
        if step.at > last or count[step.kind.value] > told.get(step.kind.value, 0):
            found.append(step)
    return found


def steps(lines: list[str]) -> dict[str, list[Step]]:
    """Returns what a queue log says of each call of ours; lines that are none are passed over."""
    found: dict[str, list[Step]] = {}
    placed: dict[str, str] = {}
    for line in lines:
        fields = line.split("|")
        if len(fields) < 5 or not fields[0].isdigit():
            continue
        at, unique, queue, name, event = int(fields[0]), fields[1], fields[2], fields[3], fields[4]
        if event == CALLED_LINE and len(fields) > 5:
            placed[unique] = fields[5]
        call_id = placed.get(unique) or call_of(unique)
        its = found.get(call_id)
        if event == "ENTERQUEUE" and queue.startswith(QUEUE_PREFIX):
            if its is None:
                number = fields[6] if len(fields) > 6 else ""
                found[call_id] = [Step(at, K.OFFERED, call_id, "", (("number", number), ("skill", skill_of(queue))))]
            elif its[-1].kind is K.ENDED:
                # It was no end: the citizen was sent on.
                its[-1] = Step(its[-1].at, K.TRANSFERRED, call_id, its[-1].account)
            elif its[-1].kind is K.ANSWERED:
                # The line of the agent's own end comes only with the end of the call.
                its.append(Step(at, K.TRANSFERRED, call_id, its[-1].account))
            elif its[-1].kind is K.ABANDONED:
                its.pop()
        elif its is not None and event == "CONNECT":
            its.append(Step(at, K.ANSWERED, call_id, name))
        elif its is not None and event in _BY and its[-1].kind is not K.ENDED:
            its.append(Step(at, K.ENDED, call_id, name, (("by", _BY[event]),)))
        elif its is not None and event in ("ABANDON", "EXITWITHKEY"):
            # Who leaves by a key is called back; the wish is told by itself.
            its.append(Step(at, K.ABANDONED, call_id))
    return found
