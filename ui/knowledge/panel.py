"""The knowledge panel beside the ticket form: follows what is typed, searches, opens an article, cites it."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from services.contracts.knowledge import Article
from services.knowledge.index import Hit
from ui.knowledge.presenter import KnowledgePresenter
from ui.knowledge.reader import ArticleReader
from ui.knowledge.results import ResultList
from widgets import theme
from widgets.icons import icon
from widgets.language import translate


class KnowledgePanel(QWidget):
    """Search field, results, and the article that is open.

    Down goes from the field into the results, Enter opens one, Alt+Left comes back.

    Signals:
        cite_requested: the person wants this article's answer in the ticket (:class:`Article`).
        call_requested: the person wants to call a number that stands in the article.
    """

    cite_requested = Signal(object)
    call_requested = Signal(str)

    def __init__(self, presenter: KnowledgePresenter, *, can_cite: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        space = theme.current().space
        self.field = QLineEdit(presenter.searched)
        self.field.setPlaceholderText(translate("Knowledge", "Search: words, a sentence, or pinyin initials"))
        self.field.setAccessibleName(translate("Knowledge", "Search the knowledge base"))
        self.field.setClearButtonEnabled(True)
        self.field.setMaxLength(500)
        self.field.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.field.textChanged.connect(presenter.search)
        self.field.returnPressed.connect(self._on_field_return_pressed)
        self.field.installEventFilter(self)
        self._heading = QLabel()
        self._heading.setProperty("look", "caption")
        self._results = ResultList()
        self._results.activated.connect(self._on_results_activated)
        self._results.clicked.connect(self._on_results_activated)
        self._empty = QLabel()
        self._empty.setProperty("look", "muted")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self._empty.setContentsMargins(space.l, space.xl, space.l, space.l)
        self._reader = ArticleReader(can_cite=can_cite)
        self._reader.close_requested.connect(presenter.close_article)
        self._reader.cite_requested.connect(self.cite_requested)
        self._reader.call_requested.connect(self.call_requested)
        self._stack = QStackedWidget()
        for page in (self._empty, self._results, self._reader):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(space.s)
        layout.addWidget(self.field)
        layout.addWidget(self._heading)
        layout.addWidget(self._stack, 1)
        presenter.results_changed.connect(self._on_presenter_results_changed)
        presenter.article_opened.connect(self._on_presenter_article_opened)
        presenter.article_closed.connect(self._on_presenter_article_closed)
        presenter.begun_anew.connect(self.field.clear)
        self._show_results(presenter.hits, presenter.hits_for)
        if presenter.article is not None:
            self._on_presenter_article_opened(presenter.article)

    def focus_search(self) -> None:
        """Puts the cursor into the search field with what stands there selected."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down and Up in the search field move in the results without leaving the field's text behind."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Down and self._results.hits.rowCount():
                self._results.setFocus(Qt.FocusReason.TabFocusReason)
                if not self._results.currentIndex().isValid():
                    self._results.setCurrentIndex(self._results.hits.index(0))
                return True
            if event.key() == Qt.Key.Key_Escape and self.field.text():
                self.field.clear()
                return True
        return super().eventFilter(watched, event)

    def _on_field_return_pressed(self) -> None:
        hit = self._results.current_hit() or self._results.hits.hit(0)
        if hit is not None:
            self._presenter.open_article(hit.article_id)

    def _on_results_activated(self, index: QModelIndex) -> None:
        hit = self._results.hits.hit(index.row())
        if hit is not None:
            self._presenter.open_article(hit.article_id)

    def _on_presenter_results_changed(self, hits: list[Hit], text: str) -> None:
        self._show_results(hits, text)
        if self._presenter.searched and self._presenter.article is not None:
            # A new search is a wish to see its results; what is followed from the form must not close an open article.
            self._presenter.close_article()

    def _show_results(self, hits: list[Hit], text: str) -> None:
        self._results.hits.show_hits(hits)
        if hits:
            words = translate("Knowledge", "Found: {count}") if self._presenter.searched else ""
            words = words or translate("Knowledge", "For what is being typed: {count}")
            self._heading.setText(words.format(count=len(hits)))
        self._heading.setVisible(bool(hits) and self._presenter.article is None)
        self._empty.setText(
            translate(
                "Knowledge", "Nothing found. Try fewer or other words, or propose an article on the Knowledge page."
            )
            if text
            else translate("Knowledge", "Articles appear here while you type the ticket. Search with the field above.")
        )
        if self._presenter.article is None:
            self._stack.setCurrentWidget(self._results if hits else self._empty)

    def _on_presenter_article_opened(self, article: Article) -> None:
        self._reader.show_article(article)
        self._heading.hide()
        self._stack.setCurrentWidget(self._reader)

    def _on_presenter_article_closed(self) -> None:
        self._show_results(self._presenter.hits, self._presenter.hits_for)
