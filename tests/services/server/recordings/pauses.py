"""Adds a pause of the recording to a call that is over."""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from services.server.calls.tables import call_events, calls
from tests.services.server.quality.conftest import Floor


def add_pause(floor: Floor, call_id: str, start: float, end: float) -> None:
    """Adds the two facts of a pause."""

    def write(tx: Any) -> None:
        call = tx.connection.execute(select(calls).where(calls.c.id == call_id)).one()
        for at, kind in ((start, "recording_paused"), (end, "recording_resumed")):
            tx.connection.execute(
                insert(call_events),
                {
                    "call_id": call_id,
                    "agent_id": call.agent_id,
                    "kind": kind,
                    "at": call.answered_at + timedelta(seconds=at),
                    "monotonic": 500.0 + at,
                    "exchange": "run-1",
                    "received_at": call.answered_at + timedelta(seconds=at),
                    "data": "{}",
                },
            )

    floor.kernel.write(write)
