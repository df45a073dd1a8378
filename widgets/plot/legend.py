"""The names above a graph: what each curve is, and its value at the cursor."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from widgets import theme
from widgets.looks import label

_SWATCH = 16


class Legend(QWidget):
    """One button for each curve; pressing it hides or shows the curve.

    Names give room up where there is none: what stands beside the graph is not pushed away by the length of a language's words.
    """

    curve_toggled = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.current()
        self._names: dict[str, str] = {}
        self._values: Mapping[str, str] = {}
        self._is_tight = False
        self._buttons: dict[str, QToolButton] = {}
        self._time = label("", "caption")
        self._time.setFont(look.font("caption", digits=True))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(look.space.s, 0, look.space.s, 0)
        self._row.setSpacing(look.space.xs)
        self._row.addStretch(1)
        self._time.hide()
        self._time.setMinimumWidth(self._time.fontMetrics().horizontalAdvance("00:00:00") + look.space.s)
        self._time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self._time)

    def set_entries(self, entries: Sequence[tuple[str, str, QColor, bool, bool]]) -> None:
        """Shows these curves: key, name, colour, whether faint, whether shown."""
        if [entry[0] for entry in entries] == list(self._names) and [e[1] for e in entries] == list(
            self._names.values()
        ):
            return
        for button in self._buttons.values():
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons.clear()
        self._names = {key: name for key, name, *_ in entries}
        for place, (key, name, colour, faint, shown) in enumerate(entries):
            button = QToolButton()
            button.setProperty("look", "quiet")
            button.setCheckable(True)
            button.setChecked(shown)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setIcon(_swatch(colour, faint))
            button.setText(name)
            button.setToolTip(name)
            button.setAccessibleName(name)
            button.toggled.connect(lambda on, key=key: self.curve_toggled.emit(key, on))
            self._row.insertWidget(place, button)
            self._buttons[key] = button
        self._fit()

    def set_values(self, moment: str, values: Mapping[str, str]) -> None:
        """Shows the moment of the cursor and the value of each curve there; empty takes them away."""
        self._time.setText(moment)
        self._time.setVisible(bool(moment))
        self._values = values
        self._fit()
        for button in self._buttons.values():
            # Only ever wider: names must not dance while the cursor moves.
            if not self._is_tight:
                button.setMinimumWidth(max(button.minimumWidth(), button.sizeHint().width()))

    def minimumSizeHint(self) -> QSize:
        """The height of a line; no width is asked for."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shows as much of the names as fits."""
        super().resizeEvent(event)
        self._fit()

    def texts(self) -> list[str]:
        """Returns what the buttons say."""
        return [button.text() for button in self._buttons.values()]

    def _fit(self) -> None:
        """Gives every name the room it wants, or where there is too little of it the longest ones as much as the others."""
        metrics = self._time.fontMetrics()
        for key, button in self._buttons.items():
            button.setText(self._said(key, self._names[key]))
        margins = self._row.contentsMargins()
        room = self.width() - margins.left() - margins.right() - self._row.spacing() * (len(self._buttons) + 1)
        room -= self._time.minimumWidth() if self._time.text() else 0
        over = sum(button.sizeHint().width() for button in self._buttons.values()) - room
        self._is_tight = over > 0
        if not self._is_tight:
            return
        widths = {key: metrics.horizontalAdvance(name) for key, name in self._names.items()}
        cap = _cap(list(widths.values()), over)
        short = {key: button for key, button in self._buttons.items() if widths[key] > cap}
        for button in self._buttons.values():
            button.setMinimumWidth(0)
        for key, button in short.items():
            button.setText(self._said(key, metrics.elidedText(self._names[key], Qt.TextElideMode.ElideRight, cap)))
        # Dots take less room than they were given: what is left makes some names whole again.
        left = room - sum(button.sizeHint().width() for button in self._buttons.values())
        for key, button in short.items():
            whole = self._said(key, self._names[key])
            more = metrics.horizontalAdvance(whole) - metrics.horizontalAdvance(button.text())
            if more <= left:
                button.setText(whole)
                left -= more

    def _said(self, key: str, name: str) -> str:
        return f"{name}  {self._values[key]}" if self._values.get(key) else name


def _cap(widths: list[int], over: int) -> int:
    """Returns how wide a text may be at most so that ``over`` pixels are saved, taken from the widest ones."""
    cap = max(widths, default=0)
    while cap > 0 and sum(max(0, width - cap) for width in widths) < over:
        cap -= 1
    return cap


def _swatch(colour: QColor, faint: bool) -> QIcon:
    picture = QPixmap(_SWATCH, _SWATCH)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setPen(QPen(colour, 2, Qt.PenStyle.DashLine if faint else Qt.PenStyle.SolidLine))
    painter.drawLine(1, _SWATCH // 2, _SWATCH - 2, _SWATCH // 2)
    painter.end()
    return QIcon(picture)
