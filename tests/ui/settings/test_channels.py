"""Channels: health, settings with drafts and conflicts, clients with a secret shown once, trying; on a real server."""

from typing import Any

from services.contracts.channels import Channel, ChannelChange
from services.server.channels import health, settings
from services.server.channels.board import mappings
from services.server.importing.mapping import ColumnMap
from tests.ui.settings.conftest import Office
from ui.settings.channels.presenter import ChannelsPresenter
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


def test_remembered_columns_are_forgotten(office: Office) -> None:
    mapping = ColumnMap(["编号", "正文"], {"source_id": 0, "content": 1})
    office.write(lambda tx: mappings.remember(tx, "人民网", mapping))
    view = channels(office, Channel.BOARD)
    office.wait(lambda: view.boards.table.model.total == 1)
    view.boards.table.go_to("人民网")
    view.boards.forget_button.click()
    office.wait(lambda: view.boards.table.model.total == 0)


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
