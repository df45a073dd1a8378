"""What the three rates are worth, in versions, on a real server."""

from typing import Any

from services.contracts.followups import NewRateWeights
from services.server.followups import weights
from tests.ui.settings.conftest import Office
from ui.settings.rates.presenter import RateWeightsPresenter
from ui.settings.rates.views import RateWeightsView


def opened(office: Office) -> tuple[RateWeightsView, Any]:
    view = office.open("rate_weights")
    assert isinstance(view, RateWeightsView)
    presenter = office.presenter.room(RateWeightsPresenter).weights
    office.wait(lambda: presenter.is_read)
    return view, presenter


def kept(office: Office) -> list[tuple[int, int, int, int, int]]:
    found = office.console.administration.followups.weights().items
    return [(each.version, each.response, each.solved, each.satisfied, each.basically) for each in found]


def test_shares_make_up_the_whole_before_they_are_kept(office: Office) -> None:
    view, presenter = opened(office)
    view.versions.begin()
    editors = view.editor.form.editors
    assert {key: editor.value() for key, editor in editors.items()} == {
        "response": 10,
        "solved": 50,
        "satisfied": 40,
        "basically": 90,
    }
    editors["response"].setValue(20)
    editors["basically"].setValue(80)
    assert "Response rate: 10 % → 20 %" in view.versions.changes.text()
    view.versions.save()
    office.wait(lambda: "100 %" in view.editor.form._frames["satisfied"].error())
    assert kept(office) == []
    editors["solved"].setValue(40)
    view.versions.save()
    office.wait(lambda: presenter.draft is None)
    assert kept(office) == [(1, 20, 40, 40, 80)]


def test_the_key_for_new_begins_the_next_version(office: Office) -> None:
    _view, presenter = opened(office)
    office.page.actions_by_name["new"].trigger()
    assert presenter.draft is not None
    office.page.actions_by_name["save"].trigger()
    assert not presenter.is_saving, "a version that changes nothing is none"


def test_each_version_says_what_it_changed(office: Office) -> None:
    for response, solved in ((20, 40), (30, 30)):
        new = NewRateWeights(response=response, solved=solved, satisfied=40, basically=90)
        office.write(lambda tx, new=new: weights.set_weights(tx, new))
    view, presenter = opened(office)
    office.wait(lambda: presenter.body is not None)
    rows = view.versions.versions.model.shown_rows()
    seen = view.versions.versions.snapshot(rows)
    column = list(seen.titles).index("What is changed")
    shown = [cells[column] for cells in seen.rows]
    assert shown == [
        "Response rate: 20 % → 30 %; Solved rate: 40 % → 30 %",
        "Response rate: 10 % → 20 %; Solved rate: 50 % → 40 %",
    ]
    presenter.look_at(1)
    assert "Solved rate: 50 % → 40 %" in view.versions.why.text()
    assert view.versions.why.isVisible()
    view.versions.begin()
    assert not view.versions.why.isVisible(), "what a draft changes stands below it"


def test_without_a_version_the_values_that_hold_are_shown(office: Office) -> None:
    view, _presenter = opened(office)
    shown = {key: editor.value() for key, editor in view.editor.form.editors.items()}
    assert shown == {"response": 10, "solved": 50, "satisfied": 40, "basically": 90}
    assert view.versions.title.text() == "Preset · in force"


def test_somebody_who_was_faster_is_seen_first(office: Office) -> None:
    view, presenter = opened(office)
    view.versions.begin()
    presenter.edit({"response": 0, "solved": 60, "satisfied": 40, "basically": 90})
    office.write(lambda tx: weights.set_weights(tx, NewRateWeights(response=30, solved=30, satisfied=40)))
    view.versions.save()
    office.wait(lambda: presenter.is_overtaken and "30 %" in view.versions.problem.text())
    view.versions.over_button.click()
    view.versions.save()
    office.wait(lambda: presenter.draft is None)
    assert [each[:3] for each in kept(office)] == [(2, 0, 60), (1, 30, 30)]
