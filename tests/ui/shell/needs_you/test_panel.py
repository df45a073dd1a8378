import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from services.errors import AppError, StaleVersion
from services.outbox import ItemState, OutboxItem
from tests.ui.house import House
from ui.language import Language
from ui.shell.needs_you.conflict_view import ConflictView
from ui.shell.needs_you.panel import NeedsYouDialog
from ui.shell.needs_you.presenter import NeedsYouPresenter, differences
from ui.shell.needs_you.refusal_view import RefusalView
from widgets.fields.type_ahead import TypeAheadField
from widgets.toast import NoticeArea

TYPED = {"title": "Noise at night", "category": "01", "content": "Trucks\nuntil two", "confidential": True}


@pytest.fixture
def dialog(house: House, qtbot: QtBot) -> NeedsYouDialog:
    from PySide6.QtWidgets import QWidget

    Language("en")
    host = QWidget()
    host.resize(1200, 800)
    qtbot.addWidget(host)
    presenter = NeedsYouPresenter(house)  # type: ignore[arg-type]
    made = NeedsYouDialog(presenter, NoticeArea(host), host)
    made.host = host  # type: ignore[attr-defined]
    with qtbot.waitExposed(made):
        made.show()
    return made


def conflict(house: House, **theirs: object) -> OutboxItem:
    house.answers = [StaleVersion({**TYPED, "version": 5, **theirs})]
    house.outbox.put("ticket.change", "t1", dict(TYPED), title="Noise at night", version=3)
    house.deliver()
    return house.outbox.needs_you()[0]


def refusal(house: House) -> OutboxItem:
    error = AppError("invalid_fields", status=422, details={"count": 1})
    error.sentences = {"category": "Please choose from the list."}  # type: ignore[attr-defined]
    house.answers = [error]
    house.outbox.put("ticket.new", "t2", {"id": "t2", **TYPED, "finish": "accept"}, title="Noise at night")
    house.deliver()
    return house.outbox.needs_you()[0]


def detail(dialog: NeedsYouDialog) -> ConflictView:
    assert isinstance(dialog._detail, ConflictView)
    return dialog._detail


def test_empty_panel_says_that_all_is_well(dialog: NeedsYouDialog) -> None:
    from widgets.empty import EmptyHint

    assert isinstance(dialog._detail, EmptyHint)
    assert not dialog._discard.isVisible()


def test_conflict_shows_only_what_differs(house: House, dialog: NeedsYouDialog) -> None:
    item = conflict(house, title="Noise", confidential=False)
    assert [d.field for d in differences(item)] == ["title", "confidential"]
    assert dialog.list.count() == 1
    assert set(detail(dialog)._mine) == {"title", "confidential"}


def test_what_is_in_the_way_is_read_whole_in_the_list(house: House, dialog: NeedsYouDialog) -> None:
    conflict(house)
    assert dialog.list.horizontalScrollBar().maximum() == 0


def test_mine_is_chosen_to_start_with(house: House, dialog: NeedsYouDialog) -> None:
    conflict(house, title="Noise", content="shorter")
    detail(dialog).settle()
    house.deliver()
    (sent,) = house.sent
    # What says the same at the server need not be sent.
    assert sent.payload == {field: TYPED[field] for field in ("title", "content")}
    assert sent.version == 5
    assert dialog.list.count() == 0


def test_field_by_field(house: House, dialog: NeedsYouDialog, qtbot: QtBot) -> None:
    conflict(house, title="Noise", content="shorter")
    button = detail(dialog)._theirs["title"]
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    detail(dialog).settle()
    house.deliver()
    (sent,) = house.sent
    assert "title" not in sent.payload
    assert sent.payload["content"] == TYPED["content"]


def test_all_theirs_leaves_nothing_to_send(house: House, dialog: NeedsYouDialog) -> None:
    item = conflict(house, **dict.fromkeys(TYPED, "other"))
    detail(dialog).choose_all(False)
    detail(dialog).settle()
    house.deliver()
    assert house.sent == []
    assert house.outbox.items() == []
    assert item.state == ItemState.CONFLICT


def test_conflict_again_comes_back(house: House, dialog: NeedsYouDialog) -> None:
    conflict(house, title="Noise")
    house.answers = [StaleVersion({**TYPED, "title": "Third", "version": 9})]
    detail(dialog).settle()
    house.deliver()
    assert dialog.list.count() == 1
    assert detail(dialog)._theirs["title"].accessibleName().endswith("Third")


def test_refusal_keeps_what_was_typed_and_takes_corrections(house: House, dialog: NeedsYouDialog) -> None:
    refusal(house)
    view = dialog._detail
    assert isinstance(view, RefusalView)
    content = view._editors["content"]
    assert isinstance(content, QPlainTextEdit)
    assert content.toPlainText() == TYPED["content"]
    title = view._editors["title"]
    assert isinstance(title, QLineEdit)
    title.setText("Noise of trucks")
    view.send()
    house.deliver()
    (sent,) = house.sent
    assert sent.payload == {"id": "t2", **TYPED, "finish": "accept", "title": "Noise of trucks"}


def test_refused_code_is_chosen_from_the_catalogue(house: House, dialog: NeedsYouDialog) -> None:
    refusal(house)
    view = dialog._detail
    assert isinstance(view, RefusalView)
    category = view._editors["category"]
    assert isinstance(category, TypeAheadField)
    assert category.choice is not None
    assert category.choice.text == "Education"


def test_thrown_away_can_be_taken_back_even_after_the_panel_is_closed(house: House, dialog: NeedsYouDialog) -> None:
    refusal(house)
    dialog._discard.click()
    assert house.outbox.items() == []
    dialog.close()
    assert dialog._notices.undo_latest()  # type: ignore[attr-defined]
    (item,) = house.outbox.items()
    assert item.payload["content"] == TYPED["content"]


def test_words_of_others_are_not_html(house: House, dialog: NeedsYouDialog) -> None:
    from PySide6.QtWidgets import QLabel

    conflict(house, title="<img src=x>")
    labels = [w for w in detail(dialog).findChildren(QLabel) if w.text() == "<img src=x>"]
    assert labels
    assert labels[0].textFormat() == Qt.TextFormat.PlainText


def test_what_another_console_has_dealt_with_goes_from_the_list_with_a_word(
    house: House, dialog: NeedsYouDialog
) -> None:
    item = refusal(house)
    presenter = dialog._presenter
    presenter.load()
    assert [waiting.id for waiting in presenter.items] == [item.id]
    said: list[str] = []
    presenter.problem_happened.connect(lambda error: said.append(error.code))
    # The other window works on the same file and tells nobody here.
    tell, house.outbox._tell = house.outbox._tell, lambda _change: None  # type: ignore[method-assign]
    house.outbox.discard(item.id)
    house.outbox._tell = tell  # type: ignore[method-assign]
    presenter.correct(item, {"title": "b"})
    assert said == ["dealt_with"]
    assert presenter.items == []
