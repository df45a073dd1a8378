"""What somebody types for a step before it goes out: a reply, a record, a reason. The draft journal keeps it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from pydantic import ValidationError
from uuid_utils import uuid7

from services.contracts.clocks import Limit, LimitUnit
from services.contracts.lifecycle import RULES, Outcome, Part, Satisfaction, Step, StepRequest
from services.contracts.tickets import Ticket
from services.drafts import Draft
from services.errors import InvalidFields
from services.lifecycle.lacking import unsaid

KIND = "step"
"""Under which kind the journal keeps these drafts."""

TYPED_FIELDS = ("text", "reason", "basis", "parts", "participants")
_BETWEEN_NAMES = re.compile(r"[、，,;；\n]+")
_PART = ("unit", "title", "content")
"""Fields that cost somebody work; what only has others can be chosen again in a second."""

_WAIT_SECONDS = 0.5

Fields = dict[str, Any]


@dataclass
class Typed:
    """One unfinished step. ``fields`` are plain values of the form, by the names of :class:`StepRequest`.

    Beside those: ``amount`` and ``limit_unit`` of an extension, ``until`` as ISO text, ``parts`` as a list of
    ``{"unit", "title", "content"}``.
    """

    ticket_id: str
    step: Step
    title: str = ""
    """Of the ticket, for the outbox."""
    fields: Fields = field(default_factory=dict)
    id: str = field(default_factory=lambda: f"step-{uuid7()}")
    """Of the draft: a new one for each, because the outbox remembers which drafts were filed."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed or chosen."""
        return not any(self.fields.values())

    @property
    def holds_words(self) -> bool:
        """Whether something was typed that must not be lost."""
        return any(self.fields.get(name) for name in TYPED_FIELDS)

    def to_request(self, ticket: Ticket | None = None) -> StepRequest:
        """Returns the step as it is sent; with a ticket, whether what that one lacks is given is looked at too.

        Raises:
            InvalidFields: something that the step needs is missing or wrong.
        """
        values: Fields = {"step": self.step}
        for name in (
            "text",
            "reason",
            "basis",
            "unit",
            "category",
            "kind",
            "town",
            "village",
            "handler_id",
            "into",
            "voice_id",
            "assisting",
            "attachments",
        ):
            if self.fields.get(name):
                values[name] = self.fields[name]
        wrong: dict[str, tuple[str, dict[str, Any]]] = {}
        _read(values, wrong, "limit", self.fields.get("amount"), self._limit)
        _read(values, wrong, "until", self.fields.get("until"), datetime.fromisoformat)
        _read(values, wrong, "participants", self.fields.get("participants"), _names)
        parts = self.fields.get("parts") or []
        unfinished = next((n for n, part in enumerate(parts, 1) if not all(map(part.get, _PART))), 0)
        if unfinished:
            wrong["parts"] = ("part_unfinished", {"number": unfinished})
        else:
            _read(values, wrong, "parts", parts, _parts)
        if self.step is Step.FOLLOW_UP:
            self._add_outcome(values, wrong)
        lacks = unsaid(ticket, self.step, values) if ticket is not None else ()
        for name in (*lacks, *RULES[self.step].needs):
            if name not in values and name not in wrong:
                wrong[name] = ("required", {})
        if wrong:
            raise InvalidFields(wrong)
        try:
            return StepRequest.model_validate(values)
        except ValidationError as error:
            raise InvalidFields({str(e["loc"][0]): ("bad_value", {}) for e in error.errors()}) from error

    def _add_outcome(self, values: Fields, wrong: dict[str, tuple[str, dict[str, Any]]]) -> None:
        """What was found is asked in several fields: all of them only where the citizen was reached."""
        given = self.fields
        if given.get("reached") == "no":
            values["outcome"] = Outcome(reached=False, reason=str(given.get("reason") or ""))
            return
        if not all(given.get(name) for name in ("reached", "contacted", "solved", "satisfaction")):
            wrong["outcome"] = ("required", {})
            return
        values["outcome"] = Outcome(
            reached=True,
            contacted=given["contacted"] == "yes",
            solved=given["solved"] == "yes",
            satisfaction=Satisfaction(given["satisfaction"]),
            redo=given.get("redo") != "no",
            reason=str(given.get("reason") or ""),
        )

    def _limit(self, amount: Any) -> Limit:
        unit = self.fields.get("limit_unit") or LimitUnit.WORKING_DAYS.value
        return Limit(amount=int(amount), unit=LimitUnit(unit))


def from_request(ticket_id: str, title: str, payload: Mapping[str, Any]) -> Typed:
    """Returns a step that was to be sent as a draft again, under a new id."""
    fields = {name: value for name, value in payload.items() if name not in ("step", "limit") and value}
    outcome = fields.pop("outcome", None)
    if isinstance(outcome, Mapping):
        fields |= {name: "yes" if outcome.get(name) else "no" for name in ("reached", "contacted", "solved", "redo")}
        fields["satisfaction"] = outcome.get("satisfaction") or ""
    if isinstance(fields.get("participants"), list):
        fields["participants"] = "、".join(fields["participants"])
    limit = payload.get("limit")
    if isinstance(limit, Mapping):
        fields |= {"amount": str(limit.get("amount", "")), "limit_unit": str(limit.get("unit", ""))}
    return Typed(ticket_id, Step(payload["step"]), title, fields)


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

    def flush(self, wait_seconds: float = 2.0) -> bool:
        """Waits until everything is on disk."""
        ...


class TypedDrafts:
    """Drafts of steps in the journal. Writing takes no time; reading blocks for milliseconds."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def write(self, typed: Typed) -> None:
        """Keeps the present state."""
        kept = {"ticket_id": typed.ticket_id, "step": typed.step.value, "title": typed.title}
        self._journal.write(typed.id, KIND, {**kept, "fields": dict(typed.fields)})

    def forget(self, typed: Typed) -> None:
        """Throws a draft away because the person said so."""
        self._journal.close(typed.id)

    def of_ticket(self, ticket_id: str) -> dict[Step, Typed]:
        """Returns what is unfinished for a ticket, the newest of each step."""
        self._journal.flush(_WAIT_SECONDS)  # what was typed a moment ago belongs to it
        found: dict[Step, Typed] = {}
        for draft in reversed(self._journal.open_drafts(KIND)):
            if draft.fields.get("ticket_id") == ticket_id:
                typed = _typed(draft)
                if typed is not None:
                    found[typed.step] = typed
        return found

    def tickets(self) -> set[str]:
        """Returns the tickets for which something is unfinished."""
        return {str(draft.fields.get("ticket_id")) for draft in self._journal.open_drafts(KIND)}

    def keep(self, typed: Typed) -> bool:
        """Writes a draft and waits until it is on disk; returns whether it is."""
        self.write(typed)
        return self._journal.flush()


def _typed(draft: Draft) -> Typed | None:
    try:
        step = Step(str(draft.fields.get("step")))
    except ValueError:
        return None  # written by a newer console
    fields = draft.fields.get("fields")
    return Typed(
        str(draft.fields.get("ticket_id")),
        step,
        str(draft.fields.get("title") or ""),
        dict(fields) if isinstance(fields, dict) else {},
        draft.id,
    )


def _read(
    values: Fields,
    wrong: dict[str, tuple[str, dict[str, Any]]],
    name: str,
    given: Any,
    read: Callable[[Any], Any],
) -> None:
    if given in (None, "", []):
        return
    try:
        values[name] = read(given)
    except (ValueError, TypeError, KeyError):
        wrong[name] = ("bad_value", {})


def _names(given: Any) -> list[str]:
    return [name.strip() for name in _BETWEEN_NAMES.split(str(given)) if name.strip()]


def _parts(given: Any) -> list[Part]:
    return [Part(id=str(uuid7()), unit=p["unit"], title=p["title"], content=p["content"]) for p in given]
