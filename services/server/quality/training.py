"""The training district's scorecard, its past evaluations and a calibration, so that there is something to look at."""

import random
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, insert

from services.contracts.accounts import Account, Role
from services.contracts.calibrations import CalibrationState
from services.contracts.quality import Pin, SampleRequest, Scorecard, Verdict
from services.contracts.scoring import asked_of, evaluate, questions_of
from services.server.accounts import repository as accounts
from services.server.quality import calibration_repository, calls_read, repository, scorecards
from services.server.quality.sampling import pick
from services.server.quality.sheet import Sheet
from services.server.quality.tables import evaluation_steps, evaluations
from services.server.transaction import Transaction

COUNT = 60
"""Past evaluations: about five of each simulated agent."""
_APPEALS = 3

_REMARKS = (
    "整体规范，答复清楚，继续保持。",
    "倾听耐心，复述到位；结束语可以再完整一些。",
    "工单要素齐全，地点记到了社区，值得大家学习。",
    "答复前先查知识库，拿不准的内容注明以部门公布为准。",
    "语速偏快，对年纪大的市民请再慢一些。",
)
_COMMENTS = ("市民重复了两遍才听清", "没有说明办理时限", "此处打断了市民", "漏问了联系方式", "等候前没有说明原因")
_OBJECTIONS = (
    "办理时限在通话后半段已经说明，请复核录音。",
    "市民要求尽快结束通话，结束语从简，请酌情考虑。",
    "地点已追问两次，市民表示不清楚，工单里有注明。",
)


def seed(tx: Transaction) -> int:
    """Keeps the training scorecard and evaluates past calls where nothing was evaluated yet; returns how many."""
    if repository.last_version(tx.connection):
        return 0
    scorecards.seed(tx)
    (scorecard,) = scorecards.in_force(tx)
    staff = {account.id: account for account in accounts.everyone(tx.connection)}
    inspectors = [account for account in staff.values() if Role.INSPECTOR in account.roles and account.active]
    since, until = tx.now - timedelta(days=8), tx.now - timedelta(hours=12)
    request = SampleRequest(seed=2026, count=COUNT)
    picked, _ = pick(request, calls_read.candidates(tx.connection, request, since, until))
    if not inspectors:
        return 0
    if len(inspectors) > 1 and len(picked) > 1:
        _calibrate(tx, scorecard, picked.pop().call_id, sorted(inspectors, key=lambda account: account.username))
    for number, item in enumerate(picked):
        call = calls_read.find_scorable(tx.connection, item.call_id)
        if call is not None:
            _evaluate(tx, scorecard, call, inspectors[number % len(inspectors)], staff.get(call.agent_id), number)
    return len(picked)


def _calibrate(tx: Transaction, scorecard: Scorecard, call_id: str, inspectors: list[Account]) -> None:
    """Has the second inspector lead a calibration, scored by them and not yet by the first, for whom it waits."""
    call = calls_read.find_scorable(tx.connection, call_id)
    if call is None:
        return
    first, leader = inspectors[:2]
    calibration_id = f"training-{call.id}"[:64]
    made = {"created_at": tx.now - timedelta(hours=1), "updated_at": tx.now - timedelta(minutes=20), "version": 1}
    sheet = _sheet(scorecard, random.Random(call.id), 0.75, call)
    scored = {**sheet.columns(), "submitted": True, "score": evaluate(scorecard, sheet.verdicts, sheet.fatal).score}
    calibration_repository.add(
        tx.connection,
        {
            "id": calibration_id,
            "call_id": call.id,
            "call_at": call.offered_at,
            "agent_id": call.agent_id,
            "scorecard_id": scorecard.id,
            "led_by_id": leader.id,
            "until": tx.now + timedelta(days=2),
            "state": CalibrationState.OPEN.value,
            **made,
        },
        [
            {
                "id": f"{calibration_id}-{account.username}"[-64:],
                "calibration_id": calibration_id,
                "inspector_id": account.id,
                **Sheet().columns(),
                "submitted": False,
                "score": None,
                **(scored if account is leader else {}),
                **made,
            }
            for account in (first, leader)
        ],
    )


def _evaluate(
    tx: Transaction, scorecard: Scorecard, call: Row[Any], inspector: Account, agent: Account | None, number: int
) -> None:
    choose = random.Random(call.id)
    sheet = _sheet(scorecard, choose, random.Random(call.agent_id).uniform(0.80, 0.97), call)
    at = min(call.ended_at + timedelta(hours=choose.uniform(2, 20)), tx.now - timedelta(minutes=30))
    appealed = number < _APPEALS
    status = "appealed" if appealed else choose.choices(("acknowledged", "published"), (4, 1))[0]
    evaluation_id = f"past-{call.id}"[:64]
    tx.connection.execute(
        insert(evaluations),
        {
            "id": evaluation_id,
            "call_id": call.id,
            "call_at": call.offered_at,
            "agent_id": call.agent_id,
            "inspector_id": inspector.id,
            "scorecard_id": scorecard.id,
            "status": status,
            "score": evaluate(scorecard, sheet.verdicts, sheet.fatal).score,
            "appeal": _OBJECTIONS[number % len(_OBJECTIONS)] if appealed else "",
            "created_at": at - timedelta(minutes=12),
            "updated_at": at + timedelta(minutes=20),
            "published_at": at,
            "announced": True,
            "version": 4,
            **sheet.columns(),
        },
    )
    after = {"acknowledged": "acknowledged", "appealed": "appealed"}.get(status)
    steps: list[tuple[datetime, str, str, str]] = [
        (at - timedelta(minutes=12), inspector.id, inspector.name, "claimed"),
        (at - timedelta(minutes=1), inspector.id, inspector.name, "submitted"),
        (at, inspector.id, inspector.name, "published"),
    ]
    if after is not None and agent is not None:
        steps.append((at + timedelta(minutes=20), agent.id, agent.name, after))
    tx.connection.execute(
        insert(evaluation_steps),
        [
            {"evaluation_id": evaluation_id, "at": moment, "actor_id": who, "actor": name, "action": action}
            for moment, who, name, action in steps
        ],
    )


def _sheet(scorecard: Scorecard, choose: random.Random, skill: float, call: Row[Any]) -> Sheet:
    """Answers every question that comes up; the better the agent, the more full points."""
    verdicts: dict[str, Verdict] = {}
    questions = {question.key: question for question in questions_of(scorecard.sections)}
    for key in questions:
        if key in asked_of(scorecard, verdicts):
            if questions[key].allow_not_applicable and choose.random() < 0.08:
                verdicts[key] = Verdict(not_applicable=True)
            elif choose.random() < skill:
                verdicts[key] = Verdict(share=1)
            else:
                verdicts[key] = Verdict(share=choose.choice((0.5, 0.5, 0.0)), comment=choose.choice(_COMMENTS))
    length = (call.ended_at - call.answered_at).total_seconds()
    pins = (Pin(second=round(choose.uniform(0.2, 0.8) * length, 1), text=choose.choice(_COMMENTS)),)
    fatal = (choose.choice(scorecard.fatal).key,) if scorecard.fatal and choose.random() < 0.03 else ()
    return Sheet(verdicts, fatal, pins if choose.random() < 0.6 else (), choose.choice(_REMARKS))
