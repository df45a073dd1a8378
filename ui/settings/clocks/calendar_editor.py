"""A calendar's version: its week with shifts and breaks, and days of its own."""

import re
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from ui.language import translate
from ui.page import PageContext
from ui.settings.clocks.calendar_source import newest_calendars
from ui.settings.clocks.presenter import ClocksPresenter
from ui.settings.clocks.words import shifts_words, weekdays
from ui.settings.forms.fields import ChoiceField, DayField, TextField, YesField
from ui.settings.forms.form import FieldSpec, Form
from ui.settings.forms.rows import Numbered, RowsEditor, errors_by_row
from ui.settings.forms.scrolled import scrolled
from ui.settings.versioned.presenter import Body
from widgets.table import Column
from widgets.theme import Tone

_SHIFT = re.compile(r"^(\d{1,2}:\d{2})\s*[-–~至到]\s*(\d{1,2}:\d{2})$")


class ShiftsField(TextField):
    """A day's shifts as a line: ``08:30-12:00, 14:00-17:30``; empty for a day off."""

    def __init__(self) -> None:
        super().__init__(hint=translate("Settings", "off"))

    def set_value(self, value: Any) -> None:
        """Shows shifts."""
        if value != self.value():
            super().set_value(shifts_words(value) if isinstance(value, list) and value else value or "")

    def value(self) -> Any:
        """Returns the shifts; what cannot be read as such goes to the server as it is, which says so."""
        shifts = []
        for part in re.split(r"[,，;；]", self.text()):
            if not part.strip():
                continue
            found = _SHIFT.match(part.strip())
            if found is None:
                return self.text().strip()
            shifts.append({"start": found[1].zfill(5), "end": found[2].zfill(5)})
        return shifts


class CalendarEditor(QWidget):
    """An :class:`ui.settings.versioned.view.Editor` of one calendar."""

    edited = Signal(dict)

    def __init__(self, presenter: ClocksPresenter, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._body: Body = {}
        self.form = Form(self._fields(), "settings.calendar", columns=2)
        self.days = day_rows("settings.calendar.days", translate("Settings", "Days of its own"), context)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setObjectName("settings.calendar.tabs")
        self.tabs.addTab(scrolled(self.form), translate("Settings", "Week, shifts and breaks"))
        self.tabs.addTab(self.days, translate("Settings", "Days of its own"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        self.setFocusProxy(self.tabs.tabBar())
        self.form.edited.connect(self._on_form_edited)
        self.days.edited.connect(lambda rows: self._change(days=rows))

    def show_body(self, body: Body, editable: bool) -> None:
        """Shows a calendar."""
        self._body = dict(body)
        week = body.get("week", [[]] * 7)
        days = {f"week.{place}": shifts for place, shifts in enumerate(week)}
        self.form.show_row({**body, **days}, editable)
        self.days.show_rows(body.get("days", []), editable)

    def show_errors(self, errors: dict[str, str]) -> None:
        """Shows sentences where they belong."""
        self.form.show_errors(errors)
        self.days.show_errors(errors_by_row(errors, "days"))

    def _on_form_edited(self, row: dict[str, Any]) -> None:
        week = [row.pop(f"week.{place}") for place in range(7)]
        self._change(**{**row, "week": week, "days": self._body.get("days", [])})

    def _change(self, **values: Any) -> None:
        self._body = {**self._body, **values}
        self.edited.emit(dict(self._body))

    def _fields(self) -> list[FieldSpec]:
        def others() -> list[tuple[str, str]]:
            presenter = self._presenter
            own = [
                (each.code, presenter.calendar_name(each.code))
                for each in newest_calendars(presenter.calendars)
                if not each.days_of and f"calendar.{each.code}" != presenter.calendar.source.key
            ]
            return [("", translate("Settings", "its own only")), *own]

        shifts = translate("Settings", "08:30-12:00, 14:00-17:30; what lies between is the break")
        return [
            FieldSpec("name", translate("Settings", "Its name"), TextField, required=True),
            FieldSpec("english", translate("Settings", "In English"), TextField),
            *(
                FieldSpec(f"week.{place}", name, ShiftsField, hint=shifts if place == 0 else "")
                for place, name in enumerate(weekdays())
            ),
            FieldSpec("make_up", translate("Settings", "Make-up days"), ShiftsField, required=True),
            FieldSpec("days_of", translate("Settings", "Days off and make-up days of"), lambda: ChoiceField(others)),
            FieldSpec("zone", translate("Settings", "Time zone"), TextField, required=True),
            FieldSpec(
                "last_day_off_moves",
                translate("Settings", "Calendar days"),
                lambda: YesField(translate("Settings", "A last day that is off moves to the next work day")),
                wide=True,
            ),
        ]


def day_rows(key: str, name: str, context: PageContext) -> RowsEditor:
    """Returns the editor of days that differ from the plain week."""
    columns: list[Column[Numbered]] = [
        Column("date", translate("Settings", "Day"), value=lambda r: r[1].get("date", ""), width=120),
        Column(
            "is_off_day",
            translate("Settings", "State"),
            value=lambda r: translate("Settings", "off") if r[1].get("is_off_day") else translate("Settings", "worked"),
            tone=lambda r: Tone.QUIET if r[1].get("is_off_day") else Tone.WARN,
            badge=True,
            width=110,
        ),
        Column("name", translate("Settings", "Its name"), value=lambda r: r[1].get("name", ""), stretch=True),
    ]
    fields = [
        FieldSpec("date", translate("Settings", "Day"), DayField, required=True),
        FieldSpec(
            "is_off_day",
            translate("Settings", "State"),
            lambda: YesField(translate("Settings", "Off (otherwise worked)")),
        ),
        FieldSpec("name", translate("Settings", "Its name"), TextField),
    ]
    return RowsEditor(
        name,
        key,
        columns,
        fields,
        lambda: {"date": DayField.today(), "is_off_day": True, "name": ""},
        context,
        translate("Settings", "No day differs from the week."),
        form_columns=3,
    )
