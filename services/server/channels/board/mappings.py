"""Mappings of columns that are remembered for each board: said once, good for every file with the same headings."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from services.contracts.channels import BoardColumns, BoardMapping
from services.errors import AppError, InvalidFields, NotFound, StaleVersion
from services.server.channels.board import repository
from services.server.importing.mapping import TICKET_FIELDS, ColumnMap, Names, guess, override
from services.server.transaction import Transaction

_FIELDS = ("source_id", "created_at", "kind", "category", "title", "content", "town", "village", "detail")
FIELDS: Names = {
    **{name: TICKET_FIELDS[name] for name in (*_FIELDS, "caller_name", "caller_number")},
    "caller_email": ["电子邮箱", "邮箱", "邮件", "email", "mail"],
}


@dataclass(frozen=True)
class Chosen:
    """How a table is read.

    Attributes:
        kept: the remembered mapping that says so; ``None`` where it was guessed or wished for.
        is_wished: somebody has just said it.
    """

    mapping: ColumnMap
    kept: BoardMapping | None = None
    is_wished: bool = False


def id_of(headings: Sequence[str]) -> str:
    """Returns what names a set of headings, in whatever order they stand."""
    return hashlib.sha256("\x1f".join(sorted(set(filter(None, headings)))).encode("utf-8", "replace")).hexdigest()[:32]


def chosen(tx: Transaction, board: str, headings: Sequence[str], wishes: Sequence[str] = ()) -> Chosen:
    """Returns how a table is read.

    The mapping for exactly these headings goes first; then one that somebody has said, where all columns it names are there
    (files get further columns); then the guess. Wishes go before all of them.

    Raises:
        AppError: ``bad_mapping`` where a wish names what there is not; ``no_mapping`` where no column holds the board's own
            id, or none the message: nothing could be taken once.
    """
    kept = _remembered(tx, board, headings)
    mapping = as_columns(headings, kept.columns) if kept is not None else guess(headings, FIELDS)
    if wishes:
        mapping, kept = override(mapping, wishes, FIELDS), None
    if lacking(mapping.columns):
        shown = ", ".join(filter(None, headings))[:200]
        raise AppError("no_mapping", details={"board": board, "headings": shown})
    return Chosen(mapping, kept, bool(wishes))


def as_columns(headings: Sequence[str], columns: dict[str, str]) -> ColumnMap:
    """Returns fields and headings as fields and places; a heading that is not there is left out."""
    places = {heading: at for at, heading in reversed(list(enumerate(headings)))}
    return ColumnMap(headings, {field: places[name] for field, name in columns.items() if name in places})


def lacking(columns: Any) -> list[str]:
    """Returns the fields without which nothing can be taken: the board's own id, and a title or a content."""
    needed = [] if "source_id" in columns else ["source_id"]
    return needed if {"title", "content"} & set(columns) else [*needed, "content"]


def remember(tx: Transaction, board: str, mapping: ColumnMap, guessed: bool = False) -> None:
    """Remembers a mapping for the board's next file of these headings; a guess stands behind whatever there is."""
    columns = {field: mapping.heading(field) for field in mapping.columns}
    values = _values(tx, board, list(mapping.headings), columns, guessed)
    if guessed:
        repository.add(tx.connection, values)
    else:
        repository.put(tx.connection, values)


def save(tx: Transaction, board: str, said: BoardColumns) -> BoardMapping:
    """Keeps what somebody says of the files with these headings.

    Raises:
        InvalidFields: a column that the file does not have, one for two fields, or none for what is needed.
        StaleVersion: it was changed, or made, since it was looked at.
    """
    columns = {field.value: heading for field, heading in said.columns.items() if heading}
    problems: dict[str, tuple[str, dict[str, Any]]] = {
        f"columns.{field}": ("required", {}) for field in lacking(columns)
    }
    taken: set[str] = set()
    for field, heading in columns.items():
        if heading not in said.headings:
            problems[f"columns.{field}"] = ("not_a_choice", {})
        elif heading in taken:
            problems[f"columns.{field}"] = ("column_twice", {"column": heading})
        taken.add(heading)
    if problems:
        raise InvalidFields(problems)
    values = _values(tx, board, said.headings, columns, guessed=False)
    row = repository.find(tx.connection, board, values["id"])
    if tx.expected_version is not None and tx.expected_version != (row.version if row is not None else 0):
        raise StaleVersion(shown(row).model_dump(mode="json") if row is not None else {})
    is_kept = (
        repository.add(tx.connection, values) if row is None else repository.change(tx.connection, values, row.version)
    )
    if not is_kept:
        raise StaleVersion({})
    _note(tx, board, values["id"], "saved", columns)
    return shown(repository.find(tx.connection, board, values["id"]))


def forget(tx: Transaction, board: str, mapping_id: str) -> list[BoardMapping]:
    """Forgets a mapping; returns those that are left.

    Raises:
        NotFound: there is no such mapping.
        StaleVersion: it was changed since it was looked at.
    """
    row = repository.find(tx.connection, board, mapping_id)
    if row is None:
        raise NotFound("board_mapping")
    version = row.version if tx.expected_version is None else tx.expected_version
    if not repository.remove(tx.connection, board, mapping_id, version):
        raise StaleVersion(shown(row).model_dump(mode="json"))
    _note(tx, board, mapping_id, "forgotten", orjson.loads(row.columns))
    return every(tx)


def every(tx: Transaction) -> list[BoardMapping]:
    """Returns the mappings of all boards."""
    return [shown(row) for row in repository.listed(tx.connection)]


def shown(row: Any) -> BoardMapping:
    """Returns a stored mapping as it is told."""
    return BoardMapping(
        board=row.board,
        id=row.id,
        headings=orjson.loads(row.headings),
        columns=orjson.loads(row.columns),
        guessed=row.guessed,
        version=row.version,
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )


def _remembered(tx: Transaction, board: str, headings: Sequence[str]) -> BoardMapping | None:
    there = set(headings)
    wanted = id_of(headings)
    kept = [shown(row) for row in repository.listed(tx.connection, board)]
    exact = next((each for each in kept if each.id == wanted), None)
    fitting = [each for each in kept if not each.guessed and set(each.columns.values()) <= there]
    # Of several the one that says most.
    return exact or max(fitting, key=lambda each: len(each.columns), default=None)


def _values(
    tx: Transaction, board: str, headings: Sequence[str], columns: dict[str, str], guessed: bool
) -> dict[str, Any]:
    return {
        "board": board,
        "id": id_of(headings),
        "headings": repository.packed([heading for heading in headings if heading]),
        "columns": repository.packed(columns),
        "guessed": guessed,
        "changed_at": tx.now,
        "changed_by_id": tx.actor.account_id,
        "changed_by": tx.actor.name[:60],
    }


def _note(tx: Transaction, board: str, mapping_id: str, what: str, columns: dict[str, str]) -> None:
    """Writes down who did what, with the columns: a mapping decides what becomes of citizens' words."""
    said = "; ".join(f"{field} ← {heading}" for field, heading in columns.items())
    tx.looked_at("board_mapping", mapping_id, f"{board}: {what}: {said}")
