"""What is shown of a calibration: blind before the comparison, side by side from then on."""

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import Row

from services.contracts.calibrations import Calibration, CalibrationRow, CalibrationState, Participant, Scoring
from services.contracts.distances import distance, spreads
from services.contracts.quality import Evaluation, EvaluationStatus, Scorecard, Verdict
from services.contracts.scoring import evaluate
from services.server.quality.answers import scorecard_of
from services.server.quality.sheet import Sheet
from services.server.transaction import Transaction

_COMPARED = (CalibrationState.COMPARING, CalibrationState.AGREED)


def scoring_of(row: Row[Any]) -> Scoring:
    """Returns how an inspector scored, or what a calibration's row has as agreed."""
    return _scoring(row.verdicts, row.fatal, getattr(row, "remark", ""), row.score)


def _scoring(verdicts: str, fatal: str, remark: str, score: float | None) -> Scoring:
    return Scoring(
        verdicts={key: Verdict.model_validate(value) for key, value in orjson.loads(verdicts).items()},
        fatal=orjson.loads(fatal),
        remark=remark,
        score=score,
    )


def view(tx: Transaction, row: Row[Any], scorings: Sequence[Row[Any]]) -> Calibration:
    """Returns a calibration as the actor may see it."""
    scorecard = scorecard_of(tx, row.scorecard_id)
    agreed, notes = scoring_of(row), orjson.loads(row.notes)
    compared = {each.id: scoring_of(each) for each in scorings if each.submitted} if row.state in _COMPARED else {}
    spread = spreads(scorecard, list(compared.values()))
    return Calibration(
        id=row.id,
        call_id=row.call_id,
        agent_name=row.agent_name,
        call_at=row.call_at,
        scorecard=scorecard,
        state=CalibrationState(row.state),
        led_by_id=row.led_by_id,
        led_by=row.led_by,
        until=row.until,
        participants=[_participant(scorecard, each, compared.get(each.id), agreed) for each in scorings],
        scoring_id=next((each.id for each in scorings if each.inspector_id == tx.actor.account_id), None),
        agreed=agreed if compared else Scoring(),
        notes=notes if compared else {},
        spread=spread if compared else {},
        missing_notes=[key for key, apart in spread.items() if apart and key not in notes],
        unanswered=list(evaluate(scorecard, agreed.verdicts, agreed.fatal).unanswered) if compared else [],
        created_at=row.created_at,
        updated_at=row.updated_at,
        version=row.version,
    )


def view_row(tx: Transaction, row: Row[Any], scorecard: Scorecard, count: int, submitted: int) -> CalibrationRow:
    """Returns a calibration for the actor's list, and how far they were from what was agreed."""
    state, apart = CalibrationState(row.state), None
    if state is CalibrationState.AGREED and row.mine_submitted:
        mine = _scoring(row.mine_verdicts, row.mine_fatal, "", row.mine_score)
        apart = distance(scorecard, mine, scoring_of(row))
    scores = state is CalibrationState.OPEN and not row.mine_submitted
    decides = state is CalibrationState.COMPARING and row.led_by_id == tx.actor.account_id
    return CalibrationRow(
        id=row.id,
        call_id=row.call_id,
        agent_name=row.agent_name,
        call_at=row.call_at,
        state=state,
        led_by_id=row.led_by_id,
        led_by=row.led_by,
        until=row.until,
        count=count,
        submitted=submitted,
        waits=scores or decides,
        distance=apart,
        updated_at=row.updated_at,
        version=row.version,
    )


def view_scoring(tx: Transaction, row: Row[Any], calibration: Row[Any]) -> Evaluation:
    """Returns the actor's own scoring in the form of an evaluation, which the same sheet fills in."""
    scorecard, sheet = scorecard_of(tx, calibration.scorecard_id), Sheet.of(row)
    return Evaluation(
        id=row.id,
        call_id=calibration.call_id,
        agent_id=calibration.agent_id,
        agent_name=calibration.agent_name,
        inspector_id=row.inspector_id,
        inspector_name=tx.actor.name,
        scorecard=scorecard,
        status=EvaluationStatus.SUBMITTED if row.submitted else EvaluationStatus.CLAIMED,
        verdicts=sheet.verdicts,
        fatal=list(sheet.fatal),
        pins=list(sheet.pins),
        remark=sheet.remark,
        score=row.score,
        unanswered=list(evaluate(scorecard, sheet.verdicts, sheet.fatal).unanswered),
        created_at=row.created_at,
        updated_at=row.updated_at,
        version=row.version,
    )


def _participant(scorecard: Scorecard, row: Row[Any], scoring: Scoring | None, agreed: Scoring) -> Participant:
    """Returns who takes part, and where it is compared how they scored."""
    return Participant(
        account_id=row.inspector_id,
        name=row.name,
        submitted=row.submitted,
        scoring=scoring,
        distance=distance(scorecard, scoring, agreed) if scoring is not None else None,
    )
