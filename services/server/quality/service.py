"""Rules for evaluations, from the claim to the answered appeal.

Who may do what:

- An inspector claims a call; one claim a call; nobody scores a call in which they talked themselves.
- Drafts are seen by their inspector alone. Other inspectors see an evaluation once it is submitted.
- An agent sees an evaluation of theirs once it is published and its release moment has come, and no earlier: not even an
  agent who is an inspector too.
- Once only may an agent appeal. Another inspector than the first answers, as long as there is one; where the first is the
  only active inspector, they answer themselves. Nobody answers their own appeal.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Row

from services.contracts.accounts import Permission
from services.contracts.events import Topic
from services.contracts.quality import (
    Appeal,
    AppealAnswer,
    Claim,
    Evaluation,
    EvaluationChange,
    EvaluationRow,
    EvaluationStatus,
    Publication,
)
from services.contracts.scoring import evaluate
from services.errors import Conflict, NotAllowed, NotFound, StaleVersion
from services.server.quality import calls_read, repository
from services.server.quality.answers import check, complete, scorable_call, scorecard_of
from services.server.quality.history import changes_between, record
from services.server.quality.repository import Filter
from services.server.quality.sheet import Sheet
from services.server.transaction import Transaction, everyone_with, only

Status = EvaluationStatus


# -- reading


def get(tx: Transaction, evaluation_id: str) -> Evaluation:
    """Returns an evaluation that the actor may see; of any other it is not even said that it exists."""
    return _view(tx, _seen(tx, evaluation_id))


def listing(
    tx: Transaction,
    statuses: tuple[EvaluationStatus, ...],
    agent_id: str | None,
    inspector_id: str | None,
    period: tuple[datetime | None, datetime | None],
    after: tuple[datetime, str] | None,
    limit: int,
) -> list[EvaluationRow]:
    """Returns the evaluations that the actor may see, the one changed last first."""
    wanted = Filter(
        reader_id=tx.actor.account_id,
        inspects=tx.actor.may(Permission.QUALITY_INSPECT),
        now=tx.now,
        statuses=statuses,
        agent_id=agent_id,
        inspector_id=inspector_id,
        since=period[0],
        until=period[1],
    )
    return repository.listing(tx.connection, wanted, after, limit)


# -- the inspector


def claim(tx: Transaction, wanted: Claim) -> Evaluation:
    """Claims a call for the actor. Claiming again what one has already claimed gives the same evaluation."""
    actor_id = tx.actor.account_id
    call = scorable_call(tx, wanted.call_id)
    if calls_read.handled_by(tx.connection, wanted.call_id, actor_id):
        raise Conflict("own_call")
    scorecard = scorecard_of(tx, wanted.scorecard_id)
    values = {
        "id": wanted.id,
        "call_id": wanted.call_id,
        "call_at": call.offered_at,
        "agent_id": call.agent_id,
        "inspector_id": actor_id,
        "scorecard_id": scorecard.id,
        "status": Status.CLAIMED.value,
        "created_at": tx.now,
        "updated_at": tx.now,
        "version": 1,
    }
    if not repository.add(tx.connection, values):
        holder = repository.of_call(tx.connection, wanted.call_id)
        if holder is None:
            raise Conflict("already_exists", what=wanted.id)
        if holder.inspector_id == actor_id:
            return _view(tx, holder)
        raise Conflict("already_claimed", name=holder.inspector_name)
    record(tx, wanted.id, "claimed")
    return _tell(tx, wanted.id)


def release(tx: Transaction, evaluation_id: str) -> None:
    """Gives a claim back, with all that was filled in; another inspector may then claim the call."""
    row = _own_draft(tx, evaluation_id, Status.CLAIMED)
    if not repository.remove(tx.connection, evaluation_id, _expected(tx, row)):
        raise _stale(tx, evaluation_id)
    record(tx, evaluation_id, "released", changes_between(Sheet.of(row), Sheet()))
    _announce(tx, row, "released", row.version + 1)


def fill_in(tx: Transaction, evaluation_id: str, change: EvaluationChange) -> Evaluation:
    """Saves what an inspector fills in. Verdicts are merged by question; an empty verdict takes its answer back.

    After the submission corrections are possible until the publication, as long as no question becomes unanswered.
    """
    row = _own_draft(tx, evaluation_id, Status.CLAIMED, Status.SUBMITTED)
    scorecard = scorecard_of(tx, row.scorecard_id)
    check(scorecard, change.verdicts, change.fatal)
    before = Sheet.of(row)
    after = before.with_change(change)
    result = evaluate(scorecard, after.verdicts, after.fatal)
    if row.status == Status.SUBMITTED:
        complete(scorecard, after)
    _change(tx, row, score=result.score, **after.columns())
    record(tx, evaluation_id, "filled_in", changes_between(before, after))
    return _tell(tx, evaluation_id)


def submit(tx: Transaction, evaluation_id: str) -> Evaluation:
    """Ends the filling in. Every question that is asked must have an answer."""
    row = _own_draft(tx, evaluation_id, Status.CLAIMED)
    complete(scorecard_of(tx, row.scorecard_id), Sheet.of(row))
    _change(tx, row, status=Status.SUBMITTED.value)
    record(tx, evaluation_id, "submitted", {"score": [None, str(row.score)]})
    return _tell(tx, evaluation_id)


def publish(tx: Transaction, evaluation_id: str, publication: Publication) -> Evaluation:
    """Lets the agent see it, at once or from ``release_at`` on. Any inspector may, except the agent it is about."""
    row = _seen(tx, evaluation_id)
    _in_status(row, Status.SUBMITTED)
    moment = max(publication.release_at or tx.now, tx.now)
    due = moment <= tx.now
    _change(tx, row, status=Status.PUBLISHED.value, published_at=moment, announced=due)
    record(tx, evaluation_id, "published", {"release": [None, moment.isoformat()]})
    return _tell(tx, evaluation_id)


def answer_appeal(tx: Transaction, evaluation_id: str, answer: AppealAnswer) -> Evaluation:
    """Answers an appeal; with verdicts or fatal items the call is scored anew, and both scores stay in the history."""
    row = _seen(tx, evaluation_id)
    if row.agent_id == tx.actor.account_id:
        raise NotAllowed(Permission.QUALITY_INSPECT)
    _in_status(row, Status.APPEALED)
    if not _may_answer(tx, row):
        raise Conflict("other_inspector")
    scorecard = scorecard_of(tx, row.scorecard_id)
    check(scorecard, answer.verdicts, answer.fatal)
    before = Sheet.of(row)
    after = before.with_change(EvaluationChange(verdicts=answer.verdicts, fatal=answer.fatal))
    score = complete(scorecard, after)
    _change(
        tx,
        row,
        status=Status.ANSWERED.value,
        appeal_answer=answer.text,
        answered_by_id=tx.actor.account_id,
        score=score,
        **after.columns(),
    )
    changes = changes_between(before, after)
    if changes:
        record(tx, evaluation_id, "rescored", {"score": [str(row.score), str(score)], **changes})
    record(tx, evaluation_id, "answered")
    return _tell(tx, evaluation_id)


# -- the agent


def acknowledge(tx: Transaction, evaluation_id: str) -> Evaluation:
    """The agent has read it and agrees; also after the answer to an appeal."""
    row = _of_agent(tx, evaluation_id, Status.PUBLISHED, Status.ANSWERED)
    _change(tx, row, status=Status.ACKNOWLEDGED.value)
    record(tx, evaluation_id, "acknowledged")
    return _tell(tx, evaluation_id)


def appeal(tx: Transaction, evaluation_id: str, objection: Appeal) -> Evaluation:
    """The agent objects, once."""
    row = _of_agent(tx, evaluation_id, Status.PUBLISHED)
    _change(tx, row, status=Status.APPEALED.value, appeal=objection.text)
    record(tx, evaluation_id, "appealed")
    return _tell(tx, evaluation_id)


# -- release later


def announce_due(tx: Transaction) -> int:
    """Tells the agents of evaluations whose release moment has come; returns how many."""
    due = repository.take_due(tx.connection, tx.now)
    for row in due:
        _announce(tx, row, row.status, row.version, to_agent=True)
    return len(due)


# -- who and what


def _is_released(row: Row[Any], now: datetime) -> bool:
    return row.status in repository.RELEASED and row.published_at is not None and row.published_at <= now


def _seen(tx: Transaction, evaluation_id: str) -> Row[Any]:
    row = repository.find(tx.connection, evaluation_id)
    if row is not None:
        if row.agent_id == tx.actor.account_id:
            visible = _is_released(row, tx.now)
        else:
            visible = tx.actor.may(Permission.QUALITY_INSPECT) and (
                row.inspector_id == tx.actor.account_id or row.status != Status.CLAIMED
            )
        if visible:
            return row
    raise NotFound("evaluation")


def _own_draft(tx: Transaction, evaluation_id: str, *statuses: EvaluationStatus) -> Row[Any]:
    row = _seen(tx, evaluation_id)
    if row.inspector_id != tx.actor.account_id:
        raise NotAllowed(Permission.QUALITY_INSPECT)
    _in_status(row, *statuses)
    return row


def _of_agent(tx: Transaction, evaluation_id: str, *statuses: EvaluationStatus) -> Row[Any]:
    row = _seen(tx, evaluation_id)
    if row.agent_id != tx.actor.account_id:
        raise NotAllowed(Permission.QUALITY_OWN)
    _in_status(row, *statuses)
    return row


def _in_status(row: Row[Any], *statuses: EvaluationStatus) -> None:
    if row.status not in statuses:
        raise Conflict("wrong_state", state=row.status)


def _may_answer(tx: Transaction, row: Row[Any]) -> bool:
    actor_id = tx.actor.account_id
    if row.status != Status.APPEALED or actor_id == row.agent_id or not tx.actor.may(Permission.QUALITY_INSPECT):
        return False
    return actor_id != row.inspector_id or not repository.has_other_inspector(
        tx.connection, row.inspector_id, row.agent_id
    )


# -- writing


def _expected(tx: Transaction, row: Row[Any]) -> int:
    return int(row.version if tx.expected_version is None else tx.expected_version)


def _change(tx: Transaction, row: Row[Any], **values: Any) -> None:
    if not repository.change(tx.connection, row.id, _expected(tx, row), updated_at=tx.now, **values):
        raise _stale(tx, row.id)


def _stale(tx: Transaction, evaluation_id: str) -> StaleVersion:
    row = repository.find(tx.connection, evaluation_id)
    return StaleVersion(_view(tx, row).model_dump(mode="json") if row is not None else {})


def _tell(tx: Transaction, evaluation_id: str) -> Evaluation:
    row = repository.find(tx.connection, evaluation_id)
    assert row is not None  # noqa: S101 - written in this transaction
    _announce(tx, row, row.status, row.version, to_agent=_is_released(row, tx.now))
    return _view(tx, row)


def _announce(tx: Transaction, row: Row[Any], status: str, version: int, *, to_agent: bool = False) -> None:
    data = {"id": row.id, "version": version, "status": status, "call_id": row.call_id, "agent_id": row.agent_id}
    audience = [everyone_with(Permission.QUALITY_INSPECT), *([only(row.agent_id)] if to_agent else [])]
    tx.append(Topic.EVALUATION, row.id, data, *audience)


_FOR_AGENTS = frozenset({"published", "acknowledged", "appealed", "answered", "rescored"})


def _view(tx: Transaction, row: Row[Any]) -> Evaluation:
    scorecard = scorecard_of(tx, row.scorecard_id)
    sheet = Sheet.of(row)
    steps = repository.history(tx.connection, row.id)
    if row.agent_id == tx.actor.account_id:
        steps = [step for step in steps if step.action in _FOR_AGENTS]
    return Evaluation(
        id=row.id,
        call_id=row.call_id,
        agent_id=row.agent_id,
        agent_name=row.agent_name,
        inspector_id=row.inspector_id,
        inspector_name=row.inspector_name,
        scorecard=scorecard,
        status=Status(row.status),
        verdicts=sheet.verdicts,
        fatal=list(sheet.fatal),
        pins=list(sheet.pins),
        remark=row.remark,
        score=row.score,
        unanswered=list(evaluate(scorecard, sheet.verdicts, sheet.fatal).unanswered),
        appeal=row.appeal,
        appeal_answer=row.appeal_answer,
        answered_by=row.answered_by,
        created_at=row.created_at,
        updated_at=row.updated_at,
        published_at=row.published_at,
        version=row.version,
        history=steps,
        may_answer=_may_answer(tx, row),
    )
