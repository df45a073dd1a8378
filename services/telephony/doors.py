"""Whether a queue of an exchange takes a new caller, by what it was told of closings and plans."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from services.contracts.plans import Outside
from services.telephony.protocol import Closing, Stretch

HOURS = "hours"
_BY_NEED = ("wait", "no_agent")


class Doors:
    """The doors of all queues, of an exchange of this process."""

    def __init__(self) -> None:
        self._closed: Mapping[str, Closing] = {}
        self._planned: dict[str, tuple[list[datetime], Sequence[Stretch]]] = {}

    def close(self, queues: Mapping[str, Closing]) -> None:
        """Takes over which queues are closed or send callers on."""
        self._closed = dict(queues)

    def plan(self, plans: Mapping[str, Sequence[Stretch]]) -> None:
        """Takes over when queues are closed by their plans."""
        self._planned = {skill: ([one.since for one in found], list(found)) for skill, found in plans.items()}

    def shut(self, skill: str, at: datetime) -> Closing | None:
        """Returns why a queue takes no new callers at a moment; what was said last comes before the plan."""
        closing = self._closed.get(skill)
        if closing is not None and (closing.until is None or at < closing.until):
            return closing
        begins, stretches = self._planned.get(skill, ([], ()))
        place = bisect_right(begins, at) - 1
        if place >= 0 and at < stretches[place].until:
            found = stretches[place]
            return Closing(found.until, found.treatment, found.to, HOURS)
        return None

    def met(self, skill: str, at: datetime, number: str) -> Closing | None:
        """Returns what a new caller of a queue gets; ``None``: a place in it."""
        closing = self.shut(skill, at)
        return None if closing is None else self.given(closing, at, number)

    def given(self, closing: Closing, at: datetime, number: str) -> Closing | None:
        """Returns what a caller gets of a closed queue, when all is looked at: another queue may be closed, too, a number hidden."""
        if closing.treatment == Outside.SKILL and self.shut(closing.to, at) is not None:
            if closing.why in _BY_NEED:
                # Nobody is better off there.
                return None
            closing = replace(closing, treatment=Outside.CALL_BACK, to="")
        if closing.treatment == Outside.CALL_BACK and not number:
            return replace(closing, treatment=Outside.ANNOUNCE)
        return closing
