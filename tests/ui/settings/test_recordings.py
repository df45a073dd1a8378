"""Recordings that are not whole, and how long recordings are kept; on a real server."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.contracts.recordings import NewRetentionRules, RecordingKind
from services.server.recordings import retention, service
from services.server.recordings.tables import recording_exports, recording_troubles, recordings
from tests.ui.settings.conftest import Office
from ui.settings.recordings.presenter import RecordingsPresenter
from ui.settings.recordings.views import RecordingsView


def trouble(office: Office, *call_ids: str) -> None:
    at = datetime.now(UTC) - timedelta(hours=1)
    rows = [
        {"call_id": call_id, "cause": "short", "call_at": at, "talk_seconds": 95.0, "seconds": 31.0, "found_at": at}
        for call_id in call_ids
    ]
    office.write(lambda tx: tx.connection.execute(recording_troubles.insert(), rows))


def opened(office: Office) -> RecordingsView:
    view = office.open("recordings")
    assert isinstance(view, RecordingsView)
    return view


def presenter_of(office: Office) -> RecordingsPresenter:
    return office.presenter.room(RecordingsPresenter)


def at_server(office: Office, settled: bool = False) -> Any:
    return office.console.administration.recordings.troubles(settled)


def test_a_recording_that_is_cut_is_listed_and_looked_into_with_a_remark(office: Office) -> None:
    trouble(office, "c-1", "c-2")
    view = opened(office).troubles
    office.wait(lambda: len(presenter_of(office).troubles) == 2)
    assert view.table.snapshot(presenter_of(office).troubles).rows[0][2:5] == ["shorter than the talk", "1:35", "0:31"]
    assert not view.settle_button.isEnabled()
    view.table.go_to("c-1")
    view.settle_button.click()
    assert view.frame.error()
    assert len(at_server(office)) == 2
    office.bot.keyClicks(view.remark, "exchange restarted")
    view.settle_button.click()
    office.wait(lambda: [each.call_id for each in presenter_of(office).troubles] == ["c-2"])
    assert view.remark.value() == ""
    view.all_box.click()
    office.wait(lambda: len(presenter_of(office).troubles) == 2)
    (settled,) = [each for each in at_server(office, settled=True) if each.call_id == "c-1"]
    assert (settled.remark, settled.settled_by) == ("exchange restarted", "管理员")


def test_somebody_else_has_looked_into_it(office: Office) -> None:
    trouble(office, "c-1")
    view = opened(office).troubles
    office.wait(lambda: presenter_of(office).troubles)
    view.table.go_to("c-1")
    office.console.administration.recordings.settle("c-1", "theirs", "k-1")
    office.bot.keyClicks(view.remark, "mine")
    view.settle_button.click()
    office.wait(lambda: presenter_of(office).troubles == [])
    assert [each.remark for each in at_server(office, settled=True)] == ["theirs"]


def test_periods_are_kept_in_versions_and_a_conflict_is_seen(office: Office) -> None:
    view = opened(office)
    rules = presenter_of(office).rules
    office.wait(lambda: rules.is_read)
    view.tabs.setCurrentWidget(view.versions)
    view.versions.begin()
    view.editor.form.editors["complaint"].setValue(60)
    assert "Complaint: 36 months → 60 months" in view.versions.changes.text()
    office.write(lambda tx: retention.set_rules(tx, NewRetentionRules(months={RecordingKind.HELP: 30})))
    view.versions.save()
    office.wait(lambda: rules.is_overtaken and rules.history.newest == 1)
    view.versions.over_button.click()
    view.versions.save()
    office.wait(lambda: rules.draft is None)
    newest = office.console.administration.recordings.rules().items[0]
    assert (newest.version, newest.months[RecordingKind.COMPLAINT], newest.months[RecordingKind.HELP]) == (2, 60, 24)


@pytest.mark.parametrize("office", ["inspector01"], indirect=True)
def test_an_inspector_sees_the_periods_and_cannot_change_them(office: Office) -> None:
    view = opened(office)
    office.wait(lambda: presenter_of(office).rules.is_read)
    view.tabs.setCurrentWidget(view.versions)
    assert not view.versions.begin_button.isVisible()


def held(office: Office, call_id: str, reason: str) -> None:
    at = datetime.now(UTC) - timedelta(hours=1)
    row = {"call_id": call_id, "content": "0" * 64, "key_id": "k", "bytes": 1, "frames": 1, "seconds": 1.0}
    row |= {"made_from": "", "held": False, "call_at": at, "taken_at": at, "review_at": at + timedelta(days=999)}
    office.write(lambda tx: tx.connection.execute(recordings.insert(), row))
    office.write(lambda tx: service.hold(tx, call_id, reason))


def test_holds_are_listed_and_lifted_with_a_reason(office: Office) -> None:
    held(office, "c-1", "court")
    view = opened(office).held
    office.wait(lambda: len(presenter_of(office).holds) == 1)
    view.table.go_to(view.table.model.key_at(0))
    assert view.lift_button.isEnabled()
    view.lift_button.click()
    assert view.frame.error()
    office.bot.keyClicks(view.reason, "decided")
    view.lift_button.click()
    office.wait(lambda: presenter_of(office).holds[0].lift_reason == "decided")
    assert view.reason.value() == ""
    assert not view.lift_button.isEnabled()
    (hold,) = office.console.administration.recordings.holds()
    assert (hold.lift_reason, hold.lifted_by) == ("decided", "管理员")


def test_copies_that_were_taken_out_are_listed(office: Office) -> None:
    row = {"mark": 4711, "call_id": "c-1", "account": "李质检", "reason": "court", "format": "flac"}
    row |= {"at": datetime.now(UTC), "account_id": "a"}
    office.write(lambda tx: tx.connection.execute(recording_exports.insert(), row))
    view = opened(office)
    office.wait(lambda: len(presenter_of(office).exports) == 1)
    assert view.copies.snapshot(presenter_of(office).exports).rows[0][1:6] == ["李质检", "court", "", "FLAC", 4711]
