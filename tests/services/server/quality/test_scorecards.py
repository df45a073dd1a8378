from datetime import timedelta
from typing import Any

import pytest

from services.clock import ManualClock
from services.contracts.accounts import Account, Role
from services.contracts.scoring import faults
from services.server.kernel import Kernel
from services.server.quality import scorecards
from tests.services.server.conftest import Api, SignIn
from tests.services.server.quality.conftest import CARD, COMPLETE, Floor, claimed, did, filled


def _card(**changes: Any) -> dict[str, Any]:
    return {**CARD.model_dump(mode="json"), **changes}


def test_a_new_version_is_used_from_its_date_on_and_older_evaluations_keep_theirs(
    floor: Floor, agent: Account, inspector: Api, sign_in: SignIn, clock: ManualClock
) -> None:
    old = claimed(inspector, floor.call(agent))
    administrator = sign_in(Role.ADMINISTRATOR)
    starts = clock.now() + timedelta(hours=1)
    new = _card(fatal=[], effective_from=starts.isoformat())
    answer = administrator.put("/v1/scorecards", json=new, version=1)
    assert (answer.status_code, answer.json()["version"]) == (200, 2), answer.text
    # Until its date the one before is used.
    assert [card["version"] for card in inspector.get("/v1/scorecards").json()] == [1]
    assert claimed(inspector, floor.call(agent))["scorecard"]["version"] == 1
    clock.advance(seconds=3_601)
    assert [card["version"] for card in inspector.get("/v1/scorecards").json()] == [2]
    assert claimed(inspector, floor.call(agent))["scorecard"]["version"] == 2
    assert inspector.get(f"/v1/evaluations/{old['id']}").json()["scorecard"]["version"] == 1
    kept = administrator.get("/v1/scorecards/versions").json()["items"]
    assert [(each["version"], bool(each["fatal"])) for each in kept] == [(2, False), (1, True)]
    assert kept[0]["created_by"]


def test_a_score_stays_what_it_was_whatever_comes_after(
    floor: Floor, agent: Account, inspector: Api, sign_in: SignIn, clock: ManualClock
) -> None:
    evaluation = filled(inspector, claimed(inspector, floor.call(agent)), verdicts=COMPLETE)
    for act in ("submit", "publish"):
        evaluation = did(inspector, evaluation, act)
    before = (evaluation["score"], evaluation["scorecard"])
    figures = inspector.get("/v1/quality/figures").json()
    sections = _card()["sections"]
    sections[0]["weight"] = 1
    answer = sign_in(Role.ADMINISTRATOR).put("/v1/scorecards", json=_card(name="新标准", sections=sections), version=1)
    assert answer.status_code == 200, answer.text
    clock.advance(seconds=1)
    after = inspector.get(f"/v1/evaluations/{evaluation['id']}").json()
    assert (after["score"], after["scorecard"]) == before
    assert inspector.get("/v1/quality/figures").json()["mean"] == figures["mean"]


def test_two_who_change_it_at_once_are_told_so(floor: Floor, sign_in: SignIn) -> None:
    administrator = sign_in(Role.ADMINISTRATOR)
    assert administrator.put("/v1/scorecards", json=_card(name="第二版"), version=1).status_code == 200
    late = administrator.put("/v1/scorecards", json=_card(name="也是第二版"), version=1)
    assert (late.status_code, late.json()["current"]["items"][0]["name"]) == (412, "第二版")


def test_a_scorecard_with_faults_is_refused(sign_in: SignIn, clock: ManualClock) -> None:
    administrator = sign_in(Role.ADMINISTRATOR)
    sections = [CARD.model_dump(mode="json")["sections"][0]] * 2
    past = (clock.now() - timedelta(days=1)).isoformat()
    answer = administrator.put("/v1/scorecards", json=_card(sections=sections, effective_from=past), version=0)
    found = {field["field"]: field for field in answer.json()["fields"]}
    assert (answer.status_code, found["sections"]["code"]) == (422, "scorecard_fault")
    assert found["effective_from"]["code"] == "not_in_future"
    assert "twice:opening" in found["sections"]["message"]
    for bad in (_card(sections=[]), _card(name="")):
        assert administrator.put("/v1/scorecards", json=bad, version=0).status_code == 422


def test_only_an_administrator_writes_scorecards_and_reads_their_versions(inspector: Api) -> None:
    assert inspector.put("/v1/scorecards", json=_card(), version=0).status_code == 403
    assert inspector.get("/v1/scorecards/versions").status_code == 403


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
    assert [c.version for c in kernel.read(scorecards.history).items] == [1]
