"""Recordings, what is wrong with some, who may not delete them, and what became of those that are gone."""

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, String, Table

from services.server.tables import RowId, UtcMoment, metadata, versions_table

recordings = Table(
    "recordings",
    metadata,
    Column("call_id", String(64), primary_key=True),
    # SHA-256 of the FLAC file before it was encrypted; the name of the file.
    Column("content", String(64), nullable=False),
    Column("key_id", String(16), nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("frames", BigInteger, nullable=False),
    Column("seconds", Float, nullable=False),
    # When the talk began; retention counts from it.
    Column("call_at", UtcMoment, nullable=False),
    Column("taken_at", UtcMoment, nullable=False),
    # Of training: made from the call's timeline under this fingerprint; can be made again.
    Column("made_from", String(64), nullable=False, default=""),
    # What a caller said to the exchange, no talk.
    Column("message", Boolean, nullable=False, default=False),
    # Somebody holds it: it is not deleted.
    Column("held", Boolean, nullable=False, default=False),
    # When retention looks at it next.
    Column("review_at", UtcMoment, nullable=False),
    Index("ix_recordings_review_at", "review_at"),
    Index("ix_recordings_content", "content"),
)
"""One row a recording that is there."""

recording_holds = Table(
    "recording_holds",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("call_id", String(64), nullable=False),
    Column("reason", String(200), nullable=False),
    Column("set_at", UtcMoment, nullable=False),
    Column("set_by", String(60), nullable=False),
    Column("lifted_at", UtcMoment, nullable=True),
    Column("lifted_by", String(60), nullable=False, default=""),
    Column("lift_reason", String(200), nullable=False, default=""),
    Index("ix_recording_holds_call_id", "call_id"),
    sqlite_autoincrement=True,
)
"""Legal holds, those that were lifted too."""

recording_rules = versions_table("recording_rules")
"""Every version of the rules of retention."""

recording_deletions = Table(
    "recording_deletions",
    metadata,
    Column("id", RowId, primary_key=True, autoincrement=True),
    Column("call_id", String(64), nullable=False),
    Column("content", String(64), nullable=False),
    Column("call_at", UtcMoment, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("at", UtcMoment, nullable=False),
    # By which version of the rules, and the kind that decided.
    Column("rules", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("months", Integer, nullable=False),
    # Whether the file is known to be gone too.
    Column("file_gone", Boolean, nullable=False, default=False),
    Index("ix_recording_deletions_call_id", "call_id"),
    Index("ix_recording_deletions_file_gone", "file_gone"),
    sqlite_autoincrement=True,
)
"""Every deletion by retention. Rows of this stay."""

recording_troubles = Table(
    "recording_troubles",
    metadata,
    Column("call_id", String(64), primary_key=True),
    Column("cause", String(16), nullable=False),
    Column("call_at", UtcMoment, nullable=False),
    Column("talk_seconds", Float, nullable=False),
    Column("seconds", Float, nullable=False, default=0.0),
    Column("found_at", UtcMoment, nullable=False),
    Column("settled_at", UtcMoment, nullable=True),
    Column("settled_by", String(60), nullable=False, default=""),
    Column("remark", String(200), nullable=False, default=""),
    Index("ix_recording_troubles_found_at", "found_at"),
)
"""Answered calls whose recording is missing, cut, silent or unreadable."""

recording_exports = Table(
    "recording_exports",
    metadata,
    # The number in the mark that the copy carries.
    Column("mark", BigInteger, primary_key=True, autoincrement=False),
    Column("call_id", String(64), nullable=False),
    Column("account_id", String(64), nullable=False),
    Column("account", String(60), nullable=False),
    Column("reason", String(200), nullable=False),
    Column("format", String(8), nullable=False),
    Column("at", UtcMoment, nullable=False),
    # When the console of who took it said that the file was not kept.
    Column("cancelled_at", UtcMoment, nullable=True),
    Index("ix_recording_exports_call_id", "call_id"),
)
"""Every copy that was taken out, by whom, when and why. One that was cancelled stays: it had been sent, in part or whole."""
