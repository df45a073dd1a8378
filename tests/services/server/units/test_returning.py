"""What was over while its unit or its handler went, and is open again: somebody has it."""

from datetime import timedelta
from typing import Any

import orjson
import pytest

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.server.kernel import Kernel
from services.server.tickets import repository
from services.server.tickets.trace import COLUMNS, replayed
from tests.services.server.conftest import Api, SignIn
from tests.services.server.lifecycle.conftest import Cast


@pytest.fixture
def admin(cast: Cast, sign_in: SignIn) -> Api:
    return sign_in(Role.ADMINISTRATOR)


def dissolve(admin: Api, unit: str, successor: str = "") -> None:
    answer = admin.post(f"/v1/units/{unit}/dissolve", json={"successor": successor})
    assert answer.status_code == 200, answer.text


def is_told_by_its_trail(kernel: Kernel, ticket: dict[str, Any]) -> bool:
    def compare(tx: Any) -> bool:
        row = repository.find(tx.connection, ticket["id"])
        trail = [orjson.loads(step.changes) for step in repository.steps(tx.connection, row.key)]
        return replayed(trail) == {name: getattr(row, name) for name in COLUMNS}

    return kernel.read(compare)


def merged(cast: Cast, ticket: dict[str, Any]) -> dict[str, Any]:
    return cast.take(cast.agent, ticket, "merge", into=cast.file()["id"])


def tasks(who: Api) -> list[str]:
    return [row["id"] for row in who.get("/v1/work?list=tasks").json()["items"]]


def test_a_redo_goes_to_the_successor_of_a_unit_that_is_gone(cast: Cast, admin: Api, kernel: Kernel) -> None:
    ticket = cast.closed()
    dissolve(admin, "D06", "D04")
    again = cast.take(cast.supervisor, ticket, "redo", reason="问题复发")
    assert (again["status"], again["unit"]) == ("dispatched", "D04")
    assert ticket["id"] in tasks(cast.other)
    assert is_told_by_its_trail(kernel, again)


def test_an_end_taken_back_finds_the_successor(cast: Cast, admin: Api, kernel: Kernel) -> None:
    ticket = cast.closed()
    dissolve(admin, "D06", "D04")
    back = cast.take(cast.agent, ticket, "undo_close")
    assert (back["status"], back["unit"], back["handler_id"]) == ("follow_up", "D04", None)
    bad = {"contacted": True, "solved": False, "satisfaction": "dissatisfied"}
    assert cast.take(cast.agent, back, "follow_up", outcome=bad)["unit"] == "D04"
    assert is_told_by_its_trail(kernel, back)


def test_a_voice_taken_apart_lies_with_the_successors_successor(cast: Cast, admin: Api, kernel: Kernel) -> None:
    ticket = merged(cast, cast.handled())
    dissolve(admin, "D06", "D04")
    assert admin.post("/v1/units", json={"code": "D77", "name": "综合执法队", "parent": "C00"}).status_code == 201
    dissolve(admin, "D04", "D77")
    back = cast.take(cast.agent, ticket, "unmerge")
    assert (back["status"], back["unit"], back["handler_id"]) == ("handling", "D77", None)
    assert back["due_at"]
    assert is_told_by_its_trail(kernel, back)


def test_what_lay_with_a_unit_that_nobody_follows_is_dispatched_anew(
    cast: Cast, admin: Api, sign_in: SignIn, kernel: Kernel
) -> None:
    assert admin.post("/v1/units", json={"code": "D77", "name": "临时专班", "parent": "C00"}).status_code == 201
    ticket = cast.take(cast.dispatcher, cast.file(), "dispatch", unit="D77")
    ticket = merged(cast, ticket)
    dissolve(admin, "D77")
    back = cast.take(cast.agent, ticket, "unmerge")
    assert (back["status"], back["unit"]) == ("accepted", "")
    clocks = cast.agent.get(f"/v1/tickets/{ticket['id']}/clocks").json()
    assert {each["kind"] for each in clocks if each["state"] == "running"} == {"dispatch", "finish"}
    assert ticket["id"] in [row["id"] for row in cast.dispatcher.get("/v1/work?list=dispatch").json()["items"]]
    assert is_told_by_its_trail(kernel, back)


def test_nobody_redoes_what_was_done_by_a_unit_that_nobody_follows(cast: Cast, admin: Api, sign_in: SignIn) -> None:
    assert admin.post("/v1/units", json={"code": "D77", "name": "临时专班", "parent": "C00"}).status_code == 201
    temporary = sign_in(Role.HANDLER, unit="D77")
    ticket = cast.take(temporary, cast.handled("D77", temporary), "reply", text="已处理。")
    ticket = cast.take(cast.dispatcher, ticket, "approve")
    ticket = cast.take(cast.agent, ticket, "follow_up", outcome={"solved": True, "satisfaction": "very"})
    me = temporary.get("/v1/me").json()
    assert admin.patch(f"/v1/accounts/{me['id']}", version=me["version"], json={"unit": "D04"}).status_code == 200
    dissolve(admin, "D77")
    refused = cast.ask(cast.supervisor, ticket, "redo", reason="问题复发")
    assert (refused.status_code, refused.json()["code"]) == (409, "nobody_to_redo")
    back = cast.take(cast.agent, ticket, "undo_close")
    # Not to their satisfaction, and nobody there who could do it again: it is over, and may be reopened.
    bad = {"contacted": True, "solved": False, "satisfaction": "dissatisfied"}
    ended = cast.take(cast.agent, back, "follow_up", outcome=bad)
    assert ended["status"] == "closed"
    assert cast.take(cast.supervisor, ended, "reopen", reason="问题复发")["status"] == "accepted"


@pytest.mark.parametrize("why", ["closed", "transferred", "no_handler", "absent", "signed_out"])
def test_who_left_while_it_was_merged_does_not_have_it_again(
    cast: Cast, admin: Api, clock: ManualClock, why: str
) -> None:
    here = cast.handler.really_signed_in()
    ticket = merged(cast, cast.handled())
    me = here.get("/v1/me").json()
    if why == "signed_out":
        assert here.delete("/v1/session").status_code == 204
    elif why == "absent":
        days = {"since": clock.now().isoformat(), "until": (clock.now() + timedelta(days=2)).isoformat()}
        plan = {"people": [], "absences": [{"account_id": me["id"], "reason": "病假", **days}]}
        assert admin.put("/v1/units/D06/duty", json=plan, version=0).status_code == 200
    else:
        left = {"closed": {"active": False}, "transferred": {"unit": "D04"}, "no_handler": {"roles": ["agent"]}}[why]
        assert admin.patch(f"/v1/accounts/{me['id']}", version=me["version"], json=left).status_code == 200
    back = cast.take(cast.agent, ticket, "unmerge")
    assert (back["status"], back["unit"], back["handler_id"]) == ("handling", "D06", None)
    assert ticket["id"] in tasks(cast.colleague)


def test_who_is_still_there_has_it_again(cast: Cast) -> None:
    ticket = cast.handled()
    back = cast.take(cast.agent, merged(cast, ticket), "unmerge")
    assert back["handler_id"] == ticket["handler_id"]


def test_sensors_and_absences_go_to_the_successor(cast: Cast, admin: Api, clock: ManualClock) -> None:
    me = cast.handler.get("/v1/me").json()
    days = {"since": clock.now().isoformat(), "until": (clock.now() + timedelta(days=2)).isoformat()}
    plan = {
        "people": [{"account_id": me["id"], "hours": []}],
        "absences": [{"account_id": me["id"], "reason": "病假", **days}],
    }
    assert admin.put("/v1/units/D06/duty", json=plan, version=0).status_code == 200
    sensor = {"id": "well-7", "name": "七号井", "unit": "D06"}
    assert admin.put("/v1/sensors", json={"sensors": [sensor]}).status_code == 200
    dissolve(admin, "D06", "D04")
    assert admin.get("/v1/sensors").json()["items"][0]["unit"] == "D04"
    # Whoever looks after the successor can see who is away, and call them back.
    assert [each["account_id"] for each in admin.get("/v1/units/D04/duty").json()["absences"]] == [me["id"]]
    assert admin.put("/v1/units/D04/duty", json={"people": [], "absences": []}, version=0).status_code == 200
    ticket = cast.take(cast.dispatcher, cast.file(category="0602"), "dispatch", unit="D04")
    assert cast.take(cast.other, ticket, "assign", handler_id=me["id"])["handler_id"] == me["id"]
