"""Queue skills that come, change their names and go; one that somebody needs stays."""

import pytest

from services.contracts.accounts import Role
from services.contracts.accounts import Skill as Has
from services.server.kernel import Kernel
from tests.services.server.conftest import Api, SignIn, add_account

WEEK = [[{"begins": "08:30", "ends": "17:30"}]] * 5 + [[], []]
PLAN = {"skill": "general", "week": WEEK}


def skills(who: Api) -> dict[str, str]:
    return {skill["key"]: skill["name"] for skill in who.get("/v1/catalogue").json()["skills"]}


def test_a_skill_is_added_and_renamed(admin: Api) -> None:
    made = admin.post("/v1/skills", json={"key": "city", "name": "城市管理"})
    assert made.status_code == 201, made.text
    version = made.json()["version"]
    renamed = admin.patch("/v1/skills/city", json={"english": "City"}, version=version)
    assert renamed.json()["skill"] == {"key": "city", "name": "城市管理", "english": "City"}
    stale = admin.patch("/v1/skills/city", json={"name": "x"}, version=version)
    assert (stale.status_code, stale.json()["current"]["skill"]["english"]) == (412, "City")
    assert [each["action"] for each in admin.get("/v1/catalogue-changes?kind=skill").json()] == ["change", "create"]
    for bad in ({"key": "city", "name": "x"}, {"key": "City 1", "name": "x"}, {"key": "new", "name": ""}):
        assert admin.post("/v1/skills", json=bad).status_code == 422


def test_a_skill_that_people_have_is_not_retired(admin: Api, kernel: Kernel) -> None:
    accounts = [add_account(kernel, Role.AGENT, name=f"坐席{n}", skills=[Has(key="social", level=1)]) for n in range(7)]
    refused = admin.post("/v1/skills/social/retire", json={})
    assert (refused.status_code, refused.json()["code"]) == (409, "skill_in_use")
    assert "7 名人员（坐席0、坐席1、坐席2、坐席3、坐席4 …）" in refused.json()["detail"]
    for account in accounts:
        answer = admin.patch(f"/v1/accounts/{account.id}", json={"skills": []}, version=account.version)
        assert answer.status_code == 200, answer.text
    assert admin.post("/v1/skills/social/retire", json={}).status_code == 200


@pytest.mark.parametrize(
    "plan",
    [
        {"skill": "social", "week": WEEK},
        {**PLAN, "outside": "skill", "outside_to": "social"},
        {**PLAN, "overflow_seconds": 60, "overflow": "skill", "overflow_to": "social"},
    ],
)
def test_a_skill_that_plans_name_is_not_retired(admin: Api, sign_in: SignIn, plan: dict[str, object]) -> None:
    lead = sign_in(Role.LEAD)
    assert lead.put("/v1/queue-plans", json={"plans": [plan]}, version=0).status_code == 200
    refused = admin.post("/v1/skills/social/retire", json={})
    assert (refused.status_code, refused.json()["code"]) == (409, "skill_in_use")
    assert "第 1 版" in refused.json()["detail"]
    assert lead.put("/v1/queue-plans", json={"plans": []}, version=1).status_code == 200
    assert admin.post("/v1/skills/social/retire", json={}).status_code == 200


def test_a_skill_whose_queue_is_closed_by_hand_is_not_retired(admin: Api, sign_in: SignIn) -> None:
    lead = sign_in(Role.LEAD)
    closed = lead.post("/v1/queue-closings/social/close", json={"reason": "培训", "treatment": "announce"}, version=0)
    assert closed.status_code == 200, closed.text
    assert "人工关闭 1 处" in admin.post("/v1/skills/social/retire", json={}).json()["detail"]


def test_the_skill_that_everybody_falls_back_on_stays(admin: Api) -> None:
    refused = admin.post("/v1/skills/general/retire", json={})
    assert (refused.status_code, refused.json()["code"]) == (409, "skill_needed")
    assert "综合" in refused.json()["detail"]


def test_a_retired_skill_is_given_to_nobody_and_stays_readable(admin: Api, kernel: Kernel) -> None:
    closed = add_account(kernel, Role.AGENT, name="离职", skills=[Has(key="social", level=1)], active=False)
    agent = add_account(kernel, Role.AGENT, name="在职")
    assert admin.post("/v1/skills/social/retire", json={"reason": "并入综合"}).status_code == 200
    assert skills(admin) == {"general": "综合"}
    (former,) = admin.get("/v1/catalogue").json()["former"]
    assert (former["kind"], former["code"], former["name"], former["english"]) == (
        "skill",
        "social",
        "社保民生",
        "Social",
    )
    done = admin.get("/v1/catalogue-changes?kind=skill").json()[0]
    assert (done["action"], done["code"], done["fields"]["reason"]) == ("remove", "social", "并入综合")
    wanted = [{"key": "social", "level": 1}]
    refused = admin.patch(f"/v1/accounts/{agent.id}", json={"skills": wanted}, version=agent.version)
    assert [field["field"] for field in refused.json()["fields"]] == ["skills"]
    # Who had it when it went comes back without it.
    back = admin.patch(f"/v1/accounts/{closed.id}", json={"active": True}, version=closed.version)
    assert [field["field"] for field in back.json()["fields"]] == ["skills"]
    back = admin.patch(f"/v1/accounts/{closed.id}", json={"active": True, "skills": []}, version=closed.version)
    assert back.status_code == 200, back.text
    assert admin.post("/v1/skills", json={"key": "social", "name": "又一个"}).status_code == 422


def test_only_who_manages_the_catalogue_edits_skills(admin: Api, sign_in: SignIn) -> None:
    lead = sign_in(Role.LEAD)
    assert lead.post("/v1/skills", json={"key": "city", "name": "城市管理"}).status_code == 403
    assert lead.patch("/v1/skills/social", json={"name": "x"}, version=1).status_code == 403
    assert lead.post("/v1/skills/social/retire", json={}).status_code == 403
