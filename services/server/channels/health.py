"""How each channel is: what came and went last, and what its connection met last."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, text

from services.contracts.channels import Channel, OutgoingState
from services.server.channels.background.tables import channel_health
from services.server.channels.tables import channel_messages, channel_outgoing

_LAST_RECEIVED = (
    select(channel_messages.c.taken_at)
    .where(channel_messages.c.channel == bindparam("of"))
    .order_by(channel_messages.c.key.desc())
    .limit(1)
)
_LAST_SENT = (
    select(channel_outgoing.c.sent_at)
    .where(channel_outgoing.c.state == OutgoingState.SENT.value, channel_outgoing.c.channel == bindparam("of"))
    .order_by(channel_outgoing.c.key.desc())
    .limit(1)
)
_LAST_FAILED = (
    select(channel_outgoing.c.problem)
    .where(channel_outgoing.c.state == OutgoingState.FAILED.value, channel_outgoing.c.channel == bindparam("of"))
    .order_by(channel_outgoing.c.key.desc())
    .limit(1)
)
_AT = {name: channel_health.c[name].type for name in ("reached_at", "problem_at")}
_REACHED = text(
    "INSERT INTO channel_health (channel, reached_at, problem) VALUES (:channel, :reached_at, '')"
    " ON CONFLICT (channel) DO UPDATE SET reached_at = excluded.reached_at"
).bindparams(bindparam("reached_at", type_=_AT["reached_at"]))
_BROKEN = text(
    "INSERT INTO channel_health (channel, problem, problem_at) VALUES (:channel, :problem, :problem_at)"
    " ON CONFLICT (channel) DO UPDATE SET problem = excluded.problem, problem_at = excluded.problem_at"
).bindparams(bindparam("problem_at", type_=_AT["problem_at"]))


def of(connection: Connection, channel: Channel, sends: bool) -> dict[str, Any]:
    """Returns the fields of :class:`ChannelState` that say how a channel is."""
    wanted = {"of": channel.value}
    row = connection.execute(select(channel_health).where(channel_health.c.channel == channel.value)).first()
    return {
        "received_at": connection.execute(_LAST_RECEIVED, wanted).scalar(),
        # Only a channel that sends has anything to look for among all that was sent.
        "sent_at": connection.execute(_LAST_SENT, wanted).scalar() if sends else None,
        "failure": (connection.execute(_LAST_FAILED, wanted).scalar() or "") if sends else "",
        "reached_at": row.reached_at if row is not None else None,
        "problem": row.problem if row is not None else "",
        "problem_at": row.problem_at if row is not None else None,
    }


def reached(connection: Connection, channel: Channel, at: datetime) -> None:
    """Keeps that the counterpart was reached."""
    connection.execute(_REACHED, {"channel": channel.value, "reached_at": at})


def broken(connection: Connection, channel: Channel, why: str, at: datetime) -> None:
    """Keeps what a connection ended with; nothing personal."""
    connection.execute(_BROKEN, {"channel": channel.value, "problem": why[:200], "problem_at": at})
