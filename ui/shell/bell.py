"""The bell at the head of the window: how many notices are unread, and whether it is quiet."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from ui.language import translate
from ui.shell.notices_presenter import NoticesPresenter
from widgets import icons

KEY = "Ctrl+Shift+B"
_MOST = 99


class Bell(QToolButton):
    """Opens the notification centre. In quiet its count stands still and the bell sleeps."""

    def __init__(self, presenter: NoticesPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        self.setObjectName("top.notices")
        self.setProperty("look", "quiet")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        presenter.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Shows the count."""
        p = self._presenter
        count = p.counted
        text = "" if not count else f"{_MOST}+" if count > _MOST else str(count)
        self.setText(text)
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if text else Qt.ToolButtonStyle.ToolButtonIconOnly
        self.setToolButtonStyle(style)
        self.setIcon(icons.icon("quiet" if p.is_quiet else "notices", "accent" if count else "text_muted"))
        words = translate("Notices", "Notices, unread: {count}").format(count=count)
        if p.is_quiet:
            words = translate("Notices", "{notices}; quiet").format(notices=words)
        self.setAccessibleName(words)
        self.setToolTip(f"{words}  {KEY}")
