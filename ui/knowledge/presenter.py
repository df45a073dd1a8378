"""What the knowledge panel and the Knowledge page do: follow, search, open, propose, decide."""

from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from uuid_utils import uuid7

from services.contracts.events import Event, Topic
from services.contracts.knowledge import (
    Article,
    ArticleContent,
    ArticleStatus,
    ArticleVersion,
    Decision,
    Proposal,
)
from services.knowledge.index import Hit
from services.tasks import Progress, Tasks

_FOLLOW_MS = 250
_SEARCH_MS = 60


class Knowledge(Protocol):
    """What the presenter needs of :class:`services.knowledge.service.KnowledgeService`."""

    def open(self, progress: Progress) -> int:
        """Opens the index."""
        ...

    def sync(self, progress: Progress) -> int:
        """Brings the local copy up to date."""
        ...

    def search(self, text: str, limit: int = 20) -> list[Hit]:
        """Searches."""
        ...

    def browse(self) -> list[Article]:
        """Gives all articles in use."""
        ...

    def article(self, article_id: str) -> Article:
        """Gives one article."""
        ...

    def versions(self, article_id: str) -> list[ArticleVersion]:
        """Gives the history of an article."""
        ...

    def propose(self, proposal: Proposal) -> ArticleVersion:
        """Proposes a change."""
        ...

    def proposals(self, status: ArticleStatus = ArticleStatus.PROPOSED) -> list[ArticleVersion]:
        """Gives proposals."""
        ...

    def decide(self, proposal_id: str, decision: Decision) -> ArticleVersion:
        """Decides a proposal."""
        ...

    def retire(self, article_id: str, version: int) -> Article:
        """Takes an article out of use."""
        ...


class KnowledgePresenter(QObject):
    """Searches as people type and keeps what is open. One for the panel, one for the page; both share the service.

    An explicit search wins over what is followed from the form: clearing the search follows the form again.
    """

    results_changed = Signal(list, str)
    """Hits, and the text they are for."""
    article_opened = Signal(object)
    article_closed = Signal()
    versions_changed = Signal(list)
    proposals_changed = Signal(list)
    proposed = Signal(object)
    decided = Signal(object)
    ready_changed = Signal(int)
    """How many articles can be searched."""

    def __init__(self, knowledge: Knowledge, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._knowledge = knowledge
        self._tasks = tasks
        self._followed = ""
        self._searched = ""
        self._asked = 0
        self.hits: list[Hit] = []
        self.hits_for = ""
        self.article: Article | None = None
        self.proposals: list[ArticleVersion] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_timer_timeout)

    @property
    def searched(self) -> str:
        """What was typed into the search field."""
        return self._searched

    def follow(self, text: str) -> None:
        """Searches for what is being typed in the form, a moment after the last key."""
        self._followed = text
        if not self._searched:
            self._timer.start(_FOLLOW_MS)

    def search(self, text: str) -> None:
        """Searches for what is typed into the search field; an empty text follows the form again."""
        self._searched = text.strip()
        self._timer.start(_SEARCH_MS)

    def open_article(self, article_id: str) -> None:
        """Opens an article beside the list."""
        self._tasks.start(lambda _progress: self._knowledge.article(article_id), done=self._on_article_loaded)

    def close_article(self) -> None:
        """Goes back to the results."""
        self.article = None
        self.article_closed.emit()

    def load_versions(self, article_id: str) -> None:
        """Loads the history of an article."""
        self._tasks.start(lambda _progress: self._knowledge.versions(article_id), done=self.versions_changed.emit)

    def load_proposals(self) -> None:
        """Loads the proposals that wait for a decision."""
        self._tasks.start(lambda _progress: self._knowledge.proposals(), done=self._on_proposals_loaded)

    def propose(self, content: ArticleContent, why: str, article: Article | None = None) -> None:
        """Proposes a new form of an article, or a new article."""
        proposal = Proposal(
            id=str(uuid7()),
            article_id=article.id if article else str(uuid7()),
            content=content,
            why=why,
            based_on=article.version if article else 0,
        )
        self._tasks.start(lambda _progress: self._knowledge.propose(proposal), done=self._on_proposed)

    def decide(self, proposal_id: str, approve: bool, why: str) -> None:
        """Publishes or refuses a proposal."""
        decision = Decision(approve=approve, why=why)
        self._tasks.start(lambda _progress: self._knowledge.decide(proposal_id, decision), done=self._on_decided)

    def retire(self, article: Article) -> None:
        """Takes an article out of use."""
        self._tasks.start(
            lambda _progress: self._knowledge.retire(article.id, article.version), done=self._on_article_loaded
        )

    def prepare(self) -> None:
        """Opens the index and brings the local copy up to date; at sign-in and after a break."""
        self._tasks.start(self._knowledge.open, done=self._on_opened)

    def on_event(self, event: Event) -> None:
        """Takes in a fact from the server: an article or a proposal changed."""
        if event.topic == Topic.ARTICLE:
            self._tasks.start(self._knowledge.sync, done=self._on_synced)
            if self.proposals or event.data.get("status") == ArticleStatus.PROPOSED.value:
                self.load_proposals()

    def _on_timer_timeout(self) -> None:
        text = self._searched or self._followed
        self._asked += 1
        asked = self._asked
        self._tasks.start(
            lambda _progress: self._knowledge.search(text), done=lambda hits: self._on_found(asked, text, hits)
        )

    def _on_found(self, asked: int, text: str, hits: list[Hit]) -> None:
        if asked == self._asked:  # an answer that was overtaken is dropped
            self.hits, self.hits_for = hits, text
            self.results_changed.emit(hits, text)

    def _on_opened(self, count: int) -> None:
        self.ready_changed.emit(count)
        self._tasks.start(self._knowledge.sync, done=self._on_synced)

    def _on_synced(self, _changed: int) -> None:
        self._timer.start(0)
        if self.article is not None:
            self.open_article(self.article.id)

    def _on_article_loaded(self, article: Article) -> None:
        self.article = article
        self.article_opened.emit(article)

    def _on_proposals_loaded(self, found: list[ArticleVersion]) -> None:
        self.proposals = found
        self.proposals_changed.emit(found)

    def _on_proposed(self, version: ArticleVersion) -> None:
        self.proposed.emit(version)
        self.load_proposals()

    def _on_decided(self, version: ArticleVersion) -> None:
        self.decided.emit(version)
        self.load_proposals()
