"""A figure in a box: what it is, its value today, and small below it the last hour."""

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from widgets import theme
from widgets.looks import label, set_look
from widgets.theme import Tone

_BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.OtherFocusReason)


def wall_sheet(scale: float = 1.0, numerals: float = 1.0) -> str:
    """Returns the style rules of the wall's own words, in the sizes of the theme times ``scale``.

    Args:
        scale: of all words.
        numerals: of the figures, on top of it: a display that hangs on a wall is read from afar.
    """
    look = theme.current()
    sizes, space, colours = look.type, look.space, look.colours

    def px(size: float) -> int:
        return round(size * scale)

    return f"""
    QFrame[wall="graph"][focused="true"], QFrame[wall="tile"]:focus {{ border: 2px solid {colours.focus}; }}
    QLabel[wall="now"] {{ font-size: {px(sizes.wall * numerals)}px; font-weight: 600; }}
    QLabel[wall="today"] {{ font-size: {px(sizes.figure * numerals)}px; font-weight: 600; }}
    QLabel[wall="count"] {{ font-size: {px(sizes.figure * numerals)}px; font-weight: 600; }}
    QLabel[wall="name"] {{ font-size: {px(min(sizes.body, sizes.caption + 1))}px; color: {colours.text_muted}; }}
    QLabel[wall="foot"] {{ font-size: {px(sizes.caption)}px; color: {colours.text_muted}; }}
    QToolButton[wall="chip"] {{ font-size: {px(sizes.caption)}px; min-height: 0; padding: {space.xs}px {space.s}px; }}
    QToolButton[wall="chip"][words="warn"] {{ color: {colours.warn}; }}
    QToolButton[wall="chip"][words="bad"] {{ color: {colours.bad}; font-weight: 600; }}
    QToolButton[wall="chip"][words="quiet"] {{ color: {colours.text_muted}; }}
    QLabel[wall="clock"] {{ font-size: {px(sizes.title)}px; font-weight: 600; }}
    QLabel[wall="banner"] {{ font-size: {px(sizes.strong)}px; color: {colours.warn}; font-weight: 600; }}
    QLabel[wall="alarm"] {{ font-size: {px(sizes.strong)}px; font-weight: 700; }}
    QFrame[look] QLabel[wall="alarm_care"], QFrame[look] QLabel[wall="alarm_more"] {{
        font-size: {px(sizes.body)}px; font-weight: 400;
    }}
    QLabel[wall][words="warn"] {{ color: {colours.warn}; }}
    QLabel[wall][words="bad"] {{ color: {colours.bad}; }}
    QLabel[wall][words="quiet"] {{ color: {colours.text_muted}; }}
    QFrame[wall="graph"] QLabel {{ font-size: {px(sizes.caption)}px; }}
    QFrame[wall="graph"] QLabel[look="strong"] {{ font-size: {px(sizes.strong)}px; }}
    QFrame[wall="graph"] QToolButton {{
        font-size: {px(sizes.caption)}px; min-height: 0; padding: {space.hair}px {space.xs}px; text-decoration: line-through;
        color: {colours.text_muted}; background: transparent;
    }}
    QFrame[wall="graph"] QToolButton:checked {{
        text-decoration: none; color: {colours.text}; background: transparent;
    }}
    QFrame[wall="graph"] QToolButton:hover {{ background: {colours.hover}; }}
    """


class Tile(QFrame):
    """One figure. It can have the focus: then its meaning shows as its tool tip does under the mouse."""

    neighbour_requested = Signal(int)
    """An arrow key: -1 back, 1 on."""

    def __init__(self, name: str, role: str = "today", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role = role
        self.setProperty("look", "card")
        self.setProperty("wall", "tile")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._name = _wall_label("name")
        self._value = _wall_label(role)
        self._foot = _wall_label("foot")
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self.set_close(False)
        for part in (self._name, self._value, self._foot):
            self._column.addWidget(part)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.set_name(name)
        self.show_value("–")

    def set_close(self, close: bool) -> None:
        """Leaves less room above and below the words."""
        space = theme.current().space
        side, edge = space.s + space.hair, space.xs if close else space.s
        self._column.setContentsMargins(side, edge, side, edge)

    def set_name(self, name: str) -> None:
        """Changes what the figure is called."""
        self._full_name = name
        self._fit_name()
        self._say()

    def set_meaning(self, meaning: str) -> None:
        """Changes what the figure means: its tool tip and accessible description."""
        self.setToolTip(meaning)
        self.setAccessibleDescription(meaning)

    def show_value(self, value: str, tone: Tone = Tone.NEUTRAL, foot: str = "") -> None:
        """Shows a value and the line below it."""
        self._value.setText(value)
        self._foot.setText(foot)
        self._foot.setVisible(bool(foot))
        set_look(self._value, "words", str(tone))
        self._fit_value()
        self._say()

    @property
    def value(self) -> str:
        """The value shown."""
        return self._value.text()

    @property
    def tone(self) -> str:
        """The tone of the value shown."""
        return str(self._value.property("words"))

    @property
    def foot(self) -> str:
        """The line below the value."""
        return self._foot.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cuts a name that does not fit, with dots rather than in the middle of a letter; a number gets smaller."""
        super().resizeEvent(event)
        self._fit_name()
        self._fit_value()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the neighbouring figures."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        if Qt.Key(event.key()) in step:
            self.neighbour_requested.emit(step[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Shows the meaning to who came by keyboard."""
        super().focusInEvent(event)
        if event.reason() in _BY_KEYBOARD and self.toolTip():
            # Not at once: Qt hides every tool tip while the focus is on its way.
            QTimer.singleShot(0, self, self._show_meaning)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Takes the meaning away."""
        super().focusOutEvent(event)
        QToolTip.hideText()

    def _show_meaning(self) -> None:
        if self.hasFocus():
            QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), self.toolTip(), self)

    def _room(self) -> int:
        return self.width() - self._column.contentsMargins().left() - self._column.contentsMargins().right()

    def _fit_name(self) -> None:
        shown = self._name.fontMetrics().elidedText(self._full_name, Qt.TextElideMode.ElideRight, self._room())
        self._name.setText(shown)

    def _fit_value(self) -> None:
        """A number that is cut off is a wrong number: the large ones are written like the others where they do not fit."""
        if self._role != "now":
            return
        set_look(self._value, "wall", self._role)
        if self._value.fontMetrics().horizontalAdvance(self._value.text()) > self._room():
            set_look(self._value, "wall", "today")

    def _say(self) -> None:
        parts = [self._full_name, self._value.text(), self._foot.text()]
        self.setAccessibleName(", ".join(part for part in parts if part))


class CountsTile(Tile):
    """Small counts beside each other: agents by state."""

    def __init__(self, name: str, columns: list[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(name, parent=parent)
        space = theme.current().space
        self._counts: dict[str, QLabel] = {}
        self._words: dict[str, str] = dict(columns)
        self._value.hide()
        self._foot.hide()
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(space.s)
        grid.setVerticalSpacing(0)
        for place, (key, words) in enumerate(columns):
            count, below = _wall_label("count"), _wall_label("foot")
            count.setText("–")
            below.setText(words)
            grid.addWidget(count, 0, place)
            grid.addWidget(below, 1, place)
            grid.setColumnStretch(place, 1)
            self._counts[key] = count
        self._column.addStretch(1)
        self._column.addLayout(grid)
        self._column.addStretch(1)

    def show_count(self, key: str, count: str, tone: Tone = Tone.NEUTRAL) -> None:
        """Shows one of the counts."""
        self._counts[key].setText(count)
        set_look(self._counts[key], "words", str(tone))

    def count(self, key: str) -> str:
        """Returns one of the counts as shown."""
        return self._counts[key].text()

    def say(self) -> None:
        """Tells the counts to who cannot see them, after they were changed."""
        counts = ", ".join(f"{self._words[key]} {shown.text()}" for key, shown in self._counts.items())
        self.setAccessibleName(f"{self._full_name}: {counts}")


def _wall_label(role: str) -> QLabel:
    made = label()
    made.setProperty("wall", role)
    made.setTextFormat(Qt.TextFormat.PlainText)
    return made
