"""When a training day begins: at nine in the morning, or where the last one stopped."""

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from services.clock import Clock, RunningClock
from services.server.calls import repository as calls
from services.server.database import Database
from services.server.tables import events

OPENING_HOUR = 9


def training_clock(database: Database, real: Clock, speed: float, zone: ZoneInfo) -> RunningClock:
    """Returns the district's clock for training mode.

    It starts today at nine by the district's clocks, so that the morning's peak is near whenever somebody sits down to train. Where something
    was recorded later than that already, it starts one second after it: time never runs backwards in the records.
    """
    opening = real.now().astimezone(zone).replace(hour=OPENING_HOUR, minute=0, second=0, microsecond=0)
    with database.read() as connection:
        newest = select(events.c.at).where(events.c.id == select(func.max(events.c.id)).scalar_subquery())
        recorded = [calls.last_recorded(connection), connection.execute(newest).scalar()]
    later = [moment + timedelta(seconds=1) for moment in recorded if moment is not None]
    return RunningClock(max([opening.astimezone(UTC), *later]), speed)
