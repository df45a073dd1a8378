"""What an empty place says: never just nothing, but what is missing and what to do."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from widgets import icons, theme


class EmptyHint(QWidget):
    """A quiet icon, a sentence, and optionally a button that does what the sentence says."""

    def __init__(
        self,
        sentence: str,
        icon: str = "empty",
        button: str = "",
        run: Callable[[], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        space = theme.current().space
        picture = QLabel()
        picture.setPixmap(icons.icon(icon, "border_strong").pixmap(28, 28))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sentence = QLabel(sentence)
        self._sentence.setProperty("look", "muted")
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sentence.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.xl, space.xl, space.xl, space.xl)
        column.setSpacing(space.s)
        column.addStretch(1)
        column.addWidget(picture)
        column.addWidget(self._sentence)
        if button and run is not None:
            act = QPushButton(button)
            act.clicked.connect(lambda: run())
            column.addWidget(act, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        # An overlay over a table must let clicks through to the heading behind it.
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not button)

    def set_sentence(self, sentence: str) -> None:
        """Changes the sentence."""
        self._sentence.setText(sentence)

    def sentence(self) -> str:
        """Returns the sentence."""
        return self._sentence.text()
