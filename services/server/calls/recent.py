"""How long the recent calls took, by skill, for the estimate of the wait."""

from collections import defaultdict, deque

_KEPT = 30


class HandleTimes:
    """Mean handle times (talk, hold and wrap-up, in seconds) of the last calls of each skill, and of all under ``""``."""

    def __init__(self) -> None:
        self._times: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=_KEPT))
        self.means: dict[str, float] = {}

    def add(self, skill: str, seconds: float) -> None:
        """Takes a handled call into account."""
        for key in {skill, ""}:
            times = self._times[key]
            times.append(seconds)
            self.means[key] = sum(times) / len(times)
