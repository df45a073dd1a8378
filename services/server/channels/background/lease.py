"""One mailbox has one reader: a lease in the database, renewed while its holder lives."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, text

from services.server.channels.background.tables import channel_leases

LIFE = timedelta(seconds=20)
_TAKE = text(
    "INSERT INTO channel_leases (name, holder, until) VALUES (:name, :holder, :until)"
    " ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until"
    " WHERE channel_leases.holder = excluded.holder OR channel_leases.until <= :now RETURNING holder"
).bindparams(bindparam("until", type_=channel_leases.c.until.type), bindparam("now", type_=channel_leases.c.until.type))


def take(connection: Connection, name: str, holder: str, now: datetime) -> bool:
    """Takes or renews a lease; ``False`` where somebody else holds it."""
    values = {"name": name, "holder": holder, "until": now + LIFE, "now": now}
    return connection.execute(_TAKE, values).first() is not None


def give_up(connection: Connection, name: str, holder: str) -> None:
    """Lets the next one have it at once."""
    leases = channel_leases
    connection.execute(delete(leases).where(leases.c.name == name, leases.c.holder == holder))
