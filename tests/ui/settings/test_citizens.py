"""Two records of one citizen joined by hand with the reasons, and apart again; on a real server."""

import pytest

from services.contracts.people import NewPerson
from services.server.people import service
from tests.ui.settings.conftest import Office
from ui.settings.citizens.presenter import CitizensPresenter
from ui.settings.citizens.views import CitizensView

pytestmark = pytest.mark.parametrize("office", ["agent01"], indirect=True)


def citizens(office: Office) -> CitizensView:
    for id_, name, numbers in (
        ("a", "陈女士", ["16100000001"]),
        ("b", "陈小姐", ["16100000002", "16100000001"]),
        ("c", "何先生", ["16100000003"]),
    ):
        new = NewPerson(id=id_, name=name, numbers=numbers)
        office.write(lambda tx, new=new: service.create(tx, new))
    view = office.open("citizens")
    assert isinstance(view, CitizensView)
    return view


def presenter_of(office: Office) -> CitizensPresenter:
    return office.presenter.room(CitizensPresenter)


def find(office: Office, view: CitizensView, text: str, key: str) -> None:
    view.search.setText(text)
    office.wait(lambda: view.found.go_to(key))


def test_a_likely_one_is_joined_with_its_reason_and_taken_back(office: Office) -> None:
    view = citizens(office)
    find(office, view, "1610000000", "a")
    assert "陈女士" not in str(view.found.snapshot().rows)
    view.keep_button.click()
    office.wait(lambda: view.suggestions.model.total == 1)
    assert view.suggestions.snapshot().rows[0][2] == "same number"
    view.suggestions.go_to("b")
    view.join_button.click()
    office.wait(lambda: view.joins.model.total == 1)
    assert any("Joined" in notice for notice in office.notices)
    office.wait(lambda: {person.id for person in presenter_of(office).found} == {"a", "c"})
    join = presenter_of(office).joins[0]
    view.joins.go_to(join.id)
    view.undo_button.click()
    office.wait(lambda: presenter_of(office).joins and presenter_of(office).joins[0].undone_at is not None)
    office.wait(lambda: {person.id for person in presenter_of(office).found} == {"a", "b", "c"})
    view.joins.go_to(join.id)
    assert not view.undo_button.isEnabled()


def test_one_that_nothing_speaks_for_is_joined_by_hand(office: Office) -> None:
    view = citizens(office)
    find(office, view, "1610000000", "a")
    view.keep_button.click()
    assert not view.into_button.isEnabled()
    view.found.go_to("c")
    view.into_button.click()
    office.wait(lambda: presenter_of(office).joins)
    assert presenter_of(office).joins[0].gone_id == "c"


def test_what_was_found_is_on_no_disk(office: Office) -> None:
    view = citizens(office)
    find(office, view, "1610000000", "a")
    view.keep_button.click()
    assert office.console.drafts.flush()
    assert office.console.drafts.open_drafts() == []
