"""Articles: the snapshot that clients copy, proposals, decisions, versions."""

from typing import Any

import pytest

from services.contracts.accounts import Role
from services.contracts.knowledge import ArticleContent, ArticleStatus
from services.server.kernel import Kernel
from services.server.knowledge import service, training
from tests.services.server.conftest import SignIn


def content(title: str = "公积金提取", **more: Any) -> dict[str, Any]:
    return ArticleContent.model_validate({"title": title, **more}).model_dump(mode="json")


def put(kernel: Kernel, article_id: str, title: str = "公积金提取") -> None:
    kernel.write(lambda tx: service.import_article(tx, article_id, ArticleContent(title=title)))


def proposal(proposal_id: str, article_id: str, title: str, based_on: int) -> dict[str, Any]:
    return {"id": proposal_id, "article_id": article_id, "content": content(title), "why": "更新", "based_on": based_on}


def test_a_client_copies_everything_page_by_page(kernel: Kernel, sign_in: SignIn) -> None:
    for number in range(5):
        put(kernel, f"a{number}")
    agent = sign_in(Role.AGENT)
    seen: list[str] = []
    cursor = ""
    while True:
        page = agent.get(f"/v1/articles?limit=2{'&cursor=' + cursor if cursor else ''}").json()
        seen += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        cursor = page["next"]
    assert seen == [f"a{number}" for number in range(5)]


def test_later_it_copies_only_what_changed(kernel: Kernel, clock: Any, sign_in: SignIn) -> None:
    put(kernel, "old")
    clock.advance(100)
    since = clock.now().isoformat().replace("+", "%2B")
    put(kernel, "new")
    items = sign_in(Role.AGENT).get(f"/v1/articles?since={since}").json()["items"]
    assert [item["id"] for item in items] == ["new"]


def test_a_proposal_is_published_by_another_person_and_both_versions_are_kept(kernel: Kernel, sign_in: SignIn) -> None:
    put(kernel, "fund")
    agent, lead = sign_in(Role.AGENT), sign_in(Role.LEAD)
    assert agent.post("/v1/proposals", json=proposal("p1", "fund", "公积金贷款", 1)).status_code == 201
    assert agent.get("/v1/articles/fund").json()["title"] == "公积金提取"
    decided = lead.post("/v1/proposals/p1/decision", json={"approve": True})
    assert decided.status_code == 200
    assert decided.json()["version"] == 2
    article = agent.get("/v1/articles/fund").json()
    assert (article["title"], article["version"]) == ("公积金贷款", 2)
    versions = agent.get("/v1/articles/fund/versions").json()
    assert sorted(v["version"] for v in versions) == [1, 2]


def test_nobody_decides_their_own_proposal(kernel: Kernel, sign_in: SignIn) -> None:
    put(kernel, "fund")
    lead = sign_in(Role.LEAD)
    lead.post("/v1/proposals", json=proposal("p1", "fund", "新", 1))
    refused = lead.post("/v1/proposals/p1/decision", json={"approve": True})
    assert refused.status_code == 403


def test_a_proposal_on_an_old_version_is_not_published_over_a_newer_one(kernel: Kernel, sign_in: SignIn) -> None:
    put(kernel, "fund")
    agent, lead = sign_in(Role.AGENT), sign_in(Role.LEAD)
    agent.post("/v1/proposals", json=proposal("p1", "fund", "甲", 1))
    agent.post("/v1/proposals", json=proposal("p2", "fund", "乙", 1))
    lead.post("/v1/proposals/p1/decision", json={"approve": True})
    second = lead.post("/v1/proposals/p2/decision", json={"approve": True})
    assert (second.status_code, second.json()["code"]) == (409, "outdated_proposal")
    assert lead.post("/v1/proposals/p1/decision", json={"approve": False}).status_code == 409


def test_a_refusal_reaches_its_author_and_only_them(kernel: Kernel, sign_in: SignIn) -> None:
    put(kernel, "fund")
    agent, other, lead = sign_in(Role.AGENT), sign_in(Role.AGENT), sign_in(Role.LEAD)
    agent.post("/v1/proposals", json=proposal("p1", "fund", "甲", 1))
    assert other.get("/v1/proposals").json()["items"] == []
    assert [p["id"] for p in lead.get("/v1/proposals").json()["items"]] == ["p1"]
    lead.post("/v1/proposals/p1/decision", json={"approve": False, "why": "口径不一致"})
    refused = agent.get("/v1/proposals?status=refused").json()["items"]
    assert [(p["id"], p["decision"]) for p in refused] == [("p1", "口径不一致")]


def test_a_new_article_may_be_proposed_once(kernel: Kernel, sign_in: SignIn) -> None:
    agent = sign_in(Role.AGENT)
    body = proposal("p1", "brand-new", "新条目", 0)
    assert agent.post("/v1/proposals", json=body).status_code == 201
    assert agent.post("/v1/proposals", json=body).status_code == 201, "a retry under another key finds its own proposal"
    changed = {**body, "content": content("别的")}
    assert agent.post("/v1/proposals", json=changed).status_code == 409
    assert agent.post("/v1/proposals", json=proposal("p2", "nowhere", "x", 4)).status_code == 404


def test_a_retired_article_stays_readable_and_is_marked(kernel: Kernel, sign_in: SignIn) -> None:
    put(kernel, "fund")
    lead = sign_in(Role.LEAD)
    assert sign_in(Role.AGENT).post("/v1/articles/fund/retire", version=1).status_code == 403
    assert lead.post("/v1/articles/fund/retire", version=1).json()["status"] == "retired"
    assert lead.get("/v1/articles/fund").json()["version"] == 2
    stale = lead.post("/v1/articles/fund/retire", version=1)
    assert stale.status_code == 412
    assert stale.json()["current"]["status"] == "retired"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "content.title"),
        ({"title": "字" * 121}, "content.title"),
        ({"body": "字" * 60_001}, "content.body"),
    ],
)
def test_what_is_wrong_is_named(kernel: Kernel, sign_in: SignIn, change: dict[str, str], field: str) -> None:
    body = proposal("p1", "new", "标题", 0)
    body["content"].update(change)
    answer = sign_in(Role.AGENT).post("/v1/proposals", json=body)
    assert answer.status_code == 422
    assert [f["field"] for f in answer.json()["fields"]] == [field]


def test_importing_the_same_content_again_changes_nothing(kernel: Kernel) -> None:
    wanted = ArticleContent(title="公积金提取", keywords=["租房"])
    assert kernel.write(lambda tx: service.import_article(tx, "fund", wanted))
    assert not kernel.write(lambda tx: service.import_article(tx, "fund", wanted))
    found = kernel.read(lambda tx: service.get(tx, "fund"))
    assert (found.version, found.status) == (1, ArticleStatus.PUBLISHED)


def test_the_training_district_has_its_articles_once(kernel: Kernel) -> None:
    written = kernel.write(training.seed)
    assert written >= 80
    assert kernel.write(training.seed) == 0
