"""The section of categories: the tree at the left, one category at the right."""

from PySide6.QtWidgets import QPushButton, QTabWidget, QVBoxLayout, QWidget

from services.contracts.tickets import Category
from ui.language import translate
from ui.page import PageContext
from ui.settings.categories.presenter import CategoriesPresenter
from ui.settings.dispatching.words import category_field, unit_field
from ui.settings.forms.changes_view import ChangesView
from ui.settings.forms.entry_form import EntryForm
from ui.settings.forms.fields import TextField
from ui.settings.forms.form import FieldSpec
from ui.settings.names import Names
from widgets import icons
from widgets.split import SplitPane
from widgets.table import Column, DataTable


class CategoriesView(QWidget):
    """The tree of categories with its search; adding, renaming, who usually solves it, and taking out."""

    def __init__(self, presenter: CategoriesPresenter, context: PageContext) -> None:
        super().__init__()
        self._presenter = presenter
        self._order: dict[str, int] = {}
        """Where each category stands in the tree."""
        self.table: DataTable[Category] = DataTable(
            translate("Settings", "Categories"),
            self._columns(),
            key=lambda category: category.code,
            remember=context.remember,
            remember_as="settings.categories",
            empty=translate("Settings", "No categories yet. Add the first; below it, codes go on with two digits."),
        )
        self.new_button = QPushButton(icons.icon("add"), translate("Settings", "New category"))
        self.new_button.setObjectName("settings.categories.new")
        self.table.tools.insertWidget(0, self.new_button)
        self.form = category_form(presenter)
        self.changes = ChangesView(presenter, "settings.categories", context)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setObjectName("settings.categories.tabs")
        self.tabs.addTab(self.form, translate("Settings", "The category itself"))
        self.tabs.addTab(self.changes, translate("Settings", "Changes"))
        pane = SplitPane([self.table, self.tabs], [6, 5], context.remember, "settings.categories.main")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(pane)
        self.table.export_requested.connect(context.export)
        self.table.row_selected.connect(self._on_table_row_selected)
        self.new_button.clicked.connect(self._on_new_button_clicked)
        presenter.names_changed.connect(self._on_presenter_names_changed)
        presenter.chosen_changed.connect(self._on_chosen_changed)
        self._on_presenter_names_changed()

    def _on_chosen_changed(self) -> None:
        self.table.go_to(self._presenter.chosen)

    def enter(self) -> None:
        """Reads what was changed and what waits."""
        self._presenter.load_changes()

    def is_unsaved(self) -> bool:
        """Whether something is typed."""
        return self._presenter.typed is not None

    def discard(self) -> None:
        """Throws it away."""
        self._presenter.give_up_entry()

    def save(self) -> None:
        """Keeps it."""
        self.form.save()

    def _columns(self) -> list[Column[Category]]:
        return [
            Column(
                "name",
                translate("Settings", "Category"),
                value=lambda c: self._presenter.names.category(c.code).text,
                text=lambda c: "　" * (len(c.code) // 2 - 1) + self._presenter.names.category(c.code).text,
                sort=lambda c: self._order.get(c.code, 0),
                sounds=lambda c: self._presenter.names.category(c.code).initials,
                stretch=True,
            ),
            Column("code", translate("Settings", "Code"), value=lambda c: c.code, width=80),
            Column(
                "unit",
                translate("Settings", "Usually solved by"),
                value=lambda c: self._presenter.names.unit(c.unit).text if c.unit else "",
                width=200,
            ),
        ]

    def _on_table_row_selected(self, category: Category | None) -> None:
        if category is not None:
            self._presenter.choose(category.code)

    def _on_new_button_clicked(self) -> None:
        self._presenter.begin_new()
        self.tabs.setCurrentWidget(self.form)
        self.form.form.focus_first()

    def _on_presenter_names_changed(self) -> None:
        presenter = self._presenter
        categories = presenter.categories
        self._order = {category.code: place for place, category in enumerate(categories)}
        self.table.model.set_rows(categories)
        if presenter.entry is None and categories and presenter.typed is None:
            presenter.choose(categories[0].code)
        self.table.go_to(presenter.chosen)


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
