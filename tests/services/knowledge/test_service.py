"""The local copy follows the server; the index follows the local copy."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.contracts.common import Page
from services.contracts.knowledge import Article, ArticleStatus, ArticleVersion, Decision, Proposal
from services.errors import NotFound
from services.knowledge.service import KnowledgeService
from services.tasks import CancelledError, Progress

START = datetime(2026, 3, 2, tzinfo=UTC)


def article(key: str, title: str, minute: int = 0, version: int = 1, status: str = "published") -> Article:
    return Article(
        id=key,
        version=version,
        status=ArticleStatus(status),
        title=title,
        updated_at=START + timedelta(minutes=minute),
    )


class Server:
    """Answers like the server: articles in the order they changed, in pages of two."""

    def __init__(self, *articles: Article) -> None:
        self.articles = list(articles)
        self.asked: list[datetime | None] = []
        self.proposed: list[tuple[Proposal, str]] = []

    def list_articles(self, since: datetime | None, cursor: str | None, limit: int) -> Page[Article]:
        self.asked.append(since)
        items = sorted(self.articles, key=lambda a: (a.updated_at, a.id))
        items = [a for a in items if since is None or a.updated_at >= since]
        start = int(cursor or 0)
        return Page[Article](items=items[start : start + 2], next=str(start + 2) if start + 2 < len(items) else None)

    def get_article(self, article_id: str) -> Article:
        for found in self.articles:
            if found.id == article_id:
                return found
        raise NotFound("article")

    def list_versions(self, article_id: str) -> list[ArticleVersion]:
        raise NotFound("article")

    def retire_article(self, article_id: str, version: int, key: str) -> Article:
        raise AssertionError

    def propose(self, proposal: Proposal, key: str) -> ArticleVersion:
        self.proposed.append((proposal, key))
        raise AssertionError

    def list_proposals(self, status: ArticleStatus, cursor: str | None, limit: int) -> Page[ArticleVersion]:
        return Page[ArticleVersion](items=[], next=None)

    def decide_proposal(self, proposal_id: str, decision: Decision, key: str) -> ArticleVersion:
        raise AssertionError


class Store:
    """Keeps articles in memory."""

    def __init__(self) -> None:
        self.rows: dict[str, Article] = {}

    def upsert(self, articles: Iterable[Article]) -> None:
        self.rows.update((a.id, a) for a in articles)

    def get(self, article_id: str) -> Article | None:
        return self.rows.get(article_id)

    def all(self) -> Iterable[Article]:
        return list(self.rows.values())

    def newest(self) -> datetime | None:
        return max((a.updated_at for a in self.rows.values()), default=None)

    def count(self) -> int:
        return len(self.rows)


@pytest.fixture
def server() -> Server:
    return Server(article("a", "公积金提取"), article("b", "入学报名", 5), article("c", "居住证办理", 9))


def titles(service: KnowledgeService, text: str) -> list[str]:
    return [hit.title for hit in service.search(text)]


def test_nothing_is_found_before_the_index_is_open(server: Server) -> None:
    service = KnowledgeService(server, Store(), None)
    assert not service.is_ready
    assert service.search("公积金") == []


def test_all_pages_are_fetched_and_can_be_searched(server: Server, tmp_path: Path) -> None:
    service = KnowledgeService(server, Store(), tmp_path / "index")
    assert service.sync(Progress()) == 3
    assert titles(service, "居住证") == ["居住证办理"]


def test_later_only_changes_are_fetched_with_a_little_overlap(server: Server, tmp_path: Path) -> None:
    store = Store()
    service = KnowledgeService(server, store, tmp_path / "index")
    service.sync(Progress())
    server.articles[0] = article("a", "公积金贷款", 30, version=2)
    server.articles.append(article("c", "居住证办理", 31, version=2, status="retired"))
    server.articles.pop(2)
    assert service.sync(Progress()) == 2
    assert server.asked[-1] == START + timedelta(minutes=8)
    assert titles(service, "公积金") == ["公积金贷款"]
    assert titles(service, "居住证") == []
    assert service.sync(Progress()) == 0


def test_after_a_restart_the_index_opens_from_disk_without_the_server(server: Server, tmp_path: Path) -> None:
    store = Store()
    KnowledgeService(server, store, tmp_path / "index").sync(Progress())
    server.articles.clear()
    again = KnowledgeService(server, store, tmp_path / "index")
    assert again.open(Progress()) == 3
    assert titles(again, "入学") == ["入学报名"]


@pytest.mark.parametrize("damage", ["meta", "stamp"])
def test_a_damaged_index_is_made_anew_from_the_local_copy(server: Server, tmp_path: Path, damage: str) -> None:
    store = Store()
    folder = tmp_path / "index"
    KnowledgeService(server, store, folder).sync(Progress())
    if damage == "meta":
        (folder / "meta.json").write_text("{", encoding="utf-8")
    else:
        (folder / "stamp").unlink()
    again = KnowledgeService(server, store, folder)
    assert again.open(Progress()) == 3
    assert titles(again, "公积金") == ["公积金提取"]


def test_an_article_not_yet_copied_is_read_from_the_server(server: Server) -> None:
    service = KnowledgeService(server, Store(), None)
    assert service.article("b").title == "入学报名"
    with pytest.raises(NotFound):
        service.article("nowhere")


def test_browsing_leaves_retired_articles_out(server: Server) -> None:
    server.articles.append(article("d", "旧办法", 40, status="retired"))
    service = KnowledgeService(server, Store(), None)
    service.sync(Progress())
    assert {a.id for a in service.browse()} == {"a", "b", "c"}


def test_cancelling_stops_between_pages(server: Server) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        KnowledgeService(server, Store(), None).sync(progress)


def test_a_new_article_has_no_history_yet(server: Server) -> None:
    assert KnowledgeService(server, Store(), None).versions("new") == []
