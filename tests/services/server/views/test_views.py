"""Saved views: each person's own, saved, renamed, deleted and brought back."""

from typing import Any

import pytest

from services.contracts.accounts import Role
from services.server.views import service
from tests.services.server.conftest import Api, SignIn


@pytest.fixture
def agent(sign_in: SignIn) -> Api:
    return sign_in(Role.AGENT)


def save(who: Api, view_id: str, **fields: Any) -> Any:
    body = {"page": "dispatch", "name": "急件", "list": "accepted", "filter": "桂城", "sort": "left", **fields}
    return who.put(f"/v1/views/{view_id}", json=body)


def names(who: Api, page: str = "") -> list[str]:
    return [view["name"] for view in who.get("/v1/views", params={"page": page}).json()]


def test_a_view_is_kept_as_it_was_saved(agent: Api) -> None:
    saved = save(agent, "v1", descending=True)
    assert saved.status_code == 200, saved.text
    wanted = {"id": "v1", "page": "dispatch", "name": "急件", "list": "accepted", "filter": "桂城", "sort": "left"}
    assert saved.json() == {**wanted, "descending": True}
    assert agent.get("/v1/views?page=dispatch").json() == [{**wanted, "descending": True}]
    assert names(agent, "tasks") == []


def test_it_is_renamed_and_keeps_its_place(agent: Api) -> None:
    save(agent, "v1")
    save(agent, "v2", name="全部")
    assert save(agent, "v1", name="特急件").status_code == 200
    assert sorted(names(agent)) == ["全部", "特急件"]


def test_two_views_of_a_page_have_two_names(agent: Api) -> None:
    save(agent, "v1")
    refused = save(agent, "v2")
    assert (refused.status_code, refused.json()["code"]) == (409, "already_exists")
    assert save(agent, "v2", page="tasks").status_code == 200


def test_a_deleted_view_comes_back_under_its_id(agent: Api) -> None:
    save(agent, "v1")
    assert agent.delete("/v1/views/v1").status_code == 204
    assert names(agent) == []
    assert agent.delete("/v1/views/v1").status_code == 404
    assert save(agent, "v1").status_code == 200
    assert names(agent) == ["急件"]


def test_views_are_ones_own(agent: Api, sign_in: SignIn) -> None:
    other = sign_in(Role.AGENT)
    save(agent, "v1")
    assert names(other) == []
    assert other.delete("/v1/views/v1").status_code == 404
    # The same id is another view of another person.
    assert save(other, "v1", name="我的").status_code == 200
    assert (names(agent), names(other)) == (["急件"], ["我的"])


def test_nobody_keeps_more_than_so_many(agent: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_VIEWS", 2)
    answers = [save(agent, f"v{n}", name=f"n{n}").status_code for n in range(3)]
    assert answers == [200, 200, 409]


@pytest.mark.parametrize("fields", [{"name": ""}, {"name": " "}, {"page": ""}, {"name": "x" * 61}, {"more": 1}])
def test_a_view_without_a_name_is_refused(agent: Api, fields: dict[str, Any]) -> None:
    assert save(agent, "v1", **fields).status_code == 422
