"""Plans of duty and absences."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from services.server.tables import RowId, metadata
from services.server.tickets.tables import EpochMoment

duty_plans = Table(
    "duty_plans",
    metadata,
    Column("unit", String(32), primary_key=True),
    Column("version", Integer, nullable=False),
    # People and their hours (``DutyPerson``) as JSON: always read and written as one.
    Column("people", Text, nullable=False),
)

absences = Table(
    "absences",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("unit", String(32), nullable=False),
    Column("account_id", String(64), nullable=False),
    Column("since", EpochMoment, nullable=False),
    Column("until", EpochMoment, nullable=False),
    Column("stand_in", String(64), nullable=True),
    Column("reason", String(120), nullable=False, default=""),
    Index("ix_absences_unit", "unit", "until"),
    Index("ix_absences_account_id", "account_id", "until"),
    sqlite_autoincrement=True,
)
"""Who was, is or will be away. Those that are over stay."""
