"""The ticket of the call, for reading."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from services.quality.service import TicketFile
from ui.language import translate
from ui.quality.words import kind_words
from widgets import theme
from widgets.badges import StateBadge
from widgets.looks import label
from widgets.theme import Tone


class TicketView(QScrollArea):
    """What the agent wrote down: what an inspector compares with what was said."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.current().space
        self.setObjectName("quality.ticket")
        self.setAccessibleName(translate("Quality", "Ticket of the call"))
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        body = QWidget()
        body.setProperty("look", "plain")
        column = QVBoxLayout(body)
        column.setContentsMargins(space.s, space.s, space.s, space.s)
        column.setSpacing(space.xs)
        self._kind = StateBadge()
        self._urgency = StateBadge()
        self._number = label("", "caption")
        self._number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        head = QHBoxLayout()
        head.setSpacing(space.s)
        for part in (self._kind, self._urgency, self._number):
            head.addWidget(part)
        head.addStretch(1)
        column.addLayout(head)
        self._title = _words("strong")
        self._place = _words("muted")
        self._content = _words()
        self._answer_head = label(translate("Quality", "Answer"), "caption")
        self._answer = _words()
        self._unit = _words("muted")
        for part in (self._title, self._place, self._content, self._answer_head, self._answer, self._unit):
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(body)
        self.show_ticket(None)

    def show_ticket(self, file: TicketFile | None) -> None:
        """Shows a ticket, or that there is none."""
        if file is None:
            self._title.setText(translate("Quality", "No ticket was filed for this call."))
            for part in (self._place, self._content, self._answer, self._answer_head, self._unit, self._number):
                part.setVisible(False)
            self._kind.set_state("", Tone.QUIET)
            self._urgency.set_state("", Tone.QUIET)
            return
        ticket = file.ticket
        kind = kind_words().get(str(ticket.kind), "")
        self._kind.set_state(kind, Tone.ACCENT)
        urgent = {
            "urgent": translate("Quality", "Urgent"),
            "emergency": translate("Quality", "Emergency"),
        }.get(str(ticket.urgency), "")
        self._urgency.set_state(urgent, Tone.BAD)
        category = translate("Quality", "Category: {category}").format(category=file.category) if file.category else ""
        where = translate("Quality", "Place: {place}").format(place=file.place) if file.place else ""
        _fill(self._number, ticket.number)
        _fill(self._title, ticket.title or translate("Quality", "(no title)"))
        _fill(self._place, "\n".join(part for part in (category, where) if part))
        _fill(self._content, ticket.content)
        _fill(self._answer, ticket.answer)
        self._answer_head.setVisible(bool(ticket.answer))
        _fill(self._unit, translate("Quality", "Sent to: {unit}").format(unit=file.unit) if file.unit else "")


def _words(look: str = "") -> QLabel:
    made = label("", look, wrap=True)
    # What citizens and agents wrote is never read as markup.
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def _fill(where: QLabel, text: str) -> None:
    where.setText(text)
    where.setVisible(bool(text))
