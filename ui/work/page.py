"""A page of work lists: lists above, rows at the left, the open ticket with what can be done at the right."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout, QWidget

from services.contracts.lifecycle import Step, WorkRow
from services.contracts.views import SavedView
from ui.desk.picker import Pick
from ui.language import translate
from ui.lifecycle_words import step_words
from ui.page import Link, PageContext
from ui.work.acts import Act, Shown
from ui.work.bulk import BulkPanel
from ui.work.list_bar import ListBar
from ui.work.presenter import WorkPresenter
from ui.work.step_fields import FIELDS
from ui.work.stepping import SteppingPage
from ui.work.table import make_table
from ui.work.ticket_view import TicketView
from ui.work.units import Matcher
from ui.work.views import Arranged
from ui.work.views_button import ViewsButton
from widgets import icons, theme
from widgets.fields.matching import Choice, ChoiceMatcher
from widgets.split import SplitPane


class WorkPage(SteppingPage):
    """What Dispatch and Tasks have in common. A page's own class says columns, acts, and adds its panel.

    Args:
        presenter: of the page.
        context: of the page.
        name: what the lists hold, for people.
        columns: shown at first.
        contacts: whether the person has to reach citizens.
    """

    def __init__(
        self,
        presenter: WorkPresenter,
        context: PageContext,
        name: str,
        columns: Sequence[str],
        contacts: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(presenter, context, parent)
        self._selecting = False
        self._wanted: tuple[str, Act] | None = None
        space = theme.current().space
        self.views = ViewsButton(presenter.views, self._arranged, self.show_view, presenter.page)
        self.bar = ListBar(presenter)
        self.bar.add_tool(self.views)
        self.table = make_table(presenter, context, name, columns)
        presenter.shown_ids = lambda: [row.id for row in self.table.model.shown_rows()]
        self.view = TicketView(presenter, contacts)
        self.panel: QWidget = self.make_panel()
        right = QFrame()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.s)
        column.addWidget(self.view, 1)
        for part in (self.panel, self.form, self.acts_bar):
            column.addWidget(part)
        split = SplitPane([self.table, right], [9, 11], context.remember, f"{presenter.page}.main")
        page = QVBoxLayout(self)
        page.setContentsMargins(space.m, space.s, space.m, space.s)
        page.setSpacing(space.s)
        page.addWidget(self.bar)
        page.addWidget(split, 1)
        self.bulk = BulkPanel(presenter, self.table.selected_rows, self)
        self._connect()
        self._bind_all()
        self.connect_steps()
        self._on_rows()

    # -- what a page's own class says

    def make_panel(self) -> QWidget:
        """Returns what stands between the ticket and the form."""
        empty = QWidget()
        empty.hide()
        return empty

    def bulk_steps(self) -> Sequence[Step]:
        """Returns the steps that make sense for many at once."""
        raise NotImplementedError

    def bind_own(self) -> None:
        """Binds the commands that are the page's alone."""

    def home(self) -> QWidget:
        """The list, where the keys work."""
        return self.table

    # -- the window's calls

    def entered(self) -> None:
        """Puts the focus into the list, where the keys work."""
        super().entered()
        self.presenter.refresh()
        if self.presenter.form is None:
            self.table.setFocus()
        else:
            self.form.focus_first()

    def open_link(self, link: Link) -> None:
        """Opens a ticket or a list."""
        if link.what == "ticket":
            self.presenter.open(link.value)
        elif link.what == "list":
            self.presenter.show_tab(link.value)
        elif link.what == "place":
            self.table.set_filter(link.value)
            self.table.setFocus()

    # -- connecting

    def _connect(self) -> None:
        p = self.presenter
        self.table.row_selected.connect(self._on_table_row_selected)
        self.table.row_activated.connect(lambda _row: self._do_main())
        self.table.filter_field.text_settled.connect(self._on_filter_settled)
        p.rows_changed.connect(self._on_rows)
        p.opened.connect(self._on_opened)
        p.ticket_changed.connect(self._on_ticket_changed)
        p.lists_changed.connect(self._show_empty)
        p.following.changed.connect(self.table.view.viewport().update)
        self.table.menu_requested.connect(self._on_table_menu_requested)
        self.view.call_requested.connect(self.call_citizen)

    def _bind_all(self) -> None:
        p = self.presenter
        for act in self.acts():
            self.bind(act.command, lambda act=act: self.do(act))  # type: ignore[misc]
        self.bind("next_ticket", lambda: p.go_on(1))
        self.bind("previous_ticket", lambda: p.go_on(-1))
        self.bind("next_list", lambda: p.next_tab(1))
        self.bind("previous_list", lambda: p.next_tab(-1))
        self.bind("list", self.table.setFocus)
        self.bind("open_ticket", self._open_whole_ticket)
        self.bind("many", self._many)
        self.bind("refresh", p.read)
        self.bind("views", self.views.open_menu)
        self.bind("save_view", self.views.ask_to_save)
        self.bind_own()

    # -- keys

    def do(self, act: Act) -> None:
        """Takes the first step of an act that is offered; a key that was faster than the ticket opens its form when it is there."""
        if self.presenter.is_opening:
            self._wanted = (self.presenter.open_id, act)
        else:
            super().do(act)

    def shown_acts(self) -> list[Shown]:
        """Returns the buttons of what is possible now; while a ticket is on its way each key is heard."""
        shown = super().shown_acts()
        if self.presenter.is_opening:
            for act in self.acts():
                self.actions_by_name[act.command].setEnabled(True)
        return shown

    def _do_main(self) -> None:
        main = next((act for act in self.acts() if any(self.presenter.may(step) for step in act.steps)), None)
        if main is not None and self.presenter.form is None:
            self.do(main)

    def show_view(self, view: SavedView) -> None:
        """Looks at the lists as a saved view says; a list that the page does not have any more is left out."""
        if any(tab.key == view.list for tab in self.presenter.tabs):
            self.presenter.show_tab(view.list)
        known = {column.key for column in self.table.model.columns}
        self.table.set_filter(view.filter)
        self.table.model.set_sort(view.sort if view.sort in known else None, view.descending)
        self.table.setFocus()

    def _arranged(self) -> Arranged:
        sort, descending = self.table.model.sorted_by
        return Arranged(self.presenter.tab, self.table.filter_field.text(), sort or "", descending)

    def _on_table_menu_requested(self, row: WorkRow, where: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        following = self.presenter.following
        words = translate("Work", "Do not follow any more") if following.is_on(row.id) else translate("Work", "Follow")
        menu.addAction(icons.icon("follow"), words, lambda: following.toggle(row.id, row.number))
        open_words = translate("Work", "Open the whole ticket")
        menu.addAction(
            icons.icon("ticket"), open_words, lambda: self.open_requested.emit(Link("ticket", "ticket", row.id))
        )
        menu.addSeparator()
        self.table.fill_menu(menu)
        menu.popup(where)
        menu.setActiveAction(menu.actions()[0])

    def escape(self) -> bool:
        """Closes the many first, then the form."""
        if self.bulk.isVisible():
            self.bulk.give_up()
            return True
        return super().escape()

    def _open_whole_ticket(self) -> None:
        if self.presenter.open_id:
            self.open_requested.emit(Link("ticket", "ticket", self.presenter.open_id))

    def _many(self) -> None:
        rows: list[WorkRow] = self.table.selected_rows()
        if not rows:
            return
        picks = [Pick(step.value, step_words(step.value)) for step in self.bulk_steps()]
        self.picker.pick(
            translate("Work", "Selected tickets: {count}. What is to be done with all of them?").format(
                count=len(rows)
            ),
            picks,
            lambda key: self.bulk.begin(Step(key), rows),
            translate("Work", "There is no such step."),
        )

    # -- what the presenter states

    def _on_table_row_selected(self, row: WorkRow | None) -> None:
        if row is not None and not self._selecting:
            self.presenter.open(row.id)

    def _on_filter_settled(self, _text: str) -> None:
        """Keys act on the open ticket, so it has to be one of those that the filter shows."""
        shown = self.presenter.shown_ids()
        if self.presenter.form is None and self.presenter.open_id not in shown:
            self.presenter.open(shown[0] if shown else "")

    def _on_rows(self) -> None:
        self._selecting = True
        try:
            self.table.model.set_rows(self.presenter.rows)
            self._go_to_open()
        finally:
            self._selecting = False
        self._show_empty()

    def _on_ticket_changed(self) -> None:
        wanted, self._wanted = self._wanted, None
        if wanted is None or wanted[0] != self.presenter.open_id or self.presenter.form is not None:
            return
        step = next((step for step in wanted[1].steps if self.presenter.may(step)), None)
        # What would be done at once is not done to a ticket that nobody has seen.
        if step is not None and step in FIELDS and self.wants_form(step):
            self.run_step(step)

    def _on_opened(self) -> None:
        self._selecting = True
        try:
            self._go_to_open()
        finally:
            self._selecting = False
        self.show_form()

    def _go_to_open(self) -> None:
        rows = self.table.selected_rows()
        if len(rows) <= 1 and self.presenter.open_id and self.table.view.current_key() != self.presenter.open_id:
            self.table.go_to(self.presenter.open_id)

    def _show_empty(self) -> None:
        p = self.presenter
        tab = next(tab for tab in p.tabs if tab.key == p.tab)
        if not p.is_read:
            self.table.set_empty(translate("Work", "Loading …"))
        elif not p.fresh and not p.rows:
            self.table.set_empty(translate("Work", "The server cannot be reached. The list comes when it is back."))
        else:
            self.table.set_empty(tab.empty())

    def on_choices(self) -> None:
        """Shows the names that the catalogue gives."""
        super().on_choices()
        if self.presenter.choices is not None:
            self._on_rows()


def choice_matcher(choices: Sequence[Choice]) -> Matcher:
    """Returns a matcher over some choices."""
    return ChoiceMatcher(choices)
