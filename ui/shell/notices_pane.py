"""The notification centre: a pane under the bell, the newest first."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QMenu, QPushButton, QVBoxLayout, QWidget

from services.contracts.notices import Notice
from ui.language import translate
from ui.notice_words import notice_words
from ui.problems import problem_words
from ui.shell.notices_list import NoticeDelegate, NoticesModel
from ui.shell.notices_presenter import NoticesPresenter
from widgets import icons, theme
from widgets.empty import EmptyHint
from widgets.looks import label

_QUIET_MINUTES = (30, 60, 240)


class NoticesPane(QFrame):
    """Enter goes to what a notice is about, R marks it as read, Escape closes; the focus comes back to where it was."""

    go_requested = Signal(object)
    """A :class:`Notice`."""

    def __init__(self, presenter: NoticesPresenter, now: Callable[[], datetime], parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._host = parent
        self._back_to: QWidget | None = None
        space = theme.current().space
        self.setProperty("look", "floating")
        self.setObjectName("notices.pane")
        self.setAccessibleName(translate("Notices", "Notices"))
        self._title = label(translate("Notices", "Notices"), "strong")
        self.quiet = QPushButton(icons.icon("quiet"), translate("Notices", "Quiet"))
        self.quiet.setObjectName("notices.quiet")
        self.quiet.setProperty("look", "quiet")
        self.quiet.setMenu(self._quiet_menu())
        self.all_read = QPushButton(icons.icon("check"), translate("Notices", "All read"))
        self.all_read.setObjectName("notices.all_read")
        self.all_read.setProperty("look", "quiet")
        self.all_read.clicked.connect(presenter.mark_all_read)
        self._state = label("", "caption", wrap=True)
        self._state.setObjectName("notices.state")
        self._model = NoticesModel(presenter, now, self)
        self.list = QListView()
        self.list.setObjectName("notices.list")
        self.list.setAccessibleName(translate("Notices", "Notices, the newest first"))
        self.list.setProperty("look", "plain")
        self.list.setModel(self._model)
        self.list.setItemDelegate(NoticeDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.installEventFilter(self)
        self.list.clicked.connect(lambda _index: self._go())
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self._empty = EmptyHint("", "notices")
        self._foot = label(translate("Notices", "Enter open · R read · Esc close"), "caption")
        head = QHBoxLayout()
        head.setSpacing(space.xs)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self.quiet)
        head.addWidget(self.all_read)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.m, space.s, space.m, space.s)
        column.setSpacing(space.s)
        column.addLayout(head)
        column.addWidget(self._state)
        column.addWidget(self.list, 1)
        column.addWidget(self._empty, 1)
        column.addWidget(self._foot)
        self.hide()
        parent.installEventFilter(self)
        for part in (self.quiet, self.all_read):
            part.installEventFilter(self)
        presenter.changed.connect(self.refresh)
        self.refresh()

    def open_pane(self) -> None:
        """Opens it, or closes it where it is open."""
        if self.isVisible():
            self.close_pane()
            return
        self._back_to = self._host.focusWidget()
        self._place()
        self.show()
        self.raise_()
        if self._model.rowCount() and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self._model.index(0))
        (self.list if self._model.rowCount() else self.quiet).setFocus(Qt.FocusReason.PopupFocusReason)

    def close_pane(self) -> None:
        """Closes and gives the focus back."""
        if self.isHidden():
            return
        self.hide()
        if self._back_to is not None and self._back_to.isVisible():
            self._back_to.setFocus(Qt.FocusReason.PopupFocusReason)

    def refresh(self) -> None:
        """Shows the presenter's notices; the chosen one stays chosen."""
        p = self._presenter
        chosen = self._current()
        self._model.refresh()
        ids = [notice.id for notice in p.notices]
        if chosen is not None and chosen.id in ids:
            self.list.setCurrentIndex(self._model.index(ids.index(chosen.id)))
        self.all_read.setEnabled(p.unread > 0)
        self._state.setText(_quiet_words(p))
        self._state.setVisible(bool(self._state.text()))
        self._not_quiet.setEnabled(p.quiet_until is not None)
        self.list.setVisible(bool(ids))
        self._foot.setVisible(bool(ids))
        self._empty.setVisible(not ids)
        if p.problem is not None and not ids:
            self._empty.set_sentence(problem_words(p.problem))
        elif not p.is_read:
            self._empty.set_sentence(translate("Notices", "Loading …"))
        else:
            self._empty.set_sentence(
                translate(
                    "Notices",
                    "Nothing new. Follow a ticket on its page, and each step that somebody takes with it is told here.",
                )
            )

    def sentences(self) -> list[str]:
        """Returns what is shown, the newest first."""
        return [notice_words(notice, self._presenter.choices) for notice in self._presenter.notices]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list; a click elsewhere closes."""
        if watched is self._host:
            if event.type() == QEvent.Type.Resize and self.isVisible():
                self._place()
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.FocusOut and self.isVisible():
            QTimer.singleShot(0, self._close_if_left)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._on_key(watched, event):
            return True
        return super().eventFilter(watched, event)

    def _on_key(self, watched: QObject, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.close_pane()
        elif watched is self.list and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go()
        elif watched is self.list and event.key() == Qt.Key.Key_R and not event.modifiers():
            notice = self._current()
            if notice is not None:
                self._presenter.mark_read(notice)
        else:
            return False
        return True

    def _go(self) -> None:
        notice = self._current()
        if notice is not None:
            self.close_pane()
            self._presenter.mark_read(notice)
            self.go_requested.emit(notice)

    def _current(self) -> Notice | None:
        return self._model.notice_at(self.list.currentIndex().row())

    def _on_current_changed(self, current: QModelIndex) -> None:
        if current.row() >= self._model.rowCount() - 1:
            self._presenter.read_more()

    def _close_if_left(self) -> None:
        focus = self._host.focusWidget()
        if self.isVisible() and not self.quiet.menu().isVisible() and not (focus and self.isAncestorOf(focus)):
            self._back_to = None
            self.close_pane()

    def _quiet_menu(self) -> QMenu:
        menu = QMenu(self)
        for minutes in _QUIET_MINUTES:
            words = (
                translate("Notices", "For {count} minutes") if minutes < 60 else translate("Notices", "For {count} h")
            )
            count = minutes if minutes < 60 else minutes // 60
            menu.addAction(words.format(count=count), partial(self._presenter.be_quiet, minutes))
        menu.addSeparator()
        self._not_quiet = menu.addAction(translate("Notices", "Not quiet"), lambda: self._presenter.be_quiet(0))
        return menu

    def _place(self) -> None:
        look = theme.current()
        width = min(460 if not look.large else 580, self._host.width() - 2 * look.space.l)
        height = min(560, self._host.height() - 96)
        self.setGeometry(self._host.width() - width - look.space.m, 48 if not look.large else 60, width, height)


def _quiet_words(presenter: NoticesPresenter) -> str:
    until = presenter.quiet_until
    if until is not None:
        at = f"{until + timedelta(seconds=30):%H:%M}"  # to the nearest minute
        return translate("Notices", "Quiet until {time}. Emergencies still get through.").format(time=at)
    if presenter.is_in_call:
        return translate("Notices", "Quiet during the call. Emergencies still get through.")
    return ""
