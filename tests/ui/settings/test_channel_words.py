"""What is said of a channel beside which something lies that waits for somebody."""

import inspect
import re

import pytest

from services.contracts.channels import Channel, ChannelState
from services.server.channels.email import automatic
from services.server.channels.email.intake import UNREADABLE
from ui.language import Language
from ui.settings.channels.words import aside_words, health_tone, health_words, trouble_words
from widgets.theme import Tone


@pytest.mark.parametrize(
    ("channel", "short", "long"),
    [
        (Channel.EMAIL, "not all could be read", "e-mail that could not be read was put aside: 2"),
        (Channel.BOARD, "files wait", "files wait, because nothing says what their columns are: 2"),
    ],
)
def test_what_was_put_aside_is_named(channel: Channel, short: str, long: str) -> None:
    state = ChannelState(channel=channel, enabled=True, aside=2)
    assert (health_words(state), trouble_words(state), health_tone(state)) == (short, long, Tone.WARN)


@pytest.mark.parametrize(
    "reason", [*re.findall(r'return "(\w+)"', inspect.getsource(automatic)), "rate", "too_large", UNREADABLE]
)
def test_why_an_e_mail_was_put_aside_is_said_in_words_of_both_languages(reason: str, chinese: Language) -> None:
    there = aside_words(reason)
    assert there != reason
    assert not there.isascii()
    chinese.switch("en")
    assert aside_words(reason) not in (reason, there)
