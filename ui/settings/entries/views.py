"""The sections of places and of queue skills: all of them and what was done at the left, one at the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QSplitter, QVBoxLayout, QWidget

from services.contracts.tickets import PlaceEntry, SkillEntry
from ui.language import translate
from ui.page import PageContext
from ui.settings.dispatching.words import place_field
from ui.settings.entries.presenter import EntriesPresenter, PlacesPresenter, SkillsPresenter
from ui.settings.forms.changes_view import ChangesView
from ui.settings.forms.entry_form import EntryForm
from ui.settings.forms.fields import TextField
from ui.settings.forms.form import FieldSpec
from widgets import icons
from widgets.split import SplitPane
from widgets.table import Column, DataTable

Entry = PlaceEntry | SkillEntry


class EntriesView(QWidget):
    """Adding, renaming and taking out.

    Args:
        presenter: of the entries.
        context: of the page.
        title: what all of them are called.
        new: what the button says that begins a new one.
        empty: what an empty list says.
        columns: of the list, beside the name.
        form: of one entry.
    """

    def __init__(
        self,
        presenter: EntriesPresenter,
        context: PageContext,
        title: str,
        new: str,
        empty: str,
        columns: list[Column[Entry]],
        form: EntryForm,
    ) -> None:
        super().__init__()
        self._presenter = presenter
        self._order: dict[str, int] = {}
        name = f"settings.{presenter.kind}s"
        self.table: DataTable[Entry] = DataTable(
            title,
            [self._name_column(title), *columns],
            key=lambda entry: entry.code,
            remember=context.remember,
            remember_as=name,
            empty=empty,
        )
        self.new_button = QPushButton(icons.icon("add"), new)
        self.new_button.setObjectName(f"{name}.new")
        self.table.tools.insertWidget(0, self.new_button)
        self.changes = ChangesView(presenter, name, context)
        self.form = form
        left = QSplitter(Qt.Orientation.Vertical)
        left.setChildrenCollapsible(False)
        left.addWidget(self.table)
        left.addWidget(self.changes)
        left.setSizes([460, 190])
        pane = SplitPane([left, self.form], [6, 5], context.remember, f"{name}.main")
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
        """Reads what was done."""
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

    def _name_column(self, title: str) -> Column[Entry]:
        presenter = self._presenter
        return Column(
            "name",
            title,
            value=lambda e: presenter.named(e.code).text,
            text=lambda e: ("　" if isinstance(e, PlaceEntry) and e.parent else "") + presenter.named(e.code).text,
            sort=lambda e: self._order.get(e.code, 0),
            sounds=lambda e: presenter.named(e.code).initials,
            stretch=True,
        )

    def _on_table_row_selected(self, entry: Entry | None) -> None:
        if entry is not None:
            self._presenter.choose(entry.code)

    def _on_new_button_clicked(self) -> None:
        self._presenter.begin_new()
        self.form.form.focus_first()

    def _on_presenter_names_changed(self) -> None:
        presenter = self._presenter
        entries = list(presenter.entries)
        self._order = {entry.code: place for place, entry in enumerate(entries)}
        self.table.model.set_rows(entries)
        if presenter.entry is None and entries and presenter.typed is None:
            presenter.choose(entries[0].code)
        self.table.go_to(presenter.chosen)


def places_view(presenter: PlacesPresenter, context: PageContext) -> EntriesView:
    """Returns the section of places."""

    def is_new(row: dict[str, object]) -> bool:
        return bool(row.get("is_new"))

    fields = [
        FieldSpec("name", translate("Settings", "Its name"), TextField, required=True),
        FieldSpec("code", translate("Settings", "Code"), lambda: TextField(32), required=True, shown=is_new),
        FieldSpec(
            "parent",
            translate("Settings", "In the town"),
            lambda: place_field(lambda: presenter.names, translate("Settings", "none: it is a town itself")),
            shown=is_new,
        ),
    ]
    words = translate(
        "Settings",
        "Open tickets, lines of the dispatch catalogue, sensors and known matters go to the successor; what is over keeps"
        " the place, and its name stays readable.",
    )
    form = EntryForm(
        presenter,
        "settings.places",
        fields,
        lambda: place_field(lambda: presenter.names, ""),
        (translate("Settings", "Take this place out"), translate("Settings", "Take out"), words),
        lambda code: presenter.named(code).text,
    )
    return EntriesView(
        presenter,
        context,
        translate("Settings", "Places"),
        translate("Settings", "New place"),
        translate("Settings", "No places yet. Add the towns first, then their villages."),
        [Column("code", translate("Settings", "Code"), value=lambda e: e.code, width=130)],
        form,
    )


def skills_view(presenter: SkillsPresenter, context: PageContext) -> EntriesView:
    """Returns the section of queue skills."""
    fields = [
        FieldSpec("name", translate("Settings", "Its name"), TextField, required=True),
        FieldSpec("english", translate("Settings", "In English"), TextField),
        FieldSpec(
            "key",
            translate("Settings", "Code (small letters and digits)"),
            lambda: TextField(31),
            required=True,
            hint=translate("Settings", "names a queue of the exchange; it never changes"),
            shown=lambda row: bool(row.get("is_new")),
        ),
    ]
    words = translate(
        "Settings",
        "Only a skill that nobody needs goes: no person has it, no queue plan names it, and nobody waits in its queue."
        " Calls and figures of the past keep its name.",
    )
    form = EntryForm(
        presenter,
        "settings.skills",
        fields,
        None,
        (translate("Settings", "Retire this skill"), translate("Settings", "Retire"), words),
        lambda code: presenter.named(code).text,
    )
    columns: list[Column[Entry]] = [
        Column("code", translate("Settings", "Code"), value=lambda e: e.code, width=110),
        Column("english", translate("Settings", "In English"), value=_english, width=170),
    ]
    return EntriesView(
        presenter,
        context,
        translate("Settings", "Queue skills"),
        translate("Settings", "New skill"),
        translate("Settings", "No skills yet. The first one is “general”, where every caller falls back to."),
        columns,
        form,
    )


def _english(entry: Entry) -> str:
    return entry.english if isinstance(entry, SkillEntry) else ""
