"""Which unit a ticket should go to: the dispatch catalogue first, then how tickets like it were really solved.

Confidence: a unit begins with what the catalogue gives it (:data:`_PRIOR`), worth :data:`_WEIGHT` tickets, and each closed
ticket of the same category then speaks for who closed it, and each return or redo against: (weight × prior + solved − returned
− redone / 2) ÷ (weight + all). The numbers are judgement; the reasons are counts that anybody can look up.
"""

from collections import Counter
from typing import Any

from services.contracts.dispatching import (
    DangerRule,
    Meeting,
    MeetingView,
    Reason,
    ReasonCode,
    Rule,
    SuggestedUnit,
    Suggestion,
    SuggestionQuery,
)
from services.contracts.tickets import TicketKind, Unit, UnitLevel
from services.server.dispatching import experience, meetings, repository
from services.server.dispatching.experience import Experience
from services.server.dispatching.resolution import Matter, level_wanted, resolve
from services.server.tickets import scope, service, view
from services.server.transaction import Transaction

SHOWN = 5
_WEIGHT = 8
_PRIOR = {ReasonCode.CATALOGUE: 0.85, ReasonCode.CATEGORY: 0.7}
_NO_PRIOR = 0.1
_LEAST = 2
"""So many tickets a unit must have solved before it is suggested by experience alone."""


def for_ticket(tx: Transaction, ticket_id: str) -> Suggestion:
    """Returns units for a ticket; those that sent this very ticket back come last."""
    row = service.row_of(tx, ticket_id)
    scope.require(tx, row)
    return _suggest(
        tx, query_of(row), experience.returned_by(tx.connection, row.key) if row.return_count else Counter(), row
    )


def for_form(tx: Transaction, query: SuggestionQuery) -> Suggestion:
    """Returns units for a ticket that is being typed."""
    return _suggest(tx, query, Counter(), None)


def query_of(row: Any) -> SuggestionQuery:
    """Returns what a suggestion is made from, of a ticket's row."""
    return SuggestionQuery(
        kind=TicketKind(row.kind) if row.kind else None,
        category=row.category,
        town=row.town,
        village=row.village,
        title=row.title,
        content=row.content,
    )


def meeting(tx: Transaction, ticket_id: str) -> MeetingView:
    """Returns between whom a joint meeting on a ticket is, and what earlier ones decided."""
    row = service.row_of(tx, ticket_id)
    scope.require(tx, row)
    suggested = for_ticket(tx, ticket_id)
    returned = experience.returned_by(tx.connection, row.key)
    return MeetingView(
        candidates=suggested.units,
        returns=[_reason(ReasonCode.RETURNED_THIS, unit=unit, count=count) for unit, count in sorted(returned.items())],
        meetings=[_as_seen(tx, row, each) for each in repository.meetings_of(tx.connection, row.key)],
    )


def _as_seen(tx: Transaction, row: Any, meeting: Meeting) -> Meeting:
    if not view.is_hidden(tx.actor, row):
        return meeting
    return meeting.model_copy(update={"decision": view.without_identity(meeting.decision, row)})


def _suggest(tx: Transaction, query: SuggestionQuery, returned: Counter[str], row: Any) -> Suggestion:
    matter = Matter(query.category, query.town, query.village, query.kind.value if query.kind else "")
    in_force = repository.in_force(tx.connection, tx.now)
    rule = (
        resolve(repository.fitting(tx.connection, in_force.version, matter), matter) if in_force is not None else None
    )
    first = _first(tx, matter, rule, in_force.version if in_force is not None else 0)
    known = experience.of(tx.connection, query.category, query.town, query.village)
    department_only = rule is not None and rule.department_only
    units: dict[str, SuggestedUnit] = {}
    if first is not None:
        units[first.unit] = first
    for code in {**known.local, **known.district, **returned}:
        enough = known.local[code] + known.district[code] >= _LEAST or returned[code]
        unit = repository.unit(tx.connection, code) if enough and code not in units else None
        # Experience with another village says nothing about this one's.
        if unit is not None and _may(unit, department_only, matter):
            units[code] = SuggestedUnit(unit=code, level=unit.level, confidence=0)
    weighed = [_weighed(unit, known, returned, unit is first) for unit in units.values()]
    weighed.sort(
        key=lambda each: (
            returned[each.unit] > 0,
            first is None or each.unit != first.unit,
            -each.confidence,
            each.unit,
        )
    )
    dangers = repository.dangers(in_force) if in_force is not None else []
    return Suggestion(
        units=weighed[:SHOWN],
        danger=_danger(tx, query, dangers),
        department_only=department_only,
        needs_meeting=row is not None and meetings.is_due(tx, row),
        version=in_force.version if in_force is not None else 0,
    )


def _may(unit: Unit, department_only: bool, matter: Matter) -> bool:
    if unit.level is UnitLevel.VILLAGE:
        return not department_only and unit.place == matter.village
    return unit.level is not UnitLevel.TOWN or unit.place == matter.town


def _first(tx: Transaction, matter: Matter, rule: Rule | None, version: int) -> SuggestedUnit | None:
    """Returns whom the catalogue names, and where it says nothing, the category's department."""
    if rule is None:
        unit = repository.unit(tx.connection, repository.category_unit(tx.connection, matter.category))
        reasons = [_reason(ReasonCode.CATEGORY, category=matter.category)]
        return SuggestedUnit(unit=unit.code, level=unit.level, confidence=0, reasons=reasons) if unit else None
    unit = repository.unit(tx.connection, rule.unit) if rule.unit else _centre(tx, rule, matter)
    if unit is None:
        return None
    values = {"category": rule.category, "place": rule.place, "kind": rule.kind or "", "basis": rule.basis}
    reasons = [_reason(ReasonCode.CATALOGUE, **values, version=version)]
    if not rule.unit:
        reasons.append(_reason(ReasonCode.LOWEST, level=unit.level.value))
    return SuggestedUnit(
        unit=unit.code,
        level=unit.level,
        confidence=0,
        reasons=reasons,
        basis=rule.basis,
        sign_in=rule.sign_in,
        finish=rule.finish,
    )


def _centre(tx: Transaction, rule: Rule, matter: Matter) -> Unit | None:
    """Returns the centre of the matter's own village or town; the next one above where there is none."""
    wanted = level_wanted(rule, matter)
    places = (matter.village, matter.town) if wanted is UnitLevel.VILLAGE else (matter.town,)
    for place in places:
        found = repository.centre_of(tx.connection, place) if place else None
        if found is not None:
            return found
    return None


def _weighed(unit: SuggestedUnit, known: Experience, returned: Counter[str], is_first: bool) -> SuggestedUnit:
    code = unit.unit
    prior = _PRIOR.get(unit.reasons[0].code, _NO_PRIOR) if is_first and unit.reasons else _NO_PRIOR
    scope_of, counter = ("place", known.local) if known.local[code] else ("district", known.district)
    solved, total = counter[code], sum(counter.values())
    back, again = known.returned[code], known.redone[code]
    score = (_WEIGHT * prior + solved - back - again / 2) / (_WEIGHT + total)
    reasons = list(unit.reasons)
    if returned[code]:
        score = 0
        reasons.append(_reason(ReasonCode.RETURNED_THIS, count=returned[code]))
    if solved:
        reasons.append(_reason(ReasonCode.SOLVED, count=solved, total=total, scope=scope_of))
    if back:
        reasons.append(_reason(ReasonCode.RETURNED, count=back))
    if again:
        reasons.append(_reason(ReasonCode.REDONE, count=again))
    return unit.model_copy(update={"confidence": round(min(max(score, 0.0), 1.0), 3), "reasons": reasons})


def _danger(tx: Transaction, query: SuggestionQuery, dangers: list[DangerRule]) -> SuggestedUnit | None:
    """Returns who danger is passed on to: by its category, else by the word that stands first in the text."""
    words = f"{query.title}\n{query.content}"
    found: list[tuple[int, DangerRule, Reason]] = []
    for rule in dangers:
        if query.category and query.category in rule.categories:
            found.append((-1, rule, _reason(ReasonCode.DANGER, category=query.category)))
        places = [(words.find(word), word) for word in rule.words if word in words]
        if places:
            place, word = min(places)
            found.append((place, rule, _reason(ReasonCode.DANGER, word=word)))
    if not found:
        return None
    _place, rule, reason = min(found, key=lambda each: each[0])
    unit = repository.unit(tx.connection, rule.unit)
    if unit is None:
        return None
    return SuggestedUnit(unit=unit.code, level=unit.level, confidence=_PRIOR[ReasonCode.CATALOGUE], reasons=[reason])


def _reason(code: ReasonCode, **values: Any) -> Reason:
    return Reason(code=code, values={name: str(value) for name, value in values.items() if value != ""})
