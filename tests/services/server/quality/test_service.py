import threading
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from services.clock import ManualClock
from services.contracts.accounts import Account, Role, permissions_of
from services.contracts.quality import Claim
from services.errors import AppError
from services.server.kernel import Kernel
from services.server.quality import service
from services.server.quality.releases import release_due
from services.server.tables import events
from services.server.transaction import Actor
from tests.services.server.conftest import Api, SignIn
from tests.services.server.quality.conftest import COMPLETE, Floor, claimed, did, filled, published


def refused(answer: httpx.Response, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


def _as(kernel: Kernel, api_account: Account) -> Api:
    token = kernel.tokens.issue(api_account.id, api_account.name, api_account.roles, f"session-of-{api_account.id}")
    return Api(None, api_account, token)  # type: ignore[arg-type]


@pytest.fixture
def signed_agent(kernel: Kernel, agent: Account, inspector: Api) -> Api:
    """The agent, signed in."""
    api = _as(kernel, agent)
    api.client = inspector.client
    return api


# -- claiming


def test_claiming_makes_an_empty_evaluation_with_everything_unanswered(
    floor: Floor, agent: Account, inspector: Api
) -> None:
    evaluation = claimed(inspector, floor.call(agent))
    assert evaluation["status"] == "claimed"
    assert evaluation["score"] is None
    assert evaluation["unanswered"] == ["greets", "closes", "right"]
    assert (evaluation["agent_name"], evaluation["inspector_name"]) == ("陈静", "李质检")
    assert evaluation["scorecard"]["version"] == 1


def test_one_inspector_at_a_time(floor: Floor, agent: Account, inspector: Api, sign_in: SignIn) -> None:
    call_id = floor.call(agent)
    first = claimed(inspector, call_id)
    other = sign_in(Role.INSPECTOR)
    answer = other.post("/v1/evaluations", json={"id": "mine", "call_id": call_id})
    refused(answer, 409, "already_claimed")
    assert "李质检" in answer.json()["detail"]
    again = inspector.post("/v1/evaluations", json={"id": "second-try", "call_id": call_id})
    assert again.json()["id"] == first["id"]


def test_of_concurrent_claims_one_wins(kernel: Kernel, floor: Floor, agent: Account) -> None:
    call_id = floor.call(agent)
    outcomes: list[str] = []
    together = threading.Barrier(8)

    def claim(number: int) -> None:
        roles = frozenset({Role.INSPECTOR})
        actor = Actor(f"inspector-{number}", "x", roles, permissions_of(roles))
        together.wait()
        try:
            kernel.write(lambda tx: service.claim(tx, Claim(id=f"e-{number}", call_id=call_id)), actor)
            outcomes.append("won")
        except AppError as error:
            outcomes.append(error.code)

    threads = [threading.Thread(target=claim, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["already_claimed"] * 7 + ["won"]


def test_a_released_claim_is_free_for_another(floor: Floor, agent: Account, inspector: Api, sign_in: SignIn) -> None:
    call_id = floor.call(agent)
    evaluation = claimed(inspector, call_id)
    other = sign_in(Role.INSPECTOR)
    refused(other.delete(f"/v1/evaluations/{evaluation['id']}", version=1), 404, "not_found")
    assert inspector.delete(f"/v1/evaluations/{evaluation['id']}", version=1).status_code == 204
    assert claimed(other, call_id, "other")["inspector_id"] == other.account.id


def test_nobody_scores_a_call_in_which_they_talked(floor: Floor, agent: Account, sign_in: SignIn) -> None:
    both = sign_in(Role.AGENT, Role.INSPECTOR)
    mine = floor.call(both.account)
    refused(both.post("/v1/evaluations", json={"id": "e", "call_id": mine}), 409, "own_call")
    # Somebody else's in the end, but this person answered it first.
    handed_on = floor.call(both.account, id="handed-on")
    with floor.kernel.database.write() as connection:
        from services.server.calls.tables import calls

        connection.execute(calls.update().where(calls.c.id == handed_on).values(agent_id=agent.id))
    refused(both.post("/v1/evaluations", json={"id": "e", "call_id": handed_on}), 409, "own_call")


def test_only_an_answered_and_ended_call_is_scored(floor: Floor, agent: Account, inspector: Api) -> None:
    running = floor.call(agent, state="talking")
    refused(inspector.post("/v1/evaluations", json={"id": "e", "call_id": running}), 409, "not_for_scoring")
    refused(inspector.post("/v1/evaluations", json={"id": "e", "call_id": "nowhere"}), 404, "not_found")
    answer = inspector.post(
        "/v1/evaluations", json={"id": "e", "call_id": floor.call(agent), "scorecard_id": "nowhere"}
    )
    refused(answer, 404, "not_found")


# -- filling in


def test_answers_are_merged_and_the_score_appears_when_all_are_there(
    floor: Floor, agent: Account, inspector: Api
) -> None:
    evaluation = claimed(inspector, floor.call(agent))
    evaluation = filled(inspector, evaluation, verdicts={"greets": {"share": 1}})
    evaluation = filled(inspector, evaluation, verdicts={"closes": {"share": 0.5}}, remark="态度好")
    assert evaluation["score"] is None
    assert evaluation["unanswered"] == ["right"]
    evaluation = filled(inspector, evaluation, verdicts={"right": {"share": 1}})
    assert (evaluation["score"], evaluation["unanswered"]) == (90.0, [])
    evaluation = filled(inspector, evaluation, verdicts={"right": {"share": 0}})
    assert evaluation["unanswered"] == ["corrects"]
    evaluation = filled(inspector, evaluation, verdicts={"corrects": {"share": 1}}, fatal=["abuse"])
    assert evaluation["score"] == 0
    evaluation = filled(inspector, evaluation, verdicts={"greets": {}}, fatal=[])
    assert evaluation["unanswered"] == ["greets"]
    assert evaluation["remark"] == "态度好"


def test_pins_are_kept_in_the_order_of_the_call(floor: Floor, agent: Account, inspector: Api) -> None:
    pins = [{"second": 40.5, "text": "打断市民"}, {"second": 3, "text": "问候得体"}]
    evaluation = filled(inspector, claimed(inspector, floor.call(agent)), pins=pins)
    assert [pin["second"] for pin in evaluation["pins"]] == [3, 40.5]


def test_what_the_scorecard_does_not_know_is_refused(floor: Floor, agent: Account, inspector: Api) -> None:
    evaluation = claimed(inspector, floor.call(agent))
    path = f"/v1/evaluations/{evaluation['id']}"
    answer = inspector.patch(path, version=1, json={"verdicts": {"nonsense": {"share": 1}}, "fatal": ["none"]})
    refused(answer, 422, "invalid_fields")
    assert {field["field"] for field in answer.json()["fields"]} == {"verdicts.nonsense", "fatal"}
    answer = inspector.patch(path, version=1, json={"verdicts": {"closes": {"not_applicable": True}}})
    assert answer.json()["fields"][0]["code"] == "not_applicable_refused"
    refused(inspector.patch(path, version=1, json={"verdicts": {"greets": {"share": 1.01}}}), 422, "invalid_fields")
    nan = inspector.patch(
        path,
        version=1,
        content='{"verdicts": {"greets": {"share": NaN}}}',
        headers={"content-type": "application/json"},
    )
    assert nan.status_code == 422


def test_a_stale_save_shows_the_present_state(floor: Floor, agent: Account, inspector: Api) -> None:
    evaluation = claimed(inspector, floor.call(agent))
    filled(inspector, evaluation, remark="一")
    answer = inspector.patch(f"/v1/evaluations/{evaluation['id']}", version=1, json={"remark": "二"})
    refused(answer, 412, "stale_version")
    assert answer.json()["current"]["remark"] == "一"
    refused(inspector.patch(f"/v1/evaluations/{evaluation['id']}", json={}), 428, "version_missing")


def test_submitting_is_refused_while_a_question_is_unanswered(floor: Floor, agent: Account, inspector: Api) -> None:
    evaluation = filled(inspector, claimed(inspector, floor.call(agent)), verdicts={"greets": {"share": 1}})
    answer = inspector.post(f"/v1/evaluations/{evaluation['id']}/submit", version=evaluation["version"])
    refused(answer, 409, "unanswered")
    assert "2" in answer.json()["detail"]


def test_an_evaluation_of_nothing_applicable_cannot_be_submitted(
    kernel: Kernel, floor: Floor, agent: Account, inspector: Api
) -> None:
    from services.contracts.quality import NewScorecard
    from services.server.quality import scorecards

    card = {
        "name": "另一份",
        "sections": [{"key": "s", "name": "s", "weight": 1, "questions": [{"key": "a", "text": "a", "points": 1}]}],
    }
    kernel.write(lambda tx: scorecards.set_scorecard(tx, NewScorecard.model_validate(card)))
    claim = {"id": "e", "call_id": floor.call(agent)}
    evaluation = inspector.post("/v1/evaluations", json=claim).json()
    evaluation = filled(inspector, evaluation, verdicts={"a": {"not_applicable": True}})
    refused(inspector.post("/v1/evaluations/e/submit", version=evaluation["version"]), 409, "nothing_scored")


def test_after_the_submission_corrections_may_not_open_a_question(floor: Floor, agent: Account, inspector: Api) -> None:
    evaluation = filled(inspector, claimed(inspector, floor.call(agent)), verdicts=COMPLETE)
    evaluation = did(inspector, evaluation, "submit")
    evaluation = filled(inspector, evaluation, verdicts={"closes": {"share": 1}})
    assert (evaluation["status"], evaluation["score"]) == ("submitted", 100)
    answer = inspector.patch(
        f"/v1/evaluations/{evaluation['id']}", version=evaluation["version"], json={"verdicts": {"greets": {}}}
    )
    refused(answer, 409, "unanswered")
    evaluation = did(inspector, evaluation, "publish")
    answer = inspector.patch(f"/v1/evaluations/{evaluation['id']}", version=evaluation["version"], json={"remark": "x"})
    refused(answer, 409, "wrong_state")


# -- who sees what


def test_an_agent_sees_only_own_published_evaluations(
    floor: Floor, agent: Account, inspector: Api, signed_agent: Api, sign_in: SignIn
) -> None:
    evaluation = filled(inspector, claimed(inspector, floor.call(agent)), verdicts=COMPLETE)
    path = f"/v1/evaluations/{evaluation['id']}"
    refused(signed_agent.get(path), 404, "not_found")
    evaluation = did(inspector, evaluation, "submit")
    refused(signed_agent.get(path), 404, "not_found")
    assert signed_agent.get("/v1/evaluations").json()["items"] == []
    did(inspector, evaluation, "publish")
    assert signed_agent.get(path).json()["score"] == 90
    assert [row["id"] for row in signed_agent.get("/v1/evaluations").json()["items"]] == [evaluation["id"]]
    colleague = sign_in(Role.AGENT)
    refused(colleague.get(path), 404, "not_found")
    assert colleague.get("/v1/evaluations").json()["items"] == []


def test_the_agent_does_not_see_how_the_draft_came_about(
    floor: Floor, agent: Account, inspector: Api, signed_agent: Api
) -> None:
    evaluation = published(inspector, floor.call(agent))
    path = f"/v1/evaluations/{evaluation['id']}"
    assert [step["action"] for step in signed_agent.get(path).json()["history"]] == ["published"]
    actions = [step["action"] for step in inspector.get(path).json()["history"]]
    assert actions == ["claimed", "filled_in", "submitted", "published"]


def test_an_inspector_who_took_the_call_sees_no_draft_about_it(floor: Floor, inspector: Api, sign_in: SignIn) -> None:
    both = sign_in(Role.AGENT, Role.INSPECTOR)
    evaluation = filled(inspector, claimed(inspector, floor.call(both.account)), verdicts=COMPLETE)
    evaluation = did(inspector, evaluation, "submit")
    refused(both.get(f"/v1/evaluations/{evaluation['id']}"), 404, "not_found")
    assert both.get("/v1/evaluations").json()["items"] == []
    refused(
        both.post(f"/v1/evaluations/{evaluation['id']}/publish", version=evaluation["version"], json={}),
        404,
        "not_found",
    )
    did(inspector, evaluation, "publish")
    assert len(both.get("/v1/evaluations").json()["items"]) == 1


def test_other_inspectors_see_it_after_the_submission(
    floor: Floor, agent: Account, inspector: Api, sign_in: SignIn
) -> None:
    other = sign_in(Role.INSPECTOR)
    evaluation = filled(inspector, claimed(inspector, floor.call(agent)), verdicts=COMPLETE)
    refused(other.get(f"/v1/evaluations/{evaluation['id']}"), 404, "not_found")
    assert other.get("/v1/evaluations").json()["items"] == []
    did(inspector, evaluation, "submit")
    assert other.get(f"/v1/evaluations/{evaluation['id']}").json()["score"] == 90
    refused(other.patch(f"/v1/evaluations/{evaluation['id']}", version=3, json={"remark": "mine"}), 403, "not_allowed")


def test_a_list_is_filtered_and_paged(floor: Floor, agent: Account, inspector: Api, clock: ManualClock) -> None:
    for _ in range(5):
        claimed(inspector, floor.call(agent))
        clock.advance(1)
    done = published(inspector, floor.call(agent))
    assert [r["id"] for r in inspector.get("/v1/evaluations?status=published").json()["items"]] == [done["id"]]
    path, seen = "/v1/evaluations?status=claimed&limit=2", []
    cursor: str | None = ""
    while cursor is not None:
        page = inspector.get(path + (f"&cursor={cursor}" if cursor else "")).json()
        seen += [row["call_id"] for row in page["items"]]
        cursor = page["next"]
    assert seen == ["call-5", "call-4", "call-3", "call-2", "call-1"]
    assert inspector.get("/v1/evaluations?agent=nobody").json()["items"] == []


def _audiences(kernel: Kernel) -> list[str]:
    with kernel.database.read() as connection:
        query = select(events.c.audience).where(events.c.topic == "evaluation").order_by(events.c.id)
        return list(connection.execute(query).scalars())


def test_events_reach_the_agent_only_from_the_publication_on(
    kernel: Kernel, floor: Floor, agent: Account, inspector: Api
) -> None:
    published(inspector, floor.call(agent))
    assert [f"a:{agent.id}" in audience for audience in _audiences(kernel)] == [False, False, False, True]


def test_a_delayed_release_is_shown_and_announced_at_its_moment(
    kernel: Kernel, floor: Floor, agent: Account, inspector: Api, signed_agent: Api, clock: ManualClock
) -> None:
    evaluation = filled(inspector, claimed(inspector, floor.call(agent)), verdicts=COMPLETE)
    evaluation = did(inspector, evaluation, "submit")
    later = (clock.now() + timedelta(hours=2)).isoformat()
    evaluation = did(inspector, evaluation, "publish", release_at=later)
    path = f"/v1/evaluations/{evaluation['id']}"
    assert evaluation["status"] == "published"
    refused(signed_agent.get(path), 404, "not_found")
    assert signed_agent.get("/v1/evaluations").json()["items"] == []
    refused(signed_agent.post(f"{path}/acknowledge", version=evaluation["version"]), 404, "not_found")
    assert release_due(kernel) == 0
    assert not any(f"a:{agent.id}" in audience for audience in _audiences(kernel))
    clock.advance(2 * 3600)
    assert release_due(kernel) == 1
    assert release_due(kernel) == 0
    assert f"a:{agent.id}" in _audiences(kernel)[-1]
    did(signed_agent, signed_agent.get(path).json(), "acknowledge")


# -- the agent's answer


def test_acknowledging_ends_it(floor: Floor, agent: Account, inspector: Api, signed_agent: Api) -> None:
    evaluation = did(signed_agent, published(inspector, floor.call(agent)), "acknowledge")
    assert evaluation["status"] == "acknowledged"
    answer = signed_agent.post(
        f"/v1/evaluations/{evaluation['id']}/appeal", version=evaluation["version"], json={"text": "不同意"}
    )
    refused(answer, 409, "wrong_state")


def test_nobody_acknowledges_or_appeals_for_the_agent(floor: Floor, agent: Account, inspector: Api) -> None:
    evaluation = published(inspector, floor.call(agent))
    for action, body in (("acknowledge", {}), ("appeal", {"text": "x"})):
        sent: dict[str, Any] = {"json": body} if body else {}
        answer = inspector.post(f"/v1/evaluations/{evaluation['id']}/{action}", version=evaluation["version"], **sent)
        refused(answer, 403, "not_allowed")


def test_another_inspector_answers_an_appeal_with_a_new_score(
    floor: Floor, agent: Account, inspector: Api, signed_agent: Api, sign_in: SignIn
) -> None:
    other = sign_in(Role.INSPECTOR, name="王复核")
    evaluation = did(signed_agent, published(inspector, floor.call(agent)), "appeal", text="结束语说了，在 55 秒")
    assert evaluation["status"] == "appealed"
    assert inspector.get(f"/v1/evaluations/{evaluation['id']}").json()["may_answer"] is False
    path = f"/v1/evaluations/{evaluation['id']}/answer-appeal"
    refused(inspector.post(path, version=evaluation["version"], json={"text": "维持"}), 409, "other_inspector")
    assert other.get(f"/v1/evaluations/{evaluation['id']}").json()["may_answer"] is True
    evaluation = did(other, evaluation, "answer-appeal", text="已复核，更正", verdicts={"closes": {"share": 1}})
    assert (evaluation["status"], evaluation["score"], evaluation["answered_by"]) == ("answered", 100, "王复核")
    seen = signed_agent.get(f"/v1/evaluations/{evaluation['id']}").json()
    rescored = next(step for step in seen["history"] if step["action"] == "rescored")
    assert rescored["changes"] == {"score": ["90.0", "100.0"], "verdict:closes": ["0.5", "1"]}
    assert did(signed_agent, seen, "acknowledge")["status"] == "acknowledged"


def test_the_only_inspector_answers_an_appeal_themselves(
    floor: Floor, agent: Account, inspector: Api, signed_agent: Api
) -> None:
    evaluation = did(signed_agent, published(inspector, floor.call(agent)), "appeal", text="不同意")
    evaluation = did(inspector, evaluation, "answer-appeal", text="维持原分")
    assert (evaluation["status"], evaluation["score"]) == ("answered", 90)
    assert "rescored" not in [step["action"] for step in evaluation["history"]]


def test_an_agent_who_inspects_does_not_answer_their_own_appeal(floor: Floor, inspector: Api, sign_in: SignIn) -> None:
    both = sign_in(Role.AGENT, Role.INSPECTOR)
    evaluation = did(both, published(inspector, floor.call(both.account)), "appeal", text="不同意")
    path = f"/v1/evaluations/{evaluation['id']}/answer-appeal"
    refused(both.post(path, version=evaluation["version"], json={"text": "同意"}), 403, "not_allowed")
    # The agent does not count as "another inspector".
    assert did(inspector, evaluation, "answer-appeal", text="维持")["status"] == "answered"


# -- history


def test_the_history_says_what_went_from_what_to_what(floor: Floor, agent: Account, inspector: Api) -> None:
    evaluation = filled(inspector, claimed(inspector, floor.call(agent)), verdicts={"greets": {"share": 0}})
    evaluation = filled(inspector, evaluation, verdicts={**COMPLETE, "greets": {"share": 1, "comment": "得体"}})
    evaluation = did(inspector, evaluation, "submit")
    evaluation = filled(inspector, evaluation, verdicts={"closes": {"share": 1}}, fatal=["abuse"])
    steps = evaluation["history"]
    assert [step["action"] for step in steps] == ["claimed", "filled_in", "submitted", "filled_in"]
    assert steps[1]["changes"] == {
        "verdict:greets": [None, "1"],
        "comment:greets": [None, "得体"],
        "verdict:closes": [None, "0.5"],
        "verdict:right": [None, "1"],
    }
    assert steps[3]["changes"] == {"verdict:closes": ["0.5", "1"], "fatal:abuse": [None, "yes"]}
    assert {step["actor"] for step in steps} == {"李质检"}
