"""Queries on mappings of columns, and on files that wait for one."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, text, update

from services.contracts.channels import Channel
from services.server.channels.board.tables import board_asides as asides
from services.server.channels.board.tables import board_mappings as mappings
from services.server.channels.tables import channel_messages

_MOMENT = bindparam("changed_at", type_=mappings.c.changed_at.type)
_INSERT = (
    "INSERT INTO board_mappings (board, id, headings, columns, guessed, version, changed_at, changed_by_id, changed_by)"
    " VALUES (:board, :id, :headings, :columns, :guessed, 1, :changed_at, :changed_by_id, :changed_by)"
    " ON CONFLICT (board, id) DO "
)
_ADD = text(_INSERT + "NOTHING").bindparams(_MOMENT)
_PUT = text(
    _INSERT + "UPDATE SET columns = excluded.columns, guessed = excluded.guessed, version = board_mappings.version + 1,"
    " changed_at = excluded.changed_at, changed_by_id = excluded.changed_by_id, changed_by = excluded.changed_by"
).bindparams(_MOMENT)


def listed(connection: Connection, board: str | None = None) -> Sequence[Row[Any]]:
    """Returns the mappings, or those of one board, of each the newest first."""
    query = select(mappings).order_by(mappings.c.board, mappings.c.changed_at.desc(), mappings.c.id)
    return connection.execute(query if board is None else query.where(mappings.c.board == board)).all()


def find(connection: Connection, board: str, mapping_id: str) -> Row[Any] | None:
    """Returns a mapping."""
    return connection.execute(
        select(mappings).where(mappings.c.board == board, mappings.c.id == mapping_id)
    ).one_or_none()


def add(connection: Connection, values: dict[str, Any]) -> bool:
    """Writes a mapping unless there is one for these headings; tells whether it was written."""
    return connection.execute(_ADD, values).rowcount == 1


def put(connection: Connection, values: dict[str, Any]) -> None:
    """Writes a mapping, whatever there was for these headings."""
    connection.execute(_PUT, values)


def change(connection: Connection, values: dict[str, Any], version: int) -> bool:
    """Changes a mapping that still has a version; tells whether it had."""
    mine = (mappings.c.board == values["board"], mappings.c.id == values["id"], mappings.c.version == version)
    return connection.execute(update(mappings).where(*mine).values(**values, version=version + 1)).rowcount == 1


def remove(connection: Connection, board: str, mapping_id: str, version: int) -> bool:
    """Removes a mapping that still has a version; tells whether it had."""
    mine = (mappings.c.board == board, mappings.c.id == mapping_id, mappings.c.version == version)
    return connection.execute(delete(mappings).where(*mine)).rowcount == 1


def aside(connection: Connection, board: str | None = None) -> Sequence[Row[Any]]:
    """Returns the files that wait for a mapping, or those of one board."""
    query = select(asides).order_by(asides.c.board, asides.c.name)
    return connection.execute(query if board is None else query.where(asides.c.board == board)).all()


def count_aside(connection: Connection) -> int:
    """Returns how many files wait for a mapping."""
    return int(connection.execute(select(func.count()).select_from(asides)).scalar_one())


def set_aside(connection: Connection, values: dict[str, Any]) -> None:
    """Notes that a file waits for a mapping."""
    connection.execute(insert(asides), values)


def forget_aside(connection: Connection, board: str, name: str) -> None:
    """Forgets a file that does not wait any more."""
    connection.execute(delete(asides).where(asides.c.board == board, asides.c.name == name))


def known(connection: Connection, external_ids: Sequence[str]) -> dict[str, str]:
    """Returns those of some messages that have come before, with what tells them from others of their name."""
    query = select(channel_messages.c.external_id, channel_messages.c.digest).where(
        channel_messages.c.channel == Channel.BOARD.value, channel_messages.c.external_id.in_(external_ids)
    )
    return {row.external_id: row.digest for row in connection.execute(query)}


def packed(value: Any) -> str:
    """Returns headings or columns as they are stored."""
    return orjson.dumps(value).decode()
