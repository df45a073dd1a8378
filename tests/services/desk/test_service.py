"""Offline the desk goes on with what was last known; what is not known is said to be so."""

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from services.api.transport import Unreachable
from services.contracts.people import CallerCard
from services.contracts.tickets import Catalogue, TicketRow
from services.desk.service import DeskService
from services.errors import AppError, NotAllowed
from services.store.store import LocalStore

NUMBER = "16100000042"
TODAY = datetime(2026, 3, 2, tzinfo=UTC)
ROW = {"id": "t", "number": "20260302-0001", "title": "路灯不亮", "status": "accepted", "version": 1}


class Server:
    """Answers, until it is away."""

    def __init__(self) -> None:
        self.trouble: AppError | None = None
        self.pages: dict[str | None, str | None] = {None: None}
        """The page after a cursor."""

    def answer(self, value: Any) -> Any:
        if self.trouble is not None:
            raise self.trouble
        return value

    def caller(self, number: str) -> CallerCard:
        return self.answer(CallerCard(person=None, open_tickets=3))  # type: ignore[no-any-return]

    def catalogue(self) -> Catalogue:
        return self.answer(
            Catalogue(version=7, places=[], categories=[], units=[], templates=[], phrases=[], skills=[])
        )  # type: ignore[no-any-return]

    def rows(self, cursor: str | None = None, **_query: Any) -> Any:
        row = TicketRow.model_validate({**ROW, "created_at": TODAY, "updated_at": TODAY})
        after = self.pages[cursor]
        rows = [row.model_copy(update={"id": cursor or row.id})]
        return self.answer(SimpleNamespace(items=rows, next=after))

    def likenesses(self, _query: Any) -> Any:
        return self.answer(["like"])


@pytest.fixture
def server() -> Server:
    return Server()


def desk_of(server: Server, folder: Path) -> DeskService:
    """A desk after a start: all it knows is in the file."""
    return DeskService(server, server, server, None, LocalStore(folder / "desk.db"))  # type: ignore[arg-type]


def test_what_was_known_is_there_after_a_restart_without_a_server(server: Server, tmp_path: Path) -> None:
    desk = desk_of(server, tmp_path)
    assert desk.caller(NUMBER).fresh
    assert desk.my_tickets(TODAY).fresh
    desk.choices()
    server.trouble = Unreachable("unreachable")
    again = desk_of(server, tmp_path)
    caller, mine = again.caller(NUMBER), again.my_tickets(TODAY)
    assert (caller.value.open_tickets, caller.fresh) == (3, False)
    assert ([row.title for row in mine.value], mine.fresh) == (["路灯不亮"], False)
    assert again.choices().catalogue.version == 7
    assert again.likenesses(None) == []  # type: ignore[arg-type]


def test_who_is_not_known_is_an_error_and_an_empty_day_is_not(server: Server, tmp_path: Path) -> None:
    server.trouble = Unreachable("unreachable")
    desk = desk_of(server, tmp_path)
    with pytest.raises(AppError, match="unreachable"):
        desk.caller(NUMBER)
    mine = desk.my_tickets(TODAY)
    assert (mine.value, mine.fresh) == ([], False)


def test_a_refusal_is_not_hidden_behind_what_was_known(server: Server, tmp_path: Path) -> None:
    desk = desk_of(server, tmp_path)
    desk.caller(NUMBER)
    desk.my_tickets(TODAY)
    server.trouble = NotAllowed("person.read")
    for ask in (lambda: desk.caller(NUMBER), lambda: desk.my_tickets(TODAY), lambda: desk.likenesses(None)):  # type: ignore[arg-type]
        with pytest.raises(NotAllowed):
            ask()


def test_of_a_busy_day_all_tickets_are_there_and_not_only_the_first_page(server: Server, tmp_path: Path) -> None:
    server.pages = {None: "second", "second": "third", "third": None}
    mine = desk_of(server, tmp_path).my_tickets(TODAY)
    assert [row.id for row in mine.value] == ["t", "second", "third"]
