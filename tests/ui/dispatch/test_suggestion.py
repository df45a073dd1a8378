"""What is suggested, why, and what the keys make of it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from services.api.transport import Unreachable
from services.contracts.clocks import Limit, LimitUnit
from services.contracts.dispatching import Reason, ReasonCode, SuggestedUnit, Suggestion
from services.contracts.tickets import UnitLevel
from services.desk.choices import Choices
from tests.ui.dispatch.conftest import Opened
from tests.ui.work.district import CATALOGUE, Desk, ticket
from ui.dispatch.panel import DispatchPanel
from ui.dispatch.words import suggestion_words, why_words
from widgets.fields.type_ahead import TypeAheadField

OpenPage = Callable[[], Opened]


def unit(code: str, confidence: float = 0.8, **values: str) -> SuggestedUnit:
    reason = Reason(code=ReasonCode.SOLVED, values={"count": "7", "total": "9", **values})
    return SuggestedUnit(unit=code, level=UnitLevel.DEPARTMENT, confidence=confidence, reasons=[reason])


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, modifiers)


def test_the_servers_suggestion_comes_before_the_catalogues(desk: Desk, open_page: OpenPage) -> None:
    desk.server.suggestions["t1"] = Suggestion(units=[unit("V01", 0.9), unit("T01", 0.6), unit("D06", 0.3)])
    page, presenter = open_page()
    assert presenter.plan.unit == "V01"
    row = page.panel._rows[0]  # type: ignore[attr-defined]
    assert "7 of 9" in row.toolTip()
    press(Key.Key_2, Qt.KeyboardModifier.AltModifier)
    desk.deliver()
    assert desk.server.tickets["t1"].unit == "T01"


def test_no_single_key_sends_a_ticket_back_to_who_returned_it(desk: Desk, open_page: OpenPage) -> None:
    returned = unit("V01", 0.0)
    returned.reasons.append(Reason(code=ReasonCode.RETURNED_THIS, values={"count": "1"}))
    desk.server.suggestions["t1"] = Suggestion(units=[returned])
    page, presenter = open_page()
    press(Key.Key_F2)
    assert presenter.open_id == "t1"
    assert desk.notices.said[-1][0] == "Choose a unit first."
    # It is still there for who means it.
    page.panel._rows[0].click()  # type: ignore[attr-defined]
    desk.deliver()
    assert desk.server.tickets["t1"].unit == "V01"


def test_a_click_on_a_suggestion_sends_there_whatever_stands_in_the_field(desk: Desk, open_page: OpenPage) -> None:
    desk.server.suggestions["t1"] = Suggestion(units=[unit("V01", 0.9)])
    page, presenter = open_page()
    presenter.choose_unit("D04")
    page.panel._rows[0].click()  # type: ignore[attr-defined]
    desk.deliver()
    assert desk.server.tickets["t1"].unit == "V01"


def test_a_corrected_category_is_suggested_for_anew(desk: Desk, open_page: OpenPage) -> None:
    desk.server.suggestions |= {"t1": Suggestion(units=[unit("V01")]), "0602": Suggestion(units=[unit("T01")])}
    _page, presenter = open_page()
    presenter.choose_category("0602")
    assert presenter.plan.unit == "T01"
    presenter.choose_category("0601")
    assert presenter.plan.unit == "V01"


def test_a_chosen_unit_is_not_changed_by_a_suggestion(desk: Desk, open_page: OpenPage) -> None:
    desk.server.suggestions["0602"] = Suggestion(units=[unit("T01")])
    _page, presenter = open_page()
    presenter.choose_unit("D04")
    presenter.choose_category("0602")
    assert presenter.plan.unit == "D04"


def test_danger_is_said_and_goes_to_who_is_named(desk: Desk, open_page: OpenPage) -> None:
    desk.server.suggestions["t1"] = Suggestion(units=[unit("V01")], danger=unit("D04"))
    page, _presenter = open_page()
    panel = page.panel
    assert isinstance(panel, DispatchPanel)
    assert "danger" in panel._warning.text()
    press(Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.deliver()
    assert desk.steps() == [("t1", "emergency")]
    assert desk.server.tickets["t1"].unit == "D04"


def test_without_the_suggestion_the_ticket_opens_all_the_same(desk: Desk, open_page: OpenPage) -> None:
    def away(_ticket_id: str) -> Suggestion:
        raise Unreachable("unreachable")

    desk.server.suggestion = away  # type: ignore[method-assign]
    _page, presenter = open_page()
    assert presenter.ticket is not None
    assert presenter.plan.unit == "D06", "what the catalogue names"


def test_every_reason_has_words() -> None:
    choices = Choices(CATALOGUE)
    values = {"category": "0601", "place": "T1", "count": "2", "total": "3", "word": "fire", "level": "town"}
    said = [why_words(Reason(code=code, values=values), choices) for code in ReasonCode]
    assert all(said)
    assert len(set(said)) == len(said)
    limit = Limit(amount=2, unit=LimitUnit.HOURS)
    words = suggestion_words(unit("D06").model_copy(update={"sign_in": limit, "basis": "第六十五条"}), choices)
    assert "2 h" in words
    assert "第六十五条" in words


Key = Qt.Key


def test_what_it_likely_repeats_is_shown_and_one_key_merges_into_it(desk: Desk, open_page: OpenPage) -> None:
    page, presenter = open_page()
    panel = page.panel
    assert isinstance(panel, DispatchPanel)
    assert presenter.open_id == "t1"
    assert panel.alike.isVisible()
    shown = panel.alike.toolTip()
    assert desk.server.tickets["t2"].number in shown
    assert "same place" in shown
    press(Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.deliver()
    assert desk.steps() == [("t1", "merge")]
    assert desk.server.asked[0][1].into == "t2"


def test_nothing_alike_takes_no_room(desk: Desk, open_page: OpenPage) -> None:
    desk.server.likenesses = lambda _query: []  # type: ignore[method-assign]
    page, presenter = open_page()
    panel = page.panel
    assert isinstance(panel, DispatchPanel)
    assert presenter.ticket is not None
    assert not panel.alike.isVisible()
    press(Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert presenter.form is not None
    assert not presenter.form.fields.get("into")


def test_what_the_channel_did_not_say_is_asked_for_before_the_dispatch(desk: Desk, open_page: OpenPage) -> None:
    desk.server.put(ticket("t1", kind=None, town="", village="", category=""))
    page, presenter = open_page()
    panel = page.panel
    assert isinstance(panel, DispatchPanel)
    assert (panel.kind.isVisible(), panel.place.isVisible()) == (True, True)
    press(Key.Key_F2)
    assert desk.steps() == []
    # Enter chooses; Enter once more goes on to what is missing, and dispatches when nothing is.
    for field, typed in ((panel.kind, "Complaint"), (panel.category, "Noise"), (panel.place, "gysq")):
        assert field.hasFocus(), desk.notices.said
        QTest.keyClicks(field, typed)
        press(Key.Key_Return)
        press(Key.Key_Return)
    desk.deliver()
    ((_ticket, request, _version, _key),) = desk.server.asked
    assert (request.kind, request.category, request.unit) == ("complaint", "0601", "D06")
    assert (request.town, request.village) == ("T1", "V1")
    assert presenter.open_id == "t2"
    assert not panel.kind.isVisible(), "the next one says it"
    assert not panel.place.isVisible()
    press(Key.Key_F2)
    desk.deliver()
    assert desk.steps() == [("t1", "dispatch"), ("t2", "dispatch")], "which is one key, as ever"


def test_a_question_needs_no_place(desk: Desk, open_page: OpenPage) -> None:
    desk.server.put(
        ticket("t1", kind=None, town="", village=""),
        ticket("t2", kind="consult", town="", village=""),
    )
    page, presenter = open_page()
    panel = page.panel
    assert isinstance(panel, DispatchPanel)
    presenter.choose_place("T1")
    presenter.choose_kind("consult")
    assert panel.kind.isVisible()
    assert not panel.place.isVisible()
    press(Key.Key_F2)
    assert not panel.kind.isVisible()
    assert not panel.place.isVisible()
    press(Key.Key_F2)
    desk.deliver()
    (first, second) = [request for _ticket, request, _version, _key in desk.server.asked]
    assert (first.kind, first.town) == ("consult", ""), "what is not in sight is not said"
    assert (second.kind, second.town) == (None, "")


def test_a_category_of_the_ticket_before_is_not_that_of_the_next(desk: Desk, open_page: OpenPage) -> None:
    page, presenter = open_page()
    panel = page.panel
    assert isinstance(panel, DispatchPanel)
    press(Key.Key_F7)
    QTest.keyClicks(panel.category, "Parking")
    press(Key.Key_Return)
    assert panel.category.hasFocus()
    press(Key.Key_F2)
    assert presenter.open_id == "t2"
    assert panel.category.choice is not None
    assert panel.category.choice.key == "0601"


def test_a_form_asks_for_what_is_missing_and_has_what_was_said(desk: Desk, open_page: OpenPage) -> None:
    desk.server.put(ticket("t1", kind=None, town="", village="", category=""))
    page, presenter = open_page()
    presenter.choose_kind("consult")
    press(Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert presenter.form is not None, desk.notices.said
    kind, category = page.form.editor("kind"), page.form.editor("category")
    assert isinstance(kind, TypeAheadField)
    assert isinstance(category, TypeAheadField)
    assert kind.choice is not None
    assert kind.choice.key == "consult"
    assert page.form.editor("town") is None, "an answer goes nowhere"
    presenter.type("text", "已答复。")
    press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert presenter.form_errors.keys() == {"category"}
    assert category.hasFocus()
    QTest.keyClicks(category, "Parking")
    press(Key.Key_Return)
    press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.deliver()
    ((_ticket, request, _version, _key),) = desk.server.asked
    assert (request.step, request.kind, request.category) == ("answer", "consult", "0602")
