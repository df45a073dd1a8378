"""Routes of the dispatch catalogue, of suggestions, and of what joint meetings want changed."""

from typing import Annotated

from fastapi import Path, Query, Response

from services.contracts.accounts import Permission
from services.contracts.common import Id, Page
from services.contracts.dispatching import (
    MeetingView,
    NewRules,
    ProposalDecision,
    ProposalStatus,
    RuleProposal,
    Rules,
    RulesVersion,
    Suggestion,
    SuggestionQuery,
)
from services.server.dispatching import meetings, service, suggestion
from services.server.feature import Feature
from services.server.pagination import MAX_CURSOR, decode_cursor, page_of
from services.server.routes import Router
from services.server.work import Work, reads, updates, writes

router = Router(tags=["dispatching"])
_TicketId = Annotated[Id, Path(description="The ticket's id.")]


@router.get("/v1/dispatch-rules", response_model=Rules, summary="The dispatch catalogue")
def get_rules(
    work: Annotated[Work, reads(Permission.SIGNED_IN)],
    version: Annotated[int | None, Query(ge=1, le=2**31 - 1, description="Not the one in force, but this one.")] = None,
) -> Response:
    """Gives the version in force with all its rules, or any other version."""
    return work.read(lambda tx: service.current(tx, version))


@router.get(
    "/v1/dispatch-rules/versions", response_model=list[RulesVersion], summary="History of the dispatch catalogue"
)
def list_versions(work: Annotated[Work, reads(Permission.SIGNED_IN)]) -> Response:
    """Gives the versions, newest first, those that take effect later among them."""
    return work.read(service.history)


@router.put("/v1/dispatch-rules", response_model=Rules, summary="A new version of the dispatch catalogue")
def replace_rules(new: NewRules, work: Annotated[Work, updates(Permission.CATALOGUE_MANAGE)]) -> Response:
    """Keeps a whole new version, in force from a moment on; `If-Match` is the newest version, `"0"` for the first."""
    return work.write(lambda tx: service.replace(tx, new))


@router.get("/v1/tickets/{ticket_id}/suggestion", response_model=Suggestion, summary="Which unit it should go to")
def suggest(ticket_id: _TicketId, work: Annotated[Work, reads(Permission.TICKET_STEP)]) -> Response:
    """Gives units with reasons and confidence: the dispatch catalogue first, then who has solved tickets like it."""
    return work.read(lambda tx: suggestion.for_ticket(tx, ticket_id))


@router.post("/v1/suggestions", response_model=Suggestion, summary="Which unit a ticket being typed should go to")
def suggest_for_form(query: SuggestionQuery, work: Annotated[Work, reads(Permission.TICKET_READ)]) -> Response:
    """Gives the same for a ticket that is not filed yet. Reads only, and needs no key."""
    return work.read(lambda tx: suggestion.for_form(tx, query))


@router.get("/v1/tickets/{ticket_id}/meeting", response_model=MeetingView, summary="What a joint meeting needs to know")
def get_meeting(ticket_id: _TicketId, work: Annotated[Work, reads(Permission.TICKET_STEP)]) -> Response:
    """Gives the candidates, who sent the ticket back, and what earlier meetings decided."""
    return work.read(lambda tx: suggestion.meeting(tx, ticket_id))


@router.get("/v1/catalogue-proposals", response_model=Page[RuleProposal], summary="What joint meetings want changed")
def list_proposals(
    work: Annotated[Work, reads(Permission.CATALOGUE_MANAGE)],
    status: Annotated[ProposalStatus, Query(description="Only in this state.")] = ProposalStatus.PROPOSED,
    cursor: Annotated[str | None, Query(max_length=MAX_CURSOR, description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most.")] = 50,
) -> Response:
    """Gives proposed lines of the dispatch catalogue, oldest first."""
    after = str(decode_cursor(cursor, (str,))[0]) if cursor else ""
    return work.read(lambda tx: page_of(meetings.page(tx, status, after, limit + 1), limit, lambda each: (each.id,)))


@router.post("/v1/catalogue-proposals/{proposal_id}/decision", response_model=RuleProposal, summary="Decide a proposal")
def decide_proposal(
    proposal_id: Annotated[Id, Path(description="The proposal's id.")],
    decision: ProposalDecision,
    work: Annotated[Work, writes(Permission.CATALOGUE_MANAGE)],
) -> Response:
    """Takes the line into the catalogue at once, as it is or as changed here, or refuses it."""
    return work.write(lambda tx: meetings.decide(tx, proposal_id, decision))


FEATURE = Feature(router)
