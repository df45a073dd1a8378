"""Rules in versions, alarms with their history, and who is told of them outside of the consoles."""

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, String, Table, Text

from services.server.tables import RowId, metadata
from services.server.tickets.tables import EpochMoment

alarm_rules = Table(
    "alarm_rules",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    # A JSON list.
    Column("rules", Text, nullable=False),
    Column("created_at", EpochMoment, nullable=False),
    Column("created_by", String(60), nullable=False, default=""),
)

alarm_targets = Table(
    "alarm_targets",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    # E-mail addresses as a JSON list; hooks as one of id, url and secret.
    Column("addresses", Text, nullable=False),
    Column("hooks", Text, nullable=False),
)
"""One row: only the present targets and secrets are kept."""

alarms = Table(
    "alarms",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("kind", String(20), nullable=False),
    Column("subject", String(64), nullable=False),
    # Kind and subject while the alarm is on: whoever raises it a second time is refused by the database.
    Column("open_key", String(90), unique=True),
    Column("name", String(60), nullable=False, default=""),
    Column("skill", String(64), nullable=False, default=""),
    Column("value", Float, nullable=False),
    Column("level", Float, nullable=False),
    Column("since", EpochMoment, nullable=False),
    Column("raised_at", EpochMoment, nullable=False),
    Column("acknowledged_at", EpochMoment),
    Column("acknowledged_by", String(60), nullable=False, default=""),
    Column("acknowledged_by_id", String(64), nullable=False, default=""),
    Column("remark", String(200), nullable=False, default=""),
    Column("cleared_at", EpochMoment),
    sqlite_autoincrement=True,
)

alarm_messages = Table(
    "alarm_messages",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("alarm_id", ForeignKey("alarms.id"), nullable=False),
    Column("way", String(12), nullable=False),
    # The hook's id; of letters nothing: who gets them is read when one goes out.
    Column("target", String(64), nullable=False, default=""),
    Column("what", String(12), nullable=False),
    # The alarm as it was then, as JSON.
    Column("said", Text, nullable=False),
    Column("state", String(12), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    # Of the real clock: a training day at ×60 must not hammer a counterpart.
    Column("next_at", EpochMoment),
    Column("problem", String(200), nullable=False, default=""),
    Column("sent_at", EpochMoment),
    Index("ix_alarm_messages_next_at", "next_at", "id"),
    Index("ix_alarm_messages_alarm_id", "alarm_id"),
    sqlite_autoincrement=True,
)
