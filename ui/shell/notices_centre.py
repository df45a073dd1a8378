"""Brings the notification centre into the window: the pane, what pops up, where a notice leads."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from services.contracts.notices import Notice
from ui.language import translate
from ui.notice_words import notice_tone, notice_words
from ui.page import Link, Notices
from ui.shell.controller import ShellController
from ui.shell.notices_pane import NoticesPane
from ui.shell.tray import Tray
from ui.shell.workspace import Workspace
from widgets.theme import Tone

_ONE_BY_ONE = 2


class NoticesCentre(QObject):
    """Lives as long as the workspace that it belongs to."""

    def __init__(
        self, controller: ShellController, workspace: Workspace, area: Notices, go: Callable[[Link], object]
    ) -> None:
        super().__init__(workspace)
        self._presenter = controller.notices
        self._workspace = workspace
        self._area = area
        self._go = go
        self._preferences = controller.container.preferences
        self._pages = frozenset(entry.key for entry in controller.allowed)
        self.pane = NoticesPane(self._presenter, controller.container.live.server_now, workspace)
        self.pane.go_requested.connect(self._on_go)
        self.tray = Tray(workspace.window(), self._words, self._on_go, self)
        workspace.top.notices_requested.connect(self.pane.open_pane)
        self._presenter.popped_up.connect(self._on_popped_up)

    def _on_go(self, notice: Notice) -> None:
        link = self._presenter.link(notice, self._pages)
        if link is not None:
            self._go(link)

    def _words(self, notice: Notice) -> str:
        return notice_words(notice, self._presenter.choices)

    def _on_popped_up(self, fresh: list[Notice]) -> None:
        urgent = [notice for notice in fresh if notice.urgent]
        if self.pane.isVisible() and not urgent:
            return  # it is seen already
        others = [notice for notice in fresh if not notice.urgent]
        alone = urgent + (others if len(others) <= _ONE_BY_ONE else [])
        for notice in alone:
            self._area.say(self._words(notice), notice_tone(notice))
        if len(others) > _ONE_BY_ONE:
            self._area.say(translate("Notices", "New notices: {count}").format(count=len(others)), Tone.NEUTRAL)
        self.tray.tell(urgent)
        QApplication.alert(self._workspace.window())
        if self._preferences.sounds:
            QApplication.beep()
