"""Who is on duty in a unit: hours of its people, absences and stand-ins; who is there now stands above."""

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTabWidget, QVBoxLayout, QWidget

from ui import moments
from ui.language import translate
from ui.page import PageContext
from ui.settings.forms.fields import ChoiceField, MomentField, TextField, TimeField
from ui.settings.forms.form import FieldSpec
from ui.settings.forms.rows import RowsEditor, errors_by_row
from ui.settings.forms.when import WhenField
from ui.settings.units.plan import hours_of
from ui.settings.units.presenter import UnitsPresenter
from ui.settings.units.words import days, days_words, hours_words
from ui.settings.versioned.columns import columns
from ui.settings.versioned.order import Version, state_of
from widgets import icons, theme
from widgets.looks import label, set_look
from widgets.table import Column, DataTable


class DutyView(QWidget):
    """A unit's plan."""

    def __init__(self, presenter: UnitsPresenter, context: PageContext) -> None:
        super().__init__()
        self._presenter = presenter
        self._shown: Any = None
        look = theme.current()
        self.now = label("", wrap=True)
        self.hours = self._hours(context)
        self.absences = self._absences(context)
        self.plans = self._plans(context)
        self.when = WhenField("settings.duty")
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setObjectName("settings.duty.tabs")
        self.tabs.addTab(self.hours, translate("Settings", "Hours"))
        self.tabs.addTab(self.absences, translate("Settings", "Absences and stand-ins"))
        self.tabs.addTab(self.plans, translate("Settings", "Versions"))
        self.save_button = QPushButton(icons.icon("save", "on_accent"), translate("Settings", "Save the plan"))
        self.save_button.setProperty("look", "primary")
        self.discard_button = QPushButton(translate("Settings", "Discard"))
        self.over_button = QPushButton(translate("Settings", "Put mine over it"))
        for button, what in ((self.save_button, "save"), (self.discard_button, "discard"), (self.over_button, "over")):
            button.setObjectName(f"settings.duty.{what}")
        self.problem = label("", "error", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(look.space.s)
        row.addWidget(self.when)
        row.addWidget(self.problem, 1)
        for button in (self.over_button, self.discard_button, self.save_button):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.space.s, 0, 0)
        column.setSpacing(look.space.s)
        column.addWidget(self.now)
        column.addWidget(self.tabs, 1)
        column.addLayout(row)
        self.hours.edited.connect(lambda rows: presenter.type_plan(hours=rows))
        self.absences.edited.connect(lambda rows: presenter.type_plan(absences=rows))
        self.when.edited.connect(lambda: presenter.type_plan(effective_from=self.when.value()))
        self.save_button.clicked.connect(presenter.save_plan)
        self.discard_button.clicked.connect(presenter.give_up_plan)
        self.over_button.clicked.connect(presenter.put_over)
        presenter.duty_changed.connect(self._show)
        presenter.chosen_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        presenter = self._presenter
        plan, may = presenter.plan(), presenter.may_plan
        # What is being typed is not laid out anew under the hands.
        if (presenter.chosen, plan, may) != self._shown and (
            plan["hours"] != self.hours.rows or plan["absences"] != self.absences.rows or not may or self._is_other(may)
        ):
            self.hours.show_rows(plan["hours"], may)
            self.absences.show_rows(plan["absences"], may)
        self._shown = (presenter.chosen, plan, may)
        self.now.setText(self._now_words())
        is_typed = presenter.draft is not None
        self.plans.model.set_rows(self._versions())
        self.when.set_value(presenter.plan_from)
        self.when.setVisible(may and is_typed)
        self.save_button.setVisible(may)
        self.discard_button.setVisible(may)
        self.save_button.setEnabled(is_typed and not presenter.is_saving and not presenter.is_overtaken)
        self.discard_button.setEnabled(is_typed)
        self.over_button.setVisible(presenter.is_overtaken)
        self.hours.show_errors(presenter.errors)
        self.absences.show_errors(errors_by_row(presenter.absence_errors, "absences"))
        if presenter.absence_errors:
            self.tabs.setCurrentWidget(self.absences)
        words = presenter.problem
        if presenter.is_overtaken:
            words = translate("Settings", "Somebody has changed this plan since you began. What you typed is kept.")
        self.problem.setText(words)
        set_look(self.problem, "words", "warn" if presenter.is_overtaken else "bad")

    def _versions(self) -> list[Version]:
        name = self._presenter.person_name
        return [
            Version(
                plan.version,
                plan.effective_from,
                plan.created_by,
                "; ".join(hours_words(row, name(row["account_id"])) for row in hours_of(plan)),
            )
            for plan in self._presenter.plans
        ]

    def _plans(self, context: PageContext) -> DataTable[Version]:
        presenter = self._presenter
        table: DataTable[Version] = DataTable(
            translate("Settings", "Versions"),
            columns(
                lambda version: state_of(version, self._versions(), presenter.now()),
                has_note=True,
                note=translate("Settings", "Hours"),
            ),
            key=lambda version: str(version.number),
            remember=context.remember,
            remember_as="settings.duty.versions",
            empty=translate("Settings", "Nobody is planned here."),
        )
        table.hide_tools()
        return table

    def _is_other(self, may: bool) -> bool:
        return self._shown is None or self._shown[0] != self._presenter.chosen or self._shown[2] != may

    def _now_words(self) -> str:
        duty = self._presenter.duty
        if duty is None:
            return ""
        at = moments.local(duty.at)
        if not duty.on_duty:
            return translate("Settings", "Nobody is on duty now ({at}).").format(at=f"{at:%H:%M}")
        instead = translate("Settings", "{name} (instead of {other})")
        names = [
            instead.format(name=each.name, other=each.instead_of) if each.instead_of else each.name
            for each in duty.on_duty
        ]
        return translate("Settings", "On duty now ({at}): {names}").format(at=f"{at:%H:%M}", names=", ".join(names))

    def _people(self) -> list[tuple[str, str]]:
        return self._presenter.people()

    def _hours(self, context: PageContext) -> RowsEditor:
        presenter = self._presenter
        return RowsEditor(
            translate("Settings", "Hours"),
            "settings.duty.hours",
            [
                Column(
                    "who",
                    translate("Settings", "Person"),
                    value=lambda r: presenter.person_name(r[1].get("account_id")),
                    width=120,
                ),
                Column(
                    "days", translate("Settings", "Days"), value=lambda r: days_words(r[1].get("days")), stretch=True
                ),
                Column(
                    "hours",
                    translate("Settings", "Hours"),
                    value=lambda r: f"{r[1].get('start')}–{r[1].get('end')}" if r[1].get("days") else "",
                    width=110,
                ),
            ],
            [
                FieldSpec(
                    "account_id", translate("Settings", "Person"), lambda: ChoiceField(self._people), required=True
                ),
                FieldSpec("days", translate("Settings", "Days"), lambda: ChoiceField(days)),
                FieldSpec("start", translate("Settings", "From"), TimeField, shown=lambda row: bool(row.get("days"))),
                FieldSpec(
                    "end",
                    translate("Settings", "To"),
                    TimeField,
                    hint=translate("Settings", "earlier: on the next day"),
                    shown=lambda row: bool(row.get("days")),
                ),
            ],
            lambda: {
                **{"account_id": next((code for code, _name in self._people()), ""), "days": "work_days"},
                **{"start": "08:30", "end": "17:30"},
            },
            context,
            translate("Settings", "Nobody is planned here."),
        )

    def _absences(self, context: PageContext) -> RowsEditor:
        presenter = self._presenter

        def stand_ins() -> list[tuple[str | None, str]]:
            return [(None, translate("Settings", "nobody")), *self._people()]

        def at(text: str) -> str:
            return f"{MomentField.local(text):%m-%d %H:%M}"

        return RowsEditor(
            translate("Settings", "Absences"),
            "settings.duty.absences",
            [
                Column(
                    "who",
                    translate("Settings", "Person"),
                    value=lambda r: presenter.person_name(r[1].get("account_id")),
                    width=100,
                ),
                Column("since", translate("Settings", "From"), value=lambda r: at(r[1]["since"]), width=96),
                Column("until", translate("Settings", "To"), value=lambda r: at(r[1]["until"]), width=96),
                Column(
                    "stand_in",
                    translate("Settings", "Stand-in"),
                    value=lambda r: presenter.person_name(r[1].get("stand_in")),
                    width=100,
                ),
                Column("reason", translate("Settings", "Reason"), value=lambda r: r[1].get("reason", ""), stretch=True),
            ],
            [
                FieldSpec(
                    "account_id", translate("Settings", "Person"), lambda: ChoiceField(self._people), required=True
                ),
                FieldSpec("stand_in", translate("Settings", "Stand-in"), lambda: ChoiceField(stand_ins)),
                FieldSpec("since", translate("Settings", "From"), MomentField),
                FieldSpec("until", translate("Settings", "To"), MomentField),
                FieldSpec("reason", translate("Settings", "Reason"), TextField, wide=True),
            ],
            lambda: {
                "account_id": next((code for code, _name in self._people()), ""),
                "stand_in": None,
                "since": MomentField.next_hour(0),
                "until": MomentField.next_hour(24),
                "reason": "",
            },
            context,
            translate("Settings", "Nobody is away."),
        )
