"""The line above the form that says which call-back it is about."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from services.contracts.callbacks import CallBack
from ui.callbacks.words import cause_words, message_words
from ui.desk.origin_presenter import OriginPresenter
from ui.language import translate
from ui.lifecycle_words import listed
from ui.work.words import moment_words
from widgets import icons, theme
from widgets.looks import label


class OriginLine(QWidget):
    """Hidden where the draft comes of none."""

    def __init__(self, presenter: OriginPresenter, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.current()
        self._presenter = presenter
        self._now = now
        self._icon = QLabel()
        self.words = label("", "caption", wrap=True)
        self.words.setObjectName("desk.origin")
        row = QHBoxLayout(self)
        row.setContentsMargins(look.space.m, 0, look.space.m, 0)
        row.setSpacing(look.space.s)
        row.addWidget(self._icon)
        row.addWidget(self.words, 1)
        size = self.words.fontMetrics().height()
        self._icon.setPixmap(icons.icon("call", "accent").pixmap(size, size))
        presenter.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Shows what is known."""
        found = self._presenter.found
        self.words.setText("\n".join(origin_words(each, self._now()) for each in found))
        self.setVisible(bool(found))


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
