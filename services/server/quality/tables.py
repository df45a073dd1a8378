"""Scorecards, evaluations with the history of each, and calibrations."""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, String, Table, Text

from services.server.tables import RowId, UtcMoment, metadata

scorecards = Table(
    "scorecards",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", String(120), nullable=False),
    Column("version", Integer, nullable=False, unique=True),
    Column("effective_from", UtcMoment, nullable=False),
    # Sections and fatal items as JSON: always read and written as one.
    Column("content", Text, nullable=False),
    Column("created_at", UtcMoment, nullable=False),
    Column("created_by", String(60), nullable=False, default=""),
)
"""Every version of the scorecard; a version never changes, because evaluations point at it."""

evaluations = Table(
    "evaluations",
    metadata,
    Column("id", String(64), primary_key=True),
    # Unique: of several inspectors who claim a call at the same time, one gets it.
    Column("call_id", String(64), nullable=False, unique=True),
    # Of the call, so that lists and figures by the time of the call need no join.
    Column("call_at", UtcMoment, nullable=False),
    Column("agent_id", String(64), nullable=False),
    Column("inspector_id", String(64), nullable=False),
    Column("scorecard_id", String(64), ForeignKey("scorecards.id"), nullable=False),
    Column("status", String(12), nullable=False),
    Column("verdicts", Text, nullable=False, default="{}"),
    Column("fatal", Text, nullable=False, default="[]"),
    Column("pins", Text, nullable=False, default="[]"),
    Column("remark", Text, nullable=False, default=""),
    Column("score", Float, nullable=True),
    Column("is_fatal", Boolean, nullable=False, default=False),
    Column("appeal", Text, nullable=False, default=""),
    Column("appeal_answer", Text, nullable=False, default=""),
    Column("answered_by_id", String(64), nullable=False, default=""),
    Column("created_at", UtcMoment, nullable=False),
    Column("updated_at", UtcMoment, nullable=False),
    # When the agent may see it; later than now for a delayed release.
    Column("published_at", UtcMoment, nullable=True),
    # Whether the agent has been told of it.
    Column("announced", Boolean, nullable=False, default=False),
    Column("version", Integer, nullable=False),
    Index("ix_evaluations_updated_at_id", "updated_at", "id"),
    Index("ix_evaluations_status_updated_at", "status", "updated_at"),
    Index("ix_evaluations_agent_id_updated_at", "agent_id", "updated_at"),
    Index("ix_evaluations_inspector_id_updated_at", "inspector_id", "updated_at"),
    Index("ix_evaluations_call_at", "call_at"),
    Index("ix_evaluations_announced", "announced", "published_at"),
)
"""One row an evaluation; one evaluation a call."""

evaluation_steps = Table(
    "evaluation_steps",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("evaluation_id", String(64), nullable=False),
    Column("at", UtcMoment, nullable=False),
    Column("actor_id", String(64), nullable=False),
    Column("actor", String(60), nullable=False),
    Column("action", String(16), nullable=False),
    # ``{"field": [from, to]}`` as JSON.
    Column("changes", Text, nullable=False, default="{}"),
    Index("ix_evaluation_steps_evaluation_id", "evaluation_id", "id"),
    sqlite_autoincrement=True,
)
"""Who did what to an evaluation, oldest first. Kept when a claim is given back."""

calibrations = Table(
    "calibrations",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("call_id", String(64), nullable=False),
    # Of the call, so that a list needs no join.
    Column("call_at", UtcMoment, nullable=False),
    Column("agent_id", String(64), nullable=False),
    Column("scorecard_id", String(64), ForeignKey("scorecards.id"), nullable=False),
    Column("led_by_id", String(64), nullable=False),
    Column("until", UtcMoment, nullable=False),
    Column("state", String(12), nullable=False),
    # What is agreed, as in an evaluation; the notes by question or ``fatal:key``.
    Column("verdicts", Text, nullable=False, default="{}"),
    Column("fatal", Text, nullable=False, default="[]"),
    Column("notes", Text, nullable=False, default="{}"),
    Column("score", Float, nullable=True),
    Column("created_at", UtcMoment, nullable=False),
    Column("updated_at", UtcMoment, nullable=False),
    Column("version", Integer, nullable=False),
)
"""One row a calibration: a call that several inspectors score, each blind to the others. Practice: no figure reads it."""

calibration_scorings = Table(
    "calibration_scorings",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("calibration_id", String(64), ForeignKey("calibrations.id"), nullable=False),
    Column("inspector_id", String(64), nullable=False),
    Column("submitted", Boolean, nullable=False, default=False),
    Column("verdicts", Text, nullable=False, default="{}"),
    Column("fatal", Text, nullable=False, default="[]"),
    Column("pins", Text, nullable=False, default="[]"),
    Column("remark", Text, nullable=False, default=""),
    Column("score", Float, nullable=True),
    Column("is_fatal", Boolean, nullable=False, default=False),
    Column("created_at", UtcMoment, nullable=False),
    Column("updated_at", UtcMoment, nullable=False),
    Column("version", Integer, nullable=False),
    Index("ix_calibration_scorings_of", "calibration_id", "inspector_id", unique=True),
    Index("ix_calibration_scorings_inspector_id", "inspector_id"),
)
"""One row an inspector who takes part in a calibration."""
