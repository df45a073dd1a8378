"""What the knowledge panel and the Knowledge page do: follow, search, open, propose, decide."""

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from uuid_utils import uuid7

from services.contracts.events import Topic
from services.contracts.knowledge import (
    Article,
    ArticleContent,
    ArticleStatus,
    ArticleVersion,
    Decision,
    Proposal,
)
from services.knowledge.index import Hit
from services.live import ChangeKind, LiveChange
from services.tasks import Progress, Tasks
from services.texts import TypedTexts
from ui.presenter import Presenter

_FOLLOW_MS = 250
_SEARCH_MS = 60
_NOT_READY_MS = 500


class Knowledge(Protocol):
    """What the presenter needs of :class:`services.knowledge.service.KnowledgeService`."""

    @property
    def size(self) -> int:
        """How many articles can be found now."""
        ...

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


class Live(Protocol):
    """Where facts from the server are heard: :class:`services.live.LiveFeed`."""

    def listen(self, listener: Callable[[LiveChange], None]) -> Callable[[], None]:
        """Calls ``listener`` with each fact; returns the way to stop."""
        ...


class KnowledgePresenter(Presenter):
    """Searches as people type and keeps what is open. One for the panel, one for the page; both share the service.

    An explicit search wins over what is followed from the form: clearing the search follows the form again. The page's
    presenter is given ``live`` and keeps the local copy up to date for both.
    """

    results_changed = Signal(list, str)
    """Hits, and the text they are for."""
    browsed = Signal(list)
    """All articles in use, by category and title."""
    article_opened = Signal(object)
    article_closed = Signal()
    begun_anew = Signal()
    """What was searched and read is forgotten."""
    versions_changed = Signal(list)
    proposals_changed = Signal(list)
    proposed = Signal(object)
    decided = Signal(object)
    synced = Signal(int)
    """How many articles changed at the last look."""
    ready_changed = Signal(int)
    """How many articles can be searched."""

    def __init__(
        self,
        knowledge: Knowledge,
        tasks: Tasks,
        live: Live | None = None,
        parent: QObject | None = None,
        texts: TypedTexts | None = None,
    ) -> None:
        super().__init__(tasks, parent)
        self._texts = texts or TypedTexts()
        self._live = live
        self._stop_listening: Callable[[], None] = lambda: None
        self._knowledge = knowledge
        self._followed = ""
        self._searched = ""
        self._asked = 0
        self.hits: list[Hit] = []
        self.hits_for = ""
        self.article: Article | None = None
        self.proposals: list[ArticleVersion] = []
        self._bases: dict[str, Article] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_timer_timeout)

    def start(self) -> None:
        """Opens the index, brings the local copy up to date, and follows what changes."""
        if self._live is not None:
            self._stop_listening = self._live.listen(self._on_live_change)
            self.work(lambda _progress: self._texts.read())
            self.work(self._knowledge.open, done=self._on_opened)

    def close(self) -> None:
        """Stops following."""
        self._timer.stop()
        self._stop_listening()

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
        self.work(lambda _progress: self._knowledge.article(article_id), done=self._on_article_loaded)

    def close_article(self) -> None:
        """Goes back to the results."""
        self.article = None
        self.article_closed.emit()

    def begin_anew(self) -> None:
        """Forgets what was searched and read: somebody else is on the line, and their words are followed."""
        self._searched = ""
        self.close_article()
        self.begun_anew.emit()

    def browse(self) -> None:
        """Loads all articles in use, for a list without a search."""
        self.work(lambda _progress: self._knowledge.browse(), done=self.browsed.emit)

    def load_versions(self, article_id: str) -> None:
        """Loads the history of an article."""
        self.work(lambda _progress: self._knowledge.versions(article_id), done=self.versions_changed.emit)

    def load_proposals(self) -> None:
        """Loads the proposals that wait for a decision."""
        self.work(self._fetch_proposals, done=self._on_proposals_loaded)

    def base_of(self, proposal: ArticleVersion) -> Article | None:
        """Returns the article that a proposal would change, where it is still the version its author saw."""
        article = self._bases.get(proposal.article_id)
        return article if article is not None and article.version == proposal.based_on else None

    def unfinished(self, article: Article | None) -> dict[str, Any]:
        """Returns what was typed for an article (or a new one) and not proposed yet, by field."""
        return self._texts.get(_name(article))

    def keep_unfinished(self, article: Article | None, fields: dict[str, Any]) -> None:
        """Keeps it; nothing throws it away."""
        self._texts.keep(_name(article), fields)

    def propose(self, content: ArticleContent, why: str, article: Article | None = None) -> None:
        """Proposes a new form of an article, or a new article."""
        proposal = Proposal(
            id=str(uuid7()),
            article_id=article.id if article else str(uuid7()),
            content=content,
            why=why,
            based_on=article.version if article else 0,
        )

        def done(version: ArticleVersion) -> None:
            self._texts.forget(_name(article))
            self._on_proposed(version)

        self.work(lambda _progress: self._knowledge.propose(proposal), done=done)

    def decide(self, proposal_id: str, approve: bool, why: str) -> None:
        """Publishes or refuses a proposal."""
        decision = Decision(approve=approve, why=why)
        self.work(lambda _progress: self._knowledge.decide(proposal_id, decision), done=self._on_decided)

    def retire(self, article: Article) -> None:
        """Takes an article out of use."""
        self.work(lambda _progress: self._knowledge.retire(article.id, article.version), done=self._on_article_loaded)

    def _on_live_change(self, change: LiveChange) -> None:
        if change.kind == ChangeKind.FRESH:
            self.work(self._knowledge.sync, done=self._on_synced, failed=_ignore)
        elif change.event is not None and change.event.topic == Topic.ARTICLE:
            self.work(self._knowledge.sync, done=self._on_synced, failed=_ignore)
            if self.proposals or change.event.data.get("status") == ArticleStatus.PROPOSED.value:
                self.load_proposals()

    def _on_timer_timeout(self) -> None:
        text = self._searched or self._followed
        self._asked += 1
        asked = self._asked

        def look(_progress: Progress) -> tuple[int, list[Hit]]:
            # The size first: an index that is filled meanwhile is asked once more.
            return self._knowledge.size, self._knowledge.search(text)

        self.work(look, done=lambda found: self._on_found(asked, text, *found))

    def _on_found(self, asked: int, text: str, size: int, hits: list[Hit]) -> None:
        if asked == self._asked:  # an answer that was overtaken is dropped
            self.hits, self.hits_for = hits, text
            self.results_changed.emit(hits, text)
            if text and not size:
                # The first start builds the index; who types meanwhile gets an answer as soon as there is one.
                self._timer.start(_NOT_READY_MS)

    def _on_opened(self, count: int) -> None:
        self.ready_changed.emit(count)
        self.work(self._knowledge.sync, done=self._on_synced, failed=_ignore)

    def _on_synced(self, changed: int) -> None:
        self.synced.emit(changed)
        self._timer.start(0)
        if self.article is not None:
            self.open_article(self.article.id)

    def _on_article_loaded(self, article: Article) -> None:
        self.article = article
        self.article_opened.emit(article)

    def _fetch_proposals(self, _progress: Progress) -> tuple[list[ArticleVersion], dict[str, Article]]:
        found = self._knowledge.proposals()
        wanted = {version.article_id for version in found if version.based_on}
        return found, {article_id: self._knowledge.article(article_id) for article_id in wanted}

    def _on_proposals_loaded(self, loaded: tuple[list[ArticleVersion], dict[str, Article]]) -> None:
        found, self._bases = loaded
        self.proposals = found
        self.proposals_changed.emit(found)

    def _on_proposed(self, version: ArticleVersion) -> None:
        self.proposed.emit(version)
        self.load_proposals()

    def _on_decided(self, version: ArticleVersion) -> None:
        self.decided.emit(version)
        self.load_proposals()


def _ignore(_error: Exception) -> None:
    """The local copy is searched as it is; it is brought up to date when the server is heard again."""


def _name(article: Article | None) -> str:
    return f"proposal-{article.id}" if article is not None else "proposal"
