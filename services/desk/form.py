"""The ticket form as data: what stands in each field, and where it came from.

A field remembers its origin, and a weaker origin never replaces a stronger one: what a person typed stays whatever
templates and suggestions come later, a template may replace a suggestion or another template, and a suggestion only an
empty field or an older suggestion. A field that is emptied by hand is free again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from enum import IntEnum
from typing import Any

from services.contracts.tickets import Template, Ticket, TicketKind, Urgency


class Origin(IntEnum):
    """Where the content of a field came from; larger is stronger."""

    EMPTY = 0
    SUGGESTED = 1
    TEMPLATE = 2
    TYPED = 3


@dataclass(frozen=True)
class FormValues:
    """The fields of the form. Codes are those of the catalogue; empty means "nothing"."""

    kind: str = ""
    category: str = ""
    town: str = ""
    village: str = ""
    detail: str = ""
    contact_number: str = ""
    title: str = ""
    content: str = ""
    answer: str = ""
    unit: str = ""
    urgency: str = Urgency.NORMAL.value
    confidential: bool = False
    wants_callback: bool = False
    cited_articles: tuple[str, ...] = ()


FIELDS: tuple[str, ...] = tuple(f.name for f in fields(FormValues))
"""Names of all fields, in the order of the form."""

_BLANK = FormValues()


@dataclass(frozen=True)
class Form:
    """What stands in the form now. Never changed, always replaced, so that going back is keeping the one before."""

    values: FormValues = _BLANK
    origins: Mapping[str, Origin] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return getattr(self.values, name)

    def origin(self, name: str) -> Origin:
        """Returns where the content of a field came from."""
        return self.origins.get(name, Origin.EMPTY)

    @property
    def is_blank(self) -> bool:
        """Whether nobody has typed or chosen anything."""
        return all(origin < Origin.TEMPLATE for origin in self.origins.values())

    def typed(self, **values: Any) -> "Form":
        """Takes in what a person typed or chose."""
        return self._with(values, Origin.TYPED)

    def suggested(self, **values: Any) -> "Form":
        """Takes in suggestions, where nothing stronger stands."""
        return self._with({n: v for n, v in values.items() if self.origin(n) <= Origin.SUGGESTED}, Origin.SUGGESTED)

    def with_template(self, template: Template) -> "Form":
        """Fills in a template, where nobody has typed."""
        offered = {
            "kind": template.kind.value if template.kind else "",
            "category": template.category,
            "title": template.title,
            "content": template.content.strip("\n"),
            "answer": template.answer.strip("\n"),
        }
        free = {n: v for n, v in offered.items() if v and self.origin(n) <= Origin.TEMPLATE}
        return self._with(free, Origin.TEMPLATE)

    def taken_back(self, before: "Form") -> "Form":
        """Returns the form as it was before, but for what a person has typed since."""
        back = [n for n in self.differs(before) if self.origin(n) < Origin.TYPED]
        origins = {**self.origins, **{n: before.origin(n) for n in back}}
        return Form(replace(self.values, **{n: before[n] for n in back}), origins)

    def differs(self, other: "Form") -> list[str]:
        """Returns the names of fields that differ."""
        return [name for name in FIELDS if self[name] != other[name]]

    def as_json(self) -> dict[str, Any]:
        """Returns the form for the draft journal; blank fields are left out."""
        values = {n: self[n] for n in FIELDS if self[n] != getattr(_BLANK, n)}
        if "cited_articles" in values:
            values["cited_articles"] = list(values["cited_articles"])
        return {"values": values, "origins": {n: int(o) for n, o in self.origins.items() if o}}

    @staticmethod
    def from_json(kept: Mapping[str, Any]) -> "Form":
        """Reads a form from the draft journal; what an other version of the program wrote and nobody knows is left out."""
        values: dict[str, Any] = {}
        for name, value in dict(kept.get("values") or {}).items():
            blank = getattr(_BLANK, name, None)
            if name == "cited_articles" and isinstance(value, list):
                values[name] = tuple(str(v) for v in value)
            elif name in FIELDS and type(value) is type(blank):
                values[name] = value
        if values.get("kind") not in {None, *(k.value for k in TicketKind)}:
            del values["kind"]
        if values.get("urgency") not in {None, *(u.value for u in Urgency)}:
            del values["urgency"]
        known = {int(o): o for o in Origin}
        origins = {n: known[o] for n, o in dict(kept.get("origins") or {}).items() if n in FIELDS and o in known}
        return Form(FormValues(**values), origins)

    @staticmethod
    def of_ticket(ticket: Ticket) -> "Form":
        """Returns the form of a ticket that is filed already; every field counts as typed by a person."""
        values = FormValues(
            kind=ticket.kind.value if ticket.kind else "",
            urgency=ticket.urgency.value,
            cited_articles=tuple(ticket.cited_articles),
            **{n: getattr(ticket, n) for n in FIELDS if n not in ("kind", "urgency", "cited_articles")},
        )
        return Form(values, {n: Origin.TYPED for n in FIELDS if getattr(values, n) != getattr(_BLANK, n)})

    def _with(self, values: Mapping[str, Any], origin: Origin) -> "Form":
        changed = {n: v for n, v in values.items() if v != self[n] or origin > self.origin(n)}
        if not changed:
            return self
        origins = dict(self.origins)
        for name, value in changed.items():
            origins[name] = origin if value != getattr(_BLANK, name) else Origin.EMPTY
        return Form(replace(self.values, **changed), origins)
