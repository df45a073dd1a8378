"""What the desk's presenters call, blocking, off the GUI thread.

Reads fall back to what was last known; saves go out through the outbox only.
"""

import contextlib
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from pydantic import TypeAdapter
from uuid_utils import uuid7

from services.api.calls import CallsApi
from services.api.people import PeopleApi
from services.api.tickets import TicketsApi
from services.contracts.blocking import NewReport, ReportReason
from services.contracts.calls import AgentStateChange, Call, NewCall, RejectReason, TransferRequest, WrapUp
from services.contracts.people import CallerCard, NewPerson, Person, PersonFields
from services.contracts.tickets import (
    Catalogue,
    Finish,
    Likeness,
    LikenessQuery,
    NewNote,
    PresenceChange,
    Ticket,
    TicketRow,
    Viewer,
)
from services.desk.choices import Choices
from services.desk.draft import Draft
from services.desk.senders import NEW_NOTE, NEW_PERSON, NEW_TICKET, PERSON_CHANGE, TICKET_CHANGE
from services.errors import AppError
from services.outbox import Outbox, OutboxItem
from services.paging import first_items

Value = TypeVar("Value")

_ROWS = TypeAdapter(list[TicketRow])
_ON_ITS_WAY = 6.0
"""Seconds in which a draft that another desk has put away arrives at the server."""
_PAGE_ROWS, _MOST_ROWS = 200, 1_000
"""Of my tickets: at once, and at most."""
_CALLER, _CATALOGUE, _TICKETS = "caller", "catalogue", "tickets"


class Memory(Protocol):
    """Last known answers of the server; :class:`services.store.store.LocalStore` keeps them."""

    def remember(self, kind: str, name: str, body: str) -> None:
        """Keeps an answer."""
        ...

    def recall(self, kind: str, name: str) -> str | None:
        """Returns it."""
        ...


@dataclass(frozen=True)
class Known(Generic[Value]):
    """An answer, and whether it is the server's present one or what was last known."""

    value: Value
    fresh: bool = True


class DeskService:
    """Calls, callers, tickets and the catalogue, as an agent needs them."""

    def __init__(self, calls: CallsApi, people: PeopleApi, tickets: TicketsApi, outbox: Outbox, memory: Memory) -> None:
        self._calls = calls
        self._people = people
        self._tickets = tickets
        self._outbox = outbox
        self._memory = memory

    # -- calls and one's own state

    def act(self, call_id: str, action: str) -> Call:
        """Does with one's own call what needs no more words, such as ``answer``, ``hold``, ``help`` or ``end``."""
        return self._calls.act(call_id, action, str(uuid7()))

    def transfer(self, call_id: str, to: TransferRequest) -> Call:
        """Sends the call to a colleague or back to a queue."""
        return self._calls.transfer(call_id, to, str(uuid7()))

    def conference(self, call_id: str, whom: TransferRequest) -> Call:
        """Takes a ready colleague, or a number outside, into the call."""
        return self._calls.conference(call_id, whom, str(uuid7()))

    def consult(self, call_id: str, whom: TransferRequest) -> Call:
        """Puts the caller on hold and asks a ready colleague or a number outside."""
        return self._calls.consult(call_id, whom, str(uuid7()))

    def hand_over(self, call_id: str, ticket_id: str) -> Call:
        """Leaves the caller with who was asked; a ticket goes along."""
        return self._calls.hand_over(call_id, ticket_id, str(uuid7()))

    def park(self, call_id: str, ticket_id: str) -> Call:
        """Puts the caller aside, where anybody takes them back; a ticket goes along."""
        return self._calls.park(call_id, ticket_id, str(uuid7()))

    def reject(self, call_id: str, reason: RejectReason) -> None:
        """Turns a ring down."""
        self._calls.reject(call_id, reason, str(uuid7()))

    def report(self, call_id: str, reason: ReportReason, note: str) -> None:
        """Reports one's own call as harassing."""
        self._calls.report(call_id, NewReport(reason=reason, note=note), str(uuid7()))

    def press(self, call_id: str, keys: str) -> Call:
        """Sends keypad tones into the call."""
        return self._calls.press(call_id, keys, str(uuid7()))

    def dial(self, call_id: str, number: str) -> Call:
        """Calls a number; the id makes sure that asking twice calls once."""
        return self._calls.dial(NewCall(id=call_id, number=number), str(uuid7()))

    def wrap_up(self, call_id: str, code: str, ready: bool) -> None:
        """Ends wrap-up."""
        self._calls.wrap_up(call_id, WrapUp(code=code, ready=ready), str(uuid7()))

    def set_state(self, change: AgentStateChange) -> None:
        """Asks for a state of one's own."""
        self._calls.set_state(change, str(uuid7()))

    def call(self, call_id: str) -> Call:
        """Returns an earlier call; its number is masked unless it was one's own."""
        return self._calls.get(call_id)

    # -- reading

    def choices(self) -> Choices:
        """Returns what the form offers; without a server, what it offered last."""
        try:
            catalogue = self._tickets.catalogue()
        except AppError as error:
            kept = self._recalled(error, _CATALOGUE, "")
            return Choices(Catalogue.model_validate_json(kept))
        self._remember(_CATALOGUE, "", catalogue.model_dump_json())
        return Choices(catalogue)

    def caller(self, number: str) -> Known[CallerCard]:
        """Returns who calls from a number; without a server, what was last known of it."""
        try:
            card = self._people.caller(number)
        except AppError as error:
            return Known(CallerCard.model_validate_json(self._recalled(error, _CALLER, number)), fresh=False)
        if number:
            self._remember(_CALLER, number, card.model_dump_json())
        return Known(card)

    def person(self, person_id: str) -> Person:
        """Returns one citizen; the look is recorded."""
        return self._people.get(person_id)

    def my_tickets(self, since: datetime) -> Known[list[TicketRow]]:
        """Returns the tickets one has taken down since a moment, newest first: as many as nobody takes down in a day."""
        try:
            rows, _more = first_items(
                lambda cursor: self._tickets.rows(mine=True, since=since, cursor=cursor, limit=_PAGE_ROWS), _MOST_ROWS
            )
        except AppError as error:
            kept = self._memory.recall(_TICKETS, since.isoformat()) if error.status >= 500 else None
            if kept is None and error.status < 500:
                raise
            # Nothing known of today is not an error: what waits to be sent is shown all the same.
            return Known(_ROWS.validate_json(kept) if kept is not None else [], fresh=False)
        self._remember(_TICKETS, since.isoformat(), _ROWS.dump_json(rows).decode())
        return Known(rows)

    def ticket(self, ticket_id: str) -> Ticket:
        """Returns a ticket."""
        return self._tickets.get(ticket_id)

    def brought_ticket(self, ticket_id: str) -> Ticket:
        """Returns the ticket that came along with a caller; it may still be on its way from the other desk."""
        end = time.monotonic() + _ON_ITS_WAY
        while True:
            try:
                return self._tickets.get(ticket_id)
            except AppError as error:
                if error.status != 404 or time.monotonic() > end:
                    raise
            time.sleep(0.25)

    def ticket_by_number(self, number: str) -> Ticket:
        """Returns the ticket with a number."""
        return self._tickets.by_number(number)

    def likenesses(self, query: LikenessQuery) -> list[Likeness]:
        """Returns likely duplicates; none while the server cannot be reached, because they are only a help."""
        try:
            return self._tickets.likenesses(query)
        except AppError as error:
            if error.status >= 500:
                return []
            raise

    def say_presence(self, ticket_id: str, present: bool, typing: bool) -> list[Viewer]:
        """Lets others see that one looks at a ticket or types in it; returns who has it open, nobody without a server."""
        with contextlib.suppress(AppError):
            return self._tickets.set_presence(ticket_id, PresenceChange(present=present, typing=typing)).viewers
        return []

    # -- saving

    def file(self, draft: Draft, finish: Finish, into: str = "") -> OutboxItem:
        """Puts a ticket into the outbox and closes its draft, in one transaction.

        Args:
            draft: what was typed.
            finish: what is to become of it.
            into: the ticket that it is attached to.

        Raises:
            AppError: ``storage_full``: nothing was kept, and the draft is still open.
        """
        title = draft.form["title"]
        if not draft.is_change:
            body = draft.to_new(finish, into).model_dump(mode="json", exclude_unset=True)
            return self._outbox.put(NEW_TICKET, draft.id, body, title=title, draft_id=draft.key)
        body = draft.to_change(None if finish is Finish.DRAFT else finish).model_dump(mode="json", exclude_unset=True)
        return self._outbox.put(TICKET_CHANGE, draft.id, body, title=title, version=draft.version, draft_id=draft.key)

    def add_note(
        self, ticket_id: str, text: str, title: str, draft_key: str = "", said_in: Draft | None = None
    ) -> OutboxItem:
        """Puts a remark about a ticket into the outbox; with ``draft_key`` it takes the place of that draft.

        ``said_in`` is the draft of the call, or of the call-back, in which it was said.
        """
        note = NewNote(id=str(uuid7()), text=text)
        if said_in is not None:
            came = {"call_id": said_in.call_id or None, "call_back_id": said_in.call_back_id or None}
            note = note.model_copy(update=came)
        payload = {"ticket_id": ticket_id, **note.model_dump(mode="json", exclude_none=True)}
        # A subject of its own: a remark needs no version and must not wait for a conflict to be settled.
        return self._outbox.put(NEW_NOTE, note.id, payload, title=title, draft_id=draft_key)

    def save_person(self, person_id: str, fields: PersonFields, version: int, title: str) -> OutboxItem:
        """Puts a citizen's record into the outbox; ``version`` 0 means a new one."""
        body = fields.model_dump(mode="json", exclude_unset=True)
        if version:
            return self._outbox.put(PERSON_CHANGE, person_id, body, title=title, version=version)
        NewPerson.model_validate({"id": person_id, **body})
        return self._outbox.put(NEW_PERSON, person_id, {"id": person_id, **body}, title=title)

    def unsent(self) -> list[OutboxItem]:
        """Returns what waits to be sent."""
        return self._outbox.items()

    # -- memory

    def _remember(self, kind: str, name: str, body: str) -> None:
        with contextlib.suppress(AppError):
            self._memory.remember(kind, name, body)

    def _recalled(self, error: AppError, kind: str, name: str) -> str:
        """Returns what is remembered where the server is away; any other error, and an unknown answer, is raised."""
        kept = self._memory.recall(kind, name) if error.status >= 500 else None
        if kept is None:
            raise error
        return kept
