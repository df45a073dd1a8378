"""Searching, opening, citing, proposing and deciding, by key presses."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QTextBrowser
from pytestqt.qtbot import QtBot

from services.contracts.knowledge import (
    Article,
    ArticleContent,
    ArticleStatus,
    ArticleVersion,
    Decision,
    Proposal,
)
from services.drafts import DraftJournal
from services.knowledge.index import Hit
from services.store.store import LocalStore
from services.tasks import ImmediateTasks, Progress
from services.texts import TypedTexts
from tests.keys import type_text
from ui.knowledge.editor import ArticleEditor
from ui.knowledge.entry import KnowledgePagePresenter, commands
from ui.knowledge.numbers import found
from ui.knowledge.page import KnowledgePage
from ui.knowledge.panel import KnowledgePanel
from ui.knowledge.presenter import KnowledgePresenter
from ui.page import PageContext
from widgets.remember import InMemory
from widgets.table.snapshot import TableSnapshot
from widgets.theme import Tone

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def article(key: str, title: str, version: int = 1, **more: object) -> Article:
    values = {"id": key, "version": version, "status": "published", "title": title, "updated_at": NOW, **more}
    return Article.model_validate(values)


class Knowledge:
    """Articles in memory; a search finds titles that contain the text."""

    def __init__(self) -> None:
        self.articles = {
            "a": article("a", "公积金提取", answer="您好，可以提取。", body="## 步骤\n\n1. 申请", keywords=["租房"]),
            "b": article("b", "入学报名", version=3),
        }
        self.waiting: list[ArticleVersion] = []
        self.proposed: list[Proposal] = []
        self.decided: list[tuple[str, bool, str]] = []
        self.searches: list[str] = []

    size = 3

    def open(self, progress: Progress) -> int:
        return len(self.articles)

    def sync(self, progress: Progress) -> int:
        return 0

    def search(self, text: str, limit: int = 20) -> list[Hit]:
        self.searches.append(text)
        return [Hit(a.id, a.title, a.summary, "", "", 1.0) for a in self.articles.values() if text and text in a.title]

    def browse(self) -> list[Article]:
        return list(self.articles.values())

    def article(self, article_id: str) -> Article:
        return self.articles[article_id]

    def versions(self, article_id: str) -> list[ArticleVersion]:
        return []

    def propose(self, proposal: Proposal) -> ArticleVersion:
        self.proposed.append(proposal)
        version = ArticleVersion(
            id=proposal.id,
            article_id=proposal.article_id,
            version=0,
            status=ArticleStatus.PROPOSED,
            content=proposal.content,
            author="话务员01",
            author_id="agent01",
            at=NOW,
            why=proposal.why,
            based_on=proposal.based_on,
        )
        self.waiting.append(version)
        return version

    def proposals(self, status: ArticleStatus = ArticleStatus.PROPOSED) -> list[ArticleVersion]:
        return list(self.waiting)

    def decide(self, proposal_id: str, decision: Decision) -> ArticleVersion:
        self.decided.append((proposal_id, decision.approve, decision.why))
        return self.waiting.pop(0)

    def retire(self, article_id: str, version: int) -> Article:
        raise AssertionError


class Notices:
    """Keeps what was said."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, text: str, tone: Tone = Tone.NEUTRAL, undo: object = None) -> None:
        self.said.append(text)


def no_export(_table: TableSnapshot) -> None:
    raise AssertionError


@pytest.fixture
def knowledge() -> Knowledge:
    return Knowledge()


@pytest.fixture
def panel(qtbot: QtBot, knowledge: Knowledge) -> KnowledgePanel:
    panel = KnowledgePanel(KnowledgePresenter(knowledge, ImmediateTasks()))
    qtbot.addWidget(panel)
    panel.show()
    return panel


def make_page(qtbot: QtBot, knowledge: Knowledge, may_approve: bool = False) -> tuple[KnowledgePage, Notices]:
    presenter = KnowledgePagePresenter(knowledge, ImmediateTasks())
    presenter.may_approve = may_approve
    notices = Notices()
    page = KnowledgePage(presenter, PageContext(commands(), InMemory(), notices, no_export))
    qtbot.addWidget(page)
    page.show()
    page.entered()
    return page, notices


def texts(page: object, kind: type) -> Sequence[str]:
    return [w.toPlainText() for w in page.findChildren(kind) if w.isVisible()]  # type: ignore[attr-defined]


def test_typing_searches_and_enter_opens_the_first(qtbot: QtBot, panel: KnowledgePanel) -> None:
    type_text(panel.field, "公积金")
    qtbot.waitUntil(lambda: "1" in panel._heading.text())
    QTest.keyClick(panel.field, Qt.Key.Key_Return)
    assert "申请" in texts(panel, QTextBrowser)[0]


def test_citing_hands_the_open_article_on(qtbot: QtBot, panel: KnowledgePanel) -> None:
    panel._presenter.open_article("a")
    cite = next(b for b in panel.findChildren(QPushButton) if b.isVisible() and b.property("look") == "primary")
    with qtbot.waitSignal(panel.cite_requested) as caught:
        QTest.keyClick(cite, Qt.Key.Key_Space)
    assert caught.args[0].id == "a"


def test_the_form_is_followed_until_somebody_searches(
    qtbot: QtBot, knowledge: Knowledge, panel: KnowledgePanel
) -> None:
    panel._presenter.follow("入学")
    qtbot.waitUntil(lambda: knowledge.searches == ["入学"])
    type_text(panel.field, "公积金")
    qtbot.waitUntil(lambda: knowledge.searches[-1] == "公积金")
    panel._presenter.follow("别的")
    qtbot.wait(350)
    assert knowledge.searches[-1] == "公积金"
    QTest.keyClick(panel.field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: knowledge.searches[-1] == "别的")


def test_an_article_with_markup_in_its_words_shows_them_as_words(qtbot: QtBot, knowledge: Knowledge) -> None:
    knowledge.articles["x"] = article(
        "x", "<b>粗</b>", answer="<img src='file:///etc/passwd'>", body="![x](file:///x.png)"
    )
    panel = KnowledgePanel(KnowledgePresenter(knowledge, ImmediateTasks()))
    qtbot.addWidget(panel)
    panel._presenter.open_article("x")
    assert panel._reader._answer.text().startswith("&lt;img")
    assert panel._reader._title.text() == "&lt;b&gt;粗&lt;/b&gt;"


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("可拨打0573-82120000或12329咨询。", ["0573-82120000", "12329"]),
        (
            "手机13800000042、400-820-8820，分机：0573 82120000转801",
            ["13800000042", "400-820-8820", "0573 82120000转801"],
        ),
        ("收费95588元，编号2026-05731234567，补贴12345万元", []),
        ("身份证 330402199001011234，账号6222021234567890", []),
        ("+86 13800000042", ["+86 13800000042"]),
    ],
)
def test_only_telephone_numbers_are_taken_for_some(words: str, numbers: list[str]) -> None:
    assert [number for _, _, number in found(words)] == numbers


def test_a_number_in_an_article_is_called_beside_a_form_and_nowhere_else(qtbot: QtBot, knowledge: Knowledge) -> None:
    body = "窗口电话：0573-82120000。[点这里](http://example.org) 与 [假](tel:0044123)"
    knowledge.articles["x"] = article("x", "公积金", answer="请拨 12329 <b>\n周一至周五 R&D", body=body)
    for can_cite in (True, False):
        panel = KnowledgePanel(KnowledgePresenter(knowledge, ImmediateTasks()), can_cite=can_cite)
        qtbot.addWidget(panel)
        panel._presenter.open_article("x")
        called: list[str] = []
        panel.call_requested.connect(called.append)
        answer, sheet = panel._reader._answer, panel._reader._sheet
        assert ("href='tel:12329'" in answer.text()) is can_cite
        assert answer.text().endswith("&lt;b&gt;<br>周一至周五 R&amp;D")
        for link in ("tel:12329", "http://example.org", "tel:0044123", "tel:"):
            answer.linkActivated.emit(link)
        assert called == (["12329"] if can_cite else [])
        cursor = sheet.document().find("82120000")
        assert cursor.charFormat().anchorHref() == ("tel:0573-82120000" if can_cite else "")
        sheet.anchorClicked.emit(QUrl("tel:0573-82120000"))
        assert called == (["12329", "0573-82120000"] if can_cite else [])


def test_the_page_lists_everything_and_opens_by_keyboard(qtbot: QtBot, knowledge: Knowledge) -> None:
    page, _ = make_page(qtbot, knowledge)
    assert "2" in page._count.text()
    QTest.keyClick(page.field, Qt.Key.Key_Return)
    assert page._presenter.article is not None
    assert page.unbound_commands() == []


def test_a_change_is_proposed_on_top_of_the_version_seen(qtbot: QtBot, knowledge: Knowledge) -> None:
    page, notices = make_page(qtbot, knowledge)
    page._presenter.open_article("b")
    page.actions_by_name["propose"].trigger()
    propose = next(b for b in page._editor.findChildren(QPushButton) if b.property("look") == "primary")
    QTest.keyClick(propose, Qt.Key.Key_Space)
    assert knowledge.proposed == []
    assert page._editor._problem.text()
    type_text(page._editor.findChild(QPlainTextEdit), "新的摘要")
    type_text(page._editor._why, "口径更新")
    QTest.keyClick(propose, Qt.Key.Key_Space)
    proposal = knowledge.proposed[0]
    assert (proposal.article_id, proposal.based_on, proposal.why) == ("b", 3, "口径更新")
    assert proposal.content.summary == "新的摘要"
    assert notices.said


def test_too_long_a_text_is_refused_with_a_sentence_and_kept(qtbot: QtBot, knowledge: Knowledge) -> None:
    page, _ = make_page(qtbot, knowledge)
    page.actions_by_name["new"].trigger()
    page._editor._title.setText("标题")
    page._editor._why.setText("新条目")
    page._editor._body.setPlainText("字" * 100_000)
    propose = next(b for b in page._editor.findChildren(QPushButton) if b.property("look") == "primary")
    QTest.keyClick(propose, Qt.Key.Key_Space)
    assert "60000" in page._editor._problem.text()
    assert len(page._editor._body.toPlainText()) == 100_000
    assert knowledge.proposed == []


def test_an_editor_sees_what_changes_and_refuses_only_with_a_reason(qtbot: QtBot, knowledge: Knowledge) -> None:
    knowledge.propose(
        Proposal(id="p", article_id="b", content=ArticleContent(title="入学登记"), why="改名", based_on=3)
    )
    page, notices = make_page(qtbot, knowledge, may_approve=True)
    page.actions_by_name["proposals"].trigger()
    shown = page._proposals._sheet.toPlainText()
    assert "− 入学报名" in shown
    assert "+ 入学登记" in shown
    assert not page._proposals._refuse.isEnabled()
    why = next(f for f in page._proposals.findChildren(QLineEdit) if f.isVisible())
    type_text(why, "名称不规范")
    QTest.keyClick(page._proposals._refuse, Qt.Key.Key_Space)
    assert knowledge.decided == [("p", False, "名称不规范")]
    assert notices.said


def editor_of(page: KnowledgePage) -> ArticleEditor:
    return page.findChild(ArticleEditor)  # type: ignore[no-any-return]


def test_an_unfinished_proposal_outlives_page_and_program(qtbot: QtBot, knowledge: Knowledge, tmp_path: Path) -> None:
    store = LocalStore(tmp_path / "desk.db")

    def begin() -> tuple[KnowledgePage, ArticleEditor, Notices]:
        journal = DraftJournal(store, lambda callback: callback())
        # As its thread does, at once.
        journal.write = lambda draft_id, kind, fields: journal._save({draft_id: (kind, fields)})  # type: ignore[method-assign,assignment]
        texts = TypedTexts(journal)
        texts.read()
        presenter = KnowledgePagePresenter(knowledge, ImmediateTasks(), texts=texts)
        notices = Notices()
        page = KnowledgePage(presenter, PageContext(commands(), InMemory(), notices, no_export))
        qtbot.addWidget(page)
        page.show()
        presenter.open_article(next(iter(knowledge.articles)))
        page.actions_by_name["propose"].trigger()
        return page, editor_of(page), notices

    _page, editor, _notices = begin()
    editor._body.setFocus()
    qtbot.keyClicks(editor._why, "new rules")
    editor._body.setPlainText("写了一半")
    page, editor, notices = begin()
    assert (editor._body.toPlainText(), editor._why.text()) == ("写了一半", "new rules")
    assert editor._title.text() == next(iter(knowledge.articles.values())).title
    editor.cancel_requested.emit()
    assert notices.said == ["What was typed is thrown away."]
    page.actions_by_name["propose"].trigger()
    assert editor._why.text() == ""
    qtbot.keyClicks(editor._why, "again")
    editor._on_propose_clicked()
    assert len(knowledge.proposed) == 1
    _page, editor, _notices = begin()
    assert editor._why.text() == ""
    assert [draft.fields for draft in DraftJournal(store, lambda callback: callback()).open_drafts("text")] == []


def test_who_types_before_the_index_is_filled_gets_an_answer_afterwards(qtbot: QtBot) -> None:
    knowledge = Knowledge()
    knowledge.size = 0
    hits = knowledge.search("公积金")
    knowledge.search = lambda text, limit=20: hits if knowledge.size else []  # type: ignore[method-assign]
    presenter = KnowledgePresenter(knowledge, ImmediateTasks())
    presenter.follow("公积金")
    with qtbot.waitSignal(presenter.results_changed) as told:
        pass
    assert told.args == [[], "公积金"]
    knowledge.size = 3
    with qtbot.waitSignal(presenter.results_changed) as told:
        pass
    assert told.args is not None
    assert told.args[0] == hits
