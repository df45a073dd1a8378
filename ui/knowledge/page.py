"""The Knowledge page: search or browse on the left, the article on the right, its history, proposals."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from services.contracts.knowledge import Article, ArticleContent, ArticleVersion
from services.knowledge.index import Hit
from ui.knowledge.editor import ArticleEditor
from ui.knowledge.entry import KnowledgePagePresenter
from ui.knowledge.history import VersionView
from ui.knowledge.reader import ArticleReader
from ui.knowledge.results import ResultList
from ui.language import translate
from ui.page import Link, Page, PageContext
from widgets import theme
from widgets.icons import icon
from widgets.theme import Tone


class KnowledgePage(Page):
    """Reads, searches, proposes; editors decide."""

    def __init__(self, presenter: KnowledgePagePresenter, context: PageContext) -> None:
        super().__init__(context)
        self._presenter = presenter
        space = theme.current().space
        self.field = QLineEdit(presenter.searched)
        self.field.setObjectName("knowledge.search")
        self.field.setPlaceholderText(translate("Knowledge", "Search: words, a sentence, or pinyin initials"))
        self.field.setAccessibleName(translate("Knowledge", "Search the knowledge base"))
        self.field.setClearButtonEnabled(True)
        self.field.setMaxLength(500)
        self.field.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.field.textChanged.connect(self._on_field_text_changed)
        self.field.returnPressed.connect(self._open_first)
        self._count = QLabel()
        self._count.setProperty("look", "caption")
        self._list = ResultList()
        self._list.setObjectName("knowledge.results")
        self._list.activated.connect(self._on_list_activated)
        self._list.clicked.connect(self._on_list_activated)
        left = QWidget()
        left_layout = QVBoxLayout(left)
        left_layout.setContentsMargins(0, 0, 0, 0)
        left_layout.setSpacing(space.s)
        left_layout.addWidget(self.field)
        left_layout.addWidget(self._count)
        left_layout.addWidget(self._list, 1)
        self._reader = ArticleReader(can_cite=False)
        self._reader.close_requested.connect(presenter.close_article)
        self._editor = ArticleEditor()
        self._editor.cancel_requested.connect(self._on_editor_cancel_requested)
        self._editor.typed.connect(presenter.keep_unfinished)
        self._editor.propose_requested.connect(presenter.propose)
        self._history = VersionView(can_decide=False, empty=translate("Knowledge", "No versions yet."))
        self._history.close_requested.connect(self._show_article)
        self._proposals = VersionView(
            can_decide=presenter.may_approve,
            empty=translate("Knowledge", "No proposals wait for a decision. Propose a change with Ctrl+E."),
        )
        self._proposals.close_requested.connect(self._show_article)
        self._proposals.decide_requested.connect(presenter.decide)
        self._hint = QLabel(translate("Knowledge", "Choose an article on the left, or search with Ctrl+F."))
        self._hint.setProperty("look", "muted")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setWordWrap(True)
        self._stack = QStackedWidget()
        for part in (self._hint, self._reader, self._editor, self._history, self._proposals):
            self._stack.addWidget(part)
        right = QWidget()
        right_layout = QVBoxLayout(right)
        right_layout.setContentsMargins(space.m, 0, 0, 0)
        right_layout.setSpacing(space.s)
        right_layout.addLayout(self._make_bar())
        right_layout.addWidget(self._stack, 1)
        split = QSplitter()
        split.addWidget(left)
        split.addWidget(right)
        split.setStretchFactor(1, 1)
        split.setSizes([360, 800])
        split.setChildrenCollapsible(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(space.l, space.m, space.l, space.m)
        layout.addWidget(split)
        self._connect()
        self._show_article()

    def entered(self) -> None:
        """Puts the cursor into the search and lists all articles."""
        self.field.setFocus()
        self._presenter.browse()
        self._presenter.load_proposals()

    def open_link(self, link: Link) -> None:
        """Opens an article."""
        if link.what == "article":
            self._presenter.open_article(link.value)

    def _make_bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        for name, run in (
            ("propose", self._edit),
            ("new", self._edit_new),
            ("history", self._show_history),
            ("proposals", self._show_proposals),
        ):
            action = self.bind(name, run)
            command = next(c for c in self.context.commands if c.key == name)
            action.setIcon(icon(command.icon))
            button = QToolButton()
            button.setDefaultAction(action)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setProperty("look", "quiet")
            button.setToolTip(f"{command.title} ({command.keys})")
            bar.addWidget(button)
        self.bind("search", self._focus_search)
        bar.addStretch(1)
        if self._presenter.may_approve:
            self._retire = QPushButton(translate("Knowledge", "Take out of use"))
            self._retire.setProperty("look", "quiet")
            self._retire.clicked.connect(self._on_retire_clicked)
            bar.addWidget(self._retire)
        return bar

    def _connect(self) -> None:
        presenter = self._presenter
        presenter.results_changed.connect(self._on_presenter_results_changed)
        presenter.browsed.connect(self._on_presenter_browsed)
        presenter.article_opened.connect(self._on_presenter_article_opened)
        presenter.article_closed.connect(self._show_article)
        presenter.versions_changed.connect(self._on_presenter_versions_changed)
        presenter.proposals_changed.connect(self._on_presenter_proposals_changed)
        presenter.proposed.connect(self._on_presenter_proposed)
        presenter.decided.connect(self._on_presenter_decided)
        presenter.synced.connect(self._on_presenter_synced)

    def _focus_search(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def _on_field_text_changed(self, text: str) -> None:
        self._presenter.search(text)
        if not text.strip():
            self._presenter.browse()

    def _open_first(self) -> None:
        hit = self._list.current_hit() or self._list.hits.hit(0)
        if hit is not None:
            self._presenter.open_article(hit.article_id)

    def _on_list_activated(self, index: QModelIndex) -> None:
        hit = self._list.hits.hit(index.row())
        if hit is not None:
            self._presenter.open_article(hit.article_id)

    def _on_presenter_results_changed(self, hits: list[Hit], text: str) -> None:
        if self._presenter.searched:
            self._list.hits.show_hits(hits)
            words = (
                translate("Knowledge", "Found: {count}") if hits else translate("Knowledge", "Nothing found: {text}")
            )
            self._count.setText(words.format(count=len(hits), text=text[:30]))

    def _on_presenter_browsed(self, articles: list[Article]) -> None:
        if not self._presenter.searched:
            self._list.hits.show_hits([Hit(a.id, a.title, a.summary, a.category, a.unit, 0.0) for a in articles])
            self._count.setText(translate("Knowledge", "All articles: {count}").format(count=len(articles)))

    def _on_presenter_synced(self, changed: int) -> None:
        if changed and not self._presenter.searched:
            self._presenter.browse()

    def _on_presenter_article_opened(self, _article: Article) -> None:
        self._show_article()

    def _show_article(self) -> None:
        article = self._presenter.article
        if article is not None:
            self._reader.show_article(article)
            self._stack.setCurrentWidget(self._reader)
        else:
            self._stack.setCurrentWidget(self._hint)
        for name in ("propose", "history"):
            self.actions_by_name[name].setEnabled(article is not None)
        if self._presenter.may_approve:
            self._retire.setEnabled(article is not None)

    def _edit(self) -> None:
        self._begin(self._presenter.article)
        self._stack.setCurrentWidget(self._editor)

    def _edit_new(self) -> None:
        self._begin(None)
        self._stack.setCurrentWidget(self._editor)

    def _begin(self, article: Article | None) -> None:
        self._editor.edit(article, self._presenter.unfinished(article))

    def _on_editor_cancel_requested(self) -> None:
        """Throws away what was typed, if anything was."""
        article = self._editor.article
        typed = self._presenter.unfinished(article)
        self._show_article()
        if typed:
            self._presenter.keep_unfinished(article, {})
            self.context.notices.say(
                translate("Knowledge", "What was typed is thrown away."),
                Tone.NEUTRAL,
                undo=lambda: self._presenter.keep_unfinished(article, typed),
            )

    def _show_history(self) -> None:
        if self._presenter.article is not None:
            self._history.show_versions([])
            self._presenter.load_versions(self._presenter.article.id)
            self._stack.setCurrentWidget(self._history)

    def _show_proposals(self) -> None:
        self._presenter.load_proposals()
        self._stack.setCurrentWidget(self._proposals)

    def _on_retire_clicked(self) -> None:
        if self._presenter.article is not None:
            self._presenter.retire(self._presenter.article)

    def _on_presenter_versions_changed(self, versions: list[ArticleVersion]) -> None:
        self._history.show_versions(versions)

    def _on_presenter_proposals_changed(self, versions: list[ArticleVersion]) -> None:
        self._proposals.show_versions(versions)
        for version in versions:
            base = self._presenter.base_of(version)
            if base is not None:
                self._proposals.know_base(
                    version.article_id,
                    version.based_on,
                    ArticleContent.model_validate(base.model_dump(include=set(ArticleContent.model_fields))),
                )

    def _on_presenter_proposed(self, _version: ArticleVersion) -> None:
        self.context.notices.say(translate("Knowledge", "Proposed. An editor will decide."), Tone.GOOD)
        self._show_article()

    def _on_presenter_decided(self, version: ArticleVersion) -> None:
        words = (
            translate("Knowledge", "Published as version {version}.")
            if version.version
            else translate("Knowledge", "Refused. Its author is told.")
        )
        self.context.notices.say(words.format(version=version.version), Tone.GOOD)
