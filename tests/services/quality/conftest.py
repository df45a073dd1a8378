"""An evaluation to fill in."""

from datetime import UTC, datetime
from typing import Any

import pytest

from services.contracts.quality import Evaluation, EvaluationStatus, FatalItem, Question, Scorecard, Section

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
CARD = Scorecard(
    id="card",
    name="标准",
    version=1,
    sections=[
        Section(
            key="s",
            name="答复",
            weight=100,
            questions=[
                Question(key="a", text="甲", points=50),
                Question(key="b", text="乙", points=50, allow_not_applicable=False),
                Question(key="c", text="丙", points=50, only_when={"question": "b", "equals": "no"}),
            ],
        )
    ],
    fatal=[FatalItem(key="abuse", text="辱骂"), FatalItem(key="leak", text="泄密")],
)


def an_evaluation(**values: Any) -> Evaluation:
    """An evaluation that was just claimed."""
    given: dict[str, Any] = {
        "id": "e",
        "call_id": "call",
        "agent_id": "agent",
        "agent_name": "陈静",
        "inspector_id": "inspector",
        "inspector_name": "李质检",
        "scorecard": CARD,
        "status": EvaluationStatus.CLAIMED,
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Evaluation.model_validate({**given, **values})


@pytest.fixture
def evaluation() -> Evaluation:
    """An evaluation that was just claimed."""
    return an_evaluation()
