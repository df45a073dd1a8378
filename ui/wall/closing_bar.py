"""The line above the queue that says which queues are closed, and the button that closes and opens one."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from services.contracts.opening import QueueClosing
from services.contracts.tickets import SkillEntry
from ui.closing_words import all_closed_words, closed_words, why_words
from ui.language import translate
from ui.problems import problem_words
from ui.wall.closing_dialog import ClosingDialog
from ui.wall.presenter import WallPresenter
from widgets import icons, theme
from widgets.badges import key_text
from widgets.looks import label
from widgets.theme import Tone
from widgets.toast import Offer

CLOSE_KEY = "F4"


class ClosingBar(QWidget):
    """Says it for everybody, and takes no room while none is closed.

    ``button`` is for who may close queues; the board puts it where there is room.
    """

    said = Signal(str, object, object)
    """What came of it, its tone, and how it is undone (or ``None``)."""

    def __init__(self, presenter: WallPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wall = presenter
        self._presenter = presenter.closings
        self._offers: dict[str, tuple[int, Offer]] = {}
        """To open a queue again, by queue, each with the closing that it takes back."""
        space = theme.current().space
        self._sign, self._words = label(), label("", "strong")
        self._sign.setPixmap(icons.icon("lock", "warn").pixmap(space.icon, space.icon))
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setMinimumWidth(1)
        self.button = QPushButton()
        self.button.setObjectName("wall.close_queue")
        self.button.setProperty("look", "quiet")
        self.button.setIcon(icons.icon("lock"))
        words = translate("Wall", "Close or open a queue")
        self.button.setToolTip(f"{words} ({key_text(CLOSE_KEY)})")
        self.button.setAccessibleName(words)
        self.button.setVisible(self._presenter.may_close)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, space.xs)
        row.setSpacing(space.s)
        row.addWidget(self._sign)
        row.addWidget(self._words, 1)
        self.button.clicked.connect(self.open_dialog)
        self._presenter.changed.connect(self.refresh)
        self._presenter.found.connect(self._on_presenter_found)
        self._presenter.decided.connect(self._on_presenter_decided)
        self._presenter.failed.connect(self._on_presenter_failed)
        presenter.queue_changed.connect(self.refresh)
        self.refresh()

    def stops(self) -> list[QWidget]:
        """Returns what Tab stops at."""
        return [self.button]

    def text(self) -> str:
        """Returns what the line says."""
        return self._words.text()

    def refresh(self) -> None:
        """Shows which queues are closed; one that is open, or closed anew, is not opened by an older notice any more."""
        closed, now = self._presenter.closed, self._presenter.now()
        versions = {each.skill: each.version for each in closed}
        for skill, (version, _) in list(self._offers.items()):
            if versions.get(skill) != version:
                self._withdraw(skill)
        self._sign.setVisible(bool(closed))
        self._words.setText(all_closed_words(closed, self._wall.queue_name, now))
        self._words.setToolTip(
            "\n".join(f"{closed_words(c, self._wall.queue_name(c.skill), now)}: {why_words(c)}" for c in closed)
        )
        self.button.setText(translate("Wall", "Open …") if closed else translate("Wall", "Close …"))
        self.setVisible(bool(closed))

    def open_dialog(self) -> None:
        """Asks for the queues; the dialog opens when they are there."""
        if self._presenter.may_close:
            self._presenter.find()

    def _on_presenter_found(self, skills: list[SkillEntry], known: dict[str, QueueClosing]) -> None:
        dialog = ClosingDialog(skills, known, self._presenter, parent=self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.close_requested.connect(self._presenter.shut)
        dialog.open_requested.connect(self._presenter.reopen)
        dialog.open()

    def _on_presenter_decided(self, closing: QueueClosing) -> None:
        name = self._wall.queue_name(closing.skill)
        if closing.closed:
            words = closed_words(closing, name, self._presenter.now())
            undo = Offer(partial(self._presenter.reopen, closing.skill, "", closing.version), self)
            self._withdraw(closing.skill)
            self._offers[closing.skill] = (closing.version, undo)
            self.said.emit(translate("Wall", "{closed} for new callers.").format(closed=words), Tone.WARN, undo)
        else:
            self.said.emit(translate("Wall", "{queue} is open again.").format(queue=name), Tone.GOOD, None)

    def _withdraw(self, skill: str) -> None:
        _, offer = self._offers.pop(skill, (0, None))
        if offer is not None:
            offer.withdrawn.emit()
            offer.deleteLater()

    def _on_presenter_failed(self, error: Exception) -> None:
        if not self.window().findChildren(ClosingDialog):
            self.said.emit(problem_words(error), Tone.BAD, None)
