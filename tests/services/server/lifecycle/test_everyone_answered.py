"""Everyone who asked is answered: voices, parts and leaders' instructions when a ticket ends or is taken back."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from services.clock import ManualClock, day_of
from services.server.channels.tables import channel_outgoing as outgoing
from services.server.kernel import Kernel
from tests.services.server.followups.test_by_message import from_mail, mail
from tests.services.server.lifecycle.conftest import UNIT, Cast
from tests.services.server.lifecycle.test_following_up import RULES, answer, replied
from tests.zone import ZONE

__all__ = ["mail"]
PART = {"id": "part-1", "unit": "D04", "title": "工地外违停", "content": "工地外道路两侧违停。"}


def told(cast: Cast, ticket: dict[str, Any]) -> list[tuple[str, str]]:
    """What the citizen of a ticket was told, with the words."""
    with cast.kernel.database.read() as connection:
        query = select(outgoing.c.notice, outgoing.c.words).where(outgoing.c.ticket_id == ticket["id"])
        return [(row.notice, row.words) for row in connection.execute(query.order_by(outgoing.c.key))]


def sent(cast: Cast, ticket: dict[str, Any]) -> None:
    """Makes all that waits for the citizen of a ticket as if it had gone out."""
    with cast.kernel.database.write() as connection:
        wanted = outgoing.c.ticket_id == ticket["id"]
        connection.execute(update(outgoing).where(wanted).values(state="sent", next_at=None, attempts=1))


def instruction(cast: Cast, ticket: dict[str, Any], clock: ManualClock) -> dict[str, Any]:
    deadline = (clock.now() + timedelta(days=9)).isoformat()
    body = {
        "id": f"about-{ticket['number']}",
        "ticket_id": ticket["id"],
        "leader": "区政府办公室",
        "deadline": deadline,
    }
    body |= {"document": "区府批〔2026〕12号", "text": "请核实处理，并反馈。"}
    assert cast.supervisor.post("/v1/instructions", json=body).status_code == 201
    return now(cast, ticket)


def now(cast: Cast, ticket: dict[str, Any]) -> dict[str, Any]:
    return cast.supervisor.get(f"/v1/tickets/{ticket['id']}").json()  # type: ignore[no-any-return]


# --- voices ---------------------------------------------------------------------------------------------------------


def test_a_matter_of_several_is_not_withdrawn_by_one(cast: Cast) -> None:
    main = cast.handled()
    voice = cast.file("attach", into=main["id"])
    refused = cast.ask(cast.agent, main, "withdraw", reason="市民来电撤单")
    assert (refused.status_code, refused.json()["code"]) == (409, "voices_wait")
    cast.take(cast.agent, voice, "unmerge")
    assert cast.take(cast.agent, main, "withdraw", reason="市民来电撤单")["status"] == "withdrawn"


@pytest.mark.parametrize("end", ["answer", "withdraw", "follow_up"])
def test_nobody_is_merged_into_what_is_over(cast: Cast, end: str) -> None:
    if end == "answer":
        main = cast.take(cast.agent, cast.file(), "answer", text="已答复。")
    elif end == "withdraw":
        main = cast.take(cast.agent, cast.file(), "withdraw", reason="撤单")
    else:
        main = cast.closed()
    refused = cast.ask(cast.dispatcher, cast.file(), "merge", into=main["id"])
    assert [field["field"] for field in refused.json()["fields"]] == ["into"]


@pytest.mark.parametrize("way", ["merge", "attach"])
def test_who_comes_after_the_reply_gets_it_at_once(cast: Cast, way: str) -> None:
    main = replied(cast)
    assert main["status"] == "follow_up"
    if way == "merge":
        voice = cast.take(cast.dispatcher, cast.file(), "merge", into=main["id"])
    else:
        voice = cast.file("attach", into=main["id"])
    assert told(cast, voice)[-2:] == [("merged", ""), ("replied", "已处理。")]
    assert now(cast, voice)["steps"][-1]["text"] == "已处理。"


def test_an_answer_on_the_form_reaches_the_voices(cast: Cast) -> None:
    main = cast.file()
    voice = cast.file("attach", into=main["id"])
    body = {"finish": "answer", "answer": "今晚停工。"}
    assert cast.agent.patch(f"/v1/tickets/{main['id']}", version=main["version"], json=body).status_code == 200
    assert told(cast, voice)[-1] == ("replied", "今晚停工。")


def test_a_complaint_in_a_question_is_followed_up(cast: Cast) -> None:
    outcomes = []
    for n in range(8):
        main = cast.take(cast.dispatcher, cast.file(kind="consult", title=f"咨询{n}"), "dispatch", unit=UNIT)
        cast.file("attach", into=main["id"], kind="complaint")
        main = cast.take(cast.handler, main, "sign_in")
        main = cast.take(cast.handler, main, "reply", text="已处理。")
        outcomes.append(cast.take(cast.dispatcher, main, "approve")["status"])
    assert outcomes == ["follow_up"] * 8


# --- parts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["answer", "merge", "withdraw", "form"])
def test_a_whole_does_not_end_before_its_parts(cast: Cast, end: str) -> None:
    ticket = cast.take(cast.dispatcher, cast.file(), "split", parts=[PART])
    if end == "form":
        body = {"finish": "answer", "answer": "x"}
        refused = cast.agent.patch(f"/v1/tickets/{ticket['id']}", version=ticket["version"], json=body)
    else:
        into = cast.handled()["id"]
        refused = cast.ask(cast.dispatcher, ticket, end, text="x", reason="x", into=into)
    assert (refused.status_code, refused.json()["code"]) == (409, "parts_open")
    cast.take(cast.dispatcher, now(cast, PART), "withdraw", reason="不再需要")
    assert cast.take(cast.dispatcher, ticket, "withdraw", reason="撤单")["status"] == "withdrawn"


def test_a_part_calls_nobody_back(cast: Cast) -> None:
    cast.take(cast.dispatcher, cast.file(wants_callback=True), "split", parts=[PART])
    assert now(cast, PART)["wants_callback"] is False


# --- what leaders have asked for ------------------------------------------------------------------------------------


def test_an_instruction_is_not_withdrawn(cast: Cast, clock: ManualClock) -> None:
    ticket = instruction(cast, cast.handled(), clock)
    assert cast.ask(cast.agent, ticket, "withdraw", reason="撤单").json()["code"] == "instruction_open"
    assert len(cast.supervisor.get("/v1/instructions?open=true").json()["items"]) == 1


def test_an_instruction_about_a_part_is_followed_up(cast: Cast, clock: ManualClock) -> None:
    cast.take(cast.handler, cast.handled(), "split", parts=[PART])
    part = cast.take(cast.other, instruction(cast, PART | {"number": "p"}, clock), "sign_in")
    part = cast.take(cast.other, part, "reply", text="已清理。")
    assert cast.take(cast.dispatcher, part, "approve")["status"] == "follow_up"


def test_the_supervisor_decides_where_nobody_is_reached(cast: Cast, clock: ManualClock) -> None:
    ticket = instruction(cast, cast.handled(), clock)
    ticket = cast.take(cast.handler, ticket, "reply", text="已整改。")
    ticket = cast.take(cast.dispatcher, ticket, "approve")
    for number in range(RULES.tries):
        refused = cast.ask(cast.supervisor, ticket, "end_supervision", reason="联系不上")
        assert refused.json()["code"] == "instruction_open", number
        ticket = cast.take(cast.agent, ticket, "follow_up", outcome={"reached": False})
        assert ticket["status"] == "follow_up"
        clock.advance(RULES.hours * 3600)
    assert len(cast.supervisor.get("/v1/instructions?open=true").json()["items"]) == 1
    assert cast.agent.get(f"/v1/tickets/{ticket['id']}/follow-up").json()["next_at"] is None
    notices = cast.supervisor.get("/v1/notices").json()["items"]
    assert [notice["code"] for notice in notices].count("out_of_reach") == 1
    closed = cast.take(cast.supervisor, ticket, "end_supervision", reason="三次联系不上，已现场核实")
    assert (closed["status"], closed["supervised"]) == ("closed", False)
    assert told(cast, closed)[-1][0] == "closed"
    (entry,) = cast.supervisor.get("/v1/instructions?open=false").json()["items"]
    assert (entry["solved"], entry["satisfied"]) == (False, False)
    back = cast.take(cast.agent, closed, "undo_close")
    assert (back["status"], back["supervised"]) == ("follow_up", True)
    assert len(cast.supervisor.get("/v1/instructions?open=true").json()["items"]) == 1


def test_who_is_reached_at_last_closes_it(cast: Cast, clock: ManualClock) -> None:
    ticket = instruction(cast, cast.handled(), clock)
    ticket = cast.take(cast.handler, ticket, "reply", text="已整改。")
    ticket = cast.take(cast.dispatcher, ticket, "approve")
    for _number in range(RULES.tries):
        ticket = cast.take(cast.agent, ticket, "follow_up", outcome={"reached": False})
        clock.advance(RULES.hours * 3600)
    assert cast.take(cast.agent, ticket, "follow_up", outcome=answer())["status"] == "closed"


# --- what was told by mistake ---------------------------------------------------------------------------------------


@pytest.mark.usefixtures("mail")
@pytest.mark.parametrize(
    ("step", "given", "notice"),
    [("withdraw", {"reason": "撤单"}, "withdrawn"), ("answer", {"text": "答错了。"}, "replied")],
)
def test_what_was_not_sent_is_not_told(
    kernel: Kernel, cast: Cast, step: str, given: dict[str, str], notice: str
) -> None:
    ticket = now(cast, {"id": from_mail(kernel)})
    ended = cast.take(cast.agent, ticket, step, **given)
    assert told(cast, ticket)[-1][0] == notice
    cast.take(cast.agent, ended, "undo_close")
    assert notice not in [said for said, _words in told(cast, ticket)]
    assert "corrected" not in [said for said, _words in told(cast, ticket)]
    again = cast.take(cast.agent, now(cast, ticket), step, **given)
    sent(cast, ticket)
    cast.take(cast.agent, again, "undo_close")
    assert [said for said, _words in told(cast, ticket)][-2:] == [notice, "corrected"]


@pytest.mark.usefixtures("mail")
def test_a_close_that_is_undone_takes_the_closed_back_and_leaves_the_reply(kernel: Kernel, cast: Cast) -> None:
    ticket = cast.take(cast.dispatcher, now(cast, {"id": from_mail(kernel)}), "dispatch", unit=UNIT)
    voice = now(cast, {"id": from_mail(kernel, "m2")})
    cast.take(cast.dispatcher, voice, "merge", into=ticket["id"])
    ticket = cast.take(cast.handler, ticket, "sign_in")
    ticket = cast.take(cast.handler, ticket, "reply", text="已处理。")
    ticket = cast.take(cast.dispatcher, ticket, "approve")
    ticket = cast.take(cast.agent, ticket, "follow_up", outcome=answer())
    sent(cast, voice)
    cast.take(cast.agent, ticket, "undo_close")
    assert told(cast, ticket)[-1] == ("replied", "已处理。")
    assert [said for said, _words in told(cast, voice)][-3:] == ["replied", "closed", "corrected"]
    assert [step["action"] for step in now(cast, voice)["steps"]][-2:] == ["matter_closed", "matter_corrected"]


@pytest.mark.usefixtures("mail")
@pytest.mark.parametrize("was_sent", [True, False])
def test_who_is_taken_out_of_a_matter_is_not_told_any_more_that_it_is_handled_there(
    kernel: Kernel, cast: Cast, was_sent: bool
) -> None:
    main, voice = now(cast, {"id": from_mail(kernel)}), now(cast, {"id": from_mail(kernel, "m2")})
    merged = cast.take(cast.dispatcher, voice, "merge", into=main["id"])
    assert [said for said, _words in told(cast, voice)][-1] == "merged"
    if was_sent:
        sent(cast, voice)
    cast.take(cast.dispatcher, merged, "unmerge")
    said = [said for said, _words in told(cast, voice)]
    if was_sent:
        assert said[-2:] == ["merged", "corrected"], "what was sent cannot be unsent"
    else:
        assert "merged" not in said
        assert "corrected" not in said
    assert "corrected" not in [said for said, _words in told(cast, main)]


# --- who assists ----------------------------------------------------------------------------------------------------


def test_who_assists_has_it_while_their_reply_is_waited_for(cast: Cast) -> None:
    def listed() -> list[str]:
        return [row["id"] for row in cast.other.get("/v1/work?list=assisting").json()["items"]]

    def counted() -> int:
        return int(cast.other.get("/v1/work/counts").json()["counts"]["assisting"])

    ticket = cast.take(cast.handler, cast.handled(), "assist", unit="D04")
    assert (listed(), counted()) == ([ticket["id"]], 1)
    ticket = cast.take(cast.handler, ticket, "reply", text="已处理。")
    assert (listed(), counted()) == ([], 0)
    ticket = cast.take(cast.dispatcher, ticket, "send_back", reason="请补充")
    assert listed() == [ticket["id"]]
    ticket = cast.take(cast.agent, ticket, "withdraw", reason="撤单")
    assert listed() == []
    ticket = cast.take(cast.agent, ticket, "undo_close")
    assert listed() == [ticket["id"]]
    ticket = cast.take(cast.other, ticket, "assist_reply", text="已疏导。")
    ticket = cast.take(cast.agent, ticket, "withdraw", reason="撤单")
    cast.take(cast.agent, ticket, "undo_close")
    assert listed() == []


def test_whoever_has_to_wait_longer_is_told_why(cast: Cast, clock: ManualClock) -> None:
    ticket = cast.handled()
    limit = {"amount": 5, "unit": "working_days"}
    ticket = cast.take(cast.handler, ticket, "request_extension", reason="需委托第三方检测", limit=limit)
    assert "extended" not in [notice for notice, _words in told(cast, ticket)]
    # What the dispatcher writes is for the unit; the citizen reads what was written for them.
    ticket = cast.take(cast.dispatcher, ticket, "grant_extension", reason="同意，请抓紧")
    assert told(cast, ticket)[-1] == ("extended", "需委托第三方检测")
    until = clock.now() + timedelta(days=6)
    ticket = cast.take(cast.handler, ticket, "suspend", reason="等待检测报告", until=until.isoformat())
    assert told(cast, ticket)[-1] == ("suspended", f"等待检测报告（{day_of(until, ZONE)}）")
    code = cast.agent.get(f"/v1/tickets/{ticket['id']}/correspondence").json()["code"]
    seen = cast.agent.get("/v1/public/status", params={"number": ticket["number"], "code": code}).json()
    assert "等待检测报告" in seen["history"][-1]["words"]
