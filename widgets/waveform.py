"""The loudness of a recording over its time, with the place that plays and pins to comments."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from widgets import theme
from widgets.durations import clock_text
from widgets.language import translate
from widgets.theme import Tone

_SKIP = 5.0
_SMALL_SKIP = 1.0
_NEAR = 7
"""Pixels within which a pin counts as hit."""
_SCALE_FROM = 80
"""Pixels of height from which there is room for a scale below the voices."""
_LABEL_ROOM = 64
_STEPS = (5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600)
"""Seconds between two labels of the scale."""
_TONE_ROLES = {Tone.BAD: "bad_fill", Tone.WARN: "warn", Tone.GOOD: "good"}


@dataclass(frozen=True)
class Pin:
    """A mark at a second of the recording."""

    key: str
    second: float
    text: str = ""
    tone: Tone = Tone.ACCENT


@dataclass(frozen=True)
class Shade:
    """A stretch of the recording with a coloured ground: on hold, silent; ``words`` say which, where there is room."""

    start: float
    end: float
    tone: Tone = Tone.QUIET
    words: str = ""


class Waveform(QWidget):
    """Click or arrows to move; Shift for a second, Home and End; ``[`` and ``]`` go from pin to pin; Enter opens a pin."""

    seek_requested = Signal(float)
    """Play from this second."""
    pin_activated = Signal(str)
    """The key of a pin that was clicked or opened."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = theme.current()
        self._peaks: Sequence[float] = ()
        self._lower: Sequence[float] | None = None
        self._shades: Sequence[Shade] = ()
        self._duration = 0.0
        self._position = 0.0
        self._pins: list[Pin] = []
        self._picture: QPixmap | None = None
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumHeight(56)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_recording(
        self,
        peaks: Sequence[float],
        duration: float,
        lower: Sequence[float] | None = None,
        shades: Sequence[Shade] = (),
    ) -> None:
        """Shows a recording: loudness from 0 to 1 at equal distances, and its length in seconds.

        With ``lower`` there are two voices: ``peaks`` grows up from the middle, ``lower`` down, in another colour.
        """
        self._peaks, self._lower, self._shades = peaks, lower, shades
        self._duration, self._position = max(0.0, duration), 0.0
        self._picture = None
        self._describe()
        self.update()

    def set_position(self, second: float) -> None:
        """Shows which second plays."""
        before, self._position = self._position, max(0.0, min(self._duration, second))
        if int(before) != int(self._position):
            self._describe()
        for at in (before, self._position):
            self.update(int(self._x(at)) - 8, 0, 16, self.height())
        # What has been played is tinted; repaint what lies between.
        left, right = sorted((self._x(before), self._x(self._position)))
        self.update(int(left) - 1, 0, int(right - left) + 2, self.height())

    @property
    def position(self) -> float:
        """The second that plays."""
        return self._position

    def set_pins(self, pins: Sequence[Pin]) -> None:
        """Shows these pins."""
        self._pins = sorted(pins, key=lambda pin: pin.second)
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room, a finger high."""
        return QSize(400, 72)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moves from the keyboard."""
        skip = _SMALL_SKIP if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _SKIP
        seconds = [pin.second for pin in self._pins]
        match event.key():
            case Qt.Key.Key_Left:
                self._seek(self._position - skip)
            case Qt.Key.Key_Right:
                self._seek(self._position + skip)
            case Qt.Key.Key_Home:
                self._seek(0.0)
            case Qt.Key.Key_End:
                self._seek(self._duration)
            case Qt.Key.Key_BracketLeft if (place := bisect_left(seconds, self._position - 0.05) - 1) >= 0:
                self._seek(seconds[place])
            case Qt.Key.Key_BracketRight if (place := bisect_right(seconds, self._position + 0.05)) < len(seconds):
                self._seek(seconds[place])
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._open_pin_near(self._x(self._position))
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Opens a pin or plays from where it was clicked."""
        if event.button() == Qt.MouseButton.LeftButton and self._duration:
            if event.position().y() > 16 or not self._open_pin_near(event.position().x()):
                self._seek(event.position().x() / max(1, self.width()) * self._duration)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follows a pressed mouse."""
        if event.buttons() & Qt.MouseButton.LeftButton and self._duration:
            self._seek(event.position().x() / max(1, self.width()) * self._duration)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draws the curve anew."""
        self._picture = None
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        """Shows what a pin says, or the time, under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            pin = self._pin_near(event.pos().x())
            second = event.pos().x() / max(1, self.width()) * self._duration
            shade = next((each for each in self._shades if each.words and each.start <= second < each.end), None)
            text = f"{clock_text(second)} {shade.words}" if shade else clock_text(second)
            if pin:
                text = f"{clock_text(pin.second)} {pin.text}"
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints curve, played part, pins, place, focus."""
        if self._picture is None:
            self._picture = self._draw()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        at = self._x(self._position)
        played = self._look.colour("accent")
        played.setAlpha(36)
        painter.fillRect(QRectF(0, 0, at, self.height()), played)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for pin in self._pins:
            self._paint_pin(painter, pin)
        painter.setPen(QPen(self._look.colour("text"), 2))
        painter.drawLine(QPointF(at, 0), QPointF(at, self.height()))
        if self.hasFocus():
            painter.setPen(QPen(self._look.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _draw(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(self._look.colour("sunken"))
        painter = QPainter(picture)
        for shade in self._shades:
            left, right = self._x(shade.start), self._x(shade.end)
            painter.fillRect(QRectF(left, 0, max(1.0, right - left), self._foot()), self._look.tone(shade.tone)[1])
        if self._lower is None:
            self._draw_voice(painter, self._peaks, "accent", 1, 1)
        else:
            self._draw_voice(painter, self._peaks, "accent", 1, 0)
            self._draw_voice(painter, self._lower, "good", 0, 1)
        for shade in self._shades:
            self._name(painter, shade)
        self._draw_scale(painter)
        painter.end()
        return picture

    def scale(self) -> list[int]:
        """Returns the seconds that are written below the voices; none where the recording has no length or there is no room."""
        if not self._duration or self._foot() == self.height():
            return []
        most = max(1.0, self.width() / _LABEL_ROOM)
        step = next((step for step in _STEPS if self._duration / step <= most), _STEPS[-1])
        return list(range(step, int(self._duration) + 1, step))

    def _foot(self) -> int:
        """Returns where the voices end and the scale begins."""
        tall = self.height() >= _SCALE_FROM
        return self.height() - QFontMetrics(self._look.font("caption")).height() if tall else self.height()

    def _draw_scale(self, painter: QPainter) -> None:
        painter.setFont(self._look.font("caption", digits=True))
        painter.setPen(self._look.colour("text_muted"))
        foot = self._foot()
        for second in self.scale():
            x, words = self._x(second), clock_text(second)
            width = painter.fontMetrics().horizontalAdvance(words)
            painter.drawLine(QPointF(x, foot), QPointF(x, foot + 3))
            # At the left of its mark: the last one must not stand beyond the edge.
            painter.drawText(QPointF(x - width - 3, self.height() - painter.fontMetrics().descent()), words)

    def _name(self, painter: QPainter, shade: Shade) -> None:
        painter.setFont(self._look.font("caption"))
        width = painter.fontMetrics().horizontalAdvance(shade.words)
        left, right = self._x(shade.start), self._x(shade.end)
        if shade.words and width + 8 <= right - left:
            text, soft = self._look.tone(shade.tone)
            height = painter.fontMetrics().height()
            # On a ground of its own: loud voices would make it unreadable.
            place = QRectF(left, self._foot() - height, width + 8, height)
            painter.fillRect(place, soft)
            painter.setPen(text)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, shade.words)

    def _draw_voice(self, painter: QPainter, peaks: Sequence[float], role: str, up: int, down: int) -> None:
        painter.setPen(QPen(self._look.colour(role), 1))
        middle, count = self._foot() / 2, len(peaks)
        for x in range(self.width() if count else 0):
            first = x * count // self.width()
            last = max(first + 1, (x + 1) * count // self.width())
            half = max(0.5, max(peaks[first:last]) * (middle - 4))
            painter.drawLine(QPointF(x, middle - half * up), QPointF(x, middle + half * down))

    def _paint_pin(self, painter: QPainter, pin: Pin) -> None:
        x = self._x(pin.second)
        colour = self._look.colour(_TONE_ROLES.get(pin.tone, "special"))
        painter.setPen(QPen(colour, 1))
        painter.drawLine(QPointF(x, 10), QPointF(x, self.height()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([QPointF(x - 5, 1), QPointF(x + 5, 1), QPointF(x, 11)]))

    def _x(self, second: float) -> float:
        return second / self._duration * self.width() if self._duration else 0.0

    def _seek(self, second: float) -> None:
        if self._duration:
            self.set_position(second)
            self.seek_requested.emit(self._position)

    def _pin_near(self, x: float) -> Pin | None:
        near = [pin for pin in self._pins if abs(self._x(pin.second) - x) <= _NEAR]
        return min(near, key=lambda pin: abs(self._x(pin.second) - x)) if near else None

    def _open_pin_near(self, x: float) -> bool:
        pin = self._pin_near(x)
        if pin is not None:
            self.pin_activated.emit(pin.key)
        return pin is not None

    def _describe(self) -> None:
        self.setAccessibleDescription(
            translate("Waveform", "{position} of {duration}").format(
                position=clock_text(self._position), duration=clock_text(self._duration)
            )
        )
