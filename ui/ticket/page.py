"""The page of one ticket."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from services.contracts.lifecycle import Step
from services.desk.choices import sounds_of
from ui.clock_words import clock_left
from ui.desk.picker import Pick
from ui.language import translate
from ui.lifecycle_words import alarm_tone, alarm_words, listed, status_tone, status_words, step_words
from ui.page import Link, PageContext
from ui.ticket.facts_html import facts_html
from ui.ticket.listening import Listening
from ui.ticket.presenter import TicketPresenter
from ui.ticket.steps import MAIN, ORDER, refusal_words
from ui.ticket.timeline import Timeline, entries
from ui.work.acts import Act, Shown
from ui.work.calling import number_behind
from ui.work.commands import FOLLOW_KEY
from ui.work.stepping import SteppingPage
from ui.work.ticket_view import ViewersLine
from widgets import icons, theme
from widgets.badges import StateBadge, key_text
from widgets.looks import label, set_look, take_frame_off
from widgets.split import SplitPane
from widgets.theme import Tone


class TicketPage(SteppingPage):
    """Facts and clocks at the left; everything said and done at the right, and below it what can be done."""

    def __init__(self, presenter: TicketPresenter, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(presenter, context, parent)
        self._presenter = presenter
        self._step_actions: dict[Step, QAction] = {}
        space = theme.current().space
        self.number = QLineEdit()
        self.number.setObjectName("ticket.number")
        self.number.setAccessibleName(translate("Ticket", "Ticket number"))
        self.number.setPlaceholderText(translate("Ticket", "Ticket number, then Enter"))
        self.number.setMaxLength(20)
        self.number.setMaximumWidth(theme.current().space.xl * 9)
        self.number.returnPressed.connect(self._on_number_return_pressed)
        self._badge = StateBadge()
        self._title = label("", "title", wrap=True)
        self._left = label("", "strong")
        self._state = label("", "caption")
        buttons = QHBoxLayout()
        buttons.setSpacing(space.s)
        head = QHBoxLayout()
        head.setSpacing(space.s)
        head.addWidget(self.number)
        head.addWidget(self._badge)
        head.addWidget(self._left)
        head.addWidget(self._state)
        head.addStretch(1)
        head.addLayout(buttons)
        self.facts = QTextBrowser()
        self.facts.setObjectName("ticket.facts")
        self.facts.setAccessibleName(translate("Ticket", "Facts"))
        self.facts.setFrameShape(QFrame.Shape.NoFrame)
        self.facts.setOpenLinks(False)
        self.facts.setTabChangesFocus(True)
        take_frame_off(self.facts, theme.current().colours.surface)
        self.facts.anchorClicked.connect(self._on_facts_anchor_clicked)
        self.timeline = Timeline()
        self.timeline.setStyleSheet("QListView { border: none; }")
        right = QFrame()
        work = QVBoxLayout(right)
        work.setContentsMargins(0, 0, 0, 0)
        work.setSpacing(space.s)
        work.addWidget(_card(self.timeline), 1)
        self.listening = Listening(self, presenter)
        work.addWidget(self.listening)
        work.addWidget(self.form)
        work.addWidget(self.acts_bar)
        left = _card(self.facts)
        column = QVBoxLayout(self)
        column.setContentsMargins(space.m, space.s, space.m, space.m)
        column.setSpacing(space.s)
        column.addLayout(head)
        column.addWidget(self._title)
        column.addWidget(ViewersLine(presenter))
        column.addWidget(SplitPane([left, right], [9, 11], context.remember, "ticket.main"), 1)
        self._bind_all()
        for name, icon in (("reveal", "person"), ("print_form", "export"), ("copy_number", "copy")):
            command = next(c for c in context.commands if c.key == name)
            button = QPushButton(icons.icon(icon), f"{command.title}  {command.key_list[0]}")
            button.setObjectName(f"ticket.{name}")
            button.setAccessibleName(command.title)
            button.setProperty("look", "quiet")
            button.clicked.connect(self.actions_by_name[name].trigger)
            buttons.addWidget(button)
        self.follow = QPushButton()
        self.follow.setObjectName("ticket.follow")
        self.follow.setProperty("look", "quiet")
        self.follow.clicked.connect(lambda: self.actions_by_name["follow"].trigger())
        buttons.insertWidget(0, self.follow)
        presenter.following.changed.connect(self._show_following)
        presenter.changed.connect(self.refresh)
        presenter.opened.connect(self.show_form)
        presenter.files.changed.connect(self._show_story)
        self.timeline.file_requested.connect(presenter.files.open)
        self.timeline.message_requested.connect(presenter.listen)
        presenter.refusals_read.connect(self._offer_all)
        self.connect_steps()
        self.refresh()

    def acts(self) -> Sequence[Act]:
        """The step that comes next has a key; all others are in the row and in the list of everything."""
        return (Act("main", MAIN),)

    def home(self) -> QWidget:
        """The story."""
        return self.timeline

    def show_acts(self) -> None:
        """While the next ticket is being read the buttons stay as they are: most are the same, and none does anything."""
        p = self._presenter
        if p.opened_ticket is not None or not p.open_id or p.problem:
            super().show_acts()

    def shown_acts(self) -> list[Shown]:
        """Returns every step that is possible, the next one first."""
        p = self._presenter
        shown = super().shown_acts()
        main = next((step for step in MAIN if p.may(step)), None)
        others = (step for step in ORDER if p.may(step) and step is not main)
        self.actions_by_name["steps"].setEnabled(p.ticket is not None)
        everything = Shown(self.actions_by_name["steps"], translate("Ticket", "All steps"), "F4")
        return [
            *shown,
            *self.call_button(),
            *([everything] if p.ticket is not None else []),
            *(self._shown(step) for step in others),
        ]

    def entered(self) -> None:
        """Puts the focus into the story, or where a number is typed."""
        super().entered()
        if self._presenter.form is not None:
            self.form.focus_first()
        else:
            (self.timeline if self._presenter.ticket is not None else self.number).setFocus()

    def open_link(self, link: Link) -> None:
        """Opens a ticket by id or number."""
        self.timeline.setFocus(Qt.FocusReason.OtherFocusReason)
        if link.what == "ticket":
            self._presenter.open(link.value)
            if self._presenter.form is not None:
                self.form.focus_first()
        elif link.what == "ticket_number":
            self._presenter.open_number(link.value)

    def refresh(self) -> None:
        """Shows the presenter's ticket."""
        p, whole = self._presenter, self._presenter.whole
        has_one = whole is not None
        for name in ("refresh", "reveal", "copy_number", "print_form"):
            self.actions_by_name[name].setEnabled(has_one)
        self.actions_by_name["whole"].setEnabled(has_one and whole is not None and whole.related.whole is not None)
        self._show_following()
        self._state.setText(translate("Ticket", "may be out of date") if p.is_stale else "")
        running = [clock for clock in whole.clocks if clock.due_at == whole.ticket.due_at] if whole is not None else []
        left = clock_left(running[0], p.now()) if running and whole is not None and whole.ticket.due_at else None
        self._left.setText(left.words if left is not None else "")
        alarm = alarm_tone(whole.ticket.alert) if whole is not None else None
        set_look(self._title, "words", str(alarm or Tone.NEUTRAL))
        set_look(self._left, "words", str(left.tone if left is not None else Tone.NEUTRAL))
        if whole is None:
            self._badge.set_state("", Tone.QUIET)
            self._title.setText(p.problem or translate("Ticket", "No ticket is open."))
            hint = translate("Ticket", "Type a ticket number above, press Ctrl+K, or open one from a list with Ctrl+O.")
            self.facts.setHtml(f"<p>{escape(hint)}</p>")
            self.timeline.show_entries([], p.now())
            return
        ticket = whole.ticket
        status, pending = ticket.status.value, ticket.pending.value
        self._badge.set_state(status_words(status, pending), status_tone(status, pending))
        self._title.setText(listed((alarm_words(ticket.alert), ticket.title or ticket.number)))
        self.number.setText(ticket.number)
        place = self.facts.verticalScrollBar().value()
        self.facts.setHtml("".join(facts_html(p)))
        self.facts.verticalScrollBar().setValue(place)
        self.timeline.show_entries(entries(whole, p.choices, p.message is not None), p.now(), p.files.thumbnails)

    def _show_following(self) -> None:
        ticket = self._presenter.ticket
        is_on = ticket is not None and self._presenter.following.is_on(ticket.id)
        words = translate("Ticket", "Followed") if is_on else translate("Ticket", "Follow")
        self.follow.setIcon(icons.icon("follow", "accent" if is_on else "text_muted"))
        self.follow.setText(words)
        self.follow.setToolTip(f"{words}  {key_text(FOLLOW_KEY)}")
        self.follow.setAccessibleName(words)
        self.follow.setEnabled(ticket is not None)
        if "follow" in self.actions_by_name:
            self.actions_by_name["follow"].setEnabled(ticket is not None)

    def _on_facts_anchor_clicked(self, url: QUrl) -> None:
        number = number_behind(self._presenter.ticket, url)
        if number:
            self.call_citizen(number)
        else:
            self._presenter.open(url.toString())

    def _show_story(self) -> None:
        whole, p = self._presenter.whole, self._presenter
        if whole is not None:
            self.timeline.show_entries(entries(whole, p.choices, p.message is not None), p.now(), p.files.thumbnails)

    def choose_file(self, suggested: str) -> Path | None:
        """Asks for a file with Qt's dialog."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen, _kind = QFileDialog.getSaveFileName(
            self, translate("Ticket", "Official form as PDF"), str(Path(folder) / suggested), "PDF (*.pdf)"
        )
        return Path(chosen).with_suffix(".pdf") if chosen else None

    def _bind_all(self) -> None:
        p = self._presenter
        self.bind("find", self._find)
        self.bind("back", p.back)
        self.bind("refresh", p.reload)
        self.bind("reveal", p.reveal)
        self.bind("copy_number", self._copy_number)
        self.bind("print_form", self._print_form)
        self.bind("whole", self._go_to_whole)
        self.bind("call", self.call_citizen)
        self.bind("main", lambda: self.do(self.acts()[0]))
        self.bind("steps", self._ask_all)

    def _shown(self, step: Step) -> Shown:
        action = self._step_actions.get(step)
        if action is None:
            action = QAction(step_words(step.value), self)
            action.setObjectName(f"command.{step.value}")
            action.triggered.connect(lambda _checked=False: self.run_step(step))
            self._step_actions[step] = action
        return Shown(action, step_words(step.value), "")

    def run_step(self, step: Step) -> None:
        """What goes to a unit begins with the one that is suggested."""
        opened = self._presenter.opened_ticket
        suggestion = opened.suggestion if opened is not None else None
        if step in (Step.DISPATCH, Step.EMERGENCY, Step.MEET) and suggestion is not None:
            units = [found.unit for found in suggestion.units]
            if step is Step.EMERGENCY and suggestion.danger is not None:
                units.insert(0, suggestion.danger.unit)
            if units:
                if self._presenter.open_form(step, unit=units[0]):
                    self.form.focus_first("text" if step is Step.MEET else "")
                return
        super().run_step(step)

    def _ask_all(self) -> None:
        self._offer_all()
        self._presenter.ask_refusals()

    def _offer_all(self) -> None:
        """Lists what is possible first, then the rest with what is in the way; taking one of those says it in full."""
        p = self._presenter
        if p.ticket is None:
            return
        offered = [step for step in ORDER if p.may(step)]
        why = {offer.step: refusal_words(offer, p.ticket.status.value) for offer in p.refusals}
        picks = [
            Pick(step.value, step_words(step.value), "", sounds_of(step_words(step.value)), "check") for step in offered
        ]
        picks += [
            Pick(step.value, step_words(step.value), why[step], sounds_of(step_words(step.value)), "close")
            for step in ORDER
            if step in why and step not in offered
        ]
        self.picker.pick(
            translate("Ticket", "What can be done with this ticket"),
            picks,
            self._on_step_picked,
            translate("Ticket", "There is no step like this."),
        )

    def _on_step_picked(self, key: str) -> None:
        step = Step(key)
        if self._presenter.may(step):
            self.run_step(step)
            return
        ticket = self._presenter.ticket
        refused = next((offer for offer in self._presenter.refusals if offer.step is step), None)
        if refused is not None and ticket is not None:
            why = refusal_words(refused, ticket.status.value)
            words = translate("Ticket", "{step} is not possible: {why}").format(step=step_words(key), why=why)
            self.context.notices.say(words, Tone.WARN)

    def _find(self) -> None:
        self.number.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.number.selectAll()

    def _on_number_return_pressed(self) -> None:
        number = self.number.text().strip()
        if number:
            self._presenter.open_number(number)
            self.timeline.setFocus(Qt.FocusReason.OtherFocusReason)

    def _copy_number(self) -> None:
        whole = self._presenter.whole
        if whole is not None:
            QGuiApplication.clipboard().setText(whole.ticket.number)
            words = translate("Ticket", "Copied: {number}").format(number=whole.ticket.number)
            self.context.notices.say(words, Tone.NEUTRAL)

    def _print_form(self) -> None:
        whole = self._presenter.whole
        if whole is None:
            return
        file = self.choose_file(f"{whole.ticket.number}.pdf")
        if file is not None:
            self._presenter.print_form(file)

    def _go_to_whole(self) -> None:
        whole = self._presenter.whole
        if whole is not None and whole.related.whole is not None:
            self._presenter.open(whole.related.whole.id)


def _card(content: QWidget) -> QFrame:
    frame = QFrame()
    frame.setProperty("look", "card")
    space = theme.current().space
    column = QVBoxLayout(frame)
    column.setContentsMargins(space.s, space.s, space.s, space.s)
    column.addWidget(content)
    return frame
