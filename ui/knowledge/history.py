"""Versions of an article and what changed between two of them, line by line."""

import difflib
import html

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from services.contracts.knowledge import ArticleContent, ArticleStatus, ArticleVersion
from ui import moments
from widgets import theme
from widgets.language import translate


def as_lines(content: ArticleContent | None) -> list[str]:
    """Returns what an article says as lines, for comparing two versions."""
    if content is None:
        return []
    parts = (content.title, " ".join(content.keywords), content.summary, content.answer, content.body)
    lines = [line for part in parts for line in part.split("\n")]
    return [*lines, translate("Knowledge", "Check with the department") if content.check_with_department else ""]


def difference(before: ArticleContent | None, after: ArticleContent) -> str:
    """Returns what changed as HTML: dropped lines struck out, new ones marked, the rest quiet."""
    look = theme.current().colours
    rows = []
    for line in difflib.ndiff(as_lines(before), as_lines(after)):
        mark, text = line[:2], html.escape(line[2:])
        if mark == "- ":
            rows.append(f'<p style="margin:2px;background:{look.bad_soft};color:{look.text}"><s>− {text}</s></p>')
        elif mark == "+ ":
            rows.append(f'<p style="margin:2px;background:{look.good_soft};color:{look.text}">+ {text}</p>')
        elif mark == "  " and text:
            rows.append(f'<p style="margin:2px;color:{look.text_muted}">{text}</p>')
    return "".join(rows)


class VersionView(QWidget):
    """A list of versions or proposals beside what the selected one changes.

    With ``can_decide`` the person publishes or refuses the selected proposal.

    Signals:
        decide_requested: proposal id, approve or refuse, and the reason.
        close_requested: back to the article.
    """

    decide_requested = Signal(str, bool, str)
    close_requested = Signal()

    def __init__(self, *, can_decide: bool, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        space = theme.current().space
        self._versions: list[ArticleVersion] = []
        self._bases: dict[tuple[str, int], ArticleContent] = {}
        self._list = QListWidget()
        self._list.setAccessibleName(translate("Knowledge", "Versions"))
        self._list.setWordWrap(True)
        self._list.currentRowChanged.connect(self._on_list_current_row_changed)
        self._sheet = QTextBrowser()
        self._sheet.setAccessibleName(translate("Knowledge", "What changes"))
        self._empty = QLabel(empty)
        self._empty.setProperty("look", "muted")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._split = QSplitter()
        self._split.addWidget(self._list)
        self._split.addWidget(self._sheet)
        self._split.setStretchFactor(1, 2)
        self._why = QLineEdit()
        self._why.setPlaceholderText(translate("Knowledge", "Reason (needed to refuse)"))
        self._why.setAccessibleName(translate("Knowledge", "Reason"))
        self._why.textChanged.connect(self._update_buttons)
        self._refuse = QPushButton(translate("Knowledge", "Refuse"))
        self._refuse.clicked.connect(lambda: self._decide(approve=False))
        self._publish = QPushButton(translate("Knowledge", "Publish"))
        self._publish.setProperty("look", "primary")
        self._publish.clicked.connect(lambda: self._decide(approve=True))
        back = QPushButton(translate("Knowledge", "Back"))
        back.clicked.connect(self.close_requested)
        buttons = QHBoxLayout()
        buttons.addWidget(back)
        buttons.addWidget(self._why, 1)
        buttons.addWidget(self._refuse)
        buttons.addWidget(self._publish)
        for part in (self._why, self._refuse, self._publish):
            part.setVisible(can_decide)
        if not can_decide:
            buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(space.s)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._split, 1)
        layout.addLayout(buttons)
        self.show_versions([])

    def show_versions(self, versions: list[ArticleVersion]) -> None:
        """Shows versions; what one changes is told against the version it is based on, where that is among them."""
        self._versions = versions
        for version in versions:
            if version.version:
                self._bases[version.article_id, version.version] = version.content
        self._list.clear()
        for version in versions:
            self._list.addItem(QListWidgetItem(_title(version)))
        self._empty.setVisible(not versions)
        self._split.setVisible(bool(versions))
        self._list.setCurrentRow(0 if versions else -1)
        self._update_buttons()

    def know_base(self, article_id: str, version: int, content: ArticleContent) -> None:
        """Tells what a proposal is based on, so that only its changes are shown."""
        self._bases[article_id, version] = content
        self._on_list_current_row_changed(self._list.currentRow())

    def _on_list_current_row_changed(self, row: int) -> None:
        version = self._versions[row] if 0 <= row < len(self._versions) else None
        if version is not None:
            base = self._bases.get((version.article_id, version.based_on))
            reason = f"<p><i>{html.escape(version.why)}</i></p>" if version.why else ""
            self._sheet.setHtml(reason + difference(base, version.content))
        self._update_buttons()

    def _update_buttons(self) -> None:
        row = self._list.currentRow()
        chosen = 0 <= row < len(self._versions)
        self._publish.setEnabled(chosen)
        self._refuse.setEnabled(chosen and bool(self._why.text().strip()))

    def _decide(self, *, approve: bool) -> None:
        row = self._list.currentRow()
        if 0 <= row < len(self._versions):
            self.decide_requested.emit(self._versions[row].id, approve, self._why.text().strip())
            self._why.clear()


def _title(version: ArticleVersion) -> str:
    when = f"{moments.local(version.at):%Y-%m-%d %H:%M}"
    words = {
        ArticleStatus.PROPOSED: translate("Knowledge", "Proposed"),
        ArticleStatus.REFUSED: translate("Knowledge", "Refused"),
        ArticleStatus.RETIRED: translate("Knowledge", "Not in use"),
        ArticleStatus.PUBLISHED: translate("Knowledge", "Version {version}").format(version=version.version),
    }[version.status]
    return f"{words} · {when}\n{version.content.title}\n{version.author}"
