"""What was filed here is told with a way back, and is kept whatever was refused on the way."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt

from services.contracts.tickets import TicketStatus
from tests.ui.desk.conftest import Desk
from tests.ui.desk.test_desk import fill

Key = Qt.Key


def offers(desk: Desk) -> list[tuple[str, Callable[[], None]]]:
    """Collects what can be taken back."""
    made: list[tuple[str, Callable[[], None]]] = []
    desk.presenter.undo_offered.connect(lambda words, _tone, undo: made.append((words, undo)))
    return made


def status(desk: Desk) -> Any:
    return next((row.status for row in desk.tickets()), None)


def test_a_ticket_that_the_wrong_key_closed_is_taken_back_from_its_notice(desk: Desk) -> None:
    made = offers(desk)
    fill(desk)
    desk.type("answer", "Told the rules.")
    desk.ctrl(Key.Key_Return)
    desk.wait(lambda: made)
    assert status(desk) is TicketStatus.CLOSED
    words, undo = made[0]
    assert "answered and closed" in words
    undo()
    desk.wait(lambda: status(desk) is TicketStatus.ACCEPTED)
    desk.wait(lambda: desk.presenter.reader.ticket is not None)
    assert desk.presenter.reader.ticket is not None
    assert desk.presenter.reader.ticket.status is TicketStatus.ACCEPTED


def test_a_dispatch_by_the_wrong_key_is_recalled_from_its_notice(desk: Desk) -> None:
    made = offers(desk)
    fill(desk)
    desk.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier)
    desk.wait(lambda: made)
    assert status(desk) is TicketStatus.DISPATCHED
    made[0][1]()
    desk.wait(lambda: status(desk) is TicketStatus.ACCEPTED)


def test_what_only_waits_for_a_dispatcher_offers_no_way_back(desk: Desk) -> None:
    made, said = offers(desk), []
    desk.presenter.notice_stated.connect(lambda words, _tone: said.append(words))
    fill(desk)
    desk.ctrl(Key.Key_Return, shift=True)
    desk.wait(lambda: said)
    assert made == []


def test_a_citizen_is_saved_although_a_paste_into_the_record_was_refused(desk: Desk) -> None:
    desk.presenter.drafts.begin(number="13800138777")
    caller = desk.presenter.caller
    desk.wait(lambda: caller.is_editing)
    caller.type_text("name", "Ms Zhou")
    caller.refuse("address", ("paste_too_long", {"length": 9_000, "room": 200}))
    assert caller.save()
    desk.wait(lambda: caller.person is not None and caller.person.name == "Ms Zhou")
