"""The names above a graph: what each curve is, and its value at the cursor."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from widgets import theme
from widgets.looks import label

_SWATCH = 16


class Legend(QWidget):
    """One button for each curve; pressing it hides or shows the curve."""

    curve_toggled = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.current()
        self._names: dict[str, str] = {}
        self._buttons: dict[str, QToolButton] = {}
        self._time = label("", "caption")
        self._time.setFont(look.font("caption", digits=True))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(look.space.s, 0, look.space.s, 0)
        self._row.setSpacing(look.space.xs)
        self._row.addStretch(1)
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
            button.setAccessibleName(name)
            button.toggled.connect(lambda on, key=key: self.curve_toggled.emit(key, on))
            self._row.insertWidget(place, button)
            self._buttons[key] = button

    def set_values(self, moment: str, values: Mapping[str, str]) -> None:
        """Shows the moment of the cursor and the value of each curve there; empty takes them away."""
        self._time.setText(moment)
        for key, button in self._buttons.items():
            name = self._names[key]
            button.setText(f"{name}  {values[key]}" if values.get(key) else name)
            # Only ever wider: names must not dance while the cursor moves.
            button.setMinimumWidth(max(button.minimumWidth(), button.sizeHint().width()))

    def texts(self) -> list[str]:
        """Returns what the buttons say."""
        return [button.text() for button in self._buttons.values()]


def _swatch(colour: QColor, faint: bool) -> QIcon:
    picture = QPixmap(_SWATCH, _SWATCH)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setPen(QPen(colour, 2, Qt.PenStyle.DashLine if faint else Qt.PenStyle.SolidLine))
    painter.drawLine(1, _SWATCH // 2, _SWATCH - 2, _SWATCH // 2)
    painter.end()
    return QIcon(picture)
