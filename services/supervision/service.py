"""What the pages of supervision and follow-up ask for. All methods block; they belong in :class:`services.tasks.Tasks`."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from uuid_utils import uuid7

from services.clock import day_begins
from services.contracts.attachments import Attachment
from services.contracts.common import Page, Typed
from services.contracts.followups import (
    FollowUp,
    Instruction,
    Matter,
    MatterChange,
    NewInstruction,
    NewMatter,
    RateBy,
    RateFigure,
    RateReport,
    RateTickets,
)
from services.contracts.tickets import Catalogue, Ticket
from services.drafts import Draft
from services.errors import InvalidFields
from services.tasks import Progress

KIND = "instruction"
"""Under which kind the journal keeps an instruction that is being typed."""
_LINES = ("number", "leader", "document", "text", "deadline")


class SupervisionSource(Protocol):
    """The routes; see :class:`services.api.supervision.SupervisionApi`."""

    def follow_up(self, ticket_id: str) -> FollowUp:
        """Gives the tries."""
        ...

    def rates(self, since: datetime, until: datetime, by: RateBy, progress: Progress) -> RateReport:
        """Gives figures."""
        ...

    def behind(
        self,
        since: datetime,
        until: datetime,
        by: RateBy,
        figure: RateFigure,
        group: str | None,
        cursor: str | None = None,
    ) -> RateTickets:
        """Gives a page of the tickets of a figure."""
        ...

    def instructions(
        self, is_open: bool | None, since: datetime | None = None, until: datetime | None = None
    ) -> Page[Instruction]:
        """Gives instructions."""
        ...

    def enter(self, new: NewInstruction, key: str) -> Instruction:
        """Enters one."""
        ...

    def matters(self, is_open: bool = True) -> list[Matter]:
        """Gives known matters."""
        ...

    def open_matter(self, new: NewMatter | Typed, key: str) -> Matter:
        """Makes a ticket one."""
        ...

    def change_matter(self, matter_id: str, change: MatterChange | Typed, version: int, key: str) -> Matter:
        """Changes or ends one."""
        ...


class TicketSource(Protocol):
    """Where a ticket is found by its number, and the names of units and categories."""

    def by_number(self, number: str) -> Ticket:
        """Gives a ticket."""
        ...

    def catalogue(self) -> Catalogue:
        """Gives the catalogue."""
        ...


class FileStore(Protocol):
    """What is needed of :class:`services.lifecycle.service.LifecycleService`."""

    def attach(self, ticket_id: str, file: Path, progress: Progress | None = None, purpose: str = "") -> Attachment:
        """Puts a file from this computer beside a ticket."""
        ...


class Journal(Protocol):
    """What is needed of :class:`services.drafts.DraftJournal`."""

    def write(self, draft_id: str, kind: str, fields: dict[str, Any]) -> None:
        """Keeps a draft soon."""
        ...

    def close(self, draft_id: str) -> None:
        """Forgets it."""
        ...

    def open_drafts(self, kind: str | None = None) -> list[Draft]:
        """Returns what is unfinished."""
        ...


@dataclass
class TypedInstruction:
    """An instruction that is being typed; its id is that of the draft and of what comes of it, so it is entered once."""

    number: str = ""
    leader: str = ""
    document: str = ""
    text: str = ""
    deadline: str = ""
    """A day of the district, as ``2026-11-30``; it counts to its end."""
    attachments: list[str] = field(default_factory=list)
    """The document itself: files on this computer."""
    id: str = field(default_factory=lambda: f"instruction-{uuid7()}")

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not (self.number or self.leader or self.document or self.text or self.attachments)

    def ends_at(self, zone: ZoneInfo) -> datetime | None:
        """Returns the last moment of the deadline in the district's zone, or nothing where it is no day."""
        try:
            day = date.fromisoformat(self.deadline)
        except ValueError:
            return None
        return day_begins(day, zone) + timedelta(days=1, seconds=-1)


class SupervisionService:
    """Instructions, rates, follow-ups."""

    def __init__(self, source: SupervisionSource, tickets: TicketSource) -> None:
        self._source = source
        self._tickets = tickets

    def instructions(self, is_open: bool | None) -> list[Instruction]:
        """Returns open or ended instructions, the nearest deadline first."""
        return self._source.instructions(is_open).items

    def week(self, monday: date, zone: ZoneInfo) -> list[Instruction]:
        """Returns what belongs on the sheet of a week in the district's zone: all that is open, and what was entered in it."""
        since = day_begins(monday, zone)
        entered = self._source.instructions(None, since, since + timedelta(days=7)).items
        found = {each.id: each for each in [*self._source.instructions(True).items, *entered]}
        return sorted(found.values(), key=lambda each: (each.deadline, each.id))

    def matters(self, is_open: bool) -> list[Matter]:
        """Returns what many ask about now, or asked about before."""
        return self._source.matters(is_open)

    def open_matter(self, new: Typed, key: str) -> Matter:
        """Makes an open ticket a known matter."""
        return self._source.open_matter(new, key)

    def change_matter(self, matter_id: str, change: Typed, version: int, key: str) -> Matter:
        """Changes a matter, or ends it."""
        return self._source.change_matter(matter_id, change, version, key)

    def enter(
        self, typed: TypedInstruction, zone: ZoneInfo, files: FileStore, progress: Progress | None = None
    ) -> Instruction:
        """Enters an instruction with its document; sent twice, it is entered once.

        Raises:
            OSError: a file of the document cannot be read.
            InvalidFields: something is missing or wrong.
            NotFound: no ticket has the number.
        """
        wrong: dict[str, tuple[str, dict[str, Any]]] = {
            name: ("required", {}) for name in ("number", "leader", "text") if not getattr(typed, name).strip()
        }
        ends_at = typed.ends_at(zone)
        if ends_at is None:
            wrong["deadline"] = ("required", {})
        if wrong or ends_at is None:
            raise InvalidFields(wrong)
        ticket = self._tickets.by_number(typed.number.strip())
        new = NewInstruction(
            id=typed.id,
            ticket_id=ticket.id,
            document=typed.document,
            leader=typed.leader,
            text=typed.text,
            deadline=ends_at,
            attachments=[files.attach(ticket.id, Path(file), progress, typed.id).id for file in typed.attachments],
        )
        return self._source.enter(new, typed.id)

    def ticket(self, number: str) -> Ticket:
        """Returns the ticket that an instruction is about.

        Raises:
            NotFound: no ticket has the number.
        """
        return self._tickets.by_number(number)

    def rates(self, since: datetime, until: datetime, by: RateBy, progress: Progress) -> RateReport:
        """Returns the figures of an interval; a year's take seconds, and ``progress`` may cancel them."""
        return self._source.rates(since, until, by, progress)

    def behind(
        self, report: RateReport, figure: RateFigure, group: str | None, cursor: str | None = None
    ) -> RateTickets:
        """Returns a page of the tickets that a figure of a report counts."""
        return self._source.behind(report.since, report.until, report.by, figure, group, cursor)

    def follow_up(self, ticket_id: str) -> FollowUp:
        """Returns the tries made to ask a citizen."""
        return self._source.follow_up(ticket_id)

    def catalogue(self) -> Catalogue:
        """Returns the names of units, categories and places."""
        return self._tickets.catalogue()


class InstructionDrafts:
    """The instruction that is being typed, in the draft journal."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def write(self, typed: TypedInstruction) -> None:
        """Keeps the present state."""
        fields = {name: getattr(typed, name) for name in (*_LINES, "attachments")}
        self._journal.write(typed.id, KIND, fields)

    def forget(self, typed: TypedInstruction) -> None:
        """Throws it away, or it was entered."""
        self._journal.close(typed.id)

    def last(self) -> TypedInstruction | None:
        """Returns what was left unfinished."""
        kept = self._journal.open_drafts(KIND)
        if not kept:
            return None
        draft = kept[-1]
        lines = {name: str(draft.fields.get(name) or "") for name in _LINES}
        return TypedInstruction(**lines, attachments=list(draft.fields.get("attachments") or []), id=draft.id)
