"""The questions of a follow-up by keys, and what becomes of the answers."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from services.contracts.followups import Try
from services.contracts.lifecycle import Outcome, Satisfaction, Step, StepRequest
from services.errors import InvalidFields
from services.lifecycle.typed import Typed, from_request
from tests.showing import show_active
from ui.commands import clashes
from ui.followup.entry import commands
from ui.shell.shortcuts import window_commands
from ui.work.outcome_field import OutcomeField, try_words


def test_no_key_clashes() -> None:
    assert clashes(commands(), window_commands()) == []


def test_answered_by_digits_and_tab(qtbot: QtBot) -> None:
    given: dict[str, object] = {}
    field = OutcomeField({})
    qtbot.addWidget(field)
    field.answered.connect(lambda name, value: given.update({name: value}))
    show_active(qtbot, field)
    field.setFocus()
    for digit in (Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_4, Qt.Key.Key_2):
        qtbot.keyClick(QApplication.focusWidget(), digit)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert given == {
        "reached": "yes",
        "contacted": "yes",
        "solved": "no",
        "satisfaction": "dissatisfied",
        "redo": "no",
    }
    typed = Typed("t1", Step.FOLLOW_UP, fields={**given, "reason": "灯还是不亮"})
    outcome = typed.to_request().outcome
    assert outcome == Outcome(
        contacted=True, solved=False, satisfaction=Satisfaction.DISSATISFIED, redo=False, reason="灯还是不亮"
    )


def test_who_was_not_reached_is_asked_nothing(qtbot: QtBot) -> None:
    field = OutcomeField({"reached": "no"})
    qtbot.addWidget(field)
    show_active(qtbot, field)
    shown = [child.objectName() for child in field.findChildren(type(field.focusProxy())) if child.isVisible()]
    assert shown == ["work.form.reached"]
    request = Typed("t1", Step.FOLLOW_UP, fields={"reached": "no", "reason": "无人接听"}).to_request()
    assert request.outcome == Outcome(reached=False, reason="无人接听")


@pytest.mark.parametrize("missing", ["reached", "contacted", "solved", "satisfaction"])
def test_a_question_without_an_answer_is_asked_for(missing: str) -> None:
    given = {"reached": "yes", "contacted": "yes", "solved": "yes", "satisfaction": "very"}
    del given[missing]
    with pytest.raises(InvalidFields) as told:
        Typed("t1", Step.FOLLOW_UP, fields=given).to_request()
    assert set(told.value.fields) == {"outcome"}


def test_a_refused_answer_is_a_draft_again() -> None:
    given = {"reached": "yes", "contacted": "no", "solved": "yes", "satisfaction": "very", "reason": "谢谢"}
    request: StepRequest = Typed("t1", Step.FOLLOW_UP, fields=given).to_request()
    again = from_request("t1", "title", request.model_dump(mode="json", exclude_unset=True))
    assert {name: again.fields[name] for name in given} == given
    assert again.to_request() == request


def test_a_try_in_words() -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    assert try_words(Try(at=at, by="A", reached=False, reason="busy")) == "not reached · busy"
    reached = Try(at=at, by="A", reached=True, contacted=True, solved=True, satisfaction=Satisfaction.VERY)
    assert try_words(reached) == "solved · Very satisfied"
    words = try_words(reached.model_copy(update={"contacted": False, "reason": "谢谢"}))
    assert words == "solved · Very satisfied · the handler was not in touch · 谢谢"
