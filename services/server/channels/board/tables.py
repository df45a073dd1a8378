"""How the tables of each board are read."""

from sqlalchemy import Column, String, Table, Text

from services.server.tables import UtcMoment, metadata

board_mappings = Table(
    "board_mappings",
    metadata,
    Column("board", String(60), primary_key=True),
    # ``{"field": "heading"}`` as JSON: by heading, because columns move.
    Column("columns", Text, nullable=False),
    Column("changed_at", UtcMoment, nullable=False),
)
