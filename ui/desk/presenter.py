"""The desk as a whole: brings the parts together and tells the window what it should know."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from services.contracts.accounts import Permission
from services.contracts.calls import Call
from services.contracts.events import Topic
from services.contracts.text import dialable
from services.contracts.tickets import Finish, Ticket
from services.desk.draft import Draft
from services.desk.phase import ON_CALL, Phase
from services.desk.service import DeskService
from services.drafts import DraftJournal
from services.errors import InvalidFields
from services.knowledge.service import KnowledgeService
from services.live import ChangeKind, LiveChange, LiveFeed
from services.outbox import Outbox, OutboxItem
from services.session import CurrentSession
from services.tasks import Progress, Tasks
from ui.callbacks.message_presenter import MessagePresenter
from ui.container import Preferences
from ui.desk.call_presenter import CallPresenter
from ui.desk.caller_presenter import CallerPresenter
from ui.desk.drafts_presenter import DraftsPresenter
from ui.desk.duplicates_presenter import DuplicatesPresenter
from ui.desk.filed_presenter import FiledPresenter, Steps
from ui.desk.form_presenter import FormPresenter
from ui.desk.origin_presenter import CallBackSource, OriginPresenter
from ui.desk.queue_presenter import QueuePresenter
from ui.desk.reader_presenter import ReaderPresenter
from ui.desk.tickets_presenter import TicketsPresenter
from ui.desk.wishes_presenter import WishesPresenter, WishSource
from ui.knowledge.presenter import KnowledgePresenter
from ui.language import translate
from ui.presenter import Presenter
from ui.problems import problem_words
from widgets.theme import Tone

_FOLLOWED = 160
"""So much of the end of what is typed is searched for: the present thought, not the whole story."""


class CallBacks(CallBackSource, WishSource, Protocol):
    """Citizens who are called back, as the parts of the desk see them."""


class DeskServices(Protocol):
    """What the desk takes from the container."""

    @property
    def live(self) -> LiveFeed:
        """Live state."""
        ...

    @property
    def desk(self) -> DeskService:
        """Calls, callers, tickets."""
        ...

    @property
    def drafts(self) -> DraftJournal:
        """The draft journal."""
        ...

    @property
    def outbox(self) -> Outbox:
        """What is still to be sent."""
        ...

    @property
    def knowledge(self) -> KnowledgeService:
        """Articles."""
        ...

    @property
    def callbacks(self) -> CallBacks:
        """Citizens who are called back."""
        ...

    @property
    def session(self) -> CurrentSession:
        """Who is signed in."""
        ...

    @property
    def lifecycle(self) -> Steps:
        """Takes back what was filed by the wrong key."""
        ...

    @property
    def preferences(self) -> Preferences:
        """Whether a ring is heard."""
        ...


class DeskPresenter(Presenter):
    """Lives from sign-in to sign-out. The parts know each other only through what is said here."""

    ring_wanted = Signal(bool)
    """Whether a ring should be heard now."""
    pickers_unwanted = Signal()
    """A call came into the hand: whatever list is open over the desk should go."""

    def __init__(
        self,
        tasks: Tasks,
        services: DeskServices,
        message: MessagePresenter | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(tasks, parent)
        live, desk = services.live, services.desk
        self._live = live
        self._outbox = services.outbox
        self._preferences = services.preferences
        self._stops: list[Callable[[], None]] = []
        self._catalogue_version = 0
        self._desk = desk
        self._tasks = tasks
        self._kept_secret: set[str] = set()
        self.calls = CallPresenter(live, desk, tasks, self)
        self.queue = QueuePresenter(live, self)
        self.drafts = DraftsPresenter(services.drafts, tasks, live.server_now, self)
        self.form = FormPresenter(self.drafts, desk, tasks, self)
        self.caller = CallerPresenter(self.drafts, self.form, desk, tasks, self)
        may_read = services.session.may(Permission.CALL_BACK_READ)
        self.origin = OriginPresenter(self.drafts, services.callbacks, tasks, may_read, message, self)
        self.wishes = WishesPresenter(live, services.callbacks, tasks, may_read, self)
        self.duplicates = DuplicatesPresenter(self.form, desk, tasks, self)
        self.tickets = TicketsPresenter(live, desk, tasks, self)
        self.reader = ReaderPresenter(live, desk, services.drafts, tasks, self)
        self.knowledge = KnowledgePresenter(services.knowledge, tasks, parent=self)
        may_step = services.session.may(Permission.TICKET_STEP)
        self.filed = FiledPresenter(services.lifecycle if may_step else None, tasks, self)
        self._connect()

    def start(self) -> None:
        """Begins to follow; reads what was left open."""
        self._stops = [self._live.listen(self._on_live_changed), self._outbox.listen(self.filed.hear)]
        self.drafts.start()
        self.form.load_choices()
        self.queue.start()
        self.wishes.start()
        self.tickets.start()
        self.reader.start()
        self.calls.start()

    def close(self) -> None:
        """Ends following."""
        self.ring_wanted.emit(False)
        for part in (self.calls, self.queue, self.drafts, self.tickets, self.reader, self.origin, self.wishes):
            part.close()
        for stop in self._stops:
            stop()

    def change_ticket(self, ticket: Ticket) -> None:
        """Puts a filed ticket on the desk for changing."""
        self.reader.close_item()
        self.drafts.begin_change(ticket)

    def begin_for_number(self, number: str) -> None:
        """Begins a ticket for somebody who does not call, by number."""
        self.drafts.begin(number=number)

    def begin_for_call_back(self, call_back_id: str) -> None:
        """Begins a ticket for a message whose citizen hid their number."""
        self.reader.close_item()
        self.drafts.begin(call_back_id=call_back_id)

    def begin_for_call(self, call_id: str) -> None:
        """Begins a ticket for a call that is over, or goes on with the one that was begun in it."""

        def read(_progress: Progress) -> Call:
            return self._desk.call(call_id)

        def done(call: Call) -> None:
            self.reader.close_item()
            self.drafts.begin(call)

        self._tasks.start(read, done=done, failed=lambda e: self.notice_stated.emit(problem_words(e), Tone.BAD))

    def call_number(self, number: str) -> None:
        """Calls a number; one that cannot be called is refused here, with the reason."""
        if dialable(number) is None:
            self.notice_stated.emit(problem_words(InvalidFields({"number": ("not_dialable", {})})), Tone.BAD)
        else:
            self.calls.dial(number)

    def call_wish(self) -> None:
        """Calls who asked to be called instead of waiting and came first; says so where nobody did."""
        if self.calls.phase in ON_CALL or self.calls.phase is Phase.RINGING:
            return
        if self.wishes.waiting:
            self.wishes.call()
        else:
            self.notice_stated.emit(translate("Desk", "Nobody has asked to be called."), Tone.NEUTRAL)

    def send_on(self, act: Callable[[str, Callable[[], None]], None], unit: str = "") -> None:
        """Lets the ticket go along with the caller, to a unit if one is named; what cannot go comes back to this desk."""
        call = self.calls.call
        if call is not None:
            self.form.give_along(
                call.id, lambda ticket_id: act(ticket_id, lambda: self._take_up(ticket_id, call)), unit
            )

    # -- inside

    def _take_up(self, ticket_id: str, call: Call) -> None:
        """Puts the ticket that came along with a caller on the desk; a new one where it does not arrive."""
        if not ticket_id:
            self.drafts.begin(call)
            return

        def read(_progress: Progress) -> Ticket:
            return self._desk.brought_ticket(ticket_id)

        def failed(error: Exception) -> None:
            self.notice_stated.emit(problem_words(error), Tone.WARN)
            self.drafts.begin(call)

        self._tasks.start(read, done=self.drafts.begin_change, failed=failed)

    def _connect(self) -> None:
        self.form.before_filing = self._save_caller
        self.reader.said_in = self._said_in
        self.calls.rang.connect(self._on_calls_rang)
        self.calls.reported.connect(self._on_calls_reported)
        self.calls.taken.connect(self._on_calls_taken)
        self.calls.left.connect(lambda _call_id: self.caller.follow_call(self.calls.call))
        self.calls.changed.connect(self._on_calls_changed)
        self.form.text_changed.connect(self._on_form_text_changed)
        self.form.filed.connect(self._on_form_filed)
        self.caller.saved.connect(self._on_caller_saved)
        self.filed.stated.connect(self.notice_stated)
        self.filed.undo_offered.connect(self.undo_offered)
        self.filed.tickets_changed.connect(self.tickets.refresh)
        self.filed.ticket_sent.connect(self.caller.reload)
        self.filed.person_sent.connect(self.caller.on_person_sent)
        self.filed.taken_back.connect(self.reader.open_ticket)
        for part in (self.calls, self.form, self.caller, self.drafts, self.reader, self.wishes):
            part.failed.connect(lambda sentence: self.notice_stated.emit(sentence, Tone.BAD))

    def _said_in(self) -> Draft | None:
        """Returns the draft on the desk, where it is that of the call in hand or of a call-back."""
        draft, call = self.drafts.current, self.calls.call
        if draft is None or draft.is_change:
            return None
        return draft if draft.call_back_id or (call is not None and draft.call_id == call.id) else None

    def _save_caller(self) -> None:
        """A citizen who is being taken down goes first, so that the ticket can name them."""
        if self.caller.is_editing:
            self.caller.save()

    def _on_calls_reported(self) -> None:
        words = translate("Desk", "The caller is reported. When others report the number too, a lead decides.")
        self.notice_stated.emit(words, Tone.GOOD)

    def _on_calls_rang(self, call: Call) -> None:
        self.origin.stop()
        self.pickers_unwanted.emit()
        self.attention_requested.emit()
        self.ring_wanted.emit(self._preferences.sounds)
        if call.number:
            # The card is on its way while it still rings.
            self.caller.foresee(call.number)
        self.caller.follow_call(call)

    def _on_calls_taken(self, call: Call) -> None:
        self.origin.stop()
        self.pickers_unwanted.emit()
        if call.outgoing and (self.reader.is_open or self.reader.is_loading or self.drafts.current is not None):
            # Called about something that lies on the desk already, unless it is somebody who is called back.
            self.caller.follow_call(call)
            self.origin.if_taken(call.id, call.agent_id or "", lambda: self._begin_in(call))
            return
        self._begin(call)

    def _begin_in(self, call: Call) -> None:
        if self.calls.call is not None and self.calls.call.id == call.id:
            self._begin(call)

    def _begin(self, call: Call) -> None:
        # What was read for the last caller would cover what is found for this one.
        self.knowledge.begin_anew()
        self.reader.close_item()
        self.caller.follow_call(call)
        self._take_up(call.ticket_id or "", call)

    def _on_calls_changed(self) -> None:
        if self.calls.phase is not Phase.RINGING:
            self.ring_wanted.emit(False)
            if self.calls.call is None:
                self.caller.follow_call(None)
        self.badge_changed.emit("!" if self.calls.phase is Phase.RINGING else "")
        if self.calls.phase not in ON_CALL:
            # Who comes back after that is recorded anew.
            self._kept_secret.clear()
        if not self.calls.asked:
            self._keep_secret()

    def _on_form_text_changed(self) -> None:
        draft = self.form.draft
        said = ""
        if draft is not None:
            self._keep_secret()
            said = f"{draft.form['title']} {draft.form['content'][-_FOLLOWED:]}".strip()
        # Of what was filed or put aside nothing is being typed any more.
        self.knowledge.follow(said)

    def _keep_secret(self) -> None:
        """Pauses the recording where what is written down is confidential; asked for again until it has happened."""
        draft, call = self.form.draft, self.calls.call
        if draft is None or call is None or not draft.form["confidential"]:
            return
        if not (draft.call_id == call.id or draft.id == call.ticket_id) or call.id in self._kept_secret:
            return
        if call.recording_paused:
            # Once: whoever lets the recording go on is believed.
            self._kept_secret.add(call.id)
        else:
            self.calls.toggle_recording()

    def _on_form_filed(self, item: OutboxItem) -> None:
        self.tickets.refresh()
        call = self.calls.call
        if call is not None and self.calls.wrap_up_code == "":
            self.calls.choose_wrap_up_code("answered" if item.payload.get("finish") == Finish.ANSWER else "ticket")

    def _on_caller_saved(self, name: str) -> None:
        words = translate("Desk", "Caller saved: {name}").format(name=name)
        self.notice_stated.emit(words, Tone.GOOD)

    def _on_live_changed(self, change: LiveChange) -> None:
        version = self._live.state.catalogue_version
        if change.event is not None and change.event.topic == Topic.CALL_BACK:
            self.origin.told(change.event.subject)
        if change.kind is ChangeKind.SNAPSHOT:
            self.caller.reload()
        if version and version != self._catalogue_version:
            first, self._catalogue_version = self._catalogue_version == 0, version
            if not first or self.form.choices is None:
                self.form.load_choices()
