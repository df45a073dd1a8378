"""How boards' files are read: begun with a file, tried, kept, changed, forgotten; on a real server with a watched folder."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from services.contracts.channels import BoardColumns, BoardField, Channel, ChannelChange
from services.server.channels import settings
from services.server.channels.board import files
from tests.services.server.channels.board import test_board as board_files
from tests.ui.settings.conftest import Office
from ui.page import Link
from ui.settings.channels.board_form import _counted
from ui.settings.channels.boards_presenter import BoardsPresenter
from ui.settings.channels.boards_view import BoardsView
from ui.settings.channels.presenter import ChannelsPresenter
from ui.settings.channels.views import ChannelsView

HEADINGS = ["序", "说了什么", "谁", "怎么找", "何时"]
ROWS = [
    ["101", "桂一社区门口三盏路灯不亮", "陈小明", "13812340042", "2026/2/28 11:25"],
    ["102", "井盖坏了，请回电16100000042", "李四", "", "不是时间"],
]
COLUMNS = {"source_id": "序", "content": "说了什么", "caller_name": "谁"}


def xlsx(file: Path, headings: list[str] = HEADINGS, rows: list[list[str]] = ROWS) -> Path:
    return board_files.xlsx(file, rows, headings)


def keep(office: Office, columns: dict[str, str], version: int = 0, headings: list[str] = HEADINGS) -> None:
    """Keeps a mapping as somebody else would."""
    said = BoardColumns(headings=headings, columns={BoardField(field): each for field, each in columns.items()})
    office.console.administration.channels.put_board("人民网", said, version, f"somebody-{version}-{len(headings)}")


def boards(office: Office) -> BoardsView:
    view = office.open("channels")
    assert isinstance(view, ChannelsView)
    presenter = office.presenter.room(ChannelsPresenter)
    office.wait(lambda: presenter.states)
    presenter.choose(Channel.BOARD)
    view.tabs.setCurrentWidget(view.boards)
    return view.boards


def presenter_of(office: Office) -> BoardsPresenter:
    return office.presenter.room(ChannelsPresenter).boards


def choose(view: BoardsView, field: str, heading: str) -> None:
    """Picks a heading as a person does."""
    editor = view.form.form.editors[field]
    at = editor.findData(heading)
    assert at >= 0, heading
    editor.setCurrentIndex(at)
    editor.activated.emit(at)


def kept(office: Office) -> list[dict[str, str]]:
    return [each.columns for each in office.console.administration.channels.boards()]


def test_a_mapping_is_made_with_a_file_beside_it(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = boards(office)
    monkeypatch.setattr(view, "choose_file", lambda: xlsx(tmp_path / "一月.xlsx"))
    view.new_button.click()
    office.wait(lambda: view.currentWidget() is view.form)
    form = view.form
    # Every heading with its first row, of the citizen as masked as anywhere.
    office.wait(lambda: len(presenter_of(office)._container.drafts.open_drafts("settings.boards")) == 1)
    lines = [form.lines.snapshot([row]).rows[0] for row in form._lines()]
    assert [line[0] for line in lines] == HEADINGS
    form.form.editors["board"].setText("人民网")
    form.form.editors["board"].textEdited.emit("人民网")
    assert form.form._frames["source_id"]._title.text() == "Board's number"
    for field, heading in {**COLUMNS, "caller_number": "怎么找"}.items():
        choose(view, field, heading)
    office.wait(lambda: presenter_of(office).preview and presenter_of(office).preview.tickets)
    found = presenter_of(office).preview
    assert found is not None
    assert [ticket.problem for ticket in found.tickets] == ["", ""]
    first, second = (form.tickets.snapshot([ticket]).rows[0] for ticket in found.tickets)
    assert first[:3] == [2, "new ticket", "101"]
    assert first[5] == "陈** 138****0042"
    assert "161****0042" in str(second[3])
    # What is taken and wants a look is told apart, and why.
    unsure = found.tickets[0].model_copy(update={"remark": "Kind: “x” is no kind that is known"})
    assert form.tickets.snapshot([unsure]).rows[0][1] == "check it"
    assert _counted([unsure, unsure]).endswith(f"not taken of them: 0\n{unsure.remark}")
    # What cannot be read is said at its row, in words.
    choose(view, "created_at", "何时")
    office.wait(lambda: any(ticket.problem for ticket in (presenter_of(office).preview or found).tickets))
    assert "not taken of them: 1" in form.counted.text()
    form.save_button.click()
    office.wait(lambda: view.currentWidget() is not form)
    assert kept(office) == [{**COLUMNS, "caller_number": "怎么找", "created_at": "何时"}]
    office.wait(lambda: view.table.model.total == 1)
    assert office.console.drafts.open_drafts("settings.boards") == []


def test_what_lacks_is_said_at_its_field(office: Office, tmp_path: Path) -> None:
    view = boards(office)
    presenter_of(office).begin_with_file(xlsx(tmp_path / "a.xlsx"))
    office.wait(lambda: presenter_of(office).preview)
    assert "Still needed: Board's number, Content" in view.form.tickets._empty_text
    view.form.save_button.click()
    assert view.form.form._frames["board"].error()
    view.form.form.editors["board"].setText("人民网")
    view.form.form.editors["board"].textEdited.emit("人民网")
    choose(view, "title", "说了什么")
    choose(view, "content", "说了什么")
    view.form.save_button.click()
    office.wait(lambda: view.form.form._frames["source_id"].error())
    assert view.form.form._frames["content"].error()
    assert kept(office) == []


def test_what_is_typed_outlives_the_program_without_a_citizens_words(office: Office, tmp_path: Path) -> None:
    boards(office)
    presenter_of(office).begin_with_file(xlsx(tmp_path / "a.xlsx"), "人民网")
    office.wait(lambda: presenter_of(office).preview)
    presenter_of(office).edit("人民网", COLUMNS)
    assert office.page.view("channels").is_unsaved()
    assert office.console.drafts.flush()
    (draft,) = office.console.drafts.open_drafts("settings.boards")
    assert "路灯" not in str(draft.fields)
    # Another program: a presenter that knows nothing but the journal.
    fresh = BoardsPresenter(office.console)
    fresh.load()
    office.wait(lambda: fresh.preview and len(fresh.preview.tickets) == 2)
    assert fresh.draft is not None
    assert (fresh.draft["board"], fresh.draft["columns"]) == ("人民网", COLUMNS)
    fresh.save()
    office.wait(lambda: fresh.draft is None)
    assert kept(office) == [COLUMNS]


def test_somebody_was_faster_and_what_was_typed_stays(office: Office) -> None:
    keep(office, COLUMNS)
    view = boards(office)
    office.wait(lambda: view.table.model.total == 1)
    presenter = presenter_of(office)
    view.table.go_to(f"人民网/{presenter.mappings[0].id}")
    view.change_button.click()
    assert not view.form.save_button.isEnabled()
    choose(view, "caller_number", "怎么找")
    keep(office, {"source_id": "序", "content": "说了什么"}, version=1)
    view.form.save_button.click()
    office.wait(lambda: view.form.over_button.isVisible() and presenter.mappings[0].version == 2)
    assert "Somebody has changed this mapping" in view.form.problem.text()
    assert view.form.form.editors["caller_number"].value() == "怎么找"
    view.form.over_button.click()
    view.form.save_button.click()
    office.wait(lambda: presenter.draft is None)
    assert kept(office) == [{**COLUMNS, "caller_number": "怎么找"}]


def test_several_of_one_board_and_one_is_forgotten(office: Office) -> None:
    keep(office, COLUMNS)
    keep(office, {"source_id": "甲", "title": "乙"}, headings=["甲", "乙"])
    view = boards(office)
    office.wait(lambda: view.table.model.total == 2)
    presenter = presenter_of(office)
    wanted = next(each for each in presenter.mappings if each.headings == HEADINGS)
    # Somebody changes it meanwhile: their change is shown first, and only a second press takes it away.
    keep(office, {"source_id": "序", "content": "说了什么"}, version=1)
    view.table.go_to(f"人民网/{wanted.id}")
    view.forget_button.click()
    office.wait(lambda: view.problem.isVisible() and max(each.version for each in presenter.mappings) == 2)
    assert len(kept(office)) == 2
    view.table.go_to(f"人民网/{wanted.id}")
    view.forget_button.click()
    office.wait(lambda: view.table.model.total == 1)
    assert kept(office) == [{"source_id": "甲", "title": "乙"}]


def test_a_file_that_waits_is_told_opened_and_taken(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "boards" / "人民网"
    (folder / "in").mkdir(parents=True)
    xlsx(folder / "in" / "一月.xlsx", rows=ROWS[:1])
    kernel = office.server.kernel
    office.write(lambda tx: settings.change(tx, Channel.BOARD, ChannelChange(settings={"folder": str(folder.parent)})))
    seen = files.look(kernel, folder, files.look(kernel, folder, {}))
    seen = files.look(kernel, folder, seen)
    office.page.open_link(Link("settings", "channels", "board"))
    page = office.page.view("channels")
    view = page.boards
    office.wait(lambda: view.isVisible() and view.waiting.isVisible())
    office.wait(lambda: page.table.current_row().aside == 1)
    row = page.table.current_row()
    assert "files wait, because nothing says what their columns are: 1" in page.table.snapshot([row]).rows[0]
    # The first that waits is chosen already: Enter opens it, and the cursor is in the first field that lacks.
    view.waiting.setFocus()
    office.bot.keyClick(view.waiting.view, Qt.Key.Key_Return)
    office.wait(lambda: view.currentWidget() is view.form)
    office.wait(lambda: view.form.form.editors["source_id"].hasFocus())
    assert view.form.form.editors["board"].value() == "人民网"
    for field, heading in COLUMNS.items():
        choose(view, field, heading)
    view.form.save_button.click()
    office.wait(lambda: presenter_of(office).draft is None)
    for _ in range(2):
        seen = files.look(kernel, folder, seen)
    assert [file.name for file in (folder / "done").iterdir()] == ["一月.xlsx"]
    presenter_of(office).load()
    office.wait(lambda: not view.waiting.isVisible())


def test_a_file_of_another_kind_does_not_disturb_what_is_typed(office: Office, tmp_path: Path) -> None:
    keep(office, COLUMNS)
    view = boards(office)
    office.wait(lambda: view.table.model.total == 1)
    presenter = presenter_of(office)
    presenter.begin_with(presenter.mappings[0])
    presenter.add_file(xlsx(tmp_path / "b.xlsx", ["甲", "乙"], [["1", "2"]]))
    office.wait(lambda: "other headings" in presenter.preview_problem)
    assert presenter.draft is not None
    assert (presenter.draft["headings"], presenter.draft["columns"]) == (HEADINGS, COLUMNS)
    presenter.add_file(xlsx(tmp_path / "c.xlsx"))
    office.wait(lambda: presenter.preview and len(presenter.preview.tickets) == 2)
    # The form has the place of the channels, until another tab is looked at or it is done.
    page = office.page.view("channels")
    assert not page.table.isVisible()
    page.tabs.setCurrentWidget(page.settings)
    assert page.table.isVisible()
    page.tabs.setCurrentWidget(view)
    view.form.discard_button.click()
    assert view.currentWidget() is not view.form
    assert page.table.isVisible()


def test_what_is_no_table_is_said_in_the_list(office: Office, tmp_path: Path) -> None:
    view = boards(office)
    (tmp_path / "a.xlsx").write_bytes(b"no workbook")
    presenter_of(office).begin_with_file(tmp_path / "a.xlsx", "人民网")
    office.wait(lambda: view.problem.isVisible())
    assert presenter_of(office).draft is None
    (tmp_path / "b.csv").write_bytes(b"")
    presenter_of(office).begin_with_file(tmp_path / "b.csv", "人民网")
    office.wait(lambda: view.problem.text().startswith("This table cannot be read (b.csv)"))
