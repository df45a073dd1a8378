"""The two sections of clocks: rules, and calendars."""

from PySide6.QtWidgets import QHBoxLayout, QInputDialog, QPushButton, QTabWidget, QVBoxLayout, QWidget

from ui.language import translate
from ui.page import PageContext
from ui.settings.clocks.calendar_editor import CalendarEditor
from ui.settings.clocks.calendar_source import newest_calendars
from ui.settings.clocks.presenter import ClocksPresenter
from ui.settings.clocks.rules_editor import ClockRulesEditor
from ui.settings.clocks.years_view import YearsView
from ui.settings.forms.fields import ChoiceField
from ui.settings.versioned.view import VersionedView
from widgets import icons, theme
from widgets.progress import ProgressPanel


class RecountPanel(ProgressPanel):
    """How far open tickets are counted anew; hidden while nothing is."""

    def __init__(self, presenter: ClocksPresenter) -> None:
        super().__init__(translate("Settings", "Open tickets are counted anew"), can_cancel=False)
        self._presenter = presenter
        presenter.recount_changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        recount = self._presenter.recount
        self.setVisible(recount.running)
        note = f"{recount.done} / {recount.total}" if recount.total else ""
        self.set_progress(recount.done, recount.total, note)


class ClockRulesView(QWidget):
    """Limits and the ladder."""

    def __init__(self, presenter: ClocksPresenter, context: PageContext) -> None:
        super().__init__()
        self._presenter = presenter
        self.editor = ClockRulesEditor(presenter, context)
        self.versions = VersionedView(translate("Settings", "Limits and ladder"), presenter.rules, self.editor, context)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(RecountPanel(presenter))
        column.addWidget(self.versions, 1)

    def is_unsaved(self) -> bool:
        """Whether the draft says anything."""
        return self._presenter.rules.is_changed

    def discard(self) -> None:
        """Throws the draft away."""
        self._presenter.rules.give_up()

    def enter(self) -> None:
        """Reads what may have changed."""
        self._presenter.load_calendars()
        self._presenter.ask_recount()
        self.versions.enter()


class CalendarsView(QWidget):
    """Each calendar in versions, and the years of the State Council's."""

    def __init__(self, presenter: ClocksPresenter, context: PageContext) -> None:
        super().__init__()
        self._presenter = presenter
        look = theme.current()
        self.which = ChoiceField(presenter.calendar_offers)
        self.which.setObjectName("settings.calendar.which")
        self.which.setAccessibleName(translate("Settings", "Calendar"))
        self.new_button = QPushButton(icons.icon("add"), translate("Settings", "New calendar"))
        self.new_button.setObjectName("settings.calendar.new")
        self.versions = VersionedView(
            translate("Settings", "Calendar"), presenter.calendar, CalendarEditor(presenter, context), context
        )
        chosen = QWidget()
        row = QHBoxLayout()
        row.setSpacing(look.space.s)
        row.addWidget(self.which)
        row.addWidget(self.new_button)
        row.addStretch(1)
        inside = QVBoxLayout(chosen)
        inside.setContentsMargins(0, look.space.s, 0, 0)
        inside.addLayout(row)
        inside.addWidget(self.versions, 1)
        self.years = YearsView(presenter, context)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setObjectName("settings.calendars.tabs")
        self.tabs.addTab(self.years, translate("Settings", "Years"))
        self.tabs.addTab(chosen, translate("Settings", "Weeks, shifts, units"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(RecountPanel(presenter))
        column.addWidget(self.tabs, 1)
        self.which.edited.connect(lambda: presenter.choose_calendar(self.which.value()))
        self.new_button.clicked.connect(self._on_new_button_clicked)
        presenter.calendars_changed.connect(self._on_presenter_calendars_changed)
        self._on_presenter_calendars_changed()

    def is_unsaved(self) -> bool:
        """Whether the draft says anything, or a year is looked at that is not loaded."""
        return self._presenter.calendar.is_changed or self._presenter.year.is_changed

    def discard(self) -> None:
        """Throws both away."""
        self._presenter.calendar.give_up()
        self._presenter.year.give_up()

    def enter(self) -> None:
        """Reads what may have changed."""
        self._presenter.load_calendars()
        self._presenter.year.load()
        self._presenter.ask_recount()
        self.versions.enter()

    def ask_code(self) -> str:
        """Asks for the code of a new calendar."""
        code, is_given = QInputDialog.getText(
            self,
            translate("Settings", "New calendar"),
            translate("Settings", "Short code in Latin letters, such as night"),
        )
        return code.strip() if is_given else ""

    def _on_new_button_clicked(self) -> None:
        code = self.ask_code()
        if code and code not in {each.code for each in newest_calendars(self._presenter.calendars)}:
            self._presenter.choose_calendar(code)
            self.versions.begin()
        elif code:
            self._presenter.choose_calendar(code)
        self._on_presenter_calendars_changed()

    def _on_presenter_calendars_changed(self) -> None:
        self.which.set_value(self._presenter.calendar.source.key.removeprefix("calendar."))
