"""A district in memory: tickets that move as the table of steps says, behind the real services, outbox and journal."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from services.api.transport import Unreachable
from services.contracts.accounts import Account, Role
from services.contracts.attachments import Attachment
from services.contracts.common import FieldProblem, Page
from services.contracts.dispatching import Suggestion, SuggestionQuery
from services.contracts.events import Event, Topic
from services.contracts.followups import FollowUp
from services.contracts.lifecycle import (
    RULES,
    BulkRequest,
    BulkResult,
    Colleague,
    Offer,
    Related,
    Step,
    StepRequest,
    WorkCounts,
    WorkList,
    WorkRow,
)
from services.contracts.tickets import (
    Catalogue,
    Category,
    Likeness,
    LikenessQuery,
    Pending,
    Phrase,
    PlaceEntry,
    Template,
    Ticket,
    TicketRow,
    TicketStatus,
    Unit,
    UnitLevel,
    Urgency,
    Viewer,
)
from services.contracts.tickets import Step as Entry
from services.contracts.whole import WholeTicket
from services.desk.choices import Choices
from services.drafts import DraftJournal
from services.errors import AppError, Conflict, StaleVersion
from services.knowledge.index import Hit
from services.lifecycle.lacking import unsaid
from services.lifecycle.senders import STEP, step_senders
from services.lifecycle.service import LifecycleService
from services.lifecycle.typed import TypedDrafts
from services.live import ChangeKind, LiveChange, LiveState
from services.outbox import Outbox
from services.store.store import LocalStore
from services.tasks import Progress
from services.whole.service import WholeTicketService
from tests.ui.house import Personal
from ui.page import PageContext
from widgets.remember import InMemory
from widgets.theme import Tone

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

CATALOGUE = Catalogue(
    version=1,
    places=[PlaceEntry(code="T1", name="桂城街道"), PlaceEntry(code="V1", name="桂一社区居委会", parent="T1")],
    categories=[
        Category(code="06", name="城市管理", english="City"),
        Category(code="0601", name="施工噪音", english="Noise of building", parent="06", unit="D06"),
        Category(code="0602", name="停车", english="Parking", parent="06", unit="D04"),
        Category(code="0603", name="其他", english="Other", parent="06"),
    ],
    units=[
        Unit(code="D04", name="区公安分局", english="Police"),
        Unit(code="D06", name="区城管局", english="City management"),
        Unit(code="C00", name="区智运中心", english="District centre", level=UnitLevel.DISTRICT),
        Unit(code="T01", name="桂城街道分中心", english="Guicheng centre", level=UnitLevel.TOWN, parent="C00"),
        Unit(code="V01", name="桂一社区工作站", english="Guiyi station", level=UnitLevel.VILLAGE, parent="T01"),
    ],
    templates=[Template(key="t1", name="噪音已处理", category="0601", answer="已责令夜间停工。")],
    phrases=[Phrase(key="p1", name="感谢", text="感谢您的来电。")],
    skills=[],
)


def ticket(ticket_id: str, **more: Any) -> Ticket:
    """Returns a filed ticket that waits for a dispatcher."""
    values: dict[str, Any] = {
        "id": ticket_id,
        "number": f"20260302-{ticket_id[1:]:0>6}",
        "status": TicketStatus.ACCEPTED,
        "version": 1,
        "kind": "complaint",
        "category": "0601",
        "town": "T1",
        "village": "V1",
        "title": f"夜间施工 {ticket_id}",
        "content": "凌晨两点仍在打桩。",
        "caller_name": "陈女士",
        "caller_number": "16100000042",
        "contact_number": "16100000042",
        "channel": "hotline",
        "created_by": "话务员01",
        "created_at": NOW - timedelta(hours=1),
        "updated_at": NOW - timedelta(hours=1),
        "due_at": NOW + timedelta(hours=3),
        "due_kind": "dispatch",
        "steps": [Entry(at=NOW - timedelta(hours=1), actor="话务员01", action="accept")],
        **more,
    }
    return Ticket.model_validate(values)


class Server:
    """Plays the routes of the life cycle for one person, by the real table of steps."""

    def __init__(self, role: Role, person: Account) -> None:
        self.role = role
        self.person = person
        self.tickets: dict[str, Ticket] = {}
        self.asked: list[tuple[str, StepRequest, int, str]] = []
        self.opened: list[str] = []
        self.answers: dict[str, Ticket] = {}
        self.trouble: AppError | None = None
        self.lose_answer = False
        """The next step is done, but its answer is lost on the way."""
        self.told: list[Ticket] = []
        self.files: dict[str, Attachment] = {}
        self.contents: dict[str, bytes] = {}
        self.looks: list[tuple[str, str]] = []
        self.links: list[TicketRow] = []
        """What every ticket is linked with."""
        self.suggestions: dict[str, Suggestion] = {}
        """By ticket, or by category for what the dispatcher has corrected."""

    def put(self, *given: Ticket) -> None:
        for each in given:
            self.tickets[each.id] = each

    def reach(self) -> None:
        if self.trouble is not None:
            raise self.trouble

    # routes of tickets

    def get(self, ticket_id: str) -> Ticket:
        self.reach()
        self.opened.append(ticket_id)
        return self.tickets[ticket_id]

    def by_number(self, number: str) -> Ticket:
        self.reach()
        found = [t for t in self.tickets.values() if t.number == number]
        if not found:
            raise AppError("not_found", status=404)
        return found[0]

    def likenesses(self, query: LikenessQuery) -> list[Likeness]:
        self.reach()
        rows = [
            TicketRow.model_validate({**t.model_dump(), "caller_masked": "陈**"})
            for t in self.tickets.values()
            if t.status is not TicketStatus.MERGED and t.id != query.ticket_id
        ]
        return [Likeness(ticket=row, score=0.9, reasons=["same_place"]) for row in rows]

    # routes of the life cycle

    def offers(self, ticket_id: str) -> list[Offer]:
        self.reach()
        known = self.tickets[ticket_id]
        return [Offer(step=rule.step, needs=list(rule.needs)) for rule in RULES.values() if self._may(known, rule.step)]

    def refusals(self, ticket_id: str) -> list[Offer]:
        self.reach()
        known = self.tickets[ticket_id]
        found = []
        for rule in RULES.values():
            if not self._may(known, rule.step):
                code = "wrong_state" if self.role in rule.who else "step_not_allowed"
                found.append(Offer(step=rule.step, needs=list(rule.needs), code=code, message="not now"))
        return found

    def _may(self, known: Ticket, step: Step) -> bool:
        rule = RULES[step]
        if self.role not in rule.who or known.status not in rule.sources:
            return False
        if rule.pending is not None and rule.pending != known.pending:
            return False
        if step is Step.ASSIST_REPLY:
            return self.person.unit in known.assisting
        if self.role is Role.HANDLER and known.unit != self.person.unit:
            return False
        return step is not Step.MEET and (step is not Step.ACKNOWLEDGE or known.alert)

    def take(self, ticket_id: str, request: StepRequest, version: int, key: str) -> Ticket:
        self.reach()
        self.asked.append((ticket_id, request, version, key))
        if key in self.answers:
            return self.answers[key]
        known = self.tickets[ticket_id]
        if known.version != version:
            raise StaleVersion(known.model_dump(mode="json"))
        if not self._may(known, request.step):
            raise Conflict("wrong_state", state=known.status.value)
        self.answers[key] = self.move(ticket_id, request)
        if self.lose_answer:
            self.lose_answer = False
            raise Unreachable("unreachable")
        return self.answers[key]

    def move(self, ticket_id: str, request: StepRequest, actor: str = "") -> Ticket:
        """Moves a ticket as the table says, as somebody."""
        known, rule = self.tickets[ticket_id], RULES[request.step]
        values: dict[str, Any] = {"version": known.version + 1, "updated_at": NOW}
        if rule.target is not None:
            values["status"] = rule.target
        if rule.leaves is not None:
            values["pending"] = rule.leaves
        if request.unit:
            values["unit"] = request.unit
        if request.step is Step.SIGN_IN:
            values |= {"handler_id": self.person.id, "handler": self.person.name, "alert": False}
        if request.step in (Step.RECALL, Step.UPHOLD_RETURN):
            values["unit"] = ""
        if request.step is Step.ACKNOWLEDGE:
            values["alert"] = False
        if request.step is Step.UNMERGE:
            values["status"] = TicketStatus.ACCEPTED
        if request.step is Step.REPLY:
            values["answer"] = request.text
        entry = Entry(
            at=NOW,
            actor=actor or self.person.name,
            action=request.step.value,
            reason=request.reason,
            text=request.text,
            basis=request.basis,
            other=request.into or "" if request.step in (Step.LINK, Step.UNLINK) else "",
        )
        values["steps"] = [*known.steps, entry]
        self.tickets[ticket_id] = known.model_copy(update=values)
        self.told.append(self.tickets[ticket_id])
        return self.tickets[ticket_id]

    def take_many(self, request: BulkRequest, key: str) -> list[BulkResult]:
        self.reach()
        found = []
        for item in request.items:
            known = self.tickets[item.ticket_id]
            asked = request.request
            filled = [
                name for name in ("kind", "category", "town") if not getattr(known, name) and getattr(asked, name)
            ]
            missing = unsaid(known, asked.step, asked.model_dump())
            result = BulkResult(ticket_id=known.id, number=known.number, filled=filled)
            if known.version != item.version:
                result = BulkResult(ticket_id=known.id, number=known.number, code="stale", message="changed meanwhile")
            elif not self._may(known, request.request.step):
                result = BulkResult(ticket_id=known.id, number=known.number, code="wrong_state", message="not now")
            elif missing:
                fields = [FieldProblem(field=name, code="required", message="This is required.") for name in missing]
                result = BulkResult(ticket_id=known.id, number=known.number, code="invalid_fields", fields=fields)
            elif not request.preview:
                self.move(known.id, request.request)
            found.append(result)
        return found

    def work(self, which: WorkList, *, cursor: str | None = None, limit: int = 200, **_filters: Any) -> Page[WorkRow]:
        self.reach()
        rows = [_row(t) for t in self.tickets.values() if self._stands_in(t, which)]
        order = {Urgency.EMERGENCY: 0, Urgency.URGENT: 1, Urgency.NORMAL: 2}
        rows.sort(key=lambda r: (order[r.urgency], r.due_at or NOW, r.number))
        begin = int(cursor or 0)
        end = begin + limit
        return Page(items=rows[begin:end], next=str(end) if end < len(rows) else None)

    def counts(self) -> WorkCounts:
        self.reach()
        return WorkCounts(counts={which: len(self.work(which, limit=10_000).items) for which in WorkList})

    def suggestion(self, ticket_id: str) -> Suggestion:
        self.reach()
        return self.suggestions.get(ticket_id, Suggestion())

    def suggestion_for(self, query: SuggestionQuery) -> Suggestion:
        self.reach()
        return self.suggestions.get(query.category, Suggestion())

    def add(self, ticket_id: str, file: Path, key: str, _progress: Progress | None = None) -> Attachment:
        self.reach()
        values = {"id": f"a{len(self.files) + 1}", "ticket_id": ticket_id, "name": file.name, "media_type": "image/png"}
        made = Attachment(**values, size=file.stat().st_size, digest="", added_at=NOW)
        return self.files.setdefault(key, made)

    def content(self, attachment_id: str, _progress: Progress | None = None) -> bytes:
        self.reach()
        self.looks.append((attachment_id, "content"))
        return self.contents[attachment_id]

    def largest(self) -> int:
        self.reach()
        return 20_000_000

    def thumbnail(self, attachment_id: str) -> bytes:
        self.reach()
        self.looks.append((attachment_id, "thumbnail"))
        if not self.contents[attachment_id].startswith(b"\xff\xd8"):
            raise AppError("not_found", status=404)
        return self.contents[attachment_id]

    def save(self, attachment_id: str, target: Path, _progress: Progress) -> None:
        target.write_bytes(self.content(attachment_id))

    def of_ticket(self, ticket_id: str) -> list[Attachment]:
        self.reach()
        return [file for file in self.files.values() if file.ticket_id == ticket_id]

    def colleagues(self) -> list[Colleague]:
        return [Colleague(id="h1", name="承办员01"), Colleague(id="h2", name="承办员02", open_tickets=3)]

    def follow_up(self, ticket_id: str) -> FollowUp:
        return FollowUp(ticket_id=ticket_id, wanted=True)

    def _stands_in(self, known: Ticket, which: WorkList) -> bool:
        over = known.status in (TicketStatus.CLOSED, TicketStatus.MERGED, TicketStatus.WITHDRAWN)
        if which is WorkList.TASKS:
            return not over and known.unit == self.person.unit
        if which is WorkList.ASSISTING:
            return not over and self.person.unit in known.assisting
        if which is WorkList.ALERTS:
            return known.alert
        if which is WorkList.RETURNS:
            return known.pending is Pending.RETURN
        if which is WorkList.EXTENSIONS:
            return known.pending is Pending.EXTENSION
        if which is WorkList.ASKED:
            return known.pending is Pending.ANSWER
        status = {
            WorkList.FOLLOW_UP: TicketStatus.FOLLOW_UP,
            WorkList.DISPATCH: TicketStatus.ACCEPTED,
            WorkList.REVIEW: TicketStatus.REVIEW,
            WorkList.SIGN_IN: TicketStatus.DISPATCHED,
        }.get(which)
        return status is not None and known.status is status and not known.pending


def _row(known: Ticket) -> WorkRow:
    return WorkRow.model_validate(
        {**known.model_dump(), "stage": known.status.value, "caller_masked": "陈**", "kind": known.kind or ""}
    )


class Journal(DraftJournal):
    """Writes when it is told to, in the test's thread."""

    def flush(self, wait_seconds: float = 2.0) -> bool:
        stop = Progress()
        stop.cancel()
        self.run(stop)
        return True


class Live:
    """A feed that the test speaks through."""

    def __init__(self) -> None:
        self.state = LiveState(stale=False, last_true_at=NOW)
        self.listeners: list[Callable[[LiveChange], None]] = []
        self._events = 0

    def listen(self, listener: Callable[[LiveChange], None]) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def server_now(self) -> datetime:
        return NOW

    def tell(self, kind: ChangeKind, event: Event | None = None) -> None:
        for listener in list(self.listeners):
            listener(LiveChange(kind, event))

    def tell_ticket(self, changed: Ticket) -> None:
        self._events += 1
        data = {"id": changed.id, "number": changed.number, "version": changed.version}
        self.tell(
            ChangeKind.EVENT,
            Event(id=self._events, at=NOW, topic=Topic.TICKET, subject=changed.id, data=data),
        )


class Notices:
    """The notification area."""

    def __init__(self) -> None:
        self.said: list[tuple[str, Tone]] = []
        self.undo: Callable[[], None] | None = None

    def say(self, text: str, tone: Tone = Tone.NEUTRAL, undo: Callable[[], None] | None = None) -> None:
        self.said.append((text, tone))
        self.undo = undo or self.undo


class Whole:
    """A ticket of the played server with all around it."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.printed: list[str] = []

    def get(self, ticket_id: str, printed: bool = False) -> WholeTicket:
        if printed:
            self.printed.append(ticket_id)
        return WholeTicket(
            ticket=self._server.get(ticket_id),
            attachments=self._server.of_ticket(ticket_id),
            offers=self._server.offers(ticket_id),
            follow_up=self._server.follow_up(ticket_id),
            related=Related(links=self._server.links),
        )

    def by_number(self, number: str) -> WholeTicket:
        return self.get(self._server.by_number(number).id)


class Desk:
    """A console at this district: real services over the played server."""

    def __init__(self, folder: Path, role: Role, unit: str = "") -> None:
        account = Account(id="me", username="me", name="我", roles=[role], unit=unit)
        self.server = Server(role, account)
        self.store = LocalStore(folder / "desk.db")
        self.journal = Journal(self.store, lambda callback: callback())
        api: Any = self.server
        self.outbox = Outbox(self.store, step_senders(api), lambda callback: callback(), self.journal.drop_pending)
        self.lifecycle = LifecycleService(api, api, api, self.outbox, self.store, TypedDrafts(self.journal))
        self.whole = WholeTicketService(Whole(self.server))
        self.live = Live()
        self.session = SimpleNamespace(account=account)
        self.said: list[tuple[str, bool, bool]] = []
        """Who looks where: ticket, present, typing."""
        self.viewers: list[Viewer] = []
        self.desk = SimpleNamespace(choices=lambda: Choices(CATALOGUE), say_presence=self._say_presence)
        self.knowledge = SimpleNamespace(
            search=lambda text, _limit: (
                [Hit("a1", "噪声污染防治办法", "夜间施工", "0601", "D06", 1.0)]
                if text != "tree"
                else [Hit("a9", "城市绿化条例", "", "", "", 1.0)]
            )
        )
        self.personal = Personal()
        self.notices = Notices()
        self.remember = InMemory()

    def _say_presence(self, ticket_id: str, present: bool, typing: bool) -> list[Viewer]:
        self.said.append((ticket_id, present, typing))
        return self.viewers

    def deliver(self) -> None:
        """Sends what the outbox may send now, and tells of what changed."""
        while (item := self.outbox._next()) is not None:
            if not self.outbox._send(item):
                break
        told, self.server.told = self.server.told, []
        for changed in told:
            self.live.tell_ticket(changed)

    def context(self, commands: list[Any]) -> PageContext:
        return PageContext(commands, self.remember, self.notices, lambda _snapshot: None)

    def steps(self) -> list[tuple[str, str]]:
        """Returns the steps that reached the server."""
        return [(ticket_id, request.step.value) for ticket_id, request, _version, _key in self.server.asked]

    def waiting(self) -> int:
        """Returns how many steps are in the outbox."""
        return len([item for item in self.outbox.items() if item.kind == STEP])
