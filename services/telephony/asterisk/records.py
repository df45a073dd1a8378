"""Asterisk's lines about calls (``Master.csv``), and what they say of agents that the queue log does not know.

A call is as many lines as there were pairs of channels joined in it; each has a channel, and the one that it was joined with.
"""

import csv
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from services.telephony.asterisk.names import ASKED, extension_of
from services.telephony.asterisk.pbxcall import number_of

_COLUMNS = 17
_CARRIER = re.compile(r"PJSIP/(\d+)@carrier\b.*")


@dataclass
class Line:
    """One leg of a call, in seconds since 1970."""

    unique: str
    number: str
    application: str
    start: int
    end: int
    answered: bool
    account: str = ""
    """Whose telephone began it."""
    channel: str = ""
    other: str = ""
    """The channel that it was joined with."""
    called: str = ""
    """The number that an agent called for our server."""
    picked_up: int | None = None


def read(lines: Iterable[str]) -> Iterator[Line]:
    """Yields the lines; what is none is passed over."""
    for row in csv.reader(lines):
        if len(row) < _COLUMNS:
            continue
        start, end = _second(row[9]), _second(row[11])
        if start is not None and end is not None:
            answered, called = row[14] == "ANSWERED", _called(row)
            yield Line(
                *(row[16], number_of(row[1]), row[7], start, end, answered, row[0], row[5], row[6], called),
                _second(row[10]),
            )


def beside_queues(lines: Sequence[Line], starts: Sequence[int]) -> dict[str, list[tuple[int, int]]]:
    """Returns when each agent was in a call that no queue gave them: a number that they called, or a colleague's call.

    From when their telephone began to call, or from when they picked up as the one who was asked, as long as any line has their channel.

    Args:
        lines: in any order.
        starts: when Asterisk was started; it counts its channels from nothing then.
    """
    begun: dict[tuple[str, int], tuple[str, int]] = {}
    over: dict[tuple[str, int], int] = {}
    for line in lines:
        run = bisect_right(starts, line.start)
        for channel in (line.channel, line.other):
            over[channel, run] = max(line.end, over.get((channel, run), line.end))
        asked = line.unique.startswith(ASKED)
        since = line.picked_up if asked else line.start if line.called else None
        if since is not None and line.account and extension_of(line.channel):
            key = line.channel, run
            begun[key] = line.account, min(since, begun.get(key, (line.account, since))[1])
    found: dict[str, list[tuple[int, int]]] = {}
    for key, (account, since) in begun.items():
        found.setdefault(account, []).append((since, over[key]))
    return {account: _apart(spans) for account, spans in found.items()}


def _apart(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Returns spans of which none lies over another."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        begin = max(start, found[-1][1]) if found else start
        if end > begin:
            found.append((begin, end))
    return found


def _called(row: Sequence[str]) -> str:
    """Returns whom an agent has called; what somebody dials on the telephone itself is not known to our server."""
    dialled = _CARRIER.fullmatch(row[8]) if row[7] == "Dial" and row[3] != "from-desk" else None
    return dialled[1] if dialled and extension_of(row[5]) else ""


def _second(text: str) -> int | None:
    try:
        return int(datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC).timestamp())
    except ValueError:
        return None
