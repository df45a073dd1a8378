"""Channels: health, settings with drafts and conflicts, clients with a secret shown once, trying; on a real server."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.contracts.channels import Channel, ChannelChange, ChannelClient, ChannelClientFields, OutgoingState
from services.contracts.common import Typed
from services.server.channels import clients, health, repository, settings
from services.server.channels.email import repository as mailbox
from tests.ui.settings.conftest import Office
from ui.settings.channels.presenter import ChannelsPresenter
from ui.settings.channels.questions_view import by_category, flat, numbered
from ui.settings.channels.sensors_presenter import SensorsPresenter
from ui.settings.channels.views import ChannelsView


def channels(office: Office, channel: Channel) -> ChannelsView:
    view = office.open("channels")
    assert isinstance(view, ChannelsView)
    office.wait(lambda: presenter_of(office).states)
    presenter_of(office).choose(channel)
    return view


def presenter_of(office: Office) -> ChannelsPresenter:
    return office.presenter.room(ChannelsPresenter)


def type_into(view: ChannelsView, channel: Channel, name: str, text: str) -> None:
    editor = view.settings.forms[channel].editors[name]
    editor.setText(text)
    editor.textEdited.emit(text)


def state(office: Office, channel: Channel) -> Any:
    return next(each for each in office.console.administration.channels.all() if each.channel == channel)


def test_each_channel_says_how_it_is(office: Office) -> None:
    now = office.server.kernel.real_clock.now()
    office.write(lambda tx: settings.change(tx, Channel.EMAIL, ChannelChange(enabled=True)))
    office.write(lambda tx: health.broken(tx.connection, Channel.EMAIL, "LoginError", now))
    view = channels(office, Channel.EMAIL)
    office.wait(lambda: view.settings.trouble.isVisible())
    assert view.settings.trouble.text() == "user or password is refused"
    row = view.table.current_row()
    assert row is not None
    cells = view.table.snapshot([row]).rows[0]
    assert cells[:2] == ["E-mail", "in trouble"]


def test_the_list_of_what_was_put_aside_says_why_in_words(office: Office) -> None:
    now = office.server.kernel.real_clock.now()
    place = {"mailbox": "box", "uid_validity": 1, "message_id": "", "sender": "a@example.test", "size": 5}
    for uid, reason in enumerate(("too_large", "unreadable")):
        aside = {**place, "uid": uid, "at": now, "result": "aside", "reason": reason}
        office.write(lambda tx, aside=aside: mailbox.record(tx.connection, aside))
    view = channels(office, Channel.EMAIL)
    table = view.aside.table
    office.wait(lambda: presenter_of(office).aside)
    column = [column.key for column in table.model.columns].index("reason")
    shown = table.snapshot(presenter_of(office).aside).rows
    assert [cells[column] for cells in shown] == ["could not be read", "too large"]


def test_settings_and_a_password_are_kept_the_password_never_comes_back(office: Office) -> None:
    view = channels(office, Channel.EMAIL)
    type_into(view, Channel.EMAIL, "address", "hotline@example.test")
    type_into(view, Channel.EMAIL, "secret.imap_password", "correct horse")
    assert office.console.drafts.flush()
    (draft,) = office.console.drafts.open_drafts("settings.channel.email")
    assert draft.fields["settings"] == {"address": "hotline@example.test"}
    assert "correct horse" not in str(draft.fields)
    view.settings.enabled.click()
    view.settings.save_button.click()
    office.wait(lambda: state(office, Channel.EMAIL).version == 2 and not presenter_of(office).is_saving)
    kept = state(office, Channel.EMAIL)
    assert (kept.enabled, kept.settings["address"], kept.secrets) == (True, "hotline@example.test", ["imap_password"])
    editor = view.settings.forms[Channel.EMAIL].editors["secret.imap_password"]
    assert (editor.text(), editor.placeholderText()) == ("", "set; leave empty to keep it")
    assert office.console.drafts.open_drafts("settings.channel.email") == []


def test_settings_of_a_later_date_stand_among_the_versions(office: Office) -> None:
    view = channels(office, Channel.EMAIL)
    type_into(view, Channel.EMAIL, "address", "hotline@example.test")
    view.settings.save_button.click()
    office.wait(lambda: state(office, Channel.EMAIL).version == 2 and not presenter_of(office).is_saving)
    type_into(view, Channel.EMAIL, "address", "later@example.test")
    view.settings.when.at_once.click()
    view.settings.save_button.click()
    office.wait(lambda: len(presenter_of(office).versions.versions) == 2)
    # What is in force is what stands in the form; the next change is at once again.
    assert view.settings.forms[Channel.EMAIL].editors["address"].text() == "hotline@example.test"
    assert view.settings.when.value() == ""
    later, first = view.versions.table.model.shown_rows()
    cells = view.versions.table.snapshot([later, first]).rows
    assert [row[1] for row in cells] == ["to come", "in force"]
    assert "hotline@example.test → later@example.test" in later.note
    assert any("wait for their date" in notice for notice in office.notices)


def test_a_version_to_come_says_what_it_changes_of_what_is_in_force_until_then_part_by_part(office: Office) -> None:
    moment = presenter_of(office).versions.now() + timedelta(days=9)
    smoke, gas = {"name": "烟雾", "urgency": "emergency"}, {"name": "燃气", "urgency": "urgent"}
    for classes, storm, when in (
        ({"smoke": smoke}, 5, None),
        ({"smoke": smoke, "gas": gas}, 5, moment),
        ({"smoke": smoke}, 7, None),
    ):
        fields = {"classes": classes, "storm_sensors": storm}
        change = ChannelChange(settings=fields, effective_from=when)
        office.write(lambda tx, change=change: settings.change(tx, Channel.SENSOR, change))
    view = channels(office, Channel.SENSOR)
    office.wait(lambda: len(presenter_of(office).versions.versions) == 3)
    notes = {row.number: row.note for row in view.versions.table.model.shown_rows()}
    newest, to_come = notes[4], notes[3]
    assert newest.endswith("5 → 7")
    assert "classes" not in newest
    lines = to_come.split("; ")
    assert len(lines) == 2, to_come
    assert any("new: gas = " in line and "smoke" not in line for line in lines)
    assert any(line.endswith("7 → 5") for line in lines), "what was changed meanwhile it takes back, and says so"


def test_what_the_channel_does_not_take_is_said_at_the_field(office: Office) -> None:
    view = channels(office, Channel.EMAIL)
    type_into(view, Channel.EMAIL, "address", "no address")
    view.settings.save_button.click()
    frame = view.settings.forms[Channel.EMAIL]._frames["address"]
    office.wait(lambda: frame.error())
    assert state(office, Channel.EMAIL).version == 1


def test_somebody_was_faster_and_what_was_typed_stays(office: Office) -> None:
    view = channels(office, Channel.BOARD)
    view.settings.forms[Channel.BOARD].editors["every_seconds"].setValue(60)
    office.write(lambda tx: settings.change(tx, Channel.BOARD, ChannelChange(settings={"export_as": "csv"})))
    view.settings.save_button.click()
    office.wait(lambda: view.settings.over_button.isVisible())
    office.wait(lambda: state(office, Channel.BOARD).version == presenter_of(office).states[Channel.BOARD].version)
    view.settings.over_button.click()
    view.settings.save_button.click()
    office.wait(lambda: state(office, Channel.BOARD).version == 3)
    kept = state(office, Channel.BOARD).settings
    assert (kept["every_seconds"], kept["export_as"]) == (60, "csv")


def test_trying_says_in_words_what_is_wrong(office: Office) -> None:
    view = channels(office, Channel.EMAIL)
    view.settings.check_button.click()
    office.wait(lambda: "Mailbox: not set up yet" in view.settings.checked.text())
    presenter_of(office).choose(Channel.PORTAL)
    assert not view.settings.check_button.isVisible()


def test_clients_that_were_read_before_a_change_do_not_undo_it(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    channels(office, Channel.PORTAL)
    presenter = presenter_of(office)
    read, may_answer, asked = presenter.service.channels.clients, threading.Event(), []

    def slow(channel: Channel) -> list[ChannelClient]:
        found = read(channel)
        asked.append(channel)
        if len(asked) == 1:
            may_answer.wait(10)
        return found

    monkeypatch.setattr(presenter.service.channels, "clients", slow)
    presenter.load_lists()
    office.wait(lambda: asked)
    presenter.put_client("gov", "政务网", active=True, is_new_secret=True)
    office.wait(lambda: [client.id for client in presenter.clients] == ["gov"])
    may_answer.set()
    office.bot.wait(300)
    assert [client.id for client in presenter.clients] == ["gov"]


def test_a_clients_secret_is_shown_once_renewed_and_revoked(office: Office) -> None:
    view = channels(office, Channel.PORTAL)
    view.tabs.setCurrentWidget(view.clients)
    for name, text in (("id", "gov"), ("name", "政务网")):
        view.clients.form.editors[name].setText(text)
    view.clients.add_button.click()
    office.wait(lambda: view.clients.secret.text())
    first = view.clients.secret.text()
    assert len(first) >= 32
    view.clients.done_button.click()
    assert view.clients.secret.text() == ""
    office.wait(lambda: view.clients.table.model.total == 1)
    view.clients.table.go_to("gov")
    view.clients.renew_button.click()
    office.wait(lambda: view.clients.secret.text() not in ("", first))
    presenter_of(office).choose(Channel.EMAIL)
    assert view.clients.secret.text() == ""
    presenter_of(office).choose(Channel.PORTAL)
    office.wait(lambda: view.clients.table.model.total == 1)
    view.clients.table.go_to("gov")
    view.clients.revoke_button.click()
    office.wait(lambda: not office.console.administration.channels.clients(Channel.PORTAL)[0].active)


def test_topics_and_sensors(office: Office) -> None:
    view = channels(office, Channel.SENSOR)
    view.messages.sources.add()
    view.messages.sources._on_form_edited({**view.messages.sources.rows[0], "topic": "fire/+/alarm"})
    view.messages.save_button.click()
    office.wait(lambda: state(office, Channel.SENSOR).version == 2)
    assert state(office, Channel.SENSOR).settings["sources"][0]["topic"] == "fire/+/alarm"
    office.wait(lambda: presenter_of(office).names.units)
    view.tabs.setCurrentWidget(view.sensors)
    view.sensors.rows.add()
    view.sensors.rows._on_form_edited({**view.sensors.rows.rows[0], "id": "S1", "village": "nowhere"})
    view.sensors.save_button.click()
    office.wait(lambda: view.sensors.problem.isVisible())
    view.sensors.rows._on_form_edited({**view.sensors.rows.rows[0], "village": ""})
    view.sensors.save_button.click()
    office.wait(lambda: [each.id for each in office.console.administration.channels.sensors().items] == ["S1"])
    office.wait(lambda: not presenter_of(office).sensors.is_changed)
    assert office.console.drafts.open_drafts("settings.sensors") == []


def test_sensors_that_are_not_kept_yet_outlive_the_program_and_keep_nobody_elses_back(office: Office) -> None:
    kept = office.console.administration.channels.put_sensors
    kept(Typed({"sensors": [{"id": "S1", "name": "one"}, {"id": "S2", "name": "two"}]}), "first")
    view = channels(office, Channel.SENSOR)
    office.wait(lambda: len(view.sensors.rows.rows) == 2)
    view.sensors.rows.go_to(0)
    view.sensors.rows._on_form_edited({**view.sensors.rows.rows[0], "name": "north"})
    view.sensors.rows.add()
    view.sensors.rows._on_form_edited({**view.sensors.rows.rows[2], "id": "S3"})
    assert view.is_unsaved()
    assert office.console.drafts.flush()
    kept(Typed({"sensors": [{"id": "S2", "name": "south"}]}), "second")
    # Another program: a presenter that knows nothing but the journal.
    fresh = SensorsPresenter(office.console)
    fresh.load()
    office.wait(lambda: len(fresh.rows) == 3)
    assert [(row["id"], row["name"]) for row in fresh.rows] == [("S1", "north"), ("S2", "south"), ("S3", "")]
    fresh.save(fresh.rows)
    office.wait(lambda: not fresh.is_changed)
    found = office.console.administration.channels.sensors().items
    assert [(each.id, each.name) for each in found] == [("S1", "north"), ("S2", "south"), ("S3", "")]
    view.discard()
    assert not view.is_unsaved()


def test_a_client_that_somebody_else_has_changed_is_shown_first(office: Office) -> None:
    view = channels(office, Channel.PORTAL)
    view.tabs.setCurrentWidget(view.clients)
    fields = ChannelClientFields(name="政务网", secret="s" * 40)
    office.write(lambda tx: clients.put(tx, Channel.PORTAL, "gov", fields))
    presenter_of(office).load_lists()
    office.wait(lambda: view.clients.table.model.total == 1)
    view.clients.table.go_to("gov")
    office.write(lambda tx: clients.put(tx, Channel.PORTAL, "gov", ChannelClientFields(name="一网通办")))
    view.clients.revoke_button.click()
    office.wait(lambda: view.clients.problem.isVisible() and presenter_of(office).clients[0].name == "一网通办")
    assert office.console.administration.channels.clients(Channel.PORTAL)[0].active
    view.clients.table.go_to("gov")
    view.clients.revoke_button.click()
    office.wait(lambda: not office.console.administration.channels.clients(Channel.PORTAL)[0].active)


def failed_messages(office: Office, count: int) -> None:
    def add(tx: Any) -> None:
        for number in range(count):
            row = {"ticket_id": f"t-{number}", "number": f"20260302-00000{number}", "channel": "email"}
            more = {"notice": "replied", "words": "", "state": "failed", "created_at": datetime.now(UTC)}
            repository.add_outgoing(tx.connection, {**row, **more, "next_at": None, "problem": "TimeoutError"})

    office.write(add)


def test_messages_that_were_given_up_are_tried_again_or_told_by_telephone(office: Office) -> None:
    failed_messages(office, 3)
    view = channels(office, Channel.EMAIL).outgoing
    outgoing = presenter_of(office).outgoing
    office.wait(lambda: len(outgoing.messages) == 3)
    assert not view.told_button.isEnabled()
    view.table.go_to(str(outgoing.messages[0].id))
    view.told_button.click()
    office.wait(lambda: len(outgoing.messages) == 2)
    view.retry_all_button.click()
    office.wait(lambda: "Messages put back into the queue: 2" in office.notices)
    office.wait(lambda: outgoing.messages == [])
    view.which.buttons[OutgoingState.WAITING].click()
    office.wait(lambda: len(outgoing.messages) == 2)
    assert not view.retry_all_button.isEnabled()
    at_server = office.console.administration.channels.outgoing
    assert [len(at_server(Channel.EMAIL, state).items) for state in (OutgoingState.SENT, OutgoingState.FAILED)] == [
        1,
        0,
    ]


def test_a_message_that_somebody_else_has_dealt_with_keeps_no_other_back(office: Office) -> None:
    failed_messages(office, 3)
    view = channels(office, Channel.EMAIL)
    view.tabs.setCurrentWidget(view.outgoing)
    outgoing = presenter_of(office).outgoing
    office.wait(lambda: len(outgoing.messages) == 3)
    newest = outgoing.messages[0]
    office.console.administration.channels.called_back(newest.id, "k-1")
    view.outgoing.retry_all_button.click()
    office.wait(lambda: view.outgoing.problem.isVisible())
    assert f"Not done for 1: {newest.number}." in view.outgoing.problem.text()
    assert "Messages put back into the queue: 2" in office.notices
    at_server = office.console.administration.channels.outgoing
    assert len(at_server(Channel.EMAIL, OutgoingState.WAITING).items) == 2


def test_questions_of_open311_are_kept_with_the_channel(office: Office) -> None:
    view = channels(office, Channel.OPEN311).questions
    view.rows.add()
    form = view.rows.form
    assert not form._frames["choices"].isVisibleTo(form)
    form.editors["datatype"].set_value("singlevaluelist")
    form.editors["datatype"].edited.emit()
    form.editors["choices"].setPlainText("day = 白天\nnight = 夜里")
    view.save_button.click()
    office.wait(lambda: form._frames["code"].error())
    assert "questions" not in state(office, Channel.OPEN311).settings or not presenter_of(office).is_saving
    for name, text in (("code", "when"), ("description", "什么时候")):
        form.editors[name].setText(text)
        form.editors[name].textEdited.emit(text)
    view.save_button.click()
    office.wait(lambda: state(office, Channel.OPEN311).settings.get("questions"))
    (question,) = state(office, Channel.OPEN311).settings["questions"][""]
    assert (question["code"], question["values"][1]) == ("when", {"key": "night", "name": "夜里"})


_texts = st.text(st.characters(blacklist_characters="=\n\r", blacklist_categories=("C", "Z")), min_size=1, max_size=5)
_questions = st.fixed_dictionaries(
    {
        "code": _texts,
        "description": _texts,
        "datatype": st.sampled_from(["string", "singlevaluelist", "multivaluelist"]),
        "required": st.booleans(),
        "variable": st.booleans(),
        "datatype_description": _texts,
        "values": st.lists(st.fixed_dictionaries({"key": _texts, "name": _texts}), max_size=3),
    }
)


@given(st.dictionaries(st.sampled_from(["", "01", "0601"]), st.lists(_questions, min_size=1, max_size=3)))
def test_rows_of_questions_are_the_same_questions(questions: dict[str, Any]) -> None:
    for asked in questions.values():
        for each in asked:
            if not each["datatype"].endswith("list"):
                each["values"] = []
    assert by_category(flat(questions)) == questions


def test_an_error_of_a_question_belongs_to_its_row() -> None:
    rows = [{"category": "01"}, {"category": ""}, {"category": "01"}]
    errors = {"questions.01.1.values.0.key": "a", "questions..0.code": "b", "contact": "c"}
    assert numbered(errors, rows) == {"questions.2.choices": "a", "questions.1.code": "b", "contact": "c"}


def test_the_key_that_saves_keeps_what_is_in_front(office: Office) -> None:
    view = channels(office, Channel.EMAIL)
    type_into(view, Channel.EMAIL, "address", "hotline@example.test")
    office.page.actions_by_name["save"].trigger()
    office.wait(lambda: state(office, Channel.EMAIL).settings["address"] == "hotline@example.test")
    presenter_of(office).choose(Channel.SENSOR)
    view.tabs.setCurrentWidget(view.sensors)
    view.sensors.rows.add()
    view.sensors.rows.form.editors["id"].set_value("s-1")
    view.sensors.rows.form.editors["id"].edited.emit()
    office.page.actions_by_name["save"].trigger()
    office.wait(lambda: [each.id for each in office.console.administration.channels.sensors(None).items] == ["s-1"])


def test_what_is_refused_has_the_cursor_and_nobody_is_led_out_of_the_form(office: Office) -> None:
    view = channels(office, Channel.EMAIL)
    editors = view.settings.forms[Channel.EMAIL].editors
    type_into(view, Channel.EMAIL, "smtp_host", "no host!")
    view.settings.save_button.setFocus()
    view.settings.save_button.click()
    assert not view.settings.save_button.isEnabled()
    assert view.isAncestorOf(office.page.focusWidget()), "not in the navigation beside the page"
    office.wait(lambda: office.page.focusWidget() is editors["smtp_host"])
    heights = {name: view.settings.forms[Channel.EMAIL]._frames[name].y() for name in ("smtp_host", "smtp_port")}
    assert heights["smtp_host"] == heights["smtp_port"], "its sentence moves nothing beside it"


def test_what_is_typed_about_another_channel_while_one_is_saved_or_tried_stays(office: Office) -> None:
    view = channels(office, Channel.BOARD)
    view.settings.forms[Channel.BOARD].editors["every_seconds"].setValue(77)
    presenter_of(office).choose(Channel.EMAIL)
    type_into(view, Channel.EMAIL, "address", "hotline@example.test")
    view.settings.check_button.click()
    view.settings.save_button.click()
    presenter_of(office).choose(Channel.BOARD)
    office.wait(lambda: not presenter_of(office).is_saving and not presenter_of(office).is_checking)
    assert state(office, Channel.EMAIL).settings["address"] == "hotline@example.test"
    assert view.settings.forms[Channel.BOARD].editors["every_seconds"].value() == 77
    assert view.settings.checked.isHidden(), "that is said of the other one"
    assert office.console.drafts.flush()
    (kept,) = office.console.drafts.open_drafts("settings.channel.board")
    assert kept.fields["settings"] == {"every_seconds": 77}
    assert office.console.drafts.open_drafts("settings.channel.email") == []
