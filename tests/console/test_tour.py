"""The tour where the servers of its channels are not installed."""

import asyncio
from unittest.mock import Mock

import pytest

from console.tour import outside
from console.tour.channels_story import ChannelsStory


def test_without_the_servers_the_channels_are_left_out_with_a_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(outside, "find", lambda _name: None)
    hand, witness = Mock(), Mock()
    asyncio.run(ChannelsStory(hand, witness, Mock(), Mock()).tell())
    assert "dovecot, mosquitto missing" in capsys.readouterr().err
    assert hand.mock_calls == witness.mock_calls == []
