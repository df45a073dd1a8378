"""Mappings of columns that are remembered for each board: said once, good for every file with the same headings."""

from collections.abc import Sequence

import orjson
from sqlalchemy import bindparam, select, text

from services.errors import AppError
from services.server.channels.board.tables import board_mappings
from services.server.importing.mapping import TICKET_FIELDS, ColumnMap, Names, guess, override
from services.server.transaction import Transaction

_FIELDS = ("source_id", "created_at", "kind", "category", "title", "content", "town", "village", "detail")
FIELDS: Names = {
    **{name: TICKET_FIELDS[name] for name in (*_FIELDS, "caller_name", "caller_number")},
    "caller_email": ["电子邮箱", "邮箱", "邮件", "email", "mail"],
}
_ONE = select(board_mappings.c.columns).where(board_mappings.c.board == bindparam("wanted"))
_PUT = text(
    "INSERT INTO board_mappings (board, columns, changed_at) VALUES (:board, :columns, :at)"
    " ON CONFLICT (board) DO UPDATE SET columns = excluded.columns, changed_at = excluded.changed_at"
).bindparams(bindparam("at", type_=board_mappings.c.changed_at.type))


def chosen(tx: Transaction, board: str, headings: Sequence[str], wishes: Sequence[str] = ()) -> ColumnMap:
    """Returns how a table is read: as remembered where its headings are all there, else as guessed; wishes go before.

    Raises:
        AppError: ``bad_mapping`` where a wish names what there is not; ``bad_table`` where no column holds the board's own
            id, or none the message: nothing could be taken once.
    """
    stored = tx.connection.execute(_ONE, {"wanted": board}).scalar()
    remembered: dict[str, str] = orjson.loads(stored) if stored else {}
    if remembered and set(remembered.values()) <= set(headings):
        mapping = ColumnMap(headings, {field: list(headings).index(name) for field, name in remembered.items()})
    else:
        mapping = guess(headings, FIELDS)
    mapping = override(mapping, wishes, FIELDS)
    if "source_id" not in mapping.columns or not {"title", "content"} & mapping.columns.keys():
        raise AppError("bad_table", details={"why": f"{board}: source_id, content ({', '.join(headings)[:200]})"})
    return mapping


def remember(tx: Transaction, board: str, mapping: ColumnMap) -> None:
    """Remembers a mapping for the board's next file."""
    columns = {field: mapping.heading(field) for field in mapping.columns}
    tx.connection.execute(_PUT, {"board": board, "columns": orjson.dumps(columns).decode(), "at": tx.now})
