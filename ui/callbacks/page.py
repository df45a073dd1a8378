"""The page of call-backs: whom to call at the left, the one that is looked at, with what can be done, at the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from services.contracts.callbacks import CallBack, CallBackState
from ui.callbacks.facts import Facts
from ui.callbacks.message_view import MessageView
from ui.callbacks.presenter import CallBacksPresenter, Shown
from ui.callbacks.replies_view import RepliesView
from ui.callbacks.words import (
    cause_tone,
    entry_words,
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
from widgets.badges import key_text
from widgets.key_button import KeyButton
from widgets.looks import label
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
        self.panel = self._panel()
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
        self._on_one()

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
            ),
            Column("calls", translate("CallBacks", "Calls"), value=lambda one: one.calls, align=Align.RIGHT, width=60),
            Column("tries", translate("CallBacks", "Tries"), value=lambda one: one.tries, align=Align.RIGHT, width=60),
            Column("ticket", translate("CallBacks", "Ticket"), value=ticket_words, width=136),
        ]

    def _panel(self) -> QWidget:
        space = theme.current().space
        self.number = label("", "title")
        self.number.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.number.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hint = label("", "muted", wrap=True)
        self.facts = Facts()
        self.facts.ticket_requested.connect(self._open_ticket)
        self.problem = label("", "error", wrap=True)
        self.reason = QLineEdit()
        self.reason.setObjectName("callbacks.reason")
        self.reason.setMaxLength(200)
        self.reason.setPlaceholderText(translate("CallBacks", "Why nobody calls any more; Enter closes it"))
        self.reason.setAccessibleName(translate("CallBacks", "Reason"))
        self.story = label("", "muted", wrap=True)
        self.call_button = self._button("call", primary=True)
        self.call_key, self.reached_key = key_text("F2"), key_text("F4")
        self.reached_button = self._button("reached")
        self.not_reached_button = self._button("not_reached")
        self.release_button = self._button("release")
        self.give_up_button = self._button("give_up")
        self.message = MessageView(self._presenter.message, self._button("play"))
        self.open_ticket_button = self._button("open_ticket")
        self.new_ticket_button = self._button("new_ticket")
        first, second, third = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row, buttons in (
            (first, (self.call_button, self.release_button)),
            (second, (self.reached_button, self.not_reached_button)),
            (third, (self.open_ticket_button, self.new_ticket_button)),
        ):
            row.setSpacing(space.s)
            for button in buttons:
                row.addWidget(button, 1)
        panel = QFrame()
        panel.setProperty("look", "card")
        column = QVBoxLayout(panel)
        column.setContentsMargins(space.l, space.l, space.l, space.l)
        column.setSpacing(space.m)
        column.addWidget(self.number)
        column.addWidget(self.hint)
        column.addWidget(self.facts)
        column.addWidget(self.message)
        column.addWidget(self.problem)
        column.addLayout(first)
        column.addLayout(second)
        column.addLayout(third)
        column.addWidget(self.give_up_button)
        column.addWidget(self.reason)
        column.addWidget(label(translate("CallBacks", "What happened"), "caption"))
        column.addWidget(self.story)
        column.addStretch(1)
        return panel

    def _button(self, name: str, primary: bool = False) -> KeyButton:
        command = {command.key: command for command in self.context.commands}[name]
        button = KeyButton(command.title, key_text(command.key_list[0]))
        button.setObjectName(f"callbacks.{name}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if primary:
            button.setProperty("look", "primary")
        return button

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
        for name, button in (
            ("call", self.call_button),
            ("reached", self.reached_button),
            ("not_reached", self.not_reached_button),
            ("release", self.release_button),
            ("give_up", self.give_up_button),
            ("play", self.message.play_button),
            ("open_ticket", self.open_ticket_button),
            ("new_ticket", self.new_ticket_button),
        ):
            button.clicked.connect(self.actions_by_name[name].trigger)
        self.which.chosen.connect(p.show)
        self.table.row_selected.connect(self._on_table_row_selected)
        self.table.row_activated.connect(lambda _one: p.call())
        self.table.export_requested.connect(self.context.export)
        self.reason.returnPressed.connect(self._give_up)
        p.rows_changed.connect(self._on_rows)
        p.one_changed.connect(self._on_one)
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
            self.reason.show()
            self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _give_up(self) -> None:
        if self.reason.text().strip():
            self._presenter.give_up(self.reason.text())
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
        counts = translate("CallBacks", "due {due} of {open} · no number {withheld}")
        found = p.found
        self.counts.setText(counts.format(due=found.due, open=found.open, withheld=found.withheld) if p.is_read else "")
        self._selecting = True
        try:
            self.table.model.set_rows(found.items)
            if p.chosen:
                self.table.go_to(p.chosen)
        finally:
            self._selecting = False

    def _on_one(self) -> None:
        p = self._presenter
        one = p.one
        self.panel.setVisible(one is not None)
        if one is None:
            return
        self.number.setText(p.number())
        self.hint.setText(self._hint(one))
        self.hint.setVisible(bool(self.hint.text()))
        self.facts.show_one(one, p.now())
        self.problem.setText(p.problem)
        self.problem.setVisible(bool(p.problem))
        take = translate("CallBacks", "Take it") if p.is_hidden else translate("CallBacks", "Take it and call")
        self.call_button.set_words(take, self.call_key)
        reached = translate("CallBacks", "Dealt with") if p.is_hidden else translate("CallBacks", "Reached")
        self.reached_button.set_words(reached, self.reached_key)
        is_open = one.state is not CallBackState.CLOSED
        for button, enabled in (
            (self.call_button, p.can_call),
            (self.reached_button, p.is_mine and not p.is_busy),
            (self.not_reached_button, p.is_mine and not p.is_busy),
            (self.release_button, p.is_mine and not p.is_busy),
        ):
            button.setVisible(is_open and p.may_call)
            button.setEnabled(enabled)
        # Nobody was called, so nobody was not reached.
        self.not_reached_button.setVisible(is_open and p.may_call and not p.is_hidden)
        self.open_ticket_button.setVisible(bool(one.tickets))
        self.new_ticket_button.setVisible(p.can_write)
        self.give_up_button.setVisible(is_open and p.may_give_up)
        self.give_up_button.setEnabled(p.can_give_up)
        if not self.reason.hasFocus():
            self.reason.clear()
            self.reason.hide()
        now = p.now()
        self.story.setText("\n".join(entry_words(entry, now) for entry in reversed(p.story[-_LINES:])))

    def _hint(self, one: CallBack) -> str:
        p = self._presenter
        if one.state is CallBackState.CLOSED:
            return ""
        if p.is_hidden:
            return self._hidden_hint()
        if p.is_mine:
            return translate(
                "CallBacks", "The call is on Desk. A talk closes this by itself; otherwise say what came of it."
            )
        if one.state is CallBackState.TAKEN:
            return translate("CallBacks", "{name} is calling this citizen.").format(name=one.holder)
        if one.due:
            return translate("CallBacks", "The number is shown once you take it.") if p.may_call else ""
        words = translate("CallBacks", "Nobody calls before {moment}.")
        return words.format(moment=moment_words(one.next_at, p.now()))

    def _hidden_hint(self) -> str:
        if self._presenter.is_mine:
            return translate(
                "CallBacks", "The number was hidden. Listen to the message, then say that it is dealt with."
            )
        return translate(
            "CallBacks", "The number was hidden: nobody can call back. Listen; perhaps the citizen says a number."
        )
