"""The section of units: the tree at the left; one unit, and who is on duty there, at the right."""

from PySide6.QtWidgets import QWidget

from services.contracts.tickets import Unit, UnitLevel
from ui.language import translate
from ui.page import PageContext
from ui.settings.dispatching.words import place_field, unit_field
from ui.settings.forms.changes_view import ChangesView
from ui.settings.forms.entry_form import EntryForm
from ui.settings.forms.entry_list import EntryTable, entry_tabs, lay_side_by_side, new_entry_button
from ui.settings.forms.fields import ChoiceField, TextField
from ui.settings.forms.form import FieldSpec
from ui.settings.names import Names, level_words
from ui.settings.units.duty_view import DutyView
from ui.settings.units.leaders_view import LeadersView
from ui.settings.units.presenter import UnitsPresenter
from widgets.table import Column
from widgets.theme import Tone


class UnitsView(QWidget):
    """The tree of units with its search; who may only plan duty sees the tree and the plan."""

    def __init__(self, presenter: UnitsPresenter, context: PageContext) -> None:
        super().__init__()
        self._presenter = presenter
        self.table: EntryTable[Unit] = EntryTable(
            translate("Settings", "Units"),
            translate("Settings", "Unit"),
            lambda code: presenter.names.unit(code),
            presenter.depth,
            _columns(),
            context,
            "settings.tree",
            translate("Settings", "No units yet. Add the district centre first."),
        )
        self.new_button = new_entry_button("settings.units", translate("Settings", "New unit"), self.table)
        self.new_button.setVisible(presenter.may_edit)
        self.form = unit_form(presenter)
        self.duty = DutyView(presenter, context)
        self.tabs = entry_tabs("settings.units")
        self.tabs.addTab(self.duty, translate("Settings", "On duty"))
        if presenter.may_edit:
            self.tabs.addTab(self.form, translate("Settings", "The unit itself"))
            self.leaders = LeadersView(presenter, context)
            self.tabs.addTab(self.leaders, translate("Settings", "Leaders"))
            self.changes = ChangesView(presenter, "settings.units", context)
            self.tabs.addTab(self.changes, translate("Settings", "Changes"))
        lay_side_by_side(self, [self.table, self.tabs], [5, 7], context, "settings.units")
        self.table.row_selected.connect(self._on_table_row_selected)
        self.new_button.clicked.connect(self.begin_new)
        presenter.names_changed.connect(self._on_presenter_names_changed)
        presenter.chosen_changed.connect(self._on_presenter_chosen_changed)
        self._on_presenter_names_changed()

    def enter(self) -> None:
        """Reads the plan of the unit that is looked at, and who its leaders are."""
        self._presenter.load_duty()
        if self._presenter.may_edit:
            self._presenter.leaders.look_at(self._presenter.chosen)
            self._presenter.load_changes()

    def is_unsaved(self) -> bool:
        """Whether something is typed about the unit or its plan."""
        presenter = self._presenter
        return any(typed is not None for typed in (presenter.typed, presenter.draft, presenter.leaders.typed))

    def discard(self) -> None:
        """Throws it away."""
        self._presenter.give_up_entry()
        self._presenter.give_up_plan()
        self._presenter.leaders.give_up()

    def save(self) -> None:
        """Keeps what is in front."""
        if self.tabs.currentWidget() is self.form:
            self.form.save()
        elif self._presenter.may_edit and self.tabs.currentWidget() is self.leaders:
            self._presenter.leaders.save()
        else:
            self._presenter.save_plan()

    def _on_table_row_selected(self, unit: Unit | None) -> None:
        if unit is not None:
            self._presenter.choose(unit.code)

    def begin_new(self) -> None:
        """Begins a new unit and goes into its form."""
        if not self._presenter.may_edit:
            return
        self._presenter.begin_new()
        self.tabs.setCurrentWidget(self.form)
        self.form.form.focus_first()

    def _on_presenter_names_changed(self) -> None:
        presenter = self._presenter
        units = presenter.units
        self.table.show_entries(units)
        if presenter.entry is None and units:
            presenter.choose(units[0].code)
        self._on_presenter_chosen_changed()

    def _on_presenter_chosen_changed(self) -> None:
        self.table.go_to(self._presenter.chosen)


def _columns() -> list[Column[Unit]]:
    return [
        Column(
            "level",
            translate("Settings", "Level"),
            value=lambda u: level_words(u.level),
            tone=lambda u: Tone.ACCENT if u.level is UnitLevel.DISTRICT else Tone.QUIET,
            badge=True,
            width=104,
        ),
        Column("code", translate("Settings", "Code"), value=lambda u: u.code, width=110),
    ]


def unit_form(presenter: UnitsPresenter) -> EntryForm:
    """Returns the form of a unit: name and place in the tree; and its end."""

    def names() -> Names:
        return presenter.names

    fields = [
        FieldSpec(
            "code",
            translate("Settings", "Code"),
            lambda: TextField(32),
            required=True,
            shown=lambda row: bool(row.get("is_new")),
        ),
        FieldSpec(
            "level",
            translate("Settings", "Level"),
            lambda: ChoiceField(lambda: [(level.value, level_words(level)) for level in UnitLevel]),
            shown=lambda row: bool(row.get("is_new")),
        ),
        FieldSpec("name", translate("Settings", "Its name"), TextField, required=True),
        FieldSpec("english", translate("Settings", "In English"), TextField),
        FieldSpec("parent", translate("Settings", "Below"), lambda: unit_field(names)),
        FieldSpec("place", translate("Settings", "Looks after (town or village)"), lambda: place_field(names)),
        FieldSpec("telephone", translate("Settings", "Telephone (callers are put through)"), lambda: TextField(80)),
    ]
    end = (
        translate("Settings", "Dissolve this unit"),
        translate("Settings", "Dissolve"),
        translate(
            "Settings", "Open tickets, people, units below and lines of the dispatch catalogue go to the successor."
        ),
    )
    return EntryForm(
        presenter,
        "settings.units",
        fields,
        lambda: unit_field(names),
        end,
        lambda code: presenter.names.unit(code).text,
    )
