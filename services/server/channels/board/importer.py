"""Rows of a board's table as messages: each taken once by the board's own id."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from services.contracts.channels import Channel
from services.contracts.tickets import Catalogue, TicketKind
from services.errors import AppError
from services.server.channels import core
from services.server.channels.board.mappings import FIELDS
from services.server.channels.protocol import Incoming, Sender
from services.server.importing.engine import RowProblem
from services.server.importing.mapping import ColumnMap
from services.server.importing.tickets import TicketImporter, is_kind
from services.server.transaction import Transaction

BATCH = 50
"""Rows of one transaction: others write in between."""


class BoardImporter:
    """Turns rows into messages of a board."""

    fields = FIELDS

    def __init__(self, board: str, catalogue: Catalogue, now: datetime, zone: ZoneInfo) -> None:
        self._board = board
        self._now = now
        self._tickets = TicketImporter(catalogue, now, zone)

    def convert(self, mapping: ColumnMap, cells: Sequence[Any]) -> Incoming:
        """Returns a message. Its original is what the mapped columns hold: counts of likes change from file to file."""
        own_id = _cell(mapping, cells, "source_id")
        if not own_id:
            raise RowProblem("required", mapping.heading("source_id"))
        row = self._tickets.convert(mapping, cells)
        original = {mapping.heading(field): _cell(mapping, cells, field) for field in mapping.columns}
        whole = {heading: _text(cell) for heading, cell in zip(mapping.headings, cells, strict=False) if heading}
        return Incoming(
            channel=Channel.BOARD,
            external_id=f"{self._board}/{own_id}"[:250],
            received_at=row["created_at"],
            title=row["title"],
            content=row["content"],
            sender=Sender(row["caller_name"], row["caller_number"], _cell(mapping, cells, "caller_email")),
            kind=TicketKind(row["kind"]),
            category=row["category"],
            town=row["town"],
            village=row["village"],
            detail=row["detail"],
            original=orjson.dumps(original),
            content_type="application/json",
            # Another mapping, said later, reads more or less of a row: it is the same message for all that.
            same_by=(_cell(mapping, cells, "content") or _cell(mapping, cells, "title")).encode(),
            client=self._board,
            extra={"row": {heading: text for heading, text in whole.items() if heading not in original}},
        )

    def remark(self, mapping: ColumnMap, cells: Sequence[Any]) -> RowProblem | None:
        """Returns what to check of a row that is taken: its kind is none that is known, so its words say which it is."""
        said = _cell(mapping, cells, "kind")
        return (
            RowProblem("taken_without_kind", mapping.heading("kind"), value=said[:40])
            if said and not is_kind(said)
            else None
        )

    def write(self, tx: Transaction, items: Sequence[Incoming]) -> list[RowProblem | bool]:
        """Takes messages; one that came before with other words is a problem, not a second ticket."""
        return [self._take(tx, item) for item in items]

    def _take(self, tx: Transaction, item: Incoming) -> RowProblem | bool:
        try:
            with tx.attempt():
                receipt = core.take(tx, item)
        except AppError as error:
            return RowProblem(error.code, **error.details)
        if receipt.differs:
            return RowProblem("imported_otherwise")
        return not receipt.repeated


def _cell(mapping: ColumnMap, cells: Sequence[Any], field: str) -> str:
    at = mapping.columns.get(field, len(cells))
    return _text(cells[at]) if at < len(cells) else ""


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
