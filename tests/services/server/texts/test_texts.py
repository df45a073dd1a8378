"""Templates and phrases in versions: what a district writes itself comes with the catalogue, from its moment on."""

from datetime import timedelta
from typing import Any

import pytest

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.server.kernel import Kernel
from services.server.timers.service import Timers
from tests.services.server import district
from tests.services.server.conftest import Api, SignIn

TEMPLATE = {"key": "noise", "name": "噪音投诉", "category": "0601", "kind": "complaint", "answer": "已责令停工。"}
PHRASE = {"key": "hello", "name": "开场", "text": "您好，请讲。"}


@pytest.fixture
def admin(sign_in: SignIn, kernel: Kernel) -> Api:
    district.load(kernel)
    return sign_in(Role.ADMINISTRATOR)


def put(admin: Api, version: int, **body: Any) -> Any:
    return admin.put("/v1/texts", version=version, json={"templates": [TEMPLATE], "phrases": [PHRASE], **body})


def offered(admin: Api) -> tuple[int, list[str], list[str]]:
    found = admin.get("/v1/catalogue").json()
    return found["version"], [t["name"] for t in found["templates"]], [p["name"] for p in found["phrases"]]


def test_the_districts_own_count_in_place_of_what_is_carried(admin: Api) -> None:
    before, templates, phrases = offered(admin)
    (carried,) = admin.get("/v1/texts").json()["items"]
    assert carried["version"] == 0
    assert [each["name"] for each in carried["templates"]] == templates
    assert [each["name"] for each in carried["phrases"]] == phrases
    assert put(admin, 0).json()["version"] == 1
    # Consoles hear that there is another catalogue.
    assert offered(admin) == (before + 1, ["噪音投诉"], ["开场"])
    assert put(admin, 0).status_code == 412
    assert put(admin, 1, phrases=[]).json()["version"] == 2
    assert offered(admin) == (before + 2, ["噪音投诉"], [])
    items = admin.get("/v1/texts").json()["items"]
    assert [(each["version"], len(each["phrases"])) for each in items[:2]] == [(2, 0), (1, 1)]


def test_a_version_of_a_later_date_waits_for_it(admin: Api, kernel: Kernel, clock: ManualClock) -> None:
    put(admin, 0)
    before = offered(admin)
    later = (clock.now() + timedelta(days=2)).isoformat()
    assert put(admin, 1, templates=[{**TEMPLATE, "name": "新模板"}], effective_from=later).status_code == 200
    assert offered(admin) == before
    clock.advance(timedelta(days=2, seconds=1).total_seconds())
    kernel.room(Timers).fire_due()
    assert offered(admin) == (before[0] + 1, ["新模板"], ["开场"])


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"templates": [{**TEMPLATE, "category": "9999"}]}, ["templates.0.category"]),
        ({"phrases": [PHRASE, {**PHRASE, "name": "另一句"}]}, ["phrases.1.key"]),
        ({"phrases": [{**PHRASE, "text": ""}]}, ["phrases.0.text"]),
        ({"templates": [{**TEMPLATE, "name": ""}]}, ["templates.0.name"]),
        ({"effective_from": "2020-01-01T00:00:00Z"}, ["effective_from"]),
    ],
)
def test_what_is_wrong_is_said_at_its_row(admin: Api, body: dict[str, Any], fields: list[str]) -> None:
    before = offered(admin)
    refused = put(admin, 0, **body)
    assert (refused.status_code, [each["field"] for each in refused.json()["fields"]]) == (422, fields)
    assert offered(admin) == before


def test_a_template_goes_with_its_category_to_the_successor(admin: Api) -> None:
    put(admin, 0, templates=[{**TEMPLATE, "category": "0602"}])
    answer = admin.post("/v1/categories/0602/remove", json={"successor": "0601", "reason": "合并"})
    assert answer.status_code == 200, answer.text
    (template,) = admin.get("/v1/catalogue").json()["templates"]
    assert (template["name"], template["category"]) == ("噪音投诉", "0601")
    assert [each["version"] for each in admin.get("/v1/texts").json()["items"]] == [2, 1, 0]


def test_only_who_keeps_the_catalogue_writes_them(sign_in: SignIn, admin: Api) -> None:
    agent = sign_in(Role.AGENT)
    assert agent.get("/v1/texts").status_code == 200
    assert put(agent, 0).status_code == 403
