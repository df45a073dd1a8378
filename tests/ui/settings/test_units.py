"""Units and duty: the tree, adding, renaming, dissolving with what hangs on a unit, and plans; on a real server."""

from datetime import timedelta

import pytest

from services.contracts.duty import DutyPerson, NewDuty
from services.server.duty import service as duty
from tests.services.server import district
from tests.ui.settings.conftest import Office
from ui.settings.units.plan import body_of, errors_of
from ui.settings.units.presenter import UnitsPresenter
from ui.settings.units.views import UnitsView


def units(office: Office) -> UnitsView:
    view = office.open("units")
    assert isinstance(view, UnitsView)
    office.wait(lambda: presenter_of(office).units and presenter_of(office).duty is not None)
    return view


def presenter_of(office: Office) -> UnitsPresenter:
    return office.presenter.room(UnitsPresenter)


def choose(office: Office, code: str) -> None:
    presenter_of(office).choose(code)
    office.wait(lambda: presenter_of(office).duty is not None and presenter_of(office).duty.unit == code)


def names(office: Office) -> dict[str, str]:
    return {unit.code: unit.name for unit in office.console.desk.choices().catalogue.units}


def test_the_tree_stands_in_its_order_and_is_searched(office: Office) -> None:
    view = units(office)
    shown = [unit.code for unit in view.table.model.shown_rows()]
    assert shown.index(district.CENTRE) < shown.index(district.TOWN_UNIT) < shown.index(district.VILLAGE_UNIT)
    assert (
        presenter_of(office).depth(next(u for u in presenter_of(office).units if u.code == district.VILLAGE_UNIT)) == 2
    )
    view.table.filter_field.setText("桂一")
    office.wait(lambda: view.table.model.rowCount() == 1)
    (by_name,) = view.table.model.shown_rows()
    view.table.filter_field.setText("guiyi")
    office.wait(lambda: view.table.model.rowCount() >= 1 and view.table.model._terms == ["guiyi"])
    assert by_name in view.table.model.shown_rows()


def test_a_unit_is_added_and_renamed(office: Office) -> None:
    view = units(office)
    view.new_button.click()
    for name, text in (("code", "D99"), ("name", "区水务局")):
        view.form.form.editors[name].setText(text)
        view.form.form.editors[name].textEdited.emit(text)
    view.form.form.editors["parent"].set_value("nowhere")
    view.form.form.editors["parent"].edited.emit()
    view.form.save_button.click()
    office.wait(lambda: view.form.form._frames["parent"].error())
    view.form.form.editors["parent"].set_value(district.CENTRE)
    view.form.form.editors["parent"].edited.emit()
    view.form.save_button.click()
    office.wait(lambda: names(office).get("D99") == "区水务局")
    office.wait(lambda: presenter_of(office).entry is not None and presenter_of(office).typed is None)
    view.form.form.editors["name"].setText("区水利局")
    view.form.form.editors["name"].textEdited.emit("区水利局")
    view.save()
    office.wait(lambda: names(office)["D99"] == "区水利局")


def test_dissolving_asks_once_more_and_tells_where_everything_went(office: Office) -> None:
    view = units(office)
    choose(office, "D06")
    view.tabs.setCurrentWidget(view.form)
    view.form.remove_button.click()
    office.wait(lambda: view.form.problem.isVisible())
    assert "Name a successor" in view.form.problem.text()
    view.form.successor.set_value("D04")
    view.form.successor.edited.emit()
    view.form.remove_button.click()
    assert "Press once more" in view.form.told.text()
    assert "D06" in names(office)
    view.form.remove_button.click()
    office.wait(lambda: "D06" not in names(office))
    office.wait(lambda: any("people 1" in notice for notice in office.notices))
    assert presenter_of(office).chosen == "D04"


def test_a_plan_with_hours_absence_and_stand_in(office: Office) -> None:
    view = units(office)
    choose(office, district.CENTRE)
    assert view.duty.hours.add_button.isVisible()
    people = dict(presenter_of(office).people())
    assert {"admin01", "agent01"} <= people.keys()
    view.duty.hours.add()
    view.duty.hours._on_form_edited({"account_id": "agent01", "days": "every", "start": "00:00", "end": "00:00"})
    view.duty.absences.add()
    now = office.server.kernel.real_clock.now()
    absence = {
        "account_id": "agent01",
        "stand_in": "agent01",
        "since": (now - timedelta(hours=1)).isoformat(),
        "until": (now + timedelta(hours=5)).isoformat(),
        "reason": "培训",
    }
    view.duty.absences._on_form_edited(absence)
    view.save()
    office.wait(lambda: view.duty.absences.form._frames["stand_in"].error())
    view.duty.absences._on_form_edited({**absence, "stand_in": "admin01"})
    view.save()
    office.wait(lambda: "instead of" in view.duty.now.text())
    assert presenter_of(office).draft is None
    kept = office.console.administration.units.duty(district.CENTRE)
    assert [(each.account_id, each.stand_in) for each in kept.absences] == [("agent01", "admin01")]


def test_a_plan_of_a_later_date_stands_among_the_versions(office: Office) -> None:
    view = units(office)
    choose(office, district.CENTRE)
    assert not view.duty.when.isVisible()
    view.duty.hours.add()
    view.duty.hours._on_form_edited({"account_id": "agent01", "days": "every", "start": "08:00", "end": "20:00"})
    view.duty.when.at_once.click()
    day = (office.server.kernel.clock.now() + timedelta(days=30)).replace(second=0, microsecond=0)
    view.duty.when.moment.set_value(day.isoformat())
    view.duty.when.moment.edited.emit()
    view.save()
    office.wait(lambda: presenter_of(office).plans and presenter_of(office).draft is None)
    # Until then nobody is planned.
    assert view.duty.hours.rows == []
    (version,) = view.duty.plans.model.shown_rows()
    assert (version.effective_from, version.note) == (day, "话务员: every day 08:00–20:00")
    assert any("waits for its date" in notice for notice in office.notices)


def test_dissolving_on_a_day_waits_and_is_taken_back(office: Office) -> None:
    view = units(office)
    choose(office, "D06")
    view.tabs.setCurrentWidget(view.form)
    view.form.remove_when.at_once.click()
    view.form.successor.set_value("D04")
    view.form.successor.edited.emit()
    view.form.remove_button.click()
    view.form.remove_button.click()
    office.wait(lambda: presenter_of(office).changes)
    assert "D06" in names(office)
    assert presenter_of(office).chosen == "D06"
    view.tabs.setCurrentWidget(view.changes)
    (change,) = view.changes.table.model.shown_rows()
    assert change.state == "planned"
    assert "goes to" in view.changes._what(change)
    view.changes.table.go_to(str(change.id))
    office.wait(view.changes.back_button.isEnabled)
    view.changes.back_button.click()
    office.wait(lambda: presenter_of(office).changes[0].state == "taken_back")
    assert not view.changes.back_button.isEnabled()


def test_a_unit_that_is_planned_takes_over_from_one_dissolved_once_it_is_there(office: Office) -> None:
    view = units(office)
    moment = (presenter_of(office).now() + timedelta(days=9)).replace(minute=0, second=0, microsecond=0)
    new = {"code": "D99", "name": "区水务局", "level": "department", "parent": district.CENTRE}
    presenter_of(office).add(new | {"effective_from": moment.isoformat()}, "k-1")
    presenter_of(office).load_changes()
    office.wait(lambda: presenter_of(office).changes)
    choose(office, "D06")
    view.tabs.setCurrentWidget(view.form)
    form = view.form

    def offered() -> list[str]:
        return [choice.key for choice in form.successor.matcher("水务")]

    assert offered() == [], "at once it is not there"
    form.remove_when.set_value((moment - timedelta(days=1)).isoformat())
    assert offered() == []
    form.remove_when.set_value(moment.isoformat())
    assert offered() == ["D99"]
    form.successor.set_choice(form.successor.matcher("水务")[0])
    form.remove_button.click()
    assert "goes to 区水务局" in form.told.text()
    form.remove_button.click()
    office.wait(lambda: len(presenter_of(office).changes) == 2)
    gone = next(change for change in presenter_of(office).changes if change.code == "D06")
    assert view.changes._what(gone) == "taken out; goes to 区水务局"


def test_a_name_of_a_later_date_waits(office: Office) -> None:
    view = units(office)
    choose(office, district.TOWN_UNIT)
    view.tabs.setCurrentWidget(view.form)
    before = names(office)[district.TOWN_UNIT]
    view.form.form.editors["name"].setText("镇新中心")
    view.form.form.editors["name"].textEdited.emit("镇新中心")
    view.form.when.at_once.click()
    view.save()
    office.wait(lambda: presenter_of(office).changes and presenter_of(office).typed is None)
    assert names(office)[district.TOWN_UNIT] == before
    assert view.changes._what(presenter_of(office).changes[0]) == "name → 镇新中心"
    assert view.form.form.editors["name"].text() == before


def test_somebody_was_faster_with_the_plan(office: Office) -> None:
    view = units(office)
    choose(office, district.CENTRE)
    view.duty.hours.add()
    version = presenter_of(office).duty.version  # type: ignore[union-attr]
    new = NewDuty(people=[DutyPerson(account_id="admin01")])
    office.write(lambda tx: duty.replace(tx, district.CENTRE, new))
    view.duty.save_button.click()
    office.wait(lambda: view.duty.over_button.isVisible())
    view.duty.over_button.click()
    office.wait(lambda: view.duty.save_button.isEnabled())
    view.duty.save_button.click()
    office.wait(lambda: office.console.administration.units.duty(district.CENTRE).version == version + 2)


@pytest.mark.parametrize("office", ["handler01"], indirect=True)
def test_a_handler_plans_the_own_unit_and_edits_none(office: Office) -> None:
    assert office.page.sections.keys == ["mine", "units"]
    view = units(office)
    assert presenter_of(office).chosen == "D06"
    assert view.duty.hours.add_button.isVisible()
    assert not view.new_button.isVisible()
    assert view.tabs.count() == 1
    choose(office, "D04")
    assert not view.duty.hours.add_button.isVisible()
    assert not view.duty.save_button.isVisible()


def test_errors_of_a_plan_come_back_to_their_rows() -> None:
    rows = {
        "hours": [
            {"account_id": "a", "days": "every", "start": "08:00", "end": "09:00"},
            {"account_id": "b", "days": None, "start": "08:00", "end": "09:00"},
            {"account_id": "a", "days": "monday", "start": "10:00", "end": "11:00"},
        ],
        "absences": [],
    }
    body, places = body_of(rows)
    assert [(person["account_id"], len(person["hours"])) for person in body["people"]] == [("a", 2), ("b", 0)]
    errors = {"people.0.hours.1.start": "x", "people.1.account_id": "y"}
    assert errors_of(errors, places) == {2: {"start": "x"}, 1: {"account_id": "y"}}
