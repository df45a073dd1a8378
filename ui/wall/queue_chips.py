"""Which queues the callers wait in, each with its count; one of them narrows the table below to its callers."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from ui.language import translate
from ui.wall.presenter import WallPresenter
from ui.wall.queue_load import QueueLoad
from widgets import theme
from widgets.durations import clock_text
from widgets.looks import label, set_look
from widgets.theme import Tone


class QueueChips(QWidget):
    """Shows as many as there is room for, the fullest of them, in the catalogue's order; the others are counted."""

    queue_chosen = Signal(str)
    """The key of the queue whose callers are to be shown; empty: all."""

    def __init__(self, presenter: WallPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._loads: Mapping[str, QueueLoad] = {}
        self._shown: list[tuple[str, str]] = []
        self._chips: dict[str, QToolButton] = {}
        self._more = label("", "caption")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.current().space.xs)
        self._row.addWidget(self._more)
        self._row.addStretch(1)
        self.chosen = ""

    def stops(self) -> list[QWidget]:
        """Returns what Tab stops at."""
        return list(self._chips.values())

    def texts(self) -> list[str]:
        """Returns what the chips say that are shown."""
        return [chip.text() for chip in self._chips.values() if not chip.isHidden()]

    def choose(self, key: str) -> None:
        """Shows one queue's callers; the same once more shows all again."""
        self.chosen = "" if key == self.chosen else key
        for each, chip in self._chips.items():
            chip.setChecked(each == self.chosen)
        self.queue_chosen.emit(self.chosen)

    def refresh(self, loads: Mapping[str, QueueLoad]) -> None:
        """Shows these queues."""
        self._loads = loads
        if self.chosen and self.chosen not in loads:
            self.choose(self.chosen)
        order = self._in_order()
        shown = [(key, f"{self._presenter.queue_name(key)} {loads[key].waiting}") for key in order]
        if [key for key, _ in shown] != [key for key, _ in self._shown]:
            self._arrange(order)
        if shown != self._shown:
            self._shown = shown
            for key, words in shown:
                self._chips[key].setText(words)
            self._fit()
        self.tick()

    def tick(self) -> None:
        """Counts the waits on; call it every second."""
        now = self._presenter.shown_now()
        for key, load in self._loads.items():
            wait = (now - load.since).total_seconds()
            words = translate("Wall", "{queue}: {count} wait, the longest for {wait}. Click to see only them.").format(
                queue=self._presenter.queue_name(key), count=load.waiting, wait=clock_text(wait)
            )
            self._chips[key].setToolTip(words)
            self._chips[key].setAccessibleName(words)
            tone = Tone.QUIET if self._presenter.is_stale else self._presenter.wait_tone(wait) or Tone.NEUTRAL
            set_look(self._chips[key], "words", str(tone))

    def minimumSizeHint(self) -> QSize:
        """No width is asked for."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shows as many as fit."""
        super().resizeEvent(event)
        self._fit()

    def _in_order(self) -> Sequence[str]:
        known = list(self._presenter.names.skills)
        return sorted(self._loads, key=lambda key: (known.index(key) if key in known else len(known), key))

    def _arrange(self, order: Sequence[str]) -> None:
        for key in self._chips.keys() - self._loads.keys():
            self._row.removeWidget(self._chips[key])
            self._chips.pop(key).deleteLater()
        for place, key in enumerate(order):
            if key not in self._chips:
                self._chips[key] = self._make(key)
            self._row.removeWidget(self._chips[key])
            self._row.insertWidget(place, self._chips[key])
            # Its width is asked for before it is shown.
            self._chips[key].ensurePolished()

    def _make(self, key: str) -> QToolButton:
        chip = QToolButton()
        chip.setObjectName(f"wall.queue.{key}")
        chip.setProperty("look", "quiet")
        chip.setProperty("wall", "chip")
        chip.setCheckable(True)
        chip.clicked.connect(lambda: self.choose(key))
        return chip

    def _fit(self) -> None:
        """Keeps the fullest queues, and the chosen one, as far as there is room."""
        space = theme.current().space
        room = self.width() - self._more.fontMetrics().horizontalAdvance("+00") - space.xs
        fullest = sorted(self._loads, key=lambda key: (key != self.chosen, -self._loads[key].waiting))
        shown: set[str] = set()
        for key in fullest:
            room -= self._chips[key].sizeHint().width() + space.xs
            if room < 0 and shown:
                break
            shown.add(key)
        for key, chip in self._chips.items():
            chip.setVisible(key in shown)
        hidden = [key for key in self._in_order() if key not in shown]
        self._more.setText(f"+{len(hidden)}" if hidden else "")
        self._more.setToolTip(
            "\n".join(f"{self._presenter.queue_name(key)} {self._loads[key].waiting}" for key in hidden)
        )
