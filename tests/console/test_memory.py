"""Memory is given back where the system knows how, and nothing breaks where it does not."""

import sys

import pytest

from console import memory


def test_it_can_be_asked_for() -> None:
    assert memory.keep_small() is sys.platform.startswith("linux")
    memory.give_back()


def test_where_nothing_is_known_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_glibc", lambda: None)
    assert memory.keep_small() is False
    memory.give_back()
