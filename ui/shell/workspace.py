"""The window of who is signed in: navigation, head line, pages, foot line. Thrown away and built anew at any time."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from services.contracts.accounts import Account
from ui.commands import Command, CommandGroup
from ui.language import translate
from ui.page import Link, Page, PageContext
from ui.shell.alert_banner import AlertBanner
from ui.shell.controller import ShellController
from ui.shell.entries import PageEntry
from ui.shell.pages import first_page
from ui.shell.rail import NavigationRail
from ui.shell.shortcuts import page_commands, window_commands
from ui.shell.status_bar import StatusBar
from ui.shell.top_bar import TopBar

MakeContext = Callable[[list[Command]], PageContext]


class Workspace(QWidget):
    """Builds a page when it is first shown; knows which one is in front."""

    page_shown = Signal(str)

    def __init__(self, controller: ShellController, account: Account, make_context: MakeContext) -> None:
        super().__init__()
        self._controller = controller
        self._account = account
        self._make_context = make_context
        self._pages: dict[str, Page] = {}
        self.current_key = ""
        self.top = TopBar(account, controller.status, controller.notices, controller.container.preferences.large_text)
        self.rail = NavigationRail(controller.allowed)
        self.status = StatusBar(controller.status)
        self.banner = AlertBanner(controller.alerts)
        self.banner.go_requested.connect(self.go_to_alerts)
        self._stack = QStackedWidget()
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.top)
        right.addWidget(self.banner)
        right.addWidget(self._stack, 1)
        right.addWidget(self.status)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        self.rail.page_requested.connect(self.show_page)
        controller.badge_changed.connect(self.rail.set_badge)
        for key, text in controller.badges.items():
            self.rail.set_badge(key, text)

    @property
    def current(self) -> Page | None:
        """The page in front."""
        return self._pages.get(self.current_key)

    def show_first(self) -> None:
        """Shows the page of the person's role; where that is not there, the first that they may use."""
        wanted = first_page(self._account.roles)
        if self.show_page(wanted) is None and self._controller.allowed:
            self.show_page(self._controller.allowed[0].key)

    def show_page(self, key: str) -> Page | None:
        """Brings a page to the front, building it as needed; ``None`` for a page that the person may not use."""
        entry = self._entry(key)
        if entry is None:
            return None
        page = self._pages.get(key) or self._build(entry)
        if key != self.current_key:
            if self.current is not None:
                self.current.left()
            self.current_key = key
            self._stack.setCurrentWidget(page)
            self.top.title.setText(entry.title())
            self.rail.show_current(key)
            page.entered()
            self.page_shown.emit(key)
        return page

    def open_link(self, link: Link) -> bool:
        """Goes to a link; returns whether the person may."""
        page = self.show_page(link.page)
        if page is not None and link.what:
            page.open_link(link)
        return page is not None

    def go_to_alerts(self) -> None:
        """Goes to the emergencies that nobody has acknowledged; stays where there are none."""
        link = self._controller.alerts.link({entry.key for entry in self._controller.allowed})
        if link is not None:
            self.open_link(link)

    def leave(self) -> None:
        """Tells the page in front that it goes; before the workspace is thrown away."""
        if self.current is not None:
            self.current.left()
            self.current_key = ""

    def command_groups(self) -> list[CommandGroup]:
        """Returns the commands of the page in front, of the window, and of all other pages that the person may use."""
        everywhere = window_commands() + page_commands(self._controller.allowed)
        ordered = sorted(self._controller.allowed, key=lambda entry: entry.key != self.current_key)
        groups = [CommandGroup(entry.title(), list(entry.parts().commands())) for entry in ordered]
        groups.insert(1, CommandGroup(translate("Shell", "Everywhere"), everywhere))
        return [group for group in groups if group.commands]

    def runnable(self) -> list[tuple[Command, str, Callable[[], None]]]:
        """Returns what the page in front can do now, for the palette."""
        page, entry = self.current, self._entry(self.current_key)
        if page is None or entry is None:
            return []
        return [
            (command, entry.title(), page.actions_by_name[command.key].trigger)
            for command in page.context.commands
            if command.key in page.actions_by_name and page.actions_by_name[command.key].isEnabled()
        ]

    def _entry(self, key: str) -> PageEntry | None:
        return next((entry for entry in self._controller.allowed if entry.key == key), None)

    def _build(self, entry: PageEntry) -> Page:
        parts = entry.parts()
        page = parts.make_page(self._controller.presenters[entry.key], self._make_context(list(parts.commands())))
        page.open_requested.connect(self.open_link)
        self._stack.addWidget(page)
        self._pages[entry.key] = page
        return page
