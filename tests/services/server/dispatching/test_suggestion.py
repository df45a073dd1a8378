"""Suggestions: the catalogue first, then what was really solved; never a village for a department's matter."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.server.kernel import Kernel
from services.server.tickets import repository
from services.server.tickets.service import blank
from tests.services.server import district
from tests.services.server.dispatching.conftest import first
from tests.services.server.lifecycle.conftest import Cast

HERE = {"town": district.TOWN, "village": district.VILLAGE}


def past(kernel: Kernel, unit: str, count: int, category: str = "060101", **fields: Any) -> None:
    """Writes tickets that a unit has closed."""

    def write(tx: Any) -> None:
        at = tx.now - timedelta(days=1)
        values = {**blank(), **HERE, "kind": "complaint", "category": category, "unit": unit, "status": "closed"}
        values |= {"version": 1, "opened_as": "dispatch", "digest": "", "created_by_id": "a", "created_by": "A"}
        values |= {"created_at": at, "updated_at": at, "closed_at": at, "note_count": 0, **fields}
        repository.add_many(tx, [{**values, "id": f"{unit}-{category}-{n}"} for n in range(count)])

    kernel.write(write)


def suggest(cast: Cast, **query: Any) -> dict[str, Any]:
    answer = cast.agent.post("/v1/suggestions", json={"category": "060101", **HERE, **query})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_the_catalogue_comes_first(cast: Cast, kernel: Kernel) -> None:
    alone = suggest(cast)
    assert [unit["unit"] for unit in alone["units"]] == ["D06"]
    assert first(alone)["basis"] == "噪声污染防治法"
    assert first(alone)["reasons"][0] == {
        "code": "catalogue",
        "values": {"category": "0601", "basis": "噪声污染防治法", "version": "1"},
    }
    past(kernel, "D04", 30)
    both = suggest(cast)
    assert [unit["unit"] for unit in both["units"]] == ["D06", "D04"]
    # What was really solved speaks against it all the same.
    assert first(both)["confidence"] < both["units"][1]["confidence"]
    assert both["units"][1]["reasons"] == [
        {"code": "solved", "values": {"count": "30", "total": "30", "scope": "place"}}
    ]


def test_experience_makes_it_surer(cast: Cast, kernel: Kernel) -> None:
    before = first(suggest(cast))["confidence"]
    past(kernel, "D06", 20)
    assert first(suggest(cast))["confidence"] > before


def test_the_lowest_level_that_may(cast: Cast) -> None:
    found = first(suggest(cast, category="0602"))
    assert (found["unit"], found["level"]) == (district.VILLAGE_UNIT, "village")
    assert {"code": "lowest", "values": {"level": "village"}} in found["reasons"]
    assert first(suggest(cast, category="0602", village=""))["unit"] == district.TOWN_UNIT
    # A report needs powers that only the department has.
    report = suggest(cast, category="0602", kind="report")
    assert (first(report)["unit"], report["department_only"]) == ("D04", True)


def test_never_a_village_for_a_departments_matter(cast: Cast, kernel: Kernel) -> None:
    past(kernel, district.VILLAGE_UNIT, 50)
    found = suggest(cast)
    assert found["department_only"]
    assert [unit["unit"] for unit in found["units"]] == ["D06"]


def test_where_no_rule_fits_the_category_names_its_department(cast: Cast, kernel: Kernel) -> None:
    kernel.write(lambda tx: tx.connection.exec_driver_sql("DELETE FROM dispatch_rules"))
    found = first(suggest(cast))
    assert (found["unit"], found["reasons"][0]["code"]) == ("D06", "category")
    assert suggest(cast, category="01")["units"] == []
    assert suggest(cast, category="")["units"] == []


@pytest.mark.parametrize(
    ("words", "unit", "reason"),
    [
        ({"title": "有人持刀"}, "D04", {"word": "持刀"}),
        ({"content": "仓库起火，有人持刀"}, "D06", {"word": "起火"}),
        ({"category": "01", "content": "有人持刀"}, "D06", {"category": "01"}),
    ],
)
def test_danger_is_seen(cast: Cast, words: dict[str, str], unit: str, reason: dict[str, str]) -> None:
    danger = suggest(cast, **words)["danger"]
    assert (danger["unit"], danger["reasons"]) == (unit, [{"code": "danger", "values": reason}])
    assert suggest(cast)["danger"] is None


def test_who_sent_this_ticket_back_comes_last(cast: Cast) -> None:
    ticket = cast.take(cast.handler, cast.handled(), "request_return", reason="不属于本部门")
    ticket = cast.take(cast.dispatcher, ticket, "uphold_return")
    past(cast.kernel, "D04", 3)
    found = cast.dispatcher.get(f"/v1/tickets/{ticket['id']}/suggestion").json()
    assert [unit["unit"] for unit in found["units"]] == ["D04", "D06"]
    assert {"code": "returned_this", "values": {"count": "1"}} in found["units"][1]["reasons"]
    assert found["units"][1]["confidence"] == 0
    assert not found["needs_meeting"]


def test_returns_and_redos_of_like_tickets_count(cast: Cast, clock: ManualClock) -> None:
    ticket = cast.take(cast.handler, cast.handled(), "request_return", reason="不属于本部门")
    ticket = cast.take(cast.dispatcher, ticket, "uphold_return")
    ticket = cast.take(cast.dispatcher, ticket, "dispatch", unit="D04")
    ticket = cast.take(cast.other, cast.take(cast.other, ticket, "sign_in"), "reply", text="已处理")
    outcome = {"contacted": True, "solved": True, "satisfaction": "satisfied"}
    ticket = cast.take(cast.agent, cast.take(cast.dispatcher, ticket, "approve"), "follow_up", outcome=outcome)
    ticket = cast.take(cast.supervisor, ticket, "redo", reason="未解决")
    ticket = cast.take(cast.other, cast.take(cast.other, ticket, "sign_in"), "reply", text="已再次处理")
    cast.take(cast.agent, cast.take(cast.dispatcher, ticket, "approve"), "follow_up", outcome=outcome)
    past(cast.kernel, "D04", 1)
    units = {unit["unit"]: unit["reasons"] for unit in suggest(cast)["units"]}
    assert {"code": "returned", "values": {"count": "1"}} in units["D06"]
    assert {"code": "redone", "values": {"count": "1"}} in units["D04"]


def test_others_units_see_no_suggestion(cast: Cast) -> None:
    ticket = cast.handled()
    assert cast.other.get(f"/v1/tickets/{ticket['id']}/suggestion").status_code == 403
    assert cast.handler.get(f"/v1/tickets/{ticket['id']}/suggestion").status_code == 200


def test_no_table_is_read_from_end_to_end(cast: Cast, kernel: Kernel) -> None:
    if not kernel.database.is_sqlite:
        pytest.skip("PostgreSQL chooses a scan for a handful of rows")
    past(kernel, "D06", 5, return_count=1)
    asked: list[tuple[str, Any]] = []
    event.listen(
        kernel.database.engine, "before_cursor_execute", lambda _c, _u, sql, values, *_rest: asked.append((sql, values))
    )
    suggest(cast, kind="complaint", title="a", content="b")
    plans = []
    with kernel.database.read() as connection:
        for sql, values in list(asked):
            if sql.lstrip().upper().startswith("SELECT") and "catalogue_entries" not in sql:
                plans += [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)]
    assert any("ix_tickets_village_key" in plan for plan in plans)
    scans = [plan for plan in plans if plan.startswith("SCAN") and "newest" not in plan and "INDEX" not in plan]
    assert scans == []


def test_villages_do_not_get_departments_matters(cast: Cast) -> None:
    village = district.VILLAGE_UNIT
    refused = cast.ask(cast.dispatcher, cast.file(), "dispatch", unit=village)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_for_villages")
    new = district.new_ticket(finish="dispatch", unit=village)
    assert cast.agent.post("/v1/tickets", json=new).json()["code"] == "not_for_villages"
    ticket = cast.take(cast.dispatcher, cast.file(), "dispatch", unit=district.TOWN_UNIT)
    refused = cast.ask(cast.town, ticket, "delegate", unit=village)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_for_villages")
    assert "噪声污染防治法" in refused.json()["detail"]
    part = {"id": "part-1", "unit": village, "title": "x", "content": "y"}
    ticket = cast.take(cast.town, ticket, "sign_in")
    assert cast.ask(cast.town, ticket, "split", parts=[part]).json()["code"] == "not_for_villages"
    # What the catalogue leaves to villages goes there.
    small = cast.take(cast.dispatcher, cast.file(category="0602"), "dispatch", unit=village)
    assert small["unit"] == village


def test_the_form_cannot_turn_a_villages_ticket_into_a_departments(cast: Cast) -> None:
    ticket = cast.take(cast.dispatcher, cast.file(category="0602"), "dispatch", unit=district.VILLAGE_UNIT)
    changed = cast.agent.patch(f"/v1/tickets/{ticket['id']}", json={"category": "060101"}, version=ticket["version"])
    assert (changed.status_code, changed.json()["code"]) == (409, "not_for_villages")


def test_handlers_may_ask_for_what_they_type(cast: Cast, sign_in: Any) -> None:
    assert sign_in(Role.ADMINISTRATOR).post("/v1/suggestions", json={}).status_code == 403
    assert cast.handler.post("/v1/suggestions", json={}).json()["units"] == []
