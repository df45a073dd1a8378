from typing import Any

import pytest

from services.contracts.accounts import Account, Role
from services.contracts.scoring import faults
from services.server.kernel import Kernel
from services.server.quality import scorecards
from tests.services.server.conftest import Api, SignIn
from tests.services.server.quality.conftest import CARD, Floor, claimed


def _card(**changes: Any) -> dict[str, Any]:
    return {**CARD.model_dump(mode="json"), **changes}


def test_a_new_version_is_used_from_then_on_and_older_evaluations_keep_theirs(
    floor: Floor, agent: Account, inspector: Api, sign_in: SignIn
) -> None:
    old = claimed(inspector, floor.call(agent))
    administrator = sign_in(Role.ADMINISTRATOR)
    answer = administrator.post("/v1/scorecards", json=_card(id="card-2", fatal=[]))
    assert (answer.status_code, answer.json()["version"]) == (201, 2)
    listed = inspector.get("/v1/scorecards").json()
    assert [(card["id"], card["version"]) for card in listed] == [("card-2", 2)]
    assert claimed(inspector, floor.call(agent))["scorecard"]["version"] == 2
    assert inspector.get(f"/v1/evaluations/{old['id']}").json()["scorecard"]["version"] == 1


def test_a_scorecard_with_faults_is_refused(sign_in: SignIn) -> None:
    administrator = sign_in(Role.ADMINISTRATOR)
    sections = [CARD.model_dump(mode="json")["sections"][0]] * 2
    answer = administrator.post("/v1/scorecards", json=_card(sections=sections))
    assert (answer.status_code, answer.json()["fields"][0]["code"]) == (422, "scorecard_fault")
    assert "twice:opening" in answer.json()["fields"][0]["message"]
    for bad in (_card(sections=[]), _card(name=""), _card(id="a b")):
        assert administrator.post("/v1/scorecards", json=bad).status_code == 422


def test_only_an_administrator_writes_scorecards(inspector: Api) -> None:
    assert inspector.post("/v1/scorecards", json=_card()).status_code == 403


def test_without_a_scorecard_nothing_can_be_claimed(
    kernel: Kernel, agent: Account, inspector: Api, floor: Floor
) -> None:
    from services.server.quality.tables import scorecards as table

    kernel.write(lambda tx: tx.connection.execute(table.delete()))
    answer = inspector.post("/v1/evaluations", json={"id": "e", "call_id": floor.call(agent)})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_the_training_scorecard_is_sound_and_seeded_once(kernel: Kernel) -> None:
    card = scorecards.training_scorecard()
    assert faults(card.sections, [item.key for item in card.fatal]) == []
    assert sum(section.weight for section in card.sections) == pytest.approx(100)
    assert all(question.english for section in card.sections for question in section.questions)
    kernel.write(scorecards.seed)
    kernel.write(scorecards.seed)
    assert [c.version for c in kernel.read(scorecards.listing)] == [1]
