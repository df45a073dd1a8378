"""A draft: a form with what it belongs to (a call, a citizen, a ticket that is being changed), kept in the journal."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from uuid_utils import uuid7

from services.contracts.calls import Call
from services.contracts.tickets import Finish, NewTicket, Ticket, TicketChange
from services.desk.checks import cleaned
from services.desk.form import FIELDS, Form

_IDENTITY = ("person_id", "call_id", "caller_name", "caller_number", "call_back_id")


@dataclass(frozen=True)
class Draft:
    """Work that is not filed yet. ``id`` is the ticket's id from the start, so that it can be filed once only.

    Attributes:
        key: its own name in the journal. A change of a ticket has another one each time: two changes of one ticket may
            both wait to be sent.
        opened_at: the server's time when it was begun.
        version: of the ticket that is being changed; 0 for a new one.
        number: the number of the ticket that is being changed; empty for a new one.
        before: the ticket's form as it was when the change began.
        call_back_id: the call-back that it comes of, where no call says so.
        loose: what was typed beside the form and belongs to it, by name: text in a type-ahead field that is no choice yet
            (``category``), the citizen's record while it is edited (``person.name``), titles of cited articles (``cite.ID``).
    """

    key: str
    id: str
    opened_at: datetime
    form: Form = field(default_factory=Form)
    call_id: str = ""
    caller_number: str = ""
    caller_name: str = ""
    person_id: str = ""
    call_back_id: str = ""
    version: int = 0
    number: str = ""
    before: Form | None = None
    loose: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_change(self) -> bool:
        """Whether a ticket that is filed already is being changed."""
        return self.version > 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be lost without it."""
        if any(text.strip() for text in self.loose.values()):
            return False
        return self.before == self.form if self.is_change else self.form.is_blank

    def with_form(self, form: Form) -> "Draft":
        """Returns the draft with another form."""
        return replace(self, form=form)

    def with_loose(self, **texts: str) -> "Draft":
        """Returns the draft with other texts beside the form; an empty one is left out."""
        return replace(self, loose={name: text for name, text in {**self.loose, **texts}.items() if text})

    def changed_fields(self) -> list[str]:
        """Returns what differs from the ticket that is being changed."""
        return self.form.differs(self.before or Form())

    def to_new(self, finish: Finish, into: str = "") -> NewTicket:
        """Returns what to file, attached to the ticket ``into``. Call :func:`services.desk.checks.check` first."""
        given = {name: self._value(name) for name in FIELDS if self.form[name] != getattr(Form().values, name)}
        identity = {name: getattr(self, name) or None for name in _IDENTITY if getattr(self, name)}
        attached = {"into": into} if into else {}
        return NewTicket.model_validate({"id": self.id, "finish": finish.value, **attached, **identity, **given})

    def to_change(self, finish: Finish | None) -> TicketChange:
        """Returns what to change of the ticket, and what to do with it."""
        given = {name: self._value(name) for name in self.changed_fields()}
        return TicketChange.model_validate({**given, **({"finish": finish.value} if finish else {})})

    def as_json(self) -> dict[str, Any]:
        """Returns the draft for the journal."""
        kept = {name: getattr(self, name) for name in (*_IDENTITY, "version", "number") if getattr(self, name)}
        kept["id"] = self.id
        kept["opened_at"] = self.opened_at.isoformat()
        kept["form"] = self.form.as_json()
        if self.loose:
            kept["loose"] = dict(self.loose)
        if self.before is not None:
            kept["before"] = self.before.as_json()
        return kept

    @staticmethod
    def from_json(key: str, kept: Mapping[str, Any]) -> "Draft":
        """Reads a draft from the journal; what is missing or odd is blank, because a text must not be lost to it."""
        before = kept.get("before")
        return Draft(
            key=key,
            id=str(kept.get("id") or key),
            opened_at=_moment(kept.get("opened_at")),
            form=Form.from_json(kept.get("form") or {}),
            version=kept["version"] if isinstance(kept.get("version"), int) else 0,
            number=str(kept.get("number") or ""),
            before=Form.from_json(before) if isinstance(before, dict) else None,
            loose={str(name): str(text) for name, text in dict(kept.get("loose") or {}).items()},
            **{name: str(kept.get(name) or "") for name in _IDENTITY},
        )

    @staticmethod
    def begun(now: datetime, call: Call | None = None, number: str = "", call_back_id: str = "") -> "Draft":
        """Returns a new draft: of a call, of a number that somebody looked up, of a call-back, or of nobody yet."""
        made = str(uuid7())
        if call is None:
            return Draft(made, made, now, caller_number=number, call_back_id=call_back_id)
        return Draft(made, made, now, call_id=call.id, caller_number=call.number, person_id=call.person_id or "")

    @staticmethod
    def of_ticket(ticket: Ticket, now: datetime) -> "Draft":
        """Returns a draft for changing a ticket that is filed."""
        form = Form.of_ticket(ticket)
        return Draft(
            key=f"change-{uuid7()}",
            id=ticket.id,
            opened_at=now,
            form=form,
            before=form,
            call_id=ticket.call_id or "",
            caller_number=ticket.caller_number,
            caller_name=ticket.caller_name,
            person_id=ticket.person_id or "",
            version=ticket.version,
            number=ticket.number,
        )

    def _value(self, name: str) -> Any:
        value = self.form[name]
        if isinstance(value, tuple):
            return list(value)
        if isinstance(value, bool):
            return value
        return cleaned(name, value) or (None if name == "kind" else "")


def _moment(text: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return datetime.now(UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
