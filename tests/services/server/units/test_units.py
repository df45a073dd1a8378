"""Units and categories that come, change and go; nothing that lies with one is lost."""

from datetime import timedelta
from typing import Any

import orjson
import pytest

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.contracts.clocks import ClockRulesBody
from services.server.clocks import settings as clock_settings
from services.server.kernel import Kernel
from services.server.tickets import repository
from services.server.tickets.tables import tickets
from services.server.tickets.trace import COLUMNS, replayed
from tests.services.server import district
from tests.services.server.conftest import Api, SignIn
from tests.services.server.lifecycle.conftest import Cast


@pytest.fixture
def admin(cast: Cast, sign_in: SignIn) -> Api:
    return sign_in(Role.ADMINISTRATOR)


def units(who: Api) -> dict[str, dict[str, Any]]:
    return {unit["code"]: unit for unit in who.get("/v1/catalogue").json()["units"]}


def test_a_unit_is_added_and_changed(admin: Api) -> None:
    town = {"code": "T2", "name": "九江镇智运中心", "level": "town", "parent": "C00", "place": district.OTHER_TOWN}
    made = admin.post("/v1/units", json=town)
    assert made.status_code == 201, made.text
    version = made.json()["version"]
    assert units(admin)["T2"]["place"] == district.OTHER_TOWN
    changed = admin.patch("/v1/units/T2", json={"name": "九江镇中心"}, version=version)
    assert (changed.json()["unit"]["name"], changed.json()["version"]) == ("九江镇中心", version + 1)
    stale = admin.patch("/v1/units/T2", json={"name": "x"}, version=version)
    assert (stale.status_code, stale.json()["current"]["unit"]["name"]) == (412, "九江镇中心")
    assert admin.get("/v1/snapshot").json()["catalogue_version"] == version + 1


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"code": "D06"}, "code"),
        ({"parent": ""}, "parent"),
        ({"parent": "D99"}, "parent"),
        ({"place": ""}, "place"),
        ({"place": district.TOWN}, "place"),
        ({"place": district.VILLAGE}, "place"),
        ({"level": "department"}, "place"),
        ({"telephone": "ring us"}, "telephone"),
        ({"level": "village", "place": district.OTHER_VILLAGE}, "parent"),
    ],
)
def test_what_does_not_fit_is_refused(admin: Api, fields: dict[str, str], wrong: str) -> None:
    town = {"code": "T2", "name": "x", "level": "town", "parent": "C00", "place": district.OTHER_TOWN, **fields}
    answer = admin.post("/v1/units", json=town)
    assert answer.status_code == 422, answer.text
    assert [field["field"] for field in answer.json()["fields"]] == [wrong]


def test_the_tree_stays_a_tree(admin: Api) -> None:
    version = admin.get("/v1/catalogue").json()["version"]
    for parent in (district.TOWN_UNIT, district.VILLAGE_UNIT):
        answer = admin.patch(f"/v1/units/{district.TOWN_UNIT}", json={"parent": parent}, version=version)
        assert [field["field"] for field in answer.json()["fields"]] == ["parent"]


def test_a_unit_in_use_is_not_dissolved_without_a_successor(cast: Cast, admin: Api) -> None:
    cast.handled()
    cast.take(cast.dispatcher, cast.file(), "dispatch", unit="D06")
    refused = admin.post("/v1/units/D06/dissolve", json={})
    assert (refused.status_code, refused.json()["code"]) == (409, "unit_in_use")
    # Two tickets, two people, three lines of the dispatch catalogue (and who fire is passed on to).
    for words in ("2 件", "2 名", "3 条"):
        assert words in refused.json()["detail"]
    assert "D06" in units(admin)
    for successor in ("D06", "D99"):
        answer = admin.post("/v1/units/D06/dissolve", json={"successor": successor})
        assert [field["field"] for field in answer.json()["fields"]] == ["successor"]
    below = admin.post(f"/v1/units/{district.TOWN_UNIT}/dissolve", json={"successor": district.VILLAGE_UNIT})
    assert below.status_code == 422
    assert admin.post("/v1/units/D99/dissolve", json={}).status_code == 404


def test_a_dissolved_unit_hands_all_over(cast: Cast, admin: Api, kernel: Kernel, sign_in: SignIn) -> None:
    open_one = cast.handled()
    assisting = cast.take(cast.other, cast.handled(unit="D04", by=cast.other), "assist", unit="D06")
    done = cast.closed()
    handler = cast.handler.really_signed_in()
    assert handler.get("/v1/me").status_code == 200
    answer = admin.post("/v1/units/D06/dissolve", json={"successor": "D04", "reason": "机构改革"})
    assert answer.json() == {"code": "D06", "tickets": 2, "accounts": 2, "rules": 2, "effective_from": None}
    assert "D06" not in units(admin)
    moved = cast.other.get(f"/v1/tickets/{open_one['id']}").json()
    assert (moved["unit"], moved["handler_id"], moved["status"]) == ("D04", None, "handling")
    assert (moved["steps"][-1]["action"], moved["steps"][-1]["reason"]) == ("hand_over", "机构改革")
    assert moved["due_at"] is not None
    assert cast.other.get(f"/v1/tickets/{assisting['id']}").json()["assisting"] == []
    # What is closed keeps the name of who did it.
    assert cast.dispatcher.get(f"/v1/tickets/{done['id']}").json()["unit"] == "D06"
    with kernel.database.read() as connection:
        for row in connection.execute(tickets.select()).all():
            trail = [orjson.loads(step.changes) for step in repository.steps(connection, row.key)]
            assert replayed(trail) == {name: getattr(row, name) for name in COLUMNS}
    rules = admin.get("/v1/dispatch-rules").json()
    assert (rules["version"], {rule["unit"] for rule in rules["rules"]}) == (2, {"D04"})
    assert rules["dangers"][0]["unit"] == "D04"
    assert admin.get("/v1/dispatch-rules?version=1").json()["rules"][0]["unit"] == "D06"
    assert {c["unit"] for c in admin.get("/v1/catalogue").json()["categories"]} <= {"", "D04"}
    # Their tokens spoke of the old unit.
    assert handler.get("/v1/me").status_code == 401
    assert {a["unit"] for a in admin.get("/v1/accounts").json()["items"]} & {"D06"} == set()
    refused = cast.ask(cast.dispatcher, cast.file(), "dispatch", unit="D06")
    assert refused.status_code == 422


def test_a_town_hands_its_villages_over(cast: Cast, admin: Api) -> None:
    town = {"code": "T2", "name": "九江镇智运中心", "level": "town", "parent": "C00", "place": district.OTHER_TOWN}
    assert admin.post("/v1/units", json=town).status_code == 201
    ticket = cast.take(cast.dispatcher, cast.file(), "dispatch", unit=district.TOWN_UNIT)
    answer = admin.post(f"/v1/units/{district.TOWN_UNIT}/dissolve", json={"successor": "T2"})
    assert answer.json()["tickets"] == 1
    assert units(admin)[district.VILLAGE_UNIT]["parent"] == "T2"
    assert cast.dispatcher.get(f"/v1/tickets/{ticket['id']}").json()["unit"] == "T2"


def test_an_unused_unit_simply_goes(cast: Cast, admin: Api) -> None:
    assert admin.post("/v1/units", json={"code": "D77", "name": "临时专班", "parent": "C00"}).status_code == 201
    assert admin.post("/v1/units/D77/dissolve", json={}).json()["tickets"] == 0
    assert "D77" not in units(admin)


def test_rules_of_a_later_date_do_not_bring_a_unit_back(cast: Cast, admin: Api, kernel: Kernel) -> None:
    later = (kernel.clock.now().replace(microsecond=0)).isoformat().replace("+00:00", "Z")
    later = later.replace(later[:4], str(int(later[:4]) + 1), 1)
    new = {"rules": [{"unit": "D06"}], "effective_from": later}
    assert admin.put("/v1/dispatch-rules", json=new, version=1).status_code == 200
    assert admin.post("/v1/units/D06/dissolve", json={"successor": "D04"}).status_code == 200
    versions = admin.get("/v1/dispatch-rules/versions").json()
    assert [each["version"] for each in versions] == [4, 3, 2, 1]
    assert versions[0]["effective_from"] == versions[2]["effective_from"]
    assert [rule["unit"] for rule in admin.get("/v1/dispatch-rules?version=4").json()["rules"]] == ["D04"]


def categories(who: Api) -> dict[str, dict[str, Any]]:
    return {category["code"]: category for category in who.get("/v1/catalogue").json()["categories"]}


def test_a_category_is_added_and_renamed(cast: Cast, admin: Api) -> None:
    made = admin.post("/v1/categories", json={"code": "060199", "name": "装修噪音", "unit": "D06"})
    assert made.status_code == 201, made.text
    assert categories(admin)["060199"]["parent"] == "0601"
    assert cast.file(category="060199")["category"] == "060199"
    version = made.json()["version"]
    changed = admin.patch("/v1/categories/060199", json={"name": "室内装修噪音"}, version=version)
    assert (changed.json()["category"]["name"], changed.json()["category"]["unit"]) == ("室内装修噪音", "D06")
    stale = admin.patch("/v1/categories/060199", json={"name": "x"}, version=version)
    assert (stale.status_code, stale.json()["current"]["category"]["name"]) == (412, "室内装修噪音")
    assert admin.get("/v1/snapshot").json()["catalogue_version"] == version + 1
    assert admin.patch("/v1/categories/0688", json={"name": "x"}, version=version + 1).status_code == 404


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"code": "0601"}, "code"),
        ({"code": "0688991"}, "code"),
        ({"code": "881122"}, "code"),
        ({"code": "06a1"}, "code"),
        ({"unit": "D99"}, "unit"),
        ({"name": " "}, "name"),
    ],
)
def test_a_category_that_does_not_fit_is_refused(admin: Api, fields: dict[str, str], wrong: str) -> None:
    answer = admin.post("/v1/categories", json={"code": "0688", "name": "x", **fields})
    assert answer.status_code == 422, answer.text
    assert [field["field"] for field in answer.json()["fields"]] == [wrong]


def test_only_who_keeps_the_catalogue_adds_categories(cast: Cast) -> None:
    assert cast.dispatcher.post("/v1/categories", json={"code": "0688", "name": "x"}).status_code == 403


def test_a_category_in_use_is_refused_or_handed_over(cast: Cast, admin: Api, kernel: Kernel) -> None:
    ticket, done = cast.file(category="0602"), cast.closed()
    refused = admin.post("/v1/categories/0602/remove", json={})
    assert (refused.status_code, refused.json()["code"]) == (409, "category_in_use")
    assert "1 件" in refused.json()["detail"]
    assert "2 条" in refused.json()["detail"]
    has_children = admin.post("/v1/categories/0601/remove", json={"successor": "0602"})
    assert has_children.json()["code"] == "category_in_use"
    for successor in ("0602", "99"):
        answer = admin.post("/v1/categories/0602/remove", json={"successor": successor})
        assert [field["field"] for field in answer.json()["fields"]] == ["successor"]
    moved = admin.post("/v1/categories/0602/remove", json={"successor": "0601", "reason": "分类调整"}).json()
    # The successor's own line stays; the one for reports comes along.
    assert (moved["tickets"], moved["rules"]) == (1, 2)
    rules = admin.get("/v1/dispatch-rules").json()["rules"]
    assert [(r["category"], r["kind"], r["unit"]) for r in rules] == [("0601", None, "D06"), ("0601", "report", "D06")]
    changed = cast.dispatcher.get(f"/v1/tickets/{ticket['id']}").json()
    assert (changed["category"], changed["steps"][-1]["action"]) == ("0601", "hand_over")
    assert [row["id"] for row in cast.agent.get("/v1/tickets?category=06&status=accepted").json()["items"]] == [
        ticket["id"]
    ]
    # A closed ticket keeps its category even where it goes without anything open.
    assert admin.post("/v1/categories/060101/remove", json={}).status_code == 200
    assert cast.agent.get(f"/v1/tickets/{done['id']}").json()["category"] == "060101"
    assert cast.agent.post("/v1/tickets", json=district.new_ticket(category="0602")).status_code == 422


def test_a_dissolved_unit_has_no_calendar_of_its_own_any_more(
    cast: Cast, admin: Api, kernel: Kernel, clock: ManualClock
) -> None:
    kernel.write(clock_settings.ensure)
    known = admin.get("/v1/clock-rules").json()
    own = known["current"]["calendar"]
    body = {name: known["current"][name] for name in ClockRulesBody.model_fields}
    for number, (days, owns) in enumerate(((0, {"D06": own, "D04": own}), (30, {"D06": own}))):
        moment = clock.now() + timedelta(days=days)
        new = {**body, "calendars_of_units": owns, "effective_from": moment.isoformat()}
        version = known["version"] + number
        assert admin.put("/v1/clock-rules", version=version, json=new).status_code == 200
    clock.advance(3600)
    assert admin.post("/v1/units/D06/dissolve", json={"successor": "D04"}).status_code == 200
    after = admin.get("/v1/clock-rules").json()
    assert after["current"]["calendars_of_units"] == {"D04": own}
    of_its_days = [each for each in after["versions"] if each["version"] == known["version"] + 1]
    assert [each["calendars_of_units"] for each in of_its_days] == [{"D06": own, "D04": own}], "it was so"
    clock.advance(31 * 86_400)
    assert admin.get("/v1/clock-rules").json()["current"]["calendars_of_units"] == {}
