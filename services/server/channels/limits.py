"""How often the public may ask: so often from one address, so often for one number, so often in all.

Kept in memory by each process: with several replicas each counts for itself.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass

from services.clock import Clock
from services.errors import AppError

_REMEMBERED = 20_000
"""Addresses and numbers; the one that asked longest ago is forgotten first."""


@dataclass
class _Bucket:
    left: float
    at: float


class Limits:
    """Buckets that fill up again by themselves."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, name: str, per_minute: float) -> None:
        """Takes one from a bucket that holds a minute's worth.

        Raises:
            AppError: ``too_many`` (429) with the seconds until there is one again.
        """
        now = self._clock.monotonic()
        with self._lock:
            bucket = self._buckets.get(name)
            if bucket is None:
                bucket = self._buckets[name] = _Bucket(per_minute, now)
                if len(self._buckets) > _REMEMBERED:
                    self._buckets.popitem(last=False)
            self._buckets.move_to_end(name)
            bucket.left = min(per_minute, bucket.left + (now - bucket.at) * per_minute / 60)
            bucket.at = now
            if bucket.left < 1:
                wait = (1 - bucket.left) * 60 / per_minute
                raise AppError("too_many", status=429, details={"retry_after": int(wait) + 1})
            bucket.left -= 1
