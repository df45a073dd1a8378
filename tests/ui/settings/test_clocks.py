"""Limits, ladder and calendars: drafts, versions, dates, conflicts, the recount, an example; on a real server."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from services.contracts.clocks import NewClockRules
from services.errors import AppError
from services.server.clocks import settings as clock_settings
from tests.ui.settings.conftest import Office
from ui.settings.clocks.presenter import ClocksPresenter
from ui.settings.clocks.views import CalendarsView, ClockRulesView
from ui.settings.clocks.year_files import read_year
from ui.settings.versioned.order import VersionState


def rules_of(office: Office) -> ClockRulesView:
    view = office.open("clock_rules")
    assert isinstance(view, ClockRulesView)
    presenter = clocks(office)
    office.wait(lambda: presenter.rules.body is not None and presenter.calendars and presenter.names.units)
    return view


def clocks(office: Office) -> ClocksPresenter:
    return office.presenter.room(ClocksPresenter)


def finish_of_help(view: ClockRulesView) -> int:
    rows = view.editor.limits.rows
    return next(n for n, row in enumerate(rows) if (row["clock"], row["kind"]) == ("finish", "help"))


def change_amount(office: Office, view: ClockRulesView, amount: int) -> None:
    view.editor.limits.go_to(finish_of_help(view))
    view.editor.limits.form.editors["limit"].amount.setValue(amount)


def at_server(office: Office) -> Any:
    return office.console.administration.clocks.rules()


def test_a_version_is_only_read_until_a_draft_is_begun(office: Office) -> None:
    view = rules_of(office)
    assert not view.editor.limits.add_button.isVisible()
    assert not view.versions.draft_card.isVisible()
    view.editor.limits.go_to(0)
    assert not view.editor.limits.form.editors["clock"].isEnabled()
    view.versions.begin_button.click()
    assert view.editor.limits.add_button.isVisible()
    assert not view.versions.save_button.isEnabled()
    assert view.versions.changes.text() == "Nothing is changed yet."


def test_a_changed_limit_becomes_a_version_and_all_is_counted_anew(office: Office) -> None:
    view = rules_of(office)
    view.versions.begin()
    change_amount(office, view, 7)
    assert "10 working day(s) → " in view.versions.changes.text()
    office.bot.keyClick(office.page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    office.wait(lambda: clocks(office).rules.history.newest == 2 and clocks(office).rules.draft is None)
    assert at_server(office).current.version == 2
    office.wait(lambda: any("counted anew" in each for each in office.notices))
    assert office.console.drafts.open_drafts("settings.clock_rules") == []
    row = view.versions.versions.current_row()
    assert row is not None
    assert row.number == 2
    assert clocks(office).rules.state_of(row) is VersionState.IN_FORCE


def test_how_long_one_not_heard_of_keeps_their_work_is_set(office: Office) -> None:
    view = rules_of(office)
    view.versions.begin()
    view.editor.tabs.setCurrentIndex(3)
    minutes = view.editor.general.editors["silent_minutes"]
    assert minutes.value() == 240
    minutes.setValue(90)
    assert view.versions.changes.text().endswith("until its work goes to the pool: 240 → 90")
    view.versions.save()
    office.wait(lambda: clocks(office).rules.draft is None)
    assert at_server(office).current.silent_minutes == 90


def test_it_waits_for_its_date(office: Office) -> None:
    view = rules_of(office)
    view.versions.begin()
    change_amount(office, view, 3)
    view.versions.at_once.click()
    later = (datetime.now(UTC) + timedelta(days=3)).replace(second=0, microsecond=0)
    view.versions.when.set_value(later.isoformat())
    view.versions.when.edited.emit()
    view.versions.save()
    office.wait(lambda: clocks(office).rules.history.newest == 2)
    history = at_server(office)
    assert (history.current.version, history.versions[0].effective_from) == (1, later)
    newest = clocks(office).rules.history.versions[0]
    assert clocks(office).rules.state_of(newest) is VersionState.TO_COME


def test_somebody_was_faster(office: Office) -> None:
    view = rules_of(office)
    view.versions.begin()
    change_amount(office, view, 7)
    current = at_server(office).current
    theirs = current.model_dump(exclude={"version", "author", "effective_from"})
    theirs["pause_while_return_is_reviewed"] = False
    theirs["undo_minutes"] = 30
    new = NewClockRules(**theirs, effective_from=datetime.now(UTC))
    office.write(lambda tx: clock_settings.change_rules(tx, new))
    view.versions.save()
    office.wait(lambda: view.versions.over_button.isVisible())
    assert "pause while a return is reviewed: yes → no" in view.versions.problem.text()
    assert "minutes in which a close can be taken back: 10 → 30" in view.versions.problem.text()
    assert not view.versions.save_button.isEnabled()
    view.versions.over_button.click()
    office.wait(lambda: view.versions.save_button.isEnabled())
    view.versions.save_button.click()
    office.wait(lambda: clocks(office).rules.history.newest == 3 and clocks(office).rules.draft is None)


def test_what_is_wrong_is_said_by_the_server_where_it_is(office: Office) -> None:
    view = rules_of(office)
    view.versions.begin()
    view.editor.ladder.add()
    body = dict(clocks(office).rules.draft.body)  # type: ignore[union-attr]
    place = len(body["ladder"]) - 1
    body["ladder"][place]["share"] = 500
    clocks(office).rules.edit(body)
    view.versions.save()
    office.wait(lambda: clocks(office).rules.errors)
    assert view.editor.ladder.form._frames["share"].error()
    assert "correction" in view.versions.problem.text()
    assert clocks(office).rules.draft is not None


def test_a_draft_outlives_page_and_program(office: Office) -> None:
    view = rules_of(office)
    view.versions.begin()
    change_amount(office, view, 7)
    office.build_again()
    again = office.open("clock_rules")
    assert again.editor.limits.rows[finish_of_help(again)]["limit"]["amount"] == 7
    assert office.console.drafts.flush()
    # Another program: a presenter that knows nothing but the journal.
    fresh = ClocksPresenter(office.console, lambda: office.presenter.names)
    fresh.rules.load()
    office.wait(lambda: fresh.rules.is_read)
    assert fresh.rules.is_changed
    fresh.rules.give_up()
    assert office.console.drafts.open_drafts("settings.clock_rules") == []
    fresh.close()


def test_who_leaves_is_asked_about_what_is_not_saved(office: Office) -> None:
    view = rules_of(office)
    office.open("calendars")
    assert not office.page.unsaved.isVisible()
    office.open("clock_rules")
    view.versions.begin()
    change_amount(office, view, 7)
    office.open("calendars")
    assert "Limits and ladder" in office.page.unsaved.words.text()
    office.page.unsaved.back_button.click()
    assert office.page.sections.current == "clock_rules"
    assert not office.page.unsaved.isVisible()
    office.page.left()
    assert "kept as a draft" in office.notices[-1]
    office.open("calendars")
    office.page.unsaved.discard_button.click()
    assert clocks(office).rules.draft is None
    assert office.console.drafts.open_drafts("settings.clock_rules") == []


def test_a_kept_version_can_be_looked_at_beside_the_draft(office: Office) -> None:
    view = rules_of(office)
    view.versions.begin()
    change_amount(office, view, 7)
    view.versions.save()
    office.wait(lambda: clocks(office).rules.history.newest == 2 and clocks(office).rules.draft is None)
    view.versions.begin()
    change_amount(office, view, 9)
    view.versions.versions.go_to("1")
    office.wait(lambda: view.editor.limits.rows[finish_of_help(view)]["limit"]["amount"] == 10)
    assert view.versions.begin_button.text() == "Go on with the draft  Ctrl+N"
    view.versions.begin_button.click()
    assert view.editor.limits.rows[finish_of_help(view)]["limit"]["amount"] == 9
    view.versions.discard_button.click()
    assert clocks(office).rules.draft is None


def test_an_example_is_counted_before_saving(office: Office) -> None:
    view = rules_of(office)
    example = view.editor.example
    clocks(office).change_example(
        {**clocks(office).example, "kind": "help", "received_at": "2026-03-02T02:00:00+00:00"}
    )
    office.wait(lambda: "2026-03-16 17:30" in example.answer.text())
    view.versions.begin()
    change_amount(office, view, 3)
    office.wait(lambda: "2026-03-05 17:30" in example.answer.text())
    assert at_server(office).version == 1


def year_file(folder: Path) -> Path:
    file = folder / "2027.json"
    days = [{"name": "元旦", "date": "2027-01-01", "isOffDay": True}]
    file.write_text(json.dumps({"year": 2027, "papers": [], "days": days}), encoding="utf-8")
    return file


def test_a_year_is_read_from_a_file_looked_at_and_loaded(office: Office, tmp_path: Path) -> None:
    view = office.open("calendars")
    assert isinstance(view, CalendarsView)
    presenter = clocks(office)
    office.wait(lambda: presenter.calendars)
    assert "published 2024, 2025, 2026" in view.years.state.text()
    presenter.year.read_file(year_file(tmp_path))
    office.wait(lambda: view.years.days.rows)
    assert (view.years.year.value(), view.years.days.rows[0]["date"]) == (2027, "2027-01-01")
    view.years.days.add()
    view.years.days._on_form_edited({"date": "2027-01-01", "is_off_day": True, "name": ""})
    view.years.keep()
    office.wait(lambda: view.years.problem.isVisible())
    view.years.days.remove()
    view.years.keep()
    office.wait(lambda: "2027" in view.years.state.text().split(";")[0])
    assert [day.name for day in office.console.administration.clocks.year("cn", 2027).days] == ["元旦"]
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    presenter.year.read_file(tmp_path / "broken.json")
    office.wait(lambda: "broken.json" in view.years.problem.text())


def test_a_year_without_days_is_not_loaded(office: Office) -> None:
    view = office.open("calendars")
    assert isinstance(view, CalendarsView)
    office.wait(lambda: clocks(office).calendars)
    view.years.year.set_value(2027)
    view.years.keep()
    assert "no days to load" in view.years.problem.text()
    assert "published 2024, 2025, 2026" in view.years.state.text().split(";")[0]


@pytest.mark.parametrize("written", ["2027/1/2", "2027年1月2日", "2027-01-02 00:00:00", " 2027.1.02 "])
def test_days_of_a_table_are_read_as_people_write_them(tmp_path: Path, written: str) -> None:
    file = tmp_path / "year.csv"
    file.write_text(f"日期,休息,名称\n{written},休,元旦\n", encoding="utf-8")
    assert read_year(file)["days"] == [{"date": "2027-01-02", "is_off_day": True, "name": "元旦"}]


@pytest.mark.parametrize("written", ["2027-13-40", "元旦", "2027-02-29"])
def test_a_row_that_is_no_day_is_named(tmp_path: Path, written: str) -> None:
    file = tmp_path / "year.csv"
    file.write_text(f"日期,休息,名称\n2027-01-01,休,元旦\n{written},休,元旦\n", encoding="utf-8")
    with pytest.raises(AppError) as told:
        read_year(file)
    assert (told.value.code, told.value.details["row"], told.value.details["written"]) == (
        "row_without_day",
        3,
        written,
    )


def test_a_year_that_is_not_loaded_yet_outlives_the_program(office: Office, tmp_path: Path) -> None:
    view = office.open("calendars")
    clocks(office).year.read_file(year_file(tmp_path))
    office.wait(lambda: view.years.days.rows)
    view.years.days.add()
    view.years.days._on_form_edited({"date": "2027-01-02", "is_off_day": True, "name": "元旦"})
    office.open("clock_rules")
    assert "Calendars" in office.page.unsaved.words.text()
    assert office.console.drafts.flush()
    # Another program: a presenter that knows nothing but the journal.
    fresh = ClocksPresenter(office.console, lambda: office.presenter.names)
    fresh.year.load()
    assert (fresh.year.year, [day["date"] for day in fresh.year.days]) == (2027, ["2027-01-01", "2027-01-02"])
    assert fresh.year.is_changed
    fresh.close()
    office.page.unsaved.discard_button.click()
    assert view.years.days.rows == []
    assert office.console.drafts.open_drafts("settings.calendar_year") == []


def test_a_calendar_of_a_unit_with_its_lunch_break(office: Office) -> None:
    view = office.open("calendars")
    presenter = clocks(office)
    office.wait(lambda: presenter.calendars)
    view.ask_code = lambda: "night"
    view.new_button.click()
    office.wait(lambda: presenter.calendar.is_read and presenter.calendar.source.key == "calendar.night")
    view.versions.begin()
    form = view.versions.editor.form
    form.editors["name"].setText("夜班")
    form.editors["name"].textEdited.emit("夜班")
    form.editors["week.0"].setText("18:00-21:00, 20:00-23:00")
    form.editors["week.0"].textEdited.emit("")
    view.versions.save()
    office.wait(lambda: presenter.calendar.problem)
    form.editors["week.0"].setText("18:00-21:00, 21:30-23:00")
    form.editors["week.0"].textEdited.emit("")
    assert "Monday: " in view.versions.changes.text()
    view.versions.save()
    office.wait(lambda: "night" in {each.code for each in presenter.calendars})
    kept = next(each for each in presenter.calendars if each.code == "night")
    assert [shift.end for shift in kept.week[0]] == ["21:00", "23:00"]
