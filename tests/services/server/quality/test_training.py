import pytest

from services.contracts.accounts import Account, Role
from services.contracts.quality import EvaluationStatus
from services.server.kernel import Kernel
from services.server.quality import repository, service, training
from services.server.transaction import SYSTEM
from tests.services.server.conftest import Api, SignIn
from tests.services.server.quality.conftest import Floor


@pytest.fixture
def past(kernel: Kernel, floor: Floor, agent: Account, inspector: Api) -> Floor:
    """Calls of yesterday, and nothing of quality yet."""
    from services.server.quality.tables import scorecards

    kernel.write(lambda tx: tx.connection.execute(scorecards.delete()))
    for _ in range(8):
        floor.call(agent, ago=86_400)
    floor.call(agent, ago=600)
    return floor


def test_past_calls_are_evaluated_once_and_the_same_again(kernel: Kernel, past: Floor, inspector: Api) -> None:
    assert kernel.write(training.seed) == 8
    assert kernel.write(training.seed) == 0
    rows = inspector.get("/v1/evaluations").json()["items"]
    assert len(rows) == 8
    assert all(row["score"] is not None for row in rows)
    assert "call-9" not in {row["call_id"] for row in rows}
    assert sum(row["status"] == EvaluationStatus.APPEALED for row in rows) == 3


def test_what_is_seeded_follows_the_rules(kernel: Kernel, past: Floor, inspector: Api) -> None:
    kernel.write(training.seed)
    for row in inspector.get("/v1/evaluations").json()["items"]:
        evaluation = inspector.get(f"/v1/evaluations/{row['id']}").json()
        assert evaluation["unanswered"] == []
        assert [step["action"] for step in evaluation["history"]][:3] == ["claimed", "submitted", "published"]
        assert evaluation["history"] == sorted(evaluation["history"], key=lambda step: step["at"])
    assert inspector.get("/v1/quality/figures").json()["count"] == 8
    assert kernel.write(service.announce_due) == 0


def test_without_an_inspector_only_the_scorecard_is_kept(kernel: Kernel, agent: Account) -> None:
    assert kernel.write(training.seed, SYSTEM) == 0
    assert len(kernel.read(lambda tx: repository.list_scorecards(tx.connection, 10))) == 1


def test_a_calibration_waits_for_the_first_of_two_inspectors(
    kernel: Kernel, past: Floor, inspector: Api, sign_in: SignIn
) -> None:
    other = sign_in(Role.INSPECTOR, username="zz-second")
    assert kernel.write(training.seed) == 7
    (row,) = inspector.get("/v1/calibrations").json()["items"]
    assert (row["state"], row["count"], row["submitted"], row["waits"]) == ("open", 2, 1, True)
    (row,) = other.get("/v1/calibrations").json()["items"]
    assert (row["led_by_id"], row["waits"]) == (other.account.id, False)
