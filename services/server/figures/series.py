"""A day in minutes, from the same records as the figures."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from services.contracts.figures import DaySeries
from services.server.figures import formulas
from services.server.figures.history import History


def day_series(history: History, day: date, zone: ZoneInfo, start: datetime, end: datetime, now: datetime) -> DaySeries:
    """Returns the minutes of a zone's day from ``start`` as far as ``end`` or now, whichever is earlier."""
    until = min(end, now)
    minutes = max(0, -int(-(until - start).total_seconds() // 60))
    arrivals, answered, abandoned = [0] * minutes, [0] * minutes, [0] * minutes
    first = start.timestamp()
    waiting, staffed = Means(minutes), Means(minutes)
    for call in history.calls.values():
        offered = (call.offered.at - start).total_seconds()
        wait = formulas.waited(call, now)
        _count(arrivals, offered)
        if call.answered:
            _count(answered, offered + wait)
        elif call.over:
            _count(abandoned, offered + wait)
        waiting.add(offered, offered + wait)
    for span in formulas.spans(history, now):
        if span.state in formulas.SERVING:
            staffed.add(span.start - first, span.end - first)
    return DaySeries(
        day=day.isoformat(),
        zone=zone.key,
        start=start,
        minutes=minutes,
        arrivals=arrivals,
        answered=answered,
        abandoned=abandoned,
        waiting=waiting.values(),
        staffed=staffed.values(),
    )


def _count(into: list[int], second: float) -> None:
    minute = int(second // 60)
    if 0 <= minute < len(into):
        into[minute] += 1


class Means:
    """How many things last, as a mean over each minute; adding one costs the same however long it lasts."""

    def __init__(self, minutes: int) -> None:
        self._minutes = minutes
        self._parts = [0.0] * (minutes + 1)
        self._changes = [0] * (minutes + 1)

    def add(self, begin: float, end: float) -> None:
        """Something lasted from one second to another, counted from the start of the first minute."""
        begin, end = max(0.0, begin), min(end, self._minutes * 60.0)
        if end <= begin:
            return
        first, last = int(begin // 60), int(end // 60)
        if first == last:
            self._parts[first] += end - begin
            return
        self._parts[first] += (first + 1) * 60 - begin
        self._parts[last] += end - last * 60
        self._changes[first + 1] += 1
        self._changes[last] -= 1

    def values(self) -> list[float]:
        """Returns the means."""
        found, whole = [], 0
        for part, change in zip(self._parts[: self._minutes], self._changes, strict=False):
            whole += change
            found.append(round(whole + part / 60, 3))
        return found
