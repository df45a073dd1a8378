"""Training mode: what the caller says, line by line, as if spoken."""

from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from services.contracts.calls import Call
from ui.desk.card import Card
from ui.desk.texts import clock
from ui.language import translate
from widgets import theme
from widgets.looks import take_frame_off


class Transcript(Card):
    """Adds lines at the end and keeps the newest in sight unless somebody scrolled up."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(translate("Desk", "The caller says"), parent)
        self._call = ""
        self._count = 0
        self._follows = True
        self.text = QTextBrowser()
        self.text.setObjectName("desk.transcript")
        self.text.setAccessibleName(translate("Desk", "What the caller says"))
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setTabChangesFocus(True)
        self.text.setOpenLinks(False)
        space = theme.current().space
        take_frame_off(self.text, theme.current().colours.surface)
        self.text.document().setDocumentMargin(space.m)
        self.column.addWidget(self.text, 1)
        bar = self.text.verticalScrollBar()
        # The range changes with each line, and with the height: an article that opens below takes from it.
        bar.rangeChanged.connect(self._on_range_changed)
        bar.actionTriggered.connect(self._on_scrolled)
        bar.sliderMoved.connect(self._on_scrolled)
        self.head.addStretch(1)

    def show_call(self, call: Call | None) -> None:
        """Shows the lines of a call; those that stand there stay as they are."""
        call_id = call.id if call is not None else ""
        lines = call.lines if call is not None else []
        if call_id != self._call or len(lines) < self._count:
            self.text.clear()
            self._call, self._count = call_id, 0
            self._follows = True
        for line in lines[self._count :]:
            self._add(clock(line.at), line.text)
        self._count = len(lines)

    def _on_range_changed(self, _least: int, most: int) -> None:
        if self._follows:
            self.text.verticalScrollBar().setValue(most)

    def _on_scrolled(self, _what: int) -> None:
        bar = self.text.verticalScrollBar()
        self._follows = bar.sliderPosition() >= bar.maximum() - 4

    def plain(self) -> str:
        """Returns what is shown."""
        return self.text.toPlainText()

    def _add(self, when: str, words: str) -> None:
        look = theme.current()
        cursor = QTextCursor(self.text.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        block = QTextBlockFormat()
        block.setBottomMargin(look.space.s)
        if self._count or not self.text.document().isEmpty():
            cursor.insertBlock(block)
        else:
            cursor.setBlockFormat(block)
        quiet, plain = QTextCharFormat(), QTextCharFormat()
        quiet.setForeground(look.colour("text_muted"))
        quiet.setProperty(QTextCharFormat.Property.FontPixelSize, look.type.caption)
        plain.setForeground(look.colour("text"))
        plain.setProperty(QTextCharFormat.Property.FontPixelSize, look.type.strong)
        cursor.insertText(f"{when}  ", quiet)
        cursor.insertText(words, plain)
