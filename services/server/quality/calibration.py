"""Rules for calibrations, from the invitation to what is agreed.

- Any inspector may begin one, leads it and takes part; the others are active inspectors. Nobody who handled the call does.
- Before the comparison nobody sees more of another's scoring than whether it is submitted: not here, not in an event.
- A scoring is submitted once. When all are, or when who leads it ends it early, those that are submitted are compared.
- Who leads it writes down what the group agrees, with a note wherever the inspectors differ.
- Only those who take part know of it. The agent of the call is not told, and no figure reads any of it.
"""

from typing import Any
from uuid import uuid4

import orjson
from sqlalchemy import Row

from services.contracts.accounts import Permission, Role
from services.contracts.calibrations import (
    AgreedChange,
    Calibration,
    Calibrations,
    CalibrationState,
    NewCalibration,
)
from services.contracts.distances import spreads
from services.contracts.events import Topic
from services.contracts.notices import NoticeCode
from services.contracts.quality import Evaluation, EvaluationChange, Scorecard
from services.contracts.scoring import evaluate, is_answer
from services.errors import Conflict, InvalidFields, NotAllowed, NotFound, StaleVersion
from services.server.accounts import repository as accounts
from services.server.notices import service as notices
from services.server.quality import calibration_repository as repository
from services.server.quality import calls_read
from services.server.quality.answers import check, complete, scorable_call, scorecard_of
from services.server.quality.calibration_views import scoring_of, view, view_row, view_scoring
from services.server.quality.sheet import Sheet
from services.server.transaction import Transaction, only

_SHOWN = 200
_FEWEST = 2
State = CalibrationState


# -- reading


def listing(tx: Transaction) -> Calibrations:
    """Returns the actor's calibrations: those that wait for them first."""
    rows = repository.of_inspector(tx.connection, tx.actor.account_id, _SHOWN)
    counts = repository.counts(tx.connection, [row.id for row in rows])
    cards = {key: scorecard_of(tx, key) for key in {row.scorecard_id for row in rows}}
    items = [view_row(tx, row, cards[row.scorecard_id], *counts[row.id]) for row in rows]
    return Calibrations(items=sorted(items, key=lambda item: not item.waits))


def get(tx: Transaction, calibration_id: str) -> Calibration:
    """Returns a calibration that the actor takes part in; of any other it is not said that it exists."""
    row, scorings = _seen(tx, calibration_id)
    return view(tx, row, scorings)


def scoring(tx: Transaction, scoring_id: str) -> Evaluation:
    """Returns the actor's own scoring."""
    return view_scoring(tx, *_own(tx, scoring_id))


# -- beginning


def begin(tx: Transaction, wanted: NewCalibration) -> Calibration:
    """Begins a calibration and invites the colleagues."""
    me = tx.actor.account_id
    call = scorable_call(tx, wanted.call_id)
    if calls_read.handled_by(tx.connection, wanted.call_id, me):
        raise Conflict("own_call")
    if wanted.until <= tx.now:
        raise InvalidFields({"until": ("not_in_future", {})})
    people = [me, *dict.fromkeys(each for each in wanted.colleagues if each != me)]
    if len(people) < _FEWEST:
        raise InvalidFields({"colleagues": ("required", {})})
    for each in people[1:]:
        _refuse_stranger(tx, each, wanted.call_id)
    now = {"created_at": tx.now, "updated_at": tx.now, "version": 1}
    values = {
        "id": wanted.id,
        "call_id": wanted.call_id,
        "call_at": call.offered_at,
        "agent_id": call.agent_id,
        "scorecard_id": scorecard_of(tx, None).id,
        "led_by_id": me,
        "until": wanted.until,
        "state": State.OPEN.value,
        **now,
    }
    scorings = [{"id": uuid4().hex, "calibration_id": wanted.id, "inspector_id": each, **now} for each in people]
    if not repository.add(tx.connection, values, scorings):
        raise Conflict("already_exists", what=wanted.id)
    notices.tell(tx, people, NoticeCode.CALIBRATION_BEGUN, {"name": tx.actor.name, "id": wanted.id})
    return _tell(tx, wanted.id)


# -- scoring, each blind to the others


def fill_in(tx: Transaction, scoring_id: str, change: EvaluationChange) -> Evaluation:
    """Saves what the actor fills in, as in an evaluation. Nobody is told."""
    row, calibration = _own_draft(tx, scoring_id)
    scorecard = scorecard_of(tx, calibration.scorecard_id)
    check(scorecard, change.verdicts, change.fatal)
    sheet = Sheet.of(row).with_change(change)
    score = evaluate(scorecard, sheet.verdicts, sheet.fatal).score
    _change_scoring(tx, row, score=score, **sheet.columns())
    return scoring(tx, scoring_id)


def submit(tx: Transaction, scoring_id: str) -> Evaluation:
    """Ends the actor's scoring for good; the last one begins the comparison."""
    row, calibration = _own_draft(tx, scoring_id)
    complete(scorecard_of(tx, calibration.scorecard_id), Sheet.of(row))
    _change_scoring(tx, row, submitted=True)
    if not repository.touch_open(tx.connection, calibration.id, tx.now):
        raise Conflict("wrong_state", state=_found(tx, calibration.id).state)
    count, submitted = repository.counts(tx.connection, [calibration.id])[calibration.id]
    if count == submitted:
        _compare(tx, _found(tx, calibration.id))
    else:
        _tell(tx, calibration.id)
    return scoring(tx, scoring_id)


# -- who leads it


def compare(tx: Transaction, calibration_id: str) -> Calibration:
    """Ends the scoring early; who has not submitted is left out."""
    row = _led(tx, calibration_id, State.OPEN)
    _count, submitted = repository.counts(tx.connection, [calibration_id])[calibration_id]
    if submitted < _FEWEST:
        raise Conflict("too_few_scorings", count=submitted)
    return _compare(tx, row)


def write_down(tx: Transaction, calibration_id: str, change: AgreedChange) -> Calibration:
    """Saves what the group agrees, question by question, and the notes."""
    row = _led(tx, calibration_id, State.COMPARING)
    scorecard = scorecard_of(tx, row.scorecard_id)
    check(scorecard, change.verdicts, change.fatal)
    agreed = scoring_of(row)
    verdicts = agreed.verdicts | (change.verdicts or {})
    verdicts = {key: verdict for key, verdict in verdicts.items() if is_answer(verdict)}
    fatal = agreed.fatal if change.fatal is None else sorted(set(change.fatal))
    places = spreads(scorecard, ())
    unknown = sorted(set(change.notes or ()) - places.keys())
    if unknown:
        raise InvalidFields({f"notes.{unknown[0]}": ("unknown_code", {"value": unknown[0]})})
    notes = {key: note for key, note in (orjson.loads(row.notes) | (change.notes or {})).items() if note}
    _change(
        tx,
        row,
        _expected(tx, row),
        verdicts=orjson.dumps({key: verdict.model_dump() for key, verdict in verdicts.items()}).decode(),
        fatal=orjson.dumps(fatal).decode(),
        notes=orjson.dumps(notes).decode(),
        score=evaluate(scorecard, verdicts, fatal).score,
    )
    return _tell(tx, calibration_id)


def agree(tx: Transaction, calibration_id: str) -> Calibration:
    """Ends the comparison: every question answered, a note wherever the inspectors differ."""
    row = _led(tx, calibration_id, State.COMPARING)
    agreed = scoring_of(row)
    complete(scorecard_of(tx, row.scorecard_id), Sheet(agreed.verdicts, tuple(agreed.fatal)))
    missing = get(tx, calibration_id).missing_notes
    if missing:
        raise Conflict("notes_missing", count=len(missing))
    _change(tx, row, _expected(tx, row), state=State.AGREED.value)
    return _tell(tx, calibration_id)


def call_off(tx: Transaction, calibration_id: str) -> Calibration:
    """Ends it without a result; what was scored is shown to nobody else."""
    row = _led(tx, calibration_id, State.OPEN, State.COMPARING)
    _change(tx, row, row.version, state=State.CALLED_OFF.value)
    return _tell(tx, calibration_id)


def _compare(tx: Transaction, row: Row[Any]) -> Calibration:
    scorecard = scorecard_of(tx, row.scorecard_id)
    scorings = repository.scorings(tx.connection, row.id)
    given = [scoring_of(each) for each in scorings if each.submitted]
    apart = spreads(scorecard, given)
    # What all have answered alike needs no talk.
    alike = {
        key: verdict.model_copy(update={"comment": ""}).model_dump()
        for key, verdict in given[0].verdicts.items()
        if is_answer(verdict) and not apart[key]
    }
    fatal = sorted(set(given[0].fatal).intersection(*(each.fatal for each in given)))
    _change(
        tx,
        row,
        # Not what ``If-Match`` says: where the last scoring is submitted, that is the scoring's version.
        row.version,
        state=State.COMPARING.value,
        verdicts=orjson.dumps(alike).decode(),
        fatal=orjson.dumps(fatal).decode(),
        score=_score(scorecard, alike, fatal),
    )
    people = [each.inspector_id for each in scorings]
    notices.tell(tx, people, NoticeCode.CALIBRATION_COMPARED, {"name": row.led_by, "id": row.id})
    return _tell(tx, row.id)


def _score(scorecard: Scorecard, verdicts: dict[str, Any], fatal: list[str]) -> float | None:
    sheet = Sheet().with_change(EvaluationChange.model_validate({"verdicts": verdicts, "fatal": fatal}))
    return evaluate(scorecard, sheet.verdicts, sheet.fatal).score


# -- who and what


def _found(tx: Transaction, calibration_id: str) -> Row[Any]:
    row = repository.find(tx.connection, calibration_id)
    if row is None:
        raise NotFound("calibration")
    return row


def _seen(tx: Transaction, calibration_id: str) -> tuple[Row[Any], list[Row[Any]]]:
    scorings = repository.scorings(tx.connection, calibration_id)
    if tx.actor.account_id not in {each.inspector_id for each in scorings}:
        raise NotFound("calibration")
    return _found(tx, calibration_id), scorings


def _led(tx: Transaction, calibration_id: str, *states: CalibrationState) -> Row[Any]:
    row, _scorings = _seen(tx, calibration_id)
    if row.led_by_id != tx.actor.account_id:
        raise NotAllowed(Permission.QUALITY_INSPECT)
    if row.state not in states:
        raise Conflict("wrong_state", state=row.state)
    return row


def _own(tx: Transaction, scoring_id: str) -> tuple[Row[Any], Row[Any]]:
    row = repository.find_scoring(tx.connection, scoring_id, tx.actor.account_id)
    if row is None:
        raise NotFound("calibration")
    return row, _found(tx, row.calibration_id)


def _own_draft(tx: Transaction, scoring_id: str) -> tuple[Row[Any], Row[Any]]:
    row, calibration = _own(tx, scoring_id)
    if row.submitted or calibration.state != State.OPEN:
        raise Conflict("wrong_state", state="submitted" if row.submitted else calibration.state)
    return row, calibration


def _refuse_stranger(tx: Transaction, account_id: str, call_id: str) -> None:
    account = accounts.find(tx.connection, account_id)
    if account is None:
        raise NotFound("account")
    fits = account.active and not account.simulated and Role.INSPECTOR in account.roles
    if not fits or calls_read.handled_by(tx.connection, call_id, account_id):
        raise Conflict("colleague_refused", name=account.name)


# -- writing


def _expected(tx: Transaction, row: Row[Any]) -> int:
    return int(row.version if tx.expected_version is None else tx.expected_version)


def _change(tx: Transaction, row: Row[Any], version: int, **values: Any) -> None:
    if not repository.change(tx.connection, row.id, version, updated_at=tx.now, **values):
        raise StaleVersion(get(tx, row.id).model_dump(mode="json"))


def _change_scoring(tx: Transaction, row: Row[Any], **values: Any) -> None:
    if not repository.change_scoring(tx.connection, row.id, _expected(tx, row), updated_at=tx.now, **values):
        raise StaleVersion(scoring(tx, row.id).model_dump(mode="json"))


def _tell(tx: Transaction, calibration_id: str) -> Calibration:
    row, scorings = _seen(tx, calibration_id)
    data = {"id": row.id, "version": row.version, "state": row.state}
    tx.append(Topic.CALIBRATION, row.id, data, *(only(each.inspector_id) for each in scorings))
    return view(tx, row, scorings)
