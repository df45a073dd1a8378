"""Known matters: what they are about, their end by time, and one reply to everybody who asked."""

from datetime import timedelta
from typing import Any

import pytest

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.server.kernel import Kernel
from services.server.timers.service import Timers
from tests.services.server import district
from tests.services.server.clocks.test_alarms import fire
from tests.services.server.conftest import Api, SignIn
from tests.services.server.lifecycle.conftest import Cast, cast

__all__ = ["cast"]


def opened(cast: Cast, by: Api, ticket: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = {"id": f"matter-{ticket['number']}", "ticket_id": ticket["id"], "words": "正在抢修。", **more}
    answer = by.post("/v1/matters", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()  # type: ignore[no-any-return]


def change(by: Api, matter: dict[str, Any], **changes: Any) -> Any:
    return by.patch(f"/v1/matters/{matter['id']}", version=matter["version"], json=changes)


def test_what_it_is_called_and_about(cast: Cast) -> None:
    matter = opened(
        cast,
        cast.dispatcher,
        cast.file(),
        title="南海大道爆管",
        categories=["0602"],
        places=[district.OTHER_TOWN],
    )
    assert (matter["title"], matter["categories"], matter["places"]) == (
        "南海大道爆管",
        ["0602"],
        [district.OTHER_TOWN],
    )
    query = {"category": "0602", "town": district.OTHER_TOWN, "title": "停水", "content": "没有水"}
    (like,) = cast.agent.post("/v1/tickets/likeness", json=query).json()
    assert (like["reasons"][0], like["words"]) == ("known_matter", "正在抢修。")
    assert set(like["reasons"][1:]) == {"same_place", "same_category"}
    elsewhere = {**query, "category": "01"}
    assert cast.agent.post("/v1/tickets/likeness", json=elsewhere).json() == []
    renamed = change(cast.dispatcher, matter, title="爆管", places=[])
    assert (renamed.json()["title"], renamed.json()["places"]) == ("爆管", [])
    wrong = change(cast.dispatcher, renamed.json(), categories=["9999"])
    assert [field["field"] for field in wrong.json()["fields"]] == ["categories.0"]


def test_it_ends_at_its_moment(cast: Cast, clock: ManualClock, kernel: Kernel) -> None:
    ends = clock.now() + timedelta(hours=5)
    matter = opened(cast, cast.dispatcher, cast.file(), ends_at=ends.isoformat())
    later = change(cast.dispatcher, matter, ends_at=(ends + timedelta(hours=1)).isoformat()).json()
    clock.advance(5.5 * 3_600)
    fire(kernel.room(Timers))
    assert [each["id"] for each in cast.agent.get("/v1/matters").json()] == [matter["id"]]
    clock.advance(3_600)
    fire(kernel.room(Timers))
    assert cast.agent.get("/v1/matters").json() == []
    (ended,) = cast.agent.get("/v1/matters?open=false").json()
    assert (ended["id"], ended["version"]) == (matter["id"], later["version"] + 1)


def test_an_end_that_is_taken_back_does_not_come(cast: Cast, clock: ManualClock, kernel: Kernel) -> None:
    matter = opened(cast, cast.dispatcher, cast.file(), ends_at=(clock.now() + timedelta(hours=5)).isoformat())
    assert change(cast.dispatcher, matter, ends_at=None).json()["ends_at"] is None
    clock.advance(6 * 3_600)
    fire(kernel.room(Timers))
    assert cast.agent.get("/v1/matters").json()


def test_one_reply_reaches_everybody(cast: Cast) -> None:
    first, second = cast.file(wants_callback=True), cast.file(wants_callback=True)
    matter = opened(cast, cast.dispatcher, first)
    assert cast.ask(cast.dispatcher, second, "merge", into=first["id"]).status_code == 200
    ended = change(cast.dispatcher, matter, reply="已恢复供水，给您带来不便，敬请谅解。")
    assert ended.status_code == 200, ended.text
    assert (ended.json()["open"], ended.json()["voices"]) == (False, 2)
    for ticket in (first, second):
        seen = cast.agent.get(f"/v1/tickets/{ticket['id']}").json()
        heard = {step["action"]: step["text"] for step in seen["steps"]}
        assert heard.get("matter_replied") == "已恢复供水，给您带来不便，敬请谅解。", ticket["number"]
    again = change(cast.dispatcher, ended.json(), reply="again")
    assert (again.status_code, again.json()["code"]) == (409, "wrong_state")


@pytest.mark.parametrize("role", [Role.AGENT, Role.HANDLER])
def test_not_everybody_replies_to_all(cast: Cast, sign_in: SignIn, role: Role) -> None:
    matter = opened(cast, cast.dispatcher, cast.file())
    assert change(sign_in(role), matter, reply="x").status_code == 403
    assert cast.agent.get("/v1/matters").json()
