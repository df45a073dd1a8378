"""Plans of duty and absences."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from services.server.tables import RowId, metadata
from services.server.tickets.tables import EpochMoment

duty_versions = Table(
    "duty_versions",
    metadata,
    Column("unit", String(32), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("effective_from", EpochMoment, nullable=False),
    # People and their hours (``DutyPerson``) as JSON: always read and written as one.
    Column("people", Text, nullable=False),
    Column("created_at", EpochMoment, nullable=False),
    Column("created_by", String(60), nullable=False, default=""),
)
"""Who is planned when in a unit, in versions that never change."""

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
    # From when to when it was written down: what was known at a past moment stays readable.
    Column("entered_at", EpochMoment, nullable=False),
    Column("removed_at", EpochMoment, nullable=True),
    Index("ix_absences_unit", "unit", "until"),
    Index("ix_absences_account_id", "account_id", "until"),
    sqlite_autoincrement=True,
)
"""Who was, is or will be away. Those that are over or taken back stay."""
