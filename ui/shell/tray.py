"""What cannot wait, told by the desktop while the window is not in front. Quiet where the system has no tray."""

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from services.contracts.notices import Notice
from widgets import icons

_MOST = 3
"""Lines of a message; desktops cut longer ones."""


def system_tray(parent: QObject) -> QSystemTrayIcon | None:
    """Returns an icon in the system's tray; ``None`` where there is no tray, or none that shows messages."""
    if not QSystemTrayIcon.isSystemTrayAvailable() or not QSystemTrayIcon.supportsMessages():
        return None
    picture = QApplication.windowIcon()
    return QSystemTrayIcon(icons.icon("notices") if picture.isNull() else picture, parent)


class Tray(QObject):
    """Shows the newest urgent notice; a click brings the window to the front, where the notice leads.

    Args:
        window: whose people are told; nobody is while it is in front, for what pops up there is seen.
        words: a notice as a sentence; the staff's and the ticket's, nothing of citizens.
        go: opens what a notice is about.
        parent: with which the icon goes.
    """

    def __init__(
        self, window: QWidget, words: Callable[[Notice], str], go: Callable[[Notice], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._words = words
        self._go = go
        self._icon: QSystemTrayIcon | None = None
        self._about: Notice | None = None
        cast(QGuiApplication, QGuiApplication.instance()).applicationStateChanged.connect(
            self._on_application_state_changed
        )

    def tell(self, urgent: list[Notice]) -> None:
        """Tells of urgent notices. The tray is looked for each time: a desktop's may come and go."""
        if not urgent or self._window.isActiveWindow():
            return
        if self._icon is None:
            self._icon = system_tray(self)
            if self._icon is None:
                return
            self._icon.messageClicked.connect(self._on_icon_message_clicked)
            self._icon.activated.connect(lambda _reason: self._on_icon_message_clicked())
        self._about = urgent[-1]
        self._icon.setToolTip(self._words(self._about))
        self._icon.show()
        lines = "\n".join(self._words(notice) for notice in urgent[-_MOST:])
        self._icon.showMessage(QApplication.applicationDisplayName(), lines, QSystemTrayIcon.MessageIcon.Warning)

    def close(self) -> None:
        """Takes the icon away: what it told of was seen."""
        self._about = None
        if self._icon is not None:
            self._icon.hide()

    def _on_application_state_changed(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self.close()

    def _on_icon_message_clicked(self) -> None:
        about = self._about
        self.close()
        self._window.setVisible(True)
        self._window.raise_()
        self._window.activateWindow()
        if about is not None:
            self._go(about)
