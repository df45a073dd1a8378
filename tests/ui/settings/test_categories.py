"""Categories: the tree, adding, renaming, taking out with what hangs on one; on a real server."""

from services.contracts.tickets import Category
from tests.ui.settings.conftest import Office
from ui.settings.categories.presenter import CategoriesPresenter
from ui.settings.forms.entries_view import EntriesView


def section(office: Office) -> EntriesView:
    view = office.open("catalogue")
    assert isinstance(view, EntriesView)
    office.wait(lambda: presenter_of(office).entry is not None)
    return view


def presenter_of(office: Office) -> CategoriesPresenter:
    return office.presenter.room(CategoriesPresenter)


def kept(office: Office) -> dict[str, Category]:
    return {category.code: category for category in office.console.desk.choices().catalogue.categories}


def write(view: EntriesView, name: str, text: str) -> None:
    editor = view.form.form.editors[name]
    editor.setText(text)
    editor.textEdited.emit(text)


def test_the_key_for_new_begins_one_of_what_is_in_front(office: Office) -> None:
    section(office)
    office.page.actions_by_name["new"].trigger()
    typed = presenter_of(office).typed
    assert typed is not None
    assert typed["is_new"]


def test_one_is_added_below_the_one_in_front_and_renamed(office: Office) -> None:
    view = section(office)
    presenter_of(office).choose("0601")
    view.new_button.click()
    assert view.form.form.editors["code"].text() == "0601"
    assert view.is_unsaved()
    write(view, "name", "装修噪音")
    view.form.save_button.click()
    office.wait(lambda: view.form.form._frames["code"].error())
    assert "装修噪音" in view.form.form.editors["name"].text()
    write(view, "code", "060199")
    view.form.save_button.click()
    office.wait(lambda: "060199" in kept(office) and not view.is_unsaved())
    assert kept(office)["060199"].parent == "0601"
    office.wait(lambda: presenter_of(office).entry is not None and presenter_of(office).chosen == "060199")
    shown = [category.code for category in view.table.model.shown_rows()]
    assert shown.index("0601") < shown.index("060199") < shown.index("0602"), "after the one above it"
    write(view, "name", "室内装修噪音")
    view.save()
    office.wait(lambda: kept(office)["060199"].name == "室内装修噪音")


def test_what_is_typed_comes_back_and_is_thrown_away_when_asked(office: Office) -> None:
    view = section(office)
    presenter_of(office).choose("0601")
    write(view, "name", "噪")
    presenter_of(office).choose("0602")
    assert not view.is_unsaved()
    presenter_of(office).choose("0601")
    assert view.form.form.editors["name"].text() == "噪"
    view.form.discard_button.click()
    assert view.form.form.editors["name"].text() == kept(office)["0601"].name


def test_taking_one_out_asks_once_more_and_tells_what_went_where(office: Office) -> None:
    view = section(office)
    presenter_of(office).choose("06")
    view.form.remove_button.click()
    office.wait(lambda: view.form.problem.text())
    assert "06" in kept(office), "others are below it"
    presenter_of(office).choose("0602")
    assert not view.form.problem.isVisible()
    view.form.successor.set_value("0601")
    view.form.successor.edited.emit()
    view.form.remove_button.click()
    assert "Press once more" in view.form.told.text()
    assert "0602" in kept(office)
    view.form.remove_button.click()
    office.wait(lambda: "0602" not in kept(office))
    office.wait(lambda: any("taken out" in notice for notice in office.notices))
    assert presenter_of(office).chosen == "0601"
