"""How the tables of each board are read, and the files that wait until somebody says how."""

from sqlalchemy import Boolean, Column, Integer, String, Table, Text

from services.server.tables import UtcMoment, metadata

board_mappings = Table(
    "board_mappings",
    metadata,
    Column("board", String(60), primary_key=True),
    # Says which headings it is for (``mappings.id_of``): whatever their order, the same headings are one mapping.
    Column("id", String(32), primary_key=True),
    # All headings of the table, as JSON.
    Column("headings", Text, nullable=False),
    # ``{"field": "heading"}`` as JSON: by heading, because columns move.
    Column("columns", Text, nullable=False),
    # Whether it was guessed for a file, and nobody has said it.
    Column("guessed", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", UtcMoment, nullable=False),
    Column("changed_by_id", String(64), nullable=False),
    Column("changed_by", String(60), nullable=False),
)

board_asides = Table(
    "board_asides",
    metadata,
    Column("board", String(60), primary_key=True),
    # In the board's folder ``aside``.
    Column("name", String(255), primary_key=True),
    Column("headings", Text, nullable=False),
    Column("at", UtcMoment, nullable=False),
)
"""Files whose headings no mapping fits."""
