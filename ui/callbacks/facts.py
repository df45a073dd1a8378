"""What is known of a call-back, in pairs; its tickets are links."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from services.contracts.callbacks import CallBack, CallBackState
from ui.callbacks.words import cause_words, reason_words, state_words
from ui.language import translate
from ui.work.words import moment_words
from widgets import theme
from widgets.looks import label


class Facts(QWidget):
    """Made anew only where something has changed: what is selected in it stays so."""

    ticket_requested = Signal(str)
    """Somebody wants to open the ticket with this id."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.current().space
        self.labels: list[QLabel] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(space.l)
        self._grid.setVerticalSpacing(space.xs)
        self._grid.setColumnStretch(1, 1)

    def texts(self) -> list[str]:
        """Returns what is shown."""
        return [each.text() for each in self.labels]

    def show_one(self, one: CallBack, now: datetime) -> None:
        """Shows a call-back as of a moment."""
        facts = _facts(one, now)
        if [text for pair in facts for text in pair] == self.texts():
            return
        for each in self.labels:
            self._grid.removeWidget(each)
            each.deleteLater()
        self.labels = []
        for place, (name, value) in enumerate(facts):
            for column, made in enumerate((label(name, "muted"), label(value, wrap=True))):
                made.setTextFormat(Qt.TextFormat.RichText if value.startswith("<a ") and column else _PLAIN)
                self._grid.addWidget(made, place, column, Qt.AlignmentFlag.AlignTop)
                self.labels.append(made)
        if one.tickets:
            self.labels[-1].setObjectName("callbacks.tickets")
            self.labels[-1].linkActivated.connect(self.ticket_requested)


_PLAIN = Qt.TextFormat.PlainText


def _facts(one: CallBack, now: datetime) -> list[tuple[str, str]]:
    facts = [
        (translate("CallBacks", "Why"), cause_words(one.cause)),
        (translate("CallBacks", "First call"), moment_words(one.since, now)),
        (translate("CallBacks", "Calls"), str(one.calls)),
    ]
    if one.state is CallBackState.CLOSED:
        facts.append((translate("CallBacks", "Outcome"), state_words(one, now)))
        if one.reason:
            facts.append((translate("CallBacks", "Reason"), reason_words(one.reason)))
    elif one.number_masked:
        tries = translate("CallBacks", "{made} made, {left} left").format(made=one.tries, left=one.tries_left)
        facts.append((translate("CallBacks", "Tries"), tries))
    if one.tickets:
        colour = theme.current().colours.accent
        links = (f"<a style='color:{colour}' href='{each.id}'>{each.number}</a>" for each in one.tickets)
        facts.append((translate("CallBacks", "Ticket"), "<br>".join(links)))
    return facts
