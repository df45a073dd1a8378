"""Hours, spacing and tries of call-backs in versions, on a real server."""

from datetime import UTC, datetime, timedelta

import pytest

from services.contracts.callbacks import CallBackWindow, NewCallBackRules
from services.server.callbacks import settings
from tests.ui.settings.conftest import Office
from ui import moments
from ui.settings.callbacks.presenter import CallBackRulesPresenter
from ui.settings.callbacks.views import CallBackRulesView

pytestmark = pytest.mark.parametrize("office", ["lead01"], indirect=True)


def opened(office: Office) -> CallBackRulesView:
    view = office.open("call_back_rules")
    assert isinstance(view, CallBackRulesView)
    office.wait(lambda: office.presenter.room(CallBackRulesPresenter).rules.is_read)
    return view


def test_a_lead_sets_the_hours_and_a_conflict_is_seen(office: Office) -> None:
    view = opened(office)
    rules = office.presenter.room(CallBackRulesPresenter).rules
    view.versions.begin()
    hours = view.editor.form.editors["windows"]
    assert [window["begins"] for window in hours.value()] == ["08:30", "14:00"]
    on, begins, ends = hours.rows[2]
    assert not begins.isVisible()
    on.click()
    assert begins.isVisible()
    begins.setTime(begins.time().fromString("20:30", "HH:mm"))
    ends.setTime(ends.time().fromString("21:00", "HH:mm"))
    assert "08:30–12:00, 14:00–20:00, 20:30–21:00" in view.versions.changes.text()
    longest = view.editor.form.editors["message_seconds"]
    assert longest.value() == 120
    longest.setValue(90)
    theirs = NewCallBackRules(windows=[CallBackWindow(begins="09:00", ends="10:00")])
    office.write(lambda tx: settings.set_rules(tx, theirs))
    view.versions.save()
    office.wait(lambda: rules.is_overtaken and rules.history.newest == 1)
    assert "09:00–10:00" in view.versions.problem.text()
    view.versions.over_button.click()
    view.versions.save()
    office.wait(lambda: rules.draft is None)
    newest = office.console.administration.callbacks.rules().items[0]
    assert newest.message_seconds == 90
    assert (newest.version, newest.created_by, [w.begins for w in newest.windows]) == (
        2,
        "班长",
        ["08:30", "14:00", "20:30"],
    )


def test_without_hours_the_sentence_speaks_of_hours_and_a_later_moment_is_of_the_districts_clock(
    office: Office,
) -> None:
    view = opened(office)
    rules = office.presenter.room(CallBackRulesPresenter).rules
    # A training day goes on while the machine's own clock shows another day.
    moments.follow(lambda: datetime(2031, 5, 6, 1, 20, tzinfo=UTC))
    view.versions.begin()
    for on, _begins, _ends in view.editor.form.editors["windows"].rows[:2]:
        on.click()
    assert view.versions.changes.text().endswith(" → –")
    view.versions.at_once.click()
    assert rules.draft is not None
    assert rules.draft.effective_from == "2031-05-06T02:00:00+00:00"
    view.versions.save()
    office.wait(lambda: rules.errors.get("windows"))
    assert rules.errors["windows"] == "Please give at least 1."


def test_a_version_to_come_is_told_of_and_taken_back(office: Office) -> None:
    view = opened(office)
    rules = office.presenter.room(CallBackRulesPresenter).rules
    tomorrow = rules.now() + timedelta(days=1)
    first = NewCallBackRules(windows=[CallBackWindow(begins="09:00", ends="10:00")])
    later = NewCallBackRules(windows=[CallBackWindow(begins="11:00", ends="12:00")], effective_from=tomorrow)
    office.write(lambda tx: settings.set_rules(tx, first))
    office.write(lambda tx: settings.set_rules(tx, later))
    rules.load()
    # The console's idea of the server's clock may be a moment behind.
    office.wait(lambda: rules.history.newest == 2 and rules.state_of(rules.history.versions[1]) == "in_force")
    rules.look_at(1)
    office.wait(lambda: view.versions.title.text().startswith("Version 1 · in force"))
    assert not view.versions.back_button.isVisible(), "what is in force is followed by another version, not taken back"
    view.versions.begin()
    assert "Version 2 follows on " in view.versions.changes.text()
    rules.give_up()
    rules.look_at(2)
    office.wait(view.versions.back_button.isVisible)
    view.versions.back_button.click()
    office.wait(lambda: rules.draft is not None)
    assert view.versions.changes.text() == "Hours in which citizens are called: 11:00–12:00 → 09:00–10:00"
    view.versions.save()
    office.wait(lambda: rules.draft is None and rules.history.newest == 3)
    newest = office.console.administration.callbacks.rules().items[0]
    assert (newest.windows[0].begins, newest.effective_from) == ("09:00", tomorrow)
    states = [rules.state_of(version) for version in rules.history.versions]
    assert states == ["to_come", "past", "in_force"], "what was taken back will never count"


def test_hours_that_end_before_they_begin_are_refused_beside_the_field(office: Office) -> None:
    view = opened(office)
    rules = office.presenter.room(CallBackRulesPresenter).rules
    view.versions.begin()
    begins, ends = view.editor.form.editors["windows"].rows[0][1:]
    ends.setTime(begins.time().addSecs(-3600))
    view.versions.save()
    office.wait(lambda: rules.errors)
    assert view.editor.form._frames["windows"].error() == "It has to end after it begins."
    assert office.console.administration.callbacks.rules().items == []


def test_hours_that_overlap_are_refused_beside_the_field(office: Office) -> None:
    view = opened(office)
    rules = office.presenter.room(CallBackRulesPresenter).rules
    view.versions.begin()
    begins = view.editor.form.editors["windows"].rows[1][1]
    begins.setTime(begins.time().fromString("11:30", "HH:mm"))
    view.versions.save()
    office.wait(lambda: rules.errors)
    assert view.editor.form._frames["windows"].error().startswith("These hours overlap.")
    assert office.console.administration.callbacks.rules().items == []
