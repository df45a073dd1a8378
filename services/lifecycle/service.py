"""What the presenters of Dispatch and Tasks call, blocking, off the GUI thread.

Every single step goes out through the outbox: it is on this disk first, is sent once under its own idempotency key, and
survives a broken network and a killed console. Lists fall back to what was last known.
"""

import contextlib
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from pydantic import TypeAdapter
from uuid_utils import uuid7

from services.api.channels import AttachmentsApi
from services.api.lifecycle import LifecycleApi
from services.api.tickets import TicketsApi
from services.contracts.attachments import Attachment
from services.contracts.dispatching import Suggestion, SuggestionQuery
from services.contracts.lifecycle import (
    BulkItem,
    BulkRequest,
    BulkResult,
    Colleague,
    Offer,
    Step,
    StepRequest,
    WorkList,
    WorkRow,
)
from services.contracts.tickets import Likeness, LikenessQuery, Ticket
from services.errors import AppError, Conflict
from services.lifecycle.senders import STEP
from services.lifecycle.typed import Typed, TypedDrafts
from services.outbox import Outbox, OutboxItem
from services.paging import first_items
from services.tasks import Progress

PAGE_ROWS = 200
_MOST_ROWS = 1_000
_ROWS = TypeAdapter(list[WorkRow])
_COUNTS = TypeAdapter(dict[WorkList, int])
_WORK = "work"


class Memory(Protocol):
    """Last known answers of the server; :class:`services.store.store.LocalStore` keeps them."""

    def remember(self, kind: str, name: str, body: str) -> None:
        """Keeps an answer."""
        ...

    def recall(self, kind: str, name: str) -> str | None:
        """Returns it."""
        ...


@dataclass(frozen=True)
class Listed:
    """A work list. ``more`` says that there is more at the server, ``fresh`` that this is its present answer."""

    rows: list[WorkRow]
    more: bool = False
    fresh: bool = True


@dataclass(frozen=True)
class OpenTicket:
    """A ticket with all that its page part shows.

    Attributes:
        offers: what the person may do now, by step with the fields it needs.
        typed: what is unfinished for it on this machine.
        suggestion: units that it may go to, while it waits for a dispatcher.
        attachments: files beside it.
    """

    ticket: Ticket
    offers: Mapping[Step, Sequence[str]]
    typed: Mapping[Step, Typed] = field(default_factory=dict)
    suggestion: Suggestion | None = None
    attachments: Sequence[Attachment] = ()


class LifecycleService:
    """Work lists, tickets, steps."""

    def __init__(
        self,
        api: LifecycleApi,
        tickets: TicketsApi,
        files: AttachmentsApi,
        outbox: Outbox,
        memory: Memory,
        drafts: TypedDrafts,
    ) -> None:
        self._api = api
        self._files = files
        self._tickets = tickets
        self._outbox = outbox
        self._memory = memory
        self.drafts = drafts

    # -- reading

    def work(self, which: WorkList, **filters: Any) -> Listed:
        """Returns a list, the most urgent on top, as a page counts, filters and sorts it; without a server, what it was last.

        Of a list that is longer than anybody reads, the most urgent rows.
        """
        try:
            rows, more = first_items(
                lambda cursor: self._api.work(which, cursor=cursor, limit=PAGE_ROWS, **filters), _MOST_ROWS
            )
        except AppError as error:
            return Listed(_ROWS.validate_json(self._recalled(error, which.value)), fresh=False)
        self._remember(which.value, _ROWS.dump_json(rows).decode())
        return Listed(rows, more)

    def counts(self) -> dict[WorkList, int]:
        """Returns how much stands in each list; without a server, how much stood there last."""
        try:
            counts = self._api.counts().counts
        except AppError as error:
            return _COUNTS.validate_json(self._recalled(error, "counts"))
        self._remember("counts", _COUNTS.dump_json(counts).decode())
        return counts

    def open(self, ticket_id: str) -> OpenTicket:
        """Returns a ticket, what may be done with it, and what is unfinished for it here."""
        ticket = self._tickets.get(ticket_id)
        offers: list[Offer] = self._api.offers(ticket_id)
        suggestion = None
        if any(offer.step in (Step.DISPATCH, Step.MEET) for offer in offers):
            with contextlib.suppress(AppError):  # a help; without it the dispatcher chooses
                suggestion = self._api.suggestion(ticket_id)
        attachments: list[Attachment] = []
        with contextlib.suppress(AppError):
            attachments = self._files.of_ticket(ticket_id)
        needs = {offer.step: tuple(offer.needs) for offer in offers}
        return OpenTicket(ticket, needs, self.drafts.of_ticket(ticket_id), suggestion, attachments)

    def refusals(self, ticket_id: str) -> list[Offer]:
        """Returns the steps that the person may not take now, each with why."""
        return self._api.refusals(ticket_id)

    def attach(self, ticket_id: str, file: Path, progress: Progress | None = None, purpose: str = "") -> Attachment:
        """Puts a file from this computer beside a ticket; the same file twice for one ``purpose`` is there once.

        Raises:
            OSError: the file cannot be read.
            AppError: ``too_large``: nothing was sent.
        """
        size, largest = file.stat().st_size, self._files.largest()
        if size > largest:
            raise AppError("too_large", status=413, details={"limit": f"{largest // 1_000_000} MB"})
        # With its name: the same content under another one is another request.
        digest = hashlib.sha256(f"{purpose}{ticket_id}{file.name}".encode() + file.read_bytes()).hexdigest()
        return self._files.add(ticket_id, file, f"attach-{digest[:40]}", progress)

    def content(self, attachment: Attachment, progress: Progress) -> bytes:
        """Returns a file; the server records the look."""
        return self._files.content(attachment.id, progress)

    def thumbnail(self, attachment_id: str) -> bytes:
        """Returns a small picture of a picture as JPEG; the server records the look."""
        return self._files.thumbnail(attachment_id)

    def save_attachment(self, attachment: Attachment, target: Path, progress: Progress) -> None:
        """Writes a file to this computer; the server records the look.

        Raises:
            OSError: it cannot be written.
        """
        self._files.save(attachment.id, target, progress)

    def suggestion(self, ticket: Ticket, category: str) -> Suggestion:
        """Returns units for a ticket if it had another category."""
        query = SuggestionQuery(
            kind=ticket.kind,
            category=category,
            town=ticket.town,
            village=ticket.village,
            title=ticket.title,
            content=ticket.content,
            urgency=ticket.urgency,
        )
        return self._api.suggestion_for(query)

    def likenesses(self, ticket: Ticket) -> list[Likeness]:
        """Returns open tickets that are likely about the same matter, best first."""
        query = LikenessQuery(
            ticket_id=ticket.id,
            person_id=ticket.person_id,
            category=ticket.category,
            town=ticket.town,
            village=ticket.village,
            detail=ticket.detail,
            title=ticket.title,
            content=ticket.content,
        )
        return [found for found in self._tickets.likenesses(query) if found.ticket.id != ticket.id]

    def ticket_by_number(self, number: str) -> Ticket:
        """Returns the ticket with a number."""
        return self._tickets.by_number(number)

    def colleagues(self) -> list[Colleague]:
        """Returns who a ticket of one's own unit can be assigned to."""
        return self._api.colleagues()

    def unfinished(self) -> set[str]:
        """Returns the tickets for which something is typed and not sent."""
        return self.drafts.tickets()

    # -- steps

    def take(
        self, ticket_id: str, version: int, request: StepRequest, title: str, by: str, draft_id: str = ""
    ) -> OutboxItem:
        """Puts a step into the outbox and closes its draft, in one transaction.

        Args:
            ticket_id: of the ticket.
            version: that the person saw.
            request: the step.
            title: for the outbox.
            by: the page that takes it, and that will be told what became of it.
            draft_id: the draft that it was typed in.

        Raises:
            AppError: ``storage_full``: nothing was kept, and the draft is still open.
        """
        body = request.model_dump(mode="json", exclude_unset=True)
        payload = {"by": by, "request": body}
        return self._outbox.put(STEP, ticket_id, payload, title=title, version=version, draft_id=draft_id)

    def take_back(self, item: OutboxItem, typed: Typed | None) -> None:
        """Takes a step that the server did not accept out of the outbox; what was typed for it is a draft again first."""
        if typed is not None and not self.drafts.keep(typed):
            return  # the disk is full: it stays where it is safe, under "Needs you"
        with contextlib.suppress(Conflict):  # another console of this person has taken it back already
            self._outbox.discard(item.id)

    def refused(self, by: str) -> list[OutboxItem]:
        """Returns a page's steps that the server did not accept and that nobody has looked at yet."""
        return [item for item in self._outbox.needs_you() if item.kind == STEP and item.payload.get("by") == by]

    def unsent(self) -> set[str]:
        """Returns the tickets that have a step on its way."""
        return {item.subject for item in self._outbox.items() if item.kind == STEP}

    def take_many(self, rows: Sequence[WorkRow], request: StepRequest, preview: bool, key: str) -> list[BulkResult]:
        """Takes a step on many tickets at once, or tells what would happen. Under one ``key`` it is done once."""
        items = [BulkItem(ticket_id=row.id, version=row.version) for row in rows]
        bulk = BulkRequest(items=items, request=request, preview=preview)
        return self._api.take_many(bulk, f"bulk-{uuid7()}" if preview else key)

    # -- memory

    def _remember(self, name: str, body: str) -> None:
        with contextlib.suppress(AppError):
            self._memory.remember(_WORK, name, body)

    def _recalled(self, error: AppError, name: str) -> str:
        kept = self._memory.recall(_WORK, name) if error.status >= 500 else None
        if kept is None:
            raise error
        return kept
