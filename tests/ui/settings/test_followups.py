"""Which kinds are asked by message, in versions; leaders' addresses; on a real server."""

from datetime import UTC, datetime, timedelta
from typing import Any

from services.contracts.followups import FollowUpRules, NewFollowUpRules
from services.contracts.leaders import LeadersChange
from services.contracts.tickets import TicketKind
from services.server.followups import rules as rules_of_server
from services.server.leaders import service as leaders_service
from services.server.leaders.tables import leader_mail
from tests.ui.settings.conftest import Office
from ui.settings.followups.presenter import FollowUpRulesPresenter
from ui.settings.followups.views import FollowUpRulesView
from ui.settings.units.presenter import UnitsPresenter


def rules_of(office: Office) -> Any:
    return office.console.administration.followups.rules().items


def opened(office: Office) -> FollowUpRulesView:
    view = office.open("follow_up_rules")
    assert isinstance(view, FollowUpRulesView)
    office.wait(lambda: office.presenter.room(FollowUpRulesPresenter).rules.is_read)
    return view


def test_the_first_version_needs_an_address_for_citizens(office: Office) -> None:
    view = opened(office)
    rules = office.presenter.room(FollowUpRulesPresenter).rules
    view.versions.begin()
    editors = view.editor.form.editors
    editors["kinds"].boxes["complaint"].click()
    assert "Asked by message: nobody → Complaint" in view.versions.changes.text()
    view.versions.save()
    office.wait(lambda: view.editor.form._frames["public_url"].error())
    assert rules_of(office) == []
    office.bot.keyClicks(editors["public_url"], "https://12345.example")
    editors["days"].setValue(5)
    editors["always"].boxes["help"].click()
    editors["sample"].setValue(35)
    editors["tries"].setValue(4)
    editors["hours"].setValue(6)
    editors["redos"].setValue(0)
    assert "Sent back by an answer at most: 1 → 0" in view.versions.changes.toolTip()
    assert "Sample of the others: 20 % → 35 %" in view.versions.changes.text()
    view.versions.save()
    office.wait(lambda: rules.draft is None)
    (kept,) = rules_of(office)
    assert kept.redos == 0
    assert (kept.always, kept.sample, kept.tries, kept.hours) == ([TicketKind.COMPLAINT, TicketKind.REPORT], 35, 4, 6)
    assert (kept.kinds, kept.days, kept.public_url) == ([TicketKind.COMPLAINT], 5, "https://12345.example")
    office.wait(lambda: not editors["kinds"].boxes["complaint"].isEnabled())
    assert editors["kinds"].value() == ["complaint"]


def test_somebody_who_was_faster_is_seen_before_anything_is_put_over(office: Office) -> None:
    view = opened(office)
    rules = office.presenter.room(FollowUpRulesPresenter).rules
    view.versions.begin()
    rules.edit(
        {
            **FollowUpRules().model_dump(mode="json", include={"always", "sample", "tries", "hours"}),
            "kinds": ["help"],
            "days": 3,
            "public_url": "https://a.example",
        }
    )
    theirs = NewFollowUpRules(kinds=[TicketKind.REPORT], days=7, public_url="https://b.example")
    office.write(lambda tx: rules_of_server.set_rules(tx, theirs))
    view.versions.save()
    office.wait(lambda: rules.is_overtaken and "Report" in view.versions.problem.text())
    assert len(rules_of(office)) == 1
    view.versions.over_button.click()
    view.versions.save()
    office.wait(lambda: rules.draft is None)
    assert [each.kinds for each in rules_of(office)] == [[TicketKind.HELP], [TicketKind.REPORT]]


def leaders(office: Office) -> Any:
    view = office.open("units")
    presenter = office.presenter.room(UnitsPresenter)
    office.wait(lambda: presenter.names.catalogue is not None)
    presenter.choose("D06")
    view.tabs.setCurrentWidget(view.leaders)
    office.wait(lambda: presenter.leaders.kept is not None and presenter.leaders.unit == "D06")
    return view.leaders


def test_leaders_are_typed_one_a_line(office: Office) -> None:
    view = leaders(office)
    office.bot.keyClicks(view.addresses, "nobody")
    view.save_button.click()
    office.wait(lambda: view.frame.error())
    view.addresses.setPlainText("Wang@example.org\nli@example.org")
    view.save_button.click()
    office.wait(lambda: "The leaders' addresses are kept." in office.notices)
    units = office.console.administration.units
    assert units.leaders("D06").addresses == ["li@example.org", "wang@example.org"]
    assert not view.save_button.isEnabled()


def test_what_is_typed_survives_and_another_ones_change_is_told(office: Office) -> None:
    view = leaders(office)
    office.bot.keyClicks(view.addresses, "mine@example.org")
    presenter = office.presenter.room(UnitsPresenter)
    assert office.console.drafts.flush()
    presenter.choose("D04")
    office.wait(lambda: presenter.leaders.unit == "D04" and view.addresses.value() == [])
    presenter.choose("D06")
    office.wait(lambda: view.addresses.value() == ["mine@example.org"])
    office.write(lambda tx: leaders_service.replace(tx, "D06", LeadersChange(addresses=["theirs@example.org"])))
    view.save_button.click()
    office.wait(lambda: "theirs@example.org" in view.frame.error())
    view.save_button.click()
    units = office.console.administration.units
    office.wait(lambda: units.leaders("D06").addresses == ["mine@example.org"])


def test_letters_that_went_out_are_listed(office: Office) -> None:
    at = datetime.now(UTC) - timedelta(hours=1)
    row = {"unit": "D06", "addresses": '["a@example.org"]', "tickets": '[{"number": "1"}, {"number": "2"}]', "at": at}
    office.write(
        lambda tx: tx.connection.execute(
            leader_mail.insert(), {**row, "state": "failed", "next_at": at, "attempts": 8, "problem": "TimeoutError"}
        )
    )
    view = leaders(office)
    office.wait(lambda: view.letters.model.total == 1)
    assert "given up" in view.letters.snapshot(office.presenter.room(UnitsPresenter).leaders.letters).rows[0]
