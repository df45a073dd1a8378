"""The tour where the servers of its channels are not installed."""

import asyncio
from dataclasses import replace
from unittest.mock import Mock

import pytest

from console.tour import outside
from console.tour.channels_story import _KIND, ChannelsStory
from ui.work.units import kind_choices
from widgets.fields.matching import ChoiceMatcher


def test_without_the_servers_the_channels_are_left_out_with_a_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(outside, "find", lambda _name: None)
    hand, witness = Mock(), Mock()
    asyncio.run(ChannelsStory(hand, witness, Mock(), Mock()).tell())
    assert "dovecot, mosquitto missing" in capsys.readouterr().err
    assert hand.mock_calls == witness.mock_calls == []


@pytest.mark.parametrize("words", ["Complaint", "投诉"])
def test_the_kind_that_is_typed_is_found_in_a_window_of_either_language(words: str) -> None:
    shown = [replace(each, text=words) if each.key == "complaint" else each for each in kind_choices()]
    assert [each.key for each in ChoiceMatcher(shown)(_KIND)] == ["complaint"]
