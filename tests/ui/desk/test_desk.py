"""The desk by its keys, at a real server: what is typed is kept, filed once, attached, passed on."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton

from services.api.lifecycle import LifecycleApi
from services.api.supervision import SupervisionApi
from services.contracts.followups import NewMatter
from services.contracts.lifecycle import Step, StepRequest
from services.contracts.tickets import NewTicket, Template, TicketKind, TicketStatus
from services.desk.draft import Draft
from tests.services.server import district
from tests.showing import show_active
from tests.ui.desk.conftest import Desk
from ui.commands import clashes
from ui.desk.caller_panel import CallerPanel
from ui.desk.entry import commands
from ui.desk.page import DeskPage
from ui.desk.presenter import DeskPresenter
from ui.page import PageContext
from ui.shell.shortcuts import window_commands
from widgets import theme
from widgets.remember import InMemory
from widgets.theme import Tone

Key = Qt.Key


def fill(desk: Desk, title: str = "Noise at night") -> None:
    """Types what a ticket needs."""
    desk.ctrl(Key.Key_N)
    desk.wait(lambda: desk.presenter.drafts.current is not None)
    desk.presenter.form.set(kind="complaint", category="060101")
    desk.presenter.form.set_place(district.VILLAGE)
    desk.type("title", title)
    desk.type("content", "Piling until two in the morning.")


def file_another(desk: Desk, **fields: str) -> str:
    """Files a ticket past the desk; returns its id."""
    new = NewTicket(**district.new_ticket(**{"finish": "dispatch", "unit": "D06", **fields}))
    return desk.console.tickets.create(new, new.id).id


def test_every_command_does_something_and_no_key_clashes(desk: Desk) -> None:
    assert desk.page.unbound_commands() == []
    assert clashes(commands(), window_commands()) == []


def test_typed_and_filed_by_keys_once(desk: Desk) -> None:
    fill(desk)
    desk.wait(lambda: desk.console.drafts.open_drafts("ticket"))
    desk.wait(lambda: desk.presenter.knowledge.hits_for.startswith("Noise at night"))
    desk.ctrl(Key.Key_Return, shift=True)
    desk.ctrl(Key.Key_Return, shift=True)
    desk.wait(lambda: desk.tickets())
    (row,) = desk.tickets()
    assert (row.title, row.status) == ("Noise at night", TicketStatus.ACCEPTED)
    desk.wait(lambda: desk.presenter.drafts.current is None)
    assert desk.console.drafts.open_drafts("ticket") == []
    # Nothing is being typed any more, so nothing is found for it either.
    desk.wait(lambda: desk.presenter.knowledge.hits_for == "")


def test_a_blank_form_of_an_earlier_shift_is_forgotten_with_its_number(desk: Desk) -> None:
    blank = Draft.begun(desk.console.live.server_now(), number="057382120000")
    desk.console.drafts.write(blank.key, "ticket", blank.as_json())
    desk.console.drafts.flush()
    fill(desk)
    desk.wait(lambda: len(desk.console.drafts.open_drafts("ticket")) == 2)
    later = DeskPresenter(desk.console.tasks, desk.console)
    later.start()
    desk.wait(lambda: [draft.key for draft in later.drafts.all] and len(desk.console.drafts.open_drafts("ticket")) == 1)
    assert desk.console.drafts.open_drafts("ticket")[0].id == later.drafts.all[0].key
    later.close()


def test_what_is_missing_is_gone_to_and_nothing_is_filed(desk: Desk) -> None:
    desk.ctrl(Key.Key_N)
    desk.type("title", "Only a title")
    desk.ctrl(Key.Key_Return, shift=True)
    assert set(desk.presenter.form.problems) == {"kind", "category", "content"}
    assert desk.tickets() == []


def test_a_known_matter_is_shown_with_its_words_and_takes_one_more_voice(desk: Desk) -> None:
    main = file_another(desk, title="Noise at night", content="Piling until two in the morning.")
    matter = NewMatter(id="matter-1", ticket_id=main, words="The site has been told to stop at ten.")
    SupervisionApi(desk.console.connection._transport).open_matter(matter, "matter-1")
    fill(desk)
    panel = desk.page.side.duplicates
    desk.wait(lambda: panel.isVisible() and desk.presenter.duplicates.found)
    assert desk.presenter.duplicates.found[0].words == matter.words
    desk.ctrl(Key.Key_I, shift=True)
    desk.wait(lambda: len(desk.tickets()) == 2)
    voice = next(row for row in desk.tickets() if row.id != main)
    assert voice.status is TicketStatus.MERGED
    assert desk.console.tickets.get(voice.id).merged_into == main


def test_an_emergency_is_red_among_the_duplicates_and_in_my_tickets_until_it_is_acknowledged(desk: Desk) -> None:
    main = file_another(desk, title="Noise at night", content="Piling until two in the morning.", finish="emergency")
    fill(desk)
    desk.wait(lambda: desk.presenter.duplicates.found and desk.presenter.tickets.rows)
    panel, mine = desk.page.side.duplicates.list, desk.page.mine.table.model
    title = panel.itemWidget(panel.item(0)).findChildren(QLabel)[0]
    assert (title.text(), title.property("words")) == ("Alarm · Noise at night", "bad")
    assert panel.item(0).data(Qt.ItemDataRole.AccessibleTextRole).startswith("Alarm, Noise at night, ")
    column = next(column for column in mine.columns if column.key == "title")
    (row,) = desk.presenter.tickets.rows
    assert (column.value(row), column.tone(row)) == ("Alarm · Noise at night", Tone.BAD)
    ticket = desk.console.tickets.get(main)
    steps = LifecycleApi(desk.console.connection._transport)
    steps.take(main, StepRequest(step=Step.ACKNOWLEDGE), ticket.version, "acknowledged")
    desk.wait(lambda: not desk.presenter.tickets.rows[0].alert)
    (row,) = desk.presenter.tickets.rows
    assert (column.value(row), column.tone(row)) == ("Noise at night", None)


def test_what_is_typed_becomes_a_remark_of_the_duplicate(desk: Desk) -> None:
    main = file_another(desk, title="Noise at night", content="Piling until two in the morning.")
    fill(desk)
    desk.wait(lambda: desk.presenter.duplicates.found)
    desk.ctrl(Key.Key_J, shift=True)
    desk.wait(lambda: desk.console.tickets.get(main).notes)
    assert "Piling" in desk.console.tickets.get(main).notes[0].text
    assert len(desk.tickets()) == 1


def test_danger_is_passed_on_by_two_keys(desk: Desk) -> None:
    desk.ctrl(Key.Key_N)
    desk.type("content", "A wall has come down, somebody is under it.")
    desk.ctrl(Key.Key_E)
    desk.press(Key.Key_Return)
    desk.wait(lambda: desk.tickets())
    (row,) = desk.tickets()
    ticket = desk.console.tickets.get(row.id)
    assert (ticket.status, ticket.urgency.value, ticket.alert) == (TicketStatus.DISPATCHED, "emergency", True)
    # Whoever comes out at any hour stands first.
    assert ticket.unit == "D04"


def test_without_a_server_the_desk_goes_on_and_says_that_it_will_be_filed(desk: Desk) -> None:
    desk.server.stop()
    desk.wait(lambda: desk.console.live.state.stale, 20)
    fill(desk, "Typed without a server")
    desk.ctrl(Key.Key_Return, shift=True)
    desk.wait(lambda: desk.console.outbox.items())
    (item,) = desk.console.outbox.items()
    assert item.title == "Typed without a server"
    desk.wait(lambda: any("will be filed" in sentence for sentence in desk.said.sentences))


def test_a_template_over_another_says_what_it_replaced_and_its_undo_brings_all_of_it_back(desk: Desk) -> None:
    desk.ctrl(Key.Key_N)
    form = desk.presenter.form
    assert form.choices is not None
    form.choices.catalogue.templates[:] = [
        Template(key="a", name="Lamp", content="Street lamp is dark", kind=TicketKind.HELP),
        Template(key="b", name="Noise", content="Noise at night"),
    ]
    form.apply_template("a")
    assert form.draft is not None
    assert form.draft.form["title"] == "Street lamp is dark", "it comes from the content"
    form.apply_template("b")
    assert form.draft.form["title"] == "Noise at night"
    assert desk.said.sentences[-1] == (
        "Template applied: Noise. Replaced: Title · Content; undo brings all of it back."
    )
    form.undo_template()
    assert (form.draft.form["title"], form.draft.form["content"]) == ("Street lamp is dark", "Street lamp is dark")
    form.apply_template("b")
    form.set(content="Dogs bark at night")
    form.undo_template()
    assert form.draft.form["title"] == "Dogs bark at night", "what was typed since stays, and its title with it"


def test_tab_goes_through_the_form_as_it_is_read_and_back(desk: Desk) -> None:
    order = (
        *("kind", "category", "town", "detail", "contact_number", "title", "unit", "content", "answer"),
        *("urgency", "confidential", "wants_callback"),
    )
    desk.ctrl(Key.Key_N)
    desk.page.form.focus_field("kind")

    def field() -> str:
        widget = QApplication.focusWidget()
        while widget is not None and not widget.objectName().startswith("desk.form."):
            widget = widget.parentWidget()
        return widget.objectName().removeprefix("desk.form.") if widget is not None else ""

    met = [field()]
    for _ in order[1:]:
        desk.press(Key.Key_Tab)
        met.append(field())
    assert tuple(met) == order
    for _ in order[1:]:
        desk.press(Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert field() == "kind"


def test_a_button_without_room_for_its_key_says_it_in_its_tooltip(desk: Desk) -> None:
    desk.ctrl(Key.Key_N)
    assert desk.page.finish.button("save_draft").toolTip().endswith("Ctrl+S")
    cite = next(b for b in desk.page.side.findChildren(QPushButton) if b.accessibleName() == "Cite in the answer")
    assert cite.toolTip().endswith("Ctrl+Shift+C")


def test_with_large_text_the_form_is_not_wider_than_its_place_on_a_small_screen(desk: Desk) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply(application, theme.make_theme("light", large=True))
    try:
        page = DeskPage(desk.presenter, PageContext(commands(), InMemory(), desk.said, lambda _snapshot: None))
        desk.bot.addWidget(page)
        # 1366 less the rail.
        page.resize(1262, 660)
        show_active(desk.bot, page)
        desk.ctrl(Key.Key_N)
        inside = page.form.widget()
        desk.wait(lambda: page.form.isVisible() and inside.minimumSizeHint().width() <= page.form.viewport().width())
    finally:
        theme.apply(application, theme.make_theme("light"))


@pytest.mark.parametrize("large", [False, True])
def test_what_a_new_caller_is_to_be_asked_is_read_whole_on_a_small_screen(desk: Desk, large: bool) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply(application, theme.make_theme("light", large=large))
    try:
        page = DeskPage(desk.presenter, PageContext(commands(), InMemory(), desk.said, lambda _snapshot: None))
        desk.bot.addWidget(page)
        page.resize(1366 - (104 if large else 76), 660)
        show_active(desk.bot, page)
        desk.ctrl(Key.Key_N)
        desk.ctrl(Key.Key_I)
        for name in ("name", "title"):
            line = page.findChild(QLineEdit, f"desk.person.{name}")
            assert line is not None
            desk.wait(line.isVisible)
            hint = line.fontMetrics().horizontalAdvance(line.placeholderText()) + 2 * theme.current().space.s + 6
            desk.wait(lambda line=line, hint=hint: hint <= line.width(), 3)  # type: ignore[misc]
        panel = page.findChild(CallerPanel)
        assert panel is not None
        known = panel.no_contacts
        assert known.isVisible()
        desk.wait(lambda: known.height() >= known.heightForWidth(known.width()), 3)
    finally:
        theme.apply(application, theme.make_theme("light"))


def test_a_row_of_my_tickets_is_copied_with_its_number(desk: Desk) -> None:
    file_another(desk)
    desk.wait(lambda: desk.page.mine.table.model.rowCount() == 1)
    desk.page.mine.table.view.setFocus()
    desk.ctrl(Key.Key_C)
    assert desk.tickets()[0].number in QApplication.clipboard().text()
