"""Templates, phrases and notices to citizens in versions, on a real server."""

from typing import Any

from sqlalchemy import insert

from services.contracts.channels import CitizenNotice
from services.contracts.texts import NewPhrase, NewTexts
from services.contracts.tickets import Phrase, Template, TicketKind
from services.server.texts import service
from services.server.tickets.tables import catalogue_entries
from tests.ui.settings.conftest import Office
from ui.settings.texts.presenter import TextsPresenter
from ui.settings.texts.views import TextsView


def opened(office: Office) -> tuple[TextsView, Any]:
    view = office.open("texts")
    assert isinstance(view, TextsView)
    presenter = office.presenter.room(TextsPresenter).texts
    office.wait(lambda: presenter.is_read)
    return view, presenter


def offered(office: Office) -> tuple[list[str], list[str]]:
    catalogue = office.console.desk.choices().catalogue
    return [each.name for each in catalogue.templates], [each.text for each in catalogue.phrases]


def carry(office: Office, *given: Template | Phrase) -> None:
    """Has the program carry texts."""
    rows = [
        {
            **{"kind": type(each).__name__.lower(), "code": each.key, "parent": "", "place": "", "position": 9_000 + n},
            "body": each.model_dump_json(),
        }
        for n, each in enumerate(given)
    ]
    office.write(lambda tx: tx.connection.execute(insert(catalogue_entries), rows))


def test_a_district_adds_its_own_to_what_is_carried(office: Office) -> None:
    carry(
        office,
        Template(key="noise", name="噪音投诉", category="0601", kind=TicketKind.COMPLAINT, answer="已责令停工。"),
        Phrase(key="hello", name="开场", text="您好，请讲。"),
    )
    templates, phrases = offered(office)
    view, presenter = opened(office)
    view.versions.begin()
    assert [row["name"] for row in view.editor.templates.rows] == templates == ["噪音投诉"]
    view.editor.phrases.add()
    form = view.editor.phrases.form
    form.editors["name"].setText("结束语")
    form.editors["name"].textEdited.emit("结束语")
    view.versions.save()
    # Without its words it is refused at its row, and what is typed stays.
    office.wait(lambda: form._frames["text"].error())
    assert view.editor.tabs.currentWidget() is view.editor.phrases
    form.editors["text"].setPlainText("感谢来电，再见。")
    assert "new: phrase “结束语”" in view.versions.changes.text()
    view.versions.save()
    office.wait(lambda: presenter.draft is None)
    assert offered(office) == (templates, [*phrases, "感谢来电，再见。"])


def test_somebody_who_was_faster_is_seen_first(office: Office) -> None:
    view, presenter = opened(office)
    view.versions.begin()
    view.editor.templates.add()
    theirs = NewTexts(phrases=[NewPhrase(key="theirs", name="他人", text="别人的话")])
    office.write(lambda tx: service.set_texts(tx, theirs))
    form = view.editor.templates.form
    form.editors["name"].setText("占道投诉")
    form.editors["name"].textEdited.emit("占道投诉")
    view.versions.save()
    office.wait(lambda: presenter.is_overtaken and "他人" in view.versions.problem.text())
    view.versions.over_button.click()
    view.versions.save()
    office.wait(lambda: presenter.draft is None)
    assert "占道投诉" in offered(office)[0]
    assert "别人的话" not in offered(office)[1]


def test_what_citizens_are_told_is_said_anew_and_neither_added_nor_taken_out(office: Office) -> None:
    view, presenter = opened(office)
    view.versions.begin()
    editor = view.editor.notices
    assert [row["notice"] for row in editor.rows] == [notice.value for notice in CitizenNotice]
    assert not editor.add_button.isVisibleTo(editor)
    editor.go_to(1)
    editor.form.editors["text"].setPlainText("")
    view.versions.save()
    office.wait(lambda: editor.form._frames["text"].error())
    assert view.editor.tabs.currentWidget() is editor
    editor.form.editors["text"].setPlainText("已转有关单位。")
    assert "dispatched" in view.versions.changes.text()
    view.versions.save()
    office.wait(lambda: presenter.draft is None)
    assert [row["text"] for row in editor.rows][1] == "已转有关单位。"
    assert len(editor.rows) == len(CitizenNotice)
