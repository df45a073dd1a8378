"""Accounts, sessions and sign-in failures."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, String, Table, Text

from services.server.tables import UtcMoment, metadata

accounts = Table(
    "accounts",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("username", String(64), nullable=False, unique=True),
    Column("name", String(60), nullable=False),
    Column("password", Text, nullable=False),
    # Both are small, always read with the account, and never searched by.
    Column("roles", JSON, nullable=False),
    Column("skills", JSON, nullable=False),
    Column("team", String(60), nullable=False, default="", index=True),
    Column("unit", String(32), nullable=False, default="", index=True),
    Column("active", Boolean, nullable=False, default=True),
    Column("simulated", Boolean, nullable=False, default=False),
    Column("version", Integer, nullable=False, default=1),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("account_id", String(64), ForeignKey("accounts.id"), nullable=False, index=True),
    Column("started_at", UtcMoment, nullable=False),
    # When its console was last there: it signed in, exchanged tokens, or had its event stream open.
    Column("heard_at", UtcMoment, nullable=False),
    Column("expires_at", UtcMoment, nullable=False, index=True),
    Column("revoked_at", UtcMoment, nullable=True, index=True),
    Column("why", String(20), nullable=False, default=""),
)
"""One sign-in of one person: the family of refresh tokens that came out of it. Times here are real time."""

refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    Column("fingerprint", String(64), primary_key=True),
    Column("session_id", String(64), ForeignKey("sessions.id"), nullable=False, index=True),
    # Position in the family; the highest is the one that may be used.
    Column("turn", Integer, nullable=False),
    Column("used_at", UtcMoment, nullable=True),
)
"""Refresh tokens by the hash of what the client holds."""

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    # The name as typed, so that a name nobody has is treated like one that somebody has.
    Column("username", String(64), primary_key=True),
    Column("count", Integer, nullable=False),
    Column("last_at", UtcMoment, nullable=False),
    Column("locked_until", UtcMoment, nullable=True),
)
