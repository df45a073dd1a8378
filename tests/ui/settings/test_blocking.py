"""Numbers that agents have reported: what is decided about them, and the rule; on a real server."""

from datetime import UTC, datetime, timedelta

import pytest

from services.contracts.blocking import Approval, CaseState, NewReport, ReportReason
from services.server.blocking import service
from services.server.calls.tables import calls
from services.server.tables import access_log
from services.server.transaction import Actor, Transaction
from tests.ui.settings.conftest import Office
from ui.page import Link
from ui.settings.blocking.presenter import BlocksPresenter
from ui.settings.blocking.views import BlocksView, NumbersView
from ui.settings.forms.fields import MomentField

NUMBER = "13800000042"
as_lead = pytest.mark.parametrize("office", ["lead01"], indirect=True)


def report(office: Office, *agents: str, number: str = NUMBER) -> None:
    """Each agent has had a call of the number, and reports it."""

    def write(tx: Transaction, agent: str) -> None:
        call_id = f"call-{agent}-{number[-4:]}"
        values = {"id": call_id, "state": "ended", "number": number, "agent_id": agent}
        times = dict.fromkeys(("offered_at", "answered_at", "ended_at"), tx.now)
        tx.connection.execute(calls.insert(), {**values, **times})
        tx.actor = Actor(agent, f"坐席{agent}")
        service.report(tx, call_id, NewReport(reason=ReportReason.THREAT, note="说要砸窗户"))

    for agent in agents:
        office.write(lambda tx, agent=agent: write(tx, agent))


def presenter_of(office: Office) -> BlocksPresenter:
    return office.presenter.room(BlocksPresenter)


def opened(office: Office) -> NumbersView:
    view = office.open("blocks")
    assert isinstance(view, BlocksView)
    office.wait(lambda: presenter_of(office).is_read)
    return view.numbers


def state(office: Office) -> CaseState | None:
    case = presenter_of(office).case
    return case.state if case is not None else None


@as_lead
def test_a_proposal_is_seen_masked_looked_at_approved_and_lifted(office: Office) -> None:
    report(office, "a", "b")
    view = opened(office)
    assert state(office) is CaseState.REPORTED
    assert not view.approval.isVisible()
    report(office, "c")
    office.wait(lambda: state(office) is CaseState.PROPOSED and len(presenter_of(office).story.reports) == 3)
    shown = view.table.snapshot(presenter_of(office).cases.items).rows[0]
    assert shown[:4] == ["To decide", "138****0042", 3, 3]
    assert view.number.text() == "138****0042"
    assert view.note.text() == "说要砸窗户", "who decides reads the whole note without opening anything"
    view.look_button.click()
    office.wait(lambda: view.number.text() == NUMBER)
    case_id = presenter_of(office).chosen
    looks = office.write(
        lambda tx: tx.connection.execute(access_log.select().where(access_log.c.what == "blocked_number")).all()
    )
    assert [(look.account_id, look.subject) for look in looks] == [("lead01", case_id)]
    month = MomentField.local(view.until.value()) - presenter_of(office).now()
    assert timedelta(days=29) < month <= timedelta(days=31), "as long as the rule says"
    view.treatment.setCurrentIndex(1)
    view.approve_button.click()
    office.wait(lambda: state(office) is CaseState.BLOCKED)
    office.wait(lambda: office.notices[-1:] == ["The number is blocked."])
    assert "Last in the queue" in view.about.text()
    assert not view.approval.isVisible()
    view.lift_button.click()
    assert view.reason_frame.error()
    assert state(office) is CaseState.BLOCKED
    office.bot.keyClicks(view.reason, "apologised")
    view.lift_button.click()
    office.wait(lambda: presenter_of(office).cases.items == [])
    view.which.buttons[True].click()
    office.wait(lambda: state(office) is CaseState.LIFTED)
    assert "apologised" in view.about.text()
    office.wait(lambda: "Lifted by 班长: apologised" in view.story.text())


@as_lead
def test_a_decision_after_somebody_elses_says_so_and_shows_it(office: Office) -> None:
    report(office, "a", "b", "c")
    view = opened(office)
    office.wait(lambda: state(office) is CaseState.PROPOSED)
    case_id = presenter_of(office).chosen
    presenter_of(office)._stop()
    office.write(lambda tx: service.approve(tx, case_id, Approval()))
    office.bot.keyClicks(view.reason, "no")
    view.reject_button.click()
    office.wait(lambda: state(office) is CaseState.BLOCKED)
    assert "Look again" in view.problem.text()


@as_lead
def test_an_end_in_the_past_is_refused_with_a_sentence(office: Office) -> None:
    report(office, "a", "b", "c")
    view = opened(office)
    office.wait(lambda: state(office) is CaseState.PROPOSED)
    view.until.set_value((datetime.now(UTC) - timedelta(days=1)).isoformat())
    view.approve_button.click()
    office.wait(lambda: view.problem.text())
    assert "future" in view.problem.text()
    assert state(office) is CaseState.PROPOSED


@as_lead
def test_the_rule_is_kept_in_versions(office: Office) -> None:
    opened(office)
    view = office.open("blocks")
    rules = presenter_of(office).rules
    office.wait(lambda: rules.is_read)
    view.tabs.setCurrentWidget(view.versions)
    view.versions.begin()
    view.editor.form.editors["agents"].setValue(2)
    view.editor.form.editors["never"].setPlainText("400-800-1234\n0573-8888 9999")
    view.editor.form.editors["kept_days"].setValue(90)
    view.editor.form.editors["never"].setPlainText("400-800-1234\nhospital")
    view.versions.save()
    office.wait(lambda: view.editor.form._frames["never"].error())
    assert view.editor.form._frames["never"].error() == "“hospital” is no telephone number."
    view.editor.form.editors["never"].setPlainText("400-800-1234\n0573-8888 9999")
    assert "Agents who report a number: 3 → 2" in view.versions.changes.text()
    assert "Number kept after the end (days): 180 → 90" in view.versions.changes.text()
    view.versions.save()
    office.wait(lambda: rules.draft is None)
    newest = office.console.administration.blocking.rules().items[0]
    assert (newest.version, newest.agents, newest.never) == (1, 2, ["057388889999", "4008001234"])
    assert newest.kept_days == 90
    office.wait(lambda: presenter_of(office).rule.agents == 2)


@pytest.mark.parametrize("office", ["inspector01"], indirect=True)
def test_an_inspector_decides_and_listens_but_does_not_change_the_rule(office: Office) -> None:
    report(office, "a", "b", "c")
    view = opened(office)
    office.wait(lambda: len(presenter_of(office).story.reports) == 3)
    assert not view.listen_button.isEnabled()
    view.reports.go_to("call-b-0042.b")
    view.listen_button.click()
    assert office.links == [Link("quality", "recording", "call-b-0042")]
    assert view.approve_button.isEnabled()
    whole = office.open("blocks")
    whole.tabs.setCurrentWidget(whole.versions)
    assert not whole.versions.begin_button.isVisible()
    assert "call_back_rules" not in office.page.sections.keys
