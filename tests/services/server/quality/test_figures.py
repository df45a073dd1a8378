from services.clock import ManualClock
from services.contracts.accounts import Account, Role
from services.server.kernel import Kernel
from tests.services.server.conftest import Api, SignIn, add_account
from tests.services.server.quality.conftest import COMPLETE, Floor, claimed, did, filled, published


def test_means_by_agent_team_and_question(kernel: Kernel, floor: Floor, agent: Account, inspector: Api) -> None:
    other = add_account(kernel, Role.AGENT, name="吴敏", team="二组")
    published(inspector, floor.call(agent))  # 90
    published(inspector, floor.call(agent), right={"share": 0}, corrects={"share": 1})  # 50
    published(inspector, floor.call(other), greets={"not_applicable": True})  # 80
    fatal = filled(inspector, claimed(inspector, floor.call(other)), verdicts=COMPLETE, fatal=["abuse"])  # 0
    did(inspector, did(inspector, fatal, "submit"), "publish")
    filled(inspector, claimed(inspector, floor.call(agent)), verdicts=COMPLETE)  # a draft does not count
    figures = inspector.get("/v1/quality/figures").json()
    assert (figures["count"], figures["mean"]) == (4, 55.0)
    assert [(f["name"], f["count"], f["mean"], f["lowest"], f["fatal"]) for f in figures["agents"]] == [
        ("吴敏", 2, 40.0, 0.0, 1),
        ("陈静", 2, 70.0, 50.0, 0),
    ]
    assert [(f["name"], f["mean"]) for f in figures["teams"]] == [("二组", 40.0), ("一组", 70.0)]
    questions = {f["key"]: (f["count"], f["mean"]) for f in figures["questions"]}
    assert questions == {"greets": (3, 100.0), "closes": (4, 50.0), "right": (4, 75.0), "corrects": (1, 100.0)}
    greets = next(f for f in figures["questions"] if f["key"] == "greets")
    assert (greets["name"], greets["english"]) == ("规范问候", "Greets")


def test_a_week_without_evaluations_has_no_mean(floor: Floor, inspector: Api) -> None:
    figures = inspector.get("/v1/quality/figures").json()
    assert (figures["count"], figures["mean"], figures["agents"]) == (0, None, [])


def test_an_evaluation_counts_when_its_agent_may_see_it(
    floor: Floor, agent: Account, inspector: Api, clock: ManualClock
) -> None:
    evaluation = filled(inspector, claimed(inspector, floor.call(agent)), verdicts=COMPLETE)
    evaluation = did(inspector, evaluation, "submit")
    did(inspector, evaluation, "publish", release_at="2026-03-02T03:00:00Z")
    assert inspector.get("/v1/quality/figures").json()["count"] == 0
    clock.advance(3 * 3600)
    assert inspector.get("/v1/quality/figures").json()["count"] == 1


def test_an_agent_may_not_see_figures(floor: Floor, sign_in: SignIn) -> None:
    assert sign_in(Role.AGENT).get("/v1/quality/figures").status_code == 403
    assert sign_in(Role.LEAD).get("/v1/quality/figures").status_code == 200
