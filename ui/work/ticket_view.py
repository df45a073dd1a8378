"""The open ticket beside the list: what it is, what was said, what was done."""

from collections.abc import Iterable, Sequence
from html import escape

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QTextBrowser, QVBoxLayout, QWidget

from services.contracts.attachments import Attachment
from services.contracts.lifecycle import Step as StepName
from services.contracts.text import mask_name, mask_number
from services.contracts.tickets import Pending, Step, Ticket, TicketStatus
from ui.clock_words import clock_words
from ui.desk.texts import spaced
from ui.language import translate
from ui.lifecycle_words import (
    URGENCY_TONES,
    channel_words,
    done_words,
    kind_words,
    listed,
    said_words,
    status_tone,
    status_words,
    urgency_words,
)
from ui.work.calling import Markup, anchor, number_behind
from ui.work.files import size_words
from ui.work.presenter import WorkPresenter
from ui.work.words import category_words, moment_words, place_words, time_left, time_tone, unit_words
from widgets import theme
from widgets.badges import StateBadge
from widgets.looks import label, set_look, take_frame_off
from widgets.theme import Tone

_THUMBNAIL_SPACE = QSize(160, 72)
"""Three of them, however wide the pictures are, stand side by side."""
_A_ROW = 3
_ASKED = {StepName.REQUEST_RETURN.value, StepName.REQUEST_EXTENSION.value}


class TicketView(QFrame):
    """Reads only. Who asked is shown in full only where the page needs it to speak with them.

    Args:
        presenter: of the page.
        contacts: whether the person has to reach the citizen (a handler does, a dispatcher does not).
    """

    call_requested = Signal(str)
    """One of the ticket's numbers was clicked."""

    def __init__(self, presenter: WorkPresenter, contacts: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._contacts = contacts
        space = theme.current().space
        self.setProperty("look", "card")
        self.setAccessibleName(translate("Work", "Ticket"))
        self._number = label("", "caption")
        self._badges = [StateBadge() for _ in range(5)]
        self._left = label("", "strong")
        head = QHBoxLayout()
        head.setSpacing(space.s)
        head.addWidget(self._number)
        for badge in self._badges:
            head.addWidget(badge)
        head.addStretch(1)
        head.addWidget(self._left)
        self.text = QTextBrowser()
        self.text.setObjectName(f"{presenter.page}.ticket")
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setOpenLinks(False)
        self.text.setTabChangesFocus(True)
        take_frame_off(self.text, theme.current().colours.surface)
        self.text.document().setDocumentMargin(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.m, space.s, space.m, space.s)
        column.setSpacing(space.xs)
        column.addLayout(head)
        column.addWidget(ViewersLine(presenter))
        column.addWidget(self.text, 1)
        self._shown = ""
        presenter.opened.connect(self.refresh)
        presenter.ticket_changed.connect(self.refresh)
        presenter.choices_changed.connect(self.refresh)
        presenter.rows_changed.connect(self._show_left)
        presenter.files.changed.connect(self.refresh)
        self.text.anchorClicked.connect(self._on_text_anchor_clicked)
        self.refresh()

    def refresh(self) -> None:
        """Shows the open ticket; while it is being read, what its row says."""
        p, ticket = self._presenter, self._presenter.ticket
        self._show_head()
        if ticket is not None:
            html = self._html(ticket)
        elif p.problem and p.open_id:
            html = _said("", p.problem)
        elif p.row is not None and p.open_id:
            html = _heading(p.row.title) + _said("", translate("Work", "Loading …"))
        else:
            words = translate("Work", "Choose a ticket in the list; the arrows move through it.")
            html = _said("", words) if p.rows else ""
        if html != self._shown:
            place = self.text.verticalScrollBar().value() if self.text.property("of") == p.open_id else 0
            self._shown = html
            self.text.setProperty("of", p.open_id)
            self.text.setHtml(html)
            self.text.verticalScrollBar().setValue(place)
        self.text.setAccessibleName(ticket.title if ticket is not None else translate("Work", "Ticket"))

    def _on_text_anchor_clicked(self, url: QUrl) -> None:
        number = number_behind(self._presenter.ticket, url)
        if number:
            self.call_requested.emit(number)
        else:
            self._presenter.files.open(url.toString())

    def _show_head(self) -> None:
        ticket = self._presenter.ticket or self._presenter.row
        marks: list[tuple[str, Tone]] = []
        if ticket is not None and self._presenter.open_id:
            status, pending = ticket.status.value, ticket.pending.value
            marks.append((status_words(status, pending), status_tone(status, pending)))
            if ticket.alert:
                marks.append((translate("Work", "Alarm: nobody has acknowledged it"), Tone.BAD))
            elif ticket.urgency.value != "normal":
                marks.append((urgency_words(ticket.urgency.value), URGENCY_TONES[ticket.urgency.value]))
            if ticket.confidential:
                marks.append((translate("Work", "Confidential"), Tone.SPECIAL))
            if ticket.supervised:
                marks.append((translate("Work", "Supervised"), Tone.WARN))
            if self._presenter.open_id in self._presenter.unsent:
                marks.append((translate("Work", "On its way"), Tone.QUIET))
        for badge, (words, tone) in zip(self._badges, [*marks, *[("", Tone.QUIET)] * 5], strict=False):
            badge.set_state(words, tone)
        self._number.setText(ticket.number if ticket is not None and self._presenter.open_id else "")
        self._show_left()

    def _show_left(self) -> None:
        row, now = self._presenter.ticket or self._presenter.row, self._presenter.now()
        if row is None or not self._presenter.open_id:
            self._left.clear()
            return
        self._left.setText(time_left(row, now))
        set_look(self._left, "words", str(time_tone(row, now) or Tone.NEUTRAL))

    def _html(self, ticket: Ticket) -> str:
        p, now = self._presenter, self._presenter.now()
        choices = p.choices
        facts = [
            (
                translate("Work", "Kind"),
                listed((kind_words(ticket.kind or ""), category_words(choices, ticket.category))),
            ),
            (
                translate("Work", "Place"),
                " ".join(
                    x for x in (place_words(choices, ticket.town, ticket.village), ticket.grid, ticket.detail) if x
                ),
            ),
            (translate("Work", "Caller"), self._who(ticket)),
            (translate("Work", "Unit"), listed((unit_words(choices, ticket.unit), ticket.handler))),
            (translate("Work", "Assisting"), "、".join(unit_words(choices, unit) for unit in ticket.assisting)),
            (
                translate("Work", "Received"),
                listed((moment_words(ticket.created_at, now), channel_words(ticket.channel), ticket.created_by)),
            ),
            (
                translate("Work", "Due"),
                listed((moment_words(ticket.due_at, now), clock_words(ticket.due_kind)))
                if ticket.due_at is not None
                else "",
            ),
        ]
        opened = p.opened_ticket
        if ticket.suspended_until is not None:
            facts.append((translate("Work", "Suspended until"), moment_words(ticket.suspended_until, now)))
        if ticket.dispatch_count > 1 or ticket.return_count:
            words = translate("Work", "dispatched {count} times, returned {returns} times")
            facts.append(("", words.format(count=ticket.dispatch_count, returns=ticket.return_count)))
        asked = next((s for s in reversed(ticket.steps) if s.action in _ASKED), None)
        asked = asked if ticket.pending in (Pending.RETURN, Pending.EXTENSION) else None
        parts = [_heading(ticket.title)]
        if asked is not None:
            head = listed((done_words(asked.action), unit_words(choices, asked.unit), asked.actor))
            parts.append(_box(head, said_words(asked)))
        parts.append(_facts(facts))
        said = [_said(translate("Work", "What was asked for"), ticket.content)]
        said.append(self._files(opened.attachments if opened is not None else ()))
        said.append(_said(translate("Work", "Answer"), ticket.answer))
        # The answer is what the citizen is asked about: it stays in sight above the form.
        parts += reversed(said) if ticket.status is TicketStatus.FOLLOW_UP else said
        for note in ticket.notes:
            head = translate("Work", "Remark · {who}").format(who=f"{moment_words(note.at, now)} {note.author}")
            parts.append(_said(head, note.text))
        parts.append(self._trail(ticket))
        return "".join(parts)

    def _files(self, files: Sequence[Attachment]) -> str:
        """Each as a link, a picture also small; what is looked at opens over the page."""
        if not files:
            return ""
        colour, thumbnails = theme.current().colours.accent, self._presenter.files.thumbnails
        cells = []
        for file in files:
            picture = ""
            if file.id in thumbnails:
                url = QUrl(f"file-of-ticket:{file.id}")
                self.text.document().addResource(
                    QTextDocument.ResourceType.ImageResource.value, url, thumbnails[file.id]
                )
                size = thumbnails[file.id].size().scaled(_THUMBNAIL_SPACE, Qt.AspectRatioMode.KeepAspectRatio)
                picture = f"<img src='{url.toString()}' width='{size.width()}' height='{size.height()}'><br>"
            name = f"{escape(file.name)} ({size_words(file.size)})"
            cells.append(f"<td><a style='color:{colour}' href='{escape(file.id)}'>{picture}{name}</a></td>")
        rows = "".join(f"<tr>{''.join(cells[n : n + _A_ROW])}</tr>" for n in range(0, len(cells), _A_ROW))
        caption = _caption(translate("Work", "Attachments"))
        return f"{caption}<table cellspacing='0' cellpadding='4'>{rows}</table>"

    def _who(self, ticket: Ticket) -> str:
        if ticket.identity_hidden:
            return translate("Work", "hidden: confidential")
        if self._contacts:
            numbers = [spaced(number) for number in dict.fromkeys((ticket.contact_number, ticket.caller_number))]
            name = ticket.caller_name
        else:
            numbers, name = [mask_number(ticket.contact_number or ticket.caller_number)], mask_name(ticket.caller_name)
        if not self._presenter.may_call:
            return listed((name, *numbers))
        return Markup(listed((escape(name), *(anchor(ticket, number, spaced) for number in numbers))))

    def _trail(self, ticket: Ticket) -> str:
        now = self._presenter.now()
        lines = []
        for step in reversed(ticket.steps):
            done = f"{done_words(step.action)} {self._to_whom(step)}".strip()
            words = listed((done, step.actor))
            said = said_words(step)
            lines.append(_entry(moment_words(step.at, now), words, said))
        c = theme.current().colours
        return _caption(translate("Work", "Trail")) + (
            f"<table cellspacing='0' cellpadding='2' style='color:{c.text}'>{''.join(lines)}</table>"
        )

    def _to_whom(self, step: Step) -> str:
        pair = step.changes.get("unit")
        return f"→ {unit_words(self._presenter.choices, pair[1])}" if pair and pair[1] else ""


class ViewersLine(QLabel):
    """Who else looks at the ticket or types in it; takes no room while nobody does."""

    def __init__(self, presenter: WorkPresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._watch = presenter.watch
        self.setObjectName(f"{presenter.page}.viewers")
        self.setProperty("words", "warn")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self._watch.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Shows who is there."""
        words = self._watch.words()
        self.setText(words)
        self.setVisible(bool(words))


def _heading(text: str) -> str:
    look = theme.current()
    return f'<p style="font-size:{look.type.strong}px; margin-top:0; margin-bottom:6px"><b>{escape(text)}</b></p>'


def _caption(text: str) -> str:
    look = theme.current()
    style = f"color:{look.colours.text_muted}; font-size:{look.type.caption}px; margin-bottom:0"
    return f'<p style="{style}">{escape(text)}</p>' if text else ""


def _facts(facts: Iterable[tuple[str, str]]) -> str:
    c = theme.current().colours
    rows = "".join(
        f'<tr><td style="color:{c.text_muted}; padding-right:12px; white-space:nowrap">{escape(name)}</td>'
        f"<td>{value if isinstance(value, Markup) else escape(value)}</td></tr>"
        for name, value in facts
        if value.strip()
    )
    return f"<table cellspacing='0' cellpadding='2'>{rows}</table>" if rows else ""


def _said(name: str, text: str) -> str:
    if not text.strip():
        return ""
    return f'{_caption(name)}<p align="left" style="margin-top:2px; white-space:pre-wrap">{escape(text)}</p>'


def _box(head: str, text: str) -> str:
    c = theme.current().colours
    return (
        f"<table width='100%' cellspacing='0' cellpadding='6' style='background:{c.warn_soft}'>"
        f"<tr><td><b>{escape(head)}</b><br>{escape(text)}</td></tr></table>"
    )


def _entry(when: str, words: str, said: str) -> str:
    c = theme.current().colours
    more = f"<br><span style='color:{c.text_muted}'>{escape(said)}</span>" if said else ""
    return (
        f"<tr><td style='color:{c.text_muted}; padding-right:12px; white-space:nowrap'>{escape(when)}</td>"
        f"<td>{escape(words)}{more}</td></tr>"
    )
