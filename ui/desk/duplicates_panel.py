"""Likely duplicates of what is being typed, each with its reasons."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QSizePolicy, QVBoxLayout, QWidget

from services.contracts.tickets import Likeness
from services.desk.choices import Choices
from ui.clock_words import time_left_words
from ui.desk.call_presenter import CallPresenter
from ui.desk.card import Card
from ui.desk.duplicates_presenter import DuplicatesPresenter
from ui.desk.texts import day_minute, status_words
from ui.language import translate
from ui.lifecycle_words import alarm_tone, alarm_words, listed
from ui.likeness_words import likeness_words
from widgets import icons, theme
from widgets.badges import key_text
from widgets.key_button import KeyButton
from widgets.looks import label, set_look
from widgets.theme import Tone

_SHOWN = 3


class DuplicatesPanel(Card):
    """Takes no room while there are none. Enter opens one beside the form; one key adds what is typed to it instead."""

    open_requested = Signal(str)
    note_requested = Signal(object)
    """The :class:`TicketRow` that what is typed should be added to."""
    attach_requested = Signal(object)
    """The open :class:`TicketRow` that what is typed is one more voice of."""

    def __init__(
        self,
        presenter: DuplicatesPresenter,
        calls: CallPresenter,
        choices: Callable[[], Choices | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(translate("Desk", "Likely duplicates"), parent)
        look = theme.current()
        self._presenter = presenter
        self._calls = calls
        self._choices = choices
        self.setProperty("look", "warn")
        self.list = QListWidget()
        self.list.setObjectName("desk.duplicates")
        self.list.setAccessibleName(translate("Desk", "Likely duplicates"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setStyleSheet("QListWidget { background: transparent; border: none; }")
        self.list.itemActivated.connect(self._on_list_item_activated)
        self.list.itemClicked.connect(self._on_list_item_activated)
        self.add = KeyButton(translate("Desk", "Add as remark"), key_text("Ctrl+Shift+J"))
        self.add.setIcon(icons.icon("note"))
        self.add.setObjectName("desk.as_note")
        self.add.setProperty("look", "quiet")
        what = translate("Desk", "Add what is typed to this ticket instead of filing a new one")
        self.add.setToolTip(f"{what}  {key_text('Ctrl+Shift+J')}")
        self.add.clicked.connect(self.add_to_current)
        self.attach = KeyButton(translate("Desk", "Attach"), key_text("Ctrl+Shift+I"))
        self.attach.setIcon(icons.icon("link"))
        self.attach.setObjectName("desk.attach")
        self.attach.setProperty("look", "quiet")
        what = translate("Desk", "File it as one more voice of this ticket: one handling, one reply for all")
        self.attach.setToolTip(f"{what}  {key_text('Ctrl+Shift+I')}")
        self.attach.clicked.connect(self.attach_to_current)
        self.head.addStretch(1)
        self.head.addWidget(self.attach)
        self.head.addWidget(self.add)
        self.column.addWidget(self.list)
        self.column.setContentsMargins(look.space.hair, 0, look.space.hair, look.space.xs)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        presenter.found_changed.connect(self._show)
        self._show()

    def set_compact(self, compact: bool) -> None:
        """Shows the heading only, to leave room for what is being read below."""
        self.list.setVisible(not compact)

    def focus_list(self) -> None:
        """Goes to the list."""
        if self.list.count():
            self.list.show()
            self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def add_to_current(self) -> None:
        """Asks for what is typed to be added to the marked ticket (the likeliest, unless another is marked)."""
        found = self._presenter.found
        row = max(0, self.list.currentRow())
        if row < len(found):
            self.note_requested.emit(found[row].ticket)

    def attach_to_current(self) -> None:
        """Asks for what is typed to be filed as one more voice of the marked ticket."""
        found = self._presenter.found
        row = max(0, self.list.currentRow())
        if row < len(found):
            self.attach_requested.emit(found[row].ticket)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.hasFocus():
            self._on_list_item_activated(self.list.currentItem())
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        found = self._presenter.found
        self.set_title(translate("Desk", "Likely duplicates: {count}").format(count=len(found)))
        self.list.clear()
        for like in found:
            self.list.addItem(QListWidgetItem())
            item = self.list.item(self.list.count() - 1)
            row = self._row(like)
            item.setData(Qt.ItemDataRole.UserRole, like.ticket.id)
            said = (alarm_words(like.ticket.alert), like.ticket.title, likeness_words(like))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(part for part in said if part))
            self.list.setItemWidget(item, row)
            # Only inside of the list the style sheet says how high its words are.
            item.setSizeHint(QSize(0, row.sizeHint().height()))
        if found:
            self.list.setCurrentRow(0)
            height = sum(self.list.sizeHintForRow(row) for row in range(min(_SHOWN, len(found))))
            self.list.setFixedHeight(height + theme.current().space.xs)
        self.setVisible(bool(found))

    def _row(self, like: Likeness) -> QWidget:
        space = theme.current().space
        ticket = like.ticket
        choices = self._choices()
        place = choices.place_name(ticket.town, ticket.village) if choices is not None else ""
        title = label(listed((alarm_words(ticket.alert), ticket.title or ticket.number)))
        set_look(title, "words", str(alarm_tone(ticket.alert) or Tone.NEUTRAL))
        when = day_minute(ticket.created_at, self._calls.now())
        left = time_left_words(ticket.due_at, self._calls.now(), alarm=ticket.alarm).words
        about = label(listed((when, status_words(ticket.status.value), left, place)), "caption")
        why = label(likeness_words(like), "caption")
        why.setProperty("words", "warn")
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(space.s, space.xs, space.s, space.xs)
        column.setSpacing(0)
        words = label(like.words, "strong")
        words.setVisible(bool(like.words))
        for part in (title, words, about, why):
            part.setTextFormat(Qt.TextFormat.PlainText)
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            column.addWidget(part)
        made.setToolTip(f"{ticket.number} {ticket.title}")
        # The row is a picture of the item: clicks and focus belong to the list.
        made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return made

    def _on_list_item_activated(self, item: QListWidgetItem) -> None:
        self.open_requested.emit(str(item.data(Qt.ItemDataRole.UserRole)))
