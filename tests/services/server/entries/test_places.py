"""Places that come, change their name and go; nothing that is open in one is lost, and the past stays readable."""

from typing import Any

import orjson
import pytest

from services.server.kernel import Kernel
from services.server.tickets import repository
from services.server.tickets.tables import tickets
from services.server.tickets.trace import COLUMNS, replayed
from tests.services.server import district
from tests.services.server.conftest import Api
from tests.services.server.lifecycle.conftest import Cast

NEW = {"code": "440605011900", "name": "新塘社区居委会", "parent": district.TOWN}


def names(who: Api) -> dict[str, str]:
    return {place["code"]: place["name"] for place in who.get("/v1/catalogue").json()["places"]}


def test_a_place_is_added_and_renamed(admin: Api, cast: Cast) -> None:
    made = admin.post("/v1/places", json=NEW)
    assert made.status_code == 201, made.text
    version = made.json()["version"]
    assert cast.file(village=NEW["code"])["village"] == NEW["code"]
    renamed = admin.patch(f"/v1/places/{NEW['code']}", json={"name": "新塘村委会"}, version=version)
    assert (renamed.json()["place"]["name"], renamed.json()["version"]) == ("新塘村委会", version + 1)
    assert names(admin)[NEW["code"]] == "新塘村委会"
    stale = admin.patch(f"/v1/places/{NEW['code']}", json={"name": "x"}, version=version)
    assert (stale.status_code, stale.json()["current"]["place"]["name"]) == (412, "新塘村委会")
    done = admin.get("/v1/catalogue-changes", params={"kind": "place"}).json()
    assert [each["action"] for each in done] == ["change", "create"]
    assert [done[0][name]["name"] for name in ("before", "after")] == ["新塘社区居委会", "新塘村委会"]
    assert all(each["created_by"] for each in done)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"code": district.VILLAGE}, "code"),
        ({"parent": "440605999"}, "parent"),
        ({"parent": district.VILLAGE}, "parent"),
        ({"name": ""}, "name"),
    ],
)
def test_what_does_not_fit_is_refused(admin: Api, fields: dict[str, str], wrong: str) -> None:
    answer = admin.post("/v1/places", json={**NEW, **fields})
    assert answer.status_code == 422, answer.text
    assert [field["field"] for field in answer.json()["fields"]] == [wrong]


def test_a_place_in_use_is_not_taken_out_without_a_successor(admin: Api, cast: Cast) -> None:
    cast.file(town=district.OTHER_TOWN, village=district.OTHER_VILLAGE)
    refused = admin.post(f"/v1/places/{district.OTHER_VILLAGE}/remove", json={})
    assert (refused.status_code, refused.json()["code"]) == (409, "place_in_use")
    assert "1 件" in refused.json()["detail"]
    # A unit looks after it, villages lie in it.
    for code, word in ((district.VILLAGE, "桂一社区工作站"), (district.OTHER_TOWN, "1 个村居")):
        refused = admin.post(f"/v1/places/{code}/remove", json={"successor": district.OTHER_VILLAGE[:9]})
        if code == district.OTHER_TOWN:
            refused = admin.post(f"/v1/places/{code}/remove", json={})
        assert (refused.status_code, refused.json()["code"]) == (409, "place_not_empty")
        assert word in refused.json()["detail"]
    for successor in (district.OTHER_VILLAGE, "440605999"):
        answer = admin.post(f"/v1/places/{district.OTHER_VILLAGE}/remove", json={"successor": successor})
        assert [field["field"] for field in answer.json()["fields"]] == ["successor"]
    assert admin.post("/v1/places/440605999/remove", json={}).status_code == 404


def test_what_is_open_goes_to_the_successor_and_the_past_stays_readable(admin: Api, cast: Cast, kernel: Kernel) -> None:
    old = district.OTHER_VILLAGE
    here = {"town": district.OTHER_TOWN, "village": old}
    opened = cast.take(cast.dispatcher, cast.file(**here), "dispatch", unit="D06")
    over = cast.take(cast.dispatcher, cast.file(finish="accept", **here), "withdraw", reason="市民撤回")
    version = admin.get("/v1/dispatch-rules").json()["version"]
    rules = admin.get("/v1/dispatch-rules").json()["rules"]
    quick = {"category": "0601", "place": old, "unit": "D04", "finish": {"amount": 1, "unit": "hours"}}
    longer = {"category": "0601", "place": district.VILLAGE, "unit": "D06", "finish": {"amount": 9, "unit": "hours"}}
    kept = admin.put("/v1/dispatch-rules", json={"rules": [*rules, quick, longer]}, version=version)
    assert kept.status_code == 200, kept.text
    sensors = [{"id": "s1", "name": "水位", "town": district.OTHER_TOWN, "village": old}]
    assert admin.put("/v1/sensors", json={"sensors": sensors}).status_code == 200
    answer = admin.post(f"/v1/places/{old}/remove", json={"successor": district.VILLAGE, "reason": "区划调整"})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["tickets"], answer.json()["rules"]) == (1, 1)
    moved = cast.dispatcher.get(f"/v1/tickets/{opened['id']}").json()
    assert (moved["town"], moved["village"]) == (district.TOWN, district.VILLAGE)
    assert (moved["steps"][-1]["action"], moved["steps"][-1]["reason"]) == ("hand_over", "区划调整")
    # What the successor's line says counts now; the line of the old place went where the successor had one already.
    clocks = cast.dispatcher.get(f"/v1/tickets/{opened['id']}/clocks").json()
    finish = next(each for each in clocks if each["kind"] == "finish")
    assert finish["limit"] == {"amount": 9, "unit": "hours"}
    lines = admin.get("/v1/dispatch-rules").json()["rules"]
    assert [line["place"] for line in lines if line["place"]] == [district.VILLAGE]
    (sensor,) = admin.get("/v1/sensors").json()["items"]
    assert (sensor["town"], sensor["village"]) == (district.TOWN, district.VILLAGE)
    # What is over keeps its place, whose name is still known; nothing new can be filed there.
    assert cast.dispatcher.get(f"/v1/tickets/{over['id']}").json()["village"] == old
    catalogue = admin.get("/v1/catalogue").json()
    assert old not in {place["code"] for place in catalogue["places"]}
    (former,) = catalogue["former"]
    assert (former["kind"], former["code"], former["name"]) == ("place", old, "儒林社区居委会")
    assert (former["successor"], former["parent"]) == (district.VILLAGE, district.OTHER_TOWN)
    refused = cast.agent.post("/v1/tickets", json=district.new_ticket(**here))
    assert [field["field"] for field in refused.json()["fields"]] == ["village"]
    # Its code is never given to another place.
    again = admin.post("/v1/places", json={"code": old, "name": "又一个", "parent": district.TOWN})
    assert [field["field"] for field in again.json()["fields"]] == ["code"]
    with kernel.database.read() as connection:
        for row in connection.execute(tickets.select()).all():
            trail = [orjson.loads(step.changes) for step in repository.steps(connection, row.key)]
            assert replayed(trail) == {name: getattr(row, name) for name in COLUMNS}


def test_a_place_goes_at_once_and_takes_no_date(admin: Api) -> None:
    dated = {"successor": district.TOWN, "effective_from": "2030-01-01T00:00:00Z"}
    assert admin.post(f"/v1/places/{district.OTHER_VILLAGE}/remove", json=dated).status_code == 422
    assert district.OTHER_VILLAGE in names(admin)


def test_a_matter_names_the_successor(admin: Api, cast: Cast) -> None:
    ticket = cast.file(town=district.OTHER_TOWN, village=district.OTHER_VILLAGE)
    matter: dict[str, Any] = {
        "id": "m",
        "ticket_id": ticket["id"],
        "words": "正在抢修",
        "places": [district.OTHER_VILLAGE],
    }
    made = cast.dispatcher.post("/v1/matters", json=matter)
    assert made.status_code in (200, 201), made.text
    assert admin.post(f"/v1/places/{district.OTHER_VILLAGE}/remove", json={}).status_code == 409
    answer = admin.post(f"/v1/places/{district.OTHER_VILLAGE}/remove", json={"successor": district.TOWN})
    assert answer.status_code == 200, answer.text
    (found,) = cast.dispatcher.get("/v1/matters", params={"open": True}).json()
    assert found["places"] == [district.TOWN]
    assert cast.dispatcher.get(f"/v1/tickets/{ticket['id']}").json()["village"] == ""


def test_only_who_manages_the_catalogue_edits_places(admin: Api, cast: Cast) -> None:
    for who in (cast.agent, cast.dispatcher, cast.supervisor):
        assert who.post("/v1/places", json=NEW).status_code == 403
        assert who.patch(f"/v1/places/{district.TOWN}", json={"name": "x"}, version=1).status_code == 403
        assert who.post(f"/v1/places/{district.TOWN}/remove", json={}).status_code == 403
