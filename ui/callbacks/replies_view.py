"""Replies that citizens want to hear by telephone: their ticket is opened, the call is made there, and this says that it was."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from services.contracts.channels import Outgoing
from ui import moments
from ui.callbacks.entry import commands
from ui.language import translate
from ui.page import Link, PageContext
from ui.settings.channels.outgoing_presenter import OutgoingPresenter
from widgets import theme
from widgets.badges import key_text
from widgets.key_button import KeyButton
from widgets.looks import label
from widgets.table import Column, DataTable


class RepliesView(QWidget):
    """Never to whom they go nor what they say, which is in the ticket; each look at that is recorded there.

    Args:
        presenter: of messages that wait for a call.
        context: of the page.
        open_link: goes to a ticket.
    """

    def __init__(self, presenter: OutgoingPresenter, context: PageContext, open_link: Callable[[Link], None]) -> None:
        super().__init__()
        self._presenter = presenter
        self._open_link = open_link
        space = theme.current().space
        self.table: DataTable[Outgoing] = DataTable(
            translate("CallBacks", "Replies to tell"),
            _columns(),
            key=lambda message: str(message.id),
            remember=context.remember,
            remember_as="callbacks.replies",
            empty=translate(
                "CallBacks", "No reply is to be told by telephone. Those of citizens who asked for a call come here."
            ),
        )
        keys = {command.key: key_text(command.key_list[0]) for command in commands()}
        self.open_button = KeyButton(translate("CallBacks", "Open the ticket and call from there"), "Enter")
        self.told_button = KeyButton(translate("CallBacks", "The citizen was told"), keys["told"])
        self.open_button.setProperty("look", "primary")
        for name, button in (("open", self.open_button), ("told", self.told_button)):
            button.setObjectName(f"callbacks.replies.{name}")
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        row = QHBoxLayout()
        row.setSpacing(space.s)
        row.addWidget(self.open_button)
        row.addWidget(self.told_button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.s)
        column.addWidget(self.table, 1)
        column.addWidget(self.problem)
        column.addLayout(row)
        self.table.row_activated.connect(self._open)
        self.table.row_selected.connect(lambda _row: self._show_buttons())
        self.table.export_requested.connect(context.export)
        self.open_button.clicked.connect(lambda: self._open(self.table.current_row()))
        self.told_button.clicked.connect(self.told)
        presenter.changed.connect(self._show)
        presenter.refused.connect(self._on_presenter_refused)
        self._show()

    def told(self) -> None:
        """Says that the citizen of the chosen reply was told."""
        message = self.table.current_row()
        if message is not None:
            self.problem.hide()
            self._presenter.told_by_telephone([message])

    def _open(self, message: Outgoing | None) -> None:
        if message is not None:
            self._open_link(Link("ticket", "ticket", message.ticket_id))

    def _show(self) -> None:
        messages = self._presenter.messages
        self.table.model.set_rows(messages)
        if messages and self.table.current_row() is None:
            self.table.go_to(str(messages[0].id))
        self._show_buttons()

    def _show_buttons(self) -> None:
        is_chosen = self.table.current_row() is not None
        self.open_button.setEnabled(is_chosen)
        self.told_button.setEnabled(is_chosen)

    def _on_presenter_refused(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.show()


def _columns() -> list[Column[Outgoing]]:
    return [
        Column("number", translate("CallBacks", "Ticket"), value=lambda message: message.number, stretch=True),
        Column(
            "since",
            translate("CallBacks", "Replied at"),
            value=lambda message: f"{moments.local(message.created_at):%Y-%m-%d %H:%M}",
            sort=lambda message: message.created_at,
            width=160,
        ),
    ]
