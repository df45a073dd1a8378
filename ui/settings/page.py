"""The Settings page: tabs for what is mine and what I may manage."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QTabWidget, QVBoxLayout

from services.contracts.accounts import Permission
from ui.language import translate
from ui.page import Page, PageContext
from ui.settings.lists_view import CatalogueView, ScorecardsView, TeamsView
from ui.settings.mine_view import MineView
from ui.settings.people_view import PeopleView
from ui.settings.presenter import SettingsPresenter
from widgets import theme

_TAB = "settings.tab"


class SettingsPage(Page):
    """A tab is there only where the person may use it."""

    def __init__(self, presenter: SettingsPresenter, context: PageContext) -> None:
        super().__init__(context)
        self._presenter = presenter
        look = theme.current()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setObjectName("settings.tabs")
        self.mine = MineView(presenter, context)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.mine.setProperty("look", "plain")
        area.setWidget(self.mine)
        self.tabs.addTab(area, translate("Settings", "Mine"))
        self.people: PeopleView | None = None
        if presenter.may(Permission.ACCOUNT_READ):
            self.people = PeopleView(presenter, context)
            self.tabs.addTab(self.people, translate("Settings", "People"))
            self.tabs.addTab(TeamsView(presenter, context), translate("Settings", "Teams and skills"))
        if presenter.may(Permission.CATALOGUE_MANAGE):
            self.tabs.addTab(CatalogueView(presenter, context), translate("Settings", "Catalogue"))
            self.tabs.addTab(ScorecardsView(presenter, context), translate("Settings", "Scorecards"))
        column = QVBoxLayout(self)
        column.setContentsMargins(look.space.l, look.space.s, look.space.l, look.space.l)
        column.addWidget(self.tabs)
        self.tabs.setCurrentIndex(self._kept_tab())
        self.tabs.currentChanged.connect(lambda place: context.remember.put(_TAB, str(place)))
        self.bind("next_tab", self._go_to_next_tab)
        self.bind("new_account", self._begin_new_account)
        self.bind("save_account", presenter.save)
        self.bind("refresh", self._read_again)

    def entered(self) -> None:
        """Reads the lists that the person may see; the focus is on the tabs, which arrows change."""
        self._read_again()
        if self.focusWidget() is None:
            self.tabs.tabBar().setFocus(Qt.FocusReason.OtherFocusReason)

    def _read_again(self) -> None:
        if self._presenter.may(Permission.ACCOUNT_READ):
            self._presenter.load_people()
            self._presenter.load_catalogue()
        if self._presenter.may(Permission.CATALOGUE_MANAGE):
            self._presenter.load_scorecards()

    def _go_to_next_tab(self) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + 1) % self.tabs.count())

    def _begin_new_account(self) -> None:
        if self.people is not None:
            self.tabs.setCurrentWidget(self.people)
            self.people.begin_new()

    def _kept_tab(self) -> int:
        kept = self.context.remember.get(_TAB) or "0"
        return int(kept) if kept.isdigit() and int(kept) < self.tabs.count() else 0
