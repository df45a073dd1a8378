"""Queries on messages in and out."""

import zlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, text, update

from services.contracts.channels import OutgoingState
from services.server.channels.protocol import Incoming
from services.server.channels.tables import channel_messages as messages
from services.server.channels.tables import channel_outgoing as outgoing
from services.server.prepared import Prepared

_CLAIM = Prepared(
    text(
        "INSERT INTO channel_messages (channel, external_id, digest, ticket_id, opened, received_at, taken_at, client,"
        " sender_name, sender_number, sender_email, latitude, longitude, extra, content_type, size, original_digest, original)"
        " VALUES (:channel, :external_id, :digest, :ticket_id, :opened, :received_at, :taken_at, :client, :sender_name,"
        " :sender_number, :sender_email, :latitude, :longitude, :extra, :content_type, :size, :original_digest, :original)"
        " ON CONFLICT (channel, external_id) DO NOTHING RETURNING key"
    ).bindparams(
        bindparam("received_at", type_=messages.c.received_at.type),
        bindparam("taken_at", type_=messages.c.taken_at.type),
    )
)
_BY_EXTERNAL_ID = Prepared(
    select(messages).where(messages.c.channel == bindparam("of_channel"), messages.c.external_id == bindparam("wanted"))
)
_BY_KEY = select(messages).where(messages.c.key == bindparam("wanted"))
_OPENING = select(messages).where(messages.c.ticket_id == bindparam("wanted"), messages.c.opened).limit(1)
_OF_TICKET = select(messages).where(messages.c.ticket_id == bindparam("wanted")).order_by(messages.c.key)
_BY_RECEIPT = select(outgoing.c.ticket_id).where(
    outgoing.c.channel == bindparam("of_channel"), outgoing.c.receipt == bindparam("wanted"), outgoing.c.receipt != ""
)
_PACKED_FROM = 512


def claim(
    connection: Connection, incoming: Incoming, digest: str, ticket_id: str, opened: bool, now: datetime
) -> int | None:
    """Writes a message down as the first of its name in its channel; nothing where there is one already.

    On PostgreSQL two who try it at once wait for each other here, so that the second sees what became of the first.
    """
    packed = zlib.compress(incoming.original, 1) if len(incoming.original) > _PACKED_FROM else incoming.original
    is_packed = packed is not incoming.original
    claimed: int | None = _CLAIM.scalar(
        connection,
        {
            "channel": incoming.channel.value,
            "external_id": incoming.external_id,
            "digest": digest,
            "ticket_id": ticket_id,
            "opened": opened,
            "received_at": incoming.received_at,
            "taken_at": now,
            "client": incoming.client,
            "sender_name": incoming.sender.name,
            "sender_number": incoming.sender.number,
            "sender_email": incoming.sender.email,
            "latitude": incoming.latitude,
            "longitude": incoming.longitude,
            "extra": orjson.dumps(incoming.extra).decode() if incoming.extra else "{}",
            "content_type": incoming.content_type[:100],
            "size": len(incoming.original),
            "original_digest": incoming.original_digest,
            "original": None if incoming.original_digest else (b"z" if is_packed else b"=") + packed,
        },
    )
    return claimed


def original_of(row: Any) -> bytes | None:
    """Returns the message as it came where it lies in the row; nothing where it lies in the store."""
    if row.original is None:
        return None
    packed = bytes(row.original)
    return zlib.decompress(packed[1:]) if packed[:1] == b"z" else packed[1:]


def find(connection: Connection, channel: str, external_id: str) -> Row[Any] | None:
    """Returns a message by its name in its channel."""
    return _BY_EXTERNAL_ID.first(connection, {"of_channel": channel, "wanted": external_id})


def by_key(connection: Connection, key: int) -> Row[Any] | None:
    """Returns a message."""
    return connection.execute(_BY_KEY, {"wanted": key}).first()


def opening(connection: Connection, ticket_id: str) -> Row[Any] | None:
    """Returns the message that a ticket began with."""
    return connection.execute(_OPENING, {"wanted": ticket_id}).first()


def of_ticket(connection: Connection, ticket_id: str) -> Sequence[Row[Any]]:
    """Returns the messages of a ticket, oldest first."""
    return connection.execute(_OF_TICKET, {"wanted": ticket_id}).all()


def ticket_of(connection: Connection, channel: str, names: Sequence[str], client: str) -> str | None:
    """Returns the ticket that one of some messages, in or out, belongs to; of one client only."""
    for name in names:
        row = find(connection, channel, name)
        if row is not None and row.client == client:
            return str(row.ticket_id)
        ticket_id = connection.execute(_BY_RECEIPT, {"of_channel": channel, "wanted": name}).scalar()
        if ticket_id is not None:
            began = opening(connection, ticket_id)
            if began is not None and began.client == client:
                return str(ticket_id)
    return None


def digests(connection: Connection, prefix: str) -> set[str]:
    """Returns those digests of originals in the store that begin so."""
    wanted = messages.c.original_digest
    query = select(wanted).where(wanted >= prefix, wanted < prefix + "g").distinct()
    return set(connection.execute(query).scalars())


# --- out ------------------------------------------------------------------------------------------------------------

_ADD = Prepared(insert(outgoing))
_TOLD = select(outgoing).where(outgoing.c.ticket_id == bindparam("wanted")).order_by(outgoing.c.key)
_NEWEST = Prepared(
    select(outgoing)
    .where(
        outgoing.c.ticket_id == bindparam("of"),
        outgoing.c.notice == bindparam("said"),
        outgoing.c.created_at >= bindparam("since", type_=outgoing.c.created_at.type),
    )
    .order_by(outgoing.c.key.desc())
    .limit(1)
)
_DUE = (
    text(
        "SELECT o.key, o.next_at FROM channel_outgoing AS o WHERE o.state = 'waiting' AND o.channel = :channel"
        " AND o.next_at <= :now AND NOT EXISTS (SELECT 1 FROM channel_outgoing AS e WHERE e.ticket_id = o.ticket_id"
        " AND e.key < o.key AND e.state = 'waiting') ORDER BY o.key LIMIT :limit"
    )
    .bindparams(bindparam("now", type_=outgoing.c.next_at.type))
    .columns(outgoing.c.key, outgoing.c.next_at)
)


def add_outgoing(connection: Connection, values: dict[str, Any]) -> None:
    """Queues or keeps a message to a citizen."""
    _ADD.soon(connection, values)


def newest(connection: Connection, ticket_id: str, notice: str, since: datetime) -> Row[Any] | None:
    """Returns the newest message of a kind to the citizen of a ticket, from a moment on."""
    return _NEWEST.first(connection, {"of": ticket_id, "said": notice, "since": since})


def forget_unsent(connection: Connection, key: int) -> bool:
    """Deletes a message that nobody was sent; ``False`` where an attempt has begun, for it may have arrived."""
    never = outgoing.c.state.in_((OutgoingState.KEPT.value, OutgoingState.CALL_BACK.value, OutgoingState.WAITING.value))
    failed = outgoing.c.state == OutgoingState.FAILED.value
    done = connection.execute(
        delete(outgoing).where(outgoing.c.key == key, (never & (outgoing.c.attempts == 0)) | failed)
    )
    return done.rowcount == 1


def told(connection: Connection, ticket_id: str) -> Sequence[Row[Any]]:
    """Returns all that was said to the citizen of a ticket, oldest first."""
    return connection.execute(_TOLD, {"wanted": ticket_id}).all()


def due(connection: Connection, channel: str, now: datetime, limit: int) -> list[tuple[int, datetime]]:
    """Returns messages of a channel that may be tried now, with their moment: of each ticket the oldest that waits."""
    rows = connection.execute(_DUE, {"channel": channel, "now": now, "limit": limit})
    return [(row.key, row.next_at) for row in rows]


def take_on(connection: Connection, key: int, seen: datetime, until: datetime) -> Row[Any] | None:
    """Reserves a message for one attempt; nothing where somebody else has. After ``until`` others may try again."""
    done = connection.execute(
        update(outgoing)
        .where(outgoing.c.key == key, outgoing.c.state == OutgoingState.WAITING.value, outgoing.c.next_at == seen)
        .values(next_at=until, attempts=outgoing.c.attempts + 1)
    )
    return find_outgoing(connection, key) if done.rowcount == 1 else None


def find_outgoing(connection: Connection, key: int) -> Row[Any] | None:
    """Returns a message to a citizen."""
    return connection.execute(select(outgoing).where(outgoing.c.key == key)).first()


def settle(connection: Connection, key: int, attempts: int, values: dict[str, Any]) -> bool:
    """Writes what became of an attempt, unless another one has begun since."""
    done = connection.execute(
        update(outgoing)
        .where(outgoing.c.key == key, outgoing.c.attempts == attempts, outgoing.c.state == OutgoingState.WAITING.value)
        .values(**values)
    )
    return done.rowcount == 1


def move(connection: Connection, key: int, sources: Sequence[OutgoingState], values: dict[str, Any]) -> bool:
    """Moves a message from one of some states; ``False`` where it is in none of them."""
    states = [state.value for state in sources]
    done = connection.execute(
        update(outgoing).where(outgoing.c.key == key, outgoing.c.state.in_(states)).values(**values)
    )
    return done.rowcount == 1


def listed(connection: Connection, channel: str, state: str, before: int | None, limit: int) -> Sequence[Row[Any]]:
    """Returns messages to citizens, the newest first."""
    query = select(outgoing).order_by(outgoing.c.key.desc()).limit(limit)
    for column, value in ((outgoing.c.channel, channel), (outgoing.c.state, state)):
        if value:
            query = query.where(column == value)
    if before is not None:
        query = query.where(outgoing.c.key < before)
    return connection.execute(query).all()


def counts(connection: Connection) -> dict[tuple[str, str], int]:
    """Counts what waits and what failed, by channel and state."""
    open_states = (OutgoingState.WAITING.value, OutgoingState.FAILED.value)
    query = (
        select(outgoing.c.channel, outgoing.c.state, func.count().label("n"))
        .where(outgoing.c.state.in_(open_states))
        .group_by(outgoing.c.channel, outgoing.c.state)
    )
    return {(row.channel, row.state): row.n for row in connection.execute(query)}
