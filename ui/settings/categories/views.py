"""The section of categories: the tree at the left, one category at the right."""

from services.contracts.tickets import Category
from ui.language import translate
from ui.page import PageContext
from ui.settings.categories.presenter import CategoriesPresenter
from ui.settings.dispatching.words import category_field, unit_field
from ui.settings.forms.entries_view import EntriesView, EntriesWords
from ui.settings.forms.entry_form import EntryForm
from ui.settings.forms.entry_presenter import Entry
from ui.settings.forms.fields import TextField
from ui.settings.forms.form import FieldSpec
from ui.settings.names import Names
from widgets.table import Column

_DIGITS = 2
"""Of a code, a level."""


def categories_view(presenter: CategoriesPresenter, context: PageContext) -> EntriesView:
    """Returns the section: the tree of categories with its search; adding, renaming, who usually solves it, and taking out."""

    def unit(entry: Entry) -> str:
        solved_by = entry.unit if isinstance(entry, Category) else None
        return presenter.names.unit(solved_by).text if solved_by else ""

    return EntriesView(
        presenter,
        context,
        "settings.categories",
        EntriesWords(
            all=translate("Settings", "Categories"),
            one=translate("Settings", "Category"),
            itself=translate("Settings", "The category itself"),
            new=translate("Settings", "New category"),
            empty=translate("Settings", "No categories yet. Add the first; below it, codes go on with two digits."),
        ),
        [
            Column("code", translate("Settings", "Code"), value=lambda e: e.code, width=80),
            Column("unit", translate("Settings", "Usually solved by"), value=unit, width=200),
        ],
        category_form(presenter),
        lambda entry: len(entry.code) // _DIGITS - 1,
    )


def category_form(presenter: CategoriesPresenter) -> EntryForm:
    """Returns the form of a category: its code, its names, who usually solves it; and its end."""

    def names() -> Names:
        return presenter.names

    fields = [
        FieldSpec("name", translate("Settings", "Its name"), TextField, required=True),
        FieldSpec("english", translate("Settings", "In English"), TextField),
        FieldSpec("unit", translate("Settings", "Usually solved by"), lambda: unit_field(names)),
        FieldSpec(
            "code",
            translate("Settings", "Code (two digits a level)"),
            lambda: TextField(6),
            required=True,
            shown=lambda row: bool(row.get("is_new")),
        ),
    ]
    end = (
        translate("Settings", "Take this category out"),
        translate("Settings", "Take out"),
        translate(
            "Settings",
            "Open tickets and lines of the dispatch catalogue go to the successor; closed tickets keep the category.",
        ),
    )
    return EntryForm(
        presenter,
        "settings.categories",
        fields,
        lambda: category_field(names, ""),
        end,
        lambda code: presenter.names.category(code).text,
    )
