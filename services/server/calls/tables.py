"""Calls, their raw events, and the present state of each agent."""

from sqlalchemy import Boolean, Column, Float, Index, Integer, String, Table, Text

from services.server.tables import RowId, UtcMoment, metadata

calls = Table(
    "calls",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("state", String(12), nullable=False),
    # Normalised; empty where the caller withholds it. Personal data: lists show it masked.
    Column("number", String(32), nullable=False, default=""),
    # By which it is compared with others, without an extension.
    Column("number_key", String(32), nullable=False, default=""),
    Column("skill", String(32), nullable=False, default=""),
    Column("priority", Integer, nullable=False, default=0),
    Column("repeated", Integer, nullable=False, default=0),
    Column("elderly", Boolean, nullable=False, default=False),
    # Asked for by a key; empty: the house's own.
    Column("language", String(8), nullable=False, default=""),
    # Training mode: what the caller wants, by the scenario's key.
    Column("scenario", String(64), nullable=False, default=""),
    Column("person_id", String(64), nullable=True),
    Column("offered_at", UtcMoment, nullable=False),
    Column("answered_at", UtcMoment, nullable=True),
    Column("ended_at", UtcMoment, nullable=True),
    # Who handles it, or handled it last.
    Column("agent_id", String(64), nullable=True),
    Column("wait_seconds", Float, nullable=False, default=0.0),
    Column("talk_seconds", Float, nullable=False, default=0.0),
    Column("hold_seconds", Float, nullable=False, default=0.0),
    Column("wrap_up_seconds", Float, nullable=False, default=0.0),
    # The longest time in which the caller said nothing, of a call that was answered.
    Column("silence_seconds", Float, nullable=False, default=0.0),
    Column("ended_by", String(8), nullable=False, default=""),
    Column("satisfaction", Integer, nullable=True),
    Column("wrap_up_code", String(32), nullable=False, default=""),
    # An agent has called the number; such a call was never offered, and counts in no figure of incoming calls.
    Column("outgoing", Boolean, nullable=False, default=False),
    # The ticket or draft that goes along to the next agent's desk; told by nobody but who sent the caller on.
    Column("along_ticket_id", String(64), nullable=True),
    Index("ix_calls_offered_at_id", "offered_at", "id"),
    Index("ix_calls_number_key_offered_at", "number_key", "offered_at"),
    Index("ix_calls_agent_id_offered_at", "agent_id", "offered_at"),
    Index("ix_calls_person_id", "person_id"),
    Index("ix_calls_state", "state"),
)
"""One row a call, derived from its raw events; ``state`` ``ended`` and ``abandoned`` are final."""

call_events = Table(
    "call_events",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("call_id", String(64), nullable=True),
    Column("agent_id", String(64), nullable=True),
    Column("kind", String(24), nullable=False),
    # The exchange's own time; it may jump, which is why the monotonic seconds stand beside it.
    Column("at", UtcMoment, nullable=False),
    Column("monotonic", Float, nullable=False),
    # Monotonic seconds may be compared only between events of the same run of an exchange.
    Column("exchange", String(40), nullable=False),
    # By our own clock: when our server heard of it. Both are kept, so that a delay or a wrong clock can be seen afterwards.
    Column("received_at", UtcMoment, nullable=False),
    Column("data", Text, nullable=False, default="{}"),
    Index("ix_call_events_call_id", "call_id", "id"),
    Index("ix_call_events_at", "at"),
    Index("ix_call_events_agent_id_at", "agent_id", "at"),
    sqlite_autoincrement=True,
)
"""What the exchange and the floor stated, append-only: never updated, never deleted. All figures come from these."""

agent_states = Table(
    "agent_states",
    metadata,
    Column("account_id", String(64), primary_key=True),
    Column("state", String(12), nullable=False),
    Column("reason", String(120), nullable=False, default=""),
    Column("since", UtcMoment, nullable=False),
    Column("until", UtcMoment, nullable=True),
    Column("call_id", String(64), nullable=True),
    # The sign-in (session) that acts for the agent; a second console of the same person has another one.
    Column("console", String(64), nullable=False, default=""),
)
"""The present state of everyone who has been on duty, so that a restart of the server forgets nobody."""
