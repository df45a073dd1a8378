"""Duty through the API, and what becomes of the work of who is away, leaves or changes units."""

from datetime import datetime, timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.server.duty import service
from services.server.kernel import Kernel
from services.server.tables import events
from services.server.timers.runner import Timer, Timers
from services.server.timers.tables import timers
from tests.services.server import district
from tests.services.server.conftest import Api, SignIn
from tests.services.server.lifecycle.conftest import UNIT, Cast
from tests.zone import ZONE

PATH = f"/v1/units/{UNIT}/duty"
ALWAYS = [{"days": "every", "start": "00:00", "end": "00:00"}]


def plan(*people: Api, hours: Any = ALWAYS, absences: Any = ()) -> dict[str, Any]:
    return {
        "people": [{"account_id": who.account.id, "hours": hours} for who in people],
        "absences": list(absences),
    }


def away(who: Api, since: datetime, days: float = 1, stand_in: Api | None = None) -> dict[str, Any]:
    until = since + timedelta(days=days)
    more = {"stand_in": stand_in.account.id} if stand_in else {}
    return {"account_id": who.account.id, "since": since.isoformat(), "until": until.isoformat(), **more}


def names(answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 200, answer.text
    return [(each["name"], each["instead_of"]) for each in answer.json()["on_duty"]]


def notices(kernel: Kernel) -> list[dict[str, Any]]:
    with kernel.database.read() as connection:
        query = select(events.c.data, events.c.audience).where(events.c.topic == "notice").order_by(events.c.id)
        return [{**orjson.loads(row.data), "to": row.audience} for row in connection.execute(query)]


def test_who_is_on_duty(cast: Cast) -> None:
    assert cast.agent.get(PATH).json()["version"] == 0
    hours = [{"days": "work_days", "start": "08:30", "end": "17:30"}]
    night = [
        {"days": "every", "start": "17:30", "end": "08:30"},
        {"days": "days_off", "start": "08:30", "end": "17:30"},
    ]
    body = plan(cast.handler, hours=hours)
    body["people"] += plan(cast.colleague, hours=night)["people"]
    assert cast.handler.put(PATH, json=body, version=0).json()["version"] == 1

    def at(day: int, hour: int) -> list[str]:
        moment = datetime(2026, 10, day, hour, tzinfo=ZONE).isoformat()
        return [name for name, _ in names(cast.agent.get(PATH, params={"at": moment}))]

    day, after = cast.handler.account.name, cast.colleague.account.name
    # Saturday the 10th is worked in place of a day of the National Holiday; Monday the 5th is off.
    assert [at(9, 10), at(9, 20), at(10, 10), at(10, 3), at(5, 10)] == [[day], [after], [day], [after], [after]]
    assert cast.agent.get(f"{PATH}?at=0001-01-01T00:00:00Z").status_code == 422
    assert cast.agent.get("/v1/units/D99/duty").status_code == 404


def test_whose_plan_it_is(cast: Cast, sign_in: SignIn) -> None:
    body = plan()
    assert cast.other.put(PATH, json=body, version=0).status_code == 403
    assert cast.agent.put(PATH, json=body, version=0).status_code == 403
    assert sign_in(Role.DISPATCHER, unit=district.TOWN_UNIT).put(PATH, json=body, version=0).status_code == 403
    village = f"/v1/units/{district.VILLAGE_UNIT}/duty"
    assert cast.town.put(village, json=plan(cast.village), version=0).status_code == 200
    assert cast.dispatcher.put(PATH, json=body, version=0).status_code == 200
    stale = sign_in(Role.ADMINISTRATOR).put(PATH, json=body, version=0)
    assert (stale.status_code, stale.json()["current"]["version"]) == (412, 1)


def test_only_its_own_people(cast: Cast, clock: ManualClock) -> None:
    body = plan(cast.other, cast.handler, cast.handler, absences=[away(cast.handler, clock.now(), 1, cast.other)])
    answer = cast.handler.put(PATH, json=body, version=0)
    assert [field["field"] for field in answer.json()["fields"]] == [
        *("people.0.account_id", "people.2.account_id", "absences.0.stand_in"),
    ]
    backwards = away(cast.handler, clock.now(), -1)
    refused = cast.handler.put(PATH, json=plan(absences=[backwards]), version=0).json()["fields"]
    assert [(each["field"], each["code"]) for each in refused] == [("absences.0", "ends_too_early")]


def test_stand_ins_take_over(cast: Cast, clock: ManualClock, sign_in: SignIn) -> None:
    third = sign_in(Role.HANDLER, unit=UNIT)
    now = clock.now()
    h, c, t = (who.account.name for who in (cast.handler, cast.colleague, third))
    one = away(cast.handler, now, 2, cast.colleague)
    assert names(cast.handler.put(PATH, json=plan(cast.handler, absences=[one]), version=0)) == [(c, h)]
    two = away(cast.colleague, now, 1, third)
    assert names(cast.handler.put(PATH, json=plan(cast.handler, absences=[one, two]), version=1)) == [(t, h)]
    # Who stands in and has hours too, is there once, in their own name.
    both = plan(cast.handler, cast.colleague, absences=[one])
    assert names(cast.handler.put(PATH, json=both, version=2)) == [(c, "")]
    # In a circle nobody is there.
    circle = [one, away(cast.colleague, now, 1, cast.handler)]
    assert names(cast.handler.put(PATH, json=plan(cast.handler, absences=circle), version=3)) == []
    clock.advance(25 * 3600)
    assert names(cast.agent.get(PATH)) == [(c, h)]
    clock.advance(24 * 3600)
    assert names(cast.agent.get(PATH)) == [(h, "")]
    assert cast.agent.get(PATH).json()["absences"] == []


def test_the_work_of_who_is_away_goes_to_the_pool(cast: Cast, clock: ManualClock, kernel: Kernel) -> None:
    ticket = cast.handled()
    absence = away(cast.handler, clock.now(), 3, cast.colleague)
    cast.colleague.put(PATH, json=plan(cast.handler, absences=[absence]), version=0)
    now = cast.colleague.get(f"/v1/tickets/{ticket['id']}").json()
    assert (now["handler_id"], now["unit"], now["status"]) == (None, UNIT, "handling")
    assert now["steps"][-1]["reason"] == "absent"
    values = {"unit": UNIT, "count": 1, "name": cast.handler.account.name, "why": "absent"}
    told = [(notice["code"], notice["values"], notice["to"]) for notice in notices(kernel)]
    # Who writes the plan knows.
    assert told == [("handed_over", values, f"a:{cast.handler.account.id}")]
    # And nothing is given to them.
    refused = cast.ask(cast.colleague, now, "assign", handler_id=cast.handler.account.id)
    assert [field["field"] for field in refused.json()["fields"]] == ["handler_id"]
    assert cast.take(cast.colleague, now, "assign", handler_id=cast.colleague.account.id)["handler_id"]


def test_an_absence_begins_at_its_moment(cast: Cast, clock: ManualClock, kernel: Kernel) -> None:
    ticket = cast.handled()
    since = clock.now() + timedelta(hours=5)
    cast.handler.put(PATH, json=plan(cast.handler, absences=[away(cast.handler, since)]), version=0)
    assert cast.handler.get(f"/v1/tickets/{ticket['id']}").json()["handler_id"] == cast.handler.account.id
    with kernel.database.read() as connection:
        (row,) = connection.execute(select(timers).where(timers.c.kind == service.TIMER)).all()
    assert row.due_at == since
    timer = Timer(row.id, row.kind, row.subject, row.due_at, {})
    # One that fires for an absence which has not begun yet does nothing.
    kernel.write(lambda tx: service.begin_absence(tx, timer))
    assert cast.handler.get(f"/v1/tickets/{ticket['id']}").json()["handler_id"] == cast.handler.account.id
    clock.advance(5 * 3600)
    kernel.write(lambda tx: service.begin_absence(tx, timer))
    assert cast.handler.get(f"/v1/tickets/{ticket['id']}").json()["handler_id"] is None


def test_a_plan_without_the_absence_takes_its_timer_back(cast: Cast, clock: ManualClock, kernel: Kernel) -> None:
    since = clock.now() + timedelta(hours=5)
    cast.handler.put(PATH, json=plan(cast.handler, absences=[away(cast.handler, since)]), version=0)
    cast.handler.put(PATH, json=plan(cast.handler), version=1)
    with kernel.database.read() as connection:
        assert connection.execute(select(timers).where(timers.c.kind == service.TIMER)).all() == []


@pytest.mark.parametrize(
    ("change", "why"),
    [({"active": False}, "closed"), ({"unit": "D04"}, "transferred"), ({"roles": ["agent"]}, "no_handler")],
)
def test_who_leaves_leaves_nothing_behind(
    cast: Cast, sign_in: SignIn, kernel: Kernel, change: dict[str, Any], why: str
) -> None:
    ticket = cast.handled()
    admin, handler = sign_in(Role.ADMINISTRATOR), cast.handler.really_signed_in()
    path = f"/v1/accounts/{cast.handler.account.id}"
    assert admin.patch(path, json=change, version=1).status_code == 200
    now = cast.colleague.get(f"/v1/tickets/{ticket['id']}").json()
    assert (now["handler_id"], now["unit"]) == (None, UNIT)
    told = [(notice["values"]["why"], notice["values"]["count"], notice["to"]) for notice in notices(kernel)]
    assert (why, 1, f"a:{cast.colleague.account.id}") in told
    # The token spoke of the old unit and roles.
    assert handler.get("/v1/me").status_code == 401


def test_another_name_takes_nothing_away(cast: Cast, sign_in: SignIn, kernel: Kernel) -> None:
    ticket = cast.handled()
    path = f"/v1/accounts/{cast.handler.account.id}"
    sign_in(Role.ADMINISTRATOR).patch(path, json={"name": "新名"}, version=1)
    assert cast.handler.get(f"/v1/tickets/{ticket['id']}").json()["handler_id"] == cast.handler.account.id
    assert notices(kernel) == []


def test_who_may_plan_sees_the_staff_and_others_only_who_is_named(cast: Cast) -> None:
    first = cast.handler.get(PATH).json()
    assert first["editable"]
    assert cast.handler.account.id in {each["account_id"] for each in first["staff"]}
    other = cast.agent.get(PATH).json()
    assert (other["editable"], other["staff"]) == (False, [])
    cast.handler.put(PATH, json=plan(cast.handler), version=0)
    named = cast.agent.get(PATH).json()["staff"]
    assert named == [{"account_id": cast.handler.account.id, "name": cast.handler.account.name}]


def fire(kernel: Kernel) -> None:
    while kernel.room(Timers).fire_due():
        pass


def test_a_summer_plan_waits_for_its_day_and_the_one_before_stays_readable(
    cast: Cast, clock: ManualClock, kernel: Kernel
) -> None:
    winter, begun = plan(cast.handler), clock.now()
    summer = {**plan(cast.colleague), "effective_from": (begun + timedelta(days=3)).isoformat()}
    cast.handler.put(PATH, json=winter, version=0)
    here, later = (cast.handler.account.name, ""), (cast.colleague.account.name, "")
    assert names(cast.handler.put(PATH, json=summer, version=1)) == [here]
    assert names(cast.agent.get(PATH, params={"at": (begun + timedelta(days=4)).isoformat()})) == [later]
    clock.advance(timedelta(days=3).total_seconds() - 1)
    assert names(cast.agent.get(PATH)) == [here]
    clock.advance(1)
    assert names(cast.agent.get(PATH)) == [later]

    def said() -> list[Any]:
        with kernel.database.read() as connection:
            query = select(events.c.data).where(events.c.topic == "duty").order_by(events.c.id)
            return [orjson.loads(data) for data in connection.execute(query).scalars()]

    before = len(said())
    fire(kernel)
    # Consoles hear that another plan is in force; once.
    assert said()[before:] == [{"unit": UNIT, "version": 2}]
    assert names(cast.agent.get(PATH, params={"at": begun.isoformat()})) == [here]
    history = cast.agent.get(f"{PATH}/versions").json()
    assert [(each["version"], each["created_by"]) for each in history["items"]] == [
        (2, cast.handler.account.name),
        (1, cast.handler.account.name),
    ]
    assert history["items"][1]["people"][0]["account_id"] == cast.handler.account.id
    assert cast.agent.get("/v1/units/D99/duty/versions").status_code == 404


def test_a_plan_does_not_change_the_past(cast: Cast, clock: ManualClock) -> None:
    body = {**plan(cast.handler), "effective_from": (clock.now() - timedelta(minutes=5)).isoformat()}
    refused = cast.handler.put(PATH, json=body, version=0)
    assert (refused.status_code, [each["field"] for each in refused.json()["fields"]]) == (422, ["effective_from"])
    assert cast.handler.get(PATH).json()["version"] == 0


def test_who_was_away_by_what_was_known_then_stays_readable(cast: Cast, clock: ManualClock) -> None:
    begun = clock.now()
    long = away(cast.handler, begun, 10, cast.colleague)
    cast.handler.put(PATH, json=plan(cast.handler, absences=[long]), version=0)
    clock.advance(3600)
    # Back earlier than was thought.
    cast.handler.put(PATH, json=plan(cast.handler), version=1)
    assert names(cast.agent.get(PATH)) == [(cast.handler.account.name, "")]
    then = cast.agent.get(PATH, params={"at": (begun + timedelta(minutes=30)).isoformat()})
    assert names(then) == [(cast.colleague.account.name, cast.handler.account.name)]
    assert [each["account_id"] for each in then.json()["absences"]] == [cast.handler.account.id]
    # Of a day to come what is known now counts.
    after = cast.agent.get(PATH, params={"at": (begun + timedelta(days=5)).isoformat()})
    assert names(after) == [(cast.handler.account.name, "")]
