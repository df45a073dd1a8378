"""Messages to citizens that were given up, or wait: tried again one by one or all at once, or told by telephone."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from services.contracts.channels import CitizenNotice, Outgoing, OutgoingState
from ui import moments
from ui.language import translate
from ui.page import PageContext
from ui.settings.channels.outgoing_presenter import OutgoingPresenter
from ui.settings.channels.words import problem_words
from ui.settings.mine_view import Segments
from widgets import icons, theme
from widgets.looks import label
from widgets.table import Align, Column, DataTable


class OutgoingView(QWidget):
    """Of one channel: never to whom they go nor what they say, which is in the ticket."""

    def __init__(self, presenter: OutgoingPresenter, context: PageContext) -> None:
        super().__init__()
        self._presenter = presenter
        states = [
            (OutgoingState.FAILED, translate("Settings", "Given up")),
            (OutgoingState.WAITING, translate("Settings", "Waiting")),
        ]
        self.which = Segments(translate("Settings", "Messages to citizens"), states, presenter.state)
        for button in self.which.buttons.values():
            button.setObjectName("settings.outgoing.which")
        self.table: DataTable[Outgoing] = DataTable(
            translate("Settings", "Messages to citizens"),
            _columns(),
            key=lambda message: str(message.id),
            remember=context.remember,
            remember_as="settings.outgoing",
            empty=translate("Settings", "Nothing here: every message to a citizen has gone out."),
        )
        self.retry_button = QPushButton(icons.icon("refresh"), translate("Settings", "Try again"))
        self.retry_all_button = QPushButton(translate("Settings", "Try all again"))
        self.told_button = QPushButton(icons.icon("check"), translate("Settings", "Told by telephone"))
        for place, (button, what) in enumerate(
            ((self.retry_button, "retry"), (self.retry_all_button, "retry_all"), (self.told_button, "told")), start=1
        ):
            button.setObjectName(f"settings.outgoing.{what}")
            self.table.tools.insertWidget(place, button)
        self.table.tools.insertWidget(0, self.which)
        self.problem = label("", "error", wrap=True)
        self.problem.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.current().space.s, 0, 0)
        column.addWidget(self.table, 1)
        column.addWidget(self.problem)
        self.which.chosen.connect(presenter.show_state)
        self.table.export_requested.connect(context.export)
        self.table.row_selected.connect(lambda _row: self._show_buttons())
        self.retry_button.clicked.connect(lambda: self._on_current(presenter.retry))
        self.retry_all_button.clicked.connect(self._on_retry_all_button_clicked)
        self.told_button.clicked.connect(lambda: self._on_current(presenter.told_by_telephone))
        presenter.changed.connect(self._show)
        presenter.refused.connect(self._on_presenter_refused)
        self._show()

    def _on_current(self, act: Callable[[list[Outgoing]], None]) -> None:
        message = self.table.current_row()
        if message is not None:
            self.problem.hide()
            act([message])

    def _on_retry_all_button_clicked(self) -> None:
        self.problem.hide()
        self._presenter.retry(self._presenter.messages)

    def _show(self) -> None:
        self.which.show_current(self._presenter.state)
        self.table.model.set_rows(self._presenter.messages)
        self._show_buttons()

    def _show_buttons(self) -> None:
        is_failed = self._presenter.state is OutgoingState.FAILED
        is_chosen = is_failed and self.table.current_row() is not None
        self.retry_button.setEnabled(is_chosen)
        self.told_button.setEnabled(is_chosen)
        self.retry_all_button.setEnabled(is_failed and len(self._presenter.messages) > 1)

    def _on_presenter_refused(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.show()


def notice_words(notice: CitizenNotice) -> str:
    """Returns what a citizen is told, in a word."""
    return {
        CitizenNotice.ACCEPTED: translate("Settings", "accepted"),
        CitizenNotice.DISPATCHED: translate("Settings", "dispatched"),
        CitizenNotice.EXTENDED: translate("Settings", "more time"),
        CitizenNotice.SUSPENDED: translate("Settings", "has to wait"),
        CitizenNotice.REPLIED: translate("Settings", "reply"),
        CitizenNotice.CLOSED: translate("Settings", "closed (a ticket)"),
        CitizenNotice.WITHDRAWN: translate("Settings", "withdrawn"),
        CitizenNotice.MERGED: translate("Settings", "joined to another one"),
        CitizenNotice.ASKED: translate("Settings", "asked whether it is solved"),
        CitizenNotice.CORRECTED: translate("Settings", "correction"),
    }[notice]


def _columns() -> list[Column[Outgoing]]:
    return [
        Column("number", translate("Settings", "Ticket"), value=lambda m: m.number, width=140),
        Column("notice", translate("Settings", "What it tells"), value=lambda m: notice_words(m.notice), width=150),
        Column(
            "created",
            translate("Settings", "Written"),
            value=lambda m: f"{moments.local(m.created_at):%Y-%m-%d %H:%M}",
            width=130,
        ),
        Column("attempts", translate("Settings", "Tries"), value=lambda m: m.attempts, align=Align.RIGHT, width=56),
        Column(
            "next",
            translate("Settings", "Next try"),
            value=lambda m: f"{moments.local(m.next_at):%m-%d %H:%M}" if m.next_at is not None else "–",
            width=100,
        ),
        Column(
            "problem",
            translate("Settings", "Last problem"),
            value=lambda m: problem_words(m.problem) if m.problem else "",
            tip=lambda m: m.problem,
            stretch=True,
        ),
    ]
