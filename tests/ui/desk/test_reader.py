"""Remarks on a ticket that is open beside the form."""

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from PySide6.QtWidgets import QApplication

from services.contracts.tickets import NewNote, Ticket, TicketStatus, Viewer
from services.desk.service import DeskService
from services.drafts import DraftJournal
from services.outbox import Outbox
from services.store.store import LocalStore
from services.tasks import ImmediateTasks, Progress
from ui.desk.reader_presenter import ReaderPresenter

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


class Desk(DeskService):
    """A server that has every ticket and keeps remarks."""

    def __init__(self, folder: Path) -> None:
        self.store = LocalStore(folder / "desk.db")
        self.notes: list[str] = []
        self.journal = DraftJournal(self.store, lambda callback: callback())
        self.outbox = Outbox(
            self.store, {"ticket.note": self._send}, lambda callback: callback(), self.journal.drop_pending
        )
        nothing: Any = SimpleNamespace()
        super().__init__(nothing, nothing, nothing, self.outbox, self.store)

    def _send(self, item: Any) -> None:
        body = {name: value for name, value in item.payload.items() if name != "ticket_id"}
        self.notes.append(NewNote.model_validate(body).text)

    def ticket(self, ticket_id: str) -> Ticket:
        return Ticket(id=ticket_id, number="1", status=TicketStatus.ACCEPTED, version=1, created_at=AT, updated_at=AT)

    def say_presence(self, ticket_id: str, present: bool, typing: bool) -> list[Viewer]:
        return []

    def settle(self) -> None:
        """Lets the journal write and the outbox send what they have."""
        stop = Progress()
        stop.cancel()
        self.journal.run(stop)
        while (item := self.outbox._next()) is not None:
            self.outbox._send(item)


def test_each_remark_on_the_same_ticket_reaches_the_server(qapp: QApplication, tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    live: Any = SimpleNamespace(state=SimpleNamespace(me=None))
    reader = ReaderPresenter(live, desk, desk.journal, ImmediateTasks())
    reader.open_ticket("t1")
    for text in ("第一条", "第二条"):
        reader.type_note(text)
        desk.settle()
        reader.add_note()
        desk.settle()
    assert desk.notes == ["第一条", "第二条"]
    reader.type_note("没有写完")
    desk.settle()
    again = ReaderPresenter(live, desk, desk.journal, ImmediateTasks())
    again.open_ticket("t1")
    assert again.note == "没有写完"
