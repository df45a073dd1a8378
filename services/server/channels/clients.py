"""Programs that may speak through a channel, each with a secret of its own."""

from typing import Any

from sqlalchemy import bindparam, insert, select, update

from services.contracts.channels import Channel, ChannelClient, ChannelClientFields
from services.errors import InvalidFields, NotFound, StaleVersion
from services.server.channels.registry import adapters
from services.server.channels.tables import channel_clients as table
from services.server.channels.tables import channel_settings
from services.server.prepared import Prepared
from services.server.transaction import Transaction

_ONE = Prepared(select(table).where(table.c.channel == bindparam("of_channel"), table.c.id == bindparam("wanted")))

# In one way there and back: every signed request asks for both.
_ENABLED = (
    select(channel_settings.c.enabled)
    .where(channel_settings.c.channel == table.c.channel, channel_settings.c.effective_from <= bindparam("now"))
    .order_by(channel_settings.c.effective_from.desc(), channel_settings.c.version.desc())
    .limit(1)
    .scalar_subquery()
)
_ADMITTED = Prepared(
    select(table.c.secret, _ENABLED.label("enabled")).where(
        table.c.channel == bindparam("of_channel"), table.c.id == bindparam("wanted"), table.c.active
    )
)


def ahead(tx: Transaction, channel: Channel, client_id: str) -> None:
    """Has what ``admitted`` looks for sent for, together with what is asked next."""
    _ADMITTED.ahead(tx.connection, _asked(tx, channel, client_id))


def admitted(tx: Transaction, channel: Channel, client_id: str) -> tuple[str | None, bool]:
    """Returns the secret of a client that is active, and whether the channel is on."""
    row = _ADMITTED.first(tx.connection, _asked(tx, channel, client_id))
    return (str(row.secret), bool(row.enabled)) if row is not None else (None, False)


def _asked(tx: Transaction, channel: Channel, client_id: str) -> dict[str, Any]:
    return {"of_channel": channel.value, "wanted": client_id, "now": tx.now}


def secret_of(tx: Transaction, channel: Channel, client_id: str) -> str | None:
    """Returns the secret of a client that is active."""
    row = _ONE.first(tx.connection, {"of_channel": channel.value, "wanted": client_id})
    return str(row.secret) if row is not None and row.active else None


def active(tx: Transaction, channel: Channel) -> list[Any]:
    """Returns the rows of the active clients of a channel."""
    query = select(table).where(table.c.channel == channel.value, table.c.active).order_by(table.c.id)
    return list(tx.connection.execute(query))


def listed(tx: Transaction, channel: Channel) -> list[ChannelClient]:
    """Returns the clients of a channel."""
    query = select(table).where(table.c.channel == channel.value).order_by(table.c.id)
    return [_shown(row) for row in tx.connection.execute(query)]


def put(tx: Transaction, channel: Channel, client_id: str, fields: ChannelClientFields) -> ChannelClient:
    """Writes a client. Without a secret the one it has stays.

    Raises:
        NotFound: the channel has no clients.
        StaleVersion: the client was changed, or made, since it was looked at.
        InvalidFields: a new client needs a secret.
    """
    if channel not in adapters():
        raise NotFound("channel")
    row = _ONE.first(tx.connection, {"of_channel": channel.value, "wanted": client_id})
    if tx.expected_version is not None and tx.expected_version != (row.version if row is not None else 0):
        raise StaleVersion(_shown(row).model_dump(mode="json") if row is not None else {})
    secret = fields.secret.get_secret_value() if fields.secret is not None else ""
    values = {"name": fields.name, "active": fields.active, "changed_at": tx.now}
    if secret:
        values["secret"] = secret
    if row is None:
        if not secret:
            raise InvalidFields({"secret": ("required", {})})
        tx.connection.execute(insert(table), {"channel": channel.value, "id": client_id, "version": 1, **values})
    else:
        mine = (table.c.channel == channel.value, table.c.id == client_id, table.c.version == row.version)
        if not tx.connection.execute(update(table).where(*mine).values(**values, version=row.version + 1)).rowcount:
            raise StaleVersion({})
    return _shown(_ONE.first(tx.connection, {"of_channel": channel.value, "wanted": client_id}))


def _shown(row: Any) -> ChannelClient:
    return ChannelClient(
        channel=row.channel,
        id=row.id,
        name=row.name,
        active=row.active,
        version=row.version,
        changed_at=row.changed_at,
    )
