"""Replies that a board is waiting for, as a table for upload."""

import csv
import os
import secrets
from datetime import datetime
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, select

from services.contracts.channels import Channel, CitizenNotice, OutgoingState
from services.server.channels import core, repository
from services.server.channels.tables import channel_messages as messages
from services.server.channels.tables import channel_outgoing as outgoing
from services.server.importing.report import escaped
from services.server.kernel import Kernel

HEADINGS = ("留言编号", "工单编号", "答复内容", "答复时间")
_MOST = 10_000
_WAITING = (
    select(outgoing.c.key, outgoing.c.number, outgoing.c.words, outgoing.c.created_at, messages.c.external_id)
    .join(messages, (messages.c.ticket_id == outgoing.c.ticket_id) & messages.c.opened)
    .where(
        outgoing.c.channel == Channel.BOARD.value,
        outgoing.c.state == OutgoingState.KEPT.value,
        outgoing.c.notice == CitizenNotice.REPLIED.value,
        messages.c.client == bindparam("board"),
    )
    .order_by(outgoing.c.key)
    .limit(_MOST)
)


def export(kernel: Kernel, board: str, folder: Path, kind: Literal["xlsx", "csv"] = "xlsx") -> tuple[int, Path | None]:
    """Writes the replies that no file holds yet; returns how many, and the file.

    The file is whole before the replies count as sent: should the server die in between, they stand in the next one too,
    under the same ids.
    """
    rows = kernel.read(lambda tx: list(_waiting(tx.connection, board)))
    if not rows:
        return 0, None
    folder.mkdir(parents=True, exist_ok=True)
    now = kernel.real_clock.now()
    name = f"replies-{now.astimezone(kernel.zone):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}.{kind}"
    part = folder / f".{name}.part"
    table = [_cells(board, row, kernel.zone) for row in rows]
    (_write_xlsx if kind == "xlsx" else _write_csv)(part, table)
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(folder / name)
    sent = {"state": OutgoingState.SENT.value, "receipt": f"{board}/{name}"[:250], "sent_at": now}
    kernel.write(
        lambda tx: [repository.move(tx.connection, row.key, [OutgoingState.KEPT], sent) for row in rows],
        core.actor_of(Channel.BOARD),
    )
    return len(rows), folder / name


def _waiting(connection: Connection, board: str) -> Any:
    return connection.execute(_WAITING, {"board": board}).all()


def _cells(board: str, row: Any, zone: ZoneInfo) -> list[str]:
    at: datetime = row.created_at
    own_id = row.external_id.removeprefix(f"{board}/")
    return [escaped(cell) for cell in (own_id, row.number, row.words, f"{at.astimezone(zone):%Y-%m-%d %H:%M}")]


def _write_xlsx(file: Path, rows: list[list[str]]) -> None:
    # Not at the start of the server: spreadsheets bring half a second of other modules along.
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("答复")
    for row in (list(HEADINGS), *rows):
        sheet.append(row)
    book.save(file)
    book.close()


def _write_csv(file: Path, rows: list[list[str]]) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([HEADINGS, *rows])
