"""Queries on articles, versions and proposals."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, func, insert, or_, select, update

from services.contracts.knowledge import Article, ArticleContent, ArticleStatus, ArticleVersion
from services.errors import StaleVersion
from services.server.knowledge.tables import article_versions, articles


def _article(row: Row[Any]) -> Article:
    content = ArticleContent.model_validate_json(row.content)
    return Article(
        id=row.id,
        version=row.version,
        status=ArticleStatus(row.status),
        updated_at=row.updated_at,
        updated_by=row.updated_by,
        **content.model_dump(),
    )


def _version(row: Row[Any]) -> ArticleVersion:
    values = dict(row._mapping)
    values["content"] = ArticleContent.model_validate_json(row.content)
    return ArticleVersion.model_validate(values)


def find(connection: Connection, article_id: str) -> Article | None:
    """Returns an article in any state."""
    row = connection.execute(select(articles).where(articles.c.id == article_id)).first()
    return _article(row) if row else None


def changed_since(
    connection: Connection, since: datetime | None, after: tuple[datetime, str] | None, limit: int
) -> list[Article]:
    """Returns articles in the order they changed, from a moment on or after a position."""
    query = select(articles).order_by(articles.c.updated_at, articles.c.id).limit(limit)
    if since is not None:
        query = query.where(articles.c.updated_at >= since)
    if after is not None:
        moment, article_id = after
        query = query.where(
            or_(articles.c.updated_at > moment, and_(articles.c.updated_at == moment, articles.c.id > article_id))
        )
    return [_article(row) for row in connection.execute(query)]


def count(connection: Connection) -> int:
    """Returns how many articles there are."""
    return connection.execute(select(func.count()).select_from(articles)).scalar_one()


def put(
    connection: Connection,
    article_id: str,
    content: ArticleContent,
    status: ArticleStatus,
    version: int,
    now: datetime,
    editor: str,
) -> Article:
    """Writes the published form of an article; ``version`` must follow the stored one (1 for a new article).

    Raises:
        StaleVersion: another version was published in between.
    """
    values = {
        "version": version,
        "status": status.value,
        "title": content.title,
        "category": content.category,
        "unit": content.unit,
        "summary": content.summary,
        "content": content.model_dump_json(),
        "check_with_department": content.check_with_department,
        "updated_at": now,
        "updated_by": editor,
    }
    if version == 1:
        connection.execute(insert(articles), {"id": article_id, **values})
    else:
        done = connection.execute(
            update(articles).where(articles.c.id == article_id, articles.c.version == version - 1).values(**values)
        )
        if done.rowcount != 1:
            current = find(connection, article_id)
            raise StaleVersion(current.model_dump(mode="json") if current else {})
    return Article(
        id=article_id, version=version, status=status, updated_at=now, updated_by=editor, **content.model_dump()
    )


def add_version(connection: Connection, version: ArticleVersion) -> None:
    """Keeps a version or a proposal."""
    values = version.model_dump(exclude={"content"})
    values["status"] = version.status.value
    values["content"] = version.content.model_dump_json()
    connection.execute(insert(article_versions), values)


def versions(connection: Connection, article_id: str) -> list[ArticleVersion]:
    """Returns all versions and proposals of an article, newest first."""
    query = (
        select(article_versions)
        .where(article_versions.c.article_id == article_id)
        .order_by(article_versions.c.at.desc(), article_versions.c.version.desc())
    )
    return [_version(row) for row in connection.execute(query)]


def find_version(connection: Connection, version_id: str) -> ArticleVersion | None:
    """Returns a version or proposal by its id."""
    row = connection.execute(select(article_versions).where(article_versions.c.id == version_id)).first()
    return _version(row) if row else None


def proposals(
    connection: Connection, status: ArticleStatus, author_id: str | None, after: str | None, limit: int
) -> list[ArticleVersion]:
    """Returns proposals of a status, oldest first (ids are version-7 UUIDs or slugs; the order is by id)."""
    query = (
        select(article_versions)
        .where(article_versions.c.status == status.value)
        .order_by(article_versions.c.id)
        .limit(limit)
    )
    if status == ArticleStatus.PUBLISHED:
        query = query.where(article_versions.c.based_on > 0)
    if author_id is not None:
        query = query.where(article_versions.c.author_id == author_id)
    if after is not None:
        query = query.where(article_versions.c.id > after)
    return [_version(row) for row in connection.execute(query)]


def decide(
    connection: Connection,
    proposal_id: str,
    status: ArticleStatus,
    version: int,
    editor: str,
    now: datetime,
    why: str,
) -> bool:
    """Marks a proposal as decided; ``False`` when somebody else has decided it first."""
    done = connection.execute(
        update(article_versions)
        .where(article_versions.c.id == proposal_id, article_versions.c.status == ArticleStatus.PROPOSED.value)
        .values(status=status.value, version=version, decided_by=editor, decided_at=now, decision=why)
    )
    return done.rowcount == 1
