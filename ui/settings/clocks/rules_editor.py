"""What clocks are set by, on tabs: limits, ladders, whose calendar, and an example ticket counted at once."""

from typing import Any

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from services.contracts.clocks import RungWhen
from ui.clock_words import clock_words, rung_tone, rung_words
from ui.language import translate
from ui.lifecycle_words import kind_words, urgency_words
from ui.page import PageContext
from ui.settings.clocks.example import ExampleView
from ui.settings.clocks.presenter import ClocksPresenter
from ui.settings.clocks.words import clocks, levels, said, when_words, whens
from ui.settings.forms.fields import ChoiceField, CodeField, LimitField, TextField, WholeNumberField, YesField
from ui.settings.forms.form import FieldSpec, Form
from ui.settings.forms.rows import Numbered, RowsEditor, errors_by_row
from ui.settings.names import kinds, urgencies
from ui.settings.versioned.body_editor import BodyEditor
from widgets import theme
from widgets.table import Column

_NUMBERS = ("returns_until_meeting", "undo_minutes", "silent_minutes")


class ClockRulesEditor(BodyEditor):
    """An :class:`ui.settings.versioned.view.Editor` of clock rules."""

    def __init__(self, presenter: ClocksPresenter, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        look = theme.current()
        self.limits = _limits(context)
        self.ladder = _ladder("ladder", translate("Settings", "Ladder for limits in days"), context)
        self.short_ladder = _ladder("short_ladder", translate("Settings", "Ladder for minutes and hours"), context)
        self.general = Form(self._general_fields(), "settings.clock_rules.general")
        self.units = self._units(context)
        self.example = ExampleView(presenter)
        calendars = QWidget()
        column = QVBoxLayout(calendars)
        column.setContentsMargins(0, look.space.s, 0, 0)
        column.addWidget(self.general)
        column.addWidget(self.units, 1)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setObjectName("settings.clock_rules.tabs")
        for widget, words in (
            (self.limits, translate("Settings", "Limits")),
            (self.ladder, translate("Settings", "Ladder: days")),
            (self.short_ladder, translate("Settings", "Ladder: hours")),
            (calendars, translate("Settings", "Calendars and steps")),
            (self.example, translate("Settings", "Example")),
        ):
            self.tabs.addTab(widget, words)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.tabs)
        self.setFocusProxy(self.tabs.tabBar())
        for name, editor in (("limits", self.limits), ("ladder", self.ladder), ("short_ladder", self.short_ladder)):
            editor.edited.connect(lambda rows, name=name: self._change(**{name: rows}))
        self.general.edited.connect(lambda row: self._change(**row))
        self.units.edited.connect(self._on_units_edited)
        presenter.names_changed.connect(self._show)
        presenter.calendars_changed.connect(self._show)

    def show_errors(self, errors: dict[str, str]) -> None:
        """Shows sentences where they belong, and goes to the first tab that has one."""
        self.general.show_errors(errors)
        for place, (name, editor) in enumerate(
            (("limits", self.limits), ("ladder", self.ladder), ("short_ladder", self.short_ladder))
        ):
            found = errors_by_row(errors, name)
            editor.show_errors(found)
            if found:
                self.tabs.setCurrentIndex(place)

    def _show(self) -> None:
        body = self._body
        self.limits.show_rows(body.get("limits", []), self._editable)
        self.ladder.show_rows(body.get("ladder", []), self._editable)
        self.short_ladder.show_rows(body.get("short_ladder", []), self._editable)
        self.general.show_row(
            {name: body.get(name) for name in ("calendar", "pause_while_return_is_reviewed", *_NUMBERS)}, self._editable
        )
        pairs = body.get("calendars_of_units", {})
        self.units.show_rows([{"unit": unit, "calendar": code} for unit, code in pairs.items()], self._editable)
        self._count_example()

    def _change(self, **values: Any) -> None:
        super()._change(**values)
        self._count_example()

    def _on_units_edited(self, rows: list[dict[str, Any]]) -> None:
        self._change(calendars_of_units={row["unit"]: row["calendar"] for row in rows if row["unit"]})

    def _count_example(self) -> None:
        if self._body:
            self._presenter.count_example(self._body)

    def _calendar_offers(self) -> list[tuple[str, str]]:
        return self._presenter.calendar_offers()

    def _general_fields(self) -> list[FieldSpec]:
        return [
            FieldSpec(
                "calendar", translate("Settings", "Calendar for all"), lambda: ChoiceField(self._calendar_offers)
            ),
            FieldSpec(
                "pause_while_return_is_reviewed",
                translate("Settings", "Returns"),
                lambda: YesField(translate("Settings", "Clocks pause while a return is reviewed")),
            ),
            FieldSpec(
                "returns_until_meeting",
                translate("Settings", "Upheld returns until a joint meeting decides"),
                lambda: WholeNumberField(1, 9),
            ),
            FieldSpec(
                "undo_minutes",
                translate("Settings", "A wrong close can be taken back for"),
                lambda: WholeNumberField(1, 240, translate("Settings", " min")),
            ),
            FieldSpec(
                "silent_minutes",
                translate("Settings", "Without a sign of their console, work goes to the pool after"),
                lambda: WholeNumberField(15, 4_800, translate("Settings", " min of work")),
            ),
        ]

    def _units(self, context: PageContext) -> RowsEditor:
        presenter = self._presenter
        columns: list[Column[Numbered]] = [
            Column(
                "unit",
                translate("Settings", "Unit"),
                value=lambda r: presenter.names.unit(r[1]["unit"]).text,
                stretch=True,
            ),
            Column(
                "calendar",
                translate("Settings", "Calendar"),
                value=lambda r: presenter.calendar_name(r[1]["calendar"]),
                width=200,
            ),
        ]
        fields = [
            FieldSpec(
                "unit",
                translate("Settings", "Unit"),
                lambda: CodeField(
                    translate("Settings", "Unit"),
                    presenter.names_matcher("unit"),
                    lambda code: presenter.names.unit(code),
                ),
                required=True,
            ),
            FieldSpec("calendar", translate("Settings", "Calendar"), lambda: ChoiceField(self._calendar_offers)),
        ]
        return RowsEditor(
            translate("Settings", "Units with a calendar of their own"),
            "settings.clock_rules.units",
            columns,
            fields,
            lambda: {"unit": "", "calendar": self._body.get("calendar", "")},
            context,
            translate("Settings", "Every unit goes by the calendar for all."),
        )


def _limits(context: PageContext) -> RowsEditor:
    columns: list[Column[Numbered]] = [
        Column("clock", translate("Settings", "Clock"), value=lambda r: clock_words(r[1]["clock"]), width=116),
        Column(
            "kind",
            translate("Settings", "Kind"),
            value=lambda r: kind_words(r[1]["kind"]) if r[1].get("kind") else translate("Settings", "any"),
            width=104,
        ),
        Column(
            "urgency",
            translate("Settings", "Urgency"),
            value=lambda r: urgency_words(r[1]["urgency"]) if r[1].get("urgency") else translate("Settings", "any"),
            width=104,
        ),
        Column("limit", translate("Settings", "Limit"), value=lambda r: said(r[1].get("limit")), width=130),
        Column(
            "note", translate("Settings", "Where it comes from"), value=lambda r: r[1].get("note", ""), stretch=True
        ),
    ]
    fields = [
        FieldSpec("clock", translate("Settings", "Clock"), lambda: ChoiceField(clocks)),
        FieldSpec("kind", translate("Settings", "Kind"), lambda: ChoiceField(kinds)),
        FieldSpec("urgency", translate("Settings", "Urgency"), lambda: ChoiceField(urgencies)),
        FieldSpec("limit", translate("Settings", "Limit"), LimitField, required=True),
        FieldSpec("note", translate("Settings", "Where it comes from"), TextField),
    ]
    return RowsEditor(
        translate("Settings", "Limits"),
        "settings.clock_rules.limits",
        columns,
        fields,
        lambda: {
            "clock": "finish",
            "kind": None,
            "urgency": None,
            "limit": {"amount": 5, "unit": "working_days"},
            "note": "",
        },
        context,
        translate("Settings", "No limits."),
        form_columns=3,
    )


def _ladder(name: str, title: str, context: PageContext) -> RowsEditor:
    columns: list[Column[Numbered]] = [
        Column(
            "level",
            translate("Settings", "Rung"),
            value=lambda r: rung_words(r[1]["level"]),
            tone=lambda r: rung_tone(r[1]["level"]),
            badge=True,
            sort=lambda r: r[0],
            width=150,
        ),
        Column(
            "when",
            translate("Settings", "Reached when"),
            value=lambda r: when_words(r[1]),
            sort=lambda r: r[0],
            stretch=True,
        ),
    ]
    fields = [
        FieldSpec("level", translate("Settings", "Rung"), lambda: ChoiceField(levels)),
        FieldSpec("when", translate("Settings", "Reached when"), lambda: ChoiceField(whens)),
        FieldSpec(
            "share",
            translate("Settings", "Share of the limit"),
            lambda: WholeNumberField(1, 99, " %"),
            shown=lambda row: row.get("when") == RungWhen.SHARE,
        ),
        FieldSpec(
            "after",
            translate("Settings", "How long after"),
            LimitField,
            shown=lambda row: row.get("when") == RungWhen.AFTER,
        ),
    ]
    return LadderEditor(
        title,
        f"settings.clock_rules.{name}",
        columns,
        fields,
        lambda: {"level": 1, "when": "share", "share": 75, "after": None},
        context,
        translate("Settings", "Nobody is reminded of anything."),
        form_columns=3,
    )


class LadderEditor(RowsEditor):
    """Rungs; what does not belong to the moment chosen is left out of a rung."""

    def _on_form_edited(self, row: dict[str, Any]) -> None:
        when = row.get("when")
        row = {**row, "share": row.get("share", 75) if when == RungWhen.SHARE else 0}
        if when == RungWhen.AFTER:
            row["after"] = row.get("after") or {"amount": 1, "unit": "working_days"}
        else:
            row["after"] = None
        super()._on_form_edited(row)
