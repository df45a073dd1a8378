"""Language, theme and text size, in one small row; on the sign-in page and in the settings."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ui.language import CHINESE, ENGLISH, translate
from ui.problems import is_chinese
from widgets import icons, theme


class LookChoice(QWidget):
    """Three buttons that say what they change to."""

    look_requested = Signal(dict)

    def __init__(self, large: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dark = theme.current().dark
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().space.xs)
        # The other language is named in itself, for who cannot read this one.
        language = "English" if is_chinese() else "中文"
        row.addWidget(self._button("language", language, "language", ENGLISH if is_chinese() else CHINESE))
        words = translate("LookChoice", "Light") if dark else translate("LookChoice", "Dark")
        row.addWidget(self._button("theme", words, "theme", "light" if dark else "dark"))
        words = translate("LookChoice", "Usual text") if large else translate("LookChoice", "Large text")
        row.addWidget(self._button("text_size", words, "large_text", not large))
        row.addStretch(1)

    def _button(self, icon: str, words: str, name: str, value: str | bool) -> QPushButton:
        button = QPushButton(icons.icon(icon), words)
        button.setObjectName(f"look.{name}")
        button.setProperty("look", "quiet")
        button.clicked.connect(lambda: self.look_requested.emit({name: value}))
        return button
