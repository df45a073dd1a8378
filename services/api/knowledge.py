"""Routes of the knowledge base."""

from datetime import datetime

from services.api.transport import Transport
from services.contracts.common import Page
from services.contracts.knowledge import Article, ArticleStatus, ArticleVersion, Decision, Proposal


class KnowledgeApi:
    """Articles, their versions, and proposals."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list_articles(self, since: datetime | None, cursor: str | None, limit: int) -> Page[Article]:
        """Gives articles in the order they changed."""
        return self._transport.get("/v1/articles", Page[Article], since=since, cursor=cursor, limit=limit)

    def get_article(self, article_id: str) -> Article:
        """Gives one article."""
        return self._transport.get(f"/v1/articles/{article_id}", Article)

    def list_versions(self, article_id: str) -> list[ArticleVersion]:
        """Gives the history of an article."""
        return self._transport.get(f"/v1/articles/{article_id}/versions", list[ArticleVersion])

    def retire_article(self, article_id: str, version: int, key: str) -> Article:
        """Takes an article out of use."""
        return self._transport.post(f"/v1/articles/{article_id}/retire", Article, key=key, version=version)

    def propose(self, proposal: Proposal, key: str) -> ArticleVersion:
        """Proposes a change."""
        return self._transport.post("/v1/proposals", ArticleVersion, proposal, key=key)

    def list_proposals(self, status: ArticleStatus, cursor: str | None, limit: int) -> Page[ArticleVersion]:
        """Gives proposals of a status."""
        return self._transport.get(
            "/v1/proposals", Page[ArticleVersion], status=status.value, cursor=cursor, limit=limit
        )

    def decide_proposal(self, proposal_id: str, decision: Decision, key: str) -> ArticleVersion:
        """Decides a proposal."""
        return self._transport.post(f"/v1/proposals/{proposal_id}/decision", ArticleVersion, decision, key=key)
