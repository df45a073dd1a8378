"""Changes of units and categories that wait for their date; and what was at a past moment."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.server.app import build_app, build_kernel
from services.server.config import ServerConfig
from services.server.database import Database
from services.server.kernel import Kernel
from services.server.security import Passwords
from services.server.timers.service import Timers
from tests.services.server.conftest import CHEAP, Api, SignIn
from tests.services.server.lifecycle.conftest import Cast
from tests.services.server.units.test_units import categories, units

DAYS = timedelta(days=3)


@pytest.fixture
def admin(cast: Cast, sign_in: SignIn) -> Api:
    return sign_in(Role.ADMINISTRATOR)


@pytest.fixture
def day(clock: ManualClock) -> str:
    return (clock.now() + DAYS).isoformat()


def fire(kernel: Kernel) -> None:
    while kernel.room(Timers).fire_due():
        pass


def changes(who: Api, kind: str = "unit", **more: str) -> list[dict[str, Any]]:
    answer = who.get("/v1/catalogue-changes", params={"kind": kind, **more})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


def states(who: Api, kind: str = "unit") -> list[tuple[str, str, str]]:
    return [(each["code"], each["action"], each["state"]) for each in changes(who, kind)]


def at(who: Api, moment: datetime) -> dict[str, Any]:
    answer = who.get("/v1/catalogue", params={"at": moment.isoformat()})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_a_unit_is_renamed_on_its_day(admin: Api, clock: ManualClock, kernel: Kernel, day: str) -> None:
    begun, version = clock.now(), admin.get("/v1/catalogue").json()["version"]
    old = units(admin)["D06"]["name"]
    saved = admin.patch(
        "/v1/units/D06", json={"name": "区水利局", "parent": "C00", "effective_from": day}, version=version
    )
    assert saved.status_code == 200, saved.text
    assert saved.json()["version"] == version
    assert datetime.fromisoformat(saved.json()["effective_from"]) == begun + DAYS
    assert states(admin) == [("D06", "change", "planned")]
    clock.advance(DAYS.total_seconds() - 1)
    fire(kernel)
    assert units(admin)["D06"]["name"] == old
    clock.advance(1)
    fire(kernel)
    assert units(admin)["D06"]["name"] == "区水利局"
    # Consoles read the catalogue anew.
    assert admin.get("/v1/catalogue").json()["version"] == version + 1
    (done,) = changes(admin, code="D06")
    assert (done["state"], done["created_by"], done["before"]["name"], done["after"]["name"]) == (
        *("done", admin.account.name, old),
        "区水利局",
    )
    fire(kernel)
    assert len(changes(admin)) == 1
    # What was at a past moment stays readable.
    then = {unit["code"]: unit["name"] for unit in at(admin, begun)["units"]}
    assert then["D06"] == old
    assert {unit["code"]: unit["name"] for unit in at(admin, clock.now())["units"]}["D06"] == "区水利局"


def test_a_reform_from_one_day_on(cast: Cast, admin: Api, clock: ManualClock, kernel: Kernel, day: str) -> None:
    begun, ticket, before = clock.now(), cast.handled(), units(admin)
    new = {"code": "D99", "name": "区城市治理局", "parent": "C00", "effective_from": day}
    assert admin.post("/v1/units", json=new).status_code == 201
    # Planned twice it would be there twice.
    again = admin.post("/v1/units", json=new)
    assert [each["field"] for each in again.json()["fields"]] == ["code"]
    dissolved = admin.post(
        "/v1/units/D06/dissolve", json={"successor": "D99", "reason": "机构改革", "effective_from": day}
    )
    assert dissolved.status_code == 200, dissolved.text
    assert dissolved.json()["tickets"] == 0
    # A day earlier nobody could take it over.
    early = (clock.now() + DAYS - timedelta(days=1)).isoformat()
    refused = admin.post("/v1/units/D04/dissolve", json={"successor": "D99", "effective_from": early})
    assert [each["field"] for each in refused.json()["fields"]] == ["successor"]
    assert units(admin) == before
    assert cast.handler.get(f"/v1/tickets/{ticket['id']}").json()["unit"] == "D06"
    clock.advance(DAYS.total_seconds())
    fire(kernel)
    assert {"D99"} == units(admin).keys() - before.keys()
    assert {"D06"} == before.keys() - units(admin).keys()
    moved = cast.dispatcher.get(f"/v1/tickets/{ticket['id']}").json()
    (last,) = [step for step in moved["steps"] if step["action"] == "hand_over"]
    assert (moved["unit"], moved["handler_id"], last["action"], last["reason"]) == (
        *("D99", None, "hand_over"),
        "机构改革",
    )
    assert last["actor"] == admin.account.name
    assert {a["unit"] for a in admin.get("/v1/accounts").json()["items"]} & {"D06"} == set()
    # The categories that it usually solved went along, and that is written down too.
    assert {each["after"]["unit"] for each in changes(admin, "category")} == {"D99"}
    then = at(admin, begun)
    assert {unit["code"]: unit for unit in then["units"]} == before
    assert "D06" in {category["unit"] for category in then["categories"]}


def test_a_dissolution_is_taken_back_before_its_day(
    cast: Cast, admin: Api, clock: ManualClock, kernel: Kernel, day: str
) -> None:
    ticket = cast.handled()
    admin.post("/v1/units/D06/dissolve", json={"successor": "D04", "effective_from": day})
    (planned,) = changes(admin)
    path = f"/v1/catalogue-changes/{planned['id']}/take-back"
    assert cast.dispatcher.post(path).status_code == 403
    taken = admin.post(path).json()
    assert (taken["state"], taken["ended_by"]) == ("taken_back", admin.account.name)
    again = admin.post(path)
    assert (again.status_code, again.json()["code"]) == (409, "change_over")
    assert admin.post("/v1/catalogue-changes/99/take-back").status_code == 404
    clock.advance(DAYS.total_seconds() + 1)
    fire(kernel)
    assert "D06" in units(admin)
    assert cast.handler.get(f"/v1/tickets/{ticket['id']}").json()["unit"] == "D06"


def test_what_cannot_be_done_on_its_day_is_refused_and_told(
    cast: Cast, admin: Api, clock: ManualClock, kernel: Kernel, day: str
) -> None:
    ticket = cast.handled()
    admin.post("/v1/units/D06/dissolve", json={"successor": "D04", "effective_from": day})
    # Meanwhile the successor itself is gone.
    assert admin.post("/v1/units/D04/dissolve", json={"successor": "C00"}).status_code == 200
    clock.advance(DAYS.total_seconds() + 1)
    fire(kernel)
    assert "D06" in units(admin)
    assert cast.handler.get(f"/v1/tickets/{ticket['id']}").json()["unit"] == "D06"
    (refused,) = changes(admin, code="D06")
    assert refused["state"] == "refused"
    assert refused["problem"]
    (notice,) = [n for n in admin.get("/v1/notices").json()["items"] if n["code"] == "change_refused"]
    assert notice["values"]["code"] == "D06"


def later(clock: ManualClock, days: int) -> str:
    return (clock.now() + timedelta(days=days)).isoformat()


def refusal(answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 422, answer.text
    return [(each["field"], each["code"]) for each in answer.json()["fields"]]


def test_who_will_lie_below_a_unit_does_not_succeed_it(admin: Api, clock: ManualClock, kernel: Kernel) -> None:
    new = {"code": "D99", "name": "区河长办", "parent": "D06", "effective_from": later(clock, 2)}
    assert admin.post("/v1/units", json=new).status_code == 201
    dissolve = {"successor": "D99", "effective_from": later(clock, 3)}
    refused = admin.post("/v1/units/D06/dissolve", json=dissolve)
    assert refusal(refused) == [("successor", "is_below")]
    assert "下级" in refused.json()["fields"][0]["message"]
    # Where it goes elsewhere in between, it may.
    version = admin.get("/v1/catalogue").json()["version"]
    move = {"parent": "C00", "effective_from": dissolve["effective_from"]}
    assert admin.patch("/v1/units/D99", json=move, version=version).status_code == 200
    assert admin.post("/v1/units/D06/dissolve", json=dissolve).status_code == 200
    clock.advance(timedelta(days=3).total_seconds())
    fire(kernel)
    assert {state for _code, _action, state in states(admin)} == {"done"}
    assert ("D06" in units(admin), units(admin)["D99"]["parent"]) == (False, "C00")


def test_a_plan_that_would_be_in_the_way_of_another_is_refused(admin: Api, clock: ManualClock, kernel: Kernel) -> None:
    assert admin.post("/v1/units/D06/dissolve", json={"successor": "D04", "effective_from": later(clock, 5)}).is_success
    day = f"{clock.now() + timedelta(days=5):%Y-%m-%d}"
    version, name = admin.get("/v1/catalogue").json()["version"], units(admin)["D06"]["name"]
    # The successor would lie below whom it succeeds, or would be gone itself.
    move = admin.patch("/v1/units/D04", json={"parent": "D06", "effective_from": later(clock, 4)}, version=version)
    assert refusal(move) == [("parent", "against_plan")]
    assert name in move.json()["fields"][0]["message"]
    assert day in move.json()["fields"][0]["message"]
    gone = admin.post("/v1/units/D04/dissolve", json={"successor": "C00", "effective_from": later(clock, 4)})
    assert refusal(gone) == [("successor", "against_plan")]
    # On a later day neither is in the way; what lies below what is gone by then is.
    below = {"code": "D99", "name": "区河长办", "parent": "D06", "effective_from": later(clock, 6)}
    assert refusal(admin.post("/v1/units", json=below)) == [("parent", "not_a_choice")]
    assert admin.post("/v1/units/D04/dissolve", json={"successor": "C00", "effective_from": later(clock, 6)}).is_success
    clock.advance(timedelta(days=6).total_seconds())
    fire(kernel)
    assert {state for _code, _action, state in states(admin)} == {"done"}


def test_a_plan_that_another_builds_on_is_not_taken_back_before_it(admin: Api, clock: ManualClock) -> None:
    new = {"code": "D99", "name": "区河长办", "parent": "C00", "effective_from": later(clock, 2)}
    assert admin.post("/v1/units", json=new).is_success
    into = {"successor": "D99", "effective_from": later(clock, 3)}
    assert admin.post("/v1/units/D06/dissolve", json=into).is_success
    plans = {each["code"]: each["id"] for each in changes(admin)}
    name, day = units(admin)["D06"]["name"], f"{clock.now() + timedelta(days=3):%Y-%m-%d}"

    def take_back(code: str) -> Any:
        return admin.post(f"/v1/catalogue-changes/{plans[code]}/take-back", headers={"accept-language": "zh"})

    refused = take_back("D99")
    assert (refused.status_code, refused.json()["code"]) == (409, "plan_needed")
    assert name in refused.json()["detail"]
    assert day in refused.json()["detail"]
    assert {state for _code, _action, state in states(admin)} == {"planned"}
    # The later one first, then nothing builds on it.
    assert take_back("D06").is_success
    assert take_back("D99").json()["state"] == "taken_back"


def test_the_tree_that_is_planned_stays_a_tree(admin: Api, clock: ManualClock) -> None:
    version = admin.get("/v1/catalogue").json()["version"]

    def move(code: str, parent: str, days: int) -> Any:
        body = {"parent": parent, "effective_from": later(clock, days)}
        return admin.patch(f"/v1/units/{code}", json=body, version=version)

    assert move("D06", "D04", 2).status_code == 200
    assert refusal(move("D04", "D06", 3)) == [("parent", "is_below")]
    assert refusal(move("D04", "D06", 1)) == [("parent", "against_plan")]


@pytest.mark.parametrize("kind", ["unit", "category"])
def test_the_past_is_not_changed_and_a_stale_version_not_taken(
    admin: Api, clock: ManualClock, kind: str, day: str
) -> None:
    past = (clock.now() - timedelta(minutes=5)).isoformat()
    base, code, end = ("/v1/units", "D06", "dissolve") if kind == "unit" else ("/v1/categories", "0602", "remove")
    version = admin.get("/v1/catalogue").json()["version"]
    new = {"code": "D99", "name": "x", "parent": "C00"} if kind == "unit" else {"code": "0688", "name": "x"}
    successor, below = ("D04", {"parent": "C00"}) if kind == "unit" else ("0601", {})
    for answer in (
        admin.post(base, json={**new, "effective_from": past}),
        admin.patch(f"{base}/{code}", json={"name": "x", "effective_from": past}, version=version),
        admin.post(f"{base}/{code}/{end}", json={"successor": successor, "effective_from": past}),
    ):
        assert [each["field"] for each in answer.json()["fields"]] == ["effective_from"]
    assert admin.patch(f"{base}/{code}", json={"name": "新", **below}, version=version).status_code == 200
    stale = admin.patch(f"{base}/{code}", json={"name": "x", "effective_from": day}, version=version)
    assert stale.status_code == 412
    assert states(admin, kind) == [(code, "change", "done")]


def test_categories_come_change_and_go_on_their_day(
    cast: Cast, admin: Api, clock: ManualClock, kernel: Kernel, day: str
) -> None:
    begun, ticket = clock.now(), cast.file(category="0602")
    before = categories(admin)
    version = admin.get("/v1/catalogue").json()["version"]
    assert admin.post("/v1/categories", json={"code": "0688", "name": "新类", "effective_from": day}).status_code == 201
    below = {"code": "068801", "name": "新小类", "effective_from": day}
    assert admin.post("/v1/categories", json=below).status_code == 201
    renamed = admin.patch("/v1/categories/0601", json={"name": "改名", "effective_from": day}, version=version)
    assert renamed.status_code == 200
    gone = {"successor": "0688", "reason": "调整", "effective_from": day}
    assert admin.post("/v1/categories/0602/remove", json=gone).status_code == 200
    assert categories(admin) == before
    clock.advance(DAYS.total_seconds() + 1)
    fire(kernel)
    now = categories(admin)
    assert (now["0601"]["name"], "0602" in now, now["068801"]["parent"]) == ("改名", False, "0688")
    assert cast.dispatcher.get(f"/v1/tickets/{ticket['id']}").json()["category"] == "0688"
    assert {category["code"]: category for category in at(admin, begun)["categories"]} == before
    assert [each[2] for each in states(admin, "category")] == ["done"] * 4


def test_figures_of_a_past_interval_stay_and_name_what_is_gone(
    cast: Cast, admin: Api, sign_in: SignIn, clock: ManualClock, kernel: Kernel, day: str
) -> None:
    supervisor = sign_in(Role.SUPERVISOR)
    since = clock.now() - timedelta(hours=1)
    cast.handled()
    clock.advance(60)
    interval = {"since": since.isoformat(), "until": clock.now().isoformat(), "by": "unit"}
    before = supervisor.get("/v1/rates", params=interval).json()
    assert before["names"]["D06"] == units(admin)["D06"]["name"]
    admin.post("/v1/units/D06/dissolve", json={"successor": "D04", "effective_from": day})
    clock.advance(DAYS.total_seconds() + 1)
    fire(kernel)
    assert "D06" not in units(admin)
    assert supervisor.get("/v1/rates", params=interval).json() == before
    # Also where it went within the interval.
    longer = supervisor.get("/v1/rates", params={**interval, "until": clock.now().isoformat()}).json()
    assert longer["names"]["D06"] == before["names"]["D06"]


def test_a_moment_to_come_has_no_past(admin: Api, clock: ManualClock) -> None:
    later = (clock.now() + timedelta(days=1)).isoformat()
    assert admin.get("/v1/catalogue", params={"at": later}).status_code == 422


def test_several_replicas_dissolve_a_unit_once(
    cast: Cast,
    admin: Api,
    kernel: Kernel,
    config: ServerConfig,
    database_url: str,
    clock: ManualClock,
    real_clock: ManualClock,
    day: str,
) -> None:
    tickets = [cast.handled() for _ in range(3)]
    admin.post("/v1/units/D06/dissolve", json={"successor": "D04", "effective_from": day})
    clock.advance(DAYS.total_seconds() + 1)
    # Three replicas on PostgreSQL, each with connections of its own; SQLite belongs to one process.
    shared = [Database(database_url) for _ in range(3)] if not kernel.database.is_sqlite else [kernel.database] * 3
    replicas = [build_kernel(config, database, clock, real_clock, Passwords(CHEAP)) for database in shared]
    for each in replicas:
        build_app(each)
    start, errors = threading.Barrier(3), list[BaseException]()

    def run(each: Kernel) -> None:
        try:
            start.wait()
            fire(each)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=(each,)) for each in replicas]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for database in shared if not kernel.database.is_sqlite else ():
        database.close()
    assert not errors
    for ticket in tickets:
        now = cast.dispatcher.get(f"/v1/tickets/{ticket['id']}").json()
        assert now["unit"] == "D04"
        assert [step["action"] for step in now["steps"]].count("hand_over") == 1
    assert states(admin)[0] == ("D06", "remove", "done")
