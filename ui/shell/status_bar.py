"""The line at the foot of the window: is it true, is it sent, what is running."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton

from services.tasks import Task
from ui.language import translate
from ui.shell.status_presenter import ConnectionState, StatusPresenter
from widgets import icons, theme
from widgets.looks import label, set_look

_ICONS = {
    ConnectionState.CONNECTING: ("stale", "text_muted"),
    ConnectionState.CONNECTED: ("connected", "good"),
    ConnectionState.STALE: ("stale", "warn"),
    ConnectionState.EXCHANGE_LOST: ("stale", "warn"),
    ConnectionState.OFFLINE: ("offline", "bad"),
}


class StatusBar(QFrame):
    """Connection at the left, unsent work beside it, running work at the right."""

    needs_you_requested = Signal()

    def __init__(self, presenter: StatusPresenter) -> None:
        super().__init__()
        self._presenter = presenter
        look = theme.current()
        self.setProperty("look", "status")
        self._picture = QLabel()
        self.connection = label("", "caption")
        self.connection.setObjectName("status.connection")
        self._again = self._button(translate("Shell", "Try now"), "link")
        self._again.clicked.connect(presenter.try_connection_now)
        self.unsent = label("", "caption")
        self.unsent.setObjectName("status.unsent")
        self.needs_you = self._button("", "link")
        self.needs_you.setObjectName("status.needs_you")
        self.needs_you.clicked.connect(self.needs_you_requested)
        self.work = label("", "caption")
        self.work.setObjectName("status.work")
        self._cancel = QToolButton()
        self._cancel.setProperty("look", "quiet")
        self._cancel.setIcon(icons.icon("close"))
        self._cancel.setObjectName("status.cancel")
        self._cancel.setAccessibleName(translate("Shell", "Cancel what is running"))
        self._cancel.setToolTip(translate("Shell", "Cancel what is running"))
        self._cancel.clicked.connect(self._on_cancel_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.space.m, 0, look.space.m, 0)
        row.setSpacing(look.space.s)
        for part in (self._picture, self.connection, self._again, self.unsent, self.needs_you):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.work)
        row.addWidget(self._cancel)
        self.setFixedHeight(look.space.row + 2)
        presenter.connection_changed.connect(self._on_presenter_connection_changed)
        presenter.outbox_changed.connect(self._on_presenter_outbox_changed)
        presenter.tasks_changed.connect(self._on_presenter_tasks_changed)
        self._on_presenter_connection_changed()
        self._on_presenter_outbox_changed()
        self._on_presenter_tasks_changed()

    def _button(self, words: str, look: str) -> QPushButton:
        button = QPushButton(words)
        button.setProperty("look", look)
        return button

    def _on_presenter_connection_changed(self) -> None:
        state = self._presenter.connection
        at = self._presenter.last_true_at
        when = at.strftime("%H:%M:%S") if at else "–"
        words = {
            ConnectionState.CONNECTING: translate("Shell", "Connecting …"),
            ConnectionState.CONNECTED: translate("Shell", "Connected"),
            ConnectionState.STALE: translate("Shell", "No sign of life; last true at {time}").format(time=when),
            ConnectionState.EXCHANGE_LOST: translate("Shell", "Calls: last true at {time}").format(time=when),
            ConnectionState.OFFLINE: translate("Shell", "Offline; last true at {time}").format(time=when),
        }[state]
        icon, role = _ICONS[state]
        self._picture.setPixmap(icons.icon(icon, role).pixmap(16, 16))
        self.connection.setText(words)
        self.connection.setToolTip(self._presenter.connection_problem)
        tones = {ConnectionState.OFFLINE: "bad", ConnectionState.STALE: "warn", ConnectionState.EXCHANGE_LOST: "warn"}
        tone = tones.get(state, "quiet")
        set_look(self.connection, "words", tone)
        self._again.setVisible(state in (ConnectionState.STALE, ConnectionState.OFFLINE))

    def _on_presenter_outbox_changed(self) -> None:
        waiting, needs = self._presenter.will_be_filed, self._presenter.needs_you
        self.unsent.setText(translate("Shell", "Will be filed: {count}").format(count=waiting) if waiting else "")
        self.unsent.setVisible(bool(waiting))
        self.needs_you.setText(translate("Shell", "Needs you: {count}").format(count=needs))
        self.needs_you.setIcon(icons.icon("warn", "warn"))
        self.needs_you.setVisible(bool(needs))

    def _on_presenter_tasks_changed(self) -> None:
        tasks = self._presenter.tasks
        self._cancel.setVisible(bool(tasks))
        self.work.setVisible(bool(tasks))
        if not tasks:
            self.work.clear()
            return
        words = _task_words(tasks[0])
        if len(tasks) > 1:
            words = translate("Shell", "{work} and {count} more").format(work=words, count=len(tasks) - 1)
        self.work.setText(words)

    def _on_cancel_clicked(self) -> None:
        tasks = self._presenter.tasks
        if len(tasks) == 1:
            tasks[0].cancel()
            return
        menu = QMenu(self)
        for task in tasks:
            menu.addAction(icons.icon("close"), _task_words(task), task.cancel)
        menu.popup(self._cancel.mapToGlobal(self._cancel.rect().topLeft()))


def _task_words(task: Task) -> str:
    if task.total > 0:
        return f"{task.title}  {min(100, task.done * 100 // task.total)} %"
    return f"{task.title} {task.note}".strip()
