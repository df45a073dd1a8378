from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from services.contracts.accounts import Role
from services.contracts.events import TrainingState
from services.errors import AppError
from tests.showing import show_active
from tests.ui.house import PASSWORD, House
from ui import moments
from ui.language import Language
from ui.page import PageContext
from ui.settings.account_draft import AccountDraft
from ui.settings.entry import commands, make_page, make_presenter
from ui.settings.page import SettingsPage
from ui.settings.presenter import SettingsPresenter
from widgets.remember import InMemory


class Notices:
    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, text: str, tone: object = None, undo: object = None) -> None:
        self.said.append(text)


def open_page(house: House, qtbot: QtBot, username: str) -> SettingsPage:
    Language("en")
    house.session.sign_in(username, PASSWORD)
    looks: list[dict[str, object]] = []
    notices = Notices()
    context = PageContext(commands(), InMemory(), notices, lambda _snapshot: None, looks.append)
    presenter = make_presenter(house)  # type: ignore[arg-type]
    page = make_page(presenter, context)
    assert isinstance(page, SettingsPage)
    page.looks, page.notices, page.kept = looks, notices, presenter  # type: ignore[attr-defined]
    qtbot.addWidget(page)
    page.resize(1200, 760)
    show_active(qtbot, page)
    page.entered()
    return page


@pytest.fixture
def page(house: House, qtbot: QtBot) -> SettingsPage:
    return open_page(house, qtbot, "admin")


def presenter_of(page: SettingsPage) -> SettingsPresenter:
    return page._presenter


def test_permissions_decide_which_sections_there_are(house: House, qtbot: QtBot) -> None:
    keys = open_page(house, qtbot, "admin").sections.keys
    assert keys[:3] == ["mine", "people", "teams"]
    assert {"clock_rules", "calendars", "catalogue", "scorecards"} <= set(keys)
    assert open_page(house, qtbot, "agent01").sections.keys == ["mine", "citizens"]


def test_all_commands_are_bound(page: SettingsPage) -> None:
    assert page.unbound_commands() == []


def test_look_is_asked_of_the_window(page: SettingsPage) -> None:
    page.mine.theme.buttons["dark"].click()
    page.mine.language.buttons["zh_CN"].click()
    page.mine.text_size.buttons[True].click()
    assert page.looks == [{"theme": "dark"}, {"language": "zh_CN"}, {"large_text": True}]  # type: ignore[attr-defined]


def test_sounds_and_server_are_kept(page: SettingsPage, house: House, qtbot: QtBot) -> None:
    page.mine.sounds.click()
    assert house.preferences.sounds is False
    page.mine.server.setText("ftp://nonsense")
    page.mine.server.editingFinished.emit()
    assert "https://" in page.mine._server_frame.error()
    assert house.preferences.server == ""
    page.mine.server.setText("https://hotline.example")
    page.mine.server.editingFinished.emit()
    assert page.mine._server_frame.error() == ""
    assert house.preferences.server == "https://hotline.example"


def test_the_district_s_time_zone_is_shown_and_cannot_be_changed(house: House, qtbot: QtBot) -> None:
    moments.show_in(ZoneInfo("Europe/Berlin"))
    mine = open_page(house, qtbot, "agent01").mine
    assert mine.zone.text() == "Europe/Berlin (UTC+01:00)"
    assert isinstance(mine.zone, QLabel)


def test_people_come_from_all_pages_of_the_list(page: SettingsPage) -> None:
    assert page.people is not None
    assert page.people.table.model.total == 3


def test_choosing_a_person_fills_the_form_and_saves_only_changes(
    page: SettingsPage, house: House, qtbot: QtBot
) -> None:
    people = page.people
    assert people is not None
    page.sections.show_section("people")
    people.table.go_to("agent01")
    assert people.form.username.isReadOnly()
    people.form.name.selectAll()
    qtbot.keyClicks(people.form.name, "New name")
    people.form._skills["city"][0].click()
    people.form._skills["city"][1].setValue(2)
    qtbot.keyClick(page, "s", Qt.KeyboardModifier.ControlModifier)
    ((account_id, change, version),) = house.staff.changes
    assert (account_id, version) == ("agent01", 1)
    assert change.model_dump(exclude_unset=True) == {"name": "New name", "skills": [{"key": "city", "level": 2}]}
    assert people.form.problem.text() == "Saved."
    presenter_of(page).save()
    assert len(house.staff.changes) == 1


def test_new_account_by_keyboard(page: SettingsPage, house: House, qtbot: QtBot) -> None:
    qtbot.keyClick(page, "n", Qt.KeyboardModifier.ControlModifier)
    people = page.people
    assert people is not None
    assert people.form.username.hasFocus()
    qtbot.keyClicks(people.form.username, "inspector09")
    qtbot.keyClicks(people.form.name, "Nine")
    qtbot.keyClicks(people.form.password, "long enough")
    people.form.team.setCurrentText("B")
    people.form._roles[Role.AGENT].click()
    people.form._roles[Role.INSPECTOR].click()
    people.form.save_button.click()
    (new,) = house.staff.created
    assert (new.username, new.name, new.team, new.roles) == ("inspector09", "Nine", "B", [Role.INSPECTOR])
    assert people.table.model.total == 4


def test_what_is_wrong_is_said_under_the_fields(page: SettingsPage, house: House) -> None:
    page._begin_new()
    people = page.people
    assert people is not None
    people.form.username.setText("No Capitals!")
    people.form.username.textEdited.emit("No Capitals!")
    people.form._roles[Role.AGENT].click()
    people.form.save_button.click()
    errors = {name: frame.error() for name, frame in people.form._frames.items() if frame.error()}
    assert set(errors) == {"username", "name", "password", "roles"}
    assert house.staff.created == []


def test_refused_by_the_server(page: SettingsPage, house: House) -> None:
    page._begin_new()
    draft = presenter_of(page).draft
    assert draft is not None
    draft.username, draft.name, draft.password = "lead01", "x", "long enough"
    house.staff.trouble = AppError(
        "invalid_fields", status=422, details={"count": 1}, fields={"username": ("already_exists", {"what": "lead01"})}
    )
    presenter_of(page).save()
    assert page.people is not None
    assert "exists" in page.people.form._frames["username"].error()
    assert not presenter_of(page).is_saving


def test_stale_account_keeps_what_was_typed(page: SettingsPage, house: House) -> None:
    people = page.people
    assert people is not None
    people.table.go_to("agent01")
    house.staff.accounts["agent01"] = house.staff.accounts["agent01"].model_copy(update={"version": 7})
    people.form.name.setText("Typed")
    people.form.name.textEdited.emit("Typed")
    presenter_of(page).save()
    assert people.form.name.text() == "Typed"
    assert "Somebody else" in people.form.problem.text()


def test_unlock(page: SettingsPage, house: House) -> None:
    people = page.people
    assert people is not None
    page.sections.show_section("people")
    people.table.go_to("agent01")
    assert people.form.unlock_button.isVisible()
    people.form.unlock_button.click()
    assert house.staff.accounts["agent01"].locked_until is None
    assert not people.form.unlock_button.isVisible()


def test_double_click_on_save_sends_once(page: SettingsPage, house: House) -> None:
    page._begin_new()
    draft = presenter_of(page).draft
    assert draft is not None
    draft.username, draft.name, draft.password = "someone", "x", "long enough"
    house.tasks.hold()
    presenter_of(page).save()
    presenter_of(page).save()
    house.tasks.release()
    assert len(house.staff.created) == 1


def test_draft_survives_a_rebuilt_page(house: House, qtbot: QtBot) -> None:
    page = open_page(house, qtbot, "admin")
    page._begin_new()
    assert page.people is not None
    qtbot.keyClicks(page.people.form.username, "half")
    again = SettingsPage(presenter_of(page), page.context)
    qtbot.addWidget(again)
    assert again.people is not None
    assert again.people.form.username.text() == "half"


def test_lists_show_what_the_server_has(page: SettingsPage) -> None:
    from ui.settings.lists_view import TeamsView

    teams = page.view("teams")
    assert isinstance(teams, TeamsView)
    assert teams.teams.snapshot().rows == [["A", 1]]
    assert teams.skills.model.total == 2


def test_training_day_for_who_may(page: SettingsPage, house: House, qtbot: QtBot) -> None:
    assert not page.mine._training.isVisible()
    house.live.state.training = TrainingState(active=True, speed=10)
    presenter_of(page).training_changed.emit()
    assert page.mine._training.isVisible()
    assert page.mine.speed.buttons[10.0].isChecked()
    page.mine.speed.buttons[60.0].click()
    page.mine.pause.click()
    assert [(c.speed, c.paused) for c in house.training.changes] == [(60.0, None), (None, True)]


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_names_have_limits(name: str) -> None:
    draft = AccountDraft.new()
    draft.username, draft.password, draft.name = "someone", "long enough", name
    assert set(draft.problems()) == {"name"}


def test_password_is_no_part_of_an_unchanged_account(house: House) -> None:
    draft = AccountDraft.of(house.staff.accounts["lead01"])
    assert draft.to_change().model_fields_set == set()
