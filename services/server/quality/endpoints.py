"""Routes of quality: scorecards, samples, evaluations, figures."""

from datetime import datetime
from typing import Annotated

from fastapi import Path, Query, Response

from services.contracts.accounts import Permission
from services.contracts.common import Id, Moment, Page
from services.contracts.quality import (
    Appeal,
    AppealAnswer,
    Claim,
    Evaluation,
    EvaluationChange,
    EvaluationRow,
    EvaluationStatus,
    NewScorecard,
    Publication,
    QualityFigures,
    Sample,
    SampleRequest,
    Scorecard,
    ScorecardHistory,
)
from services.server.feature import Feature
from services.server.pagination import MAX_CURSOR, decode_cursor, page_of
from services.server.quality import figures, samples, scorecards, service
from services.server.quality.releases import install
from services.server.routes import Router
from services.server.work import Work, reads, updates, writes

router = Router(tags=["quality"])

_EvaluationId = Annotated[Id, Path(description="The evaluation's id.")]
_Since = Annotated[Moment | None, Query(description="Only calls offered at or after this moment.")]
_Until = Annotated[Moment | None, Query(description="Only calls offered before this moment.")]


@router.get("/v1/scorecards", response_model=list[Scorecard], summary="The scorecard in force")
def list_scorecards(work: Annotated[Work, reads(Permission.QUALITY_OWN)]) -> Response:
    """Gives the version that new evaluations are made with; an empty list while none is in force."""
    return work.read(scorecards.in_force)


@router.get("/v1/scorecards/versions", response_model=ScorecardHistory, summary="Versions of the scorecard")
def list_scorecard_versions(work: Annotated[Work, reads(Permission.CATALOGUE_MANAGE)]) -> Response:
    """Gives the newest versions, the newest first; one of a later date is among them."""
    return work.read(scorecards.history)


@router.put("/v1/scorecards", response_model=Scorecard, summary="Set the scorecard")
def put_scorecard(new: NewScorecard, work: Annotated[Work, updates(Permission.CATALOGUE_MANAGE)]) -> Response:
    """Adds a version, in force from its moment on; `If-Match` is the newest version, `"0"` for the first."""
    return work.write(lambda tx: scorecards.set_scorecard(tx, new))


@router.post("/v1/samples", response_model=Sample, summary="Pick calls")
def sample(request: SampleRequest, work: Annotated[Work, reads(Permission.QUALITY_INSPECT)]) -> Response:
    """Picks calls by a rule; the same request with the same seed picks the same calls again."""
    return work.read(lambda tx: samples.sample(tx, request))


@router.post("/v1/evaluations", response_model=Evaluation, status_code=201, summary="Claim a call")
def claim(wanted: Claim, work: Annotated[Work, writes(Permission.QUALITY_INSPECT)]) -> Response:
    """Begins an evaluation; of several inspectors one gets the call."""
    return work.write(lambda tx: service.claim(tx, wanted), status=201)


@router.get("/v1/evaluations", response_model=Page[EvaluationRow], summary="Evaluations")
def list_evaluations(
    work: Annotated[Work, reads(Permission.QUALITY_OWN)],
    status: Annotated[list[EvaluationStatus] | None, Query(description="Only these statuses.", max_length=10)] = None,
    agent: Annotated[Id | None, Query(description="Only this agent's calls.")] = None,
    inspector: Annotated[Id | None, Query(description="Only this inspector's evaluations.")] = None,
    since: _Since = None,
    until: _Until = None,
    cursor: Annotated[str | None, Query(max_length=MAX_CURSOR, description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="How many at most.")] = 50,
) -> Response:
    """Gives what the person may see, the one changed last first: an agent their own published ones."""
    found = decode_cursor(cursor, (datetime, str)) if cursor else None
    after = (found[0], found[1]) if found else None
    return work.read(
        lambda tx: page_of(
            service.listing(tx, tuple(status or ()), agent, inspector, (since, until), after, limit + 1),
            limit,
            lambda row: (row.updated_at, row.id),
        )
    )


@router.get("/v1/evaluations/{evaluation_id}", response_model=Evaluation, summary="One evaluation")
def get_evaluation(evaluation_id: _EvaluationId, work: Annotated[Work, reads(Permission.QUALITY_OWN)]) -> Response:
    """Gives an evaluation with its scorecard and history."""
    return work.read(lambda tx: service.get(tx, evaluation_id))


@router.patch("/v1/evaluations/{evaluation_id}", response_model=Evaluation, summary="Fill in")
def fill_in(
    evaluation_id: _EvaluationId,
    change: EvaluationChange,
    work: Annotated[Work, updates(Permission.QUALITY_INSPECT)],
) -> Response:
    """Saves answers (merged by question), fatal items, pinned comments and the remark."""
    return work.write(lambda tx: service.fill_in(tx, evaluation_id, change))


@router.delete("/v1/evaluations/{evaluation_id}", status_code=204, summary="Give a claim back")
def release(evaluation_id: _EvaluationId, work: Annotated[Work, updates(Permission.QUALITY_INSPECT)]) -> Response:
    """Lets another inspector claim the call; what was filled in goes."""
    return work.write(lambda tx: service.release(tx, evaluation_id))


@router.post("/v1/evaluations/{evaluation_id}/submit", response_model=Evaluation, summary="Submit")
def submit(evaluation_id: _EvaluationId, work: Annotated[Work, updates(Permission.QUALITY_INSPECT)]) -> Response:
    """Ends the filling in; refused while a question is unanswered."""
    return work.write(lambda tx: service.submit(tx, evaluation_id))


@router.post("/v1/evaluations/{evaluation_id}/publish", response_model=Evaluation, summary="Publish to the agent")
def publish(
    evaluation_id: _EvaluationId,
    publication: Publication,
    work: Annotated[Work, updates(Permission.QUALITY_INSPECT)],
) -> Response:
    """Lets the agent see it, at once or from a later moment on."""
    return work.write(lambda tx: service.publish(tx, evaluation_id, publication))


@router.post("/v1/evaluations/{evaluation_id}/acknowledge", response_model=Evaluation, summary="Acknowledge")
def acknowledge(evaluation_id: _EvaluationId, work: Annotated[Work, updates(Permission.QUALITY_OWN)]) -> Response:
    """The agent has read it and agrees."""
    return work.write(lambda tx: service.acknowledge(tx, evaluation_id))


@router.post("/v1/evaluations/{evaluation_id}/appeal", response_model=Evaluation, summary="Appeal")
def appeal(
    evaluation_id: _EvaluationId, objection: Appeal, work: Annotated[Work, updates(Permission.QUALITY_OWN)]
) -> Response:
    """The agent objects, once."""
    return work.write(lambda tx: service.appeal(tx, evaluation_id, objection))


@router.post("/v1/evaluations/{evaluation_id}/answer-appeal", response_model=Evaluation, summary="Answer an appeal")
def answer_appeal(
    evaluation_id: _EvaluationId, answer: AppealAnswer, work: Annotated[Work, updates(Permission.QUALITY_INSPECT)]
) -> Response:
    """Answers, with another score where verdicts are given. Another inspector than the first, where there is one."""
    return work.write(lambda tx: service.answer_appeal(tx, evaluation_id, answer))


@router.get("/v1/quality/figures", response_model=QualityFigures, summary="Means by agent, team and question")
def get_figures(
    work: Annotated[Work, reads(Permission.QUALITY_FIGURES)], since: _Since = None, until: _Until = None
) -> Response:
    """Gives means over published evaluations of calls offered in a period; a week where it is left out."""
    return work.read(lambda tx: figures.figures(tx, since, until))


FEATURE = Feature(router, install)
