"""The page of supervision: leaders' instructions and the rates, on tabs beside each other."""

from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QTabWidget, QVBoxLayout, QWidget

from ui import moments
from ui.desk.picker import Pick, Picker
from ui.language import translate
from ui.page import Link, Page, PageContext
from ui.supervision.instructions_view import InstructionsView
from ui.supervision.presenter import SupervisionPresenter
from ui.supervision.rates_view import RatesView
from ui.work.viewer import FileViewer
from widgets import theme


def sheet_file(chosen: str, *, is_workbook: bool) -> Path:
    """Returns the file to write: a workbook where that was chosen in the dialog or typed as its ending, else a PDF."""
    file = Path(chosen)
    ending = ".xlsx" if is_workbook or file.suffix.lower() == ".xlsx" else ".pdf"
    # The dialog leaves the suggested ending there when another kind is chosen.
    bare = file.with_suffix("") if file.suffix.lower() in (".pdf", ".xlsx") else file
    return bare.with_name(f"{bare.name}{ending}")


class SupervisionPage(Page):
    """Instructions for supervisors, rates for all who may read figures."""

    def __init__(self, presenter: SupervisionPresenter, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._presenter = presenter
        self._tabs = QTabWidget()
        self._tabs.setObjectName("supervision.tabs")
        self._tabs.setAccessibleName(translate("Supervision", "Supervision"))
        self._tabs.setDocumentMode(True)
        self._tabs.tabBar().setDrawBase(False)
        self.instructions: InstructionsView | None = None
        if presenter.supervises:
            self.instructions = InstructionsView(presenter, context)
            self.instructions.ticket_requested.connect(self._on_ticket_requested)
            self.instructions.sheet_requested.connect(self.write_sheet)
            self._tabs.addTab(self.instructions, translate("Supervision", "Leaders' instructions"))
        self.viewer = FileViewer(presenter.files, self)
        self.picker = Picker(self)
        self.rates = RatesView(presenter, context)
        self.rates.ticket_requested.connect(self._on_ticket_requested)
        self._tabs.addTab(self.rates, translate("Supervision", "Rates"))
        space = theme.current().space
        column = QVBoxLayout(self)
        column.setContentsMargins(space.m, space.s, space.m, space.m)
        column.addWidget(self._tabs)
        self._tabs.currentChanged.connect(lambda _place: self._enter_tab())
        self.bind("new", self._on_new)
        self.bind("enter", presenter.enter)
        self.bind("attach", self._on_attach)
        self.bind("files", self._on_files)
        self.bind("weekly", self.write_sheet)
        self.bind("next_view", lambda: self._tabs.setCurrentIndex((self._tabs.currentIndex() + 1) % self._tabs.count()))

    def entered(self) -> None:
        """Puts the focus where work goes on."""
        self._enter_tab()

    def open_link(self, link: Link) -> None:
        """Begins an instruction about a ticket (its number)."""
        if link.what == "ticket_number" and self.instructions is not None:
            self._tabs.setCurrentWidget(self.instructions)
            self.instructions.begin(link.value)

    def write_sheet(self) -> None:
        """Asks of which week, this or the one before."""
        if not self._presenter.supervises:
            return
        today: date = moments.day_of(self._presenter.now())
        this = today - timedelta(days=today.weekday())
        weeks = {monday.isoformat(): monday for monday in (this, this - timedelta(days=7))}
        names = (translate("Supervision", "This week"), translate("Supervision", "Last week"))
        self.picker.pick(
            translate("Supervision", "Weekly sheet of which week?"),
            [
                Pick(key, name, f"{monday} – {monday + timedelta(days=6)}")
                for (key, monday), name in zip(weeks.items(), names, strict=True)
            ],
            lambda key: self._write_week(weeks[key]),
            translate("Supervision", "There is no such week."),
        )

    def _write_week(self, monday: date) -> None:
        """Asks where to, and writes the sheet of a week."""
        name = translate("Supervision", "Weekly sheet {day}").format(day=monday.isoformat())
        file = self.choose_file(f"{name}.pdf")
        if file is not None:
            self._presenter.write_week(file, monday)

    def choose_file(self, suggested: str) -> Path | None:
        """Asks for a file with Qt's dialog."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        workbook = translate("Supervision", "Excel workbook (*.xlsx)")
        chosen, kind = QFileDialog.getSaveFileName(
            self,
            translate("Supervision", "Weekly sheet"),
            str(Path(folder) / suggested),
            f"PDF (*.pdf);;{workbook}",
        )
        return sheet_file(chosen, is_workbook=kind == workbook) if chosen else None

    def _on_new(self) -> None:
        if self.instructions is not None:
            self._tabs.setCurrentWidget(self.instructions)
            self.instructions.begin()

    def _on_attach(self) -> None:
        if self.instructions is not None:
            self.instructions.attach()

    def _on_files(self) -> None:
        if self.instructions is not None:
            self.instructions.look_at()

    def _on_ticket_requested(self, ticket_id: str) -> None:
        self.open_requested.emit(Link("ticket", "ticket", ticket_id))

    def _enter_tab(self) -> None:
        view = self._tabs.currentWidget()
        if isinstance(view, InstructionsView | RatesView):
            view.enter()
