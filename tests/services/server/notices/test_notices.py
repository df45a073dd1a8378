"""Notices and who gets them: followers of a ticket, a unit, the leaders; kept until read, never a citizen's data in them."""

from datetime import timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import select, text

from services.clock import ManualClock
from services.contracts import notices as contract
from services.contracts.accounts import Role
from services.contracts.notices import NoticeCode
from services.server.accounts import repository as accounts
from services.server.kernel import Kernel
from services.server.notices import repository, service
from services.server.operations.upkeep import Upkeep
from services.server.subscriptions import service as subscriptions
from services.server.tables import events
from services.server.timers.runner import Timers
from tests.services.server.conftest import Api, SignIn
from tests.services.server.district import TOWN_UNIT, VILLAGE_UNIT
from tests.services.server.lifecycle.conftest import UNIT, Cast


def follow(who: Api, ticket: dict[str, Any]) -> Any:
    return who.put(f"/v1/tickets/{ticket['id']}/subscription")


def told(who: Api, **query: Any) -> list[dict[str, Any]]:
    answer = who.get("/v1/notices", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]  # type: ignore[no-any-return]


def codes(who: Api) -> list[tuple[str, Any]]:
    """Returns what somebody was told, the newest first: code and step."""
    return [(each["code"], each["values"].get("step")) for each in told(who)]


def stream(kernel: Kernel) -> list[tuple[str, dict[str, Any]]]:
    """Returns what was said on the stream, without who follows what."""
    with kernel.database.read() as connection:
        query = select(events.c.data, events.c.audience).where(events.c.topic == "notice").order_by(events.c.id)
        said = [(row.audience, orjson.loads(row.data)) for row in connection.execute(query)]
        return [(audience, data) for audience, data in said if "followed" not in data]


def test_each_step_is_told_to_who_follows_and_not_to_who_takes_it(cast: Cast, kernel: Kernel) -> None:
    ticket = cast.file()
    for who in (cast.agent, cast.dispatcher):
        assert follow(who, ticket).json() == {"ticket_id": ticket["id"], "following": True}
        assert follow(who, ticket).status_code == 200
    ticket = cast.take(cast.dispatcher, ticket, "dispatch", unit=UNIT)
    assert (codes(cast.agent), codes(cast.dispatcher)) == ([("step", "dispatch")], [])
    ticket = cast.take(cast.handler, ticket, "sign_in")
    assert codes(cast.agent) == [("step", "sign_in"), ("step", "dispatch")]
    assert codes(cast.dispatcher) == [("step", "sign_in")]
    (newest, _) = told(cast.agent)
    assert (newest["ticket_id"], newest["number"], newest["read"]) == (ticket["id"], ticket["number"], False)
    assert newest["values"] == {"step": "sign_in", "status": "handling", "name": cast.handler.account.name}
    audience, said = stream(kernel)[0]
    assert audience == f"a:{cast.agent.account.id}"
    assert said == told(cast.agent)[1]


def test_a_notice_has_no_citizens_data(cast: Cast, kernel: Kernel) -> None:
    ticket = cast.file(title="陈女士家门口噪音", confidential=True)
    follow(cast.supervisor, ticket)
    ticket = cast.take(cast.dispatcher, ticket, "dispatch", unit=UNIT)
    cast.agent.post(f"/v1/tickets/{ticket['id']}/notes", json={"id": "n1", "text": "陈女士来电催促"})
    everything = str(told(cast.supervisor)) + str(stream(kernel))
    assert codes(cast.supervisor) == [("remark", None), ("step", "dispatch")]
    assert not any(word in everything for word in ("陈女士", "16100000042", "噪音", "南海大道"))


def test_only_who_may_see_a_ticket_may_follow_it(cast: Cast) -> None:
    ticket = cast.take(cast.dispatcher, cast.file(), "dispatch", unit=UNIT)
    refused = follow(cast.other, ticket)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert follow(cast.handler, ticket).status_code == 200
    assert follow(cast.handler, {"id": "nothing"}).status_code == 404
    assert cast.handler.get("/v1/subscriptions").json() == {"ticket_ids": [ticket["id"]]}
    assert cast.other.get("/v1/subscriptions").json() == {"ticket_ids": []}


def test_who_may_not_see_it_any_more_is_told_nothing(cast: Cast) -> None:
    ticket = cast.take(cast.dispatcher, cast.file(), "dispatch", unit=TOWN_UNIT)
    follow(cast.town, ticket)
    follow(cast.village, cast.take(cast.town, ticket, "delegate", unit=VILLAGE_UNIT))
    ticket = cast.agent.get(f"/v1/tickets/{ticket['id']}").json()
    ticket = cast.take(cast.village, ticket, "sign_in")
    assert codes(cast.town) == [("step", "sign_in")]
    ticket = cast.take(cast.village, ticket, "escalate", reason="超出权限")
    assert codes(cast.town)[0] == ("step", "escalate")
    before = codes(cast.village)
    cast.take(cast.town, ticket, "sign_in")
    assert codes(cast.village) == before


def test_following_ends(cast: Cast) -> None:
    ticket = cast.file()
    follow(cast.agent, ticket)
    path = f"/v1/tickets/{ticket['id']}/subscription"
    assert cast.agent.delete(path).json() == {"ticket_id": ticket["id"], "following": False}
    assert cast.agent.delete(path).status_code == 200
    cast.take(cast.dispatcher, ticket, "dispatch", unit=UNIT)
    assert (codes(cast.agent), cast.agent.get("/v1/subscriptions").json()) == ([], {"ticket_ids": []})


def test_all_consoles_of_a_person_hear_what_they_follow(cast: Cast, kernel: Kernel) -> None:
    ticket = cast.file()
    follow(cast.agent, ticket)
    follow(cast.agent, ticket)
    assert cast.agent.get("/v1/snapshot").json()["followed"] == [ticket["id"]]
    cast.agent.delete(f"/v1/tickets/{ticket['id']}/subscription")
    assert cast.agent.get("/v1/snapshot").json()["followed"] == []
    with kernel.database.read() as connection:
        query = select(events.c.data).where(events.c.topic == "notice").order_by(events.c.id)
        said = [orjson.loads(data) for data in connection.execute(query).scalars()]
    assert said == [{"followed": ticket["id"], "following": on} for on in (True, False)]


def test_nobody_follows_more_than_so_many(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscriptions, "MOST_FOLLOWED", 2)
    filed = [cast.file() for _ in range(3)]
    assert [follow(cast.agent, ticket).status_code for ticket in filed] == [200, 200, 409]
    assert follow(cast.agent, filed[0]).status_code == 200


def test_a_preview_of_many_tells_nobody(cast: Cast) -> None:
    ticket = cast.file()
    follow(cast.agent, ticket)
    body = {
        "items": [{"ticket_id": ticket["id"], "version": ticket["version"]}],
        "request": {"step": "dispatch", "unit": UNIT},
    }
    assert cast.dispatcher.post("/v1/steps", json={**body, "preview": True}).status_code == 200
    assert codes(cast.agent) == []
    assert cast.dispatcher.post("/v1/steps", json={**body, "preview": False}).status_code == 200
    assert codes(cast.agent) == [("step", "dispatch")]


def test_who_is_given_a_ticket_is_told(cast: Cast) -> None:
    ticket = cast.take(cast.handler, cast.handled(), "assign", handler_id=cast.colleague.account.id)
    assert codes(cast.colleague) == [("assigned", None)]
    assert told(cast.colleague)[0]["number"] == ticket["number"]
    # Who takes it themselves knows.
    assert codes(cast.handler) == []


def test_who_has_it_is_told_when_it_is_urged_supervised_or_decided(cast: Cast) -> None:
    def heard(who: Api) -> list[str]:
        return [each["values"]["step"] for each in reversed(told(who)) if each["code"] == "step"]

    # Nobody of the unit has taken it: all of them hear, and others do not.
    ticket = cast.take(cast.dispatcher, cast.file(), "dispatch", unit=UNIT)
    ticket = cast.take(cast.agent, ticket, "urge", reason="市民再次来电")
    assert (heard(cast.handler), heard(cast.colleague), heard(cast.other)) == (["urge"], ["urge"], [])
    ticket = cast.take(cast.handler, ticket, "sign_in")
    # Now it is the handler's; who follows it as well is told once.
    follow(cast.handler, ticket)
    ticket = cast.take(cast.supervisor, ticket, "supervise", reason="区长批示")
    limit = {"amount": 5, "unit": "working_days"}
    ticket = cast.take(cast.handler, ticket, "request_extension", reason="需委托检测", limit=limit)
    # The dispatcher has to decide: the urging is theirs.
    ticket = cast.take(cast.agent, ticket, "urge")
    assert heard(cast.dispatcher) == ["urge"]
    ticket = cast.take(cast.dispatcher, ticket, "refuse_extension", reason="请先答复进展")
    ticket = cast.take(cast.handler, ticket, "assist", unit="D04")
    ticket = cast.take(cast.other, ticket, "assist_reply", text="已到场。")
    assert heard(cast.other) == ["assist"]
    ticket = cast.take(cast.handler, ticket, "reply", text="已处理。")
    ticket = cast.take(cast.dispatcher, ticket, "send_back", reason="缺照片")
    expected = ["urge", "supervise", "urge", "refuse_extension", "assist_reply", "send_back"]
    assert heard(cast.handler) == expected
    assert heard(cast.colleague) == ["urge"]


def test_a_return_that_nobody_has_signed_for_is_decided_for_the_whole_unit(cast: Cast) -> None:
    ticket = cast.take(cast.dispatcher, cast.file(), "dispatch", unit=UNIT)
    ticket = cast.take(cast.handler, ticket, "request_return", reason="不属本局职责")
    cast.take(cast.dispatcher, ticket, "uphold_return")
    assert codes(cast.colleague) == codes(cast.handler) == [("step", "uphold_return")]
    assert codes(cast.other) == []


def test_an_emergency_is_told_to_its_unit_also_when_it_is_filed_as_one(cast: Cast, kernel: Kernel) -> None:
    cast.take(cast.dispatcher, cast.file(), "emergency", unit=UNIT, reason="有人受伤")
    ticket = cast.file("emergency", unit=TOWN_UNIT)
    assert [(each["code"], each["urgent"]) for each in told(cast.handler)] == [("emergency", True)]
    assert [(each["number"], each["urgent"]) for each in told(cast.town)] == [(ticket["number"], True)]
    assert told(cast.other) == []
    with kernel.database.read() as connection:
        alerts = connection.execute(select(events.c.subject).where(events.c.topic == "alert")).scalars().all()
    assert ticket["id"] in alerts


def test_what_lay_with_who_left_is_told_to_the_unit(cast: Cast) -> None:
    cast.handled()
    cast.handler.delete("/v1/session")
    assert codes(cast.colleague) == [("handed_over", None)]
    values = told(cast.colleague)[0]["values"]
    assert values == {"unit": UNIT, "count": 1, "name": cast.handler.account.name, "why": "signed_out"}
    assert codes(cast.other) == []


def test_who_comes_back_no_more_leaves_their_work_when_the_last_session_ends_by_its_time(
    cast: Cast, kernel: Kernel, real_clock: ManualClock
) -> None:
    ticket, who = cast.handled(), cast.handler.account.id
    now = real_clock.now()
    for name, days in (("crashed", 1), ("other", 2)):
        until = now + timedelta(days=days)
        kernel.write(lambda tx, name=name, until=until: accounts.open_session(tx.connection, name, who, now, until))  # type: ignore[misc]

    def after(hours: int) -> tuple[bool, list[str]]:
        real_clock.advance(hours * 3600)
        Upkeep(kernel).prune()
        me = cast.colleague.account
        cast.colleague.token = kernel.tokens.issue(me.id, me.name, me.roles, "session", me.unit)
        ticket_now = cast.colleague.get(f"/v1/tickets/{ticket['id']}").json()
        return ticket_now["handler_id"] == who, [code for code, _ in codes(cast.colleague)]

    assert after(25) == (True, []), "they are at another console"
    assert after(24) == (False, ["handed_over"])
    assert after(1) == (False, ["handed_over"]), "once"


def test_the_leaders_are_told_of_the_last_rung_and_followers_from_yellow_on(
    cast: Cast, kernel: Kernel, clock: ManualClock
) -> None:
    ticket = cast.take(cast.dispatcher, cast.file(), "dispatch", unit=UNIT)
    follow(cast.agent, ticket)
    for _ in range(80):
        clock.advance(timedelta(hours=12).total_seconds())
        kernel.room(Timers).fire_due()
    assert {each["code"] for each in told(cast.supervisor)} == {"leaders"}
    assert {each["values"]["level"] for each in told(cast.supervisor)} == {4}
    levels = {each["values"]["level"] for each in told(cast.agent)}
    assert {each["code"] for each in told(cast.agent)} == {"alarm"}
    assert {2, 3, 4} >= levels >= {2, 4}
    assert codes(cast.inspector) == []


def test_who_has_a_ticket_hears_of_every_rung_and_its_unit_of_what_nobody_has_taken(
    cast: Cast, kernel: Kernel, clock: ManualClock
) -> None:
    def levels(person: Api) -> list[int]:
        return [each["values"]["level"] for each in reversed(told(person)) if each["code"] == "alarm"]

    cast.handled()
    for _ in range(80):
        clock.advance(timedelta(hours=12).total_seconds())
        kernel.room(Timers).fire_due()
    # The reminder is theirs alone; their colleague has tickets of their own.
    assert 1 in levels(cast.handler)
    assert levels(cast.handler)[-1] == 4
    assert levels(cast.colleague) == []
    cast.take(cast.dispatcher, cast.file(), "dispatch", unit=UNIT)
    for _ in range(80):
        clock.advance(timedelta(hours=12).total_seconds())
        kernel.room(Timers).fire_due()
    assert set(levels(cast.colleague)) >= {2, 4}
    assert 1 not in levels(cast.colleague)
    assert levels(cast.other) == []


def test_many_at_one_moment_are_told_of_as_one(cast: Cast, kernel: Kernel, clock: ManualClock) -> None:
    for _ in range(7):
        cast.take(cast.dispatcher, cast.file(), "dispatch", unit=UNIT)
    clock.advance(timedelta(days=60).total_seconds())
    while kernel.room(Timers).fire_due():
        pass
    found = told(cast.supervisor)
    assert {each["code"] for each in found} == {"leaders_many"}
    assert {each["values"]["count"] for each in found} == {7}
    assert {each["code"] for each in told(cast.handler)} == {"alarm_many"}


def test_notices_are_paged_counted_and_read(cast: Cast, kernel: Kernel) -> None:
    me = cast.agent.account.id
    for n in range(5):
        kernel.write(lambda tx, n=n: service.tell(tx, [me], NoticeCode.HANDED_OVER, {"count": n}))  # type: ignore[misc]
    page = cast.agent.get("/v1/notices?limit=2").json()
    assert ([each["values"]["count"] for each in page["items"]], page["unread"]) == ([4, 3], 5)
    rest = cast.agent.get("/v1/notices", params={"limit": 9, "cursor": page["next"]}).json()
    assert ([each["values"]["count"] for each in rest["items"]], rest["next"]) == ([2, 1, 0], None)
    third = rest["items"][0]["id"]
    assert cast.agent.post(f"/v1/notices/{page['items'][0]['id']}/read").json() == {"unread": 4}
    assert cast.agent.post("/v1/notices/read", json={"through": third}).json() == {"unread": 1}
    assert [each["values"]["count"] for each in told(cast.agent, unread=True)] == [3]
    # The person's other consoles hear of it, once.
    assert cast.agent.post("/v1/notices/read", json={"through": third}).json() == {"unread": 1}
    said = [(audience, data) for audience, data in stream(kernel) if "code" not in data]
    assert said == [
        (f"a:{me}", {"marked": page["items"][0]["id"], "unread": 4}),
        (f"a:{me}", {"marked_through": third, "unread": 1}),
    ]


def test_nobody_reads_anothers(cast: Cast, kernel: Kernel) -> None:
    kernel.write(lambda tx: service.tell(tx, [cast.agent.account.id], NoticeCode.HANDED_OVER, {"count": 1}))
    (notice,) = told(cast.agent)
    assert told(cast.dispatcher) == []
    assert cast.dispatcher.post(f"/v1/notices/{notice['id']}/read").status_code == 404
    assert cast.dispatcher.post("/v1/notices/read", json={"through": 2**62}).json() == {"unread": 0}
    assert told(cast.agent)[0]["read"] is False


@pytest.mark.parametrize("body", [{"through": -1}, {"through": 2**70}, {}, {"through": "x"}])
def test_odd_marks_are_answered(cast: Cast, body: dict[str, Any]) -> None:
    assert cast.agent.post("/v1/notices/read", json=body).status_code in (200, 422)


def test_old_notices_go_and_so_do_more_than_so_many(
    cast: Cast, kernel: Kernel, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    me = cast.agent.account.id
    for n in range(6):
        kernel.write(lambda tx, n=n: service.tell(tx, [me], NoticeCode.HANDED_OVER, {"count": n}))  # type: ignore[misc]
    assert kernel.write(lambda tx: repository.forget_beyond(tx.connection, 100, kept=4)) == 2
    assert [each["values"]["count"] for each in told(cast.agent)] == [5, 4, 3, 2]
    clock.advance(timedelta(days=contract.KEPT_DAYS + 1).total_seconds())
    Upkeep(kernel).prune()
    assert told(cast.agent) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_reading_and_counting_walk_an_index(cast: Cast, kernel: Kernel) -> None:
    queries = (
        "SELECT * FROM notices WHERE account_id = 'x' ORDER BY id DESC LIMIT 9",
        "SELECT count(*) FROM notices WHERE account_id = 'x' AND read_at IS NULL",
        "SELECT * FROM subscriptions WHERE ticket_key IN (1, 2)",
    )
    with kernel.database.read() as connection:
        for query in queries:
            plan = [row[3] for row in connection.execute(text(f"EXPLAIN QUERY PLAN {query}"))]
            assert not any("SCAN" in step or "TEMP" in step for step in plan), plan


def test_a_closed_account_is_told_nothing(cast: Cast, kernel: Kernel, sign_in: SignIn) -> None:
    ticket = cast.file()
    follow(cast.supervisor, ticket)
    administrator = sign_in(Role.ADMINISTRATOR)
    path = f"/v1/accounts/{cast.supervisor.account.id}"
    assert administrator.patch(path, json={"active": False}, version=1).status_code == 200
    cast.take(cast.dispatcher, ticket, "dispatch", unit=UNIT)
    assert kernel.read(lambda tx: repository.page(tx.connection, cast.supervisor.account.id, None, False, 9)) == []
