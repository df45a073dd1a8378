"""A lead closes a queue on the wall by key presses, undoes it, and everybody reads which queues are closed."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from services.contracts.opening import ClosedTreatment, NewClosing, QueueClosing
from services.errors import AppError
from tests.ui.wall.fakes import NOW, FakeFigures, FakeLive, Notices, come_to_front
from ui.wall.closing_dialog import ClosingDialog
from ui.wall.page import WallPage
from widgets.theme import Tone
from widgets.toast import Offer


def closed(**more: object) -> QueueClosing:
    values: dict[str, object] = {
        "skill": "social",
        "version": 1,
        "closed": True,
        "reason": "停电",
        "by": "班长",
        "at": NOW,
    }
    return QueueClosing.model_validate({**values, **more})


def dialog_of(qtbot: QtBot, page: WallPage) -> ClosingDialog:
    qtbot.keyClick(QApplication.focusWidget() or page, Qt.Key.Key_F4)
    dialog = page.window().findChildren(ClosingDialog)[-1]
    come_to_front(qtbot, dialog)
    return dialog


def test_a_queue_is_closed_by_keys_with_a_reason_and_undone(
    qtbot: QtBot, page: WallPage, figures: FakeFigures, live: FakeLive, notices: Notices
) -> None:
    dialog = dialog_of(qtbot, page)
    assert dialog.texts()[0] == "It is open."
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.error(), "not without a reason"
    assert not figures.decisions
    qtbot.keyClicks(QApplication.focusWidget(), "power is off")
    dialog.until.setCurrentIndex(2)
    figures.put_error = AppError("stale_version")
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
    assert dialog.error()
    assert dialog.reason.text() == "power is off"
    figures.put_error = None
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
    wanted = NewClosing(reason="power is off", until=NOW + timedelta(hours=1), treatment=ClosedTreatment.CALL_BACK)
    assert figures.decisions == [("social", 0, wanted)]
    assert page.queue.closings.text() == "Social matters is closed until 13:00"
    assert notices.said[-1] == ("Social matters is closed until 13:00 for new callers.", Tone.WARN)
    assert notices.undo is not None
    notices.undo()
    assert figures.decisions[-1] == ("social", 1, "")
    assert page.queue.closings.text() == ""
    assert notices.said[-1] == ("Social matters is open again.", Tone.GOOD)


def test_the_undo_of_a_closing_goes_with_the_closing(page: WallPage, live: FakeLive, notices: Notices) -> None:
    """Closed again with another reason, opened by somebody else, ended by its time: the older notice offers nothing any more."""
    bar, offers = page.queue.closings, []
    page.queue.closings._presenter.decided.connect(lambda _closing: offers.append(notices.undo))
    gone: list[int] = []

    def decide(closing: QueueClosing) -> None:
        live.closing(closing)
        bar._presenter.decided.emit(closing)
        offer = offers[-1]
        assert isinstance(offer, Offer)
        number = len(offers)
        offer.withdrawn.connect(lambda: gone.append(number))

    decide(closed(version=1))
    assert gone == []
    decide(closed(version=2, reason="停水"))
    assert gone == [1], "the second closing took its place"
    live.closing(closed(version=3, closed=False))
    assert gone == [1, 2], "somebody else has opened it"
    decide(closed(version=4, until=NOW + timedelta(minutes=5)))
    bar.refresh()
    assert gone == [1, 2]
    live.now = NOW + timedelta(minutes=6)
    bar.refresh()
    assert gone == [1, 2, 3], "its end has come"


def test_a_closed_queue_says_why_and_is_opened(
    qtbot: QtBot, page: WallPage, figures: FakeFigures, live: FakeLive
) -> None:
    figures.closed = [closed(version=4)]
    live.closing(closed(version=4))
    assert page.queue.closings.text() == "Social matters is closed"
    assert "停电 (班长)" in page.queue.closings._words.toolTip()
    dialog = dialog_of(qtbot, page)
    state, story = dialog.texts()
    assert "停电 (班长)" in state
    assert story == "12:00 班长 closed it: 停电"
    dialog.reopen.click()
    assert figures.decisions == [("social", 4, "")]
    assert page.queue.closings.text() == ""


def test_what_is_in_force_is_chosen_so_that_a_new_reason_changes_nothing_else(
    qtbot: QtBot, page: WallPage, figures: FakeFigures, live: FakeLive
) -> None:
    end = NOW + timedelta(minutes=100)
    known = closed(version=4, until=end, treatment=ClosedTreatment.MESSAGE)
    figures.closed = [known]
    live.closing(known)
    dialog = dialog_of(qtbot, page)
    qtbot.keyClicks(dialog.reason, "still no power")
    qtbot.keyClick(dialog.reason, Qt.Key.Key_Return)
    wanted = NewClosing(reason="still no power", until=end, treatment=ClosedTreatment.MESSAGE)
    assert figures.decisions == [("social", 4, wanted)]


def test_one_whose_end_has_come_is_not_shown_though_nobody_has_said_it(page: WallPage, live: FakeLive) -> None:
    live.closing(closed(until=NOW + timedelta(minutes=1)))
    assert page.queue.closings.text()
    live.now += timedelta(minutes=1)
    page.queue.closings.refresh()
    assert page.queue.closings.text() == ""
