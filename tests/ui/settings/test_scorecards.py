"""The scorecard in versions: sections, questions and fatal items; on a real server."""

from typing import Any

from services.contracts.quality import NewScorecard
from services.server.quality import scorecards as rules_of_server
from tests.ui.settings.conftest import Office
from ui.settings.scorecards.presenter import ScorecardsPresenter
from ui.settings.scorecards.source import nested
from ui.settings.scorecards.views import ScorecardsView


def opened(office: Office) -> ScorecardsView:
    office.write(rules_of_server.seed)
    view = office.open("scorecards")
    assert isinstance(view, ScorecardsView)
    office.wait(lambda: room(office).is_read and room(office).body)
    return view


def room(office: Office) -> Any:
    return office.presenter.room(ScorecardsPresenter).scorecard


def kept(office: Office) -> Any:
    return office.console.administration.quality.scorecard_versions().items


def write(editor: Any, text: str) -> None:
    editor.setText(text)
    editor.textEdited.emit(text)


def test_what_is_kept_is_shown_and_comes_back_the_same(office: Office) -> None:
    view = opened(office)
    (card,) = kept(office)
    whole = card.model_dump(mode="json", include={"name", "sections", "fatal"})
    assert nested(room(office).body) == whole
    assert view.editor.questions.table.model.total == sum(len(section.questions) for section in card.sections)
    assert not view.is_unsaved()


def test_a_question_is_added_and_asked_after_another(office: Office) -> None:
    view = opened(office)
    view.versions.begin()
    questions = view.editor.questions
    first = questions.rows[0]
    questions.add()
    fields = questions.form.editors
    write(fields["text"], "是否告知办理时限")
    fields["section"].set_value(first["section"])
    fields["points"].setValue(7.5)
    fields["after"].set_value(first["key"])
    fields["after"].edited.emit()
    assert fields["equals"].isVisibleTo(questions.form)
    fields["equals"].set_value("no")
    fields["equals"].edited.emit()
    assert "new: question “是否告知办理时限” (7.5)" in view.versions.changes.text()
    view.versions.save()
    office.wait(lambda: room(office).draft is None)
    newest = kept(office)[0]
    made = newest.sections[0].questions[-1]
    assert (made.text, made.points) == ("是否告知办理时限", 7.5)
    assert made.only_when == {"question": first["key"], "equals": "no"}
    assert [card.version for card in kept(office)] == [2, 1]


def test_sentences_stand_at_their_questions(office: Office) -> None:
    view = opened(office)
    view.versions.begin()
    view.editor.sections.add()
    write(view.editor.sections.form.editors["name"], "新部分")
    view.editor.questions.add()
    view.versions.save()
    office.wait(lambda: room(office).errors)
    assert view.editor.tabs.currentWidget() is view.editor.questions
    assert view.editor.questions.form._frames["text"].error()
    questions = view.editor.questions
    write(questions.form.editors["text"], "等自己")
    questions.form.editors["after"].set_value(questions.rows[-1]["key"])
    questions.form.editors["after"].edited.emit()
    view.versions.save()
    office.wait(lambda: "“等自己” waits for its own answer" in view.editor.name_frame.error())


def test_a_section_goes_with_its_questions(office: Office) -> None:
    view = opened(office)
    view.versions.begin()
    gone = view.editor.sections.rows[0]
    before = view.editor.questions.rows
    view.editor.sections.go_to(0)
    view.editor.sections.remove()
    left = view.editor.questions.rows
    assert left == [row for row in before if row["section"] != gone["key"]]
    assert "taken out: question" in view.versions.changes.toolTip()
    assert view.is_unsaved()
    view.discard()
    assert view.editor.questions.rows == before


def test_what_is_typed_survives_and_somebody_faster_is_seen(office: Office) -> None:
    view = opened(office)
    view.versions.begin()
    write(view.editor.name, "我的标准")
    assert office.console.drafts.flush()
    office.build_again()
    view = opened(office)
    assert view.editor.name.text() == "我的标准"
    theirs = kept(office)[0].model_dump(mode="json", include={"sections", "fatal"})
    office.write(lambda tx: rules_of_server.set_scorecard(tx, NewScorecard(name="他们的标准", **theirs)))
    view.versions.save()
    office.wait(lambda: room(office).is_overtaken and "他们的标准" in view.versions.problem.text())
    view.versions.over_button.click()
    view.versions.save()
    office.wait(lambda: room(office).draft is None)
    assert [card.name for card in kept(office)][:2] == ["我的标准", "他们的标准"]
