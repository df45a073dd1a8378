"""A few choices side by side, one of them taken; a single stop for Tab, arrows and digits inside."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from widgets import theme
from widgets.looks import label


class SegmentedField(QWidget):
    """A segmented choice with its sentence below; it needs no label, because its choices say what it is."""

    def __init__(self, editor: "Segmented", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self._error = label("", "error", wrap=True)
        self._error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().space.xs)
        column.addWidget(editor)
        column.addWidget(self._error)

    def set_error(self, sentence: str) -> None:
        """Shows a sentence, or takes it away."""
        self._error.setText(sentence)
        self._error.setVisible(bool(sentence))
        self.editor.setAccessibleDescription(sentence)

    def error(self) -> str:
        """Returns the sentence that is shown."""
        return self._error.text()


class Segmented(QWidget):
    """Arrow keys and the digits 1 to 9 choose; with nothing chosen yet the first has the focus and none is marked.

    Args:
        name: what is chosen, for screen readers.
        choices: key and words of each.
        digits: shows the digit that chooses each.
    """

    chosen = Signal(str)

    def __init__(
        self, name: str, choices: Sequence[tuple[str, str]], digits: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for place, (key, words) in enumerate(choices, start=1):
            button = QPushButton(f"{place} {words}" if digits else words)
            button.setCheckable(True)
            button.setAccessibleName(f"{name}: {words}")
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setProperty("look", "segment")
            button.installEventFilter(self)
            self._group.addButton(button)
            self._buttons[key] = button
            row.addWidget(button)
        self._group.buttonClicked.connect(lambda _button: self.chosen.emit(self.value()))
        self._style()
        self._gather_focus()

    def value(self) -> str:
        """Returns the key of what is chosen, empty for nothing."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def set_value(self, key: str) -> None:
        """Shows a choice without a signal; an unknown key shows none."""
        button = self._buttons.get(key)
        if button is not None:
            button.setChecked(True)
        elif (checked := self._group.checkedButton()) is not None:
            self._group.setExclusive(False)
            checked.setChecked(False)
            self._group.setExclusive(True)
        self._gather_focus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and digits choose."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not _is_command(event):
            keys = list(self._buttons)
            here = list(self._buttons.values()).index(watched) if isinstance(watched, QPushButton) else 0
            place = event.key() - Qt.Key.Key_1
            if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
                step = 1 if event.key() == Qt.Key.Key_Right else -1
                self._choose(keys[(here + step) % len(keys)] if self.value() else keys[here])
                return True
            if 0 <= place < len(keys):
                self._choose(keys[place])
                return True
        return super().eventFilter(watched, event)

    def _choose(self, key: str) -> None:
        changed = key != self.value()
        self.set_value(key)
        self._buttons[key].setFocus(Qt.FocusReason.OtherFocusReason)
        if changed:
            self.chosen.emit(key)

    def _gather_focus(self) -> None:
        """Only what is chosen (or the first) is a stop for Tab."""
        stop = self._buttons.get(self.value()) or next(iter(self._buttons.values()))
        for button in self._buttons.values():
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(stop)

    def _style(self) -> None:
        look, c = theme.current(), theme.current().colours
        radius = look.space.radius_small
        # With large text six kinds in English would be wider than the form is on a small screen, and push it out of sight.
        side, size = (look.space.xs, look.type.caption + 1) if look.large else (look.space.s, look.type.body)
        self.setStyleSheet(
            f'QPushButton[look="segment"] {{ border: 1px solid {c.border_strong}; border-right: none; border-radius: 0;'
            f" padding: {look.space.xs}px {side}px; background: {c.surface}; font-size: {size}px; }}"
            f'QPushButton[look="segment"]:hover {{ background: {c.hover}; }}'
            f'QPushButton[look="segment"]:checked {{ background: {c.accent}; color: {c.on_accent};'
            f" border-color: {c.accent}; font-weight: 600; }}"
            f'QPushButton[look="segment"]:focus {{ border: 2px solid {c.focus}; padding: {look.space.xs - 1}px'
            f" {side - 1}px; }}"
            f'QPushButton[look="segment"]:checked:focus {{ border: 2px solid {c.text}; }}'
            f'QPushButton[look="segment"][end="first"] {{ border-top-left-radius: {radius}px;'
            f" border-bottom-left-radius: {radius}px; }}"
            f'QPushButton[look="segment"][end="last"] {{ border-right: 1px solid {c.border_strong};'
            f" border-top-right-radius: {radius}px; border-bottom-right-radius: {radius}px; }}"
        )
        buttons = list(self._buttons.values())
        buttons[0].setProperty("end", "first")
        buttons[-1].setProperty("end", "last")


def _is_command(event: QKeyEvent) -> bool:
    """Keys with Ctrl or Alt belong to the page."""
    return bool(event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier))
