"""When the window looks for cycles of objects that nobody reaches."""

import pytest

from services import collecting
from tests.ui.house import House
from ui.shell.app import look_for_cycles


def test_the_window_does_not_stand_still_for_garbage_while_the_server_is_loaded(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[bool] = []
    monkeypatch.setattr(collecting, "look_if_due", lambda: looks.append(True))
    house.connection.is_ready = False
    look_for_cycles(house)
    assert looks == []
    house.connection.is_ready = True
    look_for_cycles(house)
    assert looks == [True]
