"""What an evaluation and a calibration are both held to: a call that can be scored, a scorecard, and answers that fit it."""

from typing import Any

from sqlalchemy import Row

from services.contracts.quality import Scorecard, Verdict
from services.contracts.scoring import evaluate, questions_of
from services.errors import Conflict, InvalidFields, NotFound
from services.server.quality import calls_read, repository
from services.server.quality.sheet import Sheet
from services.server.transaction import Transaction


def scorable_call(tx: Transaction, call_id: str) -> Row[Any]:
    """Returns a call that was answered and has ended.

    Raises:
        Conflict: it was not, or has not.
        NotFound: there is no such call.
    """
    call = calls_read.find_scorable(tx.connection, call_id)
    if call is None:
        raise Conflict("not_for_scoring") if calls_read.exists(tx.connection, call_id) else NotFound("call")
    return call


def scorecard_of(tx: Transaction, scorecard_id: str | None) -> Scorecard:
    """Returns a version of the scorecard, or the one in force.

    Raises:
        NotFound: there is none.
    """
    if scorecard_id is None:
        found = repository.scorecard_in_force(tx.connection, tx.now)
    else:
        found = repository.find_scorecard(tx.connection, scorecard_id)
    if found is None:
        raise NotFound("scorecard")
    return found


def check(scorecard: Scorecard, verdicts: dict[str, Verdict] | None, fatal: list[str] | None) -> None:
    """Refuses answers to questions and fatal items that a scorecard does not have.

    Raises:
        InvalidFields: with each of them.
    """
    questions = {question.key: question for question in questions_of(scorecard.sections)}
    wrong: dict[str, tuple[str, dict[str, Any]]] = {}
    for key, verdict in (verdicts or {}).items():
        if key not in questions:
            wrong[f"verdicts.{key}"] = ("unknown_code", {"value": key})
        elif verdict.not_applicable and not questions[key].allow_not_applicable:
            wrong[f"verdicts.{key}"] = ("not_applicable_refused", {})
    for key in set(fatal or ()) - {item.key for item in scorecard.fatal}:
        wrong["fatal"] = ("unknown_code", {"value": key})
    if wrong:
        raise InvalidFields(wrong)


def complete(scorecard: Scorecard, sheet: Sheet) -> float:
    """Returns the score of a sheet that is filled in.

    Raises:
        Conflict: a question is open, or none is applicable.
    """
    result = evaluate(scorecard, sheet.verdicts, sheet.fatal)
    if result.unanswered:
        raise Conflict("unanswered", count=len(result.unanswered))
    if result.score is None:
        raise Conflict("nothing_scored")
    return result.score
