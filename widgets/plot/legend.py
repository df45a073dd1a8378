"""The names above a graph: what each curve is, and its value at the cursor."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from widgets import theme
from widgets.looks import label, set_look

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
        self._is_close = False
        self._saved = 0
        """How much narrower one button is where they sit close."""
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
        self._is_close = False
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
        """Gives every name the room it wants, or where there is too little of it the longest ones as much as the others.

        Buttons sit close before a name is shortened. Where there is no room for all values, the last curves do without.
        """
        metrics = self._time.fontMetrics()
        for key, button in self._buttons.items():
            _show(button, self._said(key, self._names[key]))
        margins = self._row.contentsMargins()
        room = self.width() - margins.left() - margins.right() - self._row.spacing() * (len(self._buttons) + 1)
        room -= self._time.minimumWidth() if self._time.text() else 0
        self._sit_close(self._wished() + (self._saved * len(self._buttons) if self._is_close else 0) > room)
        over = self._wished() - room
        self._is_tight = over > 0
        if not self._is_tight:
            return
        widths = {key: metrics.horizontalAdvance(name) for key, name in self._names.items()}
        cap = _cap(list(widths.values()), over)
        short = {key: button for key, button in self._buttons.items() if widths[key] > cap}
        for button in self._buttons.values():
            button.setMinimumWidth(0)
        for key, button in short.items():
            _show(button, self._said(key, metrics.elidedText(self._names[key], Qt.TextElideMode.ElideRight, cap)))
        # Dots take less room than they were given: what is left makes some names whole again.
        left = room - self._wished()
        for button in reversed(self._buttons.values()):
            if left >= 0:
                break
            before = button.sizeHint().width()
            _show(button, "")
            left += before - button.sizeHint().width()
        for key, button in short.items():
            shortened, before = button.text(), button.sizeHint().width()
            _show(button, self._said(key, self._names[key]))
            more = button.sizeHint().width() - before
            if more <= left:
                left -= more
            else:
                _show(button, shortened)

    def _wished(self) -> int:
        return sum(button.sizeHint().width() for button in self._buttons.values())

    def _sit_close(self, close: bool) -> None:
        if close == self._is_close or not self._buttons:
            return
        before = self._wished()
        self._is_close = close
        for button in self._buttons.values():
            button.setMinimumWidth(0)
            set_look(button, "close", close)
            button.updateGeometry()
        self._saved = abs(before - self._wished()) // len(self._buttons)

    def _said(self, key: str, name: str) -> str:
        return f"{name}  {self._values[key]}".strip() if self._values.get(key) else name


def _show(button: QToolButton, text: str) -> None:
    """Without words a button keeps no room for them."""
    beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
    button.setToolButtonStyle(beside if text else alone)
    button.setText(text)


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
