"""Alarms in Settings, on a real server: levels are changed by who may, refused where they make no sense, never lost."""

from typing import Any

import pytest

from services.contracts.alarms import DEFAULTS, NewAlarmRules
from services.server.alarms import settings
from tests.ui.settings.conftest import Office
from ui.settings.alarms.presenter import AlarmsPresenter
from ui.settings.alarms.views import AlarmsView


def section(office: Office) -> AlarmsView:
    view = office.open("alarms")
    assert isinstance(view, AlarmsView)
    office.wait(lambda: presenter_of(office).rules is not None and presenter_of(office).targets is not None)
    return view


def presenter_of(office: Office) -> AlarmsPresenter:
    return office.presenter.room(AlarmsPresenter)


def row_of(office: Office, kind: str) -> int:
    return next(place for place, row in enumerate(presenter_of(office).rows) if row["kind"] == kind)


def change(view: AlarmsView, place: int, key: str, value: Any) -> None:
    view.rules.go_to(place)
    view.rules.form.editors[key].set_value(value)
    view.rules.form.editors[key].edited.emit()


def kept(office: Office) -> dict[str, Any]:
    rules = office.server.kernel.read(settings.rules)
    return {"version": rules.version, **{rule.kind.value: rule for rule in rules.rules}}


def test_a_level_is_changed_and_counts_at_once(office: Office) -> None:
    view = section(office)
    assert len(view.rules.rows) == len(DEFAULTS)
    assert not view.save_button.isEnabled()
    change(view, row_of(office, "longest_wait"), "raise_at", 90)
    assert view.is_unsaved()
    office.page.actions_by_name["save"].trigger()
    office.wait(lambda: not view.is_unsaved())
    assert kept(office)["version"] == 1
    assert kept(office)["longest_wait"].raise_at == 90
    assert "Version 1" in view.about.text()


def test_levels_in_the_wrong_order_are_refused_and_kept_as_typed(office: Office) -> None:
    view = section(office)
    change(view, row_of(office, "longest_wait"), "clear_at", 500)
    view.save()
    office.wait(lambda: view.problem.text())
    assert view.is_unsaved()
    assert kept(office)["version"] == 0
    assert view.rules.rows[row_of(office, "longest_wait")]["clear_at"] == 500
    assert "worse than where it is raised" in view.rules.form._frames["clear_at"].error(), "at the field, in words"
    view.undo_button.click()
    assert not view.is_unsaved()


def test_somebody_else_was_faster_and_nothing_typed_is_lost(office: Office) -> None:
    view = section(office)
    change(view, row_of(office, "longest_wait"), "raise_at", 90)
    office.write(lambda tx: settings.set_rules(tx, NewAlarmRules(rules=[DEFAULTS[0]])))
    view.save()
    office.wait(lambda: view.problem.text())
    office.wait(lambda: presenter_of(office).rules is not None and presenter_of(office).rules.version == 1)
    assert view.is_unsaved()
    view.save()
    office.wait(lambda: not view.is_unsaved())
    assert kept(office)["longest_wait"].raise_at == 90


def test_who_is_told_is_set_and_a_secret_is_never_shown_again(office: Office) -> None:
    view = section(office)
    view.addresses.setPlainText("chief@example.org")
    view.hooks.add()
    values = {"id": "duty", "url": "https://hooks.example/x", "secret": "a secret of sixteen and more"}
    for key, value in values.items():
        view.hooks.form.editors[key].set_value(value)
        view.hooks.form.editors[key].edited.emit()
    view.save()
    office.wait(lambda: not view.is_unsaved())
    told = office.server.kernel.read(settings.targets)
    assert (told.addresses, told.hooks[0].secret) == (("chief@example.org",), values["secret"])
    assert view.hooks.rows == [{"id": "duty", "url": values["url"], "secret": ""}]
    view.hooks.go_to(0)
    view.hooks.form.editors["url"].set_value("ftp://nowhere")
    view.hooks.form.editors["url"].edited.emit()
    view.save()
    office.wait(lambda: view.problem.text())
    assert view.is_unsaved()


def test_what_is_wrong_on_either_tab_is_said_there_and_below(office: Office) -> None:
    view = section(office)
    change(view, row_of(office, "longest_wait"), "clear_at", 500)
    view.addresses.setPlainText("chief@example.org\nnobody")
    view.hooks.add()
    for key, value in {"id": "duty", "url": "https://hooks.example/x", "secret": "short"}.items():
        view.hooks.form.editors[key].set_value(value)
        view.hooks.form.editors[key].edited.emit()
    view.save()
    office.wait(lambda: presenter_of(office).hook_errors and presenter_of(office).rule_errors)
    assert view.addresses_frame.error()
    assert view.hooks.form._frames["secret"].error() == "Too short: at least 16 characters."
    for tab in ("When an alarm is raised: ", "Who else is told: "):
        assert tab in view.problem.text()
    view.addresses.setPlainText("chief@example.org")
    assert view.addresses_frame.error() == ""


@pytest.mark.parametrize("office", ["agent01"], indirect=True)
def test_who_may_not_has_no_such_section(office: Office) -> None:
    assert "alarms" not in office.page.sections.keys
