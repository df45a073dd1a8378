"""What would be made of a file: its headings and first rows, and the first tickets, with what is wrong in words."""

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from services.contracts.channels import BoardFile, BoardPreview, BoardTicket, BoardTrial, Channel
from services.errors import AppError, NotFound
from services.server.attachments.blobs import BlobStore
from services.server.channels import core, settings
from services.server.channels.board import asides, files, mappings, masking, repository
from services.server.channels.board.importer import BoardImporter
from services.server.channels.protocol import Incoming
from services.server.importing.engine import RowProblem
from services.server.importing.mapping import ColumnMap, guess
from services.server.importing.reader import open_table
from services.server.kernel import Kernel
from services.server.tickets import catalogue

MOST_HEADINGS, LONGEST_HEADING = 300, 200
ROWS, TICKETS = 5, 20
_FURTHEST = 200
"""So many rows are looked at, empty ones too."""
Row = tuple[int, Sequence[Any]]


def of(kernel: Kernel, board: str, trial: BoardTrial, language: str) -> BoardPreview:
    """Reads the beginning of a file as it would be read, and writes nothing.

    Raises:
        NotFound: there is no such file, or not any more.
        AppError: ``bad_table``: it is no table that can be read.
    """
    with open_table(_place(kernel, board, trial.file), trial.file.name) as table:
        headings = table.headings
        if len(headings) > MOST_HEADINGS or any(len(heading) > LONGEST_HEADING for heading in headings):
            raise AppError("bad_table", details={"why": f"{len(headings)} × {max(map(len, headings))}"})
        beginning = itertools.islice(table.rows, _FURTHEST)
        rows = list(itertools.islice(((n, cells) for n, cells in beginning if _is_filled(cells)), TICKETS))
    kept = kernel.read(lambda tx: repository.find(tx.connection, board, mappings.id_of(headings)))
    mapping = _mapping(kernel, board, headings, trial)
    fields = {at: field for field, at in mapping.columns.items()}
    lacking = mappings.lacking(mapping.columns)
    return BoardPreview(
        headings=headings,
        rows=[
            [
                masking.shown(cell, fields.get(at, ""), heading)
                for at, (heading, cell) in enumerate(_beside(headings, cells))
            ]
            for _number, cells in rows[:ROWS]
        ],
        columns={field: mapping.heading(field) for field in mapping.columns},
        mapping=mappings.shown(kept) if kept is not None else None,
        lacking=lacking,
        tickets=[] if lacking else _tickets(kernel, board, mapping, rows, language),
    )


def _mapping(kernel: Kernel, board: str, headings: Sequence[str], trial: BoardTrial) -> ColumnMap:
    if trial.columns is not None:
        return mappings.as_columns(headings, {field.value: name for field, name in trial.columns.items() if name})
    try:
        return kernel.read(lambda tx: mappings.chosen(tx, board, headings)).mapping
    except AppError as error:
        if error.code != "no_mapping":
            raise
    return guess(headings, mappings.FIELDS)


def _place(kernel: Kernel, board: str, file: BoardFile) -> Path:
    if file.digest:
        found = BlobStore.of(kernel.config).path(file.digest)
    else:
        # Only what the watch has listed: a name from outside leads nowhere else.
        rows = kernel.read(lambda tx: repository.aside(tx.connection, board))
        configured = kernel.read(lambda tx: settings.of(tx, Channel.BOARD))
        if all(row.name != file.name for row in rows):
            raise NotFound("file")
        found = files.folder_of(kernel, configured) / board / asides.FOLDER / file.name
    if not found.is_file():
        raise NotFound("file")
    return found


def _tickets(kernel: Kernel, board: str, mapping: ColumnMap, rows: Sequence[Row], language: str) -> list[BoardTicket]:
    importer = BoardImporter(board, kernel.read(catalogue.read), kernel.clock.now(), kernel.zone)
    read: list[tuple[int, Incoming | RowProblem]] = []
    remarks: dict[int, str] = {}
    for number, cells in rows:
        try:
            read.append((number, importer.convert(mapping, cells)))
            if (remark := importer.remark(mapping, cells)) is not None:
                # The cell is a citizen's text where the mapping is wrong.
                remarks[number] = masking.words(remark.reason(language))
        except RowProblem as problem:
            read.append((number, problem))
    ids = [item.external_id for _number, item in read if isinstance(item, Incoming)]
    met = kernel.read(lambda tx: repository.known(tx.connection, ids)) if ids else {}
    found: list[BoardTicket] = []
    for number, item in read:
        if isinstance(item, RowProblem):
            found.append(BoardTicket(row=number, problem=item.reason(language)))
            continue
        digest = core.digest_of(item)
        # A number stands for one message, whether the other row came in a file before or stands further up in this one.
        is_known = item.external_id in met
        if met.setdefault(item.external_id, digest) == digest:
            found.append(_ticket(board, number, item, is_known, "" if is_known else remarks.get(number, "")))
        else:
            found.append(BoardTicket(row=number, problem=RowProblem("imported_otherwise").reason(language)))
    return found


def _ticket(board: str, number: int, item: Incoming, known: bool, remark: str) -> BoardTicket:
    return BoardTicket(
        row=number,
        source_id=masking.words(item.external_id.removeprefix(f"{board}/")),
        title=masking.words(item.title),
        content=masking.words(item.content),
        received_at=item.received_at,
        kind=item.kind,
        category=item.category,
        town=item.town,
        village=item.village,
        detail=masking.words(item.detail),
        caller_name=masking.shown(item.sender.name, "caller_name"),
        caller_number=masking.shown(item.sender.number, "caller_number"),
        caller_email=masking.shown(item.sender.email, "caller_email") if item.sender.email else "",
        known=known,
        remark=remark,
    )


def _beside(headings: Sequence[str], cells: Sequence[Any]) -> list[tuple[str, Any]]:
    return [(heading, cells[at] if at < len(cells) else None) for at, heading in enumerate(headings)]


def _is_filled(cells: Sequence[Any]) -> bool:
    return any(cell is not None and str(cell).strip() for cell in cells)
