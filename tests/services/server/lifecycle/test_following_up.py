"""Follow-up, rates, leaders' instructions and matters that many ask about."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.contracts.followups import FollowUpRules
from services.contracts.lifecycle import Satisfaction
from services.server.followups.rates import Mark, rates_of
from services.server.followups.service import is_wanted
from services.server.followups.weights import Weights
from services.server.kernel import Kernel
from services.server.timers.service import Timers
from tests.services.server import district
from tests.services.server.attachments.files import PDF
from tests.services.server.conftest import Api
from tests.services.server.lifecycle.conftest import UNIT, Cast
from tests.zone import ZONE

RULES = FollowUpRules()


def replied(cast: Cast, unit: str = UNIT, by: Any = None, **fields: Any) -> dict[str, Any]:
    ticket = cast.take(cast.dispatcher, cast.file(**fields), "dispatch", unit=unit)
    ticket = cast.take(by or cast.handler, ticket, "sign_in")
    ticket = cast.take(by or cast.handler, ticket, "reply", text="已处理。")
    return cast.take(cast.dispatcher, ticket, "approve")


def answer(satisfaction: str = "satisfied", *, solved: bool = True, **more: Any) -> dict[str, Any]:
    return {"contacted": True, "solved": solved, "satisfaction": satisfaction, **more}


def test_not_reached_is_recorded_as_that_after_three_tries(cast: Cast, clock: ManualClock) -> None:
    ticket = replied(cast)
    for number in range(RULES.tries):
        ticket = cast.take(cast.agent, ticket, "follow_up", outcome={"reached": False, "reason": "无人接听"})
        assert ticket["status"] == ("closed" if number == RULES.tries - 1 else "follow_up")
        if number < RULES.tries - 1:
            again = cast.ask(cast.agent, ticket, "follow_up", outcome={"reached": False})
            assert again.json()["code"] == "too_soon"
            clock.advance(RULES.hours * 3600)
    state = cast.agent.get(f"/v1/tickets/{ticket['id']}/follow-up").json()
    assert [each["reached"] for each in state["tries"]] == [False] * RULES.tries
    rates = cast.supervisor.get("/v1/rates", params=around(clock)).json()["total"]
    assert (rates["valid"], rates["satisfied"]) == (0, None)


def test_dissatisfied_goes_to_the_superior_once(cast: Cast) -> None:
    ticket = replied(cast, district.VILLAGE_UNIT, cast.village)
    ticket = cast.take(cast.agent, ticket, "follow_up", outcome=answer("dissatisfied", solved=False))
    assert (ticket["status"], ticket["unit"]) == ("dispatched", district.TOWN_UNIT)
    ticket = cast.take(cast.town, ticket, "sign_in")
    ticket = cast.take(cast.town, ticket, "reply", text="已重新处理。")
    ticket = cast.take(cast.dispatcher, ticket, "approve")
    ticket = cast.take(cast.agent, ticket, "follow_up", outcome=answer("dissatisfied", solved=False))
    assert ticket["status"] == "closed"


def test_how_often_it_goes_back_is_a_rule(sign_in: Any, cast: Cast) -> None:
    administrator = sign_in(Role.ADMINISTRATOR)
    bad = answer("dissatisfied", solved=False)
    for version, redos in enumerate((0, 2, 1)):
        kept = administrator.put("/v1/follow-up-rules", version=version, json={"redos": redos})
        assert kept.json()["redos"] == redos
        ticket = replied(cast, district.CENTRE, cast.centre)
        for _round in range(redos):
            ticket = cast.take(cast.agent, ticket, "follow_up", outcome=bad)
            assert ticket["status"] == "dispatched"
            ticket = cast.take(cast.centre, ticket, "sign_in")
            ticket = cast.take(cast.centre, ticket, "reply", text="已重新处理。")
            ticket = cast.take(cast.dispatcher, ticket, "approve")
        ticket = cast.take(cast.agent, ticket, "follow_up", outcome=bad)
        assert ticket["status"] == "closed"
    # A supervisor's redo begins a new count.
    ticket = cast.take(cast.inspector, ticket, "redo", reason="复发")
    ticket = cast.take(cast.centre, ticket, "sign_in")
    ticket = cast.take(cast.centre, ticket, "reply", text="再次处理。")
    ticket = cast.take(cast.dispatcher, ticket, "approve")
    assert cast.take(cast.agent, ticket, "follow_up", outcome=bad)["status"] == "dispatched"


def test_praise_is_followed_up_in_samples(cast: Cast) -> None:
    states = {replied(cast, kind="praise", title=f"表扬{n}")["status"] for n in range(12)}
    assert states <= {"closed", "follow_up"}
    assert "closed" in states


class _Row:
    part_of = None
    supervised = False

    def __init__(self, kind: str, number: int) -> None:
        # The client has a say in the id: it decides nothing.
        self.kind, self.key, self.id = kind, number, "ticket"


def test_the_sample_is_about_its_share() -> None:
    for share in (0, 20, 65, 100):
        by = FollowUpRules(sample=share)
        wanted = sum(is_wanted(_Row("consult", number), by) for number in range(20_000)) / 20_000
        assert abs(wanted - share / 100) < (0.03 if 0 < share < 100 else 1e-9)
    assert all(is_wanted(_Row("complaint", number), FollowUpRules(sample=0)) for number in range(50))


def test_who_is_asked_how_often_and_when_are_rules(sign_in: Any, cast: Cast, clock: ManualClock) -> None:
    administrator = sign_in(Role.ADMINISTRATOR)
    new = {"always": ["praise"], "sample": 0, "tries": 2, "hours": 5}
    kept = administrator.put("/v1/follow-up-rules", version=0, json=new).json()
    assert {name: kept[name] for name in new} == new
    assert replied(cast)["status"] == "closed", "no complaint is asked about any more"
    ticket = replied(cast, kind="praise")
    ticket = cast.take(cast.agent, ticket, "follow_up", outcome={"reached": False})
    state = cast.agent.get(f"/v1/tickets/{ticket['id']}/follow-up").json()
    assert (state["wanted"], state["number"], state["most"]) == (True, 2, 2)
    clock.advance(5 * 3600 - 60)
    early = cast.ask(cast.agent, ticket, "follow_up", outcome={"reached": False}).json()
    assert early["code"] == "too_soon"
    assert "5" in early["detail"]
    clock.advance(60)
    assert cast.take(cast.agent, ticket, "follow_up", outcome={"reached": False})["status"] == "closed"
    refused = administrator.put("/v1/follow-up-rules", version=1, json={"sample": 101, "tries": 0, "hours": 0})
    assert (refused.status_code, len(refused.json()["fields"])) == (422, 3)


def test_rates_of_an_interval_and_what_is_behind_them(cast: Cast, clock: ManualClock) -> None:
    first, second = replied(cast), replied(cast, "D04", cast.other)
    cast.take(cast.agent, first, "follow_up", outcome=answer("basically"))
    cast.take(cast.agent, second, "follow_up", outcome=answer("very_dissatisfied", solved=False, redo=False))
    interval = around(clock)
    report = cast.supervisor.get("/v1/rates", params=interval).json()
    total = report["total"]
    assert (total["tickets"], total["valid"]) == (2, 2)
    assert (total["response"], total["solved"], total["satisfied"]) == (1.0, 0.5, 0.45)
    assert total["score"] == pytest.approx(0.1 + 0.25 + 0.18)
    assert {group["group"]: group["solved"] for group in report["groups"]} == {UNIT: 1.0, "D04": 0.0}
    behind = cast.supervisor.get("/v1/rates/tickets", params={**interval, "figure": "not_solved"}).json()["items"]
    assert [row["id"] for row in behind] == [second["id"]]
    # What happens later belongs to later.
    clock.advance(86_400 * 2)
    cast.take(cast.inspector, cast.agent.get(f"/v1/tickets/{first['id']}").json(), "redo", reason="复发")
    assert cast.supervisor.get("/v1/rates", params=interval).json() == report


def test_sign_in_on_time_return_and_redo_rates_and_the_tickets_behind_them(
    cast: Cast, clock: ManualClock, kernel: Kernel
) -> None:
    def sent() -> dict[str, Any]:
        return cast.take(cast.dispatcher, cast.file(), "dispatch", unit=UNIT)

    good = cast.take(cast.handler, sent(), "sign_in")
    good = cast.take(cast.dispatcher, cast.take(cast.handler, good, "reply", text="已处理。"), "approve")
    returned = cast.take(cast.handler, sent(), "sign_in")
    returned = cast.take(cast.handler, returned, "request_return", reason="不属本单位职责")
    cast.take(cast.dispatcher, returned, "uphold_return", reason="情况属实")
    cast.take(cast.agent, good, "follow_up", outcome=answer("dissatisfied", solved=False))
    slow = sent()
    clock.advance(60 * 86_400)
    kernel.room(Timers).fire_due()
    slow = cast.take(cast.handler, cast.agent.get(f"/v1/tickets/{slow['id']}").json(), "sign_in")
    slow = cast.take(cast.handler, slow, "reply", text="已处理。")
    asked = {
        "since": (clock.now() - timedelta(days=90)).isoformat(),
        "until": (clock.now() + timedelta(days=1)).isoformat(),
    }
    total = cast.supervisor.get("/v1/rates", params=asked).json()["total"]
    figures = {name: total[name] for name in ("on_time", "signed_on_time", "returned", "redone")}
    assert figures == {"on_time": 0.5, "signed_on_time": 0.6667, "returned": 0.3333, "redone": 0.5}
    behind = {"late": slow, "signed_late": slow, "returned": returned, "redone": good}
    for figure, ticket in behind.items():
        found = cast.supervisor.get("/v1/rates/tickets", params={**asked, "figure": figure}).json()["items"]
        assert [row["id"] for row in found] == [ticket["id"]], figure


@pytest.mark.parametrize("by", ["kind", "category", "town"])
def test_correcting_a_ticket_later_moves_no_past_figure(cast: Cast, clock: ManualClock, by: str) -> None:
    ticket = replied(cast)
    cast.take(cast.agent, ticket, "follow_up", outcome=answer())
    clock.advance(60)
    past = {"since": (clock.now() - timedelta(days=1)).isoformat(), "until": clock.now().isoformat(), "by": by}
    report = cast.supervisor.get("/v1/rates", params=past).json()
    before = {"kind": ticket["kind"], "category": ticket["category"][:2], "town": ticket["town"]}[by]
    assert [(each["group"], each["tickets"], each["valid"]) for each in report["groups"]] == [(before, 1, 1)]
    ticket = cast.take(cast.dispatcher, cast.agent.get(f"/v1/tickets/{ticket['id']}").json(), "reopen", reason="复发")
    right = {"kind": "help", "category": "0602", "town": district.OTHER_TOWN, "village": ""}
    corrected = cast.dispatcher.patch(f"/v1/tickets/{ticket['id']}", version=ticket["version"], json=right)
    assert corrected.status_code == 200, corrected.text
    assert corrected.json()[by] == right[by] != ticket[by]
    assert cast.supervisor.get("/v1/rates", params=past).json() == report
    behind = {**past, "figure": "valid", "group": before}
    assert len(cast.supervisor.get("/v1/rates/tickets", params=behind).json()["items"]) == 1
    # What happens from now on is counted for what the ticket is now.
    later = around(clock) | {"since": clock.now().isoformat(), "by": by}
    cast.take(cast.dispatcher, corrected.json(), "dispatch", unit=UNIT)
    groups = cast.supervisor.get("/v1/rates", params=later).json()["groups"]
    assert [each["group"] for each in groups] == [right[by][:2] if by == "category" else right[by]]


def test_the_tickets_behind_a_figure_come_in_pages_and_are_counted(cast: Cast, clock: ManualClock) -> None:
    filed = [cast.take(cast.dispatcher, cast.file(title=f"噪音{n}"), "dispatch", unit=UNIT)["id"] for n in range(5)]
    asked = {**around(clock), "figure": "tickets", "limit": 2}
    found: list[str] = []
    cursor = None
    for _page in range(3):
        page = cast.supervisor.get("/v1/rates/tickets", params=asked | ({"cursor": cursor} if cursor else {})).json()
        assert page["total"] == 5
        found += [row["id"] for row in page["items"]]
        cursor = page["next"]
    assert (found, cursor) == (filed[::-1], None)
    assert cast.supervisor.get("/v1/rates/tickets", params={**asked, "cursor": "x"}).json()["code"] == "bad_cursor"


def _weigh(administrator: Any, version: int, **new: Any) -> Any:
    return administrator.put("/v1/rates/weights", version=version, json=new)


def test_weights_are_kept_in_versions(sign_in: Any, clock: ManualClock) -> None:
    administrator = sign_in(Role.ADMINISTRATOR)
    refused = _weigh(administrator, 0, response=50, solved=50, satisfied=50)
    assert (refused.status_code, [field["field"] for field in refused.json()["fields"]]) == (422, ["satisfied"])
    early = (clock.now() - timedelta(hours=1)).isoformat()
    refused = _weigh(administrator, 0, effective_from=early)
    assert (refused.status_code, [field["field"] for field in refused.json()["fields"]]) == (422, ["effective_from"])
    kept = _weigh(administrator, 0, response=20, solved=40, satisfied=40, basically=80).json()
    assert (kept["version"], kept["response"], kept["basically"]) == (1, 20, 80)
    assert _weigh(administrator, 0, response=10, solved=50, satisfied=40).status_code == 412
    assert [each["version"] for each in administrator.get("/v1/rates/weights").json()["items"]] == [1]


def test_every_answer_counts_by_the_weights_of_its_moment(sign_in: Any, cast: Cast, clock: ManualClock) -> None:
    cast.take(cast.agent, replied(cast), "follow_up", outcome=answer("basically"))
    clock.advance(60)
    past = {"since": (clock.now() - timedelta(days=1)).isoformat(), "until": clock.now().isoformat()}
    report = cast.supervisor.get("/v1/rates", params=past).json()
    assert (report["total"]["satisfied"], report["total"]["score"]) == (0.9, 0.96)
    assert [each["version"] for each in report["weights"]] == [0]
    new = {"response": 0, "solved": 50, "satisfied": 50, "basically": 60}
    _weigh(sign_in(Role.ADMINISTRATOR), 0, **new, effective_from=(clock.now() - timedelta(seconds=30)).isoformat())
    assert cast.supervisor.get("/v1/rates", params=past).json() == report, "other weights change no past figure"
    cast.take(cast.agent, replied(cast), "follow_up", outcome=answer("basically"))
    both = cast.supervisor.get("/v1/rates", params=around(clock)).json()
    assert [each["version"] for each in both["weights"]] == [0, 1]
    assert both["total"]["satisfied"] == pytest.approx((0.9 + 0.6) / 2)
    assert both["total"]["score"] == pytest.approx((0.96 + 0.8) / 2)


_MARKS = st.builds(
    Mark,
    group=st.just(""),
    what=st.sampled_from(("dispatched", "signed", "replied", "returned", "redone", "asked")),
    at=st.datetimes(timezones=st.just(UTC)),
    late=st.booleans(),
    contacted=st.booleans(),
    solved=st.booleans(),
    satisfaction=st.sampled_from([each.value for each in Satisfaction]),
    times=st.integers(1, 9),
)


@given(st.lists(_MARKS, max_size=30))
def test_rates_are_shares(marks: list[Mark]) -> None:
    rates = rates_of("", marks, Weights([]))
    for share in (rates.response, rates.solved, rates.satisfied, rates.score, rates.on_time, rates.signed_on_time):
        assert share is None or 0 <= share <= 1
    assert (rates.score is None) == (rates.valid == 0)
    better = [Mark(m.group, m.what, m.at, False, True, True, "very", m.times) for m in marks]
    best = rates_of("", better, Weights([]))
    assert best.score in (None, 1.0)


@given(st.lists(_MARKS, max_size=30))
def test_what_is_alike_counts_as_often_as_it_happened(marks: list[Mark]) -> None:
    one_by_one = [replace(mark, times=1) for mark in marks for _time in range(mark.times)]
    counted, told = (rates_of("", each, Weights([])).model_dump(exclude_none=True) for each in (marks, one_by_one))
    del counted["group"], told["group"]
    assert counted == pytest.approx(told, abs=2e-4)


def test_rates_by_month_end_with_the_district_s_month(cast: Cast, clock: ManualClock) -> None:
    midnight = datetime(2026, 12, 1, tzinfo=ZONE)
    clock.advance((midnight - clock.now()).total_seconds() - 60)
    cast.take(cast.dispatcher, cast.file(), "dispatch", unit=UNIT)
    clock.advance(120)
    later = cast.take(cast.dispatcher, cast.file(), "dispatch", unit=UNIT)
    asked = {"since": "2026-11-01T00:00:00+08:00", "until": "2027-02-01T00:00:00+08:00", "by": "month"}
    report = cast.supervisor.get("/v1/rates", params=asked).json()
    assert [(each["group"], each["tickets"]) for each in report["groups"]] == [("2026-11", 1), ("2026-12", 1)]
    assert report["total"]["tickets"] == 2
    behind = cast.supervisor.get("/v1/rates/tickets", params={**asked, "figure": "tickets", "group": "2026-12"}).json()
    assert [row["id"] for row in behind["items"]] == [later["id"]]
    none = cast.supervisor.get("/v1/rates/tickets", params={**asked, "figure": "tickets", "group": "D06"})
    assert none.status_code == 422


def test_an_instruction_is_seen_through(cast: Cast, clock: ManualClock) -> None:
    ticket = cast.handled()
    body = {
        "id": "instruction-1",
        "ticket_id": ticket["id"],
        "leader": "区政府办公室",
        "document": "区府批〔2026〕12号",
        "text": "请城管局核实处理，三日内反馈。",
        "deadline": (clock.now() + timedelta(days=3)).isoformat(),
    }
    assert cast.agent.post("/v1/instructions", json=body).status_code == 403
    assert cast.supervisor.post("/v1/instructions", json=body).status_code == 201
    assert cast.supervisor.post("/v1/instructions", json=body).json()["id"] == "instruction-1"
    ticket = cast.supervisor.get(f"/v1/tickets/{ticket['id']}").json()
    assert ticket["supervised"] is True
    early = cast.ask(cast.supervisor, ticket, "end_supervision", reason="已落实")
    assert early.json()["code"] == "instruction_open"
    ticket = cast.take(cast.handler, ticket, "reply", text="已整改。")
    clock.advance(86_400 * 4)
    (entry,) = cast.supervisor.get("/v1/instructions?open=true").json()["items"]
    assert (entry["overdue"], entry["solved"]) == (True, False)
    ticket = cast.take(cast.dispatcher, ticket, "approve")
    cast.take(cast.agent, ticket, "follow_up", outcome=answer("very"))
    (entry,) = cast.supervisor.get("/v1/instructions?open=false").json()["items"]
    assert (entry["solved"], entry["satisfied"], entry["overdue"]) == (True, True, False)


def test_an_instruction_has_its_document_beside_its_ticket(cast: Cast, clock: ManualClock) -> None:
    ticket, other = cast.handled(), cast.handled()

    def put(ticket_id: str, name: str) -> str:
        path = f"/v1/tickets/{ticket_id}/attachments"
        answer = cast.supervisor.post(path, params={"name": name}, content=PDF)
        return str(answer.json()["id"])

    document, elsewhere = put(ticket["id"], "批示.pdf"), put(other["id"], "别的.pdf")
    body = {"id": "i-1", "ticket_id": ticket["id"], "leader": "区政府办公室", "text": "请核实。"}
    body |= {"deadline": (clock.now() + timedelta(days=3)).isoformat()}
    for wrong in ([elsewhere], [document, "nothing"]):
        refused = cast.supervisor.post("/v1/instructions", json={**body, "attachments": wrong})
        assert [field["field"] for field in refused.json()["fields"]] == ["attachments"]
    assert cast.supervisor.get("/v1/instructions").json()["items"] == [], "nothing half done"
    sent = {**body, "attachments": [document]}
    assert cast.supervisor.post("/v1/instructions", json=sent).status_code == 201
    (entry,) = cast.supervisor.get("/v1/instructions").json()["items"]
    (file,) = entry["attachments"]
    assert (file["id"], file["name"], file["digest"]) == (document, "批示.pdf", sha256(PDF).hexdigest())
    beside = cast.handler.get(f"/v1/tickets/{ticket['id']}/whole").json()["attachments"]
    assert [(each["name"], each["of_instruction"]) for each in beside] == [("批示.pdf", True)]
    again = cast.supervisor.post("/v1/instructions", json={**sent, "id": "i-2"})
    assert again.status_code == 422, "it is another instruction's"


def test_an_instruction_has_a_ladder_up_to_its_deadline_and_beyond(
    cast: Cast, clock: ManualClock, kernel: Kernel
) -> None:
    def levels(person: Api) -> list[int]:
        found = person.get("/v1/notices?limit=200").json()["items"]
        return [each["values"]["level"] for each in reversed(found) if each["code"] == "instruction"]

    ticket = cast.handled()
    body = {"id": "i-1", "ticket_id": ticket["id"], "leader": "区政府办公室", "text": "请核实。"}
    deadline = clock.now() + timedelta(days=10)
    assert cast.supervisor.post("/v1/instructions", json={**body, "deadline": deadline.isoformat()}).status_code == 201
    timers = kernel.room(Timers)
    for _ in range(60):
        clock.advance(6 * 3600)
        timers.fire_due()
        if clock.now() <= deadline - timedelta(days=1):
            assert set(levels(cast.handler)) <= {1, 2}
    assert levels(cast.supervisor) == sorted(set(levels(cast.supervisor)))
    assert levels(cast.supervisor)[-1] == 4
    assert levels(cast.handler) == levels(cast.supervisor)
    assert levels(cast.colleague) == levels(cast.agent) == []


def test_an_instruction_that_has_ended_climbs_in_silence(cast: Cast, clock: ManualClock, kernel: Kernel) -> None:
    ticket = cast.handled()
    deadline = clock.now() + timedelta(days=10)
    body = {"id": "i-1", "ticket_id": ticket["id"], "leader": "区政府办公室", "text": "请核实。"}
    cast.supervisor.post("/v1/instructions", json={**body, "deadline": deadline.isoformat()})
    ticket = cast.take(cast.handler, cast.handler.get(f"/v1/tickets/{ticket['id']}").json(), "reply", text="已整改。")
    ticket = cast.take(cast.dispatcher, ticket, "approve")
    cast.take(cast.agent, ticket, "follow_up", outcome=answer("very"))
    for _ in range(60):
        clock.advance(6 * 3600)
        kernel.room(Timers).fire_due()
    codes = {each["code"] for each in cast.supervisor.get("/v1/notices?limit=200").json()["items"]}
    assert "instruction" not in codes


def test_a_supervised_ticket_is_not_just_answered(cast: Cast) -> None:
    ticket = cast.take(cast.supervisor, cast.file(), "supervise", reason="媒体关注")
    assert cast.ask(cast.agent, ticket, "answer", text="x").json()["code"] == "instruction_open"


def test_many_voices_one_matter(cast: Cast) -> None:
    main = cast.handled()
    new = {"id": "matter-1", "ticket_id": main["id"], "words": "南海大道水管爆裂，正在抢修，预计18时恢复供水。"}
    assert cast.agent.post("/v1/matters", json=new).status_code == 201
    voice = cast.file("attach", into=main["id"], caller_name="何先生", caller_number="16100000043")
    assert (voice["status"], voice["merged_into"]) == ("merged", main["id"])
    (matter,) = cast.agent.get("/v1/matters").json()
    assert (matter["voices"], matter["words"]) == (2, new["words"])
    changed = cast.agent.patch("/v1/matters/matter-1", version=matter["version"], json={"words": "已恢复供水。"})
    assert changed.json()["words"] == "已恢复供水。"
    assert cast.agent.patch("/v1/matters/matter-1", version=matter["version"], json={"open": False}).status_code == 412
    main = cast.take(cast.handler, main, "reply", text="水管已修复。")
    main = cast.take(cast.dispatcher, main, "approve")
    heard = cast.agent.get(f"/v1/tickets/{voice['id']}").json()["steps"]
    assert [(step["action"], step["text"]) for step in heard][1:] == [("matter_replied", "水管已修复。")]
    main = cast.take(cast.agent, main, "follow_up", outcome=answer())
    assert len(cast.agent.get("/v1/matters").json()) == 1, "the other one is still to be asked"
    cast.take(cast.agent, main, "follow_up", outcome=answer(), voice_id=voice["id"])
    assert cast.agent.get("/v1/matters").json() == []


def test_a_known_matter_is_shown_while_typing_with_the_words_to_say(cast: Cast) -> None:
    main = cast.handled()
    new = {"id": "matter-1", "ticket_id": main["id"], "words": "正在抢修，预计18时恢复。"}
    cast.agent.post("/v1/matters", json=new)
    typed = {"category": main["category"], "town": main["town"], "content": "半夜一直有打桩的声音"}
    found = cast.agent.post("/v1/tickets/likeness", json=typed).json()
    assert found[0]["ticket"]["id"] == main["id"]
    assert found[0]["reasons"][0] == "known_matter"
    assert found[0]["words"] == new["words"]
    elsewhere = {"category": "0602", "town": district.OTHER_TOWN, "content": "想咨询车位怎么收费"}
    assert cast.agent.post("/v1/tickets/likeness", json=elsewhere).json() == []


def test_danger_is_passed_on_with_what_is_known(cast: Cast) -> None:
    body = {"id": "danger-1", "finish": "emergency", "content": "工地发生坍塌，有人被埋。", "unit": UNIT}
    answer = cast.agent.post("/v1/tickets", json=body)
    assert answer.status_code == 201, answer.text
    ticket = answer.json()
    assert (ticket["status"], ticket["urgency"], ticket["alert"]) == ("dispatched", "emergency", True)
    assert ticket["title"] == "工地发生坍塌，有人被埋。"
    assert [row["id"] for row in cast.dispatcher.get("/v1/work?list=alerts").json()["items"]] == ["danger-1"]
    assert cast.agent.post("/v1/tickets", json={**body, "id": "danger-2", "unit": ""}).status_code == 422


def test_a_voice_needs_an_open_ticket(cast: Cast) -> None:
    closed = cast.closed()
    body = district.new_ticket(finish="attach", into=closed["id"])
    assert cast.agent.post("/v1/tickets", json=body).status_code == 422


def around(clock: ManualClock) -> dict[str, str]:
    return {
        "since": (clock.now() - timedelta(days=1)).isoformat(),
        "until": (clock.now() + timedelta(days=1)).isoformat(),
    }
