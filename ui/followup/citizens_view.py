"""Who is asked about a ticket, where several asked: masked, how far it has come with each, and whose turn it is."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from services.contracts.followups import AskedState
from ui.followup.presenter import FollowUpPresenter
from ui.language import translate
from ui.lifecycle_words import listed
from ui.work.asked_words import state_words, who_words
from widgets import theme
from widgets.badges import key_text
from widgets.looks import label

_LINES = 6
"""So many are seen at once; a burst pipe has fifty-seven."""
_ENDED = (AskedState.ANSWERED, AskedState.OUT_OF_REACH)


class CitizensView(QFrame):
    """A line for each; up and down choose who is called. Hidden where only one is asked, and while a form says whom it is about."""

    def __init__(self, presenter: FollowUpPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._showing = False
        space = theme.current().space
        self.setProperty("look", "card")
        self.head = label("", "strong")
        self.hint = label("", "caption", wrap=True)
        self.list = QListWidget()
        self.list.setObjectName("followup.citizens")
        self.list.setAccessibleName(translate("FollowUp", "Who is asked"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.m, space.s, space.m, space.s)
        column.setSpacing(space.xs)
        for part in (self.head, self.list, self.hint):
            column.addWidget(part)
        self.list.currentRowChanged.connect(self._on_row)
        presenter.tries_changed.connect(self.refresh)
        presenter.chosen_changed.connect(self._show_chosen)
        presenter.form_changed.connect(self._show_or_hide)
        self.refresh()

    def refresh(self) -> None:
        """Shows who is asked about the presenter's ticket."""
        citizens, now = self._presenter.citizens, self._presenter.now()
        self._show_or_hide()
        self._showing = True
        self.list.clear()
        for each in citizens if len(citizens) > 1 else ():
            item = QListWidgetItem(listed((who_words(each), state_words(each, now))))
            item.setData(Qt.ItemDataRole.UserRole, each.ticket_id)
            if each.state in _ENDED:
                item.setForeground(theme.current().colour("text_muted"))
            self.list.addItem(item)
        self._showing = False
        left = sum(each.state not in _ENDED for each in citizens)
        words = translate("FollowUp", "{all} citizens asked about this; {left} still to be asked")
        self.head.setText(words.format(all=len(citizens), left=left))
        helps = [("Alt+Right", translate("FollowUp", "next one"))]
        if self._presenter.may_call:
            helps.append(("Ctrl+D", translate("FollowUp", "call")))
        helps.append(("F3", translate("FollowUp", "copy the number")))
        self.hint.setText("    ".join(f"{key_text(keys)} {words}" for keys, words in helps))
        if self.list.count():
            line = self.list.sizeHintForRow(0)
            self.list.setFixedHeight(line * min(self.list.count(), _LINES) + 2 * self.list.frameWidth())
        self._show_chosen()

    def _show_or_hide(self) -> None:
        self.setVisible(len(self._presenter.citizens) > 1 and self._presenter.form is None)

    def _show_chosen(self) -> None:
        ids = [self.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.list.count())]
        if self._presenter.chosen in ids:
            self._showing = True
            self.list.setCurrentRow(ids.index(self._presenter.chosen))
            self._showing = False

    def _on_row(self, row: int) -> None:
        if not self._showing and row >= 0:
            self._presenter.choose(self.list.item(row).data(Qt.ItemDataRole.UserRole))
