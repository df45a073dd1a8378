"""The call-back that is looked at: what is known of it, what can be done, and what happened so far."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from services.contracts.callbacks import CallBack, CallBackState
from ui.callbacks.facts import Facts
from ui.callbacks.message_view import MessageView
from ui.callbacks.presenter import CallBacksPresenter
from ui.callbacks.words import entry_words
from ui.commands import Command
from ui.language import translate
from ui.work.words import moment_words
from widgets import theme
from widgets.badges import key_text
from widgets.key_button import KeyButton
from widgets.looks import label

_LINES = 12
"""So much of a story is shown: the newest of it."""


class CallBackPanel(QFrame):
    """Follows the presenter; what its buttons do is bound by the page."""

    def __init__(
        self, presenter: CallBacksPresenter, commands: Sequence[Command], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._commands = {command.key: command for command in commands}
        space = theme.current().space
        self.number = label("", "title")
        self.number.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.number.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hint = label("", "muted", wrap=True)
        self.facts = Facts()
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
        self.message = MessageView(presenter.message, self._button("play"))
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
        self.setProperty("look", "card")
        column = QVBoxLayout(self)
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
        presenter.one_changed.connect(self.refresh)

    def buttons(self) -> dict[str, QPushButton]:
        """Returns the buttons by the names of their commands."""
        return {
            "call": self.call_button,
            "reached": self.reached_button,
            "not_reached": self.not_reached_button,
            "release": self.release_button,
            "give_up": self.give_up_button,
            "play": self.message.play_button,
            "open_ticket": self.open_ticket_button,
            "new_ticket": self.new_ticket_button,
        }

    def ask_why(self) -> None:
        """Asks for the reason of closing it without a talk."""
        self.reason.show()
        self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def refresh(self) -> None:
        """Shows what the presenter looks at now."""
        p = self._presenter
        one = p.one
        self.setVisible(one is not None)
        if one is None:
            return
        self.number.setText(p.number())
        self.hint.setText(self._hint(one))
        self.hint.setVisible(bool(self.hint.text()))
        self.facts.show_one(one, p.now())
        self.problem.setText(p.problem)
        self.problem.setVisible(bool(p.problem))
        take = translate("CallBacks", "Take it") if p.is_hidden else translate("CallBacks", "Take it and call")
        if p.is_mine and not p.is_hidden:
            take = translate("CallBacks", "Call again")
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

    def _button(self, name: str, primary: bool = False) -> KeyButton:
        command = self._commands[name]
        button = KeyButton(command.title, key_text(command.key_list[0]))
        button.setObjectName(f"callbacks.{name}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if primary:
            button.setProperty("look", "primary")
        return button

    def _hint(self, one: CallBack) -> str:
        p = self._presenter
        if one.state is CallBackState.CLOSED:
            return ""
        if p.is_hidden:
            return self._hidden_hint()
        if p.is_mine and not p.is_known:
            return translate("CallBacks", "You took it before. Call again, or say what came of it.")
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
