"""Who else looks: said after a moment and again, typing once for many keys, over when one goes; oneself is not counted."""

from types import SimpleNamespace

import pytest
from pytestqt.qtbot import QtBot

from services.clock import SystemClock
from services.contracts.events import Event, Topic
from services.contracts.tickets import Viewer
from services.live import ChangeKind, LiveChange
from services.tasks import ImmediateTasks
from ui.watch import Watch

ME = Viewer(account_id="me", name="Me")
LI = Viewer(account_id="li", name="Li")
WANG = Viewer(account_id="wang", name="Wang", typing=True)


class Server:
    def __init__(self) -> None:
        self.said: list[tuple[str, bool, bool]] = []
        self.viewers = [ME, LI]

    def say_presence(self, ticket_id: str, present: bool, typing: bool) -> list[Viewer]:
        self.said.append((ticket_id, present, typing))
        return self.viewers


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def watch(qtbot: QtBot, server: Server) -> Watch:
    live = SimpleNamespace(state=SimpleNamespace())
    return Watch(ImmediateTasks(), server, live, lambda: "me")


def arrive(watch: Watch, ticket_id: str) -> None:
    watch.look(ticket_id)
    watch._arrive.timeout.emit()


def told(ticket_id: str, *viewers: Viewer) -> LiveChange:
    data = {"ticket_id": ticket_id, "viewers": [viewer.model_dump() for viewer in viewers]}
    event = Event(id=1, at=SystemClock().now(), topic=Topic.PRESENCE, subject=ticket_id, data=data)
    return LiveChange(ChangeKind.EVENT, event)


def test_who_only_passes_by_has_not_looked(watch: Watch, server: Server) -> None:
    for ticket_id in ("1", "2", "3"):
        watch.look(ticket_id)
    assert server.said == []
    watch._arrive.timeout.emit()
    assert server.said == [("3", True, False)]
    watch.look("")
    assert server.said[-1] == ("3", False, False)


def test_many_keys_are_said_once_and_their_end(watch: Watch, server: Server) -> None:
    arrive(watch, "1")
    for _key in range(20):
        watch.type()
    assert server.said == [("1", True, False), ("1", True, True)]
    watch._rest.timeout.emit()
    assert server.said[-1] == ("1", True, False)
    watch._again.timeout.emit()
    assert len(server.said) == 4


def test_others_are_named_and_oneself_is_not(watch: Watch) -> None:
    arrive(watch, "1")
    assert watch.words() == "Li is looking at it too"
    watch.hear(told("1", ME, LI, WANG))
    assert watch.words() == "Wang is typing · Li is looking at it too"
    watch.hear(told("other", ME))
    assert watch.viewers == [LI, WANG]
    watch.look("2")
    assert watch.words() == ""


def test_typing_in_nothing_says_nothing(watch: Watch, server: Server) -> None:
    watch.type()
    assert server.said == []
