"""A matter of several is followed up with everybody who asked: each once, until nobody is left."""

from typing import Any

import pytest

from services.clock import ManualClock
from tests.services.server.followups.test_by_message import now
from tests.services.server.lifecycle.conftest import UNIT, Cast, cast
from tests.services.server.lifecycle.test_everyone_answered import instruction, told
from tests.services.server.lifecycle.test_following_up import RULES, answer, around

__all__ = ["cast"]
MISSED = {"reached": False, "reason": "无人接听"}


def voice(cast: Cast, main: dict[str, Any], last: int, **fields: Any) -> dict[str, Any]:
    """Files the ticket of somebody else, attached to the main one."""
    return cast.file("attach", into=main["id"], caller_name="何先生", caller_number=f"161000000{last}", **fields)


def answered(cast: Cast, main: dict[str, Any]) -> dict[str, Any]:
    """Handles a ticket until its citizens are to be asked."""
    main = now(cast, main)
    if main["status"] == "accepted":
        main = cast.take(cast.dispatcher, main, "dispatch", unit=UNIT)
    if main["status"] == "dispatched":
        main = cast.take(cast.handler, main, "sign_in")
    main = cast.take(cast.handler, main, "reply", text="已处理。")
    return cast.take(cast.dispatcher, main, "approve")


def state(cast: Cast, main: dict[str, Any]) -> dict[str, Any]:
    return cast.agent.get(f"/v1/tickets/{main['id']}/follow-up").json()  # type: ignore[no-any-return]


def states(cast: Cast, main: dict[str, Any]) -> list[str]:
    return [each["state"] for each in state(cast, main)["citizens"]]


def follow_up(cast: Cast, main: dict[str, Any], outcome: dict[str, Any], of: dict[str, Any] | None = None) -> Any:
    given = {"outcome": outcome} | ({"voice_id": of["id"]} if of is not None else {})
    return cast.take(cast.agent, now(cast, main), "follow_up", **given)


def test_it_closes_when_everybody_has_answered(cast: Cast, clock: ManualClock) -> None:
    main = cast.handled()
    first, second = voice(cast, main, 51), voice(cast, main, 52)
    main = answered(cast, main)
    shown = state(cast, main)["citizens"]
    assert [(each["ticket_id"], each["name_masked"], each["number_masked"], each["state"]) for each in shown] == [
        (main["id"], "陈**", "161****0042", "open"),
        (first["id"], "何**", "161****0051", "open"),
        (second["id"], "何**", "161****0052", "open"),
    ]
    for who, then in ((first, "follow_up"), (None, "follow_up"), (second, "closed")):
        assert follow_up(cast, main, answer(), who)["status"] == then
    tries = state(cast, main)["tries"]
    assert [each["voice"] for each in tries] == [first["number"], "", second["number"]]
    assert [notice for notice, _words in told(cast, first)].count("closed") == 1
    rates = cast.supervisor.get("/v1/rates", params=around(clock)).json()["total"]
    assert (rates["valid"], rates["solved"]) == (3, 1.0), "each answer counts"
    # What they said themselves stands at their own ticket too.
    assert [each["satisfaction"] for each in state(cast, first)["tries"]] == ["satisfied"]


def test_one_who_is_not_satisfied_sends_it_back_and_then_all_are_asked_again(cast: Cast) -> None:
    main = cast.handled()
    first = voice(cast, main, 51)
    main = answered(cast, main)
    follow_up(cast, main, answer())
    main = follow_up(cast, main, answer("dissatisfied", solved=False), first)
    assert main["status"] == "dispatched"
    assert told(cast, first)[-1][0] != "closed"
    main = answered(cast, main)
    assert states(cast, main) == ["open", "open"], "there is another reply"
    # Once is the rule: then it is written down, and a supervisor decides.
    assert follow_up(cast, main, answer("dissatisfied", solved=False))["status"] == "follow_up"
    assert follow_up(cast, main, answer(), first)["status"] == "closed"


def test_each_is_called_in_vain_as_often_as_the_rules_say(cast: Cast, clock: ManualClock) -> None:
    main = cast.handled()
    first = voice(cast, main, 51)
    main = answered(cast, main)
    assert follow_up(cast, main, answer())["status"] == "follow_up"
    for number in range(RULES.tries):
        main = follow_up(cast, main, MISSED, first)
        assert main["status"] == ("closed" if number == RULES.tries - 1 else "follow_up")
        if number < RULES.tries - 1:
            early = cast.ask(cast.agent, main, "follow_up", outcome=MISSED, voice_id=first["id"])
            assert early.json()["code"] == "too_soon"
            (_own, theirs) = state(cast, main)["citizens"]
            assert (theirs["next"], theirs["most"], theirs["next_at"] is not None) == (number + 2, RULES.tries, True)
            clock.advance(RULES.hours * 3600)
    rates = cast.supervisor.get("/v1/rates", params=around(clock)).json()["total"]
    assert (rates["valid"], rates["satisfied"]) == (1, 1.0), "who was not reached is not satisfied, and counts nowhere"


def test_who_is_out_of_reach_may_still_be_reached(cast: Cast, clock: ManualClock) -> None:
    main = cast.handled()
    first = voice(cast, main, 51)
    main = answered(cast, main)
    for _number in range(RULES.tries):
        main = follow_up(cast, main, MISSED, first)
        clock.advance(RULES.hours * 3600)
    assert states(cast, main) == ["open", "out_of_reach"]
    assert follow_up(cast, main, answer(), first)["status"] == "follow_up"
    assert follow_up(cast, main, answer())["status"] == "closed"


def test_one_citizen_with_several_tickets_is_asked_once(cast: Cast) -> None:
    main = cast.handled()
    again = cast.file("attach", into=main["id"])
    other = voice(cast, main, 51)
    voice(cast, main, 51)
    main = answered(cast, main)
    assert [each["ticket_id"] for each in state(cast, main)["citizens"]] == [main["id"], other["id"]]
    # By whichever of their tickets they are named.
    assert follow_up(cast, main, answer(), again)["status"] == "follow_up"
    assert states(cast, main) == ["answered", "open"]
    assert follow_up(cast, main, answer(), other)["status"] == "closed"


def test_where_there_is_no_number_one_try_says_so(cast: Cast) -> None:
    main = cast.handled()
    silent = cast.file("attach", into=main["id"], caller_name="", caller_number="")
    main = answered(cast, main)
    follow_up(cast, main, answer())
    assert state(cast, main)["citizens"][1]["most"] == 1
    assert follow_up(cast, main, {"reached": False, "reason": "没有联系方式"}, silent)["status"] == "closed"


def test_somebody_who_did_not_ask_is_refused(cast: Cast) -> None:
    main = answered(cast, cast.handled())
    refused = cast.ask(cast.agent, main, "follow_up", outcome=answer(), voice_id=cast.file()["id"])
    assert [field["field"] for field in refused.json()["fields"]] == ["voice_id"]


def test_a_wrong_answer_is_replaced_for_a_few_minutes(cast: Cast, clock: ManualClock) -> None:
    main = cast.handled()
    first = voice(cast, main, 51)
    main = answered(cast, main)
    follow_up(cast, main, answer("very_dissatisfied", solved=False, redo=False))
    follow_up(cast, main, answer("very"))
    assert [each["satisfaction"] for each in state(cast, main)["tries"]] == ["very"]
    clock.advance(11 * 60)
    late = cast.ask(cast.agent, now(cast, main), "follow_up", outcome=answer())
    assert late.json()["code"] == "answered_before"
    closed = follow_up(cast, main, answer("basically"), first)
    back = cast.take(cast.agent, closed, "undo_close")
    assert (back["status"], states(cast, main)) == ("follow_up", ["answered", "open"])
    rates = cast.supervisor.get("/v1/rates", params=around(clock)).json()["total"]
    assert rates["valid"] == 1, "what was taken back counts nowhere"


@pytest.mark.parametrize("own", ["answered", "out_of_reach"])
def test_who_is_taken_out_of_the_matter_is_not_waited_for(cast: Cast, clock: ManualClock, own: str) -> None:
    main = cast.handled()
    first, second = voice(cast, main, 51), voice(cast, main, 52)
    main = answered(cast, main)
    for _number in range(RULES.tries if own == "out_of_reach" else 1):
        follow_up(cast, main, MISSED if own == "out_of_reach" else answer())
        clock.advance(RULES.hours * 3600)
    cast.take(cast.agent, now(cast, first), "unmerge")
    assert states(cast, main) == [own, "open"]
    cast.take(cast.agent, now(cast, second), "unmerge")
    closed = now(cast, main)
    assert (closed["status"], closed["steps"][-1]["action"]) == ("closed", "all_asked")
    assert told(cast, main)[-1][0] == "closed"
    assert told(cast, second)[-1][0] != "closed"
    refused = cast.ask(cast.agent, closed, "undo_close")
    assert refused.json()["code"] == "nobody_to_ask"


def test_an_answer_of_who_was_taken_out_again_sends_nothing_back(cast: Cast) -> None:
    main = cast.handled()
    first, _second = voice(cast, main, 51), voice(cast, main, 52)
    main = answered(cast, main)
    follow_up(cast, main, answer(), first)
    cast.take(cast.agent, now(cast, first), "unmerge")
    assert follow_up(cast, main, answer("dissatisfied", solved=False))["status"] == "dispatched", (
        "the first one who is not"
    )


def test_who_is_merged_while_it_is_asked_is_asked_too(cast: Cast) -> None:
    main = answered(cast, cast.handled())
    late = voice(cast, main, 51)
    assert follow_up(cast, main, answer())["status"] == "follow_up"
    assert follow_up(cast, main, answer(), late)["status"] == "closed"


def test_an_instruction_is_solved_when_all_say_so(cast: Cast, clock: ManualClock) -> None:
    main = instruction(cast, cast.handled(), clock)
    first = voice(cast, main, 51)
    main = answered(cast, main)
    for _number in range(RULES.tries):
        assert follow_up(cast, main, MISSED)["status"] == "follow_up"
        clock.advance(RULES.hours * 3600)
    assert follow_up(cast, main, answer("dissatisfied", solved=False, redo=False), first)["status"] == "closed"
    (entry,) = cast.supervisor.get("/v1/instructions?open=false").json()["items"]
    assert (entry["solved"], entry["satisfied"]) == (False, False)


def test_the_supervisor_decides_where_none_of_them_is_reached(cast: Cast, clock: ManualClock) -> None:
    main = instruction(cast, cast.handled(), clock)
    first = voice(cast, main, 51)
    main = answered(cast, main)
    for _number in range(RULES.tries):
        follow_up(cast, main, MISSED)
        refused = cast.ask(cast.supervisor, now(cast, main), "end_supervision", reason="联系不上")
        assert refused.json()["code"] == "instruction_open", "another one is still to be asked"
        main = follow_up(cast, main, MISSED, first)
        assert main["status"] == "follow_up"
        clock.advance(RULES.hours * 3600)
    assert cast.take(cast.supervisor, main, "end_supervision", reason="均联系不上")["status"] == "closed"


def test_of_a_confidential_voice_nobody_sees_who_it_is(cast: Cast) -> None:
    main = cast.take(cast.dispatcher, cast.file(confidential=True), "dispatch", unit=UNIT)
    secret = voice(cast, main, 51, confidential=True)
    main = answered(cast, main)
    cast.take(cast.agent, main, "follow_up", outcome=answer(reason="何先生 16100000051 很满意"), voice_id=secret["id"])
    (hidden,) = [
        each
        for each in cast.handler.get(f"/v1/tickets/{main['id']}/follow-up").json()["citizens"]
        if each["ticket_id"] == secret["id"]
    ]
    assert (hidden["name_masked"], hidden["number_masked"]) == ("", "")
    said = cast.handler.get(f"/v1/tickets/{main['id']}/follow-up").json()["tries"][0]["reason"]
    assert "16100000051" not in said
    assert "何先生" not in said
    # Who took it down knows them.
    assert state(cast, main)["citizens"][1]["number_masked"] == "161****0051"
