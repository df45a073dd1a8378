"""The local copy of the knowledge base."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.sqlite import insert

from services.contracts.knowledge import Article
from services.store.store import LocalStore
from services.store.tables import articles


class StoredArticles:
    """Articles as the server last gave them."""

    def __init__(self, store: LocalStore) -> None:
        self._store = store

    def upsert(self, changed: Iterable[Article]) -> None:
        """Writes articles over their earlier form."""
        rows = [
            {"id": a.id, "version": a.version, "updated_at": a.updated_at.isoformat(), "body": a.model_dump_json()}
            for a in changed
        ]
        if not rows:
            return
        statement = insert(articles)
        news = {name: statement.excluded[name] for name in ("version", "updated_at", "body")}
        with self._store.write() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=news), rows)

    def get(self, article_id: str) -> Article | None:
        """Returns an article, or ``None``."""
        with self._store.read() as connection:
            body = connection.execute(select(articles.c.body).where(articles.c.id == article_id)).scalar()
        return Article.model_validate_json(body) if body else None

    def all(self) -> Iterable[Article]:
        """Returns all articles."""
        with self._store.read() as connection:
            for body in connection.execute(select(articles.c.body)).scalars():
                yield Article.model_validate_json(body)

    def newest(self) -> datetime | None:
        """Returns when the newest change was made."""
        with self._store.read() as connection:
            newest = connection.execute(select(func.max(articles.c.updated_at))).scalar()
        return datetime.fromisoformat(newest) if newest else None

    def count(self) -> int:
        """Returns how many articles are kept."""
        with self._store.read() as connection:
            return connection.execute(select(func.count()).select_from(articles)).scalar_one()
