"""The register of sensors, and the alarms that belong together."""

from sqlalchemy import Column, Index, Integer, String, Table

from services.server.tables import RowId, UtcMoment, metadata

sensors = Table(
    "sensors",
    metadata,
    Column("id", String(100), primary_key=True),
    Column("name", String(60), nullable=False, default=""),
    Column("town", String(32), nullable=False, default=""),
    Column("village", String(32), nullable=False, default=""),
    Column("grid", String(120), nullable=False, default=""),
    Column("detail", String(200), nullable=False, default=""),
    # Where its alarms go: the unit of its grid, and who inspects there.
    Column("unit", String(32), nullable=False, default=""),
    Column("handler_id", String(64), nullable=False, default=""),
)

sensor_episodes = Table(
    "sensor_episodes",
    metadata,
    Column("key", RowId, primary_key=True, autoincrement=True),
    Column("sensor_id", String(100), nullable=False),
    Column("alarm", String(40), nullable=False),
    # Sensors of one place may raise a storm together: the grid, else the village, else everywhere.
    Column("place", String(120), nullable=False),
    Column("ticket_id", String(64), nullable=False),
    Column("first_at", UtcMoment, nullable=False),
    Column("last_at", UtcMoment, nullable=False),
    Column("count", Integer, nullable=False),
    # The sensor's own time of the newest alarm: what comes again after a broken connection is not newer.
    Column("newest", UtcMoment, nullable=True),
    Index("ix_sensor_episodes_sensor", "sensor_id", "alarm", "last_at"),
    Index("ix_sensor_episodes_place", "place", "alarm", "last_at"),
    Index("ix_sensor_episodes_ticket_id", "ticket_id"),
)
"""What one sensor has raised of one kind without a longer pause, and the ticket that it belongs to."""
