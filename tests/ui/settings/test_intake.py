"""The rules of the intake in versions; on a real server."""

from tests.ui.settings.conftest import Office
from ui.settings.intake.presenter import IntakeRulesPresenter
from ui.settings.intake.views import IntakeRulesView


def test_a_version_is_kept_and_counts(office: Office) -> None:
    view = office.open("intake_rules")
    assert isinstance(view, IntakeRulesView)
    rules = office.presenter.room(IntakeRulesPresenter).rules
    office.wait(lambda: rules.is_read)
    view.versions.begin()
    editors = view.editor.form.editors
    editors["alike_near"].setValue(80)
    editors["attachment_mb"].setValue(5)
    assert "One file at most: 20 MB → 5 MB" in view.versions.changes.text()
    view.versions.save()
    office.wait(lambda: view.editor.form._frames["alike_alone"].error())
    editors["alike_alone"].setValue(90)
    view.versions.save()
    office.wait(lambda: rules.draft is None)
    found = office.console.administration.intake.rules()
    assert (found.now.alike_near, found.now.alike_alone, found.now.attachment_mb) == (80, 90, 5)
    assert not view.is_unsaved()
