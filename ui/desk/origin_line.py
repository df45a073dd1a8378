"""The line above the form that says which call-back it is about, and plays what the citizen said."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from services.contracts.callbacks import CallBack
from ui.callbacks.message_view import MessageView
from ui.callbacks.words import cause_words, message_words
from ui.desk.origin_presenter import OriginPresenter
from ui.language import translate
from ui.lifecycle_words import listed
from ui.page import Page
from ui.work.words import moment_words
from widgets import icons, theme
from widgets.badges import key_text
from widgets.key_button import KeyButton
from widgets.looks import label


class OriginLine(QWidget):
    """Hidden where the draft comes of none. The player takes room from the form only once somebody wants to hear.

    Args:
        page: the desk, with the player's commands declared; they are bound here.
        presenter: what the draft comes of.
        now: for the moments.
    """

    def __init__(self, page: Page, presenter: OriginPresenter, now: Callable[[], datetime]) -> None:
        super().__init__()
        look = theme.current()
        self._presenter = presenter
        self._now = now
        self._icon = QLabel()
        self.words = label("", "caption", wrap=True)
        self.words.setObjectName("desk.origin")
        row = QHBoxLayout()
        row.setSpacing(look.space.s)
        row.addWidget(self._icon)
        row.addWidget(self.words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(look.space.m, 0, look.space.m, 0)
        column.setSpacing(look.space.s)
        column.addLayout(row)
        self._bind(page)
        self.listen_button: KeyButton | None = None
        self.view: MessageView | None = None
        if presenter.message is not None:
            self.listen_button = self._button(page, "desk.listen", translate("Desk", "Play the message"))
            row.addWidget(self.listen_button)
            self.view = MessageView(presenter.message, self._button(page, "desk.play"))
            column.addWidget(self.view)
            presenter.message.changed.connect(self.refresh)
        size = self.words.fontMetrics().height()
        self._icon.setPixmap(icons.icon("call", "accent").pixmap(size, size))
        presenter.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Shows what is known."""
        found, message = self._presenter.found, self._presenter.message
        self.words.setText("\n".join(origin_words(each, self._now()) for each in found))
        if message is not None and self.view is not None and self.listen_button is not None:
            self.listen_button.setVisible(bool(self._presenter.messages) and message.message is None)
            # The line above names a single message already.
            self.view.title.setVisible(len(message.messages) > 1)
        self.setVisible(bool(found))

    def _bind(self, page: Page) -> None:
        message = self._presenter.message
        page.bind("play", self._presenter.listen)
        for name, run in (
            ("message_before", lambda: message.next_message() if message is not None else None),
            ("slower", lambda: message.faster(-1) if message is not None else None),
            ("faster", lambda: message.faster(1) if message is not None else None),
        ):
            page.bind(name, run)

    @staticmethod
    def _button(page: Page, name: str, words: str = "") -> KeyButton:
        command = next(each for each in page.context.commands if each.key == "play")
        button = KeyButton(words or command.title, key_text(command.key_list[0]))
        button.setObjectName(name)
        button.setIcon(icons.icon("play"))
        button.clicked.connect(page.actions_by_name["play"].trigger)
        return button


def origin_words(one: CallBack, now: datetime) -> str:
    """Returns what a citizen is called back for: their messages, else how their call was lost, and when."""
    said = [
        translate("Desk", "{message} of {moment}").format(
            message=message_words(each.seconds), moment=moment_words(each.left_at, now)
        )
        for each in one.messages
    ]
    if not said:
        words = translate("Desk", "{cause}, {moment}")
        said = [words.format(cause=cause_words(one.cause), moment=moment_words(one.since, now))]
    calls = translate("Desk", "{count} calls").format(count=one.calls) if one.calls > 1 else ""
    return translate("Desk", "Call-back: {what}").format(what=listed((*said, calls)))
