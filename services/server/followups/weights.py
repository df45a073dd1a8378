"""The weights of the three rates, in versions: what each rate is worth in the score, and a citizen who is basically satisfied.

They are fixed by a higher authority and change from year to year. Every answer counts by the weights that were in force when it was
given, so other weights never change a figure of the past.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select

from services.contracts.followups import NewRateWeights, RateWeights, RateWeightsHistory
from services.server import versions
from services.server.followups.tables import rate_weights
from services.server.transaction import Transaction

_BEFORE_ALL = RateWeights()
_WHOLE = 100


class Weights:
    """Which weights were in force when."""

    def __init__(self, versions: Sequence[RateWeights]) -> None:
        """Takes versions in the order in which they were added."""
        begun = [(each.effective_from, each.version, each) for each in versions if each.effective_from is not None]
        begun.sort(key=lambda each: each[:2])
        self._begins = [begin for begin, _version, _weights in begun]
        self._weights = [_BEFORE_ALL, *(weights for _begin, _version, weights in begun)]

    def at(self, moment: datetime) -> RateWeights:
        """Returns what was in force at a moment."""
        return self._weights[bisect_right(self._begins, moment)]

    def within(self, since: datetime, until: datetime) -> list[RateWeights]:
        """Returns what was in force in an interval, the first of it first."""
        return list({each.version: each for each in map(self.at, [since, *self.begun(since, until)])}.values())

    def begun(self, since: datetime, until: datetime) -> list[datetime]:
        """Returns when others came into force within an interval."""
        return [begin for begin in self._begins if since < begin < until]


def read(tx: Transaction) -> Weights:
    """Returns all versions."""
    return Weights([_weights(row) for row in tx.connection.execute(select(rate_weights))])


def history(tx: Transaction) -> RateWeightsHistory:
    """Returns every version, the newest first."""
    rows = tx.connection.execute(select(rate_weights).order_by(rate_weights.c.version.desc()).limit(200))
    return RateWeightsHistory(items=[_weights(row) for row in rows])


def set_weights(tx: Transaction, new: NewRateWeights) -> RateWeights:
    """Adds a version, in force from its moment on.

    Raises:
        StaleVersion: somebody has added one since.
        InvalidFields: it would change the past, or the three rates do not make up the whole score.
    """
    last = tx.connection.execute(select(func.max(rate_weights.c.version))).scalar() or 0
    versions.refuse_stale(tx, last, history)
    wrong: dict[str, tuple[str, dict[str, Any]]] = {}
    if new.response + new.solved + new.satisfied != _WHOLE:
        wrong["satisfied"] = ("not_a_whole", {})
    starts = versions.begins(tx, new.effective_from, wrong)
    values = {
        **new.model_dump(exclude={"effective_from"}),
        "version": last + 1,
        # A clock that is a little slow does not reach into the past.
        "effective_from": max(starts, tx.now),
        "created_at": tx.now,
        "created_by": tx.actor.name,
    }
    tx.connection.execute(insert(rate_weights), values)
    return _weights(tx.connection.execute(select(rate_weights).where(rate_weights.c.version == last + 1)).one())


def _weights(row: Any) -> RateWeights:
    return RateWeights(**{name: getattr(row, name) for name in RateWeights.model_fields})
