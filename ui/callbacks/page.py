"""The page of call-backs: whom to call at the left, the one that is looked at, with what can be done, at the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QStackedWidget,
    QVBoxLayout,
)

from services.contracts.callbacks import CallBack
from ui.callbacks.panel import CallBackPanel
from ui.callbacks.presenter import CallBacksPresenter, Shown
from ui.callbacks.replies_view import RepliesView
from ui.callbacks.words import (
    cause_tone,
    number_words,
    state_tone,
    state_words,
    ticket_words,
    why_words,
)
from ui.language import translate
from ui.page import Link, Page, PageContext
from ui.settings.mine_view import Segments
from ui.work.words import moment_words
from widgets import theme
from widgets.looks import label, set_look
from widgets.split import SplitPane
from widgets.table import Align, Column, DataTable

_LINES = 12
"""So much of a story is shown: the newest of it."""


class CallBacksPage(Page):
    """F2 takes the citizen and calls; the rest says what came of it."""

    def __init__(self, presenter: CallBacksPresenter, context: PageContext) -> None:
        super().__init__(context)
        self._presenter = presenter
        self._selecting = False
        look = theme.current()
        lists: list[tuple[object, str]] = [
            (Shown.OPEN, translate("CallBacks", "To call")),
            (Shown.CLOSED, translate("CallBacks", "Closed today")),
        ]
        self.replies: RepliesView | None = None
        if presenter.replies is not None:
            lists.append((Shown.REPLIES, translate("CallBacks", "Replies to tell")))
            self.replies = RepliesView(presenter.replies, context, self.open_requested.emit)
        self.which = Segments(translate("CallBacks", "Call-backs"), lists, presenter.shown)
        for button in self.which.buttons.values():
            button.setObjectName("callbacks.which")
        self.counts = label("", "muted")
        self.counts.setContentsMargins(0, 0, theme.current().space.m, 0)
        self.table: DataTable[CallBack] = DataTable(
            translate("CallBacks", "Call-backs"),
            self._columns(),
            key=lambda one: one.id,
            remember=context.remember,
            remember_as="callbacks.list",
            empty=translate("CallBacks", "Loading …"),
        )
        self.table.tools.insertWidget(0, self.counts)
        self.panel = CallBackPanel(presenter, context.commands)
        pane = SplitPane([self.table, self.panel], [7, 4], context.remember, "callbacks.main")
        self.stack = QStackedWidget()
        self.stack.addWidget(pane)
        if self.replies is not None:
            self.stack.addWidget(self.replies)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.space.l, look.space.m, look.space.l, look.space.l)
        column.setSpacing(look.space.s)
        column.addWidget(self.which)
        column.addWidget(self.stack, 1)
        self._connect()
        self._on_rows()
        self.panel.refresh()

    def entered(self) -> None:
        """Puts the focus into the list, where the keys work."""
        self._presenter.read()
        if self.focusWidget() is None:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- making

    def _columns(self) -> list[Column[CallBack]]:
        now = self._presenter.now
        return [
            Column(
                "state",
                translate("CallBacks", "When"),
                value=lambda one: state_words(one, now()),
                sort=lambda one: (not one.due, one.next_at),
                tone=state_tone,
                badge=True,
                width=130,
            ),
            Column(
                "number",
                translate("CallBacks", "Number"),
                value=lambda one: number_words(one.number_masked),
                width=130,
            ),
            Column(
                "cause",
                translate("CallBacks", "Why"),
                value=why_words,
                tone=lambda one: cause_tone(one.cause),
                stretch=True,
            ),
            Column(
                "since",
                translate("CallBacks", "Called at"),
                value=lambda one: moment_words(one.since, now()),
                sort=lambda one: one.since,
                width=96,
                gives_way=True,
            ),
            Column(
                "calls",
                translate("CallBacks", "Calls"),
                value=lambda one: one.calls,
                align=Align.RIGHT,
                width=60,
                gives_way=True,
            ),
            Column(
                "tries",
                translate("CallBacks", "Tries"),
                value=lambda one: one.tries,
                align=Align.RIGHT,
                width=60,
                gives_way=True,
            ),
            Column("ticket", translate("CallBacks", "Ticket"), value=ticket_words, width=136),
        ]

    def _connect(self) -> None:
        p = self._presenter
        runs = {
            "call": p.call,
            "reached": lambda: p.result(True),
            "not_reached": lambda: p.result(False),
            "release": p.release,
            "give_up": self._ask_why,
            "other_list": p.show_next,
            "told": self._on_told,
            "open_ticket": self._open_newest,
            "new_ticket": self._write_ticket,
            "play": p.message.toggle,
            "message_before": p.message.next_message,
            "slower": lambda: p.message.faster(-1),
            "faster": lambda: p.message.faster(1),
            "refresh": p.read,
        }
        for name, run in runs.items():
            self.bind(name, run)
        for name, button in self.panel.buttons().items():
            button.clicked.connect(self.actions_by_name[name].trigger)
        self.panel.facts.ticket_requested.connect(self._open_ticket)
        self.which.chosen.connect(p.show)
        self.table.row_selected.connect(self._on_table_row_selected)
        self.table.row_activated.connect(lambda _one: p.call())
        self.table.export_requested.connect(self.context.export)
        self.panel.reason.returnPressed.connect(self._give_up)
        p.rows_changed.connect(self._on_rows)
        p.freshness_changed.connect(self._show_counts)
        p.called.connect(self._on_presenter_called)

    # -- doing

    def _on_presenter_called(self) -> None:
        self.open_requested.emit(Link("desk"))

    def _on_told(self) -> None:
        if self.replies is not None and self._presenter.shown is Shown.REPLIES:
            self.replies.told()

    def _open_newest(self) -> None:
        one = self._presenter.one
        if one is not None and one.tickets:
            self._open_ticket(one.tickets[-1].id)

    def _open_ticket(self, ticket_id: str) -> None:
        self.open_requested.emit(Link("ticket", "ticket", ticket_id))

    def _write_ticket(self) -> None:
        p = self._presenter
        if p.can_write and p.one is not None:
            call_id = p.call_made
            self.open_requested.emit(
                Link("desk", "ticket_of_call", call_id) if call_id else Link("desk", "call_back", p.one.id)
            )

    def _ask_why(self) -> None:
        if self._presenter.can_give_up:
            self.panel.ask_why()

    def _give_up(self) -> None:
        if self.panel.reason.text().strip():
            self._presenter.give_up(self.panel.reason.text())
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_table_row_selected(self, one: CallBack | None) -> None:
        if one is not None and not self._selecting:
            self._presenter.choose(one.id)

    # -- what the presenter states

    def _on_rows(self) -> None:
        p = self._presenter
        self.which.show_current(p.shown)
        shows_replies = p.shown is Shown.REPLIES and self.replies is not None
        if self.replies is not None and shows_replies != (self.stack.currentWidget() is self.replies):
            self.stack.setCurrentIndex(int(shows_replies))
            (self.replies.table if shows_replies else self.table).setFocus(Qt.FocusReason.OtherFocusReason)
        if not p.is_read:
            self.table.set_empty(translate("CallBacks", "Loading …"))
        elif p.shown is Shown.CLOSED:
            self.table.set_empty(translate("CallBacks", "Nothing was closed today."))
        else:
            self.table.set_empty(translate("CallBacks", "Nobody is to be called back. Every lost call comes here."))
        self._show_counts()
        self._selecting = True
        try:
            self.table.model.set_rows(p.found.items)
            if p.chosen:
                self.table.go_to(p.chosen)
        finally:
            self._selecting = False

    def _show_counts(self) -> None:
        p, found = self._presenter, self._presenter.found
        words = translate("CallBacks", "due {due} of {open} · no number {withheld}")
        if p.shown is Shown.OPEN and found.open > len(found.items):
            words = translate("CallBacks", "due {due} of {open}, the first {listed} listed · no number {withheld}")
        if p.is_stale:
            # What others have taken meanwhile is not known: a count would be a promise.
            words = translate("CallBacks", "Not live: others may have called meanwhile")
        set_look(self.counts, "words", "warn" if p.is_stale else "")
        values = {"due": found.due, "open": found.open, "withheld": found.withheld, "listed": len(found.items)}
        self.counts.setText(words.format(**values) if p.is_read else "")
