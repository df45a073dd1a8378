"""Small marks: a state, an age, a key."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from widgets import theme
from widgets.durations import clock_text
from widgets.looks import set_look
from widgets.theme import Tone

AgeSteps = Sequence[tuple[float, Tone]]
"""From how many seconds on an age has which tone, rising."""


class StateBadge(QLabel):
    """A word on a soft ground in the colour of a tone: ``待签收``, ``通话中``. Hidden while it has no words."""

    def __init__(self, text: str = "", tone: Tone = Tone.QUIET, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "badge")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_state(text, tone)

    def set_state(self, text: str, tone: Tone) -> None:
        """Changes words and tone."""
        self.setText(text)
        self.setAccessibleName(text)
        set_look(self, "tone", str(tone))
        self.setVisible(bool(text))


class AgeLabel(QLabel):
    """How long ago something was, counting up each second; its colour follows ``steps``.

    Args:
        now: gives the present moment: the server's, not this machine's.
        steps: see :data:`AgeSteps`.
        prefix: put before the time, translated, with ``{age}``: ``等待 {age}``.
    """

    def __init__(
        self, now: Callable[[], datetime], steps: AgeSteps = (), prefix: str = "{age}", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._now = now
        self._steps = steps
        self._prefix = prefix
        self._since: datetime | None = None
        self.setFont(theme.current().font(digits=True))
        self._timer = QTimer(self, interval=1_000)
        self._timer.timeout.connect(self._show)

    def set_since(self, since: datetime | None) -> None:
        """Counts from a moment; ``None`` shows nothing."""
        self._since = since
        self._show()
        if since is None:
            self._timer.stop()
        else:
            self._timer.start()

    def _show(self) -> None:
        if self._since is None:
            self.clear()
            return
        age = (self._now() - self._since).total_seconds()
        self.setText(self._prefix.format(age=clock_text(age)))
        set_look(self, "words", str(tone_of_age(age, self._steps)))


class KeyHint(QLabel):
    """A key, drawn as on a keyboard, beside what it does. Accepts Qt's portable text: ``Ctrl+Return``."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(key_text(keys), parent)
        self.setProperty("look", "key")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.text())


def key_text(keys: str) -> str:
    """Returns the first of the keys as this system writes it: ``Ctrl+Enter``, ``⌘K``."""
    first = keys.split("; ")[0]
    return QKeySequence(first).toString(QKeySequence.SequenceFormat.NativeText).replace("Return", "Enter")


def tone_of_age(seconds: float, steps: AgeSteps) -> Tone:
    """Returns the tone of an age; ``NEUTRAL`` before the first step."""
    reached = [tone for start, tone in steps if seconds >= start]
    return reached[-1] if reached else Tone.NEUTRAL
