"""The knowledge base as the console uses it: a local copy that follows the server, searched without the network."""

import threading
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from shutil import rmtree
from typing import Protocol

from services.contracts.common import Page
from services.contracts.knowledge import Article, ArticleStatus, ArticleVersion, Decision, Proposal
from services.errors import NotFound
from services.knowledge.index import ArticleIndex, Hit, IndexDamagedError
from services.paging import items, pages
from services.tasks import Progress

_PAGE = 500
_REBUILD_ABOVE = 2_000
# Two servers' clocks and a transaction still running may put a change slightly behind one already seen.
_OVERLAP = timedelta(seconds=60)


class KnowledgeSource(Protocol):
    """The routes of the knowledge base, one typed method each."""

    def list_articles(self, since: datetime | None, cursor: str | None, limit: int) -> Page[Article]:
        """Gives articles in the order they changed."""
        ...

    def get_article(self, article_id: str) -> Article:
        """Gives one article."""
        ...

    def list_versions(self, article_id: str) -> list[ArticleVersion]:
        """Gives the history of an article."""
        ...

    def retire_article(self, article_id: str, version: int, key: str) -> Article:
        """Takes an article out of use."""
        ...

    def propose(self, proposal: Proposal, key: str) -> ArticleVersion:
        """Proposes a change."""
        ...

    def list_proposals(self, status: ArticleStatus, cursor: str | None, limit: int) -> Page[ArticleVersion]:
        """Gives proposals of a status."""
        ...

    def decide_proposal(self, proposal_id: str, decision: Decision, key: str) -> ArticleVersion:
        """Decides a proposal."""
        ...


class ArticleStore(Protocol):
    """The local copy of the articles."""

    def upsert(self, articles: Iterable[Article]) -> None:
        """Writes articles over their earlier form."""
        ...

    def get(self, article_id: str) -> Article | None:
        """Returns an article, or ``None``."""
        ...

    def all(self) -> Iterable[Article]:
        """Returns all articles."""
        ...

    def newest(self) -> datetime | None:
        """Returns when the newest change was made."""
        ...

    def count(self) -> int:
        """Returns how many articles are kept."""
        ...


class KnowledgeService:
    """Search and reading from the local copy; proposals and decisions through the server.

    All methods block and belong in :class:`services.tasks.Tasks`, but for ``search`` and ``article``, which take a few
    milliseconds at 100,000 articles.
    """

    def __init__(self, source: KnowledgeSource, store: ArticleStore, index_folder: Path | None) -> None:
        self._source = source
        self._store = store
        self._folder = index_folder
        self._index: ArticleIndex | None = None
        self._syncing = threading.Lock()

    @property
    def is_ready(self) -> bool:
        """Tells whether articles can be searched."""
        return self._index is not None

    @property
    def size(self) -> int:
        """How many articles can be found now; none before the index is open and filled."""
        return len(self._index) if self._index is not None else 0

    def open(self, progress: Progress) -> int:
        """Opens the index, building it from the local copy where it is missing, damaged or behind; returns its size."""
        with self._syncing:
            index = self._open_index()
            if self._stamp_read() != self._stamp_now():
                self._rebuild(index, progress)
            self._index = index
            return len(index)

    def sync(self, progress: Progress) -> int:
        """Brings the local copy up to date with the server; returns how many articles changed."""
        with self._syncing:
            index = self._index or self._open_index()
            newest = self._store.newest()
            since = newest - _OVERLAP if newest else None
            changed: dict[str, Article] = {}

            def fetch(cursor: str | None) -> Page[Article]:
                progress.check()
                return self._source.list_articles(since, cursor, _PAGE)

            for page in pages(fetch):
                fresh = [a for a in page.items if self._is_news(a)]
                self._store.upsert(fresh)
                changed.update((a.id, a) for a in fresh)
                progress.report(len(changed), 0, "articles")
            if len(changed) > _REBUILD_ABOVE:
                self._rebuild(index, progress)
            elif changed:
                index.update(changed.values())
                self._stamp_write()
            self._index = index
            return len(changed)

    def search(self, text: str, limit: int = 20) -> list[Hit]:
        """Returns the best articles for what was typed, nothing before the index is open."""
        return self._index.search(text, limit) if self._index else []

    def article(self, article_id: str) -> Article:
        """Returns an article from the local copy, or from the server where it is not there yet."""
        article = self._store.get(article_id)
        return article if article is not None else self._source.get_article(article_id)

    def browse(self) -> list[Article]:
        """Returns all articles of the local copy that are in use, by category and title."""
        found = [a for a in self._store.all() if a.status == ArticleStatus.PUBLISHED]
        return sorted(found, key=lambda a: (a.category, a.title))

    def versions(self, article_id: str) -> list[ArticleVersion]:
        """Returns the history of an article; nothing for one that is only proposed."""
        try:
            return self._source.list_versions(article_id)
        except NotFound:
            return []

    def propose(self, proposal: Proposal) -> ArticleVersion:
        """Proposes a change or a new article. The proposal's own id is its submission key: a retry proposes once."""
        return self._source.propose(proposal, key=f"propose-{proposal.id}")

    def proposals(self, status: ArticleStatus = ArticleStatus.PROPOSED) -> list[ArticleVersion]:
        """Returns all proposals of a status that the person may see, oldest first."""
        return list(items(lambda cursor: self._source.list_proposals(status, cursor, 100)))

    def decide(self, proposal_id: str, decision: Decision) -> ArticleVersion:
        """Publishes or refuses a proposal."""
        verdict = "yes" if decision.approve else "no"
        return self._source.decide_proposal(proposal_id, decision, key=f"decide-{proposal_id}-{verdict}")

    def retire(self, article_id: str, version: int) -> Article:
        """Takes an article out of use."""
        return self._source.retire_article(article_id, version, key=f"retire-{article_id}-{version}")

    def _is_news(self, article: Article) -> bool:
        known = self._store.get(article.id)
        return known is None or known.version != article.version

    def _open_index(self) -> ArticleIndex:
        try:
            return ArticleIndex(self._folder)
        except IndexDamagedError:
            # Nothing is lost with it: it is made from the local copy.
            if self._folder is not None:
                rmtree(self._folder, ignore_errors=True)
            return ArticleIndex(self._folder)

    def _rebuild(self, index: ArticleIndex, progress: Progress) -> None:
        total = self._store.count()

        def counted() -> Iterable[Article]:
            for number, article in enumerate(self._store.all(), 1):
                if number % 500 == 0:
                    progress.report(number, total, "index")
                yield article

        index.replace_all(counted())
        self._stamp_write()

    def _stamp_now(self) -> str:
        return f"{self._store.count()} {self._store.newest()}"

    def _stamp_read(self) -> str:
        try:
            return (self._folder / "stamp").read_text(encoding="utf-8") if self._folder else ""
        except OSError:
            return ""

    def _stamp_write(self) -> None:
        if self._folder is not None:
            (self._folder / "stamp").write_text(self._stamp_now(), encoding="utf-8")
