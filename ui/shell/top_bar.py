"""The line at the head of the window: page, search, training clock, person."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QToolButton

from services.contracts.accounts import Account
from ui.language import translate
from ui.roles import roles_words
from ui.shell.bell import Bell
from ui.shell.notices_presenter import NoticesPresenter
from ui.shell.status_presenter import StatusPresenter
from ui.shell.training_badge import TrainingBadge
from widgets import icons, theme
from widgets.badges import KeyHint
from widgets.looks import label


class TopBar(QFrame):
    """Says where one is and who one is."""

    palette_requested = Signal()
    notices_requested = Signal()
    sheet_requested = Signal()
    sign_out_requested = Signal()
    look_requested = Signal(dict)

    def __init__(self, account: Account, presenter: StatusPresenter, notices: NoticesPresenter, large: bool) -> None:
        super().__init__()
        look = theme.current()
        self.setProperty("look", "bar")
        self.title = label("", "title")
        self.title.setObjectName("top.title")
        search = self._search_button()
        help_button = QToolButton()
        help_button.setProperty("look", "quiet")
        help_button.setIcon(icons.icon("keyboard"))
        words = translate("Shell", "Keyboard shortcuts")
        help_button.setToolTip(f"{words}  F1")
        help_button.setAccessibleName(words)
        help_button.clicked.connect(self.sheet_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.space.l, look.space.xs, look.space.m, look.space.xs)
        row.setSpacing(look.space.s)
        row.addWidget(self.title)
        row.addStretch(1)
        row.addWidget(search)
        row.addStretch(1)
        row.addWidget(TrainingBadge(presenter))
        self.bell = Bell(notices)
        self.bell.clicked.connect(self.notices_requested)
        row.addWidget(self.bell)
        row.addWidget(help_button)
        row.addWidget(self._person_button(account, large))
        self.setFixedHeight(look.space.control + 2 * look.space.s)

    def _search_button(self) -> QPushButton:
        look = theme.current()
        words = translate("Shell", "Find a ticket, person, number, place …")
        search = QPushButton(icons.icon("search"), words)
        search.setObjectName("top.search")
        search.setProperty("look", "search")
        search.setAccessibleName(words)
        search.clicked.connect(self.palette_requested)
        inside = QHBoxLayout(search)
        inside.setContentsMargins(0, 0, look.space.s, 0)
        inside.addStretch(1)
        inside.addWidget(KeyHint("Ctrl+K"))
        search.setFixedWidth(380 if not look.large else 480)
        return search

    def _person_button(self, account: Account, large: bool) -> QPushButton:
        button = QPushButton(icons.icon("person"), f"{account.name} · {roles_words(account.roles)}")
        button.setObjectName("top.person")
        button.setProperty("look", "quiet")
        button.setAccessibleName(
            translate("Shell", "Signed in as {name}, {roles}").format(
                name=account.name, roles=roles_words(account.roles)
            )
        )
        button.setToolTip(account.username)
        menu = QMenu(button)
        dark = theme.current().dark
        to_chinese = {"language": "zh_CN"}
        to_english = {"language": "en"}
        # Each language is named in itself, for who cannot read the other.
        menu.addAction("中文", lambda: self.look_requested.emit(to_chinese))
        menu.addAction("English", lambda: self.look_requested.emit(to_english))
        menu.addSeparator()
        words = translate("Shell", "Light theme") if dark else translate("Shell", "Dark theme")
        menu.addAction(words, lambda: self.look_requested.emit({"theme": "light" if dark else "dark"}))
        words = translate("Shell", "Usual text size") if large else translate("Shell", "Large text")
        menu.addAction(words, lambda: self.look_requested.emit({"large_text": not large}))
        menu.addSeparator()
        menu.addAction(icons.icon("sign_out"), translate("Shell", "Sign out"), self.sign_out_requested.emit)
        button.setMenu(menu)
        return button
