"""The section of units: the tree at the left; one unit, and who is on duty there, at the right."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from services.contracts.tickets import Unit, UnitLevel
from ui.language import translate
from ui.page import PageContext
from ui.settings.dispatching.words import place_field, unit_field
from ui.settings.forms.fields import ChoiceField, TextField
from ui.settings.forms.form import FieldSpec, Form
from ui.settings.names import level_words
from ui.settings.units.duty_view import DutyView
from ui.settings.units.leaders_view import LeadersView
from ui.settings.units.presenter import UnitsPresenter
from widgets import icons, theme
from widgets.fields.frame import FieldFrame
from widgets.looks import label
from widgets.split import SplitPane
from widgets.table import Column, DataTable
from widgets.theme import Tone


class UnitsView(QWidget):
    """The tree of units with its search; who may only plan duty sees the tree and the plan."""

    def __init__(self, presenter: UnitsPresenter, context: PageContext) -> None:
        super().__init__()
        self._presenter = presenter
        self._order: dict[str, int] = {}
        """Where each unit stands in the tree."""
        self.table: DataTable[Unit] = DataTable(
            translate("Settings", "Units"),
            self._columns(),
            key=lambda unit: unit.code,
            remember=context.remember,
            remember_as="settings.tree",
            empty=translate("Settings", "No units yet. Add the district centre first."),
        )
        self.new_button = QPushButton(icons.icon("add"), translate("Settings", "New unit"))
        self.new_button.setObjectName("settings.units.new")
        self.new_button.setVisible(presenter.may_edit)
        self.table.tools.insertWidget(0, self.new_button)
        self.form = UnitForm(presenter)
        self.duty = DutyView(presenter, context)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setObjectName("settings.units.tabs")
        self.tabs.addTab(self.duty, translate("Settings", "On duty"))
        if presenter.may_edit:
            self.tabs.addTab(self.form, translate("Settings", "The unit itself"))
            self.leaders = LeadersView(presenter, context)
            self.tabs.addTab(self.leaders, translate("Settings", "Leaders"))
        pane = SplitPane([self.table, self.tabs], [5, 7], context.remember, "settings.units.main")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(pane)
        self.table.export_requested.connect(context.export)
        self.table.row_selected.connect(self._on_table_row_selected)
        self.new_button.clicked.connect(self._on_new_button_clicked)
        presenter.names_changed.connect(self._on_presenter_names_changed)
        presenter.chosen_changed.connect(self._on_presenter_chosen_changed)
        self._on_presenter_names_changed()

    def enter(self) -> None:
        """Reads the plan of the unit that is looked at, and who its leaders are."""
        self._presenter.load_duty()
        if self._presenter.may_edit:
            self._presenter.leaders.look_at(self._presenter.chosen)

    def is_unsaved(self) -> bool:
        """Whether something is typed about the unit or its plan."""
        presenter = self._presenter
        return any(typed is not None for typed in (presenter.typed, presenter.draft, presenter.leaders.typed))

    def discard(self) -> None:
        """Throws it away."""
        self._presenter.give_up_unit()
        self._presenter.give_up_plan()
        self._presenter.leaders.give_up()

    def save(self) -> None:
        """Keeps what is in front."""
        if self.tabs.currentWidget() is self.form:
            self._presenter.save_unit()
        elif self._presenter.may_edit and self.tabs.currentWidget() is self.leaders:
            self._presenter.leaders.save()
        else:
            self._presenter.save_plan()

    def _on_table_row_selected(self, unit: Unit | None) -> None:
        if unit is not None:
            self._presenter.choose(unit.code)

    def _columns(self) -> list[Column[Unit]]:
        return [
            Column(
                "name",
                translate("Settings", "Unit"),
                value=lambda u: self._presenter.names.unit(u.code).text,
                text=lambda u: "　" * self._presenter.depth(u) + self._presenter.names.unit(u.code).text,
                sort=lambda u: self._order.get(u.code, 0),
                sounds=lambda u: self._presenter.names.unit(u.code).initials,
                stretch=True,
            ),
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

    def _on_new_button_clicked(self) -> None:
        self._presenter.begin_new()
        self.tabs.setCurrentWidget(self.form)
        self.form.form.focus_first()

    def _on_presenter_names_changed(self) -> None:
        presenter = self._presenter
        units = presenter.units
        self._order = {unit.code: place for place, unit in enumerate(units)}
        self.table.model.set_rows(units)
        if presenter.unit is None and units:
            presenter.choose(units[0].code)
        self._on_presenter_chosen_changed()

    def _on_presenter_chosen_changed(self) -> None:
        self.table.go_to(self._presenter.chosen)


class UnitForm(QWidget):
    """Name and place in the tree; and its end."""

    def __init__(self, presenter: UnitsPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        look = theme.current()

        def names() -> Any:
            return presenter.names

        self.form = Form(
            [
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
            ],
            "settings.units",
        )
        self.save_button = QPushButton(icons.icon("save", "on_accent"), translate("Settings", "Save"))
        self.save_button.setProperty("look", "primary")
        self.save_button.setObjectName("settings.units.save")
        self.discard_button = QPushButton(translate("Settings", "Discard"))
        self.discard_button.setObjectName("settings.units.discard")
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        body = QWidget()
        body.setProperty("look", "plain")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, look.space.s, look.space.s, 0)
        column.setSpacing(look.space.m)
        column.addWidget(self.form)
        column.addWidget(self.problem)
        row = QHBoxLayout()
        row.addWidget(self.save_button)
        row.addWidget(self.discard_button)
        row.addStretch(1)
        column.addLayout(row)
        self._end = self._end_card(names)
        column.addWidget(self._end)
        column.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setWidget(body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        self.form.edited.connect(self._on_form_edited)
        self.save_button.clicked.connect(presenter.save_unit)
        self.discard_button.clicked.connect(presenter.give_up_unit)
        self.dissolve_button.clicked.connect(self._on_dissolve_button_clicked)
        self.successor.edited.connect(self._unsure)
        presenter.chosen_changed.connect(self._show)
        presenter.names_changed.connect(self._show)
        presenter.unit_refused.connect(self._on_presenter_unit_refused)
        self._show()

    def _end_card(self, names: Any) -> QFrame:
        look = theme.current()
        card = QFrame()
        card.setProperty("look", "sunken")
        self.successor = unit_field(names)
        self.successor.setObjectName("settings.units.successor")
        self.reason = TextField()
        self.reason.setObjectName("settings.units.reason")
        self.successor_frame = FieldFrame(translate("Settings", "What hangs on it goes to"), self.successor)
        self.dissolve_button = QPushButton(icons.icon("remove", "on_accent"), translate("Settings", "Dissolve"))
        self.dissolve_button.setProperty("look", "danger")
        self.dissolve_button.setObjectName("settings.units.dissolve")
        self.told = label("", wrap=True)
        column = QVBoxLayout(card)
        column.setContentsMargins(look.space.m, look.space.m, look.space.m, look.space.m)
        column.setSpacing(look.space.s)
        column.addWidget(label(translate("Settings", "Dissolve this unit"), "strong"))
        column.addWidget(self.successor_frame)
        column.addWidget(FieldFrame(translate("Settings", "Reason"), self.reason))
        column.addWidget(self.told)
        row = QHBoxLayout()
        row.addWidget(self.dissolve_button)
        row.addStretch(1)
        column.addLayout(row)
        self._is_sure = False
        return card

    def _show(self) -> None:
        row = self._presenter.row()
        self.setEnabled(bool(row))
        self.form.show_row(row, True)
        self.form.show_errors({})
        self.problem.hide()
        self._end.setVisible(not row.get("is_new"))
        self.successor.set_value("")
        self.reason.set_value("")
        self._unsure()
        self._show_buttons()

    def _show_buttons(self) -> None:
        is_typed = self._presenter.typed is not None
        self.save_button.setEnabled(is_typed)
        self.discard_button.setEnabled(is_typed)

    def _unsure(self) -> None:
        self._is_sure = False
        self.successor_frame.set_error("")
        self.told.setText(
            translate(
                "Settings", "Open tickets, people, units below and lines of the dispatch catalogue go to the successor."
            )
        )
        self.dissolve_button.setText(translate("Settings", "Dissolve"))

    def _on_form_edited(self, row: dict[str, Any]) -> None:
        self._presenter.type_unit(row)
        self._show_buttons()

    def _on_dissolve_button_clicked(self) -> None:
        successor = self.successor.value()
        if successor and not self._is_sure:
            # Who presses once more has read where everything goes.
            self._is_sure = True
            words = translate("Settings", "All that hangs on {unit} goes to {successor}. Press once more to do so.")
            names = self._presenter.names
            self.told.setText(
                words.format(unit=names.unit(self._presenter.chosen).text, successor=names.unit(successor).text)
            )
            self.dissolve_button.setText(translate("Settings", "Yes, dissolve it"))
            return
        self._presenter.dissolve(successor, self.reason.value())

    def _on_presenter_unit_refused(self, sentence: str, fields: dict[str, str]) -> None:
        self._unsure()
        self.form.show_errors(fields)
        self.successor_frame.set_error(fields.get("successor", ""))
        self.problem.setText(sentence)
        self.problem.show()
