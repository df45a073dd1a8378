"""The red line over every page while an emergency has not been acknowledged."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from ui.language import translate
from ui.shell.alerts_presenter import AlertsPresenter
from widgets import icons, theme
from widgets.badges import key_text
from widgets.looks import label

KEY = "Ctrl+Shift+E"


class AlertBanner(QFrame):
    """Says how many there are and what the first is about; takes no room while all is well."""

    go_requested = Signal()

    def __init__(self, presenter: AlertsPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        space = theme.current().space
        self.setProperty("look", "alarm")
        self.setObjectName("alert.banner")
        sign = label()
        sign.setPixmap(icons.icon("bad", "on_bad").pixmap(space.icon, space.icon))
        self.text = label()
        self.text.setObjectName("alert.text")
        words = translate("Shell", "Go there")
        self.button = QPushButton(f"{words}  {key_text(KEY)}")
        self.button.setAccessibleName(words)
        self.button.setObjectName("alert.go")
        self.button.clicked.connect(self.go_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(space.l, space.xs, space.m, space.xs)
        row.setSpacing(space.s)
        row.addWidget(sign)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        presenter.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Shows what is not acknowledged, or goes."""
        alerts = self._presenter.alerts
        self.setVisible(bool(alerts))
        if not alerts:
            return
        titles = [alert.title for alert in alerts if alert.title]
        words = translate("Shell", "Emergencies that nobody has acknowledged: {count}").format(count=len(alerts))
        self.text.setText(f"{words} · {titles[0]}" if titles else words)
        self.setAccessibleName(self.text.text())
