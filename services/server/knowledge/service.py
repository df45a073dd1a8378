"""Rules for articles: anybody proposes, an editor decides, every published version is kept."""

from datetime import datetime

from uuid_utils import uuid7

from services.contracts.accounts import Permission
from services.contracts.events import Topic
from services.contracts.knowledge import (
    Article,
    ArticleContent,
    ArticleStatus,
    ArticleVersion,
    Decision,
    Proposal,
)
from services.errors import Conflict, NotAllowed, NotFound
from services.server.knowledge import repository
from services.server.transaction import Transaction, everyone_with, only


def get(tx: Transaction, article_id: str) -> Article:
    """Returns an article; a retired one too, marked as such, because old tickets cite it."""
    article = repository.find(tx.connection, article_id)
    if article is None:
        raise NotFound("article")
    return article


def changed_since(
    tx: Transaction, since: datetime | None, after: tuple[datetime, str] | None, limit: int
) -> list[Article]:
    """Returns a page of articles in the order they changed, for a client's own copy."""
    return repository.changed_since(tx.connection, since, after, limit)


def versions(tx: Transaction, article_id: str) -> list[ArticleVersion]:
    """Returns the history of an article, newest first. Proposals of others only to editors."""
    get(tx, article_id)
    found = repository.versions(tx.connection, article_id)
    if tx.actor.may(Permission.KNOWLEDGE_APPROVE):
        return found
    return [v for v in found if v.version > 0 or v.author_id == tx.actor.account_id]


def propose(tx: Transaction, proposal: Proposal) -> ArticleVersion:
    """Keeps a proposal until an editor decides; ``based_on`` is the version its author saw, 0 for a new article."""
    earlier = repository.find_version(tx.connection, proposal.id)
    if earlier is not None:
        if earlier.author_id == tx.actor.account_id and earlier.content == proposal.content:
            return earlier
        raise Conflict("already_exists", what=proposal.id)
    article = repository.find(tx.connection, proposal.article_id)
    if article is None and proposal.based_on != 0:
        raise NotFound("article")
    if article is not None and proposal.based_on == 0:
        raise Conflict("already_exists", what=article.title)
    version = ArticleVersion(
        id=proposal.id,
        article_id=proposal.article_id,
        version=0,
        status=ArticleStatus.PROPOSED,
        content=proposal.content,
        author=tx.actor.name,
        author_id=tx.actor.account_id,
        at=tx.now,
        why=proposal.why,
        based_on=proposal.based_on,
    )
    repository.add_version(tx.connection, version)
    _tell(
        tx, version.article_id, proposal.based_on, ArticleStatus.PROPOSED, everyone_with(Permission.KNOWLEDGE_APPROVE)
    )
    return version


def proposals(tx: Transaction, status: ArticleStatus, after: str | None, limit: int) -> list[ArticleVersion]:
    """Returns proposals of a status, oldest first: all to an editor, to others their own."""
    author = None if tx.actor.may(Permission.KNOWLEDGE_APPROVE) else tx.actor.account_id
    return repository.proposals(tx.connection, status, author, after, limit)


def decide(tx: Transaction, proposal_id: str, decision: Decision) -> ArticleVersion:
    """Publishes or refuses a proposal. The author may not decide their own; two pairs of eyes see each change."""
    proposal = repository.find_version(tx.connection, proposal_id)
    if proposal is None:
        raise NotFound("proposal")
    if proposal.author_id == tx.actor.account_id:
        raise NotAllowed("knowledge.approve_own")
    if proposal.status != ArticleStatus.PROPOSED:
        raise Conflict("wrong_state", state=proposal.status.value)
    status, version = ArticleStatus.REFUSED, 0
    if decision.approve:
        status, version = ArticleStatus.PUBLISHED, proposal.based_on + 1
        article = repository.find(tx.connection, proposal.article_id)
        if (article.version if article else 0) != proposal.based_on:
            raise Conflict("outdated_proposal")
        repository.put(tx.connection, proposal.article_id, proposal.content, status, version, tx.now, proposal.author)
        _tell(tx, proposal.article_id, version, status)
    if not repository.decide(tx.connection, proposal_id, status, version, tx.actor.name, tx.now, decision.why):
        raise Conflict("wrong_state", state="decided")
    if not decision.approve:
        _tell(tx, proposal.article_id, proposal.based_on, status, only(proposal.author_id))
    decided = repository.find_version(tx.connection, proposal_id)
    assert decided is not None  # noqa: S101 - written above in this transaction
    return decided


def retire(tx: Transaction, article_id: str) -> Article:
    """Takes an article out of searches; it stays readable for tickets that cite it."""
    article = get(tx, article_id)
    content = _content(article)
    retired = repository.put(
        tx.connection,
        article_id,
        content,
        ArticleStatus.RETIRED,
        (tx.expected_version or article.version) + 1,
        tx.now,
        tx.actor.name,
    )
    _keep(tx, retired)
    _tell(tx, article_id, retired.version, retired.status)
    return retired


def import_article(tx: Transaction, article_id: str, content: ArticleContent) -> bool:
    """Publishes an article from a file; ``False`` where the very same content is already published."""
    article = repository.find(tx.connection, article_id)
    if article is not None and _content(article) == content and article.status == ArticleStatus.PUBLISHED:
        return False
    version = article.version + 1 if article else 1
    put = repository.put(tx.connection, article_id, content, ArticleStatus.PUBLISHED, version, tx.now, tx.actor.name)
    _keep(tx, put)
    _tell(tx, article_id, version, ArticleStatus.PUBLISHED)
    return True


def _content(article: Article) -> ArticleContent:
    return ArticleContent.model_validate(article.model_dump(include=set(ArticleContent.model_fields)))


def _keep(tx: Transaction, article: Article) -> None:
    repository.add_version(
        tx.connection,
        ArticleVersion(
            id=str(uuid7()),
            article_id=article.id,
            version=article.version,
            status=article.status,
            content=_content(article),
            author=tx.actor.name,
            author_id=tx.actor.account_id,
            at=tx.now,
            based_on=article.version - 1,
        ),
    )


def _tell(tx: Transaction, article_id: str, version: int, status: ArticleStatus, *audience: str) -> None:
    tx.append(Topic.ARTICLE, article_id, {"id": article_id, "version": version, "status": status.value}, *audience)
