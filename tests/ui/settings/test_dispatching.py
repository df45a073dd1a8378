"""The dispatch catalogue in versions, by file, and what joint meetings want changed in it; on a real server."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from uuid_utils import uuid7

from services.contracts.dispatching import NewRules, ProposalStatus, Rule, RuleProposal
from services.server.dispatching import repository, service
from services.spreadsheet import read_table, write_table
from services.tasks import Progress
from tests.ui.settings.conftest import Office
from ui.settings.dispatching.presenter import DispatchingPresenter
from ui.settings.dispatching.views import DispatchRulesView, ProposalsView

RULES = NewRules(rules=[Rule(category="0601", unit="D06", basis="噪声污染防治法"), Rule(category="0602", unit="D04")])


def presenter_of(office: Office) -> DispatchingPresenter:
    return office.presenter.room(DispatchingPresenter)


def catalogue(office: Office) -> DispatchRulesView:
    office.write(lambda tx: service.replace(tx, RULES))
    view = office.open("dispatch_rules")
    assert isinstance(view, DispatchRulesView)
    office.wait(lambda: presenter_of(office).rules.body is not None and presenter_of(office).names.units)
    return view


def at_server(office: Office) -> Any:
    return office.console.administration.dispatching.rules()


def test_a_line_is_added_and_becomes_a_version(office: Office) -> None:
    view = catalogue(office)
    view.versions.begin()
    view.editor.rules.add()
    form = view.editor.rules.form
    form.editors["category"].setFocus()
    office.bot.keyClicks(form.editors["category"], "jy")
    office.wait(lambda: form.editors["category"].offered())
    form.editors["category"]._take_current()
    form.editors["level"].setCurrentIndex(1)
    form.editors["level"].activated.emit(1)
    assert not form._frames["unit"].isVisible()
    form.editors["finish"].amount.setValue(3)
    assert "new: " in view.versions.changes.text()
    presenter_of(office).rules.say_why("会后补充")
    view.versions.save()
    office.wait(lambda: presenter_of(office).rules.draft is None)
    rules = at_server(office)
    assert (rules.version, rules.note, len(rules.rules)) == (2, "会后补充", 3)
    office.wait(lambda: "new: " in view.versions.why.text())
    by, changed = view.versions.why.text().split("\n")
    assert by.endswith(" · 会后补充"), "who made it and why, where the list has no room for it"
    assert changed.startswith("new: "), "beside the version before, which was not read yet"
    added = next(rule for rule in rules.rules if rule.category == "01")
    assert (added.level, added.unit, added.finish.amount if added.finish else 0) == ("town", "", 3)


def test_two_lines_about_the_same_are_refused_at_the_line(office: Office) -> None:
    view = catalogue(office)
    view.versions.begin()
    body = presenter_of(office).rules.draft.body  # type: ignore[union-attr]
    presenter_of(office).rules.edit({**body, "rules": [*body["rules"], dict(body["rules"][0])]})
    presenter_of(office).rules.begin()
    view.versions.save()
    office.wait(lambda: view.editor.said.isVisible())
    assert "row 3" in view.editor.said.text()
    assert view.editor.rules.problem.isVisible()
    assert at_server(office).version == 1


def test_a_file_goes_out_and_comes_back_changed(office: Office, tmp_path: Path) -> None:
    view = catalogue(office)
    file = tmp_path / "catalogue.xlsx"
    view.editor.choose_file = lambda is_for_reading: file  # type: ignore[method-assign]
    view.editor.export_button.click()
    office.wait(lambda: any("catalogue.xlsx" in notice for notice in office.notices))
    titles, rows = read_table(file)
    rows[0][titles.index("Limit for finishing")] = "4 working_days"
    rows.append(["9999", "", "", "", "", "D06", "", "", "", "", "", ""])
    write_table(file, titles, rows, Progress())
    view.editor.import_button.click()
    office.wait(lambda: presenter_of(office).rules.draft is not None and view.editor.said.isVisible())
    assert "row 4" in view.editor.said.text()
    assert "9999" in view.editor.said.text()
    assert view.editor.rules.form._frames["category"].error()
    view.editor.rules.remove()
    view.versions.save()
    office.wait(lambda: presenter_of(office).rules.draft is None)
    assert {rule.category: rule.finish.amount if rule.finish else 0 for rule in at_server(office).rules} == {
        "0601": 4,
        "0602": 0,
    }
    (tmp_path / "catalogue.xlsx").write_bytes(b"no table")
    view.editor.import_button.click()
    office.wait(lambda: "catalogue.xlsx" in view.editor.said.text())


def propose(office: Office, category: str) -> None:
    proposal = RuleProposal(
        id=str(uuid7()),
        rule=Rule(category=category, unit="D04", basis="治安管理处罚法"),
        status=ProposalStatus.PROPOSED,
        ticket_id=str(uuid7()),
        number="20260302-000007",
        decision="由公安主办。",
        created_at=datetime.now(UTC),
        created_by="派单员",
    )
    office.write(lambda tx: repository.add_proposal(tx.connection, proposal))


def test_a_proposal_is_changed_and_taken_in(office: Office) -> None:
    catalogue(office)
    propose(office, "060101")
    view = office.open("proposals")
    assert isinstance(view, ProposalsView)
    office.wait(lambda: view.accept_button.isVisible())
    assert view.decision.text() == "由公安主办。"
    view.form.editors["kind"].set_value("complaint")
    view.accept_button.click()
    office.wait(lambda: any("version 2" in notice for notice in office.notices))
    line = next(rule for rule in at_server(office).rules if rule.category == "060101")
    assert (line.kind, line.unit) == ("complaint", "D04")
    office.wait(lambda: not view.accept_button.isVisible())
    presenter_of(office).show_status(ProposalStatus.ACCEPTED)
    office.wait(lambda: view.table.model.total == 1)
    assert not view.accept_button.isVisible()


def test_a_refusal_needs_its_reason(office: Office) -> None:
    catalogue(office)
    propose(office, "060101")
    view = office.open("proposals")
    office.wait(lambda: view.refuse_button.isVisible())
    view.refuse_button.click()
    office.wait(lambda: view.reason_frame.error())
    view.reason.setPlainText("个案")
    view.refuse_button.click()
    office.wait(lambda: "Refused." in office.notices)
    refused = office.console.administration.dispatching.proposals(ProposalStatus.REFUSED).items
    assert [each.reason for each in refused] == ["个案"]
    assert at_server(office).version == 1
