"""The end of a ticket taken back: what it is then, what counts no longer, and what citizens are told."""

from typing import Any

import pytest

from services.clock import ManualClock
from services.contracts.followups import FollowUpRules
from services.server.tickets import repository
from services.server.tickets.trace import COLUMNS, replayed
from tests.services.server import district
from tests.services.server.lifecycle.conftest import Cast
from tests.services.server.lifecycle.test_following_up import answer, around, replied
from tests.services.server.lifecycle.test_steps import changes


def is_told_by_its_trail(cast: Cast, ticket: dict[str, Any]) -> bool:
    def compare(tx: Any) -> bool:
        row = repository.find(tx.connection, ticket["id"])
        trail = [changes(step) for step in repository.steps(tx.connection, row.key)]
        return replayed(trail) == {name: getattr(row, name) for name in COLUMNS}

    return cast.kernel.read(compare)


def test_what_was_answered_at_once_waits_for_a_dispatcher(cast: Cast) -> None:
    ticket = cast.file("answer", answer="答错了。")
    assert "undo_close" in {each["step"] for each in cast.agent.get(f"/v1/tickets/{ticket['id']}/offers").json()}
    back = cast.take(cast.agent, ticket, "undo_close")
    assert (back["status"], back["answer"], back["closed_at"]) == ("accepted", "", None)
    running = cast.agent.get(f"/v1/tickets/{ticket['id']}/clocks").json()
    assert {clock["kind"] for clock in running if clock["state"] == "running"} == {"dispatch", "finish"}
    assert [row["id"] for row in cast.dispatcher.get("/v1/work?list=dispatch").json()["items"]] == [ticket["id"]]
    assert is_told_by_its_trail(cast, back)
    again = cast.take(cast.agent, back, "answer", text="应当这样办理。")
    assert cast.take(cast.agent, again, "undo_close")["status"] == "accepted"


def test_a_draft_that_was_answered_is_a_draft_again(cast: Cast) -> None:
    ticket = cast.file("draft")
    body = {"finish": "answer", "answer": "答错了。"}
    closed = cast.agent.patch(f"/v1/tickets/{ticket['id']}", version=ticket["version"], json=body).json()
    assert closed["status"] == "closed"
    assert is_told_by_its_trail(cast, closed)
    back = cast.take(cast.agent, closed, "undo_close")
    assert (back["status"], back["closed_at"]) == ("draft", None)
    assert is_told_by_its_trail(cast, back)


def test_a_voice_from_the_form_is_taken_apart(cast: Cast) -> None:
    voice = cast.file("attach", into=cast.handled()["id"])
    back = cast.take(cast.agent, voice, "unmerge")
    assert (back["status"], back["merged_into"], back["closed_at"]) == ("accepted", None, None)
    assert back["due_at"]
    assert is_told_by_its_trail(cast, back)


def test_a_wrong_answer_to_the_follow_up_counts_nowhere(cast: Cast, clock: ManualClock) -> None:
    ticket = replied(cast, district.VILLAGE_UNIT, cast.village)
    ticket = cast.take(cast.agent, ticket, "follow_up", outcome=answer("very"))
    ticket = cast.take(cast.agent, ticket, "undo_close")
    rates = cast.supervisor.get("/v1/rates", params=around(clock)).json()["total"]
    assert (rates["valid"], rates["satisfied"]) == (0, None)
    assert cast.agent.get(f"/v1/tickets/{ticket['id']}/follow-up").json()["tries"] == []
    ticket = cast.take(cast.agent, ticket, "follow_up", outcome=answer("dissatisfied", solved=False))
    assert (ticket["status"], ticket["unit"]) == ("dispatched", district.TOWN_UNIT)
    rates = cast.supervisor.get("/v1/rates", params=around(clock)).json()["total"]
    assert (rates["valid"], rates["solved"]) == (1, 0.0)


def test_a_last_miss_by_mistake_is_no_miss(cast: Cast, clock: ManualClock) -> None:
    ticket = replied(cast)
    for wanted in ("follow_up", "follow_up", "closed"):
        ticket = cast.take(cast.agent, ticket, "follow_up", outcome={"reached": False})
        assert ticket["status"] == wanted
        clock.advance(FollowUpRules().hours * 3600 if wanted == "follow_up" else 60)
    ticket = cast.take(cast.agent, ticket, "undo_close")
    ticket = cast.take(cast.agent, ticket, "follow_up", outcome={"reached": False})
    assert ticket["status"] == "closed"


@pytest.mark.parametrize("step", ["redo", "reopen"])
def test_who_is_not_satisfied_after_a_new_beginning_has_it_done_once_more(cast: Cast, step: str) -> None:
    ticket = replied(cast, district.VILLAGE_UNIT, cast.village)
    ticket = cast.take(cast.agent, ticket, "follow_up", outcome=answer())
    ticket = cast.take(cast.supervisor, ticket, step, reason="问题复发")
    if step == "reopen":
        ticket = cast.take(cast.dispatcher, ticket, "dispatch", unit=district.TOWN_UNIT)
    for wanted in ("dispatched", "closed"):
        by = cast.town if ticket["unit"] == district.TOWN_UNIT else cast.centre
        ticket = cast.take(by, ticket, "sign_in")
        ticket = cast.take(by, ticket, "reply", text="已处理。")
        ticket = cast.take(cast.dispatcher, ticket, "approve")
        ticket = cast.take(cast.agent, ticket, "follow_up", outcome=answer("dissatisfied", solved=False))
        assert ticket["status"] == wanted


def test_misses_before_an_answer_are_none_of_the_next_ones(cast: Cast, clock: ManualClock) -> None:
    ticket = replied(cast, district.VILLAGE_UNIT, cast.village)
    for _n in range(2):
        ticket = cast.take(cast.agent, ticket, "follow_up", outcome={"reached": False})
        clock.advance(FollowUpRules().hours * 3600)
    ticket = cast.take(cast.agent, ticket, "follow_up", outcome=answer("dissatisfied", solved=False))
    ticket = cast.take(cast.town, ticket, "sign_in")
    ticket = cast.take(cast.town, ticket, "reply", text="已重新处理。")
    ticket = cast.take(cast.dispatcher, ticket, "approve")
    assert cast.take(cast.agent, ticket, "follow_up", outcome={"reached": False})["status"] == "follow_up"


def test_a_redo_by_hand_goes_to_the_superior_too(cast: Cast) -> None:
    ticket = replied(cast, district.VILLAGE_UNIT, cast.village)
    ticket = cast.take(cast.inspector, ticket, "redo", reason="回访不满意")
    assert (ticket["status"], ticket["unit"], ticket["dispatch_count"]) == ("dispatched", district.TOWN_UNIT, 2)
