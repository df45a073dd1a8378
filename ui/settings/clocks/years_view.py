"""Years of a calendar: which are published, loading another one from a file or by hand."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.language import translate
from ui.page import PageContext
from ui.settings.clocks.calendar_editor import day_rows
from ui.settings.clocks.calendar_source import newest_calendars
from ui.settings.clocks.presenter import ClocksPresenter
from ui.settings.forms.fields import WholeNumberField
from ui.settings.forms.rows import errors_by_row
from widgets import icons, theme
from widgets.looks import label


class YearsView(QWidget):
    """Days off and make-up days of a year, as the State Council publishes them each autumn."""

    def __init__(self, presenter: ClocksPresenter, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        look = theme.current()
        self.state = label("", wrap=True)
        self.year = WholeNumberField(1970, 2199)
        self.year.setAccessibleName(translate("Settings", "Year"))
        self.year.setObjectName("settings.years.year")
        self.open_button = QPushButton(translate("Settings", "Show this year"))
        self.file_button = QPushButton(icons.icon("article"), translate("Settings", "Read a year's file"))
        self.keep_button = QPushButton(icons.icon("save", "on_accent"), translate("Settings", "Load this year"))
        self.keep_button.setProperty("look", "primary")
        for button, what in ((self.open_button, "open"), (self.file_button, "file"), (self.keep_button, "keep")):
            button.setObjectName(f"settings.years.{what}")
        self.days = day_rows("settings.years.days", translate("Settings", "Days off and make-up days"), context)
        self.hint = label(
            translate("Settings", "Look at it, then load it: all open tickets are counted anew."), "caption"
        )
        self.hint.hide()
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        row = QHBoxLayout()
        row.setSpacing(look.space.s)
        for part in (label(translate("Settings", "Year")), self.year, self.open_button, self.file_button):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.keep_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, look.space.s, 0, 0)
        column.setSpacing(look.space.s)
        column.addWidget(self.state)
        column.addLayout(row)
        column.addWidget(self.days, 1)
        column.addWidget(self.hint)
        column.addWidget(self.problem)
        self.days.show_rows([], True)
        self.days.edited.connect(lambda rows: presenter.year.edit(self.year.value(), rows))
        self.open_button.clicked.connect(lambda: presenter.year.open(self.year.value()))
        self.file_button.clicked.connect(self._on_file_button_clicked)
        self.keep_button.clicked.connect(self.keep)
        presenter.year.changed.connect(self._show_days)
        presenter.year.refused.connect(self._say)
        presenter.year.saved.connect(self._on_saved)
        presenter.calendars_changed.connect(self._on_presenter_calendars_changed)
        self._on_presenter_calendars_changed()
        self._show_days()

    def _on_saved(self) -> None:
        self._say("", {})

    def keep(self) -> None:
        """Loads the year that is shown."""
        self._presenter.year.save(self.year.value(), self.days.rows)

    def choose_file(self) -> Path | None:
        """Asks for a file with Qt's dialog."""
        kinds = translate("Settings", "Calendar of a year")
        chosen, _kind = QFileDialog.getOpenFileName(
            self, translate("Settings", "Read a year's file"), "", f"{kinds} (*.json *.csv *.xlsx)"
        )
        return Path(chosen) if chosen else None

    def _on_file_button_clicked(self) -> None:
        file = self.choose_file()
        if file is not None:
            self._presenter.year.read_file(file)

    def _show_days(self) -> None:
        year = self._presenter.year
        if year.year is not None:
            self.year.set_value(year.year)
        self.days.show_rows(year.days, True)
        self._say("", {})
        self.hint.setVisible(year.is_changed)

    def _say(self, sentence: str, fields: dict[str, str]) -> None:
        by_row = errors_by_row(fields, "days")
        self.days.show_errors(by_row)
        rest = [text for name, text in fields.items() if not name.startswith("days.")]
        self.problem.setText(" ".join([sentence, *rest]).strip())
        self.problem.setVisible(bool(self.problem.text()))
        self.hint.hide()

    def _on_presenter_calendars_changed(self) -> None:
        parts = []
        for calendar in newest_calendars(self._presenter.calendars):
            if calendar.days_of:
                continue
            years = ", ".join(map(str, calendar.years)) or "–"
            if not calendar.years:
                continue
            name = self._presenter.calendar_name(calendar.code)
            words = translate("Settings", "{name}: published {years}").format(name=name, years=years)
            missing = self._presenter.provisional_years(calendar)
            if missing:
                provisional = translate("Settings", "limits that reach into {years} are provisional")
                words = f"{words}; {provisional.format(years=', '.join(map(str, missing)))}"
                if self.year.value() == self.year.minimum():
                    self.year.set_value(missing[0])
            parts.append(words)
        self.state.setText("\n".join(parts))
