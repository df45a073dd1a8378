"""Shows one article: what to say, then the details. Nothing in it is loaded from anywhere or followed; a telephone number can be called."""

import html
from typing import Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QTextCharFormat, QTextCursor, QTextDocument, QTextFormat
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from services.contracts.knowledge import Article, ArticleStatus
from ui import moments
from ui.knowledge import numbers
from widgets import theme
from widgets.badges import key_text
from widgets.icons import icon
from widgets.key_button import KeyButton
from widgets.language import translate

_CITE_KEY = "Ctrl+Shift+C"
"""Of the desk: there is nothing to cite for elsewhere."""


class _Sheet(QTextBrowser):
    """A text that never fetches: an article may hold any Markdown, and no address in it is opened."""

    def loadResource(self, type: int, name: QUrl | str) -> Any:  # noqa: A002, ARG002 - Qt's own name
        """Gives nothing, whatever an article points to."""
        return None


class ArticleReader(QWidget):
    """One article to read and to answer from.

    Signals:
        cite_requested: put the answer into the ticket and cite the article (:class:`Article`).
        close_requested: back to the list.
        related_requested: open another article (its id).
        call_requested: call a number that stands in the article.
    """

    cite_requested = Signal(object)
    close_requested = Signal()
    related_requested = Signal(str)
    call_requested = Signal(str)

    def __init__(self, *, can_cite: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.current().space
        self._article: Article | None = None
        self._with_keywords = not can_cite
        # Where there is a form, there is a telephone beside it.
        self._can_call = can_cite
        self._back = QPushButton(icon("previous"), translate("Knowledge", "Back"))
        self._back.setProperty("look", "quiet")
        self._back.setShortcut("Alt+Left")
        self._back.setToolTip(f"{self._back.text()}  {key_text('Alt+Left')}")
        self._back.clicked.connect(self.close_requested)
        self._cite = KeyButton(translate("Knowledge", "Cite in the answer"), key_text(_CITE_KEY))
        self._cite.setIcon(icon("cite", "on_accent"))
        self._cite.setProperty("look", "primary")
        if not can_cite:
            # ``setVisible(True)`` before it has a parent would open a window of its own for a moment.
            self._cite.hide()
        self._cite.clicked.connect(self._on_cite_clicked)
        bar = QHBoxLayout()
        bar.addWidget(self._back)
        bar.addStretch(1)
        bar.addWidget(self._cite)
        self._title = QLabel()
        self._title.setProperty("look", "title")
        self._title.setWordWrap(True)
        self._title.setTextFormat(Qt.TextFormat.RichText)
        self._facts = QLabel()
        self._facts.setProperty("look", "caption")
        self._facts.setWordWrap(True)
        self._check = QLabel(translate("Knowledge", "Figures and limits change: check with the department."))
        self._check.setProperty("look", "badge")
        self._check.setProperty("tone", "warn")
        self._check.setWordWrap(True)
        self._answer = QLabel()
        self._answer.setWordWrap(True)
        self._answer.setTextFormat(Qt.TextFormat.RichText)
        flags = self._answer.textInteractionFlags()
        links = flags.LinksAccessibleByMouse | flags.LinksAccessibleByKeyboard
        self._answer.setTextInteractionFlags(
            flags.TextSelectableByMouse | links if can_cite else flags.TextSelectableByMouse
        )
        self._answer.linkActivated.connect(self._on_link_activated)
        self._answer.setAccessibleName(translate("Knowledge", "What to say"))
        say = QFrame()
        say.setProperty("look", "accent")
        say_layout = QVBoxLayout(say)
        say_layout.setContentsMargins(space.m, space.s, space.m, space.s)
        say_layout.setSpacing(space.hair)
        heading = QLabel(translate("Knowledge", "What to say"))
        heading.setProperty("look", "caption")
        say_layout.addWidget(heading)
        say_layout.addWidget(self._answer)
        self._say = say
        self._sheet = _Sheet()
        self._sheet.setOpenLinks(False)
        self._sheet.anchorClicked.connect(self._on_link_activated)
        self._sheet.setAccessibleName(translate("Knowledge", "Article"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(space.s)
        layout.addLayout(bar)
        layout.addWidget(self._title)
        layout.addWidget(self._facts)
        layout.addWidget(self._check)
        layout.addWidget(say)
        layout.addWidget(self._sheet, 1)

    def show_article(self, article: Article) -> None:
        """Shows an article from its beginning."""
        self._article = article
        self._title.setText(html.escape(article.title))
        # Beside a form the height belongs to what is read to the citizen.
        self._facts.setText(_facts(article, self._with_keywords))
        self._check.setVisible(article.check_with_department)
        words = numbers.linked(article.answer) if self._can_call else html.escape(article.answer)
        self._answer.setText(words.replace("\n", "<br>"))
        self._say.setVisible(bool(article.answer))
        text = "\n\n".join(part for part in (article.summary, article.body) if part)
        self._sheet.setMarkdown(text)
        _calm_headings(self._sheet.document())
        if self._can_call:
            numbers.link_all(self._sheet.document())
        self._sheet.verticalScrollBar().setValue(0)

    def _on_link_activated(self, link: QUrl | str) -> None:
        number = numbers.number_behind(link)
        if number and self._can_call:
            self.call_requested.emit(number)

    def _on_cite_clicked(self) -> None:
        if self._article is not None:
            self.cite_requested.emit(self._article)


def _calm_headings(document: QTextDocument) -> None:
    """Qt's Markdown headings are twice the size of the text; beside a form they are only signposts."""
    look = theme.current()
    words = QTextCharFormat()
    words.setFont(look.font("body", bold=True))
    words.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)
    words.setForeground(look.colour("text_muted"))
    block = document.begin()
    while block.isValid():
        if block.blockFormat().headingLevel():
            cursor = QTextCursor(block)
            # Not ``BlockUnderCursor``: that takes in the end of the paragraph before, and its format with it.
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(words)
            spaced = block.blockFormat()
            spaced.setTopMargin(look.space.s)
            spaced.setBottomMargin(look.space.hair)
            cursor.setBlockFormat(spaced)
        block = block.next()


def _facts(article: Article, with_keywords: bool) -> str:
    if article.status == ArticleStatus.RETIRED:
        return translate("Knowledge", "Not in use any more; kept for the tickets that cite it.")
    date = moments.day_of(article.updated_at).isoformat()
    words = translate("Knowledge", "Version {version}, {date}").format(version=article.version, date=date)
    return f"{words}  {html.escape(' · '.join(article.keywords))}" if with_keywords else words
