import json

from sqlalchemy import select

from services.clock import ManualClock
from services.contracts.tickets import Presence, PresenceChange
from services.server.kernel import Kernel
from services.server.tables import events
from services.server.tickets.presence import PresenceBoard
from tests.services.server.conftest import Api
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
    agent.put(path, json={"typing": True})
    assert told(kernel)[-1] == [("话务员01", True), ("派单员01", False)]
    real_clock.advance(14)
    # The agent's console has died meanwhile.
    dispatcher.put(path, json={})
    real_clock.advance(2)
    assert [v["name"] for v in dispatcher.put(path, json={}).json()["viewers"]] == ["派单员01"]
    assert dispatcher.put(path, json={"present": False}).json()["viewers"] == []
    assert [len(viewers) for viewers in told(kernel)] == [1, 2, 2, 1, 0]


def test_presence_needs_a_ticket(agent: Api) -> None:
    assert agent.put("/v1/tickets/none/presence", json={}).status_code == 404


def test_the_board_does_not_grow() -> None:
    clock = ManualClock()
    board = PresenceBoard(clock)
    seen: list[Presence] = []
    for n in range(100):
        board.see(f"t{n}", "a", "A", PresenceChange(), seen.append)
        clock.advance(1)
    assert len(board._tickets) <= 31
    assert len(seen) == 100
