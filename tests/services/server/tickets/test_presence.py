"""Who looks and types: told when it changes and only then, shared by replicas, and over when a console has died."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from services.clock import ManualClock
from services.contracts.accounts import Role
from services.contracts.tickets import Presence, PresenceChange
from services.server.kernel import Kernel
from services.server.tables import events
from services.server.tickets import presence
from services.server.tickets.presence import PresenceBoard
from services.server.transaction import Actor
from tests.services.server import district
from tests.services.server.conftest import Api, SignIn
from tests.services.server.district import new_ticket


def told(kernel: Kernel) -> list[list[tuple[str, bool]]]:
    with kernel.database.read() as connection:
        rows = connection.execute(select(events.c.data).where(events.c.topic == "presence").order_by(events.c.id))
        return [[(v["name"], v["typing"]) for v in json.loads(row.data)["viewers"]] for row in rows]


def test_who_comes_types_and_goes_is_told_once_each(
    agent: Api, dispatcher: Api, kernel: Kernel, real_clock: ManualClock
) -> None:
    new = new_ticket()
    agent.post("/v1/tickets", json=new)
    path = f"/v1/tickets/{new['id']}/presence"
    assert [v["name"] for v in agent.put(path, json={}).json()["viewers"]] == ["话务员01"]
    agent.put(path, json={})
    real_clock.advance(10)
    dispatcher.put(path, json={})
    for _key in range(5):
        agent.put(path, json={"typing": True})
    assert told(kernel)[-1] == [("话务员01", True), ("派单员01", False)]
    real_clock.advance(24)
    dispatcher.put(path, json={})
    # The agent's console has died meanwhile; nobody has to speak for that to be told.
    real_clock.advance(2)
    board = kernel.room(PresenceBoard)
    assert board.changed() == [new["id"]]
    presence.tell(kernel, new["id"])
    assert board.changed() == []
    assert dispatcher.put(path, json={"present": False}).json()["viewers"] == []
    assert [len(viewers) for viewers in told(kernel)] == [1, 2, 2, 1, 0]


def test_presence_needs_a_ticket(agent: Api) -> None:
    assert agent.put("/v1/tickets/none/presence", json={}).status_code == 404


def test_a_ticket_of_another_unit_is_not_watched(agent: Api, sign_in: SignIn, kernel: Kernel) -> None:
    district.load(kernel)
    new = new_ticket()
    agent.post("/v1/tickets", json=new)
    other = sign_in(Role.HANDLER, unit="D04")
    assert other.put(f"/v1/tickets/{new['id']}/presence", json={}).status_code in (403, 404)


def test_signing_out_is_going(agent: Api, dispatcher: Api, kernel: Kernel) -> None:
    new = new_ticket()
    agent.post("/v1/tickets", json=new)
    path = f"/v1/tickets/{new['id']}/presence"
    agent.put(path, json={})
    agent.delete("/v1/session")
    assert [v["name"] for v in dispatcher.put(path, json={}).json()["viewers"]] == ["派单员01"]


LI, LI_AGAIN, WANG = (
    Actor("li", "李", session_id="1"),
    Actor("li", "李", session_id="2"),
    Actor("wang", "王", session_id="3"),
)


def names(found: Presence) -> list[str]:
    return [viewer.name for viewer in found.viewers]


def test_two_consoles_of_one_person_are_one_until_both_are_gone() -> None:
    board = PresenceBoard(ManualClock())
    board.see("t", LI, PresenceChange())
    both = board.see("t", LI_AGAIN, PresenceChange(typing=True))
    assert names(both) == ["李"]
    assert both.viewers[0].typing
    assert names(board.see("t", LI_AGAIN, PresenceChange(present=False))) == ["李"]
    assert names(board.see("t", LI, PresenceChange(present=False))) == []


class Replicas:
    """Two boards that hear each other's events, in order, when they are delivered."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.boards = (PresenceBoard(self.clock), PresenceBoard(self.clock))
        self.log: list[dict[str, Any]] = []
        self.heard = 0

    def settle(self) -> None:
        for _round in range(10):
            for board in self.boards:
                for ticket_id in board.changed():
                    board.tell(ticket_id, self.log.append)
            new, self.heard = self.log[self.heard :], len(self.log)
            for event in new:
                for board in self.boards:
                    board.hear(event)
            if not any(board.changed() for board in self.boards):
                return
        raise AssertionError("they tell each other without end")


def test_replicas_know_each_others_viewers() -> None:
    both = Replicas()
    first, second = both.boards
    first.see("t", LI, PresenceChange())
    second.see("t", WANG, PresenceChange())
    both.settle()
    assert [v["name"] for v in both.log[-1]["viewers"]] == ["李", "王"]
    assert names(second.see("t", WANG, PresenceChange())) == ["李", "王"]
    first.see("t", LI, PresenceChange(present=False))
    both.settle()
    assert [v["name"] for v in both.log[-1]["viewers"]] == ["王"]


def test_the_viewers_of_a_replica_that_died_go() -> None:
    both = Replicas()
    first, second = both.boards
    first.see("t", LI, PresenceChange())
    both.settle()
    for _ten_seconds in range(10):
        second.see("t", WANG, PresenceChange())
        both.clock.advance(10)
    assert names(second.see("t", WANG, PresenceChange())) == ["王"]


@given(st.lists(st.tuples(st.integers(0, 1), st.sampled_from([LI, LI_AGAIN, WANG]), st.booleans(), st.booleans())))
def test_what_was_told_last_is_true_whatever_happens(acts: list[tuple[int, Actor, bool, bool]]) -> None:
    both = Replicas()
    open_at: dict[tuple[int, str], bool] = {}
    for place, actor, present, typing in acts:
        both.boards[place].see("t", actor, PresenceChange(present=present, typing=typing))
        open_at[(place, actor.session_id)] = present
        both.settle()
        people = {"李": ("1", "2"), "王": ("3",)}
        there = [n for n, ids in people.items() if any(open_at.get((p, i)) for p in (0, 1) for i in ids)]
        assert ([v["name"] for v in both.log[-1]["viewers"]] if both.log else []) == there


def test_the_board_does_not_grow() -> None:
    clock = ManualClock()
    board = PresenceBoard(clock)
    for n in range(100):
        board.see(f"t{n}", LI, PresenceChange())
        clock.advance(1)
        for ticket_id in board.changed():
            board.tell(ticket_id, board.hear)
    assert len(board._own) <= 26
    assert len(board._told) <= 27
    assert len(board._telling_now) == 0
