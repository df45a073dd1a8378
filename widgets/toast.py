"""Notices at the lower right: what happened, for some seconds, with a way back where there is one."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from widgets import icons, theme
from widgets.language import translate
from widgets.theme import Tone

_PLAIN_MS = 6_000
_LONG_MS = 12_000
_MOST = 4
_WIDEST = 640
"""As wide as the right column of the desk: what is read at one look."""
_NARROWEST = 320
_ICONS = {Tone.GOOD: "good", Tone.WARN: "warn", Tone.BAD: "bad"}


class Offer(QObject):
    """A way back that may be gone while its notice is still shown: somebody else was faster, or it has a time."""

    withdrawn = Signal()

    def __init__(self, act: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._act = act

    def __call__(self) -> None:
        """Takes back what the notice tells of."""
        self._act()


class Toast(QFrame):
    """One notice. It waits while the mouse is over it; a bad one waits longer, as does one with Undo."""

    closed = Signal()

    def __init__(
        self, text: str, tone: Tone, undo: Callable[[], None] | None, parent: QWidget, undo_key: str = ""
    ) -> None:
        super().__init__(parent)
        look = theme.current()
        self.text = text
        self.undo = undo
        self.setProperty("look", "floating")
        picture = QLabel()
        colour = {Tone.GOOD: "good", Tone.WARN: "warn", Tone.BAD: "bad"}.get(tone, "text_muted")
        picture.setPixmap(icons.icon(_ICONS.get(tone, "info"), colour).pixmap(18, 18))
        words = self._words = QLabel(text)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(look.space.m, 0, look.space.xs, 0)
        row.setSpacing(look.space.s)
        row.addWidget(picture)
        row.addWidget(words, 1)
        if undo is not None:
            name = translate("Toast", "Undo")
            self._back = QPushButton(f"{name}  {undo_key}".strip())
            self._back.setProperty("look", "link")
            self._back.clicked.connect(self.take_back)
            row.addWidget(self._back)
            if isinstance(undo, Offer):
                undo.withdrawn.connect(self._on_undo_withdrawn)
        close = QToolButton()
        close.setProperty("look", "small")
        close.setIcon(icons.icon("close"))
        close.setAccessibleName(translate("Toast", "Close this notice"))
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self.close_notice)
        row.addWidget(close)
        self.setAccessibleName(text)
        self._timer = QTimer(self, singleShot=True, interval=_LONG_MS if undo or tone == Tone.BAD else _PLAIN_MS)
        self._timer.timeout.connect(self.close_notice)
        self._timer.start()

    def take_back(self) -> None:
        """Runs Undo, once."""
        undo, self.undo = self.undo, None
        if undo is not None:
            undo()
        self.close_notice()

    def _on_undo_withdrawn(self) -> None:
        """What was told stays to be read; it cannot be taken back any more."""
        self.undo = None
        self._back.hide()

    def close_notice(self) -> None:
        """Goes away."""
        self._timer.stop()
        self.hide()
        self.closed.emit()

    def natural_width(self) -> int:
        """Returns the width at which the sentence stands in one line."""
        self._polish()
        self._words.setWordWrap(False)
        width = self._row.totalSizeHint().width()
        self._words.setWordWrap(True)
        return width

    def height_for(self, width: int) -> int:
        """Returns the height that the whole sentence needs; right also before the notice is first shown."""
        self._polish()
        return max(self._row.totalHeightForWidth(width), self._row.totalMinimumSize().height())

    def _polish(self) -> None:
        for part in (self, *self.findChildren(QWidget)):
            part.ensurePolished()
        self._row.invalidate()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Waits while somebody reads with the mouse."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Goes on."""
        if not self.isHidden():
            self._timer.start()
        super().leaveEvent(event)


class NoticeArea(QWidget):
    """Stacks notices at the foot of its parent, newest at the bottom, the oldest making room. Takes no room itself.

    One sentence in one line lies within the status bar. Several lines hide no button that somebody is about to press: they
    stand beside the buttons at the foot where there is room, else above them.

    Args:
        parent: over whose foot they are shown.
        undo_key: the key of the window that takes the newest back; it stands on the button.
    """

    def __init__(self, parent: QWidget, undo_key: str = "") -> None:
        super().__init__(parent)
        self._host = parent
        self._undo_key = undo_key
        space = theme.current().space
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(space.s)
        self._toasts: list[Toast] = []
        self.hide()
        parent.installEventFilter(self)

    def say(self, text: str, tone: Tone = Tone.NEUTRAL, undo: Callable[[], None] | None = None) -> None:
        """Shows a sentence; the same sentence twice in a row shows once and stays longer."""
        if self._toasts and self._toasts[-1].text == text and undo is None and self._toasts[-1].undo is None:
            self._toasts[-1].close_notice()
        while len(self._toasts) >= _MOST:
            self._toasts[0].close_notice()
        toast = Toast(text, tone, undo, self, self._undo_key)
        toast.closed.connect(lambda: self._remove(toast))
        self._toasts.append(toast)
        self._column.addWidget(toast)
        self._announce(text, tone)
        self.show()
        self.raise_()
        self.place()

    def undo_latest(self) -> bool:
        """Takes back the newest notice that can be; returns whether there was one."""
        for toast in reversed(self._toasts):
            if toast.undo is not None:
                toast.take_back()
                return True
        return False

    def texts(self) -> list[str]:
        """Returns the sentences that are shown, oldest first."""
        return [toast.text for toast in self._toasts]

    def place(self) -> None:
        """Moves to the foot of the parent, in its middle where no button is hidden there."""
        parent = self._host
        room = parent.width() - 2 * theme.current().space.l
        wished = max((toast.natural_width() for toast in self._toasts), default=_WIDEST)
        widest = min(_WIDEST if not theme.current().large else _WIDEST * 5 // 4, room)
        # A sentence that needs more than one line there may have one from side to side; two have two.
        one_line = len(self._toasts) == 1 and widest < wished <= room
        width = wished if one_line else min(widest, wished)
        found = self._at((parent.width() - width) // 2, width)
        hidden = self._buttons_below(found)
        if hidden:
            found = self._beside(found, width) or found.translated(0, min(b.top() for b in hidden) - found.bottom() - 1)
        self.setFixedWidth(found.width())
        self.setGeometry(found)

    def _at(self, left: int, width: int) -> QRect:
        space = theme.current().space
        height = sum(toast.height_for(width) for toast in self._toasts) + space.s * max(0, len(self._toasts) - 1)
        return QRect(left, self._host.height() - height - space.xs // 2, width, height)

    def _beside(self, wished: QRect, width: int) -> QRect | None:
        """Returns the widest place at the foot that hides no button; nothing where all of them are too narrow."""
        space = theme.current().space
        band = QRect(0, wished.top(), self._host.width(), wished.height())
        gaps, free_from = [], 0
        for button in sorted(self._buttons_below(band), key=QRect.left):
            gaps.append((free_from, button.left()))
            free_from = max(free_from, button.right() + 1)
        gaps.append((free_from, self._host.width()))
        for left, right in sorted(gaps, key=lambda gap: gap[0] - gap[1]):
            room = right - left - 2 * space.m
            if room < _NARROWEST:
                break
            found = self._at(left + space.m + max(0, room - width) // 2, min(width, room))
            if not self._buttons_below(found):
                return found
        return None

    def _buttons_below(self, place: QRect) -> list[QRect]:
        """Returns where the buttons are that notices would hide there."""
        found = []
        for button in self._host.findChildren(QAbstractButton):
            if button.isVisible() and button.isEnabled() and not self.isAncestorOf(button):
                shown = QRect(button.mapTo(self._host, QPoint()), button.size())
                # What lies below the edge of a page that scrolls is hidden anyhow.
                if shown.intersects(place) and not button.visibleRegion().isEmpty():
                    found.append(shown)
        return found

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows the size of the parent."""
        if event.type() == QEvent.Type.Resize and watched is self._host:
            self.place()
        return super().eventFilter(watched, event)

    def _remove(self, toast: Toast) -> None:
        if toast in self._toasts:
            self._toasts.remove(toast)
            self._column.removeWidget(toast)
            toast.deleteLater()
            self.setVisible(bool(self._toasts))
            self.place()

    def _announce(self, text: str, tone: Tone) -> None:
        event = QAccessibleAnnouncementEvent(self, text)
        if tone == Tone.BAD:
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)
