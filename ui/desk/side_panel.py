"""The right side of the desk: what the caller says, likely duplicates, and knowledge or what is opened to read."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from ui.desk.duplicates_panel import DuplicatesPanel
from ui.desk.presenter import DeskPresenter
from ui.desk.reader_panel import ReaderPanel
from ui.desk.transcript import Transcript
from ui.knowledge.panel import KnowledgePanel
from widgets import theme

_MOST_OF_HEIGHT, _WHILE_READING = 0.3, 0.22
"""The transcript never takes more of the height: knowledge is read beside it."""


_HIGH = 800
"""From this height on there is room for everything at once."""


class SidePanel(QWidget):
    """Knowledge follows the form; an opened ticket or call covers it until it is closed."""

    def __init__(self, presenter: DeskPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.current().space
        self._presenter = presenter
        self.transcript = Transcript()
        self.duplicates = DuplicatesPanel(presenter.duplicates, presenter.calls, lambda: presenter.form.choices)
        self.knowledge = KnowledgePanel(presenter.knowledge)
        frame = QFrame()
        frame.setProperty("look", "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(space.s, space.s, space.s, space.s)
        inside.addWidget(self.knowledge)
        self.reader = ReaderPanel(presenter.reader, presenter.calls.now, lambda: presenter.form.choices)
        self.stack = QStackedWidget()
        self.stack.addWidget(frame)
        self.stack.addWidget(self.reader)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space.s)
        column.addWidget(self.transcript)
        column.addWidget(self.duplicates)
        column.addWidget(self.stack, 1)
        presenter.calls.spoken.connect(self._show_transcript)
        presenter.calls.changed.connect(self._show_transcript)
        presenter.reader.opened.connect(self._show_reader)
        presenter.reader.closed.connect(self._show_reader)
        presenter.knowledge.article_opened.connect(self._show_reader)
        presenter.knowledge.article_closed.connect(self._show_reader)
        self._show_transcript()
        self._show_reader()

    def focus_reader(self) -> None:
        """Goes to what is opened to read."""
        self.reader.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: object) -> None:
        """Keeps the transcript to its share."""
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._share_height()

    def _show_transcript(self) -> None:
        call = self._presenter.calls.call
        self.transcript.show_call(call)
        self.transcript.setVisible(bool(call is not None and call.lines))

    def _show_reader(self, _article: object = None) -> None:
        is_open = self._presenter.reader.is_open
        self.stack.setCurrentIndex(1 if is_open else 0)
        self._share_height()

    def _share_height(self) -> None:
        reading = self._presenter.reader.is_open or self._presenter.knowledge.article is not None
        tight = reading and self.height() < _HIGH
        share = _WHILE_READING if tight else _MOST_OF_HEIGHT
        self.transcript.setFixedHeight(max(120, int(self.height() * share)))
        self.duplicates.set_compact(tight)
