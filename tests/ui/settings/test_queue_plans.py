"""Queue plans in versions, on a real server."""

import pytest

from services.contracts.plans import NewQueuePlans
from services.server.plans import service
from services.server.tickets import catalogue
from tests.ui.settings.conftest import Office
from ui.settings.plans.presenter import QueuePlansPresenter
from ui.settings.plans.views import QueuePlansView
from ui.settings.plans.words import hours_of, hours_text, plan_words

pytestmark = pytest.mark.parametrize("office", ["lead01"], indirect=True)


def opened(office: Office) -> QueuePlansView:
    office.write(lambda tx: catalogue.replace(tx, catalogue.from_resources()))
    view = office.open("queue_plans")
    assert isinstance(view, QueuePlansView)
    presenter = office.presenter.room(QueuePlansPresenter)
    office.wait(lambda: presenter.rules.is_read and presenter.skills())
    return view


def test_a_lead_plans_a_queue_and_a_conflict_is_seen(office: Office) -> None:
    view = opened(office)
    rules = office.presenter.room(QueuePlansPresenter).rules
    view.versions.begin()
    field = view.editor.field
    field.choose("general")
    assert field.form.isHidden()
    field.has_plan.click()
    assert not field.form.isHidden()
    editors = field.form.editors
    for place in (5, 6, 7):
        editors[f"day{place}"].clear()
        editors[f"day{place}"].edited.emit()
    editors["day0"].setText("8:30-12:00，14:00-18:00")
    editors["day0"].edited.emit()
    way = editors["way"]
    way.setCurrentIndex(way.findData("number"))
    way.edited.emit()
    editors["way_number"].setText("06321234567")
    editors["way_number"].edited.emit()
    office.write(lambda tx: service.set_plans(tx, NewQueuePlans()))
    view.versions.save()
    office.wait(lambda: rules.is_overtaken and rules.history.newest == 1)
    view.versions.over_button.click()
    view.versions.save()
    office.wait(lambda: rules.draft is None)
    newest = office.console.administration.plans.history().items[0]
    (plan,) = newest.plans
    assert (newest.version, plan.skill, plan.outside, plan.outside_to) == (2, "general", "number", "06321234567")
    assert [(h.begins, h.ends) for h in plan.week[0]] == [("08:30", "12:00"), ("14:00", "18:00")]
    assert (plan.week[5], plan.day_off) == ([], [])


def test_a_message_at_night_and_the_calendar_are_choices(office: Office) -> None:
    view = opened(office)
    presenter = office.presenter.room(QueuePlansPresenter)
    rules = presenter.rules
    office.wait(lambda: len(presenter.calendars()) > 1)
    view.versions.begin()
    assert view.editor.calendar.value() == ""
    calendar = view.editor.calendar
    calendar.setCurrentIndex(calendar.findData("cn"))
    calendar.edited.emit()
    view.editor.field.choose("general")
    view.editor.field.has_plan.click()
    way = view.editor.field.form.editors["way"]
    way.setCurrentIndex(way.findData("message"))
    way.edited.emit()
    view.versions.save()
    office.wait(lambda: rules.draft is None)
    newest = office.console.administration.plans.history().items[0]
    assert (newest.calendar, newest.plans[0].outside) == ("cn", "message")
    assert "voice message" in plan_words(newest.plans[0].model_dump(mode="json"), {})


def test_hours_that_are_none_are_refused_with_the_queue_and_day(office: Office) -> None:
    view = opened(office)
    rules = office.presenter.room(QueuePlansPresenter).rules
    view.versions.begin()
    field = view.editor.field
    field.choose("city")
    field.has_plan.click()
    field.form.editors["day2"].setText("morning")
    field.form.editors["day2"].edited.emit()
    view.versions.save()
    office.wait(lambda: rules.errors)
    said = view.editor.form._frames["plans"].error()
    assert said
    assert field.queue.currentText() in said
    assert office.console.administration.plans.history().items == []
    assert hours_of(hours_text(hours_of("22:00-6:00; 08:30~12:00"))) == [
        {"begins": "22:00", "ends": "06:00"},
        {"begins": "08:30", "ends": "12:00"},
    ]
