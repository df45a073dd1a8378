"""Call-backs, and what happened to each."""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, String, Table

from services.server.tables import RowId, UtcMoment, metadata, versions_table

call_back_rules = versions_table("call_back_rules")

call_backs = Table(
    "call_backs",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("state", String(12), nullable=False),
    Column("cause", String(12), nullable=False),
    # Personal data: shown only to the agent who has taken it.
    Column("number", String(32), nullable=False),
    # The number while it is open, so that there is one open call-back for a number and no second one.
    Column("open_number", String(32), nullable=True, unique=True),
    Column("skill", String(32), nullable=False, default=""),
    Column("since", UtcMoment, nullable=False),
    Column("next_at", UtcMoment, nullable=False),
    Column("calls", Integer, nullable=False),
    Column("last_call_id", String(64), nullable=True),
    Column("voicemail", Boolean, nullable=False, default=False),
    Column("tries", Integer, nullable=False),
    Column("person_id", String(64), nullable=True),
    Column("holder_id", String(64), nullable=True),
    Column("holder", String(60), nullable=False, default=""),
    Column("taken_at", UtcMoment, nullable=True),
    Column("outcome", String(12), nullable=True),
    Column("reason", String(200), nullable=False, default=""),
    Column("closed_at", UtcMoment, nullable=True),
    Index("ix_call_backs_state_next_at", "state", "next_at"),
    Index("ix_call_backs_closed_at", "closed_at"),
    Index("ix_call_backs_holder_id", "holder_id"),
    Index("ix_call_backs_person_id", "person_id"),
)

voice_messages = Table(
    "voice_messages",
    metadata,
    Column("call_id", String(64), primary_key=True),
    # The call-back that came of it; none for what was no message, and of a blocked number.
    Column("call_back_id", String(64), nullable=True),
    # Personal data; only until the sound is there, then the call-back has it.
    Column("number", String(32), nullable=False),
    Column("skill", String(32), nullable=False, default=""),
    Column("since", UtcMoment, nullable=False),
    Column("left_at", UtcMoment, nullable=False),
    # When our server heard of it, which may be long after it was left.
    Column("told_at", UtcMoment, nullable=False),
    # Whether the exchange had begun to record.
    Column("recorded", Boolean, nullable=False),
    # Expected, missing (it may still come), kept, or empty: nothing was said.
    Column("state", String(12), nullable=False),
    Column("seconds", Float, nullable=False),
    Index("ix_voice_messages_call_back_id", "call_back_id"),
    Index("ix_voice_messages_state_told_at", "state", "told_at"),
)
"""What callers said instead of waiting. The sounds stand among the recordings."""

call_back_trail = Table(
    "call_back_trail",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("call_back_id", ForeignKey("call_backs.id"), nullable=False),
    Column("at", UtcMoment, nullable=False),
    Column("what", String(12), nullable=False),
    Column("by_id", String(64), nullable=False, default=""),
    Column("by", String(60), nullable=False, default=""),
    Column("call_id", String(64), nullable=True),
    Column("note", String(200), nullable=False, default=""),
    Index("ix_call_back_trail_call_back_id", "call_back_id", "id"),
    Index("ix_call_back_trail_call_id", "call_id"),
)
"""Append-only."""

call_back_tickets = Table(
    "call_back_tickets",
    metadata,
    Column("call_back_id", ForeignKey("call_backs.id"), primary_key=True),
    Column("ticket_id", String(64), primary_key=True),
    Column("at", UtcMoment, nullable=False),
    Index("ix_call_back_tickets_ticket_id", "ticket_id"),
)
"""Tickets that were filed, or got a remark, in a call-back or from its message."""
