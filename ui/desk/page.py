"""The desk page: puts its parts together and says what each key does."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from services.contracts.calls import Call
from services.contracts.knowledge import Article
from services.contracts.people import EarlierContact
from services.contracts.tickets import Finish
from services.outbox import OutboxItem
from ui.desk.call_bar import CallBar
from ui.desk.call_pickers import CallPickers
from ui.desk.caller_panel import CallerPanel
from ui.desk.draft_acts import DraftActs
from ui.desk.draft_bar import DraftBar
from ui.desk.finish_bar import FinishBar
from ui.desk.my_tickets import MyTickets
from ui.desk.origin_line import OriginLine
from ui.desk.picker import Picker
from ui.desk.pickers import DeskPickers
from ui.desk.presenter import DeskPresenter
from ui.desk.queue_panel import QueuePanel
from ui.desk.side_panel import SidePanel
from ui.desk.sound import Ring
from ui.desk.ticket_form import TicketForm
from ui.language import translate
from ui.page import Link, Page, PageContext
from ui.problems import is_chinese
from widgets import theme
from widgets.empty import EmptyHint
from widgets.split import SplitPane
from widgets.theme import Tone

_FINISHES = {
    "file_answer": Finish.ANSWER,
    "file_accept": Finish.ACCEPT,
    "file_dispatch": Finish.DISPATCH,
}


class DeskPage(Page):
    """Call bar over three columns: who waits and what I did; the caller and the form; what helps."""

    def __init__(self, presenter: DeskPresenter, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.presenter = presenter
        p = presenter
        self.call_bar = CallBar(p.calls, context.commands, self._caller_name, self._skill_words)
        self.queue = QueuePanel(p.queue, p.calls, p.wishes, context, self._skill_words)
        self.mine = MyTickets(p.tickets, context, lambda: p.form.choices)
        self.caller = CallerPanel(p.caller, p.calls.now, self._earlier_calls, lambda: p.form.choices)
        self._opened = ""
        self.form = TicketForm(p.form)
        self.draft_bar = DraftBar(p.drafts)
        self.finish = FinishBar({command.key: command.keys for command in context.commands})
        self.side = SidePanel(p)
        self.picker = Picker(self)
        self.pickers = DeskPickers(self.picker, p, self.form)
        self.call_pickers = CallPickers(self.picker, p)
        self.acts = DraftActs(p, self.form, context, self)
        self._ring = Ring(self)
        self._lay_out()
        self._bind_all()
        self._connect()
        self._on_drafts_shown()

    # -- the window's wishes

    def entered(self) -> None:
        """Puts the cursor where work goes on."""
        if self.focusWidget() is None:
            self._focus_form()

    def left(self) -> None:
        """Closes what floats."""
        self.picker.give_up()

    def open_link(self, link: Link) -> None:
        """Opens a ticket or a call beside the form, begins a ticket for a telephone number, a call or a call-back, or calls one."""
        reader = self.presenter.reader
        opens: dict[str, Callable[[str], None]] = {
            "ticket": reader.open_ticket,
            "ticket_number": reader.open_number,
            "call": reader.open_call,
            "number": self.presenter.begin_for_number,
            "dial": self.presenter.call_number,
            "call_back": self.presenter.begin_for_call_back,
            "ticket_of_call": self.presenter.begin_for_call,
        }
        if link.what in opens:
            opens[link.what](link.value)

    # -- making

    def _lay_out(self) -> None:
        space = theme.current().space
        left = SplitPane([self.queue, self.mine], [4, 5], self.context.remember, "desk.left", vertical=True)
        sheet = QFrame()
        sheet.setProperty("look", "card")
        inside = QVBoxLayout(sheet)
        inside.setContentsMargins(0, space.hair, 0, space.xs)
        inside.setSpacing(space.xs)
        top, self._foot = QWidget(), QWidget()
        for holder, part in ((top, self.draft_bar), (self._foot, self.finish)):
            row = QVBoxLayout(holder)
            row.setContentsMargins(space.m, 0, space.s if holder is top else space.m, 0)
            row.addWidget(part)
        self.empty = EmptyHint(
            translate("Desk", "A ticket opens here with the next call. Ctrl+N begins one without a call."),
            "ticket",
            translate("Desk", "New ticket"),
            self._new,
        )
        self.origin = OriginLine(self, self.presenter.origin, self.presenter.calls.now)
        self.body = QStackedWidget()
        self.body.addWidget(self.form)
        self.body.addWidget(self.empty)
        inside.addWidget(top)
        inside.addWidget(self.origin)
        inside.addWidget(self.body, 1)
        inside.addWidget(self._foot)
        centre = QWidget()
        middle = QVBoxLayout(centre)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(space.s)
        middle.addWidget(self.caller)
        middle.addWidget(sheet, 1)
        # Of a ticket a few signs of the title have to be read, whatever the size of the text.
        shares = [42, 50, 30] if theme.current().large else [33, 55, 32]
        self.columns = SplitPane([left, centre, self.side], shares, self.context.remember, "desk.main")
        column = QVBoxLayout(self)
        column.setContentsMargins(space.s, space.s, space.s, space.s)
        column.setSpacing(space.s)
        column.addWidget(self.call_bar)
        column.addWidget(self.columns, 1)

    def _bind_all(self) -> None:
        calls, pick, ask = self.presenter.calls, self.pickers, self.call_pickers
        for name, run in {
            "answer": calls.answer,
            "hold": calls.toggle_hold,
            "mute": calls.toggle_mute,
            "end": calls.end,
            "ready": calls.go_ready,
            "extend": pick.extension,
            "training": calls.train,
            "off_duty": calls.go_off_duty,
            "take_over": calls.take_over,
            "reject": ask.reject,
            "transfer": ask.transfer,
            "consult": ask.consult,
            "conference": ask.conference,
            "uninvite": calls.uninvite,
            "help": calls.toggle_help,
            "dial": ask.dial,
            "call_wish": self.presenter.call_wish,
            "keys": ask.keys,
            "park": ask.park,
            "recording": calls.toggle_recording,
            "silent": ask.silent,
            "report": ask.report,
            "police": lambda: ask.emergency("110"),
            "ambulance": lambda: ask.emergency("120"),
            "fire": lambda: ask.emergency("119"),
            "break": pick.breaks,
            "wrap_up_code": pick.wrap_up_codes,
            "template": pick.templates,
            "phrase": pick.phrases,
            "drafts": pick.drafts,
            "save_draft": self.acts.put_aside,
            "new": self._new,
            "discard": self.acts.discard,
            "caller": self._edit_caller,
            "earlier": self.caller.focus_contacts,
            "knowledge": self._search_knowledge,
            "cite": self._cite_open_article,
            "duplicates": self.side.duplicates.focus_list,
            "as_note": self.side.duplicates.add_to_current,
            "attach": self.side.duplicates.attach_to_current,
            "emergency": lambda: self.pickers.danger(self._on_danger_picked),
            "form": self._focus_form,
            "queue": lambda: self.queue.table.view.setFocus(Qt.FocusReason.ShortcutFocusReason),
            "mine": lambda: self.mine.table.view.setFocus(Qt.FocusReason.ShortcutFocusReason),
        }.items():
            self.bind(name, run)
        for name, finish in _FINISHES.items():
            self.bind(name, partial(self._file, finish))

    def _connect(self) -> None:
        p, side = self.presenter, self.side
        self.call_bar.requested.connect(self._run)
        self.finish.requested.connect(self._run)
        self.queue.pick_requested.connect(p.calls.answer)
        self.queue.wish_requested.connect(lambda: self._run("call_wish"))
        self.mine.open_requested.connect(p.reader.open_ticket)
        self.mine.needs_you_requested.connect(lambda: self.open_requested.emit(Link("needs_you")))
        self.caller.edit_requested.connect(self._edit_caller)
        self.caller.editing_ended.connect(self._focus_form)
        self.caller.call_requested.connect(p.call_number)
        side.reader.call_requested.connect(p.call_number)
        self.caller.contact_requested.connect(self._on_caller_contact_requested)
        self.caller.others_requested.connect(self.pickers.others)
        self.draft_bar.drafts_requested.connect(self.pickers.drafts)
        self.draft_bar.new_requested.connect(self._new)
        self.form.phrase_requested.connect(self.pickers.phrases)
        self.form.article_requested.connect(p.knowledge.open_article)
        side.duplicates.open_requested.connect(p.reader.open_ticket)
        side.duplicates.note_requested.connect(self.acts.add_as_note)
        side.duplicates.attach_requested.connect(self.acts.attach)
        side.reader.close_requested.connect(self._close_reader)
        side.reader.change_requested.connect(self._on_reader_change_requested)
        side.knowledge.cite_requested.connect(self._on_knowledge_cite_requested)
        side.knowledge.call_requested.connect(self.call_pickers.number)
        p.reader.opened.connect(self._on_reader_opened)
        p.drafts.shown.connect(self._on_drafts_shown)
        p.drafts.list_changed.connect(self._show_finish)
        p.form.text_changed.connect(self._show_finish)
        p.form.filing_changed.connect(self._on_form_filing_changed)
        p.form.filed.connect(self._on_form_filed)
        p.form.choices_changed.connect(self.call_bar.refresh)
        p.form.template_applied.connect(self.acts.say_template)
        p.form.nothing_to_fill.connect(self.acts.say_nothing_filled)
        p.caller.changed.connect(self.call_bar.refresh)
        p.calls.taken.connect(self._on_call_taken)
        p.pickers_unwanted.connect(self.picker.give_up)
        p.ring_wanted.connect(self._ring.ring)

    # -- what keys do

    def _run(self, name: str) -> None:
        self.actions_by_name[name].trigger()

    def _file(self, finish: Finish) -> None:
        draft = self.presenter.form.draft
        # A ticket that is filed already keeps its place unless the person moves it on.
        self.presenter.form.file(
            Finish.DRAFT if draft is not None and draft.is_change and finish is Finish.ACCEPT else finish
        )

    def _new(self) -> None:
        self.presenter.drafts.begin_another(self.presenter.calls.call)
        self._focus_form()

    def _edit_caller(self) -> None:
        if self.presenter.drafts.current is not None:
            self.presenter.caller.edit()
            self.caller.editor.focus_first()

    def _focus_form(self) -> None:
        if self.presenter.drafts.current is not None:
            self.form.focus_first_empty()
        else:
            self.call_bar.state.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _search_knowledge(self) -> None:
        self.presenter.reader.close_item()
        self.side.knowledge.focus_search()

    def _cite_open_article(self) -> None:
        article = self.presenter.knowledge.article
        if article is not None:
            self._on_knowledge_cite_requested(article)

    def _close_reader(self) -> None:
        self._opened = ""
        self.presenter.reader.close_item()
        self._focus_form()

    # -- what the parts state

    def _caller_name(self) -> str:
        p = self.presenter
        draft, call = p.drafts.current, p.calls.call
        person = p.caller.person
        if person is None or call is None or (draft is not None and draft.call_id != call.id):
            return ""
        return f"{person.name}{person.title}"

    def _earlier_calls(self) -> int:
        """Calls of the caller in hand within the last days."""
        call, caller = self.presenter.calls.call, self.presenter.caller
        return call.repeated if call is not None and call.number == caller.number else 0

    def _skill_words(self, key: str) -> str:
        choices = self.presenter.form.choices
        return choices.skill_name(key, not is_chinese()) if choices is not None else key

    def _show_finish(self) -> None:
        self.finish.show_draft(self.presenter.drafts.current, self.presenter.form.is_filing)

    def _on_drafts_shown(self) -> None:
        draft = self.presenter.drafts.current
        self.body.setCurrentWidget(self.empty if draft is None else self.form)
        self.form.refill()
        self._foot.setVisible(draft is not None)
        self._show_finish()

    def _on_call_taken(self, _call: Call) -> None:
        self.form.focus_first_empty()

    def _on_form_filing_changed(self) -> None:
        self.form.set_locked(self.presenter.form.is_filing)
        self._show_finish()

    def _on_form_filed(self, item: OutboxItem) -> None:
        if self.presenter.calls.is_stale:
            words = translate("Desk", "“{title}” will be filed when the server is back.").format(title=item.title)
            self.context.notices.say(words, Tone.WARN)
        self._focus_form()

    def _on_caller_contact_requested(self, contact: EarlierContact) -> None:
        if contact.kind == "ticket":
            self.presenter.reader.open_ticket(contact.id)
        else:
            self.presenter.reader.open_call(contact.id)

    def _on_danger_picked(self, unit: str) -> None:
        self.presenter.form.set(unit=unit)
        self.presenter.form.file(Finish.EMERGENCY)

    def _on_reader_opened(self) -> None:
        reader = self.presenter.reader
        opened = reader.ticket.id if reader.ticket else reader.call.id if reader.call else ""
        # Shown anew because something changed in it: whoever types elsewhere is left in peace.
        if opened != self._opened:
            self._opened = opened
            self.side.focus_reader()

    def _on_reader_change_requested(self, ticket: object) -> None:
        if ticket is not None:
            self.presenter.change_ticket(ticket)  # type: ignore[arg-type]
            self._focus_form()

    def _on_knowledge_cite_requested(self, article: Article) -> None:
        self.presenter.form.cite(article)
