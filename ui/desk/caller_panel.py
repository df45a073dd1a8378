"""Who is calling: person, number, place, marks, and what there was before."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from services.contracts.people import EarlierContact
from services.desk.choices import Choices
from ui.desk.caller_presenter import CallerPresenter
from ui.desk.person_editor import PersonEditor
from ui.desk.texts import STATUS_TONES, day_minute, day_or_minute, spaced, status_words
from ui.language import translate
from widgets import icons, theme
from widgets.badges import StateBadge, key_text
from widgets.looks import label
from widgets.theme import Tone

_ROWS, _ROWS_IF_HIGH, _HIGH = 2, 5, 880


class CallerPanel(QFrame):
    """The handling agent sees the whole number. Earlier contacts open beside the form."""

    edit_requested = Signal()
    editing_ended = Signal()
    contact_requested = Signal(object)
    """An :class:`EarlierContact` to open."""
    call_requested = Signal(str)
    """A number to call."""
    others_requested = Signal()
    """The person wants to say which of several citizens is calling."""

    def __init__(
        self,
        presenter: CallerPresenter,
        now: Callable[[], datetime],
        repeated: Callable[[], int],
        choices: Callable[[], Choices | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        look = theme.current()
        space = look.space
        self._presenter = presenter
        self._now = now
        self._repeated = repeated
        self._choices = choices
        self._row = space.row - space.xs
        self.setProperty("look", "card")
        self.setAccessibleName(translate("Desk", "Caller"))
        self.name = label("", "title")
        self.name.setTextFormat(Qt.TextFormat.PlainText)
        self.number = label("", "strong")
        self.number.setFont(look.font("strong", digits=True))
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.about = label("", "muted", wrap=True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self._badges = [StateBadge() for _ in range(4)]
        self.edit_button = QPushButton(icons.icon("edit"), "")
        self.edit_button.setObjectName("desk.caller.edit")
        self.edit_button.setProperty("look", "quiet")
        self.edit_button.clicked.connect(self.edit_requested)
        self.call_button = QPushButton(icons.icon("call"), "")
        self.call_button.setObjectName("desk.caller.call")
        self.call_button.setProperty("look", "quiet")
        self.call_button.setAccessibleName(translate("Desk", "Call this number"))
        self.call_button.setToolTip(translate("Desk", "Call this number  Ctrl+D"))
        self.call_button.clicked.connect(lambda: self.call_requested.emit(presenter.number))
        self.others = QPushButton()
        self.others.setProperty("look", "link")
        self.others.clicked.connect(self.others_requested)
        self.editor = PersonEditor(presenter)
        self.editor.closed.connect(self.editing_ended)
        self.contacts = QListWidget()
        self.contacts.setObjectName("desk.contacts")
        self.contacts.setAccessibleName(translate("Desk", "Earlier contacts"))
        self.contacts.setFrameShape(QFrame.Shape.NoFrame)
        self.contacts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.contacts.setUniformItemSizes(True)
        self.contacts.setIconSize(QSize(space.icon, space.icon))
        self.contacts.itemActivated.connect(lambda item: self._open(item))
        self.contacts.itemClicked.connect(lambda item: self._open(item))
        self.contacts.setStyleSheet("QListWidget { border: none; }")
        self.no_contacts = label("", "muted", wrap=True)
        self._lay_out()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        presenter.changed.connect(self.refresh)
        presenter.editing_changed.connect(self._on_presenter_editing_changed)
        self.refresh()
        self._on_presenter_editing_changed()

    def refresh(self) -> None:
        """Shows the card."""
        p = self._presenter
        self._show_person()
        self.contacts.clear()
        for contact in p.contacts:
            self.contacts.addItem(self._contact_item(contact))
        rows = len(p.contacts)
        self._fit_rows()
        self.contacts.setVisible(rows > 0)
        self.no_contacts.setVisible(rows == 0)
        self._before.setVisible(rows > 0 or not theme.current().large)
        self.no_contacts.setText(self._no_contacts_words())
        if p.is_editing:
            self.editor.show_record()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shows more of the past where the page is high."""
        super().resizeEvent(event)
        self._fit_rows()

    def _fit_rows(self) -> None:
        page = self.parentWidget()
        most = _ROWS_IF_HIGH if page is not None and page.height() > _HIGH else _ROWS
        self.contacts.setFixedHeight(max(1, min(most, self.contacts.count())) * self._row + 2)

    def focus_contacts(self) -> None:
        """Goes to the earlier contacts, where there are any."""
        if self.contacts.count():
            if self.contacts.currentRow() < 0:
                self.contacts.setCurrentRow(0)
            self.contacts.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _lay_out(self) -> None:
        space = theme.current().space
        head = QHBoxLayout()
        head.setSpacing(space.s)
        head.addWidget(self.name)
        head.addWidget(self.number)
        head.addWidget(self.call_button)
        head.addStretch(1)
        marks = QHBoxLayout()
        marks.setSpacing(space.xs)
        for badge in self._badges:
            marks.addWidget(badge)
        marks.addStretch(1)
        self._who = QWidget()
        who = QVBoxLayout(self._who)
        who.setContentsMargins(0, 0, 0, 0)
        who.setSpacing(space.hair)
        who.addLayout(head)
        who.addLayout(marks)
        who.addWidget(self.about)
        who.addWidget(self.others, 0, Qt.AlignmentFlag.AlignLeft)
        if theme.current().large:
            # Beside a large name there is room for one word a line.
            who.addWidget(self.no_contacts)
        who.addStretch(1)
        act = QVBoxLayout()
        act.addWidget(self.edit_button, 0, Qt.AlignmentFlag.AlignTop)
        act.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(space.m)
        top.addWidget(self._who, 5)
        self._before = QWidget()
        before = QVBoxLayout(self._before)
        before.setContentsMargins(0, 0, 0, 0)
        before.addWidget(self.contacts)
        if not theme.current().large:
            before.addWidget(self.no_contacts)
        before.addStretch(1)
        top.addWidget(self._before, 6)
        top.addLayout(act)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.m, space.s, space.s, space.s)
        column.setSpacing(space.s)
        column.addLayout(top)
        column.addWidget(self.editor)

    def _show_person(self) -> None:
        p = self._presenter
        person, draft = p.person, p.draft
        number = spaced(p.number)
        self.number.setText(number if number else "")
        self.call_button.setVisible(bool(number))
        if person is not None:
            self.name.setText(f"{person.name}{person.title}" or translate("Desk", "Without a name"))
        elif not p.is_about_somebody:
            self.name.setText(translate("Desk", "No caller"))
        elif p.is_loading:
            self.name.setText(translate("Desk", "Looking up …"))
        elif number:
            self.name.setText(translate("Desk", "New caller"))
        else:
            in_call = draft is None or bool(draft.call_id)
            self.name.setText(translate("Desk", "Without a number") if in_call else translate("Desk", "No caller"))
        parts = []
        if person is not None:
            choices = self._choices()
            place = choices.place_name(person.town, person.village) if choices is not None else ""
            parts = [place, person.address, person.remark]
        self.about.setText(" · ".join(part for part in parts if part))
        self.about.setVisible(bool(self.about.text()))
        marks: list[tuple[str, Tone]] = []
        if person is not None and person.elderly:
            marks.append((translate("Desk", "Elderly"), Tone.SPECIAL))
        if p.card is not None and p.card.open_tickets:
            marks.append((translate("Desk", "Open tickets: {count}").format(count=p.card.open_tickets), Tone.WARN))
        earlier = self._repeated()
        if earlier:
            marks.append((translate("Desk", "Again: {count}").format(count=earlier + 1), Tone.WARN))
        if not p.is_fresh:
            marks.append((translate("Desk", "as last known"), Tone.WARN))
        for place_, badge in enumerate(self._badges):
            badge.set_state(*(marks[place_] if place_ < len(marks) else ("", Tone.QUIET)))
        self.others.setVisible(bool(p.others) and not p.is_editing)
        self.others.setText(translate("Desk", "Others with this number: {count}").format(count=len(p.others)))
        self.edit_button.setVisible(draft is not None and not p.is_editing)
        words = translate("Desk", "Edit") if person is not None else translate("Desk", "Who is it?")
        # Words where the citizen is still to be written down; a known one leaves the room to what was before.
        self.edit_button.setText("" if person is not None else f"{words}  {key_text('Ctrl+I')}")
        self.edit_button.setAccessibleName(words)
        self.edit_button.setToolTip(f"{words}  {key_text('Ctrl+I')}")

    def _contact_item(self, contact: EarlierContact) -> QListWidgetItem:
        words = contact.title or (translate("Desk", "Call") if contact.kind == "call" else contact.number)
        status = status_words(contact.status)
        # Of another day the day is enough: the room belongs to what it was about.
        item = QListWidgetItem(f"{day_or_minute(contact.at, self._now())}  {words}{f' · {status}' if status else ''}")
        item.setIcon(icons.icon("ticket" if contact.kind == "ticket" else "call"))
        item.setData(Qt.ItemDataRole.UserRole, contact)
        tone = STATUS_TONES.get(contact.status, Tone.QUIET)
        if contact.kind == "ticket" and tone in (Tone.ACCENT, Tone.SPECIAL):
            item.setForeground(theme.current().colour("text"))
        else:
            item.setForeground(theme.current().colour("text_muted"))
        when = day_minute(contact.at, self._now())
        item.setToolTip(" · ".join(p for p in (when, contact.number, words, status, contact.agent) if p))
        item.setSizeHint(QSize(0, self._row))
        return item

    def _no_contacts_words(self) -> str:
        p = self._presenter
        if not p.is_about_somebody:
            return translate("Desk", "Person, earlier calls and tickets appear here with the next call.")
        if p.is_loading or not p.number:
            return ""
        if p.card is None:
            return translate("Desk", "Nothing is known of this number while the server is away.")
        return translate("Desk", "No earlier calls or tickets.")

    def _open(self, item: QListWidgetItem) -> None:
        self.contact_requested.emit(item.data(Qt.ItemDataRole.UserRole))

    def _on_presenter_editing_changed(self) -> None:
        editing = self._presenter.is_editing
        self.editor.setVisible(editing)
        self._show_person()
        if editing:
            self.editor.show_record()
