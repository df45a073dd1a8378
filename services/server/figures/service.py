"""Figures on request: today's kept up to date from the last event read, past days computed once.

To say what happened in an interval, the events of half a day before it are read too (who was on duty when it began; an
agent of whom nothing was heard for so long counts as off duty), and those of half a day after it, which end its calls.
"""

import threading
from collections import OrderedDict
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from services.clock import day_begins, midnight
from services.contracts.figures import FORMULA_VERSION, LONGEST_DAYS, DaySeries, Figures, FormulaVersion, Live, Wall
from services.errors import InvalidFields
from services.server.calls.floor import CallFloor
from services.server.events import repository as log
from services.server.figures import formulas, repository
from services.server.figures.history import History
from services.server.figures.series import day_series
from services.server.transaction import Transaction

BEFORE = timedelta(hours=12)
AFTER = timedelta(hours=12)
_KEPT_DAYS = 16


class FigureBook:
    """The room of the figures: what has been read of today's events, and the series of days gone by."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._day: datetime | None = None
        self._today = History()
        self._series: OrderedDict[tuple[str, str], DaySeries] = OrderedDict()

    def wall(self, tx: Transaction, floor: CallFloor, threshold: float) -> Wall:
        """Returns all that the wall shows. The event id is read first: what is newer comes again by the event stream."""
        as_of = log.newest_id(tx.connection)
        agents = floor.agents()
        with floor.look() as core:
            calls = list(core.state.calls.values())
        waiting = [call for call in calls if call.state in ("waiting", "ringing") and call.answered is None]
        by_state: dict[str, int] = {}
        for agent in agents:
            by_state[agent.state.value] = by_state.get(agent.state.value, 0) + 1
        live = Live(
            waiting=sum(call.state == "waiting" for call in calls),
            longest_wait=max((max(0.0, (tx.now - call.offered.at).total_seconds()) for call in waiting), default=0.0),
            agents=by_state,
            in_call=sum(call.connected for call in calls),
        )
        with self._lock:
            history = self._read_on(tx)
            start = _midnight(tx)
            end = tx.now + timedelta(seconds=1)
            today = formulas.figures(history, start, end, threshold, tx.now)
            last_hour = formulas.figures(history, max(start, tx.now - timedelta(hours=1)), end, threshold, tx.now)
        return Wall(as_of=as_of, now=tx.now, live=live, today=today, last_hour=last_hour, agents=agents)

    def running(self, tx: Transaction, span: timedelta, threshold: float) -> Figures:
        """Returns the figures of the last so many minutes; not of yesterday's."""
        with self._lock:
            history = self._read_on(tx)
            since = max(_midnight(tx), tx.now - span)
            return formulas.figures(history, since, tx.now + timedelta(seconds=1), threshold, tx.now)

    def figures(
        self,
        tx: Transaction,
        since: datetime,
        until: datetime,
        threshold: float,
        formula: FormulaVersion = FORMULA_VERSION,
    ) -> Figures:
        """Returns the figures of any interval of at most a month, by the rules of any version.

        Raises:
            InvalidFields: the interval is empty, or too long.
        """
        if until <= since:
            raise InvalidFields({"until": ("bad_value", {})})
        if until - since > timedelta(days=LONGEST_DAYS):
            raise InvalidFields({"until": ("period_too_long", {"days": LONGEST_DAYS})})
        history = History(repository.between(tx.connection, since - BEFORE, until + AFTER))
        return formulas.figures(history, since, until, threshold, tx.now, formula)

    def day(self, tx: Transaction, day: date, zone: ZoneInfo) -> DaySeries:
        """Returns a zone's day in minutes, also of 23 or 25 hours; a day gone by is computed once."""
        name = day.isoformat()
        start, end = (day_begins(at, zone).astimezone(UTC) for at in (day, day + timedelta(days=1)))
        key = zone.key, name
        with self._lock:
            if start <= tx.now < end and zone.key == tx.zone.key:
                return day_series(self._read_on(tx), day, zone, start, end, tx.now)
            if key in self._series:
                return self._series[key]
        history = History(repository.between(tx.connection, start - BEFORE, end + AFTER))
        series = day_series(history, day, zone, start, end, tx.now)
        # Half a day later the last call of the day is over for certain.
        if tx.now > end + AFTER:
            with self._lock:
                self._series[key] = series
                while len(self._series) > _KEPT_DAYS:
                    self._series.popitem(last=False)
        return series

    def _read_on(self, tx: Transaction) -> History:
        """Brings today's records up to date."""
        start = _midnight(tx)
        if start != self._day:
            self._today = History()
            self._today.last_id = repository.first_id_since(tx.connection, start - BEFORE) - 1
            self._day = start
        for event in repository.after(tx.connection, self._today.last_id):
            self._today.take(event)
        return self._today


def _midnight(tx: Transaction) -> datetime:
    return midnight(tx.now, tx.zone).astimezone(UTC)
