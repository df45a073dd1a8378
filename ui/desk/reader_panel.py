"""A ticket or an earlier call, read only, beside the form; a remark can be added to a ticket."""

from collections.abc import Callable, Iterable
from datetime import datetime
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QTextBrowser, QToolButton, QWidget

from services.contracts.calls import Call
from services.contracts.tickets import Ticket, TicketStatus
from services.desk.choices import Choices
from ui.desk.card import Card
from ui.desk.editors import BodyEditor
from ui.desk.reader_presenter import NOTE_LIMIT, ReaderPresenter
from ui.desk.texts import STATUS_TONES, clock, day_minute, spaced, status_words, wrap_up_words
from ui.language import translate
from ui.lifecycle_words import done_words, kind_words, urgency_words
from ui.problems import is_chinese
from widgets import icons, theme
from widgets.badges import StateBadge
from widgets.durations import clock_text
from widgets.looks import label, take_frame_off
from widgets.theme import Tone


class ReaderPanel(Card):
    """Escape closes it. What is typed as a remark is kept, also when it is closed."""

    change_requested = Signal(object)
    """The person wants to change this :class:`Ticket`."""
    close_requested = Signal()
    call_requested = Signal(str)
    """A number to call."""

    def __init__(
        self,
        presenter: ReaderPresenter,
        now: Callable[[], datetime],
        choices: Callable[[], Choices | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        space = theme.current().space
        self._presenter = presenter
        self._now = now
        self._choices = choices
        self._badge = StateBadge()
        self._change = QPushButton(icons.icon("edit"), translate("Desk", "Change"))
        self._change.setObjectName("desk.reader.change")
        self._change.setProperty("look", "quiet")
        self._change.clicked.connect(lambda: self.change_requested.emit(presenter.ticket))
        close = QToolButton()
        close.setObjectName("desk.reader.close")
        close.setProperty("look", "quiet")
        close.setIcon(icons.icon("close"))
        close.setAccessibleName(translate("Desk", "Close"))
        close.setToolTip(translate("Desk", "Close  Escape"))
        close.clicked.connect(self.close_requested)
        # A ticket's number is wanted elsewhere: it can be marked and copied.
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.head.addWidget(self._badge)
        self.head.addStretch(1)
        self._call = QPushButton(icons.icon("call"), translate("Desk", "Call", "to telephone somebody"))
        self._call.setObjectName("desk.reader.call")
        self._call.setProperty("look", "quiet")
        self._call.setToolTip(translate("Desk", "Call the citizen  Ctrl+D"))
        self._call.clicked.connect(lambda: self.call_requested.emit(self._number()))
        self.head.addWidget(self._call)
        self.head.addWidget(self._change)
        self.head.addWidget(close)
        self._viewers = label("", "caption", wrap=True)
        self._viewers.setProperty("words", "warn")
        self._viewers.setContentsMargins(space.m, 0, space.m, 0)
        self.text = QTextBrowser()
        self.text.setObjectName("desk.reader.text")
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setOpenLinks(False)
        self.text.setTabChangesFocus(True)
        take_frame_off(self.text, theme.current().colours.surface)
        self.text.document().setDocumentMargin(space.m)
        self.note = BodyEditor(translate("Desk", "Remark"), NOTE_LIMIT, 1)
        self.note.setObjectName("desk.reader.note")
        self.note.setPlaceholderText(translate("Desk", "Add a remark; Ctrl+Enter keeps it"))
        self.note.setMaximumHeight(self.note.fontMetrics().lineSpacing() * 4)
        self.note.textChanged.connect(lambda: presenter.type_note(self.note.toPlainText()))
        self._add = QPushButton(icons.icon("note"), translate("Desk", "Add"))
        self._add.clicked.connect(presenter.add_note)
        self._foot = QWidget()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(space.s, space.xs, space.s, space.s)
        foot.setSpacing(space.s)
        foot.addWidget(self.note, 1)
        foot.addWidget(self._add, 0, Qt.AlignmentFlag.AlignBottom)
        self.column.addWidget(self._viewers)
        self.column.addWidget(self.text, 1)
        self.column.addWidget(self._foot)
        presenter.opened.connect(self.refresh)
        presenter.viewers_changed.connect(self._show_viewers)
        presenter.note_added.connect(self._on_note_added)
        self.refresh()

    def refresh(self) -> None:
        """Shows what is open."""
        ticket, call = self._presenter.ticket, self._presenter.call
        self._foot.setVisible(ticket is not None)
        self._call.setVisible(bool(self._number()))
        self._change.setVisible(ticket is not None and ticket.status is not TicketStatus.CLOSED)
        if ticket is not None:
            self.set_title(ticket.number)
            self._badge.set_state(status_words(ticket.status.value), STATUS_TONES[ticket.status.value])
            self.text.setHtml(self._ticket_html(ticket))
            self.note.show_text(self._presenter.note)
        elif call is not None:
            self.set_title(translate("Desk", "Call {time}").format(time=day_minute(call.offered_at, self._now())))
            self._badge.set_state(status_words(call.state.value), STATUS_TONES.get(call.state.value, Tone.QUIET))
            self.text.setHtml(self._call_html(call))
        self.text.setAccessibleName(self.title.text())
        self._show_viewers()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes; Ctrl+Enter in the remark adds it."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.close_requested.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and control and self.note.hasFocus():
            self._presenter.add_note()
        else:
            super().keyPressEvent(event)

    def _on_note_added(self) -> None:
        self.note.show_text(self._presenter.note)

    def _number(self) -> str:
        ticket, call = self._presenter.ticket, self._presenter.call
        if ticket is not None:
            return ticket.contact_number or ticket.caller_number
        return call.number if call is not None else ""

    def _show_viewers(self) -> None:
        words = self._presenter.watch.words()
        self._viewers.setText(words)
        self._viewers.setVisible(bool(words))

    def _ticket_html(self, ticket: Ticket) -> str:
        choices, english = self._choices(), not is_chinese()
        place = choices.place_name(ticket.town, ticket.village) if choices else ""
        category = choices.category_name(ticket.category, english) if choices else ticket.category
        unit = choices.unit_name(ticket.unit, english) if choices else ticket.unit
        who = translate("Desk", "hidden: confidential") if ticket.identity_hidden else ticket.caller_name
        urgency = urgency_words(ticket.urgency.value) if ticket.urgency.value != "normal" else ""
        facts = [
            (translate("Desk", "Kind"), " · ".join(p for p in (kind_words(ticket.kind or ""), urgency) if p)),
            (translate("Desk", "Category"), category),
            (translate("Desk", "Place"), " ".join(p for p in (place, ticket.detail) if p)),
            (translate("Desk", "Caller"), " ".join(p for p in (who, spaced(ticket.caller_number)) if p)),
            (translate("Desk", "Contact number"), spaced(ticket.contact_number)),
            (translate("Desk", "Department"), unit),
            (translate("Desk", "Taken down"), f"{day_minute(ticket.created_at, self._now())} {ticket.created_by}"),
        ]
        parts = [_heading(ticket.title), _facts(facts), _said(translate("Desk", "Content"), ticket.content)]
        parts.append(_said(translate("Desk", "Answer", "what the citizen was told"), ticket.answer))
        for note in ticket.notes:
            when = f"{day_minute(note.at, self._now())} {note.author}"
            parts.append(_said(translate("Desk", "Remark · {who}").format(who=when), note.text))
        steps = [
            f"{day_minute(step.at, self._now())} {step.actor} · {done_words(step.action)}" for step in ticket.steps
        ]
        parts.append(_said(translate("Desk", "Trail"), "\n".join(steps)))
        return "".join(parts)

    def _call_html(self, call: Call) -> str:
        facts = [
            (translate("Desk", "Number"), spaced(call.number or call.number_masked)),
            (translate("Desk", "Agent"), call.agent_name),
            (translate("Desk", "Waited"), clock_text(call.wait_seconds)),
            (translate("Desk", "Talked"), clock_text(call.talk_seconds) if call.talk_seconds else ""),
            (translate("Desk", "On hold"), clock_text(call.hold_seconds) if call.hold_seconds else ""),
            (translate("Desk", "Satisfied (1–5)"), str(call.satisfaction or "")),
            (translate("Desk", "It was"), wrap_up_words(call.wrap_up_code)),
        ]
        lines = "\n".join(f"{clock(line.at)}  {line.text}" for line in call.lines)
        return _facts(facts) + _said(translate("Desk", "The caller said"), lines)


def _heading(text: str) -> str:
    look = theme.current()
    return f'<p style="font-size:{look.type.strong}px; font-weight:600">{escape(text)}</p>' if text else ""


def _facts(facts: Iterable[tuple[str, str]]) -> str:
    c = theme.current().colours
    rows = "".join(
        f'<tr><td style="color:{c.text_muted}; padding-right:12px">{escape(name)}</td><td>{escape(value)}</td></tr>'
        for name, value in facts
        if value.strip()
    )
    return f"<table cellspacing='0' cellpadding='2'>{rows}</table>" if rows else ""


def _said(name: str, text: str) -> str:
    if not text.strip():
        return ""
    look = theme.current()
    head = f'<p style="color:{look.colours.text_muted}; font-size:{look.type.caption}px; margin-bottom:0">{escape(name)}</p>'
    return f'{head}<p align="left" style="margin-top:2px; white-space:pre-wrap">{escape(text)}</p>'
