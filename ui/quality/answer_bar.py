"""The four answers of a question as one strip: full, partly, none, not applicable."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from services.contracts.quality import Verdict
from services.contracts.scoring import FULL, NONE, PARTLY
from ui.language import translate
from widgets import theme
from widgets.theme import Tone

Answer = tuple[float | None, bool]
"""A share of the points, and whether the question is not applicable."""

ANSWERS: dict[str, Answer] = {"1": (FULL, False), "2": (PARTLY, False), "3": (NONE, False), "0": (None, True)}
"""Answers by their keys."""

_TONES = {"1": Tone.GOOD, "2": Tone.WARN, "3": Tone.BAD, "0": Tone.NEUTRAL}


def key_of(verdict: Verdict | None) -> str:
    """Returns the key of an answer; empty for none, and for a share that no key gives (an imported one)."""
    if verdict is None:
        return ""
    given = (None, True) if verdict.not_applicable else (verdict.share, False)
    return next((key for key, answer in ANSWERS.items() if answer == given), "")


class AnswerBar(QWidget):
    """Painted as one widget instead of four buttons: a scorecard has thirty of them. Keys belong to the row around it."""

    picked = Signal(str)
    """The key of the answer that was clicked."""

    def __init__(self, allow_not_applicable: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = theme.current()
        self._keys = [key for key in ANSWERS if key != "0" or allow_not_applicable]
        self._words = {
            "1": translate("Quality", "Full"),
            "2": translate("Quality", "Partly"),
            "3": translate("Quality", "None", "no points"),
            "0": translate("Quality", "N/A", "not applicable"),
        }
        self._verdict: Verdict | None = None
        self._editable = True
        self._hover = ""
        metrics = QFontMetrics(self._look.font("caption"))
        self._cell = max(metrics.horizontalAdvance(word) for word in self._words.values()) + 2 * self._look.space.s
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)

    def show_answer(self, verdict: Verdict | None, editable: bool) -> None:
        """Shows an answer; without ``editable`` a click does nothing."""
        if verdict != self._verdict or editable != self._editable:
            self._verdict, self._editable = verdict, editable
            self.setCursor(Qt.CursorShape.PointingHandCursor if editable else Qt.CursorShape.ArrowCursor)
            self.update()

    def sizeHint(self) -> QSize:
        """Room for all four, so that answers of all rows stand under each other."""
        return QSize(self._cell * len(ANSWERS), self._look.space.control - 6)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Lights up what a click would pick."""
        self._set_hover(self._key_at(event.position().x()))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is lit up any more."""
        self._set_hover("")
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Picks an answer."""
        key = self._key_at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and key and self._editable:
            self.picked.emit(key)
        else:
            super().mousePressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints frame, the chosen answer, words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._look.font("caption"))
        frame = QRectF(0.5, 0.5, self._cell * len(self._keys) - 1, self.height() - 1)
        shape = QPainterPath()
        shape.addRoundedRect(frame, self._look.space.radius_small, self._look.space.radius_small)
        painter.fillPath(shape, self._look.colour("surface"))
        chosen = key_of(self._verdict)
        painter.setClipPath(shape)
        for place, key in enumerate(self._keys):
            cell = QRectF(place * self._cell, 0, self._cell, self.height())
            text, soft = self._look.tone(_TONES[key])
            if key == chosen:
                painter.fillRect(cell, soft)
                painter.fillRect(QRectF(cell.left(), cell.bottom() - 2, cell.width(), 2), text)
            elif key == self._hover and self._editable:
                painter.fillRect(cell, self._look.colour("hover"))
            painter.setPen(text if key == chosen else self._look.colour("text_muted"))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, self._words[key])
        painter.setPen(QPen(self._look.colour("border"), 1))
        for place in range(1, len(self._keys)):
            painter.drawLine(QPointF(place * self._cell, 0), QPointF(place * self._cell, self.height()))
        painter.setClipping(False)
        painter.drawPath(shape)

    def _key_at(self, x: float) -> str:
        place = int(x // self._cell)
        return self._keys[place] if 0 <= place < len(self._keys) else ""

    def _set_hover(self, key: str) -> None:
        if key != self._hover:
            self._hover = key
            self.update()
