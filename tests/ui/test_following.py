"""Following: each change is heard, one reading for many, nothing after the end."""

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from services.live import ChangeKind, LiveChange
from ui.following import Follower


class Stream:
    def __init__(self) -> None:
        self.listeners: list[Callable[[LiveChange], None]] = []

    def listen(self, listener: Callable[[LiveChange], None]) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)


def test_many_changes_are_one_reading(qtbot: QtBot) -> None:
    stream, heard, read = Stream(), list[LiveChange](), list[int]()
    follower = Follower(stream, heard.append)
    follower.due.connect(lambda: read.append(1))
    follower.start()
    follower.start()
    assert len(stream.listeners) == 1
    for _change in range(5):
        stream.listeners[0](LiveChange(ChangeKind.FRESH, None))
        follower.soon()
    qtbot.waitUntil(lambda: read == [1])
    assert len(heard) == 5
    follower.soon()
    follower.close()
    follower.close()
    assert stream.listeners == []
    assert not follower._timer.isActive()
