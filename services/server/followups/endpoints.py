"""Routes for the follow-up and the rates."""

from typing import Annotated

from fastapi import Path, Query, Response
from pydantic import AwareDatetime

from services.contracts.accounts import Permission
from services.contracts.common import Code, Id
from services.contracts.followups import (
    FollowUp,
    FollowUpRules,
    FollowUpRulesHistory,
    NewFollowUpRules,
    NewRateWeights,
    RateBy,
    RateFigure,
    RateReport,
    RateTickets,
    RateWeights,
    RateWeightsHistory,
)
from services.server.feature import Feature
from services.server.followups import public, rates, rules, service, weights
from services.server.pagination import MAX_CURSOR
from services.server.routes import Router
from services.server.work import Work, reads, updates

router = Router(tags=["follow-up"])
_Since = Annotated[AwareDatetime, Query(description="Beginning of the interval.")]
_Until = Annotated[AwareDatetime, Query(description="End of the interval; not part of it.")]
_By = Annotated[RateBy, Query(description="What the figures are broken down by.")]


@router.get("/v1/tickets/{ticket_id}/follow-up", response_model=FollowUp, summary="How far a follow-up has come")
def get_follow_up(
    ticket_id: Annotated[Id, Path(description="The ticket's id.")],
    work: Annotated[Work, reads(Permission.TICKET_READ)],
) -> Response:
    """Gives the tries made to ask the citizen, and when the next one may be made."""
    return work.read(lambda tx: service.of(tx, ticket_id))


@router.get("/v1/rates", response_model=RateReport, summary="Response, solved, satisfied and other rates")
def get_rates(
    work: Annotated[Work, reads(Permission.FIGURES_READ)], since: _Since, until: _Until, by: _By = RateBy.UNIT
) -> Response:
    """Gives the figures of tickets dispatched in an interval, in all and by group."""
    return work.compute(lambda tx: rates.report(tx, since, until, by))


@router.get("/v1/rates/tickets", response_model=RateTickets, summary="The tickets behind a figure")
def get_rate_tickets(
    work: Annotated[Work, reads(Permission.FIGURES_READ)],
    since: _Since,
    until: _Until,
    figure: Annotated[RateFigure, Query(description="Which figure.")],
    by: _By = RateBy.UNIT,
    group: Annotated[Code | None, Query(description="Only of this group; all without it.")] = None,
    cursor: Annotated[str | None, Query(max_length=MAX_CURSOR, description="Where the page before ended.")] = None,
    limit: Annotated[int, Query(ge=1, le=500, description="How many at most.")] = 200,
) -> Response:
    """Gives the tickets that a figure counts, newest first, and how many there are in all."""
    asked = rates.Behind(since, until, by, figure, group)
    return work.read(lambda tx: rates.behind(tx, asked, cursor, limit))


@router.get("/v1/rates/weights", response_model=RateWeightsHistory, summary="Weights of the three rates")
def get_weights(work: Annotated[Work, reads(Permission.SIGNED_IN)]) -> Response:
    """Gives every version, the newest first."""
    return work.read(weights.history)


@router.put("/v1/rates/weights", response_model=RateWeights, summary="Set the weights of the three rates")
def put_weights(new: NewRateWeights, work: Annotated[Work, updates(Permission.CATALOGUE_MANAGE)]) -> Response:
    """Adds a version, in force from its moment on; the shares add up to 100. `If-Match` is the newest version, `"0"` for the first."""
    return work.write(lambda tx: weights.set_weights(tx, new))


@router.get("/v1/follow-up-rules", response_model=FollowUpRulesHistory, summary="Who is followed up, how often and how")
def get_rules(work: Annotated[Work, reads(Permission.SIGNED_IN)]) -> Response:
    """Gives every version, the newest first; without any, the defaults hold and everybody is called."""
    return work.read(rules.history)


@router.put("/v1/follow-up-rules", response_model=FollowUpRules, summary="Set who is followed up, how often and how")
def put_rules(new: NewFollowUpRules, work: Annotated[Work, updates(Permission.CATALOGUE_MANAGE)]) -> Response:
    """Adds a version, in force from its moment on; `If-Match` is the newest version, `"0"` for the first."""
    return work.write(lambda tx: rules.set_rules(tx, new))


router.routes.extend(public.router.routes)
FEATURE = Feature(router)
