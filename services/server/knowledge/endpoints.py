"""Routes of the knowledge base."""

from datetime import datetime
from typing import Annotated

from fastapi import Path, Query, Response

from services.contracts.accounts import Permission
from services.contracts.common import Id, Page
from services.contracts.knowledge import Article, ArticleStatus, ArticleVersion, Decision, Proposal
from services.server.feature import Feature
from services.server.knowledge import service
from services.server.pagination import decode_cursor, page_of
from services.server.routes import Router
from services.server.work import Work, reads, updates, writes

router = Router(tags=["knowledge"])

_Limit = Annotated[int, Query(ge=1, le=500, description="How many at most.")]
_Cursor = Annotated[str | None, Query(max_length=300, description="`next` of the page before.")]
_ArticleId = Annotated[Id, Path(description="The article's id.")]


@router.get("/v1/articles", response_model=Page[Article], summary="Articles in the order they changed")
def list_articles(
    work: Annotated[Work, reads(Permission.KNOWLEDGE_READ)],
    since: Annotated[datetime | None, Query(description="Only those changed at or after this moment.")] = None,
    cursor: _Cursor = None,
    limit: _Limit = 200,
) -> Response:
    """Gives full articles, retired ones too, so that a client can keep a copy of its own and bring it up to date."""
    after = decode_cursor(cursor, (datetime, str)) if cursor else None

    return work.read(
        lambda tx: page_of(service.changed_since(tx, since, after, limit + 1), limit, lambda a: (a.updated_at, a.id))
    )


@router.get("/v1/articles/{article_id}", response_model=Article, summary="One article")
def get_article(article_id: _ArticleId, work: Annotated[Work, reads(Permission.KNOWLEDGE_READ)]) -> Response:
    """Gives the published form of an article."""
    return work.read(lambda tx: service.get(tx, article_id))


@router.get("/v1/articles/{article_id}/versions", response_model=list[ArticleVersion], summary="History of an article")
def list_versions(article_id: _ArticleId, work: Annotated[Work, reads(Permission.KNOWLEDGE_READ)]) -> Response:
    """Gives all versions, newest first, with proposals that the person may see."""
    return work.read(lambda tx: service.versions(tx, article_id))


@router.post("/v1/articles/{article_id}/retire", response_model=Article, summary="Take an article out of use")
def retire_article(article_id: _ArticleId, work: Annotated[Work, updates(Permission.KNOWLEDGE_APPROVE)]) -> Response:
    """Marks an article as retired; it is not found any more and stays readable for tickets that cite it."""
    return work.write(lambda tx: service.retire(tx, article_id))


@router.post("/v1/proposals", response_model=ArticleVersion, status_code=201, summary="Propose a change")
def propose(proposal: Proposal, work: Annotated[Work, writes(Permission.KNOWLEDGE_PROPOSE)]) -> Response:
    """Keeps a proposed change, or a proposed new article, until an editor decides."""
    return work.write(lambda tx: service.propose(tx, proposal), status=201)


@router.get("/v1/proposals", response_model=Page[ArticleVersion], summary="Proposals")
def list_proposals(
    work: Annotated[Work, reads(Permission.KNOWLEDGE_PROPOSE)],
    status: Annotated[ArticleStatus, Query(description="Only in this state.")] = ArticleStatus.PROPOSED,
    cursor: _Cursor = None,
    limit: _Limit = 50,
) -> Response:
    """Gives proposals of a status, oldest first: all of them to an editor, to others their own."""
    after = str(decode_cursor(cursor, (str,))[0]) if cursor else None

    return work.read(lambda tx: page_of(service.proposals(tx, status, after, limit + 1), limit, lambda v: (v.id,)))


@router.post("/v1/proposals/{proposal_id}/decision", response_model=ArticleVersion, summary="Decide a proposal")
def decide(
    proposal_id: Annotated[Id, Path(description="The proposal's id.")],
    decision: Decision,
    work: Annotated[Work, writes(Permission.KNOWLEDGE_APPROVE)],
) -> Response:
    """Publishes the proposal as the next version, or refuses it with a reason."""
    return work.write(lambda tx: service.decide(tx, proposal_id, decision))


FEATURE = Feature(router)
