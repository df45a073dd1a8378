"""The clock of a call: digits of one width, counting up or down."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QWidget

from widgets import theme
from widgets.durations import clock_text
from widgets.looks import set_look
from widgets.theme import Tone

_BEAT_MS = 200
"""Often enough that no second is skipped on the screen."""


class CallTimer(QLabel):
    """Counts up from a moment, or down to one. Down below ``warn_below`` seconds it turns amber, at zero red.

    Args:
        name: what it counts, for screen readers.
        now: gives the present moment: the server's.
        warn_below: seconds left at which a count-down turns amber.
        size: a size of the type scale.
    """

    def __init__(
        self,
        name: str,
        now: Callable[[], datetime],
        warn_below: float = 10.0,
        size: str = "title",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._now = now
        self._warn_below = warn_below
        self._since: datetime | None = None
        self._until: datetime | None = None
        self.setProperty("look", "timer")
        self.setFont(theme.current().font(size, bold=True, digits=True))
        self.setAccessibleName(name)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        # As wide as the longest usual time, so that nothing beside it moves.
        self.setMinimumWidth(self.fontMetrics().horizontalAdvance("0:00:00"))
        self._timer = QTimer(self, interval=_BEAT_MS)
        self._timer.timeout.connect(self._show)
        self.clear()

    def count_up(self, since: datetime) -> None:
        """Shows the time since a moment."""
        self._since, self._until = since, None
        self._begin()

    def count_down(self, until: datetime) -> None:
        """Shows the time left until a moment; after it the time over, with a plus."""
        self._since, self._until = None, until
        self._begin()

    def stop(self) -> None:
        """Shows nothing."""
        self._since = self._until = None
        self._timer.stop()
        self.clear()

    def _begin(self) -> None:
        self._show()
        self._timer.start()

    def _show(self) -> None:
        tone = Tone.NEUTRAL
        if self._since is not None:
            text = clock_text((self._now() - self._since).total_seconds())
        elif self._until is not None:
            left = (self._until - self._now()).total_seconds()
            text = clock_text(left) if left > 0 else f"+{clock_text(-left)}"
            tone = Tone.BAD if left <= 0 else Tone.WARN if left < self._warn_below else Tone.NEUTRAL
        else:
            text = ""
        if text != self.text():
            self.setText(text)
        set_look(self, "words", str(tone))
