"""Every status, step and list has words in both languages, and no two steps the same."""

from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QApplication

from services.contracts.channels import Channel
from services.contracts.clocks import Limit, LimitUnit
from services.contracts.lifecycle import Step, WorkList
from services.contracts.tickets import Pending, TicketKind, TicketStatus, Urgency
from services.contracts.tickets import Step as Entry
from ui import lifecycle_words as words
from ui.language import CHINESE, ENGLISH, Language


@pytest.mark.parametrize("language", [CHINESE, ENGLISH])
def test_everything_has_words(qapp: QApplication, language: str) -> None:
    spoken = Language(language)
    for step in Step:
        assert words.step_words(step) != step.value
        assert words.done_words(step) != step.value
    assert len({words.step_words(step) for step in Step}) == len(Step)
    for status in TicketStatus:
        assert words.status_words(status.value) != status.value
        assert status.value in words.STATUS_TONES
    for which in WorkList:
        assert words.list_words(which.value) != which.value
    for kind in TicketKind:
        assert words.kind_words(kind.value) != kind.value
    for urgency in Urgency:
        assert words.urgency_words(urgency.value) != urgency.value
    for channel in Channel:
        assert words.channel_words(channel.value) != channel.value
    for code in ("signed_out", "silent", "absent", "transferred", "closed", "no_handler"):
        assert words._left_words(code) != code
    for unit in LimitUnit:
        assert "15" in words.limit_words(Limit(amount=15, unit=unit))
    spoken.switch(ENGLISH)


def test_an_extension_says_how_much_more_time(chinese: Language) -> None:
    asked = Entry(
        at=datetime(2026, 3, 2, tzinfo=UTC),
        actor="承办人01",
        action=Step.REQUEST_EXTENSION.value,
        reason="需现场勘查",
        limit={"amount": 5, "unit": "working_days"},
    )
    assert words.said_words(asked) == "延长 5 个工作日。 需现场勘查"


def test_what_is_asked_for_comes_before_the_status(chinese: Language) -> None:
    assert words.status_words("handling", Pending.RETURN.value) == "退单待审"
    assert words.status_words("handling") == "办理中"
    assert words.step_words("delegate") == "下派"
