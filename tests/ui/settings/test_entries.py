"""Places and queue skills: adding, renaming, taking out; on a real server."""

from typing import Any

import pytest

from services.contracts.accounts import Role, Skill
from services.contracts.tickets import SkillEntry
from services.server.tickets import catalogue
from tests.services.server import district
from tests.services.server.conftest import add_account
from tests.ui.settings.conftest import Office
from ui.settings.entries.presenter import PlacesPresenter, SkillsPresenter
from ui.settings.forms.entries_view import EntriesView


def section(office: Office, key: str) -> EntriesView:
    view = office.open(key)
    assert isinstance(view, EntriesView)
    office.wait(lambda: view._presenter.entry is not None)
    return view


def choices(office: Office) -> Any:
    return office.console.desk.choices()


def write(view: EntriesView, name: str, text: str) -> None:
    editor = view.form.form.editors[name]
    editor.setText(text)
    editor.textEdited.emit(text)


@pytest.fixture
def skills(office: Office) -> EntriesView:
    def add(tx: Any) -> None:
        found = catalogue.read(tx)
        known = [*found.places, *found.categories, *found.units]
        catalogue.replace(
            tx,
            [*known, SkillEntry(key="general", name="综合"), SkillEntry(key="social", name="社保", english="Social")],
        )

    office.write(add)
    office.presenter.load_catalogue()
    office.wait(lambda: office.presenter.names.skills)
    return section(office, "skills")


def test_a_village_is_added_in_the_town_in_front_and_renamed(office: Office) -> None:
    view = section(office, "places")
    presenter = office.presenter.room(PlacesPresenter)
    presenter.choose(district.VILLAGE)
    view.new_button.click()
    assert view.form.form.editors["parent"].value() == district.TOWN
    write(view, "name", "新塘社区居委会")
    write(view, "code", district.VILLAGE)
    view.form.save_button.click()
    office.wait(lambda: view.form.form._frames["code"].error())
    write(view, "code", "440605011900")
    view.form.save_button.click()
    office.wait(lambda: "440605011900" in choices(office).places and not view.is_unsaved())
    office.wait(lambda: presenter.chosen == "440605011900" and presenter.entry is not None)
    shown = [place.code for place in view.table.model.shown_rows()]
    assert shown.index(district.TOWN) < shown.index("440605011900") < shown.index(district.OTHER_TOWN)
    write(view, "name", "新塘村委会")
    view.save()
    office.wait(lambda: choices(office).places["440605011900"].name == "新塘村委会")
    office.wait(lambda: view.changes.table.model.total == 2)
    assert view.changes.table.snapshot().rows[0][3] == "name: 新塘社区居委会 → 新塘村委会"


def test_a_place_goes_to_its_successor_and_its_name_stays(office: Office) -> None:
    view = section(office, "places")
    presenter = office.presenter.room(PlacesPresenter)
    presenter.choose(district.VILLAGE)
    view.form.remove_button.click()
    office.wait(lambda: "桂一社区工作站" in view.form.problem.text())
    presenter.choose(district.OTHER_VILLAGE)
    view.form.successor.set_value(district.VILLAGE)
    view.form.successor.edited.emit()
    view.form.remove_button.click()
    assert "Press once more" in view.form.told.text()
    view.form.remove_button.click()
    office.wait(lambda: district.OTHER_VILLAGE not in choices(office).places)
    office.wait(lambda: any("taken out" in notice for notice in office.notices))
    assert choices(office).place_name(district.OTHER_TOWN, district.OTHER_VILLAGE).endswith("儒林社区居委会")
    office.wait(lambda: presenter.names.place(district.OTHER_VILLAGE).text == "儒林社区居委会 (no more)")
    office.wait(lambda: view.changes.table.model.total == 1)
    assert view.changes.table.snapshot().rows[0][3] == "taken out; goes to 桂一社区居委会"


def test_what_is_typed_about_a_place_comes_back(office: Office) -> None:
    view = section(office, "places")
    presenter = office.presenter.room(PlacesPresenter)
    presenter.choose(district.TOWN)
    write(view, "name", "桂")
    assert office.console.drafts.flush()
    office.build_again()
    view = section(office, "places")
    presenter.choose(district.OTHER_TOWN)
    presenter.choose(district.TOWN)
    assert view.form.form.editors["name"].text() == "桂"
    view.discard()
    assert view.form.form.editors["name"].text() == "桂城街道"


def test_a_skill_that_somebody_has_is_not_retired(office: Office, skills: EntriesView) -> None:
    presenter = office.presenter.room(SkillsPresenter)
    skills.new_button.click()
    write(skills, "key", "city")
    write(skills, "name", "城管")
    skills.save()
    office.wait(lambda: "city" in choices(office).skills and not skills.is_unsaved())
    add_account(office.server.kernel, Role.AGENT, name="陈静", skills=[Skill(key="social", level=1)])
    presenter.choose("social")
    assert not skills.form.successor_frame.isVisibleTo(skills.form)
    skills.form.remove_button.click()
    office.wait(lambda: "陈静" in skills.form.problem.text())
    presenter.choose("city")
    write(skills, "english", "City")
    skills.save()
    office.wait(lambda: choices(office).skills["city"].english == "City" and not skills.is_unsaved())
    skills.form.remove_button.click()
    office.wait(lambda: "city" not in choices(office).skills)
    assert choices(office).skill_name("city", english=False) == "城管"
    office.wait(lambda: skills.changes.table.model.total == 3)
