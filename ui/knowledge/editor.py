"""The form in which a change to an article, or a new article, is proposed."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from services.contracts.knowledge import Article, ArticleContent
from widgets import theme
from widgets.language import translate

_TITLE, _SUMMARY, _ANSWER, _BODY, _KEYWORDS, _KEYWORD = 120, 8_000, 8_000, 60_000, 30, 120
"""Limits of :class:`ArticleContent`, in characters and (keywords) in number."""


class ArticleEditor(QWidget):
    """A form over one article. What is wrong is said beside the button; nothing typed is taken away.

    Signals:
        propose_requested: content (:class:`ArticleContent`), why, and the article it changes or ``None``.
        cancel_requested: back without proposing.
        typed: the article that is changed or ``None``, and every field as it stands, after each key.
    """

    propose_requested = Signal(object, str, object)
    cancel_requested = Signal()
    typed = Signal(object, dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.current().space
        self._article: Article | None = None
        self._filling = False
        self._heading = QLabel()
        self._heading.setProperty("look", "title")
        self._title = QLineEdit()
        self._keywords = QLineEdit()
        self._keywords.setPlaceholderText(
            translate("Knowledge", "Separated by spaces; also the words that citizens use")
        )
        self._summary = _text(3)
        self._answer = _text(5)
        self._body = _text(12)
        self._body.setPlaceholderText(translate("Knowledge", "Markdown: ## heading, 1. step, - item"))
        self._check = QCheckBox(translate("Knowledge", "Figures and limits change: check with the department"))
        self._why = QLineEdit()
        self._why.setPlaceholderText(translate("Knowledge", "What changed, and where it is published"))
        form = QFormLayout()
        form.setSpacing(space.s)
        for label, field in (
            (translate("Knowledge", "Title"), self._title),
            (translate("Knowledge", "Keywords"), self._keywords),
            (translate("Knowledge", "Summary"), self._summary),
            (translate("Knowledge", "What to say"), self._answer),
            (translate("Knowledge", "Details"), self._body),
            ("", self._check),
            (translate("Knowledge", "Why"), self._why),
        ):
            form.addRow(label, field)
            if label:
                field.setAccessibleName(label)
        for line in (self._title, self._keywords, self._why):
            line.textEdited.connect(self._tell)
        for text in (self._summary, self._answer, self._body):
            text.textChanged.connect(self._tell)
        self._check.clicked.connect(self._tell)
        self._problem = QLabel()
        self._problem.setProperty("look", "error")
        self._problem.setWordWrap(True)
        cancel = QPushButton(translate("Knowledge", "Cancel"))
        cancel.clicked.connect(self.cancel_requested)
        propose = QPushButton(translate("Knowledge", "Propose"))
        propose.setProperty("look", "primary")
        propose.setShortcut("Ctrl+Return")
        propose.clicked.connect(self._on_propose_clicked)
        buttons = QHBoxLayout()
        buttons.addWidget(self._problem, 1)
        buttons.addWidget(cancel)
        buttons.addWidget(propose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(space.m)
        layout.addWidget(self._heading)
        layout.addLayout(form, 1)
        layout.addLayout(buttons)

    def edit(self, article: Article | None, unfinished: dict[str, Any] | None = None) -> None:
        """Begins with what was left unfinished, else with an article's content, or empty for a new article."""
        self._article = article
        self._filling = True
        self._heading.setText(
            translate("Knowledge", "Propose a change") if article else translate("Knowledge", "Propose an article")
        )
        self._title.setText(article.title if article else "")
        self._keywords.setText(" ".join(article.keywords) if article else "")
        self._summary.setPlainText(article.summary if article else "")
        self._answer.setPlainText(article.answer if article else "")
        self._body.setPlainText(article.body if article else "")
        self._check.setChecked(article.check_with_department if article else True)
        self._why.clear()
        for name, field in self._fields.items():
            if unfinished and isinstance(kept := unfinished.get(name), str):
                field.setText(kept) if isinstance(field, QLineEdit) else field.setPlainText(kept)
        if unfinished:
            self._check.setChecked(bool(unfinished.get("check")))
        self._filling = False
        self._problem.clear()
        self._title.setFocus()

    @property
    def article(self) -> Article | None:
        """The article that is changed; ``None`` while a new one is written."""
        return self._article

    @property
    def _fields(self) -> dict[str, QLineEdit | QPlainTextEdit]:
        return {
            "title": self._title,
            "keywords": self._keywords,
            "summary": self._summary,
            "answer": self._answer,
            "body": self._body,
            "why": self._why,
        }

    def _tell(self) -> None:
        if not self._filling:
            texts: dict[str, Any] = {
                name: field.text() if isinstance(field, QLineEdit) else field.toPlainText()
                for name, field in self._fields.items()
            }
            self.typed.emit(self._article, texts | {"check": self._check.isChecked()})

    def _on_propose_clicked(self) -> None:
        problem = self._find_problem()
        self._problem.setText(problem[0] if problem else "")
        if problem:
            problem[1].setFocus()
            return
        base = self._article
        content = ArticleContent(
            title=self._title.text(),
            category=base.category if base else "",
            unit=base.unit if base else "",
            keywords=self._keywords.text().split(),
            summary=self._summary.toPlainText(),
            answer=self._answer.toPlainText(),
            body=self._body.toPlainText(),
            check_with_department=self._check.isChecked(),
            related=base.related if base else [],
        )
        self.propose_requested.emit(content, self._why.text().strip(), base)

    def _find_problem(self) -> tuple[str, QWidget] | None:
        if not self._title.text().strip():
            return translate("Knowledge", "Please give a title."), self._title
        if not self._why.text().strip():
            return translate("Knowledge", "Please say why, so that the editor can check it."), self._why
        keywords = self._keywords.text().split()
        if len(keywords) > _KEYWORDS or any(len(word) > _KEYWORD for word in keywords):
            words = translate("Knowledge", "At most {count} keywords.").format(count=_KEYWORDS)
            return words, self._keywords
        too_long = translate("Knowledge", "Too long: {length} of at most {limit} characters.")
        for field, text, limit in (
            (self._title, self._title.text(), _TITLE),
            (self._summary, self._summary.toPlainText(), _SUMMARY),
            (self._answer, self._answer.toPlainText(), _ANSWER),
            (self._body, self._body.toPlainText(), _BODY),
            (self._why, self._why.text(), _SUMMARY),
        ):
            if len(text) > limit:
                return too_long.format(length=len(text), limit=limit), field
        return None


def _text(lines: int) -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setTabChangesFocus(True)
    field.setMinimumHeight(field.fontMetrics().lineSpacing() * min(lines, 4) + 16)
    return field
