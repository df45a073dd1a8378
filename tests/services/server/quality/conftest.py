"""Calls, tickets and a scorecard to score with."""

from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import insert

from services.clock import ManualClock
from services.contracts.accounts import Account, Role
from services.contracts.quality import NewScorecard
from services.server.calls.tables import call_events, calls
from services.server.kernel import Kernel
from services.server.quality import scorecards
from tests.services.server.conftest import Api, SignIn, add_account

CARD = NewScorecard.model_validate(
    {
        "name": "通话质检标准",
        "sections": [
            {
                "key": "opening",
                "name": "开头与结束",
                "weight": 40,
                "questions": [
                    {"key": "greets", "text": "规范问候", "english": "Greets", "points": 10},
                    {"key": "closes", "text": "规范结束", "points": 10, "allow_not_applicable": False},
                ],
            },
            {
                "key": "answer",
                "name": "答复",
                "weight": 60,
                "questions": [
                    {"key": "right", "text": "答复正确", "points": 20},
                    {
                        "key": "corrects",
                        "text": "发现错误后更正",
                        "points": 10,
                        "only_when": {"question": "right", "equals": "no"},
                    },
                ],
            },
        ],
        "fatal": [{"key": "abuse", "text": "辱骂市民"}],
    }
)
COMPLETE = {"greets": {"share": 1}, "closes": {"share": 0.5}, "right": {"share": 1}}
"""Scores 90."""


class Floor:
    """Puts finished calls into the database, as the call floor would have left them."""

    def __init__(self, kernel: Kernel, now: datetime) -> None:
        self.kernel = kernel
        self.now = now
        self.made = 0

    def call(self, agent: Account, *, seconds: float = 60, ago: float = 3600, **more: Any) -> str:
        """A call offered ``ago`` seconds ago, answered after 5 s and ended ``seconds`` later; returns its id."""
        self.made += 1
        call_id = str(more.pop("id", f"call-{self.made}"))
        lines = more.pop("lines", ((3.0, "您好，我想问小学报名"), (20.0, "好的谢谢")))
        holds = more.pop("holds", ())
        offered = self.now - timedelta(seconds=ago)
        answered = offered + timedelta(seconds=5)
        ended = answered + timedelta(seconds=seconds)
        values = {
            "id": call_id,
            "state": "ended",
            "number": "13800000042",
            "skill": "general",
            "offered_at": offered,
            "answered_at": answered,
            "ended_at": ended,
            "agent_id": agent.id,
            "talk_seconds": seconds,
            "wait_seconds": 5.0,
            "hold_seconds": sum(end - start for start, end in holds),
            **more,
        }
        timeline: list[tuple[float, str, dict[str, Any]]] = [(0, "answered", {}), (seconds, "ended", {"by": "caller"})]
        timeline += [(at, "spoken", {"line": n, "text": text}) for n, (at, text) in enumerate(lines)]
        for start, end in holds:
            timeline += [(start, "held", {}), (end, "resumed", {})]

        def write(tx: Any) -> None:
            tx.connection.execute(insert(calls), values)
            for at, kind, data in sorted(timeline, key=lambda item: item[0]):
                tx.connection.execute(
                    insert(call_events),
                    {
                        "call_id": call_id,
                        "agent_id": agent.id,
                        "kind": kind,
                        "at": answered + timedelta(seconds=at),
                        "monotonic": 500.0 + at,
                        "exchange": "run-1",
                        "received_at": answered + timedelta(seconds=at),
                        "data": orjson.dumps(data).decode(),
                    },
                )

        self.kernel.write(write)
        return call_id


@pytest.fixture
def floor(kernel: Kernel, clock: ManualClock) -> Floor:
    """Calls, with the scorecard in place."""
    kernel.write(lambda tx: scorecards.set_scorecard(tx, CARD))
    return Floor(kernel, clock.now())


@pytest.fixture
def agent(kernel: Kernel) -> Account:
    """Somebody who answers calls."""
    return add_account(kernel, Role.AGENT, name="陈静", team="一组")


@pytest.fixture
def inspector(sign_in: SignIn) -> Api:
    """The first inspector."""
    return sign_in(Role.INSPECTOR, name="李质检")


def claimed(inspector: Api, call_id: str, evaluation_id: str = "") -> dict[str, Any]:
    """Claims a call and returns the evaluation."""
    answer = inspector.post("/v1/evaluations", json={"id": evaluation_id or f"ev-{call_id}", "call_id": call_id})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def filled(inspector: Api, evaluation: dict[str, Any], **change: Any) -> dict[str, Any]:
    """Fills in and returns the evaluation."""
    answer = inspector.patch(f"/v1/evaluations/{evaluation['id']}", version=evaluation["version"], json=change)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def did(api: Api, evaluation: dict[str, Any], action: str, **body: Any) -> dict[str, Any]:
    """Does something with an evaluation and returns it."""
    sent = {"json": body} if body or action == "publish" else {}
    answer = api.post(f"/v1/evaluations/{evaluation['id']}/{action}", version=evaluation["version"], **sent)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def published(inspector: Api, call_id: str, **verdicts: Any) -> dict[str, Any]:
    """Claims, fills in, submits and publishes."""
    evaluation = filled(inspector, claimed(inspector, call_id), verdicts={**COMPLETE, **verdicts})
    return did(inspector, did(inspector, evaluation, "submit"), "publish")
