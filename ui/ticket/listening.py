"""The player of a ticket's voice messages, once somebody wants to hear one."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.callbacks.message_view import MessageView
from ui.page import Page
from ui.ticket.presenter import TicketPresenter
from widgets.badges import key_text
from widgets.key_button import KeyButton


class Listening(QWidget):
    """Binds the keys of the player on its page. Empty for who may not listen.

    Args:
        page: of the ticket, with the player's commands declared.
        presenter: of the page.
    """

    def __init__(self, page: Page, presenter: TicketPresenter) -> None:
        super().__init__()
        message = self._message = presenter.message
        self.view: MessageView | None = None
        page.bind("play", presenter.listen)
        for name, run in (
            ("message_before", lambda: message.next_message() if message is not None else None),
            ("slower", lambda: message.faster(-1) if message is not None else None),
            ("faster", lambda: message.faster(1) if message is not None else None),
        ):
            page.bind(name, run)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.hide()
        if message is None:
            return
        command = next(each for each in page.context.commands if each.key == "play")
        button = KeyButton(command.title, key_text(command.key_list[0]))
        button.setObjectName("ticket.play")
        button.clicked.connect(page.actions_by_name["play"].trigger)
        self.view = MessageView(message, button)
        column.addWidget(self.view)
        message.changed.connect(self._on_message_changed)

    def _on_message_changed(self) -> None:
        self.setVisible(self._message is not None and self._message.message is not None)
