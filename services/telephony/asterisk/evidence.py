"""What Asterisk's own queue log says of each call: the independent evidence that our figures are compared with.

The log has whole seconds, and one line for each step. A caller who is moved inside of a queue leaves it and enters again
(``WITHDRAW``, ``ENTERQUEUE``), so a wait goes from the first entry to the first connection, whatever lies between.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from services.telephony.asterisk.names import CALLED_LINE, QUEUE_PREFIX, call_of

SECONDS = 1.5
"""By how much a wait may differ: both ends of it are cut to whole seconds in the log, so that it may be off by up to one;
the half is what Asterisk may need on a busy machine from telling us to writing its line."""

UNSENT = 1.5
"""By how much earlier than the last line of the log our end of a wait may be, in seconds, where Asterisk was killed: what it had
written there, but not yet sent, was never heard."""


@dataclass
class Evidence:
    """A call as the queue log tells it. Moments in seconds since 1970."""

    offered: int
    answered: int | None = None
    left: int | None = None
    """When the caller gave up, if that is the last that is known."""
    slack: int = 0
    """By how much later that may have been, because Asterisk was killed."""

    @property
    def wait(self) -> int | None:
        """Seconds until somebody answered, or until the caller gave up; ``None`` while neither has happened."""
        end = self.answered if self.answered is not None else self.left
        return None if end is None else end - self.offered


class OurCall(Protocol):
    """A call as our figures count it."""

    @property
    def answered(self) -> bool:
        """Tells whether an agent has answered."""
        ...

    @property
    def abandoned(self) -> bool:
        """Tells whether the caller has gone without an answer."""
        ...

    @property
    def wait(self) -> float:
        """Seconds."""
        ...


@dataclass(frozen=True)
class Difference:
    """A call on which the two do not agree: ``missing`` here or there, ``outcome``, ``wait``."""

    call_id: str
    what: str
    ours: str
    theirs: str


def read(lines: Iterable[str]) -> dict[str, Evidence]:
    """Returns the calls of a queue log; lines that are none, and other queues, are passed over."""
    found: dict[str, Evidence] = {}
    called: set[str] = set()
    last = 0
    for line in lines:
        fields = line.rstrip("\n").split("|")
        if len(fields) < 5 or not fields[0].isdigit():
            continue
        at, call_id, event = int(fields[0]), call_of(fields[1]), fields[4]
        if event == "QUEUESTART":
            # Whoever waited when Asterisk was killed was gone with its last line, and no line of theirs says so.
            for call in found.values():
                if call.answered is None and call.left is None:
                    call.left, call.slack = last, at - last
        last = at
        if not fields[2].startswith(QUEUE_PREFIX):
            continue
        if event == CALLED_LINE:
            called.add(call_id)
        elif call_id in called:
            # An agent had called them: no caller's wait is counted.
            continue
        elif event == "ENTERQUEUE":
            call = found.setdefault(call_id, Evidence(at))
            call.left = None
        elif (known := found.get(call_id)) is None:
            continue
        elif event == "CONNECT" and known.answered is None:
            known.answered = at
        elif event in ("ABANDON", "EXITWITHKEY"):
            # Who leaves by a key is called back, and was not answered all the same.
            known.left = at
    return found


def compare(theirs: Mapping[str, Evidence], ours: Mapping[str, OurCall]) -> list[Difference]:
    """Returns every call on which the queue log and our records do not agree."""
    found = []
    for call_id in sorted(theirs.keys() | ours.keys()):
        if call_id not in ours:
            found.append(Difference(call_id, "missing here", "", _outcome(theirs[call_id])))
        elif call_id not in theirs:
            found.append(Difference(call_id, "missing there", _ours(ours[call_id]), ""))
        elif _ours(ours[call_id]) != _outcome(theirs[call_id]):
            found.append(Difference(call_id, "outcome", _ours(ours[call_id]), _outcome(theirs[call_id])))
        else:
            wait, slack = theirs[call_id].wait, theirs[call_id].slack
            earlier = SECONDS + (UNSENT if slack else 0)
            if wait is not None and not wait - earlier <= ours[call_id].wait <= wait + slack + SECONDS:
                found.append(Difference(call_id, "wait", f"{ours[call_id].wait:.2f}", str(wait)))
    return found


def _outcome(call: Evidence) -> str:
    if call.answered is not None:
        return "answered"
    return "waiting" if call.left is None else "abandoned"


def _ours(call: OurCall) -> str:
    return "answered" if call.answered else "abandoned" if call.abandoned else "waiting"
