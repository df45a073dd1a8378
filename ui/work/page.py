"""A page of work lists: lists above, rows at the left, the open ticket with what can be done at the right."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from services.contracts.lifecycle import Step, WorkRow
from ui.desk.picker import Pick, Picker
from ui.language import translate
from ui.lifecycle_words import step_words
from ui.page import Link, Page, PageContext
from ui.work.acts import Act, ActBar, Shown
from ui.work.bulk import BulkPanel
from ui.work.list_bar import ListBar
from ui.work.presenter import WorkPresenter
from ui.work.step_fields import FIELDS
from ui.work.step_form import StepForm
from ui.work.table import make_table
from ui.work.ticket_view import TicketView
from ui.work.units import Matcher, UnitChoices
from widgets import theme
from widgets.fields.matching import Choice, ChoiceMatcher
from widgets.split import SplitPane
from widgets.theme import Tone


class WorkPage(Page):
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
        super().__init__(context, parent)
        self.presenter = presenter
        self.units: UnitChoices | None = None
        self._selecting = False
        space = theme.current().space
        self.bar = ListBar(presenter)
        self.table = make_table(presenter, context, name, columns)
        presenter.shown_ids = lambda: [row.id for row in self.table.model.shown_rows()]
        self.view = TicketView(presenter, contacts)
        self.panel: QWidget = self.make_panel()
        self.form = StepForm(presenter, self.choose)
        self.acts_bar = ActBar()
        self.picker = Picker(self)
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
        self._on_choices()
        self._on_rows()
        self._show_acts()

    # -- what a page's own class says

    def make_panel(self) -> QWidget:
        """Returns what stands between the ticket and the form."""
        empty = QWidget()
        empty.hide()
        return empty

    def acts(self) -> Sequence[Act]:
        """Returns the steps of the page, the main one first."""
        raise NotImplementedError

    def bulk_steps(self) -> Sequence[Step]:
        """Returns the steps that make sense for many at once."""
        raise NotImplementedError

    def bind_own(self) -> None:
        """Binds the commands that are the page's alone."""

    def choose(self, name: str, step: Step) -> Matcher:
        """Returns what a type-ahead field of the form offers."""
        if name == "unit" and self.units is not None:
            ticket = self.presenter.ticket
            if step is Step.DELEGATE and ticket is not None:
                return self.units.below(ticket.unit)
            return self.units.everywhere()
        return ChoiceMatcher([])

    # -- the window's calls

    def entered(self) -> None:
        """Puts the focus into the list, where the keys work."""
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

    def event(self, event: QEvent) -> bool:
        """Escape closes the form before it does anything else."""
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and event.type() == QEvent.Type.KeyPress and self._escape():
            event.accept()
            return True
        return super().event(event)

    # -- connecting

    def _connect(self) -> None:
        p = self.presenter
        self.table.row_selected.connect(self._on_table_row_selected)
        self.table.row_activated.connect(lambda _row: self._do_main())
        p.rows_changed.connect(self._on_rows)
        p.opened.connect(self._on_opened)
        p.ticket_changed.connect(self._show_acts)
        p.form_changed.connect(self._on_form)
        p.lists_changed.connect(self._show_empty)
        p.choices_changed.connect(self._on_choices)
        p.said.connect(self._on_said)
        self.form.send_requested.connect(self._send)
        self.form.close_requested.connect(self._close_form)
        self.form.phrase_requested.connect(self._phrases)

    def _bind_all(self) -> None:
        p = self.presenter
        for act in self.acts():
            self.bind(act.command, lambda act=act: self._do(act))  # type: ignore[misc]
        self.bind("next_ticket", lambda: p.go_on(1))
        self.bind("previous_ticket", lambda: p.go_on(-1))
        self.bind("next_list", lambda: p.next_tab(1))
        self.bind("previous_list", lambda: p.next_tab(-1))
        self.bind("list", self.table.setFocus)
        self.bind("open_ticket", self._open_whole_ticket)
        self.bind("send", self._send)
        self.bind("discard", self._discard)
        self.bind("phrase", self._phrases)
        self.bind("many", self._many)
        self.bind("refresh", p.read)
        self.bind_own()

    # -- keys

    def _do(self, act: Act) -> None:
        step = next((step for step in act.steps if self.presenter.may(step)), None)
        if step is None:
            return
        self.run_step(step)

    def run_step(self, step: Step) -> None:
        """Takes a step at once, or opens its form where it needs something."""
        if step in FIELDS and self.wants_form(step):
            if self.presenter.open_form(step):
                self.form.focus_first()
        else:
            self.presenter.take(step)

    def wants_form(self, step: Step) -> bool:
        """Tells whether a step asks for something first; one that needs nothing is taken at once."""
        opened = self.presenter.opened_ticket
        return bool(opened is not None and opened.offers.get(step)) or step in (Step.ASSIGN,)

    def _do_main(self) -> None:
        main = next((act for act in self.acts() if any(self.presenter.may(step) for step in act.steps)), None)
        if main is not None and self.presenter.form is None:
            self._do(main)

    def _send(self) -> None:
        if self.presenter.form is not None and self.presenter.send_form():
            self.table.setFocus()

    def _close_form(self) -> None:
        self.presenter.close_form()
        self.table.setFocus()

    def _discard(self) -> None:
        self.presenter.discard_form()
        self.table.setFocus()

    def _escape(self) -> bool:
        if self.bulk.isVisible():
            self.bulk.give_up()
            return True
        if self.presenter.form is not None:
            self._close_form()
            return True
        return False

    def _open_whole_ticket(self) -> None:
        if self.presenter.open_id:
            self.open_requested.emit(Link("ticket", "ticket", self.presenter.open_id))

    def _phrases(self) -> None:
        body, choices = self.form.body(), self.presenter.choices
        if body is None or choices is None:
            return
        texts = {phrase.key: phrase.text for phrase in choices.catalogue.phrases}
        picks = [Pick(p.key, p.name, p.text.replace("\n", " ")[:26], "", "note") for p in choices.catalogue.phrases]
        self.picker.pick(
            translate("Work", "Insert a phrase"),
            picks,
            lambda key: body.insert_phrase(texts[key]),
            translate("Work", "There are no phrases like this."),
        )

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

    def _on_rows(self) -> None:
        self._selecting = True
        try:
            self.table.model.set_rows(self.presenter.rows)
            self._go_to_open()
        finally:
            self._selecting = False
        self._show_empty()

    def _on_opened(self) -> None:
        self._selecting = True
        try:
            self._go_to_open()
        finally:
            self._selecting = False
        self._on_form()
        self._show_acts()

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

    def _on_form(self) -> None:
        self.form.units = self.units
        self.form.refresh()
        self._show_acts()

    def _on_choices(self) -> None:
        if self.presenter.choices is not None:
            self.units = UnitChoices(self.presenter.choices)
            self.form.units = self.units
            self.table.model.set_rows(self.presenter.rows)
            self._on_rows()

    def _on_said(self, words: str, tone: str, undo: Callable[[], None] | None) -> None:
        self.context.notices.say(words, Tone(tone), undo)

    def _show_acts(self) -> None:
        p = self.presenter
        shown = []
        keys = {command.key: command.keys for command in self.context.commands}
        for act in self.acts():
            action = self.actions_by_name.get(act.command)
            if action is None:
                continue
            step = next((step for step in act.steps if p.may(step)), None)
            action.setEnabled(step is not None)
            if step is not None and act.shown():
                shown.append(Shown(action, step_words(step.value), keys[act.command]))
        self.acts_bar.show_acts(shown)
        # While something is typed only its own button counts.
        self.acts_bar.setVisible(p.form is None)
        for name in ("send", "discard"):
            if name in self.actions_by_name:
                self.actions_by_name[name].setEnabled(p.form is not None)


def choice_matcher(choices: Sequence[Choice]) -> Matcher:
    """Returns a matcher over some choices."""
    return ChoiceMatcher(choices)
