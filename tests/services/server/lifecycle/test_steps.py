"""Each step of the life cycle through the API: what it does, who may, and what it objects to."""

from datetime import timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from services.clock import ManualClock
from services.contracts.lifecycle import RULES, Step
from services.server.lifecycle import steps
from services.server.tables import events
from services.server.tickets import repository
from services.server.tickets.tables import tickets
from services.server.tickets.trace import COLUMNS, replayed
from tests.services.server import district
from tests.services.server.lifecycle.conftest import UNIT, Cast, Tomorrow


def test_the_whole_way(cast: Cast) -> None:
    ticket = cast.closed()
    assert ticket["status"] == "closed"
    assert [step["action"] for step in ticket["steps"]] == [
        *("accept", "dispatch", "sign_in", "reply", "approve", "follow_up"),
    ]
    assert ticket["handler_id"] == cast.handler.account.id
    assert ticket["dispatch_count"] == 1
    reply = ticket["steps"][3]
    assert reply["text"] == "已责令工地夜间停工。"
    assert reply["unit"] == UNIT


def test_what_is_needed_is_asked_for(cast: Cast) -> None:
    answer = cast.ask(cast.dispatcher, cast.file(), "dispatch")
    assert answer.status_code == 422
    assert [field["field"] for field in answer.json()["fields"]] == ["unit"]
    answer = cast.ask(cast.dispatcher, cast.file(), "dispatch", unit="D99")
    assert [field["field"] for field in answer.json()["fields"]] == ["unit"]


def test_somebody_else_was_faster(cast: Cast) -> None:
    ticket = cast.file()
    cast.take(cast.dispatcher, ticket, "dispatch", unit=UNIT)
    answer = cast.ask(cast.dispatcher, ticket, "dispatch", unit="D04")
    assert answer.status_code == 412
    assert answer.json()["current"]["unit"] == UNIT


def test_a_handler_has_only_what_lies_with_the_unit(cast: Cast) -> None:
    ticket = cast.take(cast.dispatcher, cast.file(), "dispatch", unit=UNIT)
    assert cast.ask(cast.other, ticket, "sign_in").status_code == 403
    assert cast.other.get(f"/v1/tickets/{ticket['id']}").status_code == 403
    assert cast.other.get(f"/v1/tickets?unit={UNIT}").status_code == 403
    assert cast.other.get("/v1/tickets").json()["items"] == []
    assert cast.handler.get(f"/v1/tickets/{ticket['id']}").status_code == 200
    assert len(cast.handler.get("/v1/tickets").json()["items"]) == 1


def test_a_town_sees_what_its_villages_have(cast: Cast) -> None:
    ticket = cast.take(cast.dispatcher, cast.file(), "dispatch", unit=district.VILLAGE_UNIT)
    assert cast.town.get(f"/v1/tickets/{ticket['id']}").status_code == 200
    ticket = cast.take(cast.village, ticket, "sign_in")
    up = cast.take(cast.village, ticket, "escalate", reason="村内无执法权")
    assert up["unit"] == district.TOWN_UNIT
    assert up["status"] == "dispatched"
    assert up["handler_id"] is None
    assert cast.village.get(f"/v1/tickets/{ticket['id']}").status_code == 403
    down = cast.take(cast.town, up, "delegate", unit=district.VILLAGE_UNIT)
    assert down["unit"] == district.VILLAGE_UNIT
    assert "delegate" not in {offer["step"] for offer in cast.village.get(f"/v1/tickets/{down['id']}/offers").json()}
    answer = cast.ask(cast.village, down, "delegate", unit=district.TOWN_UNIT)
    assert answer.json()["code"] == "nobody_below"
    down = cast.take(cast.village, down, "sign_in")
    up = cast.take(cast.village, down, "escalate", reason="村内无执法权")
    assert "delegate" in {offer["step"] for offer in cast.town.get(f"/v1/tickets/{up['id']}/offers").json()}
    assert cast.ask(cast.town, up, "delegate", unit=UNIT).status_code == 422


def test_return_is_reviewed(cast: Cast) -> None:
    ticket = cast.take(cast.handler, cast.handled(), "request_return", reason="不属于本部门职责")
    assert ticket["pending"] == "return"
    assert cast.ask(cast.handler, ticket, "reply", text="x").json()["code"] == "decide_first"
    kept = cast.take(cast.dispatcher, ticket, "refuse_return", reason="属于贵局职责")
    assert (kept["status"], kept["pending"], kept["unit"]) == ("handling", "", UNIT)
    again = cast.take(cast.handler, kept, "request_return", reason="已核实，属交警管理")
    upheld = cast.take(cast.dispatcher, again, "uphold_return")
    assert (upheld["status"], upheld["unit"], upheld["return_count"]) == ("accepted", "", 1)
    assert cast.take(cast.dispatcher, upheld, "dispatch", unit="D04")["dispatch_count"] == 2


def test_returned_twice_goes_to_a_meeting(cast: Cast) -> None:
    ticket = cast.file()
    for unit, who in ((UNIT, cast.handler), ("D04", cast.other)):
        ticket = cast.take(cast.dispatcher, ticket, "dispatch", unit=unit)
        ticket = cast.take(who, ticket, "request_return", reason="不属于本部门职责")
        ticket = cast.take(cast.dispatcher, ticket, "uphold_return")
    assert cast.ask(cast.dispatcher, ticket, "dispatch", unit=UNIT).json()["code"] == "needs_meeting"
    ticket = cast.take(
        cast.dispatcher, ticket, "meet", unit=UNIT, text="会商决定由城管主办，公安协办。", assisting=["D04"]
    )
    assert (ticket["unit"], ticket["assisting"], ticket["status"]) == (UNIT, ["D04"], "dispatched")


def test_extension_is_decided(cast: Cast) -> None:
    limit = {"amount": 5, "unit": "working_days"}
    ticket = cast.take(cast.handler, cast.handled(), "request_extension", reason="需委托检测", limit=limit)
    assert ticket["pending"] == "extension"
    assert ticket["steps"][-1]["limit"] == limit
    assert cast.ask(cast.handler, ticket, "grant_extension").status_code == 403
    ticket = cast.take(cast.dispatcher, ticket, "grant_extension")
    assert ticket["pending"] == ""
    assert cast.ask(cast.dispatcher, ticket, "refuse_extension", reason="x").json()["code"] == "nothing_pending"


def test_assisting_units_see_and_reply(cast: Cast) -> None:
    ticket = cast.take(cast.handler, cast.handled(), "assist", unit="D04")
    assert [row["id"] for row in cast.other.get("/v1/work?list=assisting").json()["items"]] == [ticket["id"]]
    assert cast.ask(cast.other, ticket, "reply", text="x").status_code == 403
    ticket = cast.take(cast.other, ticket, "assist_reply", text="我局已到场疏导。")
    assert cast.other.get("/v1/work?list=assisting").json()["items"] == []
    assert cast.ask(cast.handler, ticket, "assist", unit=UNIT).status_code == 422


def test_a_split_ticket_waits_for_its_parts(cast: Cast) -> None:
    part = {"id": "part-1", "unit": "D04", "title": "工地外违停", "content": "工地外道路两侧违停。"}
    ticket = cast.take(cast.handler, cast.handled(), "split", parts=[part])
    assert cast.ask(cast.handler, ticket, "reply", text="x").json()["code"] == "parts_open"
    child = cast.other.get("/v1/tickets/part-1").json()
    assert (child["part_of"], child["status"], child["caller_name"]) == (ticket["id"], "dispatched", "")
    child = cast.take(cast.other, child, "sign_in")
    child = cast.take(cast.other, child, "reply", text="已清理。")
    # The citizen is asked about the whole, not about its parts.
    assert cast.take(cast.dispatcher, child, "approve")["status"] == "closed"
    assert cast.take(cast.handler, ticket, "reply", text="均已处理。")["status"] == "review"


def test_suspended_until_a_day(cast: Cast, tomorrow: Tomorrow) -> None:
    ticket = cast.handled()
    answer = cast.ask(cast.handler, ticket, "suspend", reason="等待检测", until="2020-01-01T00:00:00Z")
    assert answer.status_code == 422
    ticket = cast.take(cast.handler, ticket, "suspend", reason="等待检测报告", until=tomorrow())
    assert ticket["status"] == "suspended"
    ticket = cast.take(cast.handler, ticket, "resume")
    assert (ticket["status"], ticket["suspended_until"]) == ("handling", None)


def test_emergency_is_red_until_acknowledged(cast: Cast) -> None:
    ticket = cast.take(cast.agent, cast.file(), "emergency", unit=UNIT)
    assert (ticket["urgency"], ticket["alert"], ticket["status"]) == ("emergency", True, "dispatched")
    assert [row["id"] for row in cast.dispatcher.get("/v1/work?list=alerts").json()["items"]] == [ticket["id"]]
    ticket = cast.take(cast.handler, ticket, "sign_in")
    assert ticket["alert"] is False
    assert cast.dispatcher.get("/v1/work?list=alerts").json()["items"] == []


def test_every_list_of_tickets_says_that_an_emergency_is_not_acknowledged(cast: Cast) -> None:
    linked = cast.file()
    ticket = cast.take(cast.agent, cast.file(), "emergency", unit=UNIT)
    ticket = cast.take(cast.dispatcher, ticket, "link", into=linked["id"], reason="同一工地")
    begin, end = (cast.kernel.clock.now() + timedelta(days=days) for days in (-1, 1))
    interval = {"since": begin.isoformat(), "until": end.isoformat()}
    alike = {"title": ticket["title"], "content": ticket["content"], "town": ticket["town"]}

    def said() -> list[tuple[str, bool]]:
        def items(path: str, **params: Any) -> list[Any]:
            return cast.supervisor.get(path, params=params).json()["items"]  # type: ignore[no-any-return]

        answers = {
            "all": items("/v1/tickets"),
            "mine": cast.agent.get("/v1/tickets", params={"mine": True}).json()["items"],
            "found": items("/v1/tickets", q=ticket["title"]),
            "searched": [
                hit["ticket"]
                for hit in cast.agent.get("/v1/search", params={"q": ticket["number"]}).json()["tickets"]["items"]
            ],
            "alike": [like["ticket"] for like in cast.agent.post("/v1/tickets/likeness", json=alike).json()],
            "related": cast.agent.get(f"/v1/tickets/{linked['id']}/related").json()["links"],
            "counted": items("/v1/rates/tickets", figure="tickets", **interval),
        }
        return [(name, row["alert"]) for name, rows in answers.items() for row in rows if row["id"] == ticket["id"]]

    places = ["all", "mine", "found", "searched", "alike", "related", "counted"]
    assert said() == [(place, True) for place in places]
    cast.take(cast.handler, ticket, "acknowledge")
    assert said() == [(place, False) for place in places]


def test_supervised_until_ended(cast: Cast) -> None:
    ticket = cast.take(cast.supervisor, cast.handled(), "supervise", reason="区领导批示")
    assert ticket["supervised"] is True
    assert len(cast.supervisor.get("/v1/work?list=supervised").json()["items"]) == 1
    ticket = cast.take(cast.supervisor, ticket, "end_supervision", reason="已落实")
    assert ticket["supervised"] is False


def test_dissatisfied_is_done_again(cast: Cast) -> None:
    ticket = cast.closed()
    ticket = cast.take(cast.inspector, ticket, "redo", reason="回访不满意")
    assert (ticket["status"], ticket["unit"], ticket["closed_at"]) == ("dispatched", UNIT, None)
    assert ticket["dispatch_count"] == 2


def test_a_wrong_close_is_undone_in_time(cast: Cast, clock: ManualClock) -> None:
    ticket = cast.closed()
    back = cast.take(cast.agent, ticket, "undo_close")
    assert (back["status"], back["closed_at"]) == ("follow_up", None)
    closed = cast.closed()
    clock.advance(10 * 60 + 1)
    assert cast.ask(cast.agent, closed, "undo_close").json()["code"] == "too_late_to_undo"


def test_recall_before_anybody_signs(cast: Cast) -> None:
    ticket = cast.take(cast.dispatcher, cast.file(), "dispatch", unit=UNIT)
    ticket = cast.take(cast.dispatcher, ticket, "recall")
    assert (ticket["status"], ticket["unit"], ticket["dispatch_count"]) == ("accepted", "", 0)


def test_an_agent_takes_their_own_dispatch_back_and_nobody_elses(cast: Cast) -> None:
    steps = (cast.file("dispatch", unit=UNIT), cast.take(cast.agent, cast.file(), "dispatch", unit=UNIT))
    for ticket in steps:
        assert cast.take(cast.agent, ticket, "recall")["status"] == "accepted"
    others = cast.take(cast.dispatcher, cast.file(), "dispatch", unit=UNIT)
    assert cast.ask(cast.agent, others, "recall").json()["code"] == "not_own_dispatch"
    offers = cast.agent.get(f"/v1/tickets/{others['id']}/offers").json()
    assert "recall" not in [offer["step"] for offer in offers]
    # The unit has passed it on to another one: it is not what the agent did any more.
    moved = cast.file("dispatch", unit=district.TOWN_UNIT)
    moved = cast.take(cast.town, moved, "delegate", unit=district.VILLAGE_UNIT)
    assert cast.ask(cast.agent, moved, "recall").json()["code"] == "not_own_dispatch"


def test_merged_and_taken_apart(cast: Cast) -> None:
    main, other = cast.handled(), cast.handled()
    merged = cast.take(cast.dispatcher, other, "merge", into=main["id"])
    assert (merged["status"], merged["merged_into"]) == ("merged", main["id"])
    assert cast.ask(cast.handler, merged, "reply", text="x").json()["code"] == "wrong_state"
    assert cast.ask(cast.dispatcher, cast.file(), "merge", into=merged["id"]).status_code == 422
    assert cast.ask(cast.dispatcher, main, "merge", into=main["id"]).status_code == 422
    back = cast.take(cast.dispatcher, merged, "unmerge")
    assert (back["status"], back["merged_into"], back["closed_at"]) == ("handling", None, None)


def test_a_confidential_ticket_is_not_merged_into_an_open_one(cast: Cast) -> None:
    secret = cast.file(confidential=True)
    answer = cast.ask(cast.agent, secret, "merge", into=cast.handled()["id"])
    assert answer.json()["fields"][0]["code"] == "confidential_apart"


def test_withdrawn_by_the_citizen(cast: Cast) -> None:
    ticket = cast.take(cast.agent, cast.handled(), "withdraw", reason="市民来电撤单")
    assert ticket["status"] == "withdrawn"
    ticket = cast.take(cast.agent, ticket, "reopen", reason="市民再次反映")
    assert ticket["status"] == "accepted"


def test_what_is_not_offered_says_why(cast: Cast) -> None:
    ticket = cast.take(cast.dispatcher, cast.file(), "dispatch", unit=UNIT)
    path = f"/v1/tickets/{ticket['id']}/offers"
    offered = {each["step"] for each in cast.handler.get(path).json()}
    refused = {each["step"]: each for each in cast.handler.get(path, params={"refused": "true"}).json()}
    assert offered | set(refused) == {step.value for step in Step}
    assert not offered & set(refused)
    assert refused["approve"]["code"] == "step_not_allowed"
    assert refused["reply"]["code"] == "wrong_state"
    assert all(each["message"] for each in refused.values())


def test_offers_are_what_would_be_taken(cast: Cast) -> None:
    ticket = cast.handled()
    offered = {each["step"] for each in cast.handler.get(f"/v1/tickets/{ticket['id']}/offers").json()}
    assert {"reply", "contact", "record", "request_return", "request_extension", "suspend", "assign"} <= offered
    assert not offered & {"approve", "dispatch", "supervise", "grant_extension"}
    for step in set(RULES) - offered:
        assert cast.ask(cast.handler, ticket, step).status_code in (403, 409, 422)


def test_what_lay_with_who_left_goes_to_the_pool(cast: Cast) -> None:
    ticket = cast.handled()
    assert cast.handler.delete("/v1/session", json={"refresh_token": "x"}).status_code in (204, 401, 422)
    from services.server.lifecycle import handover

    handover.on_sign_out(cast.kernel, cast.kernel.tokens.actor(cast.handler.token, "zh"))
    left = cast.dispatcher.get(f"/v1/tickets/{ticket['id']}").json()
    assert (left["handler_id"], left["status"]) == (None, "handling")
    taken = cast.take(cast.colleague, left, "assign", handler_id=cast.colleague.account.id)
    assert taken["handler_id"] == cast.colleague.account.id


@pytest.mark.parametrize("other", ["in_use", "crashed", "expired"])
def test_who_signs_out_of_one_of_two_consoles_keeps_their_work(cast: Cast, other: str) -> None:
    from datetime import timedelta

    from services.server.accounts import repository as accounts

    ticket = cast.handled()
    now = cast.kernel.real_clock.now()
    until = now - timedelta(seconds=1) if other == "expired" else now + timedelta(days=1)
    who = cast.handler.account.id
    cast.kernel.write(lambda tx: accounts.open_session(tx.connection, "other", who, now - timedelta(days=2), until))
    if other == "in_use":
        cast.kernel.write(lambda tx: accounts.heard(tx.connection, ["other"], now))
    assert cast.handler.delete("/v1/session").status_code == 204
    left = cast.dispatcher.get(f"/v1/tickets/{ticket['id']}").json()
    assert left["handler_id"] == (who if other == "in_use" else None)


def test_many_at_once_with_a_preview(cast: Cast) -> None:
    good, stale, wrong = cast.file(), cast.file(), cast.handled()
    cast.take(cast.dispatcher, stale, "urge")
    items = [{"ticket_id": each["id"], "version": each["version"]} for each in (good, stale, wrong)]
    request = {"step": "dispatch", "unit": UNIT}
    for preview in (True, False):
        answer = cast.dispatcher.post("/v1/steps", json={"items": items, "request": request, "preview": preview})
        assert [each["code"] for each in answer.json()] == ["", "stale_version", "wrong_state"]
        seen = cast.dispatcher.get(f"/v1/tickets/{good['id']}").json()
        assert seen["status"] == ("accepted" if preview else "dispatched")


def test_the_state_follows_from_the_trail_alone(cast: Cast, tomorrow: Tomorrow) -> None:
    cast.closed()
    main, other = cast.handled(), cast.handled()
    cast.take(cast.dispatcher, other, "merge", into=main["id"])
    cast.take(cast.handler, main, "suspend", reason="等待", until=tomorrow())
    cast.take(cast.agent, cast.file(confidential=True), "emergency", unit=UNIT)
    ticket = cast.file()
    changed = cast.agent.patch(
        f"/v1/tickets/{ticket['id']}", version=ticket["version"], json={"title": "改过的标题", "urgency": "urgent"}
    )
    assert changed.status_code == 200

    def compare(tx: Any) -> int:
        rows = tx.connection.execute(tickets.select()).all()
        for row in rows:
            trail = [changes(step) for step in repository.steps(tx.connection, row.key)]
            assert replayed(trail) == {name: getattr(row, name) for name in COLUMNS}
        return len(rows)

    assert cast.kernel.read(compare) == 5


def changes(step: Any) -> dict[str, list[str | None]]:
    from services.server.lifecycle.repository import changes_of

    return changes_of(step)


@pytest.mark.parametrize("step", RULES.values(), ids=lambda rule: rule.step.value)
def test_every_rule_can_be_read(step: Any) -> None:
    assert step.sources
    assert step.who or step.step in (Step.WRITE_AGAIN, Step.ALL_ASKED), "only the server takes those"
    assert step.target is None or step.target not in step.sources or step.step in ("delegate", "escalate", "emergency")


def test_an_emergency_is_told_to_everybody_until_acknowledged(cast: Cast) -> None:
    def alarms(who: Any) -> list[tuple[str, str]]:
        return [(alert["ticket_id"], alert["unit"]) for alert in who.get("/v1/snapshot").json()["alerts"]]

    ticket = cast.take(cast.agent, cast.file(urgency="urgent"), "emergency", unit="D04")
    assert ticket["urgency"] == "emergency"
    for who in (cast.agent, cast.dispatcher, cast.handler, cast.village, cast.supervisor):
        assert alarms(who) == [(ticket["id"], "D04")]
    # Taken back and given to another unit, it stays an alarm.
    ticket = cast.take(cast.dispatcher, ticket, "recall")
    assert ticket["alert"] is True
    ticket = cast.take(cast.dispatcher, ticket, "dispatch", unit=UNIT)
    assert alarms(cast.agent) == [(ticket["id"], UNIT)]
    ticket = cast.take(cast.handler, ticket, "acknowledge")
    assert (ticket["alert"], alarms(cast.agent)) == (False, [])
    with cast.kernel.database.read() as connection:
        told = connection.execute(
            select(events.c.data).where(events.c.topic == "alert").order_by(events.c.id)
        ).scalars()
        heard = [(data["unit"], data["open"]) for data in map(orjson.loads, told)]
    assert heard == [("D04", True), ("", True), (UNIT, True), (UNIT, False)]


def test_a_suspension_ends_on_its_date(cast: Cast, tomorrow: Tomorrow, clock: ManualClock) -> None:
    ticket = cast.take(cast.handler, cast.handled(), "suspend", reason="等待检测报告", until=tomorrow())

    def fire() -> None:
        cast.kernel.write(lambda tx: steps.resume_on_date(tx, ticket["id"]))

    fire()
    assert cast.handler.get(f"/v1/tickets/{ticket['id']}").json()["status"] == "suspended"
    clock.advance(86_400)
    fire()
    fire()
    gone_on = cast.handler.get(f"/v1/tickets/{ticket['id']}").json()
    assert (gone_on["status"], gone_on["suspended_until"]) == ("handling", None)
    assert [step["action"] for step in gone_on["steps"]].count("resume") == 1


def test_what_belongs_together(cast: Cast) -> None:
    part = {"id": "part-1", "unit": "D04", "title": "工地外违停", "content": "工地外道路两侧违停。"}
    main = cast.take(cast.handler, cast.handled(), "split", parts=[part])
    voice = cast.file("attach", into=main["id"])
    found = cast.agent.get(f"/v1/tickets/{main['id']}/related").json()
    assert [row["id"] for row in found["parts"]] == ["part-1"]
    assert [row["id"] for row in found["voices"]] == [voice["id"]]
    assert cast.agent.get("/v1/tickets/part-1/related").json()["whole"]["id"] == main["id"]
    # Who only handles the part does not hear of the whole, which lies with another unit.
    assert cast.other.get("/v1/tickets/part-1/related").json()["whole"] is None
    assert cast.other.get(f"/v1/tickets/{main['id']}/related").status_code == 403
